"""The JSON of the contract, key by key."""

import json
from dataclasses import replace

from assistant.types import Answer, AnswerStatus, Citation, Note, NoteKind, Sentence
from assistant.wire import (
    answer_record,
    answer_text,
    citation_record,
    document_record,
    page_record,
    passage_record,
    search_record,
)
from corpus.types import (
    Authority,
    Chunk,
    Document,
    DocumentState,
    Format,
    Kind,
    Origin,
    Page,
    Passage,
)

TEXT = "Titolo\nIl bando chiude il 5 marzo 2026."
DOCUMENT = Document(
    id="0123456789abcdef",
    sha256="0123456789abcdef" * 4,
    title="Titolo",
    format=Format.PDF,
    kind=Kind.CALL,
    authority=Authority.OFFICIAL,
    language="it",
    pages=2,
    sources=("docs/a.pdf", "altri/a.pdf"),
)
PAGE = Page(DOCUMENT.id, 2, TEXT, Origin.EMBEDDED)
QUOTE = PAGE.quote(7, len(TEXT))
PASSAGE = Passage(
    Chunk(DOCUMENT.id, 2, 7, len(TEXT), QUOTE.text, ("Titolo",)), DOCUMENT, 1, 0.12345678, {"b": 1}
)
CITATION = Citation(1, QUOTE, "docs/a.pdf", None, "Titolo", None, "official", ocr=False)
ANSWER = Answer(
    "Quando chiude?",
    AnswerStatus.ANSWERED,
    "it",
    sentences=(Sentence("Chiude:", (1,), "lead"), Sentence("il 5 marzo 2026.", (1, 2), "item")),
    citations=(CITATION, replace(CITATION, n=2)),
    notes=(Note(NoteKind.MISSING, "Manca altro."),),
    nearest=(PASSAGE,),
    seconds={"retrieve": 0.1, "answer": 0.2, "total": 0.3},
)
PASSAGE_KEYS = {"document_id", "page", "start", "end", "section", "act_id"}
HIT_KEYS = PASSAGE_KEYS | {"rank", "score", "source", "title", "kind", "authority", "text"}


def test_an_answer_has_the_keys_of_the_contract() -> None:
    record = answer_record(ANSWER)
    assert set(record) >= {
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
    assert record["status"] == "answered"
    assert record["sentences"][1]["citations"] == [1, 2]
    assert record["notes"] == [{"kind": "missing", "text": "Manca altro."}]
    assert set(record["nearest"][0]) >= PASSAGE_KEYS
    assert set(record["seconds"]) == {"retrieve", "answer", "total"}
    assert json.loads(json.dumps(record)) == record


def test_the_text_of_an_answer_is_its_sentences_then_its_notes() -> None:
    assert answer_text(ANSWER) == "Chiude: [1]\n- il 5 marzo 2026. [1][2]\nManca altro."
    assert answer_text(replace(ANSWER, sentences=(), notes=())) == ""


def test_a_citation_has_the_keys_of_the_contract() -> None:
    record = citation_record(CITATION)
    assert record == {
        "n": 1,
        "document_id": DOCUMENT.id,
        "source": "docs/a.pdf",
        "url": None,
        "title": "Titolo",
        "page": 2,
        "quote": "Il bando chiude il 5 marzo 2026.",
        "start": 7,
        "end": len(TEXT),
        "act_id": None,
        "authority": "official",
        "ocr": False,
        "validity": "unknown",
    }
    assert TEXT[record["start"] : record["end"]] == record["quote"]


def test_a_hit_has_the_keys_of_the_contract() -> None:
    record = passage_record(PASSAGE)
    assert set(record) >= HIT_KEYS
    assert record["text"] == TEXT[record["start"] : record["end"]]
    assert (record["rank"], record["score"]) == (1, 0.123457)
    found = search_record("bando", [PASSAGE], 0.123456)
    assert (found["query"], found["seconds"], found["hits"]) == ("bando", 0.1235, [record])


def test_a_document_has_the_keys_of_the_contract() -> None:
    record = document_record(DocumentState(DOCUMENT, passages=3, vectors=2))
    assert set(record) >= {
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
    assert record["source"] == "docs/a.pdf"
    assert record["sources"] == ["docs/a.pdf", "altri/a.pdf"]
    assert record["vectors_ready"] is False
    assert document_record(DocumentState(DOCUMENT, 3, 3))["vectors_ready"] is True
    assert json.loads(json.dumps(record)) == record


def test_a_page_has_the_keys_of_the_contract() -> None:
    assert page_record(PAGE, "docs/a.pdf") == {
        "document_id": DOCUMENT.id,
        "source": "docs/a.pdf",
        "page": 2,
        "text": TEXT,
        "ocr": False,
    }
    assert page_record(replace(PAGE, origin=Origin.OCR), "x")["ocr"] is True
