"""Joins a question and the subject that it lacks, as people do: "dove ha sede LE2C?"."""

import re

from assistant.subjects import Subject
from corpus.words import language

_POSSESSIVE = re.compile(
    r"\b(?:(?P<article>il|la|i|le)\s+)?(?P<own>suo|sua|suoi|sue)\s+(?P<next>[^\W\d_]+)",
    re.IGNORECASE,
)
_SUBJECT_EN = re.compile(r"\b(?:it|they|he|she|this|that|them|him)\b", re.IGNORECASE)
_OWNER_EN = re.compile(r"\b(?:its|their|his)\b", re.IGNORECASE)
_CLITIC = re.compile(r"\b([Cc]hi|[Cc]ome|[Qq]uando|[Dd]ove)\s+(?:lo|la)\s+(?=[a-zà-ÿ]{3})")
_THING = r"(?:(?:il|lo|la|i|gli|le|un|una|the)\s+|l')[^?,]{3,40}?"
_THING_ALONE = re.compile(rf"^\s*({_THING})$", re.IGNORECASE)
_THING_FIRST = re.compile(
    rf"^\s*(?P<thing>{_THING}),?\s+(?P<asks>chi|qual|quale|quali|quant[oaie]|quando|dov'|dove|cos'"
    r"|come|who|what)\s*(?P<is>è|era|sono|erano|is|was|are|were)$",
    re.IGNORECASE,
)
_THING_ASKED = re.compile(
    rf"^\s*(?:qual[ei]?|quant[ie]|chi|dove?|what|who|where)\s*(?:'|è|era|sono|erano|is|are|was|were)+\s+{_THING}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\s*(?:con\s+)?(?P<it>quant[ie]\s+(?!(?:ha|hanno|aveva|sono)$)[^\W\d_]+)$"
    r"|^\s*(?P<en>how many\s+[^\W\d_]+)$",
    re.IGNORECASE,
)
_ENDS_WITH_THING = re.compile(r"[a-zà-ÿ]\s+(?:il|lo|la|i|gli|le)\s+[^\W\d_]{3,}$")
_JOINS = re.compile(
    r"\b(?:partecipar[ei]|partecipa|partecipano|aderire|aderisce|aderiscono|accedere|iscriversi"
    r"|rivolgersi|candidarsi)$",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"\b(?:servono|serve|occorre|occorrono|bisogna\s+\w+)$", re.IGNORECASE)


def is_asked_thing(rest: str, own: str) -> bool:
    """Whether a question asks for a thing of the subject ("il manager chi è?"), not another."""
    return own.islower() and _THING_FIRST.match(rest.rstrip(" ?.!")) is not None


def attach(text: str, about: Subject) -> str:
    """A question that lacks its subject, with it: "dove ha sede LE2C?"."""
    first, _, more = text.replace("’", "'").partition("?")
    whole = first.strip(" .!")
    if more.strip():
        return f"{attach(whole, about)}{more}"
    if met := _OWNER_EN.search(whole):
        return f"{whole[: met.start()]}{about}'s{whole[met.end() :]}?"
    if language(whole) == "en" and (met := _SUBJECT_EN.search(whole)):
        return f"{whole[: met.start()]}{about}{whole[met.end() :]}?"
    if met := _POSSESSIVE.search(whole):
        article = _fitting(met["article"] or "", met["next"])
        return f"{whole[: met.start()]}{article}{met['next']}{whole[met.end() :]} {about.of()}?"
    plain = _CLITIC.sub(r"\1 ", whole)
    return f"{_joined_to(plain, about)}?"


def _joined_to(whole: str, about: Subject) -> str:
    """A question without pronouns and the subject that it lacks, joined as people do."""
    owned = f"of {about}" if about.article == "the" or language(whole) == "en" else about.of()
    if met := _THING_FIRST.match(whole):
        thing = f"{met['thing'][:1].lower()}{met['thing'][1:]}"
        glue = "" if met["asks"].endswith("'") else " "
        return f"{met['asks']}{glue}{met['is']} {thing} {owned}"
    if met := _THING_ALONE.match(whole):
        english = whole.lower().startswith("the ")
        asks = "What is" if english else "Quali sono" if _PLURAL.match(whole) else "Qual è"
        return f"{asks} {met[1][:1].lower()}{met[1][1:]} {owned}"
    if _THING_ASKED.match(whole):
        return f"{whole} {owned}"
    if met := _COUNTED.match(whole):
        return f"{met['it']} ha {about}" if met["it"] else f"{met['en']} does {about} have"
    if _ENDS_WITH_THING.search(whole):
        return f"{whole} ({about})"
    if _JOINS.search(whole):
        return f"{whole} {about.to()}"
    return f"{whole} per {about}" if _NEEDED.search(whole) else f"{whole} {about}"


_PLURAL = re.compile(r"(?:i|gli|le)\s", re.IGNORECASE)


def _fitting(article: str, word: str) -> str:
    """The article as it stands right before a word: "i suoi uffici" is "gli uffici"."""
    low, first = article.lower(), word[:1].lower()
    vowel = first in "aeiouàèéìòù"
    hard = word[:1].lower() == "z" or re.match(r"s[bcdfglmnpqrtvz]", word, re.IGNORECASE)
    if low == "i" and (vowel or hard):
        return "gli "
    if low in ("il", "la") and vowel:
        return "l'"
    if low == "il" and hard:
        return "lo "
    return f"{article} " if article else ""
