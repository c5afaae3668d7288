import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import LONGEST_QUESTION, AnswerType, answer_type, understand
from assistant.types import Filters, Question
from corpus.errors import InputError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quando chiude il bando?", AnswerType.WHEN),
        ("In quale anno è nato il cluster?", AnswerType.WHEN),
        ("When does the call close?", AnswerType.WHEN),
        ("Chi presiede la fondazione?", AnswerType.WHO),
        ("Who chairs it?", AnswerType.WHO),
        ("Dove ha sede?", AnswerType.WHERE),
        ("Quanti cluster ci sono?", AnswerType.HOW_MANY),
        ("Qual è l'importo massimo?", AnswerType.HOW_MANY),
        ("Qual è l’importo massimo?", AnswerType.HOW_MANY),
        ("How many clusters are there?", AnswerType.HOW_MANY),
        ("Quali sono i beneficiari?", AnswerType.LIST),
        ("Con quali atti sono stati riconosciuti i cluster lombardi?", AnswerType.LIST),
        ("Elenca i cluster", AnswerType.LIST),
        ("Perché è stato revocato?", AnswerType.WHY),
        ("Cos'è un CTL?", AnswerType.DEFINITION),
        ("Cos’è un CTL?", AnswerType.DEFINITION),
        ("What is a cluster?", AnswerType.DEFINITION),
        ("È riconosciuto il cluster cosmetico?", AnswerType.YES_NO),
        ("Is it recognised?", AnswerType.YES_NO),
        ("Parlami del cluster Agrifood", AnswerType.OTHER),
        ("", AnswerType.OTHER),
    ],
)
def test_the_kind_of_answer_is_told_by_the_question(text: str, expected: AnswerType) -> None:
    assert answer_type(text) is expected


def test_a_question_is_made_ready() -> None:
    limits = Filters(kind="decree")
    query = understand(
        Question("  Che cosa\tdice «la presente  delibera» n. X/1051 del 2013?\n", filters=limits)
    )
    assert query.text == "Che cosa dice «la presente delibera» n. X/1051 del 2013?"
    assert query.phrases == ("la presente delibera",)
    assert "x/1051" in query.codes
    assert query.numbers == ("1051", "2013")
    assert query.lang == "it"
    assert query.filters is limits


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Con quali atti sono stati riconosciuti i cluster?", "it"),
        ("By which acts were the Lombardy clusters recognised?", "en"),
        ("RLF12025051244", "it"),
        ("?", "it"),
    ],
)
def test_the_language_is_the_question_s(text: str, lang: str) -> None:
    assert understand(Question(text)).lang == lang


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0 ", "x" * (LONGEST_QUESTION + 1)])
def test_a_question_that_cannot_be_used_is_told(text: str) -> None:
    with pytest.raises(InputError) as caught:
        understand(Question(text))
    assert caught.value.advice
    assert caught.value.exit_code == 1


def test_the_longest_question_is_taken() -> None:
    assert len(understand(Question("x" * LONGEST_QUESTION)).text) == LONGEST_QUESTION


@given(st.text(max_size=200))
def test_any_words_are_a_question_or_refused(text: str) -> None:
    try:
        query = understand(Question(text))
    except InputError:
        assert not any(sign.isalnum() for sign in text)
        return
    assert query.text == " ".join(query.text.split())
    assert all(code == code.lower() for code in query.codes)
    assert understand(Question(query.text)) == query
