"""Other languages are told by their small words, and their questions put into ours."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tongues import find_foreign

ROWS = tomllib.loads(Path(__file__).with_name("tongues.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "code"), ROWS["languages"].items())
def test_the_language_of_a_question(text: str, code: str) -> None:
    found = find_foreign(text)
    assert (found.code if found else "") == code


@pytest.mark.parametrize(("text", "put"), ROWS["put_over"].items())
def test_a_question_is_put_into_ours(text: str, put: str) -> None:
    found = find_foreign(text)
    assert found is not None
    assert found.text == put


def test_what_is_not_understood_stays_as_it_stands() -> None:
    text = "Qui est le saltimbanque du kiosque à journaux ?"
    found = find_foreign(text)
    assert found is not None
    assert found.text == text


def test_hostile_text_costs_little() -> None:
    started = time.perf_counter()
    for text in ("qui est " * 100_000, "«" * 1_000_000, "-t-il" * 200_000, "d'" * 400_000):
        find_foreign(text)
        find_foreign(text[:4_000])
    assert time.perf_counter() - started < 2


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    found = find_foreign(text)
    assert found is None or found.into in ("it", "en")
