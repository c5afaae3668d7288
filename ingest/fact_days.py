"""The day of a value, where the words around it say one: "nel 2022 contava", "(Fonte, 2023)"."""

import re
from dataclasses import replace

from corpus.dates import MONTHS
from ingest.fact_views import Found, View
from ingest.fact_words import DATE, compile_words
from ingest.statements import whole_day

_DATE = compile_words(DATE)
_AT_TIME = compile_words(rf"(?<!\w)(?:nel|al|a|in|as of|at|on|il) (?P<date>{DATE})")
_SINCE_TIME = compile_words(rf"(?<!\w)(?:dal|dall'|da|since|from) ?(?P<date>{DATE})")
_BEGINNING = re.compile(
    r"(?<!\w)(?:establish|found|fondat|costitui|nat[oa]|creat|istituit|nasce|nacque|set up|formed)"
    r"\w{0,8}(?: [\w']{1,12}){0,3} $"
)
_JOINT = re.compile(r", | (?:e|ed|and) ")
_MONTH = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}})")


def read_day(words: str) -> str | None:
    """A date in words as YYYY-MM-DD, YYYY-MM or YYYY."""
    words = " ".join(words.replace("°", "").replace(" del ", " ").split())
    month = _MONTH.fullmatch(words)
    return whole_day(words) or (f"{month[2]}-{MONTHS[month[1]]:02d}" if month else None)


def only_day(words: str) -> str | None:
    """The one date that plain words hold."""
    days = {day for match in _DATE.finditer(words) if (day := read_day(match.group()))}
    return days.pop() if len(days) == 1 else None


def with_clause_day(view: View, one: Found, *, near: bool = False) -> Found:
    """The value with the moment that its clause names, unless the source's day is more exact.

    A "since" tells the day only where the source has none; `near`: between the commas around it.
    """
    first, last = view.segment(one.start)
    if near:
        cuts = list(_JOINT.finditer(view.low, first, last))
        first = max([first, *(m.end() for m in cuts if m.end() <= one.start)])
        last = min([last, *(m.start() for m in cuts if m.start() >= one.end)])
    known = view.statement.day
    patterns = (_AT_TIME,) if known else (_AT_TIME, _SINCE_TIME)
    for pattern in patterns:
        days = {
            day
            for match in pattern.finditer(view.low, first, last)
            if _BEGINNING.search(view.low, max(0, match.start() - 40), match.start()) is None
            if (day := read_day(match["date"]))
        }
        if len(days) == 1:
            day = days.pop()
            return replace(one, day=known if known and known.startswith(day) else day)
    return one
