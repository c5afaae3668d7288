"""What the commands share: options, settings, output."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import InputError, SettingsError

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.types import Filters
    from corpus.settings import Settings

LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="Cartella della biblioteca (CTL_LIBRARY).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Un solo documento JSON su stdout.")]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="Righe JSON in ingresso.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Righe JSON in uscita.")]
KindOption = Annotated[str | None, typer.Option("--kind", help="Solo documenti di questo tipo.")]
AuthorityOption = Annotated[
    str | None, typer.Option("--authority", help="Solo documenti di questa autorità.")
]
ClusterOption = Annotated[str | None, typer.Option("--cluster", help="Solo questo cluster.")]
ActOption = Annotated[str | None, typer.Option("--act", help="Solo documenti di questo atto.")]
SinceOption = Annotated[str | None, typer.Option("--since", help="Atti dal giorno AAAA-MM-GG.")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Atti fino al giorno AAAA-MM-GG.")]
DocumentOption = Annotated[
    str | None, typer.Option("--document", help="Solo questo documento (id o fonte).")
]

_HALF = re.compile("[\ud800-\udfff]")
_chosen: dict[str, Path] = {}


def set_library(library: Path | None) -> None:
    """Note the library named before the command."""
    if library is not None:
        _chosen["library"] = library


def given_settings(library: Path | None, **sections: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The sections that the command line sets."""
    chosen = library or _chosen.get("library")
    given = {name: values for name, values in sections.items() if values}
    if chosen is not None:
        given["paths"] = {"library": chosen}
    return given


def read_settings(library: Path | None, **sections: dict[str, Any]) -> "Settings":
    """The settings with what the command line sets."""
    from corpus.settings import load_settings

    return load_settings(**given_settings(library, **sections))


@contextmanager
def open_desk_for(library: Path | None, *, create: bool = False) -> Iterator["Desk"]:
    """The desk on the library named, closed at the end."""
    from assistant.desk import open_desk

    desk = open_desk(read_settings(library), create=create)
    try:
        yield desk
    finally:
        desk.close()


def read_day(name: str, text: str | None) -> date | None:
    """A day written YYYY-MM-DD; raises `SettingsError`."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{name}: «{text}» non è una data.", "Scriverla AAAA-MM-GG.") from error


def make_filters(texts: dict[str, str | None], since: str | None, until: str | None) -> "Filters":
    """The filters of `search` and `ask`; raises `SettingsError` for a value that is none."""
    from assistant.types import Filters
    from corpus.types import Authority, Kind

    for name, allowed in (("kind", Kind), ("authority", Authority)):
        value = texts.get(name)
        if value is not None and value not in [one.value for one in allowed]:
            choices = ", ".join(one.value for one in allowed)
            raise SettingsError(f"--{name}: «{value}» non esiste.", f"Valori: {choices}.")
    return Filters(since=read_day("--since", since), until=read_day("--until", until), **texts)


def to_json(record: Any, indent: int | None = None) -> str:
    """JSON as text that can be written: half a surrogate pair stays escaped."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    return _HALF.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def print_json(record: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(to_json(record, indent=1) + "\n")


@contextmanager
def writing_to(path: Path) -> Iterator[IO[str]]:
    """A file open for writing; raises `InputError` where it cannot be written."""
    try:
        with path.open("w", encoding="utf-8") as writing:
            yield writing
    except OSError as error:
        raise InputError(
            f"«{path}» non si scrive: {error.strerror}.", "Indicare un altro file."
        ) from error


@contextmanager
def showing_progress(label: str) -> Iterator[Callable[..., None]]:
    """A bar on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done, _all, _name="": None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total, _name="": bar.update(task, completed=done, total=total)


def say(text: str) -> None:
    """A line for people on stdout."""
    sys.stdout.write(text + "\n")


def advise(text: str) -> None:
    """A line for people on stderr."""
    sys.stderr.write(f"ctl: {text}\n")


def run_batch(
    batch: Path, out: Path | None, answer_line: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Answer each JSON line of `batch` with one line in `out`, in order.

    Raises `InputError` naming the first line that is no JSON object.
    """
    if out is None:
        raise SettingsError("--batch chiede anche --out.", "Indicare il file di uscita.")
    try:
        lines = batch.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"«{batch}» non si legge: {error}.", "Controllare il file.") from error
    with writing_to(out) as writing:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
            except ValueError as error:
                raise InputError(
                    f"{batch}, riga {number}: non è JSON ({error}).", "Correggere la riga."
                ) from error
            if not isinstance(asked, dict):
                raise InputError(f"{batch}, riga {number}: non è un oggetto.", "Correggerla.")
            writing.write(to_json(answer_line(asked)) + "\n")
