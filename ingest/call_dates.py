"""The moments that a sentence names: day and hour, whole or vague, and the words that lead to each.

A day without its year takes the year of the range in which it stands, or the one year that the
sentence names; otherwise it stays as it is written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from corpus.call_times import write_moment
from corpus.dates import MONTH, MONTHS, read_date


class Lead(StrEnum):
    """How the words before a moment lead to it."""

    FROM = "from"
    UNTIL = "until"
    TO = "to"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment named at `start`, hour included; `led` is where the words that lead to it begin.

    `value` has the form of the contract, or is the words themselves where they are vague. `paired`
    marks the second of a range.
    """

    start: int
    end: int
    value: str
    lead: Lead
    led: int
    paired: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    """A day with its hour as they are written; what is not written is None."""

    start: int
    end: int
    day: int
    month: int | None = None
    year: int | None = None
    hour: int | None = None
    minute: int = 0


_WEEKDAY = (
    r"(?:(?:luned|marted|mercoled|gioved|venerd)[iì]'?|sabato|domenica"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_NAMES = "|".join(sorted((name for name in MONTHS if len(name) > 2), key=len, reverse=True))
_PLACE = re.compile(
    rf"(?<![\w.,])(?:\d{{1,2}}(?=[ °./-]|(?:st|nd|rd|th)\b|\Z)|\d{{4}}-\d\d-\d\d"
    rf"|(?:{_NAMES})(?=\.? \d))"
)
_ENGLISH = re.compile(rf"({_NAMES})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]|,? \d{{4}})")
_BARE = re.compile(
    rf"(\d{{1,2}})°?(?= (?:al|all'|e(?: il| l')?|-|to|and) ?(?:{_WEEKDAY} )?\d{{1,2}}°?"
    rf"(?: (?:{MONTH})\b|[/.]\d))"
)
_WORDED = re.compile(rf"(\d{{1,2}})(?:[°º^]|st|nd|rd|th)? {{0,3}}(?:of )?({MONTH})(?![a-z])")
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.,](?P<minute>[0-5]\d))?(?P<half> ?[ap]\.?m\b\.?)?"
_HOUR_BEFORE = re.compile(
    rf"(?:(?P<mark>\b(?:alle|dalle|delle|entro le|le|at|by|from|until|till) )?"
    rf"(?P<whole>(?P<ore>\bore |\bh\.? ?)?(?:{_CLOCK}|(?P<noon>mezzogiorno|noon))),?"
    rf" (?:(?:del giorno|della giornata di|del|di|on|of) |dell'|dell' )?(?:{_WEEKDAY},? )?)\Z"
)
_HOUR_AFTER = re.compile(
    rf"[,)]?(?: ?[-(])? ?(?:(?P<mark>(?:alle|fino alle|entro le|dalle|at|by|from|until) )?"
    rf"(?P<ore>ore |h\.? ?)?(?:{_CLOCK}|(?P<noon>mezzogiorno|noon)))"
    rf"(?![\d/°]|[.,]\d| (?:{MONTH})\b| (?:del|di|on|of) (?:{_WEEKDAY},? )?\d| dell'\d)"
)
_SEASON = r"primavera|estate|autunno|inverno|spring|summer|autumn|winter"
_ORDINAL = r"primo|secondo|terzo|quarto|first|second|third|fourth|[1-4]°"
_VAGUE = re.compile(
    rf"(?<![\w/-])(?<!\d )(?<!\d° )(?:(?P<part>(?:la |the )?"
    rf"(?:prima metà|seconda metà|fine|inizio|metà|end|beginning)"
    rf" (?:di |del mese di |del |of )?)(?:(?:{_NAMES})(?!\w)(?: (?:del |of )?(?:19|20)\d\d)?"
    rf"|(?:19|20)\d\d)"
    rf"|(?:{_NAMES}|{_SEASON}) (?:del |di |of )?(?:19|20)\d\d"
    rf"|(?:{_ORDINAL}) (?:semestre|trimestre|quadrimestre|half|quarter) (?:del |of )?(?:19|20)\d\d"
    rf"|(?P<spent>esaurimento (?:delle |dei |della )?(?:risorse|fondi|dotazione)"
    rf"|(?:funds|resources) are exhausted))(?![\w/]|-\d)"
)
_YEAR_AT = re.compile(r"[»\"”]{0,2},? ?(?:del |dell'anno |of )?((?:19|20)\d\d)(?![\w/-]|\.\d)")
_YEAR_IN = re.compile(
    r"(?:\A(?:nel|in) ((?:19|20)\d\d)(?=,? )|\b(?:nel|in) ((?:19|20)\d\d)(?=[.,;)]| *\Z))"
)
_GIORNO = rf"(?: giorno| the| ore| data del| date of)?(?: {_WEEKDAY},?)? ?\Z"
_FROM = re.compile(
    r"(?:\b(?:(?:a partire|a decorrere) da(?:l(?:le|la|lo)?)?"
    r"|(?:a far data |con decorrenza )?dal(?:le|la|lo)?"
    r"|as of|as from|from|starting(?: from| on)?|since|tra|fra|between)(?: il| le)?|\bdall')"
    + _GIORNO
)
_UNTIL = re.compile(
    r"(?:\bentro(?: e non oltre)?(?:,? e comunque)?(?: entro)?(?: il| le| la| lo)?"
    r"|\bentro(?: e non oltre)? l'|\b(?:fino|sino)(?: e non oltre)?(?: al(?:le|la)?| ad?| all'|a)?"
    r"|\bnon oltre(?: il| le| l')?|\bprima del(?:le)?|\bby|\bun?till?|\bno later than"
    r"|\bnot later than|\bon or before|\bthrough|\bvalid[oa] fino al)" + _GIORNO
)
_TO = re.compile(r"(?:\bal(?:le|la)?|\ball'|\bto|\be(?: il| l')?|\band|[-–])" + _GIORNO)
_ON = re.compile(r"(?:\b(?:il|lo|del|in data|on|per il|nel|a)|\bl'|\bdell')" + _GIORNO)
_REACH = 60
_GAP = 45


def find_moments(text: str, low: str) -> list[Moment]:
    """The moments of a sentence in order; `low` is its plain form."""
    days = _find_days(low)
    found: list[Moment] = []
    for one in _with_years(days, low):
        last = found[-1] if found else None
        found.append(_lead(low, last, _moment(text, one)))
    taken = [(one.start, one.end) for one in days]
    for match in _VAGUE.finditer(low):
        if all(match.end() <= start or match.start() >= end for start, end in taken):
            start, end = match.span()
            found.append(
                _lead(low, None, Moment(start, end, text[start:end], Lead.ON, start, vague=True))
            )
    found.sort(key=lambda one: one.start)
    return [replace(one, value=" ".join(one.value.split())) for one in found]


def _moment(text: str, one: _Day) -> Moment:
    """A day that is whole as a moment; one without a year stays in its own words."""
    if one.year is None or one.month is None:
        return Moment(one.start, one.end, text[one.start : one.end], Lead.ON, one.start, vague=True)
    day = date(one.year, one.month, one.day)
    return Moment(one.start, one.end, write_moment(day, one.hour, one.minute), Lead.ON, one.start)


# --- days and hours ------------------------------------------------------------------------------


def _find_days(low: str) -> list[_Day]:
    found: list[_Day] = []
    for match in _PLACE.finditer(low):
        after = found[-1].end if found else 0
        if match.start() < after:
            continue
        one = _read_day(low, match.start())
        if one is not None:
            found.append(_with_hour(low, one, after))
    return found


def _read_day(low: str, at: int) -> _Day | None:
    bare = _BARE.match(low, at)
    if bare:
        day = int(bare[1])
        return _Day(at, bare.end(), day) if 1 <= day <= 31 else None
    read = read_date(low, at)
    if read is not None and read.iso:
        year, month, day = (int(part) for part in read.iso.split("-"))
        return _Day(at, read.end, day, month, year)
    english = _ENGLISH.match(low, at)
    if english and 1 <= int(english[2]) <= 31:
        return _Day(at, english.end(), int(english[2]), MONTHS[english[1]])
    worded = _WORDED.match(low, at)
    if read is None or worded is None:
        return None
    return _Day(at, worded.end(), int(worded[1]), MONTHS[worded[2]])


def _with_hour(low: str, one: _Day, after: int) -> _Day:
    """A day with the hour that stands before or behind it, if one does."""
    before = _HOUR_BEFORE.search(low, max(after, one.start - _REACH), one.start)
    if before and _is_clock(before):
        hour, minute = _read_clock(before)
        return replace(one, start=before.start("whole"), hour=hour, minute=minute)
    behind = _HOUR_AFTER.match(low, one.end)
    if behind and _is_clock(behind):
        hour, minute = _read_clock(behind)
        closed = "(" in behind.group() and low[behind.end() : behind.end() + 1] == ")"
        return replace(one, end=behind.end() + closed, hour=hour, minute=minute)
    return one


def _is_clock(match: re.Match[str]) -> bool:
    """Whether a number is an hour: a word, a colon or a half of the day says so."""
    if match["noon"]:
        return True
    told = match["mark"] or match["ore"] or match["half"]
    colon = match["minute"] and _colon(match) == ":"
    return bool(told or colon) and int(match["hour"]) <= 24 and _read_clock(match)[0] <= 24


def _colon(match: re.Match[str]) -> str:
    """The sign between hour and minute."""
    return match.string[match.end("hour")]


def _read_clock(match: re.Match[str]) -> tuple[int, int]:
    if match["noon"]:
        return 12, 0
    hour, half = int(match["hour"]), (match["half"] or "").strip()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return hour, int(match["minute"] or 0)


# --- years ---------------------------------------------------------------------------------------


def _with_years(days: Sequence[_Day], low: str) -> Iterator[_Day]:
    """Days with the month and year that their range or their sentence tells."""
    years = {found[1] or found[2] for found in _YEAR_IN.finditer(low)}
    told = int(years.pop()) if len(years) == 1 else None
    for place, one in enumerate(days):
        after = days[place + 1] if place + 1 < len(days) else None
        if after is not None and low[one.end : after.start].strip(" -'") in _RANGE:
            one = _from_range(one, after, told)
        if one.month is not None and one.year is None:
            own = _YEAR_AT.match(low, one.end)
            one = replace(one, year=int(own[1]) if own else told)
        yield (
            one
            if one.year is None or one.month is None or _is_day(one)
            else replace(one, year=None)
        )


_RANGE = frozenset(
    (
        *(
            "al",
            "all",
            "alle",
            "e il",
            "e l",
            "e",
            "",
            "to",
            "and",
            "and the",
            "until",
            "al giorno",
        ),
        *("fino al", "sino al", "e fino al", "fino alle", "ed entro il", "e entro il"),
    )
)


def _from_range(one: _Day, after: _Day, told: int | None) -> _Day:
    month = one.month or after.month
    year = one.year
    if year is None and month and after.month and (after.year or told):
        year = after.year or told
        if year is not None and (month, one.day) > (after.month, after.day):
            year -= 1
    return replace(one, month=month, year=year)


def _is_day(one: _Day) -> bool:
    try:
        date(one.year or 1, one.month or 1, one.day)
    except ValueError:
        return False
    return True


# --- what leads to a moment ----------------------------------------------------------------------


def _lead(low: str, last: Moment | None, one: Moment) -> Moment:
    """The moment with how its words lead to it; the second of a range is where the first ends."""
    begin = max(last.end if last else 0, one.start - _REACH)
    for lead, pattern in ((Lead.UNTIL, _UNTIL), (Lead.FROM, _FROM), (Lead.TO, _TO), (Lead.ON, _ON)):
        match = pattern.search(low, begin, one.start)
        if match is None:
            continue
        near = last is not None and last.lead is Lead.FROM and match.start() - last.end <= _GAP
        ranged = near and last is not None and not re.search("[;.]", low[last.end : match.start()])
        if lead is Lead.TO and ranged:
            return replace(one, lead=Lead.UNTIL, led=match.start(), paired=True)
        return replace(
            one, lead=lead, led=match.start(), paired=bool(ranged and lead is Lead.UNTIL)
        )
    return one
