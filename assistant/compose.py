"""From a draft, and what a model wrote, to growing answers of verified sentences only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.cite import Citer
from assistant.closeness import Closeness
from assistant.evidence import gather_evidence
from assistant.model_writer import ModelWriter, Task, Written
from assistant.phrases import note
from assistant.question import Query
from assistant.retrieve import Retrieval
from assistant.types import (
    Answer,
    AnswerStatus,
    Citation,
    Draft,
    DraftSentence,
    NoteKind,
    Sentence,
)
from assistant.verify import Checked, Verified, check_written, verify
from corpus.library import Library
from corpus.text import fold
from corpus.types import Span


@dataclass(frozen=True, slots=True)
class Room:
    """What a question is answered with."""

    query: Query
    retrieval: Retrieval
    library: Library
    citer: Citer
    today: date


def write_answer(
    basis: Answer, draft: Draft, told: Draft | None, model: ModelWriter | None, room: Room
) -> Iterator[Answer]:
    """Growing answers: of the model where there is one, else – or after it – of the draft.

    `told` is what registers said, which no model may leave out.
    """
    given = Written()
    if model is not None and len(draft.sentences) <= _MOST_TOLD:
        basis = replace(basis, mode=model.mode, model=model.name)
        for given in _with_model(model, told, room):
            if given.sentences:
                yield put_together(basis, Verified(given.sentences, given.dropped), room.citer)
    rest = _rest(draft, told, given) if given.prompts else draft
    verified = verify(rest, room.citer.page)
    dropped = given.dropped + verified.dropped
    basis = _tell_of_model(basis, given, room.query.lang)
    for end in range(1, len(verified.sentences) + 1):
        kept = (*given.sentences, *verified.sentences[:end])
        yield put_together(basis, Verified(kept, dropped), room.citer)
    if not verified.sentences:
        yield put_together(basis, Verified(given.sentences, dropped), room.citer)


_MOST_TOLD = 12
"""A list of more quotes than this is shown as it stands: a model would only shorten it."""


def _with_model(writer: ModelWriter, told: Draft | None, room: Room) -> Iterator[Written]:
    evidence = gather_evidence(
        told.sentences if told else (),
        room.retrieval,
        writer.passages,
        room.citer.page,
        room.citer.document,
    )
    closeness = Closeness(room.library.embedder)
    task = Task(room.query.text, room.query.lang, room.today, evidence)

    def check(sentence: DraftSentence, about: str) -> Checked:
        return check_written(sentence, room.citer.page, about, closeness)

    return writer.write(task, check)


def _rest(draft: Draft, told: Draft | None, given: Written) -> Draft:
    """What the draft adds to a model's sentences: all of it where the model failed.

    A model that only says that nothing is there is believed, unless it tried to write and failed.

    Else only what registers told and the model did not cite.
    """
    cited = [quote.span for _, quotes in given.sentences for quote in quotes]
    if given.failure or (not given.sentences and (given.dropped or not given.missing)):
        kept = draft.sentences
    else:
        kept = told.sentences if told else ()
    more = [one for one in kept if not any(_is_cited(span, cited) for span in one.spans)]
    return replace(draft, sentences=tuple(more))


def _is_cited(span: Span, cited: Sequence[Span]) -> bool:
    return any(
        one.document_id == span.document_id
        and one.page == span.page
        and one.start < span.end
        and span.start < one.end
        for one in cited
    )


def _tell_of_model(basis: Answer, given: Written, lang: str) -> Answer:
    """Say how the model fared; without a sentence of its own the answer is not of the model."""
    if not given.prompts:
        return basis
    notes = list(basis.notes)
    if given.failure:
        notes.append(note(NoteKind.FALLBACK, "model_failed", lang, why=given.failure))
    elif not given.sentences and (given.dropped or not given.missing):
        notes.append(note(NoteKind.FALLBACK, "model_unverified", lang))
    status = basis.status
    if given.sentences and given.missing and status is AnswerStatus.ANSWERED:
        status = AnswerStatus.PARTIAL
        asked = fold(basis.understood_as or basis.question)
        named = [one for one in given.missing if fold(one).strip(" ?.") in asked]
        name = "missing_part" if named else "missing_some"
        notes.append(note(NoteKind.MISSING, name, lang, part="; ".join(named).strip(" ?.")))
    return replace(
        basis,
        status=status,
        notes=tuple(notes),
        mode="model" if given.sentences else "extractive",
        prompts=(*basis.prompts, *given.prompts),
        usage=basis.usage.plus(given.usage),
    )


def put_together(basis: Answer, verified: Verified, citer: Citer) -> Answer:
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
