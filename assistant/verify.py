"""Each sentence of a draft against its quotes: the only place that accepts a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.reading import BETWEEN
from assistant.strict import strict_reasons
from assistant.support import Support, support
from assistant.types import Draft, DraftSentence
from corpus.errors import InputError
from corpus.quotes import is_whole
from corpus.text import find_quote, fold, language, sentences
from corpus.types import Page, Quote, Span

__all__ = [
    "Checked",
    "Support",
    "Verified",
    "check_quote",
    "check_sentence",
    "check_written",
    "support",
    "verify",
    "verify_line",
]

_UNQUOTED = Support(False, 0.0, ("no quote",))


@dataclass(frozen=True, slots=True)
class Verified:
    """The sentences of a draft that hold, with their quotes; how many do not, and why."""

    sentences: tuple[tuple[DraftSentence, tuple[Quote, ...]], ...]
    dropped: int
    reasons: tuple[str, ...] = ()


def check_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` (offsets), or None."""
    return find_quote(text, quote)


Pages = Callable[[str, int], Page]
"""Gives a page by document id and number; may raise `InputError`."""
Similarity = Callable[[str, str], float]
"""The cosine of a sentence and its evidence, which differ in language."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with the quotes that it rests on; refused where there is a reason."""

    quotes: tuple[Quote, ...]
    reasons: tuple[str, ...] = ()


def verify(draft: Draft, pages: Pages) -> Verified:
    """Keep the sentences of `draft` that their own quotes support."""
    kept: list[tuple[DraftSentence, tuple[Quote, ...]]] = []
    reasons: list[str] = []
    for sentence in draft.sentences:
        checked = check_sentence(sentence, pages)
        if checked.reasons:
            reasons.append("; ".join(checked.reasons))
        else:
            kept.append((sentence, checked.quotes))
    return Verified(tuple(kept), len(draft.sentences) - len(kept), tuple(reasons))


def check_sentence(sentence: DraftSentence, pages: Pages) -> Checked:
    """Whether a sentence that was cut from pages is supported by what it cites."""
    try:
        quotes = tuple(_cut(pages, span) for span in sentence.spans)
    except InputError as error:
        return Checked((), (error.message,))
    evidence = BETWEEN.join(quote.text for quote in quotes)
    verdict = support(evidence, sentence.text) if quotes else _UNQUOTED
    return Checked(quotes, () if verdict.supported else verdict.reasons)


def check_written(
    sentence: DraftSentence, pages: Pages, about: str, similarity: Similarity
) -> Checked:
    """Whether a sentence in a writer's own words is supported by what it cites.

    `about` are the headings and the title over it. Stricter than `check_sentence`: see `strict`.
    """
    try:
        quotes = tuple(_cut(pages, span) for span in sentence.spans)
    except InputError as error:
        return Checked((), (error.message,))
    if not quotes:
        return Checked((), _UNQUOTED.reasons)
    evidence = BETWEEN.join(quote.text for quote in quotes)
    if _is_whole_sentence(sentence.text, evidence):
        return Checked(quotes)
    foreign = language(evidence) != language(sentence.text)
    close = similarity(sentence.text, evidence) if foreign else None
    verdict = support(evidence, sentence.text, close)
    reasons = verdict.reasons if not verdict.supported else ()
    return Checked(quotes, (*reasons, *strict_reasons(evidence, sentence.text, about)))


def _is_whole_sentence(text: str, evidence: str) -> bool:
    """Whether the text is word for word a sentence of the evidence, from its start to its end."""
    wanted = fold(text).strip(" .")
    whole = (evidence[start:end] for start, end in sentences(evidence))
    return bool(wanted) and any(fold(one).strip(" .") == wanted for one in whole)


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
