"""Which sentences a quote supports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Draft, DraftSentence
from assistant.verify import support, verify, verify_line
from corpus.errors import NotHeld
from corpus.types import Origin, Page, Span

EVIDENCE = (
    "Con decreto n. 257 del 5 marzo 2026 la Regione Lombardia ha riconosciuto il cluster AFIL, "
    "che riunisce 120 imprese manifatturiere. La dotazione è di 1.500.000 euro. Il soggetto "
    "gestore può presentare una sola domanda. Non sono ammesse le grandi imprese."
)


@pytest.mark.parametrize(
    "sentence",
    [
        EVIDENCE,
        "La dotazione è di 1.500.000 euro.",
        "Il 05/03/2026 la Regione Lombardia ha riconosciuto AFIL.",
        "La dotazione è di 1,5 milioni di euro.",
        "AFIL riunisce 120 imprese.",
        "Il cluster AFIL è stato riconosciuto nel marzo 2026.",
    ],
)
def test_supported(sentence: str) -> None:
    verdict = support(EVIDENCE, sentence)
    assert verdict.supported, verdict.reasons
    assert 0.5 <= verdict.score <= 1
    assert verdict.reasons == ()


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("AFIL riunisce 121 imprese.", "number 121"),
        ("Il cluster AFIL è stato riconosciuto nel 2016.", "year 2016"),
        ("Il 6 marzo 2026 la Regione ha riconosciuto AFIL.", "date 6 marzo 2026"),
        ("La dotazione è di 1,5 miliardi di euro.", "amount"),
        ("LE2C riunisce 120 imprese.", "le2c"),
        ("Il decreto riconosce il cluster della Regione Piemonte.", "piemonte"),
        ("La Regione Lombardia non ha riconosciuto il cluster AFIL.", "negation"),
        ("Sono ammesse le grandi imprese.", "denies"),
        ("Il soggetto gestore deve presentare una sola domanda.", "permission"),
        ("AFIL riunisce soltanto imprese manifatturiere.", "limit soltanto"),
        ("La nomina del direttore compete al ministero.", "words not in the quote"),
    ],
)
def test_not_supported(sentence: str, reason: str) -> None:
    verdict = support(EVIDENCE, sentence)
    assert not verdict.supported
    assert verdict.score < 0.5
    assert reason in "; ".join(verdict.reasons)


def test_verbatim_words_after_a_negation_are_not_enough() -> None:
    assert not support("Il bando non finanzia le imprese.", "finanzia le imprese").supported
    assert not support("Il bando non finanzia le imprese.", "Il bando [...] finanzia").supported


def test_opposites() -> None:
    verdict = support("Nel 2024 il fondo è aumentato.", "Nel 2024 il fondo è diminuito.")
    assert not verdict.supported


def test_another_language_needs_closeness() -> None:
    sentence = "The cluster AFIL was recognised on March 5, 2026 and has 120 companies."
    assert support(EVIDENCE, sentence, similarity=0.9).supported
    assert not support(EVIDENCE, sentence).supported
    assert not support(EVIDENCE, sentence.replace("120", "130"), similarity=0.9).supported


PAGE = Page("d" * 16, 1, EVIDENCE + "  \n", Origin.TEXT)


def get_page(document_id: str, number: int) -> Page:
    if (document_id, number) != (PAGE.document_id, PAGE.number):
        raise NotHeld("No such page.")
    return PAGE


def span_of(words: str, page: int = 1) -> Span:
    start = PAGE.text.index(words)
    return Span(PAGE.document_id, page, start, start + len(words))


def test_verify_keeps_what_holds_and_counts_the_rest() -> None:
    money = span_of(" La dotazione è di 1.500.000 euro. ")
    draft = Draft(
        (
            DraftSentence("La dotazione è di 1.500.000 euro.", (money,)),
            DraftSentence("La dotazione è di 2.500.000 euro.", (money,)),
            DraftSentence("La dotazione è di 1.500.000 euro.", ()),
            DraftSentence("La dotazione è di 1.500.000 euro.", (span_of("AFIL", page=9),)),
            DraftSentence("Sono 500.000 euro.", (span_of("500.000 euro"),)),
            DraftSentence("AFIL", (Span(PAGE.document_id, 1, 5, 5_000),)),
        )
    )
    verified = verify(draft, get_page)
    assert [quote.text for _, quotes in verified.sentences for quote in quotes] == [
        "La dotazione è di 1.500.000 euro."
    ]
    assert verified.dropped == len(verified.reasons) == 5


def test_no_sentence_stands_across_two_quotes() -> None:
    page = Page("d" * 16, 1, "La Regione non tace. Il bando finanzia le imprese.", Origin.TEXT)
    spans = (Span(page.document_id, 1, 0, 14), Span(page.document_id, 1, 30, 49))
    verified = verify(
        Draft((DraftSentence("La Regione non finanzia le imprese.", spans),)), lambda *_: page
    )
    assert verified.dropped == 1


@given(st.integers(0, len(PAGE.text)), st.integers(0, len(PAGE.text)))
def test_a_quote_equals_its_slice(start: int, end: int) -> None:
    sentence = DraftSentence(PAGE.text[start:end], (Span(PAGE.document_id, 1, start, end),))
    for _, quotes in verify(Draft((sentence,)), get_page).sentences:
        for quote in quotes:
            assert PAGE.text[quote.span.start : quote.span.end] == quote.text


def test_verify_line_answers_what_is_asked() -> None:
    line = verify_line({"id": 7, "text": EVIDENCE, "quote": "LA DOTAZIONE", "sentence": None})
    start = EVIDENCE.index("La dotazione")
    assert line == {
        "id": 7,
        "found": True,
        "start": start,
        "end": start + len("La dotazione"),
        "supported": None,
        "score": None,
        "reasons": [],
    }
    line = verify_line({"id": "x", "text": EVIDENCE, "sentence": "AFIL riunisce 99 imprese."})
    assert (line["found"], line["start"], line["supported"]) == (None, None, False)
    line = verify_line({"id": "y", "text": EVIDENCE, "quote": "altro"})
    assert line["found"] is False
    assert line["reasons"]
