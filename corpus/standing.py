"""From what is told of one cluster's recognition to how it stands on a day.

A recognition counts from the day that is said, else from the date of its act; where several acts
recognise jointly, from the latest of them. The last day of a term still counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.act_names import ActName, same_act
from corpus.claims import Recognition, Relation, RelationKind, Standing, Witness
from corpus.types import Authority


class ClusterStatus(StrEnum):
    """How a cluster stands (contract: `status`)."""

    RECOGNISED = "recognised"
    PROPOSED = "proposed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


Told = tuple[Recognition, Witness]


@dataclass(frozen=True, slots=True)
class RecognisingAct:
    """An act that recognises a cluster, or changes its recognition.

    `role` is "recognises", "updates", "extends" or "revokes". `jointly`: the words name several
    acts for several clusters and do not tell which cluster is in which.
    """

    act: ActName
    role: str
    effective_from: str | None
    effective_to: str | None
    jointly: bool
    told: Told


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision rests on beside the claims: full names of acts, and acts revoked."""

    names: Mapping[ActName, ActName]
    revoked: Mapping[ActName, tuple[str, Relation]]

    def full(self, act: ActName) -> ActName:
        """The act's name as fully as the claims tell it."""
        return self.names.get(act, act)


@dataclass(frozen=True, slots=True)
class Event:
    """A claim with the days from and to which it counts; "" where no day is told."""

    told: Told
    start: str
    end: str | None

    @property
    def standing(self) -> Standing:
        """What is claimed."""
        return self.told[0].standing


_LATEST = "9999"


def make_event(told: Told, case: Case, terms: Sequence[Told]) -> Event:
    """A claim with its days; `terms` give the term of what the same act recognises."""
    claim = told[0]
    start = _start(claim, case)
    until, months = claim.until, claim.months
    for term, _ in terms:
        if claim.standing is Standing.RECOGNISED and share_act(claim.acts, term.acts):
            until, months = until or term.until, months or term.months
    end = until or (_add_months(start, months) if months and len(start) == 10 else None)
    return Event(told, start, end)


def _start(claim: Recognition, case: Case) -> str:
    """The first day on which a claim surely counts, "" where it tells no day."""
    if claim.since and len(claim.since) == 10:
        return claim.since
    days = [case.full(act).date or "" for act in claim.acts]
    if days and all(len(day) == 10 for day in days):
        return max(days)
    told = claim.since or (max(days) if days and all(days) else None) or claim.day or ""
    return told + "-12-31"[len(told) - 4 :] if 4 <= len(told) < 10 else told


def _add_months(day: str, months: int) -> str:
    year, month, number = (int(part) for part in day.split("-"))
    place = year * 12 + month - 1 + months
    for last in (number, 30, 29, 28):
        try:
            return date(place // 12, place % 12 + 1, last).isoformat()
        except ValueError:
            continue
    return day


def share_act(a: Sequence[ActName], b: Sequence[ActName]) -> bool:
    """Whether any act stands in both."""
    return any(same_act(one, other) == "yes" for one in a for other in b)


def counts_on(event: Event, now: str) -> bool:
    """Whether a claim decides on a day; a recognition told without any day holds when it is read.

    It says nothing of the days before: when the cluster was recognised is not known.
    """
    undated = not event.start and event.standing is Standing.RECOGNISED
    return event.start <= now and not (undated and now < event.told[1].seen)


def is_term(claim: Recognition) -> bool:
    """Whether a claim only gives the term of what its act recognises."""
    return (
        claim.standing is Standing.RECOGNISED
        and not claim.clusters
        and not claim.count
        and bool(claim.until or claim.months)
    )


def official_first(told: Sequence[Told]) -> list[Told]:
    """By authority; what is said for demonstration counts only where nothing else is said."""
    order = list(Authority)
    real = [one for one in told if one[1].authority is not Authority.DEMONSTRATION]
    return sorted(real or told, key=lambda one: order.index(one[1].authority))


Decision = tuple[ClusterStatus, str | None, str | None, list[Told]]


def decide(past: Sequence[Event], case: Case, now: str) -> Decision:
    """The status on a day from what had happened by then."""
    given = [one for one in past if one.standing is Standing.RECOGNISED]
    sure = [one for one in given if one.told[0].acts] or given
    if not sure:
        implied = (Standing.EXTENDED, Standing.UPDATED, Standing.REVOKED)
        sure = [one for one in past if one.standing in implied and one.told[0].clusters]
    if not sure:
        return _before(past)
    last = max(one.start for one in sure)
    first = min(one.start for one in sure)
    ended = _revocation(past, last, case, sure, now)
    if ended is not None:
        return ClusterStatus.REVOKED, first, ended[0], [ended[1]]
    current = [one for one in sure if one.start == last] if last != first else sure
    until = max((one.end for one in current if one.end), default=None)
    open_ended = until is None
    reasons = [one.told for one in sure]
    for change in past:
        longer = change.standing in (Standing.EXTENDED, Standing.UPDATED) and change.end
        if longer and change.start >= first and (until is None or str(change.end) > until):
            until, open_ended = change.end, False
            reasons.append(change.told)
    over = [one for one in past if one.standing is Standing.EXPIRED and one.start >= last]
    if over:
        return ClusterStatus.EXPIRED, first, over[-1].start, [one.told for one in over]
    if not open_ended and until is not None and now > until:
        return ClusterStatus.EXPIRED, first, until, reasons
    return ClusterStatus.RECOGNISED, first or None, until, reasons


def _before(past: Sequence[Event]) -> Decision:
    """The status of what is not recognised: proposed since the last refusal, or unknown."""
    refusals = [one.start for one in past if one.standing is Standing.REFUSED]
    last = max(refusals, default="")
    asked = [
        one for one in past if one.standing is Standing.PROPOSED and one.start and one.start > last
    ]
    if asked:
        return (
            ClusterStatus.PROPOSED,
            min(one.start for one in asked),
            None,
            [o.told for o in asked],
        )
    refused = [one.told for one in past if one.standing is Standing.REFUSED]
    return ClusterStatus.UNKNOWN, None, None, refused


def _revocation(
    past: Sequence[Event], last: str, case: Case, sure: Sequence[Event], now: str
) -> tuple[str, Told] | None:
    """From when, and by what words, the recognition is revoked: itself, or all its acts."""
    for one in past:
        if one.standing is Standing.REVOKED and one.start >= last:
            return one.start, one.told
    for event in sure:
        ends = [_act_end(case.full(act), case, now) for act in event.told[0].acts]
        if event.start == last and ends and all(ends):
            return max(str(end) for end in ends), event.told
    return None


def _act_end(act: ActName, case: Case, now: str) -> str | None:
    for other, (day, _) in case.revoked.items():
        if day <= now and same_act(act, other) == "yes":
            return day
    return None


def revoked_acts(
    relations: Sequence[tuple[Relation, Witness]],
) -> Mapping[ActName, tuple[str, Relation]]:
    """The acts that are revoked as a whole, with the day from which."""
    found: dict[ActName, tuple[str, Relation]] = {}
    for told, _ in relations:
        day = told.day or (told.subject.date if told.subject else None)
        if told.kind is RelationKind.REVOKES and told.whole and day and len(day) == 10:
            found.setdefault(told.target, (day, told))
    return found


def against(status: ClusterStatus, past: Sequence[Event], since: str | None) -> Iterable[Told]:
    """Claims that do not fit the status: another year of recognition, reports, denials."""
    for one in past:
        claim = one.told[0]
        if status is ClusterStatus.RECOGNISED:
            year = (claim.since or "")[:4]
            other = claim.standing is Standing.RECOGNISED and not claim.acts and year
            if (other and since and year != since[:4]) or claim.standing is Standing.DENIED:
                yield one.told
        elif claim.standing in (Standing.REPORTED, Standing.RECOGNISED):
            yield one.told


ROLES = {
    Standing.RECOGNISED: "recognises",
    Standing.UPDATED: "updates",
    Standing.EXTENDED: "extends",
    Standing.REVOKED: "revokes",
}


def acts_until(events: Sequence[Event], case: Case, now: str) -> Iterable[RecognisingAct]:
    """The acts of the recognition up to a day, each once, in order of date."""
    found: dict[tuple[ActName, str], RecognisingAct] = {}
    for event in events:
        claim = event.told[0]
        role = ROLES.get(claim.standing)
        jointly = claim.standing is Standing.RECOGNISED and len(claim.acts) > 1
        for act in claim.acts if role else ():
            full = case.full(act)
            begins = claim.since if claim.since and len(claim.since) == 10 else full.date
            if begins is not None and begins > now:
                continue
            one = RecognisingAct(full, str(role), begins, event.end, jointly, event.told)
            known = found.get((full, str(role)))
            if known is None or (_names(one) and not _names(known)):
                found[full, str(role)] = one
    return sorted(found.values(), key=lambda one: (one.effective_from or _LATEST, one.role))


def _names(one: RecognisingAct) -> bool:
    """Whether the words name the cluster itself."""
    return bool(one.told[0].clusters)
