"""Cuts one message into the questions that it asks, each whole in itself.

Precision first: a message is cut only where another word that asks follows, or where two things
are asked for of one owner.
"""

import re

from assistant.attach import attach
from assistant.compare import find_compared
from assistant.ellipsis import put_subject
from assistant.followup import complete
from assistant.subjects import find_phrase, find_subject
from assistant.types import Turn

MOST = 4
"""No more questions than this are answered at once; what is beyond stays with the last."""
_LONGEST = 1_000
_WORD = (
    r"(?:chi|quando|dove|dov'|quant[oaie]|qual[ei]?|come|perch[éè]|che cosa|cosa|cos'|che|who|whom"
    r"|whose|what|when|where|which|how|why)"
)
_LED = (
    r"(?:(?:a|ad|da|di|in|con|su|per|entro|fino a|tra|fra|by|in|on|at|with|for|to|from|of|until"
    r"|since|under)\s+)?"
)
_CUT = re.compile(
    rf"\s*(?:,|;)?\s+(?:e|ed|and|nonch[éè])\s+(?:poi\s+|anche\s+|also\s+|then\s+)?(?={_LED}{_WORD}\b)"
    rf"|\s*,\s+(?={_LED}(?!che\b){_WORD}\b)",
    re.IGNORECASE,
)
_NO_QUESTION = re.compile(
    r"(?:che\s+(?!cosa\b|[a-zà-ÿ]+[iea]\s+\w+(?:no|re)\b)|come\s+(?:previst|stabilit|indicat|da\b|dispost|sopra)"
    r"|quanto\s+(?:previst|stabilit|indicat|dispost|sopra|detto|segue)|chi\s+no\b|quando\s+no\b"
    r"|dove\s+no\b|(?:qual[ei]|quant[ie]|which(?: ones?)?)\s*\Z"
    r"|(?:qual[ei]|quant[ie])\s+(?:d[ei]|del|della|a|in|con|per|no)\b|what\s+not\b|quant'altro|which\s+(?:is|are|was|were)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?<![\w'])(?:{_WORD})(?![\w])|(?<!\w)(?:dov'|cos')", re.IGNORECASE)
_TWO_WORDS = re.compile(
    rf"^\s*(?P<one>{_LED}{_WORD})\s+(?:e|and)\s+(?P<two>{_LED}{_WORD})\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_ARTICLE = r"(?:(?:il|lo|la)\s+|l'|the\s+)"
_OF = r"(?:(?:di|del|dello|della|dei|degli|delle|of)\s+|dell'|d')"
_TWO_THINGS = re.compile(
    r"^\s*(?P<asks>qual\s*(?:è|era|'è)|chi\s+(?:è|era)|what\s+(?:is|was)|who\s+(?:is|was)"
    r"|(?:dimmi|indica(?:mi)?|dammi|tell me|give me))\s+"
    rf"(?P<a>{_ARTICLE}[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+(?:e|ed|and)\s+"
    rf"(?P<b>{_ARTICLE}[^\W\d_]+(?:\s+(?!(?:di|del|of)\b)[^\W\d_]+)?)\s+(?P<of>{_OF}[^?]+?)\s*\??\s*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=\?)\s*(?=\S)")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-–•*]|[a-d]\))\s*")
_EMPTY = re.compile(
    r"\s*(?:(?:ne\s+)?(?:sei|siete|are you)?\s*(?:sicur[oaie]|cert[oaie]|sure)|davvero|really)"
    r"\s*\?",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:buon(?:giorno| giorno|asera|a sera)|salve|ciao|gentil\w+ \w+|hello|hi"
    r"|good morning)[,.! ]+"
    r"|(?<=[.!?]) *(?:grazie|thanks|thank you|cordiali saluti|saluti)\b[^?]{0,40}\Z"
    r"|(?<=\w),? (?:grazie|please|per favore)[.! ]*\Z",
    re.IGNORECASE,
)


def split_question(text: str, lang: str) -> tuple[str, ...]:
    """The questions of one message, each with its subject; of a comparison, one to each side.

    One element, the text itself, where it is one question. The text is also the last part of a
    comparison that names nothing to compare in: what documents say of both belongs to it.
    """
    whole = _GREETING.sub("", " ".join(text[: 2 * _LONGEST].split()))
    if len(whole) > _LONGEST:
        return (text,)
    if compared := find_compared(whole, lang):
        return (*compared.questions, text) if compared.open else compared.questions
    asked = [one for one in map(_unnumbered, _SENTENCE.split(whole)) if one]
    asked = [one for one in asked if not _EMPTY.fullmatch(one)]
    if not asked or any(not one.endswith("?") for one in asked[:-1]):
        return (text,)
    if len(asked) > 1 and not asked[-1].endswith("?") and not _STARTS.match(asked[-1]):
        return (text,)
    parts: list[str] = []
    for sentence in asked:
        for part in _cut(sentence):
            parts.append(_completed(part, parts))
    parts = list(dict.fromkeys(parts))
    if len(parts) < 2:
        return (parts[0],) if parts and len(_SENTENCE.split(whole)) > 1 else (text,)
    if len(parts) > MOST:
        parts = [*parts[: MOST - 1], " ".join(parts[MOST - 1 :])]
    return tuple(parts)


def _unnumbered(sentence: str) -> str:
    return _NUMBERED.sub("", sentence).strip()


def _cut(sentence: str) -> list[str]:
    """The questions of one sentence, the second and later ones as they stand."""
    topic = _TOPIC.match(sentence)
    if topic:
        own = _cut(sentence[topic.end() :])
        return [f"{topic.group()}{one}" for one in own] if len(own) > 1 else [sentence]
    bare = sentence.rstrip(" ?.!")
    if things := _TWO_THINGS.match(bare):
        return _of_two_things(things)
    if words := _TWO_WORDS.match(bare):
        rest = words["rest"]
        return [f"{words['one']} {rest}?", f"{_capital(words['two'])} {rest}?"]
    pieces: list[str] = []
    at = 0
    for found in _CUT.finditer(bare):
        left, right = bare[at : found.start()], bare[found.end() :]
        if not _NO_QUESTION.match(right) and _asks_before(left, found.group(), first=not at):
            pieces.append(left)
            at = found.end()
    pieces.append(bare[at:])
    if len(pieces) < 2:
        return [sentence]
    return [f"{piece.strip(' ,;')}?" for piece in _with_later_subject(pieces)]


_TOPIC = re.compile(r"^\s*[^:?]{2,60}:\s+(?=\S)")
_GIVEN = re.compile(
    r"^\s*(?:visto|dato|poich[éè]|siccome|se|quando|dopo|prima|given|since|if|because|after)\b",
    re.IGNORECASE,
)
_STARTS = re.compile(rf"^\s*{_LED}{_WORD}(?![\w])", re.IGNORECASE)


def _asks_before(left: str, joint: str, *, first: bool) -> bool:
    """Whether the words before a joint are a question by themselves."""
    if "," in joint and not re.search(r"\w", joint):
        given = first and _GIVEN.match(left)
        return _STARTS.match(left) is not None and not given
    asking = re.sub(r"\b(?:che|come)\b(?! cosa)", " ", left.strip()[4:], flags=re.IGNORECASE)
    return _STARTS.match(left) is not None or _ASKS.search(asking) is not None


def _of_two_things(met: re.Match[str]) -> list[str]:
    """What is asked of two things of one owner: "la scadenza e la dotazione del bando"."""
    asks = met["asks"]
    if re.match(r"dimmi|indica|dammi", asks, re.IGNORECASE):
        asks = "Qual è"
    elif re.match(r"tell|give", asks, re.IGNORECASE):
        asks = "What is"
    return [f"{_capital(asks)} {met[one]} {met['of']}?" for one in ("a", "b")]


def _with_later_subject(pieces: list[str]) -> list[str]:
    """The pieces, the first of which may leave its subject to the second: "quando apre e …"."""
    first, second = pieces[0], pieces[1]
    short = re.match(rf"^\s*{_LED}{_WORD}\s+(?P<verb>[^\W\d_]+)\s*$", first, re.IGNORECASE)
    counted = re.match(
        rf"^\s*{_LED}(?:che|qual[ei]|quant[ie]|which|how many)\s+[^\W\d_]+\s*$",
        first,
        re.IGNORECASE,
    )
    if counted:
        rest = re.match(
            rf"^\s*{_LED}(?:{_WORD})(?:\s+many)?\s+[^\W\d_]+\s+(.+)$", second, re.IGNORECASE
        )
        return [f"{first} {rest[1]}", *pieces[1:]] if rest else pieces
    if short is not None:
        told = find_subject(second)
        told = told if told.words else find_phrase(second)
        return [f"{first} {told}", *pieces[1:]] if told.words else pieces
    own = find_subject(first).words or find_phrase(first).words or _LEANS.search(first)
    told = find_subject(pieces[-1])
    if own or not told.words or not any(map(str.isupper, told.words)):
        return pieces
    return [attach(first, told).rstrip("?"), *pieces[1:]]


_NO_VERB = re.compile(
    r"^(?P<asks>(?:e\s+)?(?:chi|qual|quale|quant[oaie]|who|what|which))\s+"
    r"(?P<thing>(?:(?:il|the)\s+|l'|(?:lo|la)\s+\S+\s).+)$",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"^\s*(?:chi|qual[ei]?|who|what)\s+(è|era|sono|erano|is|was|are|were)\b", re.IGNORECASE
)


_WHOLE = re.compile(r"\blo\s+(?:è|era|sono|saranno|sarà|fossero)\b", re.IGNORECASE)
_LEANS = re.compile(
    r"\b(?:ne|suo|sua|suoi|sue|loro|lui|lei|it|its|their|they|them|he|she|his|her)\b", re.IGNORECASE
)


def _completed(part: str, before: list[str]) -> str:
    """A part with what it leaves to the part before it."""
    if not before:
        return part
    if _WHOLE.search(part):
        return _capital(part)
    last = before[-1]
    about = find_subject(last)
    about = about if about.words else find_phrase(last)
    if not about.words:
        return _capital(part) if part.endswith("?") and last[:1].isupper() else part
    if find_subject(part).words and not _LEANS.search(part) and not _NO_VERB.match(part):
        return _capital(re.sub(r"^(?:e|ed|and)\s+", "", part, flags=re.IGNORECASE))
    own = find_phrase(part)
    if about.words.lower() in part.lower() or len(own.words.split()) > 2:
        return _capital(part)
    if found := _of_counted(part, last):
        return found
    bare = part.rstrip(" ?")
    if met := _NO_VERB.match(bare):
        copula = _COPULA.match(last)
        if copula:
            part = f"{met['asks']} {copula[1]} {met['thing']}?"
        elif not re.search(r"\s(?:è|era|sono|ha|is|was|has)\b", met["thing"]):
            new = find_subject(f"– {met['thing']}")
            return put_subject(last, about, new) or part
    whole = complete(f"e {part}" if _is_italian(part) else f"and {part}", (Turn("user", last),))
    return _capital(re.sub(r"^(?:e|and)\s+", "", whole, flags=re.IGNORECASE))


_PLURAL_CLITIC = re.compile(
    r"^(?P<asks>chi|come|quando|dove)\s+(?P<them>li|le)\s+(?=[a-zà-ÿ]{3})", re.IGNORECASE
)
_COUNTED = re.compile(r"\b(?:quant[ie]|quali)\s+([^\W\d_]+)", re.IGNORECASE)


def _of_counted(part: str, last: str) -> str:
    """A part about those counted before: "quante persone … e chi le elegge?"."""
    clitic, counted = _PLURAL_CLITIC.match(part), _COUNTED.search(last)
    if clitic is None or counted is None:
        return ""
    article = "le" if clitic["them"].lower() == "le" else "i"
    owner = find_phrase(last)
    owned = f" {owner.of()}" if owner.words else ""
    rest = part[clitic.end() :].rstrip(" ?")
    return f"{_capital(clitic['asks'])} {rest} {article} {counted[1]}{owned}?"


def _is_italian(part: str) -> bool:
    return re.search(r"\b(?:who|what|when|where|which|how|why)\b", part, re.IGNORECASE) is None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
