"""Reads one date at a known place of a text, as acts are dated: worded, dotted, relative.

`corpus.values` finds values anywhere; here a date is read where an act's date is expected, with
the forms that only acts use: two-digit years, relative years, spaces lost or too many.
"""

import re
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1850, 2100
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "gennaio january genn gen jan",
            "febbraio february febbr feb",
            "marzo march mar",
            "aprile april apr",
            "maggio mag may",
            "giugno june giu jun",
            "luglio july lug jul",
            "agosto august ago aug",
            "settembre september sett set sept sep",
            "ottobre october ott oct",
            "novembre november nov",
            "dicembre december dic dec",
        ),
        1,
    )
    for name in names.split()
}
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_START = frozenset("0123456789lmgvsdjfanno'")
_DATE = re.compile(
    rf"""
    (?:(?:luned|marted|mercoled|gioved|venerd)[ìi]['`]?[ ]{{1,3}}|(?:sabato|domenica)[ ]{{1,3}})?
    (?:
      (?P<day>\d{{1,2}})(?:[°º^]|st|nd|rd|th)?[ ]{{0,3}}(?:of[ ])?(?P<month>{MONTH})(?![a-z])
        (?:\.(?=[ ,]{{0,3}}(?:del[ ])?\d{{4}}))?
        (?P<year>[ ,]{{0,3}}(?:(?:del|dell'anno|of)[ ])?(?:\d{{4}}|['’]\d\d)(?!\w))?
    | (?P<day2>\d{{1,2}})[ ]?(?P<mark>[./-])[ ]?(?P<month2>\d{{1,2}})[ ]?(?P=mark)
        [ ]?(?P<year2>\d{{4}}|\d\d)(?!\w|[./-]\d)
    | (?P<spaced>\d\d[ ]\d\d[ ](?:19|20)\d\d)(?!\w|[./-]\d)
    | (?P<iso>\d{{4}}-\d\d-\d\d)(?!\w)
    | (?P<emonth>{MONTH})\.?[ ](?P<eday>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<eyear>\d{{4}})(?!\w)
    )
    """,
    re.VERBOSE,
)
_RELATIVE = re.compile(
    r" {1,3}(?:ultimo )?(?:scors[oa]|u\. ?s\.|us\b|p\. ?v\.|pv\b|prossim[oa]|corrente|c\. ?[am]\.)"
)


class DateRead(NamedTuple):
    """Where a date ends and what it says; `iso` is None where the year is not said."""

    end: int
    iso: str | None


def read_date(low: str, at: int) -> DateRead | None:
    """The date that begins at `at` of a lower-case text, if one does.

    A day that the calendar does not know gives no date; a year that no act bears is not read.
    """
    if at >= len(low) or low[at] not in _START:
        return None
    match = _DATE.match(low, at)
    if match is None:
        return None
    end, form = match.end(), match.lastgroup
    if form == "year2":
        day, month, written = match.group("day2", "month2", "year2")
        year = whole_year(written) if len(written) == 2 else int(written)
        return _dated(end, year, int(month), int(day))
    if form == "iso":
        return _dated(end, *(int(part) for part in match["iso"].split("-")))
    if form == "spaced":
        day, month, written = match["spaced"].split()
        return _dated(end, int(written), int(month), int(day))
    if form == "eyear":
        month, day, written = match.group("emonth", "eday", "eyear")
        return _dated(end, int(written), MONTHS[month], int(day))
    return _read_worded(low, match)


def _read_worded(low: str, match: re.Match[str]) -> DateRead | None:
    """A date whose month is a word: the year may be missing, or told as "scorso"."""
    day, month, tail = match.group("day", "month", "year")
    year = 0
    if tail:
        year = int(tail[-4:]) if tail[-3:].isdigit() else whole_year(tail[-2:])
    if FIRST_YEAR <= year <= LAST_YEAR:
        return _dated(match.end(), year, MONTHS[month], int(day))
    if not 1 <= int(day) <= 31:
        return None
    end = match.start("year") if tail else match.end()
    relative = None if tail else _RELATIVE.match(low, end)
    return DateRead(relative.end() if relative else end, None)


def _dated(end: int, year: int, month: int, day: int) -> DateRead | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day <= (28 if month == 2 else _DAYS[month]):
        leap = month == 2 and day == 29 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if not leap:
            return None
    return DateRead(end, f"{year}-{month:02d}-{day:02d}")


def whole_year(digits: str) -> int:
    """The year that two digits stand for: 12 is 2012, 90 is 1990."""
    return int(digits) + (2000 if int(digits) <= 40 else 1900)
