"""What the library notes of a document: the acts it holds, its kind, title and standing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from corpus.act_names import ActName, act_id, read_act_id
from corpus.claims import Correction, HeldAct
from corpus.types import Authority, Document, Format, Kind, Span
from ingest.act_split import ActStretch, find_acts
from ingest.acts import kind_of_act
from ingest.page import ReadDocument

_SURE_ACT = 0.65
"""A document counts as an act from this confidence; annexes and file names alone stay below."""
_SHEET = re.compile(r"scheda redazionale|editorial sheet", re.IGNORECASE)
_DEMONSTRATION = re.compile(r"fac-?simile|documento dimostrativo|demonstration", re.IGNORECASE)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.RESOLUTION, re.compile(r"\b(?:deliberazione|delibera|d\.?g\.?r)\b", re.IGNORECASE)),
    (Kind.DECREE, re.compile(r"\b(?:decreto|determinazione|determina)\b", re.IGNORECASE)),
    (Kind.LAW, re.compile(r"\b(?:legge|regolamento)\b", re.IGNORECASE)),
    (Kind.CALL, re.compile(r"\b(?:bando|avviso|call|manifestazione)\b", re.IGNORECASE)),
    (Kind.REPORT, re.compile(r"\b(?:relazione|rapporto|report|monitoraggio)\b", re.IGNORECASE)),
)


def describe(read: ReadDocument, digest: str, size: int) -> Document:
    """What the library notes of a document from what was read of it, its acts apart."""
    pages = [page.text for page in read.pages if page.readable]
    return Document(
        id=digest[:16],
        sha256=digest,
        title=read.title,
        format=read.format,
        kind=_kind(read, pages),
        authority=(
            Authority.DEMONSTRATION if _on_every(_DEMONSTRATION, pages) else Authority.SECONDARY
        ),
        language=read.language,
        pages=len(read.pages),
        sources=(),
        url=read.url,
        ingested_at=datetime.now(UTC).isoformat(timespec="seconds"),
        size=size,
        warnings=read.warnings,
    )


def _on_every(pattern: re.Pattern[str], pages: Iterable[str]) -> bool:
    texts = list(pages)
    return bool(texts) and all(pattern.search(text) for text in texts)


def _kind(read: ReadDocument, pages: Sequence[str]) -> Kind:
    if _on_every(_SHEET, pages):
        return Kind.FACTSHEET
    for kind, pattern in _KINDS:
        if pattern.search(read.title):
            return kind
    return Kind.PAGE if read.format is Format.HTML else Kind.OTHER


# --- the acts of a document ---------------------------------------------------------------------


def hold_acts(document: Document, pages: Sequence[str]) -> tuple[HeldAct, ...]:
    """The acts that a document is or holds, from its pages, name and title; () where it is none."""
    name = PurePosixPath(document.source.replace("\\", "/")).name
    return tuple(
        _hold(document.id, one)
        for one in find_acts(pages, name, document.title)
        if one.act.confidence >= _SURE_ACT
    )


def _hold(document_id: str, one: ActStretch) -> HeldAct:
    own = one.act
    quote = Span(document_id, own.page, own.start, own.end) if own.end > own.start else None
    return HeldAct(
        ActName(own.type, own.issuer, own.number, own.date),
        one.page,
        one.start,
        one.last_page,
        one.end,
        own.object,
        own.office,
        own.confidence,
        quote,
    )


def with_acts(document: Document, acts: Sequence[HeldAct]) -> Document:
    """The document as the act that it is; one that holds several is none of them."""
    if len(acts) != 1:
        return document
    act = acts[0]
    return replace(
        document,
        kind=kind_of_act(act.act.type),
        act_id=act_id(act.act),
        act_date=act.act.date,
        act_object=act.object,
    )


# --- what persons correct -----------------------------------------------------------------------

CORRECTABLE = ("title", "kind", "act", "date", "object")


def correct_acts(
    acts: Sequence[HeldAct],
    pages: Sequence[str],
    corrections: Iterable[Correction],
) -> tuple[HeldAct, ...]:
    """The acts with what a person says of act, date and object; these win over what is read."""
    said = {one.field: one.value for one in corrections}
    if not {"act", "date", "object"} & said.keys():
        return tuple(acts)
    if acts:
        held = acts[0]
    elif "act" in said:
        name = read_act_id(said["act"])
        held = HeldAct(name, 1, 0, len(pages), len(pages[-1]) if pages else 0)
    else:
        return tuple(acts)
    name = read_act_id(said["act"]) if "act" in said else held.act
    if "date" in said:
        name = replace(name, date=said["date"])
    held = replace(held, act=name, object=said.get("object", held.object), confidence=1.0)
    return (held, *acts[1:])


def correct_document(document: Document, corrections: Iterable[Correction]) -> Document:
    """The document with what a person says of its title and kind."""
    said = {one.field: one.value for one in corrections}
    document = replace(document, title=said.get("title", document.title))
    return replace(document, kind=Kind(said["kind"])) if "kind" in said else document
