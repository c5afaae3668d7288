"""Tells which act a document is – or that it is none – from its first pages, name and metadata.

Own evidence is a heading by which an act names itself, at the top, with the marks of an act's
build around it; what stands behind VISTO or in an object is only cited.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.act_names import ActType, act_id
from corpus.mentions import find_mentions
from ingest.act_files import FileName, read_file_name
from ingest.act_heads import Heading, find_headings
from ingest.act_issuers import (
    Masthead,
    find_masthead,
    find_object,
    find_office,
    read_object,
    read_title,
)
from ingest.act_lines import find_date, find_numbers
from ingest.act_tables import Numbered, find_loose, find_stamp
from ingest.act_types import LAWS, OF_STATE, Evidence, kind_of_act, settle_issuer, settle_type
from ingest.act_words import Opening

__all__ = ["OwnAct", "find_own_act", "kind_of_act"]


@dataclass(frozen=True, slots=True)
class OwnAct:
    """The act that a document is; unknown parts are None.

    `pages[page - 1][start:end]` is what says so; where only the file's name does, the span is
    empty.
    """

    type: ActType
    issuer: str | None
    number: str | None
    date: str | None
    object: str | None
    office: str | None
    confidence: float
    page: int
    start: int
    end: int

    @property
    def act_id(self) -> str:
        """The canonical id, "?" for each unknown part."""
        return act_id(self)


def find_own_act(pages: Sequence[str], name: str = "", metadata_title: str = "") -> OwnAct | None:
    """The act that a document is, or None where it is not an act itself.

    Read from the first page, the second where the first is a cover, then the file's name.
    """
    file = read_file_name(name)
    best: OwnAct | None = None
    for index, page in enumerate(pages[:2]):
        opening = Opening(page)
        found = read_page(opening, index + 1, file)
        if found and index:
            found = replace(found, confidence=round(found.confidence - 0.05, 2))
        if found and (best is None or (best.number is None and found.number)):
            best = found
        if best and best.number:
            break
        if not index and not _is_cover(opening):
            break
    best = best or _from_name(file, pages, metadata_title)
    return _agree(best, file, metadata_title) if best else None


def _is_cover(opening: Opening) -> bool:
    """Whether so little stands on a page that the act may begin on the next."""
    return len(opening.text) < 1_500 or not opening.lines or opening.stop == opening.lines[-1][1]


# --- one page ------------------------------------------------------------------------------------

_BUILD = re.compile(
    r"^[ *]*(?:(?P<subject>oggetto\b)|(?P<seen>(?:vist[oaie]|richiamat[oaie]|premess[oaie]"
    r"|considerat[oaie]|rilevat[oa]|atteso|ritenut[oa]|dato atto|tenuto conto)\b)"
    r"|(?P<article>(?:art\.?|articolo) ?1\b(?! ?[,/]))"
    r"|(?P<organ>(?:il|la) (?:dirigente|direttore|responsabile|giunta|consiglio|sindaco"
    r"|commissario|ministro|presidente|funzionario|capo (?:del )?dipartimento|comitato"
    r"|camera dei deputati"
    r"|commissione europea|parlamento europeo|consiglio dell'unione)\b|the european|l'autorità\b)"
    r"|(?P<says>(?:delibera|decreta|determina|ordina|dispone)[ :]*$)"
    r"|(?P<sits>l' ?anno \w|seduta del|adunanza del|nella sua adunanza|sono presenti"
    r"|presidente *$|assessori)"
    r"|(?P<register>reg(?:istro|\.) ?gen|identificativo atto|codice cifra|cig\b|cup\b)"
    r"|(?P<law>il presidente della repubblica|promulga\b|ha adottato|hanno adottato"
    r"|visto il trattato|vigente al|entrata in vigore|laying down|[^\n]{0,80}documentation tool"
    r"|[^\n]{0,80}strumento di documentazione))",
    re.MULTILINE,
)
_NO_ACT = re.compile(
    r"scheda redazionale|editorial sheet|comunicato stampa|press release|rassegna stampa"
    r"|^ *(?:relazione|rapporto|report|linee guida|guida|glossario|faq|notizie|news|newsletter"
    r"|home\b|vai al contenuto|salta al contenuto|menu\b|sei in\b|elenco\b|commento|nota di lettura"
    r"|circolare\b|fattura\b|preventivo\b|sentenza\b|contratto\b|convenzione\b|capitolato\b"
    r"|disciplinare\b|curriculum\b|domanda\b|modulo\b|dichiarazione\b|statuto\b|comunicazione\b"
    r"|bando\b|verbale (?:di gara|della riunione|n\. ?\d+ del (?:comitato|collegio|nucleo))"
    r"|avviso (?:di|pubblico)\b|regolamento (?:per|comunale|sul|dell|di)\w*"
    r"|progetto\b|proposta di (?:delib|determin|legge)|indice degli atti|registro degli atti"
    r"|mandato di|reversale|buono d'ordine|attestazion|certificat|relata\b|computo metrico"
    r"|quadro economico|elenco prezzi|d\.?u\.?v\.?r\.?i\b|lettera d|invito a|schema d"
    r"|protocollo d'intesa"
    r"|rassegna|scheda\b|sintesi|presentazione)",
    re.MULTILINE,
)
_WEB = re.compile(
    r"^ *(?:cerca|condividi|scopri di più|leggi tutto|torna su|vai al contenuto|stampa|share"
    r"|ultimo aggiornamento[^\n]{0,40}|accetta i cookie|menu|scarica\b[^\n]{0,30}"
    r"|albo pretorio on ?-?line)\W*$",
    re.MULTILINE,
)
_MOST_HEADINGS = 8
_BULLETIN = re.compile(r"bollettino ufficiale|serie ordinaria|gazzetta ufficiale")


def read_act(opening: Opening, page: int) -> OwnAct | None:
    """The act whose heading an opening begins with, known from elsewhere to be one."""
    hidden = find_object(opening)
    own = next(find_headings(opening, hidden), None)
    if own is None:
        return None
    numbers = [] if own.number else find_numbers(opening, hidden)
    masthead = find_masthead(opening)
    seen = Evidence(opening, page, hidden, _build(opening), masthead, own, numbers)
    return _compose(seen, _NO_NAME)


_NO_NAME = read_file_name("")


def read_page(opening: Opening, page: int, file: FileName = _NO_NAME) -> OwnAct | None:
    """The act of which a page is the first, by its heading and its build."""
    if not opening.lines:
        return None
    hidden = find_object(opening)
    built = _build(opening)
    headings = _headings(opening, hidden, built)
    if not headings:
        return None
    strange = _WEB.search(opening.low_lines) or _NO_ACT.search(
        opening.low_lines, 0, headings[0].start
    )
    if strange and len(built) < 4:
        return None
    if len({one.number for one in headings if one.number and one.clean}) > 2:
        return None
    numbers = find_numbers(opening, hidden)
    own = _choose(headings, numbers, file)
    masthead = find_masthead(opening)
    if not _is_own(opening, own, numbers, built, masthead):
        return None
    return _compose(Evidence(opening, page, hidden, built, masthead, own, numbers), file)


def _headings(opening: Opening, hidden: tuple[int, int] | None, built: set[str]) -> list[Heading]:
    """The lines by which an act names itself, else what stands for them."""
    headings = list(islice(find_headings(opening, hidden), _MOST_HEADINGS))
    if not headings and len(built) > 2:
        inside = find_headings(opening, hidden, inside=True)
        headings = list(islice(inside, _MOST_HEADINGS))
    if not headings and (stamp := find_stamp(opening)):
        headings = [_stamped(opening, stamp)]
    if not headings and (loose := find_loose(opening)):
        span = (loose.start, loose.end)
        headings = [Heading(*span, "decreto", None, None, loose.number, loose.date)]
    return headings


def _stamped(opening: Opening, stamp: Numbered) -> Heading:
    """The stamp of a decree that bears no heading else."""
    director = re.search(r"dirett|dipart|dirig", opening.low[stamp.start : stamp.end])
    kind = ActType.DD if director else ActType.DM
    return Heading(stamp.start, stamp.end, "decreto", kind, "stato", stamp.number, stamp.date)


def _build(opening: Opening) -> set[str]:
    """Which marks of an act's build the page bears."""
    return {match.lastgroup or "" for match in _BUILD.finditer(opening.low_lines)}


def _choose(headings: list[Heading], numbers: list[Numbered], file: FileName) -> Heading:
    """The heading that says most, the first of equals; an annex's own title never yields."""
    if headings[0].annex:
        return headings[0]
    whole = [one for one in headings if one.number and not one.annex]
    first = headings[0]
    if first.number is None and whole and not numbers:
        return whole[0]
    if first.number is None and first.type is None and whole and whole[0].noun == first.noun:
        return whole[0]
    agreeing = [one for one in whole if _bare(one.number) in file.numbers]
    return agreeing[0] if agreeing and first.number else first


def _bare(number: str | None) -> str:
    """A number's digits alone: "X/707" and "00707" are "707"."""
    digits = re.findall(r"\d+", number or "")
    return str(int(digits[-1] if number and number[0] in "IVX" else digits[0])) if digits else ""


_LAWGIVERS = ("region", "state", "europe")


def _is_own(
    opening: Opening,
    own: Heading,
    numbers: list[Numbered],
    built: set[str],
    masthead: Masthead | None,
) -> bool:
    """Whether heading and build make the page an act, and not one that speaks of an act."""
    rank = opening.rank(own.start)
    capitals = opening.text[own.start : own.start + len(own.noun)].isupper()
    fits = masthead is not None and (own.type not in LAWS or masthead.body in _LAWGIVERS)
    weight = len(built) + fits + capitals + 2 * _is_bulletin(opening)
    if own.annex:
        return own.number is not None and rank < 12
    if own.number is None and not numbers:
        return len(built) >= (2 if own.date else 3) and capitals and rank < 25
    if rank > 45:
        return False
    if not own.clean:
        return own.number is not None and weight >= (2 if own.type in LAWS else 3) and bool(built)
    if own.number is None:
        return weight >= 2 and bool(built)
    if len(opening.text) < 500:
        return weight >= 1
    return weight >= 2 and (bool(built) or rank < 4)


def _is_bulletin(opening: Opening) -> bool:
    return _BULLETIN.search(opening.low, 0, 500) is not None


# --- putting together ----------------------------------------------------------------------------


def _compose(seen: Evidence, file: FileName) -> OwnAct:
    own, opening = seen.own, seen.opening
    number, date, start, end = _number_and_date(seen, file)
    number, date = _plain_number(number, date, own)
    issuer = settle_issuer(seen, number)
    kind = settle_type(seen, issuer, file)
    object_ = read_object(opening, seen.hidden)
    if object_ is None and (number or own.date):
        object_ = read_title(opening, end)
    if number is None and (match := _IN_BRACKETS.search(opening.low, end, start + 400)):
        number, end = match[1] or match[2].upper(), match.end()
    office = None if kind in LAWS else find_office(opening, seen.hidden)
    if issuer and kind in LAWS:
        issuer = {ActType.LR: issuer}.get(kind, own.issuer or issuer)
    sure = _confidence(seen, number, date, issuer)
    start, end = opening.place(start, end)
    return OwnAct(kind, issuer, number, date, object_, office, sure, seen.page, start, end)


_YEAR_FIRST = re.compile(
    r"(?:[A-Z]{1,4}[/-])?((?:19|20)\d\d)[/-](?:[A-Z\d]{1,4}[/-])?(\d{1,7})\Z", re.IGNORECASE
)
_YEAR_LAST = re.compile(r"([A-Z]{1,4}-\d{1,6})-((?:19|20)\d\d)\Z", re.IGNORECASE)
_OFFICE_MARK = re.compile(
    r"(\d+)/(?:(?:AREA|SETT|SERV|UFF)\w*|[A-Z]\d{3,4}[A-Z]|G|GC|CC|GM)\Z", re.IGNORECASE
)


def _plain_number(
    number: str | None, date: str | None, own: Heading
) -> tuple[str | None, str | None]:
    """A local act's number without the year written before it and the word of its office."""
    if number is None or own.type in LAWS or own.issuer == "ue":
        return number, date
    if first := _YEAR_FIRST.match(number):
        return first[2], date or first[1]
    if last := _YEAR_LAST.match(number):
        return last[1], date or last[2]
    marked = _OFFICE_MARK.match(number)
    return (marked[1] if marked else number), date


def _confidence(seen: Evidence, number: str | None, date: str | None, issuer: str | None) -> float:
    sure = 0.6 + 0.05 * min(len(seen.built), 3) + (0.08 if issuer else 0.0)
    sure += 0.07 if seen.own.number else 0.0
    sure += 0.07 if date and len(date) > 4 else 0.0 if date else -0.15
    sure -= 0.0 if number else 0.15 if seen.own.date else 0.3
    return round(min(sure, 0.6 if seen.own.annex else 0.97), 2)


def _number_and_date(seen: Evidence, file: FileName) -> tuple[str | None, str | None, int, int]:
    """Number, date and the span that says them, from the heading and the lines by it."""
    own, opening = seen.own, seen.opening
    number, date, start, end = own.number, own.date, own.start, own.end
    if seen.own.annex:
        return number, date, start, end
    line = _number_line(seen, file)
    if line:
        number = line.number
        date = line.date or date
        start, end = min(start, line.start), max(end, line.end)
    if date is None or len(date) == 4:
        told = find_date(opening, seen.hidden)
        if told and told[2].startswith(date or ""):
            date = told[2]
            if abs(told[0] - end) < 80:
                start, end = min(start, told[0]), max(end, told[1])
    if end - start > 400:
        start, end = (line.start, line.end) if line else (own.start, own.end)
    return number, date, start, end


_IN_BRACKETS = re.compile(
    r"\((?:ordinanza|delibera(?:zione)?|determina(?:zione)?|provvedimento|decreto|direttiva)"
    r" n\. ?(\d{1,6})(?:/(?:19|20)\d\d)?\)"
    r"|\((\d{2,4}/\d{1,4}/(?:ue|ce|cee|pesc|euratom))\)"
)
"""How the Gazzetta gives a number: "DELIBERA 28 gennaio 2015. Accordo. (Delibera n. 9/2015)"."""


def _number_line(seen: Evidence, file: FileName) -> Numbered | None:
    """The line whose number counts before the heading's own: the general register's."""
    best = max(seen.numbers, key=lambda one: one.rank, default=None)
    if best is None:
        return None
    if seen.own.number is None:
        agreeing = [one for one in seen.numbers if _bare(one.number) in file.numbers]
        return agreeing[0] if agreeing and best.rank < 4 else best
    if best.rank < 4 or seen.own.type in LAWS or _bare(seen.own.number) in file.numbers:
        return None
    return best


# --- name and metadata ---------------------------------------------------------------------------


def _from_name(file: FileName, pages: Sequence[str], title: str) -> OwnAct | None:
    """The act of which only the file's name or the metadata tell, on pages that deny nothing."""
    text = "\n".join(page[:3_000] for page in pages[:2])
    if file.type and file.number and file.date:
        opening = Opening(text)
        numbers = Counter(re.findall(r"\d+", text))
        stands = not text.strip() or numbers[_bare(file.number)]
        if stands and not _NO_ACT.search(opening.low_lines) and (not text or _build(opening)):
            masthead = find_masthead(opening)
            issuer = masthead.slug if masthead else file.issuer or OF_STATE.get(file.type)
            object_ = read_object(opening, find_object(opening))
            number, date = file.number, file.date
            return OwnAct(file.type, issuer, number, date, object_, None, 0.45, 1, 0, 0)
    mention = next(iter(find_mentions(title[:300])), None)
    if text.strip() or mention is None or mention.start or not (mention.number and mention.date):
        return None
    return OwnAct(
        mention.type, mention.issuer, mention.number, mention.date, None, None, 0.4, 1, 0, 0
    )


def _agree(found: OwnAct, file: FileName, title: str) -> OwnAct:
    """`found`, surer where name or metadata say the same, fuller where only they know a part."""
    if found.start == found.end:
        return found
    number, date, sure = found.number, found.date, found.confidence
    cap = 0.6 if found.confidence <= 0.6 and number else 0.99
    if number and _bare(number) in file.numbers:
        sure += 0.04
    elif number is None and file.year and file.type in (None, found.type):
        same = file.number and (date or file.year).startswith(file.year)
        number, sure = (file.number, sure + 0.2) if same else (None, sure)
    if date is None and file.year and number and _bare(number) in file.numbers:
        date, sure = file.date, sure + 0.1
    if title and number and any(one.number == number for one in find_mentions(title[:300])):
        sure += 0.03
    sure = round(min(sure, cap), 2)
    return replace(found, number=number, date=date, confidence=max(sure, 0.1))
