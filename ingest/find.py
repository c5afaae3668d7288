"""Finds every file and address that is offered, and gives each the name the library shows."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from corpus.errors import InputError
from corpus.library import Library
from corpus.types import Authority
from ingest.fetch import Address, read_address_list


@dataclass(frozen=True, slots=True)
class Found:
    """A file or address to be read: where it is, and how the library will call it."""

    identity: str
    source: str
    path: Path | None = None
    address: Address | None = None
    fault: InputError | None = None


def place_of(path: Path) -> str:
    """A path as text that a database takes; a name that is no text is quoted byte by byte."""
    text = str(path)
    return text if _is_text(text) else "file:" + quote(os.fsencode(text))


def path_of(identity: str) -> Path:
    """The path behind `place_of`."""
    if identity.startswith("file:"):
        return Path(os.fsdecode(unquote_to_bytes(identity.removeprefix("file:"))))
    return Path(identity)


def _is_text(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def find_files(offered: Sequence[str], library: Library, *, retry: bool = False) -> Iterator[Found]:
    """Every file and address offered, once each, in a fixed order; `retry` adds the quarantined.

    Something offered that does not exist comes too, to be reported as such.
    """
    known = {place: source for place, (source, _) in library.records.source_names().items()}
    names = {source: place for place, source in known.items()}
    seen: set[str] = set()
    for one in _offers(offered, library, retry=retry):
        if one.identity in seen:
            continue
        seen.add(one.identity)
        source = known.get(one.identity) or _unique(one, names)
        names[source] = one.identity
        yield replace(one, source=source)


def _offers(offered: Sequence[str], library: Library, *, retry: bool) -> Iterator[Found]:
    for name in offered:
        if re.match(r"https?://", name):
            yield Found(name, name, address=Address(name))
            continue
        path = absolute(name)
        if path.is_dir():
            yield from _folder(path, library.folder)
        elif path.suffix == ".toml" and path.is_file():
            yield from _listed(path)
        elif path.exists() or path.is_symlink():
            yield Found(place_of(path), _shown(path, path.parent), path)
        else:
            yield Found(place_of(path), _printable(name), path)
    if retry:
        for entry in library.records.quarantined():
            if re.match(r"https?://", entry.identity):
                standing = Authority(entry.authority) if entry.authority else None
                address = Address(entry.identity, standing, entry.sha256)
                yield Found(entry.identity, entry.source, address=address)
            else:
                yield Found(entry.identity, entry.source, path_of(entry.identity))


def absolute(name: str) -> Path:
    """The absolute path of something offered, the same however it is spelt."""
    path = Path(name).absolute()
    return Path(os.path.realpath(path)) if ".." in path.parts else path


def _listed(path: Path) -> Iterator[Found]:
    """The addresses of a list; a list that is none comes as itself, with its fault."""
    try:
        for address in read_address_list(path):
            yield Found(address.url, address.url, address=address)
    except InputError as error:
        yield Found(place_of(path), _shown(path, path.parent), path, fault=error)


def _folder(top: Path, own: Path) -> Iterator[Found]:
    """Every file under a folder; links to folders and the library itself are not followed.

    A folder that cannot be looked into comes as one entry with its fault.
    """
    closed: list[OSError] = []
    own = Path(os.path.realpath(own))
    for where, folders, files in os.walk(top, onerror=closed.append):
        folders[:] = sorted(name for name in folders if Path(os.path.realpath(where), name) != own)
        for name in sorted(files):
            path = Path(where, name)
            yield Found(place_of(path), _shown(path, top.parent), path)
    for error in closed:
        path = Path(str(error.filename))
        fault = InputError(
            f"La cartella non si legge: {error.strerror}.", "Controllare i permessi."
        )
        yield Found(place_of(path), _shown(path, top.parent), path, fault=fault)


def _shown(path: Path, parent: Path) -> str:
    """The path from `parent`, with bytes that are no text made visible."""
    return _printable(str(path.relative_to(parent)))


def _printable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _unique(one: Found, names: dict[str, str]) -> str:
    """The source's name, with more of its path where another place has the same."""
    if names.get(one.source, one.identity) == one.identity or one.path is None:
        return one.source
    parts = Path(_printable(str(one.path))).parts
    for count in range(len(Path(one.source).parts) + 1, len(parts) + 1):
        longer = "/".join(parts[-count:]).replace("//", "/")
        if names.get(longer, one.identity) == one.identity:
            return longer
    return one.identity
