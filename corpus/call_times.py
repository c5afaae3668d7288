"""When a call opens and closes: moments in Italian time, and the bounds of vague words.

A moment is written as the contract says: ISO 8601 with offset where an hour is told, the date alone
where none is, or the words of the text where they are vague ("fine settembre 2012", "24 giugno").
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from corpus.dates import MONTH, MONTHS

ROME = ZoneInfo("Europe/Rome")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_VAGUE = re.compile(
    rf"(?:(?P<month>{MONTH})\W{{1,3}}(?:del |of )?)?(?P<year>(?:19|20)\d\d)(?![\d/-])"
)
_WINTER = re.compile(r"(?<!\w)(?:inverno|winter)(?!\w)")
_HALF = re.compile(r"(?<!\w)(?P<number>primo|secondo|first|second|1°|2°) (?:semestre|half)")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which instants a moment lies; equal where it is exact, None where nothing tells."""

    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The time for which a state is asked: an instant, or a whole day."""

    start: datetime
    end: datetime


def write_moment(day: date, hour: int | None = None, minute: int = 0) -> str:
    """A moment in the form of the contract; hour 24 is the end of the day, told by its date."""
    if hour is None or hour == 24:
        return day.isoformat()
    return datetime.combine(day, time(hour, minute), ROME).isoformat()


def is_exact(value: str) -> bool:
    """Whether a value is a day or an instant, not vague words."""
    return read_moment(value) is not None


def read_moment(value: str) -> date | datetime | None:
    """The day or instant that a value is; None for vague words."""
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value).astimezone(ROME) if _DAY.match(value) else None
    except ValueError:
        return None


def day_of(value: str) -> str:
    """The day of an exact value, as YYYY-MM-DD."""
    return value[:10]


def opening_bounds(value: str) -> Bounds:
    """Between which instants an opening lies; a date alone counts from its first moment."""
    found = read_moment(value)
    if isinstance(found, datetime):
        return Bounds(found, found)
    if found is not None:
        return Bounds(_midnight(found), _midnight(found))
    first, last = _span(value)
    return Bounds(_midnight(first) if first else None, end_of_day(last) if last else None)


def closing_bounds(value: str) -> Bounds:
    """Between which instants a closing lies; a date alone counts to its last moment."""
    found = read_moment(value)
    if isinstance(found, datetime):
        return Bounds(found, found)
    if found is not None:
        return Bounds(end_of_day(found), end_of_day(found))
    first, last = _span(value)
    return Bounds(end_of_day(first) if first else None, end_of_day(last) if last else None)


def _span(words: str) -> tuple[date | None, date | None]:
    """The first and last day that vague words may mean; they tell nothing without a year."""
    low = words.lower()
    found = _VAGUE.search(low)
    if found is None:
        return None, None
    year = int(found["year"])
    if _WINTER.search(low):
        return date(year, 1, 1), date(year + 1, 3, 31)
    if not found["month"]:
        half = _HALF.search(low)
        late = half is not None and half["number"] in ("secondo", "second", "2°")
        first = 7 if late else 1
        last = 6 if half and not late else 12
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    month = MONTHS[found["month"]]
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def asked_time(asked: date | datetime) -> Asked:
    """The time asked for; an instant without a zone is Italian time."""
    if isinstance(asked, datetime):
        at = asked if asked.tzinfo else asked.replace(tzinfo=ROME)
        return Asked(at, at)
    return Asked(_midnight(asked), end_of_day(asked))


def first_day(day: str | None) -> date | None:
    """The first day that a source's date may mean: of "2016-03" the first of March."""
    if day is None:
        return None
    return date.fromisoformat(f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10])


def last_day(day: str | None) -> date | None:
    """The last day that a source's date may mean: of "2016-03" the 31st of March."""
    first = first_day(day)
    if day is None or first is None or len(day) == 10:
        return first
    month = 12 if len(day) == 4 else first.month
    return date(first.year, month, monthrange(first.year, month)[1])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ROME)


def end_of_day(day: date) -> datetime:
    """The last instant of a day."""
    return datetime.combine(day, time(23, 59, 59, 999999), ROME)
