"""Words that a PDF tells in place of those it draws (`ActualText`), and whether they are the same.

Honest files spell a ligature, a symbol or a word broken at a line end so. A text that the page does
not show is no text of the page. `pageview` hands in pdfium and holds its lock.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

_KEY = b"ActualText"
_LONGEST = 20_000
_SHARE = 0.6
"""At least so much of what is told is drawn, too."""


def _marks(c: Any, handle: Any) -> Iterator[Any]:
    """Give the marks of an object that tell other words."""
    for index in range(c.FPDFPageObj_CountMarks(handle)):
        mark = c.FPDFPageObj_GetMark(handle, index)
        if tells_words(c, mark):
            yield mark


def tells_words(c: Any, mark: Any) -> bool:
    """Say whether a mark tells words in place of those drawn."""
    return bool(c.FPDFPageObjMark_GetParamValueType(mark, _KEY) == c.FPDF_OBJECT_STRING)


def find_false_words(c: Any, page: Any, handles: Sequence[Any]) -> list[str]:
    """Take off the marks of these objects of a page; return what they tell and the page lacks."""
    told: dict[int, str] = {}
    marked: dict[int, list[Any]] = {}
    for handle in handles:
        for mark in list(_marks(c, handle)):
            place = ctypes.cast(mark, ctypes.c_void_p).value or 0
            told.setdefault(place, _told(c, mark))
            marked.setdefault(place, []).append(handle)
            c.FPDFPageObj_RemoveMark(handle, mark)
    words = page.get_textpage()
    try:
        drawn = {place: "".join(_drawn(c, words, one) for one in marked[place]) for place in marked}
    finally:
        words.close()
    return [text for place, text in told.items() if not _is_drawn(text, drawn[place])]


def _told(c: Any, mark: Any) -> str:
    """Return the words that a mark tells."""
    size = ctypes.c_ulong()
    c.FPDFPageObjMark_GetParamStringValue(mark, _KEY, None, 0, size)
    room = min(size.value, 2 * _LONGEST)
    buffer = (c.FPDF_WCHAR * (room // 2 + 1))()
    c.FPDFPageObjMark_GetParamStringValue(mark, _KEY, buffer, size.value and room, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


def _drawn(c: Any, words: Any, handle: Any) -> str:
    """Return the words that an object of letters draws."""
    size = c.FPDFTextObj_GetText(handle, words, None, 0)
    buffer = (c.FPDF_WCHAR * (size // 2 + 1))()
    c.FPDFTextObj_GetText(handle, words, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


def _is_drawn(told: str, drawn: str) -> bool:
    """Say whether what is told is what is drawn, as far as letters and figures go."""
    wanted, found = _signs(told), _signs(drawn)
    if not found:
        return wanted.total() <= 3 * max(len(drawn.strip()), 1)
    return (wanted & found).total() >= _SHARE * wanted.total()


def _signs(text: str) -> Counter[str]:
    """Count the letters and figures of a text."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    return Counter(char for char in plain if char.isalnum())
