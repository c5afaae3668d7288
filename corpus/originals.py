"""The bytes of every document as they came, kept under their SHA-256."""

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path


class Originals:
    """The folder `originals/` of one library; writes belong under the `write` lock."""

    def __init__(self, folder: Path) -> None:
        """Keep the bytes in `folder`."""
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where the bytes with this SHA-256 (hexadecimal) lie, or would lie."""
        return self._folder / digest

    def digest(self, digest: str) -> str | None:
        """The SHA-256 of the bytes kept under `digest`; None where there are none."""
        path = self.path(digest)
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    def keep(self, digest: str, data: bytes) -> None:
        """Keep bytes whole or not at all; what is kept already and sound stays."""
        if self.digest(digest) == digest:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._folder / f".{digest}.{os.getpid()}"
        with partial.open("wb") as writing:
            writing.write(data)
            writing.flush()
            os.fsync(writing.fileno())
        partial.replace(self.path(digest))

    def drop(self, document_ids: Sequence[str]) -> None:
        """Delete the bytes of documents, named by the beginning of their SHA-256."""
        for document_id in document_ids:
            for path in self._folder.glob(f"{document_id}*"):
                path.unlink(missing_ok=True)

    def all(self) -> Iterator[Path]:
        """Every file kept, in order."""
        yield from sorted(self._folder.iterdir())
