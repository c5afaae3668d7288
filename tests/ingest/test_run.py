"""Every file gets one entry and a name of its own; what stands in the library follows the files."""

import json
import os
import socket
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from corpus.check import check_library
from corpus.library import Library, open_library
from corpus.settings import RetrievalSettings
from corpus.types import Authority, Kind
from ingest.run import IngestOptions, IngestReport, ingest, report_record

HASH = RetrievalSettings(embeddings="hash", wait_seconds=0.3)
ENTRY_KEYS = {
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
Take = Callable[..., IngestReport]
Write = Callable[..., Path]


@pytest.fixture
def take(library: Library) -> Take:
    """Offers paths to the library."""

    def run(*offered: Path | str, **options: Any) -> IngestReport:
        return ingest([str(one) for one in offered], library, IngestOptions(**options))

    return run


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files (name → text or bytes) under the temporary folder, which comes back."""

    def run(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return run


def statuses(report: IngestReport) -> dict[str, str]:
    found = {entry.source: entry.status for entry in report.files}
    assert len(found) == len(report.files), "two entries with one source"
    return found


def sources(library: Library) -> list[tuple[str, ...]]:
    return [state.document.sources for state in library.documents()]


# --- names ------------------------------------------------------------------------------------


def test_a_source_is_the_path_from_the_parent_of_what_was_given(take: Take, write: Write) -> None:
    top = write({"docs/a.md": "Testo a.", "docs/sub/b.md": "Testo b.", "altro/c.md": "Testo c."})
    assert statuses(take(top / "docs", top / "altro/c.md")) == {
        "docs/a.md": "added",
        "docs/sub/b.md": "added",
        "c.md": "added",
    }


def test_folders_of_one_name_give_sources_of_their_own(
    take: Take, write: Write, library: Library
) -> None:
    top = write({f"{name}/docs/delibera.md": f"Delibera di {name}." for name in ("x", "y", "z")})
    first = statuses(take(top / "x/docs", top / "y/docs"))
    assert first == {"docs/delibera.md": "added", "y/docs/delibera.md": "added"}
    assert statuses(take(top / "z/docs")) == {"z/docs/delibera.md": "added"}
    again = take(top / "z/docs", top / "y/docs", top / "x/docs")
    assert set(statuses(again)) == {one for (one,) in sources(library)}
    assert again.totals["unchanged"] == 3


def test_a_known_place_keeps_its_source(take: Take, write: Write, library: Library) -> None:
    top = write({"x/docs/a.md": "Testo di x.", "y/docs/a.md": "Testo di y."})
    take(top / "x/docs", top / "y/docs")
    (top / "x/docs/a.md").unlink()
    take(top / "x/docs", sync=True)
    for offered in (top / "y/docs", top / "y/docs/a.md", top / "y"):
        assert list(statuses(take(offered))) == [library.documents()[0].document.source]


def test_a_name_that_is_no_utf8_is_shown_and_taken(
    take: Take, write: Write, library: Library
) -> None:
    folder = os.fsencode(write({"docs/b.md": "Testo b."}) / "docs")
    for name in (b"/perch\xe9.md", b"/vuoto\xff.md"):
        with open(folder + name, "wb") as writing:  # noqa: PTH123  # a name of bytes
            writing.write(b"" if b"vuoto" in name else b"Testo con un nome antico.")
    report = take(os.fsdecode(folder))
    assert statuses(report) == {
        "docs/b.md": "added",
        "docs/perch\\xe9.md": "added",
        "docs/vuoto\\xff.md": "quarantined",
    }
    json.dumps(report_record(report), ensure_ascii=False).encode()
    assert take(os.fsdecode(folder), sync=True).totals["unchanged"] == 2
    with open(folder + b"/vuoto\xff.md", "wb") as writing:  # noqa: PTH123
        writing.write(b"Ora il testo si legge.")
    assert take(retry=True).totals["added"] == 1
    for path in os.listdir(folder):  # noqa: PTH208  # names of bytes
        os.unlink(folder + b"/" + path)  # noqa: PTH108
    assert take(os.fsdecode(folder), sync=True).totals["removed"] == 3
    assert library.documents() == []


def test_composed_and_decomposed_names_are_two_files(take: Take, write: Write) -> None:
    names = [unicodedata.normalize(form, "docs/perché.md") for form in ("NFC", "NFD")]
    top = write({name: f"Testo {number}." for number, name in enumerate(names)})
    assert set(statuses(take(top / "docs"))) == set(names)


@pytest.mark.parametrize("second", ["docs", "docs/", "./docs", "{top}/docs", "docs/sub/.."])
def test_the_same_place_offered_twice_has_one_entry(
    take: Take, write: Write, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    top = write({"docs/a.md": "Testo a.", "docs/sub/b.md": "Testo b."})
    monkeypatch.chdir(top)
    offered = second.format(top=top)
    assert list(statuses(take("docs", offered, "docs/a.md"))) == ["docs/a.md", "docs/sub/b.md"]
    assert take(offered).totals == take("docs").totals | {"unchanged": 2}


def test_the_parent_folder_is_named_like_any_other(
    take: Take, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write({"docs/sub/b.md": "Testo b."}) / "docs/sub")
    assert list(statuses(take(".."))) == ["docs/sub/b.md"]


# --- odd files --------------------------------------------------------------------------------


def test_what_is_no_readable_file_is_quarantined_without_waiting(take: Take, write: Write) -> None:
    folder = write({"docs/.nascosto.md": "Testo nascosto.", "docs/vuoto.pdf": b""}) / "docs"
    os.mkfifo(folder / "fifo")
    (folder / "anello").symlink_to("anello")
    (folder / "cartella").symlink_to("..")
    (folder / "pendente").symlink_to("niente")
    (folder / "collegato.md").symlink_to(".nascosto.md")
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(folder / "presa"))
        report = take(folder, folder.parent / "non-esiste.pdf", folder / "fifo")
    assert statuses(report) == {
        "docs/.nascosto.md": "added",
        "docs/anello": "quarantined",
        "docs/collegato.md": "unchanged",
        "docs/fifo": "quarantined",
        "docs/pendente": "quarantined",
        "docs/presa": "quarantined",
        "docs/vuoto.pdf": "quarantined",
        str(folder.parent / "non-esiste.pdf"): "quarantined",
    }
    for entry in report.files:
        assert (entry.reason is None) == (entry.status != "quarantined")
        assert (entry.document_id is None) == (entry.status == "quarantined")


def test_a_file_that_may_not_be_read_is_quarantined(
    take: Take, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"docs/a.md": "Testo a.", "docs/chiuso.md": "Testo."}) / "docs"
    allowed = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "chiuso.md":
            raise PermissionError(13, "Permission denied")
        return allowed(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    report = take(folder)
    assert statuses(report) == {"docs/a.md": "added", "docs/chiuso.md": "quarantined"}
    assert "permessi" in (report.files[1].reason or "")


def test_an_address_that_is_none_does_not_stop_the_others(take: Take, write: Write) -> None:
    top = write({"a.md": "Testo a.", "elenco.toml": "x = 1"})
    wrong = ["http://[::1", "http:///x", "http://127.0.0.1:99999/", str(top / "elenco.toml")]
    report = take(*wrong, top / "a.md")
    assert report.totals["quarantined"] == 4
    assert report.totals["added"] == 1


def test_the_library_does_not_ingest_itself(
    take: Take, write: Write, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    monkeypatch.chdir(write({"a.md": "Testo a."}))
    assert library.folder.parent == Path.cwd()
    assert len(take(".").files) == 1
    assert take(".").totals["unchanged"] == 1


def test_a_folder_of_a_thousand_files_is_listed_whole(
    take: Take, write: Write, library: Library
) -> None:
    top = write({f"docs/{n % 30}/{n}.txt": f"Verbale numero {n}." for n in range(1_000)})
    started = time.perf_counter()
    report = take(top / "docs")
    took = time.perf_counter() - started
    assert report.totals["added"] == len(library.documents()) == library.words().count() == 1_000
    assert took < 60, f"{took:.1f} s"  # far above: machines differ, a quadratic step shows


# --- changes ----------------------------------------------------------------------------------


def test_a_file_turned_to_garbage_leaves_the_old_version(
    take: Take, write: Write, library: Library
) -> None:
    folder = write({"docs/a.md": "Testo buono."}) / "docs"
    take(folder)
    write({"docs/a.md": b"\x00\x01\x02" * 50})
    report = take(folder)
    assert statuses(report) == {"docs/a.md": "quarantined"}
    (state,) = library.documents()
    assert library.page(state.document.id, 1).text == "Testo buono."
    assert len(library.words().search("buono", 5)) == 1
    assert [one.source for one in library.records.quarantined()] == ["docs/a.md"]


@pytest.mark.parametrize("then", ["Testo buono.", "Testo migliore."])
def test_a_file_that_reads_again_leaves_the_quarantine(
    take: Take, write: Write, library: Library, then: str
) -> None:
    folder = write({"docs/a.md": "Testo buono."}) / "docs"
    take(folder)
    write({"docs/a.md": b""})
    take(folder)
    write({"docs/a.md": then})
    assert take(retry=True).totals["quarantined"] == 0
    assert library.records.quarantined() == []


def test_retry_forgets_a_quarantined_file_that_has_gone(
    take: Take, write: Write, library: Library
) -> None:
    folder = write({"docs/a.md": b"", "docs/b.md": "Testo b."}) / "docs"
    take(folder)
    (folder / "a.md").unlink()
    take(retry=True)
    assert library.records.quarantined() == []
    assert take(retry=True).files == ()


def test_retry_takes_what_reads_by_now(take: Take, write: Write, library: Library) -> None:
    folder = write({"docs/a.md": b""}) / "docs"
    take(folder)
    write({"docs/a.md": "Ora c'è del testo."})
    assert statuses(take(retry=True)) == {"docs/a.md": "added"}
    assert sources(library) == [("docs/a.md",)]


def test_a_changed_file_is_a_new_document_that_replaces_the_old(
    take: Take, write: Write, library: Library
) -> None:
    old = take(write({"docs/a.md": "Prima versione."}) / "docs").files[0].document_id
    write({"docs/a.md": "Seconda versione."})
    (entry,) = take(write({}) / "docs").files
    assert (entry.status, entry.document_id == old) == ("updated", False)
    assert [state.document.replaces for state in library.documents()] == [old]


def test_equal_files_of_one_run_are_one_document(
    take: Take, write: Write, library: Library
) -> None:
    top = write({"docs/a.md": "Uguale.", "docs/b.md": "Uguale.", "docs/c.md": "Uguale."})
    report = take(top / "docs")
    assert [entry.status for entry in report.files] == ["added", "unchanged", "unchanged"]
    assert report.files[1].warnings == ("same bytes as docs/a.md",)
    assert sources(library) == [("docs/a.md", "docs/b.md", "docs/c.md")]


def test_a_renamed_file_keeps_its_document(take: Take, write: Write, library: Library) -> None:
    folder = write({"docs/vecchio.md": "Testo."}) / "docs"
    old = take(folder).files[0].document_id
    (folder / "vecchio.md").rename(folder / "nuovo.md")
    report = take(folder, sync=True)
    assert report.totals == dict.fromkeys(report.totals, 0) | {"unchanged": 1}
    assert [state.document.id for state in library.documents()] == [old]
    assert sources(library) == [("docs/nuovo.md",)]


def test_a_text_that_moved_while_its_place_got_another_is_kept(
    take: Take, write: Write, library: Library
) -> None:
    take(write({"docs/a.md": "Testo vecchio."}) / "docs")
    report = take(write({"docs/a.md": "Testo nuovo.", "docs/b.md": "Testo vecchio."}) / "docs")
    assert report.totals["quarantined"] == 0
    assert sources(library) == [("docs/a.md",), ("docs/b.md",)]
    library.fill_vectors()
    assert check_library(library) == []


def test_two_texts_may_change_places(take: Take, write: Write, library: Library) -> None:
    before = take(write({"docs/a.md": "Testo uno.", "docs/b.md": "Testo due."}) / "docs").files
    after = take(write({"docs/a.md": "Testo due.", "docs/b.md": "Testo uno."}) / "docs").files
    assert [one.document_id for one in after] == [one.document_id for one in reversed(before)]
    assert sources(library) == [("docs/a.md",), ("docs/b.md",)]
    library.fill_vectors()
    assert check_library(library) == []


# --- sync -------------------------------------------------------------------------------------


def test_sync_looks_only_at_the_folders_given(take: Take, write: Write, library: Library) -> None:
    top = write({"x/a.md": "Testo a.", "xy/b.md": "Testo b.", "x/c.md": "Testo c."})
    take(top / "x", top / "xy")
    for name in ("x/a.md", "xy/b.md"):
        (top / name).unlink()
    assert take(top / "x/c.md", sync=True).totals["removed"] == 0
    assert take(top / "x", sync=True).totals["removed"] == 1
    assert sources(library) == [("x/c.md",), ("xy/b.md",)]


def test_without_sync_nothing_goes(take: Take, write: Write, library: Library) -> None:
    top = write({"x/a.md": "Testo a.", "x/c.md": "Testo c."})
    take(top / "x")
    (top / "x/a.md").unlink()
    assert take(top / "x").totals["removed"] == 0
    assert len(library.documents()) == 2


def test_sync_does_not_take_a_closed_folder_for_an_empty_one(
    take: Take, write: Write, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = write({"x/a.md": "Testo a.", "x/chiusa/b.md": "Testo b."})
    take(top / "x")
    look = os.scandir

    def refuse(path: Any = ".") -> Any:
        if str(path).endswith("chiusa"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = take(top / "x", sync=True)
    assert report.totals["removed"] == 0
    assert len(library.documents()) == 2
    assert statuses(report)["x/chiusa"] == "quarantined"


# --- what is declared -------------------------------------------------------------------------


def test_the_authority_declared_counts(take: Take, write: Write, library: Library) -> None:
    top = write({"docs/a.md": "Testo a.", "altri/b.md": "Testo b."})
    take(top / "docs")
    take(top / "altri", authority=Authority.OFFICIAL)
    assert [s.document.authority for s in library.documents()] == ["official", "secondary"]


def test_the_authority_declared_later_counts_too(
    take: Take, write: Write, library: Library
) -> None:
    folder = write({"docs/a.md": "Testo a."}) / "docs"
    take(folder)
    take(folder, authority=Authority.OFFICIAL)
    assert library.documents()[0].document.authority is Authority.OFFICIAL
    take(folder)
    assert library.documents()[0].document.authority is Authority.OFFICIAL


@pytest.mark.parametrize(
    ("text", "kind", "authority"),
    [
        ("# Decreto n. 5 del 2024\n\nSi decreta.", Kind.DECREE, Authority.SECONDARY),
        ("# Deliberazione n. X/1051\n\nLa Giunta.", Kind.RESOLUTION, Authority.SECONDARY),
        ("# Bando cluster\n\nScade domani.", Kind.CALL, Authority.SECONDARY),
        ("# Nota\n\nNiente di speciale.", Kind.OTHER, Authority.SECONDARY),
        ("# Decreto\n\nScheda redazionale.", Kind.FACTSHEET, Authority.SECONDARY),
        ("# Decreto\n\nFac-simile.", Kind.DECREE, Authority.DEMONSTRATION),
    ],
)
def test_a_document_is_described_by_its_words(
    take: Take, write: Write, library: Library, text: str, kind: Kind, authority: Authority
) -> None:
    take(write({"docs/a.md": text}) / "docs")
    (state,) = library.documents()
    assert (state.document.kind, state.document.authority) == (kind, authority)


# --- the report -------------------------------------------------------------------------------


def test_the_report_has_the_keys_of_the_contract(take: Take, write: Write) -> None:
    record = report_record(take(write({"docs/a.md": "Testo.", "docs/b": b""}) / "docs"))
    assert set(record) >= {"library_version", "seconds", "files", "totals"}
    files: Any = record["files"]
    assert all(set(entry) >= ENTRY_KEYS for entry in files)
    assert record["totals"] == {
        "added": 1,
        "unchanged": 0,
        "updated": 0,
        "removed": 0,
        "quarantined": 1,
    }
    assert json.loads(json.dumps(record)) == record


def test_progress_is_told_for_every_file(library: Library, write: Write) -> None:
    top = write({f"docs/{n}.md": f"Testo {n}." for n in range(5)})
    told: list[tuple[int, int, str]] = []
    ingest([str(top / "docs")], library, IngestOptions(), lambda *now: told.append(now))
    assert told == [(n + 1, 5, f"docs/{n}.md") for n in range(5)]


# --- beside another writer --------------------------------------------------------------------


@pytest.fixture
def other(library: Library) -> Iterator[Library]:
    """The same library, as another process has it open."""
    opened = open_library(library.folder, HASH)
    yield opened
    opened.close()


def test_folders_of_one_name_may_come_at_once(
    library: Library, other: Library, write: Write
) -> None:
    top = write({"x/docs/a.md": "Testo di x.", "y/docs/a.md": "Testo di y."})

    def interfere(_done: int, _all: int, _name: str) -> None:
        ingest([str(top / "y/docs")], other, IngestOptions())

    ingest([str(top / "x/docs")], library, IngestOptions(), interfere)
    assert len({source for (source,) in sources(library)}) == 2


def test_equal_files_may_come_at_once(library: Library, other: Library, write: Write) -> None:
    top = write({"x/docs/a.md": "Testo uguale.", "y/docs/a.md": "Testo uguale."})
    entries: list[str] = []

    def interfere(_done: int, _all: int, _name: str) -> None:
        entries.extend(one.status for one in ingest([str(top / "y")], other, IngestOptions()).files)

    ingest([str(top / "x")], library, IngestOptions(), interfere)
    assert [len(one) for one in sources(library)] == [2]
    library.fill_vectors()
    assert check_library(library) == []
