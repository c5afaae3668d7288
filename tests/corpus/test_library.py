"""The laws of the shelf: what was listed stays, what was removed leaves nothing."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.check import check_library
from corpus.errors import Locked, NotBuilt, NotHeld
from corpus.library import Library, open_library
from corpus.locks import FolderLock
from corpus.records import PENDING
from corpus.settings import RetrievalSettings
from corpus.types import Quote
from ingest.run import IngestReport

HASH = RetrievalSettings(embeddings="hash", wait_seconds=0.3)
Shelve = Callable[..., IngestReport]

RECOGNITION = "# Riconoscimento\n\nI cluster sono stati riconosciuti con il decreto FS-001.\n"
CALLS = "# Bandi\n\nIl bando chiude il 5 marzo 2026 alle ore 16.\n"


def test_a_document_is_found_by_words_as_soon_as_it_is_listed(
    library: Library, shelve: Shelve
) -> None:
    report = shelve({"a.md": RECOGNITION, "b.md": CALLS})
    assert report.totals["added"] == 2
    assert [state.document.source for state in library.documents()] == ["docs/a.md", "docs/b.md"]
    hits = library.words().search("riconosciuti", 5, (1, 0.3, 0.3))
    assert [library.records.document(hit.document_id).source for hit in hits] == ["docs/a.md"]  # type: ignore[union-attr]


def test_every_passage_is_a_slice_of_its_page(library: Library, shelve: Shelve) -> None:
    shelve({"a.md": RECOGNITION, "b.md": CALLS})
    for state in library.documents():
        for chunk in library.records.chunks_of(state.document.id):
            page = library.page(state.document.id, chunk.page)
            assert page.text[chunk.start : chunk.end] == chunk.text


def test_vectors_follow_and_are_counted(library: Library, shelve: Shelve) -> None:
    shelve({"a.md": RECOGNITION})
    assert not library.documents()[0].vectors_ready
    assert library.fill_vectors()
    assert library.documents()[0].vectors_ready
    assert check_library(library) == []


def test_a_changed_file_replaces_the_old_version_whole(library: Library, shelve: Shelve) -> None:
    old = shelve({"a.md": RECOGNITION}).files[0].document_id
    report = shelve({"a.md": CALLS})
    assert report.files[0].status == "updated"
    (state,) = library.documents()
    assert state.document.replaces == old
    assert library.words().search("riconosciuti", 5, (1, 0.3, 0.3)) == []
    library.fill_vectors()
    assert check_library(library) == []


def test_removing_leaves_nothing(library: Library, shelve: Shelve) -> None:
    report = shelve({"a.md": RECOGNITION, "b.md": CALLS})
    library.fill_vectors()
    library.remove([report.files[0].document_id or ""])
    assert library.words().search("riconosciuti", 5, (1, 0.3, 0.3)) == []
    with pytest.raises(NotHeld):
        library.page(report.files[0].document_id or "", 1)
    library.fill_vectors()
    assert check_library(library) == []
    assert len(list((library.folder / "originals").iterdir())) == 1
    assert library.store.counts().keys() == {report.files[1].document_id}


def test_the_same_bytes_elsewhere_are_one_document_with_two_sources(
    library: Library, shelve: Shelve
) -> None:
    report = shelve({"a.md": RECOGNITION, "copy/a.md": RECOGNITION})
    assert [entry.status for entry in report.files] == ["added", "unchanged"]
    assert report.files[1].warnings == ("same bytes as docs/a.md",)
    (state,) = library.documents()
    assert state.document.sources == ("docs/a.md", "docs/copy/a.md")
    library.forget_source(str((library.folder.parent / "docs/a.md").absolute()))
    assert [state.document.source for state in library.documents()] == ["docs/copy/a.md"]


def test_sync_forgets_files_that_have_gone(
    library: Library, shelve: Shelve, tmp_path: Path
) -> None:
    shelve({"a.md": RECOGNITION, "b.md": CALLS})
    (tmp_path / "docs/a.md").unlink()
    report = shelve({}, sync=True)
    assert report.totals["removed"] == 1
    assert [state.document.source for state in library.documents()] == ["docs/b.md"]


def test_a_writer_killed_before_listing_leaves_nothing_behind(
    library: Library, shelve: Shelve
) -> None:
    shelve({"a.md": RECOGNITION})
    (state,) = library.documents()
    ghost = replace(state.document, id="f" * 16, sha256="f" * 64)
    page = replace(library.page(state.document.id, 1), document_id=ghost.id)
    with library.records.writing() as connection:
        library.records.add_pending(connection, ghost, [page], [])
    assert len(library.records.documents(PENDING)) == 1
    shelve({"b.md": CALLS})
    assert library.records.documents(PENDING) == []
    library.fill_vectors()
    assert check_library(library, repair=True) == []


def test_vectors_whose_tables_were_never_made_are_none_yet(
    library: Library, shelve: Shelve
) -> None:
    shelve({"a.md": RECOGNITION})
    vectors = library.folder / "vectors" / "sentences.sqlite"
    vectors.parent.mkdir(exist_ok=True)
    vectors.write_bytes(b"")  # as a kill in the middle of making them leaves it
    again = open_library(library.folder, HASH)
    assert [state.passages for state in again.documents()] == [1]
    again.fill_vectors()
    assert again.store.count() == 1
    assert check_library(again) == []
    again.close()


def test_words_that_fell_behind_catch_up(library: Library, shelve: Shelve) -> None:
    shelve({"a.md": RECOGNITION})
    reflects = library.folder / "words" / "reflects.json"
    behind = reflects.read_text()
    shelve({"b.md": CALLS})
    reflects.write_text(behind)
    again = open_library(library.folder, HASH)
    assert len(again.words().search("bando", 5, (1, 0.3, 0.3))) == 1
    assert check_library(again)[0].part == "vectors"
    again.close()


def test_words_of_an_older_form_are_made_again(library: Library, shelve: Shelve) -> None:
    shelve({"a.md": RECOGNITION})
    held = library.records.documents()[0]
    words = library.folder / "words"
    shutil.rmtree(words)
    words.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body")
    tantivy.Index(builder.build(), path=str(words))
    (words / "reflects.json").write_text('{"version": 1, "schema": 1}')
    again = open_library(library.folder, HASH)
    assert again.words().count() == len(library.records.chunks_of(held.id)) > 0
    shelve({"b.md": CALLS})
    assert len(again.words().search("bando", 5, (1, 0.3, 0.3))) == 1
    again.close()


def test_words_are_made_again_from_the_records(library: Library, shelve: Shelve) -> None:
    shelve({"a.md": RECOGNITION})
    library.fill_vectors()
    for path in (library.folder / "words").iterdir():
        path.unlink()
    assert not all(fault.repaired for fault in check_library(library))
    faults = check_library(library, repair=True)
    assert {fault.part for fault in faults} == {"words"}
    assert all(fault.repaired for fault in faults)
    assert check_library(library) == []


def test_an_altered_original_is_told(library: Library, shelve: Shelve) -> None:
    shelve({"a.md": RECOGNITION})
    library.fill_vectors()
    next((library.folder / "originals").iterdir()).write_bytes(b"x")
    (fault,) = check_library(library, repair=True)
    assert fault.part == "originals"
    assert not fault.repaired


def test_a_second_writer_is_told_who_holds_the_lock(library: Library, shelve: Shelve) -> None:
    other = FolderLock(library.folder, "write")
    assert other.try_acquire()
    with pytest.raises(Locked, match=r"processo \d+"):
        shelve({"a.md": RECOGNITION})
    other.release()
    assert shelve({"a.md": RECOGNITION}).totals["added"] == 1


def test_a_missing_library_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="ctl ingest"):
        open_library(tmp_path / "none", HASH)
    assert not (tmp_path / "none").exists()


def test_another_process_searches_through_the_holder(library: Library, shelve: Shelve) -> None:
    shelve({"a.md": RECOGNITION, "b.md": CALLS})
    library.fill_vectors()
    own_vector, own = library.nearest("Quando chiude il bando?", 3)
    reader = open_library(library.folder, HASH)
    vector, hits = reader.nearest("Quando chiude il bando?", 3)
    assert reader.meaning.held is None
    assert hits == own
    assert (vector == own_vector).all()
    assert hits[0][1] == pytest.approx(1.0, abs=1.0)
    reader.close()


def test_a_restricted_search_stays_within_its_documents(library: Library, shelve: Shelve) -> None:
    report = shelve({"a.md": RECOGNITION, "b.md": CALLS})
    library.fill_vectors()
    wanted = report.files[1].document_id or ""
    _, hits = library.nearest("decreto di riconoscimento", 5, [wanted])
    owners = {library.records.chunks([n])[n].document_id for n, _ in hits}
    assert owners == {wanted}


def test_a_document_is_named_by_id_prefix_or_source(library: Library, shelve: Shelve) -> None:
    document_id = shelve({"a.md": RECOGNITION}).files[0].document_id or ""
    for reference in (document_id, document_id[:6], "docs/a.md"):
        assert library.records.find_document(reference).id == document_id
    with pytest.raises(NotHeld):
        library.records.find_document("docs/none.md")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=3),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_add_then_remove_leaves_nothing(
    library: Library, shelve: Shelve, tmp_path: Path, texts: list[str]
) -> None:
    for path in (tmp_path / "docs").glob("*"):
        path.unlink()
    report = shelve({f"{n}.txt": f"Testo {text}" for n, text in enumerate(texts)})
    held = list(dict.fromkeys(e.document_id for e in report.files if e.document_id))
    for document_id in held:
        for page in library.records.pages(document_id):
            quote: Quote = page.quote(0, len(page.text))
            assert page.text[quote.span.start : quote.span.end] == quote.text
    library.remove(held)
    assert library.documents() == []
    assert library.words().count() == 0
    assert list((library.folder / "originals").iterdir()) == []
