"""Lists of acts under one noun: "i decreti n. 4638 del … e n. 6980 del …"."""

import re

from corpus.mention_tails import Tail, read_date_after, read_number, read_tail, stops_after

_GAP = re.compile(
    r" ?(?:[,;] ?(?:e |ed |and |nonché |o )?|(?:e|ed|and|o|nonché|&) )"
    r"(?:(?:il|la|lo|al|alla|con|quello|quella|the|della|alle|le) )?"
)
_LISTED = re.compile(r" ?(?:,|e|ed|and) ?(?=\d)")


def read_list(low: str, first: Tail, *, plural: bool, noun: bool) -> list[Tail]:
    """`first` and the numbers and dates that follow it as further acts.

    `noun` tells a word written out from an abbreviation, which may always stand for several.
    """
    tails = [first]
    while (following := _read_next(low, tails[-1], first, plural, noun)) is not None:
        tails.append(following)
    if first.listed and tails[-1].date:
        return [tail if tail.date else tail._replace(date=tails[-1].date) for tail in tails]
    return tails


def _read_next(low: str, last: Tail, first: Tail, plural: bool, noun: bool) -> Tail | None:
    if first.listed and (gap := _LISTED.match(low, last.end)):
        number = read_number(low, gap.end())
        if number is not None:
            return read_date_after(low, Tail(number.start, number.end, number))
    gap = _GAP.match(low, last.end)
    if gap is None:
        return None
    space = low[gap.end() - 1] == " "
    found = read_tail(low, gap.end() - space)
    if found is None or found.protocol:
        return None
    return found if _is_act(low, found, first, plural, noun) else None


def _is_act(low: str, found: Tail, first: Tail, plural: bool, noun: bool) -> bool:
    """Whether what follows is a further act, not the next words of the sentence."""
    number = found.number
    if number is None:
        return plural and first.number is None and found.whole_date
    if number.roman:
        return True
    if found.date or number.year:
        return found.marked or plural or not noun or "/" in number.whole
    return found.marked and plural and stops_after(low, number.end)
