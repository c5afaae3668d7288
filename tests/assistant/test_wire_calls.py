"""Calls as JSON, on the command line and as a calendar, on a desk that holds a few."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from icalendar import Calendar
from typer.testing import CliRunner

from assistant.cli import calls as command
from assistant.wire_calls import call_record, call_records, status_words
from corpus.call_register import Call, CallStatus, gather_calls
from corpus.claims import Fact, Topic, Witness
from corpus.types import Authority, Span

TOLD = {
    "Rete Ricerca": [
        ("opens", "2031-01-20T10:00:00+01:00", None),
        ("closes", "2031-03-05", None),
        ("extended", "2031-04-30", "2031-03-01"),
        ("budget", "1 milione di euro", None),
        ("budget", "3 milioni di euro", None),
        ("act", "lombardia:decreto:7:2031-01-07", None),
        ("issuer", "Regione Esempio", None),
        ("beneficiaries", "PMI", None),
        ("cluster", "energia", None),
    ],
    "Filiere Verdi": [("closes", "24 giugno", None), ("cluster", "*", None)],
    "Voucher": [("opens", "2032-01-01", None), ("code", "RLX12031000123", None)],
    "Vecchio bando della neve": [("closes", "2030-01-01", None), ("cluster", "mobilita", None)],
}


def some_calls() -> list[Call]:
    facts = []
    for page, (name, values) in enumerate(TOLD.items(), start=1):
        for place, (field, value, day) in enumerate([("title", name, None), *values]):
            span = Span("a" * 16, page, place, place + 1)
            key = name.lower().replace(" ", "-")
            facts.append((Fact(Topic.CALL, key, field, value, span, None, day), WITNESS))
    return gather_calls(facts)


WITNESS = Witness("a" * 16, Authority.SECONDARY, None, None)


def cite(span: Span) -> dict[str, Any]:
    return {
        "document_id": span.document_id, "source": "pagina.html", "url": None, "title": "Pagina",
        "page": span.page, "quote": f"parole {span.start}", "authority": "secondary",
    }  # fmt: skip


class FewCalls:
    """A desk of a few calls."""

    def today(self) -> date:
        return date(2031, 2, 1)

    def calls(self) -> Sequence[Call]:
        return some_calls()

    def cite(self, day: date) -> Any:
        return cite


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    @contextmanager
    def open_desk(_library: Path | None) -> Iterator[FewCalls]:
        yield FewCalls()

    monkeypatch.setattr(command, "open_desk_for", open_desk)
    app = typer.Typer()
    command.register(app)
    app.callback()(lambda: None)

    def invoke(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["calls", *arguments], catch_exceptions=False)

    return invoke


# --- records --------------------------------------------------------------------------------------


def test_a_record_has_what_the_contract_says() -> None:
    call = next(one for one in some_calls() if one.title == "Rete Ricerca")
    record = call_record(call, date(2031, 3, 10), cite)
    assert json.loads(json.dumps(record)) == record
    told = {
        name: record[name] for name in ("call_id", "title", "issuer", "act_id", "opens", "closes")
    }
    assert told == {
        "call_id": "rete-ricerca",
        "title": "Rete Ricerca",
        "issuer": "Regione Esempio",
        "act_id": "lombardia:decreto:7:2031-01-07",
        "opens": "2031-01-20T10:00:00+01:00",
        "closes": "2031-04-30",
    }
    assert (record["status"], record["extended"]) == ("open", True)
    assert record["clusters"] == ["energia"]
    assert record["conflicts"] == ["budget"]
    assert record["citation"] == cite(Span("a" * 16, 1, 1, 2))
    assert [one["value"] for one in record["facts"] if one["field"] == "budget"] == [
        *("1 milione di euro", "3 milioni di euro"),
    ]
    assert all(one["citation"]["quote"] for one in record["facts"])


def test_vague_times_are_the_words_of_the_source() -> None:
    call = next(one for one in some_calls() if one.title == "Filiere Verdi")
    record = call_record(call, date(2031, 3, 10), cite)
    assert (record["opens"], record["closes"]) == (None, {"text": "24 giugno"})
    assert (record["status"], record["clusters"]) == ("unknown", ["*"])


def test_what_closes_next_comes_first_and_what_is_closed_last() -> None:
    records = call_records(some_calls(), date(2031, 2, 1), cite)
    assert [one["status"] for one in records] == ["open", "announced", "unknown", "closed"]
    energy = call_records(some_calls(), date(2031, 2, 1), cite, "energia")
    assert [one["title"] for one in energy] == ["Rete Ricerca", "Filiere Verdi"]


def test_every_status_has_words() -> None:
    words = {status_words(one.value, extended=False) for one in CallStatus}
    assert len(words) == len(CallStatus)
    assert status_words("open", extended=True) == "aperto, prorogato"


# --- the command ----------------------------------------------------------------------------------


def test_all_calls_today(run: Any) -> None:
    records = json.loads(run("--json").stdout)
    assert len(records) == 4
    assert {one["as_of"] for one in records} == {"2031-02-01"}


def test_open_on_a_day(run: Any) -> None:
    assert [
        one["title"] for one in json.loads(run("--open-on", "2031-04-30", "--json").stdout)
    ] == ["Rete Ricerca"]
    assert json.loads(run("--open-on", "2031-05-01", "--json").stdout) == []


def test_for_people(run: Any) -> None:
    shown = run("--open-on", "2031-03-10")
    assert "Rete Ricerca  [aperto, prorogato]" in shown.stdout
    assert "dal 2031-01-20 ore 10:00 al 2031-04-30" in shown.stdout
    assert "valori discordi: budget" in shown.stdout
    assert "1 bando, stato al 2031-03-10" in shown.stdout
    assert "di un altro bando" in shown.stderr


def test_of_one_cluster(run: Any) -> None:
    records = json.loads(run("--cluster", "cluster della mobilità", "--json").stdout)
    assert [one["title"] for one in records] == ["Filiere Verdi", "Vecchio bando della neve"]
    with pytest.raises(Exception, match="Nessun cluster"):
        run("--cluster", "pasticceria")


def test_calendar(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "bandi.ics"
    run("--open-on", "2031-02-10", "--ics", str(target))
    events = Calendar.from_ical(target.read_bytes()).events
    assert {str(one["summary"]) for one in events} == {
        *("Apertura: Rete Ricerca", "Scadenza: Rete Ricerca"),
    }
    with pytest.raises(Exception, match="non si scrive"):
        run("--ics", str(tmp_path / "nessuna" / "bandi.ics"))
