"""From when to when an act says that it holds, or a text says so of an act that it names."""

import re
from collections.abc import Iterator

from corpus.act_names import ActName, act_id
from corpus.claims import Fact, Topic
from ingest.cues import ActNames
from ingest.statements import Reading, Statement, find_days

_HINT = re.compile(
    r"vigore|vigente|validit|efficac|durata|in force|valid|enter|applica(?:no)? (?:fino|dal)"
)
_THIS = re.compile(
    r"\b(?:il|la|le|del|della|dal|dalla|the|this) ?(?:presente|presenti|present)? ?"
    r"(?:provvediment\w+|decret\w+|att\w|deliberazion\w+|determinazion\w+|disposizion\w+|legge"
    r"|regolament\w+|ordinanz\w+|avviso|decree|resolution|regulation|directive|law)\b"
)
_PRESENT = re.compile(r"\bpresent[ei]\b|\bthis\b")
_HOLDS = re.compile(
    r"(?:entra|entrano|entrerà|entreranno|è|sono|resta|restano|rimane|rimangono|enters?|is|are)"
    r" (?:in vigore|vigent[ei]|efficac[ei]|valid[oaie]|into force|in force|valid)"
    r"|ha(?:nno)? (?:validità|efficacia|durata|effetto)|avrà (?:validità|efficacia|durata|effetto)"
    r"|cess\w+ di (?:avere efficacia|essere in vigore|produrre effetti)|si applica(?:no)?"
    r"|shall (?:apply|enter into force)|applies|produce effetti"
)
_CEASES = re.compile(r"\bcess\w+ |\bceases?\b|expires?")
_TO = re.compile(
    r"(?:fino|sino)(?: e non oltre)?(?: al(?: giorno)?| all'| alla data del)? ?\Z"
    r"|(?:until|to|till) ?\Z|\bal ?\Z|\bal giorno ?\Z"
)
_FROM = re.compile(
    r"(?:dal|dall'|dal giorno|a decorrere dal|a partire dal|from|as of|since|on|il|il giorno) ?\Z"
)
_AT = re.compile(r"(?:testo )?vigente al:? ?\Z|in vigore al ?\Z|in force (?:on|at) ?\Z")
_UNSTATED = re.compile(r"\bnon\b|\bqualora\b|\bpotr|\bsarebbe|\bnot\b|\bmay\b|\bunless\b")


def find_terms(reading: Reading) -> list[Fact]:
    """The days from ("since"), to ("until") or on ("in_force") which acts are said to hold."""
    if not any(_HINT.search(one.low) for one in reading.statements):
        return []
    names = ActNames(reading)
    found = [
        fact
        for statement in reading.statements
        if _HINT.search(statement.low)
        for fact in _of_statement(statement, names)
    ]
    return list(dict.fromkeys(found))


def _of_statement(statement: Statement, names: ActNames) -> Iterator[Fact]:
    low = statement.low
    days = find_days(low)
    for start, _, iso in days:
        if _AT.search(low[max(0, start - 30) : start]) and statement.own:
            yield _fact(statement, statement.own, "in_force", iso)
    holds = _HOLDS.search(low)
    if holds is None or _UNSTATED.search(low[: holds.end()]):
        return
    act = _whose(statement, names, holds.start())
    if act is None:
        return
    for start, _, iso in days:
        if start < holds.end():
            continue
        before = low[max(0, start - 40) : start]
        if _TO.search(before) or _CEASES.search(holds.group()):
            yield _fact(statement, act, "until", iso)
        elif _FROM.search(before):
            yield _fact(statement, act, "since", iso)


def _whose(statement: Statement, names: ActNames, end: int) -> ActName | None:
    """The act that a sentence says it of: the one named right before, or the text's own."""
    groups = [one for one in names.groups(statement) if one.end <= end]
    if groups and len(groups[-1].acts) == 1 and end - groups[-1].end <= 30:
        return groups[-1].acts[0]
    this = list(_THIS.finditer(statement.low[:end]))
    if statement.own and this and end - this[-1].end() <= 12 and not groups:
        return statement.own if _PRESENT.search(statement.low[:end]) else None
    return None


def _fact(statement: Statement, act: ActName, field: str, iso: str) -> Fact:
    return Fact(Topic.ACT, act_id(act), field, iso, statement.span, day=statement.day)
