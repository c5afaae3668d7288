"""Finds the numbers that tables, stamps and codes give where no label stands right before them."""

import re
from dataclasses import dataclass

from corpus.dates import read_date
from ingest.act_words import Opening


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that gives an act's number, perhaps with its date; the higher `rank` counts."""

    start: int
    end: int
    number: str
    date: str | None
    rank: int


_ROW = re.compile(
    r"(?:numero|n\.?°|n\.|nr\.?|atto n\.?)[ :]{1,8}(?:data|del)\b[^\n\d]{0,80}\n"
    r"[ ]{0,4}(\d{1,6})[ ]{1,8}(?=\d)"
)
_STACKED = re.compile(
    r"^[ ]{0,4}(?:numero|n\.|n°)[ :]{0,3}\n[ ]{0,4}(\d{1,6})[ ]{0,4}\n[ ]{0,4}"
    r"(?:data|del)[^\n\d]{0,16}\n?[ ]{0,4}(?=\d)",
    re.MULTILINE,
)
_STAMP = re.compile(
    r"registro(?: dei)? decreti[^\n]{0,40}?\.0*(\d{1,7})[. ](?=\d\d[-./]\d\d[-./]\d{4})"
)
_CIFRA = re.compile(r"\b\d{3}/(?:dir|det)/((?:19|20)\d\d)/(\d{5})\b")
_ORDER = re.compile(r"(?<![\w/])((?:19|20)\d\d)/\d{1,4}/(\d{3,7}) d'ordine\b")
_YEARED = re.compile(r"(?<![a-z])n[.°]{0,2} ?((?:19|20)\d\d)0{0,4}([1-9]\d{0,4})(?<=\d{9})(?!\d)")
_CODE = re.compile(
    r"^[ ]{0,4}(?:dgc|dcc|dgm|gc|cc|dd|det|dcs)[-/]((?:19|20)\d\d)[-/](\d{1,6})(?![\w/-])",
    re.MULTILINE,
)
_COLUMN = re.compile(
    r"(?:(?P<number>(?:atto |delibera(?:zione)? |determina(?:zione)? )?(?:numero|n[.°]{0,2}|nr\.?)"
    r"(?: atto| delibera| determina)?)|(?P<date>data(?: [a-z]{4,14})?|del|in data|seduta del)"
    r"|(?P<other>oggetto|settore|servizio|ufficio|area|registro|anno|proponente|organo|tipo))"
    r"[ :]{0,3}"
)
_NUMBER = re.compile(r"\d{1,6}(?= ?\Z)|\d{1,6}(?=/(?:19|20)\d\d ?\Z)")


def find_table_numbers(opening: Opening) -> list[Numbered]:
    """The numbers that tables, stamps and codes above the preamble give."""
    low = opening.low_lines[: opening.stop]
    found = [
        Numbered(match.start(), day.end, match[1], day.iso, 3)
        for match in (_ROW.search(low), _STACKED.search(low))
        if match and (day := read_date(opening.low, match.end())) and day.iso
    ]
    found += [stamp] if (stamp := find_stamp(opening)) else []
    found += [
        Numbered(match.start(), match.end(), match[2], match[1], rank)
        for pattern, rank in ((_ORDER, 4), (_CODE, 2), (_YEARED, 2))
        if (match := pattern.search(low))
    ]
    columns = _read_columns(opening)
    return [*found, columns] if columns else found


def find_stamp(opening: Opening) -> Numbered | None:
    """The stamp of a ministry's register: "REGISTRO DEI DECRETI.R.0001735.13-07-2017"."""
    match = _STAMP.search(opening.low)
    day = read_date(opening.low, match.end()) if match else None
    if match is None or day is None or day.iso is None:
        return None
    return Numbered(match.start(), day.end, match[1], day.iso, 3)


_LOOSE = re.compile(
    r"^ *(\d{1,6}) *\n{1,2} *(?=\d\d[./-]\d\d[./-]\d{4} *\n{1,2} *identificativo atto)",
    re.MULTILINE,
)


def find_loose(opening: Opening) -> Numbered | None:
    """Number and date alone above "Identificativo Atto", where the printed form is a picture."""
    match = _LOOSE.search(opening.low_lines, 0, opening.stop)
    day = read_date(opening.low, match.end()) if match else None
    if match is None or day is None or day.iso is None:
        return None
    return Numbered(match.start(1), day.end, match[1], day.iso, 3)


def read_cifra(opening: Opening) -> Numbered | None:
    """The number within the code by which the offices of Puglia file a determination."""
    match = _CIFRA.search(opening.low)
    if match is None:
        return None
    return Numbered(match.start(), match.end(), match[2].lstrip("0"), match[1], 1)


def _read_columns(opening: Opening) -> Numbered | None:
    """Labels one below the other, then their values in the same order."""
    low, lines = opening.low, opening.heading
    first = 0
    while first < len(lines):
        labels: list[str] = []
        while (at := first + len(labels)) < len(lines):
            label = _COLUMN.fullmatch(low, *lines[at])
            if label is None:
                break
            labels.append(label.lastgroup or "")
        values = lines[first + len(labels) : first + 2 * len(labels)]
        if "number" in labels and "date" in labels and len(values) == len(labels):
            number = values[labels.index("number")]
            date = values[labels.index("date")]
            written = _NUMBER.match(low[number[0] : number[1]])
            day = read_date(low, date[0])
            if written and day and day.iso and day.end == date[1]:
                span = (min(number[0], date[0]), max(number[1], date[1]))
                return Numbered(*span, written.group(), day.iso, 3)
        first += len(labels) + 1
    return None


_DATES = re.compile(
    r"(?:(?:del|data|in data|il)?[ :.]{0,3}\d\d?[./-]\d\d?[./-]\d{2,4}(?:[ ]{1,4}|\Z)){2,3}"
)
_DATE = re.compile(r"\d\d?[./-]\d\d?[./-]\d{2,4}")
_MARKED = re.compile(r"n(?:umero|r|ro)?[.°: ]{1,4}(\d{1,6})(?!\d)")


def pair_dates(opening: Opening, line: int, found: list[Numbered]) -> list[Numbered]:
    """`found` on a line of two numbers, each with its date where both stand on the line below."""
    lines, low = opening.heading, opening.low
    if line + 1 >= len(lines) or not _DATES.fullmatch(low, *lines[line + 1]):
        return found
    numbers = [match[1] for match in _MARKED.finditer(low, *lines[line])]
    start, end = lines[line + 1]
    dates = [read_date(low, match.start()) for match in _DATE.finditer(low, start, end)]
    if len(numbers) != len(dates):
        return found
    told = {number: day for number, day in zip(numbers, dates, strict=True) if day and day.iso}
    return [
        Numbered(one.start, day.end, one.number, day.iso, one.rank)
        if (day := told.get(one.number))
        else one
        for one in found
    ]
