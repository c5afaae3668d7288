"""The tab of documents: what the library holds."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.ui.faults import fault_html
from assistant.ui.markup import escape
from assistant.ui.panel import documents_html
from assistant.ui.wording import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

REFRESH_SECONDS = 5


def lay_out_documents(desk: "Desk", words: Texts, tab: Any) -> None:
    """Lay the tab out; the list is read when the tab opens, on demand, and while it changes."""
    title = f"<h2>{escape(words.documents_intro)}</h2>"
    gr.HTML(title, elem_id="ctl-documents-title", apply_default_css=False, js_on_load=None)
    with gr.Row(elem_id="ctl-documents-form"):
        wanted = gr.Textbox(
            label=words.filter_label,
            placeholder=words.filter_placeholder,
            elem_id="ctl-filter",
            max_length=200,
            scale=3,
        )
        refresh = gr.Button(words.refresh, elem_id="ctl-refresh", scale=1, min_width=140)
    table = gr.HTML("", elem_id="ctl-documents", apply_default_css=False, js_on_load=None)
    timer = gr.Timer(REFRESH_SECONDS, active=False)

    def on_list(text: str) -> tuple[str, Any]:
        shown, changing = list_documents(desk, words, text)
        return shown, gr.Timer(active=changing)

    gr.on(
        [tab.select, refresh.click, wanted.change, timer.tick],
        on_list,
        inputs=wanted,
        outputs=[table, timer],
        show_progress="hidden",
        trigger_mode="always_last",
        api_visibility="private",
    )


def list_documents(desk: "Desk", words: Texts, wanted: str) -> tuple[str, bool]:
    """Return the list as HTML, and whether it is still changing (vectors being made)."""
    try:
        states = desk.documents()
    except Exception as error:  # noqa: BLE001  # the door: whatever happens is shown, never lost
        return fault_html(error, words), False
    return documents_html(states, words, wanted), not all(s.vectors_ready for s in states)
