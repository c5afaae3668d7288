"""Finds the lines by which an act names itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.act_names import ActType
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
    r"(?:(?:►[a-z]\d?|originale(?: di)?|(?:commission|council)(?: (?:implementing|delegated))?"
    r"|copia(?: (?:conforme|informatica|web|analogica|dell'originale))?(?: di)?"
    r"|estratto(?: (?:dal|del|di) (?:registro|verbale)(?: del(?:le|la|l'))?)?"
    r"|(?:processo )?verbale(?: (?:di|della|delle|n\. ?\d+ (?:di|della)))?"
    r"|testo (?:coordinato|consolidato)(?: del(?:la|lo|l')?)?|t\. ?c\. del(?:la|l')?"
    r"|atto di|registro (?:delle|dei)|oggetto)[ :.-]{1,3}){1,3}"
)
_MASTHEAD = re.compile(
    r"(?:comune|citt[aà]'?|provincia|regione|unione|settore|area|servizio|ministero|giunta"
    r"|consiglio)\b[^.;:!?]{3,90}[ |-]\Z"
)
_NOUN = re.compile(
    r"(?P<noun>delib(?:erazion[ei]|era|\.)|determin(?:azion[ei]|a)\b|determ\.|atto dirigenziale"
    r"|atto (?:di |della |del )?(?:giunta|consiglio)"
    r"|atto del dirigente|provvedimento dirigenziale|disposizione dirigenziale"
    r"|decret[oi]\b|ordinanza\b|legge\b|regolamento\b|direttiva\b|decisione\b|avviso\b"
    r"|regulation\b|directive\b|[dl]\. ?[a-z.]{1,6}\.|dgr\b|dcr\b|dgc\b|dcc\b|dduo\b|dds\b|dpgr\b)"
)
_ANNEX = re.compile(
    r"(?:allegat[oi]|annesso)(?: (?:unico|[a-z]\d?|\d{1,2}|n\. ?\d{1,2}))?[ ,.:'\")(-]{1,4}"
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


def find_headings(opening: Opening, hidden: tuple[int, int] | None) -> Iterator[Heading]:
    """The lines before the preamble that begin with the name of an act, `hidden` left out."""
    low = opening.low
    for start, end in opening.heading:
        if hidden and hidden[0] <= start < hidden[1]:
            continue
        at, annex = _noun_place(opening, start, end)
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


def _read_heading(opening: Opening, at: int, hidden: tuple[int, int] | None) -> Heading | None:
    low = opening.low
    noun = _NOUN.match(low, at)
    if noun is None:
        return None
    limit = min(len(low), at + 400)
    if hidden and at < hidden[0] < limit:
        limit = hidden[0]
    mention = next(iter(find_mentions(opening.text[at:limit])), None)
    if mention and mention.start == 0 and (mention.number or mention.date):
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
    r"|verbale|impegno|art(?:icolo|\.)?|legge|regolamento|l\.|d\.lgs\.?|comma|allegat\w+"
    r"|repertorio|pubblicazion\w+|albo)"
    r"[ .:]{0,3}\Z"
)


def _read_parts(opening: Opening, at: int, noun: re.Match[str], limit: int) -> Heading | None:
    """A heading whose number stands apart: behind an office, below the line, or nowhere."""
    low = opening.low
    line = opening.line_end(noun.end())
    for mark in _MARK.finditer(low, noun.end(), min(limit, line, at + _MIDDLE)):
        if _NOT_ITS.search(low, max(at, mark.start() - 30), mark.start()):
            continue
        series = _SERIES.match(low, mark.end())
        if series:
            written = "".join(opening.text[series.start() : series.end()].split())
            return Heading(at, series.end(), noun["noun"], None, None, written, None)
        tail = read_tail(low, mark.start())
        if tail and tail.number:
            number, date = settle(opening.text, tail)
            later = None if tail.whole_date else date_behind(low, tail.end, limit)
            stop, date = later or (tail.end, date)
            return Heading(at, stop, noun["noun"], None, None, number, date)
    if noun["noun"][-1] == "." or noun["noun"].startswith(("avviso", "regolam", "direttiva")):
        return None
    clean = line - at <= _MIDDLE and not re.search(r"[;!?]|\. [A-Z]", opening.text[at:line])
    return Heading(at, line, noun["noun"], None, clean=clean)
