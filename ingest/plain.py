"""Markdown and plain text → one page of readable words.

Markdown is shown as its reader sees it: headings without marks, items with "- " or "1. ", links as
their words, table rows as "cell | cell".
"""

import re
import tomllib
from functools import cache

from markdown_it import MarkdownIt

from corpus.errors import NoText, UnknownFormat
from corpus.seen import show_turned
from corpus.text import language, normalise
from corpus.types import Format, Origin
from ingest.hidden import is_prose, tell_signs
from ingest.html import html_pieces, tell_unseen
from ingest.page import BlockKind, ReadDocument, ReadPage, choose_title, lay_page

_FRONT = re.compile(r"\A(\+\+\+|---)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_URL = re.compile(r"^(?:url|address)\s*:\s*[\"']?(https?://[^\s\"'<>]+)", re.MULTILINE)
_REMARK = re.compile(
    r"^ {0,3}\[[^\]\n]{1,80}\]:[ \t]*<?#?>?[ \t]+[\"'(]([^\n]{1,2000})", re.MULTILINE
)
"""A definition of a link to nowhere: what people write for a comment."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_markdown(data: bytes, name: str = "") -> ReadDocument:
    """Read Markdown, with or without a TOML or YAML header."""
    text = decode_text(data).replace("\r\n", "\n").replace("\r", "\n")
    title, url, body = _front_matter(text)
    rendered = _markdown().render(body)
    pieces, unseen = html_pieces(rendered)
    page = lay_page(1, pieces, Origin.TEXT)
    heads = [piece.text for piece in pieces if piece.kind is BlockKind.HEADING and piece.level == 1]
    remarks = [words for match in _REMARK.finditer(body) if is_prose(words := match[1])]
    warnings = tell_unseen(rendered, [*unseen, *remarks], pieces)
    return _document(Format.MARKDOWN, page, [title, *heads[:1]], name, url, warnings)


def read_text(data: bytes, name: str = "") -> ReadDocument:
    """Read plain text as it stands."""
    raw = decode_text(data)
    page = ReadPage(1, normalise(show_turned(raw)), Origin.TEXT)
    return _document(Format.TEXT, page, [], name, None, tell_signs([(1, raw)]))


def decode_text(data: bytes) -> str:
    """Decode UTF-8, UTF-16 or UTF-32 with their marks, else cp1252; raises `UnknownFormat`."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    control = len(_CONTROL.findall(text[:100_000]))
    if control > len(text[:100_000]) * 0.01:
        raise UnknownFormat(
            "Il file non è un testo: contiene dati binari.",
            "Convertirlo in PDF, DOCX, HTML, Markdown o testo semplice.",
        )
    return text


@cache
def _markdown() -> MarkdownIt:
    """Return the one Markdown reader."""
    return MarkdownIt("commonmark").enable("table")


def _front_matter(text: str) -> tuple[str, str | None, str]:
    """Part a header from the text; return its title, its address, and the rest."""
    found = _FRONT.match(text)
    if found is None:
        return "", None, text
    header, rest = found[2], text[found.end() :]
    if found[1] == "---":
        title, url = _TITLE.search(header), _URL.search(header)
        return title[1] if title else "", url[1] if url else None, rest
    try:
        fields = tomllib.loads(header)
    except tomllib.TOMLDecodeError:
        return "", None, rest
    url = fields.get("url")
    return str(fields.get("title", "")), url if isinstance(url, str) else None, rest


def _document(
    form: Format,
    page: ReadPage,
    titles: list[str],
    name: str,
    url: str | None,
    warnings: tuple[str, ...],
) -> ReadDocument:
    """Put a one-page document together."""
    if not page.readable:
        raise NoText("Il file non contiene testo leggibile.", "Controllare che non sia vuoto.")
    title = choose_title((page,), titles, name)
    return ReadDocument(form, title, (page,), language(page.text[:20_000]), warnings, url)
