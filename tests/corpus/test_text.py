"""The page text: laws of `normalise` and `fold`, cut sentences, stems, language and values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import (
    fold,
    fold_map,
    language,
    normalise,
    normalise_map,
    sentences,
    stems,
    stems_in,
    values,
)

RAW = st.text(
    alphabet=st.one_of(
        st.sampled_from("abzEÈé \n\r\t\f-‐\xad\ufffe\x02\u0301\u0300ﬁﬆ.,'’\xa0\u200b19\ud800"),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ca\u0300", "cà"),
        ("a\r\nb\rc\fd\ve", "a\nb\nc\nd\ne"),
        ("ef\ufb01cace o\ufb03ce", "efficace office"),
        ("imple-\nmentazione", "implementazione"),
        ("imple\ufffementazione e imple\x02mentazione", "implementazione e implementazione"),
        ("imple\xad \r\n mentazione so\xadft", "implementazione soft"),
        ("X\ufffe2014 LE\ufffeC", "X-2014 LE-C"),
        ("Milano-\nBergamo", "Milano-\nBergamo"),
        ("2014-\n2020", "2014-\n2020"),
        ("zero\u200b\ufeff\x07\ud800 spazi", "zero spazi"),
        ("1\xa0000\u202feuro\u2003!\t?", "1 000 euro ! ?"),
        ("\n \nriga  \n\n\n\n  altra \n", "riga\n\n  altra"),
        ("", ""),
    ],
)
def test_normalise(raw: str, text: str) -> None:
    assert normalise(raw) == text


@given(RAW)
def test_normalise_is_idempotent(raw: str) -> None:
    once = normalise(raw)
    assert normalise(once) == once


@given(RAW)
def test_map_gives_the_same_text_in_order(raw: str) -> None:
    text, index = normalise_map(raw)
    assert text == normalise(raw)
    assert len(index) == len(text)
    assert index == sorted(index)
    assert all(0 <= at < len(raw) for at in index)


@given(RAW)
def test_fold_is_idempotent_and_mapped(raw: str) -> None:
    folded, index = fold_map(raw)
    assert folded == fold(raw)
    assert fold(folded) == folded
    assert len(index) == len(folded)
    assert index == sorted(index)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’ “Unione”…", 'l\' "unione"...'),
        ("perché", "perchè"),
        ("economico-\nsociale", "economico-sociale"),
        ("1999 – 2004", "1999-2004"),
        ("il  20 %", "IL 20%"),
    ],
)
def test_fold_makes_typography_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("e", "è"), ("1, 2", "1,2"), ("12 014", "12014"), ("la mento", "lamento")]
)
def test_fold_keeps_words_and_numbers_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


# Sentences parted by "|" in the table; the bar is taken out before they are cut.
CUT = [
    "Ai sensi dell'art. 3, co. 2, lett. a) del D.Lgs. n. 33/2013 si approva.|\nLa Giunta decide.",
    "Il prof. J. Smith e l'ing. Rossi di AFIL S.p.A. hanno firmato il 5.12.2013.|\nSegue altro.",
    "VISTA la d.g.r. n. 4638 del 28.12.2012, e s.m.i.;|\nRICHIAMATO il decreto n. 12;|\nDELIBERA",
    "Decreta:|\n1. di prendere atto;|\n2. di approvare l'allegato, parte\nintegrante.",
    "Sono ammesse:|\n- le imprese;|\n- le università;|\na) i centri di ricerca;|\nb) gli enti.",
    "Il costo è di 1.000,50 euro.|\nSi veda www.regione.it/bandi. |Scrivere a info@afil.it.",
    "Ha detto: «Va bene.»| Poi è uscito...| Forse.| Davvero?| Sì!",
    "Possono partecipare imprese, enti, ecc.| La domanda si presenta online.",
    "It pays 5.5 million, e.g. to Acme Inc. in Milan.| The rest follows.",
    "Premessa|\n\nIl cluster è stato\nriconosciuto.",
    "Nel I secolo d. C. nacque.| L' associazione e' attiva.",
    'Disse "Basta." |"Non ancora" rispose.',
    "Cluster | Area|\nAFIL | Manifattura",
]


@pytest.mark.parametrize("marked", CUT)
def test_sentences(marked: str) -> None:
    bar = "\x00"
    text = marked.replace(" | ", bar).replace("|", "\x01").replace(bar, " | ")
    pieces = [piece.strip() for piece in text.split("\x01")]
    plain = text.replace("\x01", "")
    assert [plain[start:end] for start, end in sentences(plain)] == pieces


@given(st.text(alphabet="aA1.;:!\n -\"'()e è", max_size=80))
def test_sentences_cover_all_words_in_order(text: str) -> None:
    spans = sentences(text)
    outside = text
    for start, end in reversed(spans):
        assert text[start:end].strip() == text[start:end] != ""
        outside = outside[:start] + outside[end:]
    assert not outside.strip()
    assert spans == sorted(spans)


def test_stems_leave_function_words_out() -> None:
    assert stems("Le imprese dell'università") == stems("l’IMPRESA delle universita")
    assert stems_in("The clusters of the region", "en") == ["cluster", "region"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Which cluster covers hydrogen?", "en"),
        ("What is LE2C?", "en"),
        ("Chi è il presidente di AFIL?", "it"),
        ("AFIL presidente", "it"),
        ("bando cluster 2025", "it"),
        ("", "it"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize(
    ("kind", "key", "forms"),
    [
        ("date", "2026-03-05", "5 marzo 2026|05/03/2026|5.3.2026|March 5, 2026|2026-03-05"),
        ("month", "2026-03", "marzo 2026|March 2026|marzo del 2026"),
        ("number", "1000000", "1 milione|1.000.000|1,000,000|one|1 mln"),
        ("amount", "1000000", "1.000.000 €|€ 1 milione|1 M€|1 milione di euro|$1,000,000"),
        ("number", "30000", "30 mila|30.000|30k|trenta mila"),
        ("number", "1000.5", "1.000,50|1,000.50|1000,5"),
        ("number", "25", "venticinque|twenty-five|25"),
        ("percent", "20%", "20%|20 %|20 per cento|20 percent"),
        ("code", "rlf12025051244", "RLF12025051244"),
        ("time", "09:30", "ore 9.30|9:30"),
        ("year", "2016", "2016|anno 2016"),
    ],
)
def test_values_are_equal_however_written(kind: str, key: str, forms: str) -> None:
    for form in forms.split("|"):
        if form != "one":
            assert [(value.kind, value.key) for value in values(form)] == [(kind, key)], form


def test_values_tell_where_they_stand() -> None:
    text = "Il 5 marzo 2026 sono stati stanziati 2 milioni di euro per dodici progetti."
    assert [text[value.start : value.end] for value in values(text)] == [
        "5 marzo 2026",
        "2 milioni di euro",
        "dodici",
    ]


ODD = [" ", ".", "\n", "a-\n", "\xad", "1.", "1,000", "Aa.", '"', ". ", "A\n", "- a\n", "12 mar "]


@pytest.mark.parametrize("unit", ODD)
def test_long_odd_texts_take_no_time(unit: str) -> None:
    text = unit * 8_000
    assert normalise_map(text)[0] == normalise(text)
    assert len(fold_map(text)[0]) <= len(text)
    assert len(sentences(text)) + len(values(text)) <= 2 * len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiude alle ore 16:00. La dotazione era di 2 euro.", 2),
        ("Il bando «Cluster per l'Innovazione\n– Edizione 2025» è chiuso.", 1),
        (
            "Prima frase lunga abbastanza qui. Il numero del decreto del 22 dicembre\n"
            "2025 non è stato trovato fra le fonti che sono state viste finora.",
            2,
        ),
        ("Sono ammessi:\n– enti\ndi ricerca\n– imprese", 3),
    ],
)
def test_lines_of_a_page_do_not_cut_sentences(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected
