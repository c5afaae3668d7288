"""Text → vectors by an endpoint that speaks OpenAI's /embeddings; the only place that calls it.

httpx is used bare: it starts five times as fast as the openai package, and what a reply may be –
cut off, endless, nonsense – is decided here. It is imported at the first request.
"""

import base64
import json
import logging
import random
import re
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable, ReplyInvalid, SettingsError
from corpus.settings import RetrievalSettings

if TYPE_CHECKING:
    import httpx

Vectors = NDArray[np.float32]

_DEFAULT_ADDRESS = "https://api.openai.com/v1"
_BATCH_TEXTS = 64
_BATCH_TOKENS = 50_000
_LARGEST_REPLY = 50_000_000
_SHORTEST_CUT = 100
"""Characters; a text refused at this length is not refused for its length."""
_FIRST_PAUSE = 0.5
_REST_SECONDS = 30.0
"""So long questions are refused at once after one was given up: a batch must not wait each time."""
_PROBE = "prova"
_NO_VECTORS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What reading raises where the reply has another form."""
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_TOO_MUCH = frozenset({400, 413, 422})
_TOO_LONG = re.compile(r"too (?:long|large|many)|exceed|context length|batch size", re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])(?!.{0,100}instruct)", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a caller waits: tries, seconds for one, the longest pause between two."""

    tries: int
    seconds: float
    pause: float


class _TooMuch(Exception):  # noqa: N818 - no failure yet: the request is made smaller
    """The endpoint refuses texts of this number or length."""


class _Passing(Exception):  # noqa: N818 - no failure yet: the request is made again
    """What may go by itself: no connection, a time-out, too many requests, a fault over there."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


class RemoteEmbedder:
    """A model of an OpenAI-compatible endpoint; asked for nothing until a vector is needed."""

    def __init__(
        self,
        model: str,
        settings: RetrievalSettings,
        dimension: int | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`dimension` is that of vectors made before; without it the first reply tells it."""
        self.model = model
        self.max_tokens = settings.endpoint_tokens
        self._url, self._headers = _address(settings)
        self._dimension = dimension
        self._pause = pause
        self._seconds = settings.endpoint_seconds
        prefixed = _PREFIXED.search(model) is not None
        self._prefixes = ("query: ", "passage: ") if prefixed else ("", "")
        self._most = _BATCH_TEXTS
        self._cuts = 0
        self._resting_until = 0.0
        self._reason = ("", "")
        self._client: httpx.Client | None = None

    @property
    def dimension(self) -> int:
        """Numbers in a vector, asked of the endpoint where nothing was embedded yet."""
        return self._dimension or int(self._embed([_PROBE], self._unhurried).shape[1])

    @property
    def id(self) -> str:
        """Model and dimension: what the numbers depend on."""
        return f"{id_start(self.model)}{self.dimension}"

    @property
    def place(self) -> str:
        """The endpoint as messages name it, without what may be secret."""
        import httpx

        url = httpx.URL(self._url)
        return f"Il servizio dei vettori ({url.host}{f':{url.port}' if url.port else ''})"

    @property
    def _unhurried(self) -> Patience:
        return Patience(tries=5, seconds=self._seconds, pause=60.0)

    @property
    def _hurried(self) -> Patience:
        return Patience(tries=2, seconds=min(self._seconds, 5.0), pause=2.0)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions; given up soon, since a person waits."""
        if time.monotonic() < self._resting_until:
            raise ModelUnavailable(*self._reason)
        try:
            return self._embed([self._prefixes[0] + text for text in texts], self._hurried)
        except ModelUnavailable as error:
            self._reason = (error.message, error.advice)
            self._resting_until = time.monotonic() + _REST_SECONDS
            raise

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""
        made = self._embed([self._prefixes[1] + text for text in texts], self._unhurried)
        self._resting_until = 0.0
        return made

    def count_tokens(self, text: str) -> int:
        """An estimate from above: the endpoint shows no tokeniser."""
        return _estimate(self._prefixes[1] + text)

    # --- texts → requests -----------------------------------------------------------------

    def _embed(self, texts: Sequence[str], patience: Patience) -> Vectors:
        rows: list[Vectors] = []
        for batch in self._batches([self._fit(text) for text in texts]):
            rows += self._ask(batch, patience)
        if not rows:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack(rows)

    def _fit(self, text: str) -> str:
        """`text` as it can be sent: never blank, at most `max_tokens` long."""
        clean = text[: 3 * self.max_tokens].replace("\0", " ")
        clean = clean.encode("utf-8", "replace").decode("utf-8")
        if _estimate(clean) > self.max_tokens:
            low, high = 1, len(clean)
            while low < high:
                middle = (low + high + 1) // 2
                if _estimate(clean[:middle]) <= self.max_tokens:
                    low = middle
                else:
                    high = middle - 1
            clean = clean[:low]
        return clean if clean.strip() else "."

    def _batches(self, texts: Sequence[str]) -> Iterator[list[str]]:
        batch: list[str] = []
        tokens = 0
        for text in texts:
            own = _estimate(text)
            if batch and (len(batch) >= self._most or tokens + own > _BATCH_TOKENS):
                yield batch
                batch, tokens = [], 0
            batch.append(text)
            tokens += own
        if batch:
            yield batch

    def _ask(self, texts: list[str], patience: Patience) -> list[Vectors]:
        """The vectors of a batch; where it is too much in two halves, a text too long cut."""
        try:
            return self._try(texts, patience)
        except _TooMuch as refusal:
            half = len(texts) // 2
            if half:
                cuts = self._cuts
                made = self._ask(texts[:half], patience) + self._ask(texts[half:], patience)
                if self._cuts == cuts:  # their number was too much, not the length of one
                    self._most = min(self._most, len(texts) - half)
                return made
            if len(texts[0]) <= _SHORTEST_CUT:
                raise ModelUnavailable(
                    f"{self.place} rifiuta la richiesta ({refusal}).",
                    f"Controllare che «{self.model}» sia un modello che fa vettori.",
                ) from refusal
            self._cuts += 1
            return self._ask([texts[0][: len(texts[0]) // 2]], patience)

    def _try(self, texts: list[str], patience: Patience) -> list[Vectors]:
        """One batch, asked again with growing pauses while what fails may go by itself."""
        turn = 0
        while True:
            turn += 1
            try:
                return self._read(self._post(texts, patience.seconds), len(texts))
            except _Passing as trouble:
                grown = _FIRST_PAUSE * 2 ** (turn - 1)
                jitter = random.uniform(0.5, 1.0)  # noqa: S311 - no secret
                wait = jitter * grown if trouble.wait is None else trouble.wait
                reason = f"{self.place} non risponde ({trouble})"
                if turn == patience.tries or wait > patience.pause:
                    raise _unavailable(reason) from trouble
                _log.info("%s; again in %.1f s", reason, wait)
                self._pause(wait)

    # --- one request ----------------------------------------------------------------------

    def _post(self, texts: list[str], seconds: float) -> bytes:
        """The body of the reply; `seconds` bound each wait for the network and the whole."""
        import httpx

        if self._client is None:
            self._client = httpx.Client(headers=self._headers)
            weakref.finalize(self, self._client.close)
        asked = {"model": self.model, "input": texts, "encoding_format": "float"}
        until = time.monotonic() + seconds
        try:
            with self._client.stream("POST", self._url, json=asked, timeout=seconds) as reply:
                body = self._collect(reply, until)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise _wrong_address() from error
        except httpx.TimeoutException as error:
            raise _Passing("tempo scaduto") from error
        except httpx.HTTPError as error:
            raise _Passing(f"connessione: {type(error).__name__}") from error
        if reply.status_code != httpx.codes.OK:
            self._refuse(reply, body)
        return body

    def _collect(self, reply: "httpx.Response", until: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in reply.iter_bytes():
            parts.append(part)
            size += len(part)
            if time.monotonic() > until:
                raise _Passing("tempo scaduto")
            if size > _LARGEST_REPLY:
                raise self._nonsense("una risposta senza fine")
        return b"".join(parts)

    def _refuse(self, reply: "httpx.Response", body: bytes) -> None:
        """Raise what a reply other than 200 means; its words are not shown but for their code."""
        status = reply.status_code
        words = body[:2000].decode("utf-8", "replace")
        if status in (401, 403):
            raise ModelUnavailable(
                f"{self.place} non accetta la chiave (HTTP {status}).",
                "Controllare CTL_RETRIEVAL__API_KEY o OPENAI_API_KEY.",
            )
        if "insufficient_quota" in words:
            raise ModelUnavailable(
                f"{self.place} dice che il credito è esaurito.", "Ricaricarlo, o cambiare chiave."
            )
        if status in _TOO_MUCH or (status == 500 and _TOO_LONG.search(words)):
            raise _TooMuch(f"HTTP {status}")
        if status in _PASSING:
            raise _Passing(f"HTTP {status}", _retry_after(reply.headers.get("Retry-After")))
        raise ModelUnavailable(
            f"{self.place} risponde HTTP {status}.",
            f"Controllare l'indirizzo e che il modello «{self.model}» ci sia.",
        )

    def _read(self, body: bytes, count: int) -> list[Vectors]:
        """The vectors of a reply, in the order asked; raises `ReplyInvalid` for nonsense."""
        try:
            entries = json.loads(body)["data"]
            if len(entries) != count:
                raise self._nonsense(f"{len(entries)} vettori per {count} testi")
            numbers = [entry.get("index", at) for at, entry in enumerate(entries)]
            if sorted(numbers) != list(range(count)):
                raise self._nonsense("vettori con numeri d'ordine sbagliati")
            ordered = [entries[numbers.index(n)] for n in range(count)]
            vectors = [_vector(entry["embedding"]) for entry in ordered]
        except _NO_VECTORS as error:
            raise self._nonsense("una risposta che non è di vettori") from error
        for vector in vectors:
            self._check(vector)
        return [_scaled(vector) for vector in vectors]

    def _check(self, vector: NDArray[np.float64]) -> None:
        if vector.ndim != 1 or not len(vector) or not np.isfinite(vector).all():
            raise self._nonsense("vettori che non sono numeri")
        if not vector.any():
            raise self._nonsense("un vettore di soli zeri")
        if self._dimension is None:
            self._dimension = len(vector)
        if len(vector) != self._dimension:
            raise ReplyInvalid(
                f"{self.place} dà vettori di {len(vector)} numeri invece di {self._dimension}.",
                "Dietro il nome c'è un altro modello: rifare i vettori con `ctl reembed`.",
            )

    def _nonsense(self, what: str) -> ReplyInvalid:
        return ReplyInvalid(
            f"{self.place} dà {what}.",
            f"Controllare che «{self.model}» sia un modello che fa vettori.",
        )


def id_start(model: str) -> str:
    """How the id of a model's vectors begins; their dimension follows."""
    return f"openai-{model}-"


def read_dimension(made: str, model: str) -> int | None:
    """The dimension in the id `made`, where it is of this model."""
    rest = made.removeprefix(id_start(model))
    return int(rest) if rest != made and re.fullmatch(r"[1-9][0-9]{0,5}", rest) else None


def _address(settings: RetrievalSettings) -> tuple[str, dict[str, str]]:
    """Where to post, and the headers; raises `SettingsError`."""
    import httpx

    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    if not settings.base_url and not key:
        raise SettingsError(
            "Per i vettori di un servizio mancano indirizzo e chiave.",
            "Impostare OPENAI_BASE_URL o OPENAI_API_KEY, o CTL_EMBEDDINGS=auto.",
        )
    if not re.fullmatch(r"[!-~]*", key):
        raise SettingsError(
            "La chiave del servizio dei vettori contiene segni che una chiave non ha.",
            "Controllare CTL_RETRIEVAL__API_KEY o OPENAI_API_KEY.",
        )
    address = f"{(settings.base_url or _DEFAULT_ADDRESS).rstrip('/')}/embeddings"
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise _wrong_address() from error
    if url.scheme not in ("http", "https") or not url.host:
        raise _wrong_address()
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if url.userinfo and not key:
        named = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
        headers = {"Authorization": f"Basic {named}"}
    return str(url.copy_with(userinfo=b"")), headers  # httpx writes the address into its log


def _wrong_address() -> SettingsError:
    return SettingsError(
        "L'indirizzo del servizio dei vettori non è un indirizzo http.",
        "Controllare CTL_RETRIEVAL__BASE_URL o OPENAI_BASE_URL.",
    )


def _unavailable(reason: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"{reason.rstrip('.')}.", "Controllare rete e indirizzo, e ripetere più tardi."
    )


def _retry_after(text: str | None) -> float | None:
    """Seconds to wait, of a header that gives seconds or a date; None where it gives neither."""
    if not text:
        return None
    try:
        if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", text.strip()):
            return float(text)
        wait = parsedate_to_datetime(text) - datetime.now(UTC)
        return max(0.0, wait.total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _vector(embedding: Any) -> NDArray[np.float64]:
    """The numbers of one entry, also where the endpoint gives them packed."""
    if isinstance(embedding, str):
        packed = np.frombuffer(base64.b64decode(embedding, validate=True), dtype="<f4")
        return packed.astype(np.float64)
    return np.array(embedding, dtype=np.float64)


def _scaled(vector: NDArray[np.float64]) -> Vectors:
    """The vector with length 1, also where its square is beyond what a number holds."""
    level = vector / np.abs(vector).max()
    scaled: Vectors = (level / np.linalg.norm(level)).astype(np.float32)
    return scaled


def _estimate(text: str) -> int:
    """More tokens than usual tokenisers make: a third of the bytes, digits twice, or its words."""
    weight = len(text.encode("utf-8", "replace")) + len(_DIGIT.findall(text))
    return 2 + max(-(-weight // 3), len(_WORD_OR_SIGN.findall(text)))
