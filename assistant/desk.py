"""Opens the library and the writer once; what every door asks for goes through the desk."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.answer import answer, stream_answer
from assistant.phrases import examples
from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.types import Answer, Filters, Question
from assistant.write import ExtractiveWriter
from corpus.errors import NotHeld, ProjectError
from corpus.library import Library, open_library
from corpus.pageview import render_page, span_boxes
from corpus.settings import Settings
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
        self._writer = ExtractiveWriter(settings.answer.sentences)
        self._stop = threading.Event()
        self._filler: threading.Thread | None = None
        self._image = lru_cache(maxsize=_IMAGES_KEPT)(self._render)

    def close(self) -> None:
        """Stop the background work and free the library."""
        self._stop.set()
        if self._filler is not None:
            self._filler.join(timeout=30)
        self.library.close()

    # --- questions ------------------------------------------------------------------------

    def ask(self, question: Question) -> Answer:
        """The whole answer to a question."""
        return answer(self._dated(question), self.library, self._writer, self._candidates)

    def stream(self, question: Question) -> Iterator[Answer]:
        """Growing answers, always verified; the last is the whole."""
        return stream_answer(self._dated(question), self.library, self._writer, self._candidates)

    def search(self, text: str, limit: int, filters: Filters) -> list[Passage]:
        """The passages nearest to a question, best first."""
        query = understand(Question(text, filters=filters))
        candidates = max(self._candidates, limit)
        return list(retrieve(query, self.library, candidates).passages[:limit])

    @property
    def _candidates(self) -> int:
        return self.settings.retrieval.candidates

    def _dated(self, question: Question) -> Question:
        return replace(question, today=question.today or self.settings.answer.today)

    def examples(self, lang: str) -> list[str]:
        """Questions that the shipped corpus answers."""
        return examples(lang)

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


def open_desk(settings: Settings, *, create: bool = False) -> Desk:
    """Open the desk on the library of the settings; raises `NotBuilt` where there is none."""
    library = open_library(settings.paths.library, settings.retrieval, create=create)
    return Desk(settings, library)
