"""Finds the lines that give an act's number or date apart from its heading."""

import re
from dataclasses import dataclass

from corpus.dates import read_date
from corpus.mention_tails import Tail, read_date_after, read_number
from ingest.act_words import Opening, find_told_date


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that gives an act's number, perhaps with its date; the higher `rank` counts."""

    start: int
    end: int
    number: str
    date: str | None
    rank: int


_BEHIND = re.compile(
    r"(?:[ ,.;:()°-]|reg(?:istro|\.)?|gen(?:erale|\.)?|delib(?:era\w*|\.)?|det(?:ermin\w*|\.)?"
    r"|della?\b|delle\b|di\b|giunta|consiglio|comunale|municipale|g\.c\.|c\.c\.|atto|seduta|data"
    r"|adunanza|pubblica|ordinaria|in\b|ore|a\b){1,14}?"
    r"(?:del(?: giorno)?|data|in data|seduta del|dd|il)[ .:]{1,3}(?=\d)"
)


def date_behind(low: str, end: int, limit: int) -> tuple[int, str] | None:
    """The date some words behind a number: "n. 45 Reg. Delib. del 12/02/2020"."""
    match = _BEHIND.match(low, end, min(limit, end + 90))
    day = read_date(low, match.end()) if match else None
    return (day.end, day.iso) if day and day.iso else None


def settle(text: str, tail: Tail) -> tuple[str | None, str | None]:
    """Number and date of a tail, as `corpus.mentions` tells them."""
    one = tail.number
    if one is None:
        return None, tail.date
    year = str(one.year) if one.year else None
    if one.roman:
        return one.number, tail.date or year
    written = "".join(text[one.start : one.end].split())
    if tail.date and year and tail.date[:4] != year:
        return written, tail.date
    return written[: len(one.number)], tail.date or year


_GENERAL = (
    r"(?:reg(?:istro|\.)?[ .]{0,2}gen(?:erale|\.)?|r\.g\.|numer[oi] generale|n[.°]{0,2} ?gen\w*\.?)"
)
_SECTOR = r"(?:settor\w+|servizi\w*|area|uffici\w+|interno|sezione|parziale|dipartiment\w+)"
_LABEL = re.compile(
    rf"(?P<general>(?:n[.°r]* )?(?:atto )?(?:del )?{_GENERAL}(?: delle determin\w+| determin\w+)?)"
    rf"|(?P<sector>(?:n[.°r]* )?(?:reg(?:istro|\.)?|numer[oi]|n\.)? ?(?:di |del(?:la|l')? ?)?"
    rf"{_SECTOR}(?= ?:? ?n[.°r ]))"
    r"|(?P<plain>atto|n[.°] ?(?:delibera|determina|atto)(?:zione)?(?=[ :])|numero atto"
    r"|numero repertorio|numero|delib(?:era(?:zione)?|\.)"
    r"|determin(?:a|azione)|decreto|ordinanza"
    r"|reg(?:istro|\.)? ?(?:delle |dei |di |degli )?(?:delib\w*\.?|determin\w*|det\.?|atti"
    r"|decreti|ordinanze)"
    r"|(?:giunta|consiglio) (?:comunale|municipale)|(?:g|c)\.? ?c\.?|registro)"
)
_SIGN = re.compile(
    r"[ :.-]{0,4}(?:n(?:umero|um|ro|r|o)?[ .°:]{0,4}(?=[^a-z]|[a-z]{2}-\d)|(?<=[: ]))"
)
_GENERAL_INNER = re.compile(rf"(?<![a-z]){_GENERAL}[ :.]{{1,3}}(?:n[.°ro]{{0,3}} {{0,2}})?(?=\d)")
_SUFFIX = re.compile(
    rf"[ ,.-]{{0,3}}(?:(?:del|dei|delle|di|d') ?)?"
    rf"(?:(?P<general>{_GENERAL})(?![.\w]|[ :n°]{{0,4}}\d{{1,7}} *\Z)"
    rf"|(?P<sector>(?:reg(?:istro|\.)? ?)?(?:di |del(?:la|l')? ?)?{_SECTOR})"
    r"|(?P<plain>reg(?:istro|\.)|delib\b|delibera|atti|ordine|o\.d\.))"
)
_REGISTERED = re.compile(
    r"(?<![a-z])n[.°ro]{0,3} {0,3}(?=\d{1,6}(?:/\d{4})? ?(?:del |di |d'|- )?reg(?:istro|\.| )"
    r"(?! ?(?:di )?prot))"
)
_TABLE = re.compile(
    r"(?:numero|n\.|n°|atto n\.?)[ |:]{1,4}data[^\n\d]{0,20}\n[ |]{0,4}(\d{1,6})[ |]{1,6}(?=\d)",
    re.IGNORECASE,
)
_STACKED = re.compile(
    r"(?:^|\n)[ ]{0,4}(?:numero|n\.|n°)[ :]{0,3}\n[ ]{0,4}(\d{1,6})[ ]{0,4}\n[ ]{0,4}"
    r"(?:data|del)[^\n\d]{0,16}\n?[ ]{0,4}(?=\d)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"registro(?: dei)? decreti[^\n]{0,40}?\.0*(\d{1,7})[. ](?=\d\d[-./]\d\d[-./]\d{4})"
)
_CIFRA = re.compile(r"\b\d{3}/(?:dir|det)/((?:19|20)\d\d)/(\d{5})\b")


def find_numbers(opening: Opening, hidden: tuple[int, int] | None) -> list[Numbered]:
    """The lines before the preamble that give a number by its own."""
    low, found = opening.low, []
    for start, end in opening.heading:
        if hidden and hidden[0] <= start < hidden[1]:
            continue
        if one := _read_number_line(opening, start, end):
            found.append(one)
        for match in _REGISTERED.finditer(low, start, end):
            found += _numbered(opening, match.end(), start, end, 2)
        for match in _GENERAL_INNER.finditer(low, start + 1, end):
            found += _numbered(opening, match.end(), start, end, 4)
    for table in (_TABLE.search(opening.text[: opening.stop]), _STACKED.search(opening.text)):
        day = read_date(low, table.end()) if table else None
        if table and day and day.iso and table.end() <= opening.stop:
            found.append(Numbered(table.start(1), day.end, table[1], day.iso, 3))
    stamp = _STAMP.search(low)
    day = read_date(low, stamp.end()) if stamp else None
    if stamp and day and day.iso:
        found.append(Numbered(stamp.start(), day.end, stamp[1], day.iso, 3))
    cifra = _CIFRA.search(low)
    if cifra and not found:
        number = cifra[2].lstrip("0")
        found.append(Numbered(cifra.start(), cifra.end(), number, cifra[1], 1))
    return found


def _read_number_line(opening: Opening, start: int, end: int) -> Numbered | None:
    low = opening.low
    label = _LABEL.match(low, start, end)
    at = label.end() if label else start
    sign = _SIGN.match(low, at, end)
    if sign is None or (label is None and "n" not in sign.group()):
        return None
    if read_date(low, sign.end()):
        return None
    kind = label.lastgroup if label else None
    if kind == "plain" and label and label.group()[-1] == "c" and "." not in label.group():
        return None
    rank = {"general": 4, "sector": 1, "plain": 3}.get(kind or "", 2)
    numbered = _numbered(opening, sign.end(), start, end, rank)
    return numbered[0] if numbered else None


def _numbered(opening: Opening, at: int, start: int, end: int, rank: int) -> list[Numbered]:
    low = opening.low
    number = read_number(low, at)
    if number is None or number.start >= end:
        return []
    tail = read_date_after(low, Tail(at, number.end, number, None, marked=True))
    suffix = _SUFFIX.match(low, tail.end, end)
    if suffix:
        rank = {"general": 4, "sector": 1}.get(suffix.lastgroup or "", max(rank, 3))
    elif rank == 2 and low[tail.end : end].strip(" .,;:-°)(") and tail.date is None:
        after = date_behind(low, tail.end, end)
        if after is None and not re.match(
            r" {1,9}(?:data|del|seduta|in data)", low[tail.end : end]
        ):
            return []
    written, date = settle(opening.text, tail)
    stop = tail.end
    if not tail.whole_date and (later := date_behind(low, tail.end, min(len(low), end + 40))):
        stop, date = later
    return [Numbered(start, stop, written, date, rank)] if written else []


_DATE_LABEL = re.compile(
    r"(?P<sure>sedut[ae] (?:pubblica |ordinaria |straordinaria )?(?:del(?: giorno)?|in data)"
    r"|adunanza (?:pubblica |ordinaria |straordinaria )?del(?: giorno)?)[ :.]{1,3}"
    r"|(?<![a-z'])(?P<line>in data|data(?: (?:di |dell'|della )?(?:adozione|atto|seduta"
    r"|deliberazione|determinazione|emissione|registrazione|determina|delibera|provvedimento))?"
    r"|del(?: giorno)?|il giorno|add[iì]'?|adottat[ao] (?:il|in data)|assunt[ao] (?:il|in data))"
    r"[ :.]{1,4}"
)


_OTHER_DAY = re.compile(
    r"pubblica|scaden|esecutiv|prot|bollettin|gazzett|\bg\.?u\b|\bbur|nat[oa] |fattura|approvat"
    r"|legge|decreto|d\.lgs|d\.p|dall|convoca|allegat|art\."
)
_TOWN = re.compile(r"[A-ZÀ-Ú][\w']{2,20}(?: [A-Z][\w']{2,20})?,? {1,2}(?:l[iì]'?,? |addì )?(?=\d)")


def find_date(opening: Opening, hidden: tuple[int, int] | None) -> tuple[int, int, str] | None:
    """The date that a line before the preamble gives: of session or act, else of the minutes."""
    low = opening.low
    lines = [line for line in opening.heading if not (hidden and hidden[0] <= line[0] < hidden[1])]
    weak: tuple[int, int, str] | None = None
    loose: tuple[int, int, str] | None = None
    for start, end in lines:
        town = _TOWN.match(opening.text, start, end)
        day = read_date(low, town.end()) if town else None
        if day and day.iso and weak is None:
            weak = (start, day.end, day.iso)
        for match in _DATE_LABEL.finditer(low, start, end):
            day = read_date(low, match.end())
            if day is None or day.iso is None:
                continue
            if match["sure"]:
                return match.start(), day.end, day.iso
            here = (match.start(), day.end, day.iso)
            if match.start() == start:
                weak = weak or here
            elif not _OTHER_DAY.search(low, start, match.start()):
                loose = loose or here
    if weak:
        return weak
    return find_told_date(low, 0, min(len(low), opening.stop + 400)) or loose
