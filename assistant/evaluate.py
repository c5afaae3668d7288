"""Measures answers on cases whose answer is known, and compares with a committed baseline."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from assistant.phrases import carries_sentences
from assistant.types import Answer, AnswerStatus, Question, Turn
from assistant.wire import answer_text
from corpus.errors import InputError
from corpus.text import fold
from corpus.types import Page


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer must hold (contract: a line of `ctl eval`).

    Each of `keywords` is a choice of words parted by "|", one of which must be in the answer.
    """

    id: str
    question: str
    kind: str
    expect_status: tuple[str, ...]
    keywords: tuple[str, ...]
    documents: tuple[str, ...]
    pages: tuple[int, ...]
    history: tuple[Turn, ...] = ()
    lang: str = "it"


@dataclass(frozen=True, slots=True)
class Score:
    """How one answer fared; None where the case does not ask for it."""

    id: str
    kind: str
    status: str
    right_status: bool
    right: bool
    cited: bool | None
    valid: bool
    seconds: float


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; raises `InputError` naming the first line that is none."""
    cases = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"«{path}» non si legge: {error}.", "Controllare il file.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}, riga {number}: non è un caso ({error}).", "Vedere contract, `ctl eval`."
            ) from error
    return cases


def _case(line: Mapping[str, Any]) -> Case:
    expected = line.get("expect_status", "answered")
    return Case(
        id=str(line["id"]),
        question=str(line["question"]),
        kind=str(line.get("kind", "answerable")),
        expect_status=tuple(expected.split("|")) if isinstance(expected, str) else tuple(expected),
        keywords=tuple(line.get("keywords") or ()),
        documents=tuple(line.get("documents") or ()),
        pages=tuple(line.get("pages") or ()),
        history=tuple(Turn(turn["role"], turn["content"]) for turn in line.get("history") or ()),
        lang=str(line.get("lang", "it")),
    )


def evaluate_cases(
    cases: Sequence[Case],
    ask: Callable[[Question], Answer],
    page_of: Callable[[str, int], Page],
) -> dict[str, Any]:
    """Ask every case and count: figures in all and by kind, and each score.

    `page_of` gives the page that a citation must be a slice of.
    """
    scores = [
        score(case, ask(Question(case.question, case.id, case.history)), page_of) for case in cases
    ]
    kinds = sorted({one.kind for one in scores})
    return {
        "cases": len(scores),
        "figures": _figures(scores),
        "by_kind": {kind: _figures([one for one in scores if one.kind == kind]) for kind in kinds},
        "scores": [
            {
                "id": one.id,
                "kind": one.kind,
                "status": one.status,
                "right_status": one.right_status,
                "right": one.right,
                "cited": one.cited,
                "valid": one.valid,
                "seconds": one.seconds,
            }
            for one in scores
        ],
    }


def score(case: Case, given: Answer, page_of: Callable[[str, int], Page]) -> Score:
    """How an answer fares against its case; it is valid if every quote is a slice of its page."""
    words = fold(answer_text(given) + " " + " ".join(c.quote.text for c in given.citations))
    found = all(
        any(fold(choice) in words for choice in choices.split("|")) for choices in case.keywords
    )
    right_status = given.status.value in case.expect_status
    cited = None
    if case.documents and AnswerStatus.ANSWERED.value in case.expect_status:
        cited = any(
            any(c.source.endswith(source) for source in case.documents)
            and (not case.pages or c.quote.span.page in case.pages)
            for c in given.citations
        )
    needs = carries_sentences(given.status)
    known = {one.n for one in given.citations}
    valid = all(one.citations and known.issuperset(one.citations) for one in given.sentences)
    valid = valid and bool(given.sentences) == needs
    for one in given.citations:
        span = one.quote.span
        page = page_of(span.document_id, span.page)
        valid = valid and page.text[span.start : span.end] == one.quote.text
    return Score(
        case.id,
        case.kind,
        given.status.value,
        right_status,
        right_status and found,
        cited,
        valid,
        given.seconds.get("total", 0.0),
    )


def _figures(scores: Sequence[Score]) -> dict[str, float]:
    cited = [one.cited for one in scores if one.cited is not None]
    if not scores:
        return {}
    figures = {
        "right": mean(one.right for one in scores),
        "right_status": mean(one.right_status for one in scores),
        "valid": mean(one.valid for one in scores),
        "seconds_p50": median(one.seconds for one in scores),
    }
    if cited:
        figures["cited"] = mean(cited)
    return {name: round(float(value), 4) for name, value in figures.items()}


def summary_lines(report: Mapping[str, Any]) -> list[str]:
    """The report for people: a line in all, a line by kind, then what went wrong."""
    lines = [f"{report['cases']} casi: {_shown(report['figures'])}"]
    lines += [f"  {kind:20} {_shown(figures)}" for kind, figures in report["by_kind"].items()]
    wrong = [one for one in report["scores"] if not one["right"]]
    lines += [f"  sbagliato: {one['id']} ({one['status']})" for one in wrong]
    return lines


def _shown(figures: Mapping[str, float]) -> str:
    return " · ".join(f"{name} {value:.3f}" for name, value in figures.items())


def compare(
    figures: Mapping[str, float], baseline: Mapping[str, float], tolerance: float = 0.005
) -> list[str]:
    """The figures that fell below the baseline by more than `tolerance`; times are left out."""
    return [
        f"{name}: {figures.get(name, 0.0):.4f} < {least:.4f}"
        for name, least in baseline.items()
        if not name.startswith("seconds") and figures.get(name, 0.0) < least - tolerance
    ]
