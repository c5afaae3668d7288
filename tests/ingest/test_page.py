import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import normalise
from corpus.types import Origin
from ingest.page import (
    MAX_TITLE,
    BlockKind,
    Piece,
    ReadPage,
    choose_title,
    clean_name,
    has_words,
    lay_page,
    make_page,
    page_numbers,
)


def page(text: str, number: int = 1) -> ReadPage:
    return ReadPage(number, text, Origin.EMBEDDED)


@given(st.text())
def test_a_page_holds_the_normalised_text(raw: str) -> None:
    assert make_page("d", 1, raw, Origin.TEXT).text == normalise(raw)


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(BlockKind)), max_size=8))
def test_blocks_stand_in_order_and_hold_every_word(pieces: list[tuple[str, BlockKind]]) -> None:
    found = lay_page(1, [Piece(text, kind, 1) for text, kind in pieces], Origin.HTML)
    at = 0
    rest = ""
    for block in found.blocks:
        assert at <= block.start < block.end <= len(found.text)
        rest += found.text[at : block.start]
        at = block.end
    assert not (rest + found.text[at:]).strip()


def test_items_stand_close_and_paragraphs_apart() -> None:
    kinds = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ITEM, BlockKind.PARAGRAPH)
    found = lay_page(1, [Piece(w, k) for w, k in zip("abcd", kinds, strict=True)], Origin.HTML)
    assert found.text == "a\n\nb\nc\n\nd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La Giunta", True),
        ("1 2 3\n4 5 6", True),
        ("みんな", True),
        ("", False),
        (" \n ", False),
        ("\ufffd\ufffd \ue000\ue001", False),
        ("(cid:12)(cid:44) (cid:3)", False),
        ('"7+%-', False),
        ("Testo \ufffd buono", True),
    ],
)
def test_a_text_layer_of_rubbish_is_no_text(text: str, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Regione Lombardia\nOGGETTO: Approvazione dell'avviso pubblico\n"
            "per i cluster\n\nVISTA la legge",
            "Approvazione dell'avviso pubblico per i cluster",
        ),
        ("Oggetto\nAPPROVAZIONE DEL BANDO\nIl Dirigente Rossi", "APPROVAZIONE DEL BANDO"),
        (
            "DELIBERAZIONE N° X / 1051 Seduta del 5.12.2013\nPresidente",
            "DELIBERAZIONE N° X / 1051 Seduta del 5.12.2013",
        ),
        (
            "Scheda redazionale – non è un documento ufficiale\n3\nI cluster lombardi oggi\nTesto",
            "I cluster lombardi oggi",
        ),
        ("Regione Lombardia\nRelazione annuale sulle attività", "Relazione annuale sulle attività"),
        ("", "relazione finale 2024"),
    ],
)
def test_the_title_is_the_document_s_own(text: str, expected: str) -> None:
    assert (
        choose_title([page(text)], ["Untitled", "Mai scritto qui"], "a/relazione_finale-2024.pdf")
        == expected
    )


def test_a_running_head_is_no_title() -> None:
    pages = [
        page(f"Bollettino ufficiale n. {n}\n{w}", n)
        for n, w in ((1, "Piano delle azioni comuni"), (2, "Altro testo"))
    ]
    assert choose_title(pages, [], "x.pdf") == "Piano delle azioni comuni"


def test_a_long_title_is_cut_between_words() -> None:
    title = choose_title([page("Oggetto: " + "parola " * 100)], [], "x.pdf")
    assert len(title) <= MAX_TITLE
    assert title.endswith("parola…")


def test_file_names_and_page_numbers_for_readers() -> None:
    assert clean_name("C:\\dati\\DGR_1051-allegato.pdf.p7m") == "DGR 1051 allegato"
    assert clean_name(".pdf") == ".pdf"
    assert page_numbers([2, 5, 6, 7, 9]) == "2, 5-7, 9"
    assert page_numbers([]) == ""
