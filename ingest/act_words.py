"""The opening of a page as acts are read in it, and the dates and numbers it spells in words."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from corpus.dates import MONTH, MONTHS, read_date
from corpus.mention_forms import plain

READ = 6_000
"""Characters of a page that are read: an act says at its beginning which one it is."""
_WIDE = re.compile(
    r"(?<=[^ \n]) {2,}|(?<=\d[./-](?:19|20)\d\d)(?=[A-Z][A-Za-z]{2})"
    r"|(?<=AZIONE)(?=N[.°] ?\d)|(?<=\d)(?=DEL ?\d)|(?<=\dDEL)(?=\d)"
)
_GAP = 4
"""Blanks from which on a gap parts two columns; fewer are one blank."""
_SPACED = re.compile(r"(?<!\S)(?:[A-Za-zÀ-ÿ'’] {1,4}){4,200}[A-Za-zÀ-ÿ'’](?!\S)")
_GLUED = re.compile(
    r"(?P<comune>comunedi|cittadi)(?=\w)|(?P<verbale>(?:verbaledi)?deliberazione"
    r"|determinazione)(?P<organ>(?:dellagiunta|delconsiglio)?(?:comunale|municipale)?)",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"comune|citta|di|verbale|deliberazione|determinazione|della|giunta|del|consiglio", re.I
)
PREAMBLE = re.compile(
    r"vist[oaie]\b|richiamat[oaie]\b|premess[oaie]\b|considerat[oaie]\b|rilevat[oa]\b"
    r"|tenuto conto|attes[oa]\b|dato atto|preso atto|ritenut[oa]\b|acquisit[oaie]\b"
    r"|(?:art\.?|articolo) ?1\b(?! ?[,/])|sommario\b|indice\b|having regard|on a proposal"
)
_MOST_LINES = 90


class Opening:
    """The first characters of a page: its lines, and where its preamble begins.

    Letters set apart ("C O M U N E") are closed and runs of blanks cut; `place` leads back to
    the page.
    """

    def __init__(self, page: str) -> None:
        text = page[:READ].replace("|", " ")
        self._places: list[int] | None = None
        if _SPACED.search(text):
            text, self._places = _close(text)
        if _WIDE.search(text):
            text, self._places = _squeeze(text, self._places)
        self.text = text
        self.low = plain(text)
        """The text in lower case on one line, sign by sign where it stands in `text`."""

    @cached_property
    def low_lines(self) -> str:
        """`low` with its line ends."""
        signs = list(self.low)
        for match in re.finditer("\n", self.text):
            signs[match.start()] = "\n"
        return "".join(signs)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span of the page for a stretch of the opening."""
        if self._places is None or start >= end:
            return start, end
        return self._places[start], self._places[end - 1] + 1

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """Where the lines with words begin and end, without the blanks around them."""
        found = []
        for match in re.finditer(r"[^\n]+", self.text):
            line = match.group()
            start = match.start() + len(line) - len(line.lstrip(" *|_•·>#\t"))
            end = match.start() + len(line.rstrip(" *|_\t"))
            if start < end:
                found.append((start, end))
        return found[:_MOST_LINES]

    @cached_property
    def stop(self) -> int:
        """Where the preamble or the first article begins; the heading ends there."""
        found = (start for start, _ in self.lines if PREAMBLE.match(self.low, start))
        return next(found, self.lines[-1][1] if self.lines else 0)

    @cached_property
    def heading(self) -> list[tuple[int, int]]:
        """The lines before the preamble."""
        return [line for line in self.lines if line[0] < self.stop]

    def rank(self, at: int) -> int:
        """How many lines stand above the one that holds `at`."""
        return max(0, bisect_right([start for start, _ in self.lines], at) - 1)

    def line_end(self, at: int) -> int:
        """Where the line that holds `at` ends."""
        ends = [end for _, end in self.lines]
        here = bisect_left(ends, at)
        return ends[here] if here < len(ends) else len(self.text)


def _close(text: str) -> tuple[str, list[int]]:
    """`text` with its spaced words closed, and the place of each character before."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for match in _SPACED.finditer(text):
        signs += text[at : match.start()]
        places += range(at, match.start())
        span = range(match.start(), match.end())
        closed = [(text[i], i) for i in span if text[i] != " " or _ends_gap(text, i)]
        for i in sorted(_cuts("".join(sign for sign, _ in closed)), reverse=True):
            closed.insert(i, (" ", closed[i][1]))
        signs += [sign for sign, _ in closed]
        places += [place for _, place in closed]
        at = match.end()
    signs += text[at:]
    places += range(at, len(text))
    return "".join(signs), places


def _squeeze(text: str, places: list[int] | None) -> tuple[str, list[int]]:
    """`text` with runs of blanks cut to one, or to `_GAP` where they part columns.

    A word glued to a date gets a blank before it.
    """
    kept: list[str] = []
    where: list[int] = []
    known = places or range(len(text))
    at = 0
    for match in _WIDE.finditer(text):
        length = match.end() - match.start()
        stop = match.start() + (_GAP if length >= _GAP else min(length, 1))
        kept.append(text[at:stop])
        where += known[at:stop]
        if not length:
            kept.append(" ")
            where.append(known[stop - 1])
        at = match.end()
    kept.append(text[at:])
    where += known[at:]
    return "".join(kept), where


def _ends_gap(text: str, at: int) -> bool:
    """Whether the space at `at` is the last of several, which part words."""
    return text[at - 1] == " " and text[at + 1] != " "


def _cuts(word: str) -> set[int]:
    """Where a word that was several must be cut again."""
    glued = _GLUED.match(word)
    if glued is None:
        return set()
    cuts = {match.end() for match in _PARTS.finditer(word, 0, glued.end())}
    return {cut for cut in cuts if cut < len(word)}


# --- numbers and dates in words ------------------------------------------------------------------

_UNITS = ["uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"]
_TEENS = [
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
]
_TENS = ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"]


def _count() -> dict[str, int]:
    words = {word: i for i, word in enumerate(_UNITS, 1)}
    words |= {word: i for i, word in enumerate(_TEENS, 10)}
    for tens, word in enumerate(_TENS, 2):
        words[word] = tens * 10
        for unit, name in enumerate(_UNITS, 1):
            stem = word[:-1] if unit in (1, 8) else word
            words[stem + name] = tens * 10 + unit
    return words


_COUNT = _count() | {"primo": 1, "": 0}
_ACCENTS = str.maketrans("ìéèòàù", "ieeoau", "' ")
_WORDED_YEAR = r"(?:due ?mila|mille ?nove ?cento)(?: ?e)? ?[a-zéè']{0,20}(?: [a-zéè]{3,8}(?=[ ,]))?"
_DAY = r"\d{1,2}|[a-zìéè']{3,13}"
_YEAR = rf"(?P<year>(?:19|20)\d\d|{_WORDED_YEAR})"
_TOLD = re.compile(
    rf"l' ?anno {_YEAR}(?: ?\( ?(?:19|20)\d\d ?\))?[ ,;:.-]{{1,4}}(?:(?:il|in|nel|questo|oggi|e"
    rf"|questo) )?"
    rf"(?:giorno|add[iì]'?|a d[iì]'?|d[iì]'?|il|l[iì]'?)[ ,:]{{1,3}}(?:del giorno )?"
    rf"(?P<day>{_DAY})[°,]?(?: ?\( ?\d{{1,2}} ?\))?"
    rf"[^.;]{{0,40}}?[ ,.-](?P<month>{MONTH})(?![a-z])"
)
_TURNED = re.compile(
    rf"(?:giorno|add[iì]'?) (?P<day>{_DAY})(?: ?\( ?\d{{1,2}} ?\))? (?:del mese di |di )?"
    rf"(?P<month>{MONTH}) (?:dell'anno |del |anno )?{_YEAR}(?![a-z])"
)


def read_words(word: str) -> int | None:
    """The number below a hundred that an Italian word says: "dodici", "ventotto", "12"."""
    if word.isdigit():
        return int(word)
    return _COUNT.get(word.translate(_ACCENTS))


def read_year(words: str) -> int | None:
    """The year that words say: "duemilaventi", "millenovecentonovantotto", "2020"."""
    flat = words.translate(_ACCENTS)
    if flat.isdigit():
        return int(flat)
    for lead, base in (("duemilae", 2000), ("duemila", 2000), ("millenovecento", 1900)):
        rest = flat.removeprefix(lead)
        if flat.startswith(lead) and rest in _COUNT:
            return base + _COUNT[rest]
    return None


def find_told_date(low: str, start: int, end: int) -> tuple[int, int, str] | None:
    """The date that minutes tell: "L'anno duemilaventi addì dodici del mese di febbraio"."""
    for pattern in (_TOLD, _TURNED):
        for match in pattern.finditer(low, start, end):
            year, day = read_year(match["year"]), read_words(match["day"])
            if year is None and " " in match["year"].strip():
                year = read_year(match["year"].rsplit(" ", 1)[0])
            if year and day:
                written = read_date(f"{day:02d}/{MONTHS[match['month']]:02d}/{year}", 0)
                if written and written.iso:
                    return match.start(), match.end(), written.iso
    return None
