"""Which words of an English sentence have nothing in an Italian quote that they could stand for.

A sentence and its quote in two languages share values and names, which are compared as such; of
the other words this tells whether a translation (`glossary.toml`) or a cognate stands in the quote.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.reading import WORD, is_content, value_places
from corpus.clusters import find_clusters
from corpus.mentions import find_mentions
from corpus.words import split_words, stem, strip_accents

_ALIKE = 4
"""So many first letters in common, after spelling is levelled, make two words cognates."""
_SPELLINGS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"y"), "i"),
    (re.compile(r"k|ck|ch"), "c"),
    (re.compile(r"x"), "s"),
    (re.compile(r"j"), "g"),
    (re.compile(r"(.)\1"), r"\1"),
)
_PLACES = {
    "florence": "firenze",
    "genoa": "genova",
    "italy": "italia",
    "lombardy": "lombardia lombardo",
    "milan": "milano",
    "naples": "napoli",
    "padua": "padova",
    "piedmont": "piemonte",
    "rome": "roma",
    "sicily": "sicilia",
    "turin": "torino",
    "tuscany": "toscana",
    "venice": "venezia",
    "apulia": "puglia",
    "sardinia": "sardegna",
    "europe": "europa",
    "mantua": "mantova",
}


@dataclass(frozen=True, slots=True)
class CrossWords:
    """How the words of a sentence fare: those that the quote gives the lie, and those unknown."""

    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    said: int


@cache
def _glossary() -> tuple[frozenset[str], Mapping[str, tuple[str, ...]]]:
    tables = tomllib.loads(Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8"))
    words = {word: tuple(value.split()) for word, value in tables["words"].items()}
    words |= {word: tuple(value.split()) for word, value in _PLACES.items()}
    return split_words(tables["light"]), words


def compare_words(evidence: str, sentence: str) -> CrossWords:
    """The words of an English `sentence` against an Italian `evidence`."""
    light, glossary = _glossary()
    held = [word.lower() for word in WORD.findall(evidence)]
    stems = {stem(word, "it") for word in held}
    levelled = _starts(held)
    taken = {*value_places(sentence), *shared_clusters(evidence, sentence)}
    taken |= {at for one in find_mentions(sentence) for at in range(one.start, one.end)}
    absent: list[str] = []
    unknown: list[str] = []
    said = 0
    for match in WORD.finditer(sentence):
        word = match.group().lower()
        if match.start() in taken or word in light or not is_content(word):
            continue
        said += 1
        others = glossary.get(word)
        if word in held or (others and _stands(others, stems)):
            continue
        if others is None and _level(word)[:_ALIKE] in levelled:
            continue
        named = match.group()[0].isupper() and match.start() > 0
        (unknown if others is None and not named else absent).append(word)
    return CrossWords(tuple(absent), tuple(unknown), said)


def translations(word: str) -> tuple[str, ...]:
    """The Italian words for an English one; none where it is not in the glossary."""
    return _glossary()[1].get(word.lower(), ())


def covers_foreign(name: str, held: Iterable[str]) -> bool:
    """Whether a name of an English sentence stands among the Italian words, translated or alike."""
    words = list(held)
    others = _glossary()[1].get(name)
    if others and _stands(others, {stem(word, "it") for word in words}):
        return True
    return (
        others is None
        and len(name) > _ALIKE
        and _level(name)[: _ALIKE + 1] in {_level(word)[: _ALIKE + 1] for word in words}
    )


def shared_clusters(evidence: str, sentence: str) -> frozenset[int]:
    """The offsets of the sentence at which it names clusters that the evidence names too."""
    known = {one.cluster_id for one in find_clusters(evidence, hinted=True) if one.cluster_id}
    return frozenset(
        at
        for one in find_clusters(sentence, hinted=True)
        if one.cluster_id in known
        for at in range(one.start, one.end)
    )


def _stands(others: Sequence[str], stems: Iterable[str]) -> bool:
    held = set(stems)
    return any(stem(other, "it") in held for other in others)


def _starts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_level(word)[:_ALIKE] for word in words if len(word) >= _ALIKE)


def _level(word: str) -> str:
    """A word as it might be spelt in the other language."""
    plain = strip_accents(word)
    for pattern, other in _SPELLINGS:
        plain = pattern.sub(other, plain)
    return plain
