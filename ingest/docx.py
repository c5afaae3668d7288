"""A Word document's bytes → its sections between page breaks, with headings, items and rows."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import NoText, UnreadableFile
from corpus.text import language
from corpus.types import Format, Origin
from ingest.docx_sight import Sight, count_unread, read_paper
from ingest.hidden import tell_hidden, tell_signs
from ingest.page import BlockKind, Piece, ReadDocument, choose_title, lay_page

MAX_UNPACKED = 300_000_000
"""A file that unpacks to more bytes is not opened."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr"))
_OUTER = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"))
_SIGNS = {f"{_W}tab": " ", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": "\xad"}
_HEADING = re.compile(r"(?:heading|titolo)\s*(\d)", re.IGNORECASE)
_BREAK = "\f"


def read_docx(data: bytes, name: str = "") -> ReadDocument:
    """Read a Word document; raises `UnreadableFile` or `NoText`."""
    import docx

    _check_size(data)
    file = docx.Document(io.BytesIO(data))
    styles = {s.get(f"{_W}styleId", ""): s for s in file.styles.element.iter(f"{_W}style")}
    body = file.element.body
    defaults = file.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
    sight = Sight(styles, defaults, read_paper(file.element))
    walk = _Walk(styles, _part(file, "numbering"), _page_starts(body), sight)
    for block in _blocks(body):
        walk.take(block)
    walk.take_notes(_notes(file, sight))
    pages = tuple(
        lay_page(number, pieces, Origin.DOCX) for number, pieces in enumerate(walk.pages, start=1)
    )
    if not any(page.readable for page in pages):
        raise NoText(
            "Il documento Word non contiene testo leggibile.",
            "Controllare che non contenga soltanto immagini.",
        )
    properties = file.core_properties
    title = choose_title(pages, [properties.title or "", *walk.titles[:1]], name)
    sample = "\n".join(page.text for page in pages[:3])[:20_000]
    raw = [
        (number, "\n".join(piece.text for piece in pieces))
        for number, pieces in enumerate(walk.pages, start=1)
    ]
    warnings = (
        *count_unread(body, _part(file, "comments")),
        *tell_hidden(sight.hidden),
        *tell_signs(raw),
    )
    return ReadDocument(Format.DOCX, title, pages, language(sample), warnings)


def _check_size(data: bytes) -> None:
    """Refuse a file that would unpack to an unreasonable size."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > MAX_UNPACKED:
        raise UnreadableFile(
            f"Il documento Word occupa {size // 1_000_000} MB da decompresso: troppi.",
            "Ridurre le immagini o dividere il documento.",
        )


def _page_starts(body: Any) -> list[bool]:
    """Say of each section but the first whether it begins a page (its own settings say so)."""
    sections = [*body.iterfind(f".//{_W}p/{_W}pPr/{_W}sectPr"), *body.iterfind(f"{_W}sectPr")]
    return [_value(one, "type") not in ("continuous", "nextColumn") for one in sections[1:]]


def _part(file: Any, name: str) -> Any:
    """Return the part of a file that defines lists or holds comments, or None."""
    from docx.oxml import parse_xml

    for part in file.part.package.iter_parts():
        if str(part.partname) == f"/word/{name}.xml":
            return part.element if hasattr(part, "element") else parse_xml(part.blob)
    return None


def _notes(file: Any, sight: Sight) -> dict[str, str]:
    """Return the footnotes' and endnotes' words by kind and number."""
    from docx.oxml import parse_xml

    notes: dict[str, str] = {}
    for part in file.part.package.iter_parts():
        kind = {"/word/footnotes.xml": "footnote", "/word/endnotes.xml": "endnote"}.get(
            str(part.partname)
        )
        if kind is None:
            continue
        root = parse_xml(part.blob)
        for note in root.iter(f"{_W}{kind}"):
            if note.get(f"{_W}type") in (None, "normal"):
                words = " ".join(_words(p, sight) for p in note.iter(f"{_W}p"))
                notes[f"{kind}{note.get(f'{_W}id')}"] = " ".join(words.split())
    return notes


def _blocks(parent: Any) -> Iterator[Any]:
    """Give the paragraphs and tables of a part, in order, through content controls."""
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in _OUTER:
            waiting.append(iter(element))


def _words(paragraph: Any, sight: Sight) -> str:
    """Return a paragraph's words; a page break is a form feed, unseen words are left out."""
    parts: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        tag = element.tag
        if tag == f"{_W}t":
            parts.append(element.text or "")
        elif tag == f"{_W}br":
            parts.append(_BREAK if element.get(f"{_W}type") == "page" else "\n")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == f"{_W}r" and not sight.shows(element):
            sight.note(element)
        elif tag not in _UNSEEN and tag != _FALLBACK:
            if tag == f"{_W}p" and parts:
                parts.append("\n")
            waiting.append(iter(element))
    return "".join(parts)


def _value(element: Any, *path: str) -> str | None:
    """Return the `val` of an element found by its path of names, "" where it has none."""
    for name in path:
        element = element.find(f"{_W}{name}") if element is not None else None
    return None if element is None else element.get(f"{_W}val", "")


@dataclass
class _Walk:
    """One pass over a document's paragraphs and tables; collects the pieces of each page."""

    styles: dict[str, Any]
    numbering: Any
    page_starts: list[bool]
    sight: Sight
    pages: list[list[Piece]] = field(default_factory=lambda: [[]])
    titles: list[str] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)
    noted: list[list[str]] = field(default_factory=lambda: [[]])
    chains: dict[str, list[Any]] = field(default_factory=dict)

    def take(self, block: Any) -> None:
        """Add a paragraph or a table."""
        self.sight.page = len(self.pages)
        if block.tag == f"{_W}tbl":
            self._note(block)
            self._take_table(block)
        else:
            self._take_paragraph(block)

    def take_notes(self, notes: dict[str, str]) -> None:
        """Add each page's notes at its foot."""
        for pieces, wanted in zip(self.pages, self.noted, strict=True):
            words = [notes[key] for key in wanted if notes.get(key)]
            pieces.extend(Piece(text, BlockKind.PARAGRAPH) for text in words)

    def _turn(self) -> None:
        """Begin a new page, unless this one is empty."""
        if self.pages[-1]:
            self.pages.append([])
            self.noted.append([])

    def _note(self, block: Any) -> None:
        """Remember which notes a block refers to."""
        for kind in ("footnote", "endnote"):
            for mark in block.iter(f"{_W}{kind}Reference"):
                self.noted[-1].append(f"{kind}{mark.get(f'{_W}id')}")

    def _take_paragraph(self, block: Any) -> None:
        """Add a paragraph, and turn the page where it says so."""
        settings = [p for p in [block.find(f"{_W}pPr"), *self._chain(block)] if p is not None]
        if self._flag(settings, "pageBreakBefore"):
            self._turn()
        self._note(block)
        found = _words(block, self.sight)
        level = self._heading_level(block, settings, found)
        mark, depth = ("", 0) if level else self._list_mark(settings)
        kind = BlockKind.HEADING if level else BlockKind.ITEM if depth else BlockKind.PARAGRAPH
        for index, words in enumerate(found.split(_BREAK)):
            if index:
                self._turn()
            if words.strip():
                self.pages[-1].append(Piece(mark + words.strip(), kind, level or depth))
                mark = ""
        ends = block.find(f"{_W}pPr/{_W}sectPr") is not None and self.page_starts
        if ends and self.page_starts.pop(0):
            self._turn()

    def _take_table(self, table: Any) -> None:
        """Add a table's rows, cells parted by bars."""
        for index, row in enumerate(table.iter(f"{_W}tr")):
            cells = [
                " ".join(" ".join(_words(p, self.sight) for p in cell.iter(f"{_W}p")).split())
                for cell in row.iterchildren(f"{_W}tc")
            ]
            words = " | ".join(cells)
            if words.strip(" |"):
                head = index == 0 or row.find(f"{_W}trPr/{_W}tblHeader") is not None
                self.pages[-1].append(Piece(words, BlockKind.ROW, 1 if head else 0))

    def _chain(self, block: Any) -> list[Any]:
        """Return the paragraph settings of the block's style and of those it is based on."""
        name = _value(block, "pPr", "pStyle") or ""
        if name not in self.chains:
            self.chains[name] = [style.find(f"{_W}pPr") for style in self._styles(name)]
        return self.chains[name]

    def _styles(self, name: str) -> Iterator[Any]:
        """Give a style and those it is based on."""
        for _ in range(10):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style, "basedOn") or ""

    @staticmethod
    def _flag(settings: list[Any], name: str) -> bool:
        """Say whether a switch is on in the first settings that name it."""
        for one in settings:
            value = _value(one, name)
            if value is not None:
                return value not in ("0", "false", "off")
        return False

    def _heading_level(self, block: Any, settings: list[Any], words: str) -> int:
        """Return the level of a heading from 1, or 0."""
        name = _value(block, "pPr", "pStyle") or ""
        if name.lower() in ("title", "titolo"):
            self.titles.append(" ".join(words.split()))
            return 1
        for style in self._styles(name):
            found = _HEADING.match(_value(style, "name") or "")
            if found:
                return int(found[1])
        outline = next((v for one in settings if (v := _value(one, "outlineLvl"))), "9")
        return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0

    def _list_mark(self, settings: list[Any]) -> tuple[str, int]:
        """Return the sign in front of a list item as the reader sees it, and its depth."""
        number = next((v for one in settings if (v := _value(one, "numPr", "numId"))), None)
        if number is None or number == "0":
            return "", 0
        shown = next((v for one in settings if (v := _value(one, "numPr", "ilvl"))), "0")
        depth = int(shown) if shown.isdigit() and int(shown) < 9 else 0
        level = self._level(number, depth)
        form = _value(level, "numFmt") if level is not None else "bullet"
        counts = self.counts.setdefault(number, [])
        del counts[depth + 1 :]
        counts.extend([0] * (depth + 1 - len(counts)))
        counts[depth] += 1
        if form in (None, "bullet", "none"):
            return "- ", depth + 1
        pattern = _value(level, "lvlText") or f"%{depth + 1}."
        for index, count in enumerate(counts, start=1):
            pattern = pattern.replace(
                f"%{index}", _count_sign(max(count, 1), form if index == depth + 1 else "decimal")
            )
        return f"{pattern} ", depth + 1

    def _level(self, number: str, depth: int) -> Any:
        """Return the definition of a list level, or None."""
        if self.numbering is None:
            return None
        path = f"{_W}num[@{_W}numId='{number}']/{_W}abstractNumId"
        link = self.numbering.find(path) if number.isdigit() else None
        wanted = link.get(f"{_W}val", "") if link is not None else ""
        if not wanted.isdigit():
            return None
        base = f"{_W}abstractNum[@{_W}abstractNumId='{wanted}']/{_W}lvl[@{_W}ilvl='{depth}']"
        return self.numbering.find(base)


def _count_sign(count: int, form: str) -> str:
    """Write a count as a list shows it: 3, c, C, iii, III."""
    if form.endswith("Letter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form.startswith("upper") else letters
    if form.endswith("Roman"):
        signs = ""
        for value, sign in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
            strict=True,
        ):
            signs += sign * (min(count, 4999) // value)
            count = min(count, 4999) % value
        return signs.upper() if form.startswith("upper") else signs
    return str(count)
