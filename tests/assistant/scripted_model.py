"""A model for tests: a real HTTP server that speaks OpenAI's protocol, and says what it is told."""

import json
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from corpus.settings import ModelSettings

_PASSAGE = re.compile(r"^\[([A-Z][0-9A-F]{4})\] \((.*)\)\n(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """What the server was asked: the messages, and the passages found in them (mark → words)."""

    body: dict[str, Any]
    messages: list[dict[str, Any]]
    passages: dict[str, str]
    key: str

    @property
    def repairing(self) -> bool:
        """Whether failed sentences are sent back."""
        return len(self.messages) > 2

    @property
    def question(self) -> str:
        """The question at the end of the first message of the person."""
        return re.split(r"\n(?:Domanda|Question): ", str(self.messages[1]["content"]))[-1].strip()


@dataclass(frozen=True)
class Fault:
    """A reply that is an HTTP error."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stall:
    """Silence in the middle of a reply, seconds."""

    seconds: float


@dataclass(frozen=True)
class Raw:
    """Bytes sent as they are, outside the protocol."""

    data: bytes


DROP = object()
"""The line is cut."""

FULL = object()
"""The reply ends here because it is as long as allowed."""

Script = Callable[[Asked], Any]


class ScriptedModel:
    """The server; `script` gives for each request a text, a `Fault`, or a list of pieces."""

    def __init__(self) -> None:
        self.script: Script = lambda _asked: ""
        self.asked: list[Asked] = []
        self.usage = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """The address for OPENAI_BASE_URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def settings(self, **more: Any) -> ModelSettings:
        """Settings that name this server; quick to give up."""
        given = {"name": "prova", "base_url": self.url, "timeout_seconds": 0.6, "retries": 0}
        return ModelSettings(**{**given, "total_seconds": 5.0, **more})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"model": model})


class _Handler(BaseHTTPRequestHandler):
    model: ScriptedModel

    def log_message(self, *_args: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        words = "\n".join(str(one["content"]) for one in body["messages"])
        passages = {mark: text for mark, _, text in _PASSAGE.findall(words)}
        asked = Asked(body, body["messages"], passages, self.headers.get("Authorization", ""))
        self.model.asked.append(asked)
        given = self.model.script(asked)
        self.close_connection = True
        if isinstance(given, Fault):
            self._head(given.status, {**given.headers, "Content-Length": "0"})
            return
        self._head(200, {"Content-Type": "text/event-stream", "Connection": "close"})
        with suppress(BrokenPipeError, ConnectionResetError):
            self._pieces([given] if isinstance(given, str) else given)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _pieces(self, pieces: Any) -> None:
        reason = "stop"
        for piece in pieces:
            if piece is DROP:
                self.connection.shutdown(2)
                return
            if piece is FULL:
                reason = "length"
            elif isinstance(piece, Stall):
                time.sleep(piece.seconds)
            elif isinstance(piece, Raw):
                self.wfile.write(piece.data)
            else:
                self._event({"choices": [{"index": 0, "delta": {"content": piece}}]})
            self.wfile.flush()
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        if self.model.usage:
            used = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
            self._event({"choices": [], "usage": used})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, record: dict[str, Any]) -> None:
        whole = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "prova"}
        line = json.dumps({**whole, **record})
        self.wfile.write(f"data: {line}\n\n".encode())
