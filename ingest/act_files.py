"""Reads what a file's name says of the act in it: "DGR_X_707_2013.pdf"."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.act_names import ROMANS, ActType
from corpus.dates import read_date
from corpus.mention_forms import plain


@dataclass(frozen=True, slots=True)
class FileName:
    """What a name says; `numbers` are all numbers in it that may be the act's."""

    type: ActType | None
    number: str | None
    date: str | None
    numbers: frozenset[str]
    issuer: str | None = None

    @property
    def year(self) -> str | None:
        """The year, if the name has one."""
        return self.date[:4] if self.date else None


_TYPES: tuple[tuple[re.Pattern[str], ActType], ...] = tuple(
    (re.compile(rf"(?:{pattern})(?![a-z])"), kind)
    for pattern, kind in (
        (r"d ?g ?r|delib\w* (?:di |della )?giunta regionale", ActType.DGR),
        (r"d ?c ?r|delib\w* (?:di |del )?consiglio regionale", ActType.DCR),
        (r"d ?g ?[cm]|del\w* (?:g ?c|(?:di |della )?giunta(?: comunale)?)|g ?c", ActType.DGC),
        (r"d ?c ?c|del\w* (?:c ?c|(?:di |del )?consiglio(?: comunale)?)|c ?c", ActType.DCC),
        (r"d ?p ?g ?r", ActType.DPGR),
        (r"dduo|dds|ddg|ddr", ActType.DECRETO),
        (r"d ?lgs|decreto legislativo", ActType.DLGS),
        (r"d ?p ?r", ActType.DPR),
        (r"decreto legge|dl", ActType.DL),
        (r"decreto ministeriale|dm", ActType.DM),
        (r"decreto direttoriale", ActType.DD),
        (r"determina\w*|det|atto dirigenziale|dd", ActType.DETERMINA),
        (r"decreto", ActType.DECRETO),
        (r"legge regionale|lr|l r", ActType.LR),
        (r"legge|l", ActType.LEGGE),
        (r"ordinanza", ActType.OTHER),
        (r"regolamento (?:ue|ce)|reg (?:ue|ce)", ActType.REGOLAMENTO_UE),
        (r"direttiva(?: ue| ce)?", ActType.DIRETTIVA_UE),
    )
)
_LEAD = re.compile(r"(?:(?:\d{1,2}|copia|testo|originale|estratto|pubblicazione) )?")
_CELEX = re.compile(r"(?:celex )?3((?:19|20)\d\d)([rl])(\d{4})(?!\d)")
_ROMAN = re.compile(r"(?<!\w)([ivx]{1,4}) 0*(\d{1,5})(?!\d)")
_DATE = re.compile(
    r"(?<!\d)(?:(\d\d?) (\d\d?) ((?:19|20)\d\d)|((?:19|20)\d\d) (\d\d) (\d\d))(?!\d)"
)
_SOLID = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-3]\d)(?!\d)")
_NUMBER = re.compile(r"(?<!\d)0*(\d{1,6})(?!\d)")


def read_file_name(name: str) -> FileName:
    """What the name of a file says of an act; an empty answer where it says nothing."""
    stem = PurePosixPath(name[-300:].replace("\\", "/")).name.rsplit(".", 1)[0]
    low = " ".join(re.sub(r"[^\w']|_", " ", plain(stem)).split())
    celex = _CELEX.search(low)
    if celex:
        serial = str(int(celex[3]))
        kind = ActType.REGOLAMENTO_UE if celex[2] == "r" else ActType.DIRETTIVA_UE
        first = kind is ActType.DIRETTIVA_UE or int(celex[1]) >= 2015
        whole = f"{celex[1]}/{serial}" if first else f"{serial}/{celex[1]}"
        return FileName(kind, whole, celex[1], frozenset((serial,)), "ue")
    at = _LEAD.match(low)
    kind_here = _type_at(low, at.end() if at else 0)
    rest, date = _take_date(low)
    roman = _ROMAN.search(rest)
    numbers = [str(int(one)) for one in _NUMBER.findall(rest)]
    number: str | None = numbers[0] if len(set(numbers)) == 1 else None
    issuer = None
    if roman and roman[1].upper() in ROMANS and kind_here in (ActType.DGR, ActType.DCR, None):
        number, issuer = f"{roman[1].upper()}/{int(roman[2])}", "lombardia"
    elif number is None and numbers:
        number = _marked(rest)
    return FileName(kind_here, number, date, frozenset(numbers), issuer)


def _marked(rest: str) -> str | None:
    match = re.search(r"(?<![a-z])(?:n|nr|num|numero) ?0*(\d{1,6})(?!\d)", rest)
    return str(int(match[1])) if match else None


def _type_at(low: str, at: int) -> ActType | None:
    return next((kind for pattern, kind in _TYPES if pattern.match(low, at)), None)


def _take_date(low: str) -> tuple[str, str | None]:
    """A name without its date, and the date or at least the year."""
    match = _DATE.search(low) or _SOLID.search(low)
    if match:
        parts = [part for part in match.groups() if part]
        if len(parts[0]) == 4:
            parts.reverse()
        day = read_date("/".join(parts), 0)
        if day and day.iso:
            return low[: match.start()] + " " + low[match.end() :], day.iso
    years = list(_YEAR.finditer(low))
    if not years:
        return low, None
    last = years[-1]
    return low[: last.start()] + " " + low[last.end() :], last.group()
