"""The steps from a question to an answer: understand, retrieve, write, verify, put together."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from assistant.cite import Citer
from assistant.consult import add_disputes, consult
from assistant.phrases import note
from assistant.question import Query, understand
from assistant.retrieve import Retrieval, answer_side, load_weights, retrieve
from assistant.types import (
    Answer,
    AnswerStatus,
    Citation,
    DraftSentence,
    Note,
    NoteKind,
    Question,
    Sentence,
)
from assistant.verify import Verified, verify
from assistant.write import Writer
from corpus.library import Library
from corpus.types import Span

_NEAREST = 5


def answer(question: Question, library: Library, writer: Writer, candidates: int) -> Answer:
    """The whole answer; see `stream_answer`."""
    return list(stream_answer(question, library, writer, candidates))[-1]


def stream_answer(
    question: Question, library: Library, writer: Writer, candidates: int
) -> Iterator[Answer]:
    """Growing answers, each of verified sentences only; the last is the whole.

    Raises `InputError` where the question cannot be used.
    """
    started = time.perf_counter()
    query = understand(question)
    retrieval = retrieve(query, library, candidates)
    retrieved = time.perf_counter()
    today = question.today or date.today()  # noqa: DTZ011 - the reader's own day
    citer = Citer(library, question.as_of or today)
    looked_up = consult(query, retrieval, library, today, question)
    draft = looked_up.draft
    if draft is None or looked_up.disputable:
        written = writer.write(query, retrieval, library.words().stems)
        draft = add_disputes(draft, written) if draft else written
    basis = Answer(
        question=question.text,
        status=looked_up.status,
        lang=query.lang,
        understood_as="" if query.text == " ".join(question.text.split()) else query.text,
        id=question.id,
        confidence=round(draft.confidence, 4),
        mode=writer.mode,
        library_version=library.version(),
        notes=looked_up.notes,
        choices=looked_up.choices,
    )
    least = (
        0.0 if looked_up.draft is not None else load_weights().floor[answer_side(query, retrieval)]
    )
    if looked_up.unknown or draft.confidence < least or not draft.sentences:
        refused = _with_remarks(_not_found(basis, retrieval, library), query, library)
        yield _finished(refused, started, retrieved)
        return
    verified = verify(draft, citer.page)
    for end in range(1, len(verified.sentences)):
        growing = replace(verified, sentences=verified.sentences[:end])
        yield _put_together(basis, growing, citer)
    whole = _put_together(basis, verified, citer)
    if not whole.sentences:
        whole = replace(
            _not_found(basis, retrieval, library),
            unsupported_dropped=whole.unsupported_dropped,
        )
    yield _finished(_with_remarks(whole, query, library), started, retrieved)


def _finished(whole: Answer, started: float, retrieved: float) -> Answer:
    now = time.perf_counter()
    seconds: Mapping[str, float] = {
        "retrieve": round(retrieved - started, 4),
        "answer": round(now - retrieved, 4),
        "total": round(now - started, 4),
    }
    return replace(whole, seconds=seconds)


def _not_found(basis: Answer, retrieval: Retrieval, library: Library) -> Answer:
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
    return replace(
        basis,
        status=AnswerStatus.NOT_FOUND,
        notes=(*basis.notes, remark),
        nearest=retrieval.passages[:_NEAREST],
    )


def _put_together(basis: Answer, verified: Verified, citer: Citer) -> Answer:
    """Number the quotes in order of appearance; the same words get the same number."""
    numbers: dict[Span, int] = {}
    citations: list[Citation] = []
    sentences: list[Sentence] = []
    for draft, quotes in verified.sentences:
        own: list[int] = []
        for quote in quotes:
            if quote.span not in numbers:
                numbers[quote.span] = len(numbers) + 1
                citations.append(citer.cite(numbers[quote.span], quote))
            own.append(numbers[quote.span])
        sentences.append(Sentence(draft.text, tuple(own), _form(draft, verified)))
    return replace(
        basis,
        sentences=tuple(sentences),
        citations=tuple(citations),
        unsupported_dropped=verified.dropped,
    )


def _form(draft: DraftSentence, verified: Verified) -> str:
    """Whether a sentence leads in a list, is an item of one, or stands alone."""
    group = [one for one, _ in verified.sentences if one.group == draft.group]
    if len(group) < 2 or not group[0].text.endswith(":"):
        return "text"
    return "lead" if draft is group[0] else "item"


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
