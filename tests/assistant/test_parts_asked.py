"""One message, its questions: each whole, and no more cuts than there are questions."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.compare import find_compared
from assistant.parts_asked import MOST, split_question
from corpus.text import language

HERE = Path(__file__).parent
PARTS = tomllib.loads((HERE / "parts_asked.toml").read_text(encoding="utf-8"))["row"]
COMPARED = tomllib.loads((HERE / "compare.toml").read_text(encoding="utf-8"))["row"]


@pytest.mark.parametrize("row", PARTS, ids=lambda row: row["text"])
def test_the_questions_of_a_message(row: dict[str, Any]) -> None:
    found = split_question(row["text"], language(row["text"]))
    assert list(found) == row.get("parts", [row["text"]])


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row["text"])
def test_the_sides_of_a_comparison(row: dict[str, Any]) -> None:
    found = find_compared(row["text"], language(row["text"]))
    if "sides" not in row:
        assert found is None
        return
    assert found is not None
    assert [found.first, found.second] == row["sides"]
    assert list(found.questions) == row["questions"]


def test_of_many_questions_the_last_keeps_the_rest() -> None:
    text = " ".join(f"Chi presiede il cluster {name}?" for name in ("A1", "B2", "C3", "D4", "E5"))
    found = split_question(text, "it")
    assert len(found) == MOST
    assert found[-1] == "Chi presiede il cluster D4? Chi presiede il cluster E5?"


@pytest.mark.parametrize(
    "text",
    [
        "e chi " * 200_000,
        "differenza tra " * 80_000,
        "quando e " * 120_000,
        "a o b, quale " * 80_000,
        "è più x di " * 90_000,
        "?" * 1_000_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_costs_little(text: str) -> None:
    started = time.perf_counter()
    for length in (300, 400, 990, 1_000_000):
        split_question(text[:length], "it")
    assert time.perf_counter() - started < 2


@given(st.text(alphabet="abe chiquandoè?,' AFIL", max_size=120))
def test_any_words_have_a_part(text: str) -> None:
    found = split_question(text, "it")
    assert 1 <= len(found) <= MOST
