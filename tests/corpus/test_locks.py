"""One holder at a time, told by name; a dead holder blocks nobody."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus.errors import Locked, StoreError
from corpus.locks import FolderLock

HOLDER = """
import sys
from pathlib import Path
from corpus.locks import FolderLock
lock = FolderLock(Path(sys.argv[1]), "write")
assert lock.try_acquire()
print("held", flush=True)
sys.stdin.read()
"""


def hold_elsewhere(folder: Path) -> "subprocess.Popen[str]":
    """A process that holds the `write` lock until its input ends."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def end(holder: "subprocess.Popen[str]") -> None:
    for stream in (holder.stdin, holder.stdout):
        assert stream is not None
        stream.close()
    holder.wait(timeout=20)


def test_one_holds_and_the_next_waits_its_turn(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path, "write"), FolderLock(tmp_path, "write")
    assert first.try_acquire()
    assert not second.try_acquire()
    waiting = threading.Thread(target=second.acquire, args=(20,))
    waiting.start()
    first.release()
    waiting.join(timeout=20)
    assert not first.try_acquire()
    second.release()
    assert first.try_acquire()
    first.release()


def test_locks_of_two_names_do_not_meet(tmp_path: Path) -> None:
    locks = [FolderLock(tmp_path, name) for name in ("write", "vectors")]
    assert all(lock.try_acquire() for lock in locks)
    for lock in locks:
        lock.release()


def test_the_holder_is_described_until_it_lets_go(tmp_path: Path) -> None:
    lock, other = FolderLock(tmp_path, "vectors"), FolderLock(tmp_path, "vectors")
    assert other.holder() == {}
    assert lock.try_acquire()
    lock.describe(socket="/run/presa")
    told = other.holder()
    assert (told["pid"], told["socket"]) == (str(os.getpid()), "/run/presa")
    assert told["since"].endswith("+00:00")
    lock.release()
    assert other.holder() == {}


@pytest.mark.parametrize("remark", ["", "{", "3", '"x"', "[[1]]", "\x00"])
def test_a_spoilt_remark_is_none(tmp_path: Path, remark: str) -> None:
    (tmp_path / "write.holder").write_text(remark)
    assert FolderLock(tmp_path, "write").holder() == {}


def test_letting_go_of_what_is_not_held_leaves_the_holder_s_remark(tmp_path: Path) -> None:
    lock, other = FolderLock(tmp_path, "write"), FolderLock(tmp_path, "write")
    assert lock.try_acquire()
    other.release()
    assert other.holder()["pid"] == str(os.getpid())
    lock.release()


def test_another_process_is_named_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    lock, holder = FolderLock(tmp_path, "write"), hold_elsewhere(tmp_path)
    try:
        with pytest.raises(Locked, match=rf"processo {holder.pid} \(«.*dalle 20") as caught:
            lock.acquire(0.05)
    finally:
        holder.kill()
        end(holder)
    assert caught.value.exit_code == 3
    assert caught.value.advice
    assert lock.holder()["pid"] == str(holder.pid)
    lock.acquire(0.05)
    assert lock.holder()["pid"] == str(os.getpid())
    lock.release()


def test_a_lock_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "write.lock").mkdir()
    with pytest.raises(StoreError) as caught:
        FolderLock(tmp_path, "write").try_acquire()
    assert "permessi" in caught.value.advice
