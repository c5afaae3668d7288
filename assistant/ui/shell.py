"""What stands around every reply: its language, its security headers, who may post."""

import asyncio
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui.texts import texts_for

BODY_LIMIT = 1_000_000
"""No posted body is larger, in bytes."""

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Gradio evaluates its templates and writes inline styles; nothing may come from elsewhere.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
        " connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_CLOSED = ("/gradio_api/upload", "/gradio_api/proxy=", "/gradio_api/deep_link")
_HEARTBEAT = "/gradio_api/heartbeat/"
_META = re.compile(
    rb'<meta\s[^>]*?(?:property|name)="(?:og|twitter):[^>]*>|<link rel="manifest"[^>]*>'
)


def problem_record(status: int, title: str, detail: str = "") -> dict[str, object]:
    """Return a failure as problem+json has it (RFC 9457)."""
    record: dict[str, object] = {"type": "about:blank", "title": title, "status": status}
    return {**record, "detail": detail} if detail else record


def problem(status: int, title: str, detail: str = "") -> JSONResponse:
    """Answer with a failure."""
    return JSONResponse(
        problem_record(status, title, detail),
        status_code=status,
        media_type="application/problem+json",
        headers=SECURITY,
    )


def page_language(headers: Mapping[str, str]) -> str:
    """Return the language to speak: English where the browser prefers it to Italian."""
    wanted: dict[str, float] = {}
    for part in headers.get("accept-language", "").lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            value = float(weight) if weight else 1.0
        except ValueError:
            value = 0.0
        lang = tag.split("-")[0]
        wanted[lang] = max(value, wanted.get(lang, 0.0))
    return "en" if wanted.get("en", 0.0) > wanted.get("it", 0.0) else "it"


def from_other_site(headers: Mapping[str, str]) -> bool:
    """Say whether a browser sent this request for a page of another site."""
    if headers.get("sec-fetch-site") == "cross-site":
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    hosts = {headers.get("host", ""), headers.get("x-forwarded-host", "")} - {""}
    return urlsplit(origin).netloc.lower() not in {host.lower() for host in hosts}


class Shell:
    """The outermost layer of the server.

    `heads` holds, by language, what a page's head needs; `closing` is set when the server ends.
    """

    def __init__(self, app: ASGIApp, heads: Mapping[str, str], closing: asyncio.Event) -> None:
        """Wrap `app`."""
        self._app = app
        self._heads = heads
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or redirect what has to be, and dress every other reply."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        early = self._refusal(scope) or self._redirect(scope)
        if early is not None:
            await early(scope, receive, _dressed(send))
            return
        lang = {"/": "it", "/en/": "en"}.get(scope["path"])
        if lang is not None and scope["method"] == "GET":
            send = _with_head(send, lang, self._heads[lang])
        if _HEARTBEAT in scope["path"]:
            receive = _until(self._closing, receive)
        await self._app(scope, receive, _dressed(send))

    def _refusal(self, scope: Scope) -> Response | None:
        """Turn away posts from other sites, bodies too large, and doors that we do not use."""
        headers = Headers(scope=scope)
        words = texts_for(page_language(headers))
        if any(closed in scope["path"] for closed in _CLOSED):
            return problem(404, words.not_here)
        if scope["method"] in _SAFE_METHODS:
            return None
        if from_other_site(headers):
            return problem(403, words.cross_site)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            return problem(413, words.too_large)
        return None

    def _redirect(self, scope: Scope) -> Response | None:
        """Lead to the English page whoever prefers it, unless the address asks for Italian."""
        if scope["path"] == "/en":
            return RedirectResponse("en/")
        if scope["path"] != "/" or scope["method"] not in {"GET", "HEAD"}:
            return None
        if QueryParams(scope["query_string"]).get("lang") == "it":
            return None
        if page_language(Headers(scope=scope)) != "en":
            return None
        return RedirectResponse("en/", headers={"Vary": "Accept-Language"})


def _until(closing: asyncio.Event, receive: Receive) -> Receive:
    """Let the connection that Gradio holds open for every page end with the server."""

    async def received() -> Message:
        told, ended = asyncio.ensure_future(receive()), asyncio.ensure_future(closing.wait())
        try:
            await asyncio.wait((told, ended), return_when=asyncio.FIRST_COMPLETED)
            return told.result() if told.done() else {"type": "http.disconnect"}
        finally:
            told.cancel()
            ended.cancel()

    return received


def _dressed(send: Send) -> Send:
    """Add the security headers that a reply does not set itself."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
        await send(message)

    return dressed


def _with_head(send: Send, lang: str, head: str) -> Send:
    """Give Gradio's page its language and our head, and take foreign addresses out of it."""
    start: Message = {}
    body = bytearray()

    async def rewritten(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        if message["type"] != "http.response.body":
            await send(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        page = _META.sub(b"", bytes(body)).replace(b'lang="en"', f'lang="{lang}"'.encode(), 1)
        page = page.replace(b"</head>", head.encode() + b"</head>", 1)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(page))
        headers["cache-control"] = "no-cache"
        headers["vary"] = "Accept-Language"
        await send(start)
        await send({"type": "http.response.body", "body": page})

    return rewritten
