"""`ctl doctor` says of each thing whether it works, and `ctl reembed` makes vectors anew."""

import json
import os
import shutil
import sys
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from scripted_model import Fault, ScriptedModel

from assistant import doctor
from assistant.cli import common, main
from assistant.doctor import Finding, State, exit_code
from corpus.library import open_library
from corpus.locks import FolderLock
from corpus.settings import RetrievalSettings
from ingest.run import IngestOptions, ingest

KEY = "sk-prova-segretissima"
NOWHERE = "http://127.0.0.1:9/v1"
HASH = RetrievalSettings(embeddings="hash", wait_seconds=0.3)
PARTS = [
    *("python", "impostazioni", "biblioteca", "lucchetti", "parole", "modello dei vettori"),
    *("vettori", "modello", "tesseract", "dot", "spazio"),
]


class Vectors(BaseHTTPRequestHandler):
    """An embeddings endpoint: the number of letters of each text, and ones; 401 without the key."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        made = [{"embedding": [float(len(text)), 1.0, 1.0]} for text in asked["input"]]
        good = self.headers["Authorization"] == f"Bearer {KEY}"
        body = json.dumps({"data": made} if good else {"error": KEY}).encode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def vectors() -> Iterator[str]:
    """The address of an embeddings endpoint."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Vectors)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        record = json.loads(self.out)
        assert self.err == ""
        assert record["ok"] == (self.code == 0)
        return {one["part"]: one for one in record["parts"]}


Run = Callable[..., Told]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CTL_EMBEDDINGS", "hash")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# Verbale\n\nIl foglio 7 riguarda la sede.\n")
    with closing(open_library(tmp_path / "library", HASH, create=True)) as library:
        ingest([str(tmp_path / "docs")], library, IngestOptions())
        library.fill_vectors()
    return tmp_path


@pytest.fixture
def ctl(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(common, "_chosen", {})

    def run(*arguments: str) -> Told:
        code = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        assert KEY not in said.out + said.err
        return Told(code, said.out, said.err)

    return run


# --- doctor -----------------------------------------------------------------------------------


def test_each_thing_has_one_line(ctl: Run) -> None:
    told = ctl("doctor")
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert [line[2:22].strip() for line in lines] == PARTS
    assert {line[0] for line in lines} <= {"✓", "–"}
    assert all(line.endswith((".", ")")) for line in lines)


def test_what_works_is_told_with_its_figures(ctl: Run, here: Path) -> None:
    parts = ctl("doctor", "--json").parts
    assert list(parts) == PARTS
    assert "1 documenti, versione" in parts["biblioteca"]["what"]
    assert parts["lucchetti"]["what"] == "Liberi."
    assert parts["parole"]["what"] == "1 passaggi si trovano per parole."
    assert "«hash-1»" in parts["modello dei vettori"]["what"]
    assert 0 <= parts["modello dei vettori"]["seconds"] < 5
    assert parts["vettori"]["what"] == "1 passaggi su 1, di «hash-1»."
    assert parts["modello"]["state"] == "absent"
    works = set(PARTS) - {"modello", "tesseract", "dot"}
    assert {parts[name]["state"] for name in works} == {"works"}


def test_a_library_that_is_not_there_is_not_made(ctl: Run, here: Path) -> None:
    told = ctl("doctor", "--json", "--library", "niente")
    assert told.code == 3
    assert told.parts["biblioteca"]["state"] == "fails"
    assert "ctl ingest" in told.parts["biblioteca"]["advice"]
    assert "modello dei vettori" not in told.parts
    assert not (here / "niente").exists()


def test_a_library_that_cannot_be_read_is_told(ctl: Run, here: Path) -> None:
    (here / "library/records.sqlite").write_bytes(b"niente" * 1000)
    told = ctl("doctor", "--json")
    assert told.code == 3
    assert told.parts["biblioteca"]["state"] == "fails"


def test_words_that_are_gone_and_vectors_that_are_missing_are_told(ctl: Run, here: Path) -> None:
    with closing(open_library(here / "library", HASH)) as library:
        library.store.clear()
    shutil.rmtree(here / "library/words")
    writer = FolderLock(here / "library", "write")
    assert writer.try_acquire()  # who looks cannot make them again meanwhile
    told = ctl("doctor", "--json")
    writer.release()
    assert told.code == 3
    assert told.parts["parole"]["state"] == "fails"
    assert told.parts["vettori"]["state"] == "absent"
    assert told.parts["vettori"]["what"] == "0 passaggi su 1."
    healed = ctl("doctor", "--json")
    assert (healed.code, healed.parts["parole"]["state"]) == (0, "works")


def test_who_holds_a_lock_is_named_unless_it_has_died(ctl: Run, here: Path) -> None:
    lock = FolderLock(here / "library", "write")
    assert lock.try_acquire()
    assert f"processo {os.getpid()}" in ctl("doctor", "--json").parts["lucchetti"]["what"]
    remark = here / "library/write.holder"
    for pid in ("999999999", "0", "-1", "x", "9" * 40):
        remark.write_text(json.dumps({"pid": pid, "command": "ctl", "since": ""}))
        assert ctl("doctor", "--json").parts["lucchetti"]["what"] == "Liberi."
    lock.release()


def test_vectors_of_another_embedder_are_told(
    ctl: Run, monkeypatch: pytest.MonkeyPatch, vectors: str
) -> None:
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:prova")
    monkeypatch.setenv("OPENAI_BASE_URL", vectors)
    told = ctl("doctor", "--json")
    assert told.code == 3
    assert "ctl reembed" in told.parts["modello dei vettori"]["advice"]
    assert told.parts["vettori"]["state"] == "works"


def test_an_unknown_embedder_is_wrong_usage(ctl: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTL_EMBEDDINGS", "sconosciuto")
    told = ctl("doctor", "--json")
    assert told.code == 2
    assert told.parts["modello dei vettori"]["state"] == "fails"


@pytest.mark.parametrize(
    ("key", "code", "words"), [(KEY, 0, "«openai-prova-3»"), ("altra", 4, "non accetta la chiave")]
)
def test_the_embeddings_endpoint_is_tried(
    ctl: Run, monkeypatch: pytest.MonkeyPatch, vectors: str, key: str, code: int, words: str
) -> None:
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:prova")
    monkeypatch.setenv("OPENAI_BASE_URL", vectors)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert ctl("reembed").code == 0
    monkeypatch.setenv("OPENAI_API_KEY", key)
    told = ctl("doctor", "--json")
    assert told.code == code
    assert words in told.parts["modello dei vettori"]["what"]
    without = ctl("doctor", "--json", "--library", "niente")
    assert without.code == 3
    assert words in without.parts["modello dei vettori"]["what"]


def test_an_embeddings_endpoint_that_is_away_is_told(
    ctl: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_library(here / "library", HASH)) as library:
        library.store.set_meta("embedder", "openai-prova-64;x")
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:prova")
    monkeypatch.setenv("CTL_RETRIEVAL__BASE_URL", NOWHERE)
    told = ctl("doctor", "--json")
    assert told.code == 4
    assert "127.0.0.1:9" in told.parts["modello dei vettori"]["what"]


def test_the_model_is_tried(
    ctl: Run, monkeypatch: pytest.MonkeyPatch, scripted: ScriptedModel
) -> None:
    monkeypatch.setenv("CTL_MODEL", "prova")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", scripted.url)
    scripted.script = lambda _asked: "pronto"
    told = ctl("doctor", "--json")
    assert (told.code, told.parts["modello"]["state"]) == (0, "works")
    assert "«prova»" in told.parts["modello"]["what"]
    scripted.script = lambda _asked: Fault(401)
    told = ctl("doctor", "--json")
    assert (told.code, told.parts["modello"]["state"]) == (4, "fails")
    assert "chiave" in told.parts["modello"]["what"]
    monkeypatch.setenv("OPENAI_BASE_URL", NOWHERE)
    without = ctl("doctor", "--json", "--library", "niente")
    assert (without.code, without.parts["modello"]["state"]) == (3, "fails")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"CTL_TODAY": "2026-03-05"}, "2026-03-05"),
        ({"OPENAI_BASE_URL": NOWHERE}, "nessun modello"),
        ({"OPENAI_BASE_URL": "http://modelli.example/v1", "OPENAI_API_KEY": KEY}, "in chiaro"),
    ],
)
def test_odd_settings_are_remarked(
    ctl: Run, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    told = ctl("doctor")
    assert told.code == 0
    remarks = [line for line in told.out.splitlines() if line[2:].startswith("impostazioni")]
    assert all(line.startswith("–") for line in remarks)
    assert any(words in line for line in remarks)


def test_a_full_disk_and_missing_programs_are_told(
    ctl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**6))
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    told = ctl("doctor", "--json")
    assert told.code == 1
    assert told.parts["spazio"]["state"] == "fails"
    assert {told.parts[name]["state"] for name in ("tesseract", "dot")} == {"absent"}


def test_the_most_basic_failure_gives_the_code() -> None:
    def code(*codes: int) -> int:
        return exit_code([Finding("x", State.FAILS, "", code=one) for one in codes])

    assert [code(), code(0), code(1, 4), code(4, 3), code(3, 2, 1)] == [0, 0, 4, 3, 2]


# --- reembed ----------------------------------------------------------------------------------


def test_reembed_says_what_it_made(ctl: Run, monkeypatch: pytest.MonkeyPatch, vectors: str) -> None:
    assert ctl("reembed").out == "I vettori sono già di «hash-1».\n"
    assert ctl("reembed", "--all").out == "1 passaggi hanno i vettori di «hash-1».\n"
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:prova")
    monkeypatch.setenv("CTL_RETRIEVAL__BASE_URL", vectors)
    assert ctl("search", "sede").code == 3
    assert ctl("reembed").code == 4
    monkeypatch.setenv("CTL_RETRIEVAL__API_KEY", KEY)
    told = ctl("reembed", "--json")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out) == {"embedder": "openai-prova-3", "made": 1}
    assert json.loads(ctl("search", "sede", "--json").out)["hits"]


def test_a_question_is_answered_by_words_where_the_endpoint_is_away(
    ctl: Run, monkeypatch: pytest.MonkeyPatch, vectors: str
) -> None:
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:prova")
    monkeypatch.setenv("CTL_RETRIEVAL__BASE_URL", vectors)
    monkeypatch.setenv("CTL_RETRIEVAL__API_KEY", KEY)
    assert ctl("reembed").code == 0
    monkeypatch.setenv("CTL_RETRIEVAL__BASE_URL", NOWHERE)
    hits = json.loads(ctl("search", "sede", "--json").out)["hits"]
    assert "sede" in hits[0]["text"]
    told = ctl("ask", "Che cosa riguarda il foglio 7?", "--json")
    assert told.code == 0
    assert json.loads(told.out)["status"] != "failed"


def test_reembed_without_a_library_makes_none(ctl: Run, here: Path) -> None:
    assert ctl("reembed", "--library", "niente").code == 3
    assert not (here / "niente").exists()


def test_nothing_heavy_is_loaded_to_say_help(ctl: Run) -> None:
    before = set(sys.modules)
    assert "doctor" in ctl("--help").out
    assert not {"httpx", "openai"} & (set(sys.modules) - before)
