"""The name of an act – type, issuer, number, date – and when two names are of one act."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

Verdict = Literal["yes", "no", "maybe"]


class ActType(StrEnum):
    """The types of acts (contract: "act")."""

    DGR = "dgr"
    DCR = "dcr"
    DPGR = "dpgr"
    DECRETO = "decreto"
    LR = "lr"
    LEGGE = "legge"
    DL = "dl"
    DLGS = "dlgs"
    DPR = "dpr"
    DM = "dm"
    DD = "dd"
    DGC = "dgc"
    DCC = "dcc"
    DETERMINA = "determina"
    REGOLAMENTO_UE = "regolamento_ue"
    DIRETTIVA_UE = "direttiva_ue"
    AVVISO = "avviso"
    OTHER = "other"


class Named(Protocol):
    """Whatever bears the parts of an act's name; a part that is not known is None."""

    @property
    def type(self) -> ActType: ...  # noqa: D102

    @property
    def issuer(self) -> str | None: ...  # noqa: D102

    @property
    def number(self) -> str | None: ...  # noqa: D102

    @property
    def date(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ActName:
    """The parts of an act's name; `date` is YYYY-MM-DD or YYYY."""

    type: ActType
    issuer: str | None = None
    number: str | None = None
    date: str | None = None

    @property
    def act_id(self) -> str:
        """The canonical id."""
        return act_id(self)


def act_id(act: Named) -> str:
    """The canonical id `issuer:type:number:date`, "?" for what is not known."""
    return ":".join((act.issuer or "?", act.type.value, act.number or "?", act.date or "?"))


def read_act_id(text: str) -> ActName:
    """The name that a canonical id says; raises `ValueError` where `text` is none."""
    issuer, kind, number, date = text.split(":")
    return ActName(
        ActType(kind), *(None if part == "?" else part for part in (issuer, number, date))
    )


# --- numbers ----------------------------------------------------------------------------------

ROMANS = {
    roman: number
    for number, roman in enumerate(
        [
            "I",
            "II",
            "III",
            "IV",
            "V",
            "VI",
            "VII",
            "VIII",
            "IX",
            "X",
            "XI",
            "XII",
            "XIII",
            "XIV",
            "XV",
        ],
        start=1,
    )
}
# The years in which each legislature of the Lombard council gave numbers, first and last.
_LEGISLATURES = {
    6: (1995, 2000),
    7: (2000, 2005),
    8: (2005, 2010),
    9: (2010, 2013),
    10: (2013, 2018),
    11: (2018, 2023),
    12: (2023, 2028),
}
_ROMAN_NUMBER = re.compile(r"([IVX]{1,5})[/-](\d+)\Z")
_ARABIC_NUMBER = re.compile(r"(\d{1,2})/(\d{3,5})\Z")
_EU_NUMBER = re.compile(r"(\d+/\d+)(?:/(?:UE|CE|CEE|EU|EC|EEC|Euratom))?\Z", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"(\d+)(?:[/-]?([A-Za-z][\w/-]*))?\Z")
_RESOLUTIONS = frozenset((ActType.DGR, ActType.DCR))
_EU_TYPES = frozenset((ActType.REGOLAMENTO_UE, ActType.DIRETTIVA_UE))


@dataclass(frozen=True, slots=True)
class _Number:
    base: str
    legislature: int | None = None
    suffix: str | None = None


def _number(act: Named) -> _Number | None:
    """The number of an act apart from its legislature and its office's mark."""
    if act.number is None:
        return None
    if act.type in _EU_TYPES:
        match = _EU_NUMBER.match(act.number)
        return _Number(match[1] if match else act.number.lower())
    if match := _ROMAN_NUMBER.match(act.number.upper()):
        return _Number(_plain(match[2]), ROMANS.get(match[1]))
    match = _ARABIC_NUMBER.match(act.number)
    if match and act.type in _RESOLUTIONS and int(match[1]) in _LEGISLATURES:
        return _Number(_plain(match[2]), int(match[1]))
    digits = re.sub(r"\.(?=\d{3}\b)", "", act.number)
    if match := _PLAIN_NUMBER.match(digits):
        return _Number(_plain(match[1]), suffix=match[2].lower() if match[2] else None)
    return _Number(act.number.lower())


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def resolve_key(act: Named) -> str:
    """The bucket in which the same act lies, however written; "" where nothing is known.

    Two acts of which `same_act` says "yes" by their numbers have one key: the number without
    legislature, office mark and leading zeros; without a number, "@" and the date.
    """
    number = _number(act)
    if number is not None:
        return number.base
    return f"@{act.date}" if act.date else ""


# --- comparing --------------------------------------------------------------------------------

# A generic noun may be written for a narrower type: "decreto n. 611" for a d.p.g.r.
_LOOSE = {
    frozenset(pair)
    for pair in (
        *((ActType.DECRETO, other) for other in (ActType.DPGR, ActType.DM, ActType.DD)),
        (ActType.DECRETO, ActType.DETERMINA),
        (ActType.DECRETO, ActType.AVVISO),
        (ActType.DD, ActType.DETERMINA),
        (ActType.DD, ActType.DM),
        (ActType.AVVISO, ActType.DM),
        (ActType.LR, ActType.LEGGE),
        (ActType.DGR, ActType.DGC),
        (ActType.DGR, ActType.DCR),
        (ActType.DGR, ActType.DCC),
    )
}
# The ministry's notice is issued by the director's decree of the same number.
_ALIKE = {frozenset((ActType.AVVISO, ActType.DD))}


def same_act(a: Named, b: Named) -> Verdict:
    """Whether two names are of one act, as far as they say.

    An unknown issuer agrees with any; a number without its year is "maybe", unless both bear
    the legislature.
    """
    pair = frozenset((a.type, b.type))
    loose = pair in _LOOSE
    if len(pair) > 1 and not loose and pair not in _ALIKE:
        return "no"
    if a.issuer and b.issuer and a.issuer != b.issuer and pair != {ActType.LR, ActType.LEGGE}:
        return "no"
    dates, numbers = _compare_dates(a.date, b.date), _compare_numbers(a, b)
    if "no" in (dates, numbers):
        return "no"
    if numbers == "maybe" or (dates == "maybe" and not _is_whole(a, b)):
        return "maybe"
    if loose and not (a.date == b.date and len(a.date or "") > 4):
        return "maybe"
    return "yes"


def _is_whole(a: Named, b: Named) -> bool:
    """Whether the numbers are whole without both years: each tells its legislature.

    One tells it by its number, or by a year that lies in one legislature only.
    """
    if a.type != b.type:
        return False
    one, other = _legislature(a), _legislature(b)
    return one is not None and one == other


def _legislature(act: Named) -> int | None:
    number = _number(act)
    if number is not None and number.legislature:
        return number.legislature
    if act.date is None or act.type not in _RESOLUTIONS:
        return None
    year = int(act.date[:4])
    held = [one for one, (first, last) in _LEGISLATURES.items() if first <= year <= last]
    return held[0] if len(held) == 1 else None


def _compare_dates(a: str | None, b: str | None) -> Verdict:
    if a is None or b is None:
        return "maybe"
    return "yes" if a.startswith(b) or b.startswith(a) else "no"


def _compare_numbers(a: Named, b: Named) -> Verdict:
    one, other = _number(a), _number(b)
    if one is None or other is None:
        return "maybe"
    if one.base != other.base:
        return "no"
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return "no"
    if one.legislature and other.legislature:
        return "yes" if one.legislature == other.legislature else "no"
    for number, act in ((one, b), (other, a)):
        if number.legislature and not _in_legislature(number.legislature, act.date):
            return "no"
    return "yes"


def _in_legislature(legislature: int, date: str | None) -> bool:
    years = _LEGISLATURES.get(legislature)
    return date is None or years is None or years[0] <= int(date[:4]) <= years[1]
