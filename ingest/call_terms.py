"""When a clause says that a call opens, closes, is extended, re-opened, suspended or resumed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.call_times import day_of
from ingest.call_dates import Lead, Moment
from ingest.call_words import (
    APPLY,
    APPLYING,
    AT_STATE,
    CLOSED_FROM,
    CLOSES,
    DENIED,
    EXTENSION,
    FORBID,
    OF_CALL,
    OF_OPENING,
    OF_PROJECT,
    OLD,
    OPENS,
    REOPENING,
    RESUMING,
    SUPPOSED_EXTENSION,
    SUSPENSION,
    UNSURE,
    VERB_AFTER,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a clause tells: where its words stand in the statement (none: `end` is 0).

    `day` is the day from which it counts, where that is not the day of the act or source.
    """

    field: str
    value: str
    start: int = 0
    end: int = 0
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a statement that says one thing of one call, with the moments in it.

    `low` is the plain form of the whole statement; `named` says that the call's name stands in the
    clause; `day` is the day of the act or source that speaks.
    """

    low: str
    begin: int
    end: int
    moments: tuple[Moment, ...]
    named: bool
    day: str | None

    @property
    def words(self) -> str:
        """The clause in plain letters."""
        return self.low[self.begin : self.end]

    def before(self, at: int) -> str:
        """What stands in the clause before a place."""
        return self.low[self.begin : at]


_CHANGED = re.compile(
    r"prorog|differi|posticip|slitt|spost|rinviat|exten|postpon|deferred|riap|nuov[oa] (?:sportello"
    r"|finestra)|re-?open|sospe|suspen|ripres|riattiv|riavvi|ripart|ripren|resum"
)
_TAKEN_BACK = re.compile(
    r"\b(?:è|era|sono|erano|fu|is|was)(?: stat[oaie]| being| been)?"
    r" (?:negat|respint|richiest|chiest|ipotizz|allo studio|in esame|denied|requested|refused)"
)


def read_terms(clause: Clause) -> list[Told]:
    """What a clause tells of the times of a call; what is denied or supposed tells nothing."""
    words = SUPPOSED_EXTENSION.sub(lambda found: " " * len(found.group()), clause.words)
    if _CHANGED.search(words):
        for pattern, reading in (
            (EXTENSION, _read_extension),
            (REOPENING, _read_reopening),
            (RESUMING, _read_resuming),
            (SUSPENSION, _read_suspension),
        ):
            found = pattern.search(words)
            if found:
                noun = bool(found.groupdict().get("noun"))
                if UNSURE.search(words[: found.start()]) or _is_supposed_after(words, found.end()):
                    return []
                return list(reading(clause, noun))
    return list(_read_times(clause))


def _is_supposed_after(words: str, at: int) -> bool:
    """Whether the words right behind a change take it back: "la proroga è stata negata"."""
    return _TAKEN_BACK.search(words[at : at + 60]) is not None


def _told(field: str, one: Moment, day: str | None = None) -> Told:
    return Told(field, one.value, one.start, one.end, day)


# --- changes ------------------------------------------------------------------------------------


def _read_extension(clause: Clause, noun: bool) -> Iterator[Told]:
    """The new closing and, where it is told, the one before."""
    words = clause.words
    if OF_PROJECT.search(words) and not APPLYING.search(words):
        return
    if not (clause.named or OF_CALL.search(words)):
        return
    old, new = _old_and_new(clause)
    if new is None or (noun and new.lead is Lead.FROM):
        return
    if OF_OPENING.search(words) and not CLOSES.search(words):
        yield _told("opens", new)
        return
    if old is not None:
        yield _told("closes", old)
    yield _told("extended", new)


def _old_and_new(clause: Clause) -> tuple[Moment | None, Moment | None]:
    old: Moment | None = None
    new: Moment | None = None
    last = clause.begin
    for one in clause.moments:
        led = clause.low[max(last, one.led - 60) : one.led] + clause.low[one.led : one.start]
        later = EXTENSION.search(led) or "nuov" in led
        if one.lead is Lead.FROM or (OLD.search(led) and not later):
            old = old or one
        elif not FORBID.search(led) or EXTENSION.search(led):
            new = one
        last = one.end
    return old, new


def _read_reopening(clause: Clause, noun: bool) -> Iterator[Told]:
    """The new opening, "" where only the re-opening itself is told, and the new closing."""
    words = clause.words
    if not (clause.named or OF_CALL.search(words)):
        return
    told = [one for one in _read_times(clause) if one.field in ("opens", "closes")]
    opens = [one for one in told if one.field == "opens"]
    closes = [one for one in told if one.field == "closes"]
    if not opens and (not noun or closes) and clause.day:
        yield Told("reopened", "")
    for one in opens:
        yield Told("reopened", one.value, one.start, one.end)
    for one in closes:
        yield Told("recloses", one.value, one.start, one.end)


def _read_suspension(clause: Clause, noun: bool) -> Iterator[Told]:
    """The day from which a call is suspended, and that from which it goes on, where told."""
    words = clause.words
    if not (clause.named or OF_CALL.search(words)):
        return
    begins = next((one for one in clause.moments if one.lead is Lead.FROM and not one.vague), None)
    ends = next((one for one in clause.moments if one.paired and not one.vague), None)
    if begins is None and (noun or clause.day is None):
        return
    day = clause.day
    if begins is not None:
        day = max(day_of(begins.value), day or "")
    yield Told("state", "suspended", day=day)
    if ends is not None:
        after = date.fromisoformat(day_of(ends.value)) + timedelta(days=1)
        yield Told("resumed", after.isoformat(), ends.start, ends.end)


def _read_resuming(clause: Clause, noun: bool) -> Iterator[Told]:
    """The day from which a suspended call goes on."""
    if not (clause.named or OF_CALL.search(clause.words)):
        return
    begins = next((one for one in clause.moments if not one.vague), None)
    if begins is not None:
        yield _told("resumed", begins)
    elif not noun and clause.day:
        yield Told("resumed", "")


# --- opening and closing --------------------------------------------------------------------------

_REACH = 110
_NEXT = 70


def _read_times(clause: Clause) -> Iterator[Told]:
    field: str | None = None
    last = clause.begin
    for place, one in enumerate(clause.moments):
        if one.paired and place:
            field = "closes" if field == "opens" else None
        else:
            field = _field(clause, one, last, _after(clause, place))
        if field is not None and not _is_denied(clause, one):
            yield _told(field, one)
        last = one.end


def _after(clause: Clause, place: int) -> str:
    """The words behind a moment, or behind the range that it begins, up to the next."""
    end = clause.moments[place].end
    rest = clause.moments[place + 1 :]
    if rest and rest[0].paired:
        end, rest = rest[0].end, rest[1:]
    return clause.low[end : min(rest[0].led if rest else clause.end, end + _NEXT)]


def _is_denied(clause: Clause, one: Moment) -> bool:
    """Whether the words before a moment deny or only suppose what they say of it."""
    before = re.split(r"[;:]|, (?:ma|mentre|but)\b", clause.before(one.start))[-1]
    return DENIED.search(before) is not None


def _field(clause: Clause, one: Moment, last: int, after: str) -> str | None:
    """Whether a moment opens or closes a call, by the words around it; None if neither."""
    before = clause.low[max(last, one.led - _REACH) : one.led]
    if _is_foreign(before, after):
        return None
    if one.lead is Lead.TO and AT_STATE.search(before):
        return None
    about = clause.named or APPLY.search(before) is not None or APPLY.search(after) is not None
    if one.lead is Lead.FROM:
        if CLOSED_FROM.search(before):
            return "closes"
        return "opens" if APPLY.search(before) or APPLY.search(after) else None
    if one.lead is Lead.UNTIL:
        return "closes" if APPLY.search(before) or APPLY.search(after) else None
    verb = nearest_verb(before)
    if verb is None and (found := VERB_AFTER.match(after)):
        verb = "opens" if found["opens"] else "closes"
    return verb if about else None


def _is_foreign(before: str, after: str) -> bool:
    """Whether something else than applying happens at a moment: the nearest word decides."""
    foreign = _last(FORBID, before)
    ours = _last(APPLY, before)
    if foreign > ours:
        return True
    return ours < 0 and FORBID.search(after) is not None


def nearest_verb(before: str) -> str | None:
    """Whether the last word of opening or closing opens or closes; None without one."""
    opens, closes = _last(OPENS, before), _last(CLOSES, before)
    if max(opens, closes) < 0:
        return None
    return "opens" if opens > closes else "closes"


def _last(pattern: re.Pattern[str], words: str) -> int:
    """Where the last match begins; -1 without one."""
    found = -1
    for match in pattern.finditer(words):
        found = match.start()
    return found


def cut_clauses(low: str, begin: int, end: int, moments: Sequence[Moment]) -> list[tuple[int, int]]:
    """The clauses of a stretch: parted at semicolons, and where another change is told of."""
    cuts = [begin]
    for match in re.finditer(r";|, (?:mentre|while)\b|(?<=[a-zà-ù]{3})\. (?=\w)", low[begin:end]):
        at = begin + match.end()
        if all(not one.start < at <= one.end for one in moments):
            cuts.append(at)
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if low[a:b].strip()]
