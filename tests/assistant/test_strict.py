import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.strict import strict_reasons
from assistant.support import support

_ROWS = tomllib.loads(Path(__file__).with_name("strict.toml").read_text(encoding="utf-8"))["row"]


def _reasons(evidence: str, sentence: str) -> list[str]:
    verdict = support(evidence, sentence)
    found = [] if verdict.supported else list(verdict.reasons)
    return [*found, *strict_reasons(evidence, sentence)]


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [(row["evidence"], sentence) for row in _ROWS for sentence in row["holds"]],
)
def test_what_the_quote_says_holds(evidence: str, sentence: str) -> None:
    assert _reasons(evidence, sentence) == []


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [(row["evidence"], sentence) for row in _ROWS for sentence in row["fails"]],
)
def test_what_the_quote_does_not_say_fails(evidence: str, sentence: str) -> None:
    assert _reasons(evidence, sentence)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_judged(evidence: str, sentence: str) -> None:
    assert all(isinstance(one, str) for one in strict_reasons(evidence, sentence))
