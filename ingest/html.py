"""A web page's bytes → one page of its main text, with headings, items and rows known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.errors import NoText
from corpus.text import language
from corpus.types import Format, Origin
from ingest.hidden import Hidden, is_prose, tell_hidden, tell_signs
from ingest.html_sight import drop_unseen, find_comments
from ingest.page import BlockKind, Piece, ReadDocument, choose_title, lay_page

_DROPPED = (
    "script, style, noscript, template, svg, math, iframe, object, embed, canvas, video, audio,"
    "nav, aside, button, select, textarea, input, datalist, dialog, menu, head,"
    "[aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo],"
    "[role=search], [role=dialog], [role=alertdialog], [role=complementary]"
)
_CHROME = re.compile(
    r"cookie|consent|breadcrumb|skip-?link|skip-?to|sr-only|visually-?hidden|social-?share"
    r"|share-?(?:bar|button)|back-?to-?top|newsletter|side-?bar|site-?(?:header|footer)|navbar",
    re.IGNORECASE,
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html"),
        *("legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "tr", "ul"),
    )
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes, name: str = "") -> ReadDocument:
    """Read a web page's main text; raises `NoText` where it has none."""
    text = decode_html(data)
    tree = LexborHTMLParser(text)
    title = _words(tree.css_first("title"))
    url = _address(tree)
    body = tree.body
    unseen = _drop_frame(tree, body) if body else []
    pieces = _main_pieces(body) if body else []
    page = lay_page(1, pieces, Origin.HTML)
    if not page.readable:
        raise NoText(
            "La pagina web non contiene testo leggibile.",
            "Salvarla dal browser come pagina completa oppure come PDF e riprovare.",
        )
    parts = re.split(r"\s+[|–—·»-]\s+", title)
    heads = [piece.text for piece in pieces if piece.kind is BlockKind.HEADING and piece.level == 1]
    proposed = [*heads[:1], title, *sorted(parts, key=len, reverse=True)]
    chosen = choose_title((page,), proposed, name)
    warnings = tell_unseen(text, unseen, pieces)
    return ReadDocument(Format.HTML, chosen, (page,), language(page.text[:20_000]), warnings, url)


def html_pieces(text: str) -> tuple[list[Piece], list[str]]:
    """Return the blocks of an HTML text, nothing taken for a page's frame, and what is unseen."""
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        return [], []
    for node in body.css("script, template, noscript"):
        node.decompose()
    unseen = drop_unseen(tree, body)
    for node in body.css("style"):
        node.decompose()
    return _Walk().pieces_of(body), unseen


def tell_unseen(text: str, unseen: Sequence[str], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Say what of an HTML text its reader does not see: elements, comments, deceptive signs."""
    hidden = [Hidden(1, words) for words in unseen]
    remarks = [" ".join(remark.split()) for remark in find_comments(text)]
    told = [Hidden(1, remark) for remark in remarks if is_prose(remark)]
    raw = "\n".join(piece.text for piece in pieces)
    shown = hidden if is_prose(" ".join(unseen)) else []
    return (*tell_hidden([*shown, *told]), *tell_signs([(1, raw)]))


def decode_html(data: bytes) -> str:
    """Decode a page by its byte order mark, its own declaration, or what the bytes allow."""
    for mark, codec in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(codec, "replace")
    said = _CHARSET.search(data[:4096])
    codec = said[1].decode("ascii").lower() if said else ""
    if codec in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii", "windows-1252"):
        codec = "cp1252"
    for choice in dict.fromkeys(("utf-8", codec or "cp1252", "cp1252")):
        try:
            return data.decode(choice)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _address(tree: LexborHTMLParser) -> str | None:
    """Return the page's own address, where it gives one."""
    for choice, attribute in (
        ("link[rel=canonical]", "href"),
        ("meta[property='og:url']", "content"),
    ):
        node = tree.css_first(choice)
        address = (node.attributes.get(attribute) or "").strip() if node else ""
        if re.match(r"https?://[^\s\"'<>]+$", address):
            return address
    return None


def _words(node: LexborNode | None) -> str:
    """Return a node's words on one line."""
    return _SPACES.sub(" ", node.text() or "").strip() if node else ""


def _weight(node: LexborNode | None) -> int:
    """Count the characters of a node's text."""
    return len(_words(node))


def _drop_frame(tree: LexborHTMLParser, body: LexborNode) -> list[str]:
    """Drop a page's menus and the like, then what is not seen; return the words of the latter."""
    styles = [node for node in body.css(_DROPPED) if node.mem_id != body.mem_id]
    for node in styles:
        if node.tag != "style":
            node.decompose()
    unseen = drop_unseen(tree, body)
    for node in body.css("style"):
        node.decompose()
    return unseen


def _main_pieces(body: LexborNode) -> list[Piece]:
    """Return the blocks of a page's main part."""
    total = _weight(body)
    _drop_chrome(body, total)
    main = _main_node(body, _weight(body))
    pieces = _Walk().pieces_of(main)
    head = body.css_first("h1")
    words = _words(head)
    if words and not any(words == _SPACES.sub(" ", piece.text) for piece in pieces[:50]):
        has_own = any(p.kind is BlockKind.HEADING and p.level == 1 for p in pieces)
        if not has_own:
            pieces.insert(0, Piece(words, BlockKind.HEADING, 1))
    return pieces


def _drop_chrome(body: LexborNode, total: int) -> None:
    """Drop cookie banners and the like, and small forms, unless they hold much of the text."""
    for node in body.css(
        "div[class], div[id], section[class], section[id], ul[class], p[class], a[class], form"
    ):
        marks = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if (node.tag == "form" or _CHROME.search(marks)) and _weight(node) < max(total * 0.25, 1):
            node.decompose()


def _main_node(body: LexborNode, total: int) -> LexborNode:
    """Choose the part that holds the text: a marked one, else the page without head and foot."""
    for choice in ("main", "[role=main]", "article"):
        found = body.css(choice)
        if len(found) == 1 and _weight(found[0]) >= total * 0.3:
            return found[0]
    for node in body.css("header, footer"):
        if not _inside(node, ("article", "main")) and _weight(node) < total * 0.5:
            node.decompose()
    return body


def _inside(node: LexborNode, tags: tuple[str, ...]) -> bool:
    """Say whether a node stands within one of these tags."""
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


@dataclass
class _Walk:
    """One pass over a tree, without recursion; collects the blocks that it meets."""

    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kinds: list[tuple[BlockKind, int]] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    mark: str = ""
    verbatim: int = 0

    def pieces_of(self, top: LexborNode) -> list[Piece]:
        """Return the blocks below `top`, in order."""
        node = top.child
        while node is not None:
            if self._enter(node):
                if node.child is not None:
                    node = node.child
                    continue
                self._leave(node.tag or "")
            node = self._next(node, top)
        self._flush()
        return self.pieces

    def _next(self, node: LexborNode, top: LexborNode) -> LexborNode | None:
        """Return the node after this one, closing those that end before it."""
        here: LexborNode | None = node
        while here is not None and here.next is None:
            here = here.parent
            if here is None or here.mem_id == top.mem_id:
                return None
            self._leave(here.tag or "")
        return None if here is None else here.next

    def _enter(self, node: LexborNode) -> bool:
        """Take in a node; say whether to go on to its children."""
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            self.words.append(text if self.verbatim else _SPACES.sub(" ", text))
            return False
        if tag == "br":
            self.words.append("\n")
            return False
        if tag == "table" and _is_data(node):
            self._flush()
            self.pieces += _rows(node)
            return False
        if tag in _BLOCKS or tag in _HEADINGS:
            self._flush()
            self._open(node, tag)
        return not tag.startswith(("-", "!"))

    def _open(self, node: LexborNode, tag: str) -> None:
        """Note what the words to come are."""
        if tag in _HEADINGS:
            self.kinds.append((BlockKind.HEADING, _HEADINGS[tag]))
        elif tag in ("ul", "ol"):
            start = node.attributes.get("start") or "1"
            self.lists.append(int(start) if tag == "ol" and start.isdigit() else None)
        elif tag == "li":
            self.kinds.append((BlockKind.ITEM, max(1, len(self.lists))))
            self.mark = "- "
            if self.lists and self.lists[-1] is not None:
                self.mark = f"{self.lists[-1]}. "
                self.lists[-1] += 1
        elif tag == "pre":
            self.verbatim += 1

    def _leave(self, tag: str) -> None:
        """Close a node."""
        if tag not in _BLOCKS and tag not in _HEADINGS:
            return
        self._flush()
        if (tag in _HEADINGS or tag == "li") and self.kinds:
            self.kinds.pop()
            self.mark = ""
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "pre":
            self.verbatim = max(0, self.verbatim - 1)

    def _flush(self) -> None:
        """Turn the words so far into a block."""
        words = "".join(self.words)
        self.words.clear()
        if not self.verbatim:
            words = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", words))
        if not words.strip():
            return
        kind, level = self.kinds[-1] if self.kinds else (BlockKind.PARAGRAPH, 0)
        if kind is BlockKind.HEADING:
            words = _SPACES.sub(" ", words)
        self.pieces.append(Piece(self.mark + words.strip("\n").strip(" "), kind, level))
        self.mark = ""


def _is_data(table: LexborNode) -> bool:
    """Say whether a table holds data (and is not there for the layout of the page)."""
    if table.css_first("table table") or table.css_first("h1, h2, ul ul, form, article, section"):
        return False
    rows = table.css("tr")
    return any(len(row.css("td, th")) > 1 for row in rows) and _weight(table) < 200 * (
        1 + len(table.css("td, th"))
    )


def _rows(table: LexborNode) -> list[Piece]:
    """Return a table's caption and its rows, cells parted by bars."""
    caption = _words(table.css_first("caption"))
    pieces = [Piece(caption, BlockKind.PARAGRAPH)] if caption else []
    for index, row in enumerate(table.css("tr")):
        cells = row.css("td, th")
        words = " | ".join(_words(cell) for cell in cells)
        if not words.strip(" |"):
            continue
        head = index == 0 and all(cell.tag == "th" for cell in cells)
        head = head or (index == 0 and _inside(row, ("thead",)))
        pieces.append(Piece(words, BlockKind.ROW, 1 if head else 0))
    return pieces
