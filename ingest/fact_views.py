"""A statement with its clusters masked, so that patterns see whose a value is.

Owners are found by grammar: the subject before a verb, the genitive after a noun, the body that
acts. Of two readings the one that gives no owner is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.fact_words import (
    ADVERB,
    DENIED,
    ENTRY,
    FUTURE,
    GOVERNING,
    OBLIQUE,
    OWNER,
    RELATIVE,
    RELATIVE_NEXT,
    SPOKEN_OF,
    SUPPOSED,
    compile_words,
)
from ingest.statements import Statement

_PARENTHESES = re.compile(r"\([^()]{0,200}\)")
_OWNER = re.compile(OWNER)
_HEADED = compile_words(r"(?:(?:[-•*] )?(?:il |la |the )?)[\x01]\x02{0,300} ?[:|–-] ")
_LEADING = compile_words(
    rf"(?:[-•*] )?(?:(?:{ADVERB}|it|esso|essa|e|ed|and|we|noi|vi|ne)? ?[,:]? ?){{0,4}}"
)
_ALONE = compile_words(rf"(?:,? ?(?:{ADVERB}|e|ed|and|vi|ne|it),? ?){{0,4}}")
_ASIDE = re.compile(r" ?, (?!che |cui |which |who )[^,;:.\x01\x03]{1,80}, ")
_NEW_SUBJECT = re.compile(r".*(?:,| e | ed | and )", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A value read in a statement: where it stands there, whose it is, and of which day."""

    field: str
    start: int
    end: int
    owner: str
    day: str | None = None


def one_found(name: str, stretch: tuple[int, int] | None, owner: str | None) -> Iterator[Found]:
    """A value of a cluster, if both are known."""
    if stretch and owner and stretch[0] < stretch[1]:
        yield Found(name, *stretch, owner)


@dataclass(frozen=True, slots=True)
class View:
    """A statement whose clusters are masked in `low`; `owners` are the clusters by offset.

    `topic` is the cluster that its headings tell; `others` are offsets where another body or
    cluster is named. `chaired` is the cluster whose new president the statement before named.
    """

    statement: Statement
    low: str
    owners: dict[int, str] = field(default_factory=dict)
    topic: str | None = None
    others: tuple[int, ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()
    chaired: str | None = None

    @property
    def text(self) -> str:
        """The words as they stand on the page."""
        return self.statement.text

    def segment(self, at: int) -> tuple[int, int]:
        """The stretch of the statement, between breaks, in which `at` lies."""
        start, end = 0, len(self.low)
        for first, last in self.breaks:
            if last <= at:
                start = last
            elif first >= at:
                end = first
                break
        return start, end

    def is_stated(self, start: int, end: int, *, near: bool = False) -> bool:
        """Whether what stands there is told as so: not denied, supposed, asked or foreseen.

        `near`: a denial counts only up to the next comma.
        """
        first, last = self.segment(start)
        colon = self.low.find(": ", end, last)
        words = self.low[first : colon if colon >= 0 else last]
        at = start - first
        words = _PARENTHESES.sub(
            lambda m: m.group() if m.start() <= at < m.end() else " " * len(m.group()), words
        )
        comma = words.find(", ", end - first)
        close = words[: comma if comma >= 0 else len(words)]
        denied = DENIED.search(close if near else words)
        return not (denied or SUPPOSED.search(close) or FUTURE.search(close))

    def owner_at(self, at: int) -> str | None:
        """The cluster of the masked owner that begins at `at`."""
        return self.owners.get(at)

    def own(self, match: re.Match[str]) -> str | None:
        """The owner that a pattern caught."""
        return self.owner_at(match.start("own"))

    def subject(self, match: re.Match[str]) -> str | None:
        """The owner that a pattern caught, where it can be the subject of a verb."""
        return self.own(match) if self.is_subject(match.start("own")) else None

    def is_subject(self, at: int) -> bool:
        """Whether the owner at `at` may be a subject: no preposition or conjunction leads to it."""
        return OBLIQUE.search(self.low, max(0, at - 40), at) is None

    def subject_before(self, at: int) -> str | None:
        """The subject of the verb at `at`: the nearest before it, or the one understood."""
        first, _ = self.segment(at)
        before = list(_OWNER.finditer(self.low, first, at))
        for last in reversed(before):
            gap = self.low[last.end() : at]
            told = RELATIVE_NEXT.match(gap)
            if not told and not self.is_subject(last.start()):
                continue
            if self._is_crossed(last.end(), at):
                return None
            gap = gap[told.end() :] if told else gap
            cut = _NEW_SUBJECT.match(gap)
            alone = gap[cut.end() :] if cut else gap
            return self.owner_at(last.start()) if _ALONE.fullmatch(alone.strip()) else None
        if not before and _LEADING.fullmatch(self.low, first, at):
            return self._understood(first)
        return None

    def _is_crossed(self, start: int, end: int) -> bool:
        """Whether another body is named in a stretch after an owner, or a relative leads away."""
        aside = _ASIDE.match(self.low, start, end)
        start = aside.end() if aside else start
        if any(start <= other < end for other in self.others):
            return True
        gap = self.low[start:end]
        told = RELATIVE_NEXT.match(gap)
        return RELATIVE.search(gap, told.end() if told else 0) is not None

    def _understood(self, first: int) -> str | None:
        """The owner of a stretch that names none: that of the one before it, or the topic."""
        if first == 0:
            return self.topic
        before, _ = self.segment(first - 2)
        for owner in _OWNER.finditer(self.low, before, first):
            led = self.low[max(0, owner.start() - 60) : owner.start()]
            told = self.is_subject(owner.start()) or GOVERNING.search(led) or SPOKEN_OF.search(led)
            if not told:
                return None
        return self.sole_owner(first - 2)

    def sole_owner(self, at: int) -> str | None:
        """The one cluster of the stretch around `at`, where it names no other body."""
        first, last = self.segment(at)
        return None if any(first <= other < last for other in self.others) else self.only_owner(at)

    def only_owner(self, at: int) -> str | None:
        """The one cluster of the stretch around `at`, whoever else is named there."""
        first, last = self.segment(at)
        found = {self.owner_at(m.start()) for m in _OWNER.finditer(self.low, first, last)} - {None}
        if found:
            return found.pop() if len(found) == 1 else None
        return self._understood(first)

    def governed(self, at: int) -> str | None:
        """The cluster whose bodies act at `at`: "l'assemblea del cluster ha eletto …"."""
        first, _ = self.segment(at)
        before = list(_OWNER.finditer(self.low, first, at))
        if not before:
            crossed = any(first <= other < at for other in self.others)
            return None if crossed else self._understood(first)
        last = before[-1]
        if self._is_crossed(last.end(), at):
            return None
        told = RELATIVE_NEXT.match(self.low, last.end())
        head = GOVERNING.search(self.low, max(0, last.start() - 60), last.start())
        if told or head or self.is_subject(last.start()):
            return self.owner_at(last.start())
        return None

    def label_owner(self, start: int, at: int) -> str | None:
        """Whose a label such as "Sede:" is that begins at `start`, its word at `at`."""
        if start == 0:
            return self.topic
        first, last = self.segment(at)
        named = _OWNER.search(self.low, first, last) or ENTRY.match(self.low)
        return self.headed or (self.sole_owner(at) if named or first else None)

    @property
    def headed(self) -> str | None:
        """The cluster of a statement that begins with its name as a heading: "LE2C: …"."""
        match = _HEADED.match(self.low)
        owner = _OWNER.search(self.low, 0, match.end()) if match else None
        return self.owner_at(owner.start()) if owner else None
