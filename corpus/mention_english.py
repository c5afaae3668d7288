"""Acts as English pages name them: "Ministerial Decree 257/2012", "Regional Law no. 29"."""

import re

from corpus.act_names import ActType
from corpus.mention_forms import FORMS, Form, Head

_ENGLISH_BEFORE = re.compile(
    r"(?P<kind>ministerial|legislative|presidential|regional|director(?:'s|ial|ate)?|directoral"
    r"|managerial|manager's|(?:regional )?(?:government|council|executive)|giunta|law|decree"
    r"|italian"
    r"|national|lombardy)[ -]\Z"
)
_ENGLISH_AFTER = re.compile(
    r" of the (?:(?P<president>president of )(?:the )?)?(?P<body>regional (?:government|council"
    r"|executive)|giunta"
    r"|region(?:al)?|government of lombardy|lombardy region|minist(?:er|ry)|director)\b"
)
_STATE = "stato"
_DECREE = Form(ActType.DECRETO, alone="nbd")


def read_law(low: str, start: int, end: int) -> Head:
    """A law; "law decree" and "decree law" are decree-laws."""
    before = _ENGLISH_BEFORE.search(low[max(0, start - 14) : start])
    kind = before["kind"] if before else ""
    first = start - len(before.group()) if before else start
    if low.startswith((" decree", "-decree"), end):
        return Head(start, end + 7, FORMS["dl"])
    if kind == "decree":
        return Head(first, end, FORMS["dl"])
    if kind == "regional":
        return Head(first, end, Form(ActType.LR, alone="n"))
    return Head(start, end, Form(ActType.LEGGE, _STATE, ""))


_ENGLISH_DECREES = {
    "ministerial": FORMS["dm"],
    "legislative": FORMS["dlgs"],
    "presidential": FORMS["dpr"],
    "law": FORMS["dl"],
    "director's": Form(ActType.DD, _STATE, "nd"),
    "directorial": Form(ActType.DD, _STATE, "nd"),
    "directoral": Form(ActType.DD, _STATE, "nd"),
}


def read_decree(low: str, start: int, end: int) -> Head:
    """A decree, with the adjective before it and the body behind it."""
    before = _ENGLISH_BEFORE.search(low[max(0, start - 20) : start])
    if low.startswith(("-law", " law"), end):
        return Head(start, end + 4, FORMS["dl"])
    kind = before["kind"] if before else ""
    form = _ENGLISH_DECREES.get(kind, _DECREE)
    first = start - len(before.group()) if before and kind not in ("italian", "national") else start
    after = _ENGLISH_AFTER.match(low, end)
    if after and after["president"]:
        form = Form(ActType.DPGR, alone="nbd")
    elif after and after["body"].startswith("minist"):
        form = FORMS["dm"]
    return Head(first, after.end() if after else end, form, False, low[end - 1] == "s")


def read_resolution(low: str, start: int, end: int) -> Head:
    """A resolution in English: of the region if it says so, else only by its legislature."""
    before = _ENGLISH_BEFORE.search(low[max(0, start - 24) : start])
    after = _ENGLISH_AFTER.match(low, end)
    said = f"{before.group() if before else ''}{after.group() if after else ''}"
    regional = "regional" in said or "giunta" in said or "lombardy" in said
    kind = ActType.DCR if "council" in said else ActType.DGR
    first = start - len(before.group()) if before and regional else start
    at = after.end() if after and regional else end
    form = Form(kind, alone="nbd") if regional else Form(kind, alone="r")
    return Head(first, at, form, False, low[end - 1] == "s")
