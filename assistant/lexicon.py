"""Other words for those of a question: Italian synonyms, words for English ones, cluster names."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from corpus.words import stem

_WORD = re.compile(r"[^\W\d_]{3,}")


_CLUSTERS = Path(__file__).parents[1] / "corpus" / "clusters.toml"
_SHORTEST_ACRONYM = 3


@cache
def _acronyms() -> Mapping[str, tuple[str, ...]]:
    """Acronym of a cluster, lower case → the words of its names."""
    found: dict[str, tuple[str, ...]] = {}
    for cluster in tomllib.loads(_CLUSTERS.read_text(encoding="utf-8"))["cluster"]:
        names = f"{cluster['name_it']} {cluster['id'].replace('-', ' ')}"
        words = tuple(dict.fromkeys(match.lower() for match in _WORD.findall(names)))
        for alias in cluster["aliases"]:
            if len(alias) >= _SHORTEST_ACRONYM and alias.upper() == alias and " " not in alias:
                found[alias.lower()] = words
    return found


@cache
def cluster_names(name: str) -> tuple[str, ...]:
    """Every way of writing a cluster, lower case, from its id or any of them; or just `name`."""
    wanted = name.lower().strip()
    for cluster in tomllib.loads(_CLUSTERS.read_text(encoding="utf-8"))["cluster"]:
        names = [cluster["id"], cluster["name_it"], cluster["name_en"], *cluster["aliases"]]
        lower = [one.lower() for one in (*names, cluster["area_it"])]
        if wanted in lower or wanted.replace(" ", "-") in lower:
            return tuple(dict.fromkeys(lower))
    return (wanted,)


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
    for token in text.split():
        acronym = token.strip("?!.,;:()'’\"«»").lower()
        if names := _acronyms().get(acronym):
            found[acronym] = names
    return found
