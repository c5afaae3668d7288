from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scripted_model import DROP, FULL, Asked, Fault, Raw, ScriptedModel, Stall

from assistant.journal import Journal
from assistant.model import ChatModel, probe_model
from assistant.types import Usage
from corpus.errors import ModelUnavailable, ReplyInvalid

DAY = date(2033, 5, 4)
ASK = [("system", "Sii breve."), ("user", "Domanda: chi?")]
SCHEMA = {"type": "object", "properties": {}, "additionalProperties": False}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


@pytest.fixture
def open_model(scripted: ScriptedModel, journal: Journal) -> Callable[..., ChatModel]:
    def run(**settings: Any) -> ChatModel:
        return ChatModel(scripted.settings(**settings), journal, lambda: DAY, lambda _: None)

    return run


Open = Callable[..., ChatModel]


def test_pieces_come_as_the_endpoint_sends_them(scripted: ScriptedModel, open_model: Open) -> None:
    scripted.script = lambda _: ["Uno ", "due", " tre"]
    reply = open_model(input_price=2.0, output_price=10.0).ask(ASK)
    assert list(reply) == ["Uno ", "due", " tre"]
    assert reply.usage == Usage(100, 20, 0.0004, 1)
    asked = scripted.asked[0]
    assert [one["role"] for one in asked.messages] == ["system", "user"]
    assert asked.body["temperature"] == 0
    assert "response_format" not in asked.body


def test_the_key_reaches_the_endpoint_and_nothing_else(
    scripted: ScriptedModel, open_model: Open
) -> None:
    scripted.script = lambda _: "sì"
    assert list(open_model(api_key="sk-prova").ask(ASK)) == ["sì"]
    assert scripted.asked[0].key == "Bearer sk-prova"
    scripted.script = lambda _: Fault(401)
    with pytest.raises(ModelUnavailable) as caught:
        list(open_model(api_key="sk-prova").ask(ASK))
    assert "sk-prova" not in str(caught.value)
    assert "OPENAI_API_KEY" in caught.value.advice


def test_an_endpoint_without_schemas_is_asked_without_and_remembered(
    scripted: ScriptedModel, open_model: Open
) -> None:
    def script(asked: Asked) -> Any:
        return Fault(400) if "response_format" in asked.body else "righe"

    scripted.script = script
    model = open_model()
    assert list(model.ask(ASK, SCHEMA)) == ["righe"]
    assert list(model.ask(ASK, SCHEMA)) == ["righe"]
    assert ["response_format" in one.body for one in scripted.asked] == [True, False, False]


def test_an_endpoint_that_takes_only_words_is_asked_for_nothing_else(
    scripted: ScriptedModel, open_model: Open
) -> None:
    def script(asked: Asked) -> Any:
        more = {"response_format", "stream_options", "temperature", "max_completion_tokens"}
        return Fault(422) if more & asked.body.keys() else "va bene"

    scripted.script = script
    assert list(open_model().ask(ASK, SCHEMA)) == ["va bene"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_fault_is_waited_out(
    scripted: ScriptedModel, journal: Journal, status: int
) -> None:
    waits: list[float] = []
    scripted.script = lambda _: (
        Fault(status, {"Retry-After": "3"}) if len(scripted.asked) < 3 else "eccomi"
    )
    model = ChatModel(
        scripted.settings(retries=2, total_seconds=60), journal, lambda: DAY, waits.append
    )
    assert list(model.ask(ASK)) == ["eccomi"]
    assert len(waits) == 2
    assert all(3 <= wait < 4 for wait in waits)


def test_what_cannot_pass_is_not_tried_again(scripted: ScriptedModel, open_model: Open) -> None:
    scripted.script = lambda _: Fault(404)
    with pytest.raises(ModelUnavailable, match="non conosce il modello"):
        list(open_model(retries=5).ask(ASK))
    assert len(scripted.asked) == 1


@pytest.mark.parametrize(
    "pieces",
    [
        ["Una frase", DROP],
        ["Una frase", FULL],
        ["Una frase", Stall(1.5), "mai"],
        ["Una frase", Raw(b'data: {"choices": [{"delta": {"content": "citt\xc3'), DROP],
        ["Una frase", Raw(b"data: {non json}\n\n")],
        ["Una frase", Raw(b'data: {"choices": "niente"}\n\n')],
    ],
)
def test_a_reply_cut_off_gives_what_came_and_then_fails(
    scripted: ScriptedModel, open_model: Open, pieces: list[Any]
) -> None:
    scripted.script = lambda _: pieces
    heard = []
    with pytest.raises(ModelUnavailable):  # noqa: PT012 - what was heard before is the point
        for piece in open_model(retries=3).ask(ASK):
            heard.append(piece)
    assert heard == ["Una frase"]
    assert len(scripted.asked) == 1


def test_no_endpoint_is_told_in_one_sentence(journal: Journal, scripted: ScriptedModel) -> None:
    settings = scripted.settings(base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ModelUnavailable, match="OPENAI_BASE_URL"):
        list(ChatModel(settings, journal, lambda: DAY).ask(ASK))


def test_nothing_and_endless_replies_are_invalid(scripted: ScriptedModel, open_model: Open) -> None:
    scripted.script = lambda _: [""]
    with pytest.raises(ReplyInvalid):
        list(open_model().ask(ASK))
    scripted.script = lambda _: ["bla " * 5_000] * 4
    with pytest.raises(ReplyInvalid, match="non finisce"):
        list(open_model().ask(ASK))


def test_a_reply_over_the_time_is_given_up(scripted: ScriptedModel, open_model: Open) -> None:
    def pieces(_: Asked) -> Any:
        for _n in range(40):
            yield "a "
            yield Stall(0.05)

    scripted.script = pieces
    with pytest.raises(ModelUnavailable, match="non ha finito in tempo"):
        list(open_model(total_seconds=0.3).ask(ASK))


def test_the_limit_of_a_day_holds_across_models(scripted: ScriptedModel, journal: Journal) -> None:
    scripted.script = lambda _: "sì"
    settings = scripted.settings(tokens_per_day=250, output_tokens=100)
    days = [DAY]

    def ask() -> list[str]:
        return list(ChatModel(settings, journal, lambda: days[0]).ask(ASK))

    assert ask() == ["sì"]
    assert journal.spent(DAY) == Usage(100, 20, 0.0, 1)
    assert ask() == ["sì"]
    with pytest.raises(ModelUnavailable, match="limite di token"):
        ask()
    assert len(scripted.asked) == 2
    assert journal.spent(DAY).calls == 2
    days[0] = date(2033, 5, 5)
    assert ask() == ["sì"]


def test_a_failed_call_gives_back_what_was_reserved(
    scripted: ScriptedModel, journal: Journal
) -> None:
    scripted.script = lambda _: Fault(500)
    with pytest.raises(ModelUnavailable):
        list(ChatModel(scripted.settings(), journal, lambda: DAY).ask(ASK))
    assert journal.spent(DAY).input_tokens == 0


def test_uncounted_use_is_guessed(scripted: ScriptedModel, open_model: Open) -> None:
    scripted.usage = False
    scripted.script = lambda _: "sì " * 30
    reply = open_model().ask(ASK)
    list(reply)
    assert reply.usage.input_tokens > 0
    assert reply.usage.output_tokens == 30


def test_calls_a_minute_are_kept(scripted: ScriptedModel, open_model: Open) -> None:
    scripted.script = lambda _: "sì"
    model = open_model(calls_per_minute=1.0, total_seconds=0.2)
    assert list(model.ask(ASK)) == ["sì"]
    with pytest.raises(ModelUnavailable, match="al minuto"):
        list(model.ask(ASK))


def test_a_journal_that_cannot_be_kept_stops_only_what_is_limited(
    scripted: ScriptedModel, tmp_path: Path
) -> None:
    scripted.script = lambda _: "sì"
    broken = Journal(tmp_path / "non-esiste")
    assert list(ChatModel(scripted.settings(), broken, lambda: DAY).ask(ASK)) == ["sì"]
    limited = scripted.settings(tokens_per_day=1_000_000)
    with pytest.raises(ModelUnavailable):
        list(ChatModel(limited, broken, lambda: DAY).ask(ASK))


def test_an_unknown_provider_is_told(scripted: ScriptedModel, journal: Journal) -> None:
    settings = scripted.settings(provider="anthropic")
    with pytest.raises(ModelUnavailable, match="pacchetto"):
        list(ChatModel(settings, journal, lambda: DAY).ask(ASK))


def test_probe(scripted: ScriptedModel, journal: Journal) -> None:
    scripted.script = lambda _: "pronto"
    assert probe_model(scripted.settings(), journal, DAY).ok
    scripted.script = lambda _: Fault(401)
    probe = probe_model(scripted.settings(), journal, DAY)
    assert not probe.ok
    assert "chiave" in probe.what
