"""Measures our own share of answers with a model: twenty people at once, thirty tokens a second.

Run as `.venv/bin/python tests/bench/model.py`. The model is scripted and runs in a process of its
own; the library is the shipped corpus, made here. Prints one JSON document.
"""

import importlib.util
import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from assistant.desk import Desk, open_desk
from assistant.parts_asked import split_question
from assistant.strict import strict_reasons
from assistant.support import support
from assistant.types import Question
from corpus.settings import load_settings
from corpus.text import sentences
from ingest.run import IngestOptions, ingest

ROOT = Path(__file__).parents[2]
PEOPLE = 20
TOKENS_A_SECOND = 30
SENTENCES = 4
CASES = ROOT / "tests" / "eval" / "cases.jsonl"


def _scripted() -> Any:
    path = ROOT / "tests" / "assistant" / "scripted_model.py"
    spec = importlib.util.spec_from_file_location("scripted_model", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["scripted_model"] = module
    spec.loader.exec_module(module)
    return module


def _serve(pipe: Any) -> None:
    """The model's process: sentences of the passages, token by token, with when each was whole."""
    module = _scripted()
    server = module.ScriptedModel()

    def script(asked: Any) -> Iterator[Any]:
        words = []
        for mark, text in asked.passages.items():
            found = [text[a:b].strip() for a, b in sentences(text) if b - a > 40]
            words += [f"CITA [{mark}] {one}\nFRASE {one}\n" for one in found[:1]]
        for line in words[:SENTENCES]:
            for at in range(0, len(line), 4):
                yield line[at : at + 4]
                yield module.Stall(1 / TOKENS_A_SECOND)

    took: dict[str, float] = {}

    def timed(asked: Any) -> Iterator[Any]:
        started = time.perf_counter()
        yield from script(asked)
        took[asked.question] = took.get(asked.question, 0.0) + time.perf_counter() - started

    server.script = timed
    pipe.send(server.url)
    while pipe.recv() != "end":
        pipe.send(dict(took))
        took.clear()


def _ask(desk: Desk, question: str, out: dict[str, float]) -> None:
    last = list(desk.stream(Question(question)))[-1]
    assert last.usage.calls, (question, last.status, last.notes)
    out[question] = last.seconds["total"]


def _questions() -> list[str]:
    """Whole questions of the evaluation that the corpus answers, and of which all go to a model."""
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    asked = [one["question"] for one in cases if one.get("kind") == "answerable"]
    return [one for one in asked if len(split_question(one, "it")) == 1]


def main() -> None:
    """Print the figures."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    url = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            paths={"library": Path(folder) / "library"},
            model={"name": "prova", "base_url": url, "passages": SENTENCES},
        )
        desk = open_desk(settings, create=True)
        ingest([str(ROOT / "corpus" / "documents")], desk.library, IngestOptions())
        desk.library.fill_vectors()
        questions = [one for one in _questions() if _goes_to_the_model(desk, one)][:PEOPLE]
        shares = []
        for people in (1, PEOPLE):
            here.send("took")
            here.recv()
            totals: dict[str, float] = {}
            chosen = questions if people > 1 else questions[:3]
            threads = [threading.Thread(target=_ask, args=(desk, one, totals)) for one in chosen]
            for one in threads:
                one.start()
                if people == 1:
                    one.join()
            for one in threads:
                one.join()
            here.send("took")
            took = here.recv()
            shares.append(sorted(total - took.get(one, 0.0) for one, total in totals.items()))
        desk.close()
    here.send("end")
    process.join()
    alone, crowd = shares
    figures = {
        "people": len(crowd),
        "own_share_alone_p50": round(median(alone), 3),
        "own_share_crowd_p50": round(median(crowd), 3),
        "own_share_crowd_p95": round(crowd[int(0.95 * (len(crowd) - 1))], 3),
        "verification_ms": round(_verification_ms(), 2),
    }
    print(json.dumps(figures, indent=2))


def _goes_to_the_model(desk: Desk, question: str) -> bool:
    return bool(desk.ask(Question(question), with_model=False).sentences)


def _verification_ms() -> float:
    """Milliseconds to check a sentence of its own words against a quote of two sentences."""
    evidence = (
        "Il cluster lombardo della fabbrica intelligente è l'Associazione Fabbrica Intelligente "
        "Lombardia, in sigla AFIL, riconosciuta con i decreti n. 4638 del 30 maggio 2014 e n. 6980 "
        "del 22 luglio 2014. AFIL riunisce grandi imprese, PMI, università e centri di ricerca."
    )
    sentence = (
        "AFIL è l'Associazione Fabbrica Intelligente Lombardia e riunisce grandi imprese e PMI."
    )
    rounds = 200
    started = time.perf_counter()
    for _ in range(rounds):
        support(evidence, sentence)
        list(strict_reasons(evidence, sentence))
    return (time.perf_counter() - started) / rounds * 1000


if __name__ == "__main__":
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    main()
