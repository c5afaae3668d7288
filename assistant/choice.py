"""Chooses among quotes that say the same, and makes drafts of those chosen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.types import AnswerStatus, DraftSentence, Note
from assistant.write import display
from corpus.claims import Fact, Relation, Standing, Witness
from corpus.library import Library
from corpus.standing import Told
from corpus.types import Authority, Page, Span


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the registers answer: quotes in order, remarks, and how the answer ends."""

    sentences: tuple[DraftSentence, ...]
    notes: tuple[Note, ...] = ()
    status: AnswerStatus = AnswerStatus.ANSWERED


class Chooser:
    """Chooses for a reader of one language."""

    def __init__(self, library: Library, lang: str) -> None:
        """Quote from `library`; what is in `lang` comes before what says the same."""
        self.lang = lang
        self._library = library
        self._languages: dict[str, str] = {}
        self._pages: dict[tuple[str, int], Page] = {}

    def ordered(self, told: Iterable[Told], cluster_id: str) -> list[Told]:
        """Claims that name the cluster first, those of acts, by fitness, newest first."""

        def key(one: Told) -> tuple[bool, bool, bool, tuple[bool, bool, bool, bool, int], str, int]:
            claim, witness = one
            return (
                bool(cluster_id) and cluster_id not in claim.clusters,
                claim.standing is Standing.UNDETERMINED,
                not claim.acts,
                self.fitness(claim.quote, witness),
                newest_first(claim.day),
                claim.quote.end - claim.quote.start,
            )

        return sorted(told, key=key)

    def best(self, told: Sequence[tuple[Fact | Relation, Witness]]) -> Span:
        """The quote to show of several that say the same."""
        return min(
            told,
            key=lambda one: (
                self.fitness(one[0].quote, one[1]),
                one[0].quote.end - one[0].quote.start,
            ),
        )[0].quote

    def fitness(self, span: Span, witness: Witness) -> tuple[bool, bool, bool, bool, int]:
        """What makes a quote less fit to show: length, another language, no sentence and so on."""
        words = self.words(span)
        return (
            len(words) > _TOO_LONG and words.rstrip()[-1:] not in ".;:!?»”",
            self._language(span.document_id) != self.lang,
            _SAYS_NOTHING.match(words.lower()) is not None,
            words.rstrip()[-1:] not in ".;:!?»”",
            list(Authority).index(witness.authority),
        )

    def words(self, span: Span) -> str:
        """The words of a span."""
        key = span.document_id, span.page
        if key not in self._pages:
            self._pages[key] = self._library.page(*key)
        return self._pages[key].text[span.start : span.end]

    def _language(self, document_id: str) -> str:
        if document_id not in self._languages:
            document = self._library.records.document(document_id)
            self._languages[document_id] = document.language if document else ""
        return self._languages[document_id]

    def drafts(self, spans: Sequence[Span]) -> tuple[DraftSentence, ...]:
        """Each quote once, as a sentence of its own."""
        drafts = []
        for group, span in enumerate(distinct(spans), start=1):
            drafts.append(DraftSentence(display(self.words(span)), (span,), group))
        return tuple(drafts)


_TOO_LONG = 250
"""Characters from which what no stop ends is a table whose rows run into each other."""
_SAYS_NOTHING = re.compile(
    r"nessun[ao]? |non |le fonti viste non|no source|the sources seen do not"
)
_REVERSED = str.maketrans("0123456789", "9876543210")


def newest_first(day: str | None) -> str:
    """A key by which later days come first."""
    return (day or "0000").translate(_REVERSED)


def first_quotes(told: Sequence[Told], most: int) -> list[Span]:
    """The quotes of the first claims, each once."""
    return distinct(claim.quote for claim, _ in told)[:most]


def distinct(spans: Iterable[Span]) -> list[Span]:
    """Each span once, in order."""
    return list(dict.fromkeys(spans))
