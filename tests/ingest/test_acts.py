"""A document's own act: the first pages of acts.toml, laws of spans, no act in what only cites."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.act_names import ActType, read_act_id
from corpus.types import Kind
from ingest.acts import OwnAct, find_own_act, kind_of_act
from ingest.read import read_file

ROWS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("acts.toml").read_text("utf-8")
)["row"]
SHEETS = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.pdf"))
HEADING = "COMUNE DI ESEMPIO\nDELIBERAZIONE DELLA GIUNTA COMUNALE N. 45 DEL 12/02/2020\n"
BUILD = "OGGETTO: Prova\nLA GIUNTA COMUNALE\nVISTA la legge 7 agosto 1990, n. 241;\n"
PIECES = st.sampled_from(
    [
        *("COMUNE DI ESEMPIO", "DELIBERAZIONE", "DELLA GIUNTA COMUNALE", "N.", "45", "DEL"),
        *("12/02/2020", "OGGETTO:", "L'anno duemilaventi addì dodici del mese di", "febbraio"),
        *("VISTO", "C O M U N E   D I", "DECRETO", "X / 707", "Seduta del", "Regione Lombardia"),
        *("Allegato A alla", "Reg. Gen. n. 12", "NUMERO DATA", "LEGGE 7 agosto 1990, n. 241"),
        *("Prot.", "İ", "ﬁ", "\n", "\n\n", " ", "REGOLAMENTO (UE) N. 651/2014", "Il Dirigente"),
    ]
)


def pages_of(text: str) -> list[str]:
    return [page.strip("\n") for page in text.split("=====\n")]


def read_row(row: dict[str, Any]) -> OwnAct | None:
    return find_own_act(pages_of(row["text"]), row.get("name", ""), row.get("title", ""))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["label"])
def test_first_page(row: dict[str, Any]) -> None:
    found = read_row(row)
    assert (found.act_id if found else None) == row.get("act")
    for part in ("object", "office"):
        if part in row:
            assert found
            assert getattr(found, part) == row[part]
    if found and found.end:
        shown = pages_of(row["text"])[found.page - 1][found.start : found.end]
        assert shown == shown.strip()
        assert len(shown) <= 400
        assert found.number is None or found.number.split("/")[-1] in shown or row.get("name")


def test_rows_are_many() -> None:
    assert len(ROWS) >= 60
    assert sum("act" not in row for row in ROWS) >= 15


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_sheet_is_no_act(path: Path) -> None:
    read = read_file(path.read_bytes(), path.name, None)
    assert find_own_act([page.text for page in read.pages], path.name, read.title) is None


def test_agreeing_name_raises_confidence() -> None:
    alone = find_own_act([HEADING + BUILD])
    agreeing = find_own_act([HEADING + BUILD], "dgc_45_2020.pdf")
    assert alone
    assert agreeing
    assert agreeing.confidence > alone.confidence


def test_annex_and_name_alone_stay_doubtful() -> None:
    for row in ROWS:
        found = read_row(row)
        if found and (row["label"].startswith(("annex", "a scan"))):
            assert found.confidence <= 0.6


def test_heading_below_the_preamble_is_cited_only() -> None:
    page = "VISTO quanto segue:\n" + HEADING
    assert find_own_act([page]) is None


def test_parts_that_only_citations_have_stay_unknown() -> None:
    page = (
        "COMUNE DI ESEMPIO\nDELIBERAZIONE DELLA GIUNTA COMUNALE\nN. 45\n"
        "OGGETTO: Rettifica della determinazione n. 12 del 3 maggio 2019\nLA GIUNTA COMUNALE\n"
        "VISTO il decreto n. 7 del 4 giugno 2018;"
    )
    found = find_own_act([page])
    assert found
    assert (found.number, found.date) == ("45", None)
    assert found.object == "Rettifica della determinazione n. 12 del 3 maggio 2019"


def test_object_is_one_bounded_line() -> None:
    found = find_own_act([HEADING + "OGGETTO: " + "parole lunghe\n" * 200 + "VISTO il parere;"])
    assert found
    assert found.object
    assert len(found.object) <= 600
    assert "\n" not in found.object


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ActType.DECRETO, Kind.DECREE),
        (ActType.DETERMINA, Kind.DECREE),
        (ActType.DD, Kind.DECREE),
        (ActType.DGR, Kind.RESOLUTION),
        (ActType.DCC, Kind.RESOLUTION),
        (ActType.LR, Kind.LAW),
        (ActType.REGOLAMENTO_UE, Kind.LAW),
        (ActType.AVVISO, Kind.CALL),
        (ActType.OTHER, Kind.OTHER),
    ],
)
def test_kind(kind: ActType, expected: Kind) -> None:
    assert kind_of_act(kind) is expected


def test_every_type_has_a_kind() -> None:
    assert {kind_of_act(kind) for kind in ActType} == {
        Kind.DECREE,
        Kind.RESOLUTION,
        Kind.LAW,
        Kind.CALL,
        Kind.OTHER,
    }


@given(
    st.lists(st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.text()), max_size=3),
    st.one_of(st.text(max_size=40), st.just("DGR_X_707_2013.pdf")),
    st.one_of(st.text(max_size=40), st.just("Decreto n. 12 del 3 maggio 2014")),
)
def test_any_pages_give_a_sound_answer(pages: list[str], name: str, title: str) -> None:
    found = find_own_act(pages, name, title)
    if found is None:
        return
    assert 0 < found.confidence < 1
    assert read_act_id(found.act_id.replace("::", ":?:")).type is found.type
    if found.end:
        assert 0 <= found.start < found.end <= len(pages[found.page - 1])


@pytest.mark.parametrize(
    "piece",
    [
        *("n. ", "a ", "\n", "1", "l'anno duemila ", "oggetto: ", "comune di ", "C O M U N E  "),
        *(HEADING, "Allegato A alla ", "Registro generale n. 1 del ", "reg. gen. ", "regione "),
    ],
)
def test_a_large_page_costs_no_more(piece: str) -> None:
    page = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    find_own_act([page, page], page)
    assert time.perf_counter() - started < 0.1


def test_is_quick() -> None:
    pages = [pages_of(row["text"] + BUILD * 60) for row in ROWS]
    started = time.perf_counter()
    for each in pages:
        find_own_act(each)
    assert (time.perf_counter() - started) / len(pages) < 0.003
