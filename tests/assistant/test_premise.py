"""What a question takes for granted, and what contradicts it."""

import time
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.choice import Chooser
from assistant.premise import find_contradiction, find_granted
from assistant.premise_register import PremiseCheck
from assistant.question import LONGEST_QUESTION, understand
from assistant.retrieve import retrieve
from assistant.types import AnswerStatus, Question
from assistant.write import ExtractiveWriter
from corpus.library import Library

DATA = tomllib.loads(Path(__file__).with_name("premise.toml").read_text(encoding="utf-8"))
DAY = date(2026, 11, 24)


@pytest.fixture
def faro(library: Library, shelve: Callable[..., object]) -> Library:
    shelve({"faro.md": DATA["document"]})
    return library


@pytest.mark.parametrize("row", DATA["row"], ids=[row["question"] for row in DATA["row"]])
def test_a_premise_is_contradicted_by_the_sentence_that_says_otherwise(
    faro: Library, row: dict[str, str]
) -> None:
    query = understand(Question(row["question"]))
    found = find_contradiction(query, retrieve(query, faro, 100), faro.words().stems)
    if not row["told"]:
        assert found is None
    else:
        assert found is not None
        assert row["told"] in found.text


def test_the_answer_has_the_status_and_cites(faro: Library) -> None:
    asked = next(row["question"] for row in DATA["row"] if row["told"])
    given = answer(Question(asked), faro, ExtractiveWriter(), 100)
    assert given.status is AnswerStatus.FALSE_PREMISE
    assert given.citations
    assert given.sentences[0].citations


@pytest.mark.parametrize(
    ("text", "granted"),
    [
        ("Visto che il bando è chiuso, come faccio?", [("il bando è chiuso", True)]),
        ("Il bando è chiuso: quando riapre?", [("Il bando è chiuso", True)]),
        ("Quando fu chiuso il bando?", [("fu chiuso il bando", False)]),
        ("Il bando è chiuso?", []),
        ("È chiuso il bando?", []),
        ("Quando e da chi fu chiuso?", []),
    ],
)
def test_what_is_granted(text: str, granted: list[tuple[str, bool]]) -> None:
    assert [(clause.strip(), stated) for clause, stated in find_granted(text)] == granted


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Perché il cluster della mobilità è stato riconosciuto nel 2016?", "2014"),
        ("LE2C, fondato nel 2012, quanti soci ha?", "2009"),
        ("Con quale atto è stato revocato il riconoscimento del cluster agrifood?", "riconosciut"),
        (
            "Perché il termine del bando Cluster Tecnologici per l'Innovazione – Edizione 2025"
            " era il 30 giugno 2026?",
            "5 marzo 2026",
        ),
    ],
)
def test_registers_contradict(shipped: Library, question: str, told: str) -> None:
    check = PremiseCheck(shipped.claims, Chooser(shipped, "it"))
    found = check.contradict(question, DAY)
    assert found is not None
    assert found.status is AnswerStatus.FALSE_PREMISE
    assert told in " ".join(one.text for one in found.sentences)


@pytest.mark.parametrize(
    "question",
    [
        "Perché il cluster della mobilità è stato riconosciuto nel 2014?",
        "Il cluster della mobilità è stato riconosciuto nel 2016?",
        "LE2C, fondato nel 2009, quanti soci ha?",
        "In che anno è stato riconosciuto il cluster agrifood?",
        "Chi ha vinto il bando Cluster Tecnologici per l'Innovazione – Edizione 2025, chiuso il"
        " 5 marzo 2026?",
        "Quando è stata fondata AFIL?",
    ],
)
def test_registers_do_not_contradict_what_they_say(shipped: Library, question: str) -> None:
    check = PremiseCheck(shipped.claims, Chooser(shipped, "it"))
    assert check.contradict(question, DAY) is None


@pytest.mark.parametrize("piece", ["a,", "se ", "quando ", "1,5 ", "è ", "non è ", ": "])
def test_hostile_text_takes_no_time(piece: str) -> None:
    text = (piece * LONGEST_QUESTION)[:LONGEST_QUESTION]
    started = time.perf_counter()
    list(find_granted(text))
    assert time.perf_counter() - started < 0.5
