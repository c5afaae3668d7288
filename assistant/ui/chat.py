"""The tab of questions: the question box, the conversation, and the answer as it grows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.types import Answer, Question, Turn
from assistant.ui.faults import fault_html
from assistant.ui.markup import escape
from assistant.ui.render import (
    Stage,
    answer_html,
    ask_button,
    problem_html,
    question_html,
    searching_html,
    stopped_html,
)
from assistant.ui.wording import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

QUESTION_LIMIT = 2000
HISTORY_LIMIT = 6
SHOWN_LIMIT = 40
SAID_LIMIT = 2000
STREAMS = 64

# A button made by `ask_button` anywhere in the element asks its question.
_ASK_ON_CLICK = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask]');
  if (button) trigger('click', {question: button.dataset.ask});
});
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was shown for it; `said` is the answer's words for the next question."""

    number: int
    question: str
    shown: str
    said: str = ""
    stopped: str = ""


Conversation = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab that its handlers change."""

    welcome: Any
    past: Any
    live: Any
    box: Any
    ask: Any
    stop: Any
    fresh: Any
    conversation: Any

    def all(self) -> list[Any]:
        """Return every component, as outputs."""
        return [
            self.welcome,
            self.past,
            self.live,
            self.box,
            self.ask,
            self.stop,
            self.fresh,
            self.conversation,
        ]


def lay_out_chat(desk: "Desk", words: Texts) -> None:
    """Lay the tab out and connect its events."""
    welcome = _html(_welcome(desk, words), "ctl-welcome")
    past = _html("", "ctl-past")
    live = _html("", "ctl-live")
    fresh = gr.Button(words.fresh, visible=False, elem_id="ctl-fresh")
    with gr.Column(elem_id="ctl-form"):
        with gr.Row(elem_id="ctl-row"):
            box = gr.Textbox(
                label=words.box_label,
                placeholder=words.box_placeholder,
                lines=1,
                max_lines=6,
                max_length=QUESTION_LIMIT,
                autofocus=True,
                elem_id="ctl-box",
            )
            stop = gr.Button(words.stop, visible=False, variant="stop", elem_id="ctl-stop")
            ask = gr.Button(words.ask, variant="primary", elem_id="ctl-ask")
        gr.HTML(f"<p>{escape(words.keys)}</p>", elem_id="ctl-keys", apply_default_css=False)
    parts = Parts(welcome, past, live, box, ask, stop, fresh, gr.State(()))
    _connect(desk, words, parts)


def _html(value: str, name: str) -> gr.HTML:
    """Make a piece of the conversation in which buttons ask."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=_ASK_ON_CLICK)


def _welcome(desk: "Desk", words: Texts) -> str:
    """Show what the page is for, with questions to start from."""
    buttons = "".join(ask_button(question) for question in desk.examples(words.lang))
    return (
        f"<h2>{escape(words.intro_title)}</h2><p>{escape(words.intro)}</p>"
        f'<div class="ctl-examples" role="group" aria-label="{escape(words.examples)}">'
        f"{buttons}</div>"
    )


def _connect(desk: "Desk", words: Texts, parts: Parts) -> None:
    """Connect the ways to ask, to stop and to start afresh."""

    def on_ask(
        typed: str, conversation: Conversation, event: gr.EventData
    ) -> Iterator[dict[Any, Any]]:
        data = event._data
        chosen = data.get("question") if isinstance(data, Mapping) else None
        yield from _ask(desk, words, parts, str(chosen or typed or ""), conversation)

    def on_stop(conversation: Conversation) -> dict[Any, Any]:
        return _stopped(parts, conversation, words)

    def on_fresh() -> dict[Any, Any]:
        return {
            **_idle(parts),
            parts.welcome: gr.update(visible=True),
            parts.past: "",
            parts.live: "",
            parts.fresh: gr.update(visible=False),
            parts.conversation: (),
        }

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asked = gr.on(
        [
            parts.box.submit,
            parts.ask.click,
            parts.welcome.click,
            parts.live.click,
            parts.past.click,
        ],
        on_ask,
        inputs=[parts.box, parts.conversation],
        outputs=parts.all(),
        concurrency_limit=STREAMS,
        trigger_mode="once",
        **quiet,
    )
    parts.stop.click(on_stop, parts.conversation, parts.all(), cancels=[asked], **quiet)
    parts.fresh.click(on_fresh, None, parts.all(), cancels=[asked], **quiet)


def _ask(
    desk: "Desk", words: Texts, parts: Parts, typed: str, conversation: Conversation
) -> Iterator[dict[Any, Any]]:
    """Show the question at once, then the answer as it grows; restore the form at the end."""
    text = typed.strip()
    if not text:
        yield {parts.box: ""}
        return
    number = conversation[-1].number + 1 if conversation else 1
    fresh = Exchange(number, text, searching_html(words))
    yield {
        **_show(parts, conversation, fresh, words),
        parts.welcome: gr.update(visible=False),
        parts.past: "".join(turn_html(earlier, words) for earlier in conversation),
        parts.box: "",
        parts.ask: gr.update(visible=False),
        parts.stop: gr.update(visible=True),
        parts.fresh: gr.update(visible=False),
    }
    for exchange in grow(desk, fresh, conversation, words):
        yield _show(parts, conversation, exchange, words)
    yield _idle(parts)


def grow(
    desk: "Desk", exchange: Exchange, conversation: Conversation, words: Texts
) -> Iterator[Exchange]:
    """Follow the desk's answer; every failure becomes something that the reader can read."""
    if len(exchange.question) > QUESTION_LIMIT:
        message = words.too_long.format(limit=QUESTION_LIMIT)
        yield replace(exchange, shown=problem_html(message, "", words))
        return
    latest: Answer | None = None
    try:
        question = Question(exchange.question, history=history(conversation))
        for latest in desk.stream(question):
            yield _growing(exchange, latest)
        if latest is None:
            raise RuntimeError("the desk gave no answer")
        yield replace(exchange, shown=answer_html(latest), said=said(latest))
    except Exception as error:  # noqa: BLE001  # the door: whatever happens is shown, never lost
        yield replace(exchange, shown=fault_html(error, words))


def _growing(exchange: Exchange, answer: Answer) -> Exchange:
    """Show an answer that is not complete, and keep how it will look if it is stopped here."""
    return replace(
        exchange,
        shown=answer_html(answer, stage=Stage.GROWING),
        stopped=answer_html(answer, stage=Stage.STOPPED),
        said=said(answer),
    )


def said(answer: Answer) -> str:
    """Return the words of an answer, as the next question's history."""
    words = [sentence.text for sentence in answer.sentences] or [n.text for n in answer.notes]
    return " ".join(words)[:SAID_LIMIT]


def history(conversation: Conversation) -> tuple[Turn, ...]:
    """Return the latest exchanges as turns, oldest first."""
    turns: list[Turn] = []
    for exchange in conversation[-HISTORY_LIMIT:]:
        turns.append(Turn("user", exchange.question))
        if exchange.said:
            turns.append(Turn("assistant", exchange.said))
    return tuple(turns)


def turn_html(exchange: Exchange, words: Texts) -> str:
    """Show one question with its answer."""
    return (
        f'<section class="ctl-turn" data-turn="{exchange.number}">'
        f"{question_html(exchange.question, words)}{exchange.shown}</section>"
    )


def _show(
    parts: Parts, conversation: Conversation, exchange: Exchange, words: Texts
) -> dict[Any, Any]:
    """Show the latest exchange and remember it."""
    kept: Sequence[Exchange] = (*conversation, exchange)
    return {
        parts.live: turn_html(exchange, words),
        parts.conversation: tuple(kept[-SHOWN_LIMIT:]),
    }


def _stopped(parts: Parts, conversation: Conversation, words: Texts) -> dict[Any, Any]:
    """Leave what was verified so far, and say that the answer was stopped."""
    if not conversation:
        return _idle(parts)
    exchange = conversation[-1]
    exchange = replace(exchange, shown=exchange.stopped or stopped_html(words))
    return {**_idle(parts), **_show(parts, conversation[:-1], exchange, words)}


def _idle(parts: Parts) -> dict[Any, Any]:
    """Make the form ready for the next question."""
    return {
        parts.ask: gr.update(visible=True),
        parts.stop: gr.update(visible=False),
        parts.fresh: gr.update(visible=True),
    }
