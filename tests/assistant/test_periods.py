"""Days of which a question speaks, resolved against the day on which it is asked."""

import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.periods import find_period, is_relative

TODAY = date(2026, 11, 24)
ROWS = tomllib.loads(Path(__file__).with_name("periods.toml").read_text(encoding="utf-8"))
CASES = [(kind, text, days) for kind, rows in ROWS.items() for text, days in rows.items()]


@pytest.mark.parametrize(("kind", "text", "days"), CASES)
def test_the_days_of_a_question(kind: str, text: str, days: str) -> None:
    found = find_period(text, TODAY)
    assert (" ".join(day.isoformat() for day in found) if found else "") == days
    assert is_relative(text) == (kind == "relative")


def test_months_of_different_lengths() -> None:
    assert find_period("fra un mese", date(2024, 1, 31)) == (date(2024, 2, 29), date(2024, 2, 29))
    assert find_period("l'anno scorso", date(2024, 2, 29)) == (date(2023, 1, 1), date(2023, 12, 31))


def test_hostile_text_costs_little() -> None:
    started = time.perf_counter()
    for text in ("entro 3 " * 200_000, "tra il 2020 e " * 90_000, "ultimi " * 150_000, " " * 10**6):
        find_period(text, TODAY)
        is_relative(text)
    assert time.perf_counter() - started < 1


@given(st.text(max_size=120), st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)))
def test_any_text_on_any_day(text: str, day: date) -> None:
    found = find_period(f"entro 900 anni {text} l'anno scorso fra due mesi", day)
    assert found is None or found[0] <= found[1]
