"""The head and foot lines that are repeated on most pages of a document, and what they leave."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import product

from ingest.blocks import is_act_heading
from ingest.page import ReadPage, mask_line

_SHARE = 0.6
"""A running line stands on at least this share of the pages, and on both of two."""
_LINES = 4
"""So many lines at each edge are looked at."""
_LONGEST = 150

_Edge = list[tuple[int, set[str]]]
"""Lines at a page's edge, outermost first: where the line ends towards the body, and its keys."""


def body_ranges(pages: Sequence[ReadPage]) -> list[tuple[int, int]]:
    """For each page, the range that is left without repeated head and foot lines."""
    if len(pages) < 2:
        return [(0, len(page.text)) for page in pages]
    edges = [_edges(page) for page in pages]
    seen: Counter[str] = Counter()
    for top, foot in edges:
        seen.update({key for _, keys in (*top, *foot) for key in keys})
    least = max(min(len(pages), 3), len(pages) * _SHARE)
    running = {key for key, count in seen.items() if count >= least}
    return [
        _body_range(page.text, top, foot, running)
        for page, (top, foot) in zip(pages, edges, strict=True)
    ]


def _edges(page: ReadPage) -> tuple[_Edge, _Edge]:
    """Return the first and last lines of a page."""
    text = page.text
    top: _Edge = []
    at = 0
    while at < len(text) and len(top) < _LINES:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at : min(end, at + 2_000)].strip():
            top.append((end, _keys(text[at : min(end, at + 200)], page.number)))
        at = end + 1
    foot: _Edge = []
    at = len(text)
    while at > 0 and len(foot) < _LINES:
        start = text.rfind("\n", 0, at) + 1
        if text[start : min(at, start + 2_000)].strip():
            foot.append((start, _keys(text[start : min(at, start + 200)], page.number)))
        at = start - 1
    return top, foot


def _keys(line: str, number: int) -> set[str]:
    """Return keys that a line has in common with its like on other pages.

    A number in it is either the same on all pages or counts with them.
    """
    if len(line) > _LONGEST or is_act_heading(line.strip()):
        return set()
    words = mask_line(line)
    values = [int(digits[:9]) for digits in re.findall(r"[0-9]+", line)]
    if len(values) > 5:
        return {f"{words} {values}"}
    choices = product(*((f"={value}", f"+{value - number}") for value in values))
    return {f"{words} {choice}" for choice in choices}


def _body_range(text: str, top: _Edge, foot: _Edge, running: set[str]) -> tuple[int, int]:
    """Leave out running lines from both edges; a page of nothing else stays whole."""
    first, last = 0, len(text)
    for end, keys in top:
        if not keys & running:
            break
        first = end
    for start, keys in foot:
        if not keys & running or start <= first:
            break
        last = start
    return (first, last) if text[first:last].strip() else (0, len(text))
