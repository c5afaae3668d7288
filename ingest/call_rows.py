"""Tables and labels that tell of calls: "Scadenza: 5 marzo 2026", rows below a row of titles.

A table of a PDF comes as lines without bounds between cells: a row is read only where its cells
follow each other as the titles say, and up to the first cell of which the end is not sure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.call_dates import Lead, Moment, find_moments
from ingest.call_terms import Told, nearest_verb
from ingest.call_values import told_words
from ingest.call_words import (
    AMOUNT,
    CELL_MONEY,
    CELL_NOTE,
    CELL_YEAR,
    EXTENSION,
    LABELS,
    NOT_BUDGET,
    NUMBERING,
    PERCENT,
    STATE_NAMES,
    UNKNOWN_CELL,
)

_FORMS = tuple((field, re.compile(pattern)) for field, pattern in LABELS)
_LABEL = re.compile(
    "|".join(f"(?P<{field}_{place}>{pattern})" for place, (field, pattern) in enumerate(LABELS))
)
_LONGEST_LABEL = 60
_NAMED = [f"(?:{pattern})" for field, pattern in LABELS if field not in ("other", "title")]
_ANY = re.compile(
    rf"(?:{'|'.join(_NAMED)})"
    r" ?(?::| \|)(?= |\d|€|\Z)"
)
_TIMES = ("opens", "closes", "window")
_FREE = ("beneficiaries", "intensity", "issuer", "other", "state", "code")
_CODE = re.compile(
    r"(?=[a-z/.-]{0,24}\d)(?=[\d/.-]{0,24}[a-z])[a-z0-9](?:[a-z0-9]|[/.-](?=\w)){5,24}(?!\w)"
)
_ISSUER = re.compile(r"[A-ZÀ-Ý]")
_BY_LEAD = {Lead.FROM: "opens", Lead.UNTIL: "closes"}
_IS_MONEY = re.compile(r"[€a-z]|\d[.,]\d{3}")
_FOND = re.compile(r"fondo perduto|conto capitale|\d ?%")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of calls: where the call's name stands, and what the other cells tell."""

    start: int
    end: int
    told: tuple[Told, ...]


def read_label(low: str) -> str | None:
    """The field that a heading or a title of a column names, None if it is no label."""
    words = " ".join(low.split()).strip(" :*")
    if not words or len(words) > _LONGEST_LABEL:
        return None
    numbered = NUMBERING.match(words)
    for name in dict.fromkeys((words, words[numbered.end() :] if numbered else words)):
        match = _LABEL.fullmatch(name)
        if match and match.lastgroup:
            return match.lastgroup.rstrip("_0123456789")
    return None


def find_labelled(text: str, low: str) -> list[tuple[str, int, int]]:
    """The labels of a statement: field, and the stretch of the value behind each."""
    found: list[tuple[str, int, int]] = []
    if ":" not in low and " | " not in low:
        return []
    for match in _ANY.finditer(low):
        at = match.start()
        begins = (
            at == 0 or text[at - 1] == "\n" or low[max(0, at - 2) : at] in ("; ", ". ", "- ", "• ")
        )
        if not begins and not (low[at - 1] == " " and text[at].isupper()):
            continue
        field = read_label(match.group().rstrip(" :|"))
        if field is not None and field != "other":
            found.append((field, at, match.end()))
    ends = [at for _, at, _ in found[1:]] + [len(low)]
    return [(one[0], one[2], end) for one, end in zip(found, ends, strict=False)]


def read_cell(field: str, text: str, low: str, start: int, end: int) -> list[Told]:
    """What the value of a label tells."""
    words = low[start:end].strip()
    if not words or UNKNOWN_CELL.match(words):
        return []
    if field in _TIMES:
        return list(_times(field, text, low, start, end))
    if field == "budget":
        amount = AMOUNT.search(low, start, end)
        if amount is None or NOT_BUDGET.search(low, start, amount.start()):
            return []
        if amount.start() - start > 60:
            return []
        return [Told(field, " ".join(text[slice(*amount.span())].split()), *amount.span())]
    if field == "code":
        code = _CODE.search(low, start, end)
        if code is None or code.start() - start > 3:
            return []
        return [Told(field, text[code.start() : code.end()].upper(), *code.span())]
    if field == "state":
        state = next((STATE_NAMES[name] for name in STATE_NAMES if words.startswith(name)), None)
        return [Told(field, state, start, end)] if state else []
    return _words(field, text, start, end)


def _words(field: str, text: str, start: int, end: int) -> list[Told]:
    stop = re.compile(r"\.(?=\s|\Z)|\n\n").search(text, start, end)
    told = told_words(field, text, start, stop.start() if stop else end)
    if told is None or field not in ("beneficiaries", "intensity", "issuer"):
        return []
    if field == "intensity" and not (
        PERCENT.search(told.value) or _FOND.search(told.value.lower())
    ):
        return []
    if field == "issuer" and (not _ISSUER.match(told.value) or len(told.value) > 120):
        return []
    return [told] if len(told.value) > 2 else []


def _times(field: str, text: str, low: str, start: int, end: int) -> Iterator[Told]:
    """The moments of a labelled time: by the words before each, by a range, or by the label."""
    moments = [one for one in find_moments(text, low) if start <= one.start and one.end <= end]
    if not moments or moments[0].led - start > 40:
        return
    last = start
    told: list[Told] = []
    for place, one in enumerate(moments):
        verb = nearest_verb(low[last : one.led])
        ranged = one.paired or (place + 1 < len(moments) and moments[place + 1].paired)
        name = verb or (_BY_LEAD.get(one.lead) if ranged or field == "window" else None)
        if name is None and place == 0 and field != "window":
            name = field
        if name is not None:
            told.append(Told(name, one.value, one.start, one.end))
        last = one.end
    if field == "closes" and EXTENSION.search(low, start, end):
        final = moments[-1]
        told = [one for one in told if one.start != final.start]
        told.append(Told("extended", final.value, final.start, final.end))
    yield from told


# --- tables --------------------------------------------------------------------------------------


def read_header(low: str) -> tuple[str, ...] | None:
    """The fields of a row of titles, None where it is none or tells of no call."""
    cells = low.split(" | ") if " | " in low else None
    fields = [read_label(cell) or "other" for cell in cells] if cells else _greedy(low)
    if fields is None or "title" not in fields or len(fields) < 2:
        return None
    telling = [field for field in fields if field in (*_TIMES, "budget")]
    return tuple(fields) if telling and fields.count("title") == 1 else None


def _greedy(low: str) -> list[str] | None:
    """The titles of columns that follow each other without bounds: every word belongs to one."""
    words = " ".join(low.split())
    if len(words) > 160:
        return None
    fields: list[str] = []
    at = 0
    while at < len(words):
        best, end = "", at
        for field, pattern in _FORMS:
            match = pattern.match(words, at)
            if match and match.end() > end and words[match.end() : match.end() + 1] in ("", " "):
                best, end = field, match.end()
        if not best:
            return None
        fields.append(best)
        at = end + 1
    return fields


def read_row(header: Sequence[str], text: str, low: str) -> Row | None:
    """The row below the titles, None where it cannot be read surely."""
    if " | " in low:
        return _barred(header, text, low)
    if header[0] != "title":
        return None
    moments = {one.start: one for one in find_moments(text, low)}
    starts = sorted({*moments, *(found.start() for found in UNKNOWN_CELL.finditer(low))}
                    | {found.start() for found in CELL_YEAR.finditer(low)})  # fmt: skip
    for at in starts:
        if at > 2 and low[at - 1] == " " and (told := _cells(header[1:], text, low, moments, at)):
            name = _name(low, at)
            return Row(*name, tuple(told)) if name else None
    return None


def _name(low: str, end: int) -> tuple[int, int] | None:
    """The first cell, which ends before `end`; a date or an amount in it makes it unsure."""
    words = low[:end].rstrip(" ,;")
    if AMOUNT.search(words) or len(words) < 4:
        return None
    return 0, len(words)


def _barred(header: Sequence[str], text: str, low: str) -> Row | None:
    cells: list[tuple[int, int]] = []
    at = 0
    for cell in low.split(" | "):
        cells.append((at, at + len(cell)))
        at += len(cell) + 3
    if len(cells) != len(header):
        return None
    name: tuple[int, int] | None = None
    told: list[Told] = []
    for field, (start, end) in zip(header, cells, strict=True):
        if field == "title":
            name = (start, end)
        elif field != "other" and not (
            field in _TIMES and _bare_year(field, text, low, start, end, told)
        ):
            told += read_cell(field, text, low, start, end)
    return Row(*name, tuple(told)) if name and low[slice(*name)].strip() and told else None


def _bare_year(field: str, text: str, low: str, start: int, end: int, told: list[Told]) -> bool:
    """Take a cell that holds nothing but a year."""
    year = CELL_YEAR.fullmatch(low[start:end].strip())
    if year is None or field == "window":
        return False
    told.append(Told(field, text[start:end].strip(), start, end))
    return True


def _cells(
    fields: Sequence[str], text: str, low: str, moments: dict[int, Moment], at: int
) -> list[Told] | None:
    """The cells from `at` on as the titles say; None where the typed ones do not fit."""
    told: list[Told] = []
    for place, field in enumerate(fields):
        last = place == len(fields) - 1
        if field in _FREE:
            if at in moments or UNKNOWN_CELL.match(low, at) or AMOUNT.match(low, at):
                return None
            if last and field != "other":
                told += read_cell(field, text, low, at, len(low))
            return told if place else None
        cell = _typed(field, text, low, moments, at)
        if cell is None:
            return None
        told += cell[0]
        note = CELL_NOTE.match(low, cell[1])
        at = note.end() if note else cell[1]
        at += len(low[at:]) - len(low[at:].lstrip(" ,;"))
    return told if at >= len(low) else None


def _typed(
    field: str, text: str, low: str, moments: dict[int, Moment], at: int
) -> tuple[list[Told], int] | None:
    """A cell of a known kind that begins at `at`, and where it ends."""
    unknown = UNKNOWN_CELL.match(low, at)
    if unknown:
        return [], unknown.end()
    if field == "budget":
        money = CELL_MONEY.match(low, at)
        if money is None or not _IS_MONEY.search(money.group()):
            return None
        end = at + len(money.group().rstrip())
        return [Told(field, " ".join(text[at:end].split()), at, end)], end
    one = moments.get(at)
    if one is not None and field != "window":
        return [Told(field, one.value, one.start, one.end)], one.end
    year = CELL_YEAR.match(low, at)
    if year is not None and field != "window":
        return [Told(field, year.group(), *year.span())], year.end()
    return None
