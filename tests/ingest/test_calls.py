import time
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from corpus.act_names import read_act_id, same_act
from corpus.call_register import Call, call_on, gather_calls
from corpus.claims import Fact, HeldAct, Witness
from corpus.library import Library
from corpus.types import Authority, Document, Format, Kind, Page
from corpus.values import values
from ingest.calls import find_calls
from ingest.read import read_file
from ingest.statements import Reading, read_statements
from ingest.structure import cut_document

ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").with_stem("calls").read_text("utf-8"))[
    "row"
]


def read_row(row: dict[str, Any]) -> tuple[Reading, dict[int, Page]]:
    """The reading of a row as a document of its own."""
    data = row["text"].strip().encode()
    read = read_file(data, f"riga.{row.get('format', 'md')}", None)
    title = row.get("title", "Pagina")
    acts: tuple[HeldAct, ...] = ()
    digest = sha256(data).hexdigest()
    if "own" in row:
        last = read.pages[-1]
        name = read_act_id(row["own"])
        acts = (HeldAct(name, 1, 0, len(read.pages), len(last.text) + 1, row.get("object")),)
    document = Document(
        digest[:16], digest, title, Format.TEXT, Kind.OTHER, Authority.SECONDARY, "it",
        len(read.pages), ("riga",), act_date=acts[0].act.date if acts else None,
    )  # fmt: skip
    pages = read.page_texts(document.id)
    chunks = cut_document(document.id, read.pages)
    return read_statements(document, pages, chunks, acts), {one.number: one for one in pages}


def told(row: dict[str, Any], facts: list[Fact]) -> set[str]:
    """The facts as the rows write them; days only where the row tells one."""
    said = set()
    for fact in facts:
        if fact.field == "title":
            continue
        words = f"{fact.field} {fact.value}"
        dated = f"{words} @{fact.day}"
        known = {line.partition("|")[2] or line for line in row["says"]}
        words = dated if dated in known else words
        said.add(words if "call" in row else f"{fact.subject}|{words}")
    return said


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_row(row: dict[str, Any]) -> None:
    reading, _ = read_row(row)
    facts = find_calls(reading)
    assert told(row, facts) == set(row["says"])
    if "call" in row:
        assert {fact.subject for fact in facts} == {row["call"]}


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_quotes_stand_on_the_page(row: dict[str, Any]) -> None:
    reading, pages = read_row(row)
    for fact in find_calls(reading):
        page = pages[fact.quote.page]
        quote = page.text[fact.quote.start : fact.quote.end]
        assert quote.strip() == quote
        if fact.at is not None:
            words = page.text[fact.at.start : fact.at.end]
            assert words
            assert words in quote
            if fact.field in ("title", "budget", "beneficiaries", "intensity", "issuer"):
                assert " ".join(words.split()) == fact.value


def test_counts() -> None:
    assert len(ROWS) >= 70
    assert sum(not row["says"] for row in ROWS) >= 15
    assert len({row["name"] for row in ROWS}) == len(ROWS)


def test_titles() -> None:
    row = {
        "text": "Ecco il BANDO RETE RICERCA 2031. Il bando «Rete Ricerca – Edizione 2031» scade "
        "il 3 marzo 2031.",
        "says": [],
    }
    facts = find_calls(read_row(row)[0])
    assert [fact.value for fact in facts if fact.field == "title"] == [
        "Rete Ricerca – Edizione 2031"
    ]


def test_nothing_without_the_words_of_calls() -> None:
    row = {
        "text": "Il cluster è stato riconosciuto con decreto n. 12 del 3 marzo 2031.",
        "says": [],
    }
    assert find_calls(read_row(row)[0]) == []


HOSTILE = [
    "bando " * 4_000,
    "bando «" * 4_000,
    "dal 1 al " * 4_000,
    "ore 10:00 del " * 4_000,
    "Bando A e " * 4_000,
    "proroga al 3 marzo 2031 non " * 2_000,
    "BANDO PER LA E DI " * 3_000,
    "3 marzo 2031 " * 4_000,
    "1.000.000 di euro dotazione " * 2_000,
    "beneficiari " * 4_000 + " sono",
    "codice " + "a1-" * 12_000,
    "fino al 50% " * 4_000,
    "possono partecipare " * 3_000,
    "(" * 20_000 + "bando",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_takes_linear_time(words: str) -> None:
    """A hundred kilobytes of each, cut into statements as long as a statement may be."""
    reading, _ = read_row({"text": "Il bando «Rete Ricerca» scade il 3 marzo 2031.", "says": []})
    first = reading.statements[0]
    long = words[:1_500]
    many = tuple(replace(first, text=long, low=long.lower()) for _ in range(70))
    started = time.perf_counter()
    find_calls(replace(reading, statements=(first, *many)))
    assert time.perf_counter() - started < 1.5


# --- facsimiles -----------------------------------------------------------------------------------

FACSIMILES = Path(__file__).parents[1] / "facsimiles" / "expected.toml"
TOLD = tomllib.loads(FACSIMILES.read_text("utf-8"))
EXPECTED, DOCUMENTS = TOLD["call"], TOLD["document"]


def acts_in(document: Document, pages: Sequence[str]) -> list[HeldAct]:
    """The acts of a facsimile; of the bulletin, each from the line of its number on."""
    name = document.source.rpartition("/")[2]
    told = [one["acts"] for one in DOCUMENTS if one["name"] == name and "annex" not in one]
    acts = [read_act_id(act) for act in told[0]] if told else []
    last = len(pages)
    if len(acts) < 2:
        whole = (1, 0, last, len(pages[-1]) + 1)
        return [HeldAct(act, *whole, document.act_object) for act in acts]
    starts = [pages[-1].index(f"n. {act.number}") - 40 for act in acts]
    ends = [*starts[1:], len(pages[-1]) + 1]
    return [
        HeldAct(act, last, start, last, end)
        for act, start, end in zip(acts, starts, ends, strict=True)
    ]


def calls_of(library: Library, without: str | None = None) -> dict[str | None, Call]:
    """The calls of the documents of a library by code, without one file."""
    facts: list[tuple[Fact, Witness]] = []
    for document in library.records.documents():
        if without is not None and document.source.endswith(without):
            continue
        pages, chunks = library.records.pages(document.id), library.records.chunks_of(document.id)
        acts = acts_in(document, [page.text for page in pages])
        witness = Witness(document.id, document.authority, document.act_id, document.act_date)
        reading = read_statements(document, pages, chunks, acts)
        facts += [(fact, witness) for fact in find_calls(reading)]
    return {call.value("code"): call for call in gather_calls(facts)}


def quotes_of(library: Library, call: Call) -> list[str]:
    """The words of a call's sayings, on one line each."""
    spans = {one.fact.quote for sayings in call.said.values() for one in sayings}
    texts = {span: library.page(span.document_id, span.page).text for span in spans}
    return [" ".join(text[span.start : span.end].split()) for span, text in texts.items()]


@pytest.mark.parametrize("expected", EXPECTED, ids=[one["code"] for one in EXPECTED])
def test_facsimile(facsimiles: Library, expected: dict[str, Any]) -> None:
    call = calls_of(facsimiles)[expected["code"]]
    assert call.title == expected["title"]
    assert sorted(call.clusters) == sorted(expected["clusters"])
    act = call.value("act")
    assert act is not None
    assert same_act(read_act_id(act), read_act_id(expected["act"])) == "yes"
    quotes = quotes_of(facsimiles, call)
    assert all(any(said["words"] in quote for quote in quotes) for said in expected["says"])
    for row in expected["at"]:
        state = call_on(call, row["on"])
        assert state.status.value in row["status"].split("|"), row
        if "opens" in row:
            assert state.opens == row["opens"].isoformat(), row
            assert state.closes == row["closes"].isoformat(), row
            assert state.extended is row["extended"], row
            budget = call.value_on("budget", row["on"])
            assert str(row["budget"]) in {one.key for one in values(budget or "")}


def test_a_facsimile_taken_away_withdraws_what_it_said(facsimiles: Library) -> None:
    whole = calls_of(facsimiles)["FS-CLI-2032"]
    unextended = calls_of(facsimiles, "fs-008.pdf")["FS-CLI-2032"]
    unopened = calls_of(facsimiles, "fs-009.pdf")["FS-CLI-2032"]
    day, again = date(2032, 7, 15), date(2033, 2, 15)
    assert call_on(whole, day).status.value == "open"
    assert call_on(unextended, day).status.value == "closed"
    assert call_on(whole, again).status.value == "open"
    assert call_on(unopened, again).status.value == "closed"
    assert "extended" not in unextended.said


# --- the shipped sheets ---------------------------------------------------------------------------


def test_no_call_is_made_of_prose(shipped: Library) -> None:
    """Every value of the shipped sheets is one that a reader finds there."""
    calls = calls_of(shipped)
    assert len([call for call in calls.values() if call.value("code")]) == 1
    edition = calls["RLF12025051244"]
    assert edition.conflicts == ()
    assert call_on(edition, date(2026, 2, 1)).status.value == "open"
    assert call_on(edition, date(2026, 11, 22)).status.value == "closed"
