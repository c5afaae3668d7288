"""Finds the lines by which an act names itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.act_names import ActType
from corpus.dates import read_date
from corpus.mention_tails import read_tail
from corpus.mentions import ActMention, find_mentions
from ingest.act_lines import date_behind, settle
from ingest.act_words import Opening


@dataclass(frozen=True, slots=True)
class Heading:
    """A line by which an act names itself; `type` is None where the noun leaves it open.

    `clean`: nothing but the name stands on the line. `noun`: the word, by its first letters.
    """

    start: int
    end: int
    noun: str
    type: ActType | None
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    clean: bool = True
    annex: bool = False


_PREFIX = re.compile(
    r"(?:(?:►b|originale(?: di)?|(?:commission|council)(?: (?:implementing|delegated))?"
    r"|copia(?: (?:conforme|informatica|web|analogica|dell'originale))?(?: di)?"
    r"|estratto(?: (?:dal|del|di) (?:registro|verbale)(?: del(?:le|la|l'))?)?"
    r"|(?:processo )?verbale(?: (?:di|della|delle|n\. ?\d+ (?:di|della)))?"
    r"|testo (?:coordinato|consolidato)(?: del(?:la|lo|l')?)?|t\. ?c\. del(?:la|l')?"
    r"|proposta n[.°]{0,2} ?\d{1,6}(?:/\d{2,4})?(?: del \d[\d./-]{5,9})?"
    r"|(?:(?:seduta|adunanza) del|data|in data)(?: giorno)? \d[\d./-]{5,9}|tipo(?: di)? atto"
    r"|atto di|atto(?= dd\b)|registro (?:delle|dei)|oggetto)[ :.-]{1,3}){1,3}"
)
_MASTHEAD = re.compile(
    r"(?:comune|citt[aà]'?|provincia|regione|unione|settore|area|servizio|ministero|giunta"
    r"|consiglio)\b[^.;:!?]{3,90}[ |-]\Z"
)
_NOUN = re.compile(
    r"(?P<noun>delib(?:erazion[ei]|era|\.)|determin(?:azion[ei]|a)\b|determ\.|det\.(?= n)"
    r"|atto dirigenziale|atto (?:di |della |del )?(?:giunta|consiglio)"
    r"|atto (?:del dirigente|di liquidazione)|provvedimento dirigenziale|disposizione dirigenziale"
    r"|provvedimento(?= n)|(?:regio )?decreto\b|ordinanza\b|legge\b"
    r"|regolamento\b|direttiva\b|decisione\b|avviso\b"
    r"|regulation\b|directive\b|decision\b|[dl]\. ?[a-z.]{1,6}\.|l\.(?= ?(?:n\.|\d))|r\. ?d\.(?= )"
    r"|dd(?= \d)|dgr\b|dcr\b|dgc\b|dcc\b|dduo\b|dds\b|dpgr\b)"
)
_ANNEX = re.compile(
    r"(?:allegat[oi]|annesso)(?: [\"'“«]?(?:unico|[a-z]\d?|\d{1,2}|n\. ?\d{1,2}))?"
    r"[ ,.:'\"”»)(-]{1,4}"
    r"(?:parte integrante[^.;\d]{0,30} )?(?:alla |al |all'|della |del |dell')"
)
_SENTENCE = re.compile(
    r"[^\n]{0,60}\b(?:è|sono|ha|hanno|che ha|recante|con cui|con la quale|con il quale|si|viene"
    r"|approvat[oa]|riconosc\w+)\b"
)
_MAY_FOLLOW = re.compile(
    r"[ \n,.;:()|-]*(?:\Z|\n|oggetto|seduta|adunanza|identificativo|reg(?:istro|\.)|prot|data\b"
    r"|in data|cig|cup|del (?:registro|consiglio|giorno)|della giunta|di (?:giunta|consiglio)"
    r"|de[li]l?|pag|atto|codice|proposta|originale|copia|dell[ao']|settore|area|servizio"
    r"|parlamento|ore\b|alle|dd\b)"
)
_LAWS = frozenset(
    (
        ActType.LEGGE,
        ActType.LR,
        ActType.DL,
        ActType.DLGS,
        ActType.DPR,
        ActType.REGOLAMENTO_UE,
        ActType.DIRETTIVA_UE,
    )
)
_MIDDLE = 160  # characters between the noun and its number: an organ or office


_CHANGES = re.compile(r"(?:modificat|rettificat)[oa] da|(?:amended|corrected) by|►m")


def find_headings(
    opening: Opening, hidden: tuple[int, int] | None, *, inside: bool = False
) -> Iterator[Heading]:
    """The lines before the preamble that begin with the name of an act, `hidden` left out.

    With `inside` also those in which it stands in capitals behind something else.
    """
    low = opening.low
    for start, end in opening.heading:
        if _CHANGES.match(low, start):
            return
        if hidden and hidden[0] <= start < hidden[1]:
            continue
        at, annex = _noun_place(opening, start, end)
        if at is None and inside:
            at = _inner_place(opening, start, end)
        if at is None or _continues(opening, start):
            continue
        if found := _read_heading(opening, at, hidden):
            if annex or _annexed(opening, start):
                found = _as_annex(found)
            if not _SENTENCE.match(low, found.end, opening.line_end(found.end)) or _is_law(found):
                yield found


_OPEN = re.compile(
    r"(?:\b(?:con|da|dal|dalla|dall'|di|del|della|delle|dei|dell'|dello|e|ed|o|in|la|le|il|i|alla"
    r"|al|nella|mediante|ex|per|a|n\.|citat[ao]|predett[ao]|propria|presente|approvat[oaie])|,)\Z"
)
_NAMES_ACT = re.compile(r"verbale|copia|estratto|registro|originale|testo coordinato|allegat")


def _above(opening: Opening, start: int) -> str:
    """The line right above the one that begins at `start`; nothing where a blank one stands."""
    rank = opening.rank(start)
    if rank == 0:
        return ""
    first, last = opening.lines[rank - 1]
    return opening.low[first:last] if opening.text.count("\n", last, start) < 2 else ""


def _continues(opening: Opening, start: int) -> bool:
    """Whether a line goes on with the sentence of the line above, which then only cites."""
    above = _above(opening, start)
    if not above or _NAMES_ACT.search(above):
        return False
    return _OPEN.search(above) is not None or opening.text[start].islower()


def _annexed(opening: Opening, start: int) -> bool:
    """Whether the line above ends "Allegato A alla"."""
    above = _above(opening, start)
    return above.startswith(("allegat", "annesso")) and _OPEN.search(above) is not None


def _is_law(heading: Heading) -> bool:
    return heading.type in _LAWS


def _as_annex(found: Heading) -> Heading:
    return Heading(
        found.start,
        found.end,
        found.noun,
        found.type,
        found.issuer,
        found.number,
        found.date,
        found.clean,
        annex=True,
    )


def _noun_place(opening: Opening, start: int, end: int) -> tuple[int | None, bool]:
    """Where on a line the noun of an act's name stands, and whether an annex's title says it."""
    low = opening.low
    annex = _ANNEX.match(low, start, end + 40)
    if annex and _NOUN.match(low, annex.end()):
        return annex.end(), True
    prefix = _PREFIX.match(low, start, end + 60)
    at = prefix.end() if prefix and not low.startswith("oggetto", start) else start
    while at < len(low) and low[at] in " :-–":
        at += 1
    for place in (at, start):
        if _NOUN.match(low, place):
            return place, False
    inner = _NOUN.search(low, start + 10, end)
    if inner and _MASTHEAD.match(low[start : inner.start()]):
        word = opening.text[inner.start() : inner.end()]
        if word.isupper() or low[start : inner.start()].rstrip().endswith(("-", "|")):
            return inner.start(), False
    return None, False


_STRONG = re.compile(r"\b(?:delibera(?:zione)?|determina(?:zione)?|decreto|ordinanza)\b")


def _inner_place(opening: Opening, start: int, end: int) -> int | None:
    """Where in a line the noun stands in capitals and no word before it makes it a citation."""
    for match in _STRONG.finditer(opening.low, start, end):
        before = opening.low[start : match.start()].rstrip()
        capitals = opening.text[match.start() : match.end()].isupper()
        if capitals and not _OPEN.search(before) and not _SENTENCE.match(before):
            return match.start()
    return None


_OF_OTHER = re.compile(r"\b(?:proposta|protocollo|prot\.|pubblicazion)")


def _read_heading(opening: Opening, at: int, hidden: tuple[int, int] | None) -> Heading | None:
    low = opening.low
    noun = _NOUN.match(low, at)
    if noun is None:
        return None
    limit = min(len(low), at + 400)
    if hidden and at < hidden[0] < limit:
        limit = hidden[0]
    mention = next(iter(find_mentions(opening.text[at:limit])), None)
    own = mention and not _OF_OTHER.search(low, at, at + mention.end)
    if mention and own and mention.start == 0 and (mention.number or mention.date):
        stop = opening.line_end(at + mention.end)
        clean = _MAY_FOLLOW.match(opening.text[at + mention.end : stop].lower()) is not None
        whole = _with_date(low, at, mention, limit)
        return Heading(
            at,
            whole[0],
            noun["noun"],
            None if mention.confidence < 0.3 else mention.type,
            mention.issuer,
            mention.number,
            whole[1],
            clean,
        )
    return _read_parts(opening, at, noun, limit)


def _with_date(low: str, at: int, mention: ActMention, limit: int) -> tuple[int, str | None]:
    """The end of a heading and its date, which may follow some words behind the number."""
    end = at + mention.end
    if mention.date and len(mention.date) > 4:
        return end, mention.date
    later = date_behind(low, end, limit)
    if later and later[1].startswith(mention.date or ""):
        return later
    return end, mention.date


_MARK = re.compile(
    r"(?<![a-z])(?:n(?:umero|um|ro|r|o)?[.°: ]{1,4}|n(?=\d))(?=[\divx]|[a-z]{2,4} ?[-/]? ?\d)"
)
_SERIES = re.compile(r"[a-wyz][a-z]{1,3} ?/ ?\d{1,6}(?![\d/])")  # "FS / 0707"
_NOT_ITS = re.compile(
    r"(?:prot(?:ocollo|\.)?|identificativo(?: atto)?|proposta(?: di \w+)?|c\.?i\.?g\.?|c\.?u\.?p\.?"
    r"|pag(?:ina|\.)?|fascicolo|codice|tel|fax|cap|via [\w ]+,?|piazza [\w ]+,?|corso [\w ]+,?"
    r"|verbale|impegno|art(?:icolo|\.)?|legge|regolamento|l\.|d\.lgs\.?|d\.?g\.?r\.?|comma|allegat\w+"
    r"|repertorio|pubblicazion\w+|albo)"
    r"[ .:]{0,3}\Z"
)


_DATE_BELOW = re.compile(r" {1,2}(?:del|of) (?=\d)")
_DAY = re.compile(r"(?<![\w/.-])\d{1,2}(?=[ /.°-])")


def _date_before(low: str, start: int, end: int) -> str | None:
    """The date right before a number: "2 marzo 2020, n. 78"."""
    for place in _DAY.finditer(low, max(start, end - 24), end):
        day = read_date(low, place.start())
        if day and day.end <= end and not low[day.end : end].strip(" ,-("):
            return day.iso
    return None


def _read_parts(opening: Opening, at: int, noun: re.Match[str], limit: int) -> Heading | None:
    """A heading whose number stands apart: behind an office, below the line, or nowhere."""
    low = opening.low
    line = opening.line_end(noun.end())
    # one sign on: a mark at the line's end has its number on the next
    for mark in _MARK.finditer(low, noun.end(), min(limit, line + 2, at + _MIDDLE)):
        if mark.start() >= line or _NOT_ITS.search(low, max(at, mark.start() - 30), mark.start()):
            continue
        series = _SERIES.match(low, mark.end())
        if series:
            written = "".join(opening.text[series.start() : series.end()].split())
            return Heading(at, series.end(), noun["noun"], None, None, written, None)
        tail = read_tail(low, mark.start())
        if tail and tail.number:
            number, date = settle(opening.text, tail)
            date = date or _date_before(low, noun.end(), mark.start())
            later = None if len(date or "") > 4 else date_behind(low, tail.end, limit)
            stop, date = later or (tail.end, date)
            return Heading(at, stop, noun["noun"], None, None, number, date)
    if noun["noun"][-1] == "." or noun["noun"].startswith(("avviso", "regolam", "direttiva")):
        return None
    below = _DATE_BELOW.match(low, line, limit)
    day = read_date(low, noun.end() + 1) or (below and read_date(low, below.end()))
    if day and day.iso:
        return Heading(at, day.end, noun["noun"], None, None, None, day.iso)
    clean = line - at <= _MIDDLE and not re.search(r"[;!?]|\w{4}\. [A-Z]", opening.text[at:line])
    return Heading(at, line, noun["noun"], None, clean=clean)
