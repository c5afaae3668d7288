"""How a call stands at a time: announced, open, closed or suspended, by what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from corpus.call_sightings import Saying
from corpus.call_times import (
    ROME,
    Asked,
    Bounds,
    asked_time,
    closing_bounds,
    day_of,
    first_day,
    is_exact,
    last_day,
    opening_bounds,
)

_CHANGES = {"opens": ("reopened",), "closes": ("recloses",)}
"""The fields that tell the next window of a call, beside those that tell its first."""
_LONG_AGO = datetime(1900, 1, 1, tzinfo=ROME)


class CallStatus(StrEnum):
    """How a call stands (contract: `status`)."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Call:
    """A call with all that is said of it: by field, the saying that counts most first.

    Fields: title, code, issuer, act, opens, closes, extended, reopened, recloses, resumed, state,
    budget, intensity, beneficiaries, cluster. `conflicts` are the fields of which the values deny
    each other.
    """

    call_id: str
    title: str
    said: Mapping[str, tuple[Saying, ...]]
    conflicts: tuple[str, ...] = ()

    def best(self, field: str) -> Saying | None:
        """The saying of a field that counts most."""
        found = self.said.get(field)
        return found[0] if found else None

    def value_on(self, field: str, day: date) -> str | None:
        """The value of a field that counts most among what had been said by a day.

        Where all that is told was said later, that is what is known.
        """
        told = self.said.get(field, ())
        early = [one for one in told if (first_day(one.day) or day) <= day]
        chosen = early or list(told)
        return chosen[0].fact.value if chosen else None

    def value(self, field: str) -> str | None:
        """The value of a field that counts most."""
        found = self.best(field)
        return found.fact.value if found else None

    @property
    def clusters(self) -> tuple[str, ...]:
        """The ids of the clusters concerned; "*" alone stands for all that are recognised."""
        named = {one.fact.value for one in self.said.get("cluster", ())}
        return ("*",) if "*" in named else tuple(sorted(named))


@dataclass(frozen=True, slots=True)
class CallState:
    """How a call stands at a time, by the opening and closing that count then.

    `reasons` are the sayings from which the status follows, the deciding one first.
    """

    status: CallStatus
    extended: bool = False
    opening: Saying | None = None
    closing: Saying | None = None
    reasons: tuple[Saying, ...] = ()

    @property
    def opens(self) -> str | None:
        """The opening that counts, None where it is not told."""
        return (self.opening.fact.value or None) if self.opening else None

    @property
    def closes(self) -> str | None:
        """The closing that counts, None where it is not told."""
        return self.closing.fact.value if self.closing else None


# --- what is told of opening and closing ---------------------------------------------------------


def bounds_of(field: str, value: str) -> Bounds:
    """Between which instants the value of a time field lies."""
    opening = field in ("opens", "reopened")
    return opening_bounds(value) if opening else closing_bounds(value)


def are_apart(a: Bounds, b: Bounds) -> bool:
    """Whether two moments cannot be the same; an hour says more of a day, it denies it not."""
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return False
    return a.latest.date() < b.earliest.date() or b.latest.date() < a.earliest.date()


def first_sayings(call: Call, field: str) -> list[Saying]:
    """What is said of the first opening or closing, apart from values that a change brought.

    A source that speaks after an extension names the new closing as the closing; it counts as the
    first one only where no other is told.
    """
    said = call.said.get(field, ())
    again = _days(call, *_CHANGES[field])
    extended = _days(call, "extended") if field == "closes" else set()
    first = [one for one in said if day_of(one.fact.value) not in again | extended]
    return first or [one for one in said if day_of(one.fact.value) not in again]


def _days(call: Call, *fields: str) -> set[str]:
    told = [one.fact.value for field in fields for one in call.said.get(field, ())]
    return {day_of(value) for value in told if is_exact(value)}


# --- how a call stands ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Window:
    """A time in which applications are taken, and the sayings that bound it."""

    opens: Saying | None
    closes: Saying | None
    opening: Bounds
    closing: Bounds

    def status(self, asked: Asked) -> CallStatus:
        """What the window alone tells for the time asked."""
        begins, ends = self.opening, self.closing
        if ends.latest and asked.start > ends.latest:
            return CallStatus.CLOSED
        if begins.earliest and asked.end < begins.earliest:
            return CallStatus.ANNOUNCED
        if begins.latest and asked.end >= begins.latest:
            if ends.earliest and asked.start <= ends.earliest:
                return CallStatus.OPEN
            if not ends.earliest and asked.start.date() <= begins.latest.date():
                return CallStatus.OPEN
        return CallStatus.UNKNOWN


def call_on(call: Call, asked: date | datetime) -> CallState:
    """How the call stands on a day, or at an instant.

    Extensions, re-openings and suspensions count from the day of the act or source that says them;
    openings and closings as soon as any source says them.
    """
    at = asked_time(asked)
    windows = _windows(call, at)
    status, window = _overall(windows, at)
    if status is CallStatus.ANNOUNCED and not _was_told(call, window, at):
        status = CallStatus.UNKNOWN
    reasons = [one for one in (window.opens, window.closes) if one]
    if changed := _said_otherwise(call, status, window, at):
        status, reasons = changed[0], [changed[1], *reasons]
    if status in (CallStatus.OPEN, CallStatus.UNKNOWN) and (held := _suspended(call, at)):
        status, reasons = CallStatus.SUSPENDED, [held, *reasons]
    extended = any(_is_later(call, one) for one in _known(call, "extended", at))
    shown = windows[-1] if status is not CallStatus.OPEN else window
    return CallState(
        status, extended, shown.opens, shown.closes, tuple(_deciding_first(status, reasons))
    )


def _was_told(call: Call, window: _Window, at: Asked) -> bool:
    """Whether an opening to come had been told by then: by a source, or by the call's own act."""
    told = [one for one in (window.opens, window.closes) if one]
    days = [one.day for one in told if one.day]
    if not days:
        acts = [one.fact.value[-10:] for one in call.said.get("act", ())]
        days = [day for day in acts if is_exact(day)]
    return not days or any((first_day(day) or date.max) <= at.end.date() for day in days)


def _deciding_first(status: CallStatus, reasons: Sequence[Saying]) -> list[Saying]:
    """The reasons with that first which tells most of a status: of "closed" the closing."""
    ends = status is CallStatus.CLOSED
    return sorted(reasons, key=lambda one: ends and one.fact.field in ("opens", "reopened"))


def _known(call: Call, field: str, at: Asked) -> list[Saying]:
    """What was said of a change by the time asked.

    A source without a date counts always, and so does one that looks back on what it tells.
    """
    found = []
    for one in call.said.get(field, ()):
        day, value = first_day(one.day), one.fact.value
        back = day is not None and is_exact(value) and day_of(value) < day.isoformat()
        if day is None or back or day <= at.end.date():
            found.append(one)
    return found


def _windows(call: Call, at: Asked) -> list[_Window]:
    """The first window and those that re-openings brought by then, as extended by then."""
    opens = _weightiest("opens", first_sayings(call, "opens"))
    closes = _weightiest("closes", first_sayings(call, "closes"))
    found = [_window(opens, closes)]
    again = _known(call, "reopened", at)
    closings = _known(call, "recloses", at)
    for one in sorted(again, key=lambda one: (_start_of(one), one.place())):
        ends = _weightiest("closes", [end for end in closings if _latest(end) >= _start_of(one)])
        found.append(_reopened(one, ends))
    if not again and closings:
        found.append(_window(None, _weightiest("closes", closings)))
    later = {_start_of(one) for one in call.said.get("reopened", ()) if one not in again}
    for one in sorted(_known(call, "extended", at), key=lambda one: (_latest(one), one.place())):
        if not any(start <= _latest(one) for start in later):
            _extend(found, one)
    return found


def _extend(windows: list[_Window], one: Saying) -> None:
    """Let the last window that an extension can be meant for end later."""
    new = closing_bounds(one.fact.value)
    begun = [
        place
        for place, window in enumerate(windows)
        if (window.opening.earliest or _LONG_AGO) <= _latest(one)
    ]
    place = begun[-1] if begun else 0
    old = windows[place].closing
    if old.earliest is None or new.latest is None or new.latest > old.earliest:
        windows[place] = replace(windows[place], closes=one, closing=new)


def _window(opens: Saying | None, closes: Saying | None) -> _Window:
    return _Window(
        opens,
        closes,
        opening_bounds(opens.fact.value) if opens else Bounds(),
        closing_bounds(closes.fact.value) if closes else Bounds(),
    )


def _reopened(one: Saying, closes: Saying | None) -> _Window:
    """The window of a re-opening, which begins on the day of its act where no other is told."""
    value = one.fact.value or one.day or ""
    closing = closing_bounds(closes.fact.value) if closes else Bounds()
    return _Window(one, closes, opening_bounds(value), closing)


def _start_of(one: Saying) -> datetime:
    return opening_bounds(one.fact.value or one.day or "").earliest or _LONG_AGO


def _latest(one: Saying) -> datetime:
    return closing_bounds(one.fact.value).latest or _LONG_AGO


def _is_later(call: Call, one: Saying) -> bool:
    """Whether an extension ends later than the first closing, as an extension must."""
    first = _weightiest("closes", first_sayings(call, "closes"))
    if first is None or first.fact.value == one.fact.value:
        return True
    bounds, new = closing_bounds(first.fact.value), closing_bounds(one.fact.value)
    return bounds.earliest is None or new.latest is None or new.latest > bounds.earliest


def _weightiest(field: str, sayings: Sequence[Saying]) -> Saying | None:
    """The saying that counts most, or one that tells the same more exactly."""
    if not sayings:
        return None
    best = sayings[0]
    bounds = bounds_of(field, best.fact.value)
    for one in sayings[1:]:
        other = bounds_of(field, one.fact.value)
        if len(one.fact.value) > len(best.fact.value) or not is_exact(best.fact.value):
            finer = is_exact(one.fact.value) and not are_apart(bounds, other)
            if finer and bounds.earliest is not None:
                best, bounds = one, other
    return best


def _overall(windows: Sequence[_Window], at: Asked) -> tuple[CallStatus, _Window]:
    """The status that the windows tell together, and the window that tells it."""
    told = [(window.status(at), window) for window in windows]
    for status, window in told:
        if status is CallStatus.OPEN:
            return status, window
    known = [(status, window) for status, window in told if window.opens or window.closes]
    begun = [pair for pair in known if pair[0] is not CallStatus.ANNOUNCED]
    return (begun or known or told)[-1]


def _said_otherwise(
    call: Call, status: CallStatus, window: _Window, at: Asked
) -> tuple[CallStatus, Saying] | None:
    """What a source says of the state where the window tells less."""
    if status is CallStatus.CLOSED:
        return None
    return _ended_early(call, window, at) or _only_said(call, status, window, at)


def _ended_early(call: Call, window: _Window, at: Asked) -> tuple[CallStatus, Saying] | None:
    """A source of no less weight that calls it closed, unless the window begins later."""
    begins = window.opening.earliest
    for one in call.said.get("state", ()):
        day = last_day(one.day)
        if one.fact.value != "closed" or day is None or day > at.end.date():
            continue
        if begins is not None and begins.date() > day:
            continue
        if window.closes is None or one.rank <= window.closes.rank:
            return CallStatus.CLOSED, one
    return None


def _only_said(
    call: Call, status: CallStatus, window: _Window, at: Asked
) -> tuple[CallStatus, Saying] | None:
    """What a source says of the state where opening and closing do not tell it."""
    if status is not CallStatus.UNKNOWN:
        return None
    for one in call.said.get("state", ()):
        value, whole = one.fact.value, len(one.day or "") == 10
        same = whole and first_day(one.day) == at.start.date() == at.end.date()
        if value == "open" and (same or _still_open(one, window, at)):
            return CallStatus.OPEN, one
        if value == "announced" and (same or _is_bare(call, one, at)):
            return CallStatus.ANNOUNCED, one
    return None


def _still_open(one: Saying, window: _Window, at: Asked) -> bool:
    """Whether the call was said to be open before and closes after the time asked."""
    day = first_day(one.day) if len(one.day or "") == 10 else None
    ends = window.closing.earliest
    return day is not None and ends is not None and day <= at.start.date() and at.start <= ends


def _is_bare(call: Call, one: Saying, at: Asked) -> bool:
    """Whether nothing but an announcement is known by then."""
    day = first_day(one.day)
    later = {"opens", "closes", "extended", "reopened", "recloses"} & call.said.keys()
    return not later and (day is None or day <= at.end.date())


def _suspended(call: Call, at: Asked) -> Saying | None:
    """The suspension that is in force, none where the call was resumed or re-opened since."""
    held = [
        one
        for one in call.said.get("state", ())
        if one.fact.value == "suspended"
        and one.day
        and (first_day(one.day) or date.max) <= at.end.date()
    ]
    if not held:
        return None
    last = max(held, key=lambda one: (one.day or "", one.place()))
    for field in ("resumed", "reopened"):
        for one in _known(call, field, at):
            since = opening_bounds(one.fact.value or one.day or "").earliest
            if since and since <= at.end and since.date() > (first_day(last.day) or date.min):
                return None
    return last
