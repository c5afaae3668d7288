"""A PDF's bytes → pages with text, and the headings that its bookmarks and letter sizes show.

pypdf tells the structure (title, outline, attachments), pdfium the words; where pypdf fails on a
damaged file, pdfium's word on the structure is taken.
"""

import io
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpus.errors import InputError, NoText, UnreadableFile
from corpus.pageview import PdfFile, open_pdf
from corpus.text import language, normalise
from corpus.types import Format, Origin
from ingest.hidden import Hidden, tell_hidden, tell_signs
from ingest.page import (
    Block,
    BlockKind,
    ReadDocument,
    ReadPage,
    choose_title,
    has_words,
    page_numbers,
)

MAX_PAGES = 20_000
MAX_TEXT = 50_000_000
_LARGER = 1.15
"""A heading's letters are at least this much higher than those of the running text."""
_BODY_SHARE = 0.2
"""Letters as high as the running text make up at least this much of a document."""
_STAMP = 300
"""A page with fewer characters than this over an image of its size is a scan with a stamp."""
_LONGEST_HEADING = 120

_MOST_BOOKMARKS = 2_000

_Heading = tuple[int, str]
"""Level and words."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Structure:
    """What a PDF says of itself: its title, bookmarks by page, and how many files it carries."""

    title: str
    bookmarks: dict[int, list[_Heading]]
    attachments: int
    layers: bool = True


@dataclass(frozen=True, slots=True)
class _Reading:
    """The pages read, the numbers of those that could not be, and what is told beside them."""

    pages: tuple[ReadPage, ...]
    broken: list[int]
    notes: int
    deceits: tuple[str, ...]


def read_structure(data: bytes, password: str | None = None) -> Structure | None:
    """Read a PDF's metadata, outline and attachments with pypdf; None where it cannot."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(password or ""):
            return None
        title = (reader.metadata.title or "") if reader.metadata else ""
        marks: dict[int, list[_Heading]] = {}
        for page, level, words in islice(_outline(reader, reader.outline, 1), _MOST_BOOKMARKS):
            marks.setdefault(page, []).append((level, " ".join(words.split())))
        layers = "/OCProperties" in reader.root_object
        words = str(title).strip("\x00 \t\r\n")
        return Structure(words, marks, len(reader.attachments), layers)
    except Exception:  # noqa: BLE001 - pypdf raises a dozen kinds of error on damaged files
        return None


def _outline(reader: Any, entries: Sequence[Any], level: int) -> Iterator[tuple[int, int, str]]:
    """Give the bookmarks as (page, level from 1, title), nested ones after their parent."""
    for entry in entries:
        if isinstance(entry, list):
            if level < 6:
                yield from _outline(reader, entry, level + 1)
            continue
        with suppress(ValueError, KeyError, AttributeError):
            number = reader.get_destination_page_number(entry)
            if number is not None and number >= 0:
                yield number + 1, level, str(entry.title)


def read_pdf(data: bytes, name: str = "", password: str | None = None) -> ReadDocument:
    """Read a PDF's text layer.

    Raises `EncryptedPdf`, `UnreadableFile`, or `NoText` where no page holds words.
    """
    with open_pdf(data, password) as pdf:
        if not 0 < pdf.page_count <= MAX_PAGES:
            raise UnreadableFile(
                f"Il PDF ha {pdf.page_count} pagine: se ne leggono da 1 a {MAX_PAGES}.",
                "Dividere il documento o procurarsene una copia integra.",
            )
        structure = read_structure(data, password) or Structure(
            pdf.title(), _bookmarks(pdf), pdf.attachment_count()
        )
        pdf.layered = structure.layers
        reading = _read_pages(pdf, structure.bookmarks)
        pages = reading.pages
        if not any(has_words(page.text) for page in pages):
            raise _no_text(pdf, reading)
        warnings = (*_warnings(reading, structure.attachments), *reading.deceits)
    title = choose_title(pages, [structure.title], name)
    sample = "\n".join(page.text for page in pages[:3])[:20_000]
    return ReadDocument(Format.PDF, title, pages, language(sample), warnings)


def _read_pages(pdf: PdfFile, marks: dict[int, list[_Heading]]) -> _Reading:
    """Read every page."""
    broken: list[int] = []
    scans: set[int] = set()
    hidden: list[Hidden] = []
    signs: list[tuple[int, str]] = []
    notes = 0
    found: list[tuple[str, list[tuple[str, float]]]] = []
    size = 0
    for number in range(1, pdf.page_count + 1):
        try:
            page = pdf.raw_page(number)
            raw, heights = page.text, page.lines
            hidden.append(Hidden(number, page.unseen))
            notes += page.notes
        except UnreadableFile:
            broken.append(number)
            raw, heights = "", []
        size += len(raw)
        if size > MAX_TEXT:
            raise UnreadableFile(
                f"Il PDF contiene più di {MAX_TEXT // 1_000_000} milioni di caratteri.",
                "Dividere il documento in più file.",
            )
        text = normalise(raw)
        if not raw.isascii():
            signs.append((number, raw))
        if 0 < len(text) < _STAMP and pdf.has_page_image(number):
            scans.add(number)
        found.append((text, _lines(raw, heights)))
    levels = _size_levels([lines for _, lines in found])
    pages = tuple(
        ReadPage(
            number,
            text,
            Origin.EMBEDDED,
            _headings(text, lines, marks.get(number), levels),
            number in scans,
        )
        for number, (text, lines) in enumerate(found, start=1)
    )
    return _Reading(pages, broken, notes, (*tell_hidden(hidden), *tell_signs(signs)))


def _lines(raw: str, heights: Sequence[tuple[int, float]]) -> list[tuple[str, float]]:
    """Pair each line of a page with the height of its letters, to half a point."""
    ends = [*[start for start, _ in heights], len(raw)]
    return [
        (raw[start : ends[index + 1]].strip(), round(height * 2) / 2)
        for index, (start, height) in enumerate(heights)
    ]


def _bookmarks(pdf: PdfFile) -> dict[int, list[_Heading]]:
    """Return the bookmarks by page; they are only a hint, so damaged ones are left out."""
    marks: dict[int, list[_Heading]] = {}
    for page, level, title in pdf.outline():
        marks.setdefault(page, []).append((level, " ".join(title.split())))
    return marks


def _size_levels(pages: Sequence[Sequence[tuple[str, float]]]) -> dict[float, int]:
    """Give a heading level to each letter height that is clearly above the usual one."""
    share: Counter[float] = Counter()
    for lines in pages:
        for words, height in lines:
            share[height] += len(words)
    del share[0.0]
    if not share or max(share.values()) < sum(share.values()) * _BODY_SHARE:
        return {}
    least = sum(share.values()) * _BODY_SHARE
    usual = max(height for height, size in share.items() if size >= least)
    larger = sorted((height for height in share if height >= usual * _LARGER), reverse=True)
    return {height: min(rank, 3) for rank, height in enumerate(larger, start=1)}


def _headings(
    text: str,
    lines: Sequence[tuple[str, float]],
    marks: Sequence[_Heading] | None,
    levels: dict[float, int],
) -> tuple[Block, ...]:
    """Find on a page the headings that bookmarks name, or else those in larger letters."""
    wanted = {words.casefold(): level for level, words in marks or ()}
    candidates: list[_Heading] = []
    for words, height in lines:
        level = wanted.get(" ".join(words.split()).casefold()) or levels.get(height, 0)
        if level and _may_head(words):
            candidates.append((level, words))
    if len(candidates) > max(4, len(lines) * 0.3):
        return ()
    return _place(text, candidates)


def _may_head(words: str) -> bool:
    """Say whether a line can be a heading: short, with letters, and no sentence."""
    if len(words) > _LONGEST_HEADING or not any(map(str.isalpha, words)):
        return False
    return not words.endswith((".", ";", ",", ":")) or len(words.split()) < 4


def _place(text: str, candidates: Sequence[_Heading]) -> tuple[Block, ...]:
    """Find the headings' places in the page text; neighbours of one level are one heading."""
    blocks: list[Block] = []
    at = 0
    for level, words in candidates:
        wanted = normalise(words)
        start = text.find(wanted, at) if wanted else -1
        if start < 0:
            continue
        at = start + len(wanted)
        last = blocks[-1] if blocks else None
        if last and last.level == level and not text[last.end : start].strip():
            blocks[-1] = Block(last.start, at, BlockKind.HEADING, level)
        else:
            blocks.append(Block(start, at, BlockKind.HEADING, level))
    return tuple(blocks)


def _no_text(pdf: PdfFile, reading: _Reading) -> InputError:
    """Say why a file without words has none."""
    broken = reading.broken
    if len(broken) == pdf.page_count:
        return UnreadableFile(
            "Tutte le pagine del PDF sono danneggiate.",
            "Procurarsi di nuovo il file dall'ente che lo ha pubblicato.",
        )
    whole = [number for number in range(1, pdf.page_count + 1) if number not in broken]
    if any(pdf.has_page_image(number) for number in whole[:3]):
        return NoText(
            "Il PDF è una scansione: nessuna pagina contiene testo leggibile.",
            "Serve il riconoscimento ottico (OCR): procurarsi la versione testuale del documento "
            "o elaborarlo con un programma di OCR.",
        )
    return NoText(
        "Nessuna pagina del PDF contiene testo leggibile.",
        "Procurarsi una copia integra o con testo selezionabile, oppure elaborarlo con un "
        "programma di riconoscimento ottico (OCR).",
    )


def _warnings(reading: _Reading, attached: int) -> tuple[str, ...]:
    """Say what of the file was not read."""
    empty = [page.number for page in reading.pages if not page.readable]
    warnings: list[str] = []
    if empty:
        warnings.append(f"needs OCR: pages {page_numbers(empty)}")
    if reading.broken:
        warnings.append(f"pagine danneggiate: {page_numbers(reading.broken)}")
    if attached:
        warnings.append(f"allegati del PDF non letti: {attached}")
    if reading.notes:
        warnings.append(f"commenti del PDF non letti: {reading.notes}")
    return tuple(warnings)
