"""The nouns of a conversation: questions, drafts, sentences, citations and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from corpus.types import Passage, Quote, Span


class AnswerStatus(StrEnum):
    """How an answer ended (contract: `status`)."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    FALSE_PREMISE = "false_premise"
    UNCLEAR = "unclear"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSED = "refused"
    FAILED = "failed"


class NoteKind(StrEnum):
    """What a remark beside the sentences is about (contract: `notes.kind`)."""

    MISSING = "missing"
    SEARCHED = "searched"
    LEFT_OUT = "left_out"
    DENOMINATOR = "denominator"
    FALLBACK = "fallback"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Note:
    """Words for the reader that state no fact of the documents."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation so far; `role` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; empty means no limit (contract: filters of `ctl search`)."""

    kind: str | None = None
    authority: str | None = None
    cluster: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked, with what belongs to the asking."""

    text: str
    id: str | None = None
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence that a writer proposes, with the stretches of pages that it relies on.

    `group` is equal for sentences that belong together, such as the items of one list.
    """

    text: str
    spans: tuple[Span, ...]
    group: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a writer proposes, in the order of reading."""

    sentences: tuple[DraftSentence, ...]
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that `verify` accepted; `citations` are the numbers shown after it.

    `form` is "text", "item" (of a list) or "lead" (the words that introduce a list).
    """

    text: str
    citations: tuple[int, ...]
    form: str = "text"


@dataclass(frozen=True, slots=True)
class Citation:
    """A number shown to the reader and the quote behind it (contract: citation)."""

    n: int
    quote: Quote
    source: str
    url: str | None
    title: str
    act_id: str | None
    authority: str
    ocr: bool
    validity: str = "unknown"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model used: tokens read and written, their price, and how many calls it took."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    calls: int = 0

    def plus(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            round(self.cost + other.cost, 6),
            self.calls + other.calls,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question: only verified sentences, their citations, and remarks.

    `understood_as` is the question as completed from the conversation, empty where it was whole;
    `prompts` are the prompts that the model was given, each as "name@version".
    """

    question: str
    status: AnswerStatus
    lang: str
    understood_as: str = ""
    id: str | None = None
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    choices: tuple[str, ...] = ()
    nearest: tuple[Passage, ...] = ()
    unsupported_dropped: int = 0
    confidence: float = 0.0
    mode: str = "extractive"
    model: str | None = None
    prompts: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    library_version: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
