"""Cuts a document into the acts that it holds: an issue of a bulletin, or one act as a whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.act_names import ActType
from corpus.dates import MONTH
from corpus.mention_forms import plain
from corpus.mention_issuers import slug
from ingest.act_words import Opening
from ingest.acts import OwnAct, find_own_act, read_act, read_page


@dataclass(frozen=True, slots=True)
class ActStretch:
    """An act and where it stands: from `start` on `page` to before `end` on `last_page`."""

    act: OwnAct
    page: int
    start: int
    last_page: int
    end: int


def find_acts(pages: Sequence[str], name: str = "", metadata_title: str = "") -> list[ActStretch]:
    """The acts that a document holds, in order; none where it is no act and no bulletin.

    A plain act is one stretch over the whole document, its annexes included.
    """
    printed = _find_bulletin(pages)
    found = _split_bulletin(pages, printed) if printed else []
    own = find_own_act(pages[:2], name, metadata_title) if len(found) < 2 else None
    if own is None:
        return found
    whole = ActStretch(own, 1, 0, len(pages), len(pages[-1]))
    return [whole] if printed else _split_attached(pages, whole)


# --- bulletins -----------------------------------------------------------------------------------

_LOMBARDY = re.compile(
    r"serie (?:ordinaria|straordinaria) (?:n\. ?[a-z-]{0,4}\d{1,3} ?)?- ?(?:luned|marted|mercoled"
    r"|gioved|venerd|sabato)|bollettino ufficiale della regione lombardia"
)
_STATE = re.compile(
    r"gazzetta ufficiale della repubblica italiana[^a-z]{1,40}(?:(?:\d ?[ªa] ?)?serie generale|n\.)"
    r"|serie generale ?- ?n\. ?\d"
)
_REGIONAL = re.compile(
    r"bollettino ufficiale della regione (?:autonoma )?(?:della |del |dell')?"
    r"([a-z][a-z'-]{3,20}) ?- ?(?:parte|n\.|anno|serie)"
)
_REGION = re.compile(r"^ *regione ([a-z][a-z'-]{3,20}) *$", re.MULTILINE)
_HEAD_SIGNS = 4_000


@dataclass(frozen=True, slots=True)
class _Bulletin:
    """A bulletin: who issues most of its acts, and whether dates alone may head an act."""

    issuer: str
    dated: bool = False


def _find_bulletin(pages: Sequence[str]) -> _Bulletin | None:
    """The bulletin of which the first pages' running heads speak."""
    heads = " ".join(plain(page[:_HEAD_SIGNS]) for page in pages[:3])
    if regional := _REGIONAL.search(heads):
        return _Bulletin(slug(regional[1]))
    if _LOMBARDY.search(heads):
        named = _REGION.search(pages[0][:_HEAD_SIGNS].lower())
        return _Bulletin(slug(named[1]) if named else "lombardia")
    return _Bulletin("stato", dated=True) if _STATE.search(heads) else None


_DATE = rf"\d{{1,2}}°? (?:{MONTH}) (?:19|20)\d\d"
_NAME = (
    r"(?:D\. ?[a-z]\.(?: ?[a-z]{1,2}\.){0,3}|D\.lgs\.|DECRETO(?:[ -]LEGGE| LEGISLATIVO)?"
    r"|Decreto(?:[ -]legge| legislativo)?|DELIBERA(?:ZIONE)?|Delibera(?:zione)?"
    r"|DETERMINA(?:ZIONE)?|Determina(?:zione)?|ATTO DIRIGENZIALE|Atto dirigenziale|LEGGE|Legge"
    r"|REGOLAMENTO|Regolamento|ORDINANZA|Ordinanza|PROVVEDIMENTO|Provvedimento|L\.r\.|R\.r\.)"
)
_CONSOLIDATED = r"(?i:Testo coordinato|T\. ?c\.)(?i: d[a-z'’]{1,4})? "
_HEAD = re.compile(
    rf"^[ *]{{0,8}}(?:\(BUR\w{{4,12}}\) ?(?:[(\[][\d.]{{3,9}}[)\]] ?)?)?"
    rf"(?P<act>(?:{_CONSOLIDATED}(?i:{_NAME})|{_NAME})(?![a-zà-ù])"
    rf"(?P<office>[^\n;:!?]{{0,200}}(?:\n[^\n;:!?]{{1,160}})??)[ \n]{{0,2}}"
    rf"(?<![\w/])(?i:{_DATE})[ ,]{{0,3}}(?:[-–—] ?)?"
    r"(?:(?P<number>[Nn]\. ?(?:[A-Z]{1,5} ?[/-] ?)?\d{1,6}(?:/\d{1,6})?(?:-\d{1,6})?) ?)?\.?)"
    r"(?: ?(?:\(\d{1,3}\)|\[[\d.]{3,9}\]))?[ ]{0,4}$",
    re.MULTILINE,
)
_BREAK = re.compile(
    r"^[ ]{0,8}(?:[A-G]\) [A-ZÀ-Ú][A-ZÀ-Ú' ]{5,60}"
    r"|LEGGI ED ALTRI ATTI NORMATIVI|DECRETI,? (?:DELIBERE|PRESIDENZIALI)[A-Z ]{0,40}"
    r"|DECRETI PRESIDENZIALI|ESTRATTI,? SUNTI E COMUNICATI|SOMMARIO|S O M M A R I O"
    r"|(?P<office>(?:D\.G\. |Direzione [Gg]enerale )[A-ZÀ-Ú][^\n.;:]{3,90})"
    rf"|(?i:comunicato|circolare)\b[^\n;.:]{{0,80}} (?i:{_DATE})[^\n;]{{0,20}}"
    r"|(?i:avviso di rettifica|errata[ -]corrige))[ ]{0,4}$",
    re.MULTILINE,
)
_NEAR = 300
"""An office's name opens a group of acts only where one begins within so many characters."""
_LEADER = re.compile(
    r"(?:\. ?){5}|…{2}|(?:»|\bpag\.) {0,4}\d{1,5} *$", re.MULTILINE | re.IGNORECASE
)
_BEGUN = re.compile(
    r"^[ *]{0,4}(?:(?:il |la |l'|i )?(?:dirigent[ei]|direttor[ei]|direttrice|responsabile"
    r"|giunta|consiglio|president[ei]|ministr[oi]|sottosegretario|capo d|commissari[oa]|autorit"
    r"|camera dei|comitato|ragioniere|vice ?presidente|provveditore|assessore|segretario)\b"
    r"|vist[oaie]\b|richiamat[oaie]\b|premess[oa]\b|considerat[oa]\b|preso atto|rilevat[oa]\b"
    r"|atteso|art(?:\.|icolo) ?1\b|su proposta|sulla proposta|a relazione|il consiglio)",
    re.MULTILINE,
)
_REACH = 3_000
"""Characters of title between an act's heading and the first words of its build, at most."""

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that may head an act; `far` characters lie between it and the act's build."""

    place: _Place
    far: int


def _split_bulletin(pages: Sequence[str], printed: _Bulletin) -> list[ActStretch]:
    """The acts of an issue; a table of contents names them, but none begins in it."""
    cuts = _find_cuts(pages, printed)
    ends = [*(place for place, _ in cuts), (len(pages) - 1, len(pages[-1]))][1:]
    found: dict[tuple[ActType, str | None, str | None], tuple[int, ActStretch]] = {}
    for (place, is_head), end in zip(cuts, ends, strict=True):
        far = _build_distance(pages, place, end) if is_head else None
        own = _read_stretch(pages, place, end, printed) if far is not None else None
        if far is None or own is None:
            continue
        key = (own.type, own.number, own.date)
        if key not in found or far < found[key][0]:
            stretch = ActStretch(own, place[0] + 1, place[1], *_trim_end(pages, place, end))
            found[key] = (far, stretch)
    return sorted((one for _, one in found.values()), key=lambda one: (one.page, one.start))


def _find_cuts(pages: Sequence[str], printed: _Bulletin) -> list[tuple[_Place, bool]]:
    """Where something begins, in order, and whether it may be an act."""
    cuts: list[tuple[_Place, str]] = []
    for index, page in enumerate(pages):
        here = [(m.start(), "office" if m["office"] else "break") for m in _BREAK.finditer(page)]
        for match in _HEAD.finditer(page):
            dated = printed.dated and match["act"][:3].isupper()
            if (match["number"] or dated) and not _goes_on(page, match):
                here.append((_with_ministry(page, match.start("act"), printed), "act"))
        cuts += [((index, at), what) for at, what in sorted(here)]
    after = [place for place, _ in cuts[1:]]
    return [
        (place, what == "act")
        for (place, what), following in zip_longest(cuts, after)
        if what != "office" or (following and _distance(pages, place, following) < _NEAR)
    ]


def _distance(pages: Sequence[str], one: _Place, other: _Place) -> int:
    """How many characters lie between two places on the same or following pages."""
    if one[0] == other[0]:
        return other[1] - one[1]
    return len(pages[one[0]]) - one[1] + other[1] + _NEAR * (other[0] - one[0] - 1)


_OPEN = re.compile(
    r"(?:\b(?:con|da|dal|dalla|di|del|della|dei|delle|e|ed|la|le|il|i|alla|n\.)|,)\s*\Z"
)


def _goes_on(page: str, match: re.Match[str]) -> bool:
    """Whether a line goes on with the sentence above or below, which then cites the act."""
    above = page[max(0, match.start() - 60) : match.start()]
    below = page[match.end() + 1 : match.end() + 3].strip()
    return _OPEN.search(above) is not None or below[:1].islower()


_MINISTRY = re.compile(
    r"(?:MINISTERO|PRESIDENZA DEL CONSIGLIO|AGENZIA|AUTORIT[ÀA]|COMITATO INTERMINISTERIALE"
    r"|COMMISSARIO|BANCA|ISTITUTO|CORTE|UNIVERSIT|REGIONE|CONSIGLIO)\b"
)


def _with_ministry(page: str, at: int, printed: _Bulletin) -> int:
    """Where an act begins whose ministry stands in capitals on the lines above its heading."""
    if not printed.dated:
        return at
    start = first = at
    for _ in range(5):
        stop = page.rfind("\n", 0, first - 1) + 1 if first > 1 else 0
        line = page[stop:first].strip()
        if stop == first or (line and not line.isupper()):
            break
        first = stop
        if _MINISTRY.match(line):
            start = page.index(line, stop)
    return start


def _slice(pages: Sequence[str], place: _Place, end: _Place, most: int) -> str:
    """The words from one place to another, at most `most` characters."""
    words = pages[place[0]][place[1] : end[1] if place[0] == end[0] else place[1] + most]
    index = place[0] + 1
    while len(words) < most and index <= end[0]:
        first = _skip_running(pages[index])
        words += "\n" + pages[index][first : end[1] if index == end[0] else most]
        index += 1
    return words[:most]


def _skip_running(page: str) -> int:
    """Where the words of a page begin below its running head."""
    at = 0
    for _ in range(6):
        stop = page.find("\n", at)
        line = page[at : stop if stop >= 0 else len(page)].strip()
        if stop < 0 or (line and not _RUNNING.match(line)):
            break
        at = stop + 1
    return at


def _build_distance(pages: Sequence[str], place: _Place, end: _Place) -> int | None:
    """How far behind its heading an act's build begins; None where none does before `end`."""
    words = _slice(pages, place, end, _REACH)
    head = _HEAD.search(words)
    begun = _BEGUN.search(_plain_lines(words), head.end() if head else 0)
    if begun is None or _LEADER.search(words, head.end() if head else 0, begun.start()):
        return None
    return begun.start()


def _plain_lines(text: str) -> str:
    """`text` in lower case with plain signs and its line ends."""
    low = plain(text)
    return "".join("\n" if sign == "\n" else small for sign, small in zip(text, low, strict=True))


def _read_stretch(
    pages: Sequence[str], place: _Place, end: _Place, printed: _Bulletin
) -> OwnAct | None:
    """The act that a stretch is, its span in the page's own offsets."""
    own = read_act(Opening(_slice(pages, place, end, 6_000)), place[0] + 1)
    if own is None:
        return None
    issuer = own.issuer
    if issuer in (None, "lombardia") and own.type not in _ELSEWHERE:
        issuer = printed.issuer  # whoever prints "D.d.u.o." is meant, not Lombardy always
    return replace(own, issuer=issuer, start=own.start + place[1], end=own.end + place[1])


_ELSEWHERE = (ActType.DGC, ActType.DCC, ActType.REGOLAMENTO_UE, ActType.DIRETTIVA_UE)
_RUNNING = re.compile(
    r"(?:bollettino ufficiale|serie (?:ordinaria|generale)|gazzetta ufficiale"
    r"|\(bur\w{4,12}\)|[-–—] ?\d{1,5} ?[-–—]$|\d{1,6}$|\d{1,6} bollettino|\d\d?-\d\d?-\d{4})",
    re.IGNORECASE,
)


def _trim_end(pages: Sequence[str], place: _Place, end: _Place) -> _Place:
    """The end of an act without the blank and running lines before what follows it."""
    index, stop = end
    while (index, stop) > place:
        first = place[1] if index == place[0] else 0
        line_start = max(first, pages[index].rfind("\n", first, stop) + 1)
        line = pages[index][line_start:stop].strip()
        if line and not _RUNNING.match(line):
            return index + 1, stop
        if line_start > first:
            stop = line_start - 1
        elif index > place[0]:
            index, stop = index - 1, len(pages[index - 1])
        else:
            break
    return index + 1, stop


# --- acts attached to an act ---------------------------------------------------------------------

_SURE_ATTACHED = 0.9
_MAY_BEGIN = re.compile("delibera|determina|decret|ordinanza")
_SHOWN = re.compile(
    r"allegat|proposta|parere|visto di|estratto|relata|certificat|attesta|schema|bozza"
)
_ATTESTS = re.compile(
    r"(?:visto|pareri?) (?:di|in ordine alla|favorevole)|copertura finanziaria|si attesta"
)


def _split_attached(pages: Sequence[str], whole: ActStretch) -> list[ActStretch]:
    """The act, and complete acts of other numbers that follow it on pages of their own."""
    found = [whole]
    for index in range(whole.act.page, len(pages)):
        own = _read_attached(pages[index], index + 1)
        if own is None or any(_is_same(own, one.act) for one in found):
            continue
        before = found.pop()
        found += [
            replace(before, last_page=index, end=len(pages[index - 1])),
            ActStretch(own, index + 1, 0, len(pages), len(pages[-1])),
        ]
    return found


def _is_same(one: OwnAct, other: OwnAct) -> bool:
    """Whether two headings are of one act: by its number, or by its object and another register."""
    return one.type is other.type and (one.number == other.number or one.object == other.object)


def _read_attached(page: str, number: int) -> OwnAct | None:
    """The act that a page begins, where heading, date, object and build leave no doubt."""
    top = page[:3_000].lower()
    if not _MAY_BEGIN.search(top, 0, 700) or "oggetto" not in top or _ATTESTS.search(top, 0, 1_500):
        return None
    opening = Opening(page)
    own = read_page(opening, number)
    if own is None or own.confidence < _SURE_ATTACHED or not (own.number and own.object):
        return None
    above = opening.low[: opening.low.find("oggetto")]
    whole = own.date is not None and len(own.date) > 4 and own.issuer is not None
    return own if whole and not _SHOWN.search(above) else None
