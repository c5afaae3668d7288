"""Measures retrieval, answers, refusals, quotes, support and PDFs on the development data.

make eval EVAL=DIR        compares with tests/eval/baseline.json; exit 1 where a figure fell
... measure.py DIR --write    writes the baseline anew
"""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from data import ROOT, SquadCase, build_library, read_abstention, read_lines, read_squad

from assistant.answer import answer
from assistant.evaluate import baseline_text, compare
from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.types import Question
from assistant.verify import verify_line
from assistant.write import ExtractiveWriter
from corpus.errors import InputError
from corpus.library import Library
from corpus.text import fold
from ingest.read import read_file

BASELINE = Path(__file__).with_name("baseline.json")
CANDIDATES = 100


def ranking(found: Sequence[Sequence[str]], cases: Sequence[SquadCase]) -> dict[str, float]:
    """nDCG@10 and recall at 1 and 5 of the right page among the pages found, best first."""
    gains, first, five = [], [], []
    for pages, case in zip(found, cases, strict=True):
        ranks = list(dict.fromkeys(pages))[:10]
        place = ranks.index(case.source) if case.source in ranks else None
        gains.append(0.0 if place is None else 1 / np.log2(place + 2))
        first.append(place == 0)
        five.append(place is not None and place < 5)
    return {
        "ndcg10": float(np.mean(gains)),
        "recall1": float(np.mean(first)),
        "recall5": float(np.mean(five)),
    }


def measure_squad(folder: Path) -> dict[str, float]:
    """Right page and right span on squad_it_dev, and what word search alone finds."""
    cases = read_squad(folder)
    library = build_library(folder, "squad")
    writer = ExtractiveWriter()
    fused, words, shown, counts, seconds = [], [], [], [], []
    for case in cases:
        query = understand(Question(case.question))
        passages = retrieve(query, library, CANDIDATES).passages
        fused.append([one.document.source for one in passages])
        words.append(_by_words(library, case.question))
        given = answer(Question(case.question), library, writer, CANDIDATES)
        texts = [fold(one.text) for one in given.sentences]
        right = {fold(answer_) for answer_ in case.answers}
        shown.append(any(one in text for one in right for text in texts))
        counts.append(len(texts))
        seconds.append(given.seconds["total"])
    library.close()
    figures = {f"squad_{name}": value for name, value in ranking(fused, cases).items()}
    figures |= {f"squad_words_{name}": value for name, value in ranking(words, cases).items()}
    return figures | {
        "squad_span_shown": float(np.mean(shown)),
        "squad_sentences_shown": float(np.mean(counts)),
        "seconds_answer_p50": float(np.median(seconds)),
    }


def _by_words(library: Library, question: str) -> list[str]:
    hits = library.words().search(question, CANDIDATES, (1.0, 0.0, 0.0))
    owners = library.records.documents_by_id([hit.document_id for hit in hits])
    return [owners[hit.document_id].source for hit in hits if hit.document_id in owners]


def measure_abstention(folder: Path) -> dict[str, float]:
    """Refusals on squad_it_noanswer_dev, at the committed threshold and over all thresholds."""
    cases = read_abstention(folder)
    library = build_library(folder, "noanswer")
    writer = ExtractiveWriter()
    chances, refused = [], []
    for case in cases:
        given = answer(Question(case.question), library, writer, CANDIDATES)
        chances.append(given.confidence)
        refused.append(not given.sentences)
    library.close()
    right = np.array([case.answerable for case in cases])
    chance, no = np.array(chances), np.array(refused)
    pairs = chance[right][:, None] - chance[~right][None, :]
    return {
        "abstain_auroc": float(((pairs > 0) + 0.5 * (pairs == 0)).mean()),
        "abstain_rightly_refused": float(no[~right].mean()),
        "abstain_not_wrongly_refused": 1 - float(no[right].mean()),
    }


def measure_quotes(folder: Path) -> dict[str, float]:
    """True and altered quotations told apart."""
    texts = {row["id"]: row["text"] for row in read_lines(folder / "squad_it_passages.jsonl")}
    rows = read_lines(folder / "quotes_it_dev.jsonl")
    right = [
        verify_line({"id": row["id"], "text": texts[row["passage"]], "quote": row["quote"]})[
            "found"
        ]
        is row["valid"]
        for row in rows
    ]
    return {"quotes_right": float(sum(right)), "quotes_all": float(len(rows))}


def measure_support(folder: Path) -> dict[str, float]:
    """Claims supported by their evidence found, and refuted ones kept out."""
    rows = read_lines(folder / "fever_it_dev.jsonl")
    said = [
        bool(verify_line({"text": row["evidence"], "sentence": row["claim"]})["supported"])
        for row in rows
    ]
    supported = [s for s, row in zip(said, rows, strict=True) if row["supported"]]
    refuted = [s for s, row in zip(said, rows, strict=True) if row["label"] == "REFUTES"]
    return {
        "support_recall": float(np.mean(supported)),
        "support_refuted_kept_out": 1 - float(np.mean(refuted)),
    }


def measure_pdfs(folder: Path) -> dict[str, float]:
    """Facts of the odd PDFs: pages and words where they can be read, a reason where not."""
    with (folder / "pdfs" / "manifest.csv").open(encoding="utf-8", newline="") as reading:
        rows = list(csv.DictReader(reading))
    right = [_pdf_is_right(folder / "pdfs" / row["file"], row) for row in rows]
    return {"pdfs_right": float(sum(right)), "pdfs_all": float(len(right))}


def _pdf_is_right(path: Path, row: dict[str, str]) -> bool:
    try:
        read = read_file(path.read_bytes(), path.name)
    except InputError:
        return row["expect"] != "ok" or row["has_text"] == "0" or not row["must_contain"]
    if row["expect"] in ("needs-password", "unreadable"):
        return False
    if row["pages"] and int(row["pages"]) != len(read.pages):
        return row["expect"] == "ok-or-clear-error"
    words = row["must_contain"]
    page = int(row["must_contain_page"] or 1)
    return not words or words.lower() in read.pages[page - 1].text.lower()


def main(folder: Path, *, write: bool) -> int:
    """Measure, print, compare; the exit code."""
    figures: dict[str, float] = {}
    for part in (
        measure_quotes,
        measure_support,
        measure_pdfs,
        measure_squad,
        measure_abstention,
    ):
        figures |= part(folder)
    record: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8"))
    rounded = {name: round(value, 4) for name, value in figures.items()}
    for name, value in rounded.items():
        before = record.get("development", {}).get(name)
        sys.stdout.write(f"{name:32} {value:10.4f}   baseline {before}\n")
    if write:
        record["development"] = rounded
        BASELINE.write_text(baseline_text(record), encoding="utf-8")
        return 0
    fallen = compare(rounded, record.get("development", {}))
    for line in fallen:
        sys.stdout.write(f"FELL {line}\n")
    return 1 if fallen else 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("eval: indicare la cartella dei dati di sviluppo: make eval EVAL=DIR")
    sys.path.insert(0, str(ROOT))
    sys.exit(main(Path(sys.argv[1]), write="--write" in sys.argv))
