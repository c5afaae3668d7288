"""Finds every file and address that is offered, and gives each the name the library shows."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.library import Library
from ingest.fetch import Address, read_address_list


@dataclass(frozen=True, slots=True)
class Found:
    """A file or address to be read: where it is, and how the library will call it."""

    identity: str
    source: str
    path: Path | None = None
    address: Address | None = None


def find_files(offered: Sequence[str], library: Library, *, retry: bool = False) -> Iterator[Found]:
    """Every file and address offered, once each, in a fixed order; `retry` adds the quarantined.

    Something offered that does not exist comes too, to be reported as such.
    """
    names = {source: identity for identity, (source, _) in library.records.source_names().items()}
    seen: set[str] = set()
    for one in _offers(offered, library, retry=retry):
        if one.identity in seen:
            continue
        seen.add(one.identity)
        source = _unique(one, names)
        names[source] = one.identity
        yield replace(one, source=source)


def _offers(offered: Sequence[str], library: Library, *, retry: bool) -> Iterator[Found]:
    for name in offered:
        if re.match(r"https?://", name):
            yield Found(name, name, address=Address(name))
            continue
        path = Path(name)
        if path.is_dir():
            yield from _folder(path)
        elif path.suffix == ".toml" and path.is_file():
            for address in read_address_list(path):
                yield Found(address.url, address.url, address=address)
        elif path.exists() or path.is_symlink():
            yield Found(str(path.absolute()), _shown(path, path.absolute().parent), path)
        else:
            yield Found(str(path.absolute()), name, path)
    if retry:
        for entry in library.records.quarantined():
            if re.match(r"https?://", entry.identity):
                yield Found(entry.identity, entry.source, address=Address(entry.identity))
            else:
                yield Found(entry.identity, entry.source, Path(entry.identity))


def _folder(folder: Path) -> Iterator[Found]:
    """Every file under a folder, links to folders not followed."""
    top = folder.absolute()
    for where, folders, files in os.walk(top):
        folders.sort()
        for name in sorted(files):
            path = Path(where, name)
            yield Found(str(path), _shown(path, top.parent), path)


def _shown(path: Path, parent: Path) -> str:
    """The path from `parent`, with bytes that are no text made visible."""
    relative = path.absolute().relative_to(parent)
    return os.fsencode(relative).decode("utf-8", "backslashreplace")


def _unique(one: Found, names: dict[str, str]) -> str:
    """The source's name, with more of its path where another place has the same."""
    if names.get(one.source, one.identity) == one.identity or one.path is None:
        return one.source
    parts = one.path.absolute().parts
    for count in range(len(Path(one.source).parts) + 1, len(parts) + 1):
        longer = "/".join(parts[-count:]).replace("//", "/")
        if names.get(longer, one.identity) == one.identity:
            return longer
    return str(one.path.absolute())
