"""The web door: the page, the addresses behind it and the HTTP API, on one small server."""

import asyncio
import errno
import json
import logging
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import uvicorn
from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from assistant.types import Answer, Filters, Question, Turn
from assistant.ui import build, page_head, theme
from assistant.ui.routes import add_pages
from assistant.ui.shell import Shell, page_language, problem, problem_record
from assistant.ui.texts import (
    ADDRESS_REFUSED,
    ADDRESS_REFUSED_ADVICE,
    PORT_BUSY,
    PORT_BUSY_ADVICE,
    READY_LINE,
    texts_for,
)
from assistant.wire import answer_record, document_record, search_record
from assistant.wire_calls import call_records
from assistant.wire_register import act_record
from corpus.errors import NotHeld, ProjectError, SettingsError

if TYPE_CHECKING:
    from assistant.desk import Desk

logger = logging.getLogger(__name__)

_SHUTDOWN_SECONDS = 3


class TurnBody(BaseModel):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


class AskBody(BaseModel):
    """What `POST /api/v1/ask` takes."""

    question: str = Field(min_length=1, max_length=4_000)
    history: list[TurnBody] = Field(default=[], max_length=100)
    as_of: date | None = None


class SearchQuery(BaseModel):
    """What `GET /api/v1/search` takes; all but `q` and `k` limit the search (contract: filters)."""

    q: str = Field(min_length=1, max_length=4_000)
    k: int = Field(default=10, ge=1, le=100)
    kind: str | None = None
    authority: str | None = None
    cluster: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None
    document: str | None = None


async def make_app(desk: "Desk") -> FastAPI:
    """Put the page, its addresses and the API together.

    In a running loop, because Gradio otherwise opens one for every lock and leaves it open.
    """
    import gradio as gr

    app = FastAPI(title="CTL", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    _add_faults(app)
    _add_health(app, desk)
    add_pages(app, desk)
    _add_api(app, desk)
    for path, lang in (("/en", "en"), ("/", "it")):
        gr.mount_gradio_app(
            app,
            build(desk, lang),
            path=path,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            mcp_server=False,
            enable_monitoring=False,
            theme=theme(),
        )
    app.state.closing = asyncio.Event()
    heads = {lang: page_head(lang) for lang in ("it", "en")}
    app.add_middleware(Shell, heads=heads, closing=app.state.closing)
    return app


def serve(desk: "Desk", host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; raises `SettingsError` where the address cannot be had."""
    with _listen(host, port) as listening:
        asyncio.run(_serve(desk, listening, _address(host, listening)))


async def _serve(desk: "Desk", listening: socket.socket, address: str) -> None:
    """Run the server in the loop in which its page was made."""
    app = await make_app(desk)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    with _calm_end():
        await _Server(config, address, app.state.closing).serve(sockets=[listening])


@contextmanager
def _calm_end() -> Iterator[None]:
    """Let a signal end the server without a fault: uvicorn raises it again after its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [
        (number, signal.signal(number, lambda *_: None))
        for number in (signal.SIGINT, signal.SIGTERM)
    ]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """A server that says where its page is as soon as it listens, and when it is about to end."""

    def __init__(self, config: uvicorn.Config, address: str, closing: asyncio.Event) -> None:
        super().__init__(config)
        self._address = address
        self._closing = closing

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then print the address."""
        await super().startup(sockets)
        if self.started:
            print(READY_LINE.format(address=self._address), flush=True)  # noqa: T201  # its line

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the open pages go, then wait for the answers under way."""
        self._closing.set()
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    """Take the address, or say what to do instead."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                PORT_BUSY.format(port=port), PORT_BUSY_ADVICE.format(other=port + 1)
            ) from error
        raise SettingsError(
            ADDRESS_REFUSED.format(host=host, port=port, why=error.strerror or error),
            ADDRESS_REFUSED_ADVICE,
        ) from error
    except OverflowError as error:
        raise SettingsError(
            ADDRESS_REFUSED.format(host=host, port=port, why=error), ADDRESS_REFUSED_ADVICE
        ) from error


def _address(host: str, listening: socket.socket) -> str:
    """Return the address to open; an open address is reached through the own machine's."""
    port = listening.getsockname()[1]
    own = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  # shown, not bound
    shown = own.get(host, host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}:{port}"


# --- faults and health -----------------------------------------------------------------------


def _add_faults(app: FastAPI) -> None:
    """Answer every failure as problem+json, in the reader's language."""

    @app.exception_handler(ProjectError)
    def on_project_error(_: Request, error: ProjectError) -> Response:
        status = 404 if isinstance(error, NotHeld) else error.http_status
        return problem(status, error.message, error.advice)

    @app.exception_handler(HTTPException)
    def on_http_error(request: Request, error: HTTPException) -> Response:
        words = texts_for(page_language(request.headers))
        title = words.not_here if error.status_code == 404 else str(error.detail)
        return problem(error.status_code, title)

    @app.exception_handler(RequestValidationError)
    def on_wrong_request(request: Request, error: RequestValidationError) -> Response:
        words = texts_for(page_language(request.headers))
        first = error.errors()[0]
        why = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        return problem(422, words.wrong_request.format(why=why))

    @app.exception_handler(Exception)
    def on_bug(request: Request, error: Exception) -> Response:
        logger.error("A request met an unexpected failure", exc_info=error)
        return problem(500, texts_for(page_language(request.headers)).failed)


def _add_health(app: FastAPI, desk: "Desk") -> None:
    """Say whether the server lives, and whether its library answers."""

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", response_model=None)
    def readyz(request: Request) -> dict[str, Any] | Response:
        try:
            return {"status": "ok", "library_version": desk.library_version()}
        except ProjectError as error:
            title = texts_for(page_language(request.headers)).not_ready
            return problem(503, title, str(error))


# --- the API ---------------------------------------------------------------------------------


def _add_api(app: FastAPI, desk: "Desk") -> None:
    """Answer questions and list documents for other programs (contract.md, HTTP)."""

    @app.post("/api/v1/ask", response_model=None)
    def ask(request: Request, body: AskBody) -> Response:
        turns = tuple(Turn(turn.role, turn.content) for turn in body.history)
        question = Question(body.question, history=turns, as_of=body.as_of)
        if "text/event-stream" in request.headers.get("accept", ""):
            events = _events(desk, question, request)
            return StreamingResponse(
                events, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
            )
        return JSONResponse(
            answer_record(desk.ask(question)), headers={"Cache-Control": "no-store"}
        )

    @app.get("/api/v1/search")
    def search(query: Annotated[SearchQuery, Query()]) -> dict[str, Any]:
        start = time.perf_counter()
        filters = Filters(**query.model_dump(exclude={"q", "k"}))
        hits = desk.search(query.q, query.k, filters)
        return dict(search_record(query.q, hits, time.perf_counter() - start))

    @app.get("/api/v1/documents")
    def documents() -> list[dict[str, Any]]:
        return [document_record(state) for state in desk.documents()]

    @app.get("/api/v1/acts")
    def acts(as_of: date | None = None) -> list[dict[str, Any]]:
        day = as_of or desk.today()
        return [act_record(one, day) for one in desk.acts()]

    @app.get("/api/v1/clusters")
    def clusters(as_of: date | None = None) -> list[dict[str, Any]]:
        return desk.cluster_records(as_of or desk.today())

    @app.get("/api/v1/calls")
    def calls(open_on: date | None = None) -> list[dict[str, Any]]:
        day = open_on or desk.today()
        records = call_records(desk.calls(), day, desk.cite(day))
        return [one for one in records if open_on is None or one["status"] == "open"]


def _events(desk: "Desk", question: Question, request: Request) -> Iterator[str]:
    """Send each stage of an answer as `partial`, the full one as `answer`, a failure as `error`."""
    try:
        latest: Answer | None = None
        for latest in desk.stream(question):
            yield _event("partial", answer_record(latest))
        if latest is not None:
            yield _event("answer", answer_record(latest))
    except ProjectError as error:
        yield _event("error", problem_record(error.http_status, error.message, error.advice))
    except Exception as error:  # the door: the stream has begun, tell its reader
        logger.error("A stream met an unexpected failure", exc_info=error)
        words = texts_for(page_language(request.headers))
        yield _event("error", problem_record(500, words.failed))


def _event(name: str, record: dict[str, Any]) -> str:
    """Write one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(record, ensure_ascii=False)}\n\n"
