"""Which part of an act a passage belongs to, told by its heading path.

The path holds the words of headings as they stand ("DELIBERA", "Allegato A – Criteri"), and where a
part has no heading of its own one of the labels below.
"""

import re
from collections.abc import Sequence
from enum import StrEnum


class Part(StrEnum):
    """A part of an act; `BODY` is whatever is none of the others."""

    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    ANNEX = "annex"
    BODY = "body"


PREAMBLE_LABEL = "Premesse"
OPERATIVE_LABEL = "Dispositivo"
POINT_LABEL = "Punto"
PARAGRAPH_LABEL = "comma"

DECISIONS = ("DELIBERA", "DECRETA", "DETERMINA", "DISPONE", "ORDINA")
"""The words that decide wherever they stand in capitals."""
OTHER_DECISIONS = (
    *("ADOTTA", "EMANA", "PROMULGA", "STABILISCE", "APPROVA", "AUTORIZZA", "CONCEDE"),
    *("RENDE NOTO", "CONVENGONO", "CONVENGONO E STIPULANO", "SI CONVIENE", "SI STIPULA"),
    *("SI CONVIENE E SI STIPULA", "SI CONVIENE E STIPULA"),
)
"""Words that decide only where they stand alone below a preamble."""
ANNEX = re.compile(
    r"(?:ALLEGATO|Allegato|ANNESSO|Annesso|APPENDICE|Appendice|ANNEX|Annex|APPENDIX|Appendix)"
    r"(?: +(?:TECNICO|tecnico|UNICO|unico))?(?: +(?:[nN]\.?[°º]?|NR\.?|sub|SUB|lett\.|LETT\.))?"
    r"(?P<id>[ .]*[\"“«(]?(?:[A-Z]{1,2}[ .-]?\d{0,2}|\d{1,3}(?:[ .-]?[A-Za-z]|\.\d{1,2})?"
    r"|[IVXLC]{1,7})(?:[- ]?(?:bis|ter|quater))?[\"”»)]{0,2}(?![\w/]))?"
)
"""The name of an annex, as it begins a heading; `id` is its letter or number."""
_TAIL = r"(?: QUANTO SEGUE| (?:IL|LA|I|LE) SEGUENT[EI] [A-ZÀ-Ý '’]{1,60})?"
_OPERATIVE = re.compile(
    rf"(?:SI )?(?:{'|'.join((*OTHER_DECISIONS, *DECISIONS))}){_TAIL}"
    r"|(?:HA|HANNO) (?:ADOTTATO|DECISO|EMESSO)(?: [A-ZÀ-Ý '’]{1,60})?"
    rf"|HA(?:S|VE) (?:ADOPTED|DECIDED)(?: [A-Z ']{{1,60}})?|{OPERATIVE_LABEL}"
)
_NAMED = re.compile(r"\W*(?:allegato|annesso|appendice|annex|appendix)(?!\w)", re.IGNORECASE)
_ID_SIGNS = re.compile(r"[^0-9a-z]")


def part_of(section: Sequence[str]) -> Part:
    """The part of an act that a heading path (outermost first) leads into."""
    for words in section:
        if words == PREAMBLE_LABEL:
            return Part.PREAMBLE
        if _OPERATIVE.fullmatch(words):
            return Part.OPERATIVE
        if _NAMED.match(words):
            return Part.ANNEX
    return Part.BODY


def annex_id(heading: str) -> str | None:
    """The letter or number of the annex that a heading names, in small letters; None without."""
    found = ANNEX.match(heading)
    if found is None or not found["id"]:
        return None
    return _ID_SIGNS.sub("", found["id"].lower()) or None
