"""Finds what a question takes for granted and a document contradicts, with the sentence that does.

Two ways of contradicting are read, both only where nearly all else agrees: the sentence gives
another value of the same kind (a day, a year, money, so many of a thing), and no passage that was
found gives the one in the question; or it denies of the same thing what the question says of it.
A wrong contradiction is worse than none: what is merely not told is left to "not found".
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from assistant.question import Query
from assistant.retrieve import Retrieval
from assistant.signals import Stems, find_names, has_form, stands
from assistant.types import DraftSentence
from assistant.write import Candidate, display, sentence_candidates
from corpus.clusters import find_clusters, level
from corpus.values import Value, parts, values
from corpus.words import STOP_WORDS_EN, STOP_WORDS_IT, content_words, language, stem


@dataclass(frozen=True, slots=True)
class _Said:
    """A value in a text: its kind, its key, and the stem of what it counts, "" where nothing."""

    kind: str
    key: str
    unit: str = ""


_AGREES = {
    "stated": 0.5,
    "date": 0.8,
    "month": 0.8,
    "year": 0.8,
    "percent": 0.7,
    "amount": 0.55,
    "number": 0.7,
}
"""Which part of a clause's words a sentence and its headings must hold to be about the same.

Of one thing there are many days and years, but few sums and counts.
"""
_HELD = 0.5
"""From this part a sentence that gives the question's value bears it out."""
_MONEY = 1_000.0
"""From this a bare number may stand for money."""
_LINKS = re.compile(
    r"(?:^|[ ,])(?:(?:dato|visto|considerato|posto|ammesso|premesso) che|siccome|poiche|se"
    r"|given that|since|as|because) "
)
_WHICH = re.compile(
    r"\b(?:(?:con|da|in|di|a|per|su|entro|by|in|from|to|with|for|under)(?: the)? )?"
    r"(?:chi|che (?:cosa|data|anno|giorno|tipo)|cosa|quando|dove|perche|come mai|(?<![a-z] )come"
    r"|quant[oaie]|qual[ei]?|who|when|where|why|how|which|what)\b(?:'?s)?"
    r"(?: (?:motivo|ragione|anno|data|decreto|atto|numero|year|date|act|decree|giorno|mese"
    r"|regional[ei]|many|much|long))*"
)
_YES_NO = re.compile(
    r"(?:e|era|sono|erano|ha|hanno|puo|possono|is|are|was|were|has|have|does|do|did|can)\b"
    r"|.{0,80}\b(?:vero|corretto|giusto|esatto|true|right|correct)\W*$|(?:sai|mi|puoi|can you) "
)
_COMPARES = re.compile(
    r"\b(?:differen\w+|disting\w+|confront\w+|rapport[oi]|rispetto|compar\w+|between)\b"
)
_DENIES = re.compile(r"\bnon\b|\bnot\b|\bmai\b|\bnever\b|\bnessun")
_ONE = re.compile(r"\b(?:un|uno|una|one|un')[ ]?(anno|mese|giorno|settimana|year|month|day|week)\b")


def find_contradiction(query: Query, retrieval: Retrieval, stems: Stems) -> DraftSentence | None:
    """The sentence of a document that contradicts what a question takes for granted, if any."""
    granted = list(find_granted(query.text))
    if not granted or not retrieval.passages:
        return None
    sentences = sentence_candidates(query, retrieval, stems)
    for clause, is_stated in granted:
        found = _other_value(clause, _Place(query, is_stated), sentences)
        found = found or _denial(clause, sentences)
        if found is not None:
            return DraftSentence(display(found.text), (found.span,), 1)
    return None


def find_granted(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a question that it states rather than asks, in its own words.

    Of a question that asks with one word alone ("quando …") that is all the rest; beside each is
    whether it is a clause of its own.
    """
    low = level(text)
    if _YES_NO.match(low) or _COMPARES.search(low) or _WHICH.search(low) is None:
        return
    pieces = [match.span() for match in re.finditer(r"[^,:;.?!]+(?:[.,]\d+[^,:;.?!]*)*", text)]
    stated = ""
    for start, end in pieces:
        piece = text[start:end]
        asks = _WHICH.search(level(piece))
        if asks is None:
            stated += f" {piece.strip()}"
        elif stated.strip():
            break
    if stated.strip():
        yield _unlinked(stated), True
        return
    asked = _WHICH.search(low)
    if asked and len(_WHICH.findall(low)) == 1:
        yield f"{text[: asked.start()]} {text[asked.end() :]}".strip(" ?"), False


def _unlinked(stated: str) -> str:
    """A clause without the words that make it a reason."""
    words = f" {stated.strip()}"
    link = _LINKS.search(level(words))
    return words[: link.start()] + " " + words[link.end() :] if link else words


# --- another value --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a clause stands: in which question, and whether it is stated by itself."""

    query: Query
    is_stated: bool


def _plainest(one: Candidate, lang: str) -> tuple[bool, bool, float]:
    """Whole sentences first, those in the reader's language, those that hold most of a question."""
    whole = one.text.rstrip()[-1:] in ".;!»”"
    return not whole, language(one.text) != lang, -one.signals["coverage"]


def _other_value(clause: str, place: _Place, sentences: Sequence[Candidate]) -> Candidate | None:
    """The sentence that gives another value where the clause gives one that nobody gives."""
    for value in values(clause):
        said = _read(value, clause)
        if said is None or _is_of_act(value, clause, place.query):
            continue
        rest = f"{clause[: value.start]} {clause[value.end :]}"
        about = _About(rest)
        if any(_holds(one.text, said) and about.share(one) >= _HELD for one in sentences):
            continue
        least = _AGREES["stated" if place.is_stated and said.unit else said.kind]
        if said.kind == "number" and not said.unit:
            least = _AGREES["amount"]
        for one in sorted(sentences, key=lambda one: _plainest(one, place.query.lang)):
            others = {other.key for other in _all_values(one.text) if _is_like(said, other)}
            if len(others) == 1 and about.share(one) >= least and _asserts(one.text):
                return one
    return None


def _read(value: Value, text: str) -> _Said | None:
    """A value with what it counts; None where it is of no kind that is compared."""
    if value.kind in ("date", "year", "month", "amount", "percent"):
        return _Said(value.kind, value.key)
    if value.kind != "number":
        return None
    unit = _UNIT.match(level(text), value.end)
    if unit and unit[1] not in STOP_WORDS_IT and unit[1] not in STOP_WORDS_EN:
        if _AGE.match(level(text), unit.end()):
            return None
        return _Said("number", value.key, _TIMES.get(unit[1]) or stem(unit[1]))
    return _Said("number", value.key) if float(value.key) >= _MONEY else None


_TIMES = {
    **{"anni": "anno", "mesi": "mese", "giorni": "giorno", "settimane": "settimana"},
    **{"years": "year", "months": "month", "days": "day", "weeks": "week"},
}
_AGE = re.compile(r" (?:di eta|d'eta|old|of age)\b")
_UNIT = re.compile(r" ([a-z]{2,})")


def _all_values(text: str) -> list[_Said]:
    found = [_read(value, text) for value in values(text)]
    ones = [_Said("number", "1", match[1]) for match in _ONE.finditer(level(text))]
    return [one for one in found if one is not None] + ones


def _is_like(asked: _Said, other: _Said) -> bool:
    """Whether two values answer the same question: they deny each other where they differ."""
    if asked.kind == "number" and other.kind == "number" and asked.unit:
        return asked.unit == other.unit
    if asked.kind in ("number", "amount") and other.kind == "amount":
        return asked.kind == "amount" or float(asked.key) >= _MONEY
    days = ("date", "month", "year")
    if asked.kind in days:
        return other.kind == asked.kind or (asked.kind == "year" and other.kind in days)
    return asked.kind == other.kind


def _holds(text: str, said: _Said) -> bool:
    """Whether a passage gives the value, in whatever words."""
    for value in values(text):
        if said.key in parts(value) or (said.kind == "year" and value.key.startswith(said.key)):
            return True
    return said.kind == "year" and stands(said.key, text)


def _is_of_act(value: Value, clause: str, query: Query) -> bool:
    """Whether a value is part of the name of an act with its number, which registers know."""
    words = clause[value.start : value.end]
    return any(act.number and words in query.text[act.start : act.end] for act in query.acts)


def _asserts(text: str) -> bool:
    return not text.rstrip().endswith("?") and len(text) <= 600


class _About:
    """How far sentences are about what a clause is about."""

    def __init__(self, words: str) -> None:
        """`words` are the clause without its value."""
        self._words = {stem(level(word)) for word in content_words(words)}
        self._names = [name.lower() for name in find_names(words)]

    def share(self, one: Candidate) -> float:
        """Which part of the clause's words a sentence holds; 0 where it lacks a name."""
        heading = [one.passage.document.title, *one.passage.chunk.section]
        held = _stems_of(" ".join([one.text, *heading]))
        if any(not has_form(stem(level(name)), held) for name in self._names):
            return 0.0
        own = sum(has_form(word, held) for word in self._words)
        return own / len(self._words) if len(self._words) > 1 else 0.0


def _stems_of(text: str) -> Set[str]:
    return {stem(level(word)) for word in re.findall(r"\w+", text)}


# --- a denial -------------------------------------------------------------------------------------

_DENIAL = re.compile(
    r"\b(?:non|not) (?:(?:e|sono|era|erano|fa|fanno|faceva|facevano|rientra\w*|figura\w*"
    r"|appartien\w+|part|among|one)\b ?)(?:parte )?"
    r"(?P<what>(?:(?! (?:e|ed|ma|ne) )[^.;:,(]){4,120})"
    r"|\b(?:is|are|was|were) not (?P<what_en>[^.;:,(]{4,120})"
)
_IS = re.compile(
    r"\b(?:e|era|sono|erano|fu|furono|essere|fa parte|fanno parte|stat[oaie]|diventat[oaie]|come"
    r"|is|are|was|were|became|as)\b"
)
_DENIED = 0.6
"""Which part of what a sentence denies must be what the clause says."""
_FEWEST = 2


def _denial(clause: str, sentences: Sequence[Candidate]) -> Candidate | None:
    """The sentence that denies of the clause's subject what the clause says of it."""
    low = level(clause)
    if _DENIES.search(low) or _IS.search(low) is None:
        return None
    names = {stem(level(name)) for name in _subjects(clause)}
    ids = {one.cluster_id for one in find_clusters(clause, hinted=True)} - {""}
    said = _stems_of(clause)
    best: tuple[float, Candidate] | None = None
    for one in sentences:
        match = _DENIAL.search(level(one.text))
        if match is None or not _asserts(one.text):
            continue
        before = one.text[: match.start()]
        is_same = names & _stems_of(before) or ids & {
            found.cluster_id for found in find_clusters(before, hinted=True)
        }
        denied = content_words(match["what"] or match["what_en"] or "")[:8]
        share = sum(has_form(stem(word), said) for word in denied) / max(1, len(denied))
        enough = share >= _DENIED and share * len(denied) >= _FEWEST
        if is_same and enough and (best is None or share > best[0]):
            best = (share, one)
    return best[1] if best else None


def _subjects(clause: str) -> list[str]:
    """The names that come before what a clause says of them."""
    link = _IS.search(level(clause))
    first = clause[: link.start()] if link else clause
    names = find_names(f"x {first}")
    return [name for name in names if len(name) > 1]
