"""The nouns of the library: documents, pages, spans, quotes, chunks and passages.

Pages count from 1. Offsets are 0-based, half-open, in code points of `Page.text`.
Boxes are in PDF points from the top left corner of the page as it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.errors import InputError


class Kind(StrEnum):
    """What sort of document it is (contract: `kind`)."""

    DECREE = "decree"
    RESOLUTION = "resolution"
    LAW = "law"
    CALL = "call"
    REPORT = "report"
    FACTSHEET = "factsheet"
    PAGE = "page"
    OTHER = "other"


class Authority(StrEnum):
    """How far a document's word goes, strongest first (contract: `authority`)."""

    OFFICIAL = "official"
    INSTITUTIONAL = "institutional"
    SECONDARY = "secondary"
    DEMONSTRATION = "demonstration"


class Format(StrEnum):
    """The true format of a file, found from its content."""

    PDF = "pdf"
    HTML = "html"
    DOCX = "docx"
    MARKDOWN = "markdown"
    TEXT = "text"


class Origin(StrEnum):
    """Where the words of a page come from."""

    EMBEDDED = "embedded"
    OCR = "ocr"
    HTML = "html"
    DOCX = "docx"
    TEXT = "text"


class ChunkKind(StrEnum):
    """The form of the words of a chunk."""

    TEXT = "text"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one page's text."""

    document_id: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a page; made only by `Page.quote`, so they cannot differ from the page."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document, with the text to which every offset refers."""

    document_id: str
    number: int
    text: str
    origin: Origin

    def quote(self, start: int, end: int) -> Quote:
        """Cut the words from `start` to `end`.

        Raises `InputError` unless 0 <= start < end <= len(text).
        """
        if not 0 <= start < end <= len(self.text):
            raise InputError(
                f"Gli estremi {start}:{end} sono fuori dalla pagina {self.number}.",
                "Citare parole che stanno nella pagina.",
            )
        return Quote(Span(self.document_id, self.number, start, end), self.text[start:end])


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one page that is found and read as a whole.

    `section` is the heading path, outermost first. `lead` holds words that are indexed with
    the chunk but are not part of it: the lead-in of a list or the header row of a table that
    stands in an earlier chunk. `sentences` are offsets into the page text. `id` is None until the
    records have given it one.
    """

    document_id: str
    page: int
    start: int
    end: int
    text: str
    section: tuple[str, ...] = ()
    kind: ChunkKind = ChunkKind.TEXT
    lead: str = ""
    act_id: str | None = None
    sentences: tuple[tuple[int, int], ...] = ()
    id: int | None = None

    @property
    def span(self) -> Span:
        """Where the chunk stands."""
        return Span(self.document_id, self.page, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Document:
    """One file or web page as its publisher released it.

    `id` is the first 16 hex digits of the SHA-256 of its bytes. `sources` are the places where
    these bytes were found; `url` is the address for the reader's link, if one is known.
    """

    id: str
    sha256: str
    title: str
    format: Format
    kind: Kind
    authority: Authority
    language: str
    pages: int
    sources: tuple[str, ...]
    url: str | None = None
    act_id: str | None = None
    act_date: str | None = None
    act_object: str | None = None
    ingested_at: str = ""
    replaces: str | None = None
    container: str | None = None
    size: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The first place where the document was found."""
        return self.sources[0] if self.sources else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that a search found, with its rank (from 1) and the score of each signal."""

    chunk: Chunk
    document: Document
    rank: int
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document with how much of it can be found: `vectors` of `passages` so far."""

    document: Document
    passages: int
    vectors: int

    @property
    def vectors_ready(self) -> bool:
        """Whether every passage has its vector."""
        return self.vectors >= self.passages


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that could not be read, and why; of an address also what its list declares."""

    identity: str
    source: str
    document_id: str | None
    reason: str
    at: str
    authority: str | None = None
    sha256: str = ""
