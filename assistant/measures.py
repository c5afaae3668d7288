"""The statistics of an evaluation: intervals, paired differences, calibration, quantiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

RESAMPLES = 2000
SEED = 20261122
LEAST_CASES = 5  # of fewer cases an interval tells nothing
BINS = 10

LOWER_IS_BETTER = frozenset({"wrongly_refused", "premise_accepted", "tokens", "cost"})
EXACT = frozenset({"valid", "valid_citations"})  # anything but 1 is a fault, whatever was before

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and now, over the cases that both have; `low` to `high` holds 95 %."""

    before: float
    now: float
    low: float
    high: float
    cases: int
    verdict: str
    """ "better", "worse", "same" (the interval holds 0), or "few" (too few cases to say)."""

    @property
    def change(self) -> float:
        """How much the figure grew."""
        return self.now - self.before


def mean_of(values: Values) -> float | None:
    """The mean of what is there."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, interpolated."""
    return float(np.quantile(np.array(values, dtype=float), share))


def mean_interval(values: Values) -> tuple[float, float] | None:
    """The 95 % interval of a mean; None without values.

    Shares of yes and no have Wilson's score interval, which keeps its width where all are right
    (Wilson, Probable inference, JASA 22, 1927); other means have the bootstrap's percentiles
    (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
    """
    there = [float(value) for value in values if value is not None]
    if not there:
        return None
    if set(there) <= {0.0, 1.0}:
        return _wilson(sum(there) / len(there), len(there))
    array = np.array(there)
    means = array[_draws(len(there))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _wilson(share: float, count: int) -> tuple[float, float]:
    z = 1.959964
    scale = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def _draws(count: int) -> Any:
    """Which cases each resample is made of: the same at every call."""
    return np.random.default_rng(SEED).integers(0, count, (RESAMPLES, count))


def paired_difference(name: str, before: Values, now: Values) -> Difference | None:
    """A figure's change over the same cases, by the paired bootstrap; None where it has none.

    Whole cases are drawn with replacement, each with both its results, and the difference of the
    two means is taken anew each time; the interval holds its middle 95 % (Efron and Tibshirani,
    1993, chapter 13; paired over test cases as in Koehn, Statistical significance tests for
    machine translation evaluation, EMNLP 2004). A figure is worse only if the interval leaves out
    0, or if it must be 1 and is not. `before` and `now` are of the same cases, in one order.
    """
    old, new = mean_of(before), mean_of(now)
    if old is None or new is None:
        return None
    draws = _draws(len(now))
    changes = _means(now, draws) - _means(before, draws)
    low, high = (float(edge) for edge in np.nanquantile(changes, [0.025, 0.975]))
    cases = sum(a is not None or b is not None for a, b in zip(before, now, strict=True))
    return Difference(old, new, low, high, cases, _verdict(name, new, (low, high), cases))


def _means(values: Values, draws: Any) -> Any:
    """The mean of each resample over the cases that have a value; NaN where none has."""
    held = np.array([value is not None for value in values])
    array = np.array([value or 0.0 for value in values], dtype=float)
    counts = held[draws].sum(axis=1)
    sums = array[draws].sum(axis=1)
    return np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)


def _verdict(name: str, now: float, interval: tuple[float, float], cases: int) -> str:
    if name in EXACT and now < 1:
        return "worse"
    if cases < LEAST_CASES:
        return "few"
    low, high = interval
    if low <= 1e-9 and high >= -1e-9:
        return "same"
    return "better" if (low > 0) != (name in LOWER_IS_BETTER) else "worse"


def difference_record(found: Difference) -> dict[str, Any]:
    """A difference as JSON."""
    numbers = {
        "before": found.before,
        "now": found.now,
        "change": found.change,
        "low": found.low,
        "high": found.high,
    }
    rounded = {name: round(value, 4) for name, value in numbers.items()}
    return rounded | {"cases": found.cases, "verdict": found.verdict}


def calibration(confidences: Sequence[float], outcomes: Sequence[bool]) -> dict[str, Any]:
    """Confidence against outcome in ten bins of equal width, and the expected error.

    The expected calibration error is the mean distance of a bin's share of good outcomes from its
    mean confidence, weighted by its cases (Naeini, Cooper and Hauskrecht, AAAI 2015). `auroc` is
    the chance that a good outcome has the higher confidence; None where all are alike.
    """
    bins: list[dict[str, Any]] = []
    error = 0.0
    for place in range(BINS):
        inside = [
            (chance, good)
            for chance, good in zip(confidences, outcomes, strict=True)
            if min(int(chance * BINS), BINS - 1) == place
        ]
        chance = mean_of([one for one, _ in inside])
        share = mean_of([float(good) for _, good in inside])
        if chance is not None and share is not None:
            error += abs(chance - share) * len(inside) / len(confidences)
        bins.append(
            {
                "from": place / BINS,
                "to": (place + 1) / BINS,
                "cases": len(inside),
                "confidence": None if chance is None else round(chance, 4),
                "outcome": None if share is None else round(share, 4),
            }
        )
    ranked = auroc(confidences, outcomes)
    return {
        "bins": bins,
        "error": round(error, 4),
        "auroc": None if ranked is None else round(ranked, 4),
    }


def auroc(confidences: Sequence[float], outcomes: Sequence[bool]) -> float | None:
    """The chance that a good outcome has a higher confidence than a bad one, ties half."""
    good = np.array([c for c, o in zip(confidences, outcomes, strict=True) if o], dtype=float)
    bad = np.array([c for c, o in zip(confidences, outcomes, strict=True) if not o], dtype=float)
    if not len(good) or not len(bad):
        return None
    ordered = np.sort(bad)
    below = np.searchsorted(ordered, good, side="left")
    up_to = np.searchsorted(ordered, good, side="right")
    return float((below + up_to).sum() / 2 / (len(good) * len(bad)))


def columns(rows: Sequence[Mapping[str, float | None]]) -> dict[str, list[float | None]]:
    """Rows of named values → per name its value in every row."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: [row.get(name) for row in rows] for name in names}
