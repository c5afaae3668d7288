"""The addresses behind the page: images of pages, pages for the side panel, originals."""

import hashlib
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote as url_quote

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from assistant.ui.markup import Marks
from assistant.ui.panel import View, panel_html
from assistant.ui.texts import texts_for
from corpus.types import Page

if TYPE_CHECKING:
    from assistant.desk import Desk

_MARKS_LIMIT = 100


class MarkQuery(BaseModel):
    """Which words an address marks: a start and an end each, and which of them is meant."""

    start: list[int] = Field(default=[], max_length=_MARKS_LIMIT)
    end: list[int] = Field(default=[], max_length=_MARKS_LIMIT)
    active: int | None = None
    n: int | None = None
    lang: str = "it"

    def marks(self, page: Page) -> Marks:
        """Check the words against the page; raises `InputError` where they lie outside it."""
        spans = tuple(zip(self.start, self.end, strict=False))
        for span in spans:
            page.quote(*span)
        active = 0 if spans and self.active is None else self.active
        if active is not None and not 0 <= active < len(spans):
            active = None
        return Marks(spans, active, self.n)


def add_pages(app: FastAPI, desk: "Desk") -> None:
    """Serve pages as images, pages for the side panel, and originals."""

    @app.get("/pagina/{document_id}/{number}.png", include_in_schema=False)
    def page_image(
        request: Request,
        document_id: str,
        number: int,
        query: Annotated[MarkQuery, Query()],
    ) -> Response:
        page = desk.page(document_id, number)
        marks = query.marks(page)
        tag = _tag(page, marks)
        headers = {"ETag": tag, "Cache-Control": "private, max-age=3600"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        image = desk.page_image(document_id, number, marks.spans, marks.active)
        return Response(image, media_type="image/png", headers=headers)

    @app.get("/quadro/{document_id}/{number}", include_in_schema=False)
    def panel(
        request: Request,
        document_id: str,
        number: int,
        query: Annotated[MarkQuery, Query()],
    ) -> HTMLResponse:
        page = desk.page(document_id, number)
        marks = query.marks(page)
        base = str(request.scope.get("root_path", ""))
        view = View(desk.document(document_id), page, marks, base)
        return HTMLResponse(
            panel_html(view, texts_for(query.lang)), headers={"Cache-Control": "private, no-cache"}
        )

    @app.get("/originale/{document_id}", include_in_schema=False)
    def original(document_id: str) -> Response:
        content, media_type, name = desk.original(document_id)
        return Response(content, headers=_original_headers(media_type, name))


def _tag(page: Page, marks: Marks) -> str:
    """Return the ETag of an image: it changes with the page, its text and its marks."""
    parts = (page.document_id, str(page.number), marks.query(), page.text)
    return f'"{hashlib.sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:32]}"'


def _original_headers(media_type: str, name: str) -> dict[str, str]:
    """Let the browser show a PDF; hand over anything else as a file, so that nothing runs."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    plain = plain.strip(". ") or "originale"
    is_pdf = media_type == "application/pdf"
    policy = "frame-ancestors 'none'" if is_pdf else "default-src 'none'; sandbox"
    return {
        "Content-Type": media_type if is_pdf else "application/octet-stream",
        "Content-Disposition": (
            f'{"inline" if is_pdf else "attachment"}; filename="{plain}";'
            f" filename*=UTF-8''{url_quote(name, safe='')}"
        ),
        "Content-Security-Policy": policy,
        "Cache-Control": "private, max-age=3600",
    }
