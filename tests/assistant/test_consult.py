from datetime import date

from assistant.answer import answer
from assistant.types import Answer, AnswerStatus, Question
from assistant.write import ExtractiveWriter
from corpus.library import Library

DAY = date(2026, 11, 24)


def ask(library: Library, text: str) -> Answer:
    return answer(Question(text, today=DAY), library, ExtractiveWriter(), 100)


def test_acts_of_a_period_are_listed_from_the_register(shipped: Library) -> None:
    given = ask(shipped, "Quali atti sono stati adottati nel 2016?")
    assert given.status is AnswerStatus.ANSWERED
    words = " ".join(one.text for one in given.sentences)
    assert "X/4749" in words
    assert "1507" in words
    assert any("1 gennaio 2016" in one.text for one in given.notes)


def test_a_period_without_acts_is_told(shipped: Library) -> None:
    given = ask(shipped, "Elenca i decreti del 2031")
    assert given.status is AnswerStatus.NOT_FOUND
    assert any("31 dicembre 2031" in one.text for one in given.notes)


def test_days_from_today_are_read(shipped: Library) -> None:
    given = ask(shipped, "Quali bandi scadono entro 30 giorni?")
    assert any("24 dicembre 2026" in one.text for one in given.notes)
