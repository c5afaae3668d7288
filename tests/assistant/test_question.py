from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import (
    LONGEST_QUESTION,
    AnswerType,
    AskedPart,
    answer_type,
    find_asked_parts,
    understand,
)
from assistant.retrieve import _RECITAL_STEP, retrieve
from assistant.signals import fits_parts
from assistant.types import Filters, Question, Turn
from corpus.errors import InputError
from corpus.library import Library
from corpus.parts import Part, part_of
from corpus.types import Chunk
from ingest.run import IngestReport


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quando chiude il bando?", AnswerType.WHEN),
        ("In quale anno è nato il cluster?", AnswerType.WHEN),
        ("When does the call close?", AnswerType.WHEN),
        ("Chi presiede la fondazione?", AnswerType.WHO),
        ("Who chairs it?", AnswerType.WHO),
        ("Dove ha sede?", AnswerType.WHERE),
        ("Quanti cluster ci sono?", AnswerType.HOW_MANY),
        ("Qual è l'importo massimo?", AnswerType.HOW_MANY),
        ("Qual è l’importo massimo?", AnswerType.HOW_MANY),
        ("How many clusters are there?", AnswerType.HOW_MANY),
        ("Quali sono i beneficiari?", AnswerType.LIST),
        ("Con quali atti sono stati riconosciuti i cluster lombardi?", AnswerType.LIST),
        ("Elenca i cluster", AnswerType.LIST),
        ("Perché è stato revocato?", AnswerType.WHY),
        ("Cos'è un CTL?", AnswerType.DEFINITION),
        ("Cos’è un CTL?", AnswerType.DEFINITION),
        ("What is a cluster?", AnswerType.DEFINITION),
        ("È riconosciuto il cluster cosmetico?", AnswerType.YES_NO),
        ("Is it recognised?", AnswerType.YES_NO),
        ("Parlami del cluster Agrifood", AnswerType.OTHER),
        ("Entro quando si presenta la domanda?", AnswerType.WHEN),
        ("Qual è il termine per la domanda?", AnswerType.WHEN),
        ("A che ora apre lo sportello?", AnswerType.WHEN),
        ("Qual è la data di scadenza?", AnswerType.WHEN),
        ("Da quando vale il decreto?", AnswerType.WHEN),
        ("By when must I apply?", AnswerType.WHEN),
        ("What is the closing date?", AnswerType.WHEN),
        ("Since when is it in force?", AnswerType.WHEN),
        ("Qual è il maggior numero di soci ammessi?", AnswerType.HOW_MANY),
        ("Qual è la percentuale massima del contributo?", AnswerType.HOW_MANY),
        ("A quanto ammonta il fondo?", AnswerType.HOW_MANY),
        ("Qual è l'importo minimo?", AnswerType.HOW_MANY),
        ("Qual è la durata del corso?", AnswerType.HOW_MANY),
        ("Per quanto tempo resta in carica il consiglio?", AnswerType.HOW_MANY),
        ("Qual è la dotazione del bando?", AnswerType.HOW_MANY),
        ("Qual è il costo dell'abbonamento?", AnswerType.HOW_MANY),
        ("Qual è la popolazione di Pratolungo?", AnswerType.HOW_MANY),
        ("Qual è il prezzo del biglietto?", AnswerType.HOW_MANY),
        ("What is the budget of the call?", AnswerType.HOW_MANY),
        ("What percentage is covered?", AnswerType.HOW_MANY),
        ("What is the number of members?", AnswerType.HOW_MANY),
        ("What is the maximum grant?", AnswerType.HOW_MANY),
        ("Quale sindaco ha firmato l'accordo?", AnswerType.WHO),
        ("Da chi è gestito il fondo?", AnswerType.WHO),
        ("Qual è il nome del direttore?", AnswerType.WHO),
        ("Come si chiama il presidente?", AnswerType.WHO),
        ("Which mayor signed it?", AnswerType.WHO),
        ("What is the name of the director?", AnswerType.WHO),
        ("In quale comune si trova?", AnswerType.WHERE),
        ("In quale paese è nata la società?", AnswerType.WHERE),
        ("Qual è l'indirizzo dell'ufficio?", AnswerType.WHERE),
        ("In which city is it based?", AnswerType.WHERE),
        ("What is the address?", AnswerType.WHERE),
        ("Per quale motivo è stato sospeso?", AnswerType.WHY),
        ("Qual è la causa del ritardo?", AnswerType.WHY),
        ("For what reason was it closed?", AnswerType.WHY),
        ("Quale decreto riconosce AFIL?", AnswerType.OTHER),
        ("Qual è lo scopo della legge?", AnswerType.OTHER),
        ("Che numero ha il decreto?", AnswerType.OTHER),
        ("Possono partecipare le associazioni?", AnswerType.YES_NO),
        ("Si può cumulare il contributo?", AnswerType.YES_NO),
        ("Il bando è ancora aperto?", AnswerType.YES_NO),
        ("Quanto è lungo il fiume?", AnswerType.HOW_MANY),
        ("Che cosa si intende per aiuto di Stato?", AnswerType.DEFINITION),
        ("Che significa CTL?", AnswerType.DEFINITION),
        ("Qual è il termine per una riunione dei capi?", AnswerType.OTHER),
        ("Qual è stata la guerra dei sette anni?", AnswerType.OTHER),
        ("", AnswerType.OTHER),
    ],
)
def test_the_kind_of_answer_is_told_by_the_question(text: str, expected: AnswerType) -> None:
    assert answer_type(text) is expected


def test_a_question_is_made_ready() -> None:
    limits = Filters(kind="decree")
    query = understand(
        Question("  Che cosa\tdice «la presente  delibera» n. X/1051 del 2013?\n", filters=limits)
    )
    assert query.text == "Che cosa dice «la presente delibera» n. X/1051 del 2013?"
    assert query.phrases == ("la presente delibera",)
    assert "x/1051" in query.codes
    assert query.numbers == ("1051", "2013")
    assert query.lang == "it"
    assert query.filters is limits


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Con quali atti sono stati riconosciuti i cluster?", "it"),
        ("By which acts were the Lombardy clusters recognised?", "en"),
        ("RLF12025051244", "it"),
        ("?", "it"),
    ],
)
def test_the_language_is_the_question_s(text: str, lang: str) -> None:
    assert understand(Question(text)).lang == lang


def test_a_question_in_another_language_is_put_into_ours() -> None:
    query = understand(Question("Qui est le président d'AFIL ?"))
    assert (query.lang, query.foreign) == ("it", "fr")
    assert query.text == "Chi è il presidente di AFIL?"
    german = understand(Question("Wer schrieb den Faust?"))
    assert (german.lang, german.foreign) == ("en", "de")
    assert german.text == "Wer schrieb den Faust?"
    ours = understand(Question("Chi presiede AFIL?"))
    assert (ours.lang, ours.foreign) == ("it", "")


def test_a_follow_up_in_another_language_finds_its_subject() -> None:
    before = (Turn("user", "Qui est le président d'AFIL ?"), Turn("assistant", "Colombo. [1]"))
    query = understand(Question("Où est le siège ?", history=before))
    assert "AFIL" in query.text


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0 ", "x" * (LONGEST_QUESTION + 1)])
def test_a_question_that_cannot_be_used_is_told(text: str) -> None:
    with pytest.raises(InputError) as caught:
        understand(Question(text))
    assert caught.value.advice
    assert caught.value.exit_code == 1


def test_the_longest_question_is_taken() -> None:
    assert len(understand(Question("x" * LONGEST_QUESTION)).text) == LONGEST_QUESTION


@given(st.text(max_size=200))
def test_any_words_are_a_question_or_refused(text: str) -> None:
    try:
        query = understand(Question(text))
    except InputError:
        assert not any(sign.isalnum() for sign in text)
        return
    assert query.text == " ".join(query.text.split())
    assert all(code == code.lower() for code in query.codes)
    assert query.foreign or understand(Question(query.text)) == query


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Che cosa decide il punto 3?", [AskedPart(point="3")]),
        ("What does point 3 decide?", [AskedPart(point="3")]),
        ("Che cosa dice il terzo punto del decreto?", [AskedPart(point="3")]),
        ("What is the second point?", [AskedPart(point="2")]),
        ("I punti 2 e 4 della delibera", [AskedPart(point="2"), AskedPart(point="4")]),
        ("Il punto 3.1 del bando", [AskedPart(point="3.1")]),
        ("Che cosa dice l'allegato A?", [AskedPart(annex="a")]),
        ("che cosa dice l’allegato a?", [AskedPart(annex="a")]),
        ("che cosa dice l'allegato b della delibera", [AskedPart(annex="b")]),
        ("l'allegato «B» al decreto", [AskedPart(annex="b")]),
        ("ALLEGATO N. 2", [AskedPart(annex="2")]),
        ("What does annex II say?", [AskedPart(annex="ii")]),
        ("Che cosa prevede l'articolo 5?", [AskedPart(article="5")]),
        ("article 5", [AskedPart(article="5")]),
        ("art. 5 comma 2", [AskedPart(article="5", paragraph="2")]),
        ("articolo 5, comma 1-bis, lettera b)", [AskedPart(None, "5", "1-bis", "b")]),
        ("comma 2 dell'articolo 5", [AskedPart(paragraph="2"), AskedPart(article="5")]),
        ("gli articoli 5 e 6", [AskedPart(article="5"), AskedPart(article="6")]),
        ("la lettera b) del punto 3", [AskedPart(letter="b"), AskedPart(point="3")]),
        ("È salito di 3 punti percentuali?", []),
        ("Che cosa ho allegato a questa domanda?", []),
        ("L'allegato e il bando", []),
        ("Il bando è un punto fermo", []),
        ("Che cosa dice il comma unico?", []),
        ("A che punto è il 3% del fondo, o il punto 3%?", []),
    ],
)
def test_the_parts_of_acts_that_a_question_names(text: str, parts: list[AskedPart]) -> None:
    assert sorted(map(repr, understand(Question(text)).parts)) == sorted(map(repr, parts))


def passage(text: str, *section: str) -> Chunk:
    return Chunk("d", 1, 0, len(text), text, section)


@pytest.mark.parametrize(
    ("question", "chunk", "fit"),
    [
        ("punto 3", passage("3. di dare atto;", "DELIBERA", "Punto 3"), 1.0),
        ("punto 3", passage("3. di dare atto;", "DELIBERA"), 0.8),
        ("punto 3", passage("2. di dare:\n3) la nota;", "DELIBERA", "Punto 2"), 0.0),
        ("punto 3", passage("13. di dare atto;", "DELIBERA", "Punto 13"), 0.0),
        ("punto 3", passage("Possono fare domanda", "Bando", "3. Beneficiari"), 0.9),
        ("punto 3", passage("3. il terzo", "Premesse"), 0.0),
        ("allegato A", passage("Criteri", "Allegato A – Criteri", "Art. 1"), 1.0),
        ("allegato A", passage("Criteri", "Allegato B"), 0.0),
        ("articolo 5", passage("La Regione", "Art. 5 (Cluster)"), 1.0),
        ("articolo 5", passage("Art. 4\nUno.\nArt. 5\nDue.", "Art. 4"), 0.9),
        ("articolo 5", passage("come dice l'art. 5 della legge", "Art. 15"), 0.0),
        ("articolo 5", passage("La Regione", "Art. 5-bis"), 0.0),
        ("articolo 5 comma 2", passage("La Regione", "Art. 5", "comma 2"), 1.0),
        ("articolo 5 comma 2", passage("1. Uno.\n2. Due.", "Art. 5"), 0.92),
        ("articolo 5 comma 2", passage("Uno.", "Art. 5", "comma 1"), 0.6),
        ("articolo 5 comma 2", passage("Uno.", "Art. 6", "comma 2"), 0.0),
        ("allegato A, articolo 5", passage("Uno.", "Allegato A", "Art. 5"), 1.0),
        ("allegato A, articolo 5", passage("Uno.", "Allegato B", "Art. 5"), 0.5),
        ("Che cosa decide la delibera?", passage("3. di dare", "DELIBERA", "Punto 3"), 0.0),
    ],
)
def test_how_far_a_passage_is_the_part_in_the_question(
    question: str, chunk: Chunk, fit: float
) -> None:
    assert fits_parts(find_asked_parts(question), chunk) == pytest.approx(fit)


ACT = """REGIONE ESEMPIO
DECRETO N. {number} del 12/05/2021
Oggetto: Contributo al cluster {name}
IL DIRIGENTE
VISTA la legge regionale FS-9;
{recital}
DECRETA
1. di approvare il piano del cluster {name};
{point}
3. di trasmettere il decreto al gestore.

Allegato A
CRITERI
Art. 1 (Requisiti)
Il cluster {name} conta almeno venti imprese.
"""


def ranked(library: Library, question: str) -> list[tuple[str, ...]]:
    found = retrieve(understand(Question(question)), library, 100).passages
    return [one.chunk.section for one in found]


def test_what_is_decided_outweighs_a_reason_that_says_nearly_the_same(
    library: Library, shelve: Callable[..., IngestReport]
) -> None:
    words = "al cluster Alfa spetta un contributo annuo di euro 50.000,00"
    recital = f"CONSIDERATO che per legge {words}, contributo dovuto;"
    act = ACT.replace("VISTA la legge regionale FS-9;\n", "")
    text = act.format(
        number="FS-3", name="Alfa", recital=recital, point=f"2. di stabilire: {words};"
    )
    shelve({"a.txt": text})
    query = understand(Question("Quale contributo annuo spetta al cluster Alfa?"))
    found = retrieve(query, library, 100).passages
    point = next(one for one in found if one.chunk.section == ("DECRETA", "Punto 2"))
    reason = next(one for one in found if part_of(one.chunk.section) is Part.PREAMBLE)
    assert point.rank < reason.rank
    assert 0 < point.score - reason.score < _RECITAL_STEP, "only the step parts them"


def test_a_reason_that_alone_answers_is_still_found(
    library: Library, shelve: Callable[..., IngestReport]
) -> None:
    recital = "CONSIDERATO che la sede del cluster Alfa è a Provale, in via Roma;"
    shelve(
        {"a.txt": ACT.format(number="FS-3", name="Alfa", recital=recital, point="2. di dare atto;")}
    )
    assert ranked(library, "Dov'è la sede del cluster Alfa?")[0] == ("Premesse",)


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("Che cosa decide il punto 2?", ("DECRETA", "Punto 2")),
        ("Che cosa decide il punto 3?", ("DECRETA", "Punto 3")),
        ("What does point 3 decide?", ("DECRETA", "Punto 3")),
        ("Che cosa dice l'allegato A?", ("Allegato A", "CRITERI", "Art. 1 (Requisiti)")),
        ("Che cosa prevede l'articolo 1?", ("Allegato A", "CRITERI", "Art. 1 (Requisiti)")),
    ],
)
def test_the_part_that_a_question_names_stands_first(
    library: Library, shelve: Callable[..., IngestReport], question: str, section: tuple[str, ...]
) -> None:
    act = ACT.format(
        number="FS-3", name="Alfa", recital="RITENUTO di dare atto;", point="2. di dare 50 euro;"
    )
    shelve(
        {"a.txt": act, "b.txt": "Il punto della Regione: un articolo con l'allegato del lunedì."}
    )
    assert ranked(library, question)[0] == section


def test_the_part_of_the_act_that_a_question_names_stands_first(
    library: Library, shelve: Callable[..., IngestReport]
) -> None:
    recital = "RITENUTO di dare atto;"
    acts = {
        f"{n}.txt": ACT.format(number=n, name=f"numero {n}", recital=recital, point="2. di dare;")
        for n in (8101, 8102, 8103)
    }
    shelve(
        {name: text.replace("REGIONE ESEMPIO", "Regione Lombardia") for name, text in acts.items()}
    )
    question = "Che cosa decide il punto 3 del decreto n. 8102 del 12 maggio 2021?"
    best = retrieve(understand(Question(question)), library, 100).passages[0]
    assert best.document.source.endswith("8102.txt")
    assert best.chunk.section == ("DECRETA", "Punto 3")
    other = "Che cosa decide il punto 3 del decreto n. 9999 del 2021?"
    signals = [
        one.signals["part"] for one in retrieve(understand(Question(other)), library, 9).passages
    ]
    assert not any(signals), "no other act's point is what was asked for"


def test_days_are_relative_to_the_day_of_asking() -> None:
    query = understand(Question("Quali bandi sono usciti l'anno scorso?", today=date(2026, 11, 24)))
    assert query.period == (date(2025, 1, 1), date(2025, 12, 31))
    assert query.others["anno"] == ("2025",)
    told = understand(Question("Quali bandi sono usciti nel 2014?", today=date(2026, 11, 24)))
    assert told.period == (date(2014, 1, 1), date(2014, 12, 31))
    assert "anno" not in told.others
    assert understand(Question("Chi presiede AFIL?")).period is None
