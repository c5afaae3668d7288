"""Reads the development data (never copied into the repository) and builds libraries of it."""

import json
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.library import Library, open_library
from corpus.settings import load_settings
from ingest.run import IngestOptions, ingest

ROOT = Path(__file__).parents[2]
PASSAGES = {
    "squad": "squad_it_passages.jsonl",
    "noanswer": "squad_it_noanswer_dev_passages.jsonl",
}


@dataclass(frozen=True)
class SquadCase:
    """A question, its page and the words that answer it."""

    id: str
    question: str
    document: str
    source: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class AbstentionCase:
    """A question that the documents answer or not."""

    id: str
    question: str
    document: str
    answerable: bool
    kind: str


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def read_squad(folder: Path) -> list[SquadCase]:
    """The questions of squad_it_dev."""
    return [
        SquadCase(
            row["id"],
            row["question"],
            row["doc"],
            f"squad/{row['doc']}--p{row['page']}.md",
            tuple(answer["text"] for answer in row["answers"]),
        )
        for row in read_lines(folder / "squad_it_dev.jsonl")
    ]


def read_abstention(folder: Path) -> list[AbstentionCase]:
    """The questions of squad_it_noanswer_dev."""
    return [
        AbstentionCase(
            row["id"], row["question"], row["doc"] or row["id"], row["answerable"], row["kind"]
        )
        for row in read_lines(folder / "squad_it_noanswer_dev.jsonl")
    ]


def build_library(folder: Path, name: str) -> Library:
    """The library of one set of passages, a Markdown file a page; kept while the code is equal."""
    rows = read_lines(folder / PASSAGES[name])
    place = Path(tempfile.gettempdir()) / f"ctl-eval-{_digest(rows)}"
    pages = place / name
    pages.mkdir(parents=True, exist_ok=True)
    for row in rows:
        path = pages / f"{row['doc']}--p{row['page']}.md"
        path.write_text(f"# {row['title']}\n\n{row['text']}\n", encoding="utf-8")
    library = open_library(place / f"library-{name}", load_settings().retrieval, create=True)
    ingest([str(pages)], library, IngestOptions(sync=True))
    library.fill_vectors()
    return library


def _digest(rows: list[dict[str, Any]]) -> str:
    """A name that changes with the data and with the code that cuts and embeds."""
    sums = sha256(json.dumps(rows, sort_keys=True).encode())
    for path in sorted([*(ROOT / "corpus").glob("*.py"), *(ROOT / "ingest").glob("*.py")]):
        if path.name in (
            "text.py",
            "words.py",
            "structure.py",
            "parts.py",
            "part_words.py",
            "blocks.py",
            "plain.py",
            "page.py",
            "embedder.py",
            "e5_graph.py",
            "vectors.py",
        ):
            sums.update(path.read_bytes())
    return sums.hexdigest()[:12]
