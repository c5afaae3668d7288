"""Puts what a short question names into the question before: "e a Brescia?", "e nel 2020?"."""

import re

from assistant.subjects import Subject, article_before, find_subject
from corpus.words import content_words, stem

JOINED = re.compile(
    r"^\s*(?:e\s+poi|e|ed|ma|poi|invece|allora|and|but|what about|how about|so|then)\b[\s,:]*",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\b(?:chi|che|cosa|quando|dove|dov|quant[oaie]|qual[ei]?|perch[éè]|come|ha|hanno|è|sono|era"
    r"|erano|può|possono|who|what|when|where|which|how|why|does|do|did|is|are|was|were|has|have"
    r"|can)\b",
    re.IGNORECASE,
)
_YEAR = r"(?:19|20)\d\d"
_IN_YEAR = re.compile(
    rf"\b(?:(?:nel|del|al|dal|in|of|since)\s+|nell'anno\s+|a fine\s+)({_YEAR})\b", re.IGNORECASE
)
_PART = re.compile(
    r"\b(articol[oi]|art\.|comma|punto|allegato|lettera|capo|titolo|article|annex|point|section"
    r"|pagina|page)\s+(\w{1,4}(?:-\w+)?)(?!\w)",
    re.IGNORECASE,
)
_ORDER = (
    r"prim[oa]|second[oa]|terz[oa]|quart[oa]|quint[oa]|sest[oa]|settim[oa]|ottav[oa]|non[oa]"
    r"|decim[oa]|first|second|third|fourth|fifth"
)
_ORDER_ALONE = re.compile(rf"(?:(?:il|la|lo|the)\s+|l')({_ORDER})(?:\s+one)?", re.IGNORECASE)
_FAMILIES = (
    "a ad al allo alla ai agli alle all'",
    "di d' del dello della dei degli delle dell'",
    "in nel nello nella nei negli nelle nell'",
    "da dal dallo dalla dai dagli dalle dall'",
    "per",
    "con",
    "of",
    "for",
    "by",
    "at",
)
_FAMILY = {form: family for family in _FAMILIES for form in family.split()}
_LED = re.compile(
    r"^(?:per|quell[oaie]|quell')?\s*(?P<led>(?:a|ad|al|alla|allo|ai|agli|alle|di|del|dello|della"
    r"|dei|degli|delle|in|nel|nella|nei|nelle|da|dal|dalla|per|con|of|for|by|at)\b|(?:all|dell|nell"
    r"|dall|d)')\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_THING = re.compile(
    r"^(?:il|lo|la|i|gli|le|the)\s+(?P<noun>[^\W\d_]{3,})\s+(?P<rest>.+)$|^l'(?P<noun2>[^\W\d_]{3,})"
    r"\s+(?P<rest2>.+)$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"^(?:quell[oaie]\b|quell'|the one\b|that\b)\s*(?P<rest>.+)$", re.IGNORECASE)


def fill_in(text: str, before: str, about: Subject) -> str:
    """The question before with what a short one names put in its place; "" where it does not fit.

    `text` has no joining word any more; `about` is the subject of `before`.
    """
    pair, old = _PAIR.match(text), _OLD_PAIR.search(before)
    if pair and old:
        return f"{before[: old.start()]}{pair[1]}?"
    whole, changed = before, False
    for fragment in re.split(r"\s*,\s*", text.replace("’", "'").strip(" ?.!")):
        found = _put(fragment, whole, about) if fragment else whole
        if not found:
            return ""
        changed = changed or found != whole
        whole = found
    return whole if changed else ""


_PAIR = re.compile(
    r"^\s*((?:tra|fra|between)\s[^?]{1,90}\s(?:e|ed|and)\s[^?]{1,90}?)\s*\??\s*$", re.IGNORECASE
)
_OLD_PAIR = re.compile(
    r"\b(?:tra|fra|between)\s[^?]{1,200}\s(?:e|ed|and)\s[^?]{1,200}\??\s*$", re.IGNORECASE
)


def _put(fragment: str, before: str, about: Subject) -> str:
    for place in (_put_year, _put_part, _put_order):
        if found := place(fragment, before):
            return found
    if found := _put_kind(fragment, before, about):
        return found
    one = _ONE_OF.match(fragment)
    if one and (not _LED.match(one["rest"]) or _is_quality(one["rest"], about)):
        return f"{before.rstrip(' ?')}, {fragment}?"
    led = _LED.match(one["rest"] if one else fragment)
    if led is not None and not ASKS.search(led["rest"]):
        return _put_led(led["led"].lower(), led["rest"], before, about)
    if found := _put_thing(fragment, before):
        return found
    named = find_subject(f"– {fragment}")
    if named.words and not ASKS.search(fragment):
        whole = Subject(fragment) if fragment[:1].isupper() else named
        return put_subject(before, about, Subject(whole.words, named.article))
    return ""


def _is_quality(rest: str, about: Subject) -> bool:
    """Whether "quella del periodo prima" tells another of the same, and names no other thing."""
    led = _LED.match(rest)
    return led is not None and led["rest"].islower() and not about.words[:1].islower()


def _put_year(fragment: str, before: str) -> str:
    """Another year, in place of one or besides: "e nel 2020?"."""
    year = re.fullmatch(rf"(?:nel|in|del|al)\s+({_YEAR})", fragment, re.IGNORECASE)
    if year is None:
        return ""
    old = _IN_YEAR.search(before)
    if old is None:
        return f"{before.rstrip(' ?')} {fragment}?"
    return before[: old.start(1)] + year[1] + before[old.end(1) :]


def _put_part(fragment: str, before: str) -> str:
    """Another part of the same act: "e l'articolo 5?"."""
    new, old = _PART.search(fragment), _PART.search(before)
    if new is None or old is None or ASKS.search(fragment):
        return ""
    if stem(new[1].lower()) == stem(old[1].lower()):
        return before[: old.start()] + new.group() + before[old.end() :]
    article = re.search(r"(?:l'|\b(?:il|lo|la)\s+)\Z", before[: old.start()], re.IGNORECASE)
    if article is None or _SIZES.find(new[1][:5].lower()) < _SIZES.find(old[1][:5].lower()):
        return ""
    within = "dell'" if old[1][:1].lower() in "ae" else "del "
    return f"{before[: article.start()]}{fragment} {within}{before[old.start() :]}"


_SIZES = "alleg titol capo artic comma lette punto"
"""The parts of an act, the larger first."""


def _put_order(fragment: str, before: str) -> str:
    """Another one of the same: "e il secondo?" after "il primo punto"."""
    new = _ORDER_ALONE.fullmatch(fragment)
    old = re.search(rf"\b(?:{_ORDER})\b(?=\s+[^\W\d_])", before, re.IGNORECASE)
    if new is None or old is None:
        return ""
    return before[: old.start()] + new[1] + before[old.end() :]


def _put_led(led: str, rest: str, before: str, about: Subject) -> str:
    """Put words in place of the name that the same preposition leads in: "e a Brescia?"."""
    family = _FAMILY.get(led, led).split()
    forms = "|".join(re.escape(one) for one in sorted(family, key=len, reverse=True))
    name = r"[A-ZÀ-Ý][\w.&'-]*(?:\s+(?:d[ei]|del|della|dei|e)?\s*[A-ZÀ-Ý][\w.&'-]*){0,4}"
    old = re.search(rf"(?<!\w)(?:{forms})\s?(?={name})({name})", before)
    glue = "" if led.endswith("'") else " "
    if old and old[1] not in about.words:
        return f"{before[: old.start()]}{led}{glue}{rest}{before[old.end() :]}"
    plain = re.search(rf"(?<!\w)(?:{forms})\s?{_PLAIN}", before) if rest.islower() else None
    if plain and "di" not in family and plain.group() not in str(about):
        return f"{before[: plain.start()]}{led}{glue}{rest}{before[plain.end() :]}"
    if not about.words:
        return ""
    new = Subject(rest, article_before(f"{led} ", len(led) + 1))
    noun = about.words.split()[0]
    if led in ("per", "for") or (noun.islower() and not rest[:1].isupper()):
        new = _same_kind(new, noun)
    return put_subject(before, about, new)


_PLAIN = (
    r"(?:(?:il|lo|la|i|gli|le)\s+|l')?[^\W\d_]{3,}(?:\s+[^\W\d_]{3,})?"
    r"(?=\s+(?:a|ad|in|nel|nella|di|del|della|dei|delle|per|con)\b|\s*[?,]|\s*\Z)"
)
"""A noun, perhaps with another word, before the next preposition."""


def _same_kind(new: Subject, noun: str) -> Subject:
    """Another of the kind of "cluster aerospazio": "dell'energia" is "cluster dell'energia"."""
    if not noun.islower() or new.words.lower().startswith(noun) or not new.article:
        return new
    return Subject(f"{noun} {new.of()}", "il" if noun == "cluster" else "")


_THE_ONE = re.compile(r"the\s+([\w' -]{3,30}?)\s+ones?", re.IGNORECASE)


def _put_kind(fragment: str, before: str, about: Subject) -> str:
    """Another of the kind that an English name ends with: "the energy one"."""
    met = _THE_ONE.fullmatch(fragment)
    kind = about.words.rpartition(" ")[2]
    if met is None or about.article != "the" or not kind:
        return ""
    return put_subject(before, about, Subject(f"{met[1]} {kind}", "the"))


def _put_thing(fragment: str, before: str) -> str:
    """Put words in place of the other thing of their kind: "e il teatro Bellini?"."""
    thing = _THING.match(fragment)
    if thing is None or ASKS.search(fragment):
        return ""
    noun, rest = thing["noun"] or thing["noun2"], thing["rest"] or thing["rest2"]
    old = re.search(
        rf"\b{re.escape(noun)}\b(?:\s+(?:[A-ZÀ-Ý«\"'][\w.&'»\"-]*|\d[\w./-]*|d[ei]l?l?a?))"
        r"{1,6}|"
        rf"\b{re.escape(noun)}\s+[^\W\d_]+",
        before,
        re.IGNORECASE if noun.islower() else re.NOFLAG,
    )
    return f"{before[: old.start()]}{noun} {rest}{before[old.end() :]}" if old else ""


def put_subject(before: str, about: Subject, new: Subject) -> str:
    """The question before, asked of another subject; "" where the old one does not stand in it."""
    plain = before.replace("’", "'")
    if not about.words or not new.words:
        return ""
    at = plain.find(about.words)
    if at >= 0:
        return _replaced(plain, at, at + len(about.words), new)
    rest = plain
    for part in about.words.split():
        rest = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", rest)
    return f"{' '.join(rest.split()).strip(' ?')} {new}?"


_LEAD = re.compile(
    r"(?<!\w)(?:(?P<of>d[ei]|del|dello|della|dei|degli|delle|dell'|d')|(?P<to>a|al|allo|alla|ai|agli"
    r"|alle|all')|(?P<plain>il|lo|la|i|gli|le|l'|the))\s*\Z",
    re.IGNORECASE,
)


def _replaced(before: str, start: int, end: int, new: Subject) -> str:
    """Another subject in a place, the preposition before it made to agree."""
    lead = _LEAD.search(before[max(0, start - 8) : start])
    if lead is None:
        return before[:start] + str(new) + before[end:]
    head = before[: start - len(lead.group())]
    if lead["of"]:
        return head + new.of() + before[end:]
    if lead["to"]:
        return head + new.to() + before[end:]
    return head + str(new) + before[end:]


_WH = re.compile(
    r"^\s*(?:(?:con|da|in|a|di|per|entro|fino a|by|in|with|for|to|until)\s+)?"
    r"(?:che cosa|chi|che|cosa|quando|dove|dov'|cos'|quant[oaie]|qual[ei]?|come|perch[éè]|who|what"
    r"|when|where|which|how(?: many| much)?|why)(?:\b|(?<='))\s*",
    re.IGNORECASE,
)


def without_question_word(before: str) -> str:
    """What was asked, without the word that asks: "presiede AFIL"."""
    return _WH.sub("", before, count=1).strip(" ?")


def asks_the_same(text: str, before: str, own: str) -> bool:
    """Whether a question has no word of its own but its subject and what was asked before."""
    known = {stem(word) for word in content_words(before)}
    mine = {stem(word) for word in content_words(text)} - {stem(w) for w in content_words(own)}
    return mine <= known
