"""A model's reply, read while it comes: sentences with the words they rest on, in either form.

The forms are those of `prompts/answer-*.md`: JSON by schema, or one line at a time. What keeps to
neither is passed over; it never reaches the reader.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import ReplyInvalid

REPLY_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "mark": {"type": "string"},
                                "words": {"type": "string"},
                            },
                            "required": ["mark", "words"],
                            "additionalProperties": False,
                        },
                    },
                    "text": {"type": "string"},
                },
                "required": ["quotes", "text"],
                "additionalProperties": False,
            },
        },
        "missing": {"type": "string"},
    },
    "required": ["sentences", "missing"],
    "additionalProperties": False,
}
"""What a model is asked to fill, where its endpoint takes a schema."""

_MOST_SENTENCES = 40
_MOST_TRIES = 200
"""How often the end of one JSON sentence is looked for: bounds the work on a hostile reply."""
_SHOWN = re.compile(r"[\s*#>\-–•.\d)]*")
_LINE = re.compile(
    r"(?P<name>CITA(?:ZIONE)?|QUOTE|FRASE|SENTENCE|MANCA|MISSING)\b[\s*:]*(?P<rest>.*)",
    re.IGNORECASE,
)
_MARK = re.compile(r"\[?\s*([A-Z][0-9A-F]{4})\s*\]?\s*:?\s*")
_MARKS = re.compile(r"\s*\[\s*([A-Z][0-9A-F]{4})\s*\]")
_OUTER = " \t\"'«»“”„`"


@dataclass(frozen=True, slots=True)
class WrittenQuote:
    """Words that a model says stand in the passage of a mark; neither is checked yet."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence as a model wrote it, with what it says that it rests on."""

    text: str
    quotes: tuple[WrittenQuote, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of the question that the model says has no answer."""

    text: str


def read_reply(pieces: Iterable[str]) -> Iterator[WrittenSentence | Missing]:
    """Sentences and missing parts, each as soon as it is whole.

    Raises `ReplyInvalid` where the reply is endless, or holds nothing of either form.
    """
    reader: _Json | _Lines | None = None
    begun = ""
    count = 0
    for piece in pieces:
        if reader is None:
            begun += piece
            reader = _choose(begun)
            if reader is None:
                continue
            piece, begun = begun, ""
        for one in reader.feed(piece):
            count += 1
            if count > _MOST_SENTENCES:
                raise ReplyInvalid("Il modello scrive senza fine.", _ADVICE)
            yield one
    reader = reader or _Lines()
    for one in [*reader.feed(begun), *reader.end()]:
        count += 1
        yield one
    if not count and not reader.formed:
        raise ReplyInvalid("Il modello non ha risposto nella forma chiesta.", _ADVICE)


_ADVICE = "Scegliere un altro modello con CTL_MODEL, o nessuno."


def _choose(begun: str) -> "_Json | _Lines | None":
    """The reader for what begins so; None while that is not clear."""
    head = begun.lstrip()
    fenced = head.startswith("```")
    if fenced:
        if "\n" not in head:
            return None
        head = head.split("\n", 1)[1].lstrip()
    if not head or "```".startswith(head):
        return None
    return _Json() if head.startswith("{") else _Lines()


class _Lines:
    """Reads the form of one line at a time."""

    def __init__(self) -> None:
        self.formed = False
        self._rest = ""
        self._quotes: list[WrittenQuote] = []

    def feed(self, piece: str) -> Iterator[WrittenSentence | Missing]:
        self._rest += piece
        while "\n" in self._rest:
            line, self._rest = self._rest.split("\n", 1)
            yield from self._line(line)

    def end(self) -> Iterator[WrittenSentence | Missing]:
        yield from self._line(self._rest)
        self._rest = ""

    def _line(self, line: str) -> Iterator[WrittenSentence | Missing]:
        start = _SHOWN.match(line)
        found = _LINE.match(line, start.end() if start else 0)
        if found is None:
            return
        self.formed = True
        name, rest = found["name"].upper(), found["rest"].strip()
        if name.startswith(("CITA", "QUOTE")):
            mark = _MARK.match(rest)
            if mark:
                self._quotes.append(WrittenQuote(mark[1], rest[mark.end() :].strip(_OUTER)))
        elif name in ("FRASE", "SENTENCE"):
            quotes, self._quotes = self._quotes, []
            if one := _sentence(rest, quotes):
                yield one
        elif rest:
            yield Missing(rest)


class _Json:
    """Reads the form of the schema: each sentence as soon as its braces close."""

    def __init__(self) -> None:
        self.formed = False
        self._text = ""
        self._at = -1
        self._tries = 0
        self._decoder = json.JSONDecoder()

    def feed(self, piece: str) -> Iterator[WrittenSentence | Missing]:
        self._text += piece
        if self._at < 0:
            found = re.search(r'"sentences"\s*:\s*\[', self._text)
            if found is None:
                return
            self._at = found.end()
            self.formed = True
        if "}" in piece or "]" in piece:
            yield from self._whole_ones()

    def _whole_ones(self) -> Iterator[WrittenSentence | Missing]:
        while True:
            start = self._at
            while start < len(self._text) and self._text[start] in " \t\r\n,":
                start += 1
            if start >= len(self._text) or self._text[start] != "{":
                return
            try:
                record, self._at = self._decoder.raw_decode(self._text, start)
            except RecursionError as error:
                raise ReplyInvalid("La risposta del modello è mal formata.", _ADVICE) from error
            except ValueError as error:
                self._tries += 1
                if self._tries > _MOST_TRIES:
                    raise ReplyInvalid("La risposta del modello è mal formata.", _ADVICE) from error
                return
            self._tries = 0
            if one := _from_record(record):
                yield one

    def end(self) -> Iterator[WrittenSentence | Missing]:
        found = re.search(r'"missing"\s*:\s*(?=")', self._text[max(self._at, 0) :])
        if found is None:
            return
        try:
            words, _ = self._decoder.raw_decode(self._text, max(self._at, 0) + found.end())
        except ValueError:
            return
        if isinstance(words, str) and words.strip():
            self.formed = True
            yield Missing(words.strip())


def _from_record(record: Any) -> WrittenSentence | None:
    """A sentence of the JSON form; None where it is none."""
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return None
    given = record.get("quotes")
    quotes = [
        WrittenQuote(mark[1], str(one.get("words", "")).strip(_OUTER))
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, dict) and (mark := _MARK.match(str(one.get("mark", "")).strip()))
    ]
    return _sentence(record["text"], quotes)


def _sentence(text: str, quotes: list[WrittenQuote]) -> WrittenSentence | None:
    """The sentence without marks in it; these count as quotes of no words, to be looked for."""
    known = {one.mark for one in quotes}
    quotes = [*quotes, *(WrittenQuote(m, "") for m in _MARKS.findall(text) if m not in known)]
    plain = " ".join(_MARKS.sub("", text).split()).strip()
    return WrittenSentence(plain, tuple(quotes)) if plain else None
