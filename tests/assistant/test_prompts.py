from pathlib import Path

import pytest

from assistant.prompts import FOLDER, load_prompts, read_prompt
from corpus.errors import SettingsError

_GOOD = """+++
task = "prova"
version = "3"
language = "it"
variables = ["question"]
reply = "line"
+++
# system
Rispondi.
# user
$question {"a": 1}
"""


def test_every_task_has_a_prompt_in_both_languages() -> None:
    prompts = load_prompts()
    tasks = {task for task, _ in prompts}
    assert tasks >= {"answer", "repair", "complete"}
    assert set(prompts) == {(task, lang) for task in tasks for lang in ("it", "en")}
    assert len(prompts) == len(list(FOLDER.glob("*.md")))
    for it, en in ((prompts[task, "it"], prompts[task, "en"]) for task in tasks):
        assert set(it.variables) == set(en.variables)


def test_a_prompt_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "prova-it.md"
    path.write_text(_GOOD, encoding="utf-8")
    prompt = read_prompt(path)
    assert prompt.label == "prova-it@3"
    assert prompt.fill(question="Chi? $system ${x}") == [
        ("system", "Rispondi."),
        ("user", 'Chi? $system ${x} {"a": 1}'),
    ]
    with pytest.raises(KeyError):
        prompt.fill()
    with pytest.raises(KeyError):
        prompt.fill(question="a", more="b")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$question", "chi?"),
        ("$question", "$question $day"),
        ("$question", "$question costa 5$"),
        ('["question"]', '["question", "day"]'),
        ('version = "3"', "version = 3"),
        ('version = "3"\n', ""),
        ("# user", "# utente"),
        ('task = "prova"', 'task = "altra"'),
        ("+++\ntask", "++\ntask"),
        ('reply = "line"', 'reply = "line'),
    ],
)
def test_a_malformed_prompt_is_refused_by_name(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "prova-it.md"
    assert old in _GOOD
    path.write_text(_GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"prova-it\.md"):
        read_prompt(path)
