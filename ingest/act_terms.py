"""From when to when an act says that it holds, or a text says so of an act that it names."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from corpus.act_names import ActName, act_id
from corpus.claims import Fact, Topic
from ingest.cue_words import UNSTATED
from ingest.cues import ActGroup, ActNames
from ingest.statements import Reading, Statement, find_days

_HINT = re.compile(
    r"vigore|vigente|vigenza|validit|valid[oaei]\b|efficac|durata|effett|cess|in force|into force"
    r"|valid\b|appl(?:ica|y\b|ies)"
)
_KIND = (
    r"(?:provvediment\w+|decret\w+|att[oi]\b|deliberazion\w+|delibere?\b|determinazion\w+"
    r"|determin[ae]\b|disposizion\w+|legge\b|regolament\w+|ordinanz\w+|direttiv\w+|avviso\b|decree"
    r"|resolution|regulation|directive|law\b|act\b)"
)
_THIS = re.compile(
    r"(?:\b(?P<of>del|della|dell'|delle|dei|of) ?|\b(?:il|la|le|lo|the) ?"
    r"|\b(?P<aside>al|alla|dal|dalla|nel|nella|sul|sulla|con il|con la|col|per il|per la|under|with"
    r"|by|in|to|from) ?|\b)"
    rf"(?:present[ei]|questa?|this) {_KIND}"
)
_RULES = re.compile(
    r"\b(?P<what>disposizioni|norme|regole|criteri|provisions|rules|efficacia|validità|durata"
    r"|vigenza|effetti|validity)(?: \w+)? (?:di cui )?"
    r"(?:del|della|dello|dell'|dei|delle|al|alla|of)(?: the)? ?\Z"
)
"""Before "of an act": what of it holds as long as it does."""
_WHEN = re.compile(r"efficacia|validità|durata|vigenza|effetti|validity")
_ARTICLE = re.compile(
    r"(?:\A|[.;:,»”\"] ?|\b(?:che|e|mentre|that|vist[oa]|richiamat[oa]|\d[.)]) )"
    r"\W{0,3}(?:il |la |lo |l'|the )?\Z"
)
_HOLDS = re.compile(
    r"(?:\([^()]{0,60}\))?,? ?(?:(?:è|sono|resta|restano|rimane|rimangono|entra|entrano|entrerà"
    r"|entreranno|enters?|entered|shall enter|is|are|was|remains?|remained|has been|ha|hanno|avrà"
    r"|avranno|conserva|mantiene|produce|producono|produrrà|spiega|esplica|shall have"
    r"|has) ){0,2}(?:(?:entrat|rimast|stat|restat)[oaie] )?(?:(?:pienamente|tuttora|quindi|altresì"
    r"|immediatamente) )?(?:in vigore|vigent[ei]|efficac[ei]a?|valid[oaei]|valid|validità|durata"
    r"|effett[oi]|i suoi effetti|into force|in force|effect)\b|,? ?(?:(?:si applica"
    r"|si applicheranno|si applicano|trova applicazione|shall apply|applies|apply)\b"
    r"|cess\w+ di (?:avere (?:efficacia|validità|effetto)|essere in vigore|produrre effetti)"
    r"|(?:ceases?|ceased) to (?:have effect|be in force|apply)|(?:scade|scadrà|expires|expired)\b)"
)
_RUNS = re.compile(
    r",? ?(?:decorr\w+|cess\w+|termin\w+|scad\w+|è|sono|si estend\w+|begins?|ends?|is)\b"
)
_CEASES = re.compile(r"\bcess\w+|\bceas\w+|\btermina\b|\bends?\b|\bscad\w+|expire")
_TO = re.compile(
    r"(?:\b(?:fino|sino)(?: e non oltre)?(?: al(?: giorno)?| all'| alla data del| a tutto il)?"
    r"|\b(?:until|till|to)|\bal(?: giorno)?|\ball'|(?:termin|scad|cess)\w+ (?:il|al|in data)"
    r"|\b(?:ends?|expires?|expired) on) ?\Z"
)
_FROM = re.compile(
    r"(?:\bdal(?: giorno)?|\bdall'|\bfrom|\bas of|\bas from|\bsince|\bon|\bil(?: giorno)?|\bin data"
    r"|\b(?:decorrenza|data del)) ?\Z"
)
_OTHERS = re.compile(
    r";|,? e (?:il|lo|la|i|gli|le|l'|un)\b ?\w|, (?:il|lo|la|i|gli|le|un)\b ?\w| che | per (?:il|la"
    r"|le|i)\b|\bmentre\b|\bwhile\b"
)
"""Where a sentence goes on about something else."""
_AT = re.compile(
    r"(?:(?:testo )?vigente al(?:la data del)?:? ?|\bin vigore al ?|\bin force (?:on|at) ?)\Z"
)
_NEAR = 20


def find_terms(reading: Reading) -> list[Fact]:
    """The days from ("since"), to ("until") or on ("in_force") which acts are said to hold."""
    hinted = [one for one in reading.statements if _HINT.search(one.low)]
    if not hinted:
        return []
    names = ActNames(reading)
    found = [fact for statement in hinted for fact in _of_statement(statement, names)]
    return list(dict.fromkeys(found))


def _of_statement(statement: Statement, names: ActNames) -> Iterator[Fact]:
    low = statement.low
    days = find_days(low)
    if not days or low.rstrip(' »"”').endswith("?"):
        return
    for start, _, iso in days:
        if statement.own and _AT.search(low[max(0, start - 40) : start]):
            yield _fact(statement, statement.own, "in_force", iso)
    for act, end, runs in _subjects(statement, names):
        told = (_RUNS if runs else _HOLDS).match(low, end)
        if told is None or UNSTATED.search(low[max(0, end - 90) : told.end()]):
            continue
        yield from _days_after(statement, act, told, days)


def _days_after(
    statement: Statement,
    act: ActName,
    told: re.Match[str],
    days: list[tuple[int, int, str]],
) -> Iterator[Fact]:
    """The days that follow a verb of holding, as long as the sentence speaks of it."""
    low = statement.low
    other = _OTHERS.search(low, told.end())
    stop = other.start() if other else len(low)
    for start, _, iso in days:
        if not told.end() <= start < stop:
            continue
        led = low[max(told.start(), start - 40) : start]
        ceases = [m.end() for m in _CEASES.finditer(low, told.start(), start)]
        if ceases and not _TO.search(led) and re.search(r"\b(?:dal|dall'|from) ?\Z", led):
            yield _fact(statement, act, "until", _day_before(iso))
        elif _TO.search(led) or (ceases and _FROM.search(led)):
            yield _fact(statement, act, "until", iso)
        elif _FROM.search(led):
            yield _fact(statement, act, "since", iso)


def _day_before(iso: str) -> str:
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()


def _subjects(statement: Statement, names: ActNames) -> Iterator[tuple[ActName, int, bool]]:
    """The acts of which a sentence may say when they hold, where its verb would stand.

    The last part is true where it is the validity of the act that begins or ends.
    """
    low = statement.low
    if statement.own is not None:
        for this in _THIS.finditer(low):
            begin = max(0, this.start() - 40)
            rules = _RULES.search(low[begin : this.end("of")]) if this["of"] else None
            if this["aside"] is None and (this["of"] is None or rules is not None):
                yield statement.own, this.end(), bool(rules and _WHEN.search(rules["what"]))
    for one in names.groups(statement):
        if len(one.acts) == 1 and (kind := _kind_of_lead(one)) is not None:
            yield one.acts[0], one.end, kind


def _kind_of_lead(one: ActGroup) -> bool | None:
    """Whether an act's validity is the subject (true), the act itself (false), or neither."""
    rules = _RULES.search(one.led)
    if rules is not None:
        return _WHEN.search(rules["what"]) is not None
    return False if _ARTICLE.search(one.led) else None


def _fact(statement: Statement, act: ActName, field: str, iso: str) -> Fact:
    return Fact(Topic.ACT, act_id(act), field, iso, statement.span, day=statement.day)
