"""Sets the editorial sheets: corpus/sheets/*.md -> corpus/documents/*.pdf, always the same bytes.

Text reaches typst only as string literals (`literal`), never as markup. A sheet is Markdown with
a TOML header between +++ lines. A quote block (`> Fonte: [label]`) is the note of origin of the
paragraph, list or table above it; its labels are defined at the end of the sheet as
`[label]: <address> "publisher, title, date"`. In a table, the last column `Fonte` or `Source`
is set across the full width below its row.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

SHEETS = Path(__file__).resolve().parent
DOCUMENTS = SHEETS.parent / "documents"
LOOK = SHEETS / "sheet.typ"
AUTHOR = "Redazione CTL assistant"
LONGEST_ADDRESS = 128  # characters of an address that fit into one line of a note
UNBROKEN = re.compile(r"((?:\bn\.|\bno\.|\bl\.r\.) [^\s]+|[^\s]*\w-\w[^\s]*)")
ORIGIN_COLUMNS = {"Fonte", "Fonti", "Source", "Sources"}
MONTHS = {
    "it": (
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
        *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
NOTICE = {
    "it": "Questa scheda è scritta dalla redazione di CTL assistant a partire da pagine pubbliche "
    "raccolte nel novembre 2026. Gli atti originali non erano disponibili. Sotto ogni "
    "affermazione stanno l'indirizzo e la data della fonte, oppure la nota che l'indirizzo non è "
    "annotato. Stato delle fonti: {checked}.",
    "en": "This sheet was written by the editors of CTL assistant from public pages collected in "
    "November 2026. The original acts were not available. The address and the date of the source "
    "stand below every statement, or the note that the address was not recorded. State of the "
    "sources: {checked}.",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its header and its Markdown body."""

    name: str
    header: dict[str, Any]
    body: str

    @property
    def checked(self) -> date:
        """The day on which its sources were last checked."""
        day = self.header["sources_checked"]
        if not isinstance(day, date):
            raise ValueError(f"{self.name}: sources_checked is not a date")
        return day


def read_sheet(path: Path) -> Sheet:
    """Split a sheet into its TOML header and its body."""
    opening, header, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    if opening:
        raise ValueError(f"{path.name}: the header does not open the file")
    return Sheet(path.stem, tomllib.loads(header), body)


def parse(body: str) -> SyntaxTreeNode:
    """Read the Markdown of a sheet; addresses stay exactly as written."""
    reader = MarkdownIt("commonmark").enable("table")
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return SyntaxTreeNode(reader.parse(body))


def literal(text: str) -> str:
    """Write a typst string literal that shows exactly `text`."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def words(text: str) -> str:
    """Show `text`; a number stays beside its n., and no line ends at a hyphen inside a word."""
    pieces = [piece for piece in UNBROKEN.split(text) if piece] or [""]
    return " + ".join(
        f"box({literal(piece)})" if UNBROKEN.fullmatch(piece) else literal(piece)
        for piece in pieces
    )


def day_in_words(day: date, language: str) -> str:
    """Write a date in words."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def address_parts(url: str) -> list[str]:
    """Cut an address where it may break: nowhere if it fits a line, else before / - ? and &."""
    if len(url) <= LONGEST_ADDRESS:
        return [url]
    parts = [""]
    for position, sign in enumerate(url):
        if sign in "/-?&" and position > url.index("//") + 2:
            parts.append("")
        parts[-1] += sign
    return parts


def address(url: str) -> str:
    """Write the typst call that prints an address."""
    parts = " ".join(literal(part) + "," for part in address_parts(url))
    return f"address({literal(url)}, ({parts}))"


def inline(node: SyntaxTreeNode) -> str:
    """Write a typst expression for the inline content of a node."""
    return " + ".join(inline_piece(child) for child in node.children) or '""'


def inline_piece(node: SyntaxTreeNode) -> str:
    """Write a typst expression for one inline node; anything not foreseen is an error."""
    match node.type:
        case "text" | "code_inline":
            return words(node.content)
        case "softbreak":
            return '" "'
        case "inline":
            return inline(node)
        case "strong" | "em":
            return f"{'strong' if node.type == 'strong' else 'emph'}({inline(node)})"
        case "link":
            return link_piece(node)
    raise ValueError(f"a sheet may not hold {node.type!r}")


def link_piece(node: SyntaxTreeNode) -> str:
    """Show a labelled reference as its title and address, any other link as its address."""
    url, name = str(node.attrs["href"]), str(node.attrs.get("title", ""))
    return f"{words(name + ', ')} + {address(url)}" if name else address(url)


def blocks(tree: SyntaxTreeNode) -> Iterator[str]:
    """Yield one typst call for each block of the sheet."""
    for node in tree.children:
        match node.type:
            case "heading":
                yield f"heading(level: {node.tag[1]}, {inline(node.children[0])})"
            case "paragraph":
                yield f"passage({inline(node.children[0])})"
            case "bullet_list":
                yield f"entries({', '.join(entry(item) for item in node.children)})"
            case "blockquote":
                yield f"origin({' + linebreak() + '.join(origin_lines(node))})"
            case "table":
                yield grid(node)
            case _:
                raise ValueError(f"a sheet may not hold {node.type!r}")


def entry(item: SyntaxTreeNode) -> str:
    """Write a list entry, which is one paragraph."""
    (paragraph,) = item.children
    return inline(paragraph.children[0])


def origin_lines(node: SyntaxTreeNode) -> list[str]:
    """Write the paragraphs of a note of origin."""
    return [inline(paragraph.children[0]) for paragraph in node.children]


def grid(table: SyntaxTreeNode) -> str:
    """Write a table; a last column of origins goes below each row."""
    head, *rest = table.children
    titles = [cell.children[0].content for cell in head.children[0].children]
    rows = [row.children for body in rest for row in body.children]
    last = titles[-1]
    with_origin = last in ORIGIN_COLUMNS
    columns = titles[:-1] if with_origin else titles
    widths = " ".join(f"{width}fr," for width in column_widths(columns, rows))
    header = " ".join(literal(title) + "," for title in columns)
    written = []
    for row in rows:
        cells = ", ".join(cell_text(cell) for cell in row[: len(columns)])
        origin = f"{literal(last + ': ')} + {cell_origin(row[-1])}"
        written.append(f"(({cells},), {origin})" if with_origin else cells)
    name = "origin-grid-of" if with_origin else "grid-of"
    return f"{name}(({widths}), ({header}), {', '.join(written)})"


def cell_origin(cell: SyntaxTreeNode) -> str:
    """Write the origins in a table cell; after a semicolon the next one starts a line."""
    return " + ".join(
        f"linebreak() + {words(piece.content[2:])}"
        if piece.type == "text" and piece.content.startswith("; ")
        else inline_piece(piece)
        for piece in cell.children[0].children
    )


def cell_text(cell: SyntaxTreeNode) -> str:
    """Write the content of a table cell, empty cells included."""
    return inline(cell.children[0]) if cell.children else '""'


def column_widths(titles: Sequence[str], rows: Sequence[Sequence[SyntaxTreeNode]]) -> list[int]:
    """Share the width by the root of each column's mean length, so that none starves."""
    widths = []
    for index, title in enumerate(titles):
        lengths = [sum(len(piece.content) for piece in row[index].children) for row in rows]
        mean = max(len(title), sum(lengths) / len(lengths))
        widths.append(round(10 * mean**0.5))
    return widths


def typst_text(sheet: Sheet) -> str:
    """Write the whole typst input of a sheet."""
    day, language = sheet.checked, str(sheet.header["language"])
    notice = NOTICE[language].format(checked=day_in_words(day, language))
    lines = [
        LOOK.read_text(encoding="utf-8"),
        f"#show: sheet.with(title: {literal(sheet.header['title'])}, lang: {literal(language)}, "
        f"author: {literal(AUTHOR)}, checked: {literal(day_in_words(day, 'it'))}, "
        f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))",
    ]
    first, *others = blocks(parse(sheet.body))
    calls = [first, f"notice({literal(notice)})", *others]
    return "\n".join([*lines, *(f"#{call}" for call in calls), ""])


def set_pdf(sheet: Sheet) -> bytes:
    """Set a sheet as a PDF: tagged (PDF/UA-1), fonts of the package, fixed time stamp."""
    midnight = datetime.combine(sheet.checked, time.min, UTC)
    return typst.compile(
        typst_text(sheet).encode("utf-8"),
        format="pdf",
        ignore_system_fonts=True,
        timestamp=int(midnight.timestamp()),
        pdf_standards="ua-1",
    )


def sheet_paths() -> list[Path]:
    """List the Markdown files of all sheets, in order."""
    return sorted(SHEETS.glob("[0-9][0-9]-*.md"))


def build_all(folder: Path) -> list[Path]:
    """Write every sheet's PDF into `folder`; sheets' PDFs without a sheet go."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sheet_paths():
        target = folder / f"{path.stem}.pdf"
        target.write_bytes(set_pdf(read_sheet(path)))
        written.append(target)
    for stale in set(folder.glob("[0-9][0-9]-*.pdf")) - set(written):
        stale.unlink()
    return written


if __name__ == "__main__":
    sys.stdout.write(f"{len(build_all(DOCUMENTS))} sheets in {DOCUMENTS}\n")
