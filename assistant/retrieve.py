"""From a `Query` to ranked passages: marks as written, words and meaning, fused and reranked."""

import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.lexicon import cluster_names
from assistant.named import find_named
from assistant.question import AskedPart, Query
from assistant.signals import (
    QueryTerms,
    Stems,
    fits_parts,
    query_terms,
    spread,
    word_signals,
)
from assistant.types import Filters
from corpus.act_names import read_act_id
from corpus.broker import Near
from corpus.errors import ModelError
from corpus.lexical import WordHit
from corpus.library import Library
from corpus.mentions import ActMention, find_mentions, same_act
from corpus.parts import POINT_LABEL, Part, part_of
from corpus.sentences import PassageVectors, Vectors
from corpus.types import Authority, Chunk, Document, Passage

NO_VECTOR: Vectors = np.zeros(0, dtype=np.float32)
_log = logging.getLogger(__name__)
_RERANKED = 60
_UNREAD = 0.9
_OWN_BONUS = 18.0
"""For a passage of the very act that the question names."""
_AUTHORITY_STEP = 0.1
"""Taken off for each step below official: decides only between passages that say the same."""
_PART_BONUS = 6.0
"""For a passage of the very point, article or annex that the question names, of any act."""
_OWN_PART_BONUS = 16.0
"""For one of the act that the question names: the act's name and title must not outweigh it."""
_RECITAL_STEP = 0.5
"""Taken off a recital: what is decided outweighs a reason that says nearly the same."""
_EXACT_BONUS = 12.0
"""For a passage that holds all marks of the question as written; a fitted score is 0 to 30."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted numbers (tests/eval/fit.py), each a weight by signal."""

    fields: tuple[float, float, float]
    first: Mapping[str, Mapping[str, float]]
    passage: Mapping[str, Mapping[str, float]]
    sentence: Mapping[str, Mapping[str, float]]
    confidence: Mapping[str, Mapping[str, float]]
    floor: Mapping[str, float]
    margin: float


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Ranked passages with what the writer needs to choose among their sentences."""

    passages: tuple[Passage, ...]
    terms: QueryTerms
    vector: Vectors
    vectors: Mapping[int, PassageVectors]
    without_meaning: bool = False
    """Whether vectors are there and could not be asked: words alone were searched."""


@cache
def load_weights() -> Weights:
    """The committed weights."""
    path = Path(__file__).with_name("weights.json")
    return weights_from(json.loads(path.read_text(encoding="utf-8")))


def weights_from(record: Mapping[str, object]) -> Weights:
    """Weights from their JSON form; unknown keys (figures, remarks) are left out."""
    names = Weights.__dataclass_fields__
    chosen = {key: value for key, value in record.items() if key in names}
    fields = chosen.pop("fields")
    if not isinstance(fields, list):
        raise TypeError("weights.json: fields")
    return Weights(fields=(fields[0], fields[1], fields[2]), **chosen)  # type: ignore[arg-type]


def side_of(query: Query) -> str:
    """Which weights count: "same" where the question is in the documents' language, or "other"."""
    return "same" if query.lang == "it" else "other"


def answer_side(query: Query, retrieval: "Retrieval") -> str:
    """Which weights tell whether there is an answer: "words" where the best have no vectors yet."""
    read = retrieval.passages[:3]
    if any(one.chunk.id not in retrieval.vectors for one in read):
        return "words"
    return side_of(query)


def filtered_documents(query: Query, library: Library) -> list[str] | None:
    """Ids of the documents that the filters of the question admit; None where there are none."""
    limits = query.filters
    if limits == Filters():
        return None
    wanted = library.records.find_document(limits.document).id if limits.document else None
    named = find_mentions(limits.act or "")
    return [
        document.id
        for document in library.records.documents()
        if _admits(limits, named, document) and wanted in (None, document.id)
    ]


def _admits(limits: Filters, named: Sequence[ActMention], document: Document) -> bool:
    """Whether a document is within the limits; `named` are the acts that they name."""
    day = document.act_date or ""
    return (
        limits.kind in (None, document.kind.value)
        and limits.authority in (None, document.authority.value)
        and (limits.act in (None, document.act_id) or _is_one_of(named, document.act_id))
        and (limits.cluster is None or _is_about(limits.cluster, document))
        and (limits.since is None or day >= limits.since.isoformat())
        and (limits.until is None or "" < day <= limits.until.isoformat())
    )


def _is_one_of(named: Sequence[ActMention], act_id: str | None) -> bool:
    """Whether a document may be one of the acts named."""
    if act_id is None:
        return False
    own = read_act_id(act_id)
    return any(same_act(one, own) != "no" for one in named)


def _is_about(cluster: str, document: Document) -> bool:
    """Whether a document's title or source names the cluster, in any of its ways."""
    words = f" {document.title} {document.source} ".lower()
    spaced = re.sub(r"[^\w.]+", " ", words)
    names = (re.sub(r"[^\w.]+", " ", name) for name in cluster_names(cluster))
    return any(f" {name} " in spaced for name in names)


def retrieve(
    query: Query,
    library: Library,
    candidates: int,
    weights: Weights | None = None,
    *,
    meaning: bool = True,
) -> Retrieval:
    """The passages that may answer, best first, with the score of each signal.

    At most `candidates` come from each search; marks matched as written stand first. Without
    `meaning` words alone are searched, as where no vectors are ready yet, or where the endpoint
    that makes them is away.
    """
    weights = weights or load_weights()
    documents = filtered_documents(query, library)
    words = library.words()
    language = side_of(query)
    found: dict[int, dict[str, float]] = {}
    widened = " ".join(other for others in query.others.values() for other in others)
    hits = words.search(query.words, candidates, weights.fields, documents, widened)
    top = hits[0].score if hits else 1.0
    for hit in hits:
        found.setdefault(hit.passage_id, {})["words"] = hit.score / top
    for passage_id, own_signals in _named_hits(query, library, documents).items():
        found.setdefault(passage_id, {}).update(own_signals)
    asked = meaning and library.store.count() > 0
    met = _ask_meaning(query, library, candidates, documents) if asked else None
    vector, near = met or (NO_VECTOR, [])
    for passage_id, _ in near:
        found.setdefault(passage_id, {})
    chunks = library.records.chunks(list(found))
    vectors = library.store.get(list(chunks)) if near else {}
    signals = {passage_id: found[passage_id] for passage_id in chunks}
    _add_parts(signals, chunks, query)
    _add_meaning(signals, vectors, vector)
    stems = words.stems(query.words)
    others = _other_stems(query, words.stems)
    known = [*stems, *(other for group in others.values() for other in group)]
    terms = query_terms(stems, others, words.document_frequency(known), max(1, words.count()))
    first = _weighed(signals, weights.first[language])
    for n, own_signals in signals.items():
        first[n] += sum(own_signals.get(name, 0.0) for name in ("exact", "own", "part"))
    kept = sorted(signals, key=lambda n: (-first[n], n))[:_RERANKED]
    owners = library.records.documents_by_id(
        list(dict.fromkeys(chunks[n].document_id for n in kept))
    )
    kept = [n for n in kept if chunks[n].document_id in owners]
    stems_of = words.stems
    for n in kept:
        owner = owners[chunks[n].document_id]
        signals[n].update(word_signals(terms, query, chunks[n], owner, stems_of))
    ranked = _rank({n: signals[n] for n in kept}, weights.passage[language], chunks, owners)
    return Retrieval(tuple(ranked), terms, vector, vectors, asked and met is None)


def _ask_meaning(
    query: Query, library: Library, candidates: int, documents: Sequence[str] | None
) -> Near | None:
    """The question's vector and the nearest passages; None where its embedder cannot be had."""
    try:
        return library.nearest(query.text, candidates, documents)
    except ModelError as error:
        _log.warning("searched by words alone: %s", error)
        return None


def _other_stems(query: Query, stems: Stems) -> dict[str, frozenset[str]]:
    """Stem of the question → stems of the other words for it."""
    found: dict[str, frozenset[str]] = {}
    for word, others in query.others.items():
        for stem in stems(word):
            found[stem] = found.get(stem, frozenset()) | frozenset(stems(" ".join(others)))
    return found


def _named_hits(
    query: Query, library: Library, documents: Sequence[str] | None
) -> dict[int, dict[str, float]]:
    """Passages of what the question names – marks, acts, their parts – with how surely."""
    found: dict[int, dict[str, float]] = {}
    for passage_id, strength in _exact_hits(query, library, documents).items():
        found.setdefault(passage_id, {})["exact"] = strength
    own, owners = _own_hits(query, library, documents)
    for passage_id, strength in own.items():
        found.setdefault(passage_id, {})["own"] = strength
    for passage_id, owner in _part_hits(query, library, owners or documents).items():
        strength = owners.get(owner, 0.0)
        found.setdefault(passage_id, {}).update({"own": strength} if strength else {})
    return found


def _exact_hits(
    query: Query, library: Library, documents: Sequence[str] | None
) -> dict[int, float]:
    """Passages that hold the question's marks as written, by which share of them."""
    words = library.words()
    strength: dict[int, float] = {}
    for code in query.codes:
        shares = dict.fromkeys(words.search_codes([code], 50, documents), 1.0)
        if not code.startswith("act:"):
            shares = _of_bearers(words.search_codes([f"top:{code}"], 50, documents), shares)
        for hit, share in shares.items():
            strength[hit.passage_id] = strength.get(hit.passage_id, 0) + share / len(query.codes)
    for phrase in query.phrases:
        for hit in words.search_phrase(phrase, 50, documents):
            strength[hit.passage_id] = strength.get(hit.passage_id, 0) + 1 / len(query.phrases)
    return strength


_CITED = 0.4
"""What a code counts where an act only cites it that stands in another's heading or object."""


def _of_bearers(tops: Sequence[WordHit], shares: Mapping[WordHit, float]) -> dict[WordHit, float]:
    """The share of each passage that holds a code; those of the acts that bear it count most."""
    if not tops:
        return dict(shares)
    heads = {hit.passage_id for hit in tops}
    cited = {hit: _CITED for hit in shares if hit.passage_id not in heads}
    return {**cited, **dict.fromkeys(tops, 1.0)}


_PART_PASSAGES = 50


def _own_hits(
    query: Query, library: Library, documents: Sequence[str] | None
) -> tuple[dict[int, float], dict[str, float]]:
    """Passages, and documents, that are themselves an act which the question names."""
    strength: dict[int, float] = {}
    by_document: dict[str, float] = {}
    named = find_named(query.text, query.acts, library.words(), documents)
    for passage_id, (document_id, sure) in named.items():
        strength[passage_id] = sure
        by_document[document_id] = max(sure, by_document.get(document_id, 0.0))
    return strength, by_document


def _part_hits(query: Query, library: Library, documents: Iterable[str] | None) -> dict[int, str]:
    """Passages, with their documents, whose path or words name the parts in the question."""
    found: dict[int, str] = {}
    for phrase in dict.fromkeys(phrase for part in query.parts for phrase in _part_names(part)):
        hits = library.words().search_phrase(phrase, _PART_PASSAGES, documents)
        found |= {hit.passage_id: hit.document_id for hit in hits}
    return found


def _part_names(part: AskedPart) -> list[str]:
    """How a part is named in heading paths."""
    if part.annex is not None:
        return [f"{word} {part.annex}" for word in ("allegato", "annex", "appendice")]
    if part.article is not None:
        return [f"{word} {part.article}" for word in ("art", "articolo", "article")]
    return [f"{POINT_LABEL} {part.point}"] if part.point else []


def _add_parts(
    signals: Mapping[int, dict[str, float]], chunks: Mapping[int, Chunk], query: Query
) -> None:
    """Note the passages that are the very part in the question, of the act that it names."""
    named = any(act.number for act in query.acts)
    for n, own_signals in signals.items():
        of_act = own_signals.get("own", 0.0) if named else 1.0
        own_signals["part"] = of_act * fits_parts(query.parts, chunks[n])


def _add_meaning(
    signals: Mapping[int, dict[str, float]],
    vectors: Mapping[int, PassageVectors],
    query: Vectors,
) -> None:
    ids = [n for n in signals if n in vectors]
    passage = [float(vectors[n].passage @ query) for n in ids]
    sentence = []
    for n, own in zip(ids, passage, strict=True):
        rows = vectors[n].sentences
        sentence.append(float((rows @ query).max()) if len(rows) else own)
    for n, raw, best, a, b in zip(
        ids, passage, sentence, spread(passage), spread(sentence), strict=True
    ):
        signals[n] |= {"cosine": raw, "best_cosine": best, "meaning": a, "sentence": b}
    for n, own_signals in signals.items():
        if n not in vectors:  # not embedded yet: its words speak for its meaning
            guess = _UNREAD * own_signals.get("words", 0.0)
            own_signals |= {"meaning": guess, "sentence": guess}


def _weighed(
    signals: Mapping[int, Mapping[str, float]], weights: Mapping[str, float]
) -> dict[int, float]:
    return {
        n: sum(weight * own.get(name, 0.0) for name, weight in weights.items())
        for n, own in signals.items()
    }


def _rank(
    signals: Mapping[int, dict[str, float]],
    weights: Mapping[str, float],
    chunks: Mapping[int, Chunk],
    owners: Mapping[str, Document],
) -> list[Passage]:
    """Best first; where scores are as good as equal, the stronger authority first."""
    order = list(Authority)
    scores = _weighed(signals, weights)
    for n, own in signals.items():
        standing = order.index(owners[chunks[n].document_id].authority)
        named = _EXACT_BONUS * own.get("exact", 0.0) + _OWN_BONUS * own.get("own", 0.0)
        bonus = _OWN_PART_BONUS if own.get("own") else _PART_BONUS
        scores[n] += named + bonus * own.get("part", 0.0) - _AUTHORITY_STEP * standing
        if part_of(chunks[n].section) is Part.PREAMBLE:
            scores[n] -= _RECITAL_STEP
    ranked = sorted(signals, key=lambda n: (-scores[n], chunks[n].document_id, n))
    return [
        Passage(chunks[n], owners[chunks[n].document_id], rank, scores[n], signals[n])
        for rank, n in enumerate(ranked, start=1)
    ]
