"""What a document says of calls: title, code, issuer, act, times, money, beneficiaries, state.

Statements are read one by one, each with the call that it names, that its heading or document is
about, or that was named last under the same heading; what fits none of these is said of no call.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.act_names import ActName
from corpus.claims import Fact, Topic
from corpus.parts import PARAGRAPH_LABEL, POINT_LABEL
from ingest.call_dates import Lead, Moment, find_moments
from ingest.call_makers import is_masthead, read_acts, read_clusters, read_issuer
from ingest.call_rows import find_labelled, read_cell, read_label
from ingest.call_subjects import CallSubjects, Segment
from ingest.call_tables import TableRow
from ingest.call_terms import Clause, Told, cut_clauses, read_terms
from ingest.call_values import read_values
from ingest.call_words import ANAPHOR, CELL_NOTE, HINT, TALK
from ingest.cues import ActGroup, ActNames, leads_by
from ingest.statements import Reading, Statement

_CHANGES = ("extended", "reopened", "recloses", "resumed")
_NEARBY = ("act", "issuer", "cluster")
"""What is not believed of a call that was only named before."""
_SAME_DAY = re.compile(
    r"\b(?:dalla|alla|da|con la) (?:medesima|stessa|predetta|suddetta|tale) data\b"
)
_LOOK_BACK = 5
_DIGIT = re.compile(r"\d")
_ANNEX = re.compile(r"allegato(?: [a-z0-9]{1,3})?,? (?:al|alla) ")
_AGENT = re.compile(r"[ \"'«»(|–-]*(?:il|la|lo|l'|the|con|con il|with|con la)?[ ']*\Z")
_APPROVED = re.compile(r"approvat[oaie]|approved|di cui")
_ANNOUNCED = re.compile(r"\(?[^()]*\b(?:pre)?annunciat[oa]|announced")


def find_calls(reading: Reading) -> list[Fact]:
    """The facts about calls that a document states."""
    if not any(HINT.search(one.low) for one in reading.statements):
        return []
    return list(_once(_Reader(reading).read()))


def _once(facts: Iterator[Fact]) -> Iterator[Fact]:
    """Each fact once; the clusters that a call concerns, and its code, once a document."""
    seen: set[object] = set()
    for fact in facts:
        mark = (fact.subject, fact.value) if fact.field in ("cluster", "code") else fact
        if mark not in seen:
            seen.add(mark)
            yield fact


@dataclass(frozen=True, slots=True)
class _Job:
    """A statement to read: the call that unnamed words mean, and the label above them.

    `owned` says that a heading, the act or the document is about the call meant; else it is the
    one that was named last.
    """

    place: int
    statement: Statement
    meant: str | None
    owned: bool
    label: str | None


def _find_jobs(subjects: CallSubjects) -> Iterator[_Job]:
    """The statements that may tell something of a call, each with the call that is meant."""
    last: str | None = None
    section: tuple[str, ...] | None = None
    label: str | None = None
    for place, one in enumerate(subjects.plain_statements):
        keys = [key for _, key in subjects.names(place)]
        heading = _without_points(one.section)
        if heading != section:
            section, last = heading, None
        owner = subjects.headed_call(one) or subjects.own_call(one)
        if not (keys or owner or last):
            label = None
            continue
        above, label = label, None
        if not keys and (found := read_label(one.low)):
            label = found
            continue
        if not keys and above is None and _is_headline(one):
            last = None
        meant = owner or (last if ANAPHOR.search(one.low) else None)
        if keys or (meant and (above or TALK.search(one.low))):
            yield _Job(place, one, meant, owner is not None, above)
        last = keys[-1] if keys else last


def _without_points(section: tuple[str, ...]) -> tuple[str, ...]:
    """A heading path without numbered points, which part no subject from another."""
    return tuple(one for one in section if not one.startswith((POINT_LABEL, PARAGRAPH_LABEL)))


class _Reader:
    """Reads the rows and statements of a document that tell of calls."""

    def __init__(self, reading: Reading) -> None:
        self.subjects = CallSubjects(reading)
        self.jobs = list(_find_jobs(self.subjects))
        told = tuple(job.statement for job in self.jobs)
        self.acts = ActNames(replace(reading, statements=told))

    def read(self) -> Iterator[Fact]:
        facts: list[Fact] = []
        for _, row in self.subjects.rows:
            facts += self._of_row(row)
        for job in self.jobs:
            facts += self._of_job(job)
        facts = _after_reopening(facts, self.subjects.plain_statements)
        told = {fact.subject for fact in facts}
        for key in self.subjects.known():
            if self.subjects.subject(key) in told:
                yield from self._naming(key)
        yield from facts
        yield from _mastheads(facts, self.subjects.plain_statements)

    def _naming(self, key: str) -> Iterator[Fact]:
        """The title and the code of a call, each once a document."""
        subject, title, code = (
            self.subjects.subject(key),
            self.subjects.title(key),
            self.subjects.code(key),
        )
        if title is not None:
            statement, start, end = title
            words = statement.text[start:end].rstrip(" \n")
            if not re.search("[«“„]", words):
                words = words.rstrip('»"”')
            told = Told("title", " ".join(words.split()), start, start + len(words))
            yield _fact(subject, statement, told)
        if code is not None:
            statement = self.subjects.code_places[key]
            at = statement.text.upper().find(code)
            yield _fact(
                subject, statement, Told("code", code, at, at + len(code) if at >= 0 else 0)
            )

    # --- rows ----------------------------------------------------------------------------------

    def _of_row(self, row: TableRow) -> Iterator[Fact]:
        subject, statement = self.subjects.subject(row.key), row.statement
        named = (row.row.start, row.row.end)
        who = next((one for one in row.row.told if one.field == "beneficiaries"), None)
        clause = Clause(statement.low, 0, len(statement.low), (), True, statement.day)
        notes = CELL_NOTE.findall(statement.low[slice(*named)])
        for told in row.row.told:
            yield _fact(subject, statement, told)
        if any(_ANNOUNCED.match(note) for note in notes):
            yield _fact(subject, statement, Told("state", "announced"))
        for told in read_clusters(statement.text, clause, named, who):
            yield _fact(subject, statement, told)

    # --- statements -----------------------------------------------------------------------------

    def _of_job(self, job: _Job) -> Iterator[Fact]:
        keys = {key for _, key in self.subjects.names(job.place)}
        for key, told in self._told(job, keys or {job.meant}):
            if keys or job.owned or told.field not in _NEARBY:
                yield _fact(self.subjects.subject(key), job.statement, told)

    def _told(self, job: _Job, keys: set[str | None]) -> Iterator[tuple[str, Told]]:
        one = job.statement
        only = next(iter(keys)) if len(keys) == 1 else None
        labelled = find_labelled(one.text, one.low)
        if labelled:
            for field, start, end in labelled if only else ():
                for told in read_cell(field, one.text, one.low, start, end):
                    yield str(only), told
            return
        groups = self.acts.groups(one) if _DIGIT.search(one.low) else []
        fields: set[str] = set()
        for segment in self.subjects.segments(job.place, job.meant):
            for told in self._of_segment(one, segment, groups):
                fields.add(told.field)
                yield segment.key, told
        if only is not None:
            yield from ((only, told) for told in _by_place(job, groups, fields))

    def _of_segment(
        self, one: Statement, segment: Segment, groups: Sequence[ActGroup]
    ) -> Iterator[Told]:
        moments = (
            _outside(find_moments(one.text, one.low), groups) if _DIGIT.search(one.low) else []
        )
        stretches = cut_clauses(one.low, segment.begin, segment.end, moments)
        for begin, end in stretches:
            own = groups if len(stretches) == 1 else self._groups_in(one, begin, end)
            within = tuple(m for m in moments if begin <= m.start < end)
            yield from self._of_clause(one, segment.named, (begin, end), (within, own))

    def _day_before(self, one: Statement) -> str | None:
        """The last day from which something counts, told in the same act before a statement."""
        statements = self.subjects.plain_statements
        place = next(at for at, other in enumerate(statements) if other.span == one.span)
        for other in reversed(statements[max(0, place - _LOOK_BACK) : place]):
            if other.own != one.own:
                return None
            for moment in reversed(find_moments(other.text, other.low)):
                if moment.lead is Lead.FROM and not moment.vague:
                    return moment.value
        return None

    def _groups_in(self, one: Statement, begin: int, end: int) -> list[ActGroup]:
        """The acts that one clause of a statement names."""
        part = replace(
            one, span=one.place(begin, end), text=one.text[begin:end], low=one.low[begin:end]
        )
        return [
            replace(group, start=group.start + begin, end=group.end + begin)
            for group in (self.acts.groups(part) if _DIGIT.search(part.low) else ())
        ]

    def _of_clause(
        self,
        one: Statement,
        spot: tuple[int, int] | None,
        stretch: tuple[int, int],
        held: tuple[tuple[Moment, ...], Sequence[ActGroup]],
    ) -> Iterator[Told]:
        (begin, end), (moments, groups) = stretch, held
        named = spot if spot and begin <= spot[0] < end else None
        day = _day_of_change(one, begin, groups)
        clause = Clause(one.low, begin, end, moments, spot is not None and spot[0] < end, day)
        for told in read_terms(clause):
            if not told.value and _SAME_DAY.search(clause.words):
                told = replace(told, value=self._day_before(one) or "")
            yield replace(told, day=told.day or day) if told.field in _CHANGES else told
        values = list(read_values(one.text, clause, named[1] if named else -1))
        yield from values
        yield from read_acts(clause, named, groups, one.own)
        yield from read_issuer(one.text, clause, named)
        who = next((told for told in values if told.field == "beneficiaries"), None)
        yield from read_clusters(one.text, clause, named, who)


def _by_place(job: _Job, groups: Sequence[ActGroup], fields: set[str]) -> Iterator[Told]:
    """What a statement tells by where it stands: at the head of an annex, below a label."""
    one = job.statement
    if _ANNEX.match(one.low) and len(groups) == 1 and len(groups[0].acts) == 1:
        yield Told("act", groups[0].acts[0].act_id, groups[0].start, groups[0].end)
    if job.label and job.label not in fields:
        for told in read_cell(job.label, one.text, one.low, 0, len(one.low)):
            if told.field not in fields:
                yield told


def _fact(subject: str, statement: Statement, told: Told) -> Fact:
    at = statement.place(told.start, told.end) if told.end else None
    day = told.day or statement.day
    return Fact(Topic.CALL, subject, told.field, told.value, statement.span, at, day)


def _mastheads(facts: Sequence[Fact], statements: Sequence[Statement]) -> Iterator[Fact]:
    """The issuer of a call that an act itself approves: the name at the act's head."""
    own = {one.span: one.own for one in statements}
    heads: dict[ActName, Statement | None] = {}
    for fact in facts:
        act = own.get(fact.quote)
        if fact.field != "act" or act is None or fact.value != act.act_id:
            continue
        if act not in heads:
            found = (one for one in statements if one.own == act and is_masthead(one.text))
            heads[act] = next(found, None)
        head = heads[act]
        if head is not None:
            told = Told("issuer", " ".join(head.text.split()), 0, len(head.text))
            yield _fact(fact.subject, head, told)


def _is_headline(one: Statement) -> bool:
    """Whether a statement is a heading, or a line that looks like one."""
    if one.is_heading:
        return True
    words = one.text.rstrip()
    return len(words) < 90 and "\n" not in words and not words.endswith((".", ";", ":", ",", "»"))


def _outside(moments: Sequence[Moment], groups: Sequence[ActGroup]) -> list[Moment]:
    """The moments that are no dates of acts."""
    return [
        one
        for one in moments
        if all(one.end <= group.start or one.start >= group.end for group in groups)
    ]


def _day_of_change(one: Statement, begin: int, groups: Sequence[ActGroup]) -> str | None:
    """The date of the act by which something changes: its own, or the one named as doing it."""
    if one.own is not None:
        return one.own.date
    for group in groups:
        date = group.acts[0].date
        if len(group.acts) != 1 or date is None or len(date) < 10:
            continue
        before = one.low[begin : group.start]
        by = leads_by(group.led) and not _APPROVED.search(before[-40:])
        if by or _AGENT.fullmatch(before):
            return date
    return one.day


def _after_reopening(facts: Sequence[Fact], statements: Sequence[Statement]) -> list[Fact]:
    """In an act that re-opens a call, the times told after that are those of the new window."""
    own = {one.span: one.own for one in statements}
    reopened: set[tuple[str, object]] = set()
    found: list[Fact] = []
    for fact in facts:
        act = own.get(fact.quote)
        if fact.field == "reopened" and not fact.value and act is not None:
            reopened.add((fact.subject, act))
        elif act is not None and (fact.subject, act) in reopened:
            new = {"opens": "reopened", "closes": "recloses"}.get(fact.field, fact.field)
            fact = replace(fact, field=new)
        found.append(fact)
    return found
