"""Completes a question that leans on the conversation ("e quante imprese ha?"), by rules.

Either the question has a new predicate and lacks its subject, which is then taken from what was
asked before; or it has a new subject ("e quello dell'energia?") and lacks its predicate.
"""

import re
from collections.abc import Sequence

from assistant.types import Turn
from corpus.words import content_words

_LONG = 8
"""A question of more content words than this stands by itself."""
_TURNS = 6
"""No more questions than this are looked back to."""
_JOINED = re.compile(r"^\s*(?:e|ed|ma|poi|invece|and|but|what about|e poi)\b", re.IGNORECASE)
_NEW_TOPIC = re.compile(
    r"\b(?:cambiando argomento|altra domanda|un'altra cosa|chang\w+ (?:the )?subject"
    r"|another question)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:lui|lei|loro|esso|essa|essi|suo|sua|suoi|sue|quell[oaie]|quest[oaie]|stess[oaie]|lo|ne|ci"
    r"|it|its|they|their|them|he|she|his|her|this|that|these|those)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:chi|che|cosa|quando|dove|quant[oaie]|qual[ei]?|perch[éè]|come|con quale|ha|hanno|è|sono"
    r"|era|erano|who|what|when|where|which|how|why|does|is|are|was|were|has)\b",
    re.IGNORECASE,
)
_JOINT = r"(?:d[ei]|del|dell[ao]|dell'|dei|degli|delle|per|l'|e|&|–|-|of|the|for)"
_CAPITAL = r"[A-ZÀ-Ý][\w.&'/-]*"
_NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:{_JOINT}\s*)*(?:{_CAPITAL}|\d[\w./-]*))*")
_OTHER_SUBJECT = re.compile(
    r"^\s*(?:e|ed|ma|poi|and|but|what)\s+(?:per|quell[oaie]|d[ei]|del|dell[ao]|dell'|dei|degli"
    r"|delle|about|for|the one)\b",
    re.IGNORECASE,
)
_BEFORE_OR_AFTER = re.compile(r"\b(?:prima|dopo|before|after)\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\s*(?:quale|quali|which|what)\s+(?:cluster|fondazione|foundation|associazione|association)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\b(?:cluster|bando|avviso|decreto|delibera|deliberazione|legge|fondazione|associazione"
    r"|programma|misura|call|comune|regione|strategia|progetto|piattaforma|foundation)\b"
    r"(?:\s+(?!(?:è|sono|ha|hanno|era|nel|nella|in|al|con|che)\b)[\w.&'’«»–-]+){1,6}",
    re.IGNORECASE,
)


def complete(text: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves to be understood; unchanged where it stands by itself."""
    asked = [turn for turn in history if turn.content.strip()][-2 * _TURNS :]
    before = ""
    for place, turn in enumerate(asked):
        if turn.role == "user":
            before = _complete(turn.content, before, "")
            continue
        if before and not subject(before):
            before = f"{before} {subject(_first_sentence(asked[place].content))}".strip()
    said = next((turn.content for turn in reversed(asked) if turn.role == "assistant"), "")
    return _complete(text, before, _first_sentence(said))


def subject(text: str) -> str:
    """What a question or sentence is about: its proper names, or the phrase of a known noun."""
    head = _HEAD.search(text)
    names = [m.group() for m in _NAME.finditer(text) if _is_name(m, text)]
    if head and not any(name in head.group() for name in names):
        names.insert(0, head.group())
    elif head:
        names = [head.group(), *(name for name in names if name not in head.group())]
    return " ".join(dict.fromkeys(name.strip(" ?.,;:") for name in names))


def _names(text: str) -> str:
    """The acronyms of a text, or else its first proper name."""
    names = [found.group().rstrip(".") for found in _NAME.finditer(text) if _is_name(found, text)]
    short = [name for name in names if name.isupper()]
    return " ".join(short or names[:1])


def _is_name(found: re.Match[str], text: str) -> bool:
    """Whether capitals make a name: not merely the first word of a sentence."""
    word = found.group()
    starts = not text[: found.start()].strip() or text[: found.start()].rstrip()[-1] in ".?!:"
    return not starts or sum(map(str.isupper, word)) > 1


def _complete(text: str, before: str, said: str) -> str:
    if not before or _NEW_TOPIC.search(text) or len(content_words(text)) > _LONG:
        return text
    own = subject(text)
    joined = _JOINED.match(text)
    if own and not joined:
        return text
    about = subject(before) or subject(said)
    if _WHICH.match(before):
        about = _names(said) or about
    if joined and not own and _BEFORE_OR_AFTER.search(text):
        return f"{text} {before}"
    other_subject = joined and (own or _OTHER_SUBJECT.match(text))
    if other_subject and (len(content_words(text)) <= 3 or not _ASKS.search(text)):
        return f"{text} {_predicate(before, about)}".strip()
    if joined or _LEANS.search(text) or len(content_words(text)) <= _LONG // 2:
        return f"{text} {about}".strip() if about else f"{text} {before}"
    return text


def _predicate(before: str, about: str) -> str:
    """What was asked, without whom it was asked of."""
    rest = before
    for part in about.split():
        rest = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", rest)
    return " ".join(rest.split()).strip(" ?")


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
