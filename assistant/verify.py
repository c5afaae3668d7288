"""Each sentence of a draft against its quotes: the only place that accepts a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.support import Support, support
from assistant.types import Draft, DraftSentence
from corpus.errors import InputError
from corpus.quotes import is_whole
from corpus.text import find_quote
from corpus.types import Page, Quote, Span

__all__ = ["Support", "Verified", "check_quote", "support", "verify", "verify_line"]

_UNQUOTED = Support(False, 0.0, ("no quote",))
_BETWEEN = "\n\n¶\n\n"  # between two quotes: no sentence can stand across it


@dataclass(frozen=True, slots=True)
class Verified:
    """The sentences of a draft that hold, with their quotes; how many do not, and why."""

    sentences: tuple[tuple[DraftSentence, tuple[Quote, ...]], ...]
    dropped: int
    reasons: tuple[str, ...] = ()


def check_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` (offsets), or None."""
    return find_quote(text, quote)


def verify(draft: Draft, pages: Callable[[str, int], Page]) -> Verified:
    """Keep the sentences of `draft` that their own quotes support.

    `pages` gives a page by document id and number; it may raise `InputError`, which drops the
    sentence.
    """
    kept: list[tuple[DraftSentence, tuple[Quote, ...]]] = []
    reasons: list[str] = []
    for sentence in draft.sentences:
        try:
            quotes = tuple(_cut(pages, span) for span in sentence.spans)
        except InputError as error:
            reasons.append(error.message)
            continue
        evidence = _BETWEEN.join(quote.text for quote in quotes)
        verdict = support(evidence, sentence.text) if quotes else _UNQUOTED
        if verdict.supported:
            kept.append((sentence, quotes))
        else:
            reasons.append("; ".join(verdict.reasons))
    return Verified(tuple(kept), len(draft.sentences) - len(kept), tuple(reasons))


def _cut(pages: Callable[[str, int], Page], span: Span) -> Quote:
    """The quote of a proposed span, without outer white space.

    Raises `InputError` if the span is empty or cuts through a word or number.
    """
    page = pages(span.document_id, span.page)
    words = page.text[span.start : span.end] if 0 <= span.start <= span.end else ""
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    quote = page.quote(start, end)
    inner = [at for at, char in enumerate(quote.text, start) if char.isalnum()]
    if not inner or not is_whole(page.text, inner[0], inner[-1] + 1):
        raise InputError("A proposed quote cuts through a word or number.")
    return quote


def verify_line(line: Mapping[str, object]) -> dict[str, object]:
    """One line of `ctl verify --batch`: the fields of the contract, null where not asked."""
    text = str(line.get("text") or "")
    quote, sentence = line.get("quote"), line.get("sentence")
    found = check_quote(text, quote) if isinstance(quote, str) else None
    verdict = support(text, sentence) if isinstance(sentence, str) else None
    reasons = list(verdict.reasons) if verdict else []
    if isinstance(quote, str) and found is None:
        reasons.insert(0, "the quote does not stand in the text")
    return {
        "id": line.get("id"),
        "found": found is not None if isinstance(quote, str) else None,
        "start": found[0] if found else None,
        "end": found[1] if found else None,
        "supported": verdict.supported if verdict else None,
        "score": verdict.score if verdict else None,
        "reasons": reasons,
    }
