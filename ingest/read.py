"""A file's bytes → what a reader found in them; finds the true format from the content."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from corpus.errors import InputError, NoText, UnknownFormat, UnreadableFile
from corpus.types import Format
from ingest.docx import read_docx
from ingest.html import read_html
from ingest.page import ReadDocument
from ingest.pdf import MAX_PAGES, MAX_TEXT, read_pdf
from ingest.plain import decode_text, read_markdown, read_text

READERS: Mapping[Format, Callable[[bytes, str], ReadDocument]] = {
    Format.PDF: read_pdf,
    Format.HTML: read_html,
    Format.DOCX: read_docx,
    Format.MARKDOWN: read_markdown,
    Format.TEXT: read_text,
}

_ADVICE = "Convertirlo in PDF, DOCX, HTML, Markdown o testo semplice."
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "un documento Office 97-2003",
        "Salvarlo come DOCX o PDF.",
    ),
    (b"\x89PNG\r\n", "un'immagine PNG", "Serve un documento con testo, per esempio un PDF."),
    (b"\xff\xd8\xff", "un'immagine JPEG", "Serve un documento con testo, per esempio un PDF."),
    (b"GIF8", "un'immagine GIF", "Serve un documento con testo, per esempio un PDF."),
    (b"II*\x00", "un'immagine TIFF", "Serve un documento con testo, per esempio un PDF."),
    (b"MM\x00*", "un'immagine TIFF", "Serve un documento con testo, per esempio un PDF."),
    (b"BM", "un'immagine BMP", "Serve un documento con testo, per esempio un PDF."),
    (b"{\\rtf", "un documento RTF", "Salvarlo come DOCX o PDF."),
    (b"Rar!", "un archivio RAR", "Estrarne i documenti e caricarli uno per uno."),
    (b"7z\xbc\xaf", "un archivio 7z", "Estrarne i documenti e caricarli uno per uno."),
    (b"\x1f\x8b", "un archivio gzip", "Estrarne i documenti e caricarli uno per uno."),
    (b"MZ", "un programma", _ADVICE),
    (b"\x7fELF", "un programma", _ADVICE),
)
_SIGNED = bytes.fromhex("06092a864886f70d010702")
_ZIPPED = (
    ("xl/workbook.xml", "un foglio Excel", "Salvarlo come PDF."),
    ("ppt/presentation.xml", "una presentazione PowerPoint", "Salvarla come PDF."),
    ("META-INF/container.xml", "un libro EPUB", "Convertirlo in PDF."),
    ("content.xml", "un documento OpenDocument", "Salvarlo come DOCX o PDF."),
)
_HTML = re.compile(
    r"<!doctype html|<(?:html|head|body|main|article|section|div|h1|p|table|meta)[\s>/]",
    re.IGNORECASE,
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MAIL = re.compile(r"^(?:received|mime-version|return-path): ", re.IGNORECASE | re.MULTILINE)
_MAIL_START = re.compile(r"[A-Za-z][A-Za-z-]{1,40}: ")
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^ {0,3}[-*+] \[|^\|? *:?-{3,}:? *\||\]\(https?://|^```|\*\*\S", re.MULTILINE
)


def read_file(data: bytes, name: str, password: str | None = None) -> ReadDocument:
    """Read a file of any known format; every failure is an `InputError`."""
    if not data.strip(b"\x00 \t\r\n"):
        raise NoText("Il file è vuoto.", "Controllare che lo scaricamento sia completo.")
    try:
        form = find_format(data, name)
        if form is Format.PDF:
            return _checked(read_pdf(data, name, password))
        return _checked(READERS[form](data, name))
    except InputError:
        raise
    except Exception as error:  # the one wall around readers of foreign bytes
        raise UnreadableFile(
            f"Il file è danneggiato e non si può leggere ({type(error).__name__}).",
            "Procurarsi di nuovo il file da chi lo ha pubblicato.",
        ) from error


def find_format(data: bytes, name: str) -> Format:
    """Find the true format from the content; the name decides only between kinds of text."""
    if b"%PDF-" in data[:1024] and _SIGNED not in data[:64]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    _refuse_foreign(data, name)
    return _text_format(data, PurePosixPath(name.lower()).suffix)


def _refuse_foreign(data: bytes, name: str) -> None:
    """Raise `UnknownFormat` for a kind of file that is known and not read."""
    for mark, what, advice in _FOREIGN:
        if data.startswith(mark) and (len(mark) > 2 or b"\x00" in data[:64]):
            raise UnknownFormat(f"Il file è {what}, che non si legge.", advice)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise UnknownFormat("Il file è un'immagine WebP, che non si legge.", _ADVICE)
    pem = data[:64].lstrip().startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS"))
    if _SIGNED in data[:64] or pem or (name.lower().endswith(".p7m") and b"%PDF" not in data[:8]):
        raise UnknownFormat(
            "Il file è una busta firmata (p7m), che non si legge ancora.",
            "Estrarre il documento con il programma di firma e caricarlo.",
        )


def _zip_format(data: bytes) -> Format:
    """Tell a Word document from other archives."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(
            "Il file è un archivio danneggiato o incompleto.",
            "Procurarsi di nuovo il file da chi lo ha pubblicato.",
        ) from error
    if "word/document.xml" in names:
        return Format.DOCX
    for member, what, advice in _ZIPPED:
        if member in names:
            raise UnknownFormat(f"Il file è {what}, che non si legge.", advice)
    raise UnknownFormat(
        "Il file è un archivio ZIP, che non si legge.",
        "Estrarne i documenti e caricarli uno per uno.",
    )


def _text_format(data: bytes, suffix: str) -> Format:
    """Tell HTML, Markdown and plain text apart."""
    head = decode_text(data[:65_536] if len(data) > 65_536 else data)[:16_384].lstrip("\ufeff")
    if _HTML_START.match(_COMMENT.sub("", head[:4096])):
        return Format.HTML
    if suffix in (".md", ".markdown"):
        return Format.MARKDOWN
    if suffix == ".txt":
        return Format.TEXT
    if suffix in (".eml", ".msg") or (_MAIL_START.match(head) and _MAIL.search(head[:4096])):
        raise UnknownFormat(
            "Il file è un messaggio di posta, che non si legge.",
            "Salvarne gli allegati e caricarli uno per uno.",
        )
    if _HTML.search(head[:4096]):
        return Format.HTML
    if head.lstrip().startswith("<?xml"):
        raise UnknownFormat("Il file è un documento XML, che non si legge.", _ADVICE)
    return Format.MARKDOWN if len(_MARKDOWN.findall(head)) > 1 else Format.TEXT


def _checked(document: ReadDocument) -> ReadDocument:
    """Refuse what is too large to be a document."""
    characters = sum(len(page.text) for page in document.pages)
    if len(document.pages) > MAX_PAGES or characters > MAX_TEXT:
        raise UnreadableFile(
            f"Il documento è troppo grande: {len(document.pages)} pagine, "
            f"{characters // 1_000_000} milioni di caratteri.",
            "Dividerlo in più file.",
        )
    return document
