"""The optional language model: any endpoint that speaks OpenAI's interface, through LangChain.

It gives text, piece by piece, and counts what that cost. Whether the text is true is none of its
business: `verify` decides. Every failure – refused, slow, cut off, out of budget – is `ModelError`.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.journal import Journal
from assistant.types import Usage
from corpus.errors import (
    ModelError,
    ModelUnavailable,
    ReplyInvalid,
    SettingsError,
    StoreError,
)
from corpus.settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.rate_limiters import InMemoryRateLimiter

_log = logging.getLogger(__name__)

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 20.0
_CHARACTERS_PER_TOKEN = 3
"""Of Italian text, on the low side: what an endpoint does not count is guessed too high."""
_LONGEST_REPLY = 40_000
"""Characters after which a reply is cut: no answer is that long."""
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})

Message = tuple[str, str]
"""Role ("system", "user" or "assistant") and words."""


@dataclass(frozen=True, slots=True)
class Probe:
    """How a trial of the endpoint went, in one sentence for people."""

    ok: bool
    what: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Manners:
    """What an endpoint is asked beyond the words; one that refuses is asked for less."""

    schema: bool
    tuned: bool = True
    counted: bool = True

    def fewer(self) -> "_Manners | None":
        """The next lesser way to ask; None where there is none."""
        for name in ("schema", "counted", "tuned"):
            if getattr(self, name):
                return replace(self, **{name: False})
        return None


class Reply:
    """One reply of the model: iterate for its pieces; `usage` is whole once they have ended."""

    def __init__(self, pieces: Iterator[str]) -> None:
        """`pieces` must set `usage` before it ends."""
        self._pieces = pieces
        self.usage = Usage()

    def __iter__(self) -> Iterator[str]:
        """The pieces of the reply; raises `ModelError`."""
        return self._pieces

    def close(self) -> None:
        """Stop reading: the endpoint is told so by the closing of the line."""
        close = getattr(self._pieces, "close", None)
        if close:
            close()


class ChatModel:
    """A configured model; may be used by many threads at once."""

    def __init__(
        self,
        settings: ModelSettings,
        journal: Journal,
        today: Callable[[], date],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Nothing is imported or opened before the first question; `sleep` is for tests."""
        if not settings.name:
            raise SettingsError("Nessun modello è configurato.", "Indicarne uno con CTL_MODEL.")
        self.name = settings.name
        self._settings = settings
        self._journal = journal
        self._today = today
        self._sleep = sleep
        self._guard = threading.Lock()
        self._opened: dict[_Manners, BaseChatModel] = {}
        self._limiter: InMemoryRateLimiter | None = None
        schema = settings.structured != "no" and settings.provider == "openai"
        self._manners = _Manners(schema)

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Reply:
        """Ask the model; `schema` (JSON Schema) is used where the endpoint takes it."""
        reply = Reply(iter(()))
        reply._pieces = self._pieces(messages, schema, reply)
        return reply

    def warm(self) -> None:
        """Make the client now, so that the first question does not wait for its import."""
        self._open(self._manners)

    def _pieces(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None, reply: Reply
    ) -> Iterator[str]:
        until = time.monotonic() + self._settings.total_seconds
        asked = sum(len(words) for _, words in messages)
        reserved = asked // _CHARACTERS_PER_TOKEN + self._settings.output_tokens
        day = self._today()
        if not self._reserve(day, reserved):
            raise ModelUnavailable(
                "Il limite di token di oggi è raggiunto.",
                "Riprovare domani o alzare CTL_MODEL__TOKENS_PER_DAY.",
            )
        told: list[Mapping[str, Any]] = []
        written = 0
        began = False
        try:
            for piece in self._with_patience(messages, schema, until, told):
                began = True
                written += len(piece)
                yield piece
                if written > _LONGEST_REPLY:
                    raise ReplyInvalid("La risposta del modello non finisce.", _OTHER_MODEL)
        finally:
            reply.usage = self._used(asked if began else 0, written, told)
            self._settle(day, reserved, reply.usage)

    def _reserve(self, day: date, tokens: int) -> bool:
        """Whether the day's limit leaves room; a journal that cannot be kept allows no limit."""
        limit = self._settings.tokens_per_day
        try:
            return self._journal.reserve(day, tokens, limit)
        except StoreError as error:
            if limit:
                raise ModelUnavailable(error.message, error.advice) from error
            _log.warning("model usage is not recorded: %s", error)
            return True

    def _settle(self, day: date, reserved: int, used: Usage) -> None:
        try:
            self._journal.settle(day, reserved, used)
        except StoreError as error:
            _log.warning("model usage is not recorded: %s", error)

    def _used(self, asked: int, written: int, told: Sequence[Mapping[str, Any]]) -> Usage:
        """What a call used: as the endpoint counts it, or guessed from the characters."""
        read = sum(int(one.get("input_tokens") or 0) for one in told)
        wrote = sum(int(one.get("output_tokens") or 0) for one in told)
        if not read + wrote:
            read, wrote = -(-asked // _CHARACTERS_PER_TOKEN), -(-written // _CHARACTERS_PER_TOKEN)
        prices = self._settings.input_price, self._settings.output_price
        cost = (read * prices[0] + wrote * prices[1]) / 1_000_000
        return Usage(read, wrote, round(cost, 6), 1)

    def _with_patience(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any] | None,
        until: float,
        told: list[Mapping[str, Any]],
    ) -> Iterator[str]:
        """The pieces; before the first one a failure that may pass is waited out."""
        tried = 0
        while True:
            self._wait_for_turn(until)
            manners = self._manners if schema else replace(self._manners, schema=False)
            began = False
            try:
                for piece in self._stream(messages, schema, manners, until, told):
                    began = True
                    yield piece
            except ModelError:
                raise
            except Exception as error:  # a vendor's code: any error of it is the model's
                fewer = None if began else self._asked_too_much(error, manners)
                if fewer is not None:
                    self._manners = fewer
                    continue
                wait = _wait_before_retry(error, tried)
                late = time.monotonic() + (wait or 0.0) >= until
                if began or wait is None or late or tried >= self._settings.retries:
                    raise _as_model_error(error, self.name) from error
                tried += 1
                self._sleep(wait)
                continue
            if began:
                return
            raise ReplyInvalid(
                f"Il modello «{self.name}» ha dato una risposta vuota.", _OTHER_MODEL
            )

    def _asked_too_much(self, error: Exception, manners: _Manners) -> _Manners | None:
        """A lesser way to ask, where the endpoint refused the form of the request."""
        if getattr(error, "status_code", None) not in (400, 422, 501):
            return None
        if self._settings.structured == "yes" and manners.schema:
            return None
        return manners.fewer()

    def _stream(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any] | None,
        manners: _Manners,
        until: float,
        told: list[Mapping[str, Any]],
    ) -> Iterator[str]:
        options: dict[str, Any] = {}
        ended = ""
        if schema and manners.schema:
            form = {"name": "reply", "strict": True, "schema": dict(schema)}
            asked = {"type": "json_schema", "json_schema": form}
            # as a plain field: else the client itself insists on whole and valid JSON
            options["extra_body"] = {"response_format": asked}
        for chunk in self._open(manners).stream(list(messages), **options):
            if time.monotonic() > until:
                raise ModelUnavailable(
                    f"Il modello «{self.name}» non ha finito in tempo.",
                    "Alzare CTL_MODEL__TOTAL_SECONDS o scegliere un modello più veloce.",
                )
            if chunk.usage_metadata:
                told.append(chunk.usage_metadata)
            ended = chunk.response_metadata.get("finish_reason") or ended
            if words := str(chunk.text):
                yield words
        if self._settings.provider == "openai" and ended in ("", "length"):
            raise ModelUnavailable(
                f"La risposta del modello «{self.name}» è stata interrotta.",
                "Riprovare, o alzare CTL_MODEL__OUTPUT_TOKENS.",
            )

    def _open(self, manners: _Manners) -> "BaseChatModel":
        """The LangChain model, made at the first use: the import takes over a second."""
        with self._guard:
            if manners not in self._opened:
                from langchain.chat_models import init_chat_model

                try:
                    self._opened[manners] = init_chat_model(
                        self.name,
                        model_provider=self._settings.provider,
                        **self._options(manners),
                    )
                except (ImportError, ValueError, TypeError) as error:
                    raise _as_model_error(error, self.name) from error
            return self._opened[manners]

    def _options(self, manners: _Manners) -> dict[str, Any]:
        settings = self._settings
        options: dict[str, Any] = {"max_retries": 0, "timeout": settings.timeout_seconds}
        if settings.api_key:
            options["api_key"] = settings.api_key.get_secret_value()
        elif settings.base_url:
            options["api_key"] = "none"  # a local endpoint asks for no key, its client for one
        if settings.base_url:
            options["base_url"] = settings.base_url
        if manners.tuned:
            options |= {"temperature": 0, "max_tokens": settings.output_tokens}
        if settings.provider == "openai":
            options["stream_usage"] = manners.counted
            options["use_responses_api"] = False
        return options

    def _wait_for_turn(self, until: float) -> None:
        """Keep to the calls a minute; raises `ModelUnavailable` where the turn comes too late."""
        a_minute = self._settings.calls_per_minute
        if not a_minute:
            return
        with self._guard:
            if self._limiter is None:
                from langchain_core.rate_limiters import InMemoryRateLimiter

                self._limiter = InMemoryRateLimiter(
                    requests_per_second=a_minute / 60, max_bucket_size=max(1.0, a_minute / 10)
                )
                self._limiter.available_tokens = 1.0
        while not self._limiter.acquire(blocking=False):
            if time.monotonic() > until:
                raise ModelUnavailable(
                    "Il limite di chiamate al minuto è raggiunto.", "Riprovare tra un minuto."
                )
            self._sleep(0.05)


_OTHER_MODEL = "Scegliere un altro modello con CTL_MODEL, o nessuno."


def _wait_before_retry(error: Exception, tried: int) -> float | None:
    """Seconds to wait before asking again (as the endpoint says, or doubling, with jitter).

    None where asking again cannot help.
    """
    code = getattr(error, "status_code", None)
    if code is not None and code not in _AGAIN:
        return None
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        asked = float(headers.get("retry-after", ""))
    except ValueError:
        asked = 0.0
    grown = _FIRST_WAIT * 2**tried * (1 + random.random())  # noqa: S311 - spread, no secret
    return min(_LONGEST_WAIT, max(asked, grown)) if asked <= _LONGEST_WAIT else None


def _as_model_error(error: Exception, name: str) -> ModelError:
    """A vendor's error in one sentence; nothing of its text, which may hold keys or prompts."""
    code = getattr(error, "status_code", None)
    if code in (401, 403):
        return ModelUnavailable(
            f"Il servizio rifiuta la chiave per il modello «{name}».", "Correggere OPENAI_API_KEY."
        )
    if code == 404:
        return ModelUnavailable(
            f"Il servizio non conosce il modello «{name}».",
            "Correggere CTL_MODEL o OPENAI_BASE_URL.",
        )
    if code == 429:
        return ModelUnavailable(
            "Il servizio del modello è troppo occupato.", "Riprovare più tardi."
        )
    if code is not None:
        return ModelUnavailable(
            f"Il servizio del modello «{name}» ha risposto con l'errore {code}.",
            "Vedere `ctl doctor`.",
        )
    if isinstance(error, ImportError):
        return ModelUnavailable(
            "Manca il pacchetto per questo fornitore del modello.",
            "Installare il pacchetto LangChain del fornitore (CTL_MODEL__PROVIDER).",
        )
    kind = type(error).__name__
    if "Timeout" in kind:
        return ModelUnavailable(
            f"Il modello «{name}» non risponde in tempo.",
            "Riprovare, o alzare CTL_MODEL__TIMEOUT_SECONDS.",
        )
    return ModelUnavailable(
        f"Il modello «{name}» non risponde ({kind}).", "Controllare OPENAI_BASE_URL e la rete."
    )


def probe_model(settings: ModelSettings, journal: Journal, today: date) -> Probe:
    """Ask the configured model for a word; its first piece is enough."""
    started = time.perf_counter()
    try:
        model = ChatModel(settings.model_copy(update={"retries": 0}), journal, lambda: today)
        reply = model.ask([("user", "Rispondi con la sola parola: pronto")])
        said = next(iter(reply), "")
        reply.close()
    except ModelError as error:
        return Probe(False, str(error), time.perf_counter() - started)
    what = f"Il modello «{model.name}» risponde."
    return Probe(bool(said), what, time.perf_counter() - started)
