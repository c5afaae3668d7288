"""The letters and paints of a PDF page, and which of the letters may be unseen.

A look at every object, cheap enough for every page: letters of the colour of their ground, without
ink, tiny, beyond the page, cut off or painted over are doubtful. `pageink` draws and decides.
`pageview` hands in pdfium and holds its lock.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.pageboxes import UNIT, Box, Matrix, are_corners, bounds, combine, lies_in, move, overlap
from corpus.pagetags import tells_words
from corpus.seen import FAINT, TINY, WEIGHTS, WHITE, Colour

_Array = NDArray[Any]

NO_INK, CLIPS = 3, 7
"""Modes of drawing letters: not at all; only to cut off what is drawn next."""
_UNFILLED, _ODD = (1, 5), (NO_INK, CLIPS)
_BLACK: Colour = (0, 0, 0)
_PATTERN: Colour = (0xBF, 0xBF, 0xBF)
"""The colour that pdfium names for a pattern."""
_SMALL = TINY * 1.3
_DEEPEST, _MOST_FORMS, _MOST_PAINTS, _MOST_PAIRS = 50, 20_000, 2_000, 4_000_000


@dataclass(slots=True)
class Letters:
    """An object of letters: its address, box and colour, and whether it may be unseen."""

    place: int
    box: Box
    colour: Colour
    order: int
    doubtful: bool
    tiny: bool
    mode: int
    marks: int


@dataclass(frozen=True, slots=True)
class Paint:
    """What colours an area: its box, its colour if it has but one, whether it fills the box."""

    box: Box
    colour: Colour | None
    order: float
    fills: bool


@dataclass(frozen=True, slots=True)
class _Calls:
    """What is asked of every object, with plain addresses in and out: half the time of a call."""

    on_page: Callable[..., int | None]
    in_form: Callable[..., int | None]
    kind: Callable[..., int]
    mode: Callable[..., int]
    edges: Callable[..., int]
    fill: Callable[..., int]
    stroke: Callable[..., int]
    blends: Callable[..., int]
    marks: Callable[..., int]
    mark: Callable[..., int | None]
    clip: Callable[..., int | None]
    clips: Callable[..., int]


@lru_cache(maxsize=1)
def _calls(c: Any) -> _Calls:
    """Wrap pdfium's functions anew."""
    word, size = ctypes.c_void_p, ctypes.c_int

    def wrap(function: Any, result: Any, *kinds: Any) -> Any:
        return ctypes.CFUNCTYPE(result, *kinds)(address(function))

    return _Calls(
        on_page=wrap(c.FPDFPage_GetObject, word, word, size),
        in_form=wrap(c.FPDFFormObj_GetObject, word, word, ctypes.c_ulong),
        kind=wrap(c.FPDFPageObj_GetType, size, word),
        mode=wrap(c.FPDFTextObj_GetTextRenderMode, size, word),
        edges=wrap(c.FPDFPageObj_GetBounds, size, *[word] * 5),
        fill=wrap(c.FPDFPageObj_GetFillColor, size, *[word] * 5),
        stroke=wrap(c.FPDFPageObj_GetStrokeColor, size, *[word] * 5),
        blends=wrap(c.FPDFPageObj_HasTransparency, size, word),
        mark=wrap(c.FPDFPageObj_GetMark, word, word, ctypes.c_ulong),
        marks=wrap(c.FPDFPageObj_CountMarks, size, word),
        clip=wrap(c.FPDFPageObj_GetClipPath, word, word),
        clips=wrap(c.FPDFClipPath_CountPaths, size, word),
    )


def address(handle: Any) -> int:
    """Return where a handle points, to compare it."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class Look:
    """One look at the objects of a page, in the order in which they are drawn."""

    def __init__(self, c: Any, page: Any, *, layered: bool) -> None:
        self.c, self.page, self.layered = c, page, layered
        self.letters: list[Letters] = []
        self.paints: list[Paint] = []
        self.pictures = 0.0
        self.notes = 0
        self.cut_short = False
        self.frame: Box = page.get_bbox()
        left, bottom, right, top = self.frame
        self._within = (left - 1.0, bottom - 1.0, right + 1.0, top + 1.0)
        self._calls = _calls(c)
        self._edges, self._parts = (ctypes.c_float * 4)(), (ctypes.c_uint * 4)()
        at = ctypes.addressof(self._edges)
        self._edge_places = (at, at + 4, at + 8, at + 12)
        at = ctypes.addressof(self._parts)
        self._part_places = (at, at + 4, at + 8, at + 12)
        self._size, self._matrix = ctypes.c_float(), c.FS_MATRIX()

    def collect(self) -> None:
        """Note every object of letters and every paint."""
        letters = self.c.FPDF_PAGEOBJ_TEXT
        for order, (place, kind, matrix) in enumerate(self._walk()):
            if kind == letters:
                self._take_letters(place, order, matrix)
            else:
                self._take_paint(self.handle(place), kind, order, matrix)
        self._take_notes()

    def _walk(self) -> Iterator[tuple[int, int, Matrix]]:
        """Give the address, kind and space of every object, those of forms in their place."""
        calls, form = self._calls, self.c.FPDF_PAGEOBJ_FORM
        count = self.c.FPDFPage_CountObjects(self.page)
        waiting = [(calls.on_page, address(self.page.raw), count, UNIT, 0)]
        walked = 0
        while waiting:
            take, holder, count, matrix, at = waiting.pop()
            for index in range(at, count):
                place = take(holder, index) or 0
                kind = calls.kind(place)
                if kind != form:
                    yield place, kind, matrix
                elif len(waiting) > _DEEPEST or walked > _MOST_FORMS:
                    self.cut_short = True
                else:
                    walked += 1
                    waiting.append((take, holder, count, matrix, index + 1))
                    waiting.append((calls.in_form, place, *self._within_form(place, matrix), 0))
                    break

    def handle(self, place: int) -> Any:
        """Return pdfium's handle of the object at an address."""
        return ctypes.cast(place, self.c.FPDF_PAGEOBJECT)

    def _within_form(self, place: int, matrix: Matrix) -> tuple[int, Matrix]:
        """Return how many objects a form has, and the matrix to move them to the page."""
        form = self.handle(place)
        inner = combine(self._matrix_of(form), matrix)
        return max(self.c.FPDFFormObj_CountObjects(form), 0), inner

    def marked(self) -> list[Any]:
        """Return the objects of letters that have marks; asks nothing else of a page."""
        letters, marks = self.c.FPDF_PAGEOBJ_TEXT, self._calls.marks
        found = (place for place, kind, _ in self._walk() if kind == letters)
        return [self.handle(place) for place in found if marks(place) > 0]

    def doubtful(self) -> list[Letters]:
        """Return the letters that may be unseen."""
        return [one for one in self.letters if one.doubtful]

    def tells_others(self) -> bool:
        """Say whether the page tells words in place of those it draws."""
        kind = self.c.FPDF_PAGEOBJECTMARK
        marks = {
            self._calls.mark(one.place, index) for one in self.letters for index in range(one.marks)
        }
        return any(tells_words(self.c, ctypes.cast(mark, kind)) for mark in marks if mark)

    def _take_letters(self, place: int, order: int, matrix: Matrix) -> None:
        """Note letters, doubtful where they show by themselves that they may be unseen."""
        calls = self._calls
        mode = calls.mode(place)
        box = self._box(place, matrix)
        left, bottom, right, top = box
        within = self._within
        marks = calls.marks(place)
        clip = calls.clip(place)
        small = right - left <= _SMALL or top - bottom <= _SMALL
        tiny = small and self._is_tiny(self.handle(place), matrix)
        doubtful = (
            tiny
            or mode in _ODD
            or left < within[0]
            or bottom < within[1]
            or right > within[2]
            or top > within[3]
            or (clip and calls.clips(clip) > 0 and not self._passes(place, box, matrix))
            or calls.blends(place)
            or (self.layered and (marks > 0 or matrix is not UNIT))
        )
        colour = self._colour(calls.stroke if mode in _UNFILLED else calls.fill, place) or _BLACK
        letters = Letters(place, box, colour, order, bool(doubtful), tiny, mode, marks)
        self.letters.append(letters)

    def _take_paint(self, handle: Any, kind: int, order: int, matrix: Matrix) -> None:
        """Note a filled path, a picture or a shading of more than a rule's breadth."""
        c = self.c
        colour = None
        fills = False
        place = address(handle)
        box = self._box(place, matrix)
        if min(box[2] - box[0], box[3] - box[1]) < TINY / 2:
            return
        if kind == c.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            if not c.FPDFPath_GetDrawMode(handle, fill, stroke) or not fill.value:
                return
            colour = self._colour(self._calls.fill, place)
            colour = None if colour == _PATTERN else colour
            sure = colour is not None and matrix is UNIT and not self._clip_count(place)
            opaque = not c.FPDFPageObj_HasTransparency(handle)
            fills = sure and opaque and self._is_rectangle(handle)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            inside = overlap(box, self.frame)
            self.pictures += max(inside[2] - inside[0], 0.0) * max(inside[3] - inside[1], 0.0)
        self.paints.append(Paint(box, colour, order, fills))

    def _take_notes(self) -> None:
        """Note the places of annotations, which are drawn last, and count those with a comment."""
        c = self.c
        rect = c.FS_RECTF()
        for index in range(min(c.FPDFPage_GetAnnotCount(self.page), _MOST_PAINTS)):
            note = c.FPDFPage_GetAnnot(self.page, index)
            if note is None:
                continue
            unseen = (c.FPDF_ANNOT_LINK, c.FPDF_ANNOT_POPUP, c.FPDF_ANNOT_WIDGET)
            if c.FPDFAnnot_GetSubtype(note) not in unseen and c.FPDFAnnot_GetRect(note, rect):
                box = (rect.left, rect.bottom, rect.right, rect.top)
                self.paints.append(Paint(box, None, math.inf, fills=False))
                self.notes += c.FPDFAnnot_GetStringValue(note, b"Contents", None, 0) > 2
            c.FPDFPage_CloseAnnot(note)

    def compare_colours(self) -> None:
        """Mark as doubtful the letters whose colour their ground may have, and those painted over.

        In the order of drawing: a plain rectangle is the ground of the letters within it; what
        else lies under letters may be their ground.
        """
        if not self.letters:
            return
        pairs = len(self.letters) * len(self.paints)
        if len(self.paints) > _MOST_PAINTS or pairs > _MOST_PAIRS:
            for one in self.letters:
                one.doubtful = True
            return
        table = np.array([(*one.box, *one.colour, one.order) for one in self.letters], float)
        boxes, colours, orders = table[:, :4], table[:, 4:7], table[:, 7]
        doubt = _alike(colours, WHITE)
        across, up = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        for paint in self.paints:
            left, bottom, right, top = paint.box
            under = (left <= across) & (across <= right) & (bottom <= up) & (up <= top)
            if not under.any():
                continue
            doubt |= under & (orders < paint.order)
            under &= orders > paint.order
            alike = under if paint.colour is None else under & _alike(colours, paint.colour)
            if paint.fills:
                sides = (boxes[:, :2] >= (left, bottom)) & (boxes[:, 2:] <= (right, top))
                doubt &= ~(under & sides.all(axis=1))
            doubt |= alike
        for one, is_doubtful in zip(self.letters, doubt, strict=True):
            one.doubtful = one.doubtful or bool(is_doubtful)

    def _matrix_of(self, handle: Any) -> Matrix:
        """Return an object's own matrix."""
        m = self._matrix
        if not self.c.FPDFPageObj_GetMatrix(handle, m):
            return UNIT
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _box(self, place: int, matrix: Matrix) -> Box:
        """Return an object's box; one without room where it has none."""
        if not self._calls.edges(place, *self._edge_places):
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._edges
        if matrix is UNIT:
            return (left, bottom, right, top)
        return bounds([move(matrix, x, y) for x in (left, right) for y in (bottom, top)])

    def _colour(self, get: Any, place: int) -> Colour | None:
        """Return a colour of an object; None where it has none of its own."""
        if not get(place, *self._part_places):
            return None
        red, green, blue, _ = self._parts
        return (red, green, blue)

    def _is_tiny(self, handle: Any, matrix: Matrix) -> bool:
        """Say whether letters are set in too small a size."""
        self.c.FPDFTextObj_GetFontSize(handle, self._size)
        a, b, c, d, _, _ = combine(self._matrix_of(handle), matrix)
        return abs(self._size.value) * math.sqrt(abs(a * d - b * c)) <= TINY * 1.001

    def _clip_count(self, place: int) -> int:
        """Return how many paths cut an object off."""
        clip = self._calls.clip(place)
        return max(self._calls.clips(clip), 0) if clip else 0

    def _passes(self, place: int, box: Box, matrix: Matrix) -> bool:
        """Say whether what cuts an object off are plain rectangles that leave all of it."""
        count = self._clip_count(place)
        if count > 4 or matrix is not UNIT:
            return False
        c = self.c
        clip = c.FPDFPageObj_GetClipPath(self.handle(place))
        for index in range(count):
            size = c.FPDFClipPath_CountPathSegments(clip, index)
            points = self._points(size, c.FPDFClipPath_GetPathSegment, clip, index)
            if not are_corners(points) or not lies_in(box, bounds(points), 1.0):
                return False
        return True

    def _is_rectangle(self, handle: Any) -> bool:
        """Say whether a path is an upright rectangle."""
        size = self.c.FPDFPath_CountSegments(handle)
        points = self._points(size, self.c.FPDFPath_GetPathSegment, handle)
        a, b, c, d, _, _ = self._matrix_of(handle)
        upright = abs(b) + abs(c) < 1e-6 or abs(a) + abs(d) < 1e-6
        return upright and are_corners(points)

    def _points(self, size: int, get: Any, *path: Any) -> list[tuple[float, float]]:
        """Return the points of a path of four or five lines, else none."""
        if size not in (4, 5):
            return []
        x, y = ctypes.c_float(), ctypes.c_float()
        points = []
        for index in range(size):
            segment = get(*path, index)
            if self.c.FPDFPathSegment_GetType(segment) == self.c.FPDF_SEGMENT_BEZIERTO:
                return []
            self.c.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        return points


def _alike(colours: _Array, ground: Colour) -> _Array:
    """Say of each colour whether drawing must show if it can be told from its ground."""
    distance: _Array = np.abs(colours - np.array(ground, float)) @ np.array(WEIGHTS)
    return distance < 2 * FAINT
