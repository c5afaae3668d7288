"""The statements of a document: its sentences and rows, each with what stands around it.

All that is read into claims is read from here: one sentence at a time, with the act in whose text
it stands, its headings, and the date of the source that speaks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.act_names import ActName
from corpus.claims import HeldAct
from corpus.dates import MONTHS, read_date
from corpus.mention_forms import plain
from corpus.types import Chunk, Document, Page, Span

_NOTE = re.compile(r"(?:font[ei]|sources?|cfr\.?|vedi)\s*:", re.IGNORECASE)
_DATE_PLACES = re.compile(r"(?<![\w./])\d{1,2}(?=[ °./-])")
_MONTH = re.compile(
    rf"(?<!\w)({'|'.join(sorted(MONTHS, key=len, reverse=True))})\.? (\d{{4}})(?!\w)"
)
_ATTRIBUTED = re.compile(r"\((?:[^()]{0,60}, )?([^(),]{4,30})\)")
_LONGEST = 1_500
"""What is longer than this is no sentence that says one thing."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or row: `text` is the page's words at `span`, `low` the same in plain letters.

    `own` is the act in whose text it stands, None outside acts. `section` are the headings over
    it, outermost first; `lead` the words that introduce its list or table. `day` is the date of
    the source that speaks, YYYY-MM-DD, YYYY-MM or YYYY, None where none is told.
    """

    span: Span
    text: str
    low: str
    section: tuple[str, ...]
    lead: str
    day: str | None
    own: ActName | None

    @property
    def is_heading(self) -> bool:
        """Whether the words are one of the headings themselves."""
        return " ".join(self.text.split()) in self.section

    def place(self, start: int, end: int) -> Span:
        """Where a stretch of `text` stands on the page."""
        begin = self.span.start
        return Span(self.span.document_id, self.span.page, begin + start, begin + end)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read into statements, in order; `title` and `acts` are those of the document."""

    document: Document
    acts: tuple[HeldAct, ...]
    statements: tuple[Statement, ...]

    def is_object(self, statement: Statement) -> bool:
        """Whether a statement is (a part of) the subject line of the act in which it stands."""
        words = " ".join(statement.text.split()).lower()
        return statement.own is not None and any(
            one.act == statement.own and one.object and words in one.object.lower()
            for one in self.acts
        )


def read_statements(
    document: Document, pages: Sequence[Page], chunks: Sequence[Chunk], acts: Sequence[HeldAct] = ()
) -> Reading:
    """The statements of a document from its pages and passages; notes of origin are none."""
    texts = {page.number: page.text for page in pages}
    day = document.act_date or _dateline(pages[0].text if pages else "")
    found: list[Statement] = []
    for chunk in chunks:
        found += _of_chunk(document, texts[chunk.page], chunk, acts, day)
    return Reading(document, tuple(acts), tuple(found))


def _of_chunk(
    document: Document, text: str, chunk: Chunk, acts: Sequence[HeldAct], told: str | None
) -> Iterator[Statement]:
    spans = [(start, end) for start, end in chunk.sentences if end - start <= _LONGEST]
    for index, (start, end) in enumerate(spans):
        words = text[start:end]
        if _NOTE.match(words):
            continue
        own = _act_at(acts, chunk.page, start)
        day = _attributed_day(words)
        if day is None:
            day = (own.date if own else None) or _noted_day(text, spans[index + 1 :])
        yield Statement(
            Span(document.id, chunk.page, start, end),
            words,
            plain(words),
            chunk.section,
            chunk.lead,
            day or told,
            own,
        )


_HEAD = 1_500
_DATELINE = re.compile(
    r"^ *(?:(?:[A-ZÀ-Ý][\w'’.]+ ?){1,4}(?:\([A-Z]{2}\))?, ?(?:li |lì |il )?"
    r"|[^\n]{0,60}\b(?:pubblicat\w+|aggiornat\w+|data|inserit\w+|posted|published|updated)"
    r"(?: il| in data| on)?:? ?"
    r"|(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica),? )?(?=\d)",
    re.MULTILINE | re.IGNORECASE,
)
_DATELINE_END = re.compile(r" *(?:\n|\Z|[.–—|·(-]|,? ore\b|,? \d\d[:.]\d\d)")


def _dateline(text: str) -> str | None:
    """The date of a page that is no act: on a line of its own, or where a news text begins."""
    head = text[:_HEAD]
    low = plain(head)
    days = set()
    for match in _DATELINE.finditer(head):
        read = read_date(low, match.end())
        if read is not None and read.iso and _DATELINE_END.match(head, read.end):
            days.add(read.iso)
    return days.pop() if len(days) == 1 else None


def _act_at(acts: Sequence[HeldAct], page: int, start: int) -> ActName | None:
    for one in acts:
        if (one.page, one.start) <= (page, start) < (one.last, one.end):
            return one.act
    return None


def _attributed_day(words: str) -> str | None:
    """The date that a sentence itself gives for its source: "secondo Askanews (5 aprile 2023)"."""
    found = None
    for match in _ATTRIBUTED.finditer(words):
        found = whole_day(match[1]) or found
    return found


def _noted_day(text: str, after: Sequence[tuple[int, int]]) -> str | None:
    """The date in the note of origin below a statement, if its note names one source."""
    for start, end in after:
        words = text[start:end]
        if _NOTE.match(words):
            days = [day for part in re.split(r"[,;(\n]", words) if (day := whole_day(part))]
            return days[-1] if len(days) == 1 else None
    return None


def whole_day(words: str) -> str | None:
    """The date that `words` are, nothing but a date: YYYY-MM-DD, or YYYY-MM, or YYYY."""
    low = plain(words).strip(" .)")
    read = read_date(low, 0)
    if read is not None and read.iso and read.end == len(low):
        return read.iso
    month = _MONTH.fullmatch(low)
    if month:
        return f"{month[2]}-{MONTHS[month[1]]:02d}"
    return low if re.fullmatch(r"(?:19|20)\d\d", low) else None


_MARK = re.compile(
    r"\s*(?:(?P<bullet>[-–—•*·▪■□◦●○►✓→])|\(?(?P<letter>[a-z]{1,2})[).]|\(?(?P<number>\d{1,3})[).]"
    r"|\(?(?P<roman>[ivx]{1,5})\))\s"
)


def with_leads(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement | None]]:
    """Each statement with the one that introduces the list of which it is an item, or None."""
    lead: Statement | None = None
    form: str | None = None
    for statement in statements:
        mark = _MARK.match(statement.low)
        own = mark.lastgroup if mark else None
        if lead is not None and form is None and own is not None and own != _form(lead):
            form = own
        if lead is not None and (own is None or own != form):
            lead, form = None, None
        yield statement, lead
        if statement.low.rstrip().endswith(":"):
            lead, form = statement, None


def _form(statement: Statement) -> str | None:
    mark = _MARK.match(statement.low)
    return mark.lastgroup if mark else None


def find_days(low: str) -> list[tuple[int, int, str]]:
    """The whole dates of a plain text: (start, end, YYYY-MM-DD), in order."""
    found: list[tuple[int, int, str]] = []
    for match in _DATE_PLACES.finditer(low):
        if found and match.start() < found[-1][1]:
            continue
        read = read_date(low, match.start())
        if read is not None and read.iso:
            found.append((match.start(), read.end, read.iso))
    return found
