"""Gold questions: kept with the library, asked again after each ingest, changes told."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cases import Case
from assistant.desk import Desk
from assistant.gold import GoldShelf, change_words, changes_record, check_record
from assistant.types import Answer, AnswerStatus, Citation, Question, Sentence
from corpus.errors import Damaged, InputError, Locked, NotHeld
from corpus.locks import FolderLock
from corpus.types import Origin, Page

PAGE = Page("0" * 16, 1, "Il bando chiude il 5 marzo 2026. Poi riapre.", Origin.TEXT)
CITED = Citation(1, PAGE.quote(0, 32), "docs/bando.md", None, "Bando", None, "secondary", ocr=False)
GIVEN = Answer(
    "Quando chiude?",
    AnswerStatus.ANSWERED,
    "it",
    sentences=(Sentence("Il bando chiude il 5 marzo 2026.", (1,)),),
    citations=(CITED,),
)
NONE = Answer("Quando chiude?", AnswerStatus.NOT_FOUND, "it")
CASE = Case("", "Quando chiude?", "gold", ("answered",), ("5 marzo",), (), ())


def page_of(_document: str, _number: int) -> Page:
    return PAGE


def asking(answer: Answer) -> Callable[[Question], Answer]:
    return lambda question: replace(answer, question=question.text)


@pytest.fixture
def shelf(tmp_path: Path) -> GoldShelf:
    return GoldShelf(tmp_path)


def test_a_shelf_makes_nothing_until_asked(shelf: GoldShelf, tmp_path: Path) -> None:
    assert (shelf.exists(), shelf.cases(), shelf.remembered()) == (False, [], (-1, {}))
    assert list(tmp_path.iterdir()) == []


def test_questions_are_kept_in_order_under_free_names(shelf: GoldShelf, tmp_path: Path) -> None:
    assert [shelf.add(CASE).id, shelf.add(replace(CASE, question="Chi?")).id] == ["g1", "g2"]
    assert shelf.remove("g1").question == CASE.question
    assert shelf.add(replace(CASE, id="mia")).id == "mia"
    assert shelf.add(CASE).id == "g1"
    assert [one.id for one in GoldShelf(tmp_path).cases()] == ["g2", "mia", "g1"]
    with pytest.raises(InputError, match="mia"):
        shelf.add(replace(CASE, id="mia"))
    with pytest.raises(NotHeld, match="g9"):
        shelf.remove("g9")
    line = json.loads((tmp_path / "gold.jsonl").read_text().splitlines()[0])
    assert set(line) >= {"id", "question", "lang", "kind", "expect_status", "keywords"}


def test_the_first_answer_is_remembered_and_is_no_change(shelf: GoldShelf) -> None:
    shelf.add(CASE)
    (first,) = shelf.check(asking(GIVEN), page_of, 3)
    assert (first.before, first.changed, first.score.right) == (None, False, True)
    (again,) = shelf.check(asking(GIVEN), page_of, 4)
    assert (again.changed, again.before) == (False, again.now)
    assert shelf.remembered()[0] == 4


OTHER_PAGE = replace(CITED, source="docs/altro.md")
LONGER = replace(GIVEN, sentences=(*GIVEN.sentences, Sentence("Poi riapre.", (1,))))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (NONE, "esito da answered a not_found"),
        (LONGER, "frasi: 1 in più, 0 in meno"),
        (replace(GIVEN, citations=(OTHER_PAGE,)), "documenti citati: 1 in più, 1 in meno"),
    ],
)
def test_a_changed_answer_is_told(shelf: GoldShelf, now: Answer, words: str) -> None:
    shelf.add(CASE)
    shelf.check(asking(GIVEN), page_of, 1)
    checks = shelf.check(asking(now), page_of, 2)
    assert checks[0].changed
    assert words in change_words(checks[0])
    told = changes_record(checks)
    assert [one["id"] for one in told["changed"]] == ["g1"]
    assert told["changed"][0]["before"]["status"] == "answered"
    assert told["wrong"] == ([] if now.sentences else ["g1"])
    assert not shelf.check(asking(now), page_of, 3)[0].changed


def test_what_is_not_compared_changes_nothing(shelf: GoldShelf) -> None:
    shelf.add(CASE)
    shelf.check(asking(GIVEN), page_of, 1)
    other = replace(GIVEN, confidence=0.1, library_version=9, seconds={"total": 8.0})
    assert not shelf.check(asking(other), page_of, 2)[0].changed


def test_another_question_under_the_same_name_is_no_change(shelf: GoldShelf) -> None:
    shelf.add(CASE)
    shelf.check(asking(GIVEN), page_of, 1)
    text = shelf.path.read_text().replace("Quando chiude?", "Quando riapre?")
    shelf.path.write_text(text)
    (found,) = shelf.check(asking(NONE), page_of, 1)
    assert not found.changed
    assert check_record(found)["before"]["status"] == "answered"


def test_a_removed_question_is_forgotten(shelf: GoldShelf) -> None:
    shelf.add(CASE)
    shelf.check(asking(GIVEN), page_of, 1)
    shelf.remove("g1")
    assert shelf.remembered() == (1, {})


def test_adding_remembers_without_hiding_what_others_wait_for(shelf: GoldShelf) -> None:
    first = shelf.add(CASE)
    shelf.remember(first, GIVEN, 5)
    second = shelf.add(replace(CASE, question="Chi?"))
    shelf.remember(second, NONE, 6)
    version, answers = shelf.remembered()
    assert (version, set(answers)) == (5, {"g1", "g2"})


def test_a_write_that_fails_leaves_the_old_file(
    shelf: GoldShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.add(CASE)
    before = shelf.path.read_bytes()

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.gold.os.fsync", fail)
    with pytest.raises(Exception, match="non si scrive"):
        shelf.add(CASE)
    assert shelf.path.read_bytes() == before
    assert [one.id for one in shelf.cases()] == ["g1"]


def test_two_at_once_take_turns(shelf: GoldShelf, tmp_path: Path) -> None:
    other = FolderLock(tmp_path, "gold")
    other.acquire(0)
    shelf.wait_seconds = 0.05
    with pytest.raises(Locked):
        shelf.add(CASE)
    other.release()
    assert shelf.add(CASE).id == "g1"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"library_version": 1, "answers": {"a": 3}}'])
def test_broken_answers_are_told(shelf: GoldShelf, tmp_path: Path, text: str) -> None:
    shelf.add(CASE)
    (tmp_path / "gold-answers.json").write_text(text)
    with pytest.raises(Damaged, match="gold check"):
        shelf.remembered()


# --- the commands -----------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]
CALL = "# Bando\n\nIl bando per l'innovazione chiude il 5 marzo 2026 alle ore 16.\n"
LATER = (
    "# Quando chiude il bando per l'innovazione\n\n"
    "Il bando per l'innovazione chiude il 9 aprile 2026 alle ore 12.\n"
)
ASKED = "Quando chiude il bando per l'innovazione?"


@pytest.fixture
def ctl(run_ctl: Run) -> Run:
    """Runs a command on a library of one call."""
    Path("bando.md").write_text(CALL)
    assert run_ctl("ingest", "bando.md")[0] == 0
    return run_ctl


def test_the_commands_keep_and_check_questions(ctl: Run) -> None:
    code, out, err = ctl("gold", "add", ASKED, "--keyword", "5 marzo", "--document", "bando.md")
    assert (code, err) == (0, "")
    assert out.startswith(f"g1: {ASKED}")
    (line,) = json.loads(ctl("gold", "list", "--json")[1])
    assert (line["keywords"], line["documents"]) == (["5 marzo"], ["bando.md"])
    code, out, err = ctl("gold", "check", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["asked"], found["right"]) == (1, 1)
    assert set(found["questions"][0]) >= {"id", "question", "right", "changed", "before", "now"}
    assert not found["questions"][0]["changed"]
    assert "1 domande" in ctl("gold", "list")[1]
    assert ctl("gold", "remove", "g1")[0] == 0
    assert json.loads(ctl("gold", "list", "--json")[1]) == []


def test_a_question_keeps_its_language_and_is_asked_without_a_model(
    ctl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def note(self: Desk, _question: Question, *, with_model: bool = True) -> Answer:
        asked.append(with_model)
        return replace(NONE, lang="en")

    monkeypatch.setattr(Desk, "ask", note)
    ctl("gold", "add", "When does the call close?")
    ctl("gold", "check")
    assert asked == [False, False]
    assert json.loads(ctl("gold", "list", "--json")[1])[0]["lang"] == "en"


def test_a_wrong_answer_fails_the_check(ctl: Run) -> None:
    ctl("gold", "add", ASKED, "--keyword", "31 dicembre")
    code, out, _ = ctl("gold", "check")
    assert code == 1
    assert "SBAGLIATA g1" in out
    assert "manca: 31 dicembre" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("add", " "), 2, "vuota"),
        (("add", "Chi?", "--status", "forse"), 2, "forse"),
        (("add", "Chi?", "--document", "manca.pdf"), 1, "manca.pdf"),
        (("remove", "g7"), 1, "g7"),
        (("inventa",), 2, "inventa"),
    ],
)
def test_wrong_use_is_told(ctl: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    found = ctl("gold", *arguments)
    assert (found[0], found[1]) == (code, "")
    assert words in found[2]
    assert not Path("library/gold.jsonl").exists()


def test_an_ingest_tells_changed_answers(ctl: Run) -> None:
    ctl("gold", "add", ASKED)
    same = json.loads(ctl("ingest", "bando.md", "--json")[1])
    assert "gold" not in same  # the library has not changed
    Path("bando.md").write_text(LATER)
    code, out, err = ctl("ingest", "bando.md", "--json")
    assert code == 0
    (changed,) = json.loads(out)["gold"]["changed"]
    assert "5 marzo" in changed["before"]["sentences"][0]
    assert "9 aprile" in changed["now"]["sentences"][0]
    assert err.startswith("ctl: risposta cambiata – g1")
    assert err.count("\n") == 1
    Path("altro.md").write_text("# Pane\n\nIl pane si fa con la farina e si cuoce nel forno.\n")
    code, out, err = ctl("ingest", "altro.md", "--json")
    assert (json.loads(out)["gold"]["changed"], err) == ([], "")


def test_without_gold_questions_an_ingest_says_nothing_of_them(ctl: Run) -> None:
    Path("bando.md").write_text(LATER)
    code, out, err = ctl("ingest", "bando.md", "--json")
    assert (code, err) == (0, "")
    assert "gold" not in json.loads(out)


def test_gold_questions_wait_for_the_vectors(ctl: Run) -> None:
    ctl("gold", "add", ASKED)
    Path("bando.md").write_text(LATER)
    code, out, err = ctl("ingest", "bando.md", "--words-only", "--json")
    assert (code, json.loads(out)["gold"]["asked"]) == (0, 0)
    assert "rimandate" in err
    code, out, _ = ctl("ingest", "bando.md", "--json")  # unchanged, but now the vectors are there
    assert len(json.loads(out)["gold"]["changed"]) == 1


@pytest.mark.parametrize("broken", ["gold.jsonl", "gold-answers.json"])
def test_broken_gold_files_never_fail_an_ingest(ctl: Run, broken: str) -> None:
    ctl("gold", "add", ASKED)
    (Path("library") / broken).write_text("{")
    Path("bando.md").write_text(LATER)
    code, out, err = ctl("ingest", "bando.md", "--json")
    record = json.loads(out)
    assert (code, record["totals"]["updated"]) == (0, 1)
    assert record["gold"]["error"]
    assert "non rifatte" in err


def test_an_answer_that_breaks_never_fails_an_ingest(
    ctl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctl("gold", "add", ASKED)

    def fail(*_arguments: object, **_options: object) -> Answer:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("assistant.desk.Desk.ask", fail)
    Path("bando.md").write_text(LATER)
    code, out, _ = ctl("ingest", "bando.md", "--json")
    assert (code, json.loads(out)["gold"]["error"]) == (0, "x")
