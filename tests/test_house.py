"""The house keeps its own rules: sizes, imports, texts, and documents that agree with the code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml

from assistant.cli import app
from assistant.types import AnswerStatus, NoteKind
from assistant.ui.texts import texts_for
from corpus.settings import SettingOrigin, Settings, list_settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "corpus", "ingest")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tool(*arguments: str) -> None:
    """Run a tool of this environment; its output is the failure."""
    script = Path(sys.executable).with_name(arguments[0])
    run = subprocess.run(
        [str(script), *arguments[1:]], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]


def tracked() -> list[Path]:
    """Every text file that is or would be committed."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    found = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in found if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


# --- sizes ---------------------------------------------------------------------------------


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a module with the lines of its body, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            yield node.name, lines


def test_files_have_at_most_400_lines() -> None:
    lengths = {name_of(path): path.read_text("utf-8").count("\n") for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_bodies_have_at_most_60_lines() -> None:
    bodies = {f"{name_of(p)}:{name}": lines for p in MODULES for name, lines in functions(p)}
    assert {name: lines for name, lines in bodies.items() if lines > 60} == {}


@pytest.mark.parametrize(
    ("name", "most"),
    [("README.md", 200), *((f"{package}/README.md", 60) for package in PACKAGES)],
)
def test_readmes_are_short(name: str, most: int) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").count("\n") <= most


# --- what the code has, the documents name ----------------------------------------------------


def test_every_module_says_what_it_owns_and_is_on_the_map() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), name_of(path)
    missing = [
        name_of(path)
        for path in MODULES
        if path.name != "__init__.py" and f"`{path.name}`" not in guide
    ]
    assert missing == [], "place these in CONTRIBUTING.md's map"
    known = {path.name for path in MODULES} | {"app.py"}
    tables = "\n".join(line for line in guide.splitlines() if line.startswith("| "))
    gone = {name for name in re.findall(r"`(\w+\.py)`", tables) if name not in known}
    assert gone == set(), "these are on CONTRIBUTING.md's map and not in the code"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_stands_in_readme(name: str) -> None:
    command = typer.main.get_command(app).commands[name]
    assert command.help, f"ctl {name} has no help"
    options = [one for one in command.params if one.name != "help"]
    assert all(getattr(one, "help", None) for one in options), f"ctl {name}: options without help"
    assert f"| `ctl {name}" in README


def test_readme_lists_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"^\| `ctl ([a-z-]+)", README, re.MULTILINE)) <= set(COMMANDS)


def test_every_status_and_note_has_its_texts() -> None:
    for texts in (texts_for("it"), texts_for("en")):
        assert set(texts.status) == set(AnswerStatus)
        assert set(texts.notes) == set(NoteKind)
        assert all(one.label and one.tone for one in texts.status.values())


def listed_settings() -> list[SettingOrigin]:
    return list_settings(Settings(), {})


def test_every_setting_is_in_env_example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    wanted = [f"#{one.names[0]}={one.value}" for one in listed_settings()]
    assert [line for line in lines if re.match(r"#[A-Z_]+=", line)] == wanted
    bare = [one for one in wanted if not lines[lines.index(one) - 1].startswith("# ")]
    assert bare == [], "each key has one line above it that says what it is"


def test_every_make_target_that_readme_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", README + guide, re.MULTILINE)) <= targets


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_to_files(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [one for one in links if ":" not in one and not (ROOT / one).is_file()] == []


def test_readme_counts_the_shipped_documents() -> None:
    shipped = len(list((ROOT / "corpus" / "documents").glob("*.pdf")))
    publiccode = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert f"i {shipped} documenti di `corpus/documents`" in README
    assert f"the {shipped} shipped documents" in " ".join(README.split())
    assert f"{shipped} schede redazionali" in " ".join(publiccode.split())
    assert f"{shipped} editorial sheets" in " ".join(publiccode.split())


# --- the conventions of Italian public software --------------------------------------------


def test_publiccode_is_complete() -> None:
    """The mandatory keys of the standard (0.4), and their limits."""
    record = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    mandatory = {"publiccodeYmlVersion", "name", "url", "releaseDate", "platforms", "categories"}
    mandatory |= {"developmentStatus", "softwareType", "description", "legal", "maintenance"}
    mandatory |= {"localisation"}
    assert mandatory <= set(record)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", record["releaseDate"])
    assert record["legal"]["license"] == "EUPL-1.2"
    assert record["maintenance"]["contacts"][0]["name"]
    assert set(record["localisation"]["availableLanguages"]) == {"it", "en"}
    for described in record["description"].values():
        assert len(described["shortDescription"]) <= 150
        assert 150 <= len(described["longDescription"]) <= 10_000
        assert described["features"]
        assert all((ROOT / one).is_file() for one in described["screenshots"])


def test_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert all(re.search(rf"^{article}\.[A-Z]", text, re.MULTILINE) for article in range(1, 16))
    assert "Appendix\n" in text
    assert text.endswith("require the production of a new EUPL version.\n")


# --- tools ---------------------------------------------------------------------------------


def test_no_path_of_a_machine_is_committed() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt|opt)/[\w.-]|[A-Z]:\\Users\\")
    allowed = {"tests/test_house.py", "requirements.lock"}
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in tracked()
        if name_of(path) not in allowed
        and (match := pattern.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


def test_imports_keep_the_house_rules() -> None:
    tool("lint-imports", "--no-cache")


def test_style_is_kept() -> None:
    tool("ruff", "check", "--no-cache", ".")
    tool("ruff", "format", "--check", "--no-cache", ".")
