"""The page: `build` lays it out once for each language; `page_head` is what its head needs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.ui.markup import escape
from assistant.ui.panel import panel_empty_html
from assistant.ui.texts import texts_for
from assistant.ui.wording import Texts

if TYPE_CHECKING:
    import gradio as gr

    from assistant.desk import Desk

_HERE = Path(__file__).parent
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='6' fill='%2306c'/%3E%3Cpath d='M13 8H9v16h4M19 8h4v16h-4'"
    " fill='none' stroke='white' stroke-width='3'/%3E%3C/svg%3E"
)


def build(desk: "Desk", lang: str = "it") -> "gr.Blocks":
    """Lay the page out in one language."""
    import gradio as gr

    from assistant.ui.chat import lay_out_chat
    from assistant.ui.documents import lay_out_documents

    words = texts_for(lang)
    page: gr.Blocks
    with gr.Blocks(title=words.title, analytics_enabled=False, fill_width=True) as page:
        _html(_header(words), "ctl-header")
        with gr.Row(elem_id="ctl-main"):
            with gr.Column(elem_id="ctl-left"):
                with gr.Tabs(elem_id="ctl-tabs"):
                    with gr.Tab(words.tab_questions, id="questions"):
                        lay_out_chat(desk, words)
                    with gr.Tab(words.tab_documents, id="documents") as tab:
                        lay_out_documents(desk, words, tab)
                _html(f"<p>{escape(words.footer)}</p>", "ctl-footer")
            with gr.Column(elem_id="ctl-side"):
                _html(_panel(words), "ctl-side-html")
    page.queue(default_concurrency_limit=64, api_open=False)
    return page


def theme() -> Any:
    """Return the theme: fonts of the system only, so that no other host is asked for one."""
    import gradio as gr

    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_sm,
        font=("Titillium Web", "system-ui", "sans-serif"),
        font_mono=("ui-monospace", "monospace"),
    )


def page_head(lang: str) -> str:
    """Return the style, the script and the icon of the page, to stand in its head."""
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    words = texts_for(lang)
    told = json.dumps(
        {
            "lang": words.lang,
            "loading": words.panel_loading,
            "failed": words.panel_failed,
            "earlier": words.panel_earlier,
            "toasts": dict(words.toasts),
            "empty": panel_empty_html(words),
        }
    ).replace("<", "\\u003c")
    return (
        f'<title>{escape(words.title)}</title><link rel="icon" href="{_ICON}">'
        f'<meta name="description" content="{escape(words.subtitle)}">'
        f"<style>{style}</style><script>window.ctlTexts = {told};\n{script}</script>"
    )


def _html(value: str, name: str) -> None:
    """Place a fixed piece of the page."""
    import gradio as gr

    gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=None)


def _header(words: Texts) -> str:
    """Name the service and offer the other language."""
    address = "../?lang=it" if words.lang == "en" else "en/"
    other = "it" if words.lang == "en" else "en"
    return (
        f'<header class="ctl-band"><div><h1>{escape(words.title)}</h1>'
        f"<p>{escape(words.subtitle)}</p></div>"
        f'<a href="{address}" lang="{other}" hreflang="{other}"'
        f' aria-label="{escape(words.other_lang_label)}">{escape(words.other_lang)}</a></header>'
    )


def _panel(words: Texts) -> str:
    """Make the place where page.js shows a page of a document."""
    return (
        f'<section id="ctl-panel" aria-label="{escape(words.panel)}">'
        f"{panel_empty_html(words)}</section>"
    )
