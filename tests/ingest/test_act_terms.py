"""From when to when acts say that they hold: rows (words → terms), laws of quotes, linear time."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.act_terms import find_terms
from ingest.statements import Reading

OWN = "lombardia:decreto:900:2020-05-04"

# words, whether an act's own text, and (act: "own" or number:date, field, day) …
ROWS: list[tuple[str, bool, set[tuple[str, str, str]]]] = [
    # terms of the act that speaks
    (
        "3. di stabilire che il presente decreto ha validità fino al 31 dicembre 2022;",
        True,
        {("own", "until", "2022-12-31")},
    ),
    (
        "Il presente decreto entra in vigore il 1° giugno 2020.",
        True,
        {("own", "since", "2020-06-01")},
    ),
    (
        "La presente deliberazione è in vigore dal 1° gennaio 2021 al 31 dicembre 2023.",
        True,
        {("own", "since", "2021-01-01"), ("own", "until", "2023-12-31")},
    ),
    (
        "Il presente provvedimento cessa di avere efficacia il 30 giugno 2021.",
        True,
        {("own", "until", "2021-06-30")},
    ),
    (
        "Le disposizioni del presente decreto si applicano dal 15 maggio 2020.",
        True,
        {("own", "since", "2020-05-15")},
    ),
    (
        "Il presente regolamento si applica a decorrere dal 1 luglio 2020 e fino al 30 giugno"
        " 2027.",
        True,
        {("own", "since", "2020-07-01"), ("own", "until", "2027-06-30")},
    ),
    ("Testo vigente al: 22-11-2026", True, {("own", "in_force", "2026-11-22")}),
    ("Vigente al: 22-11-2026", True, {("own", "in_force", "2026-11-22")}),
    ("(testo in vigore al 3 marzo 2024)", True, {("own", "in_force", "2024-03-03")}),
    (
        "This decree is valid from 1 June 2020 to 31 May 2023.",
        True,
        {("own", "since", "2020-06-01"), ("own", "until", "2023-05-31")},
    ),
    (
        "This Regulation shall apply from 1 July 2020 until 31 December 2023.",
        True,
        {("own", "since", "2020-07-01"), ("own", "until", "2023-12-31")},
    ),
    (
        "di dare atto che la presente determinazione produce effetti dal 10 maggio 2020;",
        True,
        {("own", "since", "2020-05-10")},
    ),
    (
        "Il presente atto conserva efficacia sino al 31.12.2021.",
        True,
        {("own", "until", "2021-12-31")},
    ),
    (
        "L'efficacia del presente decreto decorre dal 1° giugno 2020 e termina il 31 maggio 2022.",
        True,
        {("own", "since", "2020-06-01"), ("own", "until", "2022-05-31")},
    ),
    (
        "La presente ordinanza ha effetto dal 12 maggio 2020 al 17 maggio 2020.",
        True,
        {("own", "since", "2020-05-12"), ("own", "until", "2020-05-17")},
    ),
    # terms of acts that a text names
    (
        "Il decreto n. 12 del 3 marzo 2015 è rimasto in vigore fino al 30 giugno 2018.",
        False,
        {("12:2015-03-03", "until", "2018-06-30")},
    ),
    (
        "Il decreto n. 12 del 3 marzo 2015 è entrato in vigore il 1° aprile 2015.",
        False,
        {("12:2015-03-03", "since", "2015-04-01")},
    ),
    (
        "Il decreto n. 12 del 3 marzo 2015 ha efficacia fino al 31 dicembre 2018.",
        False,
        {("12:2015-03-03", "until", "2018-12-31")},
    ),
    (
        "Il decreto n. 12 del 3 marzo 2015 cessa di produrre effetti dal 1° gennaio 2019.",
        False,
        {("12:2015-03-03", "until", "2018-12-31")},
    ),
    (
        "Decree no. 12 of 3 March 2015 is in force until 31 December 2018.",
        False,
        {("12:2015-03-03", "until", "2018-12-31")},
    ),
    (
        "Decree no. 12 of 3 March 2015 entered into force on 1 April 2015.",
        False,
        {("12:2015-03-03", "since", "2015-04-01")},
    ),
    (
        "La d.g.r. n. X/6000 del 20 dicembre 2016, efficace dal 1° gennaio 2017, resta valida fino"
        " al 31 dicembre 2020.",
        False,
        {
            ("X/6000:2016-12-20", "since", "2017-01-01"),
            ("X/6000:2016-12-20", "until", "2020-12-31"),
        },
    ),
    (
        "Visto il decreto n. 12 del 3 marzo 2015, in vigore dal 1° aprile 2015;",
        True,
        {("12:2015-03-03", "since", "2015-04-01")},
    ),
    # nothing is said of an act's term
    ("Le domande restano valide fino al 31 dicembre 2022.", True, set()),
    ("La polizza è valida fino al 31 dicembre 2022.", True, set()),
    ("Il presente decreto è pubblicato sul BURL il 12 maggio 2020.", True, set()),
    ("Il bando resta aperto fino al 31 dicembre 2022.", True, set()),
    ("Il presente decreto non entra in vigore prima del 1° giugno 2020.", True, set()),
    ("Il decreto n. 12 del 3 marzo 2015 potrebbe restare in vigore fino al 2018.", False, set()),
    (
        "Qualora il presente decreto fosse valido fino al 31 dicembre 2022, si procederà.",
        True,
        set(),
    ),
    (
        "La graduatoria approvata con decreto n. 12 del 3 marzo 2015 è valida fino al 31 dicembre"
        " 2018.",
        False,
        set(),
    ),
    (
        "I contratti stipulati in base al presente decreto sono validi fino al 31 dicembre 2022.",
        True,
        set(),
    ),
    (
        "Visto il d.lgs. 33/2013, in vigore, e la nota pervenuta il 12 maggio 2020;",
        True,
        set(),
    ),
    (
        "Il certificato ha validità fino al 31 dicembre 2022 ai sensi del decreto n. 12 del 3 marzo"
        " 2015.",
        False,
        set(),
    ),
    ("La presente proposta ha validità fino al 31 dicembre 2022.", True, set()),
    (
        "Con il presente decreto si proroga al 31 dicembre 2022 il termine di fine lavori.",
        True,
        set(),
    ),
    ("Vigente al momento della domanda, il 22 novembre 2026.", True, set()),
    (
        "Le misure di cui al presente decreto riguardano le spese sostenute dal 1° gennaio 2020 al"
        " 31 dicembre 2020.",
        True,
        set(),
    ),
    ("Il presidente è in carica dal 1° gennaio 2020.", True, set()),
    ("Decree no. 12 of 3 March 2015 may be in force until 31 December 2018.", False, set()),
    ("Il decreto n. 12 del 3 marzo 2015 è ancora in vigore?", False, set()),
]


def said(read_words: Callable[..., Reading], text: str, own: bool) -> set[tuple[str, str, str]]:
    found = find_terms(read_words(text, OWN if own else None, ("DECRETA",) if own else ()))
    return {
        (
            "own" if one.subject == OWN else ":".join(one.subject.split(":")[2:]),
            one.field,
            one.value,
        )
        for one in found
    }


@pytest.mark.parametrize(("text", "own", "terms"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_row(
    read_words: Callable[..., Reading], text: str, own: bool, terms: set[tuple[str, str, str]]
) -> None:
    assert said(read_words, text, own) == terms


def test_rows_are_many() -> None:
    assert len(ROWS) >= 30
    assert sum(not row[2] for row in ROWS) >= 12


PIECES = st.sampled_from(
    [
        *("il presente decreto", "è in vigore", "dal 1° gennaio 2021", "al 31 dicembre 2023", "ha"),
        *("validità fino al", "cessa di avere efficacia", "entra in vigore il", "Vigente al:", "."),
        *("22-11-2026", "il decreto n. 12 del 3 marzo 2015", "non", "si applica", ";", "e", "İ"),
    ]
)
WRITTEN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.lists(PIECES, min_size=1, max_size=30).map(" ".join), WRITTEN))
def test_any_text_gives_sound_terms(read_words: Callable[..., Reading], text: str) -> None:
    reading = read_words("Prima. " + text, OWN, ("DECRETA",))
    end = max((one.span.end for one in reading.statements), default=0)
    for one in find_terms(reading):
        assert one.field in ("since", "until", "in_force")
        assert 0 <= one.quote.start < one.quote.end <= end
        assert len(one.value) == len("2020-01-01")


@pytest.mark.parametrize(
    "unit", ["il presente decreto è in vigore dal 1° marzo 2020 al ", "vigente al ", "efficacia "]
)
def test_time_is_linear(read_words: Callable[..., Reading], unit: str) -> None:
    reading = read_words(unit * (1_000_000 // len(unit)))
    start = time.perf_counter()
    find_terms(reading)
    assert time.perf_counter() - start < 6
