"""From documents to registers: the facsimiles on every day, the sheets, corrections, withdrawal."""

import shutil
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.act_names import act_id, read_act_id, same_act
from corpus.act_register import ActEntry, ActRegister, validity_on
from corpus.claims import RelationKind
from corpus.cluster_register import ClusterRegister
from corpus.clusters import cluster_by_id, clusters
from corpus.errors import InputError
from corpus.library import Library, open_library
from corpus.settings import RetrievalSettings
from ingest.catalogue import RULES, bring_up_to_date, recatalogue
from ingest.corrections import correct_held
from ingest.run import IngestOptions, IngestReport, ingest

EXPECTED: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "facsimiles" / "expected.toml").read_text("utf-8")
)
HASH = RetrievalSettings(embeddings="hash", wait_seconds=0.3)
SIGNED = ("prova", "chi prova", "2026-01-01T00:00:00+00:00")


def status(library: Library, cluster_id: str, day: date) -> str:
    cluster = cluster_by_id(cluster_id)
    assert cluster
    return ClusterRegister(library.claims).entry(cluster, day).status.value


def words(library: Library, span: Any) -> str:
    return " ".join(library.page(span.document_id, span.page).text[span.start : span.end].split())


# --- the facsimiles -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", EXPECTED["cluster"], ids=lambda case: case["id"])
def test_every_status_is_right_on_every_day(facsimiles: Library, case: dict[str, Any]) -> None:
    found = {row["on"]: status(facsimiles, case["id"], row["on"]) for row in case["at"]}
    wanted = {row["on"]: row["status"] for row in case["at"]}
    assert {day: one for day, one in found.items() if one not in wanted[day].split("|")} == {}


def entry_of(library: Library, case: dict[str, Any]) -> ActEntry:
    return ActRegister(library.claims).entry(read_act_id(case["id"]))


ANNEXES = {act for one in EXPECTED["document"] if one.get("annex") for act in one["acts"]}
"""Acts of which only an annex is held; a call's text is not taken for the decree that passed it."""

each_act = pytest.mark.parametrize(
    "case",
    [one for one in EXPECTED["act"] if one["id"] not in ANNEXES],
    ids=lambda case: case["id"],
)


@each_act
def test_every_relation_between_acts_is_told_by_its_quote(
    facsimiles: Library, case: dict[str, Any]
) -> None:
    entry = entry_of(facsimiles, case)
    for wanted in case["relations"]:
        if wanted["to"].startswith(("cluster:", "call:")):
            continue
        target = read_act_id(wanted["to"])
        found = [
            relation
            for relation, _ in entry.outward
            if relation.kind.value in wanted["kind"].split("|")
            and same_act(relation.target, target) == "yes"
        ]
        assert found, f"{wanted['kind']} {wanted['to']}"
        if "words" in wanted:
            quotes = [words(facsimiles, relation.quote) for relation in found]
            assert any(wanted["words"] in quote for quote in quotes)


@each_act
def test_no_relation_is_told_that_would_be_wrong(facsimiles: Library, case: dict[str, Any]) -> None:
    found = {relation.kind.value for relation, _ in entry_of(facsimiles, case).outward}
    assert found.isdisjoint(case["never"])


@each_act
def test_validity_is_right_on_every_day(facsimiles: Library, case: dict[str, Any]) -> None:
    entry = entry_of(facsimiles, case)
    for day in EXPECTED["validity"]["asked_on"]:
        begun = [one["value"] for one in case["validity"] if one["from"] <= day]
        wanted = begun[-1] if begun else "unknown"
        assert validity_on(entry, day).state.value in wanted.split("|"), day


@pytest.mark.parametrize("case", EXPECTED["document"], ids=lambda case: case["name"])
def test_every_act_is_found_in_its_document(facsimiles: Library, case: dict[str, Any]) -> None:
    if case.get("annex"):
        return
    document = facsimiles.records.find_document(f"facsimili0/{case['name']}")
    found = [act_id(one.act) for one in facsimiles.claims.acts_of(document.id)]
    assert found == case["acts"]


@pytest.mark.parametrize("case", EXPECTED["not_held"], ids=lambda case: case["act"])
def test_acts_cited_and_not_held_are_listed_with_who_cites_them(
    facsimiles: Library, case: dict[str, Any]
) -> None:
    wanted = read_act_id(case["act"])
    entries = [
        one
        for one in ActRegister(facsimiles.claims).entries()
        if same_act(one.name, wanted) == "yes"
    ]
    assert entries
    assert not any(one.held for one in entries)
    citing = {witness.document_id for one in entries for _, witness in one.inward}
    sources = {facsimiles.records.documents_by_id([one])[one].source for one in citing}
    assert {Path(one).stem for one in sources} == set(case["cited_by"])


@pytest.fixture
def copy(facsimiles: Library, tmp_path: Path) -> Iterator[Library]:
    """The facsimiles in a library that may be changed."""
    shutil.copytree(facsimiles.folder, tmp_path / "copy")
    opened = open_library(tmp_path / "copy", HASH)
    yield opened
    opened.close()


@pytest.mark.parametrize("case", EXPECTED["removal"], ids=lambda case: "+".join(case["without"]))
def test_a_document_removed_withdraws_what_it_said_and_no_more(
    copy: Library, case: dict[str, Any]
) -> None:
    gone = [one.id for one in copy.records.documents() if Path(one.source).stem in case["without"]]
    assert len(gone) == len(case["without"])
    copy.remove(gone)
    changed = {(one["id"], one["on"]): one["status"] for one in case["clusters"]}
    for cluster in EXPECTED["cluster"]:
        for row in cluster["at"]:
            wanted = changed.get((cluster["id"], row["on"]), row["status"])
            found = status(copy, cluster["id"], row["on"])
            assert found in wanted.split("|"), (cluster["id"], row["on"])


# --- the shipped sheets ---------------------------------------------------------------------------

TODAY = date(2026, 11, 24)


def test_the_nine_are_recognised_and_the_tenth_is_proposed(shipped: Library) -> None:
    found = {
        one.cluster.id: one.status.value for one in ClusterRegister(shipped.claims).entries(TODAY)
    }
    assert found.pop("cosmetico") == "proposed"
    assert set(found.values()) == {"recognised"}
    assert len(found) == 9


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-05-29", "unknown"),
        ("2014-06-15", "unknown"),  # one of the two decrees, and nobody tells which
        ("2014-07-22", "recognised"),
        ("2015-12-31", "recognised"),
    ],
)
def test_a_joint_recognition_is_sure_from_its_last_act(
    shipped: Library, day: str, expected: str
) -> None:
    assert status(shipped, "mobilita", date.fromisoformat(day)) == expected


def test_the_chain_of_recognition_is_complete_with_its_quotes(shipped: Library) -> None:
    register = ActRegister(shipped.claims)
    notice, first, second, update = (
        register.find(reference).entries[0]
        for reference in ("decreto 2239/2014", "decreto 4638/2014", "decreto 6980/2014",
                          "decreto 1507/2016")
    )  # fmt: skip
    ties = {
        (relation.kind, relation.target)
        for one in (first, second, update)
        for relation, _ in one.outward
        if relation.kind is not RelationKind.CITES
    }
    assert ties == {
        (RelationKind.IMPLEMENTS, notice.name),
        (RelationKind.AMENDS, first.name),
        (RelationKind.AMENDS, second.name),
    }
    for relation, _ in (*first.outward, *update.outward):
        quote = words(shipped, relation.quote)
        assert str(relation.target.number) in quote
    acts = ClusterRegister(shipped.claims).entries(TODAY)[0].acts
    assert [(act_id(one.act), one.role, one.jointly) for one in acts] == [
        ("lombardia:decreto:4638:2014-05-30", "recognises", True),
        ("lombardia:decreto:6980:2014-07-22", "recognises", True),
        ("lombardia:decreto:1507:2016-03-03", "updates", False),
    ]


def test_without_the_sheets_every_status_is_unknown(shipped: Library, tmp_path: Path) -> None:
    shutil.copytree(shipped.folder, tmp_path / "copy")
    bare = open_library(tmp_path / "copy", HASH)
    try:
        bare.remove([one.id for one in bare.records.documents()])
        found = ClusterRegister(bare.claims).entries(TODAY)
        assert {one.status.value for one in found} == {"unknown"}
        assert not any(one.acts or one.facts or one.reasons or one.against for one in found)
        assert ActRegister(bare.claims).entries() == []
    finally:
        bare.close()


def test_no_status_act_or_date_stands_in_the_list_of_clusters() -> None:
    text = (Path(__file__).parents[2] / "corpus" / "clusters.toml").read_text("utf-8")
    values = [line for line in text.splitlines() if not line.startswith("#")]
    keys = {line.split(" = ")[0] for line in values if " = " in line}
    assert keys == {"id", "name_it", "name_en", "aliases", "area_it", "area_en", "area_words"}
    assert len(clusters()) == 10


# --- made anew, and corrected ---------------------------------------------------------------------

DECREE = """Regione Esempio

DECRETO N. FS-021 Del 05/03/2031

DIREZIONE GENERALE RICERCA

Oggetto
RICONOSCIMENTO DI UN CLUSTER. FAC-SIMILE

IL DIRIGENTE DELLA STRUTTURA

VISTA la d.g.r. n. FS/0700 del 20 gennaio 2031;

DECRETA

1. di riconoscere come Cluster Tecnologico il Cluster Lombardo della Mobilità.
"""
Shelve = Callable[..., IngestReport]


@pytest.fixture
def decree(library: Library, shelve: Shelve) -> Library:
    shelve({"decreto.txt": DECREE})
    assert status(library, "mobilita", date(2031, 3, 5)) == "recognised"
    return library


def test_made_anew_claims_are_the_same(decree: Library) -> None:
    before = decree.claims.recognitions(), decree.claims.relations(), decree.claims.held_acts()
    recatalogue(decree, decree.records.documents()[0])
    assert (
        decree.claims.recognitions(),
        decree.claims.relations(),
        decree.claims.held_acts(),
    ) == before
    assert decree.records.documents()[0].act_id == "esempio:decreto:FS-021:2031-03-05"


def test_claims_of_older_rules_are_made_anew(decree: Library) -> None:
    assert bring_up_to_date(decree) == 0
    with decree.records.writing() as connection:
        connection.exec_driver_sql("UPDATE catalogued SET rules = -1")
        connection.exec_driver_sql("DELETE FROM recognitions")
    assert bring_up_to_date(decree) == 1
    assert decree.claims.uncatalogued(RULES) == []
    assert status(decree, "mobilita", date(2031, 3, 5)) == "recognised"


def test_a_corrected_act_and_date_win_and_survive_reading_again(
    decree: Library, shelve: Shelve
) -> None:
    document = decree.records.documents()[0]
    values = {"act": "esempio:decreto:FS-022:2031-03-05", "date": "2031-04-01", "title": "Nuovo"}
    correct_held(decree, document, values, SIGNED)

    def check() -> None:
        held = decree.records.documents()[0]
        assert (held.title, held.act_id) == ("Nuovo", "esempio:decreto:FS-022:2031-04-01")
        assert status(decree, "mobilita", date(2031, 3, 31)) == "unknown"
        assert status(decree, "mobilita", date(2031, 4, 1)) == "recognised"
        named = decree.words().search_codes(["own:fs-022:2031"], 5)
        assert {hit.document_id for hit in named} == {held.id}

    check()
    shelve({"decreto.txt": DECREE + "\n2. di pubblicare il presente decreto.\n"})
    assert decree.records.documents()[0].id != document.id
    check()


def test_a_correction_taken_back_leaves_what_is_read(decree: Library) -> None:
    document = decree.records.documents()[0]
    correct_held(decree, document, {"kind": "report", "title": "Altro"}, SIGNED)
    assert decree.records.documents()[0].kind.value == "report"
    correct_held(decree, document, {"kind": ""}, SIGNED)
    held = decree.records.documents()[0]
    assert (held.kind.value, held.title) == ("decree", "Altro")


def test_a_document_that_was_no_act_becomes_one(library: Library, shelve: Shelve) -> None:
    shelve({"nota.txt": "Una nota.\n\nCon decreto n. FS-009 del 2 marzo 2030 si è provveduto.\n"})
    document = library.records.documents()[0]
    assert document.act_id is None
    correct_held(library, document, {"act": "decreto n. FS-031 del 5 marzo 2031"}, SIGNED)
    held = library.records.documents()[0]
    assert (held.act_id, held.act_date, held.kind.value) == (
        "?:decreto:FS-031:2031-03-05", "2031-03-05", "decree",
    )  # fmt: skip
    assert [r.subject.number for r, _ in library.claims.relations() if r.subject] == ["FS-031"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "poesia"), ("act", "una cosa"), ("date", "ieri"), ("colore", "verde")],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    decree: Library, field: str, value: str
) -> None:
    document = decree.records.documents()[0]
    with pytest.raises(InputError):
        correct_held(decree, document, {"title": "Nuovo", field: value}, SIGNED)
    assert decree.records.documents()[0] == document


def test_facsimiles_are_ingested_whole(facsimile_files: Path, tmp_path: Path) -> None:
    opened = open_library(tmp_path / "library", HASH, create=True)
    try:
        report = ingest([str(facsimile_files)], opened, IngestOptions())
        assert report.totals["quarantined"] == 0
        assert report.totals["added"] == len(EXPECTED["document"])
    finally:
        opened.close()
