"""Addresses against a server of this machine: what is allowed is fetched, all else told."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.errors import InputError, UnreadableFile
from corpus.library import Library
from corpus.types import Authority, Format
from ingest import fetch as fetching
from ingest.fetch import AGENT, Address, fetch, read_address_list
from ingest.run import IngestOptions, ingest

Reply = tuple[int, dict[str, str], bytes]
PAGE = b"<!doctype html><html lang=it><title>Bando</title><main><p>Il bando chiude il 5 marzo 2026."
Maker = Callable[[str], bytes]


@dataclass
class Site:
    """What a small server answers, by path, and what it was asked."""

    address: str
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    drips: int = 0
    pause: float = 0.05
    gone: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        self.pages[path] = status, headers, body
        return self.address + path


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        self.site.agents.add(self.headers["User-Agent"])
        status, headers, body = self.site.pages.get(self.path, (404, {}, b"non c'e'"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        try:
            self.wfile.write(body)
            for _ in range(self.site.drips if self.path == "/lento" else 0):
                self.wfile.flush()
                if self.site.gone.wait(self.site.pause):
                    return
                self.wfile.write(b"x")
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, format: str, *args: object) -> None:
        """Keep still."""


@pytest.fixture
def site() -> Iterator[Site]:
    fetching._rules.cache_clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Site(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("Own", (Handler,), {"site": here})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield here
    here.gone.set()
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def test_an_address_gives_its_bytes_and_checksum(site: Site) -> None:
    got = fetch(Address(site.put("/a", PAGE), Authority.OFFICIAL, sha256(PAGE).hexdigest()), 5, 999)
    assert (got.data, got.authority, got.digest) == (
        PAGE,
        Authority.OFFICIAL,
        sha256(PAGE).hexdigest(),
    )
    assert site.agents == {AGENT}


def test_redirects_are_followed(site: Site) -> None:
    site.put("/b", PAGE)
    assert fetch(Address(site.put("/a", b"", 302, Location="/b")), 5, 999).data == PAGE


@pytest.mark.parametrize("location", ["/giro", "file:///etc/passwd", "http://[::1", "::"])
def test_a_redirect_to_nowhere_is_told(site: Site, location: str) -> None:
    with pytest.raises(InputError):
        fetch(Address(site.put("/giro", b"", 302, Location=location)), 5, 999)


@pytest.mark.parametrize("status", [204, 401, 403, 404, 410, 500, 503])
def test_other_answers_than_200_are_told(site: Site, status: int) -> None:
    with pytest.raises(InputError, match=str(status)):
        fetch(Address(site.put("/a", b"", status)), 5, 999)


def test_a_checksum_that_differs_is_told(site: Site) -> None:
    with pytest.raises(InputError, match="diverso") as caught:
        fetch(Address(site.put("/a", PAGE), sha256="0" * 64), 5, 999)
    assert "sha256" in caught.value.advice


def test_what_is_too_large_is_not_read_to_its_end(site: Site) -> None:
    assert fetch(Address(site.put("/a", b"x" * 1000)), 5, 1000).data == b"x" * 1000
    with pytest.raises(InputError, match="supera"):
        fetch(Address(site.put("/a", b"x" * 1001)), 5, 1000)
    packed = gzip.compress(b"x" * 3_000_000)
    with pytest.raises(InputError, match="supera"):
        fetch(Address(site.put("/a", packed, Content_Encoding="gzip")), 5, 100_000)


def test_nobody_there_is_told(site: Site) -> None:
    with pytest.raises(UnreadableFile, match="non si raggiunge"):
        fetch(Address("http://127.0.0.1:1/a"), 5, 999)


def test_a_server_that_stops_talking_is_given_up(site: Site) -> None:
    site.drips, site.pause = 1, 30
    address = site.put("/lento", b"inizio")
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="Timeout"):
        fetch(Address(address), 0.2, 999)
    assert time.monotonic() - started < 5


def test_a_server_that_never_ends_is_given_up(site: Site) -> None:
    site.drips, site.pause = 30, 0.05
    address = site.put("/lento", b"inizio")
    started = time.monotonic()
    with pytest.raises(InputError):
        fetch(Address(address), 0.3, 10_000)
    assert time.monotonic() - started < 1.5


# --- robots.txt -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /\n", False),
        (b"User-agent: *\nDisallow: /riservato\n", False),
        (b"User-agent: *\nDisallow: /altro\n", True),
        (b"User-agent: ctl-assistant\nDisallow: /\n", False),
        (b"User-agent: altri\nDisallow: /\n", True),
        (b"", True),
        (b"\xff\xfe<html>non sono regole", True),
    ],
)
def test_robots_are_respected(site: Site, rules: bytes, allowed: bool) -> None:
    site.put("/robots.txt", rules)
    address = Address(site.put("/riservato/a", PAGE))
    if allowed:
        assert fetch(address, 5, 999).data == PAGE
        return
    with pytest.raises(InputError, match=r"robots\.txt"):
        fetch(address, 5, 999)
    assert site.asked == ["/robots.txt"]


def test_the_rules_of_a_site_are_read_once(site: Site) -> None:
    for name in ("/a", "/b"):
        fetch(Address(site.put(name, PAGE)), 5, 999)
    assert site.asked == ["/robots.txt", "/a", "/b"]


def test_a_redirect_does_not_lead_past_the_rules(site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /riservato\n")
    site.put("/riservato", PAGE)
    with pytest.raises(InputError, match=r"robots\.txt"):
        fetch(Address(site.put("/a", b"", 302, Location="/riservato")), 5, 999)
    assert "/riservato" not in site.asked


# --- lists ------------------------------------------------------------------------------------


def test_a_list_gives_addresses_with_their_standing(tmp_path: Path) -> None:
    path = tmp_path / "elenco.toml"
    path.write_text(
        '[[source]]\nurl = "http://a"\nauthority = "official"\nsha256 = "ab"\ntitle = "x"\n'
        '[[source]]\nurl = "http://b"\n'
    )
    assert read_address_list(path) == [
        Address("http://a", Authority.OFFICIAL, "ab"),
        Address("http://b"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "source = 3",
        "[source]\nurl = 'x'",
        "[[source]]\nauthority = 'official'",
        "[[source]]\nurl = 'x'\nauthority = 'sovrana'",
        "non è toml [",
    ],
)
def test_a_list_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "elenco.toml"
    path.write_text(text)
    with pytest.raises(InputError, match="elenco"):
        read_address_list(path)


def test_the_committed_list_reads() -> None:
    listed = read_address_list(Path(__file__).parents[2] / "corpus" / "sources.toml")
    assert listed
    assert all(one.url.startswith("http") for one in listed)
    assert len({one.url for one in listed}) == len(listed)


def test_a_list_is_ingested(site: Site, library: Library, tmp_path: Path, make_pdf: Maker) -> None:
    pdf = make_pdf("= Decreto\nIl cluster è riconosciuto.")
    standings = {
        site.put("/decreto.pdf", pdf): "official",
        site.put("/bando?id=3", PAGE, Content_Type="text/html"): "institutional",
        site.put("/guasto", b"", 500): "official",
    }
    path = tmp_path / "elenco.toml"
    path.write_text(
        "".join(f'[[source]]\nurl = "{u}"\nauthority = "{a}"\n' for u, a in standings.items())
    )
    report = ingest([str(path)], library, IngestOptions())
    assert [(one.source, one.status) for one in report.files] == [
        (url, status)
        for url, status in zip(standings, ["added", "added", "quarantined"], strict=True)
    ]
    held = {state.document.source: state.document for state in library.documents()}
    for url, document in held.items():
        assert document.url == url
        assert document.authority == standings[url]
    assert {one.format for one in held.values()} == {Format.PDF, Format.HTML}
    again = ingest([str(path)], library, IngestOptions(sync=True))
    assert again.totals["unchanged"] == 2


def test_retry_fetches_again_with_the_standing_of_the_list(
    site: Site, library: Library, tmp_path: Path
) -> None:
    url = site.put("/a", b"", 503)
    path = tmp_path / "elenco.toml"
    path.write_text(f'[[source]]\nurl = "{url}"\nauthority = "official"\n')
    assert ingest([str(path)], library, IngestOptions()).totals["quarantined"] == 1
    site.put("/a", PAGE)
    report = ingest([], library, IngestOptions(retry=True))
    assert [(one.source, one.status) for one in report.files] == [(url, "added")]
    assert library.records.quarantined() == []
    assert library.documents()[0].document.authority is Authority.OFFICIAL


def test_an_address_alone_is_ingested(site: Site, library: Library) -> None:
    url = site.put("/a", PAGE)
    options = IngestOptions(max_bytes=len(PAGE))
    assert ingest([url, url], library, options).totals["added"] == 1
    assert library.documents()[0].document.authority is Authority.SECONDARY
    assert library.documents()[0].document.title == "Bando"
