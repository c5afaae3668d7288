"""Acts and calls of some days: what asks for a list of them, and what the registers list."""

import time
from datetime import date

import pytest

from assistant.dated_lists import find_dated_list
from assistant.lookup import Registers
from assistant.periods import find_period
from corpus.act_names import ActType
from corpus.library import Library

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Quali atti sono stati adottati l'anno scorso?", "acts"),
        ("Elenca le delibere del 2021", "acts"),
        ("Quante leggi sono state approvate negli ultimi due anni?", "acts"),
        ("Which decrees were adopted in 2014?", "acts"),
        ("Bandi che scadono entro 30 giorni", "closes"),
        ("Quali bandi per i cluster chiudono questo mese?", "closes"),
        ("Quali bandi scadono quest'anno per il cluster AFIL?", "closes"),
        ("Which calls close next month?", "closes"),
        ("Quali bandi aprono la prossima settimana?", "opens"),
        ("Quali atti riconoscono i cluster?", ""),
        ("Quali leggi sulla ricerca sono state approvate nel 2016?", ""),
        ("Quali atti citano il decreto 4638 del 2014?", ""),
        ("Quando scade il bando Collabora & Innova?", ""),
        ("Quali bandi sono rivolti alle startup quest'anno?", ""),
        ("Chi ha firmato gli atti del 2014?", ""),
        ("Quali bandi hanno finanziato la manifattura nel 2025?", ""),
    ],
)
def test_which_questions_list_by_days(text: str, wanted: str) -> None:
    found = find_dated_list(text)
    told = "" if found is None else (found.fields[0] if found.fields else "acts")
    assert told == wanted


def test_kinds_of_acts() -> None:
    found = find_dated_list("Quali leggi sono state approvate l'anno scorso?")
    assert found is not None
    assert ActType.LR in found.kinds
    assert ActType.DGR not in found.kinds


def listed(library: Library, text: str) -> tuple[str, str]:
    found = Registers(library, "it").in_period(text, find_period(text, TODAY))
    assert found is not None
    return " ".join(one.text for one in found.sentences), found.notes[0].text


def test_acts_of_a_year_are_listed_and_counted(shipped: Library) -> None:
    text, remark = listed(shipped, "Quali decreti sono stati adottati nel 2014?")
    assert "4638 del 30 maggio 2014" in text
    assert "dal 1 gennaio 2014 al 31 dicembre 2014" in remark
    assert "308" not in text


def test_calls_that_closed_in_a_year_are_listed(shipped: Library) -> None:
    text, remark = listed(shipped, "Quali bandi sono scaduti quest'anno?")
    assert "5 marzo 2026" in text
    assert "su " in remark


def test_where_none_is_known_the_remark_says_so(shipped: Library) -> None:
    text, remark = listed(shipped, "Quali bandi scadono entro 30 giorni?")
    assert text == ""
    assert "Nessuno dei" in remark
    assert "24 dicembre 2026" in remark
    text, remark = listed(shipped, "Quali leggi sono state approvate dopo il 2090?")
    assert text == ""
    assert "Nessun atto" in remark


def test_other_questions_are_left_to_others(shipped: Library) -> None:
    registers = Registers(shipped, "it")
    for text in ("Chi presiede AFIL oggi?", "Quali atti sono stati adottati?"):
        assert registers.in_period(text, find_period(text, TODAY)) is None


def test_hostile_text_costs_little() -> None:
    started = time.perf_counter()
    for text in ("quali atti " * 90_000, "bandi che scadono " * 60_000):
        find_dated_list(text)
        find_dated_list(text[:400])
    assert time.perf_counter() - started < 1
