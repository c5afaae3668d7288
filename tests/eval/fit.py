"""Fits the weights of retrieval, sentence choice and refusal on the development data.

    .venv/bin/python tests/eval/fit.py EVAL_DIR

writes assistant/weights.json. Passages and sentences: softmax over the candidates of a question
(a listwise loss), refusal: logistic regression; all with an L2 penalty, trained on every question
and reported by five-fold cross-validation, so that the figures are not those of the fit itself.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from data import AbstentionCase, SquadCase, build_library, read_abstention, read_squad
from numpy.typing import NDArray

from assistant.question import Query, understand
from assistant.retrieve import Weights, answer_side, load_weights, retrieve
from assistant.types import Question
from assistant.write import confidence_signals, score_sentences, sentence_candidates
from corpus.library import Library

WEIGHTS = Path(__file__).parents[2] / "assistant" / "weights.json"
FIRST = ("words", "meaning", "sentence")
PASSAGE = (
    "words",
    "meaning",
    "sentence",
    "coverage",
    "body",
    "head",
    "pairs",
    "numbers",
    "type",
    "window",
)
SENTENCE = (
    "cosine",
    "coverage",
    "around",
    "with_head",
    "passage",
    "first",
    "type",
    "length",
    "short",
)
CONFIDENCE = {
    "same": ("bias", "sentence_coverage", "nearest", "said", "names_unmet", "numbers_unmet"),
    "other": ("bias", "best_cosine", "nearest", "numbers_unmet"),
    "words": ("bias", "coverage", "sentence_coverage", "said", "names_unmet", "numbers_unmet"),
}
FOLDS = 5
TRANSLATED = ("coverage", "body", "pairs", "window", "head")
NAMED = 2.0
"""Set by hand, for acts and codes that a question names: the development data has none."""
PENALTY = 3.0
WRONGLY_REFUSED = 0.04
"""Share of answerable development questions that may be refused."""


@dataclass
class Group:
    """The candidates of one question: signals, shape (n, signals), and which are right."""

    signals: NDArray[np.float64]
    right: NDArray[np.bool_]
    pages: list[str]


def fit_softmax(groups: Sequence[Group], penalty: float, steps: int = 400) -> NDArray[np.float64]:
    """Weights that make the right candidates of each group likeliest (Adam on the log-loss)."""
    width = groups[0].signals.shape[1]
    weights, first, second = np.full(width, 0.5), np.zeros(width), np.zeros(width)
    used = [one for one in groups if one.right.any() and not one.right.all()]
    for step in range(1, steps + 1):
        slope = 2 * penalty * weights
        for one in used:
            scores = one.signals @ weights
            odds = np.exp(scores - scores.max())
            all_, good = odds / odds.sum(), odds * one.right / (odds * one.right).sum()
            slope += (all_ - good) @ one.signals / len(used)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def fit_logistic(
    signals: NDArray[np.float64], right: NDArray[np.bool_], penalty: float
) -> NDArray[np.float64]:
    """Weights of a logistic regression (Newton's method on standardised signals).

    The first signal is the bias, which bears no penalty.
    """
    middle, width = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    middle[0], width[0] = 0, 1
    scaled = (signals - middle) / width
    ridge = np.eye(scaled.shape[1]) * penalty
    ridge[0, 0] = 1e-6
    weights = np.zeros(scaled.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(scaled @ weights)))
        curve = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + ridge
        weights -= np.linalg.solve(curve, scaled.T @ (chance - right) + ridge @ weights)
    plain = weights / width
    plain[0] -= float((weights[1:] * middle[1:] / width[1:]).sum())
    return plain


def folds(count: int, keys: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """(train, test) places; questions on one document stay in one fold."""
    names = sorted(set(keys))
    of = {name: place % FOLDS for place, name in enumerate(names)}
    return [
        (
            [i for i in range(count) if of[keys[i]] != fold],
            [i for i in range(count) if of[keys[i]] == fold],
        )
        for fold in range(FOLDS)
    ]


def ranking_figures(
    groups: Sequence[Group], scored: Sequence[NDArray[np.float64]]
) -> dict[str, float]:
    """nDCG@10, recall at 1 and 5, by page: a page counts where its best passage stands."""
    gains, first, five = [], [], []
    for one, scores in zip(groups, scored, strict=True):
        order = np.argsort(-scores, kind="stable")
        pages = list(dict.fromkeys(one.pages[i] for i in order))
        right = {one.pages[i] for i in np.flatnonzero(one.right)}
        place = next((n for n, page in enumerate(pages[:10]) if page in right), None)
        gains.append(0.0 if place is None else 1 / np.log2(place + 2))
        first.append(place == 0)
        five.append(place is not None and place < 5)
    return {
        "ndcg10": round(float(np.mean(gains)), 4),
        "recall1": round(float(np.mean(first)), 4),
        "recall5": round(float(np.mean(five)), 4),
    }


def auroc(chance: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Chance that an answerable question stands above an unanswerable one."""
    pairs = chance[right][:, None] - chance[~right][None, :]
    return float(((pairs > 0) + 0.5 * (pairs == 0)).mean())


def passage_groups(library: Library, cases: Sequence[SquadCase], weights: Weights) -> list[Group]:
    """Signals of the candidate passages of each question."""
    groups = []
    for case in cases:
        retrieval = retrieve(understand(Question(case.question)), library, 100, weights)
        rows = [[one.signals.get(name, 0.0) for name in PASSAGE] for one in retrieval.passages]
        pages = [one.document.source for one in retrieval.passages]
        right = np.array([page == case.source for page in pages])
        groups.append(Group(np.array(rows), right, pages))
    return groups


def sentence_groups(
    library: Library, cases: Sequence[SquadCase], weights: Weights, *, meaning: bool
) -> list[Group]:
    """Signals of the candidate sentences of each question; right ones hold an answer."""
    groups = []
    for case in cases:
        query = understand(Question(case.question))
        retrieval = retrieve(query, library, 100, weights, meaning=meaning)
        candidates = sentence_candidates(query, retrieval, library.words().stems)
        rows = [[one.signals.get(name, 0.0) for name in SENTENCE] for one in candidates]
        right = np.array(
            [
                one.passage.document.source == case.source
                and any(answer.lower() in one.text.lower() for answer in case.answers)
                for one in candidates
            ]
        )
        groups.append(Group(np.array(rows), right, [str(one.span) for one in candidates]))
    return groups


def within(groups: Sequence[Group], scored: Sequence[NDArray[np.float64]], most: int) -> float:
    """Share of questions with a right sentence among the best `most`."""
    hits = [
        bool(one.right[np.argsort(-scores, kind="stable")[:most]].any())
        for one, scores in zip(groups, scored, strict=True)
    ]
    return round(float(np.mean(hits)), 4)


def cross_scores(
    groups: Sequence[Group], keys: Sequence[str], penalty: float
) -> list[NDArray[np.float64]]:
    """Scores of every group by weights fitted without its document."""
    scored: list[NDArray[np.float64]] = [np.zeros(0)] * len(groups)
    for train, test in folds(len(groups), keys):
        weights = fit_softmax([groups[i] for i in train], penalty)
        for i in test:
            scored[i] = groups[i].signals @ weights
    return scored


def confidence_signals_of(
    library: Library, cases: Sequence[AbstentionCase], weights: Weights, *, meaning: bool
) -> list[Mapping[str, float]]:
    """Signals of each question for there being an answer; without `meaning` from words alone."""
    rows = []
    for case in cases:
        query: Query = understand(Question(case.question))
        stems = library.words().stems
        retrieval = retrieve(query, library, 100, weights, meaning=meaning)
        candidates = sentence_candidates(query, retrieval, stems)
        score_sentences(candidates, weights.sentence[answer_side(query, retrieval)])
        rows.append(confidence_signals(query, retrieval, candidates, stems))
    return rows


def withheld_signals(
    library: Library, cases: Sequence[SquadCase], weights: Weights, *, meaning: bool
) -> tuple[list[Mapping[str, float]], list[bool], list[str]]:
    """Signals of each question as it is, without its page and without its document.

    Beside them whether it has its answer, and its document.
    """
    rows: list[Mapping[str, float]] = []
    right, keys = [], []
    stems = library.words().stems
    for case in cases:
        query = understand(Question(case.question))
        whole = retrieve(query, library, 100, weights, meaning=meaning)
        for left in ("", case.source, f"squad/{case.document}--"):
            kept = tuple(
                one
                for one in whole.passages
                if not left or not one.document.source.startswith(left)
            )
            retrieval = replace(whole, passages=kept)
            candidates = sentence_candidates(query, retrieval, stems)
            if not candidates:
                continue
            score_sentences(candidates, weights.sentence[answer_side(query, retrieval)])
            rows.append(confidence_signals(query, retrieval, candidates, stems))
            right.append(not left)
            keys.append(case.document)
    return rows, right, keys


def cross_chances(
    rows: NDArray[np.float64],
    right: NDArray[np.bool_],
    keys: Sequence[str],
    more: tuple[NDArray[np.float64], NDArray[np.bool_], Sequence[str]],
) -> NDArray[np.float64]:
    """Chances by weights fitted without the question's document; `more` are for fitting only."""
    chance = np.zeros(len(rows))
    count = len(rows)
    for train, test in folds(count + len(more[0]), [*keys, *more[2]]):
        own = [i for i in train if i < count]
        others = [i - count for i in train if i >= count]
        weights = fit_logistic(
            np.vstack([rows[own], more[0][others]]),
            np.concatenate([right[own], more[1][others]]),
            PENALTY,
        )
        tested = [i for i in test if i < count]
        chance[tested] = 1 / (1 + np.exp(-(rows[tested] @ weights)))
    return chance


def named(names: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    """Weights by signal, rounded."""
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def cross_language(same: Mapping[str, float]) -> dict[str, float]:
    """Weights for a question in another language than the documents.

    There is no development data for it: meaning counts .85, words .15 (measured elsewhere: .767
    alone, .770 with a word weight of .2). The signals of single words, which the lexicon
    translates, count half; those of form keep their weight.
    """
    total = same["words"] + same["meaning"] + same["sentence"]
    kept = {name: same[name] for name in ("numbers", "type")}
    kept |= {name: round(0.5 * same[name], 4) for name in TRANSLATED}
    return {
        "words": round(0.15 * total, 4),
        "meaning": round(0.35 * total, 4),
        "sentence": round(0.5 * total, 4),
    } | kept


def fit_sentences(
    library: Library, cases: Sequence[SquadCase], weights: Weights, figures: dict[str, Any]
) -> Weights:
    """Weights that choose among sentences, with meaning and by words alone."""
    keys = [case.document for case in cases]
    fitted = {}
    for side, meaning in (("same", True), ("words", False)):
        groups = sentence_groups(library, cases, weights, meaning=meaning)
        scored = cross_scores(groups, keys, 0.002)
        figures[f"sentences_{side}"] = {f"within{n}": within(groups, scored, n) for n in (1, 2, 3)}
        fitted[side] = named(SENTENCE, fit_softmax(groups, 0.002)) | {"codes": NAMED}
    fitted["words"]["cosine"] = 0.0
    same = fitted["same"]
    fitted["other"] = same | {
        "cosine": round(same["cosine"] + same["coverage"], 4),
        **{name: round(0.6 * same[name], 4) for name in ("coverage", "around", "with_head")},
    }
    return replace(weights, sentence=fitted)


def fit_refusal(
    libraries: tuple[Library, Library], folder: Path, weights: Weights, figures: dict[str, Any]
) -> Weights:
    """Weights that tell whether there is an answer, and the least chance that counts.

    Fitted on questions of both libraries, measured on those of the first.
    """
    cases = read_abstention(folder)
    right = np.array([case.answerable for case in cases])
    keys = [case.document for case in cases]
    confidence, floor = {}, {}
    figures["refusal"] = {}
    for side, names in CONFIDENCE.items():
        meaning = side != "words"
        signals = confidence_signals_of(libraries[0], cases, weights, meaning=meaning)
        rows = np.array([[one.get(name, 0.0) for name in names] for one in signals])
        told, answered, owners = withheld_signals(
            libraries[1], read_squad(folder), weights, meaning=meaning
        )
        more = np.array([[one.get(name, 0.0) for name in names] for one in told])
        chance = cross_chances(rows, right, keys, (more, np.array(answered), owners))
        fitted = fit_logistic(
            np.vstack([rows, more]), np.concatenate([right, np.array(answered)]), PENALTY
        )
        confidence[side] = named(names, fitted) | {"exact": NAMED}
        floor[side] = round(float(np.quantile(chance[right], WRONGLY_REFUSED)), 4)
        figures["refusal"][side] = {
            "auroc": round(auroc(chance, right), 4),
            "wrongly_refused": round(float((chance[right] < floor[side]).mean()), 4),
            "rightly_refused": round(float((chance[~right] < floor[side]).mean()), 4),
        }
    return replace(weights, confidence=confidence, floor=floor)


def main(folder: Path) -> None:
    """Fit everything, write the weights, print the figures."""
    record: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    figures: dict[str, Any] = {}
    weights = load_weights()
    cases = read_squad(folder)
    library = build_library(folder, "squad")
    groups = passage_groups(library, cases, weights)
    scored = cross_scores(groups, [case.document for case in cases], 0.0005)
    figures["passages"] = ranking_figures(groups, scored)
    passage = named(PASSAGE, fit_softmax(groups, 0.0005))
    weights = replace(weights, passage={"same": passage, "other": cross_language(passage)})
    weights = fit_sentences(library, cases, weights, figures)
    other = build_library(folder, "noanswer")
    weights = fit_refusal((other, library), folder, weights, figures)
    library.close()
    other.close()
    record |= {
        "passage": weights.passage,
        "sentence": weights.sentence,
        "confidence": weights.confidence,
        "floor": weights.floor,
        "figures": figures,
    }
    WEIGHTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
