"""Opens the library and the writer once; what every door asks for goes through the desk."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.answer import stream_answer
from assistant.chain import Chain, find_chain
from assistant.cite import Citer
from assistant.journal import Journal
from assistant.model import ChatModel, Probe, probe_model
from assistant.model_writer import ModelWriter
from assistant.phrases import examples
from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.types import Answer, Filters, Question
from assistant.wire_register import Cite, cite_with, cluster_record, matches_record
from assistant.write import ExtractiveWriter
from corpus.act_register import ActEntry, ActMatches, ActRegister
from corpus.call_register import Call, gather_calls
from corpus.claims import Correction, Topic
from corpus.cluster_register import ClusterRegister, recognised_by
from corpus.clusters import Cluster, find_cluster
from corpus.errors import InputError, NotHeld, ProjectError
from corpus.library import Library, open_library
from corpus.pageview import render_page, span_boxes
from corpus.settings import Settings
from corpus.standing import ClusterStatus, Told
from corpus.types import Document, DocumentState, Format, Page, Passage

_POLL_SECONDS = 1.0
_IMAGES_KEPT = 64
_log = logging.getLogger(__name__)

_MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.HTML: "text/html",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.MARKDOWN: "text/markdown",
    Format.TEXT: "text/plain",
}


class Desk:
    """The reference desk over one library."""

    def __init__(self, settings: Settings, library: Library) -> None:
        """Use `open_desk` instead."""
        self.settings = settings
        self.library = library
        self._acts = ActRegister(library.claims)
        self._clusters = ClusterRegister(library.claims)
        self._writer = ExtractiveWriter(settings.answer.sentences)
        self._journal = Journal(library.folder)
        self._model = self._open_model()
        self._stop = threading.Event()
        self._filler: threading.Thread | None = None
        self._image = lru_cache(maxsize=_IMAGES_KEPT)(self._render)

    def close(self) -> None:
        """Stop the background work and free the library."""
        self._stop.set()
        if self._filler is not None:
            self._filler.join(timeout=30)
        self._journal.close()
        self.library.close()

    def _open_model(self) -> ModelWriter | None:
        if not self.settings.model.name:
            return None
        model = ChatModel(self.settings.model, self._journal, self.today)
        return ModelWriter(model, self.settings.model.passages)

    def probe_model(self) -> Probe | None:
        """Whether the configured model answers; None where none is configured."""
        if not self.settings.model.name:
            return None
        return probe_model(self.settings.model, self._journal, self.today())

    # --- questions ------------------------------------------------------------------------

    def ask(self, question: Question, *, with_model: bool = True) -> Answer:
        """The whole answer to a question; with the model, where one is configured and wanted."""
        return list(self.stream(question, with_model=with_model))[-1]

    def stream(self, question: Question, *, with_model: bool = True) -> Iterator[Answer]:
        """Growing answers, always verified; the last is the whole."""
        return stream_answer(
            self._dated(question),
            self.library,
            self._writer,
            self._candidates,
            self._model if with_model else None,
        )

    def search(self, text: str, limit: int, filters: Filters) -> list[Passage]:
        """The passages nearest to a question, best first."""
        query = understand(Question(text, filters=filters))
        candidates = max(self._candidates, limit)
        return list(retrieve(query, self.library, candidates).passages[:limit])

    @property
    def _candidates(self) -> int:
        return self.settings.retrieval.candidates

    def _dated(self, question: Question) -> Question:
        return replace(question, today=question.today or self.today())

    def examples(self, lang: str) -> list[str]:
        """Questions that the shipped corpus answers."""
        return examples(lang)

    def today(self) -> date:
        """The day taken as today."""
        return self.settings.answer.today or date.today()  # noqa: DTZ011 - the reader's own day

    # --- registers ------------------------------------------------------------------------

    def acts(self) -> list[ActEntry]:
        """Every act held or named."""
        return self._acts.entries()

    def act(self, reference: str) -> ActMatches:
        """The acts that a way of writing may mean."""
        return self._acts.find(reference)

    def chain(self, entry: ActEntry) -> Chain:
        """The acts that an act is tied to."""
        return find_chain(entry, self._acts.entry)

    def act_record(self, found: ActMatches, day: date) -> dict[str, Any]:
        """The JSON of `ctl act`."""
        claims = self.library.claims

        def recognised(entry: ActEntry) -> list[tuple[str, str, Told]]:
            return recognised_by(claims, [entry.name, *(one.act for one, _ in entry.held)])

        return matches_record(found, day, cite_with(Citer(self.library, day)), recognised)

    def cluster_records(self, day: date) -> list[dict[str, Any]]:
        """The JSON of `ctl clusters`."""
        cite = cite_with(Citer(self.library, day))
        return [cluster_record(one, cite) for one in self._clusters.entries(day)]

    def cluster_record(self, name: str, day: date) -> dict[str, Any]:
        """The JSON of `ctl cluster`; raises `NotHeld` where the name means none."""
        cite = cite_with(Citer(self.library, day))
        return cluster_record(self._clusters.entry(_cluster(name), day), cite)

    def calls(self) -> list[Call]:
        """The calls of which the documents held say something."""
        return gather_calls(self.library.claims.facts(Topic.CALL))

    def cite(self, day: date) -> Cite:
        """A function from a span to the record of its citation, as of a day."""
        return cite_with(Citer(self.library, day))

    def correct_cluster(
        self, name: str, field: str, value: str, signed: tuple[str, str, str]
    ) -> None:
        """Set a value of a cluster; an empty one takes the correction back."""
        if field == "status" and value and value not in [one.value for one in ClusterStatus]:
            states = ", ".join(one.value for one in ClusterStatus)
            raise InputError(f"Lo stato «{value}» non esiste.", f"Stati: {states}.")
        correction = Correction("cluster", _cluster(name).id, field, value, *signed)
        with self.library.write_lock(), self.library.records.writing() as connection:
            self.library.claims.correct(connection, correction)

    # --- documents ------------------------------------------------------------------------

    def library_version(self) -> int:
        """The version of the library that answers are made from."""
        return self.library.version()

    def documents(self) -> list[DocumentState]:
        """What is held, and how much of it can be found."""
        return self.library.documents()

    def document(self, document_id: str) -> Document:
        """A listed document; raises `NotHeld`."""
        return self.library.records.find_document(document_id)

    def page(self, document_id: str, number: int) -> Page:
        """A page of a listed document; raises `NotHeld`."""
        return self.library.page(document_id, number)

    def original(self, document_id: str) -> tuple[bytes, str, str]:
        """The bytes as they came, their media type and a file name."""
        document = self.document(document_id)
        data = self.library.original(document).read_bytes()
        return data, _MEDIA_TYPES[document.format], Path(document.source).name

    def page_image(
        self,
        document_id: str,
        number: int,
        spans: Sequence[tuple[int, int]],
        active: int | None,
    ) -> bytes:
        """A PDF page as PNG with the spans marked; raises `NotHeld` for other formats."""
        return self._image(document_id, number, tuple(spans), active)

    def _render(
        self,
        document_id: str,
        number: int,
        spans: tuple[tuple[int, int], ...],
        active: int | None,
    ) -> bytes:
        document = self.document(document_id)
        page = self.library.page(document.id, number)
        if document.format is not Format.PDF:
            raise NotHeld("Solo le pagine dei PDF hanno un'immagine.", "Leggerne il testo.")
        original = self.library.original(document)
        marks = [span_boxes(original, number, page.text, start, end) for start, end in spans]
        return render_page(original, number, marks=marks, active=active)

    # --- background -----------------------------------------------------------------------

    def start_background(self) -> None:
        """Keep vectors and word search in step with the records, whoever writes them."""
        self._filler = threading.Thread(target=self._follow, name="vectors", daemon=True)
        self._filler.start()

    def _follow(self) -> None:
        seen = -1
        if self._model is not None:
            try:
                self._model.warm()
            except ProjectError as error:
                _log.warning("model: %s", error)
        while not self._stop.is_set():
            try:
                version = self.library.version()
                if version != seen:
                    self.library.words()
                    if self.library.fill_vectors(self._stop.is_set):
                        seen = version
            except ProjectError as error:
                _log.warning("vectors: %s", error)
            self._stop.wait(_POLL_SECONDS)


def _cluster(name: str) -> Cluster:
    """The cluster that a person means; raises `NotHeld`."""
    found = find_cluster(name)
    if found is None:
        raise NotHeld(f"Nessun cluster «{name}».", "`ctl clusters` elenca quelli noti.")
    return found


def open_desk(settings: Settings, *, create: bool = False) -> Desk:
    """Open the desk on the library of the settings; raises `NotBuilt` where there is none."""
    library = open_library(settings.paths.library, settings.retrieval, create=create)
    return Desk(settings, library)
