"""Boxes and matrices in the space of a PDF page."""

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points, measured upwards."""
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def combine(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that applies `inner`, then `outer`."""
    if outer is UNIT:
        return inner
    a, b, c, d, e, f = inner
    x, y = move(outer, e, f)
    oa, ob, oc, od, _, _ = outer
    return (a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, x, y)


def move(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Apply a matrix to a point."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def bounds(points: Sequence[tuple[float, float]]) -> Box:
    """Return the box around points."""
    across, up = zip(*points, strict=True)
    return (min(across), min(up), max(across), max(up))


def are_corners(points: Sequence[tuple[float, float]]) -> bool:
    """Say whether points are the four corners of an upright rectangle, one after another."""
    if len(points) < 4 or (len(points) == 5 and points[4] != points[0]):
        return False
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = points[:4]
    first = x1 == x2 and y2 == y3 and x3 == x4 and y4 == y1
    return first or (y1 == y2 and x2 == x3 and y3 == y4 and x4 == x1)


def lies_in(box: Box, whole: Box, slack: float) -> bool:
    """Say whether a box lies within another, but for some points."""
    return (
        box[0] >= whole[0] - slack
        and box[1] >= whole[1] - slack
        and box[2] <= whole[2] + slack
        and box[3] <= whole[3] + slack
    )


def overlap(one: Box, other: Box) -> Box:
    """Return what two boxes share."""
    low = (max(one[0], other[0]), max(one[1], other[1]))
    return (*low, min(one[2], other[2]), min(one[3], other[3]))
