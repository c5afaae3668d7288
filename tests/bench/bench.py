"""Speed and memory at 20,000 passages, each as a figure and as a ratio to a plain baseline.

    make bench                  prints p50, p95 and ratios; the machine's noise shows in the ratios
    ... bench.py --passages N   another size

The passages are synthetic Italian administrative text from a seeded generator; their vectors are
seeded too (embedding 20,000 of them would take ten minutes), the question's vector is real.
"""

import argparse
import io
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from registers import bench_mentions, bench_registers

from assistant.desk import Desk
from assistant.types import Filters, Question
from corpus.library import Library, open_library
from corpus.settings import load_settings
from ingest.read import read_file
from ingest.run import IngestOptions, ingest
from ingest.structure import cut_document

ROOT = Path(__file__).parents[2]
SUBJECTS = """
bando cluster ricerca innovazione imprese contributo domanda graduatoria monitoraggio
energia mobilità chimica salute cosmetica agricoltura fabbrica territorio università
consorzio rendicontazione scadenza proroga riconoscimento decreto deliberazione struttura
dirigente
""".split()  # noqa: SIM905 - a word list reads better
VERBS = """
approva dispone stabilisce proroga riconosce aggiorna trasmette verifica assegna
""".split()  # noqa: SIM905 - a word list reads better
QUESTIONS = [
    "Quale decreto proroga la scadenza del bando energia?",
    "Chi approva la graduatoria dei contributi alle imprese?",
    "Quando si presenta la domanda per il cluster mobilità?",
    "Which act recognises the chemistry cluster?",
    "Che cosa stabilisce la deliberazione sul monitoraggio della ricerca?",
]


def sentence(rng: random.Random) -> str:
    """One sentence of administrative prose that says nothing true."""
    words = rng.choices(SUBJECTS, k=rng.randint(6, 14))
    number = f"n. BENCH-{rng.randint(1, 9999)}"
    return f"Il dirigente {rng.choice(VERBS)} {' '.join(words)} con atto {number}."


def write_corpus(folder: Path, passages: int) -> None:
    """Plain text files of about twenty passages each."""
    rng = random.Random(7)  # noqa: S311 - made-up text, no secret
    folder.mkdir(parents=True)
    for place in range(max(1, passages // 20)):
        paragraphs = [" ".join(sentence(rng) for _ in range(6)) for _ in range(20)]
        text = f"Relazione di prova {place}\n\n" + "\n\n".join(paragraphs)
        (folder / f"r{place:05}.txt").write_text(text, encoding="utf-8")


def seed_vectors(library: Library) -> int:
    """Fill the vectors with seeded unit vectors around a common direction, as e5's are."""
    held = library.hold_vectors()
    if held is None:
        raise SystemExit("bench: the vectors are held by another process")
    rng = np.random.default_rng(7)
    middle = rng.normal(size=held.embedder.dimension)
    ids = sorted(library.records.passage_ids())
    for first in range(0, len(ids), 2000):
        chunks = library.records.chunks(ids[first : first + 2000])
        owners = library.records.documents_by_id([c.document_id for c in chunks.values()])
        part = [(chunk, owners[chunk.document_id]) for chunk in chunks.values()]
        noise = rng.normal(size=(len(part) * 2, held.embedder.dimension)) * 0.5
        vectors = (noise + middle).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        held.put_vectors(part, vectors[: len(part)], vectors[len(part) :])
    return len(ids)


def timed(run: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each run after one warm-up."""
    run()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def p50_p95(spent: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(spent), sorted(spent)[int(len(spent) * 0.95)]


def show(name: str, spent: list[float], baseline: float | None = None) -> None:
    """One line of the report."""
    middle, high = p50_p95(spent)
    ratio = f"   {middle / baseline:6.2f} × baseline" if baseline else ""
    print(f"{name:46} p50 {middle:8.1f} ms   p95 {high:8.1f} ms{ratio}")


def bench_search(desk: Desk) -> None:
    """Search and answers against a plain Chroma query with the same embedder."""
    library = desk.library
    held = library.hold_vectors()
    if held is None:
        raise SystemExit("bench: the vectors are held by another process")
    turn = iter(range(10**9))

    def question() -> str:
        return QUESTIONS[next(turn) % len(QUESTIONS)]

    plain = timed(lambda: held.nearest(held.embed_question(question()), 10), 60)
    base = p50_p95(plain)[0]
    show("plain Chroma query, embedding included", plain)
    show("search", timed(lambda: desk.search(question(), 10, Filters()), 60), base)
    show("ask", timed(lambda: desk.ask(Question(question())), 60), base)


def bench_reading() -> None:
    """PDF pages a second from bytes to passages, against pypdf's text alone."""
    from pypdf import PdfReader

    files = sorted((ROOT / "corpus" / "documents").glob("*.pdf"))
    data = [path.read_bytes() for path in files]
    pages = sum(len(PdfReader(io.BytesIO(one)).pages) for one in data)

    def ours() -> None:
        for one in data:
            read = read_file(one, "x.pdf")
            cut_document("0" * 16, read.pages)

    def theirs() -> None:
        for one in data:
            for page in PdfReader(io.BytesIO(one)).pages:
                page.extract_text()

    fast = statistics.median(timed(ours, 3)) / 1000
    slow = statistics.median(timed(theirs, 1)) / 1000
    print(
        f"{'PDF to passages':46} {pages / fast:8.0f} pages/s   pypdf's text alone"
        f" {pages / slow:.0f} pages/s   {slow / fast:.1f} × as fast"
    )


def bench_listing(folder: Path) -> None:
    """PDF pages a second from file to word-searchable."""
    settings = load_settings()
    library = open_library(folder / "listing", settings.retrieval, create=True)
    started = time.perf_counter()
    ingest([str(ROOT / "corpus" / "documents")], library, IngestOptions())
    seconds = time.perf_counter() - started
    pages = sum(state.document.pages for state in library.documents())
    print(f"{'PDF file to word-searchable':46} {pages / seconds:8.0f} pages/s")
    library.close()


def bench_cold(library: Path) -> None:
    """`ctl ask` from a shell, and `ctl --help`."""
    ctl = str(ROOT / ".venv" / "bin" / "ctl")
    ask = [ctl, "--library", str(library), "ask", QUESTIONS[0], "--json"]
    bare = [sys.executable, "-c", "pass"]
    base = p50_p95(timed(lambda: subprocess.run(bare, check=True), 3))[0]
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    show("ctl ask, cold", timed(lambda: subprocess.run(ask, **quiet), 5), base)
    show("ctl --help", timed(lambda: subprocess.run([ctl, "--help"], **quiet), 5), base)


def main() -> None:
    """Run everything and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    passages = parser.parse_args().passages
    folder = Path(tempfile.mkdtemp(prefix="ctl-bench-"))
    try:
        bench_reading()
        bench_listing(folder)
        bench_mentions()
        bench_registers(folder)
        write_corpus(folder / "texts", passages)
        settings = load_settings(paths={"library": folder / "library"})
        library = open_library(folder / "library", settings.retrieval, create=True)
        started = time.perf_counter()
        ingest([str(folder / "texts")], library, IngestOptions())
        seconds = time.perf_counter() - started
        count = seed_vectors(library)
        print(f"{'passages, listed in':46} {count:8}   {seconds:.1f} s")
        desk = Desk(settings, library)
        bench_search(desk)
        desk.close()
        bench_cold(folder / "library")
        bench_memory(folder / "library")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bench_memory(library: Path) -> None:
    """Largest memory of a serving process that has answered questions."""
    code = (
        "import sys, json, resource\n"
        "from corpus.settings import load_settings\n"
        "from assistant.desk import open_desk\n"
        "from assistant.types import Question\n"
        "import assistant.serve, gradio\n"
        "desk = open_desk(load_settings(paths={'library': sys.argv[1]}))\n"
        "desk.library.hold_vectors()\n"
        "for text in json.loads(sys.argv[2]) * 4: desk.ask(Question(text))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
        "desk.close()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(library), json.dumps(QUESTIONS)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    print(f"{'memory of the serving process':46} {run.stdout.strip():>8} MB")


if __name__ == "__main__":
    main()
