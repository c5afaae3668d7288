"""Intervals hold what they should, pairs are compared as pairs, confidence is measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.measures import (
    auroc,
    calibration,
    mean_interval,
    mean_of,
    paired_difference,
    quantile,
)

shares = st.one_of(st.none(), st.floats(0, 1))


def test_means_leave_out_what_is_not_there() -> None:
    assert mean_of([1.0, None, 0.0]) == 0.5
    assert mean_of([None]) is None
    assert mean_of([]) is None
    assert quantile([1, 2, 3, 4, 5], 0.5) == 3
    assert quantile([0.0, 1.0], 0.95) == pytest.approx(0.95)


def test_a_share_of_yes_and_no_has_wilsons_interval() -> None:
    assert mean_interval([1.0] * 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert mean_interval([1.0] * 8 + [0.0] * 2) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert mean_interval([None]) is None


@given(st.lists(shares, min_size=1, max_size=30))
def test_an_interval_holds_its_mean(values: list[float | None]) -> None:
    interval, mean = mean_interval(values), mean_of(values)
    assert (interval is None) == (mean is None)
    if interval is not None and mean is not None and set(values) <= {0.0, 1.0, None}:
        assert interval[0] - 1e-9 <= mean <= interval[1] + 1e-9
    if interval is not None:
        assert 0 <= interval[0] <= interval[1] <= 1


def test_the_same_results_differ_by_nothing() -> None:
    found = paired_difference("right", [1.0, 0.0, None] * 9, [1.0, 0.0, None] * 9)
    assert found is not None
    assert (found.change, found.low, found.high, found.verdict) == (0, 0, 0, "same")
    assert found.cases == 18


def test_a_pair_sees_what_two_means_apart_would_not() -> None:
    """90 of 100 against 80: ten cases lost and none won is a fall, twenty lost and ten won is not
    so sure."""
    before = [1.0] * 90 + [0.0] * 10
    lost = [0.0] * 10 + [1.0] * 80 + [0.0] * 10
    found = paired_difference("right", before, lost)
    assert found is not None
    assert found.change == pytest.approx(-0.1)
    assert found.verdict == "worse"
    assert found.high < 0
    mixed = [0.0] * 20 + [1.0] * 70 + [1.0] * 10
    wide = paired_difference("right", before, mixed)
    assert wide is not None
    assert wide.change == pytest.approx(-0.1)
    assert wide.low < found.low


def test_one_case_more_or_less_is_no_difference() -> None:
    found = paired_difference("right", [1.0] * 50, [1.0] * 49 + [0.0])
    assert found is not None
    assert found.verdict == "same"


@pytest.mark.parametrize(
    ("name", "before", "now", "verdict"),
    [
        ("right", 0.0, 1.0, "better"),
        ("right", 1.0, 0.0, "worse"),
        ("wrongly_refused", 0.0, 1.0, "worse"),
        ("wrongly_refused", 1.0, 0.0, "better"),
        ("premise_accepted", 0.0, 1.0, "worse"),
    ],
)
def test_some_figures_are_better_low(name: str, before: float, now: float, verdict: str) -> None:
    found = paired_difference(name, [before] * 10, [now] * 10)
    assert found is not None
    assert found.verdict == verdict


def test_of_few_cases_nothing_is_said() -> None:
    found = paired_difference("right", [1.0] * 4, [0.0] * 4)
    assert found is not None
    assert found.verdict == "few"
    assert paired_difference("right", [None, None], [None, 1.0]) is None


def test_a_quote_that_is_none_is_worse_however_small_the_interval() -> None:
    for before in (1.0, 0.0):
        found = paired_difference("valid", [before] + [1.0] * 199, [0.0] + [1.0] * 199)
        assert found is not None
        assert found.verdict == "worse"


def test_confidence_that_is_kept_has_no_error() -> None:
    kept = calibration([0.75] * 4, [True, True, True, False])
    assert (kept["error"], kept["auroc"]) == (0.0, 0.5)
    assert [one["cases"] for one in kept["bins"]] == [0, 0, 0, 0, 0, 0, 0, 4, 0, 0]
    boast = calibration([1.0, 1.0, 0.0], [True, False, False])
    assert boast["error"] == pytest.approx(2 / 3 * 0.5, abs=1e-4)
    assert boast["bins"][9]["cases"] == 2
    assert calibration([], [])["error"] == 0.0


def test_auroc_counts_pairs() -> None:
    assert auroc([0.9, 0.8, 0.1], [True, True, False]) == 1.0
    assert auroc([0.1, 0.9], [True, False]) == 0.0
    assert auroc([0.5, 0.5, 0.2], [True, False, False]) == 0.75
    assert auroc([0.5], [True]) is None
