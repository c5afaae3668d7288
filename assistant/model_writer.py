"""The writer with a model: sentences in its own words, each shown only once its quote bears it.

The model is asked for sentences with marks and the words they rest on. Each is checked as soon as
it is whole; those that fail are sent back once with the reasons, then dropped and counted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.evidence import Evidence, as_text, fence_of
from assistant.model import ChatModel, Message, Reply
from assistant.prompts import Prompt, load_prompts
from assistant.recall import complete_with_model
from assistant.replies import REPLY_SCHEMA, Missing, WrittenSentence, read_reply
from assistant.types import DraftSentence, Question, Usage
from assistant.verify import Checked
from corpus.errors import ModelError
from corpus.text import find_quote, fold
from corpus.types import Quote, Span
from corpus.words import stems

_SEARCHED = 2
"""So many sentences of a marked passage are tried where the words quoted are not there."""
_LEAST_WORDS = 2
"""Fewer words quoted than this point nowhere."""
_MOST_FAILED = 8
"""So many failed sentences are sent back; a model with more is not worth asking again."""
_GROUP = 100
"""Each sentence of a model stands by itself."""

Check = Callable[[DraftSentence, str], Checked]
"""Checks a sentence; the words are the headings and the title over what it cites."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is to write about."""

    question: str
    lang: str
    today: date
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What a model has written so far: only what was verified, and what became of the rest."""

    sentences: tuple[tuple[DraftSentence, tuple[Quote, ...]], ...] = ()
    dropped: int = 0
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    failure: str = ""


@dataclass(slots=True)
class _Work:
    """The state of one writing."""

    task: Task
    check: Check
    marks: dict[str, Evidence]
    kept: list[tuple[DraftSentence, tuple[Quote, ...]]] = field(default_factory=list)
    failed: list[tuple[WrittenSentence, tuple[str, ...]]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


class ModelWriter:
    """Writes with a model; what it gives is verified, and is as little as that leaves."""

    mode = "model"

    def __init__(self, model: ChatModel, passages: int = 8) -> None:
        """Write with `model`, shown so many passages; the prompts are read and checked now."""
        self._model = model
        self.passages = passages
        self._prompts = load_prompts()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def complete(self, question: Question) -> tuple[str, str, Usage]:
        """See `complete_with_model`."""
        return complete_with_model(question, self._model)

    def warm(self) -> None:
        """Make the model's client; raises `ModelError` where that cannot be."""
        self._model.warm()

    def write(self, task: Task, check: Check) -> Iterator[Written]:
        """What is verified so far, growing; the last says how it ended."""
        work = _Work(task, check, {one.mark: one for one in task.evidence})
        prompt = self._prompt("answer", task.lang)
        messages: list[Message] = prompt.fill(
            fence=fence_of(task.question),
            passages=as_text(task.evidence),
            question=task.question,
            today=task.today.isoformat(),
        )
        written = Written(prompts=(prompt.label,))
        heard: list[str] = []
        reply = self._model.ask(messages, REPLY_SCHEMA)
        try:
            for one in read_reply(_kept(reply, heard)):
                if _take(work, one):
                    yield replace(written, sentences=tuple(work.kept))
            written = replace(written, usage=reply.usage)
            if work.failed and len(work.failed) <= _MOST_FAILED:
                yield from self._repair(work, [*messages, ("assistant", "".join(heard))], written)
                return
        except ModelError as error:
            reply.close()
            written = replace(written, failure=error.message, usage=reply.usage)
        yield _whole(work, written, len(work.failed))

    def _repair(
        self, work: _Work, messages: Sequence[Message], written: Written
    ) -> Iterator[Written]:
        """Send the failed sentences back once, with the reasons."""
        prompt = self._prompt("repair", work.task.lang)
        failed, work.failed = work.failed, []
        listed = "\n".join(f"- {one.text}\n  ({'; '.join(why)})" for one, why in failed)
        words = "\n\n".join(words for _, words in prompt.fill(failed=listed))
        written = replace(written, prompts=(*written.prompts, prompt.label))
        before, usage = len(work.kept), written.usage
        reply = self._model.ask([*messages, ("user", words)], REPLY_SCHEMA)
        try:
            for one in read_reply(reply):
                if len(work.kept) - before >= len(failed):
                    break
                if isinstance(one, WrittenSentence) and _take(work, one):
                    yield replace(written, sentences=tuple(work.kept))
        except ModelError:
            pass  # what was verified stands; the rest is dropped, as it would have been
        finally:
            reply.close()
        written = replace(written, usage=usage.plus(reply.usage))
        work.failed = failed
        yield _whole(work, written, len(failed) - (len(work.kept) - before))

    def _prompt(self, task: str, lang: str) -> Prompt:
        return self._prompts.get((task, lang)) or self._prompts[task, "it"]


def _kept(reply: Reply, heard: list[str]) -> Iterator[str]:
    """The pieces of a reply, remembered as they pass."""
    for piece in reply:
        heard.append(piece)
        yield piece


def _whole(work: _Work, written: Written, dropped: int) -> Written:
    return replace(
        written,
        sentences=tuple(work.kept),
        dropped=max(0, dropped),
        reasons=tuple("; ".join(why) for _, why in work.failed),
        missing=tuple(work.missing),
    )


def _take(work: _Work, one: WrittenSentence | Missing) -> bool:
    """Check what the model wrote; True where a sentence was kept."""
    if isinstance(one, Missing):
        work.missing.append(one.text)
        return False
    words = fold(one.text)
    if words in work.seen:
        return False
    work.seen.add(words)
    reasons: tuple[str, ...] = ()
    for spans, about in _readings(one, work.marks):
        sentence = DraftSentence(one.text, spans, _GROUP + len(work.kept))
        checked = work.check(sentence, about)
        if not checked.reasons:
            work.kept.append((sentence, checked.quotes))
            return True
        reasons = reasons or checked.reasons
    work.failed.append((one, reasons or _why_unquoted(one, work.marks)))
    return False


def _why_unquoted(one: WrittenSentence, marks: dict[str, Evidence]) -> tuple[str, ...]:
    if not one.quotes:
        return ("no quote",)
    unknown = [quote.mark for quote in one.quotes if quote.mark not in marks]
    if unknown:
        return (f"unknown mark {unknown[0]}",)
    return ("the words quoted do not stand in the passage of that mark",)


def _readings(
    one: WrittenSentence, marks: dict[str, Evidence]
) -> Iterator[tuple[tuple[Span, ...], str]]:
    """The stretches that a sentence may rest on, as it says first, with the words over them."""
    known = [(quote, marks[quote.mark]) for quote in one.quotes if quote.mark in marks]
    if len(known) < len(one.quotes):
        return
    found = [_find_span(quote.words, held) for quote, held in known]
    spans = tuple(dict.fromkeys(span for span in found if span is not None))
    about = " ".join(held.label for _, held in known)
    if spans and None not in found:
        yield spans, about
        headings = tuple(span for _, held in known for span in held.headings[:1])
        if headings:
            yield tuple(dict.fromkeys((*headings, *spans))), about
    elif all(not quote.words for quote, _ in known):
        for _, held in known:
            yield from _likely(one.text, held)


def _find_span(words: str, held: Evidence) -> Span | None:
    """The sentences of a passage in which the words quoted stand, whole; None where they do not."""
    if len(words.split()) < _LEAST_WORDS and len(words) < 6:
        return None
    place = find_quote(held.text, words)
    if place is None:
        return None
    start, end = held.span.start + place[0], held.span.start + place[1]
    touched = [one for one in held.sentences if one[0] < end and one[1] > start]
    if touched:
        start, end = min(start, touched[0][0]), max(end, touched[-1][1])
    return replace(held.span, start=start, end=end)


def _likely(text: str, held: Evidence) -> Iterator[tuple[tuple[Span, ...], str]]:
    """The sentences of a passage that share most words with a sentence that quotes none."""
    wanted = set(stems(text))
    shared = []
    for start, end in held.sentences:
        words = held.text[start - held.span.start : end - held.span.start]
        shared.append((-len(wanted & set(stems(words))), start, end))
    for count, start, end in sorted(shared)[:_SEARCHED]:
        if count:
            yield (replace(held.span, start=start, end=end),), held.label
