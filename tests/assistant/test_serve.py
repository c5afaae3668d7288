"""The server: its addresses, its headers, whom it turns away, how it starts and ends."""

import asyncio
import importlib.util
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.errors import Locked, SettingsError

E2E = Path(__file__).parents[1] / "e2e"
# Gradio and what it brings use names that others have deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def fake() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fake_desk", E2E / "fake_desk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def client(fake: ModuleType) -> Iterator[TestClient]:
    from assistant.serve import make_app

    with ThreadPoolExecutor(1) as pool:  # the browser tests keep a loop in this thread
        app = pool.submit(lambda: asyncio.run(make_app(fake.FakeDesk(pause=0)))).result()
    with TestClient(app, "http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        yield client


def problem(reply: Any, status: int) -> str:
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status
    return str(reply.json()["title"])


def test_the_page_speaks_the_language_of_the_browser(client: TestClient) -> None:
    page = client.get("/", headers={"accept-language": "it-IT,it;q=0.9,en;q=0.8"})
    assert 'lang="it"' in page.text[:200]
    assert "Assistente Cluster Tecnologici" in page.text
    other = client.get("/", headers={"accept-language": "en-GB,en"}, follow_redirects=False)
    assert (other.status_code, other.headers["location"]) == (307, "en/")
    assert 'lang="en"' in client.get("/en/").text[:200]
    asked = client.get("/?lang=it", headers={"accept-language": "en"}, follow_redirects=False)
    assert asked.status_code == 200
    assert client.get("/", headers={"accept-language": "fr"}).history == []


def test_the_page_names_no_other_host(client: TestClient) -> None:
    text = client.get("/").text
    for host in ("googleapis", "gstatic", "gradio.app", "githubusercontent", "jsdelivr", "unpkg"):
        assert host not in text


def test_every_reply_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/en/", "/healthz", "/quadro/x/1", "/gradio_api/upload", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_page_image_is_marked_and_cached(client: TestClient, fake: ModuleType) -> None:
    path = f"/pagina/{fake.PDF_ID}/2.png"
    bare, marked = client.get(path), client.get(f"{path}?start=10&end=40&active=0")
    assert bare.headers["content-type"] == "image/png"
    assert bare.content != marked.content
    assert marked.headers["cache-control"].startswith("private")
    assert bare.headers["etag"] != marked.headers["etag"]
    again = client.get(
        f"{path}?start=10&end=40&active=0", headers={"if-none-match": marked.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_the_panel_is_a_piece_of_html(client: TestClient, fake: ModuleType) -> None:
    reply = client.get(f"/quadro/{fake.PDF_ID}/2?start=10&end=40&active=0&n=3&lang=en")
    assert reply.headers["content-type"].startswith("text/html")
    assert "Citation 3" in reply.text
    assert "<mark" in reply.text


@pytest.mark.parametrize("kind", ["pagina/{}/9.png", "quadro/{}/9", "quadro/x/1", "originale/x"])
def test_what_is_not_held_is_not_found(client: TestClient, fake: ModuleType, kind: str) -> None:
    assert "non ha la pagina" in problem(client.get("/" + kind.format(fake.PDF_ID)), 404)


@pytest.mark.parametrize("query", ["start=5&end=2", "start=0&end=999999", "start=-1&end=3"])
def test_marks_outside_the_page_are_refused(
    client: TestClient, fake: ModuleType, query: str
) -> None:
    problem(client.get(f"/quadro/{fake.PDF_ID}/2?{query}"), 422)
    problem(client.get(f"/pagina/{fake.PDF_ID}/2.png?{query}"), 422)


def test_a_wrong_address_and_a_wrong_number_say_so(client: TestClient) -> None:
    assert problem(client.get("/quadro/x/due"), 422).startswith("La richiesta non è nella forma")
    assert problem(client.get("/quadro/x/due", headers={"accept-language": "en"}), 422).startswith(
        "The request"
    )


def test_a_pdf_opens_and_anything_else_is_a_download(client: TestClient, fake: ModuleType) -> None:
    pdf = client.get(f"/originale/{fake.PDF_ID}")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"] == (
        "inline; filename=\"delibera n_ 1051.pdf\"; filename*=UTF-8''delibera%20n%C2%B0%201051.pdf"
    )
    page = client.get(f"/originale/{fake.HTML_ID}")
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith('attachment; filename="ostile_.html"')
    assert "sandbox" in page.headers["content-security-policy"]


def test_the_api_answers(client: TestClient, fake: ModuleType) -> None:
    history = [{"role": "user", "content": "Ciao"}]
    reply = client.post("/api/v1/ask", json={"question": "Quanti?", "history": history})
    record = reply.json()
    assert record["status"] == "partial"
    assert record["citations"][0]["quote"] == fake.FIRST
    listed = client.get("/api/v1/documents").json()
    assert [line["vectors_ready"] for line in listed] == [False, True]
    found = client.get("/api/v1/search", params={"q": "cluster", "k": 1}).json()
    assert found["hits"][0]["document_id"] == fake.PDF_ID
    assert "/api/v1/ask" in client.get("/api/v1/openapi.json").json()["paths"]


def test_the_api_streams_on_request(client: TestClient) -> None:
    stream = {"accept": "text/event-stream"}
    reply = client.post("/api/v1/ask", json={"question": "Quanti?"}, headers=stream)
    assert reply.headers["content-type"].startswith("text/event-stream")
    names = [line for line in reply.text.splitlines() if line.startswith("event:")]
    assert names[0] == "event: partial"
    assert names[-1] == "event: answer"
    for question, title in (("guasto", "La biblioteca è bloccata."), ("baco", "errore imprevisto")):
        reply = client.post("/api/v1/ask", json={"question": question}, headers=stream)
        assert reply.text.startswith("event: error")
        assert title in reply.text


def test_failures_are_problems_not_traces(client: TestClient) -> None:
    ask = "/api/v1/ask"
    reply = client.post(ask, json={"question": "guasto"})
    assert problem(reply, 500) == "La biblioteca è bloccata."
    assert reply.json()["detail"] == "Riprova tra un minuto."
    reply = client.post(ask, json={"question": "baco"})
    assert "errore imprevisto" in problem(reply, 500)
    assert "alert" not in reply.text
    assert reply.headers["x-frame-options"] == "DENY"
    problem(client.post(ask, json={"question": ""}), 422)
    problem(client.post(ask, content=b"{"), 422)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1:7860"}, 200),
        ({"origin": "https://ctl.example", "x-forwarded-host": "ctl.example"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_other_sites_may_not_post(client: TestClient, headers: dict[str, str], status: int) -> None:
    reply = client.post("/api/v1/ask", json={"question": "Quanti?"}, headers=headers)
    assert reply.status_code == status
    if status == 403:
        assert "altro sito" in problem(reply, 403)
        problem(client.post("/gradio_api/queue/join", json={}, headers=headers), 403)


def test_doors_that_are_not_used_are_shut(client: TestClient) -> None:
    for path in ("/gradio_api/upload", "/en/gradio_api/upload", "/gradio_api/proxy=http://x"):
        problem(client.post(path), 404)
    problem(client.post("/api/v1/ask", content=b" " * 1_000_001), 413)
    assert client.get("/gradio_api/runs").status_code == 404
    assert client.get("/gradio_api/info").json()["named_endpoints"] == {}


def test_health(client: TestClient, fake: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "library_version": 7}

    def locked(_: Any) -> int:
        raise Locked("Bloccata.")

    monkeypatch.setattr(fake.FakeDesk, "library_version", locked)
    assert problem(client.get("/readyz"), 503) == "La biblioteca non è pronta."


def test_a_taken_port_says_what_to_do(fake: ModuleType) -> None:
    from assistant.serve import serve

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match="già in uso") as caught:
            serve(fake.FakeDesk(), "127.0.0.1", port)
        assert f"--port {port + 1}" in caught.value.advice
    with pytest.raises(SettingsError, match="mettersi in ascolto"):
        serve(fake.FakeDesk(), "no.such.host.invalid", 7860)


def test_serves_until_it_is_told_to_end() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(E2E)!r})\n"
        "from fake_desk import FakeDesk\nfrom assistant.serve import serve\n"
        "serve(FakeDesk(), '127.0.0.1', 0)\nprint('finito')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Pagina pronta: http://127.0.0.1:"), process.communicate()
        port = int(line.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port)) as page:
            # What an open page holds: a connection that never ends by itself.
            page.sendall(b"GET /gradio_api/heartbeat/abc HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert page.recv(100).startswith(b"HTTP/1.1 200")
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "finito\n", "")
