"""A process killed at any moment of an ingest loses nothing that it had reported."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus import check
from corpus.check import check_library
from corpus.lexical import WordIndex
from corpus.library import Library, open_library
from corpus.records import PENDING, Records
from corpus.settings import RetrievalSettings
from ingest.run import IngestOptions, ingest

HASH = RetrievalSettings(embeddings="hash", wait_seconds=5)
RANDOM_KILLS = 6
FILES = 150

# Imports once, then forks a child for each line read: library, folder, log, point, count, side.
# The child ingests, notes in its log what the library lists by then, and kills itself before or
# after the count-th call of the point; with no point it is told apart by its pid, to be killed.
DRIVER = """
import os, signal, sys
import chromadb
from pathlib import Path
import corpus.library, corpus.lexical, corpus.originals, corpus.records, corpus.sentences
import ingest.run
from corpus.settings import RetrievalSettings

def arm(point, count, side):
    module, owner, name = point.rsplit(".", 2)
    owner = getattr(sys.modules[module], owner)
    real, calls = getattr(owner, name), [0]
    def deadly(*given, **named):
        calls[0] += 1
        if calls[0] == int(count) and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if calls[0] == int(count):
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, deadly)

def work(folder, docs, log, point, count, side):
    ingest.run._GROUP_DOCUMENTS = 12
    settings = RetrievalSettings(embeddings="hash", wait_seconds=5)
    library = corpus.library.open_library(Path(folder), settings, create=True)
    if point:
        arm(point, count, side)
    with open(log, "w") as confirmed:
        def note(*_):
            confirmed.write("".join(s.document.source + "\\n" for s in library.documents()))
            confirmed.flush()
        ingest.run.ingest([docs], library, ingest.run.IngestOptions(sync=True), note)
        note()
        library.fill_vectors()

print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            work(*line.rstrip("\\n").split("\\t"))
            os._exit(0)
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

POINTS = [
    ("corpus.originals.Originals.keep", 1, "after"),
    ("corpus.records.Records.add_pending", 1, "after"),
    ("corpus.lexical.WordIndex.add", 1, "before"),
    ("corpus.lexical.WordIndex.commit", 1, "before"),
    ("corpus.lexical.WordIndex.commit", 1, "after"),
    ("corpus.records.Records.set_source", 1, "after"),
    ("corpus.records.Records.list_documents", 1, "after"),
    ("corpus.lexical.WordIndex.set_reflects", 1, "before"),
    ("corpus.lexical.WordIndex.set_reflects", 1, "after"),
    ("corpus.originals.Originals.drop", 1, "before"),
    ("corpus.lexical.WordIndex.commit", 2, "before"),
    ("corpus.lexical.WordIndex.commit", 2, "after"),
    ("corpus.records.Records.remove_documents", 1, "after"),
    ("corpus.lexical.WordIndex.set_reflects", 2, "before"),
    ("corpus.sentences.SentenceStore.drop", 1, "before"),
    ("corpus.sentences.SentenceStore.put", 1, "before"),
    ("corpus.sentences.SentenceStore.put", 1, "after"),
]
"""Moments between two steps of a change: a file changed, one gone, one new."""

Ingest = Callable[..., tuple[int, Iterator[int]]]


@pytest.fixture(scope="module")
def start() -> Iterator[Ingest]:
    """Starts an ingest in a process of its own; gives its pid and, once it ended, its code."""
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert driver.stdin is not None
    assert driver.stdout is not None
    asking, telling = driver.stdin, driver.stdout
    assert telling.readline() == "ready\n"

    def run(
        folder: Path, docs: Path, point: str = "", count: int = 0, side: str = ""
    ) -> tuple[int, Iterator[int]]:
        asking.write("\t".join(map(str, (folder, docs, f"{folder}.log", point, count, side))))
        asking.write("\n")
        pid = int(telling.readline())
        assert pid > 1, "a test before this one has left its exit code unread"
        return pid, (int(telling.readline()) for _ in range(1))

    yield run
    asking.close()
    telling.close()
    assert driver.wait(timeout=20) == 0


def text_of(number: int) -> str:
    words = " ".join(f"voce{number}x{n}" for n in range(5))
    return f"# Verbale {number}\n\nLa parola segreta è chiave{number}. Seguono {words}.\n" * 3


def write_files(docs: Path, numbers: range) -> None:
    docs.mkdir(exist_ok=True)
    for number in numbers:
        (docs / f"{number:03}.md").write_text(text_of(number), encoding="utf-8")


def assert_whole(library: Library) -> set[str]:
    """Every listed document has its original, its pages and its words; gives their sources."""
    found = set()
    words = library.words()
    for state in library.documents():
        document = state.document
        data = library.original(document).read_bytes()
        assert library.originals.digest(document.sha256) == document.sha256
        pages = library.records.pages(document.id)
        assert len(pages) == document.pages
        assert pages[0].text.split()[-1] == data.decode().split()[-1]
        key = next(word for word in pages[0].text.split() if word.startswith("chiave"))
        assert [hit.document_id for hit in words.search(key, 1)] == [document.id], document.source
        found.add(document.source)
    return found


def assert_completes(folder: Path, docs: Path) -> None:
    """After a repair nothing is wrong, and the same ingest again brings all files in."""
    library = open_library(folder, HASH)
    try:
        check_library(library, repair=True)
        assert check_library(library) == []
        report = ingest([str(docs)], library, IngestOptions(sync=True))
        assert report.totals["quarantined"] == 0
        library.fill_vectors()
        assert assert_whole(library) == {f"docs/{path.name}" for path in docs.iterdir()}
        assert all(state.vectors_ready for state in library.documents())
        assert check_library(library) == []
        assert [path.name for path in folder.iterdir() if "." + str(os.getpid()) in path.name] == []
    finally:
        library.close()


def after_kill(folder: Path) -> set[str]:
    library = open_library(folder, HASH)
    try:
        return assert_whole(library)
    finally:
        library.close()


@pytest.mark.parametrize(("point", "count", "side"), POINTS)
def test_a_kill_between_two_steps_costs_nothing(
    start: Ingest, tmp_path: Path, point: str, count: int, side: str
) -> None:
    docs, folder = tmp_path / "docs", tmp_path / "library"
    write_files(docs, range(3))
    library = open_library(folder, HASH, create=True)
    ingest([str(docs)], library, IngestOptions())
    library.fill_vectors()
    library.close()
    (docs / "000.md").write_text(text_of(100), encoding="utf-8")
    (docs / "001.md").unlink()
    write_files(docs, range(3, 4))
    _, code = start(folder, docs, point, count, side)
    assert next(code) == -signal.SIGKILL
    listed = after_kill(folder)
    assert {"docs/000.md", "docs/002.md"} <= listed
    confirmed = Path(f"{folder}.log").read_text(encoding="utf-8").split()
    assert set(confirmed) - {"docs/001.md"} <= listed
    assert_completes(folder, docs)


@pytest.fixture(scope="module")
def whole_run(start: Ingest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A folder of files, and how long its ingest takes when nobody kills it."""
    top = tmp_path_factory.mktemp("many")
    write_files(top / "docs", range(FILES))
    started = time.perf_counter()
    _, code = start(top / "library", top / "docs")
    assert next(code) == 0
    return top / "docs", time.perf_counter() - started


@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
def test_a_kill_at_any_moment_loses_nothing_reported(
    start: Ingest, whole_run: tuple[Path, float], tmp_path: Path, seed: int
) -> None:
    docs, seconds = whole_run
    folder = tmp_path / "library"
    moment = random.Random(seed).uniform(0.05, 0.95) * seconds  # noqa: S311  # no secret
    pid, code = start(folder, docs)
    time.sleep(moment)  # the moment is the point of the test
    with suppress(ProcessLookupError):  # it may have ended by itself
        os.kill(pid, signal.SIGKILL)
    assert next(code) in (-signal.SIGKILL, 0)
    log = Path(f"{folder}.log")
    confirmed = set(log.read_text(encoding="utf-8").split("\n")[:-1]) if log.exists() else set()
    listed = after_kill(folder) if (folder / "records.sqlite").exists() else set()
    assert confirmed <= listed
    library = open_library(folder, HASH, create=True)
    library.close()
    assert_completes(folder, docs)


# --- a check beside a writer ------------------------------------------------------------------


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """One library open twice, as by two processes; three files wait in `docs`."""
    write_files(tmp_path / "docs", range(3))
    opened = open_library(tmp_path / "library", HASH, create=True)
    other = open_library(tmp_path / "library", HASH)
    yield opened, other
    other.close()
    opened.close()


def test_a_check_beside_a_writer_finds_no_fault(
    two: tuple[Library, Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, other = two
    found = []
    listing = Records.list_documents

    def look_first(records: Records, connection: object, ids: object) -> int:
        found.extend(check_library(other))
        return listing(records, connection, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(Records, "list_documents", look_first)
    ingest([str(tmp_path / "docs")], library, IngestOptions())
    assert found == []


def test_a_repair_beside_a_writer_takes_no_original_away(
    two: tuple[Library, Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, other = two
    stray, done = threading.Event(), threading.Event()
    dropping, commit = check._drop_stray, WordIndex.commit

    def drop(self: Library, path: Path) -> object:
        stray.set()
        return dropping(self, path)

    def repair() -> None:
        check_library(other, repair=True)
        stray.set()
        done.set()

    thread = threading.Thread(target=repair)

    def commit_late(self: WordIndex) -> None:
        if not thread.ident and library.records.documents(PENDING):
            thread.start()
            assert stray.wait(20)
        commit(self)

    monkeypatch.setattr(check, "_drop_stray", drop)
    monkeypatch.setattr(WordIndex, "commit", commit_late)
    ingest([str(tmp_path / "docs")], library, IngestOptions())
    thread.join(timeout=20)
    assert done.is_set()
    for state in library.documents():
        assert library.original(state.document).is_file()
