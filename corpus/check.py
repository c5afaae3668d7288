"""Compares records, words, vectors and originals with one another, and repairs what is derived."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import Damaged, StoreError
from corpus.lexical import WordIndex
from corpus.library import Library
from corpus.records import PENDING, text_digest


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in one part of the library (contract: `faults` of `ctl check`)."""

    part: str
    what: str
    repaired: bool = False


def check_library(library: Library, *, repair: bool = False) -> list[Fault]:
    """All faults found; with `repair` words and vectors are made again from the records.

    Records and originals are the truth and cannot be made again: their faults stay.
    """
    damage = [Fault("records", line) for line in library.records.integrity()]
    if damage:
        return damage
    return [
        *_check_pages(library),
        *_check_claims(library),
        *_check_originals(library, repair=repair),
        *_check_words(library, repair=repair),
        *_check_vectors(library, repair=repair),
    ]


def _check_pages(library: Library) -> Iterator[Fault]:
    counted: dict[str, int] = {}
    for document_id, number, text, digest in library.records.page_digests():
        counted[document_id] = counted.get(document_id, 0) + 1
        if text_digest(text) != digest:
            yield Fault("pages", f"il testo della pagina {number} di {document_id} è alterato")
    for document in library.records.documents():
        if counted.get(document.id, 0) != document.pages:
            yield Fault(
                "pages",
                f"{document.id} ha {counted.get(document.id, 0)} pagine su {document.pages}",
            )


def _check_claims(library: Library) -> Iterator[Fault]:
    """Documents whose claims were never read, and claims that quote words beyond their page."""
    for document_id in library.claims.uncatalogued():
        yield Fault("claims", f"di {document_id} non è stato letto che cosa dice")
    for table, count in library.claims.beyond_pages().items():
        if count:
            yield Fault("claims", f"{count} righe di {table} citano parole fuori dalla pagina")


def _check_originals(library: Library, *, repair: bool) -> Iterator[Fault]:
    known = {document.sha256 for document in library.records.documents(PENDING)}
    for document in library.records.documents():
        known.add(document.sha256)
        digest = library.originals.digest(document.sha256)
        if digest is None:
            yield Fault("originals", f"manca l'originale di «{document.source}»")
        elif digest != document.sha256:
            yield Fault("originals", f"l'originale di «{document.source}» è alterato")
    for path in library.originals.all():
        if path.name in known:
            continue
        if repair:
            _drop_stray(library, path)
        yield Fault("originals", f"{path.name} non appartiene a nessun documento", repair)


def _check_words(library: Library, *, repair: bool) -> Iterator[Fault]:
    faults = list(_word_faults(library))
    if faults and repair:
        _repair_words(library)
        left = {fault.what for fault in _word_faults(library)}
        faults = [replace(fault, repaired=fault.what not in left) for fault in faults]
    yield from faults


def _word_faults(library: Library) -> list[Fault]:
    """What the words lack; looked at again where a writer has changed the library meanwhile."""
    faults: list[Fault] = []
    for _ in range(5):
        version = library.version()
        faults = list(_compare_words(library))
        if library.version() == version:
            break
    return faults


def _compare_words(library: Library) -> Iterator[Fault]:
    pending = {document.id for document in library.records.documents(PENDING)}
    try:
        index = WordIndex(library.folder / "words")
        held, reflects = index.counts(), index.reflects
    except (StoreError, ValueError, OSError) as error:
        yield Fault("words", f"l'indice delle parole non si legge: {error}")
        return
    version = library.version()
    if reflects != version:
        yield Fault("words", f"le parole mostrano la versione {reflects}, i dati la {version}")
    wanted = library.records.passage_counts()
    pending |= {document.id for document in library.records.documents(PENDING)}
    for document_id in sorted((wanted.keys() | held.keys()) - pending):
        found, expected = held.get(document_id, 0), wanted.get(document_id, 0)
        if found != expected:
            yield Fault("words", f"{document_id}: {found} passaggi su {expected}")


def _check_vectors(library: Library, *, repair: bool) -> Iterator[Fault]:
    faults = list(_vector_faults(library))
    if faults and repair and _repair_vectors(library):
        left = {fault.what for fault in _vector_faults(library)}
        faults = [replace(fault, repaired=fault.what not in left) for fault in faults]
    yield from faults


def _vector_faults(library: Library) -> Iterator[Fault]:
    try:
        missing, stale = library.missing_vectors()
    except StoreError as error:
        yield Fault("vectors", str(error))
        return
    if missing:
        yield Fault("vectors", f"{len(missing)} passaggi senza vettore")
    if stale:
        yield Fault("vectors", f"{len(stale)} vettori di passaggi che non ci sono più")
    try:
        held = library.hold_vectors()
    except StoreError as error:
        yield Fault("vectors", str(error))
        return
    if held is not None:
        chroma, store = held.ids(), library.store.ids()
        if chroma != store:
            yield Fault("vectors", f"Chroma ha {len(chroma)} passaggi, le frasi {len(store)}")


def _repair_words(library: Library) -> None:
    """Bring the words back in step with the records, from nothing if need be."""
    with library.write_lock():
        try:
            library.catch_up()
        except Damaged:
            shutil.rmtree(library.folder / "words", ignore_errors=True)
        library.rebuild_words()
    library.forget_words()


def _repair_vectors(library: Library) -> bool:
    """Make the vectors again where they are wrong; False where another process holds them."""
    try:
        held = library.hold_vectors()
        if held is not None and held.ids() != library.store.ids():
            held.drop(sorted(held.ids() ^ library.store.ids()))
    except Damaged:
        library.release_vectors()
        shutil.rmtree(library.folder / "vectors", ignore_errors=True)
        library.store.close()
    return library.fill_vectors()


def _drop_stray(library: Library, path: Path) -> None:
    """Delete a file among the originals that no document owns."""
    with library.write_lock():
        library.catch_up()
        if path.name not in {one.sha256 for one in library.records.documents()}:
            path.unlink(missing_ok=True)
