"""Acts named in texts: the rows of mentions.toml, laws of spans, same acts, linear time."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.act_names import ActName, read_act_id
from corpus.mentions import (
    ActMention,
    ActType,
    find_bulletins,
    find_marks,
    find_mentions,
    find_partitions,
    resolve_key,
    same_act,
)

ROWS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("mentions.toml").read_text("utf-8")
)["row"]
PIECES = st.sampled_from(
    [
        *(
            "d.g.r.",
            "n.",
            "X",
            "/",
            "1051",
            "del",
            "5",
            "dicembre",
            "2013",
            "e",
            "decreti",
            "nn",
            ",",
        ),
        *(
            "l.r.",
            "29/2016",
            "(UE)",
            "regolamento",
            "direttiva",
            "2014/24/UE",
            "legge",
            "art.",
            ";",
        ),
        *("comma", "6 bis)", "d.d.u.o.", "d.d.", "delibera", "Giunta regionale", "Comune di Bari"),
        *(
            "Regione Veneto",
            "Decree",
            "of",
            ".n",
            "urn:nir:stato:legge:1990-08-07;241",
            "C(2015) 923",
        ),
        *(
            "BURL",
            "S.O.",
            "CUP",
            "CIG",
            "17 febbraio scorso",
            "8/10820",
            "25-8735",
            "257/Ric",
            "prot.",
        ),
        *(
            "avviso MIUR",
            "determinazione",
            "-",
            "–",
            "\n",
            "’",
            "°",
            "İ",
            "ß",
            "ſ",
            "\x1f",
            "\u2028",
        ),
        "\ud800",
    ]
)
TEXT = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map(" ".join))
CUT = 1_000_000
HARD = (
    *("d.d.d.d.", "d. d. ", "d.g.r. ", "d.", "n. n. n. ", "n.", "1/1/1/1/", "x/", "X/1/", "5.5.5."),
    *("art. art. ", "art. 1, 2, 3, ", "comma 1, 2 ", " ", "\n", "1", "a", "("),
    *("decreti n. 1, n. 2, n. 3, ", "decreti nn. 1, 2, 3, ", "decreti n. 1/2014 e ", "decreto  "),
    *("decreto del direttore ", "decreto ministeriale di concerto con il ministro ", "delib. "),
    *(
        "legge regionale della lombardia ",
        "legge 241/1990 ",
        "l. 1/2014, ",
        "direttive 2014/24/UE, ",
    ),
    *("regolamento (ue) ", "c(2015) ", "urn:nir:", "comune di Bari Di Bari ", "30 maggio "),
    *(
        "regione veneto d.g.r. n. 1/2014 ",
        "BURL n. 1 ",
        "avviso pubblico miur del miur ",
        "cup e89 ",
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60].replace("\n", " "))
def test_row(row: dict[str, Any]) -> None:
    text = row["text"]
    found = [[one.act_id, one.text] for one in find_mentions(text)]
    assert found == row.get("acts", []), f"{row['origin']}: {text}"
    if "codes" in row:
        assert [[one.kind, one.code] for one in find_marks(text)] == row["codes"]
    if "partitions" in row:
        assert [
            [part or "" for part in (one.article, one.paragraph, one.letter, one.point)]
            for one in find_partitions(text)
        ] == row["partitions"]
    if "bulletins" in row:
        assert [
            [part or "" for part in (one.name, one.number, one.date)]
            for one in find_bulletins(text)
        ] == row["bulletins"]


def test_rows_are_enough() -> None:
    own = [row for row in ROWS if row["origin"].startswith("own")]
    without = [row for row in own if "acts" not in row]
    assert len(own) >= 150
    assert len(without) >= 50
    for section in range(1, 8):
        assert any(row["origin"].startswith(f"vocabulary §{section}") for row in ROWS)


@given(TEXT)
def test_spans_cut_the_text_in_order(text: str) -> None:
    last = 0
    for one in find_mentions(text):
        assert text[one.start : one.end] == one.text
        assert last <= one.start < one.end
        last = one.end
        assert 0 < one.confidence <= 1
        if one.confidence == 1:
            assert one.number
            assert one.date
            assert len(one.date) == 10
        assert read_act_id(one.act_id) == ActName(one.type, one.issuer, one.number, one.date)
        assert same_act(one, one) != "no"


@given(TEXT)
def test_marks_partitions_and_bulletins_cut_the_text(text: str) -> None:
    for find in (find_marks, find_partitions, find_bulletins):
        for one in find(text):
            assert text[one.start : one.end] == one.text


@pytest.mark.parametrize("piece", HARD, ids=repr)
def test_time_stays_linear(piece: str) -> None:
    """Eight times the text takes about eight times as long, never sixty-four."""
    small = piece * (CUT // 40 // len(piece))
    for find in (find_mentions, find_marks, find_partitions, find_bulletins):
        short = min(_seconds(find, small) for _ in range(2))
        long = min(_seconds(find, small * 8) for _ in range(2))
        assert long < 0.15 or long < 30 * short, f"{find.__name__}: {short:.3f} s, {long:.3f} s"


def _seconds(find: Any, text: str) -> float:
    started = time.process_time()
    find(text)
    return time.process_time() - started


def test_confidence_falls_with_what_is_missing() -> None:
    texts = (
        *("d.g.r. n. X/1051 del 5 dicembre 2013", "d.g.r. n. X/1051/2013", "d.g.r. n. X/1051"),
        *("d.g.r. n. 1051", "d.g.r. del 5 dicembre 2013", "D.d.u.o. 14 dicembre n IT16RFOP012"),
    )
    sure = [find_mentions(text)[0].confidence for text in texts]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] == 1


# --- the same act -----------------------------------------------------------------------------


def _one(text: str) -> ActMention:
    (found,) = find_mentions(text)
    return found


LAW_29 = (
    *("Legge Regionale 23 novembre 2016, n. 29", "LR 29/2016", "l.r. 29/2016", "L.R. 29/2016"),
    *("legge regionale n. 29-2016", "legge regionale n.29/2016", "l.r. n. 29/2016"),
)


@pytest.mark.parametrize("one", LAW_29)
@pytest.mark.parametrize("other", LAW_29)
def test_spellings_of_one_law(one: str, other: str) -> None:
    assert same_act(_one(one), _one(other)) == "yes"
    assert resolve_key(_one(one)) == resolve_key(_one(other)) == "29"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("d.g.r. n. X/1051 del 5 dicembre 2013", "d.g.r. n. 1051 del 5 dicembre 2013", "yes"),
        ("d.g.r. n. X/1051 del 5 dicembre 2013", "DGR 1051/2013", "yes"),
        ("DGR X/1051", "DGR X / 1051 del 5.12.2013", "yes"),
        ("DGR X/1051", "DGR n. 1051", "maybe"),
        ("DGR X/1051", "DGR XI/1051", "no"),
        ("DGR X/1051", "DGR 1051/2020", "no"),
        ("DGR X/1051", "DGR X/1052", "no"),
        ("DGR 8/10820", "d.g.r. n. VIII/10820 del 16 dicembre 2009", "yes"),
        ("d.g.r. n. 8/10820", "d.g.r. 10820/2009", "yes"),
        ("d.g.r. n. 8/10820", "d.g.r. 10820/2010", "maybe"),
        ("the Decree X/707", "d.g.r. n. X/707 del 20 settembre 2013", "yes"),
        ("Regione Veneto, DGR n. 2415/2014", "Regione Puglia, DGR n. 2415/2014", "no"),
        ("DGR n. 2415/2014", "Regione Veneto, DGR n. 2415 del 16 dicembre 2014", "yes"),
        ("Decreto regionale 2239 del 17 marzo 2014", "DDS n. 2239 del 17/03/2014", "yes"),
        ("Decreto regionale 2239 del 17 marzo 2014", "DDS n. 2239 del 12/03/2014", "no"),
        ("D.D. 30.5.2012, n. 257", "AVVISO MIUR N. 257/2012", "yes"),
        ("D.D. 30.5.2012, n. 257", "D.D. prot. n. 257/Ric del 30 maggio 2012", "yes"),
        ("D.D. 30.5.2012, n. 257", "Decreto Direttoriale prot. n. 257/Ric", "maybe"),
        ("Ministerial Decree 257/2012", "D.D. 30.5.2012, n. 257", "maybe"),
        ("decreto n. 611 del 17 febbraio 2017", "D.P.G.R. n. 611 del 17/02/2017", "yes"),
        ("Legge n. 29 del 23 novembre 2016", "Legge Regionale 23 novembre 2016, n. 29", "yes"),
        ("Legge n. 29 del 23 novembre 2016", "l.r. 29/2016", "maybe"),
        ("L. 241/1990", "legge 7 agosto 1990, n. 241", "yes"),
        ("L. 241/1990", "D.Lgs. 241/1990", "no"),
        ("direttiva 2014/24/UE", "Directive 2014/24/EU", "yes"),
        ("regolamento (UE) n. 651/2014", "Reg. UE 651/2014", "yes"),
        ("decreto del 22/12/2025", "decreto del 22 dicembre 2025", "maybe"),
        ("decreto n. 4638", "decreto n. 4638 del 30 maggio 2014", "maybe"),
        ("decreto n. 4638 del 2014", "decreto n. 4638 del 30 maggio 2014", "yes"),
    ],
)
def test_same_act(one: str, other: str, verdict: str) -> None:
    assert same_act(_one(one), _one(other)) == verdict
    assert same_act(_one(other), _one(one)) == verdict
    if verdict == "yes":
        assert resolve_key(_one(one)) == resolve_key(_one(other))


def test_act_id_is_read_back() -> None:
    assert (
        read_act_id("lombardia:dgr:X/1051:2013-12-05").act_id == "lombardia:dgr:X/1051:2013-12-05"
    )
    assert read_act_id("?:lr:29:?") == ActName(ActType.LR, number="29")
    with pytest.raises(ValueError, match=r".*"):
        read_act_id("lombardia:dgr")
