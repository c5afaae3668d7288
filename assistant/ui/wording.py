"""What the page has to say in every language: the form that `texts.py` fills."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.types import AnswerStatus, NoteKind
from corpus.types import Authority, Kind


@dataclass(frozen=True, slots=True)
class StatusText:
    """How a status is shown: its label, its tone (a colour in style.css) and what to do next."""

    label: str
    tone: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """All strings of one language; braces are filled with `str.format`."""

    lang: str
    title: str
    subtitle: str
    other_lang: str
    other_lang_label: str
    tab_questions: str
    tab_documents: str
    intro_title: str
    intro: str
    examples: str
    box_label: str
    box_placeholder: str
    ask: str
    stop: str
    fresh: str
    keys: str
    asked: str
    searching: str
    understood: str
    stopped: str
    too_long: str
    status: Mapping[AnswerStatus, StatusText]
    notes: Mapping[NoteKind, str]
    authority: Mapping[Authority, str]
    authority_hint: Mapping[Authority, str]
    kinds: Mapping[Kind, str]
    acts: Mapping[str, str]
    months: tuple[str, ...]
    act_line: str
    date_line: str
    short_date: str
    validity: Mapping[str, str]
    ocr: str
    ocr_hint: str
    dropped_one: str
    dropped_many: str
    sources: str
    choices: str
    offered: str
    nearest: str
    citation: str
    open_passage: str
    page_short: str
    copy: str
    copied: str
    by_model: str
    by_extract: str
    seconds: str
    answer_ready: str
    panel: str
    panel_empty_title: str
    panel_empty: str
    panel_loading: str
    panel_failed: str
    panel_citation: str
    panel_earlier: str
    panel_document: str
    quote_label: str
    page_of: str
    previous: str
    following: str
    back: str
    close: str
    image_alt: str
    image_alt_plain: str
    enlarge: str
    page_text: str
    original: str
    address: str
    documents_intro: str
    refresh: str
    filter_label: str
    filter_placeholder: str
    columns: tuple[str, ...]
    open_document: str
    vectors_ready: str
    vectors_partly: str
    none_held: str
    none_match: str
    held: str
    shown: str
    footer: str
    toasts: Mapping[str, str]
    failed: str
    decimal: str
    not_here: str
    wrong_request: str
    cross_site: str
    too_large: str
    not_ready: str
