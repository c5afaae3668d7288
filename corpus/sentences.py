"""Vectors of passages and of their sentences, kept beside Chroma and read by any process.

Every vector is stored as signed bytes with one scale; a passage of five sentences takes about
2.4 kB at 384 dimensions. The store is derived: which passages have vectors is read here, and
what is missing is made again from the records.
"""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Damaged

Vectors = NDArray[np.float32]

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS passages (
    passage_id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL,
    spans BLOB NOT NULL,
    scales BLOB NOT NULL,
    vectors BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_by_document ON passages (document_id);
"""


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """One passage's own vector and those of its sentences.

    `spans` are offsets into the page text, shape (n, 2); `sentences` has shape (n, dimension).
    """

    passage_id: int
    document_id: str
    spans: NDArray[np.int32]
    passage: Vectors
    sentences: Vectors


class SentenceStore:
    """`vectors/sentences.sqlite`: one writer (the holder of the vectors lock), many readers."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`; it is made at the first write."""
        self._path = path
        self._local = threading.local()
        self._matrix: tuple[int, NDArray[np.int64], list[str], Vectors] | None = None
        self._matrix_lock = threading.Lock()

    def _connect(self) -> sqlite3.Connection | None:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None and self._path.is_file():
            connection = sqlite3.connect(self._path, timeout=30)
            self._local.connection = connection
        return connection

    def create(self) -> None:
        """Make the file where there is none."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLES)

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def get_meta(self, key: str) -> str | None:
        """A remark kept with the vectors, such as the embedder's id."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep a remark with the vectors."""
        connection = self._writer()
        with connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _writer(self) -> sqlite3.Connection:
        connection = self._connect()
        if connection is None:
            self.create()
            connection = self._connect()
        if connection is None:  # pragma: no cover - create() has just made the file
            raise Damaged("I vettori non si aprono.", "Eseguire `ctl check --repair`.")
        return connection

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        connection = self._connect()
        if connection is None:
            return []
        try:
            return connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise Damaged(
                f"I vettori non si leggono: {error}.", "Eseguire `ctl check --repair`."
            ) from error

    # --- writing --------------------------------------------------------------------------

    def put(self, entries: Iterable[PassageVectors]) -> None:
        """Keep the vectors of passages, replacing what was kept of them."""
        rows = []
        for entry in entries:
            both = np.vstack([entry.passage[None, :], entry.sentences])
            scales = np.abs(both).max(axis=1) / 127 + 1e-12
            signed = np.round(both / scales[:, None]).astype(np.int8)
            rows.append(
                (
                    entry.passage_id,
                    entry.document_id,
                    entry.spans.astype("<i4").tobytes(),
                    scales.astype("<f4").tobytes(),
                    signed.tobytes(),
                )
            )
        connection = self._writer()
        with connection:
            connection.executemany("INSERT OR REPLACE INTO passages VALUES (?,?,?,?,?)", rows)

    def drop(self, passage_ids: Iterable[int]) -> None:
        """Forget passages."""
        connection = self._writer()
        with connection:
            connection.executemany(
                "DELETE FROM passages WHERE passage_id = ?", [(n,) for n in passage_ids]
            )

    def clear(self) -> None:
        """Forget everything, the embedder's id too."""
        connection = self._writer()
        with connection:
            connection.execute("DELETE FROM passages")
            connection.execute("DELETE FROM meta")

    # --- reading --------------------------------------------------------------------------

    def ids(self) -> set[int]:
        """Passages that have their vectors."""
        return {int(str(row[0])) for row in self._rows("SELECT passage_id FROM passages")}

    def counts(self) -> dict[str, int]:
        """Document id → passages that have their vectors."""
        rows = self._rows("SELECT document_id, COUNT(*) FROM passages GROUP BY document_id")
        return {str(row[0]): int(str(row[1])) for row in rows}

    def get(self, passage_ids: Sequence[int]) -> dict[int, PassageVectors]:
        """The vectors of passages; those without are left out."""
        found: dict[int, PassageVectors] = {}
        for first in range(0, len(passage_ids), 500):
            part = list(passage_ids[first : first + 500])
            marks = ",".join("?" * len(part))
            rows = self._rows(f"SELECT * FROM passages WHERE passage_id IN ({marks})", part)  # noqa: S608 - only question marks
            for row in rows:
                entry = _entry(row)
                found[entry.passage_id] = entry
        return found

    def nearest(
        self, query: Vectors, limit: int, documents: Iterable[str] | None = None
    ) -> list[tuple[int, float]]:
        """Exact search: (passage id, cosine) of the nearest passages, best first."""
        ids, owners, matrix = self._load_matrix()
        if not len(ids):
            return []
        scores = matrix @ query
        if documents is not None:
            wanted = set(documents)
            scores = np.where([owner in wanted for owner in owners], scores, -2.0)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(int(ids[i]), float(scores[i])) for i in best if scores[i] > -2.0]

    def _load_matrix(self) -> tuple[NDArray[np.int64], list[str], Vectors]:
        with self._matrix_lock:
            changed = self._change_count()
            if self._matrix is None or self._matrix[0] != changed:
                rows = self._rows("SELECT * FROM passages ORDER BY passage_id")
                entries = [_entry(row, sentences=False) for row in rows]
                ids = np.array([entry.passage_id for entry in entries], dtype=np.int64)
                matrix = (
                    np.vstack([entry.passage for entry in entries])
                    if entries
                    else np.zeros((0, 1), np.float32)
                )
                self._matrix = (changed, ids, [e.document_id for e in entries], matrix)
            return self._matrix[1:]

    def _change_count(self) -> int:
        rows = self._rows("SELECT COUNT(*), COALESCE(MAX(passage_id), 0) FROM passages")
        return hash(rows[0]) if rows else 0


def _entry(row: Sequence[object], *, sentences: bool = True) -> PassageVectors:
    passage_id, document_id, spans, scales, vectors = row
    if not isinstance(spans, bytes) or not isinstance(scales, bytes):
        raise Damaged("I vettori non si leggono.", "Eseguire `ctl check --repair`.")
    if not isinstance(vectors, bytes):
        raise Damaged("I vettori non si leggono.", "Eseguire `ctl check --repair`.")
    factors = np.frombuffer(scales, dtype="<f4")
    signed = np.frombuffer(vectors, dtype=np.int8).reshape(len(factors), -1)
    if not sentences:
        signed, factors = signed[:1], factors[:1]
    both = signed.astype(np.float32) * factors[:, None]
    return PassageVectors(
        int(str(passage_id)),
        str(document_id),
        np.frombuffer(spans, dtype="<i4").reshape(-1, 2),
        both[0],
        both[1:],
    )
