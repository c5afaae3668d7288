"""One answer of several: sentences in order, numbers anew, and what is missing by name."""

from dataclasses import replace

from assistant.combine import combine
from assistant.types import Answer, AnswerStatus, Citation, Note, NoteKind, Question, Sentence
from corpus.types import Origin, Page

PAGE = Page(
    "d" * 16, 1, "AFIL è a Milano. AFIL è nata nel 2013. LE2C è a Legnano.", Origin.EMBEDDED
)
SEAT, BORN, OTHER = (0, 16), (17, 38), (39, 56)
TWO = Question("Dove ha sede AFIL e quando è nata?", id="q")
FIRST, SECOND = "Dove ha sede AFIL?", "Quando è nata AFIL?"


def citation(n: int, place: tuple[int, int]) -> Citation:
    return Citation(n, PAGE.quote(*place), "a.pdf", None, "A", None, "secondary", ocr=False)


def answered(text: str, *places: tuple[int, int]) -> Answer:
    return Answer(
        text,
        AnswerStatus.ANSWERED,
        "it",
        sentences=tuple(Sentence(PAGE.text[a:b], (n,)) for n, (a, b) in enumerate(places, start=1)),
        citations=tuple(citation(n, place) for n, place in enumerate(places, start=1)),
        confidence=0.9,
        seconds={"total": 0.5},
    )


def refused(text: str, status: AnswerStatus = AnswerStatus.NOT_FOUND) -> Answer:
    searched = Note(NoteKind.SEARCHED, "Ho cercato.")
    return Answer(text, status, "it", notes=(searched,), confidence=0.2, seconds={"total": 0.5})


def test_sentences_stand_in_order_and_the_same_words_have_one_number() -> None:
    whole = combine(TWO, [(FIRST, answered(FIRST, SEAT)), (SECOND, answered(SECOND, BORN, SEAT))])
    assert whole.status is AnswerStatus.ANSWERED
    assert [one.text for one in whole.sentences] == ["AFIL è a Milano.", "AFIL è nata nel 2013."]
    assert [one.citations for one in whole.sentences] == [(1,), (2,)]
    assert [(one.n, one.quote.text) for one in whole.citations] == [
        (1, "AFIL è a Milano."),
        (2, "AFIL è nata nel 2013."),
    ]
    assert (whole.question, whole.id, whole.seconds["total"]) == (TWO.text, "q", 1.0)
    assert whole.understood_as == f"{FIRST} {SECOND}"


def test_what_has_no_answer_is_named() -> None:
    whole = combine(TWO, [(FIRST, answered(FIRST, SEAT)), (SECOND, refused(SECOND))])
    assert whole.status is AnswerStatus.PARTIAL
    assert [(one.kind, one.text) for one in whole.notes] == [
        (NoteKind.MISSING, "I documenti non dicono: quando è nata AFIL.")
    ]
    assert whole.confidence == 0.9


def test_what_was_asked_back_or_turned_away_is_named_as_open() -> None:
    for status in (AnswerStatus.UNCLEAR, AnswerStatus.OUT_OF_SCOPE):
        other = replace(refused(SECOND, status), choices=("Quale?",))
        whole = combine(TWO, [(FIRST, answered(FIRST, SEAT)), (SECOND, other)])
        assert whole.status is AnswerStatus.PARTIAL
        assert whole.notes[0].text == "Resta senza risposta: quando è nata AFIL."
        assert whole.choices == ("Quale?",)


def test_where_nothing_is_answered_the_first_tells_how_it_ended() -> None:
    whole = combine(TWO, [(FIRST, refused(FIRST)), (SECOND, refused(SECOND))])
    assert whole.status is AnswerStatus.NOT_FOUND
    assert not whole.sentences
    assert [one.text for one in whole.notes] == ["Ho cercato."]


def test_an_order_in_any_part_turns_the_whole_away() -> None:
    whole = combine(
        TWO, [(FIRST, answered(FIRST, SEAT)), (SECOND, refused(SECOND, AnswerStatus.REFUSED))]
    )
    assert whole.status is AnswerStatus.REFUSED
    assert not whole.sentences
    assert not whole.citations


def test_a_contradiction_weighs_more_than_what_is_missing() -> None:
    false = replace(answered(FIRST, SEAT), status=AnswerStatus.FALSE_PREMISE)
    whole = combine(TWO, [(FIRST, false), (SECOND, refused(SECOND))])
    assert whole.status is AnswerStatus.FALSE_PREMISE
    assert whole.notes[0].kind is NoteKind.MISSING


def test_the_comparison_beside_its_sides_is_an_extra() -> None:
    both = Question("Che differenza c'è tra AFIL e LE2C?")
    parts = [
        ("Che cos'è AFIL?", answered("Che cos'è AFIL?", SEAT)),
        ("Che cos'è LE2C?", answered("Che cos'è LE2C?", OTHER)),
        (both.text, refused(both.text)),
    ]
    whole = combine(both, parts)
    assert whole.status is AnswerStatus.ANSWERED
    assert not whole.notes
    assert len(whole.sentences) == 2


def test_a_growing_answer_holds_what_is_there() -> None:
    whole = combine(TWO, [(FIRST, answered(FIRST, SEAT))])
    assert whole.status is AnswerStatus.ANSWERED
    assert whole.question == TWO.text
    assert len(whole.sentences) == 1


def test_a_list_said_twice_keeps_its_items() -> None:
    lead = Sentence("Sono:", (1,), "lead")
    item = Sentence("AFIL è a Milano.", (1,), "item")
    one = replace(answered(FIRST, SEAT), sentences=(lead, item))
    whole = combine(TWO, [(FIRST, one), (SECOND, answered(SECOND, BORN, SEAT))])
    assert [one.form for one in whole.sentences] == ["lead", "item", "text"]
