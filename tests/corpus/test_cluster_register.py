"""How a cluster stands on a day, from claims made by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from corpus.act_names import read_act_id
from corpus.claim_records import put_claims
from corpus.claims import (
    Acquisition,
    Claims,
    Fact,
    Recognition,
    Relation,
    RelationKind,
    Standing,
    Topic,
)
from corpus.cluster_register import ClusterEntry, ClusterRegister, recognised_by
from corpus.clusters import cluster_by_id
from corpus.library import Library
from corpus.types import Authority, Document, Format, Kind, Origin, Page, Span

FIRST, SECOND, THIRD = (
    read_act_id(f"esempio:decreto:FS-00{number}:{day}")
    for number, day in ((1, "2031-03-10"), (2, "2031-07-20"), (3, "2033-02-01"))
)
TEXT = "Parole di prova. " * 20


def shelve(
    library: Library, claims: Claims, *, name: str = "a", real: bool = True, seen: str = ""
) -> str:
    """A document that says `claims`, taken in on the day `seen`."""
    document_id = (name * 16)[:16]
    document = Document(
        document_id, name * 64, "Prova", Format.TEXT, Kind.OTHER,
        Authority.SECONDARY if real else Authority.DEMONSTRATION, "it", 1, (f"{name}.txt",),
        ingested_at=seen,
    )  # fmt: skip
    page = Page(document_id, 1, TEXT, Origin.TEXT)
    identity = f"file:{name}"
    one = Acquisition(document, b"x", [page], [], identity, f"{name}.txt", claims, 1)
    library.add([one])
    return document_id


def said(standing: Standing, name: str = "a", **more: Any) -> Recognition:
    clusters = more.pop("clusters", ("mobilita",))
    start = more.pop("at", 0)
    return Recognition(standing, clusters, Span((name * 16)[:16], 1, start, start + 10), **more)


def entry(library: Library, day: str, cluster_id: str = "mobilita") -> ClusterEntry:
    cluster = cluster_by_id(cluster_id)
    assert cluster
    return ClusterRegister(library.claims).entry(cluster, date.fromisoformat(day))


def statuses(library: Library, days: Sequence[str], cluster_id: str = "mobilita") -> list[str]:
    return [entry(library, day, cluster_id).status.value for day in days]


R = Standing.RECOGNISED


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([], {"2040-01-01": "unknown"}),
        (
            [said(R, acts=(FIRST,))],
            {"2031-03-09": "unknown", "2031-03-10": "recognised", "2040-01-01": "recognised"},
        ),
        (  # jointly: sure only from the later
            [said(R, acts=(FIRST, SECOND))],
            {"2031-03-10": "unknown", "2031-07-19": "unknown", "2031-07-20": "recognised"},
        ),
        (
            [said(R, acts=(FIRST,), since="2031-04-01")],
            {"2031-03-31": "unknown", "2031-04-01": "recognised"},
        ),
        (  # only a year: sure from its end
            [said(R, since="2031")],
            {"2031-12-30": "unknown", "2031-12-31": "recognised"},
        ),
        (
            [said(R, acts=(FIRST,), months=36)],
            {"2034-03-10": "recognised", "2034-03-11": "expired"},
        ),
        (
            [said(R, acts=(FIRST,), until="2032-12-31")],
            {"2032-12-31": "recognised", "2033-01-01": "expired"},
        ),
        (  # the term told in another point of the same act
            [said(R, acts=(FIRST,)), said(R, clusters=(), acts=(FIRST,), months=24, at=30)],
            {"2033-03-10": "recognised", "2033-03-11": "expired"},
        ),
        (
            [
                said(R, acts=(FIRST,), until="2032-12-31"),
                said(Standing.EXTENDED, acts=(SECOND,), until="2034-12-31", at=30),
            ],
            {"2033-06-01": "recognised", "2034-12-31": "recognised", "2035-01-01": "expired"},
        ),
        (
            [
                said(R, acts=(FIRST,)),
                said(Standing.REVOKED, acts=(SECOND,), since="2031-09-01", at=30),
            ],
            {"2031-08-31": "recognised", "2031-09-01": "revoked"},
        ),
        (  # recognised again
            [
                said(R, acts=(FIRST,)),
                said(Standing.REVOKED, acts=(SECOND,), at=30),
                said(R, acts=(THIRD,), at=60),
            ],
            {"2031-07-20": "revoked", "2033-01-31": "revoked", "2033-02-01": "recognised"},
        ),
        (
            [said(Standing.PROPOSED, day="2031-02-01")],
            {"2031-01-31": "unknown", "2031-02-01": "proposed", "2040-01-01": "proposed"},
        ),
        ([said(Standing.PROPOSED)], {"2040-01-01": "unknown"}),  # no day is told
        (
            [
                said(Standing.PROPOSED, day="2031-02-01"),
                said(Standing.REFUSED, acts=(FIRST,), day="2031-03-10", at=30),
            ],
            {"2031-03-09": "proposed", "2031-03-10": "unknown"},
        ),
        ([said(Standing.REPORTED, day="2031-02-01")], {"2040-01-01": "unknown"}),
        ([said(Standing.DENIED, day="2031-02-01")], {"2040-01-01": "unknown"}),
        ([said(Standing.UNDETERMINED, acts=(FIRST, SECOND))], {"2040-01-01": "unknown"}),
        (  # an update of what is nowhere told to be recognised still tells that it is
            [said(Standing.EXTENDED, acts=(SECOND,), until="2032-01-01")],
            {"2031-07-19": "unknown", "2031-07-20": "recognised", "2032-01-02": "expired"},
        ),
    ],
)
def test_status(library: Library, claims: list[Recognition], expected: dict[str, str]) -> None:
    shelve(library, Claims(recognitions=claims))
    assert statuses(library, list(expected)) == list(expected.values())


def test_an_act_revoked_whole_takes_its_recognitions_along(library: Library) -> None:
    span = Span("a" * 16, 1, 60, 70)
    whole = Relation(RelationKind.REVOKES, SECOND, FIRST, span, whole=True)
    shelve(library, Claims((), [whole], [said(R, acts=(FIRST,))]))
    assert statuses(library, ["2031-07-19", "2031-07-20"]) == ["recognised", "revoked"]


def test_one_of_two_joint_acts_revoked_takes_nothing_along(library: Library) -> None:
    span = Span("a" * 16, 1, 60, 70)
    whole = Relation(RelationKind.REVOKES, THIRD, FIRST, span, whole=True)
    shelve(library, Claims((), [whole], [said(R, acts=(FIRST, SECOND))]))
    assert statuses(library, ["2040-01-01"]) == ["recognised"]


def group(count: int, ids: str, at: int = 90) -> Fact:
    span = Span("a" * 16, 1, at, at + 10)
    return Fact(Topic.CLUSTER, f"group:{count}", "group", ids, span)


def test_a_group_counts_for_its_members_only(library: Library) -> None:
    nine = said(R, clusters=(), count=3, acts=(FIRST,))
    shelve(library, Claims((), (), [nine], [group(3, "mobilita energia agrifood")]))
    assert statuses(library, ["2032-01-01"]) == ["recognised"]
    assert statuses(library, ["2032-01-01"], "cosmetico") == ["unknown"]
    assert entry(library, "2032-01-01").members


def test_a_recognition_without_any_day_decides_no_day_before_it_was_read(library: Library) -> None:
    shelve(library, Claims(recognitions=[said(R)]), seen="2034-05-06T07:08:09+00:00")
    assert statuses(library, ["2034-05-05", "2034-05-06"]) == ["unknown", "recognised"]


def test_a_group_without_members_recognises_nobody(library: Library) -> None:
    shelve(library, Claims(recognitions=[said(R, clusters=(), count=3, acts=(FIRST,))]))
    assert statuses(library, ["2032-01-01"]) == ["unknown"]


def test_members_on_whom_lists_disagree_are_left_out(library: Library) -> None:
    claim = said(R, clusters=(), count=3, acts=(FIRST,))
    lists = [group(3, "mobilita energia agrifood"), group(3, "mobilita energia cosmetico", 110)]
    shelve(library, Claims((), (), [claim], lists))
    ids = ("mobilita", "energia", "agrifood", "cosmetico")
    found = [statuses(library, ["2032-01-01"], one)[0] for one in ids]
    assert found == ["recognised", "recognised", "unknown", "unknown"]


def test_what_is_said_for_demonstration_never_outweighs_what_is_said(library: Library) -> None:
    shelve(library, Claims(recognitions=[said(R, acts=(FIRST,))]))
    revoked = said(Standing.REVOKED, "b", acts=(SECOND,))
    shelve(library, Claims(recognitions=[revoked]), name="b", real=False)
    assert statuses(library, ["2040-01-01"]) == ["recognised"]


def test_a_source_that_tells_another_year_is_shown_as_a_conflict(library: Library) -> None:
    claims = [said(R, acts=(FIRST,)), said(R, since="2032-12", at=30)]
    shelve(library, Claims(recognitions=claims))
    found = entry(library, "2040-01-01")
    assert found.status.value == "recognised"
    assert [claim.since for claim, _ in found.against] == ["2032-12"]
    assert found.conflicts == ("status",)


def test_every_act_of_a_recognition_is_listed_with_its_role(library: Library) -> None:
    claims = [
        said(R, acts=(FIRST, SECOND)),
        said(Standing.UPDATED, clusters=(), of=(FIRST,), acts=(THIRD,), at=30),
    ]
    shelve(library, Claims(recognitions=claims))
    found = entry(library, "2040-01-01").acts
    assert [(one.act, one.role, one.jointly) for one in found] == [
        (FIRST, "recognises", True),
        (SECOND, "recognises", True),
        (THIRD, "updates", False),
    ]
    assert [one.act for one in entry(library, "2032-01-01").acts] == [FIRST, SECOND]
    assert {one[0] for one in recognised_by(library.claims, [THIRD])} == {"mobilita"}


def test_several_values_of_a_field_stand_side_by_side(library: Library) -> None:
    facts = [
        Fact(Topic.CLUSTER, "mobilita", "seat", place, Span("a" * 16, 1, at, at + 5), day=day)
        for at, (place, day) in enumerate([("Crema", None), ("Cremona", "2032-01-01")])
    ]
    shelve(library, Claims((), (), (), facts))
    found = entry(library, "2040-01-01")
    assert [fact.value for fact, _ in found.facts] == ["Crema", "Cremona"]
    assert found.conflicts == ("seat",)
    assert [fact.value for fact, _ in entry(library, "2031-12-31").facts] == ["Crema"]


def test_claims_go_with_their_document(library: Library) -> None:
    first = shelve(library, Claims(recognitions=[said(R, acts=(FIRST,))]))
    shelve(library, Claims(recognitions=[said(Standing.PROPOSED, "b", day="2031-01-01")]), name="b")
    assert statuses(library, ["2032-01-01"]) == ["recognised"]
    library.remove([first])
    assert statuses(library, ["2032-01-01"]) == ["proposed"]


def test_claims_of_a_document_not_listed_are_not_read(library: Library) -> None:
    document_id = shelve(library, Claims(recognitions=[said(R, acts=(FIRST,))]))
    with library.records.writing() as connection:
        library.records.mark_leaving(connection, document_id)
    assert statuses(library, ["2032-01-01"]) == ["unknown"]


def test_claims_written_anew_replace_the_old(library: Library) -> None:
    document_id = shelve(library, Claims(recognitions=[said(R, acts=(FIRST,))]))
    with library.records.writing() as connection:
        put_claims(connection, document_id, Claims(), 2)
    assert statuses(library, ["2032-01-01"]) == ["unknown"]
    assert library.claims.uncatalogued(2) == []
    assert library.claims.uncatalogued(3) == [document_id]
