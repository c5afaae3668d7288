"""Whether a sentence keeps the order in which its quote says things.

Words and values may all stand in the quote and yet be shuffled among each other. A paraphrase moves
a block or two; names stay whole, and figures follow each other as on the page.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.reading import BETWEEN, WORD, agree, is_content
from corpus.text import find_quote, sentences, values
from corpus.words import stem

_BLOCKS = 1
"""So many times a sentence may go back in the quote; one more for every `_EACH` of its words."""
_EACH = 10


def find_disorder(evidence: str, sentence: str) -> Iterator[str]:
    """Why a sentence is out of the order of its evidence; nothing where it is not."""
    if find_quote(evidence, sentence) is not None:
        return
    first = sentence.lstrip()[:1]
    if first.islower():
        yield "begins in the middle of a sentence"
    yield from _torn_names(evidence, sentence)
    yield from _turned_values(evidence, sentence)
    yield from _repeated_values(evidence, sentence)
    if _goes_back(evidence, sentence) or _is_shuffled(evidence, sentence):
        yield "the words stand in another order in the quote"


def _torn_names(evidence: str, sentence: str) -> Iterator[str]:
    """Neighbouring capitalised words that are no neighbours, or turned round, in the evidence."""
    held = _pairs(evidence, ())
    starts = [start for start, _ in sentences(sentence)]  # a capital there makes no name
    for one, other in sorted(_pairs(sentence, starts) - held):
        if (other, one) in held or _both_in(evidence, one, other):
            yield f"name {one} {other} not in the quote"


def _both_in(evidence: str, one: str, other: str) -> bool:
    """Whether the evidence has both words, and one of them in a name of its own."""
    words = {word.lower() for word in WORD.findall(evidence)}
    return one in words and other in words


def _pairs(text: str, without: Sequence[int]) -> set[tuple[str, str]]:
    """Neighbouring words that both begin with a capital; none that starts at `without`."""
    found = list(WORD.finditer(text))
    return {
        (one.group().lower(), other.group().lower())
        for one, other in pairwise(found)
        if text[one.end() : other.start()].isspace()
        and one.group()[0].isupper()
        and other.group()[0].isupper()
        and one.start() not in without
    }


def _turned_values(evidence: str, sentence: str) -> Iterator[str]:
    """Neighbouring values that follow each other the other way round in the evidence."""
    own = values(sentence)
    held = values(evidence)
    bounds = _quotes(evidence)
    for one, other in pairwise(own):
        if agree(one, other):
            continue
        together = False
        kept = False
        for start, end in bounds:
            inside = [value for value in held if start <= value.start < end]
            firsts = [value.start for value in inside if agree(value, one)]
            seconds = [value.start for value in inside if agree(value, other)]
            if firsts and seconds:
                together = True
                kept = kept or min(firsts) < max(seconds) or firsts == seconds
        if together and not kept:
            yield f"{sentence[one.start : other.end]} stands the other way round in the quote"


def _quotes(evidence: str) -> list[tuple[int, int]]:
    """Where each quote of the evidence stands in it."""
    ends = [found.start() for found in re.finditer(BETWEEN, evidence)]
    return list(zip([0, *ends], [*ends, len(evidence)], strict=True))


def _is_shuffled(evidence: str, sentence: str) -> bool:
    """Whether a sentence has every word of one of the evidence, and that one none more."""
    own = sorted(word.lower() for word in WORD.findall(sentence))
    wholes = [evidence[start:end] for start, end in [*_quotes(evidence), *sentences(evidence)]]
    return any(sorted(word.lower() for word in WORD.findall(one)) == own for one in wholes)


def _repeated_values(evidence: str, sentence: str) -> Iterator[str]:
    """Values that the sentence says more often than the evidence."""
    held = values(evidence)
    own = values(sentence)
    for value in {one.key: one for one in own}.values():
        said = sum(one.key == value.key for one in own)
        if said > 1 and said > sum(agree(one, value) for one in held):
            yield f"{sentence[value.start : value.end]} stands less often in the quote"


def _goes_back(evidence: str, sentence: str) -> bool:
    """Whether a sentence jumps back in its quote more often than a paraphrase does."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(WORD.findall(evidence)):
        places.setdefault(stem(word.lower(), "it"), []).append(at)
    spots = [places[one] for one in _content(sentence) if one in places]
    back, at = 0, -1
    for later in spots:
        ahead = [spot for spot in later if spot > at]
        if not ahead:
            back += 1
        at = min(ahead or later)
    return back > _BLOCKS + len(spots) // _EACH


def _content(sentence: str) -> Sequence[str]:
    return [
        stem(found.group().lower(), "it")
        for found in WORD.finditer(sentence)
        if is_content(found.group().lower())
    ]
