"""Whether words are of the kind that a question asks for."""

import time
import tomllib
from pathlib import Path

import pytest

from assistant.demands import asked_attribute, holds_value, looks_right, tells_attribute
from assistant.question import LONGEST_QUESTION, understand
from assistant.signals import find_names, unmet_names, unmet_numbers
from assistant.types import Question

ROWS = tomllib.loads(Path(__file__).with_name("demands.toml").read_text(encoding="utf-8"))["row"]


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_words_are_of_the_kind_asked_for(row: dict[str, object]) -> None:
    query = understand(Question(str(row["question"])))
    assert asked_attribute(query.text) == row["attribute"]
    for words in row["fits"]:  # type: ignore[attr-defined]
        assert looks_right(query, words), words
        assert tells_attribute(query, words), words
    for words in row["misses"]:  # type: ignore[attr-defined]
        assert not (looks_right(query, words) and tells_attribute(query, words)), words


def test_words_that_say_it_is_not_told_answer() -> None:
    query = understand(Question("Quanto costa la tessera?"))
    assert not looks_right(query, "La tessera si chiede online.")
    assert looks_right(query, "La tessera.", "Le fonti non dicono quanto costa la tessera.")


def test_a_sentence_with_the_value_is_preferred() -> None:
    query = understand(Question("Quanto costa la tessera?"))
    assert holds_value(query, "La tessera costa 12 euro.")
    assert not holds_value(query, "La tessera dura 12 mesi.")
    assert not holds_value(understand(Question("Quanto dura?")), "Costa 12 euro.")


def test_names_and_numbers_of_a_question_that_words_lack() -> None:
    query = understand(Question("Quanti soci aveva AFIL nel 2027 a Cracovia?"))
    assert find_names("Il Comune. Comune di Bari e AFIL") == ["Comune", "Bari", "AFIL"]
    assert unmet_names(query, "AFIL ha sede a Milano.") == ["Cracovia"]
    assert unmet_names(query, "L'Associazione Fabbrica Intelligente Lombardia, a Cracovia") == []
    assert unmet_numbers(query, "nel 2026") == 1.0
    assert unmet_numbers(query, "strategia 2021-27") == 0.0


def test_what_people_tell_of_themselves_is_not_asked_for() -> None:
    query = understand(Question("Chi può aderire al consorzio? Noi siamo una ditta di Pavia."))
    assert unmet_names(query, "Possono aderire tutti.") == []


@pytest.mark.parametrize(
    "piece", ["di ", "il del ", "quanti ", "a@", "0", "chi è ", "A", "qual è il "]
)
def test_hostile_text_takes_no_time(piece: str) -> None:
    query = understand(Question((piece * LONGEST_QUESTION)[:LONGEST_QUESTION]))
    started = time.perf_counter()
    asked_attribute(query.text)
    looks_right(query, piece * 50_000)
    unmet_names(query, piece * 10_000)
    assert time.perf_counter() - started < 1.0
