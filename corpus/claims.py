"""What documents say of acts, clusters and calls: every claim with the words that say it.

A claim is what one document says, kept with that document and gone with it. What follows from all
claims together on a given day is decided by the registers, never here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.act_names import ActName
from corpus.types import Authority, Chunk, Document, Page, Span


class RelationKind(StrEnum):
    """What one act does to another (contract: `relations.kind`)."""

    RECOGNISES = "recognises"
    AMENDS = "amends"
    REVOKES = "revokes"
    EXTENDS = "extends"
    IMPLEMENTS = "implements"
    APPROVES = "approves"
    RECTIFIES = "rectifies"
    CITES = "cites"


@dataclass(frozen=True, slots=True)
class Relation:
    """That `subject` does something to `target`, said by the words of `quote`.

    `subject` is None where a text that is no act names the target. `whole` is true where all of
    the target is touched: it is then superseded or revoked, not merely changed. `day` is the day
    from which it counts, where the words say one (YYYY-MM-DD).
    """

    kind: RelationKind
    subject: ActName | None
    target: ActName
    quote: Span
    whole: bool = False
    day: str | None = None


class Standing(StrEnum):
    """What words say of a cluster's recognition by the region."""

    RECOGNISED = "recognised"
    UPDATED = "updated"
    EXTENDED = "extended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    PROPOSED = "proposed"
    REFUSED = "refused"
    DENIED = "denied"
    REPORTED = "reported"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What words say of the recognition of `clusters` (ids) or of a group of `count` clusters.

    `count` is -1 for "the clusters" without a number, 0 where no group is named. `acts` are those
    by which it happens, jointly; `of` are acts whose recognitions are changed by it. `since` and
    `until` are days that the words say (until: the last day that counts); `months` a term that
    runs from the beginning. `day` is the date of the act or source that speaks. Where the words
    do not tell, a part is None.
    """

    standing: Standing
    clusters: tuple[str, ...]
    quote: Span
    acts: tuple[ActName, ...] = ()
    count: int = 0
    since: str | None = None
    until: str | None = None
    months: int | None = None
    of: tuple[ActName, ...] = ()
    day: str | None = None


class Topic(StrEnum):
    """What a fact is about."""

    CLUSTER = "cluster"
    CALL = "call"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a field of a cluster, a call or an act, and the words that say it.

    `subject` is a cluster id, the key of a call, or an act id. `value` are the words at `at`, or
    what they mean in the form of the contract (dates ISO 8601). `day` is the date of the source.
    """

    topic: Topic
    subject: str
    field: str
    value: str
    quote: Span
    at: Span | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class HeldAct:
    """An act that a document is or holds: its name, what it is about, and where it stands.

    It begins at `start` of page `page` and ends before `end` of page `last`; `quote` are the
    words that name it.
    """

    act: ActName
    page: int
    start: int
    last: int
    end: int
    object: str | None = None
    office: str | None = None
    confidence: float = 1.0
    quote: Span | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """All that one document says."""

    acts: Sequence[HeldAct] = field(default_factory=tuple)
    relations: Sequence[Relation] = field(default_factory=tuple)
    recognitions: Sequence[Recognition] = field(default_factory=tuple)
    facts: Sequence[Fact] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Acquisition:
    """A document ready for the shelf: its bytes, pages, chunks and claims, and where it was found.

    `rules` is the version of the rules that made the claims.
    """

    document: Document
    original: bytes
    pages: Sequence[Page]
    chunks: Sequence[Chunk]
    identity: str
    source: str
    claims: Claims = Claims()
    rules: int = 0


@dataclass(frozen=True, slots=True)
class Witness:
    """The document behind a claim, as far as a register weighs it.

    `seen` is the day (ISO) on which it was taken in: what tells no day held then at the latest.
    """

    document_id: str
    authority: Authority
    act_id: str | None
    act_date: str | None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a person set, with who, when and why; it wins over what is read.

    `topic` is "document" or a `Topic`; `withdrawn` takes an earlier one back.
    """

    topic: str
    subject: str
    field: str
    value: str
    reason: str
    author: str
    at: str
