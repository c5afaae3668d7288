"""The words of a PDF page that its reader sees: where lines start, where a span has its boxes.

`pageview` hands in pdfium (`c`) and holds its lock.
"""

import ctypes
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from corpus.linegaps import Line, join_boxes, same_line
from corpus.text import find_quote, normalise_map
from corpus.types import Box

_STEPS = 64
"""Device steps per point: `FPDF_PageToDevice` returns whole numbers."""
_LINE_ENDS = frozenset("\r\n\x02\ufffe")


@dataclass(frozen=True, slots=True)
class SeenWords:
    """pdfium's whole text of a page, and what of it is seen.

    `places` gives for each character of `text` its index in `whole`; `left_out` is the rest.
    `notes`: how many comments are attached to the page.
    """

    whole: str
    text: str
    places: Sequence[int]
    left_out: str = ""
    notes: int = 0


def keep_seen(whole: str, unseen: Set[int], false: Sequence[str] = (), notes: int = 0) -> SeenWords:
    """Leave out the characters at these indices, and the lines and blanks that they leave empty.

    `false` is what the file tells of the page beside its text, to be named as left out too.
    """
    if not unseen:
        return SeenWords(whole, whole, range(len(whole)), "\n".join(false), notes)
    places: list[int] = []
    left_out = list(false)
    start = 0
    for line in whole.splitlines(keepends=True):
        kept, lost = _part_line(line, start, unseen)
        places += kept
        left_out += [lost.strip()] if lost.strip() else []
        start += len(line)
    return SeenWords(whole, "".join(whole[at] for at in places), places, "\n".join(left_out), notes)


def _part_line(line: str, start: int, unseen: Set[int]) -> tuple[list[int], str]:
    """Return the indices of a line's seen characters, and the unseen ones as they stand."""
    kept: list[int] = []
    lost: list[str] = []
    after_unseen = seen = False
    for at, char in enumerate(line, start):
        if not char.isspace():
            after_unseen = at in unseen
            seen = seen or not after_unseen
        if after_unseen and char not in "\r\n":
            lost.append(char)
        else:
            kept.append(at)
    return (kept if seen or not lost else []), "".join(lost)


def find_span(
    laid: str, gaps: Sequence[int], page_text: str, start: int, end: int
) -> tuple[int, int] | None:
    """Find where in the seen text stand the words at `page_text[start:end]`.

    `laid` is that text with a line end put in at each place of `gaps`.
    """
    text, places = normalise_map(laid)
    if text != page_text:
        found = find_quote(text, page_text[start:end])
        if found is None:
            return None
        start, end = found
    if not 0 <= start < end <= len(places):
        return None
    added = [at + count for count, at in enumerate(gaps)]
    first, last = places[start], places[end - 1]
    return first - bisect_right(added, first), last - bisect_right(added, last) + 1


def measure_lines(c: Any, page: Any, words: Any, seen: SeenWords) -> list[Line]:
    """Measure the first letter of each line (one call a line, not one a letter)."""
    if page.get_rotation() in (90, 270):
        return []
    box = c.FS_RECTF()
    lines: list[Line] = []
    start = 0
    for line in seen.text.splitlines(keepends=True):
        body = line.strip()
        if body:
            at = start + len(line) - len(line.lstrip())
            shown = c.FPDFText_GetLooseCharBox(words, seen.places[at], box)
            size = max(abs(box.top - box.bottom), 0.0) if shown else 0.0
            ends_open = body[-1] not in ".;:!?»”"
            lines.append(Line(at, size, box.top if size else 0.0, body[0].islower(), ends_open))
        start += len(line)
    return lines


def line_boxes(c: Any, page: Any, words: Any, seen: SeenWords, span: tuple[int, int]) -> list[Box]:
    """Merge the boxes of the characters of each line."""
    lines: list[Box] = []
    fresh = True
    upright: bool | None = None
    for char, at in _places(c, words, seen, *span):
        box = None if char.isspace() else _char_box(c, page, words, at)
        if box is None:
            fresh = fresh or char in _LINE_ENDS
            continue
        if upright is None:
            upright = _runs_across(c, page, words, at)
        if not fresh and same_line(lines[-1], box, upright=upright):
            lines[-1] = join_boxes(lines[-1], box)
        else:
            lines.append(box)
        fresh = char in _LINE_ENDS
    return lines


def _places(c: Any, words: Any, seen: SeenWords, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Give each character of a stretch of the seen text with pdfium's own index of it."""
    to_index = c.FPDFText_GetCharIndexFromTextIndex
    units = done = 0
    for place in seen.places[start:end]:
        units += len(seen.whole[done:place].encode("utf-16-le", "surrogatepass")) // 2
        done = place
        yield seen.whole[place], int(to_index(words, units))


def _char_box(c: Any, page: Any, words: Any, at: int) -> Box | None:
    """Return the box of one character on the page as shown; None if it takes no room."""
    rect = c.FS_RECTF()
    if at < 0 or not c.FPDFText_GetLooseCharBox(words, at, rect):
        return None
    x1, y1 = _shown(c, page, rect.left, rect.top)
    x2, y2 = _shown(c, page, rect.right, rect.bottom)
    box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return box if box.right > box.left and box.bottom > box.top else None


def _shown(c: Any, page: Any, x: float, y: float) -> tuple[float, float]:
    """Turn a point of the PDF's own space into one of the page as shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    width = max(1, round(page.get_width() * _STEPS))
    height = max(1, round(page.get_height() * _STEPS))
    c.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value / _STEPS, down.value / _STEPS


def _runs_across(c: Any, page: Any, words: Any, at: int) -> bool:
    """Say whether the text at this character runs from left to right (or right to left)."""
    angle = float(c.FPDFText_GetCharAngle(words, at))
    turned = math.degrees(angle) + float(page.get_rotation()) if angle >= 0 else 0.0
    return round(turned / 90) % 2 == 0
