"""Small documents made on the spot: PDFs by typst, Word documents by python-docx."""

import io
from collections.abc import Callable
from functools import cache

import docx
import pytest
import typst
from pypdf import PdfReader, PdfWriter

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
