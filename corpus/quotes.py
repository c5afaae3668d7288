"""How words are compared: `fold` is the form for it, `find_quote` finds where a quote stands."""

import re
import unicodedata
from functools import lru_cache

_COMBINING = "\u0300-\u036f"
_SOFT = "\xad"
_PLAIN = re.compile(r"[\x00-\x7fÀ-ÖØ-Þà-öø-ÿ]*\Z")
_ACCENTS = str.maketrans("áéíóú", "àèìòù")
# A stretch that is more than one space between two words.
_GAP = re.compile(
    rf"(?:[^\w\s{_COMBINING}]|_)[^\w{_COMBINING}]*(?:_+[^\w{_COMBINING}]*)*"
    rf"|\s(?:[^\w{_COMBINING}]|_)+|[^\S ]"
)
_SIGNS: dict[str, str] = {
    **dict.fromkeys("“”„‟«»〝〞″＂", '"'),
    **dict.fromkeys("‘’‚‛`´′ʼ‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\ufffe\x02", _SOFT),
    **dict.fromkeys("\r\f\v\x85\u2028\u2029", "\n"),
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    "…": "...",
}
_ELISION = re.compile(r"\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,}")
_EDGE = " \"'.,;:!?()[]{}-*•·"
_BREAK = re.compile(r"[\W_]")
_MAX_GAP = 4_000  # characters of the page left out between two pieces
_MIN_PIECE = 8  # characters of a piece
_IN_NUMBER = frozenset(".,:/'’-–")
_HYPHENS = frozenset("-‐‑\xad")


def compose_map(text: str) -> tuple[str, list[int]]:
    """The NFC form of `text` and, for each of its characters, the index it came from."""
    if unicodedata.is_normalized("NFC", text):
        return text, list(range(len(text)))
    parts: list[str] = []
    index: list[int] = []
    at = 0
    for match in re.finditer(r"[\x00-\x7f]?[^\x00-\x7f]+", text):
        start, end = match.span()
        parts.append(text[at:start])
        index.extend(range(at, start))
        for low, high in _clusters(text, start, end):
            composed = unicodedata.normalize("NFC", text[low:high])
            parts.append(composed)
            index.extend(min(low + step, high - 1) for step in range(len(composed)))
        at = end
    parts.append(text[at:])
    index.extend(range(at, len(text)))
    return "".join(parts), index


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch into pieces that normalise on their own; whole if that cannot be done."""
    segment = text[start:end]
    if unicodedata.is_normalized("NFC", segment):
        return [(at, at + 1) for at in range(start, end)]
    cuts = [start]
    for at in range(start + 1, end):
        if unicodedata.category(text[at])[0] != "M" and not "\u1160" <= text[at] <= "\u11ff":
            cuts.append(at)
    pairs = list(zip(cuts, [*cuts[1:], end], strict=True))
    joined = "".join(unicodedata.normalize("NFC", text[low:high]) for low, high in pairs)
    return pairs if joined == unicodedata.normalize("NFC", segment) else [(start, end)]


def _sort(char: str) -> str:
    """L for a letter, D for a digit, empty for anything else or the edge."""
    if char.isnumeric():
        return "D"
    return "L" if char.isalnum() or "\u0300" <= char <= "\u036f" else ""


@lru_cache(maxsize=8192)
def _fold_gap(run: str, before: str, after: str) -> tuple[str, tuple[int, ...]]:
    """The comparing form of what stands between two words, with offsets into `run`."""
    pairs = [(sign, at) for at, char in enumerate(run) for sign in _SIGNS.get(char, char)]
    letters = before == after == "L"
    if any(sign == _SOFT for sign, _ in pairs):
        rest = "".join(sign for sign, _ in pairs if sign != _SOFT)
        if letters and pairs[0][0] == _SOFT and not rest.strip() and "\n" in rest:
            return "", ()
        pairs = [pair for pair in pairs if pair[0] != _SOFT]
    signs = "".join(sign for sign, _ in pairs)
    solid = [pair for pair in pairs if not pair[0].isspace()]
    word = "".join(sign for sign, _ in solid)
    if not word:
        return (" ", (pairs[0][1],)) if pairs else ("", ())
    if word == "-":
        return _fold_dash(signs, solid[0][1], before, after)
    if before == after == "D" and word in (".", ",", ":") and len(signs) > 1:
        return word + " ", (solid[0][1], solid[0][1])
    out: list[tuple[str, int]] = []
    at = 0
    while at < len(solid):
        double = word.startswith("''", at)
        out.append(('"', solid[at][1]) if double else solid[at])
        at += 2 if double else 1
    return "".join(sign for sign, _ in out), tuple(place for _, place in out)


def _fold_dash(signs: str, at: int, before: str, after: str) -> tuple[str, tuple[int, ...]]:
    """A lone dash: nothing inside a word, bare inside a number, else between two spaces."""
    glued = signs[0] == "-" and (len(signs) == 1 or "\n" in signs)
    if glued and before == after == "L":
        return "", ()
    if glued or before == after == "D":
        return "-", (at,)
    return " - ", (at, at, at)


def _fold_words(words: str, start: int, index: list[int]) -> str:
    """The comparing form of words parted by single spaces; extends `index`."""
    if words.isascii():
        index.extend(range(start, start + len(words)))
        return words.lower()
    if _PLAIN.match(words):
        index.extend(range(start, start + len(words)))
        return words.lower().translate(_ACCENTS)
    parts = []
    for at, char in enumerate(words, start):
        folded = char.casefold().translate(_ACCENTS)
        parts.append(folded)
        index.extend([at] * len(folded))
    return "".join(parts)


def fold_map(text: str) -> tuple[str, list[int]]:
    """`fold(text)` and, for each of its characters, the index in `text` it came from."""
    if not unicodedata.is_normalized("NFC", text):
        composed, base = compose_map(text)
        folded, index = fold_map(composed)
        return folded, [base[at] for at in index]
    parts: list[str] = []
    index = []
    at = 0
    for match in _GAP.finditer(text):
        start, end = match.span()
        if at < start:
            parts.append(_fold_words(text[at:start], at, index))
        before = _sort(text[start - 1]) if start else ""
        after = _sort(text[end]) if end < len(text) else ""
        folded, offsets = _fold_gap(text[start:end], before, after)
        parts.append(folded)
        index.extend([start + offset for offset in offsets])
        at = end
    if at < len(text):
        parts.append(_fold_words(text[at:], at, index))
    whole = "".join(parts)
    lead = len(whole) - len(whole.lstrip(" "))
    trail = len(whole.rstrip(" "))
    return whole[lead:trail], index[lead:trail]


def fold(text: str) -> str:
    """`text` for comparing: case, line breaks, hyphens inside words and typography made equal.

    Accents stay ("e" is not "è"), acute and grave are one; two folded texts are equal only if
    they have the same words, numbers and inner punctuation in the same order.
    """
    return fold_map(text)[0]


@lru_cache(maxsize=32)
def _folded_page(text: str) -> tuple[str, list[int]]:
    return fold_map(text)


def find_quote(page_text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `page_text` (offsets), or None; never fuzzy.

    Line breaks, hyphenation, typography, case and edge punctuation may differ. Pieces parted by
    an elision mark must all stand in order; the span then runs from the first to the last.
    """
    quote = quote.strip()
    if not any(char.isalnum() for char in quote):
        return None
    at = page_text.find(quote)
    while at >= 0:
        if is_whole(page_text, at, at + len(quote)):
            return at, at + len(quote)
        at = page_text.find(quote, _next_start(page_text, at, quote))
    page = _folded_page(page_text)
    found = _find_piece(page_text, page, quote, 0)
    if found is None and _ELISION.search(quote):
        found = _find_pieces(page_text, page, _ELISION.split(quote))
    return (found[0], found[1]) if found else None


def _find_piece(
    page_text: str, page: tuple[str, list[int]], quote: str, start: int
) -> tuple[int, int, int] | None:
    """First place at or after `start` of the folded page: offsets, and where to go on."""
    folded, index = page
    key = fold(quote).strip(_EDGE)
    if not key:
        return None
    at = folded.find(key, start)
    while at >= 0:
        end = at + len(key)
        low = index[at]
        high = _take_edge(page_text, index[end - 1] + 1, quote)
        if _is_cut(index, at, end) and is_whole(page_text, low, high):
            return low, high, end
        at = folded.find(key, _next_start(folded, at, key))
    return None


def _next_start(text: str, at: int, key: str) -> int:
    """The next place after `at` where `key` may begin: past the word, if it begins with one."""
    edge = _BREAK.search(text, at + 1) if key[0].isalnum() else None
    if edge is None:
        return len(text) if key[0].isalnum() else at + 1
    return edge.end()


def _find_pieces(
    page_text: str, page: tuple[str, list[int]], pieces: list[str]
) -> tuple[int, int, int] | None:
    """All pieces in order, none farther than `_MAX_GAP` from the one before."""
    pieces = [piece for piece in pieces if fold(piece).strip(_EDGE)]
    if len(pieces) > 1 and any(not _is_telling(piece) for piece in pieces):
        return None
    start = 0
    for _ in range(20):
        first = found = _find_piece(page_text, page, pieces[0], start) if pieces else None
        if first is None or found is None:
            return None
        for piece in pieces[1:]:
            later = _find_piece(page_text, page, piece, found[2])
            if later is None:
                return None
            if later[0] - found[1] > _MAX_GAP:
                break
            found = later
        else:
            return first[0], found[1], found[2]
        start = first[2]
    return None


def _is_telling(piece: str) -> bool:
    """Whether a piece of an elided quote is long enough not to stand just anywhere."""
    key = fold(piece).strip(_EDGE)
    return len(key) >= _MIN_PIECE and len(key.split()) > 1


def _is_cut(index: list[int], start: int, end: int) -> bool:
    """Whether the stretch of a folded text neither starts nor ends inside one character."""
    opens = start == 0 or index[start - 1] != index[start]
    return opens and (end == len(index) or index[end - 1] != index[end])


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` starts and ends at the edges of words and numbers."""
    return not (_is_inside(text, start, -1) or _is_inside(text, end, 1))


def _is_inside(text: str, edge: int, step: int) -> bool:
    """Whether the cut at `edge` goes through a word or number; `step` leads out of the quote."""
    outer, inner = (edge, edge - 1) if step > 0 else (edge - 1, edge)
    if not 0 <= outer < len(text) or not text[inner].isalnum():
        return False
    beyond = text[outer]
    if beyond.isalnum() or "\u0300" <= beyond <= "\u036f":
        return True
    far = text[outer + step] if 0 <= outer + step < len(text) else " "
    if text[inner].isnumeric():
        signed = step < 0 and beyond in "-−" and far.isspace()
        joined = (beyond in _IN_NUMBER and far.isnumeric()) or (beyond == "/" and far.isalnum())
        return beyond in "%‰" or signed or joined
    return beyond in _HYPHENS and far.isalpha()


def _take_edge(page_text: str, end: int, quote: str) -> int:
    """Widen `end` over the closing punctuation that page and quote share."""
    bare = quote.rstrip()
    tail = bare[len(bare.rstrip(_EDGE + "”’»…)")) :]
    for char in tail:
        if end < len(page_text) and _SIGNS.get(page_text[end], page_text[end]) == _SIGNS.get(
            char, char
        ):
            end += 1
    return end
