"""Finds the lines that give an act's number or date apart from its heading."""

import re
from dataclasses import replace

from corpus.dates import read_date
from corpus.mention_tails import Tail, read_date_after, read_number
from ingest.act_tables import Numbered, find_table_numbers, pair_dates, read_cifra
from ingest.act_words import Opening, find_told_date

_BEHIND = re.compile(
    r"(?:[ ,.;:()°-]|reg(?:istro|\.)?|gen(?:erale|\.)?|delib(?:era\w*|\.)?|det(?:ermin\w*|\.)?"
    r"|della?\b|delle\b|di\b|giunta|consiglio|comunale|municipale|g\.c\.|c\.c\.|atto|seduta|data"
    r"|adunanza|pubblica|ordinaria|in\b|ore|a\b){1,14}?"
    r"(?:(?:del(?: giorno)?|data|in data|seduta del|dd|il)[ .:]{1,3}|dell')(?=\d)"
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
    r"(?:reg(?:istro|\.)?[ .]{0,2}(?:gen(?:erale|\.le|\.)?|unico|cron(?:ologico|\.))"
    r"|raccolta (?:generale|unica)|r\.g\.|numer[oi] generale|n(?:um|r)?[.°]{0,2} ?gen\w*\.?"
    r"|cron(?:ologico|\.)|r\.u\.(?:a\.)?d\.)"
)
_SECTOR = r"(?:settor\w+|servizi\w*|area|uffici\w+|interno|sezione|parziale|dipartiment\w+)"
_LABEL = re.compile(
    rf"(?P<general>(?:n[.°r]* )?(?:atto )?(?:del )?{_GENERAL}(?: delle determin\w+| determin\w+)?)"
    rf"|(?P<sector>(?:n[.°r]* )?(?:reg(?:istro|\.)?|numer[oi]|n\.)? ?(?:di |del(?:la|l')? ?)?"
    rf"{_SECTOR}(?= ?:? ?n[.°r ]))"
    r"|(?P<plain>atto|n[.°] ?(?:delibera|determina|atto)(?:zione)?(?=[ :])"
    r"|numero (?:atto|adozione|repertorio)|numero|anno (?:19|20)\d\d ?-?|delib(?:era(?:zione)?|\.)"
    r"|determin(?:a|azione)|det\.|decreto|ordinanza|n[.°] d'ordine"
    r"|(?:n[.°r]{0,3} ?)?progr(?:essivo|\.)"
    r"|reg(?:istro|\.)? ?(?:delle |dei |di |degli )?(?:delib\w*\.?|determin\w*|det\.?|atti"
    r"|decreti|ordinanze)"
    r"|(?:giunta|consiglio) (?:comunale|municipale)|(?:g|c)\.? ?c\.?|registro)"
)
_SIGN = re.compile(
    r"[ :.-]{0,4}(?:n(?:umero|um|ro|r|o)?[ .°:]{0,4}(?=[^a-z]|[a-z]{2}-\d|[a-z]\d{4})|(?<=[: ]))"
)
_GENERAL_INNER = re.compile(rf"(?<![a-z]){_GENERAL}[ :.]{{1,3}}(?:n[.°ro]{{0,3}} {{0,2}})?(?=\d)")
_GENERAL_ALONE = re.compile(rf"{_GENERAL}(?: (?:delle |degli )?\w{{4,16}})?[ :.]{{0,3}}")
_SUFFIX = re.compile(
    rf"[ ,.-]{{0,3}}(?:(?:del|dei|delle|di|d') ?)?"
    rf"(?:(?P<general>{_GENERAL})(?![.\w]|[ :.n°]{{0,5}}\d{{1,7}} *\Z)"
    rf"|(?P<sector>(?:reg(?:istro|\.)? ?)?(?:di |del(?:la|l')? ?)?{_SECTOR})"
    r"|(?P<plain>reg(?:istro|\.)|delib\b|delibera|atti|ordine|o\.d\.))"
)
_REGISTERED = re.compile(
    r"(?<![a-z])n[.°ro]{0,3} {0,3}(?=\d{1,6}(?:/\d{4})? ?(?:del |di |d'|- )?reg(?:istro|\.| )"
    r"(?! ?(?:di )?prot))"
)


def find_numbers(opening: Opening, hidden: tuple[int, int] | None) -> list[Numbered]:
    """The lines before the preamble that give a number by its own."""
    low, found = opening.low, list[Numbered]()
    for index, (start, end) in enumerate(opening.heading):
        if hidden and hidden[0] <= start < hidden[1]:
            continue
        here = [one] if (one := _read_number_line(opening, start, end)) else []
        if here and index and _GENERAL_ALONE.fullmatch(low, *opening.heading[index - 1]):
            here = [replace(one, rank=4) for one in here]
        for match in _REGISTERED.finditer(low, start, end):
            here += _numbered(opening, match.end(), start, end, 2)
        for match in _GENERAL_INNER.finditer(low, start + 1, end):
            here += _numbered(opening, match.end(), start, end, 4)
        found += pair_dates(opening, index, here) if len(here) > 1 else here
    found += find_table_numbers(opening)
    if not found and (cifra := read_cifra(opening)):
        found.append(cifra)
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
    r"|del(?: giorno)?|il giorno|add[iì]'?|(?:adottat|assunt)[ao] (?:il(?: giorno)?|in data))"
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
