"""Answers as HTML and as plain text: pure functions."""

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import groupby

from assistant.types import Answer, AnswerStatus, Citation, Note, Sentence
from assistant.ui.markup import (
    Marks,
    authority_badge,
    escape,
    open_attributes,
    safe_url,
    validity_badge,
)
from assistant.ui.texts import texts_for
from assistant.ui.wording import Texts
from corpus.types import Passage

_EXCERPT = 220


_TURNED_AWAY = (AnswerStatus.REFUSED, AnswerStatus.OUT_OF_SCOPE)
"""Statuses whose remark says all, and whose choices are no guess at what was meant."""


class Stage(Enum):
    """How far an answer is."""

    GROWING = "growing"
    STOPPED = "stopped"
    DONE = "done"


def question_html(text: str, words: Texts) -> str:
    """Show what the reader asked."""
    return (
        f'<h2 class="ctl-question"><span class="ctl-hidden">{escape(words.asked)}: </span>'
        f"{escape(text)}</h2>"
    )


def searching_html(words: Texts) -> str:
    """Show that an answer is on its way."""
    return (
        f'<div class="ctl-answer ctl-waiting" data-announce="{escape(words.searching)}">'
        f'<span class="ctl-dots" aria-hidden="true"></span>{escape(words.searching)}</div>'
    )


def problem_html(message: str, advice: str, words: Texts) -> str:
    """Show a failure as the status `failed`, with what happened and what to do next."""
    text = words.status[AnswerStatus.FAILED]
    return (
        f'<div class="ctl-answer" role="group" aria-label="{escape(text.label)}"'
        f' data-status="failed" data-done="1" data-announce="{escape(text.label)}">'
        f"{_status_label(AnswerStatus.FAILED, text.label, text.tone)}"
        f"<p>{escape(message)}</p>"
        f'<p class="ctl-advice">{escape(advice or text.advice)}</p></div>'
    )


def stopped_html(words: Texts) -> str:
    """Show that the reader stopped the answer before a word of it was there."""
    text = escape(words.stopped)
    return f'<div class="ctl-answer" data-done="1" data-announce="{text}"><p>{text}</p></div>'


def answer_html(answer: Answer, *, stage: Stage = Stage.DONE) -> str:
    """Show an answer in the language of the answer; its status stands only once it is done."""
    words = texts_for(answer.lang)
    text = words.status[answer.status]
    parts = [_understood(answer, words), _sentences(answer, words)]
    announce = words.stopped
    if stage is Stage.DONE:
        announce = words.answer_ready.format(
            label=text.label, sentences=len(answer.sentences), citations=len(answer.citations)
        )
        parts.insert(0, _status_label(answer.status, text.label, text.tone))
        parts += [_remarks(answer, words), _citation_list(answer, words), _foot(answer, words)]
    elif stage is Stage.STOPPED:
        parts += [f'<p class="ctl-advice">{escape(announce)}</p>', _citation_list(answer, words)]
    else:
        parts.append('<p class="ctl-dots" aria-hidden="true"></p>')
    ready = f' data-done="1" data-announce="{escape(announce)}"'
    if stage is Stage.GROWING:
        ready = ""
    return (
        f'<div class="ctl-answer" role="group" aria-label="{escape(text.label)}"'
        f' lang="{words.lang}" data-status="{answer.status.value}"{ready}>'
        f"{''.join(parts)}</div>"
    )


def _understood(answer: Answer, words: Texts) -> str:
    """Show the question as it was completed from the conversation."""
    if not answer.understood_as:
        return ""
    text = words.understood.format(question=answer.understood_as)
    return f'<p class="ctl-understood">{escape(text)}</p>'


def _remarks(answer: Answer, words: Texts) -> str:
    """Show all that is said beside the sentences."""
    turned = answer.status in _TURNED_AWAY
    advice = "" if turned and answer.notes else words.status[answer.status].advice
    offered = words.offered if turned else words.choices
    return "".join(
        (
            f'<p class="ctl-advice">{escape(advice)}</p>' if advice else "",
            _notes(answer.notes, words, named=not turned),
            _choices(answer.choices, offered),
            _nearest(answer.nearest, words),
        )
    )


def plain_text(answer: Answer) -> str:
    """Return the answer with its sources as plain text, for the clipboard."""
    words = texts_for(answer.lang)
    known = {citation.n for citation in answer.citations}
    lines = [
        sentence.text + "".join(f" [{n}]" for n in sentence.citations if n in known)
        for sentence in answer.sentences
    ]
    lines += [f"{words.notes[note.kind]}: {note.text}" for note in answer.notes]
    for citation in answer.citations:
        where = words.page_short.format(page=citation.quote.span.page)
        address = f" {citation.url}" if safe_url(citation.url) else ""
        lines.append(f"[{citation.n}] {citation.title}, {where}: «{citation.quote.text}»{address}")
    return "\n".join(lines)


def _status_label(status: AnswerStatus, label: str, tone: str) -> str:
    """Show the status in words, with its colour as a second sign."""
    return (
        f'<p class="ctl-status ctl-tone-{tone}" data-status="{status.value}">'
        f'<span class="ctl-sign" aria-hidden="true"></span>{escape(label)}</p>'
    )


def _sentences(answer: Answer, words: Texts) -> str:
    """Show the sentences; neighbouring items of a list become one list."""
    found = {citation.n: citation for citation in answer.citations}
    parts = []
    for form, group in groupby(answer.sentences, key=lambda sentence: sentence.form):
        lines = [
            escape(sentence.text) + _numbers(sentence, found, answer.citations, words)
            for sentence in group
        ]
        if form == "item":
            parts.append("<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>")
        else:
            parts.append("".join(f'<p class="ctl-sentence">{line}</p>' for line in lines))
    return f'<div class="ctl-sentences">{"".join(parts)}</div>' if parts else ""


def _numbers(
    sentence: Sentence, found: dict[int, Citation], citations: Sequence[Citation], words: Texts
) -> str:
    """Show the numbers after a sentence, kept together with its last word."""
    marks = [
        _citation_button(found[number], citations, words)
        for number in sentence.citations
        if number in found
    ]
    return f'&#8288;<span class="ctl-marks">{"".join(marks)}</span>' if marks else ""


def _citation_button(citation: Citation, citations: Sequence[Citation], words: Texts) -> str:
    """Show one number as a button that opens its page."""
    label = words.citation.format(n=citation.n, page=citation.quote.span.page, title=citation.title)
    return (
        f'<button type="button" class="ctl-cite" {_target(citation, citations)}'
        f' aria-label="{escape(label)}" title="«{escape(_excerpt(citation.quote.text))}»">'
        f"[{citation.n}]</button>"
    )


def _target(citation: Citation, citations: Sequence[Citation]) -> str:
    """Say which page a number opens and which words it marks, those of its neighbours too."""
    span = citation.quote.span
    same = [
        other
        for other in citations
        if (other.quote.span.document_id, other.quote.span.page) == (span.document_id, span.page)
    ]
    marks = Marks(
        tuple((other.quote.span.start, other.quote.span.end) for other in same),
        next(place for place, other in enumerate(same) if other.n == citation.n),
    )
    return open_attributes(span.document_id, span.page, marks, citation.n)


def _notes(notes: Iterable[Note], words: Texts, *, named: bool = True) -> str:
    """Show the remarks, each with the name of its kind unless it speaks for itself."""
    lines = []
    for note in notes:
        name = f"<strong>{escape(words.notes[note.kind])}.</strong> " if named else ""
        lines.append(f'<li class="ctl-note-{note.kind.value}">{name}{escape(note.text)}</li>')
    return f'<ul class="ctl-notes">{"".join(lines)}</ul>' if lines else ""


def _choices(choices: Iterable[str], label: str) -> str:
    """Show what the reader may have meant, or could ask, as buttons that ask."""
    buttons = [ask_button(choice) for choice in choices]
    if not buttons:
        return ""
    return (
        f'<div class="ctl-choices" role="group" aria-label="{escape(label)}">'
        f"<p>{escape(label)}</p>{''.join(buttons)}</div>"
    )


def ask_button(question: str) -> str:
    """Show a question as a button that asks it."""
    text = escape(question)
    return f'<button type="button" class="ctl-ask" data-ask="{text}">{text}</button>'


def _nearest(passages: Sequence[Passage], words: Texts) -> str:
    """Show the nearest passages, which do not answer but may help."""
    if not passages:
        return ""
    lines = []
    for passage in passages:
        chunk = passage.chunk
        label = words.open_passage.format(page=chunk.page, title=passage.document.title)
        marks = Marks(((chunk.start, chunk.end),), 0)
        lines.append(
            f'<li><button type="button" class="ctl-source" aria-label="{escape(label)}"'
            f" {open_attributes(chunk.document_id, chunk.page, marks)}>"
            f"{escape(passage.document.title)}, {escape(words.page_short.format(page=chunk.page))}"
            f"</button> {authority_badge(passage.document.authority.value, words)}"
            f'<span class="ctl-excerpt">{escape(_excerpt(chunk.text))}</span></li>'
        )
    return (
        f'<section class="ctl-nearest"><h3>{escape(words.nearest)}</h3>'
        f"<ul>{''.join(lines)}</ul></section>"
    )


def _excerpt(text: str) -> str:
    """Cut a passage at a word, so that a list stays easy to scan."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT].rsplit(" ", 1)[0] + " …"


def _citation_list(answer: Answer, words: Texts) -> str:
    """List the sources below an answer, in the order of their numbers."""
    if not answer.citations:
        return ""
    lines = []
    for citation in answer.citations:
        page = citation.quote.span.page
        label = words.citation.format(n=citation.n, page=page, title=citation.title)
        lines.append(
            f'<li><span class="ctl-n" aria-hidden="true">[{citation.n}]</span>'
            f'<span><button type="button" class="ctl-source" aria-label="{escape(label)}"'
            f" {_target(citation, answer.citations)}>{escape(citation.title)},"
            f" {escape(words.page_short.format(page=page))}</button>"
            f" {authority_badge(citation.authority, words)}"
            f" {validity_badge(citation.validity, words)}</span></li>"
        )
    return (
        f'<section class="ctl-sources"><h3>{escape(words.sources)}</h3>'
        f"<ul>{''.join(lines)}</ul></section>"
    )


def _foot(answer: Answer, words: Texts) -> str:
    """Say how the answer was made, what was left out, and offer to copy it."""
    count = answer.unsupported_dropped
    dropped = ""
    if count > 0:
        text = words.dropped_one if count == 1 else words.dropped_many.format(count=count)
        dropped = f'<p class="ctl-dropped">{escape(text)}</p>'
    if not answer.sentences:
        return dropped
    made = words.by_model.format(model=answer.model) if answer.mode == "model" else words.by_extract
    total = answer.seconds.get("total")
    if total is not None:
        clock = f"{total:.1f}".replace(".", words.decimal)
        made = f"{made} · {words.seconds.format(seconds=clock)}"
    return (
        f'{dropped}<div class="ctl-foot"><span>{escape(made)}</span>'
        f'<button type="button" class="ctl-quiet" data-copy="{escape(plain_text(answer))}"'
        f' data-copied="{escape(words.copied)}">{escape(words.copy)}</button></div>'
    )
