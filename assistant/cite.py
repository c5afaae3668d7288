"""Words of a page → a citation: cut by offsets, with document, act, and whether it holds."""

from collections.abc import Sequence
from datetime import date

from assistant.types import Citation
from corpus.act_names import act_id, read_act_id
from corpus.act_register import ActRegister, State, validity_on
from corpus.claims import HeldAct
from corpus.library import Library
from corpus.types import Document, Origin, Page, Quote, Span


class Citer:
    """Makes citations from one library, as of one day."""

    def __init__(self, library: Library, day: date) -> None:
        """Cite from `library`; validity is told for `day`."""
        self._library = library
        self._day = day
        self._register = ActRegister(library.claims)
        self._pages: dict[tuple[str, int], Page] = {}
        self._documents: dict[str, Document] = {}
        self._held: dict[str, Sequence[HeldAct]] = {}
        self._states: dict[str, State] = {}

    def page(self, document_id: str, number: int) -> Page:
        """A page, read once; raises `NotHeld`."""
        key = document_id, number
        if key not in self._pages:
            self._pages[key] = self._library.page(document_id, number)
        return self._pages[key]

    def document(self, document_id: str) -> Document:
        """A document, read once; raises `NotHeld`."""
        if document_id not in self._documents:
            self._documents[document_id] = self._library.records.find_document(document_id)
        return self._documents[document_id]

    def quote(self, span: Span) -> Quote:
        """The words of a span, without white space around them."""
        page = self.page(span.document_id, span.page)
        words = page.text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        return page.quote(start, start + len(words.strip()))

    def cite(self, number: int, quote: Quote) -> Citation:
        """The citation of a quote."""
        span = quote.span
        document = self.document(span.document_id)
        page = self.page(span.document_id, span.page)
        act = self.act_at(span)
        return Citation(
            n=number,
            quote=quote,
            source=document.source,
            url=document.url,
            title=document.title,
            act_id=act,
            authority=document.authority.value,
            ocr=page.origin is Origin.OCR,
            validity=self.state(act).value,
        )

    def act_at(self, span: Span) -> str | None:
        """The act in whose text the words stand: the document's own, or one of those it holds."""
        document = self.document(span.document_id)
        if document.act_id is not None:
            return document.act_id
        if document.id not in self._held:
            self._held[document.id] = self._library.claims.acts_of(document.id)
        for one in self._held[document.id]:
            if (one.page, one.start) <= (span.page, span.start) < (one.last, one.end):
                return act_id(one.act)
        return None

    def state(self, act: str | None) -> State:
        """Whether an act holds on the day, "unknown" for words that are of no act."""
        if act is None:
            return State.UNKNOWN
        if act not in self._states:
            entry = self._register.entry(read_act_id(act))
            self._states[act] = validity_on(entry, self._day).state
        return self._states[act]
