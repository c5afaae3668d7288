"""Locks between processes: who holds one says so in a file beside it."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus.errors import Locked, StoreError


class FolderLock:
    """One named lock of a library folder; freed by the system when its process dies."""

    def __init__(self, folder: Path, name: str) -> None:
        """`name` is "write" or "vectors"."""
        self.name = name
        self._lock = FileLock(folder / f"{name}.lock", thread_local=False)
        self._remark = folder / f"{name}.holder"

    def try_acquire(self) -> bool:
        """Take the lock if it is free."""
        return self._acquire(0)

    def acquire(self, wait_seconds: float) -> None:
        """Take the lock; raises `Locked` with who holds it after `wait_seconds`."""
        if self._acquire(wait_seconds):
            return
        holder = self.holder()
        who = (
            f"processo {holder['pid']} («{holder['command']}», dalle {holder['since']})"
            if holder
            else "un altro processo"
        )
        raise Locked(
            f"La biblioteca è in scrittura da parte di {who}.",
            "Attendere che finisca e ripetere il comando.",
        )

    def _acquire(self, seconds: float) -> bool:
        try:
            self._lock.acquire(timeout=seconds, poll_interval=0.02)
        except Timeout:
            return False
        except OSError as error:
            raise StoreError(
                f"Il lucchetto «{self.name}» non si può prendere: {error}.",
                "Controllare i permessi della cartella della biblioteca.",
            ) from error
        self.describe()
        return True

    def describe(self, **remark: str) -> None:
        """Say to other processes who holds the lock, and what else they should know."""
        holder = {
            "pid": str(os.getpid()),
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200],
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
            **remark,
        }
        partial = self._remark.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(holder), encoding="utf-8")
        partial.replace(self._remark)

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            self._remark.unlink(missing_ok=True)
            self._lock.release()

    def holder(self) -> dict[str, Any]:
        """What the process that holds the lock says of itself; empty when unknown."""
        try:
            return dict(json.loads(self._remark.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}
