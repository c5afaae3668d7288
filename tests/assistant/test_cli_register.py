"""The commands of the registers: acts, clusters, calls, and what a person corrects."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.library import Library

Run = Callable[..., tuple[int, str, str]]
ACT_KEYS = {"act_id", "type", "number", "date", "issuer", "object", "document_id", "validity"}
RELATION_KEYS = {"kind", "direction", "act_id", "citation"}
CLUSTER_KEYS = {
    *("cluster_id", "name", "aliases", "area", "status", "recognised_by", "manager", "website"),
    "facts",
}
CALL_KEYS = {
    *("call_id", "title", "issuer", "act_id", "opens", "closes", "budget", "intensity"),
    *("beneficiaries", "clusters", "status", "extended", "citation"),
}
CITATION_KEYS = {
    *("n", "document_id", "source", "url", "title", "page", "quote", "start", "end", "act_id"),
    *("authority", "ocr", "validity"),
}


@pytest.fixture
def ctl(
    facsimiles: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run_ctl: Run,
) -> Run:
    """Runs a command on a library of its own that holds the facsimiles."""
    shutil.copytree(facsimiles.folder, tmp_path / "library")
    monkeypatch.setenv("CTL_TODAY", "2034-06-30")
    return run_ctl


def record(run: Run, *arguments: str) -> Any:
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def check_citation(library: Library, cited: dict[str, Any]) -> None:
    assert set(cited) == CITATION_KEYS
    page = library.page(cited["document_id"], cited["page"])
    assert page.text[cited["start"] : cited["end"]] == cited["quote"]


def test_acts_lists_every_act_held_or_cited(ctl: Run) -> None:
    found = {one["act_id"]: one for one in record(ctl, "acts")}
    assert all(set(one) >= ACT_KEYS for one in found.values())
    assert found["esempio:decreto:FS-010:2033-06-20"]["validity"] == "revoked"
    cited = found["stato:legge:241:1990-08-07"]
    assert (cited["document_id"], cited["citing_documents"]) == (None, 2)
    code, out, _ = ctl("acts")
    assert code == 0
    assert "citati e non presenti" in out


def test_act_tells_its_relations_with_their_quotes(ctl: Run, facsimiles: Library) -> None:
    found = record(ctl, "act", "decreto n. FS-003 del 22 luglio 2031")
    assert set(found) >= {"query", "matches", "ambiguous"}
    assert found["ambiguous"] is False
    (match,) = found["matches"]
    assert set(match) >= ACT_KEYS | {"relations", "cited_by"}
    told = {(one["kind"], one["direction"], one["act_id"]) for one in match["relations"]}
    assert ("revokes", "in", "esempio:decreto:FS-006:2034-02-01") in told
    assert ("extends", "in", "esempio:decreto:FS-005:2033-11-10") in told
    clusters = {one["cluster_id"] for one in match["relations"] if one["kind"] == "recognises"}
    assert clusters == {"energia", "scienze-della-vita"}
    for one in match["relations"]:
        assert set(one) >= RELATION_KEYS
        check_citation(facsimiles, one["citation"])
        assert one["citation"]["authority"] == "demonstration"
    assert match["cited_by"]


def test_act_as_of_a_day(ctl: Run) -> None:
    reference = "esempio:decreto:FS-010:2033-06-20"
    days = {"2033-09-11": "unknown", "2033-09-12": "revoked"}
    for day, state in days.items():
        assert record(ctl, "act", reference, "--as-of", day)["matches"][0]["validity"] == state


def test_an_act_that_nobody_knows_exits_1_with_an_empty_result(ctl: Run) -> None:
    code, out, err = ctl("act", "decreto n. 9999 del 1 gennaio 2020", "--json")
    assert code == 1
    assert json.loads(out)["matches"] == []
    assert "ctl acts" in err
    code, out, err = ctl("act", "non è un atto")
    assert (code, out) == (1, "")


def test_a_chain_is_printed_as_mermaid(ctl: Run) -> None:
    code, out, _ = ctl("act", "decreto n. FS-003 del 22 luglio 2031", "--graph")
    assert code == 0
    assert out.startswith("flowchart TD\n")
    assert "revoca" in out
    drawn = record(ctl, "act", "decreto n. FS-003 del 22 luglio 2031", "--graph")["graph"]
    assert set(drawn) == {"mermaid", "svg"}


def test_clusters_and_cluster_tell_status_acts_and_facts(ctl: Run, facsimiles: Library) -> None:
    found = {one["cluster_id"]: one for one in record(ctl, "clusters")}
    assert len(found) == 10
    assert all(set(one) >= CLUSTER_KEYS for one in found.values())
    assert found["energia"]["status"] == "revoked"
    (act,) = [one for one in found["energia"]["recognised_by"] if one["role"] == "recognises"]
    assert act["act_id"] == "esempio:decreto:FS-003:2031-07-22"
    assert act["effective_from"] == "2031-07-22"
    check_citation(facsimiles, act["citation"])
    energy = record(ctl, "cluster", "LE2C", "--as-of", "2032-05-01")
    assert energy["status"] == "recognised"
    assert {"manager"} <= {one["field"] for one in energy["facts"]}
    for fact in energy["facts"]:
        assert set(fact) >= {"field", "value", "date", "citation"}
        check_citation(facsimiles, fact["citation"])
    code, out, _ = ctl("cluster", "clustr energía", "--as-of", "2032-05-01")
    assert code == 0
    assert "stato al 2032-05-01: recognised" in out


def test_a_cluster_that_is_none_exits_1(ctl: Run) -> None:
    code, out, err = ctl("cluster", "pesca", "--json")
    assert (code, out.strip()) == (1, "null")
    assert "ctl clusters" in err


def test_a_day_that_is_none_exits_2(ctl: Run) -> None:
    code, _, err = ctl("clusters", "--as-of", "ieri")
    assert code == 2
    assert "AAAA-MM-GG" in err


def test_calls_tell_status_at_a_day_and_times_with_offset(ctl: Run, facsimiles: Library) -> None:
    open_then = record(ctl, "calls", "--open-on", "2032-07-15")
    (call,) = [one for one in open_then if one["title"].endswith("l'Innovazione")]
    assert set(call) >= CALL_KEYS
    assert (call["status"], call["extended"]) == ("open", True)
    assert call["closes"] == "2032-07-31T12:00:00+02:00"
    check_citation(facsimiles, call["citation"])
    assert all(one["status"] == "open" for one in open_then)


def test_calls_are_exported_as_a_calendar(ctl: Run, tmp_path: Path) -> None:
    code, _, _ = ctl("calls", "--ics", str(tmp_path / "bandi.ics"))
    assert code == 0
    text = (tmp_path / "bandi.ics").read_text("utf-8")
    assert text.startswith("BEGIN:VCALENDAR")
    assert "FAC-SIMILE" in text or "FS" in text


def test_a_corrected_value_wins_is_marked_and_can_be_taken_back(ctl: Run) -> None:
    set_it = ("register", "set", "energia", "status=recognised", "seat=Esempio di Sotto")
    assert ctl(*set_it, "--reason", "verifica d'ufficio", "--author", "prova")[0] == 0
    found = record(ctl, "cluster", "energia")
    assert found["status"] == "recognised"
    (fact,) = [one for one in found["facts"] if one["corrected"] and one["field"] == "seat"]
    assert (fact["value"], fact["author"]) == ("Esempio di Sotto", "prova")
    assert fact["reason"] == "verifica d'ufficio"
    assert ctl("register", "set", "energia", "status=", "--reason", "errore")[0] == 0
    assert record(ctl, "cluster", "energia")["status"] == "revoked"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("register", "set", "energia", "status=boh", "--reason", "x"), 1, "recognised"),
        (("register", "set", "pesca", "seat=x", "--reason", "x"), 1, "ctl clusters"),
        (("register", "set", "energia", "seat", "--reason", "x"), 2, "CAMPO=VALORE"),
        (("register", "set", "energia", "seat=x", "--reason", " "), 2, "--reason"),
        (("register", "set", "energia", "seat=x"), 2, "--reason"),
        (("document", "set", "niente", "title=x", "--reason", "x"), 1, "ctl documents"),
    ],
)
def test_wrong_corrections_say_what_to_do(
    ctl: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    found, out, err = ctl(*arguments)
    assert (found, out) == (code, "")
    assert words in err


def test_a_corrected_document_is_shown_and_counts(ctl: Run) -> None:
    documents = record(ctl, "documents")
    held = next(one for one in documents if one["act_id"] == "esempio:decreto:FS-002:2031-05-30")
    done = ctl("document", "set", held["source"], "date=2031-06-30", "title=Primo atto",
               "--reason", "errore di stampa")  # fmt: skip
    assert done[0] == 0
    again = {one["document_id"]: one for one in record(ctl, "documents")}[held["document_id"]]
    assert (again["title"], again["act_date"]) == ("Primo atto", "2031-06-30")
    assert record(ctl, "cluster", "mobilita", "--as-of", "2031-06-15")["status"] == "proposed"


def test_check_finds_nothing_wrong_with_the_claims(ctl: Run) -> None:
    faults = json.loads(ctl("check", "--json")[1])["faults"]
    assert [one for one in faults if one["part"] == "claims"] == []
