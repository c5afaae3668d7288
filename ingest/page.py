"""What a reader hands on – pages with their final text – and the last place where text changes."""

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from corpus.seen import show_turned
from corpus.text import fold, normalise, normalise_map
from corpus.types import Format, Origin, Page


class BlockKind(StrEnum):
    """What a block of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page's text whose form the reader knows.

    `level` counts from 1 (outermost) for headings and list items; for rows 1 is the header row;
    for other blocks it is 0.
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as read: its final text, and the blocks of it that the reader knows.

    A PDF's blocks are headings at most; the rest of its structure is found from the text.
    """

    number: int
    text: str
    origin: Origin
    blocks: tuple[Block, ...] = ()
    scanned: bool = False

    @property
    def readable(self) -> bool:
        """Whether the page's words are its text; a scan, even one with a stamp, needs OCR."""
        return not self.scanned and has_words(self.text)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a reader found in a file."""

    format: Format
    title: str
    pages: tuple[ReadPage, ...]
    language: str = "it"
    warnings: tuple[str, ...] = ()
    url: str | None = None

    def page_texts(self, document_id: str) -> tuple[Page, ...]:
        """Return the pages as the library keeps them."""
        return tuple(Page(document_id, page.number, page.text, page.origin) for page in self.pages)

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """The numbers of the pages that need OCR."""
        return tuple(page.number for page in self.pages if not page.readable)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block on its way to a page: its words as found, before normalisation."""

    text: str
    kind: BlockKind
    level: int = 0


def make_page(document_id: str, number: int, raw: str, origin: Origin) -> Page:
    """Make a page from its words as found."""
    return Page(document_id, number, normalise(raw), origin)


def lay_page(number: int, pieces: Sequence[Piece], origin: Origin) -> ReadPage:
    """Put pieces under one another as a page: a blank line between blocks, none within a list."""
    raw: list[str] = []
    places: list[tuple[int, int, Piece]] = []
    at = 0
    before: Piece | None = None
    for piece in pieces:
        words = show_turned(piece.text.strip())
        if not words:
            continue
        gap = _gap(before, piece)
        raw += (gap, words)
        at += len(gap)
        places.append((at, at + len(words), piece))
        at += len(words)
        before = piece
    return _settle(number, "".join(raw), places, origin)


def _settle(
    number: int, raw: str, places: Sequence[tuple[int, int, Piece]], origin: Origin
) -> ReadPage:
    """Normalise a page and move its blocks to where their words are then."""
    text, origins = normalise_map(raw)
    blocks: list[Block] = []
    for start, end, piece in places:
        first, last = bisect_left(origins, start), bisect_left(origins, end)
        if text[first:last].strip():
            blocks.append(Block(first, last, piece.kind, piece.level))
    return ReadPage(number, text, origin, tuple(blocks))


def _gap(before: Piece | None, piece: Piece) -> str:
    """Return what stands between two pieces."""
    if before is None:
        return ""
    close = (BlockKind.ITEM, BlockKind.ROW)
    return "\n" if piece.kind in close and before.kind is piece.kind else "\n\n"


_NUMBER = re.compile(r"\d+")
_STAMP = re.compile(
    r"scheda redazionale|documento ufficiale|\bpag(?:ina|\.)? *\d|^\W*\d+\W*$|https?://|www\."
    r"|^(?:la )?(?:regione|giunta|consiglio) \w+$|^protocollo|^seduta del|^bozza\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^ *oggetto *:? *\n? *(\S.*(?:\n(?! *\n).*){0,5})", re.IGNORECASE | re.MULTILINE
)
_SUBJECT_END = re.compile(
    r"\n *\n|\n(?=(?:VIST|Vist|RICHIAMAT|Richiamat|PREMESS|Premess|IL |LA |L'|L’|Il |La |\d+[.)]))"
)
_ACT_LINE = re.compile(
    r"^ *((?:deliberazione|decreto|determinazione|legge|ordinanza|regolamento)\b"
    r"[^\n]{0,80}\d[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_EMPTY_TITLE = re.compile(
    r"untitled|senza titolo|document[oi]?\d*|(?:nuovo )?documento.*word", re.I
)
MAX_TITLE = 200


def choose_title(pages: Sequence[ReadPage], proposed: Sequence[str], file_name: str) -> str:
    """Return the document's title: one that stands on a page, else the cleaned file name.

    `proposed` are titles from metadata; one counts only if it stands on one of the first pages.
    """
    first = [page for page in pages[:3] if page.text]
    for title in proposed:
        usable = _WORD.search(title) and not _EMPTY_TITLE.fullmatch(title.strip())
        if usable and any(_stands_in(title, page.text) for page in first):
            return _one_line(title)
    repeated = {mask_line(line) for page in pages[1:4] for line in page.text[:5_000].split("\n")}
    for page in first:
        title = _title_on(page, repeated)
        if title:
            return title
    return clean_name(file_name)


def _stands_in(title: str, text: str) -> bool:
    """Whether a title stands in a text, as written or but for its typography."""
    words = title.split()
    return " ".join(words) in " ".join(text.split()) or fold(title) in fold(text)


def mask_line(line: str) -> str:
    """Make lines equal that differ in numbers, case or spaces only."""
    return " ".join(_NUMBER.sub("#", line[:200].casefold()).split())


def _title_on(page: ReadPage, repeated: Container[str]) -> str:
    """Find a page's own title: its subject, its act line, its heading, its first full line."""
    heading = next((b for b in page.blocks if b.kind is BlockKind.HEADING), None)
    words = "" if heading is None else _one_line(page.text[heading.start : heading.end])
    if _STAMP.search(words) or not _WORD.search(words):
        words = ""
    if words and page.origin is not Origin.EMBEDDED:
        return words
    subject = _SUBJECT.search(page.text)
    if subject:
        return _one_line(_SUBJECT_END.split(subject[1], maxsplit=1)[0])
    act = _ACT_LINE.search(page.text[:3_000])
    return _one_line(act[1]) if act else words or _first_line(page.text, repeated)


def _first_line(text: str, repeated: Container[str]) -> str:
    """Return the first line with some words that is no stamp, page number or running head."""
    lines = [line.strip() for line in text[:5_000].split("\n")]
    usable = [line for line in lines if _WORD.search(line) and not _STAMP.search(line)]
    usable = [line for line in usable[:20] if mask_line(line) not in repeated] or usable
    full = [line for line in usable[:10] if len(line.split()) > 2]
    return _one_line((full or usable or [""])[0])


def _one_line(words: str) -> str:
    """Put a title on one line of at most `MAX_TITLE` characters."""
    title = " ".join(words[: 5 * MAX_TITLE].split())
    if len(title) <= MAX_TITLE:
        return title
    return title[: MAX_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def clean_name(file_name: str) -> str:
    """Turn a file name into words."""
    stem = PurePosixPath(file_name.replace("\\", "/")).name
    stem = re.sub(r"(?:\.[A-Za-z0-9]{1,8})+$", "", stem) or stem
    return " ".join(re.sub(r"[_\s]+|(?<!\d)-|-(?!\d)", " ", normalise(stem)).split())


def page_numbers(numbers: Sequence[int]) -> str:
    """Write page numbers for a reader: "2, 5-7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTER = re.compile(r"[^\W_]")
_GLYPH_ID = re.compile(r"\(cid:\d+\)")
_RUBBISH = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f]")


def has_words(text: str) -> bool:
    """Say whether a text can be read: not empty, and not a font's glyph numbers only."""
    readable = _GLYPH_ID.sub("\ufffd", text)
    signs = len(readable) - readable.count(" ") - readable.count("\n")
    if signs == 0 or len(_RUBBISH.findall(readable)) > signs * 0.3:
        return False
    if _WORD.search(readable):
        return True
    return len(_LETTER.findall(readable)) * 2 >= signs
