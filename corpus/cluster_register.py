"""How the clusters stand on a day: recognised, proposed, expired, revoked or unknown, and why.

Everything follows from claims of the documents held, each with its words; nothing from silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from corpus.act_names import ActName
from corpus.act_register import group_names
from corpus.claim_records import ClaimRecords
from corpus.claims import (
    Correction,
    Fact,
    Recognition,
    RelationKind,
    Standing,
    Topic,
    Witness,
)
from corpus.clusters import Cluster, clusters
from corpus.field_values import same_value
from corpus.standing import (
    ROLES,
    Case,
    ClusterStatus,
    RecognisingAct,
    Told,
    acts_until,
    against,
    counts_on,
    decide,
    is_term,
    make_event,
    official_first,
    revoked_acts,
    share_act,
)
from corpus.words import split_words


@dataclass(frozen=True, slots=True)
class ClusterEntry:
    """A cluster as it stands on a day.

    `reasons` are the claims from which the status follows; `against` those that say otherwise or
    are not sure. `members` are the words that count the cluster among a group of which a reason
    speaks. `corrected` is the correction that sets the status, if a person did.
    """

    cluster: Cluster
    day: date
    status: ClusterStatus
    since: str | None = None
    until: str | None = None
    acts: tuple[RecognisingAct, ...] = ()
    reasons: tuple[Told, ...] = ()
    against: tuple[Told, ...] = ()
    members: tuple[tuple[Fact, Witness], ...] = ()
    facts: tuple[tuple[Fact, Witness], ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The fields of which different values are told; "status" where it is disputed."""
        values: dict[str, list[str]] = {}
        for fact, _ in self.facts:
            values.setdefault(fact.field, []).append(fact.value)
        disputed = [
            name
            for name, own in sorted(values.items())
            if name in _SINGLE and not all(same_value(name, *pair) for pair in combinations(own, 2))
        ]
        return (*(("status",) if self.against else ()), *disputed)


_SINGLE = split_words(
    "president seat operational_seat website members legal_form founded board_size manager"
)


@dataclass(slots=True)
class _Said:
    """All that is told of one cluster's recognition."""

    own: list[Told] = field(default_factory=list)
    members: list[tuple[Fact, Witness]] = field(default_factory=list)


class ClusterRegister:
    """The clusters of a library."""

    def __init__(self, claims: ClaimRecords) -> None:
        """Read from the claims given."""
        self._claims = claims

    def entries(self, day: date) -> list[ClusterEntry]:
        """Every cluster as it stands on `day`, in the order of `clusters.toml`."""
        told = self._claims.recognitions()
        facts = self._claims.facts(Topic.CLUSTER)
        revoked = revoked_acts(self._claims.relations(kind=RelationKind.REVOKES) if told else [])
        said = _by_cluster(told, facts)
        names = group_names(act for claim, _ in told for act in (*claim.acts, *claim.of))
        corrections = self._claims.corrections("cluster")
        return [
            _entry(
                one,
                day,
                said.get(one.id, _Said()),
                Case(names, revoked),
                [fact for fact in facts if fact[0].subject == one.id],
                [correction for correction in corrections if correction.subject == one.id],
            )
            for one in clusters()
        ]

    def entry(self, cluster: Cluster, day: date) -> ClusterEntry:
        """One cluster as it stands on `day`."""
        return next(one for one in self.entries(day) if one.cluster.id == cluster.id)


def recognised_by(claims: ClaimRecords, acts: Sequence[ActName]) -> list[tuple[str, str, Told]]:
    """The clusters that one of the names of an act recognises, and in which role it does."""
    told = claims.recognitions()
    mine = [one for one in told if share_act(acts, one[0].acts) and one[0].standing in ROLES]
    if not mine:
        return []
    said = _by_cluster(told, claims.facts(Topic.CLUSTER))
    found: dict[tuple[str, str], Told] = {}
    for cluster_id, own in said.items():
        for one in own.own:
            if one in mine:
                key = cluster_id, ROLES[one[0].standing]
                if key not in found or (one[0].clusters and not found[key][0].clusters):
                    found[key] = one
    return [(cluster_id, role, one) for (cluster_id, role), one in found.items()]


# --- which claims are about which cluster -------------------------------------------------------


def _by_cluster(told: Sequence[Told], facts: Sequence[tuple[Fact, Witness]]) -> Mapping[str, _Said]:
    """Each cluster's claims: those that name it, and those of groups to which it belongs."""
    said: dict[str, _Said] = {one.id: _Said() for one in clusters()}
    groups = _groups(told, facts)
    for claim, witness in told:
        for cluster_id in claim.clusters:
            if cluster_id in said:
                said[cluster_id].own.append((claim, witness))
        if not claim.clusters:
            for cluster_id in _members(claim, told, groups):
                said[cluster_id].own.append((claim, witness))
                said[cluster_id].members += groups.get(claim.count, {}).get(cluster_id, [])[:1]
    return said


Groups = Mapping[int, Mapping[str, list[tuple[Fact, Witness]]]]


def _groups(told: Sequence[Told], facts: Sequence[tuple[Fact, Witness]]) -> Groups:
    """Number of a group → its members with the words that count them among it.

    Enumerations that disagree on the members leave only those on which all agree.
    """
    found: dict[int, dict[str, list[tuple[Fact, Witness]]]] = {}
    listed: dict[int, list[set[str]]] = {}
    for fact, witness in facts:
        if fact.field != "group":
            continue
        count, ids = int(fact.subject.partition(":")[2]), set(fact.value.split())
        listed.setdefault(count, []).append(ids)
        for cluster_id in ids:
            found.setdefault(count, {}).setdefault(cluster_id, []).append((fact, witness))
    for count, sets in listed.items():
        agreed = set.intersection(*sets)
        found[count] = {one: own for one, own in found[count].items() if one in agreed}
    for claim, _ in told:
        if claim.count > 0 and claim.standing is Standing.RECOGNISED:
            for cluster_id in claim.clusters:  # "the nine, among them …"
                found.setdefault(claim.count, {}).setdefault(cluster_id, [])
    return found


def _members(claim: Recognition, told: Sequence[Told], groups: Groups) -> Iterable[str]:
    """The clusters that a claim without names is about: of its group, or of the acts it changes."""
    if claim.count > 0:
        return groups.get(claim.count, {})
    acts = claim.of or (claim.acts if claim.count == 0 else ())
    if acts:
        return _recognised_by(acts, told, groups)
    largest = max(groups, default=0)
    return groups.get(largest, {}) if claim.count < 0 else ()


def _recognised_by(
    acts: Sequence[ActName], told: Sequence[Told], groups: Groups
) -> dict[str, None]:
    """The clusters that some of `acts` recognise, by name or as a group."""
    found: dict[str, None] = {}
    for other, _ in told:
        if other.standing is not Standing.RECOGNISED:
            continue
        if share_act(acts, other.acts):
            found |= dict.fromkeys(other.clusters or groups.get(other.count, {}))
    return found


def _entry(
    cluster: Cluster,
    day: date,
    said: _Said,
    case: Case,
    facts: Sequence[tuple[Fact, Witness]],
    corrections: Sequence[Correction],
) -> ClusterEntry:
    now = day.isoformat()
    own = official_first(said.own)
    terms = [one for one in own if is_term(one[0])]
    events = [make_event(one, case, terms) for one in own if not is_term(one[0])]
    past = [one for one in events if counts_on(one, now)]
    status, since, until, reasons = decide(past, case, now)
    entry = ClusterEntry(
        cluster,
        day,
        status,
        since,
        until,
        tuple(acts_until(events, case, now)),
        tuple(reasons),
        tuple(against(status, past, since)),
        tuple(said.members),
        tuple(one for one in facts if (one[0].day or "") <= now),
        tuple(corrections),
    )
    return _corrected(entry)


def _corrected(entry: ClusterEntry) -> ClusterEntry:
    """The entry with the status that a person set; other corrected fields are told beside."""
    said = {one.field: one for one in entry.corrections}
    if "status" not in said:
        return entry
    return replace(entry, status=ClusterStatus(said["status"].value))
