"""The prompts in `prompts/`: read, checked against their declared variables, and filled."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from corpus.errors import SettingsError

FOLDER = Path(__file__).parents[1] / "prompts"
_PARTS = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n+# system\n(.*?)\n# user\n(.*)\Z", re.DOTALL)
_KEYS = {"task": str, "version": str, "language": str, "variables": list, "reply": str}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told for one task; `label` is "task-language@version"."""

    task: str
    language: str
    version: str
    variables: tuple[str, ...]
    reply: str
    system: str
    user: str

    @property
    def label(self) -> str:
        """Name and version, as written into answers."""
        return f"{self.task}-{self.language}@{self.version}"

    def fill(self, **values: str) -> list[tuple[str, str]]:
        """The messages (role, words); raises `KeyError` where a variable is missing or unknown."""
        if set(values) != set(self.variables):
            raise KeyError(f"{self.label}: {sorted(set(values) ^ set(self.variables))}")
        return [
            ("system", Template(self.system).substitute(values)),
            ("user", Template(self.user).substitute(values)),
        ]


def read_prompt(path: Path) -> Prompt:
    """The prompt of a file; raises `SettingsError` where it is malformed.

    Every variable must be declared, and every declared one used.
    """
    try:
        text = path.read_text(encoding="utf-8")
        parts = _PARTS.match(text)
        header = tomllib.loads(parts[1]) if parts else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, str(error)) from error
    if parts is None:
        raise _wrong(path, "mancano +++, # system o # user")
    _check_header(path, header)
    used = set()
    for template in (Template(parts[2]), Template(parts[3])):
        if not template.is_valid():
            raise _wrong(path, "un $ non introduce una variabile")
        used |= set(template.get_identifiers())
    declared = set(header["variables"])
    if used != declared:
        names = ", ".join(sorted(used ^ declared))
        raise _wrong(path, f"variabili non dichiarate o non usate: {names}")
    return Prompt(
        task=header["task"],
        language=header["language"],
        version=header["version"],
        variables=tuple(header["variables"]),
        reply=header["reply"],
        system=parts[2].strip(),
        user=parts[3].strip(),
    )


def _check_header(path: Path, header: Mapping[str, object]) -> None:
    if set(header) != set(_KEYS):
        raise _wrong(path, f"chiavi {sorted(set(header) ^ set(_KEYS))}")
    for key, kind in _KEYS.items():
        if not isinstance(header[key], kind):
            raise _wrong(path, f"{key} non è del tipo giusto")
    if path.stem != f"{header['task']}-{header['language']}":
        raise _wrong(path, "il nome del file non è compito-lingua.md")


@cache
def load_prompts(folder: Path = FOLDER) -> Mapping[tuple[str, str], Prompt]:
    """All prompts by task and language; raises `SettingsError` naming the first wrong file."""
    prompts = [read_prompt(path) for path in sorted(folder.glob("*.md"))]
    return {(one.task, one.language): one for one in prompts}


def _wrong(path: Path, why: str) -> SettingsError:
    return SettingsError(f"prompts/{path.name}: {why}.", "Correggere il file.")
