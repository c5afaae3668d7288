"""The acts that a document holds: the rows of test_act_split.toml, laws of stretches, speed."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.act_split import ActStretch, find_acts
from ingest.acts import find_own_act

ROWS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[
    "row"
]
SINGLE: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("acts.toml").read_text("utf-8")
)["row"]
LINES = st.sampled_from(
    [
        *("Serie Ordinaria n. 30 - Giovedì 24 luglio 2014", "– 3 –", "Bollettino Ufficiale"),
        *("D.g.r. 18 luglio 2014 - n. X/2152", "D.d.s. 17 luglio 2014 - n. 6844", "DECRETA"),
        *("C) GIUNTA REGIONALE E ASSESSORI", "D.G. Agricoltura", "Titolo di esempio", "", "İ"),
        *("LA GIUNTA REGIONALE", "Visto il parere;", "Approvazione . . . . . . . . 3", "la"),
        *("Testo coordinato del d.d.s. 11 luglio 2014 - n. 6700", "Art. 1", "COMUNE DI ESEMPIO"),
        *("DETERMINAZIONE N. 77 DEL 01/03/2020", "OGGETTO: Prova", "IL RESPONSABILE", "VISTO"),
        *("GAZZETTA UFFICIALE DELLA REPUBBLICA ITALIANA Serie generale - n. 165", "SOMMARIO"),
        *("MINISTERO DELLA SALUTE", "DECRETO 9 luglio 2014 .", "IL MINISTRO DELLA SALUTE"),
    ]
)


def pages_of(text: str) -> list[str]:
    return [page.strip("\n") for page in text.split("=====\n")]


def words_of(pages: list[str], one: ActStretch) -> str:
    """Everything that stands in a stretch."""
    whole = [*pages[one.page - 1 : one.last_page - 1], pages[one.last_page - 1][: one.end]]
    whole[0] = whole[0][one.start :]
    return "\n".join(whole)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["label"])
def test_acts_of_a_document(row: dict[str, Any]) -> None:
    pages = pages_of(row["text"])
    found = find_acts(pages, row.get("name", ""))
    expected = row.get("acts", [])
    assert [[one.act.act_id, one.page] for one in found] == [act[:2] for act in expected]
    for one, (_, _, first, last) in zip(found, expected, strict=True):
        words = words_of(pages, one)
        assert words.startswith(first)
        assert words.endswith(last)
    if "objects" in row:
        assert [one.act.object for one in found] == row["objects"]


@pytest.mark.parametrize("row", SINGLE, ids=lambda row: row["label"])
def test_a_single_act_is_one_stretch(row: dict[str, Any]) -> None:
    pages = pages_of(row["text"])
    own = find_own_act(pages, row.get("name", ""))
    found = find_acts(pages, row.get("name", ""))
    if own is None:
        assert found == []
        return
    assert [one.act for one in found] == [own]
    assert (found[0].page, found[0].start) == (1, 0)
    assert (found[0].last_page, found[0].end) == (len(pages), len(pages[-1]))


def test_removing_an_act_leaves_the_others() -> None:
    pages = pages_of(ROWS[0]["text"])
    all_acts = [one.act.act_id for one in find_acts(pages)]
    without = [page.replace("D.g.r. 18 luglio 2014 - n. X/2160", "Delibere") for page in pages]
    left = [one.act.act_id for one in find_acts(without)]
    assert left == [one for one in all_acts if "X/2160" not in one]


@given(st.lists(st.lists(LINES, max_size=30).map("\n".join), max_size=4))
def test_stretches_are_in_order_and_hold_their_acts(pages: list[str]) -> None:
    found = find_acts(pages)
    places = [place for one in found for place in ((one.page, one.start), (one.last_page, one.end))]
    assert places == sorted(places)
    for one in found:
        assert 0 <= one.start <= len(pages[one.page - 1])
        assert 0 <= one.end <= len(pages[one.last_page - 1])
        if one.act.end and len(found) > 1:
            assert one.page == one.act.page
            assert one.start <= one.act.start < one.act.end <= len(pages[one.page - 1])


@pytest.mark.parametrize(
    "piece",
    [
        *("D.g.r. 18 luglio 2014 - n. X/2152\n", "Decreto " + "a" * 190 + "\n" + "b" * 150 + "\n"),
        *("MINISTERO\n", "DECRETO 9 luglio 2014\n", "D.G. Agricoltura\n", ". ", "\n"),
        *("A) BCDEFGH\n", "MINISTERO DELLA SALUTE\nDECRETO 9 luglio 2014\nIL MINISTRO\n"),
        *("Visto\n", "Legge ", "(BUR1234) [1.1] ", "Comunicato ", "DELIBERA ZIONE 1 luglio "),
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["one page", "many pages"])
def test_a_large_issue_costs_no_more(piece: str, whole: bool) -> None:
    head = "Serie Ordinaria n. 30 - Giovedì 24 luglio 2014\nserie generale - n. 1\n"
    if whole:
        pages = [head + piece * (1_000_000 // len(piece))]
    else:
        pages = [head + piece * (5_000 // len(piece))] * 200
    started = time.perf_counter()
    find_acts(pages)
    assert time.perf_counter() - started < 1.5
