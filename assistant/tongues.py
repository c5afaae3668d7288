"""Questions in other languages: which one, and their words put into Italian or English."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.words import STOP_WORDS_EN, STOP_WORDS_IT, Language, split_words

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’](?=\w))?|[^\w\s]|\s+|\w+")
_READ = 2_000
"""Characters of a question that are looked at."""
_LEAST = 2
"""Small words of a language that a question must hold."""
_KNOWN = 0.7
"""From this share of its words understood a question is looked up in the words put for them."""
_INVERTED = re.compile(r"-(?:t-)?(?:ils?|elles?|on)\b", re.IGNORECASE)
_SIGNS = {"es": "¿¡ñ", "de": "ß", "pt": "ãõ", "fr": "œçùêîûâ"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: the small words that tell it, and what its words mean in `into`."""

    code: str
    into: Language
    own: frozenset[str]
    gloss: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A question in another language: which, and its words in the language it is answered in.

    `text` is the question in that language where enough of it is understood, else as it stands;
    `words` are what its words mean.
    """

    code: str
    into: Language
    text: str
    words: Mapping[str, str]


@cache
def _tongues() -> tuple[Tongue, ...]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        Tongue(code, one["into"], split_words(one["own"]), one["gloss"])
        for code, one in tables.items()
    )


def find_foreign(text: str) -> Foreign | None:
    """The other language of a question with its words put over, None for Italian and English.

    Small words decide; what stands in capitals or quotation marks is a name and tells nothing.
    """
    plain = _INVERTED.sub("", text[:_READ])
    plain = re.sub(r"[«“\"][^«»“”\"]{1,200}[»”\"]", " ", plain)
    found = [one for place, one in enumerate(_WORD.findall(plain)) if not place or one.islower()]
    words = [one.lower() for one in found]
    if not words:
        return None
    best, tongue = max(
        ((_score(words, plain.lower(), one), one) for one in _tongues()), key=lambda one: one[0]
    )
    ours = max(
        sum(word in stop and word not in tongue.own for word in words)
        for stop in (STOP_WORDS_IT, STOP_WORDS_EN)
    )
    small = any(word in tongue.own for word in words)
    theirs = _alone(words, plain.lower(), tongue)
    return _put_over(text, tongue) if small and best >= _LEAST and theirs > ours else None


def _score(words: list[str], low: str, tongue: Tongue) -> int:
    """How many small words of a language stand in a text, what only it has counting twice."""
    return sum(word in tongue.own for word in words) + _alone(words, low, tongue)


def _alone(words: list[str], low: str, tongue: Tongue) -> int:
    """How many words and letters stand in a text that neither Italian nor English has."""
    signs = sum(sign in low for sign in _SIGNS.get(tongue.code, ""))
    return min(2, signs) + sum(
        word in tongue.own and word not in STOP_WORDS_IT and word not in STOP_WORDS_EN
        for word in words
    )


def _put_over(text: str, tongue: Tongue) -> Foreign:
    """The question word by word in the language it is answered in; names stay as they are."""
    plain = (
        _INVERTED.sub("", text) if tongue.code == "fr" else text.replace("¿", "").replace("¡", "")
    )
    pieces: list[str] = []
    words: dict[str, str] = {}
    known = all_words = 0
    for place, token in enumerate(_quoted_apart(plain)):
        bare = token.rstrip("'’").lower()
        if not _WORD.fullmatch(bare) or _is_name(token, place, tongue):
            pieces.append(token)
            continue
        all_words += 1
        meant = tongue.gloss.get(bare)
        known += meant is not None
        same = meant is None or meant.lower() == token.lower()
        pieces.append(token if same or meant is None else meant)
        if meant and len(bare) > 3:
            words[bare] = meant
        if meant and token != bare and not meant.endswith("'"):
            pieces.append(" ")
    whole = re.sub(r"\s+([?!.,])", r"\1", " ".join("".join(pieces).split()))
    enough = all_words > 0 and known / all_words >= _KNOWN
    return Foreign(tongue.code, tongue.into, _capital(whole) if enough else text, words)


def _quoted_apart(text: str) -> list[str]:
    """The tokens of a text, what stands in quotation marks being one."""
    tokens: list[str] = []
    for piece in re.split(r"([«“\"][^«»“”\"]{1,200}[»”\"])", text):
        tokens += [piece] if piece[:1] in '«“"' and len(piece) > 2 else _TOKEN.findall(piece)
    return tokens


def _is_name(token: str, place: int, tongue: Tongue) -> bool:
    """Whether a capital makes a name: in German all nouns have one, so what is known is none."""
    if not token[:1].isupper() or place == 0:
        return False
    return token.isupper() or token.lower() not in tongue.gloss or tongue.code != "de"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
