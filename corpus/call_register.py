"""Calls from all that the documents say of them, and how each stands at a time.

`gather_calls` groups what is said by call, values that differ side by side; `call_on` decides from
it whether a call is announced, open, closed or suspended. Both are pure functions of the facts.
"""

from collections.abc import Iterator, Sequence

from corpus.act_names import read_act_id, same_act
from corpus.call_names import call_key, read_call_name
from corpus.call_sightings import Saying, group_sayings, name_of
from corpus.call_states import (
    Call,
    CallState,
    CallStatus,
    are_apart,
    bounds_of,
    call_on,
    first_sayings,
)
from corpus.call_times import is_exact, last_day
from corpus.claims import Fact, Topic, Witness
from corpus.values import values

__all__ = ["Call", "CallState", "CallStatus", "Saying", "call_key", "call_on", "gather_calls"]

_TIMES = ("opens", "closes", "extended", "reopened", "recloses")
_TOLD = frozenset(
    (*_TIMES, "code", "act", "budget", "intensity", "beneficiaries", "state", "resumed")
)
"""A call of which none of these is told is a name, no call to show."""


# --- gathering ----------------------------------------------------------------------------------


def gather_calls(facts: Sequence[tuple[Fact, Witness]]) -> list[Call]:
    """The calls of which documents say something, in order of id; the order of facts is nothing."""
    said = {Saying(fact, witness) for fact, witness in facts if fact.topic is Topic.CALL}
    groups = [
        group
        for group in group_sayings(sorted(said, key=Saying.place))
        if any(one.fact.field in _TOLD for one in group)
    ]
    calls = [_call(group) for group in groups]
    return sorted(_with_own_ids(calls), key=lambda call: call.call_id)


def _call(group: Sequence[Saying]) -> Call:
    by_field: dict[str, list[Saying]] = {}
    for one in group:
        by_field.setdefault(one.fact.field, []).append(one)
    said = {field: _ranked(field, sayings) for field, sayings in sorted(by_field.items())}
    title = " ".join(said["title"][0].fact.value.split()) if "title" in said else ""
    codes = {one.fact.value for one in said.get("code", ())}
    code = said["code"][0].fact.value if len(codes) == 1 else None
    name = name_of(group).key or group[0].fact.subject
    call = Call(call_key(name, code), title or name, said)
    return Call(call.call_id, call.title, said, _conflicts(call))


def _with_own_ids(calls: Sequence[Call]) -> Iterator[Call]:
    """The calls with an id each: calls of one name are told apart by their first year."""
    taken: dict[str, list[Call]] = {}
    for call in calls:
        taken.setdefault(call.call_id, []).append(call)
    for call_id, same in taken.items():
        if len(same) == 1:
            yield same[0]
            continue
        same.sort(key=lambda call: (_first_date(call), _mark(call)))
        used: set[str] = set()
        for call in same:
            own = f"{call_id}-{_first_date(call)[:4]}".rstrip("-")
            number = 2
            while own in used:
                own, number = f"{own}-{number}", number + 1
            used.add(own)
            yield Call(own, call.title, call.said, call.conflicts)


def _first_date(call: Call) -> str:
    told = [one.fact.value for field in _TIMES for one in call.said.get(field, ())]
    return min(filter(is_exact, told), default="")


def _mark(call: Call) -> tuple[str, ...]:
    return tuple(
        sorted(one.witness.document_id for sayings in call.said.values() for one in sayings)
    )


def _ranked(field: str, sayings: Sequence[Saying]) -> tuple[Saying, ...]:
    """Sayings in order of weight: authority, then the newest source; titles also by their form."""

    def weight(one: Saying) -> tuple[object, ...]:
        day = last_day(one.day)
        newest = -day.toordinal() if day else 0
        value = one.fact.value
        if field == "title":
            name = read_call_name(value)
            tells = len(name.words) + bool(name.year) + bool(name.edition)
            return (one.rank, value.isupper(), -tells, "(" in value, newest, value, one.place())
        if field == "act":
            return (one.rank, value.count("?"), newest, value, one.place())
        return (one.rank, newest, not is_exact(value), value, one.place())

    return tuple(sorted(sayings, key=weight))


# --- conflicts ----------------------------------------------------------------------------------


def _conflicts(call: Call) -> tuple[str, ...]:
    """The fields of which two values cannot both be true."""
    found = []
    for field in ("opens", "closes"):
        bounds = [bounds_of(field, one.fact.value) for one in first_sayings(call, field)]
        if any(are_apart(a, b) for a in bounds for b in bounds):
            found.append(field)
    if _budgets_differ(call.said.get("budget", ())):
        found.append("budget")
    acts = [read_act_id(one.fact.value) for one in call.said.get("act", ())]
    if any(same_act(a, b) == "no" for a in acts for b in acts):
        found.append("act")
    if len({one.fact.value for one in call.said.get("code", ())}) > 1:
        found.append("code")
    for field in ("issuer", "beneficiaries", "intensity"):
        words = [_content(one.fact.value) for one in call.said.get(field, ())]
        if any(a and b and not a & b for a in words for b in words):
            found.append(field)
    return tuple(found)


def _budgets_differ(said: Sequence[Saying]) -> bool:
    """Whether two budgets deny each other; one that is told later may have grown."""
    if not said:
        return False
    best = _amounts(said[0].fact.value)
    last = said[0].day or ""
    return any(
        not best & _amounts(one.fact.value) and not (one.day and one.day < last) for one in said
    )


def _amounts(words: str) -> set[str]:
    return {one.key for one in values(words) if one.kind in ("amount", "number")}


def _content(words: str) -> frozenset[str]:
    return read_call_name(words).stems
