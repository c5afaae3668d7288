"""Where a text names a cluster, and whether one of elsewhere with a like name is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.clusters import ClusterMention, cluster_by_id, clusters, find_clusters, level
from corpus.mention_forms import plain
from corpus.words import split_words
from ingest.fact_words import (
    AFTER_MENTION,
    BEFORE_MENTION,
    BETWEEN_NAMES,
    OTHERS_AFTER,
    OTHERS_BEFORE,
)
from ingest.statements import Reading

_ACRONYM_AFTER = re.compile(r"\s?\(([A-Z][A-Za-z.]{2,11})\)")
_SPACE = re.compile(r"\s")
_ADDRESS = re.compile(r"://|www\.|@|\w\.(?:it|eu|com|org|net)(?!\w)", re.IGNORECASE)
_PROPER = re.compile(r"(?<![\w.])[A-Z]{3,5}(?!\w)|[a-z][A-Z]")


def names_cluster(reading: Reading) -> bool:
    """Whether a document may name a cluster at all; cheap."""
    words = _telling_words()
    texts = (level(reading.document.title), *(one.low for one in reading.statements))
    return any(word in text for text in texts for word in words)


_GENERIC = split_words(
    "associazione association fondazione lombardia lombardy tecnologie technologies"
)


@cache
def _telling_words() -> tuple[str, ...]:
    words = {"cluster", "ctl"}
    for one in clusters():
        for name in map(level, one.names()):
            if " " in name and "cluster" not in name:
                words.add(max((w for w in name.split() if w not in _GENERIC), key=len))
    return tuple(sorted(words))


@cache
def _naming_words() -> tuple[str, ...]:
    """What a text that names a cluster has in it: a telling word or an acronym."""
    acronyms = {name.lower() for one in clusters() for name in one.names() if name == name.upper()}
    return (*_telling_words(), *sorted(acronyms))


@dataclass(frozen=True, slots=True)
class Mention:
    """A cluster named at a place of a statement; `cluster_id` is "" for a group of them.

    `elsewhere`: a like-named cluster of the nation, of another region or country is meant.
    """

    start: int
    end: int
    cluster_id: str
    words: str
    elsewhere: bool = False

    @property
    def is_acronym(self) -> bool:
        """Whether the words are the cluster's letters alone."""
        return " " not in self.words and self.words == self.words.upper()

    @property
    def is_proper(self) -> bool:
        """Whether the words name this cluster and no like one: "Cluster TAV", "… Lombardo"."""
        return "lombard" in self.words.lower() or _PROPER.search(self.words) is not None


def find_named(text: str) -> list[Mention]:
    """The clusters and groups of clusters that a text names, in order."""
    low = plain(text)
    if not any(word in low for word in _naming_words()):
        return []
    found: list[Mention] = []
    for one in find_clusters(text, hinted=True, elsewhere=True):
        words = text[one.start : one.end]
        if _is_address(text, one.start, one.end):
            continue
        elsewhere = bool(one.cluster_id) and _is_elsewhere(text, low, one, words)
        found.append(Mention(one.start, one.end, one.cluster_id, words, elsewhere))
    return found


def _is_address(text: str, start: int, end: int) -> bool:
    """Whether a name only stands within a web or mail address."""
    first = max(text.rfind(sign, 0, start) for sign in " \n") + 1
    last = _SPACE.search(text, end)
    return _ADDRESS.search(text[first : last.start() if last else len(text)]) is not None


def _is_elsewhere(text: str, low: str, one: ClusterMention, words: str) -> bool:
    if "lombard" in low[one.start : one.end] or words == words.upper():
        return False
    before = low[max(0, one.start - 30) : one.start]
    if OTHERS_AFTER.match(low, one.end) or OTHERS_BEFORE.search(before):
        return True
    acronym = _ACRONYM_AFTER.match(text, one.end)
    cluster = cluster_by_id(one.cluster_id)
    names = {level(name).replace(".", "") for name in (cluster.names() if cluster else ())}
    return acronym is not None and level(acronym[1]).replace(".", "") not in names


def _closing(low: str, end: int, between: str) -> int:
    """How many signs after a second name close what opened before it: ")" or " -"."""
    if "(" in between and low.startswith(")", end):
        return 1
    return 2 if "-" in between and low.startswith(" -", end) else 0


def blank_names(text: str, mentions: Sequence[Mention]) -> str:
    """A text with spaces in the place of its mentions."""
    for one in mentions:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def join_names(low: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """The mentions with the noun before them, and a name beside its acronym as one."""
    held: list[tuple[int, int, str]] = []
    for one in mentions:
        noun = BEFORE_MENTION.search(low, max(0, one.start - 60), one.start)
        place = AFTER_MENTION.match(low, one.end)
        start = noun.start() if noun else one.start
        end = place.end() if place else one.end
        if held and held[-1][2] == one.cluster_id:
            between = BETWEEN_NAMES.fullmatch(low, held[-1][1], start)
            if between:
                held[-1] = (held[-1][0], end + _closing(low, end, between.group()), one.cluster_id)
                continue
        held.append((max(start, held[-1][1] if held else 0), end, one.cluster_id))
    return iter(held)
