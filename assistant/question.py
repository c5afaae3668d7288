"""From the words of a question to a `Query`: language, marks to match as written, answer type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from assistant.followup import complete_question
from assistant.lexicon import other_words
from assistant.periods import Period, find_period, is_relative
from assistant.tongues import Foreign, find_foreign
from assistant.types import Filters, Question, Turn
from corpus.errors import InputError
from corpus.lexical import find_codes
from corpus.mentions import ActMention, find_mentions, find_partitions
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
class AskedPart:
    """A part of an act that a question names; what it does not say is None."""

    annex: str | None = None
    article: str | None = None
    paragraph: str | None = None
    letter: str | None = None
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for searching.

    `words` are the text without the small words of its language. `codes` and `phrases` must match
    as written; `acts`, `parts` and `numbers` are those that it names; `others` are other words for
    its words. `foreign` is the language in which it was asked, where that is neither Italian nor
    English: `text` is then what its words mean, as far as they are understood.
    `period` are the days that it speaks of, relative to the day on which it is asked.
    """

    text: str
    lang: str
    answer_type: AnswerType
    words: str
    codes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    acts: tuple[ActMention, ...] = ()
    parts: tuple[AskedPart, ...] = ()
    numbers: tuple[str, ...] = ()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    foreign: str = ""
    period: Period | None = None


_PHRASE = re.compile(r"[«“\"]([^«»“”\"]{3,200})[»”\"]")
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_QUALITY = (
    r"(?:maggior\w* |minor\w* |massim[oa] |minim[oa] |total\w+ |annu\w+ |maximum |minimum |total )?"
)
_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.HOW_MANY,
        re.compile(
            r"\b(quant[oaie]|percentuale|how (?:many|much|long|old|far|big|large)|percentage"
            rf"|(?:qual è|qual era|what is|what was) (?:(?:il|lo|la|the) |l' ?){_QUALITY}(?:numero"
            r"|importo|budget|dotazione|quota|costo|prezzo|valore|spesa|durata|superficie|altezza"
            r"|lunghezza|distanza|popolazione|peso|stipendio|aliquota|number|amount|cost|price|value"
            r"|size|length|height|population|duration|fee|share|rate|maximum (?:grant|amount)))\b"
        ),
    ),
    (
        AnswerType.WHEN,
        re.compile(
            r"\b(quando|in (?:che|quale) (?:anno|data|mese|giorno|secolo|decennio|periodo)"
            r"|(?:che|quale) (?:anno|data|giorno)|entro quando|fino a quando|scade|scadenza"
            r"|a che ora|qual è (?:la data|il termine (?:per (?:la|le|i|il|l'|gli|pres)|di|ultimo"
            r"|entro))"
            r"|when|at what time|closing date|opening date"
            r"|what (?:year|date|day)|(?:what is|what was) the date|which year|deadline)\b"
        ),
    ),
    (
        AnswerType.LIST,
        re.compile(
            r"\b(elenc\w+|quali (?:sono|erano|cluster|atti|decreti|bandi)|con quali|lista"
            r"|list|which (?:are|acts|clusters|calls)|what are)\b"
        ),
    ),
    (
        AnswerType.WHO,
        re.compile(
            r"\b(chi|presiede|presidente|who|whom|whose|president"
            r"|(?:quale|che|which|what) (?:persona|sindaco|ministr[oa]|direttore|autore|scienziato"
            r"|re|imperatore|papa|generale|person|mayor|minister|director|author|scientist|king)"
            r"|(?:nome|name) (?:del|dell'|della|of the) ?(?:direttore|sindaco|ministro|responsabile"
            r"|dirigente|autore|director|mayor|minister|manager|author))\b"
        ),
    ),
    (
        AnswerType.WHERE,
        re.compile(
            r"\b(dove|sede|indirizzo|where|seat|address"
            r"|(?:in|a|da) (?:che|quale) (?:città|luogo|comune|paese|provincia|regione|stato|via"
            r"|nazione|continente)|in (?:which|what) (?:city|place|town|country|region|state))\b"
        ),
    ),
    (
        AnswerType.WHY,
        re.compile(
            r"\b(perch[éeè]|come mai|(?:per|qual è) (?:quale|il|che|la) (?:motivo|ragione|causa)"
            r"|why|for what reason|what is the (?:reason|cause))\b"
        ),
    ),
    (
        AnswerType.DEFINITION,
        re.compile(
            r"^(?:(?:che )?(?:cos['’ ]?[èe]|cosa (?:è|sono|significa|vuol dire|si intende)"
            r"|significa)|what (?:is|does))\b"
        ),
    ),
    (
        AnswerType.YES_NO,
        re.compile(
            r"^(?:è|e'|sono|era|erano|ha|hanno|esiste|esistono|può|possono|si può|si possono|is|are"
            r"|was|were|has|have|does|do|did|can)\b"
            r"|^(?:il|lo|la|l'|i|gli|le) [^?]{2,80}\b(?:è|era) (?:ancora|già|stat[oa])\b"
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
    foreign = find_foreign(text)
    text = foreign.text if foreign else text
    whole = complete_question(text, tuple(map(_in_ours, question.history[-_TURNS:])))
    lang = whole.lang or (foreign.into if foreign else language(text))
    asked, text = text, whole.text
    today = question.today or date.today()  # noqa: DTZ011 - the reader's own day
    period = find_period(text, today)
    others = _widened(text, lang, foreign)
    if period and is_relative(text):
        others |= _years_of(text, period, today)
    return Query(
        text=text,
        lang=lang,
        answer_type=_type_of(asked, text),
        words=_without_small_words(text, lang),
        codes=tuple(find_codes(text, asked=True)),
        acts=tuple(find_mentions(text)),
        parts=find_asked_parts(text),
        phrases=tuple(match.strip() for match in _PHRASE.findall(text)),
        numbers=tuple(dict.fromkeys(_NUMBER.findall(text))),
        others=others,
        filters=question.filters,
        foreign=foreign.code if foreign else "",
        period=period,
    )


_LATIN = r"(?:[- ]?(?:bis|ter|quater|quinquies|sexies)\b)?"
_SINGLE = re.compile(rf"\d{{1,4}}{_LATIN}", re.IGNORECASE)
_POINT = re.compile(
    r"\b(?:punt[oi]|points?) +(?:n\. ?)?(\d{1,2}(?:\.\d{1,2}){0,2})(?: +(?:e|and|ed) +(\d{1,2}))?"
    r"(?![\w%/]|[.,]\d| *%| +percent)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\b(?i:letter[ae]|lett\.) *[\"“«(]?([a-z])(?:\)|[\"”»]|(?![\w'’]))")
_ORDINALS = "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo".split()  # noqa: SIM905
_ORDINALS_EN = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_ORDINAL = re.compile(
    rf"\b({'|'.join((*_ORDINALS, *_ORDINALS_EN))}) +(?:punto|point)\b"
    rf"|\bpunto +({'|'.join(_ORDINALS)})\b",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"\b(?i:allegat[oi]|annesso|appendice|annex|appendix) +(?i:n\. ?|sub )?[\"“«(]?"
    r"(?:([A-Z]{1,2}\d{0,2}|\d{1,2}|[IVXLC]{1,6})|([b-df-hj-np-z]\d?)"
    r"|([aeiou])(?= *(?:[\"”»)?.,;:]|$|(?:d[ei]l|dell[ao']|che|dice|contiene|prevede)\b)))(?!\w)"
)


def find_asked_parts(text: str) -> tuple[AskedPart, ...]:
    """The articles, paragraphs, letters, points and annexes that a question names."""
    found: list[AskedPart] = []
    rest = text
    for part in find_partitions(text):
        rest = rest.replace(part.text, " ", 1)
        for article in _SINGLE.findall(part.article or "") or [None]:
            paragraph = next(iter(_SINGLE.findall(part.paragraph or "")), None)
            found.append(AskedPart(None, article, paragraph, part.letter, part.point))
    found += [AskedPart(letter=letter) for letter in _LETTER.findall(rest)]
    for annex in _ANNEX.finditer(text):
        found.append(AskedPart(annex=next(filter(None, annex.groups())).lower()))
    for point in _POINT.finditer(rest):
        found += [AskedPart(point=number) for number in point.groups() if number]
    for ordinal in _ORDINAL.finditer(rest.lower()):
        word = ordinal[1] or ordinal[2]
        place = _ORDINALS.index(word) if word in _ORDINALS else _ORDINALS_EN.index(word)
        found.append(AskedPart(point=str(place + 1)))
    return tuple(part for part in dict.fromkeys(found) if part != AskedPart())


def _without_small_words(text: str, lang: str) -> str:
    if lang == "it":
        return text
    return " ".join(
        word for word in text.split() if word.strip("?!.,;:'\"").lower() not in STOP_WORDS_EN
    )


_TURNS = 20


def _in_ours(turn: Turn) -> Turn:
    """A question of before, put into our languages where it was asked in another."""
    foreign = find_foreign(turn.content) if turn.role == "user" else None
    return replace(turn, content=foreign.text) if foreign else turn


def _widened(text: str, lang: str, foreign: Foreign | None) -> dict[str, tuple[str, ...]]:
    """Other words for those of a question, and for foreign ones that still stand in it."""
    others = other_words(text, lang)
    present = set(re.findall(r"[^\W\d_]+", text.lower()))
    for word, meant in foreign.words.items() if foreign else ():
        if word in present:
            more = other_words(meant, lang).values()
            others[word] = (*meant.split(), *(other for group in more for other in group))
    return others


_SPAN_WORD = re.compile(r"\b(ann[oi]|mes[ei]|settiman[ae]|years?|months?|weeks?)\b", re.IGNORECASE)
_MOST_YEARS = 3


def _years_of(text: str, period: Period, today: date) -> dict[str, tuple[str, ...]]:
    """The years that "l'anno scorso" or "last month" stands for, as other words for its noun."""
    met = _SPAN_WORD.search(text)
    years = range(period[0].year, period[1].year + 1)
    if met is None or len(years) > _MOST_YEARS or list(years) == [today.year]:
        return {}
    return {met[1].lower(): tuple(map(str, years))}


def _type_of(asked: str, whole: str) -> AnswerType:
    """The kind of answer that a question asks for itself, or as completed: "e nel 2020?"."""
    own = answer_type(asked)
    return answer_type(whole) if own is AnswerType.OTHER else own


def answer_type(text: str) -> AnswerType:
    """What kind of words would answer the question."""
    folded = text.lower().replace("’", "'")
    for kind, pattern in _TYPES:
        if pattern.search(folded):
            return kind
    return AnswerType.OTHER
