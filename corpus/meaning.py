"""Search by meaning over one library: who holds the vectors, how they are asked, filled, remade.

Vectors of another embedder are made beside the old ones, in a draft that survives a kill, and take
their place in one transaction; until then the library answers as before.
"""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.broker import Broker, Near, ask_broker
from corpus.embedder import Embedder
from corpus.embedder_choice import choose_embedder
from corpus.errors import Damaged, EmbeddingChanged, Locked, ModelUnavailable
from corpus.locks import FolderLock
from corpus.records import Records
from corpus.sentences import SentenceStore
from corpus.settings import RetrievalSettings
from corpus.types import Chunk, Document
from corpus.vectors import (
    FILL_BATCH,
    VectorIndex,
    embedder_of,
    make_vectors,
    recipe_of,
    retire_chroma,
)

_HOLDER_WAIT = 10.0
_EXACT_PASSAGES = 50_000
"""Up to so many a search over all vectors is faster than opening Chroma (measured: 20,000)."""

Progress = Callable[[int, int], None]
Stopped = Callable[[], bool]


class Meaning:
    """The vectors of one library folder, as this process sees them."""

    def __init__(self, folder: Path, records: Records, settings: RetrievalSettings) -> None:
        """Opens nothing yet."""
        self._folder = folder
        self._records = records
        self._settings = settings
        self.store = SentenceStore(folder / "vectors" / "sentences.sqlite")
        self.lock = FolderLock(folder, "vectors")
        self.held: VectorIndex | None = None
        self._broker: Broker | None = None
        self._embedder: Embedder | None = None
        self._guard = threading.RLock()

    def close(self) -> None:
        """Free files, the lock and the socket."""
        self.release()
        self.store.close()

    def made_by(self) -> str | None:
        """The id of the embedder that made the vectors held; None where none is held."""
        recipe = self.store.made_by()
        return None if recipe is None else embedder_of(recipe)

    def embedder(self) -> Embedder:
        """The embedder of this process, loaded at the first use; raises `EmbeddingChanged`."""
        with self._guard:
            made = self.made_by()
            if self._embedder is None or made not in (None, self._embedder.id):
                self._embedder = choose_embedder(self._settings, made, self._folder / "models")
            return self._embedder

    # --- holding and asking ---------------------------------------------------------------

    def hold(self) -> VectorIndex | None:
        """Open Chroma in this process if no other holds it; others then ask through us."""
        with self._guard:
            if self.held is not None:
                return self.held
            if not self.lock.try_acquire():
                return None
            try:
                self.held = VectorIndex(self._folder / "vectors", self.store, self.embedder())
                self._broker = Broker(self._folder, self._nearest_here)
            except BaseException:
                self.release()
                raise
            self.lock.describe(socket=str(self._broker.path))
            return self.held

    def release(self) -> None:
        """Close Chroma and give the `vectors` lock back."""
        with self._guard:
            if self._broker is not None:
                self._broker.close()
                self._broker = None
            if self.held is not None:
                self.held.close()
                self.held = None
            self.lock.release()

    def nearest(self, text: str, limit: int, documents: Sequence[str] | None = None) -> Near:
        """The question's vector and the nearest passages, whoever holds the vectors.

        With `documents` the search is exact over the passages of these documents. Raises
        `EmbeddingChanged` where the vectors are of another embedder, and `ModelUnavailable` where
        an endpoint is away or these vectors are being remade.
        """
        try:
            vector, hits = self._nearest_anywhere(text, limit)
        except EmbeddingChanged as error:
            if self.draft_recipe() is None:
                raise
            raise ModelUnavailable(
                "I vettori della biblioteca si stanno rifacendo.",
                "Attendere `ctl reembed`, o eseguirlo di nuovo se è stato interrotto.",
            ) from error
        if documents is not None:
            hits = self.store.nearest(vector, limit, documents)
        return vector, hits

    def _nearest_here(self, text: str, limit: int) -> Near:
        held = self.held
        if held is None:
            raise Locked("I vettori sono stati appena chiusi.", "Ripetere la domanda.")
        vector = held.embed_question(text)
        return vector, held.nearest(vector, limit)

    def _nearest_anywhere(self, text: str, limit: int) -> Near:
        """Ask this process's Chroma, else the holder's, else search the stored vectors exactly.

        Above `_EXACT_PASSAGES` this process opens Chroma itself once nobody holds it.
        """
        until = time.monotonic() + _HOLDER_WAIT
        while self.held is None:
            path = self.lock.holder().get("socket")
            if path and (near := ask_broker(str(path), text, limit)) is not None:
                return near
            large = self.store.count() > _EXACT_PASSAGES and time.monotonic() < until
            if not large:
                vector = self.embedder().queries([text])[0]
                return vector, self.store.nearest(vector, limit)
            if self.hold() is None:
                time.sleep(0.05)
        return self._nearest_here(text, limit)

    # --- filling --------------------------------------------------------------------------

    def missing(self, store: SentenceStore | None = None) -> tuple[list[int], list[int]]:
        """Passages (without vectors, with vectors but gone)."""
        held, wanted = (store or self.store).ids(), self._records.passage_ids()
        return sorted(wanted.keys() - held), sorted(held - wanted.keys())

    def fill(self, stopped: Stopped, progress: Progress) -> bool:
        """Make the vectors that are missing and drop those that are stale.

        False where another process holds the vectors: it then does this itself.
        """
        held = self.hold()
        if held is None:
            return False
        missing, stale = self.missing()
        if stale:
            held.drop(stale)
        chunks, documents = self._shelved(missing)
        for done in held.fill(chunks, documents.get, stopped):
            progress(done, len(chunks))
        return True

    def _shelved(self, passage_ids: Sequence[int]) -> tuple[list[Chunk], dict[str, Document]]:
        """The passages in order, and their documents by id."""
        found = self._records.chunks(passage_ids).values()
        chunks = sorted(found, key=lambda chunk: chunk.id or 0)
        owners = list(dict.fromkeys(chunk.document_id for chunk in chunks))
        return chunks, self._records.documents_by_id(owners)

    # --- remaking -------------------------------------------------------------------------

    @property
    def _draft_path(self) -> Path:
        return self._folder / "vectors" / "draft.sqlite"

    def draft_recipe(self) -> str | None:
        """By what vectors are being remade, now or by a `remake` that was interrupted."""
        draft = SentenceStore(self._draft_path)
        try:
            return draft.get_meta("embedder")
        finally:
            draft.close()

    def remake(self, stopped: Stopped, progress: Progress, *, whole: bool = False) -> int | None:
        """Make all vectors anew by the configured embedder; how many were made for that.

        None where they are of that embedder already and not `whole`: then only what is missing is
        made. Interrupted at any moment, the old vectors stay, or all are new; called again it goes
        on. Raises `Locked` where another process holds the vectors.
        """
        with self._guard:
            self.release()
            if not self.lock.try_acquire():
                who = self.lock.holder()
                raise Locked(
                    f"I vettori li tiene il processo {who.get('pid')} («{who.get('command')}»).",
                    "Chiudere la pagina o attendere, poi ripetere `ctl reembed`.",
                )
            try:
                made = self._remake(stopped, progress, whole=whole)
            finally:
                self.release()
        if not stopped():
            self.fill(stopped, progress)
        return made

    def _remake(self, stopped: Stopped, progress: Progress, *, whole: bool) -> int | None:
        embedder = choose_embedder(self._settings, None, self._folder / "models")
        draft, recipe = SentenceStore(self._draft_path), recipe_of(embedder)
        try:
            begun = _begun(draft)
            if self.made_by() in (None, embedder.id) and not whole and begun != recipe:
                draft.remove()
                return None
            if begun != recipe:
                draft.remove()
                draft.set_meta("embedder", recipe)
            count = self._fill_draft(draft, embedder, stopped, progress)
            if stopped():
                return count
            retire_chroma(self._folder / "vectors")
            self.store.replace_with(draft)
            self._embedder = embedder
            draft.remove()
            return count
        finally:
            draft.close()

    def _fill_draft(
        self, draft: SentenceStore, embedder: Embedder, stopped: Stopped, progress: Progress
    ) -> int:
        """Make the draft whole; documents may come and go meanwhile."""
        missing, stale = self.missing(draft)
        draft.drop(stale)
        chunks, documents = self._shelved(missing)
        shelved = [
            (chunk, documents[chunk.document_id])
            for chunk in chunks
            if chunk.document_id in documents
        ]
        for first in range(0, len(shelved), FILL_BATCH):
            if stopped():
                break
            part = shelved[first : first + FILL_BATCH]
            draft.put(make_vectors(embedder, part))
            progress(first + len(part), len(shelved))
        return len(draft.ids())


def _begun(draft: SentenceStore) -> str | None:
    """By what a draft was begun; one that cannot be read is thrown away."""
    try:
        return draft.get_meta("embedder")
    except Damaged:
        draft.remove()
        return None
