"""Word search over passages; the only user of tantivy.

Each passage is one entry with three fields of words (body, head, exact forms) and one of codes:
act numbers and other marks that must match as written. The index is derived from the records:
`reflects` tells which version of the library it shows, and it can be rebuilt at any time.
"""

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from corpus.act_names import Named, read_act_id, resolve_key
from corpus.errors import Damaged
from corpus.mentions import find_mentions
from corpus.text import STOP_WORDS_IT
from corpus.types import Chunk, Document

SCHEMA_VERSION = 4
WORD_FIELDS = ("body", "head", "exact")
_HEAP_BYTES = 50_000_000
_OTHER_WORD = 0.3
"""How much another word for a word of the question counts."""

_CODE = re.compile(
    r"(?<![\w/])(?:[A-Za-z]{1,6}/)?\d[\w]*(?:[/-]\w+)+(?!\w)"  # X/1051 · 4638/2014 · 25-8735
    r"|(?<!\w)(?=\w*\d)(?=\w*[A-Za-z])\w{4,}(?!\w)"  # RLF12025051244 · IT16RFOP012
    r"|(?<![\w/])[IVX]{1,5}\s?/\s?\d+(?:/\d{4})?(?!\w)"  # XII / 2348
    r"|(?<![\w.,])(?!(?:19|20)\d\d(?!\d))\d{4,12}(?![\w]|[.,]\d)"  # 4638, but no year
)


@dataclass(frozen=True, slots=True)
class WordHit:
    """A passage that the word search found; the score is BM25, higher is better.

    `act_id` is the act that it is part of, if one.
    """

    passage_id: int
    document_id: str
    score: float
    act_id: str | None = None


def find_codes(text: str, *, asked: bool = False) -> list[str]:
    """Marks of a text that must match as written, folded: call codes, numbers, acts named.

    An act gives its number and year in one form, however it is spelled; in what is `asked` its
    digits as written then do not count beside it.
    """
    acts = [act for act in find_mentions(text) if act.number and act.date]
    codes = [
        re.sub(r"\s", "", found.group()).lower()
        for found in _CODE.finditer(text)
        if not asked or not any(act.start <= found.start() < act.end for act in acts)
    ]
    codes += [f"act:{act_mark(act)}" for act in acts]
    return list(dict.fromkeys(codes))


def act_mark(act: Named) -> str:
    """The mark of an act: its number without legislature and office, and the year if known.

    Of an act without a number it is the date, "" where neither is known.
    """
    key = resolve_key(act)
    return f"{key}:{act.date[:4]}" if act.number and act.date else key


def date_mark(date: str) -> str:
    """The mark of the acts of a day (YYYY-MM-DD)."""
    return f"@{date}"


def _own_codes(act_id: str, *, top: bool) -> list[str]:
    """Marks of a passage of an act: with and without its year; those of its `top` apart."""
    act = read_act_id(act_id)
    marks = {act_mark(act), resolve_key(act)} - {""}
    codes = [f"own:{mark}" for mark in sorted(marks)]
    if top:
        days = {date_mark(act.date)} if act.date and len(act.date) > 4 else set()
        codes += [f"top:{mark}" for mark in sorted(marks | days)]
    return codes


_RECITAL = re.compile(
    r"^\W*(?:vist[oaie]|richiamat[oaie]|premess[oaie]|considerat[oaie]|rilevat[oa]|dato atto"
    r"|tenuto conto|atteso|ritenut[oa]|having regard|whereas)\b",
    re.IGNORECASE | re.MULTILINE,
)
_TOP_PASSAGES = 3
"""An act names itself and its object before the recitals, in this many passages at most."""


def _find_tops(document: Document, chunks: Sequence[Chunk]) -> dict[int, str]:
    """Place among `chunks` of those in which an act names itself → the words that do so."""
    tops: dict[int, str] = {}
    seen: dict[str, int] = {}
    for at, chunk in enumerate(chunks):
        act = chunk.act_id or document.act_id
        if act is None or seen.get(act, 0) >= _TOP_PASSAGES:
            continue
        recital = _RECITAL.search(chunk.text)
        words = chunk.text[: recital.start()] if recital else chunk.text
        if words.strip() or act not in seen:
            tops[at] = words
        seen[act] = _TOP_PASSAGES if recital else seen.get(act, 0) + 1
    return tops


def _analyzers() -> dict[str, tantivy.TextAnalyzer]:
    folded = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
    )
    stop_words = sorted(STOP_WORDS_IT)
    exact = folded.filter(tantivy.Filter.ascii_fold()).build()
    stems = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.custom_stopword(stop_words))
        .filter(tantivy.Filter.stemmer("italian"))
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )
    codes = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.lowercase())
        .build()
    )
    return {"stems": stems, "exact": exact, "codes": codes}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage_id", stored=True, indexed=True, fast=True)
    builder.add_text_field("document_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name="stems")
    builder.add_text_field("head", tokenizer_name="stems")
    builder.add_text_field("exact", tokenizer_name="exact")
    builder.add_text_field("codes", tokenizer_name="codes", index_option="freq")
    builder.add_text_field("act", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def head_of(chunk: Chunk, document: Document) -> str:
    """What is indexed with a passage but never quoted: title, act, heading path, lead-in."""
    parts = [document.title, chunk.act_id or document.act_id or "", *chunk.section, chunk.lead]
    return " · ".join(part for part in dict.fromkeys(parts) if part)


class WordIndex:
    """The word search of one library; one writer at a time (the library's write lock)."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the index in `folder`, empty where there is none or it is of an older form."""
        self._folder = folder
        self._writer: Any = None
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        self._analyzers = _analyzers()
        self._index = self._open(empty=create)
        for name, analyzer in self._analyzers.items():
            self._index.register_tokenizer(name, analyzer)
        self._schema = self._index.schema

    def _open(self, *, empty: bool) -> Any:  # tantivy has no type hints
        """The index; one of an older form is left unread, and taken away where it is `empty`."""
        place = str(self._folder) if self._folder.is_dir() else None
        try:
            return tantivy.Index(_schema(), path=place)
        except (OSError, ValueError) as error:
            if self.reflects >= 0:
                raise Damaged(
                    f"L'indice delle parole non si apre: {error}.",
                    "Eseguire `ctl check --repair`.",
                ) from error
        if empty:
            shutil.rmtree(self._folder)
            self._folder.mkdir()
        return tantivy.Index(_schema(), path=str(self._folder) if empty else None)

    @property
    def reflects(self) -> int:
        """The version of the library that the index shows; -1 when it must be rebuilt."""
        try:
            remark = json.loads((self._folder / "reflects.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return -1
        return int(remark["version"]) if remark.get("schema") == SCHEMA_VERSION else -1

    def set_reflects(self, version: int) -> None:
        """Note which version of the library the last commit shows."""
        path = self._folder / "reflects.json"
        partial = path.with_suffix(".new")
        partial.write_text(
            json.dumps({"version": version, "schema": SCHEMA_VERSION}), encoding="utf-8"
        )
        partial.replace(path)

    # --- writing --------------------------------------------------------------------------

    def _open_writer(self) -> Any:  # tantivy has no type hints
        if self._writer is None:
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer

    def add(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Put the passages of a document in, replacing what the index had of it."""
        writer = self._open_writer()
        writer.delete_documents_by_term("document_id", document.id)
        tops = _find_tops(document, chunks)
        for at, chunk in enumerate(chunks):
            head = head_of(chunk, document)
            entry = tantivy.Document()
            entry.add_unsigned("passage_id", chunk.id or 0)
            entry.add_text("document_id", document.id)
            entry.add_text("body", chunk.text)
            entry.add_text("head", head)
            entry.add_text("exact", f"{head} {chunk.text}")
            codes = find_codes(f"{head} {chunk.text}")
            if act := chunk.act_id or document.act_id:
                entry.add_text("act", act)
                codes += _own_codes(act, top=at in tops)
                codes += [f"top:{code}" for code in find_codes(tops.get(at, ""))]
            entry.add_text("codes", " ".join(codes))
            writer.add_document(entry)

    def remove(self, document_id: str) -> None:
        """Take the passages of a document out."""
        self._open_writer().delete_documents_by_term("document_id", document_id)

    def clear(self) -> None:
        """Take everything out."""
        self._open_writer().delete_all_documents()

    def commit(self) -> None:
        """Make what was added and removed visible to every process, and free the writer."""
        writer = self._open_writer()
        writer.commit()
        writer.wait_merging_threads()
        self._writer = None
        self._index.reload()

    # --- reading --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what other processes have committed since."""
        self._index.reload()

    def count(self) -> int:
        """Number of passages in the index."""
        return int(self._index.searcher().num_docs)

    def counts(self) -> dict[str, int]:
        """Document id → passages in the index (for `ctl check`)."""
        searcher = self._index.searcher()
        found: dict[str, int] = {}
        hits = searcher.search(tantivy.Query.all_query(), max(1, int(searcher.num_docs))).hits
        for _, address in hits:
            document_id = str(searcher.doc(address)["document_id"][0])
            found[document_id] = found.get(document_id, 0) + 1
        return found

    def search(
        self,
        words: str,
        limit: int,
        weights: Sequence[float] = (1.0, 0.3, 0.3),
        documents: Iterable[str] | None = None,
        others: str = "",
    ) -> list[WordHit]:
        """The best passages for the words of a question, by BM25 summed over the word fields.

        `weights` go with `WORD_FIELDS`; `documents` limits the search to these ids; `others` are
        other words for those of the question and count less.
        """
        clauses = []
        for field, weight in zip(WORD_FIELDS, weights, strict=True):
            analyzer = self._analyzers["exact" if field == "exact" else "stems"]
            if weight <= 0:
                continue
            terms = dict.fromkeys(analyzer.analyze(words))
            if field == "exact":
                terms = dict.fromkeys(term for term in terms if term not in STOP_WORDS_IT)
            clauses += [self._term(field, term, weight) for term in terms]
            more = [t for t in dict.fromkeys(analyzer.analyze(others)) if t not in terms]
            clauses += [self._term(field, term, _OTHER_WORD * weight) for term in more]
        return self._run(clauses, limit, documents)

    def search_codes(
        self, codes: Sequence[str], limit: int, documents: Iterable[str] | None = None
    ) -> list[WordHit]:
        """The passages that hold the marks as written, those with the rarest first."""
        clauses = [self._term("codes", code, 1.0) for code in dict.fromkeys(codes)]
        return self._run(clauses, limit, documents)

    def search_phrase(
        self, phrase: str, limit: int, documents: Iterable[str] | None = None
    ) -> list[WordHit]:
        """The passages that hold the words one after the other."""
        words = self._analyzers["exact"].analyze(phrase)
        if not words:
            return []
        if len(words) == 1:
            return self._run([self._term("exact", words[0], 1.0)], limit, documents)
        terms: list[str | tuple[int, str]] = list(words)
        query = tantivy.Query.phrase_query(self._schema, "exact", terms)
        return self._run([(tantivy.Occur.Should, query)], limit, documents)

    def _term(self, field: str, term: str, weight: float) -> tuple[Any, Any]:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return tantivy.Occur.Should, tantivy.Query.boost_query(query, weight)

    def _run(
        self, clauses: list[tuple[Any, Any]], limit: int, documents: Iterable[str] | None
    ) -> list[WordHit]:
        if not clauses or limit < 1:
            return []
        query = tantivy.Query.boolean_query(clauses)
        if documents is not None:
            wanted = list(documents)
            if not wanted:
                return []
            within = tantivy.Query.term_set_query(self._schema, "document_id", wanted)
            query = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, query),
                    (tantivy.Occur.Must, tantivy.Query.const_score_query(within, 0.0)),
                ]
            )
        searcher = self._index.searcher()
        found = []
        for score, address in searcher.search(query, limit, count=False).hits:
            stored = searcher.doc(address)
            act = stored.get_first("act")
            found.append(
                WordHit(
                    int(stored["passage_id"][0]),
                    str(stored["document_id"][0]),
                    float(score),
                    str(act) if act else None,
                )
            )
        return found

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each stem of the body stands."""
        searcher = self._index.searcher()
        return {term: int(searcher.doc_freq("body", term)) for term in terms}

    def stems(self, text: str) -> list[str]:
        """The stems that the index makes of a text, stop words left out."""
        return [str(term) for term in self._analyzers["stems"].analyze(text)]
