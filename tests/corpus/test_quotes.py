"""Where a quote stands: what may differ, what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import find_quote, fold

PAGE = (
    "La Giunta regionale, con deliberazione n. 4638 del 28 dicembre 2012, ha approvato i criteri "
    "per l'implementazione dei cluster tecnologici. Il contributo non può superare 1.000.000 di "
    "euro per ciascun progetto. Le domande si presentano entro il 31 marzo 2026, a pena di "
    "esclusione. Il soggetto gestore è un'associazione riconosciuta."
)


def found(quote: str, page: str = PAGE) -> str | None:
    span = find_quote(page, quote)
    return None if span is None else page[slice(*span)]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("ha approvato i criteri", "ha approvato i criteri"),
        ("i  criteri per l'imple-\nmentazione", "i criteri per l'implementazione"),
        ("per l’ imple\xadmentazione dei\xa0cluster", "per l'implementazione dei cluster"),
        ("«HA APPROVATO I CRITERI»", "ha approvato i criteri"),
        ("è un’associazione riconosciuta.", "è un'associazione riconosciuta."),
        ("(entro\nil 31 marzo  2026)", "entro il 31 marzo 2026"),
        ("un'\nassociazione riconosciuta", "un'associazione riconosciuta"),
    ],
)
def test_layout_typography_and_case_may_differ(quote: str, expected: str) -> None:
    assert found(quote) == expected


@pytest.mark.parametrize(
    "quote",
    [
        "n. 4639 del 28 dicembre 2012",
        "ha approvato criteri",
        "Il contributo può superare",
        "i criteri ha approvato",
        "Il soggetto gestore e un'associazione",
        "superare 1.000",
        "000.000 di euro",
        "8 dicembre 2012",
        "contributo non può super",
        "iunta regionale",
        "",
        " … ",
        "«»",
    ],
)
def test_words_numbers_negation_and_order_may_not(quote: str) -> None:
    assert found(quote) is None


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("Il codice è 12014.", "2014"),
        ("Sono 11.000 imprese", "1.000 imprese"),
        ("Sono 1.000.000 imprese", "Sono 1.000"),
        ("La d.g.r. X/1051 del 2013", "1051 del 2013"),
        ("Gli articoli 1, 2 e 3", "articoli 1,2 e 3"),
        ("Cresce del 20%.", "Cresce del 20"),
        ("A -5 gradi", "5 gradi"),
        ("Un ente non-profit lombardo", "profit lombardo"),
    ],
)
def test_no_quote_cuts_a_number_or_word(page: str, quote: str) -> None:
    assert find_quote(page, quote) is None


def test_pieces_of_an_elided_quote_stand_in_order() -> None:
    first, last = "La Giunta regionale", "entro il 31 marzo 2026"
    for mark in (" [...] ", "[…]", " … ", "...", " (...) "):
        text = found(first + mark + last)
        assert text is not None
        assert text.startswith(first)
        assert text.endswith(last)
    assert found(f"{last} [...] {first}") is None
    assert found(f"{first} [...] domande") is None
    assert found(f"... {first} ...") == first


def test_elided_pieces_may_not_stand_far_apart() -> None:
    page = "La Giunta delibera quanto segue. " + "Parole di mezzo. " * 400 + "Il bando è aperto."
    assert find_quote(page, "La Giunta delibera [...] Il bando è aperto") is None
    assert find_quote(page + page, "Il bando è aperto [...] La Giunta delibera") is not None


def test_a_capital_after_a_hyphen_is_the_same_word() -> None:
    assert found("Milano-Bergamo", "tratta Milano-\nBergamo chiusa") == "Milano-\nBergamo"
    assert found("LOMBARDIA", "REGIONE LOM-\nBARDIA") == "LOM-\nBARDIA"


def test_a_word_is_found_after_a_longer_one() -> None:
    assert found("1.000 euro", "da 11.000 euro a 1.000 euro") == "1.000 euro"
    assert find_quote("da 11.000 euro a 1.000 euro", "1.000 euro") == (17, 27)


WORDS = st.lists(st.text(alphabet="abcdeèàìLM0123456789", min_size=1, max_size=8), min_size=1)


@given(WORDS, st.data())
def test_every_run_of_words_is_found_in_capitals_and_broken_lines(
    words: list[str], data: st.DataObject
) -> None:
    low = data.draw(st.integers(0, len(words) - 1))
    high = data.draw(st.integers(low + 1, len(words)))
    page, quote = " ".join(words), "\n".join(words[low:high])
    for variant in (quote, quote.upper(), f"“{quote}”."):
        span = find_quote(page, variant)
        assert span is not None
        assert fold(page[slice(*span)]) == fold(quote)


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_is_found_folds_to_the_quote(page: str, quote: str) -> None:
    span = find_quote(page, quote)
    if span is not None and "..." not in fold(quote):
        edge = " \"'.,;:!?()[]{}-*•·"
        assert fold(page[slice(*span)]).strip(edge) == fold(quote).strip(edge)


@pytest.mark.parametrize("unit", ["a-\n", "' ", "[...] ", "1.", "ab cd [...] ", "\u0301", "_", "-"])
def test_long_odd_texts_take_no_time(unit: str) -> None:
    text = unit * 5_000
    assert find_quote(text, text[1:] + "x") is None
