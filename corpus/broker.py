"""The socket through which other processes search with the vectors that one process holds.

One JSON line asks, one answers. The socket belongs to its owner only (mode 0600); where the
library's path is too long for a socket's name it lies in a private folder of its own, and the
holder's remark beside the `vectors` lock says where.
"""

import base64
import json
import logging
import os
import shutil
import socket
import socketserver
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ProjectError
from corpus.sentences import Vectors

Near = tuple[Vectors, list[tuple[int, float]]]
"""A question's vector and (passage id, cosine) of the nearest passages."""

_LONGEST_PATH = 90
_LARGEST_REQUEST = 1_000_000
_log = logging.getLogger(__name__)


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        line = self.rfile.readline(_LARGEST_REQUEST)
        if not line:
            return
        answer: Callable[[str, int], Near] = self.server.answer  # type: ignore[attr-defined]
        try:
            asked = json.loads(line)
            vector, hits = answer(str(asked["text"]), int(asked["limit"]))
            reply: dict[str, Any] = {
                "vector": base64.b64encode(vector.astype("<f4").tobytes()).decode(),
                "hits": hits,
            }
        except (ValueError, KeyError, TypeError, ProjectError) as error:
            reply = {"error": str(error)}
        self.wfile.write(json.dumps(reply).encode() + b"\n")


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64


class Broker:
    """Answers other processes until closed."""

    def __init__(self, folder: Path, answer: Callable[[str, int], Near]) -> None:
        """Listen for questions on the library in `folder`; `answer` gives the nearest passages."""
        self._private: Path | None = None
        path = folder / "vectors.sock"
        if len(os.fsencode(path.absolute())) > _LONGEST_PATH:
            self._private = Path(tempfile.mkdtemp(prefix="ctl-"))
            path = self._private / "vectors.sock"
        path.unlink(missing_ok=True)
        self.path = path.absolute()
        self._server = _Server(str(self.path), _Handler, bind_and_activate=False)
        self._server.answer = answer  # type: ignore[attr-defined]
        mask = os.umask(0o177)
        try:
            self._server.server_bind()
        finally:
            os.umask(mask)
        self._server.server_activate()
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        ).start()

    def close(self) -> None:
        """Stop listening and take the socket away."""
        self._server.shutdown()
        self._server.server_close()
        self.path.unlink(missing_ok=True)
        if self._private is not None:
            shutil.rmtree(self._private, ignore_errors=True)


def ask_broker(path: str, text: str, limit: int, seconds: float = 10.0) -> Near | None:
    """Ask the process that holds the vectors; None when it does not answer."""
    with suppress(OSError, ValueError, KeyError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(seconds)
        connection.connect(path)
        connection.sendall(json.dumps({"text": text, "limit": limit}).encode() + b"\n")
        with connection.makefile("rb") as reading:
            reply = json.loads(reading.readline())
        if "error" in reply:
            _log.warning("vectors holder: %s", reply["error"])
            return None
        vector = np.frombuffer(base64.b64decode(reply["vector"]), dtype="<f4")
        return vector, [(int(n), float(score)) for n, score in reply["hits"]]
    return None
