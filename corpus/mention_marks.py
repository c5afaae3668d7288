"""Codes (CUP, CIG, CCI, calls), parts of acts (articles, paragraphs, letters) and bulletins."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.dates import read_date
from corpus.mention_forms import plain

CodeKind = Literal["cup", "cig", "cci", "call"]
_CODE = re.compile(
    r"""
    \bcup\b[ .:]{0,3}(?:n\.?|num\.?|master
      |codice)?[ .:°(]{0,4}(?P<cup>[a-z]\d[0-9a-z]\d[0-9]{0,1}[0-9a-z]{10,11})(?!\w)
  | \b(?:smart[ ]?)?cig\b[ .:]{0,3}(?:n\.?|num\.?|codice
    |derivato)?[ .:°(]{0,4}(?P<cig>[0-9a-z]{10})(?!\w)
  | (?<!\w)(?P<cci>(?:20\d\d)?it(?:\d\d)[a-z]{2}[a-z]{0,4}\d{3})(?!\w)
  | (?<!\w)(?P<cci2>20\d\dit\d{3}[a-z]{2}\d{3})(?!\w)
  | (?<!\w)(?P<call>rl[a-z][a-z0-9]20[12]\d\d{4,8})(?!\w)
  | (?<!\w)(?P<cup2>[a-z]\d\d[a-z](?:[019]\d)\d{9})(?!\w)
    """,
    re.VERBOSE,
)
_KINDS: dict[str, CodeKind] = {
    "cup": "cup",
    "cup2": "cup",
    "cig": "cig",
    "cci": "cci",
    "cci2": "cci",
    "call": "call",
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a project, tender, programme or call; `code` is in capitals."""

    start: int
    end: int
    text: str
    kind: CodeKind
    code: str


def find_marks(text: str) -> list[Code]:
    """The codes in `text`: CUP, CIG (only behind its name), CCI and codes of Lombard calls."""
    found: list[Code] = []
    for match in _CODE.finditer(plain(text)):
        name = match.lastgroup
        if name is None or (name in ("cup", "cig") and not any(map(str.isdigit, match[name]))):
            continue
        start, end = match.span(name)
        found.append(Code(start, end, text[start:end], _KINDS[name], text[start:end].upper()))
    return found


# --- parts of acts ----------------------------------------------------------------------------

_LATIN = r"(?:[ -]?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)\b)?"
_MORE = rf"(?:(?: ?[,-] ?| e | ed | o )\d{{1,3}}{_LATIN}(?![\w/]|\.\d)){{0,8}}"
_ARTICLE = (
    rf"(?:articol[oi]|articles?|artt?\.?) {{0,2}}(?P<article>\d{{1,4}}{_LATIN}{_MORE})"
    r"(?P<dotted>\.\d{1,2}(?!\d))?"
)
_PARAGRAPH = (
    r"(?:comm[ai]|co\.|c\.|paragraf[oi]|par\.|paragraph|§) {0,2}"
    rf"(?P<@>\d{{1,3}}{_LATIN}{_MORE}|unico\b)"
)
_LETTER = (
    r"(?:letter[ae]|lett?\.|point) {0,2}[(\"']?"
    r"(?P<@>[a-z]{1,2}(?:[ -]?(?:bis|ter|quater|quinquies))?)(?:[\"')]|(?!\w))"
)
_GAP = r" ?[.,]? ?"
_PART = re.compile(
    rf"(?<![.\w])(?:{_ARTICLE}(?:{_GAP}{_PARAGRAPH.replace('@', 'paragraph')})?"
    rf"(?:{_GAP}{_LETTER.replace('@', 'letter')})?"
    rf"(?:{_GAP}(?:punt[oi]|n\.|numero) {{0,2}}(?P<point>\d{{1,3}})(?![\w/]|\.\d))?"
    rf"|{_PARAGRAPH.replace('@', 'paragraph2')}(?:{_GAP}{_LETTER.replace('@', 'letter2')})?"
    r"(?=[ ,.;:)]|\Z))"
)


@dataclass(frozen=True, slots=True)
class Partition:
    """A part of an act: article, paragraph (comma), letter, point; as written, None if not said."""

    start: int
    end: int
    text: str
    article: str | None
    paragraph: str | None = None
    letter: str | None = None
    point: str | None = None


def find_partitions(text: str) -> list[Partition]:
    """The articles, paragraphs and letters named in `text`; of which act is not told here."""
    found: list[Partition] = []
    for match in _PART.finditer(plain(text)):
        point = match["point"] or (match["dotted"] or "").lstrip(".") or None
        found.append(
            Partition(
                match.start(),
                match.end(),
                text[match.start() : match.end()],
                match["article"],
                match["paragraph"] or match["paragraph2"],
                match["letter"] or match["letter2"],
                point,
            )
        )
    return found


# --- bulletins --------------------------------------------------------------------------------

_BULLETIN = re.compile(
    r"""
    \b(?P<name>b\.?u\.?r\.?l\.?(?!\w)|b\.?u\.?r\.?(?:p\.?|v\.?|t\.?|c\.?|a\.?s\.?)?(?!\w)
      |bollettino[ ]ufficiale(?:[ ](?:della[ ])?regione[ ][a-z'-]{4,20})?
      |g\.?[ ]?u\.?(?:[ ]?r\.?[ ]?i\.?|u\.?[ ]?e\.?|c\.?[ ]?e\.?)?(?!\w)|gazzetta[ ]ufficiale)
      (?P<series>[ ,-]{1,3}(?:serie[ ](?:ordinaria|editoriale[ ]ordinaria|generale
        |avvisi[ ]e[ ]concorsi)
      |s\.?o\.?|s\.?e\.?o\.?|supplemento[ ]ordinario|l|c)(?!\w)\.?)?
      [ ,-]{1,3}(?:n\.?[ ]?°?|no\.?|numero)?[ ]?(?P<number>\d{1,4})(?![\w/]|\.\d)
      (?:[ ,(-]{1,3}(?:suppl[a-z.]*|s\.?o\.?|supplemento(?:[ ]ordinario)?|serie[ ][a-z]+)(?!\w)\.?
        (?:[ ]n\.?[ ]?\d{1,3}(?!\d))?)?
    | \b(?P<header>serie[ ](?:ordinaria|editoriale[ ]ordinaria|avvisi[ ]e[ ]concorsi))
      (?:[ ]n\.?[ ]?(?P<number2>\d{1,3})(?!\d))?[ ]-[ ]
    """,
    re.VERBOSE,
)
_BULLETIN_LEAD = re.compile(r"[ ,(-]{0,3}(?:del(?:l')?|di|in data)?[ ]{0,2}")


@dataclass(frozen=True, slots=True)
class Bulletin:
    """An issue of an official bulletin – where an act was printed, never an act itself."""

    start: int
    end: int
    text: str
    name: str
    number: str | None
    date: str | None


def find_bulletins(text: str) -> list[Bulletin]:
    """The issues of bulletins named in `text`: BURL, BUR, Gazzetta Ufficiale."""
    low = plain(text)
    found: list[Bulletin] = []
    for match in _BULLETIN.finditer(low):
        end = match.end()
        lead = _BULLETIN_LEAD.match(low, end)
        day = read_date(low, lead.end()) if lead else None
        if match["header"] and day is None:
            continue
        end = day.end if day else end
        name = "burl" if match["header"] else _bulletin_name(match["name"])
        number = match["number"] or match["number2"]
        found.append(
            Bulletin(match.start(), end, text[match.start() : end], name, number, day and day.iso)
        )
    return found


def _bulletin_name(written: str) -> str:
    if written.startswith("bollettino"):
        return "burl" if "lombardia" in written else "bur"
    if written.startswith("gazzetta"):
        return "gu"
    return written.replace(".", "").replace(" ", "")
