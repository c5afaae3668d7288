import tomllib
from pathlib import Path

import pytest

from assistant.crosswords import compare_words, covers_foreign
from assistant.strict import strict_reasons
from assistant.support import support

_ROWS = tomllib.loads(Path(__file__).with_name("foreign.toml").read_text(encoding="utf-8"))["row"]


def _reasons(evidence: str, sentence: str, close: float = 1.0) -> list[str]:
    verdict = support(evidence, sentence, close)
    found = [] if verdict.supported else list(verdict.reasons)
    return [*found, *strict_reasons(evidence, sentence)]


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [(row["evidence"], sentence) for row in _ROWS for sentence in row["holds"]],
)
def test_what_the_quote_means_holds(evidence: str, sentence: str) -> None:
    assert _reasons(evidence, sentence) == []
    assert _reasons(evidence, sentence, 0.5)


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [(row["evidence"], sentence) for row in _ROWS for sentence in row["fails"]],
)
def test_what_the_quote_does_not_mean_fails(evidence: str, sentence: str) -> None:
    assert _reasons(evidence, sentence)


def test_words_are_told_apart() -> None:
    compared = compare_words(
        "La sede è a Milano, presso il Politecnico.", "The seat was sold, zorp."
    )
    assert compared.absent == ("sold",)
    assert compared.unknown == ("zorp",)
    assert compared.said == 3


def test_places_have_their_names_in_both_languages() -> None:
    assert covers_foreign("turin", ["torino"])
    assert not covers_foreign("turin", ["milano"])
