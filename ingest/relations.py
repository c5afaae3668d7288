"""What a document's act, or an act that it names, does to other acts, from the words around them.

Each sentence is read by its cues (`cues`), each cue by its parties (`parties`). What is denied,
supposed or foreseen is no relation; then the act is only cited.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.act_names import ActName, same_act
from corpus.claims import Relation, RelationKind
from corpus.parts import Part, part_of
from ingest.cue_words import Deed, Form
from ingest.cues import FROM, ActGroup, ActNames, Cue, find_cues, leads_by, may_tell, with_lead
from ingest.cues import without_new_words as blank
from ingest.frames import Doers, Frame
from ingest.parties import find_parties, is_piece
from ingest.party_words import BREAK, THIS
from ingest.statements import Reading, Statement, with_leads

_KINDS = {
    Deed.AMEND: RelationKind.AMENDS,
    Deed.INSERT: RelationKind.AMENDS,
    Deed.REPLACE: RelationKind.AMENDS,
    Deed.REVOKE: RelationKind.REVOKES,
    Deed.EXTEND: RelationKind.EXTENDS,
    Deed.RECTIFY: RelationKind.RECTIFIES,
    Deed.APPROVE: RelationKind.APPROVES,
    Deed.IMPLEMENT: RelationKind.IMPLEMENTS,
}
_NAMES_ACT = re.compile(r"\d")
_IN_ORDER_TO = re.compile(
    r"\b(?:in (?:piena |concreta )?(?:attuazione|esecuzione|recepimento)|in risposta all'avviso"
    r"|in (?:answer|response|implementation|execution)|attuativ[oaie]|per (?:l'attuazione"
    r"|l'esecuzione))"
)
_PARTLY = re.compile(
    r"\b(?:limitatamente|nella parte|in parte|parzial\w+|per la (?:sola )?parte|relativamente"
    r"|ad eccezione|eccett\w+|fatta eccezione|con esclusione|salvo|per quanto di competenza"
    r"|limited to|in part|partly|partially|except)\b"
)
_PART = re.compile(
    r"\b(?:termin[ei]\b|scadenz|dat[ae]\b|riconosciment|elenc|bando\b|avviso\b|dotazion|graduatori"
    r"|criteri|requisit|parole|disposizion|efficacia|tabell|deadline|recognition|list\b|error)"
)
_UNREAL = re.compile(
    r"(?:progetto|proposta|disegno|schema|bozza|pdl|ddl)(?: di(?: legge)?)? ?(?:n\. ?)?\Z"
)
_APART = re.compile(r"\b(?:ritenut|considerat|dato atto|vist[oaei]|richiamat|di approvare)|;")
_RESOLVED = re.compile(r"\W*(?:ritenut|valutat|considerata la necessità|ravvisata)")
_AFTER = 160
_LONGEST_TITLE = 400
_SHORT = 25


def find_relations(reading: Reading) -> list[Relation]:
    """What the acts of a document, and those that it names, do to others; the rest is cited."""
    names = ActNames(reading)
    found: dict[tuple[RelationKind, ActName | None, ActName, int, int], Relation] = {}
    for statement, lead in with_leads(reading.statements):
        if _NAMES_ACT.search(statement.low) is None:
            continue
        title = reading.is_object(statement)
        for relation in _of_statement(statement, lead, names, title=title):
            span = relation.quote
            key = (relation.kind, relation.subject, relation.target, span.page, span.start)
            found.setdefault(key, relation)
    return _without_titles(list(found.values()), reading)


def _without_titles(found: list[Relation], reading: Reading) -> list[Relation]:
    """Leave out what a subject line or a table of contents tells where the act tells it fuller."""
    titles = {one.span for one in reading.statements if reading.is_object(one)}
    told: dict[tuple[RelationKind, str], list[Relation]] = {}
    for one in found:
        if one.quote not in titles and one.kind is not RelationKind.CITES:
            told.setdefault((one.kind, one.target.number or ""), []).append(one)
    return [
        one
        for one in found
        if not any(
            _tells_fuller(other, one, one.quote in titles)
            for other in told.get((one.kind, one.target.number or ""), ())
        )
    ]


def _tells_fuller(other: Relation, one: Relation, title: bool) -> bool:
    """Whether another sentence tells the same with the day, or at all where this is a title."""
    if other is one or not (title or (other.day and not one.day)):
        return False
    doers = one.subject, other.subject
    if doers[0] is None or doers[1] is None:
        return doers[0] is doers[1] and same_act(other.target, one.target) == "yes"
    return same_act(doers[0], doers[1]) == same_act(other.target, one.target) == "yes"


def _of_statement(
    statement: Statement, lead: Statement | None, names: ActNames, *, title: bool
) -> Iterator[Relation]:
    groups = names.groups(statement)
    if not groups:
        return
    told: set[ActName] = set()
    relations = [*_told(statement, groups, title=title)]
    if lead is not None and may_tell(lead.low):
        relations += _introduced(statement, lead, names)
    for relation in relations:
        if not (relation.subject and same_act(relation.subject, relation.target) == "yes"):
            told |= {relation.target} if relation.subject == statement.own else set()
            yield relation
    own = statement.own
    for name in (act for group in groups for act in group.acts):
        if name not in told and not (own and same_act(own, name) == "yes"):
            yield Relation(RelationKind.CITES, own, name, statement.span)


_ITEM = re.compile(r"\W*(?:\w{1,3}[.)])?\W*(?:il |la |lo |l'|i |le |gli |the )?\Z")


def _introduced(statement: Statement, lead: Statement, names: ActNames) -> Iterator[Relation]:
    """What the words over a list say of the act with which an item begins."""
    whole = with_lead(statement, lead)
    if whole is None:
        return
    start = len(whole.low) - len(statement.low)
    groups = [one for one in names.groups(whole) if one.start >= start]
    if not groups or not _ITEM.match(whole.low, start, groups[0].start):
        return
    cues = [cue for cue in find_cues(lead.low) if cue.deed in _KINDS]
    frame = Frame(whole, whole.low, groups[:1], cues[-1:])
    frame.turns.clear()
    if cues and cues[-1].stated and cues[-1].form in (Form.PASSIVE, Form.INFINITIVE):
        for subjects, targets in find_parties(frame, 0):
            yield from _relations(frame, cues[-1], subjects, targets)


def _told(statement: Statement, groups: Sequence[ActGroup], *, title: bool) -> Iterator[Relation]:
    """The relations that the cues of a sentence tell."""
    yield from _in_order_to(statement, groups)
    if not may_tell(statement.low):
        return
    low = blank(statement.low)
    kept = [
        one for one in groups if low[one.start : one.end].strip() and not _is_in_title(low, one)
    ]
    cues = [cue for cue in find_cues(low) if cue.deed in _KINDS]
    frame = Frame(statement, low, kept, cues, subject_line=title)
    for place, cue in enumerate(cues):
        if not cue.stated:
            continue
        for subjects, targets in find_parties(frame, place):
            if not any(one.acts == subjects and _UNREAL.search(one.led) for one in kept):
                yield from _relations(frame, cue, subjects, targets)


def _is_in_title(low: str, one: ActGroup) -> bool:
    """Whether an act is named in the title of another, in brackets behind that one's name."""
    depth = 0
    for at in range(one.start - 1, max(0, one.start - _LONGEST_TITLE) - 1, -1):
        if low[at] == ")":
            depth += 1
        elif low[at] == "(" and depth:
            depth -= 1
        elif low[at] == "(":
            return one.start - at > _SHORT
    return False


def _in_order_to(statement: Statement, groups: Sequence[ActGroup]) -> Iterator[Relation]:
    """That an act is done "in attuazione" of another."""
    low = statement.low
    for match in _IN_ORDER_TO.finditer(low):
        target = next((one for one in groups if one.start >= match.end()), None)
        if target is None or target.start - match.end() > _AFTER:
            continue
        if BREAK.search(low, match.end(), target.start):
            continue
        for doer in _doers(statement, groups, match, target):
            for act in target.acts:
                yield Relation(RelationKind.IMPLEMENTS, doer, act, statement.span)


def _doers(
    statement: Statement, groups: Sequence[ActGroup], match: re.Match[str], target: ActGroup
) -> Doers:
    """The acts that are "in attuazione" of another: those before, behind, or the text's own."""
    low = statement.low
    left = [one for one in groups if one.end <= match.start()]
    if left and not _APART.search(low, left[-1].end, match.start()):
        return left[-1].acts
    behind = [one for one in groups if one.start >= target.end]
    if behind and (leads_by(behind[0].led) or _ISSUED.search(behind[0].led)):
        return behind[0].acts
    if statement.own is None:
        return ()
    recalls = part_of(statement.section) is Part.PREAMBLE
    meant = _RESOLVED.match(low) or THIS.search(low, 0, match.start())
    return () if recalls and not meant else (statement.own,)


_ISSUED = re.compile(
    r"\b(?:è stat[oa]|sono stat[ie]|è|was|were) (?:emanat|adottat|approvat|pubblicat|issued"
    r"|adopted)\w*(?: il| la| i| le| the)? ?\Z"
)


def _relations(frame: Frame, cue: Cue, subjects: Doers, targets: ActGroup) -> Iterator[Relation]:
    low, statement = frame.low, frame.statement
    behind = targets.start >= cue.end
    earlier = max((one.end for one in frame.cues if one.end <= cue.start), default=0)
    begin = max(targets.end, earlier)
    between = low[cue.end : targets.start] if behind else low[begin : cue.start]
    around = low[cue.end : targets.end + 80] if behind else between + low[cue.end : cue.end + 80]
    partly = (
        is_piece(low, cue, targets) or _PART.search(between) or _PARTLY.search(around) is not None
    )
    if not behind and _PART.search(targets.led[-70:]) and _OF_ACT.search(targets.led):
        partly = True
    whole = cue.deed in (Deed.REVOKE, Deed.REPLACE) and not partly
    day = _day(frame, cue)
    for subject in subjects:
        for act in targets.acts:
            if subject is None or same_act(subject, act) != "yes":
                yield Relation(_KINDS[cue.deed], subject, act, statement.span, whole, day)


_OF_ACT = re.compile(r"\b(?:d[ei]l?|della|dei|delle|di cui al?l?a?|con|dal|dalla|al|alla) ?\Z")
_SINCE = re.compile(r"\b(?:dal|dall'|from)(?: giorno)? ?\Z")
_RANGE = re.compile(r" ?(?:al|fino|sino|to|until)\b")


def _day(frame: Frame, cue: Cue) -> str | None:
    """The day from which what a cue says counts."""
    left, right = frame.bounds(cue)
    for start, end, iso in frame.days:
        if not left <= start < right:
            continue
        led = frame.low[max(left, start - 60) : start]
        plain = _SINCE.search(led) and not _RANGE.match(frame.low, end)
        if FROM.search(led) or (plain and cue.deed is not Deed.EXTEND):
            return iso
    return None
