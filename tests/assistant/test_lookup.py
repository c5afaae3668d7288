"""Answers from the registers: verified quotes, right status, the remark that goes with them."""

from collections.abc import Callable
from datetime import date

import pytest

from assistant.desk import Desk
from assistant.types import Answer, AnswerStatus, NoteKind, Question
from corpus.library import Library
from corpus.settings import Settings

TODAY = date(2026, 11, 24)
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def ask(shipped: Library) -> Ask:
    desk = Desk(Settings(), shipped)
    return lambda text, **more: desk.ask(Question(text, today=TODAY, **more))


@pytest.fixture(scope="module")
def ask_facsimiles(facsimiles: Library) -> Ask:
    desk = Desk(Settings(), facsimiles)
    return lambda text, day, **more: desk.ask(Question(text, today=day, **more))


def said(given: Answer) -> str:
    return " ".join(one.text for one in given.sentences)


def remarks(given: Answer, kind: NoteKind) -> str:
    return " ".join(one.text for one in given.notes if one.kind is kind)


def test_a_standing_is_answered_with_the_words_of_its_acts(ask: Ask) -> None:
    given = ask("Il cluster della mobilità è riconosciuto oggi?")
    assert given.status is AnswerStatus.ANSWERED
    assert "4638 del 30 maggio 2014 e n. 6980 del 22 luglio 2014" in said(given)
    assert "Mobilità" in given.sentences[0].text
    assert "riconosciuto" in remarks(given, NoteKind.DENOMINATOR)


def test_the_acts_of_a_cluster_come_with_what_no_source_tells(ask: Ask) -> None:
    given = ask("Con quale atto è stato riconosciuto LE2C?")
    assert "1507" in said(given)
    assert "Nessuna fonte vista dice" in said(given)


def test_between_two_joint_decrees_nothing_is_sure(ask: Ask) -> None:
    given = ask("Il cluster energia era riconosciuto il 15 giugno 2014?")
    assert given.status is AnswerStatus.PARTIAL
    assert "15 giugno 2014" in remarks(given, NoteKind.MISSING)
    assert "4638" in said(given)


def test_as_of_is_the_day_asked_about(ask: Ask) -> None:
    text = "Il cluster energia è riconosciuto?"
    before = ask(text, as_of=date(2014, 1, 1))
    after = ask(text, as_of=date(2014, 12, 31))
    assert (before.status, after.status) == (AnswerStatus.PARTIAL, AnswerStatus.ANSWERED)


def test_the_tenth_is_told_with_what_is_known_and_what_is_not(ask: Ask) -> None:
    given = ask("Is the cosmetics cluster recognised?")
    assert given.status is AnswerStatus.ANSWERED
    assert "17 February 2026" in said(given)
    assert "unverified" in said(given)
    assert "not granted" in remarks(given, NoteKind.DENOMINATOR)
    assert remarks(given, NoteKind.CONFLICT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Quando è stato riconosciuto il cluster cosmetico?", "atto della costituzione"),
        ("Perché i cluster tecnologici riconosciuti nel 2014 sono dodici?", "nove"),
        ("Per quale motivo il decreto 308 del 2015 ha riconosciuto AFIL come CTL?",
         "personalità giuridica"),
        ("Perché nel decreto 4638 del 2014 c'è soltanto il cluster agrifood?", "Nessuna fonte"),
        ("Chi ha firmato l'avviso n. 2239 del 12 marzo 2014?", "17"),
        ("Che cosa stabilisce la legge lombarda n. 13 del 30 maggio 2014?", "Veneto"),
    ],
)  # fmt: skip
def test_a_false_premise_is_contradicted_by_a_quote(ask: Ask, text: str, words: str) -> None:
    given = ask(text)
    assert given.status is AnswerStatus.FALSE_PREMISE
    assert words in said(given)


def test_a_list_tells_of_how_many_it_is(ask: Ask) -> None:
    given = ask("Elencami i cluster tecnologici lombardi riconosciuti, tutti")
    assert all(area in said(given) for area in ("Agrifood", "Chimica verde", "Ambienti di vita"
                                                .lower()))  # fmt: skip
    assert "9 cluster riconosciuti su 10" in remarks(given, NoteKind.DENOMINATOR)


def test_who_cites_an_act_is_listed_and_counted(ask: Ask) -> None:
    given = ask("Quali documenti citano il decreto 4638 del 2014?")
    assert len({one.quote.span.document_id for one in given.citations}) >= 8
    assert all("4638" in one.quote.text for one in given.citations)
    assert "nominano" in remarks(given, NoteKind.DENOMINATOR)
    assert "non è in biblioteca" in remarks(given, NoteKind.MISSING)


def test_what_changed_an_act_is_told_and_its_validity_is_not_guessed(ask: Ask) -> None:
    changed = ask("Che cosa ha modificato il decreto 4638 del 2014?")
    assert "1507" in said(changed)
    valid = ask("Il decreto n. 4638 del 30 maggio 2014 è ancora in vigore?")
    assert valid.status is AnswerStatus.PARTIAL
    assert "Nessun documento dice" in remarks(valid, NoteKind.MISSING)


def test_an_act_that_nobody_names_is_not_found(ask: Ask) -> None:
    given = ask("Che cosa dispone il decreto n. 9876 del 3 maggio 2019?")
    assert given.status is AnswerStatus.NOT_FOUND
    assert "nessun documento lo nomina" in remarks(given, NoteKind.MISSING)


def test_values_that_differ_stand_side_by_side(ask: Ask) -> None:
    given = ask("Quanti soci ha LE2C?")
    assert all(value in said(given) for value in ("140", "130", "108"))
    seat = ask("Qual è la sede del cluster cosmetico?")
    assert "Crema" in said(seat)
    assert "Cremona" in said(seat)


def test_a_field_of_all_clusters_is_counted(ask: Ask) -> None:
    given = ask("A quali cluster nazionali corrispondono quelli lombardi?")
    assert "CTNA" in said(given)
    assert "7 cluster su 10" in remarks(given, NoteKind.DENOMINATOR)


@pytest.mark.parametrize(
    ("text", "day", "status", "remark"),
    [
        ("Il cluster energia è riconosciuto?", "2032-01-01", "answered", "riconosciuto"),
        ("Il cluster energia è riconosciuto?", "2034-03-01", "answered", "revocato"),
        ("Il cluster della mobilità è riconosciuto?", "2034-05-31", "answered", "scaduto"),
        ("Il decreto n. FS-010 del 20 giugno 2033 è in vigore?", "2034-01-01", "answered",
         "revocato"),
    ],
)  # fmt: skip
def test_answers_follow_the_day(
    ask_facsimiles: Ask, text: str, day: str, status: str, remark: str
) -> None:
    given = ask_facsimiles(text, date.fromisoformat(day))
    assert given.status.value == status
    assert remark in remarks(given, NoteKind.DENOMINATOR)
    assert {one.authority for one in given.citations} == {"demonstration"}


def test_a_citation_carries_whether_its_act_holds(ask_facsimiles: Ask) -> None:
    given = ask_facsimiles("Il decreto n. FS-010 del 20 giugno 2033 è in vigore?", date(2034, 1, 1))
    cited = {one.act_id: one.validity for one in given.citations}
    assert cited["esempio:decreto:FS-014:2033-09-05"] == "unknown"
    text = "Perché è stato sospeso lo sportello del Bando FS Mobilità Leggera 2033?"
    suspended = ask_facsimiles(text, date(2034, 1, 1))
    states = {one.act_id: one.validity for one in suspended.citations}
    if "esempio:decreto:FS-010:2033-06-20" in states:
        assert states["esempio:decreto:FS-010:2033-06-20"] == "revoked"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Che cosa decide il punto 2 del decreto n. FS-004?", "il soggetto gestore del Lombardy"),
        ("Che cosa stabilisce il punto 3 della d.g.r. n. FS/0707?", "non riconosce alcuna aggreg"),
        ("What does point 1 of decree n. FS-014 decide?", "di revocare integralmente"),
        ("Che cosa prevede l'allegato A del decreto n. FS-001?", "domanda è sottoscritta dal"),
    ],
)
def test_the_part_of_an_act_is_shown(ask_facsimiles: Ask, question: str, words: str) -> None:
    given = ask_facsimiles(question, date(2033, 12, 31))
    assert given.status is AnswerStatus.ANSWERED
    assert words in said(given)


@pytest.mark.parametrize("part", ["il punto 9", "l'allegato A", "l'articolo 12"])
def test_a_part_that_an_act_has_not_is_not_answered(ask_facsimiles: Ask, part: str) -> None:
    given = ask_facsimiles(f"Che cosa dice {part} del decreto n. FS-004?", date(2033, 12, 31))
    assert given.status is AnswerStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "shown", "absent"),
    [
        ("Quali cluster sono fondazioni?", ["SCC", "TAV"], ["AFIL", "CAT.AL"]),
        ("Which clusters are set up as foundations?", ["SCC", "TAV foundation"], ["LGCA"]),
        ("Che cluster hanno sede a Milano?", ["P.zza Leonardo da Vinci", "Pantano"], ["Crem"]),
        ("Di quali cluster si conosce il presidente nel 2025 o 2026?", ["Vago", "Massari"], []),
    ],
)
def test_clusters_are_chosen_by_a_value(
    ask: Ask, question: str, shown: list[str], absent: list[str]
) -> None:
    given = ask(question)
    assert given.status is AnswerStatus.ANSWERED
    assert all(words in said(given) for words in shown)
    assert not any(words in said(given) for words in absent)
    assert "10" in remarks(given, NoteKind.DENOMINATOR)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("LE2C ha tuttora sede a Legnano: in quale anno vi si è stabilito?", "sede a Milano"),
        ("Da quando Christian Colombo presiede il Lombardia Aerospace Cluster?", "Cerabolini"),
        ("Il presidente di TAV è Mario Rossi?", "Maurizio Crippa"),
        ("Quando il cluster scienze della vita è diventato una fondazione?", "associazione"),
    ],
)
def test_a_value_that_no_document_tells_is_contradicted(ask: Ask, question: str, told: str) -> None:
    given = ask(question)
    assert given.status is AnswerStatus.FALSE_PREMISE
    assert told in said(given)


def test_a_value_that_is_told_is_confirmed(ask: Ask) -> None:
    assert ask("LE2C ha sede a Milano?").status is AnswerStatus.ANSWERED


def test_the_clusters_that_are_not_recognised_are_listed(ask: Ask) -> None:
    given = ask("Quali cluster non sono riconosciuti?")
    assert "cosmetico" in said(given)
    assert "1, su 10" in remarks(given, NoteKind.DENOMINATOR)


def test_a_cluster_of_which_nobody_speaks_is_not_another(ask: Ask) -> None:
    for text in ("Il cluster moda è riconosciuto?", "Is the fashion cluster recognised?"):
        given = ask(text)
        assert given.status is AnswerStatus.NOT_FOUND
        assert "cluster" in remarks(given, NoteKind.MISSING)
    assert ask("Il cluster dei cosmetici è riconosciuto?").status is AnswerStatus.ANSWERED
    other = ask("Il cluster aerospaziale pugliese è riconosciuto?")
    assert "4638" not in said(other)


def test_what_an_act_is_for_is_told_by_the_words_about_it(ask: Ask) -> None:
    given = ask("decreto 4429/2017 a cosa serve?")
    assert "è stato riaperto il bando" in given.sentences[0].text
    assert "non è in biblioteca" in remarks(given, NoteKind.MISSING)


def test_that_a_field_is_not_known_is_told_in_the_words_that_say_so(ask: Ask) -> None:
    for text in (
        "chi è oggi il presidente del cluster della mobilità?",
        "Quanti soci ha il cluster della mobilità?",
        "Dove ha sede CAT.AL?",
    ):
        given = ask(text)
        assert len(given.sentences) == 1
        assert "non indicano" in said(given)
    later = ask("Chi presiede LE2C?")
    assert "Riccardo Bellato" in later.sentences[0].text
    assert "Le fonti viste non dicono" in later.sentences[1].text
    assert "Gaboardi" in said(ask("Chi era il presidente del cluster mobilità nel 2016?"))


def test_an_act_is_named_as_people_name_it(ask: Ask) -> None:
    given = ask("Chi cita il decreto 6980 del 2014?")
    assert "decreto n. 6980 del 22 luglio 2014 (Regione Lombardia)" in remarks(
        given, NoteKind.MISSING
    )
