"""What speaks for a passage or a sentence as an answer: each signal between 0 and 1."""

import math
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.question import AnswerType, AskedPart, Query
from corpus import words as italian
from corpus.parts import PARAGRAPH_LABEL, POINT_LABEL, Part, annex_id, part_of
from corpus.types import Chunk, Document

Stems = Callable[[str], list[str]]

_DATE = re.compile(
    r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:1[0-9]|20)\d\d\b"
    r"|\b(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre"
    r"|dicembre|january|february|march|april|june|july|august|september|october|november"
    r"|december|secolo|century)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:un[oa]?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|quindici"
    r"|venti|trenta|cento|mille|mila|milion\w*|miliard\w*|metà|doppio|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|twelve|million|billion|half)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:)»”\"'] )[A-ZÀ-Ö][\w'’]+")
_REASON = re.compile(
    r"\b(?:perch[éè]|poich[éè]|a causa|grazie a|dovut\w+|in quanto|siccome|al fine|because"
    r"|due to)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:a|in|nel\w*|presso|sede|via|piazza|at|near)\b ?[A-ZÀ-Ö]\w+")


def fits_type(text: str, kind: AnswerType) -> float:
    """Whether the text holds words of the kind that the question asks for: 1, 0, or .5."""
    pattern = {
        AnswerType.WHEN: _DATE,
        AnswerType.HOW_MANY: _FIGURE,
        AnswerType.WHO: _NAME,
        AnswerType.WHERE: _PLACE,
        AnswerType.WHY: _REASON,
    }.get(kind)
    if pattern is None:
        return 0.5
    return 1.0 if pattern.search(text) else 0.0


_OTHER_WORD = 0.7
"""How much a stem counts that is found by another word for it."""


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The stems of a question with their weight (inverse document frequency, natural log).

    `others` are the stems of other words for a stem.
    """

    weights: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Sum of all weights; never 0."""
        return sum(self.weights.values()) or 1.0

    def share(self, stems: Set[str]) -> float:
        """Which part of the question's weight stands in `stems`, 0 to 1."""
        return sum(self.found(stem, stems) for stem in self.weights) / self.total

    def found(self, stem: str, stems: Set[str]) -> float:
        """The weight of a stem of the question if `stems` hold it or, less, another word for it."""
        if stem in stems:
            return self.weights[stem]
        if not self.others.get(stem, frozenset()).isdisjoint(stems):
            return _OTHER_WORD * self.weights[stem]
        return 0.0

    def missing(self, stems: Set[str]) -> float:
        """How much the heaviest stem that `stems` lack weighs against the heaviest of all."""
        heaviest = max(self.weights.values(), default=0.0) or 1.0
        lacks = (w - self.found(stem, stems) for stem, w in self.weights.items())
        return max(lacks, default=0.0) / heaviest


def query_terms(
    stems: Sequence[str],
    others: Mapping[str, frozenset[str]],
    frequency: Mapping[str, int],
    passages: int,
) -> QueryTerms:
    """Weigh the stems of a question by how rare they are among `passages`.

    A stem that stands nowhere is weighed as the most frequent other word for it.
    """
    weights = {}
    for stem in dict.fromkeys(stems):
        n = frequency.get(stem, 0) or max(
            (frequency.get(other, 0) for other in others.get(stem, ())), default=0
        )
        weights[stem] = math.log(1 + (passages - n + 0.5) / (n + 0.5))
    return QueryTerms(weights, frozenset(pairwise(stems)), others)


def word_signals(
    terms: QueryTerms, query: Query, chunk: Chunk, document: Document, stems: Stems
) -> dict[str, float]:
    """How a passage's words answer those of the question."""
    body = stems(chunk.text)
    head = set(stems(" ".join([document.title, *chunk.section, chunk.lead])))
    within = set(body)
    pairs = set(pairwise(body))
    numbers = query.numbers
    return {
        "coverage": terms.share(within | head),
        "body": terms.share(within),
        "head": terms.share(head),
        "pairs": len(pairs & terms.pairs) / max(1, len(terms.pairs)),
        "numbers": sum(n in chunk.text for n in numbers) / len(numbers) if numbers else 0.5,
        "type": fits_type(chunk.text, query.answer_type),
        "window": _window(terms, body),
    }


def fits_parts(parts: Sequence[AskedPart], chunk: Chunk) -> float:
    """How far a passage is the very part of an act that the question names, 0 to 1."""
    return sum(_fits_part(part, chunk) for part in parts) / len(parts) if parts else 0.0


def _fits_part(part: AskedPart, chunk: Chunk) -> float:
    if part.annex is not None:
        return float(any(annex_id(heading) == part.annex for heading in chunk.section))
    if part.article is None:
        return _fits_detail(part, chunk)
    heading = re.compile(
        rf"art(?:\.|icol[oe]|icle)? *{re.escape(part.article)}(?![\w-]|\.\d)", re.IGNORECASE
    )
    if any(heading.match(words) for words in chunk.section):
        fit = 1.0
    elif any(heading.match(line.lstrip()) for line in chunk.text.split("\n")):
        fit = 0.9
    else:
        return 0.0
    if part.paragraph or part.letter or part.point:
        return fit * (0.6 + 0.4 * _fits_detail(part, chunk))
    return fit


def _fits_detail(part: AskedPart, chunk: Chunk) -> float:
    """Whether a passage is the paragraph, letter or point: by its path 1, by its lines less."""
    fits, path = [], chunk.section
    decided = part_of(path) is Part.OPERATIVE
    told = any(heading.startswith(f"{POINT_LABEL} ") for heading in path)
    article = any(heading.lower().startswith("art") for heading in path)
    for name, labels, known in (
        (part.paragraph, (PARAGRAPH_LABEL, "paragrafo", "paragraph"), article),
        (part.letter, ("lettera",), article or decided),
        (part.point, (POINT_LABEL,), decided and not article and not told),
    ):
        if name is None:
            continue
        sign = rf"\(?{re.escape(name)} ?(?:[.)]|[-–—] )"
        if any(heading.rstrip(")") == f"{label} {name}" for heading in path for label in labels):
            fits.append(1.0)
        elif any(re.match(sign, heading) for heading in path):
            fits.append(0.9)
        else:
            fits.append(0.8 if known and re.search(rf"(?m)^{sign}", chunk.text) else 0.0)
    return sum(fits) / len(fits)


def _window(terms: QueryTerms, body: Sequence[str], width: int = 24) -> float:
    """Largest share of the question's weight within `width` stems that follow each other."""
    by_word = {other: stem for stem, others in terms.others.items() for other in others}
    named = (
        (at, stem if stem in terms.weights else by_word.get(stem)) for at, stem in enumerate(body)
    )
    places = [(at, stem) for at, stem in named if stem is not None]
    best, count, first = 0.0, dict[str, int](), 0
    weight = 0.0
    for at, stem in places:
        count[stem] = count.get(stem, 0) + 1
        if count[stem] == 1:
            weight += terms.weights[stem]
        while places[first][0] <= at - width:
            old = places[first][1]
            count[old] -= 1
            if not count[old]:
                weight -= terms.weights[old]
            first += 1
        best = max(best, weight)
    return best / terms.total


def spread(values: Sequence[float]) -> list[float]:
    """Values stretched so that the least is 0 and the greatest 1; all 0 where they are equal."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]


# --- what a question names ------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W\d_][\w-]*")
_BODY = re.compile(r"\w+")
_CAPITAL = re.compile(r"\b[A-ZÀ-Ö](?=[\w’'-])")
_ALIKE = 0.75
"""From this share of its first letters a stem is a form of another: "Scozia", "scozzese"."""


def find_names(text: str) -> list[str]:
    """The words that capitals make names, not merely the first of a sentence."""
    found = []
    for match in _TOKEN.finditer(text):
        word, before = match.group(), text[: match.start()].rstrip()
        first = not before or before[-1] in ".?!:"
        if word[0].isupper() and (not first or sum(map(str.isupper, word)) > 1):
            found.append(word)
    return found


def unmet_names(query: Query, words: str) -> list[str]:
    """The names in a question that stand in no form, and by no other words, in `words`."""
    held = {italian.stem(word.lower()) for word in _BODY.findall(words)}
    initials = "".join(match[0] for match in _CAPITAL.findall(words)).upper()
    return [
        name
        for name in find_names(asking_part(query.text))
        if not _is_met(name.lower(), query, held) and not (name.isupper() and name in initials)
    ]


def asking_part(text: str) -> str:
    """The sentences of a question that ask, without what a person tells of themselves beside."""
    parts = re.split(r"(?<=[.!?]) +", text)
    asking = [one for one in parts if one.endswith("?")]
    return " ".join(asking) if asking else text


def _is_met(name: str, query: Query, held: Set[str]) -> bool:
    if has_form(italian.stem(name), held):
        return True
    others = query.others.get(name, ())
    return bool(others) and 2 * sum(has_form(italian.stem(one), held) for one in others) >= len(
        others
    )


def has_form(wanted: str, held: Set[str]) -> bool:
    """Whether stems hold the one wanted, or one that begins like it."""
    if wanted in held:
        return True
    size = max(4, int(len(wanted) * _ALIKE))
    return len(wanted) >= 4 and any(one[:size] == wanted[:size] for one in held)


def unmet_numbers(query: Query, words: str) -> float:
    """Which share of the numbers in a question `words` lack."""
    numbers = query.numbers
    return sum(not stands(one, words) for one in numbers) / len(numbers) if numbers else 0.0


def stands(number: str, words: str) -> bool:
    """Whether a number stands in words; a year also as people shorten it ("2021-27")."""
    if number in words:
        return True
    short = len(number) == 4 and number[:2] in ("19", "20")
    return short and re.search(rf"\d[-–/]{number[2:]}(?!\d)", words) is not None
