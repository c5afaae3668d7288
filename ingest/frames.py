"""A sentence as its cues are read: what it names, where it turns, and what it has told so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.act_names import ActName
from corpus.parts import Part, part_of
from ingest.cues import ActGroup, Cue
from ingest.party_words import TURN
from ingest.statements import Statement, find_days

Doers = Sequence[ActName | None]
Parties = Iterator[tuple[Doers, ActGroup]]


@dataclass(slots=True)
class Frame:
    """A sentence as its cues are read: its plain words, its acts, and what has been told so far.

    `turns` are the places at which it turns to something else; `doers` the groups by which
    something was done; `asides` the groups that a relative clause touches; `last` what an active
    verb told last; `nouns` the ends of nouns by which the text's own act does something.
    """

    statement: Statement
    low: str
    groups: Sequence[ActGroup]
    cues: Sequence[Cue]
    subject_line: bool = False
    turns: list[int] = field(default_factory=list)
    doers: set[int] = field(default_factory=set)
    asides: set[int] = field(default_factory=set)
    last: tuple[Doers, ActGroup] | None = None
    nouns: list[tuple[int, int]] = field(default_factory=list)
    days: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the places where the sentence turns, and its days, outside the names of acts."""
        self.turns = [m.start() for m in TURN.finditer(self.low) if not self._is_named(m.start())]
        self.days = [one for one in find_days(self.low) if not self._is_named(one[0])]

    def _is_named(self, place: int) -> bool:
        return any(one.start <= place < one.end for one in self.groups)

    @property
    def own(self) -> Doers:
        """The act in whose text the sentence stands, where it decides."""
        if self.statement.own is None or part_of(self.statement.section) is Part.PREAMBLE:
            return ()
        return (self.statement.own,)

    def bounds(self, cue: Cue) -> tuple[int, int]:
        """The clause in which a cue stands."""
        left = max((one for one in self.turns if one < cue.start), default=0)
        right = min((one for one in self.turns if one >= cue.end), default=len(self.low))
        return left, right
