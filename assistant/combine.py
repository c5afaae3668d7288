"""One answer of the answers to the parts of a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.compare import find_compared
from assistant.phrases import carries_sentences, note
from assistant.types import Answer, AnswerStatus, Citation, Note, NoteKind, Question, Sentence
from corpus.types import Passage, Span

_NEAREST = 5
_Part = tuple[str, Answer]


@dataclass(slots=True)
class _Page:
    """Sentences put together so far; the same words have one number."""

    numbers: dict[Span, int] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, given: Answer) -> None:
        """Take over the sentences of an answer that are not there yet, with their citations."""
        said = {one.text for one in self.sentences}
        own = {one.n: one for one in given.citations}
        for sentence in given.sentences:
            if sentence.text in said and sentence.form == "text":
                continue
            cited = tuple(self._number(own[n]) for n in sentence.citations if n in own)
            self.sentences.append(replace(sentence, citations=cited))

    def _number(self, one: Citation) -> int:
        span = one.quote.span
        if span not in self.numbers:
            self.numbers[span] = len(self.numbers) + 1
            self.citations.append(replace(one, n=self.numbers[span]))
        return self.numbers[span]


def combine(question: Question, parts: Sequence[tuple[str, Answer]]) -> Answer:
    """The answer to a question of several parts; `parts` are those answered so far, in order.

    A comparison beside questions to its sides is an extra: where it has no answer, none is missing.
    An order to the assistant in any part turns the whole away.
    """
    if len(parts) == 1:
        return _named(parts[0][1], question, parts)
    refused = [one for _, one in parts if one.status in (AnswerStatus.REFUSED, AnswerStatus.FAILED)]
    if refused:
        return _named(_without_sentences(refused[0]), question, parts)
    asked = [(text, one) for text, one in parts if not _is_extra(text, one)]
    answered = [one for _, one in asked if carries_sentences(one.status) and one.sentences]
    if not answered:
        return _named(_none_answered(asked or parts), question, parts)
    page = _Page()
    for _, one in asked:
        if carries_sentences(one.status):
            page.add(one)
    open_parts = [(text, one) for text, one in asked if one not in answered]
    first = answered[0]
    whole = replace(
        first,
        status=_status(answered, open_parts),
        sentences=tuple(page.sentences),
        citations=tuple(page.citations),
        notes=_notes(asked, open_parts),
        choices=tuple(dict.fromkeys(c for _, one in open_parts for c in one.choices)),
        nearest=_nearest([one for _, one in open_parts]),
        confidence=min(one.confidence for one in answered),
    )
    return _named(whole, question, parts)


def _is_extra(text: str, given: Answer) -> bool:
    """Whether a part is the whole comparison, whose sides are asked about, and has no answer."""
    return not given.sentences and find_compared(text, given.lang) is not None


def _named(whole: Answer, question: Question, parts: Sequence[_Part]) -> Answer:
    """An answer under the question's own name, with what all parts took."""
    usage = parts[0][1].usage
    for _, one in parts[1:]:
        usage = usage.plus(one.usage)
    understood = " ".join(dict.fromkeys(one.understood_as or text for text, one in parts))
    same = " ".join(question.text.split())
    modes = [one for _, one in parts if one.mode == "model"]
    return replace(
        whole,
        question=question.text,
        id=question.id,
        understood_as="" if understood in (same, f"{same} {same}") else understood,
        unsupported_dropped=sum(one.unsupported_dropped for _, one in parts),
        mode=modes[0].mode if modes else whole.mode,
        model=modes[0].model if modes else whole.model,
        prompts=tuple(dict.fromkeys(name for _, one in parts for name in one.prompts)),
        usage=usage,
        library_version=max(one.library_version for _, one in parts),
        seconds=_summed([one.seconds for _, one in parts]),
    )


def _summed(times: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for one in times for name in one)
    return {name: round(sum(one.get(name, 0.0) for one in times), 4) for name in names}


def _without_sentences(given: Answer) -> Answer:
    return replace(given, sentences=(), citations=())


def _status(answered: Sequence[Answer], open_parts: Sequence[_Part]) -> AnswerStatus:
    """How the whole ends: what contradicts the question weighs most, then what is missing."""
    statuses = {one.status for one in answered}
    if AnswerStatus.FALSE_PREMISE in statuses:
        return AnswerStatus.FALSE_PREMISE
    if open_parts or AnswerStatus.PARTIAL in statuses:
        return AnswerStatus.PARTIAL
    return AnswerStatus.ANSWERED


def _notes(asked: Sequence[_Part], open_parts: Sequence[_Part]) -> tuple[Note, ...]:
    """The notes of all parts, each once, and the parts that are not answered, by name."""
    missing = [
        note(
            NoteKind.MISSING, _MISSING.get(one.status, "missing_open"), one.lang, part=_plain(text)
        )
        for text, one in ((one.understood_as or text, one) for text, one in open_parts)
    ]
    kept = [
        remark
        for _, one in asked
        for remark in one.notes
        if remark.kind is not NoteKind.SEARCHED and not _is_of(one, open_parts)
    ]
    told = [
        remark
        for _, one in open_parts
        for remark in one.notes
        if remark.kind is NoteKind.MISSING and one.status is AnswerStatus.NOT_FOUND
    ]
    return tuple(dict.fromkeys((*missing, *told, *kept)))


_MISSING = {AnswerStatus.NOT_FOUND: "missing_part"}


def _is_of(given: Answer, parts: Sequence[_Part]) -> bool:
    return any(given is one for _, one in parts)


def _plain(text: str) -> str:
    """A part's words within a sentence: "quanti articoli ha la legge"."""
    words = text.strip().rstrip(" ?.!")
    second = words[1:2]
    return words if second.isupper() else f"{words[:1].lower()}{words[1:]}"


def _none_answered(parts: Sequence[_Part]) -> Answer:
    """The first part's outcome, with what was near any part, and every choice offered."""
    first = parts[0][1]
    answers = [one for _, one in parts]
    return replace(
        _without_sentences(first),
        notes=tuple(dict.fromkeys(remark for one in answers for remark in one.notes)),
        choices=tuple(dict.fromkeys(choice for one in answers for choice in one.choices)),
        nearest=_nearest(answers),
        confidence=max(one.confidence for one in answers),
    )


def _nearest(answers: Sequence[Answer]) -> tuple[Passage, ...]:
    """The nearest passages of several answers, the first of each first."""
    found: dict[tuple[str, int, int], Passage] = {}
    deepest = max((len(one.nearest) for one in answers), default=0)
    for rank in range(deepest):
        for one in answers:
            if rank < len(one.nearest):
                chunk = one.nearest[rank].chunk
                found.setdefault((chunk.document_id, chunk.page, chunk.start), one.nearest[rank])
    return tuple(found.values())[:_NEAREST]
