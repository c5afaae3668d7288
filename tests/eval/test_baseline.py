"""The committed questions on the shipped corpus fare no worse than the committed baseline."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.desk import open_desk
from assistant.evaluate import (
    compare,
    compare_results,
    evaluate_cases,
    read_cases,
    read_record,
    read_results,
)
from corpus.settings import load_settings
from ingest.run import IngestOptions, ingest

HERE = Path(__file__).parent
TOLERANCE = 0.02  # processors round differently: a case of each kind may tip


@pytest.mark.eval
def test_answers_on_the_shipped_corpus_hold_the_baseline(tmp_path: Path) -> None:
    desk = open_desk(load_settings(paths={"library": tmp_path / "library"}), create=True)
    report = ingest([str(HERE.parents[1] / "corpus/documents")], desk.library, IngestOptions())
    assert report.totals["quarantined"] == 0
    assert desk.library.fill_vectors()
    measured = evaluate_cases(read_cases(HERE / "cases.jsonl"), desk.ask, desk.page)
    desk.close()
    assert measured["figures"]["valid"] == 1.0
    baseline = read_record(HERE / "baseline.json")["cases"]
    sizes = Counter(case.kind for case in read_cases(HERE / "cases.jsonl"))
    for kind, own in measured["by_kind"].items():
        before = {
            name.removeprefix(f"{kind}_"): value
            for name, value in baseline.items()
            if name.startswith(f"{kind}_") and name.removeprefix(f"{kind}_") in own
        }
        one_case = 1.01 / sizes[kind]
        assert compare(own, before, max(TOLERANCE, one_case)) == [], kind
    paired = compare_results(measured, read_results(HERE / "baseline.json"))
    assert paired["worse"] == [], paired["changed"]


def test_the_baseline_holds_cases_that_are_asked() -> None:
    results = read_results(HERE / "baseline.json")
    kinds = {case.id: case.kind for case in read_cases(HERE / "cases.jsonl")}
    assert set(results) <= set(kinds)
    figures = read_record(HERE / "baseline.json")["cases"]
    named = {kind for kind in kinds.values() if f"{kind}_right" in figures}
    assert named == {kinds[name] for name in results}
