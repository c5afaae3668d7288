"""Plots of an evaluation as SVG that needs nothing else: reliability, and how long answers took."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.measures import quantile

_WIDTH, _HEIGHT = 460, 330
_LEFT, _TOP, _RIGHT, _BOTTOM = 52, 16, 14, 62
_BARS = 24


def reliability_svg(bins: Sequence[Mapping[str, Any]]) -> str:
    """Share of good outcomes by confidence; the dashed line is where both are equal."""
    parts = [_axes("fiducia", "quota di risposte giuste", ["0", "0,5", "1"], ["0", "0,5", "1"])]
    parts.append(_line((0, 0), (1, 1), "even"))
    for one in bins:
        middle = (one["from"] + one["to"]) / 2
        parts.append(_words(_x(middle), _HEIGHT - _BOTTOM + 32, str(one["cases"]), "small"))
        if one["outcome"] is not None:
            parts.append(_bar(one["from"] + 0.008, one["to"] - 0.008, one["outcome"]))
            parts.append(
                f'<circle class="dot" cx="{_x(one["confidence"]):.1f}" '
                f'cy="{_y(one["outcome"]):.1f}" r="4"/>'
            )
    parts.append(_words(_LEFT - 8, _HEIGHT - _BOTTOM + 32, "casi", "small end"))
    return _picture(
        "Affidabilità: fiducia e quota di risposte giuste",
        "Per ogni decimo di fiducia, la quota di casi a cui la biblioteca risponde, e bene; "
        "sotto, quanti casi. La tabella che segue dà gli stessi numeri.",
        parts,
    )


def latency_svg(seconds: Sequence[float]) -> str:
    """How many answers took how long, with the median and the 95th percentile."""
    most = max(seconds, default=0.0) or 1.0
    counts = [0] * _BARS
    for one in seconds:
        counts[min(int(one / most * _BARS), _BARS - 1)] += 1
    highest = max(counts) or 1
    ticks = [seconds_words(most * part) for part in (0, 0.5, 1)]
    parts = [_axes("secondi", "risposte", ticks, ["0", "", str(highest)])]
    parts += [
        _bar(place / _BARS + 0.002, (place + 1) / _BARS - 0.002, count / highest)
        for place, count in enumerate(counts)
        if count
    ]
    for name, share, height in (("p50", 0.5, 0.98), ("p95", 0.95, 0.9)):
        at = quantile(seconds, share) / most if seconds else 0.0
        parts.append(_line((at, 0), (at, 1), "mark"))
        side = "small end" if at > 0.7 else "small start"
        shift = -5 if at > 0.7 else 5
        parts.append(_words(_x(at) + shift, _y(height), f"{name} {seconds_words(at * most)}", side))
    return _picture("Tempi di risposta", "Quante risposte hanno richiesto quanti secondi.", parts)


def seconds_words(seconds: float) -> str:
    """Seconds as Italians write them: "0,034"."""
    digits = 3 if seconds < 1 else 1
    return f"{seconds:.{digits}f}".replace(".", ",")


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _bar(start: float, end: float, height: float) -> str:
    return (
        f'<rect class="bar" x="{_x(start):.1f}" y="{_y(height):.1f}" '
        f'width="{_x(end) - _x(start):.1f}" height="{_y(0) - _y(height):.1f}"/>'
    )


def _line(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    return (
        f'<line class="{kind}" x1="{_x(start[0]):.1f}" y1="{_y(start[1]):.1f}" '
        f'x2="{_x(end[0]):.1f}" y2="{_y(end[1]):.1f}"/>'
    )


def _words(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _axes(below: str, beside: str, across: Sequence[str], up: Sequence[str]) -> str:
    """The two axes, their names, and numbers at start, middle and end."""
    parts = [_line((0, 0), (1, 0), "axis"), _line((0, 0), (0, 1), "axis")]
    for place, (low, side) in enumerate(zip(across, up, strict=True)):
        parts.append(_words(_x(place / 2), _y(0) + 16, low, "small"))
        parts.append(_words(_LEFT - 8, _y(place / 2) + 4, side, "small end"))
    middle = (_y(0) + _y(1)) / 2
    parts.append(_words((_x(0) + _x(1)) / 2, _HEIGHT - 10, below, "name"))
    parts.append(
        f'<text class="name" transform="translate(14 {middle:.1f}) rotate(-90)">'
        f"{escape(beside)}</text>"
    )
    return "".join(parts)


def _picture(title: str, description: str, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )
