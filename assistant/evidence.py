"""What a model may rest its sentences on: stretches of pages under marks that no text can guess."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.retrieve import Retrieval
from assistant.types import DraftSentence
from corpus.text import sentences
from corpus.types import Document, Page, Passage, Span

SALT = secrets.token_bytes(16)
"""New with each process: a document cannot name a mark or a fence, since it cannot know it."""
_LONGEST = 2_400
"""Characters of one stretch that are shown."""
_LOOSE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of a page: its mark, its words, where its sentences and its headings stand."""

    mark: str
    span: Span
    text: str
    sentences: tuple[tuple[int, int], ...]
    headings: tuple[Span, ...]
    label: str


def gather_evidence(
    told: Sequence[DraftSentence],
    retrieval: Retrieval,
    most: int,
    pages: Callable[[str, int], Page],
    documents: Callable[[str], Document],
    salt: bytes = SALT,
) -> tuple[Evidence, ...]:
    """What registers told first, then the best passages; at most `most` of these."""
    found: dict[Span, Evidence] = {}
    for one in told:
        for span in one.spans:
            if span not in found:
                words = pages(span.document_id, span.page).text[span.start : span.end]
                title = documents(span.document_id).title
                label = f"{title}, p. {span.page}"
                own = ((span.start, span.end),)
                found[span] = Evidence(_mark(span, salt), span, words, own, (), label)
    for passage in retrieval.passages[:most]:
        one_more = _of_passage(passage, pages, salt)
        found.setdefault(one_more.span, one_more)
    return tuple(found.values())


def _of_passage(passage: Passage, pages: Callable[[str, int], Page], salt: bytes) -> Evidence:
    chunk = passage.chunk
    text = chunk.text[:_LONGEST]
    span = Span(chunk.document_id, chunk.page, chunk.start, chunk.start + len(text))
    own = tuple((start, end) for start, end in chunk.sentences if end <= span.end)
    if not own:
        own = tuple((chunk.start + a, chunk.start + b) for a, b in sentences(text))
    page = pages(chunk.document_id, chunk.page)
    headings = tuple(_find_headings(page, chunk.start, chunk.section))
    label = " – ".join(
        [passage.document.title, f"p. {chunk.page}", *(one for one in chunk.section if one)]
    )
    return Evidence(_mark(span, salt), span, text, own, headings, label)


def _find_headings(page: Page, before: int, section: Sequence[str]) -> Iterator[Span]:
    """Where the headings over a passage stand on its page, the nearest first."""
    for heading in reversed(section):
        at = page.text.rfind(heading, 0, before) if heading else -1
        if at >= 0:
            yield Span(page.document_id, page.number, at, at + len(heading))


def _mark(span: Span, salt: bytes) -> str:
    """A letter and four hexadecimal digits, such as "K3F09"."""
    words = f"{span.document_id}:{span.page}:{span.start}:{span.end}".encode()
    digest = hashlib.blake2s(words, key=salt).digest()
    return chr(ord("G") + digest[0] % 20) + digest[1:3].hex().upper()


def fence_of(question: str, salt: bytes = SALT) -> str:
    """The line between which the passages of a question stand."""
    return "==== " + hashlib.blake2s(question.encode(), key=salt).hexdigest()[:12] + " ===="


def as_text(evidence: Sequence[Evidence]) -> str:
    """The stretches as the model sees them: a line with mark and place, then the words."""
    blocks = []
    for one in evidence:
        label = _LOOSE.sub(" ", one.label)[:200]
        blocks.append(f"[{one.mark}] ({label})\n{_LOOSE.sub(' ', one.text).strip()}")
    return "\n\n".join(blocks)
