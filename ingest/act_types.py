"""Settles type and issuer of an act from its heading, its masthead and the organs on its page."""

import re
from dataclasses import dataclass

from corpus.act_names import ActType
from corpus.types import Kind
from ingest.act_files import FileName
from ingest.act_heads import Heading
from ingest.act_issuers import Masthead, named_region
from ingest.act_tables import Numbered
from ingest.act_words import Opening

_KINDS = {
    Kind.DECREE: (ActType.DECRETO, ActType.DPGR, ActType.DD, ActType.DM, ActType.DETERMINA),
    Kind.RESOLUTION: (ActType.DGR, ActType.DCR, ActType.DGC, ActType.DCC),
    Kind.LAW: (
        ActType.LR,
        ActType.LEGGE,
        ActType.DL,
        ActType.DLGS,
        ActType.DPR,
        ActType.REGOLAMENTO_UE,
        ActType.DIRETTIVA_UE,
    ),
    Kind.CALL: (ActType.AVVISO,),
}
_KIND_OF = {kind: name for name, kinds in _KINDS.items() for kind in kinds}
LAWS = frozenset(_KINDS[Kind.LAW])
OF_STATE = dict.fromkeys(
    (ActType.LEGGE, ActType.DL, ActType.DLGS, ActType.DPR, ActType.DM, ActType.DD), "stato"
)


def kind_of_act(kind: ActType) -> Kind:
    """The sort of document that an act of a type is."""
    return _KIND_OF.get(kind, Kind.OTHER)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one page says of its act."""

    opening: Opening
    page: int
    hidden: tuple[int, int] | None
    built: set[str]
    masthead: Masthead | None
    own: Heading
    numbers: list[Numbered]


_ROMAN = re.compile(r"[IVX]+/\d")
_UNION = re.compile(
    r"decision[ei] (?:\w+ )?(?:dell[ae] |del )?"
    r"(?:commissione|consiglio dell'unione|parlamento europeo)"
)
_BURL = re.compile(
    r"serie ordinaria n\. ?\d{1,2} ?- ?(?:luned|marted|mercoled|gioved|venerd|sabato)"
    r"|(?:^|\n) *[a-d]\) (?:consiglio regionale|presidente della (?:giunta )?region"
    r"|giunta regionale|atti dirigenziali)"
)
"""How the bulletin of Lombardy heads its pages and sections."""


def settle_issuer(seen: Evidence, number: str | None) -> str | None:
    """The body that issued the act: masthead, then heading, then what the layout shows."""
    own, masthead = seen.own, seen.masthead
    low = seen.opening.low
    if own.type in LAWS and own.issuer:
        return own.issuer
    if masthead and masthead.body not in ("state", "ente"):
        return masthead.slug
    if own.issuer and own.issuer != "stato":
        return own.issuer
    if masthead:
        return masthead.slug
    if own.issuer:
        return own.issuer
    if _ROMAN.match(number or "") or "identificativo atto" in low:
        return "lombardia"
    if _BURL.search(seen.opening.low_lines, 0, own.start):
        return "lombardia"
    if _UNION.match(low, own.start):
        return "ue"
    return named_region(low)


_GIUNTA = re.compile(
    r"(?:delib\w*\.?|deliberativo|verbale|atto)(?: originale| copia)?[ n.°\d/-]{0,16}"
    r"(?:del(?:la|l')? ?|di ?)?(?:la )?(?:giunta|g\. ?c)|\bla giunta\b"
    r"|^ *giunta (?:comunale|municipale|regionale)",
    re.MULTILINE,
)
_CONSIGLIO = re.compile(
    r"(?:delib\w*\.?|deliberativo|verbale|atto)(?: originale| copia)?[ n.°\d/-]{0,16}"
    r"(?:del(?:la|l')? ?|di ?)?(?:il )?(?:consiglio|c\. ?c)|\bil consiglio\b"
    r"|^ *consiglio (?:comunale|regionale)",
    re.MULTILINE,
)
_BLANKS = re.compile(" {2,}")
_OTHER_ORGAN = re.compile(
    r"(?:delib\w*\.?)[ n.°\d/-]{0,16}(?:del(?:la|l')? ?|di ?)(?:direttore|commissari|assemblea"
    r"|amministratore|presidente|consiglio (?:di amministrazione|direttivo|provinciale"
    r"|metropolitano)|giunta provinciale|comitato)|(?:giunta|consiglio) provinciale"
)


_POWERS = re.compile(
    r"(?:poteri|competenze|funzioni|attribuzioni)[^\n]{0,40}?\b(?P<organ>giunta|consiglio)"
    r" (?:comunale|municipale)"
)


def settle_type(seen: Evidence, issuer: str | None, file: FileName) -> ActType:
    """The type, from the heading's noun and the body that issued."""
    own, body = seen.own, seen.masthead.body if seen.masthead else None
    low = seen.opening.low_lines
    noun = own.noun[:5]
    if (
        noun == "delib"
        or own.noun.endswith(("giunta", "consiglio"))
        or own.type in (ActType.DGR, ActType.DCR, ActType.DGC, ActType.DCC)
    ):
        return _resolution(seen, issuer, file)
    if noun == "decre":
        return _decree(own, issuer, body, low)
    if noun == "provv" and (issuer or "").startswith("autorita-"):
        return ActType.OTHER
    if own.noun == "atto di liquidazione":
        return ActType.OTHER
    if noun[:3] == "det" or noun in ("atto ", "provv", "dispo"):
        return ActType.DETERMINA
    if own.type is ActType.DD and issuer != "stato":
        return ActType.DETERMINA
    if own.type is ActType.LEGGE and body == "region":
        return ActType.LR
    return own.type or ActType.OTHER


def _resolution(seen: Evidence, issuer: str | None, file: FileName) -> ActType:
    """The type of a "deliberazione": by the organ its heading or the page names, and the body."""
    own, low = seen.own, seen.opening.low_lines
    if issuer == "stato":
        return ActType.OTHER
    local = issuer is not None and issuer.startswith(("comune-", "unione-", "comunita-", "citta-"))
    head = low[max(0, own.start - 60) : own.end + 60]
    around = low[max(0, own.start - 60) : own.end + 200]
    for wide in (head, low[: seen.opening.stop + 600]):
        stretch = _BLANKS.sub(" ", wide)
        if powers := _POWERS.search(stretch):
            return ActType.DGC if powers["organ"] == "giunta" else ActType.DCC
        if _OTHER_ORGAN.search(stretch):
            return ActType.OTHER
        places = [
            (match.start(), name)
            for name, pattern in (("giunta", _GIUNTA), ("consiglio", _CONSIGLIO))
            if (match := pattern.search(stretch))
        ]
        if places:
            giunta = min(places)[1] == "giunta"
            if local or ("regional" not in stretch and "comunale" in around):
                return ActType.DGC if giunta else ActType.DCC
            if issuer is None or "-" not in issuer or _is_region(seen):
                return ActType.DGR if giunta else ActType.DCR
            return ActType.OTHER
    if local and own.type not in (ActType.DGC, ActType.DCC):
        known = file.type in (ActType.DGC, ActType.DCC)
        return file.type if known and file.type else ActType.OTHER
    return own.type or (ActType.DGR if _is_region(seen) else ActType.OTHER)


def _is_region(seen: Evidence) -> bool:
    if seen.masthead:
        return seen.masthead.body == "region"
    return _ROMAN.match(seen.own.number or "") is not None


_DIRECTOR = re.compile(r"(?:il|la) (?:direttore|direttrice|capo (?:del )?dipartimento|dirigente)")


def _decree(own: Heading, issuer: str | None, body: str | None, low: str) -> ActType:
    if own.type in (ActType.DLGS, ActType.DL, ActType.DPR, ActType.DPGR):
        return own.type
    head = low[own.start : own.start + 140]
    if issuer == "stato":
        if own.type is ActType.OTHER:
            return ActType.OTHER
        if own.type is ActType.DD or "dirett" in head or "dipartiment" in head:
            return ActType.DD
        return ActType.DD if _DIRECTOR.search(low) and "ministerial" not in head else ActType.DM
    if body in ("comune", "provincia", "metro", "unione", "ente"):
        return ActType.OTHER
    if re.match(r"decret[oi] (?:n[^a-z]{1,24})?del presidente", head):
        return ActType.DPGR
    return own.type if own.type not in (None, ActType.DM, ActType.DD) else ActType.DECRETO
