"""Writers: from a question and its passages to a draft of sentences, each with where it stands."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.demands import holds_value, looks_right, tells_attribute
from assistant.question import AnswerType, Query
from assistant.retrieve import Retrieval, Weights, answer_side, load_weights
from assistant.signals import Stems, fits_type, spread, unmet_names, unmet_numbers
from assistant.types import Draft, DraftSentence
from corpus.lexical import find_codes
from corpus.text import fold
from corpus.types import ChunkKind, Passage, Span

_READ_PASSAGES = 10
_LONGEST_LIST = 40
_SAME_WORDS_SPANS = 2
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|/\S*/\S+")
_REFERENCE = re.compile(
    r"(?:font[ei]|sources?|cfr\.?|vedi|sito(?: web)?|indirizzo)\s*:", re.IGNORECASE
)
_POINTER = re.compile(
    r"\b(?:tabella|elenco|prospetto|schema)\b[^.]{0,20}\b(?:seguente|che segue|sottostante)\b"
    r"|\bseguente (?:tabella|elenco|prospetto)\b|\bfollowing (?:table|list)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\d.:;!?»”]{1,70}")
"""A heading or the header of a table: short, without figures, and no stop ends it."""
_BARE_PENALTY = 1.0
"""Taken off the score of words that are no whole sentence; prose alone was there to fit it on."""
_THAT_PART = 0.55
"""How well a passage must be the part that is asked for, times how surely the act is meant."""
_SURE_PART = 0.95
"""The confidence where that part is held: it answers, whatever it says."""
_VALUE_BONUS = 1.5
"""Added to a sentence that holds a value of the looks asked for, as the fitted "type" is."""
_OTHER_LOOKS = 0.2
_OTHER_ATTRIBUTE = 0.35
"""What is left of a confidence where no word looks as asked for, or tells another attribute."""
_BULLET = re.compile(r"^(?:[-–—•▪·*]|\(?[a-z0-9]{1,3}[).])\s+", re.IGNORECASE)


class Writer(Protocol):
    """Turns passages into a draft; what it writes counts only once `verify` accepted it."""

    mode: str

    def write(self, query: Query, retrieval: Retrieval, stems: Stems) -> Draft:
        """Draft an answer to the question from the passages."""
        ...


@dataclass(slots=True)
class Candidate:
    """A sentence of a passage that may be part of the answer."""

    passage: Passage
    span: Span
    text: str
    signals: dict[str, float] = field(default_factory=dict)
    score: float = 0.0


def display(text: str) -> str:
    """A quote as it is shown: one line, single spaces, without its bullet."""
    return _BULLET.sub("", _SPACE.sub(" ", text).strip())


def sentence_candidates(query: Query, retrieval: Retrieval, stems: Stems) -> list[Candidate]:
    """Every sentence of the best passages, with its signals."""
    passages = retrieval.passages[:_READ_PASSAGES]
    if not passages:
        return []
    strength = spread([math.exp(passage.score) for passage in passages])
    found: list[Candidate] = []
    for passage, prior in zip(passages, strength, strict=True):
        found += _of_passage(query, retrieval, passage, prior, stems)
    cosines = spread([one.signals["raw"] for one in found])
    for one, cosine in zip(found, cosines, strict=True):
        one.signals["cosine"] = cosine
    return found


def _of_passage(
    query: Query, retrieval: Retrieval, passage: Passage, prior: float, stems: Stems
) -> list[Candidate]:
    chunk = passage.chunk
    vectors = retrieval.vectors.get(chunk.id or 0)
    if vectors is not None:
        spans = [(int(a), int(b)) for a, b in vectors.spans]
        cosines = [float(value) for value in vectors.sentences @ retrieval.vector]
    else:
        spans = list(chunk.sentences)
        cosines = [0.0] * len(spans)
    found: list[Candidate] = []
    own_stems = [set(stems(chunk.text[a - chunk.start : b - chunk.start])) for a, b in spans]
    heading = set(stems(" ".join([passage.document.title, *chunk.section, chunk.lead])))
    for index, (start, end) in enumerate(spans):
        text = chunk.text[start - chunk.start : end - chunk.start]
        around = own_stems[max(0, index - 1) : index + 2]
        one = Candidate(passage, Span(chunk.document_id, chunk.page, start, end), text)
        one.signals = {
            "raw": cosines[index],
            "coverage": retrieval.terms.share(own_stems[index]),
            "around": retrieval.terms.share(set().union(*around)),
            "with_head": retrieval.terms.share(own_stems[index] | heading),
            "passage": prior,
            "first": 1.0 if passage.rank == 1 else 0.0,
            "type": fits_type(text, query.answer_type),
            "length": min(1.0, len(text) / 300),
            "short": 1.0 if len(text) < 35 else 0.0,
            "question": 1.0 if text.rstrip().endswith("?") else 0.0,
            "codes": _share_of_codes(query, text),
        }
        found.append(one)
    return found


def _share_of_codes(query: Query, text: str) -> float:
    """Which part of the acts and codes that the question names stands in the text."""
    if not query.codes:
        return 0.0
    found = set(find_codes(text))
    return sum(code in found for code in query.codes) / len(query.codes)


def score_sentences(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> None:
    """Give each candidate its score, higher is better."""
    for one in candidates:
        one.score = sum(weight * one.signals.get(name, 0.0) for name, weight in weights.items())
        if one.passage.chunk.kind is ChunkKind.TEXT and one.text.rstrip()[-1:] not in ".;:!?…»”)":
            one.score -= _BARE_PENALTY


def confidence_signals(
    query: Query, retrieval: Retrieval, candidates: Sequence[Candidate], stems: Stems
) -> dict[str, float]:
    """What speaks for the library holding an answer at all; each about 0 to 1."""
    if not retrieval.passages or not candidates:
        return {"empty": 1.0}
    top = retrieval.passages[0]
    best = max(candidates, key=lambda one: one.score)
    read = retrieval.passages[:3]
    words = set(stems(" ".join(f"{p.document.title} {p.chunk.text}" for p in read)))
    chosen = sorted(candidates, key=lambda one: -one.score)[:3]
    said = set(stems(" ".join(_with_heading(one) for one in chosen)))
    scores = [passage.score for passage in retrieval.passages[:6]]
    whole = f"{_with_heading(best)} {best.passage.chunk.lead} {best.passage.chunk.text}"
    numbers = [n for n in query.numbers if not any(n in p.chunk.text for p in read)]
    return {
        "bias": 1.0,
        "best_cosine": (max(p.signals.get("best_cosine", 0.8) for p in read) - 0.8) * 8,
        "cosine": (max(p.signals.get("cosine", 0.8) for p in read) - 0.8) * 8,
        "coverage": max(p.signals.get("coverage", 0.0) for p in read),
        "window": max(p.signals.get("window", 0.0) for p in read),
        "sentence_coverage": best.signals["coverage"],
        "sentence_cosine": (best.signals["raw"] - 0.8) * 8,
        "nearest": (max(one.signals["raw"] for one in candidates) - 0.8) * 8,
        "sentence_type": best.signals["type"],
        "missing": retrieval.terms.missing(words),
        "unsaid": retrieval.terms.missing(said),
        "said": retrieval.terms.share(said),
        "numbers_missing": len(numbers) / len(query.numbers) if query.numbers else 0.0,
        "names_unmet": float(bool(unmet_names(query, whole))),
        "numbers_unmet": unmet_numbers(query, whole),
        "lead": top.score - (scores[-1] if len(scores) > 1 else 0.0),
        "pairs": max(p.signals.get("pairs", 0.0) for p in read),
        "exact": max(max(p.signals.get(name, 0.0) for name in ("exact", "own")) for p in read),
    }


def _with_heading(one: Candidate) -> str:
    return " ".join([one.passage.document.title, *one.passage.chunk.section, one.text])


def confidence(signals: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Chance, 0 to 1, that the library answers the question (logistic model)."""
    if "empty" in signals:
        return 0.0
    total = sum(weight * signals.get(name, 0.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class ExtractiveWriter:
    """Picks the sentences that answer, as they stand; needs no model and never invents."""

    mode = "extractive"

    def __init__(self, sentences: int = 3, weights: Weights | None = None) -> None:
        """`sentences` is the most that are shown, items of a list apart."""
        self._most = sentences
        self._weights = weights or load_weights()

    def write(self, query: Query, retrieval: Retrieval, stems: Stems) -> Draft:
        """One to three sentences (lists whole) in the order of reading."""
        candidates = sentence_candidates(query, retrieval, stems)
        side = answer_side(query, retrieval)
        score_sentences(candidates, self._weights.sentence[side])
        for one in candidates:
            one.score += _VALUE_BONUS * holds_value(query, one.text)
        sure = confidence(
            confidence_signals(query, retrieval, candidates, stems),
            self._weights.confidence[side],
        )
        if asked := _of_asked_part(candidates):
            candidates, sure = asked, max(sure, _SURE_PART)
        elif query.parts and _lacks_part(retrieval.passages):
            return Draft((), 0.0)
        elif side == "words":  # nothing tells what is meant, so the words must be there
            least = max((one.signals["coverage"] for one in candidates), default=0.0) / 2
            candidates = [one for one in candidates if one.signals["coverage"] >= least]
        ranked = sorted(candidates, key=lambda one: (-one.score, one.passage.rank, one.span.start))
        chosen = self._choose(ranked)
        if not asked and chosen:
            sure *= _fitness(query, chosen, candidates)
        return Draft(tuple(_as_draft(chosen, query, candidates)), sure)

    def _choose(self, ranked: Sequence[Candidate]) -> list[Candidate]:
        """The best sentences that say different things and come close to the best."""
        chosen: list[Candidate] = []
        seen: set[str] = set()
        for one in ranked:
            if len(chosen) == self._most or (
                chosen and one.score < chosen[0].score - self._weights.margin
            ):
                break
            words = fold(display(one.text))
            if words in seen or one.signals["question"] or not _says_something(one, words):
                continue
            seen.add(words)
            chosen.append(one)
        return chosen


def _fitness(query: Query, chosen: Sequence[Candidate], candidates: Sequence[Candidate]) -> float:
    """What is left of a draft's confidence by how far it is of the kind that is asked for."""
    read = {one.passage.chunk.id for one in chosen}
    words = " ".join(
        f"{_with_heading(one)} {one.passage.chunk.lead}"
        for one in candidates
        if one.passage.chunk.id in read
    )
    shown = " ".join(one.text for one in chosen)
    fitness = 1.0 if looks_right(query, words, shown) else _OTHER_LOOKS
    return fitness * (1.0 if tells_attribute(query, words) else _OTHER_ATTRIBUTE)


def _of_asked_part(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the very point, article or annex that is asked for, of the act named."""
    return [
        one
        for one in candidates
        if one.passage.signals.get("part", 0.0) >= _THAT_PART
        and one.passage.signals.get("own", 0.0) > 0
    ]


def _lacks_part(passages: Sequence[Passage]) -> bool:
    """Whether the act that is named is held, and no passage is the part of it that is asked for."""
    own = [one for one in passages if one.signals.get("own", 0.0) >= _THAT_PART]
    return bool(own) and not any(one.signals.get("part", 0.0) for one in own)


def _says_something(one: Candidate, words: str) -> bool:
    """Whether a sentence is more than a heading, a source's address or a pointer to a table."""
    text = one.text.strip()
    if len(words) < 3 or _REFERENCE.match(text) or (text[-1] == "." and _POINTER.search(text)):
        return False
    if any(fold(heading) == words for heading in one.passage.chunk.section):
        return False
    if one.passage.chunk.kind is ChunkKind.TEXT and _LABEL.fullmatch(text):
        return False
    return len(_ADDRESS.sub("", text)) > 0.5 * len(text)


def _as_draft(
    chosen: Sequence[Candidate], query: Query, candidates: Sequence[Candidate]
) -> list[DraftSentence]:
    """The chosen sentences in reading order, lists completed, equal words cited together."""
    first_rank = {one.span.document_id: one.passage.rank for one in reversed(chosen)}
    ordered = sorted(
        chosen,
        key=lambda one: (
            min(first_rank[one.span.document_id], one.passage.rank),
            one.span.document_id,
            one.span.page,
            one.span.start,
        ),
    )
    same_words: dict[str, list[Candidate]] = {}
    for one in candidates:
        same_words.setdefault(fold(display(one.text)), []).append(one)
    drafts: list[DraftSentence] = []
    used: set[Span] = set()
    for group, one in enumerate(ordered, start=1):
        for part in _completed(one, query, candidates):
            if part.span in used:
                continue
            used.add(part.span)
            spans = (part.span, *_twins(part, same_words))
            drafts.append(DraftSentence(display(part.text), spans, group, part.score))
    return drafts


def _twins(one: Candidate, same_words: Mapping[str, Sequence[Candidate]]) -> list[Span]:
    """Where other documents say the very same words; `same_words` are sentences by folded words."""
    found = [
        other.span
        for other in same_words[fold(display(one.text))]
        if other.span.document_id != one.span.document_id
    ]
    return found[: _SAME_WORDS_SPANS - 1]


def _completed(one: Candidate, query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The sentence; where it leads in a list or is asked for as one, the whole list."""
    chunk = one.passage.chunk
    own = [other for other in candidates if other.passage.chunk.id == chunk.id]
    at = next(index for index, other in enumerate(own) if other.span == one.span)
    first = next((i for i in range(at, -1, -1) if _leads(own[i])), None)
    if first is None:
        return [one]
    last = first
    mark = _mark(own[first + 1]) if first + 1 < len(own) else ""
    while mark and last + 1 < len(own) and last - first < _LONGEST_LIST:
        if _mark(own[last + 1]) != mark:
            break
        last += 1
    if not first <= at <= last or last == first:
        return [one]
    if at == first or query.answer_type is AnswerType.LIST:
        return own[first : last + 1]
    return [own[first], one]


def _leads(one: Candidate) -> bool:
    return one.text.rstrip().endswith(":")


def _mark(one: Candidate) -> str:
    """What kind of mark stands before an item of a list; empty where the words are no item."""
    chunk = one.passage.chunk
    at = one.span.start - chunk.start
    line = (chunk.text[chunk.text.rfind("\n", 0, at) + 1 : at] + one.text).lstrip()
    if not _BULLET.match(line):
        return ""
    sign = line.lstrip("(")[0]
    return "number" if sign.isdigit() else "letter" if sign.isalpha() else "bullet"
