"""Meaning search over passages; the only user of chromadb.

Exactly one process opens Chroma's folder: the holder of the `vectors` lock. It fills what the
records say is missing and answers the other processes through a socket (corpus/broker.py).
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.embedder import Embedder
from corpus.errors import Damaged
from corpus.lexical import head_of
from corpus.sentences import PassageVectors, SentenceStore, Vectors
from corpus.types import Chunk, Document

_COLLECTION = "passages"
_LARGEST_BATCH = 5_000
_FILL_BATCH = 32
_TEXTS = "head+passage,title+sentence/2"
_log = logging.getLogger(__name__)


class VectorIndex:
    """Chroma's collection and the sentence store, filled together; one process at a time."""

    def __init__(self, folder: Path, store: SentenceStore, embedder: Embedder) -> None:
        """Open both in `folder`; vectors of another embedder are dropped, to be made again."""
        self._folder = folder
        self._store = store
        self.embedder = embedder
        store.create()
        self._client: Any = None
        self._collection = self._open_collection()
        if store.get_meta("embedder") not in (None, self._recipe):
            _log.warning("embedder changed to %s: vectors are made again", embedder.id)
            self.clear()
        store.set_meta("embedder", self._recipe)

    @property
    def _recipe(self) -> str:
        """What the vectors depend on: the embedder, and what of a passage is given to it."""
        return f"{self.embedder.id};{_TEXTS}"

    def _open_collection(self) -> Any:  # chromadb is imported late: it costs 0.7 s
        import chromadb
        from chromadb.config import Settings

        try:
            self._client = chromadb.PersistentClient(
                path=str(self._folder / "chroma"),
                settings=Settings(anonymized_telemetry=False, allow_reset=True),
            )
            return self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            )
        except (ValueError, RuntimeError, chromadb.errors.ChromaError) as error:
            raise Damaged(
                f"I vettori non si aprono: {error}.", "Eseguire `ctl check --repair`."
            ) from error

    def clear(self) -> None:
        """Forget every vector."""
        self._client.delete_collection(_COLLECTION)
        self._collection = self._open_collection()
        self._store.clear()
        self._store.set_meta("embedder", self._recipe)

    def close(self) -> None:
        """Free Chroma's files."""
        from chromadb.api.shared_system_client import SharedSystemClient

        self._collection = None
        self._client = None
        SharedSystemClient.clear_system_cache()

    def count(self) -> int:
        """Number of passages in Chroma."""
        return int(self._collection.count())

    def ids(self) -> set[int]:
        """Passages in Chroma."""
        return {int(name) for name in self._collection.get(include=[])["ids"]}

    def embed_question(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self.embedder.queries([text])[0]
        return vector

    def nearest(self, query: Vectors, limit: int) -> list[tuple[int, float]]:
        """(passage id, cosine) of the nearest passages, best first."""
        held = self.count()
        if not held:
            return []
        found = self._collection.query(
            query_embeddings=[query.tolist()], n_results=min(limit, held), include=["distances"]
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(int(name), 1.0 - float(distance)) for name, distance in pairs]

    def drop(self, passage_ids: Sequence[int]) -> None:
        """Forget passages: first in Chroma, then in the store that says what is held."""
        for first in range(0, len(passage_ids), _LARGEST_BATCH):
            part = passage_ids[first : first + _LARGEST_BATCH]
            self._collection.delete(ids=[str(n) for n in part])
            self._store.drop(part)

    def fill(
        self,
        chunks: Sequence[Chunk],
        document_of: Callable[[str], Document | None],
        stopped: Callable[[], bool],
    ) -> Iterator[int]:
        """Make the vectors of passages, batch by batch; yields how many are done."""
        done = 0
        for first in range(0, len(chunks), _FILL_BATCH):
            if stopped():
                return
            part = [
                (chunk, document)
                for chunk in chunks[first : first + _FILL_BATCH]
                if (document := document_of(chunk.document_id)) is not None
            ]
            self._fill_batch(part)
            done += len(part)
            yield done

    def _fill_batch(self, part: Sequence[tuple[Chunk, Document]]) -> None:
        if not part:
            return
        spans = [chunk.sentences for chunk, _ in part]
        texts = [f"{head_of(chunk, document)}\n{chunk.text}" for chunk, document in part]
        for (chunk, document), own in zip(part, spans, strict=True):
            words = [chunk.text[a - chunk.start : b - chunk.start] for a, b in own]
            texts += [f"{document.title}: {sentence}" for sentence in words]
        vectors = self.embedder.passages(texts)
        self._put(part, spans, vectors)

    def _put(
        self,
        part: Sequence[tuple[Chunk, Document]],
        spans: Sequence[Sequence[tuple[int, int]]],
        vectors: Vectors,
    ) -> None:
        passages = vectors[: len(part)]
        self._collection.upsert(
            ids=[str(chunk.id) for chunk, _ in part],
            embeddings=passages,
            metadatas=[{"document_id": chunk.document_id} for chunk, _ in part],
        )
        entries, at = [], len(part)
        for index, (chunk, _) in enumerate(part):
            own = vectors[at : at + len(spans[index])]
            at += len(spans[index])
            offsets = np.array(spans[index], dtype=np.int32).reshape(-1, 2)
            entries.append(
                PassageVectors(chunk.id or 0, chunk.document_id, offsets, passages[index], own)
            )
        self._store.put(entries)

    def put_vectors(
        self, part: Sequence[tuple[Chunk, Document]], passages: Vectors, sentences_: Vectors
    ) -> None:
        """Keep vectors made elsewhere (benchmarks seed large libraries so); one span each."""
        spans = [[(chunk.start, chunk.end)] for chunk, _ in part]
        self._put(part, spans, np.vstack([passages, sentences_]))
