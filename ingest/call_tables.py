"""The rows of the tables of a document that tell of calls, each made of its pieces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.call_names import read_call_name
from corpus.mention_forms import plain
from ingest.call_rows import Row, find_labelled, read_header, read_row
from ingest.statements import Statement


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table of calls, as one statement made of its pieces."""

    statement: Statement
    row: Row
    key: str


_LONGEST = 1_500
_OPEN_END = re.compile(r"[^.;:!?»”\")]\Z")
_GOES_ON = re.compile(r"[a-zà-ù](?!\w{0,2}\))|\(|(?:19|20)\d\d\b|[–-] ")
_SHORT = 60


def join_pieces(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, those that a line end has cut made whole again."""
    found: list[Statement] = []
    for one in statements:
        last = found[-1] if found else None
        if last is not None and _follows(last, one):
            span = replace(last.span, end=one.span.end)
            gap = "\n" * (one.span.start - last.span.end)
            text = f"{last.text}{gap}{one.text}"
            found[-1] = replace(last, span=span, text=text, low=plain(text))
        else:
            found.append(one)
    return found


def _follows(last: Statement, one: Statement) -> bool:
    gap = one.span.start - last.span.end
    near = 1 if len(last.text) < _SHORT else 2
    if last.span.page != one.span.page or not 0 < gap <= near:
        return False
    if last.section != one.section or last.own != one.own or " | " in one.text:
        return False
    whole = len(last.text) + len(one.text) > _LONGEST
    return not whole and bool(_OPEN_END.search(last.text) and _GOES_ON.match(one.text))


def find_rows(statements: Sequence[Statement]) -> tuple[list[tuple[int, TableRow]], set[int]]:
    """The rows of tables of calls, each at its place, and the places of all that tables hold."""
    found: list[tuple[int, TableRow]] = []
    taken: set[int] = set()
    header: tuple[str, ...] | None = None
    barred = False
    place = 0
    while place < len(statements):
        one = statements[place]
        titles = read_header(one.low) if len(one.low) < 200 else None
        if titles:
            header, barred, place = titles, " | " in one.text, place + 1
            taken.add(place - 1)
            continue
        current = header or (read_header(plain(one.lead)) if " | " in one.lead else None)
        pieces = _pieces(statements, place) if current else 1
        row = _row_of(statements[place : place + pieces], current) if current else None
        if row and header and barred != (" | " in one.text):
            row = None
        if row is None and header and (one.is_heading or one.text.rstrip().endswith(".")):
            header = None
        if row is not None:
            found.append((place, row))
            taken.update(range(place, place + pieces))
        place += pieces if row else 1
    return found, taken


def _pieces(statements: Sequence[Statement], place: int) -> int:
    """How many statements stand line by line without a gap, as the pieces of a row do."""
    count = 1
    while place + count < len(statements) and count < 8:
        last, following = statements[place + count - 1].span, statements[place + count].span
        barred = " | " in statements[place + count].text
        if barred or last.page != following.page or not 0 < following.start - last.end <= 1:
            break
        count += 1
    return count


def _row_of(pieces: Sequence[Statement], header: Sequence[str]) -> TableRow | None:
    first = pieces[0]
    text = "\n".join(one.text for one in pieces)
    span = replace(first.span, end=pieces[-1].span.end)
    statement = replace(first, span=span, text=text, low=plain(text))
    row = read_row(header, text, statement.low)
    if row is None or find_labelled(text, statement.low)[:1]:
        return None
    name = read_call_name(text[row.start : row.end])
    if not (name.telling or len(name.words) > 1):
        return None
    return TableRow(statement, row, name.key)
