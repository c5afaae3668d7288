"""Fetches the addresses of `corpus/sources.toml`: robots respected, time and size limited."""

import time
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from corpus.errors import InputError, UnreadableFile
from corpus.types import Authority

AGENT = "ctl-assistant/0.1 (+biblioteca di documenti pubblici)"


@dataclass(frozen=True, slots=True)
class Address:
    """An address worth fetching, with what our list says of it."""

    url: str
    authority: Authority | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes found at an address and the standing that our list gives them."""

    data: bytes
    authority: Authority | None
    digest: str


def read_address_list(path: Path) -> list[Address]:
    """The addresses of a TOML file with `[[source]]` tables; raises `InputError`."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["source"]
        return [
            Address(
                str(table["url"]),
                Authority(table["authority"]) if "authority" in table else None,
                str(table.get("sha256", "")),
            )
            for table in tables
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"«{path}» non è un elenco di indirizzi: {error}.",
            "Serve un file TOML con tabelle [[source]] e la chiave url.",
        ) from error


def fetch(address: Address, timeout_seconds: float, max_bytes: int) -> Fetched:
    """Get the bytes at an address.

    `timeout_seconds` bounds the whole. Raises `InputError` where robots.txt forbids it, here or
    where it leads, the answer is not 200, larger than `max_bytes` or of another checksum than
    noted.
    """
    import httpx

    until = time.monotonic() + timeout_seconds
    try:
        with (
            httpx.Client(
                timeout=timeout_seconds,
                follow_redirects=True,
                headers={"User-Agent": AGENT},
                event_hooks={"request": [lambda request: _check(str(request.url))]},
            ) as client,
            client.stream("GET", address.url) as reply,
        ):
            if reply.status_code != httpx.codes.OK:
                raise InputError(
                    f"{address.url} risponde {reply.status_code}.", "Controllare l'indirizzo."
                )
            data = _body(reply, address.url, max_bytes, until)
    except (ValueError, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise InputError(f"«{address.url}» non è un indirizzo http.", "Controllarlo.") from error
    except httpx.HTTPError as error:
        raise UnreadableFile(
            f"{address.url} non si raggiunge ({type(error).__name__}).",
            "Controllare la rete e ripetere con --retry.",
        ) from error
    digest = sha256(data).hexdigest()
    if address.sha256 and address.sha256 != digest:
        raise InputError(
            f"{address.url} ha un contenuto diverso da quello annotato.",
            "Controllare il documento e aggiornare sha256 nell'elenco.",
        )
    return Fetched(data, address.authority, digest)


def _check(url: str) -> None:
    """Raise `InputError` unless `url` is an address that automatic readers may visit."""
    parts = urlsplit(url)
    if not _allowed(urlunsplit((parts.scheme, parts.netloc, "", "", "")), url):
        raise InputError(
            f"Il sito {parts.hostname} non ammette lettori automatici (robots.txt).",
            "Scaricare il documento a mano e ingerire il file.",
        )


def _body(reply: "object", url: str, max_bytes: int, until: float) -> bytes:
    import httpx

    if not isinstance(reply, httpx.Response):
        raise TypeError(type(reply))
    parts: list[bytes] = []
    size = 0
    for part in reply.iter_bytes():
        size += len(part)
        if size > max_bytes:
            raise InputError(
                f"{url} supera {max_bytes // 1_000_000} MB.", "Alzare CTL_FETCH__MAX_BYTES."
            )
        if time.monotonic() > until:
            raise UnreadableFile(
                f"{url} non finisce in tempo (Timeout).", "Alzare CTL_FETCH__TIMEOUT_SECONDS."
            )
        parts.append(part)
    return b"".join(parts)


def _allowed(site: str, url: str) -> bool:
    rules = _rules(site)
    return rules is None or rules.can_fetch(AGENT, url)


@lru_cache(maxsize=256)
def _rules(site: str) -> RobotFileParser | None:
    """The robots.txt of a site; None where it has none."""
    import httpx

    try:
        reply = httpx.get(
            f"{site}/robots.txt", timeout=10, follow_redirects=True, headers={"User-Agent": AGENT}
        )
    except httpx.HTTPError:
        return None
    if reply.status_code != httpx.codes.OK:
        return None
    rules = RobotFileParser()
    rules.parse(reply.text.splitlines())
    return rules
