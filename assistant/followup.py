"""Completes a question that leans on the conversation ("e quante imprese ha?"), by rules.

What was said is only ever words to complete a question with. Either the question puts something
into the one before ("e a Brescia?"), or it means something that was named (a pronoun, "il secondo",
"questo bando"), or it has a predicate and lacks its subject. Else it stands by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attach import attach, is_asked_thing
from assistant.ellipsis import (
    ASKS,
    JOINED,
    asks_the_same,
    fill_in,
    put_subject,
    without_question_word,
)
from assistant.mentioned import ORDINAL, acts_of, items_of, ordinal_at
from assistant.subjects import (
    NOUNS,
    Subject,
    find_phrase,
    find_subject,
    person_in,
    short_names,
    subject,
)
from assistant.types import Turn
from corpus.words import content_words, language

__all__ = ["Completed", "complete", "complete_question", "subject"]

_LONG = 8
"""A question of more content words than this stands by itself."""
_TURNS = 6
"""No more questions than this are looked back to."""
_CLIP = 1_500
"""Characters of a turn that are read."""
_LONGEST = 600
"""A question before of more characters than this is not repeated."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A whole question; `lang` is the language in which an answer is asked for, "" if untold."""

    text: str
    lang: str = ""


_NOBODY = Subject("")


@dataclass(frozen=True, slots=True)
class _Past:
    """What a question can lean on: the whole question before, what was answered, lists told."""

    before: str = ""
    said: str = ""
    items: tuple[Subject, ...] = ()
    about: Subject = _NOBODY


def complete(text: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves to be understood; unchanged where it stands by itself."""
    return complete_question(text, history).text


def complete_question(text: str, history: Sequence[Turn]) -> Completed:
    """As `complete`, and the language that the question asks for ("e in inglese?")."""
    asked = [turn for turn in history if turn.content.strip()][-2 * _TURNS :]
    past = _Past()
    for turn in asked:
        said = " ".join(turn.content[:_CLIP].split())
        if turn.role == "user":
            whole = _complete(said, past).text
            past = _asked_of(whole[:_LONGEST], past)
        else:
            items = items_of(turn.content[:_CLIP], past.before)
            past = _told(past, said, items if len(items) > 1 else past.items)
    return _complete(text, past)


def _asked_of(whole: str, past: _Past) -> _Past:
    if not ASKS.search(whole) and not _subject_of(whole).words and past.before:
        return past
    own = _subject_of(whole)
    return _Past(whole, "", past.items, own if own.words else past.about)


def _subject_of(question: str) -> Subject:
    named = find_subject(question)
    return named if named.words else find_phrase(question)


def _told(past: _Past, said: str, items: tuple[Subject, ...]) -> _Past:
    """Note an answer: where the question asked which, its names are what is spoken of now."""
    first = _first_sentence(said)
    about = past.about
    if _WHICH.match(past.before) and (names := short_names(first)):
        about = Subject(names)
    elif not about.words:
        about = find_subject(first)
    return _Past(past.before, first, items, about)


_WHICH = re.compile(
    r"\s*(?:quale|quali|che|which|what)\s+(?:cluster|fondazione|foundation|associazione|association"
    r"|comune|ente|bando|call|decreto|decree|delibera|legge|law|atto|act|museo|museum)\b",
    re.IGNORECASE,
)
_NEW_TOPIC = re.compile(
    r"\b(?:cambiando argomento|cambio argomento|altra domanda|nuova domanda|un'altra cosa"
    r"|passiamo ad? altro|chang\w+ (?:the )?(?:subject|topic)|another question|new question)\b",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"^\s*(?:(?:grazie(?: mille| tante)?|ok(?:ay)?|va bene|perfetto|capito|bene|ottimo"
    r"|ho capito|d'accordo|thanks(?: a lot)?|thank you|great|fine|i see|perfect|scusa|scusi"
    r"|sorry)\b[\s,.!;:]{0,9}){1,4}",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"(?:e |ma |and |but )?(?:(?:ne |you |are you |ne sei |sei |siete )?"
    r"(?:proprio |davvero |really )?"
    r"(?:sicur[oaie]|cert[oaie]|sure|certain)(?: di (?:questo|ciò))?(?: about that| of that)?"
    r"|(?:me lo |lo )?conferm[ai](?:\w+)?|davvero|really|è vero|is that (?:true|right|correct)"
    r"|è corretto|è giusto|dove (?:sta|è) scritto|chi lo dice|fonte|source|ripeti|puoi ripetere"
    r"|repeat|can you repeat(?: that)?|say (?:that|it) again|continua|dimmi di più|altro"
    r"|tell me more|go on)",
    re.IGNORECASE,
)
_IN_LANGUAGE = re.compile(
    r"(?:e |and |ora |now )?(?:(?:puoi|potresti|can you|could you|please|mi) )?"
    r"(?:(?:dirmelo|dimmelo|ripeterlo|ripetilo|ripeti|ripetere|rispondi|rispondere|rispondermi"
    r"|tradurlo|traducilo|traduci|tradurre|say (?:it|that)|answer|repeat (?:it|that)|translate"
    r"(?: it| that)?|tell me) )?(?:in|into) (?P<name>inglese|english|italiano|italian)"
    r"(?: please| per favore| per piacere)?",
    re.IGNORECASE,
)
_WHY = re.compile(r"(?:e |ma |and |but )?(perch[éè]|come mai|why|how come)", re.IGNORECASE)
_BARE = re.compile(
    r"(?:e |ma |and |but )?((?:(?:entro|fino a|da|per|con|a|in|di|by|until|since|from|to|with)\s+)?"
    r"(?:quando|quanto|quanti|quante|dove|chi|cosa|che cosa|come|when|where|who|whom|how much"
    r"|how many|how))(?: lo (?:è|era)| esattamente| exactly)?",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"^(?:dimmi|dammi|elenca\w*|mostra\w*|indica\w*|parla\w*|spiega\w*|descrivi|cita|riporta|tell"
    r"|list|show|give|describe|explain|name)\b",
    re.IGNORECASE,
)


def _complete(text: str, past: _Past) -> Completed:
    if not past.before or len(text) > _LONGEST or _NEW_TOPIC.search(text):
        return Completed(text)
    bare = _COURTESY.sub("", text)
    if not bare.strip(" .!?"):
        return Completed(text)
    short = bare.strip(" .!?")
    if _SURE.fullmatch(short):
        return Completed(past.before)
    if asked := _IN_LANGUAGE.fullmatch(short):
        english = asked["name"].lower().startswith(("ingl", "engl"))
        return Completed(past.before, "en" if english else "it")
    if found := _of_few_words(short, past):
        return Completed(found)
    return Completed(_pointing(bare, past))


def _of_few_words(short: str, past: _Past) -> str:
    """A question word alone, asked of the question before; "" where there is more."""
    rest = without_question_word(past.before)
    if (why := _WHY.fullmatch(short)) and rest:
        if rest == past.before.strip(" ?"):
            return f"{_capital(why[1])} {rest[0].lower()}{rest[1:]}?"
        return f"{_capital(why[1])}? {past.before}"
    if (bare := _BARE.fullmatch(short)) and rest:
        return f"{_capital(bare[1])} {_within(rest)}?"
    return ""


def _pointing(text: str, past: _Past) -> str:
    """A question whose ordinals, lists and demonstratives are put for what they mean."""
    text = _of_these(text, past)
    ordinal = ORDINAL.search(text)
    joined = JOINED.match(text)
    rest = text[joined.end() :] if joined else text
    if joined and (found := fill_in(rest, past.before, _standing_in(past))):
        return _capital(found)
    if ordinal and len(past.items) > 1:
        return _capital(_item_meant(text, ordinal, past))
    if found := _the_others(rest, past):
        return found
    if met := _THIS.search(text):
        return _capital(_named_again(rest if joined else text, met, past))
    return _leaning(text, rest, joined is not None, past)


def _standing_in(past: _Past) -> Subject:
    """The subject as it stands in the question before, or the one last told."""
    own = _subject_of(past.before)
    return own if own.words else past.about


_OF_THESE = re.compile(
    r"\b(quali|quale|quanti|quante|chi|which|how many)\s+(?:di|tra|fra|of)\s+(?:quest[ie]|quell[ie]"
    r"|ess[ie]|loro|these|those|them)(?:\s+(?:cluster|bandi|atti|decreti|clusters|calls))?\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:quali|quale|quanti|quante|che|which|what|how many)\s+(?:sono\s+)?"
    r"(?:(?:i|gli|le|the|are the)\s+)?([^\W\d_]{3,})"
    r"|\b(?:elenca\w*|lista|list|dimmi|mostra\w*|show|name)\s+(?:(?:tutti|all|me)\s+){0,2}"
    r"(?:i|gli|le|the)\s+([^\W\d_]{3,})",
    re.IGNORECASE,
)


def _of_these(text: str, past: _Past) -> str:
    """Ask of the kind of thing that was listed: "quali di questi …"."""
    met = _OF_THESE.search(text)
    listed = _LISTED.search(past.before)
    if met is None or listed is None:
        return text
    return f"{text[: met.start()]}{met[1]} {listed[1] or listed[2]}{text[met.end() :]}"


def _item_meant(text: str, met: re.Match[str], past: _Past) -> str:
    """The question about the item of a list that an ordinal means."""
    place = ordinal_at(met["it"] or met["en"])
    if place >= len(past.items):
        return text
    item = past.items[place]
    before, after = JOINED.sub("", text[: met.start()]), text[met.end() :]
    if f"{before}{after}".strip(" ?.,"):
        return f"{before}{item}{after}"
    old = next((one for one in past.items if one.words in past.before), None)
    found = put_subject(past.before, old, item) if old else ""
    return found or f"{item}?"


_OTHERS = re.compile(
    r"(?:i |gli |le |quanto (?:ai|agli|alle) |per |the )?(?:altri|altre|others?|rest)"
    rf"(?:\s+(?P<noun>{NOUNS}|clusters|calls))?(?:\s+(?:ones|two|due|tre))?",
    re.IGNORECASE,
)


def _the_others(rest: str, past: _Past) -> str:
    """Ask the question before of all of that kind: "e gli altri cluster?"."""
    met = _OTHERS.fullmatch(rest.strip(" ?.!"))
    if met is None:
        return ""
    noun = met["noun"] or next((w for w in past.about.words.split()[:1] if w.islower()), "cluster")
    every = "all the" if language(past.before) == "en" else "tutti i"
    return put_subject(past.before, _standing_in(past), Subject(f"{every} {noun}"))


_THIS = re.compile(
    r"\b(?P<this>quest[oa]|quel|quella|quell'|tale|detto|detta|lo stesso|la stessa|this|that"
    rf"|the same)\s*(?P<noun>{NOUNS}|atto|act|call|notice)\b",
    re.IGNORECASE,
)


def _named_again(text: str, met: re.Match[str], past: _Past) -> str:
    """Put its name behind "questo decreto"."""
    met = _THIS.search(text) or met
    about = past.about if past.about.words else _subject_of(past.before)
    own = find_subject(text[: met.start()] + text[met.end() :]).words
    if not about.words or (own and own in about.words):
        return text
    name = about.words
    if name.lower().startswith(met["noun"].lower()):
        name = name[len(met["noun"]) :].strip()
    return f"{text[: met.end()]} {name}{text[met.end() :]}"


_LEANS = re.compile(
    r"\b(?:lui|lei|loro|esso|essa|essi|esse|suo|sua|suoi|sue|quell[oaie]|quest[oaie]|stess[oaie]|lo"
    r"|ne|ci|vi|it|its|they|their|them|he|she|his|her|him|this|that|these|those)\b"
    r"|\b\w{3,}(?:ar|er|ir)(?:lo|la|li|le|ne|ci|vi)\b",
    re.IGNORECASE,
)
_BEFORE_OR_AFTER = re.compile(r"\b(?:prima|dopo|before|after)\b", re.IGNORECASE)
_PERSONAL = re.compile(
    r"\b(?:he|she|him|his|her|lui|lei|costui|costei|laureat[oa]|mort[oa]|che età"
    r"|quanti anni ha|born|die|died)\b|\bdov(?:e|'|’)\s?(?:è\s+nat[oa]|nacque)\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"\bne\s+(?:ha|hanno|aveva|è|era|sono|fu)\b", re.IGNORECASE)
_OF_ACTS = re.compile(
    r"\b(?:valid[oa]|in vigore|vigente|abrogat[oa]|revocat[oa]|firmat[oa]|in force|signed"
    r"|repealed)\b",
    re.IGNORECASE,
)


def _leaning(text: str, rest: str, joined: bool, past: _Past) -> str:
    """A question that lacks its subject, with it; others as they are."""
    own = subject(rest)
    about = past.about
    words = len(content_words(text, language(text)))
    if words > _LONG or (own and not joined):
        return text
    if joined and own and not is_asked_thing(rest, own):
        if ASKS.search(rest) and not asks_the_same(rest, past.before, own):
            return _capital(attach(rest, about) if _OF_IT.search(rest) else rest)
        found = put_subject(past.before, _standing_in(past), find_subject(rest))
        return _capital(found or f"{rest.rstrip(' ?')}? {past.before}")
    if joined and _BEFORE_OR_AFTER.search(text):
        return f"{text} {past.before}"
    asks = ASKS.search(text) or _TELLS.match(text) or text.rstrip().endswith("?")
    if not joined and not _LEANS.search(text) and not asks:
        return text
    if not joined and not _LEANS.search(text) and words > _LONG // 2:
        return text
    if _OF_ACTS.search(text) and (acts := acts_of(past.said)):
        about = acts[0]
    elif _PERSONAL.search(text) and (person := person_in(past.said, past.before)):
        about = Subject(person)
    if not about.words:
        return f"{rest.rstrip(' ?')}? {past.before}"
    return _capital(attach(rest, about))


def _capital(text: str) -> str:
    stripped = text.strip()
    return stripped[:1].upper() + stripped[1:]


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?\]])\s+(?=[A-ZÀ-Ý«])", text.strip(), maxsplit=1)[0]


def _within(rest: str) -> str:
    """Words as they stand within a sentence: an article in front loses its capital."""
    article = re.match(r"(?:Il|Lo|La|I|Gli|Le|Un|Una|The)\s|(?:L|Un)'", rest)
    return f"{rest[0].lower()}{rest[1:]}" if article else rest
