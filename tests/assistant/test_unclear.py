"""When a question is asked back, and with which questions to choose from."""

from collections.abc import Callable

import pytest

from assistant.phrases import examples
from assistant.question import understand
from assistant.scope import triage
from assistant.types import AnswerStatus, Filters, Question, Turn
from assistant.unclear import find_unclear
from corpus.clusters import find_clusters
from corpus.library import Library

VAGUE = [
    "È riconosciuta?",
    "Quando scade il bando?",
    "Chi lo presiede?",
    "Dove ha sede il cluster?",
    "Qual è la dotazione?",
    "E quello?",
    "When does the call close?",
    "Who is the president?",
]
CLEAR = [
    "Quando scade Collabora & Innova?",
    "Chi è il presidente di AFIL?",
    "Quali cluster sono riconosciuti?",
    "Quanti soci ha il cluster dell'energia?",
    "Che cosa dispone il decreto 4638?",
    "Quando è stata approvata la legge lombarda sulla ricerca?",
    "Ci sono bandi aperti?",
    "Quali bandi sono aperti?",
    "Il cluster cosmetico è riconosciuto?",
    "Dove ha sede la Regione?",
    "Chi è il presidente della Regione Lombardia?",
    "Quanto costa l'adesione all'associazione dei cosmetici?",
]


def ask(text: str, library: Library, **more: object) -> tuple[str, ...]:
    question = Question(text, **more)  # type: ignore[arg-type]
    return find_unclear(understand(question), question, library)


@pytest.mark.parametrize("text", VAGUE)
def test_a_question_without_its_subject_is_asked_back(shipped: Library, text: str) -> None:
    choices = ask(text, shipped)
    assert 2 <= len(choices) <= 5
    assert len(set(choices)) == len(choices)
    for choice in choices:
        assert choice.endswith("?")
        assert "{" not in choice
        assert ask(choice, shipped) == ()


@pytest.mark.parametrize("text", [*CLEAR, *examples("it"), *examples("en")])
def test_a_question_that_says_what_it_means_is_not(shipped: Library, text: str) -> None:
    assert ask(text, shipped) == ()


def test_the_clusters_offered_are_known(shipped: Library) -> None:
    for choice in ask("Chi è il presidente?", shipped):
        assert find_clusters(choice, hinted=True)


def test_a_library_of_few_things_is_not_asked_back(library: Library) -> None:
    assert ask("È riconosciuto?", library) == ()
    assert ask("Quando scade?", library) == ()


def test_a_conversation_or_a_filter_tells_what_is_meant(shipped: Library) -> None:
    said = (Turn("user", "Parlami di AFIL"), Turn("assistant", "AFIL è un cluster."))
    assert ask("Chi è il presidente?", shipped, history=said) == ()
    assert ask("È riconosciuto?", shipped, filters=Filters(cluster="AFIL")) == ()


def test_which_recognition_is_asked(shipped: Library) -> None:
    choices = ask("Come funziona il riconoscimento?", shipped)
    assert len(choices) == 2
    assert any("personalità giuridica" in choice for choice in choices)


def test_acts_of_one_number_are_told_apart_where_they_are_many(
    library: Library, shelve: Callable[..., object]
) -> None:
    towns = ("Acerra", "Bitonto", "Cervia", "Domodossola", "Erice")
    head = "DELIBERAZIONE DELLA GIUNTA COMUNALE N. 12 DEL 3 MARZO 2021"
    shelve(
        {
            f"{town}.md": f"# COMUNE DI {town.upper()}\n\n{head}\n\nOGGETTO: Manutenzione delle"
            f" strade di {town}.\n\nLa Giunta delibera."
            for town in towns
        }
    )
    choices = ask("Che cosa dispone la delibera di Giunta comunale n. 12?", library)
    assert len(choices) == 5
    assert all(town in " ".join(choices) for town in towns)
    assert ask("Che cosa dispone la delibera n. 12 del Comune di Erice?", library) == ()


def test_unclear_is_a_status_with_choices(shipped: Library) -> None:
    question = Question("È riconosciuto?")
    turned = triage(understand(question), question, shipped)
    assert turned is not None
    assert turned.status is AnswerStatus.UNCLEAR
    assert turned.choices
