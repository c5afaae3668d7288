"""Asks all cases and counts; compares with the results of an earlier run."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.cases import Case, read_cases
from assistant.measures import (
    LOWER_IS_BETTER,
    RESAMPLES,
    auroc,
    calibration,
    columns,
    difference_record,
    mean_interval,
    mean_of,
    paired_difference,
    quantile,
)
from assistant.score import PageOf, Score, Similar, score
from assistant.types import Answer, AnswerStatus, Note, NoteKind, Question
from assistant.wire import answer_text
from corpus.errors import InputError

__all__ = [
    "Case",
    "Score",
    "baseline_of",
    "baseline_text",
    "compare",
    "compare_results",
    "evaluate_cases",
    "read_cases",
    "read_record",
    "read_results",
    "score",
]


def evaluate_cases(
    cases: Sequence[Case],
    ask: Callable[[Question], Answer],
    page_of: PageOf,
    similar: Similar | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> dict[str, Any]:
    """Ask every case and count: figures in all, by kind and by language, and each score.

    `page_of` gives the page that a citation must be a slice of, `similar` the cosine of a sentence
    and quotes in another language.
    """
    scores = []
    for done, case in enumerate(cases, start=1):
        given = _ask(ask, case)
        scores.append(score(case, given, page_of, similar))
        progress(done, len(cases))
    by_kind = _grouped(scores, [one.kind for one in scores])
    by_lang = _grouped(scores, [one.case.lang for one in scores])
    modes = [one.given.model or one.given.mode for one in scores]
    return {
        "cases": len(scores),
        "library_version": max((one.given.library_version for one in scores), default=0),
        "modes": {mode: modes.count(mode) for mode in sorted(set(modes))},
        "figures": _figures(scores),
        "by_kind": {name: _figures(own) for name, own in by_kind.items()},
        "by_lang": {name: _figures(own) for name, own in by_lang.items()},
        "counts": {
            "by_kind": {name: len(own) for name, own in by_kind.items()},
            "by_lang": {name: len(own) for name, own in by_lang.items()},
        },
        "intervals": {
            "all": _intervals(scores),
            "by_kind": {name: _intervals(own) for name, own in by_kind.items()},
            "by_lang": {name: _intervals(own) for name, own in by_lang.items()},
        },
        "calibration": _calibration(scores),
        "scores": [_score_record(one) for one in scores],
    }


def _ask(ask: Callable[[Question], Answer], case: Case) -> Answer:
    """The answer to a case; a question that cannot be used fails alone."""
    try:
        return ask(Question(case.question, case.id, case.history))
    except InputError as error:
        remark = Note(NoteKind.MISSING, str(error))
        return Answer(case.question, AnswerStatus.FAILED, "it", id=case.id, notes=(remark,))


def _grouped(scores: Sequence[Score], names: Sequence[str]) -> dict[str, list[Score]]:
    return {
        name: [one for one, own in zip(scores, names, strict=True) if own == name]
        for name in sorted(set(names))
    }


def _figures(scores: Sequence[Score]) -> dict[str, float]:
    if not scores:
        return {}
    means = {n: mean_of(own) for n, own in columns([one.measures for one in scores]).items()}
    figures = {name: value for name, value in means.items() if value is not None}
    seconds = [one.seconds for one in scores]
    figures |= {"seconds_p50": quantile(seconds, 0.5), "seconds_p95": quantile(seconds, 0.95)}
    return {name: round(value, 4) for name, value in figures.items()}


def _intervals(scores: Sequence[Score]) -> dict[str, list[float]]:
    found = {n: mean_interval(own) for n, own in columns([one.measures for one in scores]).items()}
    return {
        name: [round(edge, 4) for edge in interval]
        for name, interval in found.items()
        if interval is not None
    }


def _calibration(scores: Sequence[Score]) -> dict[str, Any]:
    """Confidence says how likely the library answers: a right refusal is no good outcome of it.

    `auroc_answerable` is how well it parts questions that the library answers from those it does
    not, whatever was then said.
    """
    confidences = [one.given.confidence for one in scores]
    good = [one.right and not one.case.unanswerable and bool(one.given.sentences) for one in scores]
    told = [one for one in scores if one.case.answerable or one.case.unanswerable]
    parted = auroc([one.given.confidence for one in told], [one.case.answerable for one in told])
    return calibration(confidences, good) | {
        "auroc_answerable": None if parted is None else round(parted, 4)
    }


def _score_record(one: Score) -> dict[str, Any]:
    case, given = one.case, one.given
    return {
        "id": case.id,
        "kind": case.kind,
        "lang": case.lang,
        "question": case.question,
        "understood_as": given.understood_as or None,
        "expected": list(case.expect_status),
        "status": one.status,
        "right_status": bool(one.measures["right_status"]),
        "right": one.right,
        "cited": one.cited,
        "valid": one.valid,
        "missing": list(one.missing),
        "gold": list(case.documents),
        "cites": sorted({f"{c.source} p. {c.quote.span.page}" for c in given.citations}),
        "answer": answer_text(given),
        "confidence": round(given.confidence, 4),
        "seconds": one.seconds,
        "measures": {n: round(value, 4) for n, value in one.measures.items() if value is not None},
    }


# --- earlier results ------------------------------------------------------------------------


def baseline_of(report: Mapping[str, Any]) -> dict[str, Any]:
    """What a baseline keeps of a report: figures by kind, and each case's own; no times.

    With each case's results a later run can be paired with this one.
    """
    return {
        "cases": {
            f"{kind}_{name}": value
            for kind, figures in report["by_kind"].items()
            for name, value in figures.items()
            if not name.startswith("seconds")
        },
        "results": {
            one["id"]: {
                "kind": one["kind"],
                "lang": one["lang"],
                "status": one["status"],
                "measures": one["measures"],
            }
            for one in report["scores"]
        },
    }


def baseline_text(record: dict[str, Any]) -> str:
    """A baseline as JSON with one line for each result, so that a change shows in a diff."""
    head = {name: value for name, value in record.items() if name != "results"}
    text = json.dumps(head, indent=1)
    lines = [
        f"  {json.dumps(name)}: {json.dumps(one)}"
        for name, one in record.get("results", {}).items()
    ]
    inner = ",\n".join(lines)
    return f'{text[:-2]},\n "results": {{\n{inner}\n }}\n}}\n'


def read_record(path: Path) -> dict[str, Any]:
    """A baseline file; raises `InputError`."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"«{path}» non si legge: {error}.", "Controllare il file.") from error


def read_results(path: Path) -> dict[str, Any]:
    """The results of each case in a baseline file; raises `InputError`."""
    try:
        results = read_record(path)["results"].items()
        return {name: {"status": str(one["status"]), **_floats(one)} for name, one in results}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(
            f"«{path}» non ha i risultati dei singoli casi.",
            "Scriverlo con `ctl eval CASI --save FILE`.",
        ) from error


def _floats(one: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    return {"measures": {name: float(value) for name, value in one["measures"].items()}}


def compare_results(report: Mapping[str, Any], results: Mapping[str, Any]) -> dict[str, Any]:
    """A report against the results of a baseline, over the cases that both have.

    `worse` names the figures, over all cases, that fell (see `measures.paired_difference`).
    """
    both = [one for one in report["scores"] if one["id"] in results]
    kinds = sorted({one["kind"] for one in both})
    overall = _differences(both, results)
    return {
        "cases": len(both),
        "resamples": RESAMPLES,
        "new": len(report["scores"]) - len(both),
        "gone": len(set(results) - {one["id"] for one in both}),
        "figures": overall,
        "by_kind": {
            kind: _differences([one for one in both if one["kind"] == kind], results)
            for kind in kinds
        },
        "worse": [name for name, one in overall.items() if one["verdict"] == "worse"],
        "changed": [
            {
                "id": one["id"],
                "question": one["question"],
                "before": {"status": old["status"], "right": bool(old["measures"].get("right"))},
                "now": {"status": one["status"], "right": one["right"]},
            }
            for one in both
            for old in [results[one["id"]]]
            if (old["status"], bool(old["measures"].get("right"))) != (one["status"], one["right"])
        ],
    }


def _differences(
    scores: Sequence[Mapping[str, Any]], results: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    now = columns([one["measures"] for one in scores])
    before = columns([results[one["id"]]["measures"] for one in scores])
    found = {
        name: paired_difference(name, before[name], values)
        for name, values in now.items()
        if name in before
    }
    return {name: difference_record(one) for name, one in found.items() if one is not None}


def compare(
    figures: Mapping[str, float], baseline: Mapping[str, float], tolerance: float = 0.005
) -> list[str]:
    """The figures worse than the baseline by more than `tolerance`; times are left out."""
    told = []
    for name, before in baseline.items():
        falls = name.endswith(tuple(LOWER_IS_BETTER))
        now = figures.get(name, 1.0 if falls else 0.0)
        if name.startswith("seconds"):
            continue
        if (now - before if falls else before - now) > tolerance:
            told.append(f"{name}: {now:.4f} {'>' if falls else '<'} {before:.4f}")
    return told
