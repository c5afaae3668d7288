"""The acts that documents are, hold or name: one entry an act, its relations, whether it holds.

Names of one act, however they are written, are one entry; a name that fits several acts stays by
itself. Validity is "unknown" unless words say otherwise; nothing follows from silence.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from corpus.act_names import ActName, ActType, act_id, read_act_id, resolve_key, same_act
from corpus.claim_records import ClaimRecords
from corpus.claims import Fact, HeldAct, Relation, RelationKind, Topic, Witness
from corpus.mentions import find_mentions
from corpus.types import Span


class State(StrEnum):
    """Whether an act holds on a day (contract: `validity`)."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether an act holds on a day, from when to when, by which act, and the words that say so."""

    state: State = State.UNKNOWN
    since: str | None = None
    until: str | None = None
    by: ActName | None = None
    quote: Span | None = None


@dataclass(frozen=True, slots=True)
class ActEntry:
    """An act with all that is held of it.

    `outward` are relations in which it acts, `inward` those in which it is acted upon; the acts at
    their other ends are named as fully as the library knows them. `held` are the documents that
    are or hold it.
    """

    name: ActName
    held: tuple[tuple[HeldAct, Witness], ...] = ()
    outward: tuple[tuple[Relation, Witness], ...] = ()
    inward: tuple[tuple[Relation, Witness], ...] = ()
    terms: tuple[tuple[Fact, Witness], ...] = ()
    citing: int = 0

    @property
    def act_id(self) -> str:
        """The canonical id."""
        return act_id(self.name)

    @property
    def object(self) -> str | None:
        """What the act is about, as a document that holds it says."""
        return next((held.object for held, _ in self.held if held.object), None)

    @property
    def document_id(self) -> str | None:
        """The document that is or holds the act, None where it is only cited."""
        return self.held[0][1].document_id if self.held else None


@dataclass(frozen=True, slots=True)
class ActMatches:
    """The acts that a way of writing may mean; `ambiguous` where it does not tell which."""

    query: str
    asked: ActName | None
    entries: tuple[ActEntry, ...]
    ambiguous: bool


# --- names of one act ---------------------------------------------------------------------------

_VAGUE = (ActType.DECRETO, ActType.OTHER, ActType.LEGGE, ActType.AVVISO)


def _weight(name: ActName) -> tuple[int, ...]:
    """How much a name tells, most first."""
    date_length = len(name.date or "")
    return (
        bool(name.issuer) + bool(name.number) + bool(date_length),
        date_length,
        len(name.number or ""),
        name.type not in _VAGUE,
    )


def unite(a: ActName, b: ActName) -> ActName:
    """One name with what two names of one act tell together."""
    longer = max((a.number or "", b.number or ""), key=len)
    kind = b.type if a.type in _VAGUE and b.type not in _VAGUE else a.type
    day = max((a.date or "", b.date or ""), key=len)
    return ActName(kind, a.issuer or b.issuer, longer or None, day or None)


def group_names(names: Iterable[ActName]) -> dict[ActName, ActName]:
    """Each name → the full name of its act; a name that fits several acts stands for itself."""
    buckets: dict[str, set[ActName]] = {}
    for name in names:
        buckets.setdefault(resolve_key(name), set()).add(name)
    return {name: full for own in buckets.values() for name, full in _group(own).items()}


def _group(names: Iterable[ActName]) -> dict[ActName, ActName]:
    full: list[ActName] = []
    members: list[list[ActName]] = []
    for name in sorted(names, key=lambda n: (_weight(n), act_id(n)), reverse=True):
        fitting = [place for place, one in enumerate(full) if same_act(one, name) == "yes"]
        if len(fitting) == 1:
            full[fitting[0]] = unite(full[fitting[0]], name)
            members[fitting[0]].append(name)
        else:
            full.append(name)
            members.append([name])
    return {name: one for one, own in zip(full, members, strict=True) for name in own}


# --- the register -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Bucket:
    """All claims about the acts with one of some keys."""

    held: list[tuple[HeldAct, Witness]] = field(default_factory=list)
    relations: list[tuple[Relation, Witness]] = field(default_factory=list)
    names: Mapping[ActName, ActName] = field(default_factory=dict)


class ActRegister:
    """The acts of a library."""

    def __init__(self, claims: ClaimRecords) -> None:
        """Read from the claims given."""
        self._claims = claims

    def find(self, reference: str) -> ActMatches:
        """The acts that `reference` may mean, held ones first; none where none is known."""
        asked = read_reference(reference)
        if asked is None:
            return ActMatches(reference, None, (), False)
        bucket = self._bucket([resolve_key(asked)])
        fulls = list(dict.fromkeys(bucket.names.values()))
        verdicts = {one: _fits(asked, one, reference) for one in fulls}
        sure = [one for one in fulls if verdicts[one] == "yes"]
        chosen = sure or [one for one in fulls if verdicts[one] == "maybe"]
        entries = [self._entry(one, bucket) for one in chosen]
        entries.sort(key=lambda one: (not one.held, one.act_id))
        return ActMatches(reference, asked, tuple(entries), len(entries) > 1)

    def near(self, name: ActName) -> list[ActEntry]:
        """Acts of the same number and type of which only day or issuer differ, in the same year."""
        bucket = self._bucket([resolve_key(name)])
        year = (name.date or "")[:4]
        alike = [
            one
            for one in dict.fromkeys(bucket.names.values())
            if year
            and (one.date or "")[:4] == year
            and same_act(replace(name, date=year, issuer=None), replace(one, issuer=None)) != "no"
        ]
        return [self._entry(one, bucket) for one in alike]

    def entry(self, name: ActName) -> ActEntry:
        """The entry of one act; empty but for its name where nothing is held of it."""
        bucket = self._bucket([resolve_key(name)])
        full = bucket.names.get(name)
        if full is None:
            fitting = {one for one in bucket.names.values() if same_act(one, name) == "yes"}
            full = fitting.pop() if len(fitting) == 1 else name
        return self._entry(full, bucket)

    def entries(self) -> list[ActEntry]:
        """Every act held or named, by issuer, date and number."""
        bucket = self._bucket(None)
        parts: dict[ActName, _Bucket] = {}
        for held in bucket.held:
            parts.setdefault(bucket.names[held[0].act], _Bucket()).held.append(held)
        for told in bucket.relations:
            for name in {told[0].subject, told[0].target}:
                if name is not None:
                    parts.setdefault(bucket.names[name], _Bucket()).relations.append(told)
        found = [
            self._entry(full, replace_names(own, bucket.names), complete=False)
            for full, own in parts.items()
        ]
        return sorted(
            found, key=lambda e: (e.name.issuer or "~", e.name.date or "", e.name.number or "")
        )

    def _bucket(self, keys: Sequence[str] | None) -> _Bucket:
        held = self._claims.held_acts(keys)
        relations = self._claims.relations(keys)
        wanted = None if keys is None else set(keys)
        names = {one.act for one, _ in held}
        for told, _ in relations:
            for name in (told.subject, told.target):
                if name is not None and (wanted is None or resolve_key(name) in wanted):
                    names.add(name)
        return _Bucket(held, relations, group_names(names))

    def _entry(self, full: ActName, bucket: _Bucket, *, complete: bool = True) -> ActEntry:
        names = bucket.names
        outward = [one for one in bucket.relations if _is(names, one[0].subject, full)]
        inward = [one for one in bucket.relations if _is(names, one[0].target, full)]
        if complete:
            others = {told.target for told, _ in outward} | {told.subject for told, _ in inward}
            named = self._full_names([one for one in others if one is not None])
            outward = [(replace(a, target=named.get(a.target, a.target)), w) for a, w in outward]
            inward = [
                (replace(a, subject=named.get(a.subject, a.subject) if a.subject else None), w)
                for a, w in inward
            ]
        held = [one for one in bucket.held if _is(names, one[0].act, full)]
        order = {authority: place for place, authority in enumerate(_authorities(held))}
        held.sort(key=lambda one: (order[one[1].authority], -one[0].confidence))
        ids = list(dict.fromkeys([act_id(full), *(act_id(one.act) for one, _ in held)]))
        terms = self._claims.facts(Topic.ACT, ids) if complete else []
        citing = len({witness.document_id for _, witness in inward})
        if complete and citing:
            written = [act_id(name) for name, one in names.items() if one == full]
            citing = self._claims.citing_documents(resolve_key(full), written)
        return ActEntry(full, tuple(held), tuple(outward), tuple(inward), tuple(terms), citing)

    def _full_names(self, names: Sequence[ActName]) -> Mapping[ActName, ActName]:
        """The names as fully as the library knows their acts; names whole by themselves stay."""
        short = [one for one in names if not (one.issuer and one.date and len(one.date) > 4)]
        if not short:
            return {}
        return self._bucket(sorted({resolve_key(one) for one in short})).names


def replace_names(bucket: _Bucket, names: Mapping[ActName, ActName]) -> _Bucket:
    """The bucket with the names given."""
    return _Bucket(bucket.held, bucket.relations, names)


def _authorities(held: Sequence[tuple[HeldAct, Witness]]) -> list[object]:
    known = {witness.authority for _, witness in held}
    return [one for one in type(next(iter(known))) if one in known] if known else []


def _is(names: Mapping[ActName, ActName], name: ActName | None, full: ActName) -> bool:
    return name is not None and names.get(name) == full


_BARE = re.compile(
    r"\s*(?:n\.?\s*)?((?:[IVXivx]{1,5}/)?\d{1,6})(?:\s*(?:/|del|of)\s*(\d{4}))?\s*\Z"
)


def read_reference(reference: str) -> ActName | None:
    """The act that a person's words name: an id, any way of writing an act, or a bare number."""
    text = " ".join(reference.split())
    try:
        return read_act_id(text)
    except ValueError:
        pass
    mention = next((one for one in find_mentions(text) if one.number or one.date), None)
    if mention is not None:
        return ActName(mention.type, mention.issuer, mention.number, mention.date)
    bare = _BARE.match(text)
    if bare is None:
        return None
    kind = ActType.DGR if "/" in bare[1] else ActType.OTHER
    return ActName(kind, None, bare[1].upper(), bare[2])


def _fits(asked: ActName, one: ActName, reference: str) -> str:
    """How sure it is that a person's words mean an act; a bare number fits any type."""
    if _BARE.match(" ".join(reference.split())):
        asked = replace(asked, type=one.type)
    verdict = same_act(asked, one)
    if verdict == "maybe" and asked.type in _VAGUE and one.date == asked.date:
        return "yes" if one.date and len(one.date) > 4 else "maybe"
    return verdict


# --- validity -----------------------------------------------------------------------------------


def validity_on(entry: ActEntry, day: date) -> Validity:
    """Whether an act holds on `day`, as far as words say: revoked, replaced, expired, in force."""
    now = day.isoformat()
    ended = [
        Validity(
            _ENDS[told.kind], None, told.day or _date_of(told.subject), told.subject, told.quote
        )
        for told, _ in entry.inward
        if told.whole and told.kind in _ENDS
    ]
    past = [one for one in ended if one.until is not None and one.until <= now]
    if past:
        return min(past, key=lambda one: (_RANK.index(one.state), one.until or ""))
    return _by_terms(entry, now)


_ENDS = {RelationKind.REVOKES: State.REVOKED, RelationKind.AMENDS: State.SUPERSEDED}
_RANK = (State.REVOKED, State.SUPERSEDED)


def _date_of(name: ActName | None) -> str | None:
    return name.date if name and name.date and len(name.date) > 4 else None


def _by_terms(entry: ActEntry, now: str) -> Validity:
    """What the act's own term says: "since" and "until" as told, "in_force" for a single day."""
    said: dict[str, list[Fact]] = {}
    for fact, _ in entry.terms:
        said.setdefault(fact.field, []).append(fact)
    on_day = [one for one in said.get("in_force", []) if one.value == now]
    if on_day:
        return Validity(State.IN_FORCE, now, now, quote=on_day[0].quote)
    since = min(said.get("since", []), key=lambda one: one.value, default=None)
    until = max(said.get("until", []), key=lambda one: one.value, default=None)
    begins = since.value if since else _date_of(entry.name)
    if until is None:
        return Validity(since=begins)
    if now > until.value:
        return Validity(State.EXPIRED, begins, until.value, quote=until.quote)
    if begins and begins <= now:
        return Validity(State.IN_FORCE, begins, until.value, quote=until.quote)
    return Validity(since=begins, until=until.value)
