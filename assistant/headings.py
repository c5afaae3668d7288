"""What an act's own heading answers: its object, its date, its office, which act bears a code."""

import re
from collections.abc import Iterator, Sequence

from assistant.named import asks_for_heading, find_meant, read_references
from assistant.question import Query
from assistant.types import DraftSentence
from assistant.write import display
from corpus.act_names import act_id
from corpus.claims import HeldAct
from corpus.dates import read_date
from corpus.library import Library
from corpus.mention_forms import plain
from corpus.quotes import find_quote
from corpus.types import Page, Span

_MOST_ACTS = 3
"""Acts that are shown where several fit what the question says."""
_DATED = 4_000
"""Characters of an act's first page in which its date is looked for."""
_OBJECT = re.compile(
    r"\boggett[oi]\b|\btratta\b|\briguard|\bargoment|\btitolo\b|\bparla\b|\bconcern|\bmateria\b"
    r"|\bsubject\b|\babout\b|\btitle\b"
)
_DATE = re.compile(r"\bdata\b|\bquando\b|\bgiorno\b|\banno\b|\bdate\b|\bwhen\b|\bday\b")
_OFFICE = re.compile(r"\bchi\b|\bufficio\b|\bsettore\b|\bservizio\b|\bfirm|\bwho\b|\bsigned\b")
_WHICH = re.compile(
    r"\b(?:qual[ei]|che|quali)\b[^?]{0,40}\b(?:att[oi]|determin\w+|decret[oi]|delib\w+"
    r"|provvediment[oi])|\b(?:which|what) (?:act|decree|resolution|determination)"
)
_MINUTES = re.compile(r"l' ?anno (?:due ?mila|mille|(?:19|20)\d\d)[^.;]{8,90}")
_DIGIT = re.compile(r"(?<![\w/.-])\d")

_Held = tuple[str, HeldAct]


def read_headings(query: Query, library: Library) -> tuple[DraftSentence, ...]:
    """The quotes by which acts answer a question about themselves; () where it asks for more."""
    low = plain(query.text)
    references = read_references(query.text, query.acts)
    if references:
        held = _named(query, library)
        if not asks_for_heading(query.text, references, [act_id(one.act) for _, one in held]):
            return ()
        wanted = [pattern.search(low) is not None for pattern in (_OBJECT, _DATE, _OFFICE)]
    else:
        held = _bearing(query, library, low)
        wanted = [True, False, False]
    if not any(wanted):
        return ()
    drafts = []
    for group, (document_id, one) in enumerate(held[:_MOST_ACTS], start=1):
        page = library.page(document_id, one.quote.page if one.quote else one.page)
        spans = list(dict.fromkeys(_find_spans(page, one, wanted)))
        if not spans:
            return ()
        drafts += [
            DraftSentence(display(page.text[span.start : span.end]), (span,), group)
            for span in spans
        ]
    return tuple(drafts)


def _named(query: Query, library: Library) -> list[_Held]:
    """The acts that the question names, as the documents hold them."""
    found: dict[tuple[str, str], None] = {}
    for one in read_references(query.text, query.acts):
        hits, _ = find_meant(query.text, one, library.words(), None)
        found |= dict.fromkeys((hit.document_id, hit.act_id or "") for hit in hits)
    return _held(library, list(found))


def _bearing(query: Query, library: Library, low: str) -> list[_Held]:
    """The acts whose headings bear the code that the question names."""
    codes = [code for code in query.codes if not code.startswith("act:")]
    bare = not re.sub(r"\b(?:cig|cup|codice)\b|[\W_]|" + "|".join(map(re.escape, codes)), "", low)
    if not codes or not (bare or _WHICH.search(low)):
        return []
    hits = [hit for code in codes for hit in library.words().search_codes([f"top:{code}"], 20)]
    return _held(library, list(dict.fromkeys((hit.document_id, hit.act_id or "") for hit in hits)))


def _held(library: Library, places: Sequence[tuple[str, str]]) -> list[_Held]:
    return [
        (document_id, one)
        for document_id, act in places[: 2 * _MOST_ACTS]
        for one in library.claims.acts_of(document_id)
        if act_id(one.act) == act
    ]


def _find_spans(page: Page, one: HeldAct, wanted: Sequence[bool]) -> Iterator[Span]:
    """Where a page says of its act what is wanted (object, date, office), its name first."""
    text, first = page.text, one.start if page.number == one.page else 0
    day = _find_date(page, one.act.date or "", first) if wanted[1] else None
    if wanted[1] and day is None:
        return  # told in a way that is not known here: the passages shall answer
    if one.quote is not None:
        yield one.quote
    if day and not (one.quote and one.quote.start <= day.start and day.end <= one.quote.end):
        yield day
    for words, asked in ((one.object, wanted[0]), (one.office, wanted[2])):
        place = find_quote(text[first:], words) if words and asked else None
        if place:
            yield Span(page.document_id, page.number, first + place[0], first + place[1])


def _find_date(page: Page, date: str, first: int) -> Span | None:
    """The first place where a page says the day, in figures or as minutes tell it."""
    low = plain(page.text[: first + _DATED])
    for match in _DIGIT.finditer(low, first):
        day = read_date(low, match.start())
        if day and day.iso == date:
            return Span(page.document_id, page.number, match.start(), day.end)
    told = _MINUTES.search(low, first)
    return Span(page.document_id, page.number, *told.span()) if told else None
