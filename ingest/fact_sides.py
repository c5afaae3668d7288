"""Values of several sources side by side in a sentence or row, each with the day that stands by it.

"Il numero dei soci varia: 140 (Fonte, 2023), circa 130 nel 2021" gives two values of two days.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.fact_counts import ABOUT_BOARD, BODIES, MEMBER_WORDS, MEMBERS, SEATS, is_year
from ingest.fact_days import only_day
from ingest.fact_names import read_place
from ingest.fact_views import Found, View
from ingest.fact_words import COUNT, DENIED, GAP, X, compile_words

_HEAD = compile_words(
    r"(?:^ ?(?:[-•*–] )?|(?P<number>(?:numero|number|cifr[ae]|dat[oi]) (?:dei |degli |delle |di "
    r"|of )?))"
    rf"(?P<what>(?:{BODIES} )?{MEMBER_WORDS}|{ABOUT_BOARD.pattern})"
    rf"(?P<more> (?:del |of the )?{ABOUT_BOARD.pattern})?"
    rf"{GAP}{X}"
)
_SPLIT = re.compile(r"; |, |(?<!\w)(?:e|ed|and) (?=(?:\S+ ){0,3}\d)")
_STARTS = compile_words(
    rf"[^\w]{{0,3}}(?P<value>{COUNT}(?: (?:{MEMBERS}|{BODIES}|{SEATS})(?!\w))?)"
)
_WITHIN = compile_words(rf"(?P<value>{COUNT}(?: {SEATS}(?!\w))?)")
_NOTED = re.compile(r"\([^()]{1,120}\)")
_SEAT_HEAD = compile_words(rf"(?<!\w)(?:sede(?: legale)?|seat|headquarters) {GAP}{X}")
_TOLD = compile_words(
    r"(?<!\w)(?:indica(?:no)?|dice|dicono|riporta(?:no)?|scrive|scrivono|parla(?:no)? di"
    r"|indicates?|says?|gives?|reports?) (?:che è a |a |come sede )?"
)
_MASK = "\x00"


def find_sides(view: View) -> list[Found]:
    """The values that a statement sets side by side, if it does."""
    for head in _HEAD.finditer(view.low):
        start = _list_start(view, head)
        if start:
            board = head["more"] or ABOUT_BOARD.fullmatch(head["what"])
            found = _parts(view, start, "board_size" if board else "members", view.own(head))
            if len(found) > 1:
                return found
    for head in _SEAT_HEAD.finditer(view.low):
        found = list(_seats(view, head))
        if len(found) > 1:
            return found
    return []


def _list_start(view: View, head: re.Match[str]) -> int | None:
    """Where the values begin: after a colon, or in a row after the name."""
    colon = view.low.find(": ", head.end())
    if colon >= 0:
        return colon + 2
    return head.end() + 1 if head.start() == 0 and not head["number"] else None


def _parts(view: View, start: int, name: str, owner: str | None) -> list[Found]:
    """The values of a list, if every part of it has one."""
    words = _NOTED.sub(lambda m: _MASK * len(m.group()), view.low)
    cuts = [start, *(m.end() for m in _SPLIT.finditer(words, start)), len(words)]
    found: list[Found] = []
    for first, last in pairwise(cuts):
        match = _STARTS.match(words, first, last) or _alone_in(words, first, last)
        if match is None or is_year(match["value"]):
            if words[first:last].strip(f" .{_MASK}"):
                return []
        elif owner and not DENIED.search(words, first, last):
            found.append(Found(name, *match.span("value"), owner, only_day(view.low[first:last])))
    return _with_days(view, found)


def _alone_in(words: str, first: int, last: int) -> re.Match[str] | None:
    """The one number of a part of a list: "ne elenca 11"."""
    found = list(_WITHIN.finditer(words, first, last))
    return found[0] if len(found) == 1 else None


def _with_days(view: View, found: list[Found]) -> list[Found]:
    """A source's day counts for all values only where none has a day of its own."""
    shared = "" if any(one.day for one in found) else view.statement.day or ""
    return [Found(one.field, one.start, one.end, one.owner, one.day or shared) for one in found]


def _seats(view: View, head: re.Match[str]) -> Iterator[Found]:
    """The towns that sources give, each in the part of the sentence that says it."""
    owner = view.own(head)
    told = list(_TOLD.finditer(view.low, head.end()))
    ends = [head.end(), *(match.end() for match in told)]
    starts = ends[1:] if told else _row_starts(view, head.end())
    for number, at in enumerate(starts):
        place = read_place(view.text, at)
        if place is None or owner is None:
            return
        if DENIED.search(view.low, ends[number] if told else at, at):
            return
        near = (
            view.low[ends[number] : at] if told else view.low[place[1] : _note_end(view, place[1])]
        )
        yield Found("seat", *place, owner, only_day(near) or "")


def _row_starts(view: View, start: int) -> list[int]:
    """Where the values of a row begin: after the name, and after each note in parentheses."""
    notes = list(_NOTED.finditer(view.low, start))
    if len(notes) < 2:
        return []
    return [start, *(note.end() for note in notes if view.low[note.end() :].strip(" .)"))]


def _note_end(view: View, at: int) -> int:
    note = _NOTED.match(view.low, at + 1)
    return note.end() if note else at
