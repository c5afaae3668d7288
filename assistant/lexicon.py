"""Other words for the words of a question: Italian synonyms, Italian words for English ones."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from corpus.words import stem

_WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def _lexicon() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    path = Path(__file__).with_name("lexicon.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    groups: dict[str, tuple[str, ...]] = {}
    for line in tables["synonyms"]:
        words = line.split()
        for word in words:
            others = tuple(other for other in words if stem(other) != stem(word))
            groups[stem(word)] = (*groups.get(stem(word), ()), *others)
    english = {word: tuple(value.split()) for word, value in tables["english"].items()}
    return groups, english


def other_words(text: str, lang: str) -> dict[str, tuple[str, ...]]:
    """Each word of a question that has other words for it in Italian documents → those words.

    `lang` is the question's language, "it" or "en".
    """
    synonyms, english = _lexicon()
    found: dict[str, tuple[str, ...]] = {}
    for word in dict.fromkeys(match.lower() for match in _WORD.findall(text)):
        others = english.get(word) if lang == "en" else synonyms.get(stem(word))
        if others:
            found[word] = others
    return found
