"""When two values of a field of a cluster say the same, in Italian or English."""

import re

from corpus.dates import MONTHS
from corpus.text import fold
from corpus.words import split_words

_WORDS = re.compile(r"\w+")
_FORMS = (
    (re.compile(r"fondazion|foundation"), "foundation"),
    (re.compile(r"associa[zt]ion"), "association"),
)
_COUNTS = frozenset(("members", "board_size"))
_SAYS_NOTHING = split_words("a in di del della dell la il l d the of at")


def same_value(field: str, one: str, other: str) -> bool:
    """Whether two values of `field` (its name in the register) do not deny each other.

    One that says less says the same: "2015" and "luglio 2015", "100" and "100 soci".
    """
    if field == "legal_form":
        return _form(one) == _form(other)
    first, second = _words(field, one), _words(field, other)
    return first <= second or second <= first


def _form(value: str) -> str:
    low = fold(value)
    return next((form for pattern, form in _FORMS if pattern.search(low)), low)


def _words(field: str, value: str) -> frozenset[str]:
    words = [word for word in _WORDS.findall(fold(value)) if word not in _SAYS_NOTHING]
    if field in _COUNTS:
        words = [word for word in words if word.isdigit()] or words
    return frozenset(f"month {MONTHS[word]}" if word in MONTHS else word for word in words)
