"""From a PDF and a page number to its words with boxes and its image with quotes marked.

The only user of pypdfium2. Pages count from 1. Boxes are in points from the top left corner of
the page as it is shown, after rotation and cropping. pdfium is not thread-safe: one lock is held
around every call into it.
"""

import io
import math
import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Self

from PIL import Image, ImageChops, ImageDraw

from corpus.errors import EncryptedPdf, InputError, UnreadableFile
from corpus.linegaps import with_gaps
from corpus.pageink import find_unseen
from corpus.pageobjects import Look
from corpus.pagetags import find_false_words
from corpus.pagewords import SeenWords, find_span, keep_seen, line_boxes, measure_lines
from corpus.types import Box

MAX_PIXELS = 20_000_000
"""No page image is larger than this."""
MAX_BOOKMARKS = 2_000
"""No more bookmarks than this are read."""
_YELLOW, _ACTIVE, _OUTLINE = (255, 243, 150), (255, 214, 60), (190, 120, 0)

_LOCK = threading.RLock()


def _pdfium() -> Any:
    """Load pdfium on first use: the command line starts without it."""
    import pypdfium2

    return pypdfium2


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page's raw text, each line's start in it and height of letters, and what is not in it.

    Lines of a page that is shown turned have no height. `unseen`: words that the page does not
    show; `notes`: how many comments are attached to it.
    """

    text: str
    lines: list[tuple[int, float]]
    unseen: str
    notes: int


class PdfFile:
    """An open PDF; use it in a `with` block, made by `open_pdf`."""

    def __init__(self, source: Path | bytes, password: str | None = None) -> None:
        """Open the file, or raise `EncryptedPdf` or `UnreadableFile`."""
        self.layered = True
        """Whether the file may have layers; saves time where it is known to have none."""
        pdfium = _pdfium()
        with _LOCK:
            try:
                self._pdf = pdfium.PdfDocument(source, password)
            except pdfium.PdfiumError as error:
                raise _opening_error(error) from error
            except OSError as error:
                raise UnreadableFile(
                    f"Il file non si può aprire ({error.__class__.__name__}).",
                    "Controllare che il file esista e che si abbia il permesso di leggerlo.",
                ) from error
            self._start()

    def _start(self) -> None:
        """Make form fields visible and count the pages."""
        pdfium = _pdfium()
        try:
            self._has_forms = bool(self._pdf.init_forms())
        except pdfium.PdfiumError:
            self._has_forms = False
        self._count = len(self._pdf)

    @property
    def page_count(self) -> int:
        """How many pages the file has."""
        return self._count

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        with _LOCK:
            self._pdf.close()

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the file."""
        self.close()

    def title(self) -> str:
        """Return the title in the file's metadata, or nothing."""
        with _LOCK, suppress(UnicodeError):
            return str(self._pdf.get_metadata_value("Title")).strip("\x00 \t\r\n")
        return ""

    def outline(self) -> list[tuple[int, int, str]]:
        """Return the bookmarks as (page, level from 1, title), as far as they can be read."""
        entries: list[tuple[int, int, str]] = []
        with _LOCK, suppress(UnicodeError, _pdfium().PdfiumError):
            for mark in islice(self._pdf.get_toc(max_depth=6), MAX_BOOKMARKS):
                place = mark.get_dest()
                index = place.get_index() if place else None
                if index is not None:
                    entries.append((index + 1, mark.level + 1, str(mark.get_title())))
        return entries

    def attachment_count(self) -> int:
        """Return how many files are attached."""
        with _LOCK:
            return int(self._pdf.count_attachments())

    def raw_text(self, number: int) -> str:
        """Return the page's words as pdfium gives them, blank lines put between its blocks."""
        return self.raw_page(number).text

    def raw_page(self, number: int) -> RawPage:
        """Return the page's raw text as its reader sees it, its lines, and what he does not see."""
        with self._text_page(number) as (page, words, seen):
            lines = measure_lines(_pdfium().raw, page, words, seen)
            laid, gaps = with_gaps(seen.text, lines)
            starts = [line.start + bisect_right(gaps, line.start) for line in lines]
            heights = [(at, line.height) for at, line in zip(starts, lines, strict=True)]
            return RawPage(laid, heights, seen.left_out, seen.notes)

    def has_page_image(self, number: int) -> bool:
        """Say whether one image fills more than half of the page, as in a scan."""
        with self._page(number) as page:
            whole = page.get_width() * page.get_height()
            kinds = [_pdfium().raw.FPDF_PAGEOBJ_IMAGE]
            for image in islice(page.get_objects(kinds, max_depth=2), 50):
                with suppress(_pdfium().PdfiumError):
                    left, bottom, right, top = image.get_bounds()
                    if (right - left) * (top - bottom) > whole / 2:
                        return True
        return False

    def size(self, number: int) -> tuple[float, float]:
        """Return width and height of the page as it is shown, in points."""
        with self._page(number) as page:
            return float(page.get_width()), float(page.get_height())

    def boxes(self, number: int, page_text: str, start: int, end: int) -> list[Box]:
        """Return one box for each line of `page_text[start:end]`; none where it is not found."""
        with self._text_page(number) as (page, words, seen):
            laid, gaps = with_gaps(seen.text, measure_lines(_pdfium().raw, page, words, seen))
            found = find_span(laid, gaps, page_text, start, end)
            if found is None:
                return []
            return line_boxes(_pdfium().raw, page, words, seen, found)

    def image(self, number: int, dpi: float) -> Image.Image:
        """Render the page, smaller than asked where it would pass `MAX_PIXELS`."""
        with self._page(number) as page:
            width, height = page.get_width(), page.get_height()
            largest = math.sqrt(MAX_PIXELS * 0.98 / max(width * height, 1.0))
            longest = 30_000 / max(width, height, 1.0)
            bitmap = page.render(scale=min(dpi / 72, largest, longest))
            try:
                picture: Image.Image = bitmap.to_pil().convert("RGB")
            finally:
                bitmap.close()
            return picture

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        """Hold the lock and one page, form fields drawn into it."""
        if not 1 <= number <= self._count:
            raise InputError(
                f"La pagina {number} non esiste: il documento ha {self._count} pagine.",
                "Indicare un numero di pagina compreso fra 1 e l'ultima.",
            )
        pdfium = _pdfium()
        with _LOCK:
            try:
                page = self._pdf[number - 1]
                if self._has_forms:
                    with suppress(pdfium.PdfiumError):
                        page.flatten()
                    page.close()
                    page = self._pdf[number - 1]
            except pdfium.PdfiumError as error:
                raise _page_error(number) from error
            try:
                yield page
            finally:
                page.close()

    @contextmanager
    def _text_page(self, number: int) -> Iterator[tuple[Any, Any, SeenWords]]:
        """Hold the lock and one page; also give all its words and those that its reader sees."""
        pdfium = _pdfium()
        with self._page(number) as page:
            look = Look(pdfium.raw, page, layered=self.layered)
            look.collect()
            false = self._false_words(number) if look.tells_others() else []
            if false:
                find_false_words(pdfium.raw, page, look.marked())
            try:
                words = page.get_textpage()
            except pdfium.PdfiumError as error:
                raise _page_error(number) from error
            try:
                raw = _raw_words(words, number)
                yield page, words, keep_seen(raw, find_unseen(look, words, raw), false, look.notes)
            finally:
                words.close()

    def _false_words(self, number: int) -> list[str]:
        """Return the words that the page tells and does not draw, read from a copy of it."""
        pdfium = _pdfium()
        page = self._pdf[number - 1]
        try:
            look = Look(pdfium.raw, page, layered=self.layered)
            return find_false_words(pdfium.raw, page, look.marked())
        except pdfium.PdfiumError as error:
            raise _page_error(number) from error
        finally:
            page.close()


def open_pdf(source: Path | bytes, password: str | None = None) -> PdfFile:
    """Open a PDF from its path or its bytes; close it, or use it in a `with` block."""
    return PdfFile(source, password)


def span_boxes(
    source: Path | bytes, number: int, page_text: str, start: int, end: int
) -> list[Box]:
    """Return the boxes of `page_text[start:end]`, one for each line; none if not found."""
    with open_pdf(source) as pdf:
        return pdf.boxes(number, page_text, start, end)


def page_size(source: Path | bytes, number: int) -> tuple[float, float]:
    """Return width and height of a page as it is shown, in points."""
    with open_pdf(source) as pdf:
        return pdf.size(number)


def render_page(
    source: Path | bytes,
    number: int,
    dpi: float = 110,
    marks: Sequence[Sequence[Box]] = (),
    active: int | None = None,
) -> bytes:
    """Return the page as PNG with each mark in yellow, the one numbered `active` (from 0) stronger.

    A mark is the boxes of one quote.
    """
    with open_pdf(source) as pdf:
        picture = pdf.image(number, dpi)
        width = pdf.size(number)[0]
    scale = picture.width / max(width, 1.0)
    for index, boxes in enumerate(marks):
        for box in boxes:
            _mark(picture, box, scale, strong=index == active)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _mark(picture: Image.Image, box: Box, scale: float, *, strong: bool) -> None:
    """Colour one box so that dark letters stay dark."""
    margin = 2 if strong else 1
    left = max(0, math.floor(box.left * scale) - margin)
    top = max(0, math.floor(box.top * scale) - margin)
    right = min(picture.width, math.ceil(box.right * scale) + margin)
    bottom = min(picture.height, math.ceil(box.bottom * scale) + margin)
    if right <= left or bottom <= top:
        return
    place = (left, top, right, bottom)
    colour = Image.new("RGB", (right - left, bottom - top), _ACTIVE if strong else _YELLOW)
    picture.paste(ImageChops.multiply(picture.crop(place), colour), place)
    if strong:
        ImageDraw.Draw(picture).rectangle((left, top, right - 1, bottom - 1), outline=_OUTLINE)


def _raw_words(words: Any, number: int) -> str:
    """Return a page's words as pdfium gives them."""
    try:
        return str(words.get_text_range())
    except (_pdfium().PdfiumError, AssertionError) as error:
        raise _page_error(number) from error


def _opening_error(error: Exception) -> InputError:
    """Name the reason for which pdfium did not open a file."""
    c = _pdfium().raw
    code = getattr(error, "err_code", None)
    if code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
        return EncryptedPdf(
            "Il PDF è protetto da una password di apertura.",
            "Fornire la password con --password-file oppure una copia del file non protetta.",
        )
    return UnreadableFile(
        "Il PDF è danneggiato e non si può aprire.",
        "Procurarsi di nuovo il file dall'ente che lo ha pubblicato.",
    )


def _page_error(number: int) -> UnreadableFile:
    """Say which page cannot be loaded."""
    return UnreadableFile(
        f"La pagina {number} del PDF è danneggiata e non si può leggere.",
        "Procurarsi di nuovo il file dall'ente che lo ha pubblicato.",
    )
