"""The steps from a question to an answer: understand, retrieve, write, verify, put together."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.asked import Wanted, find_stranger, read_asked
from assistant.choice import Lookup
from assistant.cite import Citer
from assistant.headings import read_headings
from assistant.lookup import Registers
from assistant.phrases import note
from assistant.question import Query, understand
from assistant.retrieve import Retrieval, answer_side, load_weights, retrieve
from assistant.types import (
    Answer,
    AnswerStatus,
    Citation,
    Draft,
    DraftSentence,
    Filters,
    Note,
    NoteKind,
    Question,
    Sentence,
)
from assistant.untold import find_untold
from assistant.verify import Verified, verify
from assistant.write import Writer
from corpus.clusters import clusters
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
    looked_up = _look_up(query, retrieval, library, today, question)
    draft = looked_up.draft
    if draft is None or looked_up.disputable:
        written = writer.write(query, retrieval, library.words().stems)
        draft = _with_disputes(draft, written) if draft else written
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


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """What the registers say to a question; `draft` is None where passages shall answer.

    `unknown`: the question is about acts that no document is or names. `disputable`: what
    passages say of a dispute belongs to the answer too.
    """

    draft: Draft | None = None
    notes: tuple[Note, ...] = ()
    status: AnswerStatus = AnswerStatus.ANSWERED
    unknown: bool = False
    disputable: bool = False


_SURE = 0.97
"""The confidence of what a register answers: the words are there, and read by rules."""


_DISPUTE = re.compile(
    r"controvers|discord|non concord|in modi diversi|disput|disagree|different ways", re.IGNORECASE
)


def _with_disputes(draft: Draft, written: Draft) -> Draft:
    """The draft of a register, and what passages say of a dispute about it."""
    told = {span for one in draft.sentences for span in one.spans}
    more = [
        replace(one, group=one.group + len(draft.sentences))
        for one in written.sentences
        if _DISPUTE.search(one.text) and told.isdisjoint(one.spans)
    ]
    return replace(draft, sentences=(*draft.sentences, *more))


def _look_up(
    query: Query, retrieval: Retrieval, library: Library, today: date, question: Question
) -> _LookedUp:
    if query.filters != Filters():
        return _LookedUp()
    registers = Registers(library, query.lang)
    asked = read_asked(query.text, query.acts, today, question.as_of, question.text)
    found = registers.look_up(asked) if asked else None
    if asked and asked.wanted is Wanted.FIELD and asked.clusters and not asked.years:
        untold = find_untold(asked, retrieval)
        more = (untold,) if untold else ()
        found = replace(found, sentences=(*found.sentences, *more)) if found else Lookup(more)
        found = found if found.sentences else None
    notes, known = registers.not_held(query.acts)
    unknown = bool(query.acts) and not known
    if unknown and (nearly := registers.near(query.acts)):
        found, unknown = nearly, False
    stranger = _stranger(query, library) if found is None and not query.acts else None
    if stranger is not None:
        return _LookedUp(notes=(*notes, stranger), unknown=True)
    if found is None and not unknown and (heading := read_headings(query, library)):
        found = Lookup(heading)
    if found is None:
        return _LookedUp(notes=tuple(notes), unknown=unknown)
    draft = Draft(found.sentences, _SURE)
    disputable = asked is not None and asked.wanted is Wanted.FIELD
    return _LookedUp(draft, (*found.notes, *notes), found.status, unknown, disputable)


def _stranger(query: Query, library: Library) -> Note | None:
    """A remark where the question is about a cluster of which no document speaks."""
    name, ways = find_stranger(query.text)
    if not name or any(library.words().search_phrase(way, 1) for way in ways):
        return None
    known = len(clusters())
    return note(NoteKind.MISSING, "cluster_unknown", query.lang, cluster=name, known=known)


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
