"""`ctl eval` as people and programs drive it: figures, report, baseline."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
CALL = "# Bando\n\nIl bando per l'innovazione chiude il 5 marzo 2026 alle ore 16.\n"


@pytest.fixture
def ctl(run_ctl: Run) -> Run:
    """Runs a command on a library of one call, with eight cases beside it."""
    Path("bando.md").write_text(CALL)
    assert run_ctl("ingest", "bando.md")[0] == 0
    lines = [
        {
            "id": f"c{n}",
            "question": "Quando chiude il bando per l'innovazione?" + " " * n,
            "keywords": ["5 marzo 2026"],
            "documents": ["bando.md"],
            "pages": [1],
        }
        for n in range(8)
    ]
    Path("casi.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return run_ctl


def test_eval_tells_all_figures(ctl: Run) -> None:
    code, out, err = ctl("eval", "casi.jsonl", "--json")
    assert (code, err) == (0, "")
    record = json.loads(out)
    for name in ("right", "precision_document", "recall_page", "valid_citations", "support"):
        assert record["figures"][name] == 1.0, name
    assert record["figures"]["wrongly_refused"] == 0.0
    assert set(record["by_lang"]) == {"it"}
    assert record["set"] == "casi.jsonl"
    assert "comparison" not in record


@pytest.mark.parametrize("name", ["r.html", "r.md", "R.HTML"])
def test_eval_writes_a_report(ctl: Run, name: str) -> None:
    assert ctl("eval", "casi.jsonl", "--report", name)[0] == 0
    text = Path(name).read_text(encoding="utf-8")
    assert "casi.jsonl" in text
    assert text.startswith("# " if name.endswith(".md") else "<!doctype html>")


def test_a_report_of_another_kind_is_wrong_usage(ctl: Run) -> None:
    code, out, err = ctl("eval", "casi.jsonl", "--report", "r.pdf")
    assert (code, out) == (2, "")
    assert "r.pdf" in err


def test_eval_compares_with_what_was_saved(ctl: Run) -> None:
    Path("b.json").write_text('{"development": {"x": 1.0}}')
    assert ctl("eval", "casi.jsonl", "--save", "b.json")[0] == 0
    assert json.loads(Path("b.json").read_text())["development"] == {"x": 1.0}
    code, out, err = ctl("eval", "casi.jsonl", "--baseline", "b.json")
    assert (code, err) == (0, "")
    assert "nessuna differenza" in out
    text = Path("casi.jsonl").read_text().replace("5 marzo 2026", "31 dicembre 1999")
    Path("casi.jsonl").write_text(text)
    code, out, err = ctl("eval", "casi.jsonl", "--baseline", "b.json", "--json")
    found = json.loads(out)["comparison"]
    assert (code, found["worse"]) == (1, ["right"])
    assert found["figures"]["right"]["verdict"] == "worse"
    assert (err.count("\n"), "right" in err) == (1, True)


@pytest.mark.parametrize("text", ["{", "{}", '{"results": []}'])
def test_a_baseline_that_is_none_is_told_before_anything_is_asked(ctl: Run, text: str) -> None:
    Path("b.json").write_text(text)
    code, out, err = ctl("eval", "casi.jsonl", "--baseline", "b.json")
    assert (code, out) == (1, "")
    assert "b.json" in err


def test_eval_without_a_model(ctl: Run) -> None:
    code, out, _ = ctl("eval", "casi.jsonl", "--no-model", "--json")
    assert (code, json.loads(out)["modes"]) == (0, {"extractive": 8})
