import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import EncryptedPdf, InputError, NoText, UnknownFormat, UnreadableFile
from corpus.types import Format
from ingest import read as reading
from ingest.page import ReadDocument
from ingest.read import find_format, read_file

Maker = Callable[[str], bytes]


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"junk\n%PDF-1.4 ...", "a.docx", Format.PDF),
        (b"<!DOCTYPE html><p>ciao", "a.txt", Format.HTML),
        (b"<!-- x --><!-- y -->\n<html><p>ciao", "pagina", Format.HTML),
        (b'<?xml version="1.0"?>\n<html xmlns="x"><p>ciao', "a.xhtml", Format.HTML),
        (b"<div>ciao</div>", "https://www.esempio.it/bando?id=3", Format.HTML),
        (b"# Titolo\n\n<div>ciao</div>", "a.md", Format.MARKDOWN),
        (b"# Titolo\n\n## Altro\n", "LEGGIMI", Format.MARKDOWN),
        (b"# Titolo\n\n## Altro\n", "a.txt", Format.TEXT),
        ("Città".encode("utf-16"), "a", Format.TEXT),
        (b"Gentile dottore,\r\nle scrivo. Received: no", "a", Format.TEXT),
        (zipped({"word/document.xml": b"<x/>"}), "a.pdf", Format.DOCX),
    ],
)
def test_the_content_decides_the_format(data: bytes, name: str, expected: Format) -> None:
    assert find_format(data, name) is expected


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\x89PNG\r\n\x1a\n....", "a.pdf", "immagine PNG"),
        (b"\xff\xd8\xff\xe0....", "a.pdf", "immagine JPEG"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "WebP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "a.doc", "Office 97"),
        (b"{\\rtf1 ciao}", "a.rtf", "RTF"),
        (zipped({"xl/workbook.xml": b""}), "a.xlsx", "Excel"),
        (zipped({"content.xml": b"", "mimetype": b"x"}), "a.odt", "OpenDocument"),
        (zipped({"a.pdf": b"%PDF"}), "a.zip", "ZIP"),
        (bytes.fromhex("308006092a864886f70d010702a080") + b"....", "atto", "p7m"),
        (bytes.fromhex("308006092a864886f70d010702a080") + b"%PDF-1.4", "a.pdf.p7m", "p7m"),
        (b"-----BEGIN PKCS7-----\nMII", "a", "p7m"),
        (b"MIIabc", "atto.pdf.p7m", "p7m"),
        (b"Return-Path: <a@b.it>\r\nMIME-Version: 1.0\r\n\r\nciao", "a", "posta"),
        (b'<?xml version="1.0"?><Fattura><x/></Fattura>', "a.xml", "XML"),
        (b"MZ\x90\x00\x03", "a.exe", "programma"),
        (bytes(range(1, 256)) * 5, "a.bin", "binari"),
    ],
)
def test_other_formats_are_named(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnknownFormat) as caught:
        read_file(data, name)
    assert words in caught.value.message
    assert caught.value.advice
    assert caught.value.message.count(".") - caught.value.message.count(".P") == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", NoText),
        (b"\x00\x00 \n", NoText),
        (b"%PDF-1.7\n%%EOF", UnreadableFile),
        (b"PK\x03\x04 rotto", UnreadableFile),
        (zipped({"word/document.xml": b"<non chiuso"}), UnreadableFile),
        (b"<html><body></body></html>", NoText),
    ],
)
def test_broken_files_are_input_errors(data: bytes, expected: type[InputError]) -> None:
    with pytest.raises(expected) as caught:
        read_file(data, "a")
    assert caught.value.message
    assert caught.value.advice


def test_a_reader_s_own_failure_does_not_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, name: str) -> ReadDocument:
        raise RecursionError(name)

    monkeypatch.setitem(reading.READERS, Format.HTML, fail)  # type: ignore[arg-type]
    with pytest.raises(UnreadableFile, match="RecursionError"):
        read_file(b"<html>ciao", "a")


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch, make_pdf: Maker) -> None:
    monkeypatch.setattr(reading, "MAX_TEXT", 10)
    with pytest.raises(UnreadableFile, match="troppo grande"):
        read_file(b"parole e parole", "a.txt")
    monkeypatch.setattr("ingest.pdf.MAX_PAGES", 1)
    with pytest.raises(UnreadableFile, match="2 pagine"):
        read_file(make_pdf("a\n#pagebreak()\nb"), "a.pdf")


def test_a_password_is_handed_on(make_pdf: Maker, change_pdf: Callable[..., bytes]) -> None:
    data = change_pdf(make_pdf("Testo protetto"), lambda w: w.encrypt("apri", algorithm="RC4-128"))
    with pytest.raises(EncryptedPdf):
        read_file(data, "a.pdf")
    assert read_file(data, "a.pdf", "apri").pages[0].text == "Testo protetto"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 20))
def test_damaged_pdfs_are_read_or_refused(make_pdf: Maker, seed: int, count: int) -> None:
    data = bytearray(make_pdf("= Titolo\nTesto del documento di prova."))
    for step in range(count):
        seed = (seed * 6364136223846793005 + step) % 2**64
        data[(seed >> 16) % len(data)] = seed % 256
    with suppress(InputError):
        assert read_file(bytes(data), "a.pdf").pages


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from(["a.pdf", "a.html", "a.md", "a.txt", "a.docx", "a"])
)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with suppress(InputError):
        assert read_file(data, name).pages
