"""Who does what to which act: the parties of one cue, told by its form and the words between.

An active verb has the one who does it on its left, a passive one behind "con" or "dal"; an
infinitive or a noun in an act's own decision is done by that act. Where the words between a verb
and an act do not lead from one to the other, nothing is told.
"""

import re
from collections.abc import Sequence

from ingest.cue_words import Deed, Form
from ingest.cues import ActGroup, Cue, leads_by
from ingest.frames import Doers, Frame, Parties
from ingest.party_words import (
    AFTER_ACT,
    ALSO_BY,
    AND,
    AND_ALSO,
    ASIDE,
    BREAK,
    BUDGET,
    BY_NAME,
    CLEFT,
    CLITIC,
    DECIDES,
    DONE,
    GRANT,
    IN_PASSING,
    IN_TURN,
    ITSELF,
    NAMED_AS,
    OTHER_SUBJECT,
    PERFORMS,
    PIECE,
    PIECE_LED,
    PREPOSITION,
    QUALIFIED,
    REFERENCE,
    RELATIVE,
    THIS,
    TITLE,
    WHO,
    WHO_DID,
)

_ADJOINS = 25
_LED = 90
_FURTHEST = 160
_NEAR_WORDS = 8


def find_parties(frame: Frame, place: int) -> Parties:
    """Who does what the cue at `place` says, and to which acts; nothing where it is not told."""
    cue = frame.cues[place]
    left, right = frame.bounds(cue)
    stop = min(
        (
            one.start
            for one in frame.cues[place + 1 :]
            if not _qualifies(one) and not _coordinated(frame, cue, one) and not _denies(one)
        ),
        default=right,
    )
    before = [one for one in frame.groups if left <= one.start and one.end <= cue.start]
    after = [one for one in frame.groups if cue.end <= one.start < min(stop, right)]
    found = _by_form(frame, cue, before, after, right)
    for doers, target in found:
        if cue.deed is Deed.APPROVE and not _adjoins(cue, target):
            continue
        if cue.deed is Deed.INSERT and not is_piece(frame.low, cue, target):
            continue
        yield doers, target


def _by_form(
    frame: Frame, cue: Cue, before: Sequence[ActGroup], after: Sequence[ActGroup], right: int
) -> Parties:
    if cue.form in (Form.FINITE, Form.ACTIVE):
        return _active(frame, cue, before, after)
    if cue.form in (Form.PASSIVE, Form.PARTICIPLE):
        return _passive(frame, cue, before, after)
    if cue.form is Form.INFINITIVE:
        behind = [one for one in frame.groups if cue.end <= one.start < right]
        return _infinitive(frame, cue, before, after, behind)
    return _noun(frame, cue, before, after)


def _denies(cue: Cue) -> bool:
    """Whether a cue only says in passing what is not done: "modificato, ma non revocato, dal"."""
    return not cue.stated and cue.form is Form.PARTICIPLE


def _qualifies(cue: Cue) -> bool:
    """Whether a cue only tells which text is meant: "il bando approvato con decreto …"."""
    return cue.deed is Deed.APPROVE and cue.form is Form.PARTICIPLE


def _coordinated(frame: Frame, cue: Cue, other: Cue) -> bool:
    """Whether two cues do it together: "modificato ed integrato dal", "proroga dei termini e …"."""
    if cue.form is not other.form:
        return False
    if AND.fullmatch(frame.low, cue.end, other.start):
        return True
    if cue.form is not Form.NOUN or not AND_ALSO.search(frame.low[cue.end : other.start]):
        return False
    return not any(cue.end <= one.start < other.start for one in frame.groups)


def _adjoins(cue: Cue, target: ActGroup) -> bool:
    """Whether an act itself is approved, not something that stands between."""
    gap = target.start - cue.end if target.start >= cue.end else cue.start - target.end
    return gap <= _ADJOINS


def is_piece(low: str, cue: Cue, target: ActGroup) -> bool:
    """Whether the words name an article, a point or an annex of the act and not the act."""
    if target.start >= cue.end:
        return PIECE.search(low, cue.end, target.start) is not None
    between = PIECE.search(low, target.end, cue.start)
    return between is not None or PIECE_LED.search(target.led) is not None


def _is_doer(frame: Frame, cue: Cue, one: ActGroup) -> bool:
    """Whether a group is that by which a thing is done, not that which tells the thing meant."""
    begin = cue.end if one.start >= cue.end else 0
    led = frame.low[max(begin, one.start - _LED) : one.start]
    return leads_by(led) and QUALIFIED.search(led) is None


def _leads_to(frame: Frame, cue: Cue, target: ActGroup) -> bool:
    """Whether the words from a cue to an act behind it make it what is touched."""
    gap = frame.low[cue.end : target.start]
    if len(gap) > _FURTHEST or BREAK.search(gap):
        return False
    if gap.rstrip().endswith("(") and not BY_NAME.search(gap):
        return False
    if cue.deed in (Deed.REVOKE, Deed.EXTEND) and GRANT.match(gap):
        return False
    return not (cue.deed in (Deed.AMEND, Deed.REPLACE, Deed.RECTIFY) and BUDGET.match(gap))


def _object(frame: Frame, cue: Cue, after: Sequence[ActGroup]) -> ActGroup | None:
    """The act behind a cue that it touches."""
    target = next((one for one in after if not _is_doer(frame, cue, one)), None)
    return target if target is not None and _leads_to(frame, cue, target) else None


def _last(one: ActGroup, *, plural: bool) -> ActGroup:
    """A group, or its last act where the words speak of one only."""
    return one if plural else ActGroup(one.start, one.end, one.acts[-1:], one.led)


# --- active ---------------------------------------------------------------------------------------


def _active(
    frame: Frame, cue: Cue, before: Sequence[ActGroup], after: Sequence[ActGroup]
) -> Parties:
    target = _object(frame, cue, after)
    if before and CLITIC.search(frame.low[max(0, cue.start - 12) : cue.start]):
        acts = [act for one in before for act in one.acts]
        if frame.last is not None:
            yield frame.last
        elif len(acts) > 1:
            meant = before[-1] if len(before[-1].acts) > 1 else before[-2]
            kept = acts[-2:-1]
            yield acts[-1:], ActGroup(meant.start, meant.end, tuple(kept), meant.led)
        return
    if target is None:
        return
    if doers := _subject(frame, cue, before):
        if before and WHO.match(frame.low[before[-1].end : cue.start]):
            frame.asides.add(target.start)
        frame.last = doers, target
        yield doers, target
        return
    by = next((one for one in after if _is_doer(frame, cue, one)), None)
    if by is not None:
        yield by.acts, target


def _subject(frame: Frame, cue: Cue, before: Sequence[ActGroup]) -> Doers:
    """Who does what an active verb says."""
    low = frame.low
    if before:
        one = before[-1]
        gap = ASIDE.sub("", low[one.end : cue.start])
        if _is_doer(frame, cue, one):
            return one.acts if len(gap) <= _FURTHEST else ()
        referred = REFERENCE.search(one.led) is not None
        meant = not referred or WHO.match(gap)
        if meant and len(gap.split()) <= _NEAR_WORDS and not OTHER_SUBJECT.search(gap):
            return one.acts if cue.plural and not referred else one.acts[-1:]
        by = next((one for one in before if _is_doer(frame, cue, one)), None)
        return by.acts if by is not None and cue.start - by.end <= _FURTHEST else ()
    left = low[max(0, cue.start - _FURTHEST) : cue.start]
    this = THIS.search(left) or re.search(r"\bsi \Z", left) or ITSELF.search(left)
    return frame.own if this else ()


# --- passive --------------------------------------------------------------------------------------


def _passive(
    frame: Frame, cue: Cue, before: Sequence[ActGroup], after: Sequence[ActGroup]
) -> Parties:
    """The parties of "… è stato modificato dal …", of "con decreto … è revocato il …"."""
    low = frame.low
    if before and cue.form is Form.PASSIVE and RELATIVE.search(low, before[-1].end, cue.start):
        if (target := _object(frame, cue, after)) is not None:
            yield before[-1].acts[-1:], target
        return
    first = next((one for one in reversed(before) if _is_doer(frame, cue, one)), None)
    target = _object(frame, cue, after)
    if first is not None and target is not None and cue.form is Form.PASSIVE:
        yield first.acts, target
        return
    by = _agents(frame, cue, after)
    patient = _patient(frame, cue, before)
    if by:
        if cue.deed is not Deed.APPROVE:
            frame.doers |= {one.start for one in by}
        behind = target is None or target.start > by[0].start
        aim = patient or (None if behind and cue.form is Form.PARTICIPLE else target)
        yield from ((one.acts, aim) for one in by if aim is not None)
    elif cue.form is Form.PARTICIPLE:
        return
    elif first is None:
        yield from _undone(frame, cue, patient, target)
    elif patient is not None and patient.start > first.start:
        yield first.acts, patient


def _undone(frame: Frame, cue: Cue, patient: ActGroup | None, target: ActGroup | None) -> Parties:
    """The parties of a passive that names no doer: "il decreto … è revocato"."""
    aim = patient or target
    if aim is None:
        return
    if frame.own and not cue.told:
        yield frame.own, aim
    elif patient is not None and not _is_led(patient) and _is_near(frame, patient, cue):
        yield (None,), patient


def _is_led(one: ActGroup) -> bool:
    return leads_by(one.led) or PIECE_LED.search(one.led) is not None


def _is_near(frame: Frame, one: ActGroup, cue: Cue) -> bool:
    gap = ASIDE.sub("", frame.low[one.end : cue.start])
    return len(gap) <= 60 and not OTHER_SUBJECT.search(gap) and not BREAK.search(gap)


def _agents(frame: Frame, cue: Cue, after: Sequence[ActGroup]) -> list[ActGroup]:
    """The acts by which a passive thing was done, several in a row."""
    found: list[ActGroup] = []
    for one in after:
        if found:
            if ALSO_BY.match(frame.low, found[-1].end, one.start) is None:
                break
        elif not _is_doer(frame, cue, one) or one.start - cue.end > _FURTHEST:
            continue
        found.append(one)
    return found


def _patient(frame: Frame, cue: Cue, before: Sequence[ActGroup]) -> ActGroup | None:
    """The act before a passive to which it is done."""
    low = frame.low
    for one in reversed(before):
        if one.start in frame.doers and not IN_TURN.search(low, one.end, cue.start):
            continue
        if one.start not in frame.doers and _is_doer(frame, cue, one):
            break
        gap = low[one.end : cue.start]
        if one.start in frame.asides and cue.form is Form.PASSIVE and gap.startswith(","):
            continue
        referred = cue.form is Form.PASSIVE and REFERENCE.search(one.led)
        if referred and not WHO.match(gap):
            return None
        single = not cue.plural and not PIECE_LED.search(one.led)
        return _last(one, plural=not single)
    near = before[-1] if before and cue.form is Form.PARTICIPLE else None
    if near is not None and AFTER_ACT.fullmatch(low, near.end, cue.start):
        return _last(near, plural=cue.plural)
    return None


# --- infinitives and nouns ------------------------------------------------------------------------


def _infinitive(
    frame: Frame,
    cue: Cue,
    before: Sequence[ActGroup],
    after: Sequence[ActGroup],
    behind: Sequence[ActGroup],
) -> Parties:
    target = _object(frame, cue, after)
    if target is None:
        return
    left = frame.low[max(0, cue.start - _FURTHEST) : cue.start]
    done = next((one for one in behind if CLEFT.search(one.led)), None)
    if done is not None:
        yield done.acts, target
    elif DECIDES.search(left) and (by := [one for one in before if _is_doer(frame, cue, one)]):
        yield by[-1].acts, target
    elif frame.own and (PERFORMS.search(left) or (DECIDES.search(left) and not before)):
        frame.nouns.append((cue.end, target.end))
        yield frame.own, target


def _noun(frame: Frame, cue: Cue, before: Sequence[ActGroup], after: Sequence[ActGroup]) -> Parties:
    """The parties of "revoca del decreto … disposta con …", of "il decreto … di proroga del …"."""
    low = frame.low
    target = next(iter(after), None)
    if target is None:
        heads = frame.subject_line and before and _heads(low, before[-1], cue)
        if heads and frame.own and not GRANT.match(low, cue.end):
            yield frame.own, before[-1]
        return
    gap = low[cue.end : target.start]
    joined = PREPOSITION.match(low, cue.end) or (not gap.strip() and _opens(frame, cue))
    if not joined or not _leads_to(frame, cue, target) or _is_doer(frame, cue, target):
        return
    by = next((one for one in after[1:] if leads_by(one.led)), None)
    if by is not None and WHO_DID.match(low[target.end : by.start]):
        yield by.acts, target
    elif (
        before and _is_doer(frame, cue, before[-1]) and DONE.search(low, before[-1].end, cue.start)
    ):
        yield before[-1].acts, target
    elif before and NAMED_AS.fullmatch(ASIDE.sub("", low[before[-1].end : cue.start])):
        yield before[-1].acts[-1:], target
    elif frame.own and _opens(frame, cue):
        frame.nouns.append((cue.end, target.end))
        yield frame.own, target


def _heads(low: str, one: ActGroup, cue: Cue) -> bool:
    """Whether a subject line names a text by its act and then what happens to it: "…: proroga"."""
    if cue.deed not in (Deed.EXTEND, Deed.AMEND, Deed.RECTIFY):
        return False
    return re.fullmatch(r"[^;:]{0,40}[:.–-] ?(?:\w+ )?", low[one.end : cue.start]) is not None


def _opens(frame: Frame, cue: Cue) -> bool:
    """Whether a noun such as "Revoca" opens a subject or a point, or goes on with another."""
    left = frame.low[max(0, cue.start - _FURTHEST) : cue.start]
    if TITLE.search(left) or IN_PASSING.search(left):
        return True
    return any(
        re.fullmatch(
            r"[, ]*(?:e|ed|nonché) (?:la |le |l'|il |alla |contestuale )?",
            frame.low[end : cue.start],
        )
        or (noun <= cue.start < end and AND_ALSO.search(left))
        for noun, end in frame.nouns
    )
