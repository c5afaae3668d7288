"""Answers, pages and lists as HTML: what a reader sees, and that foreign words stay words."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Answer, AnswerStatus, Citation, Note, NoteKind, Sentence
from assistant.ui.markup import NO_MARKS, Marks, act_label, authority_badge, escape, safe_url
from assistant.ui.panel import View, documents_html, marked_text, panel_html
from assistant.ui.render import Stage, answer_html, plain_text, problem_html, question_html
from assistant.ui.texts import EN, IT, texts_for
from corpus.types import (
    Authority,
    Chunk,
    Document,
    DocumentState,
    Format,
    Kind,
    Origin,
    Page,
    Passage,
)

HOSTILE = """<script>alert(1)</script><img src=x onerror='alert(2)'>"><b>"""
TEXT = "Prima frase. La Regione ha nove cluster. Ultima frase."
PAGE = Page("abc", 2, TEXT, Origin.EMBEDDED)
PDF = Document(
    "abc", "0" * 64, f"Delibera {HOSTILE}", Format.PDF, Kind.RESOLUTION, Authority.OFFICIAL,
    "it", 3, ("a.pdf",), act_id="lombardia:dgr:X/1051:2013-12-05", ingested_at="2026-11-20",
)  # fmt: skip


class Elements(HTMLParser):
    """Collects the elements of a piece of HTML and checks that they are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag not in {"img", "br", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]

    @property
    def text(self) -> str:
        return "".join(self.words)


def cite(n: int, start: int, end: int, title: str = "Delibera") -> Citation:
    return Citation(n, PAGE.quote(start, end), "a.pdf", None, title, None, "official", ocr=False)


def answer(**changes: object) -> Answer:
    base = Answer(
        "Quanti?", AnswerStatus.ANSWERED, "it",
        sentences=(Sentence("Sono nove.", (1, 2)), Sentence("Ecco:", (1,), "lead"),
                   Sentence("uno;", (1,), "item"), Sentence("due.", (2,), "item")),
        citations=(cite(1, 13, 40), cite(2, 41, 54)),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def test_sentences_carry_their_numbers_as_named_buttons() -> None:
    shown = Elements(answer_html(answer()))
    assert "Sono nove.\u2060[1][2]" in shown.text
    assert shown.all("aria-label").count("Citazione 1: apri pagina 2 di «Delibera»") == 4
    assert shown.all("data-open") == ["abc"] * 7
    marks = "?start=13&end=40&start=41&end=54&active="
    assert shown.all("data-marks")[:2] == [f"{marks}0", f"{marks}1"]


def test_what_is_turned_away_is_told_without_a_guess() -> None:
    note = Note(NoteKind.SEARCHED, "Non lo eseguo.")
    given = answer(
        status=AnswerStatus.REFUSED, sentences=(), citations=(), notes=(note,), choices=("Chi?",)
    )
    shown = answer_html(given)
    assert "Non lo eseguo." in shown
    assert "Si può chiedere, per esempio:" in shown
    assert "Dove ho cercato" not in shown
    assert "Intendevi" not in shown


def test_a_completed_question_is_shown() -> None:
    shown = answer_html(answer(understood_as="Chi presiede <il> cluster Esempio?"))
    assert "Domanda intesa come: Chi presiede &lt;il&gt; cluster Esempio?" in shown
    assert "intesa come" not in answer_html(answer())


def test_items_become_one_list() -> None:
    shown = answer_html(answer(citations=()))
    assert shown.count("<ul>") == 1
    assert shown.index("Ecco:") < shown.index("<ul><li>uno;") < shown.index("<li>due.")


def test_a_number_without_its_citation_is_not_shown() -> None:
    shown = answer_html(answer(sentences=(Sentence("Sono nove.", (1, 7)),)))
    assert "[1]" in shown
    assert "[7]" not in shown


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("status", list(AnswerStatus))
def test_every_status_has_its_words(status: AnswerStatus, lang: str) -> None:
    words = texts_for(lang).status[status]
    shown = Elements(answer_html(Answer("?", status, lang)))
    assert words.label in shown.text
    assert words.advice in shown.text
    assert (status is AnswerStatus.ANSWERED) == (words.advice == "")
    assert f"ctl-status ctl-tone-{words.tone}" in shown.all("class")
    assert lang in shown.all("lang")


def test_both_languages_fill_the_same_places() -> None:
    for words in (IT, EN):
        assert set(words.notes) == set(NoteKind)
        assert set(words.authority) == set(words.authority_hint) == set(Authority)
        assert set(words.kinds) == set(Kind)
        assert len(words.months) == 12
        assert len(words.columns) == 6
    assert set(IT.acts) == set(EN.acts)
    assert texts_for("fr") is IT


@pytest.mark.parametrize(
    ("count", "lang", "expected"),
    [
        (1, "it", "1 frase esclusa perché non verificata"),
        (3, "it", "3 frasi escluse perché non verificate"),
        (3, "en", "3 sentences left out because they could not be verified"),
    ],
)
def test_dropped_sentences_are_counted(count: int, lang: str, expected: str) -> None:
    assert expected in answer_html(answer(unsupported_dropped=count, lang=lang))
    assert "esclus" not in answer_html(answer())


def test_remarks_choices_and_nearest_passages() -> None:
    chunk = Chunk("abc", 2, 13, 40, "parola " * 100)
    shown = Elements(
        answer_html(
            answer(
                sentences=(),
                citations=(),
                notes=(Note(NoteKind.SEARCHED, "In 3 documenti."),),
                choices=("Il primo?",),
                nearest=(Passage(chunk, PDF, 1, 0.5),),
            )
        )
    )
    assert "Dove ho cercato. In 3 documenti." in shown.text
    assert shown.all("data-ask") == ["Il primo?"]
    assert shown.all("data-marks") == ["?start=13&end=40&active=0"]
    assert "…" in shown.text


def test_a_growing_answer_has_no_status_yet_and_a_stopped_one_says_so() -> None:
    growing = answer_html(answer(), stage=Stage.GROWING)
    assert "ctl-status" not in growing
    assert "data-done" not in growing
    stopped = answer_html(answer(), stage=Stage.STOPPED)
    assert "Hai interrotto" in stopped
    assert "data-done" in stopped


def test_the_clipboard_gets_sentences_quotes_and_sources() -> None:
    lines = plain_text(answer()).splitlines()
    assert lines[0] == "Sono nove. [1] [2]"
    assert lines[-2] == "[1] Delibera, p. 2: «La Regione ha nove cluster.»"


HOSTILE_PIECES = [
    question_html(HOSTILE, IT),
    problem_html(HOSTILE, HOSTILE, IT),
    authority_badge(HOSTILE, IT),
    answer_html(
        Answer(
            HOSTILE, AnswerStatus.PARTIAL, "it", sentences=(Sentence(HOSTILE, (1,), "item"),),
            citations=(cite(1, 0, 5, HOSTILE),), notes=(Note(NoteKind.MISSING, HOSTILE),),
            choices=(HOSTILE,), mode="model", model=HOSTILE,
            nearest=(Passage(Chunk("a'\"><b>", 1, 0, 5, HOSTILE), PDF, 1, 0.1),),
        )
    ),
    panel_html(View(PDF, replace(PAGE, text=HOSTILE), Marks(((0, 9),), 0)), IT),
    panel_html(View(replace(PDF, format=Format.HTML, id=HOSTILE), PAGE), IT),
    documents_html([DocumentState(PDF, 3, 1)], IT),
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE_PIECES)
def test_foreign_words_stay_words(piece: str) -> None:
    shown = Elements(piece)
    assert not {"script", "b"} & set(shown.names)
    assert not [name for name, _ in shown.attributes if name.startswith("on")]
    assert [src for src in shown.all("src") if src == "x"] == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://www.regione.lombardia.it/a?b=c&d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://example.org", False),
        ("data:text/html,x", False),
        ("//example.org/a", False),
        ("https:///a", False),
        ("http://[bad", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, allowed: bool) -> None:
    assert (safe_url(url) == url) is (allowed or url is None)
    shown = Elements(panel_html(View(replace(PDF, url=url), PAGE), IT))
    assert (url in shown.all("href")) is allowed


def test_the_panel_shows_whose_page_it_is_the_quote_and_the_ways_on() -> None:
    view = View(PDF, PAGE, Marks(((13, 40),), 0, 4), base="/ctl")
    shown = Elements(panel_html(view, IT))
    assert "Citazione 4" in shown.text
    assert "Atto ufficiale" in shown.text
    assert "D.G.R. X/1051 del 5 dicembre 2013 (Lombardia)" in shown.text
    assert "«La Regione ha nove cluster.»" in shown.text
    assert "Pagina 2 di 3" in shown.text
    assert shown.all("data-page")[-2:] == ["1", "3"]
    assert shown.all("src") == ["/ctl/pagina/abc/2.png?start=13&end=40&active=0"]
    assert "/ctl/originale/abc" in shown.all("href")
    assert "mark" in shown.names


def test_the_panel_of_another_format_shows_its_text_and_no_image() -> None:
    sheet = replace(PDF, format=Format.MARKDOWN, authority=Authority.SECONDARY, pages=1)
    shown = Elements(panel_html(View(sheet, replace(PAGE, number=1, origin=Origin.OCR)), EN))
    assert "img" not in shown.names
    assert TEXT in shown.text
    assert "Secondary source" in shown.text
    assert "Text from a scan" in shown.text
    assert len([name for name, _ in shown.attributes if name == "disabled"]) == 2


def test_marks_may_touch_and_overlap() -> None:
    shown = marked_text("abcdef", Marks(((0, 3), (2, 5)), 1))
    assert shown == '<mark>ab</mark><mark class="ctl-active">c</mark>' + (
        '<mark class="ctl-active">de</mark>f'
    )


@given(st.text(), st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40)), max_size=4))
def test_marking_never_changes_the_words(text: str, spans: list[tuple[int, int]]) -> None:
    marks = Marks(tuple(spans), 0 if spans else None)
    bare = marked_text(text, marks).replace("</mark>", "")
    bare = bare.replace("<mark>", "").replace('<mark class="ctl-active">', "")
    assert bare == escape(text)


@pytest.mark.parametrize(
    ("act_id", "expected"),
    [
        ("lombardia:dgr:X/1051:2013-12-05", "D.G.R. X/1051 del 5 dicembre 2013 (Lombardia)"),
        ("stato:legge:241:1990", "Legge 241 del 1990"),
        ("ue:regolamento_ue:651/2014:?", "Regolamento (UE) 651/2014"),
        ("comune-di-bari:dgc:?:2020-13-40", "D.G.C. del 2020-13-40 (Comune di bari)"),
        ("boh", "boh"),
        (None, ""),
    ],
)
def test_acts_are_named_as_people_write_them(act_id: str | None, expected: str) -> None:
    assert act_label(act_id, IT) == expected


def test_the_list_of_documents() -> None:
    states = [DocumentState(PDF, 40, 12), DocumentState(replace(PDF, title="Bando"), 3, 3)]
    shown = Elements(documents_html(states, IT))
    assert "12 di 40" in shown.text
    assert "Pronta" in shown.text
    assert "20/11/2026" in shown.text
    assert shown.all("data-open") == ["abc", "abc"]
    assert documents_html(states, IT, "BAN").count("<tr>") == 2
    assert "Nessun titolo" in documents_html(states, IT, "xyz")
    assert "ctl ingest" in documents_html([], IT)
    many = documents_html(states * 150, EN)
    assert "200 of 300 documents" in many


def test_no_marks_make_no_query() -> None:
    assert NO_MARKS.query() == ""
    assert NO_MARKS.focus is None
