import pytest

from ingest.blocks import find_blocks
from ingest.page import Block, BlockKind


def kinds(text: str, *known: Block) -> list[tuple[str, int, str]]:
    return [
        (str(b.kind), b.level, text[b.start : b.end])
        for b in find_blocks(text, known, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Allegato A", 1),
        ("ALLEGATO 1 - CRITERI DI VALUTAZIONE", 1),
        ("Allegato A) – Schema di accordo", 1),
        ("Allegato «B» alla deliberazione n. 45", 1),
        ("ALLEGATO N. 2", 1),
        ("ANNEX II", 1),
        ("TITOLO I", 1),
        ("CAPO II", 2),
        ("Sezione 3", 3),
        ("DELIBERA", 1),
        ("D E C R E T A:", 1),
        ("D  E  L  I  B  E  R  A", 1),
        ("DETERMINA", 1),
        ("Art. 5", 4),
        ("Art. 5-bis (Beneficiari)", 4),
        ("Article 7", 4),
        ("Articolo 12 - Dotazione finanziaria", 4),
        ("ART. 3 SOGGETTI AMMISSIBILI", 4),
        ("1. Finalità e obiettivi", 3),
        ("1.2 Beneficiari", 4),
        ("1.2.3 Spese ammissibili", 5),
        ("IL DIRIGENTE DELLA STRUTTURA", 2),
    ],
)
def test_headings_of_acts(line: str, level: int) -> None:
    text = f"Parole che precedono.\n{line}\nParole che seguono, in una riga."
    assert kinds(text)[1] == ("heading", level, line)


@pytest.mark.parametrize(
    "text",
    [
        "ai sensi di quanto previsto dall'\nArt. 5 della legge regionale\nche segue.",
        "come stabilito con la legge di cui all'\nAllegato A\ndel presente atto.",
        "Art. 5, comma 2, della legge regionale.",
        "VISTA LA LEGGE REGIONALE;",
        "l'importo è stato pari a\n1.200 Euro e non oltre.",
        "Allegati:\nAllegato A – Bando\nAllegato B – Modulistica",
        "Sono parte dell'atto:\n\nAllegato 1 Bando\nAllegato 2 Modulo",
        "Il bando e i criteri che la commissione applica sono riportati per esteso nel solo\n"
        "Allegato A della deliberazione",
        "come stabilito dalla presente\nDELIBERA",
        "1. Di approvare il bando",
        "DI APPROVARE IL BANDO E I CRITERI",
    ],
)
def test_what_only_looks_like_a_heading(text: str) -> None:
    assert "heading" not in {kind for kind, _, _ in kinds(text)}


def test_the_word_that_decides_is_a_heading_below_an_open_sentence() -> None:
    assert kinds("con voti unanimi,\nDELIBERA")[1] == ("heading", 1, "DELIBERA")


@pytest.mark.parametrize("sign", ["1.", "1)", "(1)", "a)"])
def test_a_sign_alone_on_its_line_goes_with_the_words_below(sign: str) -> None:
    text = f"DELIBERA\n{sign}\nDi approvare il bando e i criteri;\n\nFine."
    assert kinds(text)[1] == ("item", 1, f"{sign}\nDi approvare il bando e i criteri;")


@pytest.mark.parametrize(
    "point", ["1 - di dare", "2 – Di dare", "3.di dare", "4)DI DARE", "5° di dare"]
)
def test_points_of_decisions_are_items(point: str) -> None:
    assert kinds(f"DELIBERA\n{point} atto.")[1] == ("item", 1, f"{point} atto.")


@pytest.mark.parametrize("line", ["12 - 15 maggio 2020", "2014 – Agrifood", "2 – Agrifood"])
def test_other_numbers_at_the_start_of_a_line_are_no_points(line: str) -> None:
    assert ("item", 1, line) not in kinds(f"Parole che precedono senza fine\n{line}")


def test_words_in_capitals_run_on() -> None:
    text = (
        "VISTA LA DELIBERA DI GIUNTA CON LA QUALE SONO STATI APPROVATI I CRITERI\n"
        "PER LA GESTIONE DEL SERVIZIO NELLE SCUOLE DEL\nTERRITORIO;\nDETERMINA"
    )
    assert [kind for kind, _, _ in kinds(text)] == ["paragraph", "heading"]


def test_a_title_below_the_bare_number_of_an_article() -> None:
    text = "Articolo 1\nOggetto\nIl presente regolamento stabilisce le norme sul riconoscimento."
    assert kinds(text)[0] == ("heading", 4, "Articolo 1\nOggetto")
    same = (
        "Articolo 1\nLa Regione promuove i cluster tecnologici lombardi e\nne sostiene l'attività."
    )
    assert kinds(same)[0] == ("heading", 4, "Articolo 1")


def test_a_division_takes_the_title_below_it_and_no_other_division() -> None:
    text = "TITOLO I\nDISPOSIZIONI GENERALI\nCAPO II\nSTRUMENTI\nArt. 5\n(Cluster)\nTesto."
    assert [words for kind, _, words in kinds(text) if kind == "heading"] == [
        "TITOLO I\nDISPOSIZIONI GENERALI",
        "CAPO II\nSTRUMENTI",
        "Art. 5\n(Cluster)",
    ]


def test_known_paragraphs_show_articles_and_annexes_too() -> None:
    pieces = ["Art. 1", "Oggetto", "Art. 2. La Regione vigila.", "Allegato A", "Fine."]
    text, blocks = "", []
    for piece in pieces:
        blocks.append(Block(len(text), len(text) + len(piece), BlockKind.PARAGRAPH))
        text += piece + "\n\n"
    assert [(kind, level, words.strip()) for kind, level, words in kinds(text, *blocks)] == [
        ("heading", 14, "Art. 1\n\nOggetto"),
        ("heading", 14, "Art. 2."),
        ("paragraph", 0, "La Regione vigila."),
        ("heading", 11, "Allegato A"),
        ("paragraph", 0, "Fine."),
    ]


def test_an_article_s_number_is_parted_from_its_words() -> None:
    text = "Art. 7. La Regione promuove i cluster e ne sostiene\nle attività."
    assert kinds(text) == [
        ("heading", 4, "Art. 7."),
        ("paragraph", 0, " La Regione promuove i cluster e ne sostiene\nle attività."),
    ]


def test_a_bare_number_takes_the_title_below_it() -> None:
    text = "CAPO II\nDISPOSIZIONI FINANZIARIE\nArt. 5\n(Dotazione)\nLa dotazione è di 5 euro."
    assert [w for k, _, w in kinds(text) if k == "heading"] == [
        "CAPO II\nDISPOSIZIONI FINANZIARIE",
        "Art. 5\n(Dotazione)",
    ]


def test_preamble_points_and_letters() -> None:
    text = (
        "VISTA la legge regionale\n1/2007;\nRICHIAMATO il decreto;\nDELIBERA\n"
        "1. di prendere atto\ndella relazione;\n2. di approvare:\na) il bando;\nb) la modulistica."
    )
    assert kinds(text) == [
        ("paragraph", 0, "VISTA la legge regionale\n1/2007;"),
        ("paragraph", 0, "RICHIAMATO il decreto;"),
        ("heading", 1, "DELIBERA"),
        ("item", 1, "1. di prendere atto\ndella relazione;"),
        ("item", 1, "2. di approvare:"),
        ("item", 1, "a) il bando;"),
        ("item", 1, "b) la modulistica."),
    ]


def test_numbered_points_side_by_side_are_no_headings() -> None:
    text = "I cluster sono:\n1. Agrifood\n2. Aerospazio\n3. Chimica verde"
    assert [k for k, _, _ in kinds(text)] == ["paragraph", "item", "item", "item"]


def test_contents_lines_and_rows() -> None:
    text = "INDICE\n1. Finalità ........... 3\n1.2 Beneficiari ....... 4\nAnno | Importo\n2014 | 10"
    assert [k for k, _, _ in kinds(text)] == ["heading", "item", "item", "row", "row"]


def test_known_headings_are_taken_and_known_blocks_filled_up() -> None:
    text = "Il programma\nTesto che segue."
    assert kinds(text, Block(0, 12, BlockKind.HEADING, 2))[0] == ("heading", 2, "Il programma")
    exact = kinds("uno\n\ndue\n\ntre", Block(5, 8, BlockKind.ITEM, 1))
    assert [(k, w.strip()) for k, _, w in exact] == [
        ("paragraph", "uno"), ("item", "due"), ("paragraph", "tre"),
    ]  # fmt: skip


def test_a_number_of_an_act_at_the_start_of_a_line_is_no_list_item() -> None:
    text = "La dotazione è salita con la d.g.r.\nn. 4754/2025 a 156 milioni."
    assert kinds(text) == [("paragraph", 0, text)]
