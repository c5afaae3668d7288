"""One process holds the vectors; the others search through it and find the very same."""

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest

from assistant.desk import Desk
from assistant.types import Filters, Question
from assistant.wire import answer_record, passage_record
from corpus.broker import Broker, Near, ask_broker
from corpus.errors import Locked
from corpus.library import Library, open_library
from corpus.settings import RetrievalSettings, Settings
from ingest.run import IngestOptions, IngestReport, ingest

HASH = RetrievalSettings(embeddings="hash", wait_seconds=10)
Shelve = Callable[..., IngestReport]

SERVER = """
import sys
from pathlib import Path
from assistant.desk import Desk
from corpus.library import open_library
from corpus.settings import RetrievalSettings, Settings
settings = RetrievalSettings(embeddings="hash")
desk = Desk(Settings(retrieval=settings), open_library(Path(sys.argv[1]), settings, create=True))
assert desk.library.hold_vectors() is not None
desk.start_background()
print("holds", flush=True)
sys.stdin.read()
desk.close()
"""
TEXTS = {
    "a.md": "# Riconoscimento\n\nI cluster sono riconosciuti con il decreto n. 1051 del 2013.\n",
    "b.md": "# Bando\n\nIl bando per l'innovazione chiude il 5 marzo 2026 alle ore 16.\n",
    "c.md": "# Sede\n\nLa fondazione ha sede a Milano, in via Pantano 9.\n",
}
QUESTIONS = (
    "Quando chiude il bando per l'innovazione?",
    "Con quale decreto sono riconosciuti i cluster?",
    "When does the call close?",
    "Dove si compra un biglietto del tram?",
)


def echo(text: str, limit: int) -> Near:
    if text == "guasto":
        raise Locked("Chiuso.", "Ripetere.")
    return np.array([len(text), limit], dtype=np.float32), [(7, 0.25)]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    opened = Broker(tmp_path, echo)
    yield opened
    opened.close()


def say(path: Path, request: bytes) -> bytes:
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(10)
        connection.connect(str(path))
        with suppress(BrokenPipeError):
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            return connection.makefile("rb").read()
    return b""


# --- the socket -------------------------------------------------------------------------------


def test_a_question_comes_back_with_its_vector_and_hits(broker: Broker) -> None:
    near = ask_broker(str(broker.path), "che cosa?\nè", 4)
    assert near is not None
    assert near[0].tolist() == [len("che cosa?\nè"), 4]
    assert near[1] == [(7, 0.25)]


def test_only_the_owner_may_ask(broker: Broker) -> None:
    status = broker.path.stat()
    assert stat.S_ISSOCK(status.st_mode)
    assert stat.S_IMODE(status.st_mode) == 0o600


def test_a_long_path_gets_a_private_folder(tmp_path: Path) -> None:
    folder = tmp_path / ("lungo" * 15) / ("percorso" * 5)
    folder.mkdir(parents=True)
    assert len(os.fsencode(folder)) > 108
    broker = Broker(folder, echo)
    place = broker.path.parent
    try:
        assert place != folder
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert stat.S_IMODE(broker.path.stat().st_mode) == 0o600
        assert ask_broker(str(broker.path), "x", 1) is not None
    finally:
        broker.close()
    assert not place.exists()


@pytest.mark.parametrize(
    "request_",
    [
        b"",
        b"\n",
        b"ciao\n",
        b"3\n",
        b"[]\n",
        b"{}\n",
        b"\xff\xfe\n",
        b'{"text": "x"}\n',
        b'{"text": "x", "limit": "molti"}\n',
        b'{"text": "x", "limit": null}\n',
        b'{"text": "guasto", "limit": 1}\n',
        b'{"text": "' + b"x" * 1_100_000,
    ],
)
def test_a_wrong_request_is_refused_and_the_next_one_answered(
    broker: Broker, request_: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    reply = say(broker.path, request_)
    assert not reply or "error" in json.loads(reply)
    assert ask_broker(str(broker.path), "x", 1) is not None
    assert "Traceback" not in capfd.readouterr().err


def test_who_cannot_answer_gives_none(broker: Broker, tmp_path: Path) -> None:
    assert ask_broker(str(broker.path), "guasto", 1) is None
    assert ask_broker(str(tmp_path / "niente.sock"), "x", 1) is None
    assert ask_broker(str(tmp_path / ("x" * 200)), "x", 1) is None
    broker.close()
    assert ask_broker(str(broker.path), "x", 1) is None
    assert not broker.path.exists()
    broker._server.server_close()


@pytest.mark.parametrize("reply", [b"", b"\n", b"x\n", b"{}\n", b'{"vector": "x", "hits": []}\n'])
def test_a_spoilt_reply_is_none(tmp_path: Path, reply: bytes) -> None:
    path = tmp_path / "s"
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(path))
        listening.listen()

        def answer() -> None:
            connection, _ = listening.accept()
            with closing(connection):
                connection.recv(1000)
                connection.sendall(reply)

        thread = threading.Thread(target=answer)
        thread.start()
        assert ask_broker(str(path), "x", 1) is None
        thread.join(timeout=10)


def test_a_silent_holder_is_given_up(tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        assert ask_broker(str(tmp_path / "s"), "x", 1, seconds=0.05) is None


# --- two who have the library open ------------------------------------------------------------


@pytest.fixture
def reader(library: Library) -> Iterator[Library]:
    """The same library, as another process has it open."""
    opened = open_library(library.folder, HASH)
    yield opened
    opened.close()


def records_of(desk: Desk) -> list[dict[str, object]]:
    """What the desk says, times apart."""
    answers = [answer_record(desk.ask(Question(text))) for text in QUESTIONS]
    for record in answers:
        record["seconds"] = {}
    limits = (Filters(), Filters(document="docs/b.md"))
    searched = [[passage_record(hit) for hit in desk.search(QUESTIONS[0], 5, f)] for f in limits]
    return [*answers, {"searched": searched}]


def test_both_give_the_very_same_answers(library: Library, reader: Library, shelve: Shelve) -> None:
    shelve(TEXTS)
    library.fill_vectors()
    here, there = (Desk(Settings(), one) for one in (library, reader))
    own = records_of(here)
    assert {record.get("status") for record in own} >= {"answered", "not_found"}
    assert records_of(there) == own
    assert reader.meaning.held is None
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: library.nearest(QUESTIONS[0], 3)[1], range(16)))
        asked = list(pool.map(lambda _: reader.nearest(QUESTIONS[0], 3)[1], range(16)))
    assert all(one == found[0] for one in [*found, *asked])
    for one in (library, reader):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(one.store.close).result()


def test_a_library_with_a_long_path_is_searched_through_its_holder(tmp_path: Path) -> None:
    folder = tmp_path / ("lungo" * 20)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(TEXTS["b.md"])
    holder = open_library(folder, HASH, create=True)
    asking = open_library(folder, HASH)
    try:
        ingest([str(tmp_path / "docs")], holder, IngestOptions())
        holder.fill_vectors()
        assert asking.nearest("bando", 3)[1] == holder.nearest("bando", 3)[1] != []
        assert asking.meaning.held is None
    finally:
        asking.close()
        holder.close()


def test_who_does_not_hold_the_vectors_leaves_them_to_the_holder(
    library: Library, reader: Library, shelve: Shelve
) -> None:
    assert reader.hold_vectors() is not None
    shelve(TEXTS)
    assert not library.fill_vectors()
    assert reader.fill_vectors()
    assert all(state.vectors_ready for state in library.documents())
    reader.release_vectors()
    assert library.fill_vectors()


# --- two processes ----------------------------------------------------------------------------


@pytest.fixture
def server(library: Library) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the vectors and keeps them up, as the served page does."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(library.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "holds\n"
    yield process
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=20)


def test_new_documents_answer_within_five_seconds_beside_a_server(
    library: Library, server: "subprocess.Popen[str]", shelve: Shelve
) -> None:
    socket_path = Path(library.meaning.lock.holder()["socket"])
    assert stat.S_IMODE(socket_path.stat().st_mode) == 0o600
    shelve(TEXTS)
    assert library.words().search("innovazione", 1)
    until = time.monotonic() + 5
    while not all(state.vectors_ready for state in library.documents()):
        assert time.monotonic() < until
        time.sleep(0.05)
    given = Desk(Settings(), library).ask(Question(QUESTIONS[0]))
    assert [one.source for one in given.citations] == ["docs/b.md"]
    assert library.nearest(QUESTIONS[0], 3)[1]
    assert library.meaning.held is None


def test_what_a_killed_holder_left_does_not_block(
    library: Library, server: "subprocess.Popen[str]", shelve: Shelve
) -> None:
    server.kill()
    server.wait(timeout=20)
    left = library.meaning.lock.holder()
    assert left["pid"] == str(server.pid)
    assert Path(left["socket"]).exists()
    shelve(TEXTS)
    started = time.monotonic()
    assert library.fill_vectors()
    assert library.nearest("bando", 3)[1]
    assert time.monotonic() - started < 5
    assert library.meaning.lock.holder()["pid"] == str(os.getpid())
