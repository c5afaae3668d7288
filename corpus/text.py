"""The one text form: `normalise` makes the text of a page, `sentences` cuts it.

What else is asked of words stands in `quotes`, `words` and `values` and is named here too.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from corpus.quotes import compose_map, find_quote, fold, fold_map
from corpus.seen import UNSHOWN, unmask
from corpus.values import Value, values
from corpus.words import (
    STOP_WORDS_EN,
    STOP_WORDS_IT,
    language,
    split_words,
    stems,
    stems_in,
    strip_accents,
)

__all__ = [
    "STOP_WORDS_EN",
    "STOP_WORDS_IT",
    "Value",
    "find_quote",
    "fold",
    "fold_map",
    "language",
    "normalise",
    "normalise_map",
    "sentences",
    "stems",
    "stems_in",
    "strip_accents",
    "values",
]

_MARK = "\xad\ufffe\x02"  # soft hyphen; what pdfium writes for a hyphen at a line end
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_Rule = tuple[re.Pattern[str], Mapping[str, str] | str]
_BEFORE_NFC: tuple[_Rule, ...] = (
    (re.compile(r"\r\n?|[\f\v\x85\u2028\u2029]"), "\n"),
    (
        re.compile(
            f"[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{UNSHOWN}\ufff9-\ufffb\ud800-\udfff]+"
        ),
        "",
    ),
    (re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"), " "),
    (re.compile("[ﬀ-ﬆ]"), _LIGATURES),
    (re.compile(rf"[{_MARK}](?! *\n|[A-Z0-9])"), ""),
)
_AFTER_NFC: tuple[_Rule, ...] = (
    (re.compile(rf"[{_MARK}](?:(?=[-‐])|(?<=[-‐\n ].))"), ""),
    (re.compile(rf"[-‐{_MARK}](?<=[^\W\d_].) *\n *(?=[a-zß-öø-ÿα-ωϳа-ӏԁԛԝ])"), ""),
    (re.compile(r"[\ufffe\x02](?<=[^\W\d_].)(?=[A-Z0-9])"), "-"),
    (re.compile(rf"[{_MARK}]"), ""),
    (re.compile(r" (?<!  ) *+(?=\n|\Z)"), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def _replacement(new: Mapping[str, str] | str) -> Callable[[re.Match[str]], str] | str:
    return new if isinstance(new, str) else lambda match: new[match.group()]


_COMPILED = tuple(
    tuple((pattern, _replacement(new)) for pattern, new in rules)
    for rules in (_BEFORE_NFC, _AFTER_NFC)
)


def normalise(raw: str) -> str:
    """The page text of `raw`: NFC, one kind of line end and space, words at line ends joined."""
    text = raw
    for pattern, new in _COMPILED[0]:
        text = pattern.sub(new, text)
    text = unicodedata.normalize("NFC", text)
    for pattern, new in _COMPILED[1]:
        text = pattern.sub(new, text)
    plain = unmask(text)
    return (text if plain is text else unicodedata.normalize("NFC", plain)).strip("\n")


def normalise_map(raw: str) -> tuple[str, list[int]]:
    """`normalise(raw)` and, for each of its characters, the index in `raw` it came from."""
    text, index = raw, list(range(len(raw)))
    for rule in _BEFORE_NFC:
        text, index = _replace(text, index, rule)
    text, base = compose_map(text)
    index = [index[at] for at in base]
    for rule in _AFTER_NFC:
        text, index = _replace(text, index, rule)
    plain = unmask(text)
    if plain is not text:
        text, base = compose_map(plain)
        index = [index[at] for at in base]
    lead = len(text) - len(text.lstrip("\n"))
    trail = max(lead, len(text.rstrip("\n")))
    return text[lead:trail], index[lead:trail]


def _replace(text: str, index: list[int], rule: _Rule) -> tuple[str, list[int]]:
    """Apply one rule to `text`, carrying `index` along."""
    pattern, new = rule
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        parts.append(text[at:start])
        places.extend(index[at:start])
        word = new if isinstance(new, str) else new[match.group()]
        parts.append(word)
        places.extend(index[min(start + step, end - 1)] for step in range(len(word)))
        at = end
    if not at:
        return text, index
    return "".join(parts) + text[at:], places + index[at:]


_ABBREVIATIONS = split_words(
    """
    art artt n nn nr num no co cc lett let pag pagg pp p par cap capp sez sezz tit all allegg
    vol fasc ed edd cfr cf es seg segg ss s sig sigg sig.ra dott dott.ssa dr dr.ssa dss ing arch
    avv prof prof.ssa proff geom rag on sen gen col cap magg ten mons don st sto dep spett egr
    gent preg rif prot reg racc rep tel fax cell c.a p.zza c.so v.le loc fraz prov c.d cd d.lgs
    dlgs d.l dl d.p.r d.m l.r r.r d.g.r d.c.r d.d.u.o d.d.s d.d.g d.d d.p.g.r d.c.p.m d.p.c.m l
    reg.ue dir gazz uff g.u g.u.r.i bur b.u.r.l b.u.r ca circa max min incl escl ref cod fig figg
    tab tabb vs approx mr mrs ms jr sr gov rev hon sgt capt lt mt ave blvd dept div est fig eq sec
    e.g i.e viz cf al op cit ibid ivi loc.cit id sub punt p.to approv pubbl
    gen feb febbr mar apr mag giu lug ago set sett ott nov dic jan jun jul aug sep sept oct dec
    """
)
_MAYBE_LAST = split_words("ecc etc inc ltd corp spa srl s.m.i a.c d.c a.m p.m u.s u.k co")
_STOP = re.compile(
    r"""
      (?P<stop>[.!?…]++(?:[ ]?[»”)\]]++|["'’]++(?=\s|$)|[ ]["'](?=\s|$)|\[\d{1,3}\])*+
        (?=\s|$|["«“(A-ZÀ-Ý]))
    | (?P<list>[;:](?=[ ]*+\n|\s++(?:\d{1,2}[.)]\s|[a-z]\)\s|[-–•]\s)))
    | (?P<break>\n\s*+)
    """,
    re.VERBOSE,
)
_LIST_LINE = re.compile(
    r"(?:[-–—•▪◦●*o]|\(?[a-z]{1,3}\)|\(?\d{1,3}[.)]|\(\d{1,3}\)|[ivx]{1,4}[.)])\s"
)
_HEADING = re.compile(
    r"(?:#{1,6}\s|(?:art(?:icolo|\.)|allegato|titolo|capo|sezione|parte|annex|article)\s+"
    r"[\divxlcA-Z]{1,6}\b)",
    re.IGNORECASE,
)
_NUMBER_HEAD = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,4})\Z")
_TAIL = re.compile(r"[^\s\"«“(\['’]*\Z")
_VERB = re.compile(r"\b(?:è|sono|ha|hanno|che|può|deve|viene|is|are|has|have|was|that)\b|[.;] ")
_WIDE = 240  # characters: longer lines are paragraphs that nobody wrapped
_NEXT = re.compile(r"[\s\"«“(\['’]*+([^\W_]*)")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` stand, as trimmed offsets in order.

    List items, table rows and headings count as sentences; a line break in running text ends none.
    """
    spans: list[tuple[int, int]] = []
    width = _line_width(text)
    start = 0
    for match in _STOP.finditer(text):
        if match["stop"]:
            end = match.end()
            ends = _ends_at_stop(text, start, match.start(), end, match["stop"])
        elif match["list"]:
            end = match.end()
            ends = match.group() == ";" or _starts_item(text, end)
        else:
            end = match.start()
            ends = _ends_at_break(text, start, match, width)
        if ends:
            _add_span(spans, text, start, end)
            start = end
    _add_span(spans, text, start, len(text))
    return spans


def _line_width(text: str) -> int:
    """How long the lines of running text are: the 90th percentile of those with words."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _add_span(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _starts_item(text: str, at: int) -> bool:
    """Whether a list item follows, on this line or the next."""
    while at < len(text) and text[at].isspace():
        at += 1
    return _LIST_LINE.match(text, at) is not None


def _ends_at_stop(text: str, start: int, stop: int, end: int, marks: str) -> bool:
    """Whether the stop that begins at `stop` ends the sentence that began at `start`."""
    following = _NEXT.match(text, end, end + 60)
    word = following[1] if following else ""
    if end < len(text) and not text[end].isspace() and not _is_missing_space(text, stop, word):
        return False
    opener = text[end : end + 3].lstrip()[:1]
    if word[:1].islower() and opener not in '"«“':
        return _starts_item(text, end) and "\n" in text[end : end + 3]
    if marks[0] != "." or marks.startswith(".."):
        return True
    tail = _TAIL.search(text, max(start, stop - 40), stop)
    token = tail.group() if tail else ""
    if text[max(start, stop - 80) : stop].strip() == token and _NUMBER_HEAD.match(token):
        return False
    return _ends_after(token, word)


def _is_missing_space(text: str, stop: int, word: str) -> bool:
    """Whether a stop with no space after it stands between two ordinary words."""
    return (
        len(word) > 1
        and word.istitle()
        and re.search(r"(?:\A|[\s'’(\"«“])[^\W\d_]{3,}\Z", text[max(0, stop - 30) : stop])
        is not None
    )


def _ends_after(token: str, word: str) -> bool:
    """Whether a full stop after `token` ends a sentence if the next word is `word`."""
    low = token.lower()
    starter = not word or word.lower() in STOP_WORDS_IT or word.lower() in STOP_WORDS_EN
    if low in _MAYBE_LAST:
        return starter
    if low in _ABBREVIATIONS:
        return False
    if len(token) == 1 and len(word) == 1:
        return False
    initials = low.split(".")
    is_initial = len(token) == 1 and token.isalpha()
    if is_initial or (len(initials) > 1 and max(map(len, initials)) <= 3):
        return starter or any(part.isdigit() for part in initials)
    return True


def _ends_at_break(text: str, start: int, match: re.Match[str], width: int) -> bool:
    """Whether a line break ends the sentence that began at `start`."""
    at = match.end()
    if match.group().count("\n") > 1 or at >= len(text):
        return True
    line_start = max(start, text.rfind("\n", 0, match.start()) + 1)
    line = text[line_start : match.start()].strip()
    last = line.rpartition(" ")[2]
    if not line:
        return False
    if " | " in line or line.startswith("|") or "\t" in line:
        return True
    if _LIST_LINE.match(text, at):
        within_list = _LIST_LINE.match(text[start : start + 12].lstrip())
        if text[at] in "-–—" and line[-1] not in ":;.,!?" and not within_list:
            return False
        return last.rstrip(".").lower() not in _ABBREVIATIONS
    following = text[at : at + 200].partition("\n")[0]
    if not _is_capital(line) and _is_capital(following):
        return True
    begun = text[text.rfind("\n", 0, match.start()) + 1 : line_start].strip()
    if not _is_capital(line) and (begun or text[start : min(line_start, start + 80)].strip()):
        return width > _WIDE and following[:1].isupper()
    return _is_heading(line, last, following, width)


def _is_capital(line: str) -> bool:
    """Whether a line is written in capitals throughout."""
    return line.isupper() and sum(map(str.isalpha, line)) > 5


def _is_heading(line: str, last: str, following: str, width: int) -> bool:
    """Whether a line stands alone: a title, not the start of a wrapped sentence."""
    if line[-1] in ",(-–" or last.lower() in STOP_WORDS_IT:
        return False
    if _is_capital(line):
        return not _is_capital(following) or len(line) < 0.6 * width
    if not (following[:1].isupper() or following[:1].isdigit()):
        return False
    if (_HEADING.match(line) and len(line) <= 120) or width > _WIDE:
        return True
    fits = len(line) + len(following.partition(" ")[0]) < 0.8 * width
    return fits and len(line) < 0.6 * width and not _VERB.search(line)
