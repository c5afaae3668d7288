"""The lines of a page: which characters stand on one, and where a block of them ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.types import Box

_APART = 1.25
"""A line this much further down than usual begins a new block."""
_OTHER_SIZE = 0.08
"""Letters whose height differs by more than this share are of another size."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of raw text: where it starts, the height and the upper edge of its first letter.

    Points, measured upwards; both are 0 where they are not known. `opens_low`: it begins with a
    small letter; `ends_open`: no stop ends it.
    """

    start: int
    height: float
    top: float
    opens_low: bool
    ends_open: bool


def with_gaps(raw: str, lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Put a line end before each line that stands apart, so that blocks have a blank line between.

    Also return the places in `raw` where line ends were put. A line stands apart where the page
    leaves more room above it than lines of its height usually have, or its letters are higher or
    lower; never where a sentence clearly runs on.
    """
    usual = _usual_leading(lines)
    gaps: list[int] = []
    for above, line in pairwise(lines):
        if not above.height or not line.height or (above.ends_open and line.opens_low):
            continue
        drop = above.top - line.top
        other_size = abs(above.height - line.height) > _OTHER_SIZE * above.height
        room = usual.get(round(line.height))
        apart = room is not None and drop > _APART * room
        if drop > 0.2 * line.height and (apart or other_size):
            gaps.append(line.start)
    parts = [raw[a:b] for a, b in pairwise([0, *gaps, len(raw)])]
    return "\n".join(parts), gaps


def _usual_leading(lines: Sequence[Line]) -> dict[int, float]:
    """For letters of each height, the distance that lines usually have from one another."""
    drops: dict[int, list[float]] = {}
    for above, line in pairwise(lines):
        drop = above.top - line.top
        if line.height and round(above.height) == round(line.height) and drop > 0.5 * line.height:
            drops.setdefault(round(line.height), []).append(drop)
    return {height: sorted(found)[len(found) // 4] for height, found in drops.items()}


def same_line(line: Box, box: Box, *, upright: bool) -> bool:
    """Say whether a character stands beside the others of a line."""
    if upright:
        shared = min(line.bottom, box.bottom) - max(line.top, box.top)
        least = min(line.bottom - line.top, box.bottom - box.top)
    else:
        shared = min(line.right, box.right) - max(line.left, box.left)
        least = min(line.right - line.left, box.right - box.left)
    return shared >= least * 0.25


def join_boxes(one: Box, other: Box) -> Box:
    """Return the smallest box around two."""
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )
