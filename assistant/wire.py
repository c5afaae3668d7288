"""Answers, passages and documents as the JSON of the contract."""

from collections.abc import Mapping
from typing import Any

from assistant.types import Answer, Citation
from corpus.types import Chunk, DocumentState, Page, Passage


def chunk_record(chunk: Chunk) -> dict[str, Any]:
    """A passage: where it stands and its heading path."""
    return {
        "document_id": chunk.document_id,
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
        "section": list(chunk.section),
        "act_id": chunk.act_id,
    }


def passage_record(passage: Passage) -> dict[str, Any]:
    """A hit of `ctl search`, and each of `nearest`."""
    document = passage.document
    return {
        "rank": passage.rank,
        "score": round(passage.score, 6),
        **chunk_record(passage.chunk),
        "source": document.source,
        "title": document.title,
        "kind": document.kind.value,
        "authority": document.authority.value,
        "text": passage.chunk.text,
        "signals": {name: round(value, 4) for name, value in sorted(passage.signals.items())},
    }


def citation_record(citation: Citation) -> dict[str, Any]:
    """A citation."""
    span = citation.quote.span
    return {
        "n": citation.n,
        "document_id": span.document_id,
        "source": citation.source,
        "url": citation.url,
        "title": citation.title,
        "page": span.page,
        "quote": citation.quote.text,
        "start": span.start,
        "end": span.end,
        "act_id": citation.act_id,
        "authority": citation.authority,
        "ocr": citation.ocr,
        "validity": citation.validity,
    }


def answer_text(answer: Answer) -> str:
    """The sentences with their marks, then the remarks."""
    lines = []
    for sentence in answer.sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        bullet = "- " if sentence.form == "item" else ""
        lines.append(f"{bullet}{sentence.text} {marks}")
    return "\n".join([*lines, *(remark.text for remark in answer.notes)])


def answer_record(answer: Answer) -> dict[str, Any]:
    """The JSON of `ctl ask` and `POST /api/v1/ask`."""
    return {
        "id": answer.id,
        "question": answer.question,
        "understood_as": answer.understood_as or None,
        "lang": answer.lang,
        "status": answer.status.value,
        "answer": answer_text(answer),
        "sentences": [
            {"text": one.text, "citations": list(one.citations), "form": one.form}
            for one in answer.sentences
        ],
        "citations": [citation_record(one) for one in answer.citations],
        "notes": [{"kind": one.kind.value, "text": one.text} for one in answer.notes],
        "choices": list(answer.choices),
        "nearest": [passage_record(one) for one in answer.nearest],
        "unsupported_dropped": answer.unsupported_dropped,
        "confidence": answer.confidence,
        "mode": answer.mode,
        "model": answer.model,
        "prompts": list(answer.prompts),
        "usage": {
            "input_tokens": answer.usage.input_tokens,
            "output_tokens": answer.usage.output_tokens,
            "cost": answer.usage.cost,
            "calls": answer.usage.calls,
        },
        "library_version": answer.library_version,
        "seconds": dict(answer.seconds),
    }


def document_record(state: DocumentState) -> dict[str, Any]:
    """A line of `ctl documents`."""
    document = state.document
    return {
        "document_id": document.id,
        "source": document.source,
        "sources": list(document.sources),
        "title": document.title,
        "kind": document.kind.value,
        "authority": document.authority.value,
        "pages": document.pages,
        "passages": state.passages,
        "vectors": state.vectors,
        "vectors_ready": state.vectors_ready,
        "act_id": document.act_id,
        "act_date": document.act_date,
        "act_object": document.act_object,
        "ingested_at": document.ingested_at,
        "replaces": document.replaces,
        "container": document.container,
        "url": document.url,
        "language": document.language,
        "warnings": list(document.warnings),
    }


def page_record(page: Page, source: str) -> dict[str, Any]:
    """The JSON of `ctl page`."""
    return {
        "document_id": page.document_id,
        "source": source,
        "page": page.number,
        "text": page.text,
        "ocr": page.origin.value == "ocr",
    }


def search_record(query: str, hits: list[Passage], seconds: float) -> Mapping[str, Any]:
    """The JSON of `ctl search`."""
    return {
        "query": query,
        "seconds": round(seconds, 4),
        "hits": [passage_record(hit) for hit in hits],
    }
