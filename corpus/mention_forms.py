"""The words by which acts are named: one regex that finds them, and what each word means.

All patterns read the plain text of `plain`: lower case, one kind of space, dash and apostrophe.
No pattern repeats a repetition, and every repetition is bounded, so matching stays linear.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus.act_names import ActType

_REPLACED = tuple(
    (old, new)
    for new, olds in (
        (" ", "\n\r\t\f\v\x85\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u2028\u2029"),
        ("'", "’‘`´ʼ"),
        ("-", "–—‐‑−"),
        ("°", "ºᵒ˚"),
        ("/", "∕⁄"),
    )
    for old in olds
)


def plain(text: str) -> str:
    """`text` in lower case with one kind of space, dash and apostrophe; offsets stay the same."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    ascii_only = low.isascii()
    for old, new in _REPLACED:
        if not ascii_only or old < "\x80":
            low = low.replace(old, new)
    return low


@dataclass(frozen=True, slots=True)
class Form:
    """What a word says of the act, and what must stand by it to make a mention.

    `alone` holds what is enough without more: "n" a number marked "n.", "b" a bare number,
    "d" a whole date, "p" a day without year. A number with a date or year always is, and
    nothing else ever. `vague`: the word alone does not tell the type.
    """

    type: ActType
    issuer: str | None = None
    alone: str = "n"
    vague: bool = False


class Head(NamedTuple):
    """A word that names an act: where it starts, where reading goes on, and its form.

    `office`: the name of an office may follow. `plural`: several acts may follow.
    """

    start: int
    at: int
    form: Form
    office: bool = False
    plural: bool = False


_END = r"(?![\w])(?!\.[a-mo-z]\.)\.?"


def _letters(letters: str) -> str:
    """An abbreviation of three letters or more, with or without dots and spaces."""
    return r"\.? {0,2}".join(letters) + _END


def _close(letters: str) -> str:
    """An abbreviation whose letters stand together or have dots."""
    return rf"(?:{letters}|{r'. ?'.join(letters).replace('.', chr(92) + '.')}){_END}"


_DECREE = Form(ActType.DECRETO, alone="nbd")
_OTHER = Form(ActType.OTHER)
_STATE = "stato"
_ABBREVIATIONS: tuple[tuple[str, str, Form], ...] = (
    ("dduo", _letters("dduo"), replace(_DECREE, issuer="lombardia", alone="nbdp")),
    ("dpgr", _letters("dpgr"), Form(ActType.DPGR, alone="nbd")),
    ("dprgr", _letters("dprgr"), Form(ActType.DPGR, alone="nbd")),
    ("dpreg", _close("dp") + r" ?reg(?!\w)\.?", Form(ActType.DPGR)),
    ("dgr", rf"{_letters('dgr')}|dgr[vc](?!\w)|d\.g\.r\.[vc]\.", Form(ActType.DGR, alone="nbdp")),
    ("dcr", _letters("dcr"), Form(ActType.DCR, alone="nbd")),
    ("dgc", rf"{_close('dgc')}|{_close('dgm')}", Form(ActType.DGC, alone="nd")),
    ("dcc", _close("dcc"), Form(ActType.DCC, alone="nd")),
    ("dgp", r"d\.[gc]\.p(?!\w)\.?", _OTHER),
    ("dds", _letters("dds"), Form(ActType.DECRETO, alone="n")),
    (
        "ddg",
        rf"{_close('ddg')}|{_close('ddr')}|{_close('ddpf')}",
        Form(ActType.DECRETO, alone="nd"),
    ),
    ("dpcm", _close("dpcm"), Form(ActType.OTHER, _STATE, "nd")),
    ("dpr", _close("dpr"), Form(ActType.DPR, _STATE, "nbd")),
    (
        "dlgs",
        r"d(?:\.? {0,2}lgs|\.? ?leg\.? ?vo|\.? ?l\.? ?vo|\. ?legs|\. ?leg|\. ?lg)(?!\w)\.?",
        Form(ActType.DLGS, _STATE, "nbd"),
    ),
    ("dl", _close("dl"), Form(ActType.DL, _STATE)),
    ("dm", rf"{_close('dm')}|d\.i\.", Form(ActType.DM, _STATE, "nd")),
    ("dd", _close("dd"), Form(ActType.DD)),
    ("lr", rf"{_close('lr')}|ll\. ?rr\.?(?!\w)", Form(ActType.LR, alone="nbd")),
    ("lp", r"l\. ?p\.(?= ?(?:n|\d))", _OTHER),
    ("l", r"l\.(?= {0,2}(?:n|\d))", Form(ActType.LEGGE, _STATE, "")),
    ("rr", _close("rr"), replace(_OTHER, alone="")),
    ("rd", r"r\. ?d\. ?(?:l\.)?(?!\w)", Form(ActType.OTHER, _STATE, "nd")),
    ("opcm", r"o\. ?p\. ?c\. ?m\.", replace(_OTHER, issuer=_STATE)),
)
_NOUNS: tuple[tuple[str, str], ...] = (
    ("decreto", r"decret[oi]\b"),
    ("decree", r"decrees?\b"),
    ("decision", r"decision[ei]?s?\b"),
    ("delibera", r"deliber(?:a|e|azione|azioni)\b|delib\."),
    ("deliberata", r"deliberat[oaie]\b"),
    ("determina", r"determin(?:a|e|azione|azioni)\b|determ\."),
    ("direttiva", r"direttiv[ae]\b|directives?\b|dir\."),
    ("legge", r"legg[ei]\b"),
    ("law", r"laws?\b"),
    ("regolamento", r"regolament[oi]\b|regulations?\b|regg?\."),
    ("resolution", r"resolutions?\b"),
    ("ordinanza", r"ordinanz[ae]\b"),
    ("avviso", r"avvis[oi]\b|notice\b"),
    ("urn", r"urn:nir:"),
    ("commission", r"c ?\((?=(?:19|20)\d\d\))"),
)
FORMS: dict[str, Form] = {name: form for name, _, form in _ABBREVIATIONS}
"""The forms of the abbreviations; nouns are read by `corpus.mention_heads`."""
TRIGGER = re.compile(
    r"\b(?:d(?:\.|[gcdplm][grcusdplmvoef]{0,4}(?!\w)| [gcdpl]|e(?:cret|cree|cisi|lib|term)|irett"
    r"|irect"
    r"|ir\.)|l(?:\.|l\.|r\b|egg[ei]\b|aws?\b)|r(?:\.|r\b|eg(?:olament|ulation|g?\.)|esolution)"
    r"|o(?:rdinanz|\.)|avvis[oi]\b|notice\b|urn:nir|c ?\()"
)
"""Where an act's name may begin; a cheap superset of what `read_head_word` knows."""


def _heads(rows: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in rows))


_SHORT_HEADS = _heads((name, pattern) for name, pattern, _ in _ABBREVIATIONS)
_LONG_HEADS = _heads(_NOUNS)


_LONG_STARTS = frozenset(("de", "di", "le", "la", "re", "or", "av", "no", "ur", "c(", "c "))


def read_head_word(low: str, at: int) -> tuple[str, int] | None:
    """The word at `at` that names an act: which it is and where it ends."""
    heads = _LONG_HEADS if low[at : at + 2] in _LONG_STARTS else _SHORT_HEADS
    match = heads.match(low, at)
    return (match.lastgroup, match.end()) if match and match.lastgroup else None
