"""The days that a question speaks of, relative ("l'anno scorso") or told ("nel 2014")."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from corpus.clusters import level
from corpus.dates import MONTH, MONTHS, read_date
from corpus.values import number_of

Period = tuple[date, date]
"""The first and the last day."""

_FIRST, _LAST = date(1800, 1, 1), date(2200, 12, 31)
_COUNT = r"(?P<count>\d{1,3}|[a-z]{2,14})"
_UNIT = r"(?P<unit>giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|days?|weeks?|months?|years?)"
_PART = r"(?P<part>settimana|mese|anno|trimestre|semestre|week|month|year|quarter)"


def find_period(text: str, today: date) -> Period | None:
    """The days that a question names, the first rule that fits deciding; None where it names none.

    What is said of now ("oggi", "attualmente") is today alone.
    """
    low = " ".join(level(text[:4_000]).split())
    for pattern, reader in _RULES:
        for met in pattern.finditer(low):
            try:
                found = reader(met, today)
            except (ValueError, OverflowError):
                continue
            if found is not None and found[0] <= found[1]:
                return found
    return None


def is_relative(text: str) -> bool:
    """Whether the days that a question names depend on the day on which it is asked."""
    low = " ".join(level(text[:4_000]).split())
    return any(pattern.search(low) for pattern, _ in _RELATIVE)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_on(day: date, months: int) -> date:
    """The same day some months later, or the last of its month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _moved(day: date, count: int, unit: str) -> date:
    if unit.startswith(("giorn", "day")):
        return day + timedelta(days=count)
    if unit.startswith(("settiman", "week")):
        return day + timedelta(weeks=count)
    if unit.startswith(("mes", "month")):
        return _months_on(day, count)
    return _months_on(day, 12 * count)


def _count(met: re.Match[str]) -> int:
    told = met["count"]
    number = int(told) if told.isdigit() else (1 if told in _ONE else number_of(told) or 0)
    if not 0 < number < 1_000:
        raise ValueError(told)
    return number


_ONE = ("un", "uno", "una", "un'", "a", "an", "one")


def _whole(day: date, part: str) -> Period:
    """The week, month, quarter, half or year in which a day lies."""
    if part in ("settimana", "week"):
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if part in ("mese", "month"):
        return day.replace(day=1), _month_end(day.year, day.month)
    if part in ("trimestre", "quarter"):
        first = (day.month - 1) // 3 * 3 + 1
        return date(day.year, first, 1), _month_end(day.year, first + 2)
    if part == "semestre":
        first = 1 if day.month < 7 else 7
        return date(day.year, first, 1), _month_end(day.year, first + 5)
    return date(day.year, 1, 1), date(day.year, 12, 31)


_STEPS = {
    "settimana": (7, 0),
    "week": (7, 0),
    "mese": (0, 1),
    "month": (0, 1),
    "trimestre": (0, 3),
    "quarter": (0, 3),
    "semestre": (0, 6),
    "anno": (0, 12),
    "year": (0, 12),
}


def _beside(met: re.Match[str], today: date, way: int) -> Period:
    """The week, month or year before or after this one."""
    days, months = _STEPS[met["part"]]
    first = _whole(today, met["part"])[0]
    moved = first + timedelta(days=way * days) if days else _months_on(first, way * months)
    return _whole(moved, met["part"])


def _last_ones(met: re.Match[str], today: date) -> Period:
    return _moved(today, -_count(met), met["unit"]), today


def _next_ones(met: re.Match[str], today: date) -> Period:
    return today, _moved(today, _count(met), met["unit"])


def _in_so_long(met: re.Match[str], today: date) -> Period:
    day = _moved(today, _count(met), met["unit"])
    return day, day


def _so_long_ago(met: re.Match[str], today: date) -> Period:
    """Read "due anni fa" as that year, "due mesi fa" as that month, "tre giorni fa" as that day."""
    day = _moved(today, -_count(met), met["unit"])
    unit = met["unit"]
    if unit.startswith(("ann", "year")):
        return _whole(day, "year")
    if unit.startswith(("mes", "month")):
        return _whole(day, "month")
    return _whole(day, "week") if unit.startswith(("settiman", "week")) else (day, day)


def _until_end(met: re.Match[str], today: date) -> Period:
    return today, _whole(today, met["part"])[1]


def _day_off(days: int) -> Callable[[re.Match[str], date], Period]:
    def read(_met: re.Match[str], today: date) -> Period:
        day = today + timedelta(days=days)
        return day, day

    return read


def _until_date(met: re.Match[str], today: date) -> Period | None:
    read = read_date(met["date"], 0)
    return (today, date.fromisoformat(read.iso)) if read and read.iso else None


def _in_month(met: re.Match[str], today: date) -> Period:
    year = int(met["year"]) if met["year"] else today.year
    month = MONTHS[met["month"]]
    return date(year, month, 1), _month_end(year, month)


def _years(met: re.Match[str], _today: date) -> Period:
    return date(int(met["first"]), 1, 1), date(int(met["last"]), 12, 31)


def _one_year(met: re.Match[str], _today: date) -> Period:
    return date(int(met["year"]), 1, 1), date(int(met["year"]), 12, 31)


def _after_year(met: re.Match[str], _today: date) -> Period:
    return date(int(met["year"]) + (met["word"] in ("dopo", "after")), 1, 1), _LAST


def _before_year(met: re.Match[str], _today: date) -> Period:
    return _FIRST, date(int(met["year"]) - 1, 12, 31)


_Reader = Callable[[re.Match[str], date], Period | None]
_LAST_WORD = r"(?:ultim[ie]|scors[ie]|last|past)"
_NEXT_WORD = r"(?:prossim[ie]|next)"
_END_OF = r"(?:(?:la )?fine (?:del(?:la)? |dell')?|the end of (?:the )?)(?:questo |quest'|this )?"
_RELATIVE_FORMS: tuple[tuple[str, _Reader], ...] = (
    (rf"\b{_LAST_WORD} {_COUNT} {_UNIT}\b", _last_ones),
    (rf"\b{_NEXT_WORD} {_COUNT} {_UNIT}\b", _next_ones),
    (rf"\b(?:entro|within) (?:i |the )?(?:{_NEXT_WORD} )?{_COUNT} {_UNIT}\b", _next_ones),
    (rf"\b(?:fra|tra|in) {_COUNT} {_UNIT}\b(?! (?:di|of)\b)", _in_so_long),
    (rf"\b{_COUNT} {_UNIT} (?:fa|ago)\b", _so_long_ago),
    (rf"\b(?:entro|prima del(?:la)?|by|before) {_END_OF}{_PART}\b", _until_end),
    (r"\bentro (?:l'|il |la )?(?P<part>anno|mese|settimana)\b", _until_end),
    (rf"\b{_PART} (?:scors[oa]|passat[oa]|precedente)\b", lambda m, d: _beside(m, d, -1)),
    (rf"\b(?:scors[oa]|last|past) {_PART}\b", lambda m, d: _beside(m, d, -1)),
    (rf"\b{_PART} prossim[oa]\b", lambda m, d: _beside(m, d, 1)),
    (rf"\b(?:prossim[oa]|next) {_PART}\b", lambda m, d: _beside(m, d, 1)),
    (rf"\b(?:quest[oa] |quest'|this |corrente ){_PART}\b", lambda m, d: _whole(d, m["part"])),
    (rf"\b{_PART} (?:in corso|corrente)\b", lambda m, d: _whole(d, m["part"])),
    (r"\b(?:l'altro ieri|altroieri|the day before yesterday)\b", _day_off(-2)),
    (r"\b(?:ieri|yesterday)\b", _day_off(-1)),
    (r"\b(?:dopodomani|the day after tomorrow)\b", _day_off(2)),
    (r"\b(?:domani|tomorrow)\b", _day_off(1)),
    (
        r"\b(?:oggi|adesso|attualmente|al momento|in questo momento|today|currently|right now"
        r"|at present|at the moment)\b",
        _day_off(0),
    ),
)
_Y = r"(?:19|20)\d\d"
_TOLD_FORMS: tuple[tuple[str, _Reader], ...] = (
    (
        rf"\b(?:tra|fra|dal|between|from) (?:il )?(?P<first>{_Y}) (?:e|al|and|to) (?:il )?"
        rf"(?P<last>{_Y})\b",
        _years,
    ),
    (r"\b(?:entro|by|before) (?:il |l'|the )?(?P<date>\d[\w°/. -]{5,24})", _until_date),
    (
        rf"\b(?:a|ad|in|nel|nel mese di|di) (?P<month>{MONTH})\b"
        rf"(?: (?:del |of )?(?P<year>{_Y}))?(?! \d)",
        _in_month,
    ),
    (rf"\b(?P<word>dopo|dal|after|since) (?:il |l'anno )?(?P<year>{_Y})\b", _after_year),
    (rf"\b(?:prima del|before|until) (?:l'anno )?(?P<year>{_Y})\b", _before_year),
    (rf"\b(?:nel|nell'anno|in|during|del|of) (?P<year>{_Y})\b", _one_year),
)
_RELATIVE = tuple((re.compile(form), reader) for form, reader in _RELATIVE_FORMS)
_TOLD = tuple((re.compile(form), reader) for form, reader in _TOLD_FORMS)
_RULES = (*_RELATIVE, *_TOLD)
