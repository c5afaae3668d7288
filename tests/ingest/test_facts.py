"""What texts tell of clusters: the rows of facts.toml, a newspaper page, our sheets, laws."""

import random
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.claims import Fact, Topic
from corpus.clusters import cluster_by_id
from corpus.mention_forms import plain
from corpus.text import normalise, sentences
from corpus.types import Authority, Chunk, Document, Format, Kind, Origin, Page, Span
from ingest.facts import find_facts, find_members_of_group
from ingest.read import read_file
from ingest.statements import Reading, Statement, read_statements
from ingest.structure import cut_document

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = tomllib.loads((HERE / "facts.toml").read_text("utf-8"))["row"]
SHEETS = sorted((HERE.parents[1] / "corpus" / "documents").glob("*.pdf"))
FIELDS = {
    *("president", "former_president", "manager", "legal_form", "legal_personality", "seat"),
    *("operational_seat", "website", "members", "label", "founded", "founders", "fee", "scope"),
    *("national_counterpart", "european_networks", "board_size"),
}
NINE = (
    *("agrifood", "aerospazio", "chimica-verde", "energia", "fabbrica-intelligente", "mobilita"),
    *("scienze-della-vita", "smart-communities", "ambienti-di-vita"),
)


def document_of(title: str) -> Document:
    return Document(
        *("x", "x", title),
        Format.TEXT,
        Kind.PAGE,
        Authority.SECONDARY,
        "it",
        1,
        ("t",),
    )


def read_words(words: str, title: str = "") -> tuple[dict[int, str], Reading]:
    """A text under one heading, as the pages by number and the reading."""
    text = normalise(words)
    page = Page("x", 1, text, Origin.TEXT)
    spans = tuple(sentences(text))
    chunk = Chunk("x", 1, 0, len(text), text, (title,) if title else (), sentences=spans)
    return {1: text}, read_statements(document_of(title), [page], [chunk])


@cache
def read_path(path: Path) -> tuple[dict[int, str], Reading]:
    """A file as the cataloguer reads it."""
    read = read_file(path.read_bytes(), path.name)
    pages = read.page_texts("x")
    chunks = cut_document("x", read.pages)
    reading = read_statements(document_of(read.title), pages, chunks)
    return {page.number: page.text for page in pages}, reading


def told(facts: list[Fact]) -> list[str]:
    return sorted(
        f"{fact.subject} {fact.field}: {' '.join(fact.value.split())}"
        + (f" @{fact.day}" if fact.day else "")
        for fact in facts
    )


def check_laws(texts: dict[int, str], facts: list[Fact]) -> None:
    for fact in facts:
        assert fact.topic is Topic.CLUSTER
        assert cluster_by_id(fact.subject)
        assert fact.field in FIELDS
        assert fact.at
        assert fact.value
        assert texts[fact.at.page][fact.at.start : fact.at.end] == fact.value
        assert fact.at.page == fact.quote.page
        assert fact.quote.start <= fact.at.start < fact.at.end <= fact.quote.end
    assert len(set(facts)) == len(facts)


# --- rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["label"])
def test_row(row: dict[str, Any]) -> None:
    texts, reading = read_words(row["text"].strip("\n"), row.get("title", ""))
    facts = find_facts(reading)
    check_laws(texts, facts)
    assert told(facts) == sorted(row.get("facts", []))


def test_rows_are_many_and_tell_every_field() -> None:
    told_rows = [row for row in ROWS if row.get("facts")]
    assert len(told_rows) >= 100
    assert len(ROWS) - len(told_rows) >= 60
    fields = {fact.split(": ")[0].split()[1] for row in told_rows for fact in row["facts"]}
    assert fields == FIELDS


# --- pages ----------------------------------------------------------------------------------------


def test_newspaper_page() -> None:
    texts, reading = read_path(HERE / "fac_simile_gazzetta.html")
    facts = find_facts(reading)
    check_laws(texts, facts)
    assert "FAC-SIMILE" in texts[1]
    assert told(facts) == [
        "aerospazio members: 118",
        "aerospazio president: Bruno Modello",
        "aerospazio seat: via del Volo 1, Gallarate",
        "chimica-verde members: 75",
        "chimica-verde seat: Milano",
        "energia members: circa 130",
        "energia president: Laura Fittizia",
        "energia seat: Milano",
        "mobilita founded: 12 luglio 2013",
        "mobilita members: oltre 104 soci",
        "mobilita president: Anna Prova",
        "mobilita president: Franco Bozza @2019",
        "mobilita seat: Brescia",
    ]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_sheet_keeps_the_laws_and_tells_nothing_where_sources_are_silent(path: Path) -> None:
    texts, reading = read_path(path)
    facts = find_facts(reading)
    check_laws(texts, facts)
    for fact in facts:
        quote = texts[fact.quote.page][fact.quote.start : fact.quote.end].lower()
        assert "non indicano" not in quote
        assert "non dicono" not in quote
        assert "do not" not in quote


def test_sheet_of_two_sources_side_by_side() -> None:
    _, reading = read_path(next(path for path in SHEETS if path.stem.startswith("06-")))
    counts = [(one.value, one.day) for one in find_facts(reading) if one.field == "members"]
    assert counts == [("140", None), ("circa 130", "2021"), ("108 imprese", "2015")]


def test_day_of_the_source() -> None:
    words = (
        "Il presidente del Lombardia Aerospace Cluster è Marco Esempio.\n"
        "Fonte: Il Foglio di Prova, Un nuovo presidente, 3 maggio 2024, https://prova.esempio.it"
    )
    assert told(find_facts(read_words(words)[1])) == [
        "aerospazio president: Marco Esempio @2024-05-03"
    ]


# --- which clusters make a group ------------------------------------------------------------------

SENTENCE = (
    "I nove CTL sono: Agrifood, Aerospazio, Chimica verde, Energia, Fabbrica intelligente, "
    "Mobilità, Scienze della vita, Smart communities e Ambienti di vita."
)
LIST = "I tre cluster lombardi riconosciuti sono:\n- Energia\n- Mobilità\n- Aerospazio\n"
TABLE = (
    "La tabella elenca i due cluster lombardi.\nArea | Nome\n"
    "Energia | Lombardy Energy Cleantech Cluster\nMobilità | Cluster Lombardo della Mobilità\n"
)


@pytest.mark.parametrize(
    ("words", "count", "ids"),
    [
        (SENTENCE, 9, NINE),
        (LIST, 3, ("energia", "mobilita", "aerospazio")),
        (TABLE, 2, ("energia", "mobilita")),
        (
            "Two Lombardy clusters: Energy and Intelligent factory.",
            2,
            ("energia", "fabbrica-intelligente"),
        ),
        (
            "Hanno vinto due cluster, AFIL e il Lombardia Aerospace Cluster.",
            2,
            ("fabbrica-intelligente", "aerospazio"),
        ),
    ],
)
def test_group_is_told(words: str, count: int, ids: tuple[str, ...]) -> None:
    texts, reading = read_words(words)
    ((found, members, span),) = find_members_of_group(reading)
    assert (found, members) == (count, ids)
    assert texts[1][span.start : span.end].strip() == texts[1][span.start : span.end]


@pytest.mark.parametrize(
    "words",
    [
        SENTENCE.replace("Energia, ", ""),
        SENTENCE.replace("nove", "dieci"),
        LIST.replace("- Energia\n", ""),
        "I nove cluster tecnologici lombardi, fra cui energia e mobilità, si sono riuniti.",
        "I due cluster lombardi si sono riuniti. Energia. Mobilità.",
        "I cluster lombardi: energia e mobilità.",
    ],
)
def test_group_is_not_told(words: str) -> None:
    assert find_members_of_group(read_words(words)[1]) == []


def test_nine_of_the_sheets() -> None:
    for start in ("01-", "26-"):
        _, reading = read_path(next(path for path in SHEETS if path.stem.startswith(start)))
        assert {(count, ids) for count, ids, _ in find_members_of_group(reading)} == {(9, NINE)}


# --- laws -----------------------------------------------------------------------------------------

PIECES = (
    *(
        "Il Cluster Lombardo della Mobilità",
        "LE2C",
        "il cluster",
        "l'associazione",
        "la Fondazione",
    ),
    *(
        "presidente",
        "del",
        "è",
        "era",
        "Anna Prova",
        "Mario",
        "eletta",
        "ha",
        "sede",
        "a",
        "Milano",
    ),
    *("via Prova 3", "conta", "120", "soci", "oltre", "imprese", "fondato", "nel", "2019", "da"),
    *("Bronze Label", "per", "e", "che", ",", ";", ":", "(", ")", "«", "»", "\n", ".", "|", "non"),
    *("sarà", "sito", "https://prova.esempio.it", "secondo", "oggi", "nazionale", "si occupa di"),
    *("numero dei soci", "140 (Foglio, 2021)", "İ", "ﬁ", "\x01", "\x03", "associazione"),
    *("riconosciuta", "consiglio direttivo", "composto da", "direttore", "rete europea", "CEX"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(("", "Cluster mobilità")))
def test_laws_hold_in_any_text(pieces: list[str], title: str) -> None:
    texts, reading = read_words(" ".join(pieces), title)
    check_laws(texts, find_facts(reading))
    for count, ids, span in find_members_of_group(reading):
        assert count == len(set(ids))
        assert 0 <= span.start < span.end <= len(texts[1])


def hostile_reading(size: int) -> Reading:
    """Statements of the longest kind that hold nothing but words that tell something."""
    chance = random.Random(7)  # noqa: S311 – no secret, the same text each time
    title = "Cluster Lombardo della Mobilità"
    statements = []
    for number in range(size // 1_490):
        pieces = chance.sample(PIECES, 6)
        words = " ".join(chance.choice(pieces) for _ in range(700))[:1_490]
        span = Span("x", 1, number * 1_500, number * 1_500 + len(words))
        statements.append(Statement(span, words, plain(words), (title,), "", None, None))
    return Reading(document_of(title), (), tuple(statements))


def test_time_is_linear_in_hostile_text() -> None:
    reading = hostile_reading(200_000)
    started = time.process_time()
    find_facts(reading)
    find_members_of_group(reading)
    assert time.process_time() - started < 8


def test_document_without_clusters_costs_nothing() -> None:
    words = "Il presidente della commissione ha sede a Milano e conta 120 soci. " * 8_000
    _, reading = read_words(words)
    started = time.process_time()
    assert find_facts(reading) == []
    assert find_members_of_group(reading) == []
    assert time.process_time() - started < 0.5
