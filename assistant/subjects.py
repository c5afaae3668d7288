"""What a question or sentence is about: names, known nouns, noun phrases, with their article."""

import re
from dataclasses import dataclass

from corpus.mentions import find_mentions
from corpus.words import split_words


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of, and the article that it is spoken of with ("" where none)."""

    words: str
    article: str = ""

    def __str__(self) -> str:
        """With its article: "il teatro Aurora"."""
        joint = "" if not self.article or self.article.endswith("'") else " "
        return f"{self.article}{joint}{self.words}"

    def of(self) -> str:
        """As an owner: "del teatro Aurora", "di AFIL", "of the Green Bridges call"."""
        if self.article == "the":
            return f"of {self}"
        joined = _OF.get(self.article, "di ")
        return f"{joined}{self.words}"

    def to(self) -> str:
        """As what something is done to: "al bando", "all'avviso"."""
        return f"{_TO.get(self.article, 'a ')}{self.words}"


_TO = {
    "il": "al ",
    "lo": "allo ",
    "la": "alla ",
    "l'": "all'",
    "i": "ai ",
    "gli": "agli ",
    "le": "alle ",
}
_OF = {
    "il": "del ",
    "lo": "dello ",
    "la": "della ",
    "l'": "dell'",
    "i": "dei ",
    "gli": "degli ",
    "le": "delle ",
}
_JOINT = r"(?:d[ei]|del|dello|dell[ae]|dell'|dei|degli|per|l'|e|&|–|-|of|the|for)"
_CAPITAL = r"[A-ZÀ-Ý][\w.&'/-]*"
_NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:{_JOINT}\s*){{0,2}}(?:{_CAPITAL}|\d[\w./-]*))*")
NOUNS = (
    r"(?:cluster|bando|avviso|decreto|delibera|deliberazione|legge|fondazione|associazione"
    r"|programma|misura|call|comune|regione|strategia|progetto|piattaforma|foundation|decree"
    r"|resolution|association|regolamento|concorso|contributo|consorzio|ente|museo|parco)"
)
_STOPS = (
    r"(?:è|sono|ha|hanno|era|erano|nel|nella|in|al|con|che|chi|cosa|quando|dove|qual|quale|quanto"
    r"|e|o|si|ed|is|are|was|were|has|have|does|did|close|closes|and|or|open|opens)\b"
)
_HEAD = re.compile(
    rf"\b{NOUNS}\b(?:\s+(?!{_STOPS})[\w.&'’«»–/-]+){{1,8}}",
    re.IGNORECASE,
)
_KIND_AFTER = re.compile(rf"\s+{NOUNS}\b", re.IGNORECASE)
_THE_KIND = re.compile(rf"\bthe\s+((?:(?!of\b)[\w'-]+\s+){{1,3}}{NOUNS})\b", re.IGNORECASE)
_NOUN_AFTER = re.compile(rf"\s+(?!{_STOPS})[a-z]{{3,}}\b(?=\s+[a-z]|\?)")
_WHICH_BEFORE = re.compile(r"\b(?:qual[ei]|che|which|what)\s+\Z", re.IGNORECASE)
_NESTED = re.compile(
    r"\s(?:(?P<of>d[ei]|del|dello|della|dei|degli|delle|of(?: the)?)\s+|(?P<el>dell'|d'))"
    rf"(?P<rest>(?:[A-ZÀ-Ý]|{NOUNS}\b).*)\Z"
)
_ARTICLES = {
    article: article_of
    for article_of, forms in (
        ("il", "il del al nel dal sul"),
        ("lo", "lo dello allo nello dallo sullo"),
        ("la", "la della alla nella dalla sulla"),
        ("l'", "l' dell' all' nell' dall' sull'"),
        ("i", "i dei ai nei dai sui"),
        ("gli", "gli degli agli negli dagli sugli"),
        ("le", "le delle alle nelle dalle sulle"),
        ("the", "the"),
    )
    for article in forms.split()
}
_ARTICLE_BEFORE = re.compile(
    rf"\b({'|'.join(sorted(_ARTICLES, key=len, reverse=True))})\s*\Z", re.IGNORECASE
)
_OWNER_BEFORE = re.compile(
    r"([^\W\d_]{3,20})\s+(?:(?:d[ei]|del|dello|della|dei|degli|delle|of|of the)\s+|dell'|d')?\Z"
)
_ASKED_WITH = re.compile(
    r"\b(?:chi|qual|quale|quali|cosa|quanto|what|who|which)\s?(?:'|’)?\s?(?:è|era|sono|erano|fu"
    r"|sarà|is|are|was|were)\s+(?:il|lo|la|l'|i|gli|le|the)?\s*\Z",
    re.IGNORECASE,
)
_NOT_OWNER = split_words(
    "che chi cui ha hanno aveva avevano con per tra fra dopo prima presiede guida dirige aveva"
    " avuto scade chiude fondato fondata nato nata costituito riguarda approva chair chairs does"
    " did has have the founded was were when and"
)
_PHRASE = re.compile(
    r"(?<!\w)(il|lo|la|l['’]|i|gli|le|the)(?:\s+|(?<=['’]))(?!(?:quale|quali)\b)([^?!.;]{3,90})",
    re.IGNORECASE,
)
_PHRASE_END = re.compile(
    r"\s+(?:è|sono|ha|hanno|era|erano|entro|quando|che|nel \d{4}|in \d{4}|is|are|has)\b"
)


def subject(text: str) -> str:
    """What a question or sentence is about: its proper names, or the phrase of a known noun."""
    return find_subject(text).words


def find_subject(text: str) -> Subject:
    """The subject of a text with its article; empty where nothing tells it."""
    text = text.replace("’", "'")
    for head in _HEAD.finditer(text):
        before = text[max(0, head.start() - 30) : head.start()]
        if _WHICH_BEFORE.search(before):
            continue
        words = head.group().strip(" ?.,;:'")
        nested = _NESTED.search(words) if _ASKED_WITH.search(before) else None
        if nested:
            led = nested["of"] or nested["el"]
            return Subject(nested["rest"], article_before(led, len(led)))
        return Subject(words, article_before(text, head.start()))
    names = [found for found in _NAME.finditer(text) if _is_name(found, text)]
    if not names:
        kind = _THE_KIND.search(text)
        return Subject(kind[1], "the") if kind else Subject("")
    start, first = _with_owner(names[0], text)
    kept = [first]
    for one in (found.group() for found in names):
        if not any(one in other for other in kept):
            kept.append(one)
    return Subject(" ".join(one.strip(" ?.,;:'") for one in kept), article_before(text, start))


def article_before(text: str, at: int) -> str:
    """The article that stands before a place, alone or within a preposition."""
    found = _ARTICLE_BEFORE.search(text[max(0, at - 8) : at])
    return _ARTICLES[found[1].lower()] if found else ""


def _with_owner(name: re.Match[str], text: str) -> tuple[int, str]:
    """A name with the noun that it belongs to: "teatro Aurora", "museo di Rocca Bruna"."""
    if kind := _KIND_AFTER.match(text, name.end()):
        return name.start(), text[name.start() : kind.end()]
    before = text[max(0, name.start() - 40) : name.start()]
    if before.endswith("the ") and (noun := _NOUN_AFTER.match(text, name.end())):
        return name.start(), text[name.start() : noun.end()]
    owner = _OWNER_BEFORE.search(before)
    if owner is None or owner[1].lower() in _NOT_OWNER or not owner[1].islower():
        return name.start(), name.group()
    start = name.start() - len(before) + owner.start()
    if not article_before(text, start) or _ASKED_WITH.search(text[max(0, start - 30) : start]):
        return name.start(), name.group()
    return start, text[start : name.end()]


def find_phrase(text: str) -> Subject:
    """The first noun phrase with an article, where a question has no name: "la peronospora"."""
    text = text.replace("’", "'")
    for found in _PHRASE.finditer(text):
        if found[1].lower() in ("lo", "la", "le") and _ASKS_BEFORE.search(text[: found.start()]):
            continue
        words = _PHRASE_END.split(found[2], maxsplit=1)[0].strip(" ,;:")
        asked = _ASKED_WITH.search(text[max(0, found.start() - 30) : found.start()])
        if words and not asked:
            return Subject(words, found[1].lower())
        if words and asked and " " in words:
            return _nested(words, found[1].lower(), asked.group())
    return Subject("")


_ASKS_BEFORE = re.compile(r"\b(?:chi|come|quando|dove|perché)\s+\Z", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:(del|dello|della|dei|degli|delle)\s+|(dell')|of (the)\s+)")


def _nested(words: str, article: str, asked: str) -> Subject:
    """What the thing asked for belongs to: "la durata del mandato" is asked of "il mandato".

    An office that is asked for is itself spoken of next: "chi è il responsabile del procedimento?".
    """
    within = _WITHIN.search(words)
    if within is None:
        return Subject(words, article)
    owner = words[within.end() :]
    if _WHO.search(asked) and owner.islower():
        return Subject(words, article)
    return Subject(owner, _ARTICLES[next(filter(None, within.groups()))])


_WHO = re.compile(r"\b(?:chi|who)\b", re.IGNORECASE)


def short_names(text: str) -> str:
    """The acronyms of a text, or else its acts, or else its first proper name."""
    names = [found.group().rstrip(".") for found in _NAME.finditer(text) if _is_name(found, text)]
    short = [name for name in names if name.isupper() and len(name) > 1]
    acts = [one.text for one in find_mentions(text) if one.number]
    return " ".join(short or acts or names[:1])


def person_in(text: str, known: str) -> str:
    """The one person whom a sentence names and who was not spoken of before, "" if none."""
    people = [found.group() for found in _PERSON.finditer(text) if found.group() not in known]
    return people[0] if len(set(people)) == 1 else ""


_PERSON = re.compile(r"\b[A-ZÀ-Ý][a-zà-ÿ'-]{1,20}(?: [A-ZÀ-Ý][a-zà-ÿ'-]{1,20}){1,2}\b")


def _is_name(found: re.Match[str], text: str) -> bool:
    """Whether capitals make a name: not merely the first word of a sentence."""
    word = found.group()
    before = text[: found.start()].rstrip()
    starts = not before or before[-1] in ".?!:"
    return not starts or sum(map(str.isupper, word)) > 1
