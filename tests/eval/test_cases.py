"""The answer cases: they parse, cover every kind, and the pages hold what they ask for."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.evaluate import Case, read_cases
from assistant.types import AnswerStatus
from corpus.pageview import open_pdf
from corpus.text import fold, normalise

CASES = read_cases(Path(__file__).with_name("cases.jsonl"))
CORPUS = Path(__file__).parents[2] / "corpus"
LEAST = {
    "answerable": 55,
    "list": 8,
    "unanswerable": 25,
    "false_premise": 15,
    "follow_up": 15,
    "english": 15,
    "conflict": 10,
}


@cache
def words_of(source: str) -> str:
    with open_pdf(CORPUS / source) as pdf:
        pages = [normalise(pdf.raw_text(number)) for number in range(1, pdf.page_count + 1)]
    return fold("\n".join(pages))


def unsupported(case: Case) -> list[str]:
    """The keywords of a case of which no choice stands in any of its documents."""
    return [
        choices
        for choices in case.keywords
        if not any(
            fold(choice) in words_of(source)
            for choice in choices.split("|")
            for source in case.documents
        )
    ]


def test_ids_and_questions_are_unique() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    asked = Counter((case.question, case.history) for case in CASES)
    assert not [question for question, times in asked.items() if times > 1]


def test_every_kind_has_its_cases() -> None:
    counted = Counter(case.kind for case in CASES)
    assert set(counted) == set(LEAST)
    assert not {kind: counted[kind] for kind, least in LEAST.items() if counted[kind] < least}


def test_statuses_and_languages_are_known() -> None:
    statuses = {status.value for status in AnswerStatus}
    assert all(case.expect_status and set(case.expect_status) <= statuses for case in CASES)
    assert {case.lang for case in CASES} == {"it", "en"}


def test_follow_ups_have_a_history_and_others_none() -> None:
    for case in CASES:
        assert bool(case.history) == (case.kind == "follow_up"), case.id
        assert [turn.role for turn in case.history] == ["user", "assistant"] * (
            len(case.history) // 2
        ), case.id


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_documents_hold_the_keywords(kind: str) -> None:
    for case in (case for case in CASES if case.kind == kind):
        assert bool(case.keywords) == bool(case.documents) == (kind != "unanswerable"), case.id
        assert all((CORPUS / source).is_file() for source in case.documents), case.id
        assert unsupported(case) == [], case.id
