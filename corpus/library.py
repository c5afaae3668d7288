"""The library: records are the truth, words and vectors follow them, originals are kept whole.

A document is written in three steps under the `write` lock – its rows as pending, its words, then
the mark that lists it – so that a kill between any two loses nothing that was confirmed and the
next writer clears away what was not.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.broker import Near
from corpus.claim_records import ClaimRecords, put_claims
from corpus.claims import Acquisition, Claims
from corpus.embedder import Embedder
from corpus.errors import Damaged, Locked, NotHeld
from corpus.lexical import WordIndex
from corpus.locks import FolderLock
from corpus.meaning import Meaning
from corpus.originals import Originals
from corpus.records import LEAVING, LISTED, PENDING, Records, open_records
from corpus.settings import RetrievalSettings
from corpus.tables import drop_document, redescribe, set_authority
from corpus.types import Authority, Document, DocumentState, Page
from corpus.vectors import VectorIndex


class Library:
    """One library folder, open for reading; writes take the `write` lock by themselves."""

    def __init__(self, folder: Path, records: Records, settings: RetrievalSettings) -> None:
        """Use `open_library` instead."""
        self.folder = folder
        self.records = records
        self.claims = ClaimRecords(records)
        self._settings = settings
        self._words: WordIndex | None = None
        self._words_version = -1
        self.originals = Originals(folder / "originals")
        self.meaning = Meaning(folder, records, settings)
        self.store = self.meaning.store
        self._guard = threading.RLock()
        self._writing = threading.Lock()

    def close(self) -> None:
        """Free files, locks and the socket."""
        self.meaning.close()
        self.records.close()

    # --- reading --------------------------------------------------------------------------

    def version(self) -> int:
        """The library's version; grows with every change that readers can see."""
        return self.records.version()

    def page(self, document_id: str, number: int) -> Page:
        """One page of a listed document; raises `NotHeld`."""
        if page := self.records.page(document_id, number):
            return page
        raise NotHeld(
            f"Il documento {document_id} non ha una pagina {number}.",
            "`ctl documents` dice quante pagine ha ciascun documento.",
        )

    def original(self, document: Document) -> Path:
        """The file with the bytes as they came; raises `Damaged` where it is gone."""
        path = self.originals.path(document.sha256)
        if not path.is_file():
            raise Damaged(
                f"Manca l'originale di «{document.source}».",
                "Eseguire di nuovo `ctl ingest` sul documento.",
            )
        return path

    def documents(self) -> list[DocumentState]:
        """All listed documents, by source."""
        passages = self.records.passage_counts()
        vectors = self.store.counts()
        return [
            DocumentState(document, passages.get(document.id, 0), vectors.get(document.id, 0))
            for document in self.records.documents()
        ]

    def words(self) -> WordIndex:
        """The word search, showing the present version of the library."""
        with self._guard:
            version = self.records.version()
            if self._words is None:
                self._catch_up_if_free()
                self._words = WordIndex(self.folder / "words")
            elif version != self._words_version:
                self._words.refresh()
            self._words_version = version
            return self._words

    def forget_words(self) -> None:
        """Open the word index anew at the next search."""
        self._words = None

    # --- vectors --------------------------------------------------------------------------

    def embedder(self) -> Embedder:
        """The embedder of this process; raises `EmbeddingChanged` where the vectors are not its."""
        return self.meaning.embedder()

    def hold_vectors(self) -> VectorIndex | None:
        """Open Chroma in this process if no other holds it; others then ask through us."""
        return self.meaning.hold()

    def release_vectors(self) -> None:
        """Close Chroma and give the `vectors` lock back."""
        self.meaning.release()

    def nearest(self, text: str, limit: int, documents: Sequence[str] | None = None) -> Near:
        """The question's vector and the nearest passages; see `Meaning.nearest` for what fails."""
        return self.meaning.nearest(text, limit, documents)

    def missing_vectors(self) -> tuple[list[int], list[int]]:
        """Passages (without vectors, with vectors but gone)."""
        return self.meaning.missing()

    def fill_vectors(
        self,
        stopped: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> bool:
        """Make the vectors that are missing and drop those that are stale.

        False where another process holds the vectors: it then does this itself.
        """
        return self.meaning.fill(stopped, progress)

    # --- writing --------------------------------------------------------------------------

    def add(self, batch: Sequence[Acquisition]) -> int:
        """Put documents on the shelf, all or none listed; gives the library's version after it.

        A document that stood at the same place before is replaced whole. Raises `Locked`.
        """
        with self.write_lock():
            self.catch_up()
            for one in batch:
                self.originals.keep(one.document.sha256, one.original)
            with self.records.writing() as connection:
                fresh = [
                    (one, self.records.add_pending(connection, one.document, one.pages, one.chunks))
                    for one in batch
                ]
                for one in batch:
                    put_claims(connection, one.document.id, one.claims, one.rules)
                    self.claims.carry_corrections(connection, one.document)
            displaced = self._displaced(batch)
            words = WordIndex(self.folder / "words", create=True)
            for one, chunks in fresh:
                words.add(one.document, chunks)
            words.commit()
            with self.records.writing() as connection:
                for one in batch:
                    self.records.set_source(connection, one.identity, one.source, one.document.id)
                    self.records.release(connection, one.identity)
                version = self.records.list_documents(
                    connection, [one.document.id for one in batch]
                )
                for document_id in displaced:
                    self.records.mark_leaving(connection, document_id)
            words.set_reflects(version)
            return self._remove_leaving() if displaced else version

    def _displaced(self, batch: Sequence[Acquisition]) -> list[str]:
        """Documents that lose their last place to a document of the batch."""
        names = self.records.source_names()
        after = {identity: owner for identity, (_, owner) in names.items()}
        after.update({one.identity: one.document.id for one in batch})
        before = {names[one.identity][1] for one in batch if one.identity in names}
        return sorted(before - set(after.values()))

    def add_source(self, document_id: str, identity: str, source: str) -> list[str]:
        """Note that a held document also stands elsewhere; gives documents displaced by that."""
        with self.write_lock():
            self.catch_up()
            with self.records.writing() as connection:
                old = self.records.set_source(connection, identity, source, document_id)
                self.records.release(connection, identity)
                gone = [old] if old and not self.records.has_sources(connection, old) else []
                for leaving in gone:
                    self.records.mark_leaving(connection, leaving)
            if gone:
                self._remove_leaving()
            return gone

    def remove(self, document_ids: Sequence[str]) -> int:
        """Take documents out of records, words and originals; vectors follow.

        They stop being found at once. Gives the library's version after it.
        """
        with self.write_lock():
            self.catch_up()
            with self.records.writing() as connection:
                for document_id in document_ids:
                    self.records.mark_leaving(connection, document_id)
            return self._remove_leaving()

    def forget_source(self, identity: str) -> str | None:
        """Forget a place; the id of the document that went with its last place, if one did."""
        with self.write_lock():
            self.catch_up()
            owner = self.records.source_owner(identity)
            with self.records.writing() as connection:
                self.records.drop_source(connection, identity)
                if owner is None or self.records.has_sources(connection, owner):
                    return None
                self.records.mark_leaving(connection, owner)
            self._remove_leaving()
            return owner

    def set_authority(self, document_id: str, authority: Authority) -> None:
        """Declare the standing of a held document anew."""
        with self.write_lock(), self.records.writing() as connection:
            set_authority(connection, document_id, authority)

    def recatalogue(
        self, document: Document, claims: Claims, acts: Mapping[int, str | None], rules: int
    ) -> None:
        """Write anew what a held document is and says; `acts` are the acts of its passages."""
        with self.write_lock():
            self.catch_up()
            with self.records.writing() as connection:
                redescribe(connection, document, acts)
                put_claims(connection, document.id, claims, rules)
                self.records.list_documents(connection, [document.id])
            self.catch_up()

    def release(self, identity: str) -> None:
        """Take a place out of quarantine."""
        with self.records.writing() as connection:
            self.records.release(connection, identity)

    @contextmanager
    def write_lock(self) -> Iterator[None]:
        """Hold the `write` lock, between the threads of this process and between processes."""
        wait = self._settings.wait_seconds
        if not self._writing.acquire(timeout=max(wait, 0.001)):
            raise Locked("Un'altra scrittura è in corso.", "Attendere e ripetere il comando.")
        lock = FolderLock(self.folder, "write")
        try:
            lock.acquire(wait)
            try:
                yield
            finally:
                lock.release()
        finally:
            self._writing.release()

    def _remove_leaving(self) -> int:
        leaving = self.records.documents(LEAVING)
        words = WordIndex(self.folder / "words", create=True)
        for document in leaving:
            words.remove(document.id)
        words.commit()
        with self.records.writing() as connection:
            version = self.records.remove_documents(connection, [one.id for one in leaving])
        words.set_reflects(version)
        self.originals.drop([one.id for one in leaving])
        return version

    def _catch_up_if_free(self) -> None:
        index = self.folder / "words"
        if index.is_dir() and WordIndex(index).reflects == self.records.version():
            return
        lock = FolderLock(self.folder, "write")
        if lock.try_acquire():
            try:
                self.catch_up()
            finally:
                lock.release()

    def catch_up(self) -> None:
        """Clear what a killed writer left and bring the words to the records' version."""
        pending = self.records.documents(PENDING)
        if pending:
            with self.records.writing() as connection:
                for document in pending:
                    drop_document(connection, document.id)
        if self.records.documents(LEAVING):
            self._remove_leaving()
        words = WordIndex(self.folder / "words", create=True)
        version, reflects = self.records.version(), words.reflects
        if not 0 <= reflects <= version:
            self.rebuild_words()
            return
        if reflects == version and not pending:
            return
        listed, removed = self.records.changes_since(reflects)
        for document_id in [*removed, *(one.id for one in pending)]:
            words.remove(document_id)
        for document in self.records.documents_by_id(listed).values():
            words.add(document, self.records.chunks_of(document.id))
        words.commit()
        words.set_reflects(version)

    def rebuild_words(self) -> None:
        """Make the word index again from the records (under the `write` lock)."""
        words = WordIndex(self.folder / "words", create=True)
        version = self.records.version()
        words.clear()
        for document in self.records.documents(LISTED):
            words.add(document, self.records.chunks_of(document.id))
        words.commit()
        words.set_reflects(version)

    def restore_original(self, document: Document, data: bytes) -> None:
        """Keep the bytes of a held document again where they are gone or altered."""
        if self.originals.digest(document.sha256) != document.sha256:
            with self.write_lock():
                self.originals.keep(document.sha256, data)


def open_library(folder: Path, settings: RetrievalSettings, *, create: bool = False) -> Library:
    """Open the library in `folder`; raises `NotBuilt` where there is none and not `create`."""
    records = open_records(folder, create=create)
    (folder / "originals").mkdir(exist_ok=True)
    return Library(folder, records, settings)
