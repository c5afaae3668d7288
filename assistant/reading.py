"""A text taken apart for comparing: its words, stems and values."""

import math
import re
from dataclasses import dataclass

from corpus.text import STOP_WORDS_EN, STOP_WORDS_IT, sentences, values
from corpus.values import Value, parts
from corpus.words import Language, stem

WORD = re.compile(r"[^\W_]+")
BETWEEN = "\n\n¶\n\n"
"""Parts two quotes of one evidence: no sentence can stand across it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, lower case, with its offsets and how it is written."""

    low: str
    start: int
    end: int
    is_name: bool
    is_acronym: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart for comparing."""

    words: tuple[Word, ...]
    stems: frozenset[str]
    held: frozenset[str]  # the keys of its values
    lows: frozenset[str]


def read_words(text: str, spoken: Language) -> Reading:
    """Take `text` apart; stems are those of the language spoken by the sentence."""
    firsts = set()
    for start, end in sentences(text):
        match = WORD.search(text, start, end)
        if match:
            firsts.add(match.start())
    words = []
    for match in WORD.finditer(text):
        word = match.group()
        capitals = sum(map(str.isupper, word))
        acronym = len(word) > 1 and word.upper() == word and capitals > 1
        first = match.start() in firsts
        name = capitals > 0 and word[0].isupper() and (acronym or not first)
        words.append(Word(word.lower(), *match.span(), name, acronym, first))
    return Reading(
        tuple(words),
        frozenset(stem(word.low, spoken) for word in words),
        frozenset(key for value in values(text) for key in parts(value)),
        frozenset(word.low for word in words),
    )


def covers(page: Reading, word: Word, spoken: Language = "it") -> bool:
    """Whether the page has the word in some form."""
    if word.low in page.lows:
        return True
    wanted = stem(word.low, spoken)
    if wanted in page.stems:
        return True
    if len(wanted) < 4:
        return False
    size = max(4, math.ceil(len(wanted) * 0.7))
    return any(
        held[:size] == wanted[:size] and abs(len(held) - len(wanted)) <= 4 for held in page.stems
    )


def value_places(text: str) -> frozenset[int]:
    """The offsets of a text at which one of its values stands."""
    return frozenset(at for value in values(text) for at in range(value.start, value.end))


def is_content(low: str) -> bool:
    """Whether a word, lower case, is no small word of Italian or English and no number."""
    return (
        len(low) > 1
        and low not in STOP_WORDS_IT
        and low not in STOP_WORDS_EN
        and not low.isnumeric()
    )


def agree(one: Value, other: Value) -> bool:
    """Whether one of two values says what the other says, such as a date and its year."""
    return other.key in parts(one) or one.key in parts(other)
