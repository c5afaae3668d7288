"""Text that a file holds and its page does not show: how the owner of the library is told of it.

Readers leave such text out of the page and hand it here, so it can be neither found nor quoted.
What an eye can see is told by `corpus.seen`; signs that show nothing go in `normalise`, and are
looked for here, in the text as the file has it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.seen import CARRIERS, masked_words
from ingest.page import page_numbers

_EXCERPT, _EXAMPLES, _PLACES = 80, 3, 5
_FLAG = "\U0001f3f4"
"""Honest tags follow it: flags of regions."""
_ZERO = "\u200b-\u200d\u2060-\u2064\ufeff"
_MAY_DECEIVE = re.compile(
    f"[{_ZERO}{CARRIERS}\ufe00-\ufe0f\u202a-\u202e\u2066-\u2069\u0370-\u03ff\u0400-\u052f]"
)
_IN_WORD = re.compile(f"(?<=[A-Za-zÀ-ɏ])[{_ZERO}]+(?=[A-Za-zÀ-ɏ])")
_LONG_ZERO = re.compile(f"[{_ZERO}]{{8}}")
_CARRIED = re.compile(f"(.?)([{CARRIERS}]{{2,}}|[\ufe00-\ufe0f]{{2,}})", re.DOTALL)
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"[<>{}=;|\\]")
_DEFANG = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "`": "'", "&": "＆"})


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that a page's reader does not see, left out of the page."""

    page: int
    text: str


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line, without unseen signs, markup and links."""
    head = text[: 4 * _EXCERPT]
    shown = "".join(char if char.isprintable() else " " for char in head)
    line = " ".join(shown.split()).translate(_DEFANG).replace("://", ": //")
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"


def is_prose(text: str) -> bool:
    """Say whether what a page's reader does not see reads like sentences, not like code."""
    words = _WORDS.findall(text[:10_000])
    return len(words) >= 4 and len(_CODE.findall(text[:10_000])) * 3 <= 2 * len(words)


def tell_hidden(found: Iterable[Hidden]) -> tuple[str, ...]:
    """Say what was left out of which page; nothing where nothing was."""
    pages: dict[int, list[str]] = {}
    for one in found:
        if one.text.strip():
            pages.setdefault(one.page, []).append(one.text.strip())
    if not pages:
        return ()
    told = []
    for number in sorted(pages)[:_PLACES]:
        text = "\n".join(pages[number])
        size = sum(not char.isspace() for char in text)
        told.append(f"pagina {number}, {size} caratteri («{excerpt(text)}»)")
    more = len(pages) - len(told)
    rest = f"; e altre {more} pagine" if more > 1 else "; e un'altra pagina" if more else ""
    return (f"testo nascosto a chi guarda la pagina, escluso: {'; '.join(told)}{rest}",)


def tell_signs(pages: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Say which signs of the raw text of these pages deceive a reader or a program."""
    warnings: list[str] = []
    pages = [(number, text) for number, text in pages if _MAY_DECEIVE.search(text)]
    for what, find in (
        ("testo in caratteri invisibili, escluso", _carried),
        ("caratteri invisibili dentro le parole, tolti", _split_words),
        ("caratteri che cambiano il verso del testo, tolti", _turned_lines),
        ("parole con lettere greche o cirilliche che sembrano latine, lette come latine", _masked),
    ):
        found = {number: list(islice(find(text), _EXAMPLES)) for number, text in pages}
        where = [number for number, signs in found.items() if signs]
        if where:
            examples = dict.fromkeys(sign for number in where for sign in found[number])
            shown = ", ".join(f"«{excerpt(sign)}»" for sign in islice(examples, _EXAMPLES))
            page = "pagina" if len(where) == 1 else "pagine"
            warnings.append(f"{what}: {page} {page_numbers(where)} ({shown})")
    return tuple(warnings)


def _carried(text: str) -> Iterator[str]:
    """Give what tags and selectors spell, but for flags."""
    for match in _CARRIED.finditer(text) if re.search(f"[{CARRIERS}\ufe00-\ufe0f]", text) else ():
        if match[1] != _FLAG:
            yield _spell(match[2])


def _spell(signs: str) -> str:
    """Read tags as letters, and selectors as bytes of text."""
    places = [ord(sign) for sign in signs]
    letters = "".join(chr(at - 0xE0000) for at in places if 0xE0020 <= at <= 0xE007E)
    raw = [at - 0xFE00 for at in places if 0xFE00 <= at <= 0xFE0F]
    raw += [at - 0xE0100 + 16 for at in places if 0xE0100 <= at <= 0xE01EF]
    return letters or bytes(raw).decode("utf-8", "replace") or f"{len(signs)} segni"


def _split_words(text: str) -> Iterator[str]:
    """Give Latin words with signs of no width in them, and long runs of such signs."""
    for match in _IN_WORD.finditer(text):
        near = text[max(match.start() - 40, 0) : match.start()].split()[-1:]
        after = text[match.end() : match.end() + 40].split()[:1]
        yield re.sub(f"[{_ZERO}]", "", "".join(near + after))
    if _LONG_ZERO.search(text):
        yield "una lunga serie"


def _turned_lines(text: str) -> Iterator[str]:
    """Give lines that turn the direction of Latin text."""
    if _TURNED.search(text) is None:
        return
    for line in text.splitlines():
        if _TURNED.search(line) and re.search("[\u0590-\u08ff\ufb1d-\ufefc]", line) is None:
            yield line


def _masked(text: str) -> Iterator[str]:
    """Give the words that pass for Latin ones."""
    return (word for word in masked_words(text) if len(word) > 2)
