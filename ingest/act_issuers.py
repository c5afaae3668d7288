"""Reads who issued an act from its masthead, which office signed it, and what it is about."""

import re
from dataclasses import dataclass

from corpus.mention_issuers import slug
from ingest.act_words import PREAMBLE, Opening

_NAME_END = re.compile(
    r"\s(?:[-–—|(*]|prov(?:incia|\.)?\b|regione\b|delibera|determina|settore\b|ufficio\b|area\b"
    r"|servizio\b|citt[aà]\b|decreto\b|ordinanza\b|originale\b|copia\b|n[.°]|c\.?f\b|cap\b|via\b"
    r"|piazza\b|verbale\b|oggetto\b|giunta\b|consiglio\b|cod(?:ice|\.)|registro\b|reg\.|il\b"
    r"|la\b|p\.|tel\b|in qualit|seduta\b|medaglia\b|atto\b|sede\b|bollettino\b"
    r"|polizia\b|direzione\b).*"
    r"|[(,;:–—|\"/].*|\d.*| {3,}.*",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY_END = re.compile(
    r"\s(?:[-–—|(*]|delibera|determina|decreto|ordinanza|n[.°]|via\b|piazza\b|verbale\b|oggetto\b"
    r"|tel\b|c\.?f\b|p\.|sede\b|reg\.).*|[(,;:–—|\"/].*|\d.*| {3,}.*",
    re.IGNORECASE | re.DOTALL,
)
_OF = r"(?:della|del|dell'|dello|dei|delle|di|d')"
_BODY = re.compile(
    rf"""(?:
      (?P<comune>comune|citt[aà]'?|municipio)[ ]{_OF}[ ]?
    | (?P<metro>citt[aà]'?[ ]metropolitana)[ ]{_OF}[ ]?
    | (?P<provincia>(?:amministrazione[ ]provinciale|provincia)[ ](?:autonoma[ ])?{_OF})[ ]?
    | (?P<unione>unione)[ ](?={_OF}|montana|terre|terra|valli?|reno|bassa)
    | (?P<montana>comunit[aà]'?[ ]montana|comunit[aà]'?[ ](?=della[ ]val))[ ]?
    | (?P<asl>azienda[ ](?:sanitaria|ospedalier[ao]|unità|usl|ulss|u\.?s\.?l)|asl\b|ats\b|asst\b
        |universit[aà]'?[ ]degli[ ]studi|camera[ ]di[ ]commercio|agenzia\b|parco\b|consorzio\b
        |autorit[aà]'?[ ]|istituto\b|ente[ ])
    )""",
    re.VERBOSE,
)
_REGIONS = (
    r"abruzzo|basilicata|calabria|campania|emilia[- ]{1,3}romagna|friuli(?:[- ]venezia[- ]giulia)?"
    r"|lazio|liguria|lombard(?:ia|y)|marche|molise|piemonte|puglia|sardegna|sicilia(?:na)?|toscana"
    r"|trentino[- ]alto[- ]adige|umbria|valle? d'aosta|veneto"
)
_SLUGS = {"lombardy": "lombardia", "siciliana": "sicilia", "friuli": "friuli-venezia-giulia"}
_REGION = re.compile(
    rf"(?:(?:giunta|consiglio|presidente|bollettino|legge|deliberazione|decreto)[^\n.;]{{0,40}} )?"
    rf"(?:regione |giunta regionale |consiglio regionale |region of |b\.?u\.?r\.? )"
    rf"(?:autonoma )?(?:{_OF} ?)?"
    rf"(?P<known>{_REGIONS})(?![a-z])"
    rf"|(?P<english>{_REGIONS}) region\b"
)
_URN = re.compile(r"urn:nir:regione\.([a-z.]{4,24}):")
_OTHER_REGION = re.compile(
    r"(?:Regione|REGIONE) (?!Autonoma|AUTONOMA)(?P<name>[A-ZÀ-Ú][a-zà-ù]{3,20}|[A-ZÀ-Ú]{4,20})\b"
)
_STATE = re.compile(
    r"(?:ministero |comitato interministeriale |ministro |il ministro |presidenza del consiglio"
    r"|repubblica italiana"
    r"|gazzetta ufficiale|normattiva|agenzia delle entrate|m\.?i\.?u\.?r\b"
    r"|la camera dei deputati|il presidente della repubblica)"
)
_EUROPE = re.compile(
    r"(?:gazzetta ufficiale dell'unione europea|official journal of the european"
    r"|unione europea\b|commissione europea\b|european commission|eur-lex)"
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """Who issues by the first lines: `slug`, and what sort of body it is."""

    slug: str
    body: str
    start: int
    end: int


def find_masthead(opening: Opening) -> Masthead | None:
    """The body named first at the beginning of a line of the heading.

    A province below a municipality is only where it lies.
    """
    places: list[Masthead] = []
    printed: Masthead | None = None
    for start, end in opening.heading:
        if one := _read_line(opening, start, end):
            if _BULLETIN.match(opening.low, start) or (printed and not _is_alone(opening, one)):
                printed = printed or one
            else:
                places.append(one)
    if printed and not places:
        return printed
    towns = [one for one in places if one.body in ("comune", "unione", "metro")]
    own = [one for one in places if one.body != "provincia"] if towns else places
    strong = [one for one in own if one.body not in ("ente", "state")] or own
    return strong[0] if strong else None


_BULLETIN = re.compile(r"(?:\d{1,6} )?bollettino")


def _is_alone(opening: Opening, one: Masthead) -> bool:
    """Whether nothing but the body's name stands on its line, as above the act of another body."""
    return one.end >= opening.line_end(one.start) and opening.rank(one.start) < 4


def _read_line(opening: Opening, start: int, end: int) -> Masthead | None:
    low, text = opening.low, opening.text
    if low[start] in "(«\"'" and low[start + 1 : start + 2] != "l":
        return None
    body = _BODY.match(low, start)
    if body and body.lastgroup:
        return _read_body(opening, body, body.lastgroup, start, end)
    region = _REGION.match(low, start, end)
    if region:
        return Masthead(_region(region), "region", start, region.end())
    other = _OTHER_REGION.match(text, start, end)
    if other:
        return Masthead(slug(other["name"]), "region", start, other.end())
    if _EUROPE.match(low, start):
        return Masthead("ue", "europe", start, end)
    if _STATE.match(low, start):
        return Masthead("stato", "state", start, end)
    return None


def _region(match: re.Match[str]) -> str:
    name = (match["known"] or match["english"]).replace("  ", " ")
    written = slug(name)
    return _SLUGS.get(written, written)


def _read_body(
    opening: Opening, match: re.Match[str], body: str, start: int, end: int
) -> Masthead | None:
    stop = end
    if match.end() >= end:  # the name stands on the next line: "COMUNE DI" / "BARI"
        stop = opening.line_end(match.end())
    words = opening.text[match.end() : stop]
    name = _NAME_END.sub("", " " + words).strip(" .'’-")
    if body == "asl":
        whole = slug(_ENTITY_END.sub("", opening.text[start:end]))
        return Masthead(whole, "ente", start, end) if 2 < len(whole) <= 80 else None
    usual = name[:1].isupper() and len(name.split()) <= 7
    if not usual and not (name and body in ("unione", "montana")):
        return None
    prefix = {
        "comune": "comune-di-",
        "metro": "citta-metropolitana-di-",
        "provincia": "provincia-di-",
        "unione": "unione-",
        "montana": "comunita-montana-",
    }[body]
    written = slug(name).removeprefix("comuni-") if body != "unione" else slug(name)
    kind = "unione" if body == "montana" else body
    return Masthead(prefix + written, kind, start, match.end() + len(name))


def named_region(low: str) -> str | None:
    """The one region that a text speaks of, for an act whose masthead is a picture."""
    urn = _URN.search(low)
    if urn:
        return slug(urn[1])
    found = {_region(match) for match in _REGION.finditer(low)}
    return found.pop() if len(found) == 1 else None


# --- object -----------------------------------------------------------------------------------

_MOST_OBJECT = 600
_SUBJECT = re.compile(r"\b(?i:oggetto)[ .]?(?:[:.–-]|(?=\n)|\Z| ?(?=[A-ZÀ-Ú\"“«]))[ \n:.–-]{0,8}")
_BELOW = re.compile(
    r"l' ?anno\b|in data|il giorno|add[iì]\b|data\b|n[.°r] ?\d|numero\W{1,3}\d"
    r"|c\.?u\.?p\.?\b|c\.?i\.?g\.?\b"
    r"|settore\b|servizio\b|ufficio\b|area\b"
    r"|il (?:dirigente|direttore|responsabile|funzionario|presidente|segretario"
    r"|sindaco|consiglio|commissario|capo|ministro)\b|la (?:giunta|dirigente|direttrice"
    r"|responsabile|camera|commissione)\b|il parlamento europeo\b"
    r"|verbale di delib|tipo (?:di )?atto\b|i dirigenti\b"
    r"|l'(?:assessore|anno|atto|ufficio|amministratore)\b"
    r"|assessor|president|seduta|su proposta|propost|proponente|relatore|sono presenti|present"
    r"|risultan|cognome|reg(?:istro|\.) |prot(?:ocollo|\.) |pag\.|delibera\b|determina\b|decreta\b"
    r"|struttura|direzione|firmat|parere|pareri|immediat|esecutiv|allegat[oi]\b|codice|con l'assist"
    r"|responsabile|dirigente|pubblicat|vigente al|\(g\.?u|\(?burl?\b|urn:|\(testo ril"
    r"|identificativo|visto\b|entrata in vigore|premess|totale|nr\.|n\. d'ord|data\b"
)


def find_object(opening: Opening) -> tuple[int, int] | None:
    """The block behind "Oggetto": from its label to its end, at most 600 characters of words."""
    limit = min(len(opening.text), opening.stop + 1)
    for label in _SUBJECT.finditer(opening.text, 0, limit):
        before = opening.text[max(0, label.start() - 2) : label.start()].strip(" ")
        line_start = not before or before[-1] in "\n|.-:" or opening.text[label.start()].isupper()
        if line_start and label.end() < limit:
            return label.start(), _block_end(opening, label.end())
    return None


def _block_end(opening: Opening, at: int) -> int:
    """Where the words that begin at `at` end: a blank line, or the next label."""
    text, low = opening.text, opening.low
    stop = min(len(text), at + _MOST_OBJECT)
    place = at
    while (cut := text.find("\n", place, stop)) >= 0:
        following = cut + 1
        while following < stop and text[following] in " \n":
            following += 1
        blank = "\n" in text[cut + 1 : following]
        if blank or PREAMBLE.match(low, following) or _BELOW.match(low, following):
            return cut
        place = following
    return stop


_VALUES = re.compile(r"\A\d{1,6}\n+\d\d?[./-]\d\d?[./-]\d{4}\n")  # of labels above "Oggetto"


def read_object(opening: Opening, block: tuple[int, int] | None) -> str | None:
    """The words of the object on one line."""
    if block is None:
        return None
    label = _SUBJECT.match(opening.text, block[0])
    words = opening.text[label.end() if label else block[0] : block[1]]
    return _clean(_VALUES.sub("", words))


_EDGE = " \n.,;:-–—\"«»“”'’|_*"
_LABELS = re.compile(r"(?:che|recante|concernente|relativ[oa] a|on|laying)\b")


_CODE = re.compile(r"\[[\d.]{3,9}\]\s{1,3}")  # of the subject, in older bulletins


def read_title(opening: Opening, at: int) -> str | None:
    """The words behind an act's number, where it is published with a title and no "Oggetto"."""
    text = opening.text
    while at < len(text) and text[at] in " \n.,;:-–—()|":
        at += 1
    if code := _CODE.match(text, at):
        at = code.end()
    if at >= len(text) or PREAMBLE.match(opening.low, at) or _BELOW.match(opening.low, at):
        return None
    return _clean(text[at : _block_end(opening, at)])


def _clean(words: str) -> str | None:
    one = " ".join(words[:_MOST_OBJECT].split()).strip(_EDGE)
    return one if sum(sign.isalpha() for sign in one) >= 4 else None


# --- office -----------------------------------------------------------------------------------

_OFFICE = re.compile(
    r"(?:(?:il|la) )?(?:dirigente|direttore|direttrice|responsabile|capo) (?:ad interim )?"
    r"(?:generale|della|del|dell'|dello|di|area|servizio|settore|dipartimento|vicario|regionale"
    r"|amministrativ\w+|tecnic\w+|finanziari\w+)\b"
)
_UNIT = re.compile(
    r"(?:direzione generale|d\.g\.(?= )|settore|servizio|area|ufficio|dipartimento|sezione"
    r"|struttura|u\.o\.|unit[aà] organizzativa|[ivx]{1,4} settore)\b"
)
_NO_OFFICE = re.compile(r"\d{2}/\d{2}/\d{4}|n\. ?\d|[;?!]|€")


def find_office(opening: Opening, hidden: tuple[int, int] | None) -> str | None:
    """The office that signs: "Il Dirigente della Struttura …", else the unit of the heading."""
    for pattern in (_OFFICE, _UNIT):
        for start, end in opening.lines[: len(opening.heading) + 2]:
            inside = hidden is not None and hidden[0] <= start < hidden[1]
            if not inside and end - start <= 120 and pattern.match(opening.low, start, end):
                words = " ".join(opening.text[start:end].split()).strip(" :,;-|")
                if not _NO_OFFICE.search(words) and len(words.split()) > 1:
                    return words
    return None
