"""Things that an answer enumerated, and which of them a later question means ("il secondo")."""

import re
from collections.abc import Iterable

from assistant.subjects import NOUNS, Subject, article_before, find_subject
from corpus.act_names import ActType
from corpus.clusters import find_clusters
from corpus.mentions import ActMention, find_mentions

_MOST = 20
_LONGEST = 1_500
"""Characters of an answer that are read."""
_MARK = re.compile(r"\s*\[\d{1,3}\]")
_LINE_MARK = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])\s+")
_AND = re.compile(r"\s*;\s*|,\s+(?:e|ed|and|o|or)\s+|\s+(?:e|ed|and|o|or)\s+|,\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])")
_ORDINALS = (
    ("prim[oa]", "first"),
    ("second[oa]", "second"),
    ("terz[oa]", "third"),
    ("quart[oa]", "fourth"),
    ("quint[oa]", "fifth"),
    ("sest[oa]", "sixth"),
    ("settim[oa]", "seventh"),
    ("ottav[oa]", "eighth"),
    ("non[oa]", "ninth"),
    ("decim[oa]", "tenth"),
    ("ultim[oa]", "last"),
)
_ITALIAN = "|".join(one for one, _ in _ORDINALS)
_ENGLISH = "|".join(one for _, one in _ORDINALS)
_ALONE = (
    r"(?=\s*(?:[?.,;:!]|\Z|(?:chi|che|cosa|dove|quando|quant[oaie]|come|qual[ei]?|è|era|ha|aveva"
    r"|d[ei]|del|dei|fra|tra|who|what|when|where|how|is|was|has|of)\b))"
)
ORDINAL = re.compile(
    rf"\b(?:(?:il|lo|la)\s+|l['’])(?P<it>{_ITALIAN})\b(?:\s+(?P<noun>{NOUNS})\b)?{_ALONE}"
    rf"|\bthe\s+(?P<en>{_ENGLISH})(?:\s+(?:one|(?P<thing>{NOUNS}))\b|\b{_ALONE})",
    re.IGNORECASE,
)


def ordinal_at(word: str) -> int:
    """The place that an ordinal names, from 0; -1 for the last."""
    for place, pair in enumerate(_ORDINALS):
        if any(re.fullmatch(one, word, re.IGNORECASE) for one in pair):
            return -1 if place == len(_ORDINALS) - 1 else place
    return 0


def items_of(said: str, asked: str) -> tuple[Subject, ...]:
    """What an answer enumerates: its acts, clusters, items of a list or names; () if no list.

    Only what was asked for as a list is one.
    """
    if not _ASKS_LIST.search(asked):
        return ()
    said = _MARK.sub("", said[:_LONGEST]).replace("’", "'")
    acts = acts_of(said)
    if len(acts) > 1:
        return acts
    if "cluster" in asked.lower() and len(named := _clusters(said)) > 1:
        return named
    lines = [_LINE_MARK.sub("", one) for one in said.splitlines() if _LINE_MARK.match(one)]
    if len(lines) > 1:
        return _distinct(_named(line) for line in lines)
    first = next((one for one in _SENTENCE.split(said) if one.strip()), "")
    pieces = _AND.split(first.rpartition(": ")[2].strip(" ."))
    told = _distinct(_last_name(one) if not at else _named(one) for at, one in enumerate(pieces))
    if len(told) > 1:
        return told
    return _distinct(_named(one) for one in _SENTENCE.split(said))


def acts_of(said: str) -> tuple[Subject, ...]:
    """The acts that an answer names with their numbers."""
    said = _MARK.sub("", said[:_LONGEST]).replace("’", "'")
    found = {one.act_id: one for one in find_mentions(said) if one.number}
    return _distinct(_act(one, said) for one in found.values())


_ASKS_LIST = re.compile(
    r"\b(?:quali|elenc\w+|lista|dimmi (?:i|gli|le)|tutti|which|list|what are|all)\b", re.IGNORECASE
)


def _clusters(said: str) -> tuple[Subject, ...]:
    """The clusters that an answer names, each as it is named first."""
    found: dict[str, Subject] = {}
    for one in find_clusters(said, hinted=True):
        if one.cluster_id:
            words = said[one.start : one.end]
            found.setdefault(one.cluster_id, Subject(words, article_before(said, one.start)))
    return tuple(found.values())[:_MOST]


def _distinct(found: Iterable[Subject]) -> tuple[Subject, ...]:
    kept: dict[str, Subject] = {}
    for one in found:
        if one.words:
            kept.setdefault(one.words, one)
    return tuple(kept.values())[:_MOST]


def _named(piece: str) -> Subject:
    """What a piece of a list names: its subject, or a few words as they stand."""
    found = find_subject(f"– {piece}")
    return found if found.words or len(piece.split()) > 4 else Subject(piece.strip(" ."))


def _last_name(piece: str) -> Subject:
    """What the first piece names, which may follow the words that lead in the list."""
    head = re.search(rf"\b{NOUNS}\b.{{1,80}}\Z", piece, re.IGNORECASE)
    if head:
        return Subject(head.group(), article_before(piece, head.start()))
    return _named(piece)


_TYPES = {
    ActType.DECRETO: "decreto",
    ActType.DGR: "d.g.r.",
    ActType.DCR: "d.c.r.",
    ActType.LR: "l.r.",
    ActType.LEGGE: "legge",
    ActType.DETERMINA: "determina",
}


def _act(one: ActMention, said: str) -> Subject:
    """An act by itself: the second of "i decreti n. 1 e n. 2" is "decreto n. 2"."""
    alone = re.match(r"(?:n\.|no\.|n°|\d)", one.text) is not None
    words = f"{_TYPES[one.type]} {one.text}" if alone and one.type in _TYPES else one.text
    plural = re.match(r"(?:decreti|delibere|deliberazioni|leggi|determine) ", words, re.IGNORECASE)
    if plural and one.type in _TYPES:
        words = f"{_TYPES[one.type]} {words[plural.end() :]}"
    english = re.match(r"(?:decree|act|law|resolution)\b", words, re.IGNORECASE)
    article = article_before(said, one.start)
    if not english and one.type in _TYPES and words != one.text:
        article = "il" if one.type is ActType.DECRETO else "la"
    return Subject(words, "the" if english else article)
