"""Recognises comparisons and asks the same of each side: "Quanti soci ha AFIL?", "… LE2C?".

Nothing is weighed here: what documents say of each side stands side by side, each with its quote,
and the reader sees which is more, earlier or larger.
"""

import re
from dataclasses import dataclass

from assistant.subjects import NOUNS, Subject, article_before
from corpus.mentions import find_mentions


@dataclass(frozen=True, slots=True)
class Compared:
    """The two sides of a comparison, and a question to each.

    `open`: nothing is named in which they are compared, so that what documents say of both
    together belongs to the answer too.
    """

    first: str
    second: str
    questions: tuple[str, str]
    open: bool


_LONGEST = 400
_SIDE = r"[^?;]{2,120}?"
_AND = r"\s+(?:e|ed|and|rispetto a|versus|vs\.?)\s+"
_WITH = r"\s+(?:e|ed|and|con|with|rispetto a|versus|vs\.?)\s+"
_OR = r"\s*,?\s+(?:o|od|oppure|or)\s+"
_END = r"\s*(?:(?<!\.\w)\.)?\s*[?!]*\s*\Z"


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words + _END, re.IGNORECASE)


_DIFFERENCE = (
    _pattern(
        r"\bdifferenz[ae]\s*(?:di\s+(?P<what>[^?]{3,40}?)\s+)?"
        r"(?:c'è|ci sono|esiste|esistono|passa|vi è)?\s*\b(?:tra|fra)\s+"
        rf"(?P<a>{_SIDE}){_AND}(?P<b>{_SIDE})"
    ),
    _pattern(
        r"\bdifferences?\s*(?:in (?P<what>[^?]{3,40}?)\s+)?(?:is there |are there )?between\s+"
        rf"(?P<a>{_SIDE}){_AND}(?P<b>{_SIDE})"
    ),
    _pattern(
        r"^\s*(?:in\s+)?(?:che\s+)?(?:cosa|come)\s+(?:si\s+)?(?:distingue|differisce|differiscono"
        rf"|distinguono)\s+(?P<a>{_SIDE})\s+(?=da|dal)(?P<b>(?:da\s|dal|dall)[^?]{{2,120}}?)"
    ),
    _pattern(
        rf"^\s*how (?:does|do|is|are)\s+(?P<a>{_SIDE})\s+(?:differ|different) from\s+(?P<b>{_SIDE})"
    ),
    _pattern(
        r"^\s*(?:confronta|confrontare|confronto (?:tra|fra)|metti a confronto|paragona)\s+"
        rf"(?P<a>{_SIDE}){_WITH}(?P<b>{_SIDE})"
    ),
    _pattern(rf"^\s*(?:please )?compare\s+(?P<a>{_SIDE}){_WITH}(?P<b>{_SIDE})"),
)
_CHOICE = (
    _pattern(
        rf"^\s*(?P<asks>(?:quale|qual|quali|chi|which|who)\b[^?,;]{{2,90}}?)\s*[,:]\s*"
        rf"(?P<a>{_SIDE}){_OR}(?P<b>{_SIDE})"
    ),
    _pattern(
        rf"^\s*(?:tra|fra|between)\s+(?P<a>{_SIDE}){_AND}(?P<b>[^?,;]{{2,90}}?)\s*,\s*"
        r"(?P<asks>(?:quale|qual|quali|chi|which|who)\b[^?]{2,90}?)"
    ),
    _pattern(
        rf"^\s*(?P<a>[^?,;]{{2,90}}?){_OR}(?P<b>[^?,;]{{2,90}}?)\s*[,:]\s*"
        r"(?P<asks>(?:quale|qual|quali|chi|which|who)\b[^?]{2,90}?)"
    ),
    _pattern(
        r"^\s*(?P<asks>(?:è|ha|hanno|aveva|scade|chiude|apre|scadeva|chiudeva|è nat[oa]|è stat[oa]"
        r"\s+\w+)\s+(?:prima|più\s+[\w]+|la\s+\w+\s+(?:maggiore|più alta)))\s+"
        rf"(?P<a>{_SIDE}){_OR}(?P<b>{_SIDE})"
    ),
)
_THAN = (
    _pattern(
        rf"^\s*(?P<a>{_SIDE})\s+(?P<asks>(?:è|era|ha|aveva|hanno|costa|dura)\s+(?:più|meno)\s+[a-zà-ÿ]+)"
        r"\s+(?P<b>(?:di\s|d'|del\b|dello\b|della\b|dell'|dei\b|degli\b|delle\b)[^?]{2,90}?)"
    ),
    _pattern(
        rf"^\s*(?P<is>is|are|was|does|has|have|did)\s+(?P<a>{_SIDE})\s+"
        rf"(?P<asks>(?:have\s+)?(?:more\s+[a-z]+|[a-z]{{2,12}}er))\s+than\s+(?P<b>{_SIDE})"
    ),
)


def find_compared(text: str, lang: str) -> Compared | None:
    """The comparison that a question asks for, or None where it asks for none."""
    plain = " ".join(text.replace("’", "'").split())
    if len(plain) > _LONGEST:
        return None
    for pattern in _DIFFERENCE:
        difference = pattern.search(plain)
        if difference is not None:
            return _by_difference(difference, lang)
    for pattern in (*_CHOICE, *_THAN):
        choice = pattern.search(plain)
        if choice is not None and (found := _by_choice(choice, lang)):
            return found
    return None


# --- a difference -------------------------------------------------------------------------------

_ASPECT = re.compile(
    r"(?P<article>il|lo|la|i|gli|le|l'|the)\s*(?P<what>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+"
    r"(?P<of>(?:di|del|dello|della|dei|degli|delle|of)\s+|dell'|d')(?P<side>.+)",
    re.IGNORECASE,
)
_OF_BEFORE = re.compile(
    r"(?:(?:di|del|dello|della|dei|degli|delle|da|dal|dallo|dalla|dai|dagli|dalle|of)\s+|dell'"
    r"|dall'|d')",
    re.IGNORECASE,
)


_OF_LEAD = re.compile(r"(?:di|del|dello|della|dei|degli|delle|of)\s|dell'|d'", re.IGNORECASE)
_PLURAL = re.compile(r"(?:i|gli|le)\s|the\s[a-z]+s\s", re.IGNORECASE)


def _by_difference(met: re.Match[str], lang: str) -> Compared | None:
    a, b = met["a"].strip(" ,"), met["b"].strip(" ,")
    what = met.groupdict().get("what") or ""
    b, said = _said_again(b, a), b
    aspect = _ASPECT.match(a) if b == said else None
    if not what and aspect and (_OF_LEAD.match(b) or _PLURAL.match(a)):
        what, a = _one(aspect["article"], aspect["what"]), f"{aspect['of']}{aspect['side']}"
    if not what:
        a, b = _shared(a, b)
    first, second = _side(a), _side(b)
    if not first.words or not second.words:
        return None
    ask = (_asked_of(first, what, lang), _asked_of(second, what, lang))
    return Compared(str(first), str(second), ask, not what)


def _one(article: str, what: str) -> str:
    """One of what is named in the plural: "le sedi" is "la sede", "the budgets" "the budget"."""
    head, _, rest = what.partition(" ")
    low = article.lower()
    if low == "the":
        return f"the {head.removesuffix('s')}{' ' + rest if rest else ''}"
    if low == "le":
        head = re.sub(r"oni\Z", "one", head)
        head = re.sub(r"e\Z", "a", head) if not head.endswith("one") else head
        return f"la {re.sub(r'i$', 'e', head)}{' ' + rest if rest else ''}"
    if low in ("i", "gli"):
        return f"il {re.sub(r'i$', 'o', head)}{' ' + rest if rest else ''}"
    return f"{article} {head}{' ' + rest if rest else ''}".replace("' ", "'")


_OWNER = re.compile(r"\s((?:del|dello|della|dei|degli|delle|of(?: the)?)\s.+|dell'.+)\Z")


def _shared(a: str, b: str) -> tuple[str, str]:
    """The sides, of which the first may leave out what both belong to: "la sede legale e …"."""
    owner = _OWNER.search(b)
    same = _noun(a) and _noun(a) == _noun(b)
    if owner and same and not _OWNER.search(a) and len(a.split()) <= 3:
        return f"{a} {owner[1]}", b
    return a, b


def _noun(side: str) -> str:
    words = re.findall(r"[^\W\d_]{3,}", re.sub(r"^(?:un|una|uno|the)\s", "", side.lower()))
    return words[0] if words else ""


_ONE_OF = re.compile(r"^(?:quell[oaie]|that|those|the one|quell')\s*", re.IGNORECASE)


def _said_again(b: str, a: str) -> str:
    """The second side with the noun that it only points to: "quelli con la Bronze Label"."""
    lead = re.match(r"(?:d[ai]|dal)\s+(?=quell)", b, re.IGNORECASE)
    pointed = b[lead.end() :] if lead else b
    met = _ONE_OF.match(pointed)
    head = re.match(r"((?:il|lo|la|i|gli|le|the)\s+|l')?([^\W\d_]{3,})", a, re.IGNORECASE)
    return f"{head.group()} {pointed[met.end() :]}" if met and head else b


def _side(words: str) -> Subject:
    """A side of a comparison with its article, without the preposition that led it in."""
    words = words.strip(" ,")
    lead = _OF_BEFORE.match(words)
    if lead is not None:
        article = article_before(lead.group().strip(), len(lead.group().strip()))
        return Subject(words[lead.end() :], article)
    led = re.match(r"(?:(il|lo|la|i|gli|le|the)\s+|(l'))", words, re.IGNORECASE)
    if led is None:
        return Subject(words)
    return Subject(words[led.end() :], (led[1] or led[2]).lower())


def _asked_of(side: Subject, what: str, lang: str) -> str:
    if lang == "en":
        if what:
            thing = what if what.startswith("the ") else f"the {what}"
            return f"What is {thing} of {side}?"
        return (
            f"What {'are' if side.article == 'the' and side.words.endswith('s') else 'is'} {side}?"
        )
    if what:
        thing = what if re.match(r"(?:il|lo|la|i|gli|le)\s|l'", what) else f"{_article(what)}{what}"
        return f"Qual è {thing} {side.of()}?"
    if any(one.number for one in find_mentions(str(side))):
        return f"Che cosa prevede {side}?"
    if side.article in ("i", "gli", "le"):
        return f"Quali sono {side}?"
    first = side.words.partition(" ")[0].lower()
    if _OWNER.search(side.words) and first in _ATTRIBUTES:
        return f"Qual è {side}?"
    return f"Che cos'è {side}?"


_ATTRIBUTES = frozenset(("sede", "scadenza", "dotazione", "durata", "quota", "indirizzo", "data"))


def _article(noun: str) -> str:
    """The article of a feminine or masculine noun, by its ending."""
    if noun[:1].lower() in "aeiou":
        return "l'"
    return "la " if re.match(r"[^\s]*(?:a|tà|zione|sione)\b", noun) else "il "


# --- a choice -----------------------------------------------------------------------------------

_FIRST = (
    (re.compile(r"\bnat[oa]\b|\bpiù (?:vecchi|antic|giovan)"), "Quando è nato {}?"),
    (
        re.compile(r"\bfondat[oa]\b|\bcostituit[oa]\b|\bistituit[oa]\b"),
        "Quando è stato fondato {}?",
    ),
    (re.compile(r"\b(?:venut[oa]|precedente|più recente|anterior\w+|successiv\w+)\b"), "date"),
    (
        re.compile(r"\b(scade(?:va)?|chiude(?:va)?|apre|apriva|inizia|finisce)\b"),
        "Quando {verb} {}?",
    ),
    (re.compile(r"\bfounded\b|\bestablished\b|\bolder\b"), "When was {} founded?"),
    (re.compile(r"\b(?:closes?|expires?)\b"), "When does {} close?"),
)
_AMOUNT = re.compile(
    r"\b(?:la|il|lo|l')\s*(?P<what>[^\W\d_]+)\s+(?:maggiore|minore|più \w+)"
    r"|\bthe\s+(?:larger|bigger|higher|greater|smaller)\s+(?P<en>[^\W\d_]+)",
)
_MORE = re.compile(
    r"\b(?P<has>ha|hanno|aveva|avevano|conta|contava|have|has|had)\s+(?:più|meno|more|fewer|less)\s+"
    r"(?P<noun>[^\W\d_]+)"
)
_GREAT = re.compile(r"\b(?P<is>è|era|costa|dura)\s+(?:più|meno)\s+(?P<quality>[^\W\d_]+)")
_BIGGER = re.compile(r"(?:^|\b(?:is|are|was|were)\s+)(?P<quality>[a-z]{2,12}?)er\b")
_MONEY = frozenset(("fondi", "risorse", "soldi", "money", "funds", "funding"))
_EARLIER = re.compile(r"\bprima\b|\bdopo\b|\bfirst\b|\bearlier\b|\blater\b|\brecente\b|\bpreceden")


def _by_choice(met: re.Match[str], lang: str) -> Compared | None:
    noun = _NOUN_OF_TWO.search(met["asks"])
    asks = met["asks"].lower()
    a, b = met["a"].strip(" ,"), met["b"].strip(" ,")
    first, second = (_side(_with_noun(one, noun)) for one in (a, b))
    if not first.words or not second.words or first.words[0].isdigit() != second.words[0].isdigit():
        return None
    kind = _kind_asked(asks, lang)
    if not kind or _is_amount(b):
        return None
    questions = tuple(_filled(kind, one, lang) for one in (first, second))
    return Compared(_told(a), _told(b), (questions[0], questions[1]), False)


def _told(side: str) -> str:
    return str(_side(side))


def _is_amount(side: str) -> bool:
    """Whether "more than 65 anni" compares with a figure, not with another thing."""
    return (
        re.match(r"(?:d[ei]\s|dei\s|a\s)?(?:\d|un\w?\s|due\b|tre\b|one\b|two\b)", side) is not None
    )


_NOUN_OF_TWO = re.compile(
    r"\b(?:dei|tra i|fra i|delle|of the)\s+(?:due|two)\s+(?P<noun>bandi|decreti|avvisi|cluster"
    r"|leggi|delibere|calls|decrees|acts|progetti|programmi)"
    r"(?P<name>\s+[A-ZÀ-Ý][\w.&'-]+)?(?P<more>\s+(?:del|of)\s+\d{4})?"
)
_SINGULAR = {
    "bandi": "il bando",
    "decreti": "il decreto",
    "avvisi": "l'avviso",
    "leggi": "la legge",
    "delibere": "la delibera",
    "progetti": "il progetto",
    "programmi": "il programma",
    "cluster": "il cluster",
    "calls": "the call",
    "decrees": "the decree",
    "acts": "the act",
}


def _with_noun(side: str, noun: re.Match[str] | None) -> str:
    """A side with the kind of thing that both are, unless it says so."""
    if noun is None or re.search(rf"\b{NOUNS}\b", side, re.IGNORECASE):
        return side
    bare = re.sub(r"^(?:quell[oa]\s+|(?:il|lo|la|the)\s+|l'|quell')", "", side, flags=re.IGNORECASE)
    more = noun["more"] or ""
    return f"{_SINGULAR[noun['noun']]}{noun['name'] or ''} {bare}{more}"


def _kind_asked(asks: str, lang: str) -> str:
    """The question to each side, with {} for it; "" where no comparison is asked."""
    if met := _MORE.search(asks):
        return _counted(met["has"], met["noun"], lang)
    if met := _AMOUNT.search(asks):
        if met["en"]:
            return f"What is the {met['en']} of {{of}}?"
        return f"Qual è {_article(met['what'])}{met['what']} {{of}}?"
    if _EARLIER.search(asks) or re.search(r"\bpiù (?:vecchi|antic|giovan)|\bolder\b", asks):
        for pattern, kind in _FIRST:
            if met := pattern.search(asks):
                return kind.replace("{verb}", met[1] if "{verb}" in kind else "")
        return ""
    if met := _GREAT.search(asks):
        return f"Quanto {met['is']} {met['quality']} {{}}?"
    if lang == "en" and (more := re.search(r"\bmore\s+([a-z]+)", asks)):
        return f"How many {more[1]} does {{}} have?"
    if lang == "en" and (bigger := _BIGGER.search(asks)) and bigger["quality"] not in _NOT_GRADED:
        quality = bigger["quality"]
        doubled = len(quality) > 2 and quality[-1] == quality[-2]
        return f"How {quality[:-1] if doubled else quality} is {{}}?"
    return ""


_NOT_GRADED = frozenset(("oth", "wheth", "eith", "aft", "ev", "nev", "und", "ov", "numb", "memb"))


def _counted(has: str, noun: str, lang: str) -> str:
    if noun in _MONEY:
        return "What is the budget of {of}?" if lang == "en" else "Qual è la dotazione {of}?"
    if lang == "en":
        return f"How many {noun} does {{}} have?"
    return f"Quant{'e' if noun.endswith(('e', 'se')) else 'i'} {noun} {has} {{}}?"


def _filled(kind: str, side: Subject, lang: str) -> str:
    if kind == "date":
        return f"What is the date of {side}?" if lang == "en" else f"Qual è la data {side.of()}?"
    owned = str(side) if lang == "en" else side.of()
    return kind.replace("{of}", owned).replace("{}", str(side))
