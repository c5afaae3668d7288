"""What else a sentence in a writer's own words must keep to: more than words and values in common.

A sentence cut from a page says what the page says. One that was written anew may turn it round
with every value in its place: a proposal told as done, a figure moved to its neighbour, a verb
exchanged. These rules err towards leaving out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.crosswords import compare_words, translations
from assistant.order import find_disorder
from assistant.reading import WORD, Reading, agree, covers, is_content, read_words, value_places
from assistant.support import EXCEPTIONS, LIGHT, MODALS, NEGATIONS
from corpus.mentions import find_mentions, same_act
from corpus.text import language, sentences, values
from corpus.values import Value, parts
from corpus.words import split_words, stem

_CLAUSE = re.compile(r"[,;:()\n–—]")
_CONDITIONS = split_words(
    "se qualora purché salvo tranne eccetto fuorché laddove sempreché finché condizione condizioni "
    "if unless provided except only until subject"
)
_INTENT = re.compile(
    r"(?:propost|propon|chiest|richiest|richied|chiede|domand|istanz|candidat|ipotes|ipotizz|bozza|"
    r"intend|auspic|previst|preved|annunci|potenzial|possibil|dovrebb|potrebb|sarebb|presunt|"
    r"forse|probabil|valut|avviat|avvio|programm|pianific|obiettiv|mira|vorrebb|"
    r"propos|request|appl(?:y|ied|ication)|draft|intend|plann|expect|announc|potential|possib|"
    r"might|would|should|perhaps|probab|alleg|aim)"
)
_RELATIONS = split_words(
    "entro dopo prima oltre contro sotto sopra before after within beyond under over"
)
_CAPABLE = split_words(
    "può possono potrà potranno may can cannot deve devono dovrà dovranno must shall"
)
_CUT = re.compile(r"[;\n]|,\s|\s(?:e|ed|and|mentre|while)\s")
_ADDRESS = re.compile(
    r"(?:https?|ftp|javascript|data|mailto|file|tel)\s?:\s?\S+|www\.\S+|[\w.+-]+@[\w-]+\.\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|it|eu|io|info|xyz|ru|cn|top|site|app|dev)\b\S*",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-z/!]|\]\s?\(|!\[|```|&#?\w{2,8};|\{\{|\$\{", re.IGNORECASE)
_MOST_UNKNOWN = 4
"""One word in so many of a sentence in another language may be unknown to the glossary."""
_LEAST_SHARED = 2
"""So many content words must stand in what is cited."""
_NEAR = 3
"""So many words of a sentence tell to which words of the page its value belongs."""


def strict_reasons(evidence: str, sentence: str, about: str = "") -> Iterator[str]:
    """Why a sentence may say more than the evidence; nothing where no rule finds a reason.

    `about` are the headings and the title over what is cited: they may lend words, not values.
    Where the two differ in language, only what is not a matter of words is compared.
    """
    spoken = language(sentence)
    foreign = language(evidence) != spoken
    claim, page = read_words(sentence, spoken), read_words(evidence, spoken)
    yield from _added_marks(evidence, sentence)
    yield from _missing_acts(evidence, sentence)
    yield from _lost_limits(evidence, claim, sentence, foreign=foreign)
    yield from _moved_values(evidence, sentence, foreign=foreign)
    yield from _loose_values(evidence, sentence)
    if foreign:
        yield from _untranslated(evidence, sentence)
    else:
        yield from find_disorder(evidence, sentence)
        yield from _missing_words(claim, page, sentence, about)


def _untranslated(evidence: str, sentence: str) -> Iterator[str]:
    compared = compare_words(evidence, sentence)
    if compared.absent:
        yield f"words not in the quote: {', '.join(compared.absent)[:120]}"
    if len(compared.unknown) > compared.said // _MOST_UNKNOWN:
        yield f"words that cannot be compared: {', '.join(compared.unknown)[:120]}"


def _added_marks(evidence: str, sentence: str) -> Iterator[str]:
    """Addresses that the evidence does not hold, and signs that a page might take for markup."""
    held = evidence.lower()
    for found in _ADDRESS.finditer(sentence):
        if found.group().rstrip(".,;:)").lower() not in held:
            yield f"address {found.group()[:60]} not in the quote"
    if _MARKUP.search(sentence) and not _MARKUP.search(evidence):
        yield "markup in the sentence"


def _missing_words(claim: Reading, page: Reading, sentence: str, about: str) -> Iterator[str]:
    numbers = value_places(sentence)
    lent = {stem(word.lower(), "it") for word in WORD.findall(about)}
    said = [
        one
        for one in claim.words
        if is_content(one.low) and one.start not in numbers and one.low not in LIGHT
    ]
    missing = [one for one in said if not covers(page, one)]
    names = [one.low for one in missing if one.is_name]
    plain = [one.low for one in missing if not one.is_name and stem(one.low, "it") not in lent]
    if names:
        yield f"names not in the quote: {', '.join(names)[:120]}"
    turned = [one.low for one in claim.words if one.low in _RELATIONS - page.lows]
    if turned:
        yield f"relation {turned[0]} not in the quote"
    if plain:
        yield f"words not in the quote: {', '.join(plain)[:120]}"
    if len(said) - len(missing) < _LEAST_SHARED:
        yield "hardly a word in common with the quote"


def _missing_acts(evidence: str, sentence: str) -> Iterator[str]:
    """Acts with a number that no act of the evidence can be."""
    named = [one for one in find_mentions(sentence) if one.number]
    if not named:
        return
    held = find_mentions(evidence)
    for one in named:
        if all(same_act(one, other) == "no" for other in held):
            yield f"act {one.text} not in the quote"


def _clauses(text: str, shared: frozenset[str]) -> list[str]:
    """The clauses of a text that have most in common with what the sentence speaks of."""
    counted = []
    for start, end in sentences(text):
        for clause in _CLAUSE.split(text[start:end]):
            words = {stem(word.lower(), "it") for word in WORD.findall(clause)}
            counted.append((len(words & shared), clause))
    most = max((count for count, _ in counted), default=0)
    return [clause for count, clause in counted if count and 2 * count > most]


def _lost_limits(evidence: str, claim: Reading, sentence: str, *, foreign: bool) -> Iterator[str]:
    """A denial, condition, permission or intent of the page that the sentence leaves out."""
    shared = frozenset(stem(one.low, "it") for one in claim.words if is_content(one.low))
    whole = [word.lower() for word in WORD.findall(evidence)]
    lows = whole
    if not foreign:
        clauses = _clauses(evidence, shared)
        lows = [word.lower() for clause in clauses for word in WORD.findall(clause)]
    dates = value_places(sentence)  # among them the month of May
    said_words = [one.low for one in claim.words if one.start not in dates]
    said = frozenset(said_words)
    if _any(lows, NEGATIONS | EXCEPTIONS) and not said & (NEGATIONS | EXCEPTIONS):
        yield "the quote denies or limits it"
    if _any(whole, _CONDITIONS) and not said & _CONDITIONS:
        yield "the quote sets a condition"
    if not foreign and _count(said_words, NEGATIONS) > _count(whole, NEGATIONS):
        yield "one negation more than in the quote"
    if said & _CAPABLE and not _any(lows, _CAPABLE):
        yield "permission or duty not in the quote"
    if _any(lows, _CAPABLE) and not said & _CAPABLE:
        yield "permission or duty left out"
    modal = {MODALS[low] for low in said if low in MODALS}
    if foreign and modal and not modal & {MODALS[low] for low in lows if low in MODALS}:
        yield "permission and duty differ"
    if any(map(_INTENT.match, lows)) and not any(map(_INTENT.match, said)):
        yield "a plan or request told as done"
    if any(map(_INTENT.match, said)) and not any(map(_INTENT.match, lows)):
        yield "a plan or request not in the quote"


def _count(words: Iterable[str], group: frozenset[str]) -> int:
    return sum(word in group for word in words)


def _any(words: Iterable[str], group: frozenset[str]) -> bool:
    return any(word in group for word in words)


def _loose_values(evidence: str, sentence: str) -> Iterator[str]:
    """Numbers of the sentence that stand in the evidence only as a part of a date or an amount."""
    held = values(evidence)
    keys = {key for value in held for key in parts(value)}
    inside = {at for value in held for at in range(value.start, value.end)}
    for value in values(sentence):
        if value.key in keys or not value.key.isdigit():
            continue
        spots = [found.start() for found in re.finditer(rf"(?<!\d){value.key}(?!\d)", evidence)]
        if spots and all(at in inside for at in spots):
            yield f"number {sentence[value.start : value.end]} is part of another value"


def _moved_values(evidence: str, sentence: str, *, foreign: bool) -> Iterator[str]:
    """Values that stand by other words on the page than in the sentence.

    The words next to a value of the sentence are looked for in the clauses of the evidence: where
    a clause with another value of its kind has more of them than any with the value itself, the
    value was moved.
    """
    held = values(evidence)
    own = values(sentence)
    clauses = _spans_of_clauses(evidence)
    for value in own:
        mine = [one.start for one in held if agree(one, value)]
        rivals = [
            one.start
            for one in held
            if one.kind == value.kind and not any(agree(one, other) for other in own)
        ]
        if not mine or not rivals:
            continue
        near = _neighbours(sentence, value, own, foreign=foreign)
        late = _only_after(evidence, near, min(*mine, *rivals))
        for words in (near, late):
            beside = max(_shared(evidence, one, words) for one in clauses if _holds(one, mine))
            other = [_shared(evidence, one, words) for one in clauses if _holds(one, rivals)]
            if max(other, default=0) > beside:
                yield f"{value.kind} {sentence[value.start : value.end]} belongs to other words"
                break


_Stems = frozenset[str]
"""The stems that stand for one word of a sentence."""


def _only_after(evidence: str, words: Sequence[_Stems], first: int) -> list[_Stems]:
    """The words that do not stand before the first value: those before it may go with each."""
    before = {stem(word.lower(), "it") for word in WORD.findall(evidence[:first])}
    return [one for one in words if not one & before]


def _holds(span: tuple[int, int], places: Sequence[int]) -> bool:
    return any(span[0] <= at < span[1] for at in places)


def _shared(text: str, span: tuple[int, int], words: Sequence[_Stems]) -> int:
    """How many of the words stand in a stretch of the text."""
    held = {stem(word.lower(), "it") for word in WORD.findall(text[slice(*span)])}
    return sum(bool(one & held) for one in words)


def _neighbours(
    sentence: str, value: Value, all_values: Sequence[Value], *, foreign: bool
) -> list[_Stems]:
    """The content words nearest to a value of the sentence, nearest first, as stems."""
    words = [
        (abs(match.start() - value.start), match.group().lower())
        for match in WORD.finditer(sentence)
        if not any(one.start <= match.start() < one.end for one in all_values)
        and is_content(match.group().lower())
    ]
    return [
        frozenset(stem(one, "it") for one in (word, *(translations(word) if foreign else ())))
        for _, word in sorted(words)[:_NEAR]
    ]


def _spans_of_clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a text, which together cover it."""
    ends = {found.end() for found in _CUT.finditer(text)} | {start for start, _ in sentences(text)}
    cuts = sorted(ends - {0})
    return list(zip([0, *cuts], [*cuts, len(text) + 1], strict=True))
