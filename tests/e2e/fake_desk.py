"""A desk with canned answers over one generated PDF and one hostile HTML page."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import typst

from assistant.types import (
    Answer,
    AnswerStatus,
    Citation,
    Filters,
    Note,
    NoteKind,
    Question,
    Sentence,
)
from corpus.errors import NotHeld, StoreError
from corpus.pageview import open_pdf, render_page
from corpus.settings import Settings
from corpus.text import normalise
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

PDF_ID, HTML_ID = "a1b2c3d4e5f60718", "ffeeddccbbaa0099"
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> javascript:alert(3) ${1+1}{{x}}'
PAGES = {
    1: "= Deliberazione n. X/1051 \n Seduta del 5 dicembre 2013\n\n" + "#lorem(180)",
    2: "#lorem(190)\n\n DELIBERA \n\n"
    "1. di riconoscere nove Cluster Tecnologici Lombardi, tra cui AFIL per la fabbrica"
    " intelligente e Lombardy Green Chemistry Association per la chimica verde;\n\n"
    "2. di stabilire che il riconoscimento ha durata di tre anni.\n\n" + "#lorem(60)",
    3: "== Allegato A\n\n" + "#lorem(220)",
}
FIRST, SECOND = "di riconoscere nove Cluster Tecnologici Lombardi", "ha durata di tre anni"


@cache
def pdf() -> bytes:
    """Make the PDF."""
    head = '#set page("a4", margin: 2.5cm)\n#set text(lang: "it", size: 11pt)\n'
    return bytes(typst.compile((head + "\n#pagebreak()\n".join(PAGES.values())).encode()))


def page_of(document_id: str, number: int) -> Page:
    """Return a page of one of the two documents."""
    if document_id == PDF_ID and number in PAGES:
        with open_pdf(pdf()) as file:
            return Page(PDF_ID, number, normalise(file.raw_text(number)), Origin.EMBEDDED)
    if document_id == HTML_ID and number == 1:
        text = ("Elenco dei cluster.\n" * 60) + f"{HOSTILE}\n" + ("Altre notizie.\n" * 60)
        return Page(HTML_ID, 1, text, Origin.HTML)
    raise NotHeld(f"Il documento {document_id} non ha la pagina {number}.", "Aprine un'altra.")


DOCUMENTS = {
    PDF_ID: Document(
        PDF_ID, "0" * 64, "Riconoscimento dei Cluster Tecnologici Lombardi", Format.PDF,
        Kind.RESOLUTION, Authority.OFFICIAL, "it", 3, ("documenti/dgr-1051.pdf",),
        url="https://www.regione.lombardia.it/dgr-1051", act_id="lombardia:dgr:X/1051:2013-12-05",
        ingested_at="2026-11-20T10:00:00+01:00",
    ),
    HTML_ID: Document(
        HTML_ID, "1" * 64, f"Pagina ostile {HOSTILE}", Format.HTML, Kind.PAGE,
        Authority.DEMONSTRATION, "it", 1, ("web/ostile.html",), url="javascript:alert(4)",
        ingested_at="2026-11-21T09:00:00+01:00",
    ),
}  # fmt: skip


def cite(n: int, document_id: str, number: int, words: str) -> Citation:
    """Cite words of a page."""
    page, document = page_of(document_id, number), DOCUMENTS[document_id]
    start = page.text.index(words)
    quote = page.quote(start, start + len(words))
    return Citation(
        n, quote, document.source, document.url, document.title, document.act_id,
        document.authority.value, ocr=False, validity="in_force" if n == 1 else "unknown",
    )  # fmt: skip


def canned(question: Question) -> Answer:
    """Answer by what the question mentions."""
    text, lang = question.text, "en" if question.text.startswith(("Which", "How")) else "it"
    if "guasto" in text:
        raise StoreError("La biblioteca è bloccata.", "Riprova tra un minuto.")
    if "baco" in text:
        raise ZeroDivisionError(HOSTILE)
    if "marte" in text.lower():
        page = page_of(PDF_ID, 2)
        chunk = Chunk(PDF_ID, 2, page.text.index(FIRST), len(page.text), page.text[-200:])
        note = Note(NoteKind.SEARCHED, "Ho cercato in 2 documenti.")
        near = (Passage(chunk, DOCUMENTS[PDF_ID], 1, 0.2),)
        return Answer(text, AnswerStatus.NOT_FOUND, lang, notes=(note,), nearest=near)
    if "quale" in text.lower():
        choices = ("Quanti cluster sono stati riconosciuti?", f"Altro {HOSTILE}")
        return Answer(text, AnswerStatus.UNCLEAR, lang, choices=choices)
    cites = (
        cite(1, PDF_ID, 2, FIRST),
        cite(2, PDF_ID, 2, SECOND),
        cite(3, HTML_ID, 1, HOSTILE),
    )
    sentences = (
        Sentence("La Giunta ha riconosciuto nove Cluster Tecnologici Lombardi.", (1,)),
        Sentence("Nello stesso atto:", (2,), "lead"),
        Sentence("il riconoscimento dura tre anni;", (2,), "item"),
        Sentence(f"la pagina riporta {HOSTILE}.", (3,), "item"),
    )
    notes = (Note(NoteKind.MISSING, f"Nulla sul bilancio. {HOSTILE}"),)
    return Answer(
        text, AnswerStatus.PARTIAL, lang, sentences=sentences, citations=cites, notes=notes,
        unsupported_dropped=2, confidence=0.8, seconds={"total": 0.42},
    )  # fmt: skip


class FakeDesk:
    """The interface of `assistant.desk.Desk`; `pause` is the time between two sentences."""

    def __init__(self, pause: float = 0.05) -> None:
        self.settings, self.pause, self.ready = Settings(), pause, 12
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return canned(question)

    def stream(self, question: Question) -> Iterator[Answer]:
        full = self.ask(question)
        for count in range(1, len(full.sentences)):
            time.sleep(self.pause)
            yield replace(full, sentences=full.sentences[:count], notes=())
        yield full

    def search(self, text: str, limit: int, filters: Filters) -> list[Passage]:
        return list(canned(Question("marte")).nearest)[:limit]

    def documents(self) -> list[DocumentState]:
        return [
            DocumentState(DOCUMENTS[PDF_ID], 40, self.ready),
            DocumentState(DOCUMENTS[HTML_ID], 3, 3),
        ]

    def library_version(self) -> int:
        return 7

    def page(self, document_id: str, number: int) -> Page:
        return page_of(document_id, number)

    def document(self, document_id: str) -> Document:
        page_of(document_id, 1)
        return DOCUMENTS[document_id]

    def page_image(
        self, document_id: str, number: int, spans: Sequence[tuple[int, int]], active: int | None
    ) -> bytes:
        if document_id != PDF_ID:
            raise NotHeld("Nessuna immagine per questo documento.")
        text = page_of(document_id, number).text
        with open_pdf(pdf()) as file:
            boxes = [file.boxes(number, text, start, end) for start, end in spans]
        return render_page(pdf(), number, marks=boxes, active=active)

    def original(self, document_id: str) -> tuple[bytes, str, str]:
        self.document(document_id)
        if document_id == PDF_ID:
            return pdf(), "application/pdf", "delibera n° 1051.pdf"
        return b"<script>alert(1)</script>", "text/html", 'ostile".html'

    def examples(self, lang: str) -> list[str]:
        if lang == "en":
            return ["How many clusters were recognised?", "Which act?", "Mars colonies?", "Green?"]
        return [
            "Quanti cluster sono stati riconosciuti?",
            "Quale cluster intendi?",
            "C’è un bando per Marte?",
            "Chi coordina la chimica verde?",
        ]
