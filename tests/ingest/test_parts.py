"""Which part of an act each passage belongs to: the rows of parts.toml, laws, speed."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.parts import DECISIONS, Part, annex_id, part_of
from corpus.text import normalise
from corpus.types import Chunk, Origin
from ingest.html import read_html
from ingest.page import ReadPage
from ingest.structure import cut_document

ACTS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("parts.toml").read_text("utf-8")
)["act"]
ROWS = [(act, row) for act in ACTS for row in act["rows"]]


def cut(text: str, form: str = "") -> list[Chunk]:
    if form == "html":
        return cut_document("d", read_html(text.encode(), "a.html").pages)
    pages = text.split("=====\n")
    read = [ReadPage(n, normalise(page), Origin.EMBEDDED) for n, page in enumerate(pages, 1)]
    return cut_document("d", read)


def chunk_with(chunks: list[Chunk], words: str) -> Chunk:
    found = [one for one in chunks if words in one.text]
    assert len(found) == 1, f"{words!r} stands in {len(found)} chunks"
    return found[0]


@pytest.mark.parametrize(
    ("act", "row"), ROWS, ids=[f"{act['label']}: {row['words'][:25]}" for act, row in ROWS]
)
def test_row(act: dict[str, Any], row: dict[str, Any]) -> None:
    section = chunk_with(cut(act["text"], act.get("form", "")), row["words"]).section
    assert part_of(section) == row["part"]
    places = [
        next((at for at, words in enumerate(section) if piece in words), -1)
        for piece in row.get("path", [])
    ]
    assert -1 not in places, section
    assert places == sorted(places), section
    assert not [no for no in row.get("not_path", []) if any(no in one for one in section)], section


def test_rows_are_many() -> None:
    assert len(ROWS) >= 80
    assert {row["part"] for _, row in ROWS} == set(Part)
    assert sum("no act" in act["label"] for act in ACTS) >= 2


@pytest.mark.parametrize(
    ("section", "part"),
    [
        ((), Part.BODY),
        (("COMUNE DI PROVALE", "Oggetto"), Part.BODY),
        (("Premesse",), Part.PREAMBLE),
        (("Premesse", "ADEMPIMENTI CONTABILI"), Part.PREAMBLE),
        (("DELIBERA", "Punto 3"), Part.OPERATIVE),
        (("Dispositivo", "Art. 1"), Part.OPERATIVE),
        (("HANNO ADOTTATO IL PRESENTE REGOLAMENTO", "Articolo 1 Oggetto"), Part.OPERATIVE),
        (("EMANA IL SEGUENTE DECRETO LEGISLATIVO",), Part.OPERATIVE),
        (("Allegato A – Criteri", "Premesse"), Part.ANNEX),
        (("Decreto FS-001", "ALLEGATO I", "Articolo 2"), Part.ANNEX),
        (("DELIBERA N. 45 DEL 12/02/2020",), Part.BODY),
        (("DETERMINA A CONTRARRE",), Part.BODY),
        (("Delibera sui cluster", "Allegati e moduli"), Part.BODY),
        (("1. Premessa",), Part.BODY),
    ],
)
def test_the_path_tells_the_part(section: tuple[str, ...], part: Part) -> None:
    assert part_of(section) is part
    assert part_of(list(section)) is part


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Allegato A", "a"),
        ("ALLEGATO 1 - CRITERI DI VALUTAZIONE", "1"),
        ("Allegato n. 2", "2"),
        ("Allegato «B» alla deliberazione", "b"),
        ("ALLEGATO I", "i"),
        ("Allegato A1", "a1"),
        ("ALLEGATO CRITERI", None),
        ("Allegato", None),
        ("Capo I", None),
    ],
)
def test_the_name_of_an_annex(heading: str, name: str | None) -> None:
    assert annex_id(heading) == name


POINTS = st.lists(st.text("abc de,.", min_size=1, max_size=400), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(POINTS, st.sampled_from(["{}. di {}", "{}) di {}", "{} - di {}", "{}.\ndi {}"]))
def test_every_point_opens_a_chunk_and_its_number_is_told(words: list[str], form: str) -> None:
    points = [form.format(n, f"prova {' '.join(w.split())} fine;") for n, w in enumerate(words, 1)]
    text = "IL DIRIGENTE\nVISTA la legge;\nDECRETA\n" + "\n".join(points)
    chunks = [one for one in cut(text) if part_of(one.section) is Part.OPERATIVE]
    named = list(dict.fromkeys(one.section[-1] for one in chunks))
    assert named == [f"Punto {n}" for n in range(1, len(words) + 1)]
    for number, point in enumerate(points, 1):
        first = next(one for one in chunks if one.section[-1] == f"Punto {number}")
        assert first.text.removeprefix("DECRETA\n").startswith(point[:4])


RECITALS = st.lists(
    st.sampled_from(
        ["VISTA la legge", "RICHIAMATO il decreto", "Considerato che", "DATO ATTO che"]
    ),
    min_size=2,
    max_size=12,
)
WORDS = {
    Part.PREAMBLE: "ricordavola",
    Part.OPERATIVE: "decidivola",
    Part.ANNEX: "allegavola",
}
BREAKS = st.sampled_from(["\n", "\n\n", "\n=====\n"])


@settings(max_examples=100, deadline=None)
@given(RECITALS, st.sampled_from(DECISIONS), st.integers(1, 12), st.integers(1, 5), st.data())
def test_no_chunk_holds_words_of_two_parts(
    recitals: list[str], decision: str, points: int, annexes: int, data: st.DataObject
) -> None:
    lines = ["IL DIRIGENTE", *(f"{one} ricordavola;" for one in recitals), decision]
    lines += [f"{n}. di dare decidivola;" for n in range(1, points + 1)]
    for letter in "ABCDE"[:annexes]:
        lines += [
            f"Allegato {letter}",
            *["Il testo allegavola segue."] * data.draw(st.integers(1, 9)),
        ]
    text = "".join(line + data.draw(BREAKS) for line in lines)
    for chunk in cut(text):
        held = {word for word in WORDS.values() if word in chunk.text}
        assert held <= {WORDS.get(part_of(chunk.section), "")}, chunk
        assert chunk.text.count("Allegato ") <= 1


def test_parts_carry_over_pages() -> None:
    pages = ["IL DIRIGENTE\nVISTA la legge;", "VISTO il decreto;\nDECRETA", "1. di approvare:"]
    pages += ["a) il bando;\nb) il modulo;", "2. di pubblicare.", "Allegato A", "Il modulo."]
    sections = [chunk.section for chunk in cut("\n=====\n".join(pages))]
    assert sections == [
        ("Premesse",),
        ("Premesse",),
        ("DECRETA",),
        ("DECRETA", "Punto 1"),
        ("DECRETA", "Punto 1"),
        ("DECRETA", "Punto 2"),
        ("Allegato A",),
        ("Allegato A",),
    ]


@pytest.mark.parametrize(
    "piece",
    ["DELIBERA ", "la DELIBERA ", "D E L I B E R A\n", "VISTA la legge;\n", "; 2. di dare; 3. di ",
     "VISTO\nDELIBERA\n1. di dare;\n", "Allegato A\n", "Decreto 3 maggio 2019 - n. 12\n", "1.\n",
     "DECRETO n n n ", "IL DIRIGENTE\n", "D.a.b.c. n. ", "considerando quanto segue:\n(1) uno\n",
     "HA ADOTTATO IL ", "Emana\nil seguente ", "- VISTO " * 50 + "\n", "a) b) ", "Art. 1\nUno\n"],
)  # fmt: skip
def test_any_text_is_read_in_linear_time(piece: str) -> None:
    opening = "IL DIRIGENTE\nVISTA la legge;\nDECRETA\n1. di dare;\n"
    for text in (piece * (100_000 // len(piece)), opening + piece * (100_000 // len(piece))):
        start = time.perf_counter()
        cut(text)
        assert time.perf_counter() - start < 5
