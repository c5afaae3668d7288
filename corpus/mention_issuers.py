"""Who issued an act, as far as the words in and around its mention say."""

import re
from bisect import bisect_left
from functools import cached_property

from corpus.act_names import ActType
from corpus.mention_heads import MINISTRY
from corpus.words import strip_accents

_NAMES = {
    "abruzzo": "abruzzo",
    "basilicata": "basilicata",
    "calabria": "calabria",
    "campania": "campania",
    "emilia[- ]{1,2}romagna": "emilia-romagna",
    "friuli(?:[- ]venezia[- ]giulia)?": "friuli-venezia-giulia",
    "lazio": "lazio",
    "liguria": "liguria",
    "lombard(?:ia|y)": "lombardia",
    "marche": "marche",
    "molise": "molise",
    "piemonte": "piemonte",
    "puglia": "puglia",
    "sardegna": "sardegna",
    "sicilia(?:na)?": "sicilia",
    "toscana": "toscana",
    "trentino[- ]alto[- ]adige": "trentino-alto-adige",
    "umbria": "umbria",
    "val(?:le)? d'aosta": "valle-d-aosta",
    "veneto": "veneto",
}
REGIONS = frozenset(_NAMES.values())
"""The slugs of the regions of Italy."""
_PEOPLES = {
    "abruzzese": "abruzzo",
    "lucana": "basilicata",
    "calabrese": "calabria",
    "campana": "campania",
    "emiliano-romagnola": "emilia-romagna",
    "friulana": "friuli-venezia-giulia",
    "laziale": "lazio",
    "ligure": "liguria",
    "lombarda": "lombardia",
    "marchigiana": "marche",
    "molisana": "molise",
    "piemontese": "piemonte",
    "pugliese": "puglia",
    "sarda": "sardegna",
    "siciliana": "sicilia",
    "toscana": "toscana",
    "umbra": "umbria",
    "valdostana": "valle-d-aosta",
    "veneta": "veneto",
}
_NAME = "|".join(_NAMES)
_PEOPLE = "|".join(_PEOPLES)
_FULL = tuple((re.compile(pattern), slug) for pattern, slug in (_NAMES | _PEOPLES).items())
_OF = r"(?:della|del|dell'|dalla|di|da|of)(?: the)?"
_BETWEEN = re.compile(
    rf"[ ,(-]{{1,3}}(?:{_OF} ?)?(?:giunta (?:regionale )?(?:{_OF} )?)?"
    rf"(?:regione )?(?:autonoma )?(?:{_OF} ?)?"
    rf"(?:(?P<name>{_NAME}|{_PEOPLE})(?![a-z])|(?<=regione )(?P<other>[a-zà-ù]{{4,20}})\b)(?: ?\))?"
)
_INSIDE = re.compile(
    rf"\b(?P<name>{_NAME}|(?<=giunta )(?:{_PEOPLE})|(?<=regionale )(?:{_PEOPLE}))(?![a-z])"
)
_RIGHT = re.compile(
    rf"(?: {_OF} ?(?:giunta (?:regionale )?(?:{_OF} ?)?)?(?:(?:regione|region)(?: {_OF})? ?)?"
    rf"|[ ,]{{1,2}}\(?regione (?:{_OF} ?)?"
    rf"| ?\((?:{_OF} ?)?)(?:autonoma )?(?P<name>{_NAME})(?![a-z])"
)
_LEFT_NAME = re.compile(rf"(?<!\w)(?P<name>{_NAME})[ :,(\"'«-]{{1,4}}\Z")
_REGION = re.compile(
    rf"\b(?:regione(?: autonoma)?(?: (?:della|del|dell'))?|giunta(?: regionale)? (?:della|del"
    rf"|dell'|di)|region of"
    rf"|consiglio regionale (?:della|del|dell'|di)) ?(?P<name>{_NAME})(?![a-z])"
    rf"|(?P<english>{_NAME}) region\b|giunta (?P<people>{_PEOPLE})\b"
)
_CAPITAL_REGION = re.compile(
    r"\b(?:Regione|REGIONE|regione) (?!Autonoma|AUTONOMA)([A-ZÀ-Ú][a-zà-ù]{3,20}|[A-Z]{4,20})\b"
)
_COMUNE = re.compile(
    r"\b(?:[Cc]omune|COMUNE|[Cc]ittà|CITTÀ|CITTA'|[Pp]rovincia|PROVINCIA) (?:[Dd]i|DI"
    r"|[Dd]el(?:la|l')?) ?"
    r"([A-ZÀ-Ú][\w'’-]{1,24}(?: (?:(?:di|del|della|dei|delle|in|sul|sulla|al|a|d'|De|DI|DEL"
    r"|DELLA|IN|SUL) )?"
    r"[A-ZÀ-Ú][\w'’-]{1,24}){0,3})"
)
_NO_TOWN = re.compile(
    r"\s(?:PROVINCIA|REGIONE|DELIBERA\w*|DETERMINA\w*|SETTORE|UFFICIO|AREA|SERVIZIO|PROV|CITT\w*"
    r"|DECRETO"
    r"|ORDINANZA|ORIGINALE|COPIA|N|D|DG|DGC|DCC|GC|CC|VERBALE|OGGETTO|C|G|L|Provincia|Regione"
    r"|Delibera\w*"
    r"|Determina\w*|Settore|Ufficio|Area|Servizio|Il|La|Ordinanza|Decreto)\b.*"
)
_BODY_OF = re.compile(r"\b(?:giunta|consiglio) (?:comunale|municipale) di ")
_STATE_RIGHT = re.compile(rf"[ ,]{{1,2}}\(?(?:(?:del|dello|dell'|dal) )?{MINISTRY}")
_STATE_LEFT = re.compile(rf"\b{MINISTRY}[^;.]{{0,40}}\Z")
_MUNICIPAL = re.compile(r"\bcomun(?:ale|ali|e di)\b|\bmunicip|\bsindaco\b|\bc\.c\.|\bg\.c\.")
_REGIONAL = re.compile(r"\bregion|lombardia|\bd\.?g\.?r\b|legislatura|\bassessore regionale")
_SENTENCE = re.compile(r"[;!?]|\| ?\||[a-zà-ù0-9)]{3,}\. |  ")
REGIONAL_TYPES = frozenset(
    (
        ActType.DGR,
        ActType.DCR,
        ActType.DPGR,
        ActType.DECRETO,
        ActType.LR,
        ActType.DD,
        ActType.DETERMINA,
        ActType.OTHER,
    )
)
MUNICIPAL_TYPES = frozenset((ActType.DGC, ActType.DCC, ActType.DETERMINA, ActType.OTHER))
_WINDOW = 120
_HINT = re.compile(
    r"\b(?:region|lombard|comun|provinci|citt|munic|abruzz|basilic|lucan|calabr|campan|emilia"
    r"|friul|lazi|ligur"
    r"|march|molis|piemont|pugli|sard|sicili|toscan|trentin|umbr|val(?:le)? d|valdost|venet)"
)


def slug(name: str) -> str:
    """The name of an issuer as ids write it."""
    return re.sub(r"[^a-z0-9]+", "-", strip_accents(name).lower()).strip("-")


def _region(name: str) -> str:
    return next((known for pattern, known in _FULL if pattern.fullmatch(name)), slug(name))


def region_between(low: str, at: int) -> tuple[str, int] | None:
    """The region named between an act's name and its number: "l.r. Lombardia n. 29"."""
    match = _BETWEEN.match(low, at)
    if match is None or (match["other"] or "") in ("autonoma", "speciale"):
        return None
    return _region(match["name"] or match["other"]), match.end()


def is_state_near(low: str, start: int, end: int) -> bool:
    """Whether a ministry is named right before or right behind the stretch."""
    return (
        _STATE_RIGHT.match(low, end) is not None
        or _STATE_LEFT.search(low[max(0, start - 60) : start]) is not None
    )


def is_state_right(low: str, end: int) -> bool:
    """Whether a ministry is named right behind the stretch."""
    return _STATE_RIGHT.match(low, end) is not None


def is_region_right(low: str, end: int) -> bool:
    """Whether a region is named right behind the stretch: "della Regione Veneto"."""
    match = _RIGHT.match(low, end)
    return match is not None and "region" in match.group()


def is_municipal(low: str, start: int, end: int) -> bool:
    """Whether the words around speak of a municipality and of no region."""
    near = low[max(0, start - 200) : end + 200]
    return _MUNICIPAL.search(near) is not None and _REGIONAL.search(near) is None


class Reading:
    """A text being read, with the places where it names bodies, found once when first asked."""

    def __init__(self, text: str, low: str) -> None:
        self.text = text
        self.low = low

    @cached_property
    def _bodies(self) -> list[int]:
        return [match.start() for match in _HINT.finditer(self.low)]

    def names_body(self, start: int, end: int) -> bool:
        """Whether a region, a municipality or the like is named near the stretch."""
        at = bisect_left(self._bodies, start - _WINDOW)
        return at < len(self._bodies) and self._bodies[at] < end + 60


def read_issuer(reading: Reading, span: tuple[int, int], kind: ActType) -> str | None:
    """The region or municipality that issued an act, if the words by its mention say so.

    Read in this order: inside the mention, right behind it, right before it, and earlier in the
    sentence, where one region only must be named.
    """
    if not reading.names_body(*span):
        return None
    text, low = reading.text, reading.low
    start, end = span
    if kind in MUNICIPAL_TYPES and (town := _read_town(text, low, start, end)):
        return town
    if kind not in REGIONAL_TYPES:
        return None
    inside = _INSIDE.search(low, start, end)
    near = inside or _RIGHT.match(low, end)
    if near:
        return _region(near["name"])
    if kind is ActType.DD and not _LEFT_NAME.search(low, max(0, start - 30), start):
        return None
    lead = _sentence_before(low, start)
    before = low[lead:start]
    if near := _LEFT_NAME.search(before):
        return _region(near["name"])
    found = {
        _region(one["name"] or one["english"] or one["people"]) for one in _REGION.finditer(before)
    }
    if not found and "regione " in before + low[end : end + 30]:
        found = _capital_regions(text, lead, start, end)
    return found.pop() if len(found) == 1 else None


def _capital_regions(text: str, lead: int, start: int, end: int) -> set[str]:
    """Regions written "Regione Esempio" that are none of the twenty."""
    behind = re.match(r"[ ,]{1,2}(?:della |di )?(?=[Rr]egione )", text[end : end + 12])
    names = _CAPITAL_REGION.findall(text[lead:start])
    if behind and (one := _CAPITAL_REGION.match(text, end + behind.end())):
        names.append(one[1])
    return {_region(name.lower()) for name in names}


def _sentence_before(low: str, start: int) -> int:
    """Where the sentence begins in which `start` stands, at most a window back."""
    first = max(0, start - _WINDOW)
    stops = [match.end() for match in _SENTENCE.finditer(low, first, start)]
    return stops[-1] if stops and stops[-1] < start - 4 else first


def _read_town(text: str, low: str, start: int, end: int) -> str | None:
    first = max(0, start - _WINDOW)
    near = low[first : end + 60]
    if not any(word in near for word in ("comun", "provincia", "città", "citta", "municip")):
        return None
    body = _BODY_OF.search(low, first, end + 60)
    if body and text[body.end() : body.end() + 1].isupper():
        town = re.match(r"[A-ZÀ-Ú][\w'’-]{1,24}", text[body.end() : body.end() + 30])
        if town:
            return f"comune-di-{slug(town.group())}"
    names = set()
    for match in _COMUNE.finditer(text, first, min(len(text), end + 60)):
        if match.start() > end + 8:
            break
        noun = "provincia" if match.group()[:4].lower() == "prov" else "comune"
        names.add(f"{noun}-di-{slug(_NO_TOWN.sub('', match[1].partition(chr(10))[0]))}")
    return names.pop() if len(names) == 1 else None
