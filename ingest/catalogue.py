"""From a document's pages and passages to all that it says: acts, relations, recognitions, facts.

A pure function of what the records hold, so that claims can be made anew from them at any time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.act_names import act_id
from corpus.claims import Claims, Correction, Fact, HeldAct, Topic
from corpus.library import Library
from corpus.types import Chunk, Document, Page
from ingest.act_terms import find_terms
from ingest.calls import find_calls
from ingest.describe import correct_acts, correct_document, hold_acts, with_acts
from ingest.facts import find_facts, find_members_of_group
from ingest.recognitions import find_recognitions
from ingest.relations import find_relations
from ingest.statements import Reading, read_statements

RULES = 5
"""Grows whenever the rules read more or otherwise; claims made by older rules are made anew."""


def catalogue(
    document: Document,
    pages: Sequence[Page],
    chunks: Sequence[Chunk],
    corrections: Sequence[Correction] = (),
) -> tuple[Document, list[Chunk], Claims]:
    """The document as what it is, its passages with their acts, and all that it says."""
    texts = [page.text for page in pages]
    acts = correct_acts(hold_acts(document, texts), texts, corrections)
    document = correct_document(with_acts(document, acts), corrections)
    chunks = [replace(chunk, act_id=_act_of(chunk, acts)) for chunk in chunks]
    reading = read_statements(document, pages, chunks, acts)
    return (
        document,
        chunks,
        Claims(
            acts,
            tuple(find_relations(reading)),
            tuple(find_recognitions(reading)),
            (
                *find_terms(reading),
                *find_facts(reading),
                *_groups(reading),
                *find_calls(reading),
            ),
        ),
    )


def _groups(reading: Reading) -> Iterator[Fact]:
    """Which clusters are "the nine", as the document counts them."""
    for count, ids, span in find_members_of_group(reading):
        yield Fact(Topic.CLUSTER, f"group:{count}", "group", " ".join(ids), span)


def _act_of(chunk: Chunk, acts: Sequence[HeldAct]) -> str | None:
    for one in acts:
        if (one.page, one.start) <= (chunk.page, chunk.start) < (one.last, one.end):
            return act_id(one.act)
    return None


def recatalogue(library: Library, document: Document) -> None:
    """Make anew what a held document is and says, from the records."""
    pages = library.records.pages(document.id)
    chunks = library.records.chunks_of(document.id)
    corrections = library.claims.corrections("document", document.id)
    document, chunks, claims = catalogue(document, pages, chunks, corrections)
    acts = {chunk.id: chunk.act_id for chunk in chunks if chunk.id is not None}
    library.recatalogue(document, claims, acts, RULES)


def bring_up_to_date(library: Library) -> int:
    """Make anew the claims that older rules made; gives how many documents that were."""
    stale = library.claims.uncatalogued(RULES)
    for document in library.records.documents_by_id(stale).values():
        recatalogue(library, document)
    return len(stale)
