"""Claims come back as they were written, and leave nothing behind."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.act_names import ActName, ActType
from corpus.claims import (
    Acquisition,
    Claims,
    Correction,
    Fact,
    HeldAct,
    Recognition,
    Relation,
    RelationKind,
    Standing,
    Topic,
)
from corpus.library import Library
from corpus.types import Authority, Document, Format, Kind, Origin, Page, Span

ID = "c" * 16
DAYS = st.none() | st.sampled_from(["2031", "2031-05", "2031-05-30"])
SPANS = st.builds(lambda start, size: Span(ID, 1, start, start + size), st.integers(0, 50),
                  st.integers(1, 40))  # fmt: skip
NAMES = st.builds(
    ActName,
    st.sampled_from(ActType),
    st.none() | st.just("esempio"),
    st.none() | st.sampled_from(["FS-001", "X/707", "651/2014"]),
    DAYS.filter(lambda day: day != "2031-05"),
)
IDS = st.lists(st.sampled_from(["mobilita", "energia"]), max_size=2, unique=True).map(tuple)
CLAIMS = st.builds(
    Claims,
    st.lists(
        st.builds(
            HeldAct, NAMES, st.just(1), st.integers(0, 9), st.just(1), st.integers(10, 99),
            st.none() | st.text(max_size=9).filter(lambda text: "\x00" not in text),
            st.none(), st.floats(0, 1), SPANS,
        ),
        max_size=2,
    ),
    st.lists(
        st.builds(
            Relation, st.sampled_from(RelationKind), st.none() | NAMES, NAMES, SPANS,
            st.booleans(), DAYS,
        ),
        max_size=4,
    ),
    st.lists(
        st.builds(
            Recognition, st.sampled_from(Standing), IDS, SPANS,
            st.lists(NAMES, max_size=2).map(tuple), st.integers(-1, 12), DAYS, DAYS,
            st.none() | st.integers(1, 99), st.lists(NAMES, max_size=1).map(tuple), DAYS,
        ),
        max_size=3,
    ),
    st.lists(
        st.builds(
            Fact, st.sampled_from(Topic), st.just("mobilita"), st.just("seat"),
            st.just("Esempio"), SPANS, st.none() | SPANS, DAYS,
        ),
        max_size=3,
    ),
)  # fmt: skip


def acquisition(claims: Claims) -> Acquisition:
    document = Document(
        ID, "c" * 64, "Prova", Format.TEXT, Kind.OTHER, Authority.SECONDARY, "it", 1, ("c.txt",)
    )
    page = Page(ID, 1, "parole " * 30, Origin.TEXT)
    return Acquisition(document, b"x", [page], [], "file:c", "c.txt", claims, 1)


@given(CLAIMS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_add_then_remove_leaves_nothing(library: Library, claims: Claims) -> None:
    library.add([acquisition(claims)])
    held = library.claims
    assert [one for one, _ in held.held_acts()] == list(claims.acts)
    assert [one for one, _ in held.relations()] == list(claims.relations)
    assert [one for one, _ in held.recognitions()] == list(claims.recognitions)
    for topic in Topic:
        told = [one for one, _ in held.facts(topic)]
        assert told == [one for one in claims.facts if one.topic is topic]
    library.remove([ID])
    assert set(held.counts().values()) == {0}


def test_the_latest_correction_of_a_field_counts_and_an_empty_one_takes_it_back(
    library: Library,
) -> None:
    def correct(value: str) -> None:
        one = Correction("cluster", "mobilita", "seat", value, "prova", "chi", "2026-01-01")
        with library.records.writing() as connection:
            library.claims.correct(connection, one)

    for value, expected in (("Milano", ["Milano"]), ("Brescia", ["Brescia"]), ("", [])):
        correct(value)
        found = library.claims.corrections("cluster", "mobilita")
        assert [one.value for one in found] == expected
    assert library.claims.corrections("document", "mobilita") == []
