"""What a document says of the recognition of clusters: that they are, will be or were recognised.

Only recognition by the region as a technology cluster is meant; the legal personality of an
association, a European label or the recognition of a supply chain is something else and is no
claim here. A sentence is read clause by clause, each clause by its cues in order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from corpus.act_names import ActName
from corpus.claims import Recognition, Standing
from corpus.clusters import find_areas, find_clusters
from ingest.cue_words import Deed, Form
from ingest.cues import ActNames, Cue, find_cues, with_lead
from ingest.recognition_clauses import (
    Clause,
    find_changed,
    find_clauses,
    find_day,
    find_doers,
    find_months,
    find_since,
    find_until,
)
from ingest.recognition_lists import find_listed, is_listing, still_listing
from ingest.recognition_words import (
    AS_CLUSTER,
    AS_OTHER,
    ASKED,
    ASSERTED,
    BY_REGION,
    COMING,
    DENIAL,
    DISPUTED,
    ENDED,
    GRANTED,
    HINT,
    IGNORANCE,
    NO_CLAIM,
    OBLIQUE,
    OBTAINED,
    OF_CALL,
    ONE_OF,
    OTHER_BODY,
    OTHER_MEANING,
    OTHER_OBJECT,
    OTHER_REGION,
    PURPOSE,
    REFUSAL,
    RUMOUR,
    SUBJECT,
    TERM_OF,
    UNSURE,
    WAITING,
    WHICH,
)
from ingest.statements import Reading, Statement, with_leads


def find_recognitions(reading: Reading) -> list[Recognition]:
    """What the statements of a document say of the recognition of clusters."""
    if not any(HINT.search(one.low) or ASKED.search(one.low) for one in reading.statements):
        return []
    names = ActNames(reading)
    found: list[Recognition] = []
    listing: Statement | None = None
    for statement, lead in with_leads(reading.statements):
        begins = is_listing(statement.low)
        if reading.is_object(statement) and not begins:
            continue
        listing = statement if begins else still_listing(listing, statement)
        if statement.is_heading or begins:
            continue
        whole = statement if listing else _introduced(statement, lead)
        if HINT.search(whole.low) or ASKED.search(whole.low):
            first = len(whole.low) - len(statement.low)
            found += _of_statement(whole, names, _about(reading, statement), first)
        else:
            found += find_listed(statement, names, listing)
    return list(dict.fromkeys(found))


def _about(reading: Reading, statement: Statement) -> tuple[str, ...]:
    """The one cluster that the nearest heading, or the title, is about; () where none alone is."""
    if statement.own:
        return ()  # an act's subject names what it decides, not whom each sentence is about
    for heading in (*reversed(statement.section), reading.document.title):
        named = {one.cluster_id for one in find_clusters(heading, hinted=True)}
        if named:
            return tuple(named) if len(named) == 1 and "" not in named else ()
    return ()


def _introduced(statement: Statement, lead: Statement | None) -> Statement:
    """An item of a list with the words that introduce it, where these speak of recognition."""
    if lead is None or not HINT.search(lead.low):
        return statement
    return with_lead(statement, lead) or statement


# --- sentences ------------------------------------------------------------------------------------


def _of_statement(
    statement: Statement, names: ActNames, about: Sequence[str], first: int
) -> Iterator[Recognition]:
    if "://" in statement.low or statement.low.rstrip(' »"”').endswith("?"):
        return
    last: tuple[str, ...] = ()
    spoken = False
    for clause in find_clauses(statement, names, about, first):
        ids = clause.ids
        asked = ASKED.search(clause.low) and not OF_CALL.search(statement.low)
        if _is_elsewhere(clause) or not (HINT.search(clause.low) or asked):
            if spoken and ids and WAITING.search(clause.low):
                yield replace(_plain(clause, ids), standing=Standing.PROPOSED, count=0)
            last = ids or last
            continue
        spoken = True
        if asked and not clause.named:
            ids = _by_area(clause)
        if not ids and not clause.count and (SUBJECT.search(clause.low) or not clause.named):
            ids = last or tuple(about)
        last = ids or last
        yield from _of_clause(clause, ids)


def _by_area(clause: Clause) -> tuple[str, ...]:
    """The cluster that a clause calls by its area as a name: "la Chimica Verde, la cui domanda"."""
    text = clause.statement.text[clause.start : clause.start + len(clause.low)]
    found = find_areas(text)[:1]
    words = [word for one in found for word in text[one.start : one.end].split() if len(word) > 3]
    named = len(words) > 1 and all(word[0].isupper() for word in words)
    return tuple(one.cluster_id for one in found) if named else ()


def _plain(clause: Clause, ids: tuple[str, ...]) -> Recognition:
    return Recognition(
        Standing.RECOGNISED, ids, clause.statement.span, count=clause.count, day=find_day(clause)
    )


def _is_elsewhere(clause: Clause) -> bool:
    """Whether a clause speaks of another recognition: of another body, or of something else."""
    low = clause.low
    if OTHER_REGION.search(low):
        return True
    if AS_CLUSTER.search(low) and not OTHER_BODY.search(low):
        return False
    return any(
        pattern.search(low) for pattern in (OTHER_MEANING, OTHER_BODY, OTHER_OBJECT, AS_OTHER)
    )


def _of_clause(clause: Clause, ids: tuple[str, ...]) -> Iterator[Recognition]:
    plain, low = _plain(clause, ids), clause.low
    if (IGNORANCE.search(low) and WHICH.search(low)) or DISPUTED.search(low):
        acts = tuple(dict.fromkeys(act for group in clause.groups for act in group.acts))
        if ids or (clause.count and acts):
            yield replace(plain, standing=Standing.UNDETERMINED, acts=acts)
        return
    standing = _whole_standing(clause)
    if standing is Standing.DENIED and clause.ids:
        ids = _denied(clause)
    if standing is not None:
        if ids:
            yield replace(
                plain, standing=standing, clusters=ids, acts=_by(clause, standing), count=0
            )
    elif not NO_CLAIM.search(low):
        yield from _by_cues(clause, plain)


def _by(clause: Clause, standing: Standing) -> tuple[ActName, ...]:
    """The acts by which a cluster is refused."""
    if standing is not Standing.REFUSED:
        return ()
    word = REFUSAL.search(clause.low)
    end = word.end() if word else 0
    cue = Cue(end, end, Deed.REVOKE, Form.PASSIVE, stated=True)
    return find_doers(clause, cue, len(clause.low))


def _whole_standing(clause: Clause) -> Standing | None:
    """The standing that a clause as a whole tells, where it does not plainly say "recognised"."""
    low = clause.low
    if RUMOUR.search(low):
        return Standing.DENIED
    if UNSURE.search(low):
        return Standing.REPORTED
    if REFUSAL.search(low):
        return Standing.REFUSED
    if ENDED.search(low):
        return Standing.EXPIRED if not re.search(r"\brevoc", low) else None
    if DENIAL.search(low):
        return Standing.DENIED
    if ASSERTED.search(low) or GRANTED.search(low):
        return None
    return Standing.PROPOSED if COMING.search(low) or ASKED.search(low) else None


def _denied(clause: Clause) -> tuple[str, ...]:
    """The clusters that a denial is about: those named before it, else all."""
    denial = DENIAL.search(clause.low)
    end = denial.start() if denial else len(clause.low)
    before = (m.cluster_id for m in clause.named if m.cluster_id and m.end <= end)
    return tuple(dict.fromkeys(before)) or clause.ids


_STANDINGS = {
    Deed.RECOGNISE: Standing.RECOGNISED,
    Deed.AMEND: Standing.UPDATED,
    Deed.CONFIRM: Standing.UPDATED,
    Deed.EXTEND: Standing.EXTENDED,
    Deed.REVOKE: Standing.REVOKED,
    Deed.EXPIRE: Standing.EXPIRED,
}


def _by_cues(clause: Clause, plain: Recognition) -> Iterator[Recognition]:
    """A claim for each cue of a clause: recognised, then updated, prolonged, revoked."""
    cues = [
        one
        for one in find_cues(clause.low)
        if one.deed in _STANDINGS and one.stated and not _is_aim(clause, one)
    ]
    changes = [one for one in cues if one.deed is not Deed.RECOGNISE]
    told = any(one.deed is Deed.RECOGNISE for one in cues)
    plain = replace(plain, until=find_until(clause), months=find_months(clause.low))
    words = _Words(clause.low)
    for place, cue in enumerate(cues):
        if _is_name(cue) and changes:
            continue  # what is changed, not what is done
        if cue.deed is not Deed.RECOGNISE and not (told and _changes(clause, cue, cues)):
            continue
        later = (
            one.start
            for one in islice(cues, place + 1, None)
            if cue.deed is Deed.RECOGNISE or not _is_name(one)
        )
        stop = next(later, len(clause.low))
        acts = find_doers(clause, cue, stop)
        claim = replace(
            plain,
            standing=_STANDINGS[cue.deed],
            acts=acts,
            since=find_since(clause, cue, stop),
            of=find_changed(clause, acts),
        )
        if _counts(clause, cue, claim, words):
            yield claim


def _is_name(cue: Cue) -> bool:
    """Whether a cue only names the recognition: "il riconoscimento"."""
    return cue.deed is Deed.RECOGNISE and cue.form is Form.NOUN


def _is_aim(clause: Clause, cue: Cue) -> bool:
    """Whether "riconoscimento" is but what rules, notices and requests are for."""
    if not _is_name(cue):
        return False
    return PURPOSE.search(clause.low[max(0, cue.start - 70) : cue.start]) is not None


_THINGS_BETWEEN = re.compile(
    r"\b(?:criter|modalit|procedur|avvis|band|domand|requisit|denominazion|sede\b|soggett"
    r"|composizion|organ|statut|contribut|progett|termin|convocazion|assemble|president|direttiv"
    r"|elenc|dotazion)"
)


def _changes(clause: Clause, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether what is changed is the recognition, not something that stands by it."""
    if cue.form in (Form.PARTICIPLE, Form.PASSIVE):
        before = [one for one in cues if one.deed is Deed.RECOGNISE and one.end <= cue.start]
        if before:
            named = [g.end for g in clause.groups if g.end <= cue.start]
            begin = max([before[-1].end, *named])
            return _THINGS_BETWEEN.search(clause.low, begin, cue.start) is None
    behind = [one for one in cues if one.deed is Deed.RECOGNISE and one.start >= cue.end]
    if behind:
        return _THINGS_BETWEEN.search(clause.low, cue.end, behind[0].start) is None
    before = [one for one in cues if one.deed is Deed.RECOGNISE and one.end <= cue.start]
    return bool(before) and _THINGS_BETWEEN.search(clause.low, before[-1].end, cue.start) is None


class _Words:
    """Which words a clause has anywhere, looked for once."""

    def __init__(self, low: str) -> None:
        self.region = BY_REGION.search(low) is not None
        self.as_cluster = AS_CLUSTER.search(low) is not None
        self.one_of = ONE_OF.search(low) is not None
        self.obtained = OBTAINED.search(low) is not None or _IS_THAT.search(low) is not None


_IS_THAT = re.compile(r"\bè quello (?:de[il]|di)|\bis that of")
_BY_ACT = re.compile(r"\b(?:con|dal|by) (?:il |i )?(?:decret|d\.|deliber)")


def _counts(clause: Clause, cue: Cue, claim: Recognition, words: _Words) -> bool:
    """Whether a claim has what it needs: whom it is about, and who says so."""
    own = bool(clause.own)
    if not claim.clusters and not claim.count and claim.of and cue.deed is not Deed.RECOGNISE:
        return bool(claim.acts)
    if not claim.clusters and not claim.count:
        term = (claim.until or claim.months) and own and TERM_OF.search(clause.low)
        return bool(term) and cue.deed in (Deed.RECOGNISE, Deed.EXTEND)
    if (
        cue.deed is Deed.RECOGNISE
        and cue.form is not Form.NOUN
        and not _is_whom(clause, cue, words)
    ):
        return False
    if claim.acts:
        return not _is_name(cue) or _obtained(clause, cue, words)
    if _is_name(cue):
        return _obtained(clause, cue, words) and words.region
    if clause.statement.own and not own:
        return False  # a recital that names no act
    return _is_told(clause, cue, claim, words)


def _is_told(clause: Clause, cue: Cue, claim: Recognition, words: _Words) -> bool:
    """Whether words that name no act tell a recognition, not only speak of the recognised."""
    heads = cue.deed is not Deed.RECOGNISE and not clause.low[: cue.start].strip(' -–«"“')
    if claim.clusters and heads:
        return True
    if not words.region and not (words.as_cluster and claim.clusters):
        return False
    if cue.form in (Form.PASSIVE, Form.ACTIVE, Form.FINITE):
        return bool(claim.clusters) or claim.count > 0 or bool(claim.since)
    return bool(claim.since) or (bool(claim.clusters) and words.one_of)


_CLOSE = 4


def _is_whom(clause: Clause, cue: Cue, words: _Words) -> bool:
    """Whether a cluster named is what is recognised, not a bystander ("promossa da AFIL")."""
    if cue.form not in (Form.PASSIVE, Form.PARTICIPLE) or words.as_cluster:
        return True
    if words.one_of or not clause.named:
        return True
    return any(
        not m.cluster_id
        or m.start >= cue.end
        or cue.start - m.end <= _CLOSE
        or not OBLIQUE.search(clause.low[max(0, m.start - 20) : m.start])
        for m in clause.named
    )


def _obtained(clause: Clause, cue: Cue, words: _Words) -> bool:
    """Whether a noun "riconoscimento" is of something that has happened, by an act."""
    return words.obtained or _BY_ACT.search(clause.low, cue.end, cue.end + 120) is not None
