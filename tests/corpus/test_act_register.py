"""Names of one act are one act; validity is unknown unless words say otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.act_names import ActName, ActType, act_id, read_act_id, resolve_key, same_act
from corpus.act_register import (
    ActEntry,
    State,
    group_names,
    read_reference,
    unite,
    validity_on,
)
from corpus.claims import Fact, Relation, RelationKind, Topic, Witness
from corpus.types import Authority, Span

QUOTE = Span("0" * 16, 1, 0, 10)
WITNESS = Witness("0" * 16, Authority.OFFICIAL, None, None)
ACT = read_act_id("esempio:decreto:FS-002:2031-05-30")


def named(text: str) -> ActName:
    return read_act_id(text)


@pytest.mark.parametrize(
    ("names", "acts"),
    [
        (["lombardia:decreto:4638:2014-05-30", "?:decreto:4638:2014-05-30"], 1),
        (["lombardia:decreto:4638:2014-05-30", "?:decreto:4638:2014"], 1),
        (["lombardia:dgr:X/707:2013-09-20", "?:dgr:707:2013", "lombardia:dgr:X/707:?"], 1),
        (["lombardia:decreto:4638:2014-05-30", "lombardia:decreto:4638:2015-05-30"], 2),
        (["veneto:dgr:12:2014-05-05", "lombardia:dgr:12:2014-05-05"], 2),
        # without its issuer the third may be either: it stays by itself
        (["veneto:dgr:12:2014-05-05", "lombardia:dgr:12:2014-05-05", "?:dgr:12:2014"], 3),
        (["?:decreto:611:2017-02-17", "?:dpgr:611:2017-02-17"], 1),
        (["?:decreto:611:?", "?:dpgr:611:2017-02-17"], 2),
        (["comune-di-bari:dgc:45:2020-01-01", "comune-di-lecce:dgc:45:2020-01-01"], 2),
    ],
)
def test_names_of_one_act_are_one(names: list[str], acts: int) -> None:
    grouped = group_names(map(named, names))
    assert set(grouped) == set(map(named, names))
    assert len(set(grouped.values())) == acts


def test_one_name_tells_all_that_its_names_tell() -> None:
    short, generic = named("?:dpgr:611:2017-02-17"), named("lombardia:decreto:611:2017-02-17")
    assert act_id(unite(generic, short)) == "lombardia:dpgr:611:2017-02-17"


NAMES = st.builds(
    ActName,
    st.sampled_from([ActType.DECRETO, ActType.DGR, ActType.DPGR, ActType.LR]),
    st.sampled_from([None, "lombardia", "veneto", "esempio"]),
    st.sampled_from([None, "7", "X/7", "8"]),
    st.sampled_from([None, "2014", "2014-05-30", "2015-01-01"]),
)


@given(st.lists(NAMES, max_size=12))
def test_grouping_depends_on_no_order_and_never_unites_what_differs(names: list[ActName]) -> None:
    grouped = group_names(names)
    assert grouped == group_names(reversed(names))
    for name, full in grouped.items():
        assert same_act(name, full) != "no"
        assert resolve_key(name) == resolve_key(full)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("lombardia:decreto:4638:2014-05-30", "lombardia:decreto:4638:2014-05-30"),
        ("decreto n. 4638 del 30 maggio 2014", "?:decreto:4638:2014-05-30"),
        ("D.G.R. X/707", "lombardia:dgr:X/707:?"),
        ("4638/2014", "?:other:4638:2014"),
        ("n. 4638", "?:other:4638:?"),
        ("x/707", "?:dgr:X/707:?"),
    ],
)
def test_a_reference_is_read_however_it_is_written(reference: str, expected: str) -> None:
    name = read_reference(reference)
    assert name
    assert act_id(name) == expected


@pytest.mark.parametrize("reference", ["", "cluster", "il bando", ":::", "a:b:c"])
def test_what_names_no_act_is_none(reference: str) -> None:
    assert read_reference(reference) is None


def done(kind: RelationKind, subject: str | None, day: str | None, *, whole: bool) -> ActEntry:
    relation = Relation(kind, named(subject) if subject else None, ACT, QUOTE, whole, day)
    return ActEntry(ACT, inward=((relation, WITNESS),))


def term(**said: str) -> ActEntry:
    facts = [Fact(Topic.ACT, act_id(ACT), name, value, QUOTE) for name, value in said.items()]
    return ActEntry(ACT, terms=tuple((fact, WITNESS) for fact in facts))


@pytest.mark.parametrize(
    ("entry", "day", "state"),
    [
        (ActEntry(ACT), "2040-01-01", State.UNKNOWN),
        (done(RelationKind.AMENDS, "?:decreto:9:2033-01-02", None, whole=False), "2040-01-01",
         State.UNKNOWN),
        (done(RelationKind.CITES, "?:decreto:9:2033-01-02", None, whole=True), "2040-01-01",
         State.UNKNOWN),
        (done(RelationKind.REVOKES, "?:decreto:9:2033-01-02", None, whole=False), "2040-01-01",
         State.UNKNOWN),
        (done(RelationKind.REVOKES, "?:decreto:9:2033-01-02", None, whole=True), "2033-01-01",
         State.UNKNOWN),
        (done(RelationKind.REVOKES, "?:decreto:9:2033-01-02", None, whole=True), "2033-01-02",
         State.REVOKED),
        (done(RelationKind.REVOKES, "?:decreto:9:2033-01-02", "2033-03-01", whole=True),
         "2033-02-28", State.UNKNOWN),
        (done(RelationKind.REVOKES, None, "2033-03-01", whole=True), "2033-03-01", State.REVOKED),
        (done(RelationKind.REVOKES, "?:decreto:9:2033", None, whole=True), "2040-01-01",
         State.UNKNOWN),
        (done(RelationKind.AMENDS, "?:decreto:9:2033-01-02", None, whole=True), "2033-01-02",
         State.SUPERSEDED),
        (term(until="2033-12-31"), "2033-12-31", State.IN_FORCE),
        (term(until="2033-12-31"), "2034-01-01", State.EXPIRED),
        (term(until="2033-12-31"), "2031-05-29", State.UNKNOWN),
        (term(since="2032-01-01", until="2033-12-31"), "2031-12-31", State.UNKNOWN),
        (term(since="2032-01-01"), "2032-06-01", State.UNKNOWN),
        (term(in_force="2032-06-01"), "2032-06-01", State.IN_FORCE),
        (term(in_force="2032-06-01"), "2032-06-02", State.UNKNOWN),
    ],
)  # fmt: skip
def test_validity_is_what_words_say_and_else_unknown(
    entry: ActEntry, day: str, state: State
) -> None:
    validity = validity_on(entry, date.fromisoformat(day))
    assert validity.state is state
    assert (validity.quote is None) == (state is State.UNKNOWN)
