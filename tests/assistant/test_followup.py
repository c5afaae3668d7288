"""Follow-ups are completed from the conversation; questions that stand by themselves stay."""

import pytest

from assistant.followup import complete
from assistant.types import Turn

PRESIDENT = (
    Turn("user", "Chi è il presidente del cluster aerospazio?"),
    Turn("assistant", "Il presidente del LAC è Mario Bianchi. [1]"),
)


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("e quante imprese ha?", "aerospazio", "presidente"),
        ("dove ha sede?", "aerospazio", "presidente"),
        ("E quello dell'energia?", "presidente", "aerospazio"),
        ("E per TAV?", "presidente", "aerospazio"),
        ("E prima di lui, nel 2017?", "presidente", "§"),
    ],
)
def test_a_follow_up_takes_what_it_lacks(question: str, holds: str, lacks: str) -> None:
    completed = complete(question, PRESIDENT)
    assert completed.startswith(question)
    assert holds in completed
    assert lacks not in completed


@pytest.mark.parametrize(
    "question",
    [
        "Cambiando argomento: qual è la legge sulla ricerca?",
        "Quando scade il bando Collabora & Innova?",
        "Quali documenti servono per presentare la domanda di contributo al bando della ricerca?",
    ],
)
def test_a_question_that_stands_by_itself_stays(question: str) -> None:
    assert complete(question, PRESIDENT) == question
    assert complete(question, ()) == question


def test_the_subject_comes_from_the_answer_where_the_question_asked_for_it() -> None:
    history = (
        Turn("user", "Quale cluster ha la Gold Label?"),
        Turn("assistant", "La Gold Label è di LE2C. [1]"),
    )
    assert complete("Quando è nato?", history) == "Quando è nato? LE2C"


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    history = (*PRESIDENT, Turn("user", "e quante imprese ha?"), Turn("assistant", "116. [1]"))
    assert "aerospazio" in complete("e dove ha sede?", history)
