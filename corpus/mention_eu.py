"""Acts of the European Union, whose numbers and years stand as in no other act, and URNs."""

import re
from typing import NamedTuple

from corpus.act_names import ActType
from corpus.dates import FIRST_YEAR, read_date, whole_year
from corpus.mention_tails import LAST_ACT_YEAR, stops_after

_SIGN = r"(?:ue|ce|cee|ceca|eu|ec|eec|euratom)(?![a-z])"
_TAG = rf"{_SIGN}\.?(?: ?[,/-] ?(?:euratom|ce|ec))?"
_BODY = (
    r"(?:della commissione(?: europea)?|del parlamento(?: europeo)?(?: e del consiglio)?"
    r"|del consiglio"
    r"|of the (?:european )?(?:commission|parliament(?: and of the council)?|council)|europe[oa]"
    r"|comunitari[oa])"
)
_NOUN = (
    r"(?:(?:regolament[oi]|regulations?|regg?\.)|(?P<directive>direttiv[ae]|directives?|dir\.)"
    r"|(?P<decision>decision[ei]?s?))"
)
_HEAD = re.compile(
    _NOUN + r"(?: (?:delegat[oaie]|di esecuzione|general[ei]|quadro|delegated|implementing|council"
    r"|commission)\b){0,2}"
    + rf"(?P<body> {_BODY})?(?P<tag> {{0,2}}\(? ?{_TAG} ?\)?)?"
    + r"[ ,]{0,2}(?P<mark>(?:nn|nr|num|no|numeri|numero|n)[.°]{0,2} {0,2}[.°]? ?)? ?(?=\d|c ?\()"
)
_NUMBER = re.compile(
    rf"(?P<a>\d{{1,5}}) ?/ ?(?P<b>\d{{1,5}})(?: ?/ ?(?P<suffix>{_SIGN}))?(?![\w/]|\.\d)"
)
_COMMISSION = re.compile(
    r"c ?\( ?((?:19|20)\d\d) ?\) ?(?:n\.? ?)?(\d{1,5})(?!\w|[./]\d)(?P<final> ?final(?:e)?)?"
)
_LEAD = re.compile(
    rf"(?: \({_TAG} ?\))?(?:,? (?:{_BODY}|che [a-zà-ù ]{{1,20}}))?[ ,]{{0,2}}(?:del(?:l'| )? ?"
    rf"|of |in data |dated |adottat[oa] il )"
)
_NEXT = re.compile(
    rf" ?(?:[,;] ?(?:e |and |nonché )?|(?:e|ed|and|o|nonché) )(?:(?:il|la|del|della|dal|dalla) )?"
    rf"(?:\(? ?{_TAG} ?\) ?)?(?:(?:n|no|nr)[.°]{{1,2}} ?|(?:n|no) )?(?=\d)"
)
_AFTER = re.compile(rf"[ ,]{{0,2}}\(? ?{_TAG} ?\)?| {_BODY}")
_OTHER_NOUN = re.compile(r"(?:regionale|comunale|provinciale)\b")
_URN = re.compile(
    r"urn:nir:(?P<who>[a-z.'-]{2,60}):(?P<what>[a-z.;-]{2,40}):(?P<year>\d{4})(?P<day>-\d\d-\d\d)?;(?P<number>[0-9a-z./-]{1,12}\d|\d)"
)
_URN_TYPES = {
    "legge": ActType.LEGGE,
    "decreto.legislativo": ActType.DLGS,
    "decreto.legge": ActType.DL,
    "decreto.del.presidente.della.repubblica": ActType.DPR,
}


class Found(NamedTuple):
    """An act whose parts are all read."""

    start: int
    end: int
    type: ActType
    issuer: str | None
    number_start: int
    number_end: int
    date: str | None
    sure: float = 1.0


def read_european(low: str, start: int) -> list[Found]:
    """The regulations, directives or decisions of the EU whose noun begins at `start`."""
    head = _HEAD.match(low, start)
    if head is None:
        return []
    if head["decision"]:
        kind = ActType.OTHER
    else:
        kind = ActType.DIRETTIVA_UE if head["directive"] else ActType.REGOLAMENTO_UE
    if low.startswith("c", head.end()):
        return read_commission(low, head.end(), start) if head["decision"] else []
    found: list[Found] = []
    at, first = head.end(), start
    while True:
        number = _NUMBER.match(low, at)
        one = _european(low, number, kind, first, head) if number else None
        if one is None:
            return found
        found.append(one)
        gap = _NEXT.match(low, one.end)
        if gap is None:
            return found
        at = first = gap.end()


def _european(
    low: str, number: re.Match[str], kind: ActType, start: int, head: re.Match[str]
) -> Found | None:
    sure = bool(head["tag"] or head["body"] or number["suffix"] or _AFTER.match(low, number.end()))
    year = _year(number["a"], number["b"], marked=bool(head["mark"]))
    if year is None or (not sure and (kind is ActType.OTHER or not _is_plain(number, kind))):
        return None
    end, date = number.end(), str(year)
    lead = _LEAD.match(low, end)
    day = read_date(low, lead.end()) if lead else None
    if day and day.iso:
        end, date = day.end, day.iso
    return Found(start, end, kind, "ue", number.start(), number.end(), date, 1.0 if sure else 0.8)


def _is_plain(number: re.Match[str], kind: ActType) -> bool:
    """Whether a number without "UE" has the form of its kind: 651/2014, 2014/24."""
    first, second = len(number["a"]), len(number["b"])
    return first == 4 if kind is ActType.DIRETTIVA_UE else 4 in (first, second) and first > 1


def _year(first: str, second: str, *, marked: bool) -> int | None:
    """The year in "651/2014", "2016/679", "92/43", "2081/92"."""
    order = (second, first) if marked else (first, second)
    for digits in order:
        if len(digits) == 4 and FIRST_YEAR + 100 <= int(digits) <= LAST_ACT_YEAR:
            return int(digits)
    for digits in (first, second) if len(first) == 2 and len(second) < 4 else (second, first):
        if len(digits) == 2 and not 30 < int(digits) < 52:
            return whole_year(digits)
    return None


def read_commission(low: str, at: int, start: int) -> list[Found]:
    """A decision of the Commission: "C(2015) 923 final del 12 febbraio 2015"."""
    match = _COMMISSION.match(low, at)
    if match is None or not (match["final"] or start < at or stops_after(low, match.end())):
        return []
    end, date, last = match.end(), match[1], match.end(2)
    lead = _LEAD.match(low, end)
    day = read_date(low, lead.end()) if lead else None
    if day and day.iso:
        end, date = day.end, day.iso
    return [
        Found(
            start, end, ActType.OTHER, "ue", match.start(), last, date, 1.0 if start < at else 0.9
        )
    ]


def read_urn(low: str, at: int) -> list[Found]:
    """An act by its URN; of a region's URN only the year is believed, days there being wrong."""
    match = _URN.match(low, at)
    if match is None or not FIRST_YEAR <= int(match["year"]) <= LAST_ACT_YEAR:
        return []
    who, what = match["who"], match["what"].partition(";")[0]
    issuer, kind = "stato", _URN_TYPES.get(what, ActType.OTHER)
    date = match["year"] + (match["day"] or "")
    if who.startswith("regione."):
        issuer, date = who.removeprefix("regione.").replace(".", "-"), match["year"]
        kind = ActType.LR if what == "legge" else ActType.OTHER
    elif who.startswith("comune."):
        issuer, kind = "comune-di-" + who.removeprefix("comune.").replace(".", "-"), ActType.OTHER
    elif who.startswith("presidente.repubblica") and what == "decreto":
        kind = ActType.DPR
    elif who.startswith("minister") and what.startswith("decreto"):
        kind = ActType.DM
    return [
        Found(at, match.end(), kind, issuer, match.start("number"), match.end("number"), date, 0.9)
    ]
