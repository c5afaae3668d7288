"""The steps from a question to an answer: understand, retrieve, write, verify, put together."""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.cite import Citer
from assistant.combine import combine
from assistant.compose import Room, write_answer
from assistant.consult import Consulted, add_disputes, consult
from assistant.holders import suggest_holders
from assistant.model_writer import ModelWriter
from assistant.parts_asked import split_question
from assistant.phrases import note
from assistant.question import Query, understand
from assistant.retrieve import Retrieval, answer_side, load_weights, retrieve
from assistant.scope import Turned, triage
from assistant.types import Answer, AnswerStatus, Draft, Note, NoteKind, Question, Usage
from assistant.write import Writer
from corpus.library import Library

_NEAREST = 5


def answer(
    question: Question,
    library: Library,
    writer: Writer,
    candidates: int,
    model: ModelWriter | None = None,
) -> Answer:
    """The whole answer; see `stream_answer`."""
    return list(stream_answer(question, library, writer, candidates, model))[-1]


def stream_answer(
    question: Question,
    library: Library,
    writer: Writer,
    candidates: int,
    model: ModelWriter | None = None,
) -> Iterator[Answer]:
    """Growing answers, each of verified sentences only; the last is the whole.

    `model` writes where there is one; `writer` finds what stands in the documents, and writes where
    there is none or it fails. Raises `InputError` where the question cannot be used.
    """
    started = time.perf_counter()
    means = _Means(library, writer, candidates, model)
    whole_question, recalled, used = _complete(question, model)
    query = understand(whole_question)
    with _AT_ONCE:
        turned = triage(query, question, library)
    if turned is not None:
        yield _turned_away(turned, query, question, library, started)
        return
    spoken = (note(NoteKind.SEARCHED, "other_language", query.lang),) if query.foreign else ()
    for given in _stream_parts(query, question, means):
        prompts = (recalled, *given.prompts) if recalled else given.prompts
        yield replace(
            given,
            prompts=prompts,
            usage=used.plus(given.usage),
            notes=(*spoken, *given.notes),
        )


@dataclass(frozen=True, slots=True)
class _Means:
    """What every part of a question is answered with."""

    library: Library
    writer: Writer
    candidates: int
    model: ModelWriter | None


def _stream_parts(query: Query, question: Question, means: _Means) -> Iterator[Answer]:
    """The answers to the questions that a message asks, as one; most messages ask one."""
    parts = split_question(query.text, query.lang)
    if len(parts) < 2:
        yield from _stream_one(query, question, means)
        return
    done: list[tuple[str, Answer]] = []
    for part in parts:
        asked = replace(question, text=part, history=())
        done.append((part, _nothing_yet(question, query)))
        for latest in _stream_one(understand(asked), asked, means):
            done[-1] = part, latest
            yield combine(question, done)


def _nothing_yet(question: Question, query: Query) -> Answer:
    return Answer(question.text, AnswerStatus.NOT_FOUND, query.lang)


def _stream_one(query: Query, question: Question, means: _Means) -> Iterator[Answer]:
    """Growing answers to one question."""
    started = time.perf_counter()
    library, writer = means.library, means.writer
    with _AT_ONCE:  # never held while the reader or a model is waited for
        ready = _look(query, question, library, writer, means.candidates)
    retrieval, looked_up, draft = ready.retrieval, ready.looked_up, ready.draft
    basis = Answer(
        question=question.text,
        status=looked_up.status,
        lang=query.lang,
        understood_as="" if query.text == " ".join(question.text.split()) else query.text,
        id=question.id,
        confidence=round(draft.confidence, 4),
        mode=writer.mode,
        library_version=library.version(),
        notes=(*looked_up.notes, *_without_meaning(retrieval, query)),
        choices=looked_up.choices,
    )
    least = (
        0.0 if looked_up.draft is not None else load_weights().floor[answer_side(query, retrieval)]
    )
    if looked_up.unknown or draft.confidence < least or not draft.sentences:
        refused = _with_remarks(_not_found(basis, query, ready, library), query, library)
        yield _finished(refused, started, ready.retrieved)
        return
    whole = basis
    room = Room(query, retrieval, library, ready.citer, ready.today)
    for whole in write_answer(basis, draft, looked_up.draft, means.model, room):
        if whole.sentences:
            yield whole
    if not whole.sentences:
        empty = _not_found(replace(basis, notes=whole.notes), query, ready, library)
        whole = replace(whole, status=empty.status, notes=empty.notes, nearest=empty.nearest)
    yield _finished(_with_remarks(whole, query, library), started, ready.retrieved)


def _turned_away(
    turned: Turned, query: Query, question: Question, library: Library, started: float
) -> Answer:
    """The answer to what is no question to the documents, or leaves open what it asks."""
    given = Answer(
        question=question.text,
        status=turned.status,
        lang=query.lang,
        id=question.id,
        library_version=library.version(),
        notes=turned.notes,
        choices=turned.choices,
    )
    return _finished(given, started, time.perf_counter())


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is known before anything is written for the reader."""

    retrieval: Retrieval
    looked_up: Consulted
    draft: Draft
    citer: Citer
    today: date
    retrieved: float


_AT_ONCE = threading.BoundedSemaphore(2)
"""Looking up is work for a core: done one after the other, most people wait half as long."""


def _look(
    query: Query, question: Question, library: Library, writer: Writer, candidates: int
) -> _Ready:
    """Find passages, ask the registers and draft the answer without a model."""
    retrieval = retrieve(query, library, candidates)
    retrieved = time.perf_counter()
    today = question.today or date.today()  # noqa: DTZ011 - the reader's own day
    looked_up = consult(query, retrieval, library, today, question)
    draft = looked_up.draft
    if draft is None or looked_up.disputable:
        written = writer.write(query, retrieval, library.words().stems)
        draft = add_disputes(draft, written) if draft else written
    citer = Citer(library, question.as_of or today)
    return _Ready(retrieval, looked_up, draft, citer, today, retrieved)


def _complete(question: Question, model: ModelWriter | None) -> tuple[Question, str, Usage]:
    """The question as the model completes it from the conversation, where it does."""
    if model is None or not question.history:
        return question, "", Usage()
    text, label, used = model.complete(question)
    return (replace(question, text=text, history=()) if text else question), label, used


def _finished(whole: Answer, started: float, retrieved: float) -> Answer:
    now = time.perf_counter()
    seconds: Mapping[str, float] = {
        "retrieve": round(retrieved - started, 4),
        "answer": round(now - retrieved, 4),
        "total": round(now - started, 4),
    }
    return replace(whole, seconds=seconds)


def _not_found(basis: Answer, query: Query, ready: _Ready, library: Library) -> Answer:
    held = library.records.passage_counts()
    remark = (
        note(
            NoteKind.SEARCHED,
            "searched",
            basis.lang,
            documents=len(held),
            passages=sum(held.values()),
        )
        if held
        else note(NoteKind.SEARCHED, "empty", basis.lang)
    )
    holders = suggest_holders(query, ready.retrieval, library, ready.today) if held else None
    return replace(
        basis,
        status=AnswerStatus.NOT_FOUND,
        notes=(*basis.notes, remark, *((holders,) if holders else ())),
        nearest=ready.retrieval.passages[:_NEAREST],
    )


def _without_meaning(retrieval: Retrieval, query: Query) -> tuple[Note, ...]:
    """A remark where the endpoint that gives vectors did not answer."""
    if not retrieval.without_meaning:
        return ()
    return (note(NoteKind.MISSING, "without_meaning", query.lang),)


def _with_remarks(whole: Answer, query: Query, library: Library) -> Answer:
    """Add what the reader must know beside the sentences."""
    remarks: list[Note] = list(whole.notes)
    dropped = whole.unsupported_dropped
    if dropped:
        name = "left_out_one" if dropped == 1 else "left_out"
        remarks.append(note(NoteKind.LEFT_OUT, name, query.lang, dropped=dropped))
    held, ready = library.words().count(), library.store.count()
    if ready < held:
        remarks.append(note(NoteKind.MISSING, "vectors", query.lang, ready=ready, passages=held))
    return replace(whole, notes=tuple(remarks))
