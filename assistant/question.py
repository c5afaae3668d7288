"""From the words of a question to a `Query`: language, marks to match as written, answer type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.followup import complete
from assistant.lexicon import other_words
from assistant.types import Filters, Question
from corpus.errors import InputError
from corpus.lexical import find_codes
from corpus.mentions import ActMention, find_mentions
from corpus.text import STOP_WORDS_EN, language, normalise

LONGEST_QUESTION = 4_000
"""Longest question accepted, in characters."""


class AnswerType(StrEnum):
    """What kind of words would answer."""

    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    HOW_MANY = "how_many"
    LIST = "list"
    YES_NO = "yes_no"
    WHY = "why"
    DEFINITION = "definition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for searching.

    `words` are the text without the small words of its language. `codes` and `phrases` must match
    as written; `acts` and `numbers` are those that it names; `others` are other words for its
    words.
    """

    text: str
    lang: str
    answer_type: AnswerType
    words: str
    codes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    acts: tuple[ActMention, ...] = ()
    numbers: tuple[str, ...] = ()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)


_PHRASE = re.compile(r"[«“\"]([^«»“”\"]{3,200})[»”\"]")
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.HOW_MANY,
        re.compile(
            r"\b(quant[oaie]|qual è (?:il|l') ?(?:numero|importo|budget|dotazione|percentuale)"
            r"|percentuale|how (?:many|much|long|old|far|big|large)|che percentuale)\b"
        ),
    ),
    (
        AnswerType.WHEN,
        re.compile(
            r"\b(quando|in (?:che|quale) (?:anno|data|mese|giorno|secolo|decennio|periodo)"
            r"|(?:che|quale) (?:anno|data|giorno)|entro quando|fino a quando|scade|scadenza"
            r"|when|what (?:year|date|day)|which year|deadline)\b"
        ),
    ),
    (
        AnswerType.LIST,
        re.compile(
            r"\b(elenc\w+|quali (?:sono|erano|cluster|atti|decreti|bandi)|con quali|lista"
            r"|list|which (?:are|acts|clusters|calls)|what are)\b"
        ),
    ),
    (AnswerType.WHO, re.compile(r"\b(chi|presiede|presidente|who|whom|whose|president)\b")),
    (AnswerType.WHERE, re.compile(r"\b(dove|sede|in (?:che|quale) (?:città|luogo)|where|seat)\b")),
    (AnswerType.WHY, re.compile(r"\b(perch[éeè]|come mai|why)\b")),
    (
        AnswerType.DEFINITION,
        re.compile(r"^(?:che )?(?:cos['’ ]?[èe]|cosa (?:è|sono|significa)|what (?:is|does))\b"),
    ),
    (
        AnswerType.YES_NO,
        re.compile(
            r"^(?:è|e'|sono|era|erano|ha|hanno|esiste|esistono|può|possono|is|are|was|were|has"
            r"|have|does|do|did|can)\b"
        ),
    ),
)


def understand(question: Question) -> Query:
    """Make a question ready for searching; raises `InputError` where it is empty or too long."""
    text = " ".join(normalise(question.text).split())
    if not text:
        raise InputError("La domanda è vuota.", "Scrivere che cosa si vuole sapere.")
    if len(text) > LONGEST_QUESTION:
        raise InputError(
            f"La domanda ha {len(text)} caratteri.",
            f"Il massimo è {LONGEST_QUESTION}: accorciarla.",
        )
    lang = language(text)
    asked, text = text, complete(text, question.history)
    return Query(
        text=text,
        lang=lang,
        answer_type=answer_type(asked),
        words=_without_small_words(text, lang),
        codes=tuple(find_codes(text, asked=True)),
        acts=tuple(find_mentions(text)),
        phrases=tuple(match.strip() for match in _PHRASE.findall(text)),
        numbers=tuple(dict.fromkeys(_NUMBER.findall(text))),
        others=other_words(text, lang),
        filters=question.filters,
    )


def _without_small_words(text: str, lang: str) -> str:
    if lang == "it":
        return text
    return " ".join(
        word for word in text.split() if word.strip("?!.,;:'\"").lower() not in STOP_WORDS_EN
    )


def answer_type(text: str) -> AnswerType:
    """What kind of words would answer the question."""
    folded = text.lower().replace("’", "'")
    for kind, pattern in _TYPES:
        if pattern.search(folded):
            return kind
    return AnswerType.OTHER
