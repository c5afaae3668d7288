from datetime import date

from assistant.answer import answer
from assistant.types import AnswerStatus, NoteKind, Question
from assistant.write import ExtractiveWriter
from corpus.library import Library

DAY = date(2026, 11, 24)


def told(library: Library, text: str) -> list[str]:
    given = answer(Question(text, today=DAY), library, ExtractiveWriter(), 100)
    assert given.status is AnswerStatus.NOT_FOUND
    return [one.text for one in given.notes if one.kind is NoteKind.SEARCHED]


def test_the_site_of_the_cluster_is_named(shipped: Library) -> None:
    notes = told(shipped, "Di che colore sono le divise dei portieri di AFIL?")
    assert any("https://www.afil.it" in one for one in notes)


def test_official_pages_on_the_subject_are_named(shipped: Library) -> None:
    notes = told(shipped, "Chi ha firmato il decreto direttoriale del 1998 sulle balene?")
    assert any(one.startswith("Può saperlo") and "http" in one for one in notes)


def test_nobody_is_invented(shipped: Library) -> None:
    notes = told(shipped, "Quante zampe hanno i millepiedi della Groenlandia?")
    assert not any("Può saperlo" in one for one in notes)
