"""Sets the facsimile acts that tests and demonstrations read: *.md beside this file → PDF or HTML.

A facsimile is Markdown with a TOML header between +++ lines. Text reaches typst only as string
literals, every page carries the watermark and the words FAC-SIMILE, and the same source gives the
same bytes. The results are never part of the shipped corpus.

In Markdown: # masthead, ## the act's own line, ### a centred line (organ, operative word),
#### a section; 1. a numbered point, which may hold paragraphs and a list; > a signature;
a table; --- a new page.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import typst
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.sheets.build import column_widths, day_in_words, inline, literal, parse

FOLDER = Path(__file__).resolve().parent
LOOK = FOLDER / "look.typ"
MARK = "FAC-SIMILE – documento dimostrativo, non è un atto"
ISSUER = "Regione Esempio"
LOOKS = {"act", "bulletin", "report"}
HTML = """<!DOCTYPE html>
<html lang="it">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta property="article:published_time" content="{day}">
<style>body {{ max-width: 45em; margin: auto; font-family: sans-serif }}</style>
</head>
<body>
<header><a href="/">{issuer}</a></header>
<main>
<article>
<p role="note"><strong>{mark}</strong></p>
{body}
<p>Pubblicato il <time datetime="{day}">{day_in_words}</time></p>
</article>
</main>
<footer>{issuer} · {mark}</footer>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Facsimile:
    """One facsimile: the file that it becomes, its header and its Markdown body."""

    name: str
    title: str
    day: date
    look: str
    running: str
    body: str


def read_facsimile(path: Path) -> Facsimile:
    """Split a source into header and body; what the header may hold is fixed."""
    opening, header, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    if opening:
        raise ValueError(f"{path.name}: the header does not open the file")
    said: dict[str, Any] = tomllib.loads(header)
    form = said.pop("format", "pdf")
    found = Facsimile(
        name=f"{path.stem}.{form}",
        title=said.pop("title"),
        day=said.pop("date"),
        look=said.pop("look", "act"),
        running=said.pop("running", ""),
        body=body,
    )
    if said or form not in ("pdf", "html") or found.look not in LOOKS:
        raise ValueError(f"{path.name}: the header holds what no facsimile has")
    return found


@cache
def facsimiles() -> dict[str, Facsimile]:
    """Every facsimile under its file name, in order of date."""
    found = [read_facsimile(path) for path in sorted(FOLDER.glob("*.md"))]
    return {one.name: one for one in sorted(found, key=lambda one: (one.day, one.name))}


@cache
def facsimile(name: str) -> bytes:
    """The bytes of the facsimile that is called `name` ("fs-002.pdf"); set once a session."""
    one = facsimiles()[name]
    return set_html(one) if name.endswith(".html") else set_pdf(one)


def build_facsimiles(folder: Path) -> list[Path]:
    """Write every facsimile into `folder`, in order of date."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in facsimiles():
        target = folder / name
        target.write_bytes(facsimile(name))
        written.append(target)
    return written


# --- PDF -----------------------------------------------------------------------------------------


def set_pdf(one: Facsimile) -> bytes:
    """Set a facsimile as a PDF, with the fonts of the package and a fixed time stamp."""
    midnight = datetime.combine(one.day, time.min, UTC)
    return typst.compile(
        typst_text(one).encode("utf-8"),
        format="pdf",
        ignore_system_fonts=True,
        timestamp=int(midnight.timestamp()),
    )


def typst_text(one: Facsimile) -> str:
    """Write the whole typst input of a facsimile."""
    day = one.day
    look = (
        f"#show: paper.with(title: {literal(one.title)}, issuer: {literal(ISSUER)}, "
        f"mark: {literal(MARK)}, look: {literal(one.look)}, running: {literal(one.running)}, "
        f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))"
    )
    calls = [f"#{call}" for call in blocks(parse(one.body), one.look)]
    return "\n".join([LOOK.read_text(encoding="utf-8"), look, *calls, ""])


def blocks(tree: SyntaxTreeNode, look: str) -> Iterator[str]:
    """Yield one typst call for each block of a facsimile."""
    for node in tree.children:
        match node.type:
            case "heading":
                names = {"h1": "masthead", "h2": "own-line", "h3": "centred", "h4": "section"}
                yield f"{names[node.tag]}({inline(node.children[0])})"
            case "hr":
                yield "set page(columns: 2)" if look == "bulletin" else "pagebreak()"
            case "blockquote":
                lines = [inline(line.children[0]) for line in node.children]
                yield f"signature({' + linebreak() + '.join(lines)})"
            case _:
                yield block(node)


def block(node: SyntaxTreeNode) -> str:
    """Write the typst call of a paragraph, a list or a table."""
    match node.type:
        case "paragraph":
            return f"passage({inline(node.children[0])})"
        case "bullet_list":
            return f"dashes({', '.join(entry(item) for item in node.children)})"
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return f"points({first}, {', '.join(entry(item) for item in node.children)})"
        case "table":
            return grid(node)
    raise ValueError(f"a facsimile may not hold {node.type!r}")


def entry(item: SyntaxTreeNode) -> str:
    """Write what a list entry or a numbered point holds."""
    return " + ".join(block(child) for child in item.children)


def grid(table: SyntaxTreeNode) -> str:
    """Write a table with its header row."""
    head, *rest = table.children
    titles = [cell.children[0].content for cell in head.children[0].children]
    rows = [row.children for part in rest for row in part.children]
    widths = " ".join(f"{width}fr," for width in column_widths(titles, rows))
    cells = ", ".join(
        inline(cell.children[0]) if cell.children else '""' for row in rows for cell in row
    )
    header = " ".join(literal(title) + "," for title in titles)
    return f"grid-of(({widths}), ({header}), {cells})"


# --- HTML ----------------------------------------------------------------------------------------


def set_html(one: Facsimile) -> bytes:
    """Set a facsimile as a web page."""
    page = HTML.format(
        title=escape(f"{one.title} – {ISSUER}"),
        day=one.day.isoformat(),
        day_in_words=day_in_words(one.day, "it"),
        issuer=ISSUER,
        mark=MARK,
        body=MarkdownIt("commonmark", {"html": False}).render(one.body).strip(),
    )
    return re.sub(r"\n{2,}", "\n", page).encode("utf-8")


if __name__ == "__main__":
    built = build_facsimiles(Path(sys.argv[1]))
    sys.stdout.write(f"{len(built)} facsimiles in {sys.argv[1]}\n")
