"""What follows the word that names an act: its number and date, in either order."""

import re
from typing import NamedTuple

from corpus.act_names import ROMANS
from corpus.dates import FIRST_YEAR, read_date, whole_year

LAST_ACT_YEAR = 2040
_MARK = re.compile(
    r"""[ ,.:;(-]{0,4}(?P<sign>)
    (?:(?P<protocol>prot)[a-z]{0,7}\.?[ ]?|rep(?:ertorio)?\.?[ ]?|reg\.?[ ]?(?:gen\.?|det\.?)?[ ]?
      |gen(?:erale)?\.?[ ]?)?
    n(?:umeri|umero|umber|um|ro|r|o|n|\.[ ]?ro|\.?ri)?
    (?=[^a-z]|[ivx]{1,4}[ ]?/)[.°:*]{0,2}[ ]{0,3}[.°:]{0,2}[ ]{0,3}""",
    re.VERBOSE,
)
_BARE = re.compile(r"[ ,:]{1,3}(?:- )?(?=[\divx])")
_TOKEN = re.compile(
    r"""
    (?:(?P<roman>[ivx]{1,5})(?:[ ]?/[ ]?|-)(?=\d)|(?P<alpha>[a-z]{1,4})[-/.]?(?=\d))?
    \d{1,7}(?:\.\d{3}(?![\d.]))?
    (?:(?:bis|ter|quater|[a-z])(?![a-z]))?
    (?:[ ]?/[ ]?(?:\d{1,6}|[a-z][a-z0-9]{0,7})|-(?:\d{1,6}|[a-z]|ric|bis|ter)(?![a-z])
      |[ ]-[ ]\d{4}(?=[ ]del[ ])){0,3}
    (?=del(?:[ \d])|[^\w]|\Z|_)
    """,
    re.VERBOSE,
)
_CODE = re.compile(r"(?:20\d\d)?it\d\d[a-z]{2}[a-z0-9]{4,}(?!\w)")
_LEAD = re.compile(
    r"""[ ,(:-]{0,4}
    (?:(?:(?:della[ ])?(?:seduta|adunanza)|assunt[oa]|adottat[oa]|approvat[oa]|emess[oa]|emanat[oa]
      |sottoscritt[oa]|firmat[oa]|datat[oa]|dated|repertoriat[oa])[ :]{1,3})?
    (?:nella[ ]seduta[ ]del|in[ ]data(?:[ ]del)?|data(?:[ ]di[ ]registrazione)?|del[ ]giorno
      |dell'|del(?:[ ]di)?
      |of|dd|d\.d|il|l')?\.?[ :]{0,3}""",
    re.VERBOSE,
)
_YEAR = re.compile(
    r"[ ,]{0,3}(?:(?:del(?:l'(?: ?anno)?)?|anno|of|in|/) {0,2}|\( ?)((?:19|20)\d\d)(?![\w]|[./-]\d)"
)
_SCRAMBLED = re.compile(r" (\d{3,5}) ?\. ?n\.? ?((?:19|20)\d\d)(?!\w)")
_BARE_STOP = re.compile(
    r"\Z|_| ?[;:.?!)»\"”'\]|]| ?,(?!\d)| - | (?:del|della|dell'|dei|e|ed|o|che|è|e'|ha|di|a|al"
    r"|alla|in|"
    r"con|per|da|dal|dalla|su|sul|si|non|sono|era|art|artt|comma|regione|lombardia|of|and|or|is"
    r"|was|"
    r"has|by|on|in|to|riconosce|prevede|stabilisce|approva|revoca|modifica|vale)(?![a-z])"
)


_NO_LEADS = ("il", "l'")  # "il 5 maggio" is the day of something else
_LISTS = ("nn", "numeri", "n.ri", "nri")
_GOES_ON = frozenset(" ,(:-d/.")


class Number(NamedTuple):
    """A number as written, and what it tells besides.

    `whole` is all that was written; `number` is without the year, which stands in `year`.
    """

    start: int
    end: int
    number: str
    whole: str
    year: int | None = None
    legislature: bool = False
    roman: bool = False


class Tail(NamedTuple):
    """Number and date of an act, as far as they stand behind its name; `end` is behind both."""

    start: int
    end: int
    number: Number | None = None
    date: str | None = None
    marked: bool = False
    dated: bool = False
    protocol: bool = False
    listed: bool = False
    lost: bool = False

    @property
    def whole_date(self) -> bool:
        """Whether day, month and year stand."""
        return self.date is not None and len(self.date) > 4


def read_tail(low: str, at: int) -> Tail | None:
    """The number and date that begin at `at`: "n. 12 del 3 maggio 2014", "3 maggio 2014, n. 12"."""
    lead = (
        None if low.startswith(" n", at) and low[at + 2 : at + 3] != "e" else _LEAD.match(low, at)
    )
    day = read_date(low, lead.end()) if lead else None
    if lead and day and lead.group().strip(" ,(:-.") not in _NO_LEADS:
        if day.iso is None and (mixed := _SCRAMBLED.match(low, day.end)):
            return _unscramble(low, lead.end(), mixed)
        return _number_after(low, lead.end(), day.end, day.iso)
    mark = _MARK.match(low, at)
    start = mark.end() if mark else _bare_start(low, at)
    number = read_number(low, start) if start >= 0 else None
    first = mark.start("sign") if mark else start
    if number is None:
        return _date_after_lost(low, first, mark) if mark else None
    listed = mark is not None and low.startswith(_LISTS, first)
    protocol = mark is not None and mark["protocol"] is not None
    found = Tail(first, number.end, number, None, mark is not None, False, protocol, listed)
    return read_date_after(low, found)


def _bare_start(low: str, at: int) -> int:
    if low[at - 1 : at] == "." and low[at : at + 1].isdigit():
        return at
    bare = _BARE.match(low, at)
    return bare.end() if bare else -1


def _unscramble(low: str, start: int, mixed: re.Match[str]) -> Tail:
    """Read "17 March 2239 .n 2014", in which number and year have changed places.

    Only where the first cannot be a year is it the number; otherwise neither is known.
    """
    day = read_date(f"{low[start : mixed.start()]} {mixed[2]}", 0)
    if FIRST_YEAR <= int(mixed[1]) <= LAST_ACT_YEAR or day is None:
        return Tail(start, mixed.end(), dated=True)
    number = Number(mixed.start(1), mixed.end(1), mixed[1], mixed[1])
    return Tail(start, mixed.end(), number, day.iso, marked=True, dated=True)


def _number_after(low: str, start: int, end: int, iso: str | None) -> Tail:
    """The number that follows a date."""
    bare = Tail(start, end, None, iso, dated=True)
    mark = _MARK.match(low, end)
    if mark is None:
        at = _bare_start(low, end)
        number = read_number(low, at) if at >= 0 else None
        if number is None or not number.roman:
            return bare
        return bare._replace(end=number.end, number=number)
    number = read_number(low, mark.end())
    if number is None:
        code = _CODE.match(low, mark.end())
        return bare._replace(end=code.end(), lost=True) if code else bare
    return bare._replace(
        end=number.end, number=number, marked=True, protocol=mark["protocol"] is not None
    )


def _date_after_lost(low: str, first: int, mark: re.Match[str]) -> Tail | None:
    """The date behind "N" whose number is lost: "DECRETO N Del 17/07/2017"."""
    lead = _LEAD.match(low, mark.end())
    day = read_date(low, lead.end()) if lead else None
    return Tail(first, day.end, None, day.iso, dated=True, lost=True) if day else None


def read_date_after(low: str, found: Tail) -> Tail:
    """`found` with the date, or at least the year, that follows its number."""
    start, end, number, _, marked, _, protocol, listed, _ = found
    if low[end : end + 1] not in _GOES_ON:
        return found
    stop = low.startswith(". del", end) and low[end - 1].isalpha()  # "257/Ric. del"
    lead = _LEAD.match(low, end + stop)
    if lead and lead.end() > end:
        day = read_date(low, lead.end())
        if day is not None and lead.group().strip(" ,(:-.") not in _NO_LEADS:
            return Tail(start, day.end, number, day.iso, marked, True, protocol, listed)
    if number and number.year is None and (year := _YEAR.match(low, end)):
        return Tail(start, year.end(), number, year[1], marked, False, protocol, listed)
    return found


def read_number(low: str, at: int) -> Number | None:
    """The number that stands at `at`, with the year or legislature written into it."""
    match = _TOKEN.match(low, at)
    if match is None or match["alpha"] == "it":
        return None
    written = match.group().replace(" ", "")
    if written.isdigit():
        return Number(at, match.end(), written, written)
    if match["roman"] is not None:
        return _read_roman(match, written)
    parts = written.replace("-", "/").split("/")
    last, end = parts[-1], match.end()
    if match["alpha"]:
        mark, _, year = written.rpartition("/")
        if mark and _year(year):
            return Number(at, end, mark, written, _year(year))
        return Number(at, end, written, written)
    if len(parts) == 1:  # "12bis", "13.871"
        return Number(at, end, written, written)
    head = written[: -len(last) - 1]
    if _year(last):
        arabic = len(parts) == 3 and int(parts[0]) <= 12 if parts[0].isdigit() else False
        return Number(at, end, head, written, _year(last), arabic)
    if len(parts) == 2 and written[-len(last) - 1] == "/" and last.isdigit():
        if len(last) == 2:
            return Number(at, end, head, written, whole_year(last))
        legislature = parts[0].isdigit() and 6 <= int(parts[0]) <= 9 and len(last) >= 3
        return Number(at, end, written, written, _year(parts[0]), legislature)
    return Number(at, end, written, written)


def _read_roman(match: re.Match[str], written: str) -> Number | None:
    legislature = match["roman"].upper()
    if legislature not in ROMANS:
        return None
    rest = written[len(legislature) + 1 :]
    digits, _, year = rest.partition("/")
    if not digits.isdigit() or (year and not _year(year)):
        return None
    number = f"{legislature}/{digits}"
    whole = f"{number}/{year}" if year else number
    return Number(
        match.start(), match.end(), number, whole, _year(year) if year else None, True, True
    )


def _year(digits: str) -> int | None:
    if len(digits) == 4 and digits.isdigit() and FIRST_YEAR <= int(digits) <= LAST_ACT_YEAR:
        return int(digits)
    return None


_COUNTED = re.compile(
    r" ?(?:[%‰€$£]|[,.:]\d|euro\b|eur\b|mila\b|mln\b|mld\b|milion|miliard|per cento|percent"
    r"|million|"
    r"[kmc]?m\b|[km]?g\b|ml\b|ore\b|giorni\b|anni\b|mesi\b|articoli\b|voti\b|euros?\b|years?\b"
    r"|patients?\b)"
)


def counts_after(low: str, at: int) -> bool:
    """Whether the words after a bare number at `at` make it an amount or a count."""
    return _COUNTED.match(low, at) is not None


def stops_after(low: str, at: int) -> bool:
    """Whether a bare number that ends at `at` is not the count of what follows."""
    return _BARE_STOP.match(low, at) is not None
