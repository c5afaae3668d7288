"""What a question asks of the registers, and what it leaves to passages."""

from datetime import date

import pytest

from assistant.asked import Asked, Wanted, read_asked
from assistant.fields import field_asked
from corpus.clusters import level
from corpus.mentions import find_mentions

TODAY = date(2026, 11, 24)


def read(text: str, as_of: date | None = None) -> Asked | None:
    return read_asked(text, find_mentions(text), TODAY, as_of, text)


@pytest.mark.parametrize(
    ("text", "wanted", "clusters"),
    [
        ("Is the mobility cluster recognised today?", Wanted.STANDING, ("mobilita",)),
        ("Il cluster della mobilità è riconosciuto?", Wanted.STANDING, ("mobilita",)),
        ("AFIL risulta riconosciuta come CTL?", Wanted.STANDING, ("fabbrica-intelligente",)),
        ("Da quando è riconosciuto il cluster energia?", Wanted.STANDING, ("energia",)),
        ("In che anno è stato riconosciuto il cluster scienze della vita?", Wanted.STANDING,
         ("scienze-della-vita",)),
        ("Con quale atto è stato riconosciuto LE2C?", Wanted.RECOGNISING_ACTS, ("energia",)),
        ("By which decree was CAT.AL recognised?", Wanted.RECOGNISING_ACTS, ("agrifood",)),
        ("Con quali atti sono stati riconosciuti i cluster lombardi?", Wanted.RECOGNISING_ACTS, ()),
        ("Qual è il numero del decreto che ha riconosciuto il cluster cosmetico?",
         Wanted.RECOGNISING_ACTS, ("cosmetico",)),
        ("In quale dei due decreti del 2014 si trova AFIL?", Wanted.WHICH_ACT,
         ("fabbrica-intelligente",)),
        ("Is the mobility cluster in decree 4638 or in decree 6980?", Wanted.WHICH_ACT,
         ("mobilita",)),
        ("Qual è la catena degli atti di riconoscimento dei cluster?", Wanted.CHAIN, ()),
        ("Elencami i cluster tecnologici lombardi riconosciuti", Wanted.CLUSTERS, ()),
        ("Quanti sono i cluster tecnologici lombardi?", Wanted.CLUSTERS, ()),
        ("Perché i cluster tecnologici riconosciuti nel 2014 sono dodici?", Wanted.COUNT, ()),
        ("Che cosa ha modificato il decreto 4638 del 2014?", Wanted.CHANGES, ()),
        ("Which act amended decree no. 4638 of 2014?", Wanted.CHANGES, ()),
        ("Il decreto 4638/2014 è ancora in vigore?", Wanted.VALIDITY, ()),
        ("Quali atti citano il decreto 4638 del 2014?", Wanted.CITERS, ()),
        ("Abbiamo il decreto n. 4638 del 30 maggio 2014?", Wanted.HELD, ()),
        ("Perché il decreto 308 del 2015 ha riconosciuto AFIL come CTL?", Wanted.NAMED_ACT,
         ("fabbrica-intelligente",)),
        ("Quali bandi sono aperti oggi per l'energia?", Wanted.CALLS, ("energia",)),
        ("Which calls are open now?", Wanted.CALLS, ()),
        ("Chi presiede il Lombardia Aerospace Cluster?", Wanted.FIELD, ("aerospazio",)),
        ("A quali cluster nazionali corrispondono quelli lombardi?", Wanted.FIELD, ()),
    ],
)  # fmt: skip
def test_asks_the_registers(text: str, wanted: Wanted, clusters: tuple[str, ...]) -> None:
    asked = read(text)
    assert asked
    assert (asked.wanted, asked.clusters) == (wanted, clusters)


@pytest.mark.parametrize(
    "text",
    [
        "Con che atto AFIL è diventata persona giuridica secondo il riconoscimento?",
        "Quale avviso ha aperto la procedura di candidatura?",
        "quale direzione generale deve fare il riconoscimento del cluster cosmetico",
        "Numero e data dell'atto che nel 2016 ha rinnovato l'elenco dei cluster riconosciuti",
        "Di che cosa si occupa il cluster Fabbrica intelligente?",
        "Quali spese sono ammissibili?",
        "Che cosa sono le filiere riconosciute?",
        "Con quale decreto regionale CTNA è stato riconosciuto come cluster lombardo?",
        "Chi è il vicepresidente della fondazione TAV?",
        "What is the email address of the Lombardy Mobility Cluster?",
        "Quando il cluster aerospaziale ha preso la bronze label?",
        "Che tempo farà domani a Milano?",
        "",
    ],
)
def test_leaves_to_passages(text: str) -> None:
    asked = read(text)
    assert asked is None or asked.wanted is Wanted.CLUSTERS is False


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Il cluster energia era riconosciuto il 31 dicembre 2015?", date(2015, 12, 31)),
        ("Was the energy cluster recognised on 31 December 2015?", date(2015, 12, 31)),
        ("Il cluster energia era riconosciuto nel 2015?", date(2015, 12, 31)),
        ("Il cluster energia è riconosciuto?", TODAY),
        # the date of an act is no day asked about
        ("Il decreto n. 4638 del 30 maggio 2014 è in vigore?", TODAY),
    ],
)
def test_reads_the_day(text: str, day: date) -> None:
    asked = read(text)
    assert asked
    assert asked.day == day


def test_the_day_given_wins() -> None:
    asked = read("Il cluster energia era riconosciuto nel 2015?", date(2016, 1, 1))
    assert asked
    assert asked.day == date(2016, 1, 1)


@pytest.mark.parametrize(
    ("text", "granted"),
    [
        ("Il cluster cosmetico è riconosciuto?", False),
        ("Has the cosmetics cluster been recognised?", False),
        ("Quando è stato riconosciuto il cluster cosmetico?", True),
        ("Con quale decreto è stato riconosciuto il cluster cosmetico?", True),
        ("Perché il cluster cosmetico è riconosciuto?", True),
    ],
)
def test_tells_what_is_taken_for_granted(text: str, granted: bool) -> None:
    asked = read(text)
    assert asked
    assert asked.granted is granted


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Dove ha sede il cluster?", ("seat",)),
        ("Indirizzo degli uffici operativi", ("operational_seat",)),
        ("Quanti soci conta LE2C?", ("members",)),
        ("Di quanti componenti è il direttivo?", ("board_size",)),
        ("Chi c'era prima, chi è il past president?", ("former_president", "president")),
        ("When was it founded?", ("founded",)),
        ("Da quali enti è stata fondata?", ("founders",)),
        ("Che etichetta europea ha?", ("label",)),
        ("Quando ha preso la bronze label?", ()),
        ("Chi è il cluster manager?", ("manager",)),
        ("Qual è il sito del cluster?", ("website",)),
        ("partita iva del Cluster Lombardo della Mobilità", ()),
        ("Quanti soci servono per il bando?", ()),
    ],
)
def test_reads_the_field(text: str, fields: tuple[str, ...]) -> None:
    assert field_asked(level(text)) == fields


def test_own_words_come_before_those_taken_from_the_conversation() -> None:
    completed = "e il corrispondente nazionale? cluster manager della Fondazione SCC"
    asked = read_asked(completed, (), TODAY, None, "e il corrispondente nazionale?")
    assert asked
    assert asked.fields == ("national_counterpart",)
