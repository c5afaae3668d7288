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

from corpus.errors import Damaged, EmbeddingChanged

Vectors = NDArray[np.float32]

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS passages (
    passage_id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL,
    scale REAL NOT NULL,
    vector BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS sentences (
    passage_id INTEGER PRIMARY KEY,
    spans BLOB NOT NULL,
    scales BLOB NOT NULL,
    vectors BLOB NOT NULL
);
"""


def _is_made(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there, of which `sentences` is the last."""
    try:
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sentences'")
        return found.fetchone() is not None
    except sqlite3.DatabaseError:
        return True  # whatever reads it says what is wrong


_MADE_BY = "SELECT value FROM meta WHERE key = 'embedder' AND EXISTS (SELECT 1 FROM passages)"
_GENERATION = "SELECT COALESCE(MAX(value + 0), 0) FROM meta WHERE key = 'generation'"
_SET_GENERATION = "INSERT OR REPLACE INTO meta VALUES ('generation', ?)"
_REPLACE = (
    "DELETE FROM main.passages",
    "DELETE FROM main.sentences",
    "DELETE FROM main.meta",
    "INSERT INTO main.passages SELECT * FROM draft.passages",
    "INSERT INTO main.sentences SELECT * FROM draft.sentences",
    "INSERT INTO main.meta SELECT * FROM draft.meta WHERE key <> 'generation'",
)
_BOTH = (
    "SELECT passage_id, document_id, scale, vector, spans, scales, vectors"
    " FROM passages JOIN sentences USING (passage_id)"
)


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
            if not _is_made(connection):  # whoever was making it has been killed, or is at it
                connection.close()
                return None
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

    def made_by(self) -> str | None:
        """What the vectors held were made by (see `vectors.recipe_of`); None where none is held."""
        rows = self._rows(_MADE_BY)
        return str(rows[0][0]) if rows else None

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
        passages, sentences = [], []
        for entry in entries:
            scale, signed = _signed(entry.passage[None, :])
            own = (entry.passage_id, entry.document_id, float(scale[0]), signed.tobytes())
            passages.append(own)
            scales, signed = _signed(entry.sentences)
            spans = entry.spans.astype("<i4").tobytes()
            sentences.append(
                (entry.passage_id, spans, scales.astype("<f4").tobytes(), signed.tobytes())
            )
        connection = self._writer()
        with connection:
            connection.executemany("INSERT OR REPLACE INTO sentences VALUES (?,?,?,?)", sentences)
            connection.executemany("INSERT OR REPLACE INTO passages VALUES (?,?,?,?)", passages)

    def drop(self, passage_ids: Iterable[int]) -> None:
        """Forget passages."""
        connection = self._writer()
        with connection:
            for n in passage_ids:
                connection.execute("DELETE FROM passages WHERE passage_id = ?", (n,))
                connection.execute("DELETE FROM sentences WHERE passage_id = ?", (n,))

    def clear(self) -> None:
        """Forget everything, the embedder's id too."""
        connection = self._writer()
        with connection:
            generation = connection.execute(_GENERATION).fetchone()[0] + 1
            connection.execute("DELETE FROM passages")
            connection.execute("DELETE FROM sentences")
            connection.execute("DELETE FROM meta")
            connection.execute(_SET_GENERATION, (generation,))

    def replace_with(self, draft: "SentenceStore") -> None:
        """Take the vectors of another store instead of one's own, all in one transaction."""
        self.create()
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.execute("ATTACH ? AS draft", (str(draft._path),))
            with connection:
                generation = connection.execute(_GENERATION).fetchone()[0] + 1
                for statement in _REPLACE:
                    connection.execute(statement)
                connection.execute(_SET_GENERATION, (generation,))
            connection.execute("DETACH draft")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def remove(self) -> None:
        """Delete the file, where there is one."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    # --- reading --------------------------------------------------------------------------

    def ids(self) -> set[int]:
        """Passages that have their vectors."""
        return {int(str(row[0])) for row in self._rows("SELECT passage_id FROM passages")}

    def count(self) -> int:
        """Number of passages that have their vectors."""
        rows = self._rows("SELECT COUNT(*) FROM passages")
        return int(str(rows[0][0])) if rows else 0

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
            rows = self._rows(f"{_BOTH} WHERE passage_id IN ({marks})", part)
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
        if matrix.shape[1] != len(query):
            raise EmbeddingChanged(
                "I vettori sono stati rifatti con un altro modello durante la domanda.",
                "Ripetere la domanda.",
            )
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
                ids = np.array([row[0] for row in rows], dtype=np.int64)
                owners = [str(row[1]) for row in rows]
                joined = b"".join(_bytes(row[3]) for row in rows)
                signed = np.frombuffer(joined, dtype=np.int8).reshape(len(rows), -1)
                scales = np.array([row[2] for row in rows], dtype=np.float32)
                matrix = signed.astype(np.float32) * scales[:, None] if rows else signed
                self._matrix = (changed, ids, owners, matrix.astype(np.float32))
            return self._matrix[1:]

    def _change_count(self) -> int:
        rows = self._rows(
            "SELECT COUNT(*), COALESCE(MAX(passage_id), 0),"
            " (SELECT value FROM meta WHERE key = 'generation') FROM passages"
        )
        return hash(rows[0]) if rows else 0


def _signed(vectors: Vectors) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Vectors as signed bytes, and the factor of each."""
    scales = np.abs(vectors).max(axis=1, initial=0.0) / 127 + 1e-12
    return scales, np.round(vectors / scales[:, None]).astype(np.int8)


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise Damaged("I vettori non si leggono.", "Eseguire `ctl check --repair`.")
    return value


def _entry(row: Sequence[object]) -> PassageVectors:
    passage_id, document_id, scale, vector, spans, scales, vectors = row
    own = np.frombuffer(_bytes(vector), dtype=np.int8).astype(np.float32)
    factors = np.frombuffer(_bytes(scales), dtype="<f4")
    signed = np.frombuffer(_bytes(vectors), dtype=np.int8).reshape(len(factors), -1)
    return PassageVectors(
        int(str(passage_id)),
        str(document_id),
        np.frombuffer(_bytes(spans), dtype="<i4").reshape(-1, 2),
        own * np.float32(float(str(scale))),
        signed.astype(np.float32) * factors[:, None],
    )
