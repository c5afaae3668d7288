"""A page of a document, and the list of documents, as HTML: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote as url_quote

from assistant.ui.markup import (
    NO_MARKS,
    Marks,
    act_label,
    authority_badge,
    date_label,
    escape,
    link,
    open_attributes,
    safe_url,
)
from assistant.ui.wording import Texts
from corpus.types import Document, Format, Origin, Page

if TYPE_CHECKING:
    from corpus.types import DocumentState

ROWS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class View:
    """What the side panel shows; `base` is the path under which the product is served."""

    document: Document
    page: Page
    marks: Marks = NO_MARKS
    base: str = ""


def page_image_address(view: View) -> str:
    """Return where the image of the page, with its marks, is served."""
    name = url_quote(view.document.id, safe="")
    return f"{view.base}/pagina/{name}/{view.page.number}.png{view.marks.query()}"


def original_address(document_id: str, base: str = "") -> str:
    """Return where the original file is served."""
    return f"{base}/originale/{url_quote(document_id, safe='')}"


def marked_text(text: str, marks: Marks) -> str:
    """Escape a page's text and mark its spans; where spans overlap, each stretch is marked once."""
    edges = {0, len(text)}
    for start, end in marks.spans:
        edges |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    stops = sorted(edges)
    parts: list[str] = []
    for start, end in pairwise(stops):
        piece = escape(text[start:end])
        focus = marks.focus
        if focus and focus[0] <= start and end <= focus[1]:
            parts.append(f'<mark class="ctl-active">{piece}</mark>')
        elif any(first <= start and end <= last for first, last in marks.spans):
            parts.append(f"<mark>{piece}</mark>")
        else:
            parts.append(piece)
    return "".join(parts)


def panel_html(view: View, words: Texts) -> str:
    """Show one page: whose it is, the quote, the page itself, and the ways on from there."""
    return (
        f'<article class="ctl-view" aria-labelledby="ctl-view-title"'
        f' data-document="{escape(view.document.id)}" data-page="{view.page.number}">'
        f"{_head(view, words)}{_quote(view, words)}{_pager(view, words)}"
        f"{_body(view, words)}{_links(view, words)}</article>"
    )


def _head(view: View, words: Texts) -> str:
    """Name the document, its act and how far its word goes."""
    document = view.document
    eyebrow = (
        words.panel_document
        if view.marks.n is None
        else words.panel_citation.format(n=view.marks.n)
    )
    badges = [authority_badge(document.authority.value, words)]
    badges.append(f'<span class="ctl-badge">{escape(words.kinds[document.kind])}</span>')
    if view.page.origin is Origin.OCR:
        badges.append(
            f'<span class="ctl-badge ctl-ocr" title="{escape(words.ocr_hint)}">'
            f"{escape(words.ocr)}</span>"
        )
    act = act_label(document.act_id, words)
    hint = words.authority_hint[document.authority]
    return (
        f'<header><div class="ctl-view-top"><p class="ctl-eyebrow">{escape(eyebrow)}</p>'
        f'<button type="button" class="ctl-close" data-close aria-label="{escape(words.close)}">'
        f'<span aria-hidden="true">×</span></button></div>'
        f'<h2 id="ctl-view-title" tabindex="-1">{escape(document.title)}</h2>'
        + (f'<p class="ctl-act">{escape(act)}</p>' if act else "")
        + f'<p class="ctl-badges">{" ".join(badges)}</p><p class="ctl-hint">{escape(hint)}.</p>'
        f"</header>"
    )


def _quote(view: View, words: Texts) -> str:
    """Show the words quoted, cut from the page."""
    focus = view.marks.focus
    if focus is None:
        return ""
    text = " ".join(view.page.quote(*focus).text.split())
    return (
        f'<figure class="ctl-quote"><figcaption>{escape(words.quote_label)}</figcaption>'
        f'<blockquote tabindex="0" lang="{escape(view.document.language)}">'
        f"«{escape(text)}»</blockquote></figure>"
    )


def _pager(view: View, words: Texts) -> str:
    """Offer the pages before and after, and the way back to the citation."""
    number, pages = view.page.number, view.document.pages
    steps = [
        _step(view.document.id, number - 1, words.previous, "prev", allowed=number > 1),
        f"<span>{escape(words.page_of.format(page=number, pages=pages))}</span>",
        _step(view.document.id, number + 1, words.following, "next", allowed=number < pages),
    ]
    back = (
        f'<button type="button" class="ctl-quiet ctl-back" data-back="{escape(words.back)}"'
        f" hidden></button>"
    )
    line = "".join(steps)
    return f'<nav class="ctl-pager" aria-label="{escape(words.panel)}">{line}</nav>{back}'


def _step(document_id: str, page: int, text: str, css: str, *, allowed: bool) -> str:
    """Show one step of the pager; one that leads nowhere stays visible and says so."""
    state = open_attributes(document_id, page) if allowed else "disabled"
    return f'<button type="button" class="ctl-step ctl-{css}" {state}>{escape(text)}</button>'


def _body(view: View, words: Texts) -> str:
    """Show the page: its image for a PDF, with the text folded below; the text for all others."""
    language = escape(view.document.language)
    text = marked_text(view.page.text, view.marks)
    if view.document.format is not Format.PDF:
        return (
            f'<div class="ctl-text ctl-sheet" lang="{language}" role="region" tabindex="0"'
            f' aria-label="{escape(words.page_text)}">{text}</div>'
        )
    form = words.image_alt if view.marks.spans else words.image_alt_plain
    alt = escape(form.format(page=view.page.number, title=view.document.title))
    address = escape(page_image_address(view))
    return (
        f'<figure class="ctl-page"><a href="{address}" target="_blank" rel="noopener"'
        f' title="{escape(words.enlarge)}"><img src="{address}" alt="{alt}" decoding="async"></a>'
        f'</figure><details class="ctl-details"><summary>{escape(words.page_text)}</summary>'
        f'<div class="ctl-text" lang="{language}">{text}</div></details>'
    )


def _links(view: View, words: Texts) -> str:
    """Link to the original file, and to where it was published if that is known."""
    links = [link(original_address(view.document.id, view.base), words.original)]
    if url := safe_url(view.document.url):
        links.append(link(url, words.address))
    return f'<p class="ctl-links">{"".join(links)}</p>'


def panel_empty_html(words: Texts) -> str:
    """Show what the panel is for, before anything is open."""
    return (
        f'<div class="ctl-empty"><span class="ctl-empty-sign" aria-hidden="true">[1]</span>'
        f"<h2>{escape(words.panel_empty_title)}</h2><p>{escape(words.panel_empty)}</p></div>"
    )


def documents_html(states: "Sequence[DocumentState]", words: Texts, wanted: str = "") -> str:
    """List the documents held whose title has all the words wanted, newest last."""
    if not states:
        return f'<p class="ctl-none">{escape(words.none_held)}</p>'
    parts = wanted.casefold().split()
    found = [s for s in states if all(p in s.document.title.casefold() for p in parts)]
    if not found:
        return f'<p class="ctl-none" role="status">{escape(words.none_match)}</p>'
    form = words.held if len(found) <= ROWS_SHOWN else words.shown
    count = form.format(count=len(found), shown=ROWS_SHOWN)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in words.columns)
    rows = "".join(_row(state, words) for state in found[:ROWS_SHOWN])
    return (
        f'<p class="ctl-count" role="status">{escape(count)}</p>'
        f'<table class="ctl-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(state: "DocumentState", words: Texts) -> str:
    """Show one document held; on narrow screens each cell names its column."""
    document = state.document
    label = words.open_document.format(title=document.title)
    title = (
        f'<button type="button" class="ctl-source" aria-label="{escape(label)}"'
        f" {open_attributes(document.id, 1)}>{escape(document.title)}</button>"
    )
    act = act_label(document.act_id, words)
    if act:
        title += f'<span class="ctl-act">{escape(act)}</span>'
    partly = words.vectors_partly.format(ready=state.vectors, all=state.passages)
    ready = (
        f'<span class="ctl-badge ctl-ready">{escape(words.vectors_ready)}</span>'
        if state.vectors_ready
        else f'<span class="ctl-badge ctl-waiting-badge">{escape(partly)}</span>'
    )
    cells = (
        escape(words.kinds[document.kind]),
        authority_badge(document.authority.value, words),
        str(document.pages),
        escape(date_label(document.ingested_at, words.short_date, words)),
        ready,
    )
    named = zip(words.columns[1:], cells, strict=True)
    return (
        f'<tr><th scope="row">{title}</th>'
        + "".join(f'<td data-column="{escape(column)}">{cell}</td>' for column, cell in named)
        + "</tr>"
    )
