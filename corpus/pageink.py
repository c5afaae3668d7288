"""Which letters of a PDF page leave no ink that its reader sees.

Only a page with doubtful letters (see `pageobjects`) is drawn, with them and without: what makes no
difference is unseen. An unseen word over a scan is kept where the picture shows ink in its place:
it is the layer that a recognition of letters adds. `pageview` hands in pdfium and holds its lock.
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.pageboxes import Box, Matrix, bounds, move
from corpus.pageobjects import CLIPS, NO_INK, Letters, Look, address
from corpus.seen import FAINT, WEIGHTS

_Array = NDArray[Any]
_SCALE, _MOST_PIXELS, _LONGEST = 1.5, 4_000_000, 8_000
_WEIGHTS = np.array(WEIGHTS, np.float32)
_LEAST_CHANGE = 0.75 * FAINT
"""Thin letters colour no point of a picture in full."""
_OUTLINED = (2, 6)
"""Modes that draw letters in two colours."""
_INK = 60.0
"""A scan's paper and its letters are at least this far apart, of 255."""
_MOST_SHEETS, _CELLS, _INSET = 6, 2_000, 0.25
"""Letters upon each other that are told apart; how finely; how much of their edges may touch."""
_HALO = 3.0
"""Points by which edges drawn around letters make their box larger."""
_STAMP = 300
"""A page with more seen letters than this, and than half of the unseen ones, is no scan."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring letters of one object within a word: where in the text, and their boxes."""

    places: tuple[int, ...]
    letters: Letters
    boxes: tuple[Box, ...]


def find_unseen(look: Look, words: Any, raw: str) -> set[int]:
    """Return the indices in `raw`, the page's text, of letters that its reader does not see."""
    look.compare_colours()
    doubtful = {one.place: one for one in look.doubtful()}
    unknown: set[int] = _unknown(look, words, raw) if look.cut_short else set()
    if not doubtful:
        return unknown
    runs = list(_runs(look.c, words, raw, doubtful))
    unseen = _without_twins(look, words, _unseen_runs(look, runs)) if runs else []
    if unseen and _is_scan(look, raw, unseen):
        picture = _draw_without(look, look.letters) @ _WEIGHTS
        to_picture = _to_picture(look, picture)
        unseen = [run for run in unseen if not _has_ink(picture, to_picture, run)]
    return unknown.union(*(run.places for run in unseen))


def _unknown(look: Look, words: Any, raw: str) -> set[int]:
    """Return the places of letters that stand too deep within a page to be looked at."""
    known = {one.place for one in look.letters}
    return {at for at, _, owner in _owners(look.c, words, raw) if owner and owner not in known}


def _owners(c: Any, words: Any, raw: str) -> Iterator[tuple[int, int, int]]:
    """Give each letter's place in the text, pdfium's index of it, and its object or 0."""
    unit = 0
    for at, char in enumerate(raw):
        if not char.isspace():
            index = c.FPDFText_GetCharIndexFromTextIndex(words, unit)
            handle = c.FPDFText_GetTextObject(words, index) if index >= 0 else None
            yield at, index, address(handle) if handle else 0
        unit += 2 if ord(char) > 0xFFFF else 1


def _runs(c: Any, words: Any, raw: str, doubtful: dict[int, Letters]) -> Iterator[_Run]:
    """Give the doubtful letters of each word, those of one object together."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    owned = (one for one in _owners(c, words, raw) if one[2] in doubtful)
    neighbours = groupby(enumerate(owned), key=lambda one: (one[1][2], one[1][0] - one[0]))
    for (owner, _), group in neighbours:
        places, boxes = [], []
        for _, (at, index, _) in group:
            c.FPDFText_GetCharBox(words, index, left, right, bottom, top)
            places.append(at)
            boxes.append((left.value, bottom.value, right.value, top.value))
        yield _Run(tuple(places), doubtful[owner], tuple(boxes))


def _unseen_runs(look: Look, runs: Sequence[_Run]) -> list[_Run]:
    """Return the runs whose letters make no difference to the page."""
    if all(run.letters.tiny or run.letters.mode == NO_INK for run in runs):
        return list(runs)
    drawn = _draw(look.page)
    to_picture = _to_picture(look, drawn)
    light, ground = drawn @ _WEIGHTS, _draw_without(look, look.letters)
    views: dict[int, _Views] = {}
    for sheet in _sheets(look):
        bare = _draw_without(look, sheet)
        view = _Views(light, np.abs(drawn - bare) @ _WEIGHTS, ground)
        views.update((one.place, view) for one in sheet)
    return [run for run in runs if not _is_shown(run, views.get(run.letters.place), to_picture)]


def _is_shown(run: _Run, view: "_Views | None", to_picture: Matrix) -> bool:
    """Say whether one of a run's letters can be told; not where too many lie upon each other."""
    if run.letters.tiny or run.letters.mode == NO_INK or view is None:
        return False
    return any(view.show(run.letters, _place(to_picture, box)) for box in run.boxes)


def _sheets(look: Look) -> list[list[Letters]]:
    """Part doubtful letters so that those of one sheet do not lie upon each other.

    What lies upon more sheets than are told apart is on none.
    """
    left, bottom, right, top = look.frame
    step = max((right - left) / _CELLS, (top - bottom) / _CELLS, 1.0)
    depth = np.zeros((int((top - bottom) / step) + 1, int((right - left) / step) + 1), np.uint8)
    sheets: list[list[Letters]] = [[] for _ in range(_MOST_SHEETS)]
    for one in look.doubtful():
        low_x, low_y, high_x, high_y = one.box
        inset_x, inset_y = (high_x - low_x) * _INSET, (high_y - low_y) * _INSET
        rows = _cells(low_y + inset_y - bottom, high_y - inset_y - bottom, step)
        place = depth[rows, _cells(low_x + inset_x - left, high_x - inset_x - left, step)]
        level = int(place.max()) if place.size else 0
        if level < _MOST_SHEETS:
            sheets[level].append(one)
            place[...] = level + 1
    return [sheet for sheet in sheets if sheet]


def _cells(low: float, high: float, step: float) -> slice:
    """Return the cells from one place to another."""
    first = max(int(low / step), 0)
    return slice(first, max(int(high / step) + 1, 0) if high >= 0 else 0)


@dataclass(frozen=True, slots=True)
class _Views:
    """A page's light, what its doubtful letters change in it, and the page without any letters."""

    light: _Array
    change: _Array
    ground: _Array

    def show(self, letters: Letters, place: tuple[slice, slice]) -> bool:
        """Say whether letters can be told, in a place of the picture, from what is around them."""
        if letters.mode == CLIPS:
            return _spread(self.light[place]) >= FAINT
        change = self.change[place]
        if not change.size or change.max() < _LEAST_CHANGE:
            return False
        if letters.mode in _OUTLINED:
            return True
        colour = np.array(letters.colour, np.float32)
        contrast = np.abs(self.ground[place] - colour) @ _WEIGHTS
        return bool(contrast[change >= _LEAST_CHANGE / 3].max() >= FAINT)


def _without_twins(look: Look, words: Any, unseen: Sequence[_Run]) -> list[_Run]:
    """Leave out what is drawn a second time in the same place, and is seen there.

    pdfium gives words drawn twice once, as the first drawing has them; so the second has none.
    """
    plain = [one for one in look.letters if not one.doubtful]
    if not plain or not unseen:
        return list(unseen)
    boxes = np.array([one.box for one in plain])
    owners: set[int] = set()
    verdicts: dict[int, bool] = {}
    for run in unseen:
        place = run.letters.place
        if place in verdicts:
            continue
        near = np.flatnonzero((np.abs(boxes - np.array(run.letters.box)) < _HALO).all(axis=1))
        if near.size and not owners:
            count = look.c.FPDFText_CountChars(words)
            found = (look.c.FPDFText_GetTextObject(words, index) for index in range(count))
            owners = {address(handle) for handle in found if handle}
        verdicts[place] = any(plain[at].place not in owners for at in near)
    return [run for run in unseen if not verdicts[run.letters.place]]


def _is_scan(look: Look, raw: str, unseen: Sequence[_Run]) -> bool:
    """Say whether pictures fill most of a page that has few seen letters, as stamps are."""
    left, bottom, right, top = look.frame
    if look.pictures * 2 < (right - left) * (top - bottom):
        return False
    lost = sum(len(run.places) for run in unseen)
    return sum(not char.isspace() for char in raw) - lost < max(_STAMP, lost / 2)


def _has_ink(picture: _Array, to_picture: Matrix, run: _Run) -> bool:
    """Say whether a picture shows light and dark where a word stands, or right beside it."""
    points = [(x, y) for left, low, right, top in run.boxes for x, y in ((left, low), (right, top))]
    left, bottom, right, top = bounds(points)
    slack = 0.3 * (top - bottom)
    place = _place(to_picture, (left, bottom - slack, right, top + slack))
    return _spread(picture[place]) >= _INK


def _draw(page: Any) -> _Array:
    """Draw a page; return its points as red, green, blue."""
    width, height = page.get_size()
    area = math.sqrt(_MOST_PIXELS / max(width * height, 1.0))
    scale = min(_SCALE, area, _LONGEST / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        points = np.array(bitmap.to_numpy(), np.float32)
    finally:
        bitmap.close()
    return points[:, :, :3]


def _draw_without(look: Look, letters: Sequence[Letters]) -> _Array:
    """Draw a page without some of its letters."""
    for one in letters:
        look.c.FPDFPageObj_SetIsActive(look.handle(one.place), False)
    try:
        return _draw(look.page)
    finally:
        for one in letters:
            look.c.FPDFPageObj_SetIsActive(look.handle(one.place), True)


def _to_picture(look: Look, picture: _Array) -> Matrix:
    """Return the matrix from a page's own space to the points of its picture."""
    height, width = picture.shape[:2]
    across, down = ctypes.c_int(), ctypes.c_int()
    shown = []
    for x, y in ((0.0, 0.0), (1_000.0, 0.0), (0.0, 1_000.0)):
        look.c.FPDF_PageToDevice(look.page, 0, 0, width * 64, height * 64, 0, x, y, across, down)
        shown.append((across.value / 64, down.value / 64))
    (e, f), (ax, ay), (bx, by) = shown
    return ((ax - e) / 1e3, (ay - f) / 1e3, (bx - e) / 1e3, (by - f) / 1e3, e, f)


def _place(to_picture: Matrix, box: Box) -> tuple[slice, slice]:
    """Return where in a picture a box of the page is."""
    corners = [move(to_picture, x, y) for x in box[::2] for y in box[1::2]]
    left, top, right, bottom = (round(edge, 3) for edge in bounds(corners))
    rows = slice(max(math.floor(top), 0), max(math.ceil(bottom), 0))
    return rows, slice(max(math.floor(left), 0), max(math.ceil(right), 0))


def _spread(part: _Array) -> float:
    """Return how far apart the lightest and the darkest point are."""
    return float(part.max() - part.min()) if part.size else 0.0
