"""What an eye can see: how small and how faint is too much, signs that show nothing, look-alikes.

A page's text is what its reader sees. The readers of files and `normalise` keep to these rules.
"""

import re

TINY = 3.0
"""Letters set in this many points or fewer cannot be read."""
FAINT = 16.0
"""Colours closer than this, of 255, are one colour to a reader."""
WEIGHTS = (0.299, 0.587, 0.114)
"""How much red, green and blue tell an eye."""

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)

CARRIERS = "\U000e0000-\U000e0fff"
"""Tags and selectors that spell words nobody sees."""
_BLANKS = "\u034f\u17b4\u17b5\u180b-\u180f\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
UNSHOWN = (
    f"\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069{_BLANKS}\ufeff\U0001d173-\U0001d17a{CARRIERS}"
)
"""Every sign that shows nothing, but the soft hyphen, for a class of a regular expression."""

_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϳ", "ABEZHIKMNOPTYXoj")
_CYRILLIC = ("АВЕЅІЈКМНОРСТХУаеіјорсухѕһԁԛԝӏ", "ABESIJKMHOPCTXYaeijopcyxshdqwl")
_LATIN_OF = str.maketrans(_GREEK[0] + _CYRILLIC[0], _GREEK[1] + _CYRILLIC[1])
_LOOK_ALIKE = re.compile(f"[{_GREEK[0]}{_CYRILLIC[0]}]")
_OVERRIDDEN = re.compile("\u202e([^\u202c\u202e\n]*)\u202c?")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")


def are_alike(one: Colour, other: Colour) -> bool:
    """Say whether two colours are too close for letters of the one to be read on the other."""
    parts = zip(WEIGHTS, one, other, strict=True)
    return sum(weight * abs(a - b) for weight, a, b in parts) < FAINT


def unmask(text: str) -> str:
    """Write in Latin the Greek and Cyrillic letters that pass for Latin ones within Latin words.

    Character by character: the length stays. A word in one script, or with a letter that looks
    like no Latin one (TNFα, kΩ), stays as it is.
    """
    if _LOOK_ALIKE.search(text) is None:
        return text
    plain = _LETTERS.sub(lambda word: _unmask_word(word[0]), text)
    return text if plain == text else plain


def masked_words(text: str) -> list[str]:
    """Return the words that `unmask` changes, as they are written."""
    if _LOOK_ALIKE.search(text) is None:
        return []
    return [word for word in _LETTERS.findall(text) if _unmask_word(word) != word]


def _unmask_word(word: str) -> str:
    """Write a word in Latin where some of it is, and the rest looks as if it were."""
    if word.isascii() or _LATIN.search(word) is None:
        return word
    latin = word.translate(_LATIN_OF)
    return word if _ACCENTS.sub("", _LATIN.sub("", latin)) else latin


def show_turned(text: str) -> str:
    """Put what an override turns around in the order in which it is shown."""
    if "\u202e" not in text:
        return text
    return _OVERRIDDEN.sub(lambda match: _turn(match[1]), text)


def _turn(text: str) -> str:
    """Turn a stretch around, unless it runs from right to left anyway."""
    if _RIGHT_TO_LEFT.search(text):
        return text
    return text[::-1].translate(_MIRRORED)
