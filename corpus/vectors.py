"""Meaning search over passages; the only user of chromadb.

Exactly one process opens Chroma's folder: the holder of the `vectors` lock. It fills what the
records say is missing and answers the other processes through a socket (corpus/broker.py).
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.embedder import Embedder
from corpus.errors import Damaged, EmbeddingChanged
from corpus.lexical import head_of
from corpus.sentences import PassageVectors, SentenceStore, Vectors
from corpus.types import Chunk, Document

_COLLECTION = "passages"
_LARGEST_BATCH = 5_000
_REFILL_BATCH = 500
FILL_BATCH = 32
_TEXTS = "head+passage,title+sentence/2"


class VectorIndex:
    """Chroma's collection and the sentence store, filled together; one process at a time."""

    def __init__(self, folder: Path, store: SentenceStore, embedder: Embedder) -> None:
        """Open both in `folder`; Chroma follows the store, which says what is held.

        Raises `EmbeddingChanged` where what is held is of another embedder; vectors of another
        choice of texts are dropped, to be made again.
        """
        self._folder = folder
        self._store = store
        self.embedder = embedder
        store.create()
        made = store.made_by()
        if made is not None and embedder_of(made) != embedder.id:
            raise EmbeddingChanged(
                f"I vettori sono di «{embedder_of(made)}», non di «{embedder.id}».",
                "Rifarli tutti con `ctl reembed`, o cambiare CTL_EMBEDDINGS.",
            )
        self._client: Any = None
        self._collection = self._open_collection()
        if made is None or made != recipe_of(embedder):
            self.clear()
        elif self.count() < store.count():
            self._refill()

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

    def _refill(self) -> None:
        """Give Chroma what the store holds: new vectors came, or it was cut off."""
        ids = sorted(self._store.ids())
        for first in range(0, len(ids), _REFILL_BATCH):
            entries = self._store.get(ids[first : first + _REFILL_BATCH]).values()
            self._upsert(list(entries))

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
        for first in range(0, len(chunks), FILL_BATCH):
            if stopped():
                return
            part = [
                (chunk, document)
                for chunk in chunks[first : first + FILL_BATCH]
                if (document := document_of(chunk.document_id)) is not None
            ]
            self._fill_batch(part)
            done += len(part)
            yield done

    def _fill_batch(self, part: Sequence[tuple[Chunk, Document]]) -> None:
        if part:
            self._put(make_vectors(self.embedder, part))

    def _put(self, entries: Sequence[PassageVectors]) -> None:
        if self._store.get_meta("embedder") is None:
            self._store.set_meta("embedder", recipe_of(self.embedder))
        self._upsert(entries)
        self._store.put(entries)

    def _upsert(self, entries: Sequence[PassageVectors]) -> None:
        self._collection.upsert(
            ids=[str(entry.passage_id) for entry in entries],
            embeddings=np.stack([entry.passage for entry in entries]),
            metadatas=[{"document_id": entry.document_id} for entry in entries],
        )

    def put_vectors(
        self, part: Sequence[tuple[Chunk, Document]], passages: Vectors, sentences_: Vectors
    ) -> None:
        """Keep vectors made elsewhere (benchmarks seed large libraries so); one span each."""
        self._put(
            [
                PassageVectors(
                    chunk.id or 0,
                    chunk.document_id,
                    np.array([(chunk.start, chunk.end)], dtype=np.int32),
                    passages[index],
                    sentences_[index : index + 1],
                )
                for index, (chunk, _) in enumerate(part)
            ]
        )


def recipe_of(embedder: Embedder) -> str:
    """What vectors depend on: the embedder, and what of a passage is given to it."""
    return f"{embedder.id};{_TEXTS}"


def embedder_of(recipe: str) -> str:
    """The id of the embedder in a recipe."""
    return recipe.rpartition(";")[0]


def make_vectors(
    embedder: Embedder, part: Sequence[tuple[Chunk, Document]]
) -> list[PassageVectors]:
    """The vectors of passages and of their sentences."""
    spans = [chunk.sentences for chunk, _ in part]
    texts = [f"{head_of(chunk, document)}\n{chunk.text}" for chunk, document in part]
    for (chunk, document), own in zip(part, spans, strict=True):
        words = [chunk.text[a - chunk.start : b - chunk.start] for a, b in own]
        texts += [f"{document.title}: {sentence}" for sentence in words]
    vectors = embedder.passages(texts)
    entries, at = [], len(part)
    for index, (chunk, _) in enumerate(part):
        rows = vectors[at : at + len(spans[index])]
        at += len(rows)
        offsets = np.array(spans[index], dtype=np.int32).reshape(-1, 2)
        entries.append(
            PassageVectors(chunk.id or 0, chunk.document_id, offsets, vectors[index], rows)
        )
    return entries


def retire_chroma(folder: Path) -> None:
    """Put Chroma's folder away (no process may have it open); it is filled again from the store."""
    old = folder / "chroma.old"
    shutil.rmtree(old, ignore_errors=True)
    if (folder / "chroma").exists():
        (folder / "chroma").rename(old)
    shutil.rmtree(old, ignore_errors=True)
