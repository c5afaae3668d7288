"""Settings: the command line before the environment before ctl.toml before what is built in."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.settings import SHORT_NAMES, Settings, list_settings, load_settings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def origins(**given: dict[str, object]) -> dict[str, tuple[str, str]]:
    return {
        one.key: (one.value, one.origin) for one in list_settings(load_settings(**given), given)
    }


def test_without_anything_all_is_as_built_in() -> None:
    listed = origins()
    assert {origin for _, origin in listed.values()} == {"default"}
    assert listed["paths.library"] == ("library", "default")
    assert listed["retrieval.embeddings"] == ("auto", "default")
    assert listed["model.api_key"] == ("", "default")
    assert len(listed) == sum(
        len(type(getattr(load_settings(), name)).model_fields) for name in Settings.model_fields
    )


def test_each_place_goes_before_the_next(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "ctl.toml").write_text('[paths]\nlibrary = "toml"\n[web]\nport = 1234\n')
    assert origins()["paths.library"] == ("toml", "ctl.toml")
    monkeypatch.setenv("CTL_PATHS__LIBRARY", "lungo")
    assert origins()["paths.library"] == ("lungo", "environment")
    monkeypatch.setenv("CTL_LIBRARY", "breve")
    assert origins()["paths.library"] == ("breve", "environment")
    given = {"paths": {"library": Path("riga")}}
    assert origins(**given)["paths.library"] == ("riga", "command line")
    assert origins(**given)["web.port"] == ("1234", "ctl.toml")
    assert origins(**given)["paths.documents"][1] == "default"


@pytest.mark.parametrize(("name", "target"), SHORT_NAMES.items())
def test_every_short_name_sets_its_key(
    monkeypatch: pytest.MonkeyPatch, name: str, target: tuple[str, str]
) -> None:
    value = "2026-03-05" if name == "CTL_TODAY" else "valore"
    monkeypatch.setenv(name, value)
    shown, origin = origins()[".".join(target)]
    assert origin == "environment"
    assert shown == ("**********" if "KEY" in name else value)


def test_values_become_what_they_stand_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTL_TODAY", "2026-03-05")
    monkeypatch.setenv("CTL_WEB__PORT", "8080")
    monkeypatch.setenv("CTL_FETCH__TIMEOUT_SECONDS", "1.5")
    settings = load_settings()
    assert settings.answer.today == date(2026, 3, 5)
    assert settings.web.port == 8080
    assert settings.fetch.timeout_seconds == 1.5


def test_an_empty_variable_is_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTL_LIBRARY", "")
    monkeypatch.setenv("CTL_WEB__PORT", "")
    listed = origins()
    assert listed["paths.library"] == ("library", "default")
    assert listed["web.port"] == ("7860", "default")


@pytest.mark.parametrize("place", ["environment", "ctl.toml", "command line"])
def test_the_key_is_covered_wherever_it_comes_from(
    here: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    secret = "sk-molto-segreta"
    given: dict[str, dict[str, object]] = {}
    if place == "environment":
        monkeypatch.setenv("OPENAI_API_KEY", secret)
    elif place == "ctl.toml":
        (here / "ctl.toml").write_text(f'[model]\napi_key = "{secret}"\n')
    else:
        given = {"model": {"api_key": secret}}
    settings = load_settings(**given)
    assert settings.model.api_key is not None
    assert settings.model.api_key.get_secret_value() == secret
    assert origins(**given)["model.api_key"][1] == place
    assert secret not in f"{list_settings(settings, given)}{settings!r}{settings}"


@pytest.mark.parametrize("scheme", ["https://mario:segreto@", "https://:segreto@"])
def test_a_password_in_an_address_is_covered(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{scheme}modelli.example/v1")
    shown, _ = origins()["model.base_url"]
    assert "segreto" not in shown
    assert "modelli.example/v1" in shown


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[paths]\nlibary = 'x'", "paths.libary"),
        ("[percorsi]\nlibrary = 'x'", "percorsi"),
        ("library = 'x'", "library"),
        ("paths = 3", "paths"),
        ("[web]\nport = 'porta'", "web.port"),
        ("[web]\nport = 0", "web.port"),
        ("[answer]\ntoday = 'domani'", "answer.today"),
        ("[answer]\nsentences = 0", "answer.sentences"),
        ("[retrieval]\ncandidates = 1", "retrieval.candidates"),
    ],
)
def test_a_wrong_key_or_value_is_named(here: Path, text: str, key: str) -> None:
    (here / "ctl.toml").write_text(text)
    with pytest.raises(SettingsError, match=rf"\b{key}\b") as caught:
        load_settings()
    assert caught.value.exit_code == 2
    assert caught.value.advice


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("CTL_PATHS__LIBARY", "paths.libary"),
        ("CTL_PERCORSI__X", "percorsi"),
        ("CTL_WEB__PORT__X", "web.port__x"),
        ("CTL_LIBARY", "CTL_LIBRARY"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, key: str) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsError, match=key):
        load_settings()


@pytest.mark.parametrize("data", [b"non e' toml [", b"\xff\xfe", b"[a]\n[a]\n"])
def test_a_file_that_is_no_toml_is_told(here: Path, data: bytes) -> None:
    (here / "ctl.toml").write_bytes(data)
    with pytest.raises(SettingsError, match=r"ctl\.toml"):
        load_settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().web.port = 1  # type: ignore[misc]
