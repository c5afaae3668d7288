"""Speed of the registers at 20,000 acts, and of finding acts in texts, each with a baseline.

Run by `bench.py`. The acts are made up, of an issuer that is none, and in nobody's library.
"""

import random
import re
import statistics
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select, update

from corpus import tables
from corpus.act_names import ActName, ActType, act_id
from corpus.act_register import ActRegister
from corpus.claim_records import put_claims
from corpus.claims import Claims, HeldAct, Recognition, Relation, RelationKind, Standing
from corpus.cluster_register import ClusterRegister
from corpus.library import Library, open_library
from corpus.mentions import find_mentions
from corpus.settings import RetrievalSettings
from corpus.types import Authority, Document, Format, Kind, Origin, Page, Span

ACTS = 20_000
_KINDS = [*[RelationKind.CITES] * 6, RelationKind.AMENDS, RelationKind.IMPLEMENTS]
_FAMOUS = 7
"""The act that nearly every fifth relation names."""
_PLAIN = re.compile(r"n\. ?\d+ del \d{1,2} \w+ \d{4}")


def bench_registers(folder: Path) -> None:
    """An act with its relations, and all clusters, against one word search."""
    library = open_library(folder / "acts", RetrievalSettings(embeddings="hash"), create=True)
    _fill(library)
    acts, clusters = ActRegister(library.claims), ClusterRegister(library.claims)
    turn = iter(range(10, 10**9, 97))
    base = _median(lambda: _scan(library, f"decreto n. {next(turn) % ACTS} "))
    print(f"{'20,000 acts, their pages scanned for a number':46} p50 {base:8.1f} ms")
    for name, run in (
        ("ctl act: by its number", lambda: acts.find(f"decreto n. {next(turn) % ACTS}")),
        ("ctl act: the one that thousands cite", lambda: acts.find(f"decreto n. {_FAMOUS}")),
        ("ctl clusters: all, on a day", lambda: clusters.entries(date(2034, 1, 1))),
    ):
        middle = _median(run)
        print(f"{name:46} p50 {middle:8.1f} ms   {middle / base:6.2f} × baseline")
    library.close()


def _scan(library: Library, words: str) -> None:
    with library.records.reading() as connection:
        pages = tables.pages.c
        connection.execute(select(pages.document_id).where(pages.text.contains(words))).all()


def bench_mentions() -> None:
    """Megabytes a second, in prose and where all is references, against one plain pattern."""
    prose = "Il dirigente ha esaminato le domande e ne dà conto alla struttura competente. " * 8
    dense = "decreto n. 4638 del 30 maggio 2014, d.g.r. n. X/707 del 20 settembre 2013; "
    for name, unit in (("prose", prose + dense), ("references only", dense)):
        text = unit * (400_000 // len(unit))
        ours = _median(lambda text=text: find_mentions(text), times=3)
        plain = _median(lambda text=text: _PLAIN.findall(text), times=3)
        speed = len(text) / 1000 / ours
        print(f"{'acts in ' + name:46} {speed:8.1f} MB/s   {ours / plain:6.1f} × a plain pattern")


def _median(run: Callable[[], object], times: int = 20) -> float:
    """Milliseconds, after one warm-up."""
    run()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def _name(number: int) -> ActName:
    day = f"{2031 + number % 5}-0{1 + number % 9}-1{number % 9}"
    return ActName(ActType.DECRETO, "esempio", f"{number}", day)


def _fill(library: Library) -> None:
    """Documents of one page that are an act each, with eight relations to others."""
    rng = random.Random(1)  # noqa: S311 - made-up acts, no secret
    with library.records.writing() as connection:
        for number in range(ACTS):
            digest = sha256(str(number).encode()).hexdigest()
            document_id, name = digest[:16], _name(number)
            text = f"DEMO Il decreto n. {number} del 2031 cita altri atti. " * 3
            document = Document(
                document_id,
                digest,
                f"Decreto di prova {number}",
                Format.TEXT,
                Kind.DECREE,
                Authority.SECONDARY,
                "it",
                1,
                (f"d/{number}.txt",),
                act_id=act_id(name),
                act_date=name.date,
                ingested_at="2026-01-01",
            )
            page = Page(document_id, 1, text, Origin.TEXT)
            library.records.add_pending(connection, document, [page], [])
            span = Span(document_id, 1, 0, 40)
            relations = [_relation(rng, name, span) for _ in range(8)]
            told = Recognition(Standing.RECOGNISED, ("mobilita",), span, (name,), day=name.date)
            claims = Claims(
                (HeldAct(name, 1, 0, 1, 100, "Oggetto di prova"),),
                relations,
                [told] if number % 100 == 0 else [],
            )
            put_claims(connection, document_id, claims, 1)
        connection.execute(update(tables.documents).values(state="listed"))


def _relation(rng: random.Random, subject: ActName, span: Span) -> Relation:
    """A relation to another act; what amends is never about the famous one."""
    kind = rng.choice(_KINDS)
    famous = rng.random() < 0.2 and kind is not RelationKind.AMENDS
    return Relation(kind, subject, _name(_FAMOUS if famous else rng.randrange(ACTS)), span)
