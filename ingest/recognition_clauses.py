"""The clauses of a statement on recognition: what each names, by which acts, from and to when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.act_names import ActName
from corpus.clusters import ClusterMention, find_clusters
from corpus.dates import MONTHS
from corpus.parts import Part, part_of
from ingest.cue_words import Deed, Form
from ingest.cues import FROM, UNTIL, ActGroup, ActNames, Cue, first_day, leads_by
from ingest.party_words import GIVEN
from ingest.recognition_words import (
    AS_CLUSTER,
    CANDIDATE,
    CLAUSES,
    GROUP_AS,
    GROUP_NUMBERS,
    IN_MONTH,
    NUMBERS,
    SPANS,
    TERM,
    YEAR,
)
from ingest.statements import Statement, find_days


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a statement that says one thing, with what it names."""

    statement: Statement
    start: int
    low: str
    named: tuple[ClusterMention, ...]
    groups: tuple[ActGroup, ...]
    days: tuple[tuple[int, int, str], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The clusters named one by one."""
        return tuple(dict.fromkeys(m.cluster_id for m in self.named if m.cluster_id))

    @property
    def count(self) -> int:
        """The number of the group named, -1 for "the clusters" without a number, 0 for none."""
        groups = [m.count or -1 for m in self.named if not m.cluster_id]
        if not groups and (told := GROUP_AS.search(self.low)) and AS_CLUSTER.search(self.low):
            word = told["count"]
            groups = [int(word) if word.isdigit() else GROUP_NUMBERS[word]]
        return max(groups, key=abs) if groups else 0

    @property
    def own(self) -> tuple[ActName, ...]:
        """The act in whose text the clause stands, where it decides."""
        own = self.statement.own
        recalls = part_of(self.statement.section) is Part.PREAMBLE
        return (own,) if own is not None and not recalls else ()

    def part(self, start: int, end: int) -> "Clause":
        """A stretch of the clause by itself."""
        return Clause(
            self.statement,
            self.start + start,
            self.low[start:end],
            tuple(
                replace(m, start=m.start - start, end=m.end - start)
                for m in self.named
                if start <= m.start < end
            ),
            tuple(
                replace(g, start=g.start - start, end=g.end - start)
                for g in self.groups
                if start <= g.start < end
            ),
            tuple((a - start, b - start, iso) for a, b, iso in self.days if start <= a < end),
        )


def find_clauses(
    statement: Statement, names: ActNames, about: Sequence[str], first: int = 0
) -> Iterator[Clause]:
    """The clauses of a statement; before `first` stand words that introduce it."""
    hinted = bool(about) or "cluster" in statement.low
    whole = Clause(
        statement,
        0,
        statement.low,
        tuple(find_clusters(statement.text, hinted=hinted)),
        tuple(names.groups(statement)),
        tuple(find_days(statement.low)),
    )
    cuts = [m.end() if m.end() > m.start() else m.start() for m in CLAUSES.finditer(whole.low)]
    cuts += _rows(whole, first)
    inside = [cut for cut in sorted(set(cuts)) if not _within(whole, cut)]
    for start, end in zip([0, *inside], [*inside, len(whole.low)], strict=True):
        yield from _paired(whole.part(start, end))


def _within(whole: Clause, cut: int) -> bool:
    return any(g.start < cut <= g.end for g in whole.groups)


_MARK = re.compile(r"\W*(?:\w{1,2}[.)] )?\W*(?:il |la |l'|lo |the |fondazione |associazione )?")


def _rows(whole: Clause, first: int) -> list[int]:
    """Where lines begin that each open with a cluster, as the rows of a table do."""
    starts = [m.end() for m in re.finditer("\n", whole.statement.text) if m.end() > first]
    heads = {m.start for m in whole.named if m.cluster_id}
    rows = [
        at for at in (0, *starts) if (mark := _MARK.match(whole.low, at)) and mark.end() in heads
    ]
    return [at for at in rows if at] if len(rows) > 1 else []


def _paired(clause: Clause) -> Iterator[Clause]:
    """A clause in parts where acts and clusters take turns: "con … il cluster A e con … il B"."""
    marks = sorted(
        [(g.start, "act") for g in clause.groups if leads_by(g.led)]
        + [(m.start, "cluster") for m in clause.named if m.cluster_id]
    )
    kinds = [kind for _, kind in marks]
    pairs = len(kinds) // 2
    turns = kinds in (["act", "cluster"] * pairs, ["cluster", "act"] * pairs)
    if pairs < 2 or not turns or len(clause.groups) != pairs:
        yield clause
        return
    cuts = [_joint(clause.low, marks[2 * n - 1][0], marks[2 * n][0]) for n in range(1, pairs)]
    if any(cut is None for cut in cuts):
        yield clause
        return
    head = clause.low[: marks[0][0]]
    verb = _verb(clause.low[: marks[1][0]], head)
    ends = [int(cut or 0) for cut in cuts]
    for place, (start, end) in enumerate(zip([0, *ends], [*ends, len(clause.low)], strict=True)):
        part = clause.part(start, end)
        yield part if place == 0 else replace(part, low=part.low + verb)


def _joint(low: str, start: int, end: int) -> int | None:
    found = [m.start() for m in re.finditer(r"(?:, |\b(?:e|ed|and) )", low[start:end])]
    return start + found[-1] if found else None


def _verb(first: str, head: str) -> str:
    """The words by which the first pair is recognised, said again of the next."""
    told = re.search(r"[^,;]{0,30}\b(?:riconosc|riconobb|recogni)\w*", first) or re.search(
        r"riconosc\w*", head
    )
    return f" {told.group()}" if told else ""


# --- acts -----------------------------------------------------------------------------------------

_TOGETHER = re.compile(
    r"(?:insieme|unitamente|congiuntamente|assieme|together)(?: (?:a|al|ai|con|with))(?: \w+)? ?\Z"
)
_OF = re.compile(
    r"(?:è quello|quello|is that|that) (?:dei|del|della|of)(?: the)? ?\Z"
    r"|\blo (?:dispone|stabilisce|decide|prevede)(?: il| la)? ?\Z"
)
_ASIDE = re.compile(r"\((?:cfr\.? |di cui al |con |ex )?(?:il |i )?\Z")
_OF_NOTICE = re.compile(
    r"\b(?:avvis|bando|risposta|a seguito|in seguito|criteri|attuazione|ai sensi|manifestazion"
    r"|answer|response|notice|following|pursuant|linee guida|previst|disciplin)[^,;]{0,75}\Z"
)
_RELATIVE = re.compile(
    r"\b(?:con (?:cui|il quale|la quale|i quali|le quali)|che (?:ha|hanno)|by which)\b"
)
_AGREED = re.compile(r"\A(?:\W|\w{1,3}[.)])*\Z")


def find_doers(clause: Clause, cue: Cue, stop: int) -> tuple[ActName, ...]:
    """The acts by which a cue is done: those it leads to with "con", else an act's own decision."""
    after = [g for g in clause.groups if cue.end <= g.start < stop and not _is_notice(clause, g)]
    before = [g for g in clause.groups if g.end <= cue.start and not _is_notice(clause, g)]
    joined = [act for g in after if _TOGETHER.search(g.led) for act in g.acts]
    led = [g for g in after if _leads(clause, cue, g)]
    if led and not joined:
        return led[0].acts
    if before and _RELATIVE.search(clause.low, before[-1].end, cue.start):
        return before[-1].acts
    led_before = [g for g in before if leads_by(g.led)]
    plain_before = [g for g in before if not leads_by(g.led)]
    if cue.form in (Form.FINITE, Form.ACTIVE) and plain_before:
        also = [act for g in led_before for act in g.acts]
        return (*plain_before[-1].acts, *also, *joined)
    if led_before and cue.form is not Form.INFINITIVE and not (cue.form is Form.NOUN and after):
        return led_before[-1].acts
    return clause.own if _is_own(clause, cue) else ()


def _leads(clause: Clause, cue: Cue, group: ActGroup) -> bool:
    """Whether the words behind a cue lead to a group as that by which it is done."""
    if _OF.search(group.led) or _ASIDE.search(group.led):
        return True
    changes = cue.deed is not Deed.RECOGNISE
    if changes and _GIVEN_BY.search(clause.low, cue.end, group.start):
        return False
    return leads_by(group.led)


_GIVEN_BY = re.compile(
    rf"riconosciment[^;]{{0,150}}\b{GIVEN}\b|recognition[^;]{{0,150}}\b{GIVEN}\b"
)


def _is_own(clause: Clause, cue: Cue) -> bool:
    """Whether the text's own act does what a cue says."""
    if cue.form is Form.PARTICIPLE:
        return _AGREED.match(clause.low[: cue.start]) is not None
    return not (cue.told and cue.form in (Form.PASSIVE, Form.ACTIVE))


def _is_notice(clause: Clause, group: ActGroup) -> bool:
    """Whether a group is the notice or the rules by which clusters were asked for, not the act."""
    ends = [g.end for g in clause.groups if g.end <= group.start]
    begin = max([group.start - 90, *ends, 0])
    return _OF_NOTICE.search(clause.low[begin : group.start]) is not None


def find_changed(clause: Clause, acts: Sequence[ActName]) -> tuple[ActName, ...]:
    """The acts named beside those by which it is done: whose recognitions are changed."""
    others = (
        act
        for group in clause.groups
        for act in group.acts
        if act not in acts and not _is_notice(clause, group)
    )
    return tuple(dict.fromkeys(others))


# --- days -----------------------------------------------------------------------------------------


def find_since(clause: Clause, cue: Cue, stop: int) -> str | None:
    """From when it counts, as the clause says: a whole day, a month or a year."""
    day = first_day(clause.days, clause.low, FROM) or _range_start(clause)
    if day is not None or clause.statement.own:
        return day
    piece = clause.low[cue.start : stop]
    month = IN_MONTH.search(piece)
    if month:
        year = month["year"]
        if year is None:
            years = re.findall(r"\b((?:19|20)\d\d)\b", clause.low[: cue.start + month.start()])
            year = years[-1] if years else None
        if year:
            return f"{year}-{MONTHS[month['month']]:02d}"
    for start, _, iso in clause.days:
        if cue.end <= start < stop and not any(g.start <= start < g.end for g in clause.groups):
            return iso if re.search(r"\b(?:il|in data|dal|on|del) \Z", clause.low[:start]) else None
    said = YEAR.search(piece) or YEAR.search(clause.low[max(0, cue.start - 60) : cue.start])
    return said[1] if said and cue.deed is Deed.RECOGNISE else None


_BEGIN = re.compile(r"\b(?:dal|dall'|from)(?: giorno)? ?\Z")
_TO = re.compile(r" ?(?:e )?(?:fino )?(?:al|to|until|sino)\b")


def _range_start(clause: Clause) -> str | None:
    """The first day of "dal … al …"."""
    for start, end, iso in clause.days:
        if _BEGIN.search(clause.low[:start][-20:]) and _TO.match(clause.low, end):
            return iso
    return None


def find_until(clause: Clause) -> str | None:
    """The last day on which it counts."""
    last = first_day(clause.days, clause.low, UNTIL)
    if last is None and _range_start(clause):
        return next(
            (
                iso
                for start, _, iso in clause.days
                if re.search(r"\b(?:al|to|until) \Z", clause.low[:start][-8:])
            ),
            None,
        )
    return last


def find_months(low: str) -> int | None:
    """A term in months: "per tre anni", "con validità biennale"."""
    match = TERM.search(low)
    if match is None:
        return None
    word = match["word"] or match["span"]
    if word:
        return SPANS[word[:5]]
    number = int(match["n"]) if match["n"].isdigit() else NUMBERS[match["n"]]
    return number * (12 if match["unit"][0] in "ay" else 1) or None


def find_day(clause: Clause) -> str | None:
    """The date of what is said: of the act, or a day named in the clause outside an act's name."""
    statement = clause.statement
    if statement.own:
        return statement.own.date
    loose = [
        iso
        for start, _, iso in clause.days
        if not any(g.start <= start < g.end for g in clause.groups)
    ]
    if CANDIDATE.search(clause.low) or len(set(loose)) != 1:
        return statement.day
    return loose[0]
