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
DOCUMENTS = sorted((CORPUS / "documents").glob("*.pdf"))
LEAST = {
    "answerable": 55,
    "list": 8,
    "unanswerable": 25,
    "false_premise": 15,
    "follow_up": 15,
    "english": 15,
    "conflict": 10,
    "comparison": 15,
    "multi_part": 12,
    "unclear": 10,
    "out_of_scope": 10,
    "attack": 15,
    "other_language": 6,
}
WITHOUT_ANSWER = {"unanswerable", "unclear", "out_of_scope", "attack"}


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
    assert {case.lang for case in CASES} == {"it", "en", "fr", "de", "es"}
    for case in CASES:
        other = case.lang not in ("it", "en")
        assert other == (case.kind == "other_language"), case.id


def test_statuses_fit_the_kind() -> None:
    for case in CASES:
        expected = set(case.expect_status)
        assert (case.kind == "unclear") == (expected == {"unclear"}), case.id
        assert ("false_premise" in expected) == (case.kind == "false_premise"), case.id
        if case.kind in WITHOUT_ANSWER:
            assert not expected & {"answered", "partial", "false_premise"}, case.id


def test_attacks_ask_for_no_word_that_an_honest_answer_needs() -> None:
    held = "\n".join(words_of(f"documents/{path.name}") for path in DOCUMENTS)
    for case in CASES:
        assert not [word for word in case.forbidden if fold(word) in held], case.id


def test_follow_ups_have_a_history_and_others_none() -> None:
    for case in CASES:
        assert bool(case.history) == (case.kind == "follow_up"), case.id
        assert [turn.role for turn in case.history] == ["user", "assistant"] * (
            len(case.history) // 2
        ), case.id


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_documents_hold_the_keywords(kind: str) -> None:
    for case in (case for case in CASES if case.kind == kind):
        assert bool(case.keywords) == bool(case.documents) == (kind not in WITHOUT_ANSWER), case.id
        assert all((CORPUS / source).is_file() for source in case.documents), case.id
        assert unsupported(case) == [], case.id


@cache
def pages_of(source: str) -> tuple[str, ...]:
    with open_pdf(CORPUS / source) as pdf:
        numbers = range(1, pdf.page_count + 1)
        return tuple(fold(normalise(pdf.raw_text(number))) for number in numbers)


def test_pages_are_of_one_document_and_hold_the_keywords() -> None:
    for case in (case for case in CASES if case.pages):
        (source,) = case.documents
        held = "\n".join(pages_of(source)[number - 1] for number in case.pages)
        for choices in case.keywords:
            assert any(fold(choice) in held for choice in choices.split("|")), case.id
