"""Which of the things that documents say are said of the same call.

What one document says under one name is a sighting. Sightings are of one call where they have the
same code, the same name at about the same time, or a name within the other's and something else in
common; never where codes, editions or years differ, nor where one document tells both apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.act_names import read_act_id, resolve_key, same_act
from corpus.call_names import CallName, read_call_name, read_key
from corpus.call_times import day_of, is_exact
from corpus.claims import Fact, Witness
from corpus.types import Authority
from corpus.values import values

_AUTHORITIES = tuple(Authority)
_TIMES = ("opens", "closes", "extended", "reopened", "recloses")
_NEAR = 270
"""Days between the windows of one call that was not re-opened."""
_FAR = 900


@dataclass(frozen=True, slots=True)
class Saying:
    """A fact with the document that says it."""

    fact: Fact
    witness: Witness

    @property
    def rank(self) -> int:
        """The weight of the document: 0 is the strongest."""
        return _AUTHORITIES.index(self.witness.authority)

    @property
    def day(self) -> str | None:
        """The date of the source that speaks."""
        return self.fact.day or self.witness.act_date

    def place(self) -> tuple[str, int, int, int, str, str, str, str]:
        """Where and what it says: an order that depends on nothing else."""
        fact, at = self.fact, self.fact.quote
        told = (fact.subject, fact.field, fact.value, fact.day or "")
        return (self.witness.document_id, at.page, at.start, at.end, *told)


@dataclass(frozen=True, slots=True)
class _Sighting:
    """Sayings held to be of one call, and what of them can be compared."""

    sayings: tuple[Saying, ...]
    names: frozenset[CallName]
    codes: frozenset[str]
    documents: frozenset[str]
    days: frozenset[str]
    acts: frozenset[str]
    amounts: frozenset[str]
    changed: bool

    @property
    def name(self) -> CallName:
        """The name that tells most."""
        return max(
            self.names,
            key=lambda one: (bool(one.year or one.edition), len(one.words), one.key),
            default=CallName(()),
        )

    @property
    def dates(self) -> list[date]:
        """The days of its openings and closings, in order."""
        return sorted(date.fromisoformat(day) for day in self.days)


def _see(sayings: Iterable[Saying]) -> _Sighting:
    said = tuple(sorted(sayings, key=Saying.place))
    of = _Told(said)
    codes = of.values("code")
    names = {read_key(one.fact.subject) for one in said if one.fact.subject.upper() not in codes}
    names |= {read_call_name(title) for title in of.values("title")} if not names else set()
    times = of.values(*_TIMES)
    return _Sighting(
        said,
        frozenset(names),
        codes,
        frozenset(one.witness.document_id for one in said),
        frozenset(day_of(value) for value in times if is_exact(value)),
        of.values("act"),
        frozenset(one.key for words in of.values("budget") for one in values(words)),
        bool(of.values("reopened", "extended")),
    )


class _Told:
    """The values of sayings, by field."""

    def __init__(self, sayings: Sequence[Saying]) -> None:
        self._sayings = sayings

    def values(self, *fields: str) -> frozenset[str]:
        return frozenset(one.fact.value for one in self._sayings if one.fact.field in fields)


def group_sayings(sayings: Sequence[Saying]) -> list[tuple[Saying, ...]]:
    """The sayings by call; neither groups nor sayings depend on the order given."""
    first: dict[tuple[str, str], list[Saying]] = {}
    for one in sayings:
        first.setdefault((one.witness.document_id, one.fact.subject), []).append(one)
    sightings = [_see(said) for _, said in sorted(first.items())]
    for join in (_by_code, _by_name, _by_likeness):
        sightings = join(sightings)
    return [one.sayings for one in sightings]


def name_of(sayings: Iterable[Saying]) -> CallName:
    """The name that tells most of those under which a call is spoken of."""
    return _see(sayings).name


def _by_code(sightings: Sequence[_Sighting]) -> list[_Sighting]:
    """Those that have one code in common."""
    coded: dict[str, list[Saying]] = {}
    rest = []
    for one in sightings:
        if len(one.codes) == 1:
            coded.setdefault(next(iter(one.codes)), []).extend(one.sayings)
        else:
            rest.append(one)
    return [_see(said) for _, said in sorted(coded.items())] + rest


def _by_name(sightings: Sequence[_Sighting]) -> list[_Sighting]:
    """Those that have a name in common and windows near each other."""
    owner = list(range(len(sightings)))
    first: dict[str, int] = {}
    for place, one in enumerate(sightings):
        for name in one.names:
            if name.words:
                _join(owner, place, first.setdefault(name.key, place))
    named: dict[int, list[_Sighting]] = {}
    for place, one in enumerate(sightings):
        named.setdefault(_root(owner, place), []).append(one)
    found: list[_Sighting] = []
    for _, same in sorted(named.items()):
        found += _by_time(same)
    return found


def _by_time(same: Sequence[_Sighting]) -> list[_Sighting]:
    """Sightings of one name, parted where their windows lie far from each other."""
    dated = sorted((one for one in same if one.days), key=lambda one: (one.dates, _order(one)))
    runs: list[_Sighting] = []
    for one in dated:
        if runs and _is_near(runs[-1], one) and not _differ(runs[-1], one):
            runs[-1] = _see(runs[-1].sayings + one.sayings)
        else:
            runs.append(one)
    rest = [one for one in same if not one.days]
    if rest:
        whole = _see([saying for one in rest for saying in one.sayings])
        if len(runs) == 1 and not _differ(runs[0], whole):
            return [_see(runs[0].sayings + whole.sayings)]
        runs.append(whole)
    return runs


def _order(one: _Sighting) -> tuple[str, ...]:
    return tuple(str(part) for part in one.sayings[0].place())


def _differ(a: _Sighting, b: _Sighting) -> bool:
    """Whether two sightings cannot be of one call by their codes."""
    return bool(a.codes and b.codes and not a.codes & b.codes)


def _is_near(a: _Sighting, b: _Sighting) -> bool:
    """Whether the windows lie near each other, or one of them is not told."""
    if not a.dates or not b.dates:
        return True
    reach = _FAR if a.changed or b.changed else _NEAR
    gap = max((b.dates[0] - a.dates[-1]).days, (a.dates[0] - b.dates[-1]).days)
    return gap <= reach


# --- alike --------------------------------------------------------------------------------------


def _by_likeness(sightings: Sequence[_Sighting]) -> list[_Sighting]:
    """Those of which one alone has a name that holds the other's, and something else in common."""
    owner = list(range(len(sightings)))
    for host, guests in sorted(_guests(sightings).items()):
        documents = [name for guest in guests for name in sightings[guest].documents]
        if len(documents) == len(set(documents)):
            for guest in guests:
                _join(owner, guest, host)
    joined: dict[int, list[Saying]] = {}
    for place, one in enumerate(sightings):
        joined.setdefault(_root(owner, place), []).extend(one.sayings)
    return [_see(said) for _, said in sorted(joined.items())]


def _guests(sightings: Sequence[_Sighting]) -> dict[int, list[int]]:
    """For each sighting those that it alone may take in."""
    near = _Nearby(sightings)
    found: dict[int, list[int]] = {}
    for place, one in enumerate(sightings):
        hosts = [at for at in near.places(one) if at != place and _is_alike(one, sightings[at])]
        hosts = [
            at
            for at in hosts
            if not any(sightings[at].name.stems < sightings[wide].name.stems for wide in hosts)
        ]
        if len(hosts) == 1:
            found.setdefault(hosts[0], []).append(place)
    return found


class _Nearby:
    """Finds the sightings that can be alike: by the rarest word of a name, or by an act."""

    def __init__(self, sightings: Sequence[_Sighting]) -> None:
        self._stems: dict[str, list[int]] = {}
        self._acts: dict[str, list[int]] = {}
        for place, one in enumerate(sightings):
            for stem in one.name.stems:
                self._stems.setdefault(stem, []).append(place)
            for act in one.acts:
                self._acts.setdefault(resolve_key(read_act_id(act)), []).append(place)

    def places(self, one: _Sighting) -> list[int]:
        """The places of all that `one` may be alike, in order."""
        found: set[int] = set()
        if one.name.stems:
            rarest = min(one.name.stems, key=lambda stem: (len(self._stems[stem]), stem))
            found.update(self._stems[rarest])
        for act in one.acts:
            found.update(self._acts[resolve_key(read_act_id(act))])
        return sorted(found)


def _root(owner: Sequence[int], place: int) -> int:
    while owner[place] != place:
        place = owner[place]
    return place


def _join(owner: list[int], a: int, b: int) -> None:
    first, second = sorted((_root(owner, a), _root(owner, b)))
    owner[second] = first


def _is_alike(one: _Sighting, other: _Sighting) -> bool:
    """Whether `one` is a shorter or foreign name of the call that `other` names."""
    a, b = one.name, other.name
    if one.documents & other.documents or _differ(one, other):
        return False
    if not a.agrees(b) or not _is_near(one, other):
        return False
    if _same_acts(one, other):
        return bool(a.stems & b.stems)
    return bool(a.words) and a.stems <= b.stems and _supported(one, other)


def _supported(one: _Sighting, other: _Sighting) -> bool:
    """Whether something beside the names says that two sightings are of one call."""
    if one.days & other.days or any(_is_dated(act) for act in one.acts & other.acts):
        return True
    if one.name.year and one.name.year == other.name.year and one.name.telling > 1:
        return True
    if one.name.stems == other.name.stems and one.name.telling > 1:
        years = {day[:4] for day in one.days | other.days}
        return bool(years & {one.name.year, other.name.year})
    return bool(one.amounts & other.amounts and one.name.telling > 1)


def _is_dated(act: str) -> bool:
    return len(act.rsplit(":", 1)[1]) == 10


def _same_acts(one: _Sighting, other: _Sighting) -> bool:
    return any(
        same_act(read_act_id(a), read_act_id(b)) == "yes" for a in one.acts for b in other.acts
    )
