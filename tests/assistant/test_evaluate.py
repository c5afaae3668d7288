"""What counts as right, as cited, as sound; and when a figure has fallen."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate import compare, evaluate_cases, read_cases, score, summary_lines
from assistant.types import Answer, AnswerStatus, Citation, Question, Sentence, Turn
from corpus.errors import InputError
from corpus.types import Origin, Page

PAGE = Page("0" * 16, 3, "Il bando chiude il 5 marzo 2026.", Origin.TEXT)
CITED = Citation(
    1, PAGE.quote(0, len(PAGE.text)), "docs/bando.pdf", None, "Bando", None, "official", ocr=False
)
RIGHT = Answer(
    "Quando?",
    AnswerStatus.ANSWERED,
    "it",
    sentences=(Sentence("Chiude il 5 marzo 2026.", (1,)),),
    citations=(CITED,),
    seconds={"total": 0.25},
)
OTHER = replace(PAGE, text=PAGE.text.replace("5", "6"))
PAGES = {(PAGE.document_id, PAGE.number): PAGE}
NONE = Answer("Quando?", AnswerStatus.NOT_FOUND, "it", seconds={"total": 0.75})
Read = Callable[..., list[Any]]


def page_of(document_id: str, number: int) -> Page:
    return PAGES[document_id, number]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(*lines: dict[str, Any] | str) -> list[Any]:
        path = tmp_path / "casi.jsonl"
        written = [one if isinstance(one, str) else json.dumps(one) for one in lines]
        path.write_text("\n".join(written) + "\n", encoding="utf-8")
        return read_cases(path)

    return run


def test_a_case_is_read_with_what_it_leaves_out(read: Read) -> None:
    full, bare = read(
        {
            "id": 1,
            "question": "Quando?",
            "history": [{"role": "user", "content": "Ciao"}],
            "lang": "en",
            "kind": "follow_up",
            "expect_status": "not_found|partial",
            "keywords": ["a|b"],
            "documents": ["x.pdf"],
            "pages": [2],
        },
        "",
        {"id": "b", "question": "Chi?", "expect_status": ["answered", "partial"]},
    )
    assert (full.id, full.kind, full.lang) == ("1", "follow_up", "en")
    assert full.history == (Turn("user", "Ciao"),)
    assert full.expect_status == ("not_found", "partial")
    assert (full.keywords, full.documents, full.pages) == (("a|b",), ("x.pdf",), (2,))
    assert (bare.kind, bare.keywords, bare.history) == ("answerable", (), ())
    assert bare.expect_status == ("answered", "partial")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_case_may_hold_any_sign(read: Read, sign: str) -> None:
    text = f"Quando{sign}chiude?"
    (case,) = read(json.dumps({"id": "a", "question": text}, ensure_ascii=False))
    assert case.question == text


@pytest.mark.parametrize("line", ["{", "3", "[]", "{}", '{"id": 1}', '{"question": "x"}'])
def test_a_line_that_is_no_case_is_named(read: Read, line: str) -> None:
    with pytest.raises(InputError, match="riga 2"):
        read({"id": "a", "question": "x"}, line)


def test_a_file_that_does_not_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\xfe")
    for name in ("x", "niente", "."):
        with pytest.raises(InputError):
            read_cases(tmp_path / name)


@pytest.mark.parametrize(
    ("case", "given", "right", "cited"),
    [
        ({}, RIGHT, True, None),
        ({"keywords": ["5 marzo 2026"]}, RIGHT, True, None),
        ({"keywords": ["6 marzo|5 MARZO"]}, RIGHT, True, None),
        ({"keywords": ["5 marzo", "ore 16"]}, RIGHT, False, None),
        ({"documents": ["bando.pdf"]}, RIGHT, True, True),
        ({"documents": ["altro.pdf"]}, RIGHT, True, False),
        ({"documents": ["bando.pdf"], "pages": [3]}, RIGHT, True, True),
        ({"documents": ["bando.pdf"], "pages": [4]}, RIGHT, True, False),
        ({"documents": ["bando.pdf"]}, NONE, False, False),
        ({"expect_status": "not_found"}, NONE, True, None),
        ({"expect_status": "not_found"}, RIGHT, False, None),
        ({"expect_status": "not_found", "documents": ["bando.pdf"]}, NONE, True, None),
    ],
)
def test_an_answer_is_scored(
    read: Read, case: dict[str, Any], given: Answer, right: bool, cited: bool | None
) -> None:
    found = score(read({"id": "a", "question": "Quando?"} | case)[0], given, page_of)
    assert (found.right, found.cited, found.valid) == (right, cited, True)


@pytest.mark.parametrize(
    "given",
    [
        replace(RIGHT, sentences=()),
        replace(NONE, sentences=RIGHT.sentences),
        replace(RIGHT, sentences=(Sentence("Senza prova.", ()),)),
        replace(RIGHT, sentences=(Sentence("Prova che manca.", (2,)),)),
        replace(RIGHT, citations=(replace(CITED, quote=OTHER.quote(0, len(OTHER.text))),)),
    ],
)
def test_an_unsound_answer_is_not_valid(read: Read, given: Answer) -> None:
    assert not score(read({"id": "a", "question": "Quando?"})[0], given, page_of).valid


def test_the_report_counts_in_all_and_by_kind(read: Read) -> None:
    cases = read(
        {"id": "a", "question": "Quando?", "documents": ["bando.pdf"]},
        {"id": "b", "question": "Quando?", "kind": "unanswerable", "expect_status": "not_found"},
        {"id": "c", "question": "Quando?", "history": [{"role": "user", "content": "x"}]},
    )
    asked: list[Question] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        return {"a": RIGHT, "b": NONE, "c": NONE}[question.id or ""]

    report = evaluate_cases(cases, ask, page_of)
    assert [question.history for question in asked] == [(), (), (Turn("user", "x"),)]
    assert report["cases"] == 3
    assert report["figures"]["right"] == pytest.approx(2 / 3, abs=1e-4)
    assert (report["figures"]["valid"], report["figures"]["cited"]) == (1.0, 1.0)
    assert report["figures"]["seconds_p50"] == 0.75
    assert set(report["by_kind"]) == {"answerable", "unanswerable"}
    assert report["by_kind"]["unanswerable"]["right"] == 1.0
    assert [one["id"] for one in report["scores"]] == ["a", "b", "c"]
    assert json.loads(json.dumps(report)) == report
    lines = summary_lines(report)
    assert lines[0].startswith("3 casi: ")
    assert [line for line in lines if "sbagliato" in line] == ["  sbagliato: c (not_found)"]


def test_no_cases_give_an_empty_report() -> None:
    report = evaluate_cases([], lambda _: RIGHT, page_of)
    assert (report["cases"], report["figures"], report["scores"]) == (0, {}, [])
    assert summary_lines(report)


def test_a_figure_that_fell_is_told() -> None:
    baseline = {"right": 0.9, "valid": 1.0, "seconds_p50": 0.01}
    assert compare({"right": 0.897, "valid": 1.0, "seconds_p50": 9}, baseline) == []
    assert compare({"right": 0.95, "valid": 1.0}, baseline) == []
    assert compare({"right": 0.89, "valid": 1.0}, baseline) == ["right: 0.8900 < 0.9000"]
    assert len(compare({}, baseline)) == 2
