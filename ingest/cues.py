"""The words by which a sentence says that something is done to an act or a recognition.

A cue is such a word with its form (who does it stands left or right of it) and whether the
sentence only supposes, denies or foresees it. Acts named together are one group.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.act_names import ActName, same_act
from corpus.mentions import ActMention, find_mentions
from ingest.cue_words import (
    BEING,
    BOTH,
    BRINGING,
    CHANGES,
    CUE,
    ENGLISH,
    GRANTING,
    HAVING,
    LIGHT,
    MEANING,
    PAST,
    PAST_WORDS,
    STEM,
    UNSTATED,
    Deed,
    Form,
)
from ingest.statements import Reading, Statement


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of doing: where it stands, what is done, its form, and whether it really is done.

    `stated` is false for what is denied, supposed, asked for or still to come. `told`: the words
    tell of it as past ("è stato revocato"), they do not do it ("è revocato"). `plural`: they agree
    with several acts.
    """

    start: int
    end: int
    deed: Deed
    form: Form
    stated: bool
    told: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class ActGroup:
    """Acts named side by side ("i decreti n. 1 e n. 2"), and the words that lead to them.

    `led` are up to `_LED` characters before the group, in plain letters.
    """

    start: int
    end: int
    acts: tuple[ActName, ...]
    led: str


_DIGIT = re.compile(r"\d")
_REACH = 90
_LED = 90


# --- cues ---------------------------------------------------------------------------------------


def may_tell(low: str) -> bool:
    """Whether a plain text has any word that a cue begins with; cheap."""
    return STEM.search(low) is not None


_QUOTED = re.compile(r"[«“\"]([^«»“”\"]{1,900})[»”\"]")
_NEW_WORDS = re.compile(
    r"(?:\bparol[ae]|\bseguent[ei]|\bespression[ei]|\bdicitur[ae]|\bfras[ei]|\bperiod[oi]"
    r"|\bcifr[ae]|\bnumer[oi]|\bcome segue|:|\bwords?|\bfollowing) ?:? ?\Z"
)


def without_new_words(low: str) -> str:
    """A plain text in which the words that an act puts into another are blanked out."""
    if not any(mark in low for mark in '«“"'):
        return low
    parts, last = [], 0
    for match in _QUOTED.finditer(low):
        if _NEW_WORDS.search(low[max(0, match.start() - 30) : match.start()]):
            parts += [low[last : match.start(1)], " " * (match.end(1) - match.start(1))]
            last = match.end(1)
    return "".join((*parts, low[last:]))


def find_cues(low: str) -> list[Cue]:
    """The cues of a sentence in plain letters, in order."""
    found: list[Cue] = []
    for match in CUE.finditer(low):
        name = str(match.lastgroup)
        if name == "english":
            deed, form = ENGLISH[match.group()], Form.PARTICIPLE
        else:
            deed, form = MEANING[name]
        found.append(_cue(low, match, deed, form, english=name == "english"))
    brought = [_brought(low, match) for match in BRINGING.finditer(low) if _brings(low, match)]
    if brought:
        found = [one for one in found if not any(_carries(low, light, one) for light in brought)]
        found = sorted((*found, *brought), key=lambda one: one.start)
    return found


def _cue(low: str, match: re.Match[str], deed: Deed, form: Form, *, english: bool) -> Cue:
    start, end = match.span()
    before = low[max(0, start - _REACH) : start]
    told = False
    if form is Form.PARTICIPLE:
        form, told = _participle(low, end, before, english=english)
    elif match.group() in BOTH and form in (Form.NOUN, Form.FINITE):
        form = Form.FINITE if _acts_here(low, end, before) else Form.NOUN
    light = _light(before, deed) if form is Form.NOUN else None
    if light is not None:
        form, told = _carried(light["verb"])
        start -= len(light.string) - light.start()
        before = low[max(0, start - _REACH) : start]
    plural = (
        match.group()[-1] in "ie" if not english else re.search(r"\b\w*re ", before) is not None
    )
    return Cue(start, end, deed, form, _is_stated(low, end, before), told, plural)


def _light(before: str, deed: Deed) -> re.Match[str] | None:
    """The verb that carries a noun, if one does."""
    found = LIGHT.search(before[-40:])
    if found is None and deed is Deed.RECOGNISE:
        found = GRANTING.search(before)
    return found


def _participle(low: str, end: int, before: str, *, english: bool) -> tuple[Form, bool]:
    """The form of a participle, told by its auxiliary, and whether it tells of something past."""
    being = BEING.search(before[-70:])
    if being is not None:
        past = PAST.search(being["rest"]) is not None or being["aux"] in PAST_WORDS
        return Form.PASSIVE, past
    if HAVING.search(before[-50:]):
        return Form.ACTIVE, True
    if english and _OBJECT.match(low, end):
        return Form.ACTIVE, True
    return Form.PARTICIPLE, False


_OBJECT = re.compile(
    r" (?:and \w+ )?(?:the|its|an?|all|both|that|decrees?|regulations?|directives?|resolutions?"
    r"|laws?|articles?|giunta)\b"
)


def _carried(verb: str) -> tuple[Form, bool]:
    """The form of a noun that a verb carries: "disporre la revoca" is "revocare"."""
    if verb.endswith("re"):
        return Form.INFINITIVE, False
    if " " not in verb:
        return Form.FINITE, False
    if verb.startswith(("ha ", "hanno ", "granted")):
        return Form.ACTIVE, True
    return Form.PASSIVE, False


def _brings(low: str, match: re.Match[str]) -> bool:
    """Whether it is changes that are brought."""
    behind = low[match.end() : match.end() + 120].partition(";")[0]
    return CHANGES.search(low, max(0, match.start() - 40), match.start()) is not None or (
        CHANGES.search(behind) is not None
    )


def _brought(low: str, match: re.Match[str]) -> Cue:
    before = low[max(0, match.start() - _REACH) : match.start()]
    form, told = Form(str(match.lastgroup)), False
    if form is Form.PARTICIPLE:
        form, told = _participle(low, match.end(), before, english=False)
    stated = _is_stated(low, match.end(), before)
    return Cue(match.start(), match.end(), Deed.AMEND, form, stated, told, plural=True)


def _carries(low: str, light: Cue, one: Cue) -> bool:
    """Whether a noun such as "modifiche" is but the object of "apportare"."""
    gap = one.start - light.end
    return one.form is Form.NOUN and 0 <= gap <= 120 and ";" not in low[light.end : one.start]


_ARTICLE = re.compile(
    r"(?:\b(?:la|le|una|alla|della|sulla|dalla|nella|di|per|con|e|in|a|ad|ogni|successiva|parziale"
    r"|totale|ulteriore|prima|seconda|terza|nuova|the|of)|l'|[.:–-]) \Z"
)
_TO_OF = re.compile(
    r"(?: parziale| totale)? (?:d[ei]l?|dei|della|delle|degli|al|alla|ai|alle)\b| d'"
)


def _acts_here(low: str, end: int, before: str) -> bool:
    """Whether a word that is noun and verb is a verb: no article before it, an object behind."""
    words = before.rstrip(' «"“:')
    if _TO_OF.match(low, end):
        return False
    return bool(words) and words == before.rstrip() and not _ARTICLE.search(before)


_TURN = re.compile(r"[;:]|, (?:ma|mentre|bensì|but)\b|\bmentre (?=il|la|con|nel)")


def _is_stated(low: str, end: int, before: str) -> bool:
    """Whether what is done is told as done, by the words of its own clause before it."""
    if "?" in low[end : end + 200]:
        return False
    clause = before
    for turn in _TURN.finditer(before):
        clause = before[turn.end() :]
    return UNSTATED.search(clause) is None


# --- acts named together --------------------------------------------------------------------------

_JOINT = re.compile(
    r"\s*(?:[,;]\s*(?:e|ed|and|&)?|e|ed|nonché|and|&)\s*(?:(?:d[ei]|del|della|dei|delle|dal|dalla"
    r"|con|al|alla|il|la|i|le|l'|the|successiv\w+)\s*){0,3}\Z|\s*\Z"
)


def find_groups(text: str, low: str) -> Sequence[ActGroup]:
    """The acts named in a sentence, those side by side together."""
    if len(text) > _LONGEST_KEPT:
        return _read_groups(text, low)
    return _kept_groups(text, low)


_LONGEST_KEPT = 4_000


@lru_cache(maxsize=1_024)
def _kept_groups(text: str, low: str) -> Sequence[ActGroup]:
    """What several readers of one document ask, found once."""
    return _read_groups(text, low)


def _read_groups(text: str, low: str) -> Sequence[ActGroup]:
    groups: list[list[ActMention]] = []
    for one in find_mentions(text):
        if groups and _JOINT.match(low, groups[-1][-1].end, one.start):
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(
        ActGroup(
            group[0].start,
            group[-1].end,
            tuple(ActName(m.type, m.issuer, m.number, m.date) for m in group),
            low[max(0, group[0].start - _LED) : group[0].start],
        )
        for group in groups
    )


class ActNames:
    """The acts that a document names whole, by which shorter mentions of them are completed."""

    def __init__(self, reading: Reading) -> None:
        """Find the acts that the statements of a document name."""
        self._groups = {
            one.span: find_groups(one.text, one.low)
            for one in reading.statements
            if _DIGIT.search(one.low)
        }
        whole: dict[tuple[str, str], set[ActName]] = {}
        for groups in self._groups.values():
            for name in (act for group in groups for act in group.acts):
                if name.number and name.date and len(name.date) > 4:
                    whole.setdefault((name.type.value, name.number), set()).add(name)
        self._whole = whole

    def groups(self, statement: Statement) -> list[ActGroup]:
        """The acts of a statement, short mentions completed where the document tells one act."""
        found = self._groups.get(statement.span)
        if found is None:
            found = find_groups(statement.text, statement.low)
        return [replace(one, acts=tuple(map(self._complete, one.acts))) for one in found]

    def _complete(self, name: ActName) -> ActName:
        if name.number is None or (name.date and len(name.date) > 4 and name.issuer):
            return name
        fuller = {
            other
            for other in self._whole.get((name.type.value, name.number), ())
            if same_act(name, other) != "no"
        }
        days = {other.date for other in fuller}
        if len(days) != 1:
            return name
        issuers = {other.issuer for other in fuller if other.issuer}
        issuer = issuers.pop() if len(issuers) == 1 else name.issuer
        return ActName(name.type, name.issuer or issuer, name.number, days.pop())


_BY = re.compile(
    r"(?:\b(?:con|mediante|tramite|attraverso"
    r"|(?:per mezzo|ad opera|in forza|per effetto) d(?:i|el|ell[oae]|e[il]|egli)|by|with|through"
    r"|under)|\bda(?:l|lla|i|lle|gli|llo)?"
    r"|\b(?:(?:per mezzo|ad opera|in forza|per effetto) de|da)ll')"
    r"(?:[ (]+(?:il|lo|la|i|gli|le|l'|the|un|uno|una|successiv[oaie]|proprio|propri|apposit[oaie]"
    r"|citat[oaie]|predett[oaie]|suddett[oaie]|medesim[oaie]|regional[ei]|relativ[oaie]|stess[oaie]"
    r"|atto|avviso|provvediment[oi]|di cui al(?:la|l')?|two|same)){0,6}[ («\"]{0,3}"
    r"(?:(?:artt?\.|articol[oi]|comm[ai]|punt[oi]|letter[ae]|paragraf[oi]|article|point)"
    r"[ \w.,()-]{0,40}(?:\bdel|\bdella|\bdello|\bdei|\bdell'|\bof(?: the)?|,) ?)?\Z"
)


def leads_by(led: str) -> bool:
    """Whether the words before a group make it that by which something is done: "con il"."""
    return _BY.search(led) is not None


# --- the words that introduce a list --------------------------------------------------------------

_LONGEST_LEAD = 1_200


def with_lead(statement: Statement, lead: Statement) -> Statement | None:
    """An item of a list together with the words that introduce it, as one stretch of the page."""
    begin, span = lead.span, statement.span
    if begin.page != span.page or begin.end > span.start or span.end - begin.start > _LONGEST_LEAD:
        return None
    gap = " " * (span.start - begin.end)
    return replace(
        statement,
        span=replace(span, start=begin.start),
        text=lead.text + gap + statement.text,
        low=lead.low + gap + statement.low,
    )


# --- days -----------------------------------------------------------------------------------------


def first_day(
    days: Sequence[tuple[int, int, str]], low: str, pattern: re.Pattern[str]
) -> str | None:
    """The first date that a pattern such as "a decorrere dal" leads to."""
    return next(_led_days(days, low, pattern), None)


def _led_days(
    days: Sequence[tuple[int, int, str]], low: str, pattern: re.Pattern[str]
) -> Iterator[str]:
    for start, _, iso in days:
        if pattern.search(low[max(0, start - _LED) : start]):
            yield iso


FROM = re.compile(
    r"(?:a (?:decorrere|partire|far data|valere)|con (?:decorrenza|effetto|efficacia)|efficac[ei]"
    r"|decorr\w+|with effect|starting|valid|effective)"
    r"(?: a)?(?: dal| dall'| dalla data del| from| as of)?(?: giorno| \w+dì)? ?\Z"
)
UNTIL = re.compile(
    r"(?:fino|sino|efficacia|validità|termine|scadenza|until|till|up to|prorog\w+|differi\w+"
    r"|extended)(?: e non oltre)?(?: al(?: giorno)?| alla data del| il| all'| is| on| at"
    r"| fissat[oa] al| to)? ?\Z|\bscad(?:e|ono|rà|ranno|uti|uto) (?:il|al|in data) ?\Z"
)
