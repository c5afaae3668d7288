"""Small documents made on the spot: PDFs by typst, Word documents by python-docx, and readings."""

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import pytest
import typst
from pypdf import PdfReader, PdfWriter

from corpus.act_names import read_act_id
from corpus.claims import HeldAct
from corpus.types import Authority, Document, Format, Kind, Origin, Page
from ingest.plain import read_text
from ingest.statements import Reading, read_statements
from ingest.structure import cut_document

PdfMaker = Callable[[str], bytes]


@cache
def _set_pdf(markup: str) -> bytes:
    return typst.compile(markup.encode())


@pytest.fixture(scope="session")
def make_pdf() -> PdfMaker:
    """Typst markup → PDF bytes."""
    return _set_pdf


@pytest.fixture(scope="session")
def change_pdf() -> Callable[..., bytes]:
    """A PDF and a function on pypdf's writer → the changed PDF."""

    def change(data: bytes, alter: Callable[[PdfWriter], object]) -> bytes:
        writer = PdfWriter()
        writer.append(PdfReader(io.BytesIO(data)))
        alter(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return change


@pytest.fixture
def new_docx() -> "docx.document.Document":
    """An empty Word document."""
    return docx.Document()


@pytest.fixture
def save_docx() -> Callable[..., bytes]:
    """A Word document → its bytes."""

    def save(file: "docx.document.Document") -> bytes:
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()

    return save


@pytest.fixture(scope="session")
def read_words() -> Callable[..., Reading]:
    """Words → the reading of a document of one page, with its own act, headings and title."""

    def read(
        text: str, own: str | None = None, section: Sequence[str] = (), **told: Any
    ) -> Reading:
        pages = read_text(text.encode()).pages
        shown = pages[0].text
        acts: tuple[HeldAct, ...] = ()
        if own:
            name = read_act_id(own)
            held = " ".join(shown.split()) if told.get("object") else None
            acts = (HeldAct(name, 1, 0, 1, len(shown) + 1, held),)
        document = Document(
            id="0" * 16,
            sha256="0" * 64,
            title=told.get("title", "Pagina"),
            format=Format.TEXT,
            kind=Kind.OTHER,
            authority=Authority.SECONDARY,
            language="it",
            pages=1,
            sources=("riga.txt",),
            act_date=acts[0].act.date if acts else None,
        )
        chunks = [
            replace(chunk, section=(*section, *chunk.section))
            for chunk in cut_document(document.id, pages)
        ]
        page = Page(document.id, 1, shown, Origin.TEXT)
        return read_statements(document, [page], chunks, acts)

    return read


@pytest.fixture
def takes_linear_time(read_words: Callable[..., Reading]) -> Callable[..., bool]:
    """Whether ten times the text takes about ten times as long, never a hundred."""

    def told(find: Callable[[Reading], object], unit: str) -> bool:
        took = []
        for size in (40_000, 400_000):
            reading = read_words(unit * (size // len(unit)))
            start = time.process_time()
            find(reading)
            took.append(time.process_time() - start)
        return took[1] < 40 * max(took[0], 0.02)

    return told
