"""The words around an act's noun that tell its type: "del Presidente della Giunta", "regionale"."""

import re
from dataclasses import replace

from corpus.act_names import ActType
from corpus.dates import read_date
from corpus.mention_english import read_decree, read_law, read_resolution
from corpus.mention_forms import FORMS, Form, Head, read_head_word

_STATE = "stato"
MINISTRY = (
    r"(?:miur|mur|mise|mimit|mef|mipaaf|mipaf|masaf|mite|mase|mattm|mibact|mic|mims|mit"
    r"|minister[oi]|ministr[oi])(?!\w)"
)
_OF = r" {1,2}(?:(?:della|del|dello|dell'|dei|di|dal|dalla|da) ?)?"


def _kinds(
    rows: tuple[tuple[str, Form, bool], ...],
) -> tuple[tuple[re.Pattern[str], Form, bool], ...]:
    return tuple((re.compile(pattern), form, bridge) for pattern, form, bridge in rows)


_DECREE = Form(ActType.DECRETO, alone="nbd")
_OTHER = Form(ActType.OTHER, alone="nd")
# pattern behind the noun → form, and whether the name of an office may stand before the number.
_DECREES = _kinds(
    (
        (r"[ -]{1,3}legislativ[oi]\b", FORMS["dlgs"], False),
        (r" {0,2}-? {0,2}legg[ei]\b", Form(ActType.DL, _STATE, "nbd"), False),
        (rf"{_OF}president[ei] della repubblica\b", FORMS["dpr"], False),
        (rf"{_OF}presidente del consiglio(?: dei ministri)?\b", FORMS["dpcm"], False),
        (
            rf"{_OF}(?:vice ?)?president[ei]{_OF}(?:giunta(?: regionale)?|region[a-z]*"
            rf"|consiglio regionale)\b",
            Form(ActType.DPGR, alone="nbd"),
            True,
        ),
        (r" (?:inter)?ministerial[ei]\b", FORMS["dm"], True),
        (rf"{_OF}{MINISTRY}", FORMS["dm"], True),
        (rf" direttorial[ei]\b(?: (?:del )?{MINISTRY})?", Form(ActType.DD, _STATE, "nd"), True),
        (
            r" {1,2}(?:del )?dirigente (?:di )?unit[aà]'? organizzativa\b",
            replace(_DECREE, issuer="lombardia"),
            True,
        ),
        (
            rf"{_OF}(?:d\.? ?g\.|dirigent[ei]|direttor[ei]|direttrice|direzione|responsabile"
            rf"|segretario|capo)(?!\w)",
            _DECREE,
            True,
        ),
        (r" dirigenzial[ei]\b(?: regional[ei])?", _DECREE, True),
        (r" regional[ei]\b", _DECREE, True),
        (
            rf"(?: rettoral[ei]| sindacal[ei]| commissarial[ei]| prefettizi[oa]| assessorial[ei]"
            rf"|{_OF}(?:rettore|sindaco|prefetto|commissari[oa]|assessor[ei]|presidente))\b",
            _OTHER,
            True,
        ),
    )
)
_ROYAL_LAW = re.compile(r" ?-? ?(?:legge|legislativo)")
_UNIT = re.compile(rf"\b{MINISTRY}")
_JUDGE = re.compile(
    r" (?:ingiuntiv|penal|di citazione|di omologa|di trasferimento|di espulsione|di condanna"
    r"|flussi)"
    r"|[ ,]{1,2}(?:(?:della|del|di) )?(?:corte|cassazione|cass\.|tar\b|t\.a\.r|tribunal"
    r"|consiglio di stato|giudice)"
)
_COURT = re.compile(
    r"(?:corte|cassazione|cass\.(?: (?:civ|pen)\.)?|tar(?: [a-z]+)?|tribunale(?: di [a-z]+)?"
    r"|consiglio di stato|cost\.|costituzionale"
    r"|giudice)[ ,(]{1,3}(?:sez[a-z.]* [a-z0-9]{1,12}[ ,]{1,2})?\Z"
)
_COURT_WORDS = ("cort", "cass", "tar", "tribun", "stato", "cost", "giudic")
_ORGANS = _kinds(
    (
        (
            r"(?:giunta regionale|giunta (?:della )?regione|giunta (?:lombarda|veneta|pugliese"
            r"|toscana)"
            r"|g\.? ?r\.?(?!\w)|regional[ei]\b)",
            Form(ActType.DGR, alone="nbdp"),
            True,
        ),
        (
            r"(?:consiglio regionale|consiglio (?:della )?regione|c\. ?r\.)(?!\w)",
            Form(ActType.DCR, alone="nbd"),
            True,
        ),
        (
            r"(?:giunta (?:comunale|municipale|capitolina)|g\.? ?[cm]\.?)(?!\w)",
            Form(ActType.DGC, alone="nbd"),
            True,
        ),
        (
            r"(?:consiglio (?:comunale|municipale)|c\. ?c\.?)(?!\w)",
            Form(ActType.DCC, alone="nbd"),
            True,
        ),
        (
            r"(?:anac|avcp|cipe(?:ss)?|agcm|agcom|arera|aeeg[a-z]*|consob|civit)(?!\w)",
            replace(_OTHER, issuer=_STATE),
            True,
        ),
        (
            r"(?:giunta (?:provinciale|camerale|esecutiva|dell'unione)|consiglio (?:provinciale"
            r"|metropolitano|di |d'|dei |dell'|direttivo|camerale|generale)|c\.?d\.?a\b|assemblea"
            r"|commissari|comitato|direttore|autorità|senato accademico|sindac|president)",
            _OTHER,
            True,
        ),
        (r"giunta\b", Form(ActType.DGR, alone="nbd", vague=True), True),
        (r"consiglio\b", Form(ActType.DCR, alone="nbd", vague=True), True),
    )
)
_OF_ORGAN = re.compile(r" {1,2}(?:(?:della|del|dell'|di|dalla|dal|in) ?)?(?:copia )?(?:della )?")
_LAWS = _kinds(
    (
        (r"[ -]{1,2}regional[ei]\b", Form(ActType.LR, alone="nbd"), False),
        (r" provincial[ei]\b", replace(_OTHER, alone="n"), False),
        (
            r"(?: costituzionale| statal[ei]| dello stato| nazional[ei]|[ -]delega|[ -]quadro"
            r"| ordinaria)\b",
            Form(ActType.LEGGE, _STATE, "nbd"),
            False,
        ),
    )
)
_JOURNAL = re.compile(r"(?:\bgu|g\.u\.|guue|guce|gazzetta)[a-z .'-]{0,30}\Z")
_STREET = re.compile(
    r"(?:via|viale|piazza|corso|largo|vicolo|strada) (?:della|delle|del|dei|di) \Z"
)
_REGION_BODY = re.compile(
    r" (?:regionali?\b|comunal[ei]\b|provincial[ei]\b|d'ateneo\b|edilizi[oa]\b|regional[ei]\b)"
)
_DETERMINA_PLAIN = Form(ActType.DETERMINA, alone="nd", vague=True)
_DETERMINA_OFFICE = Form(ActType.DETERMINA, alone="nd")
_DELIBERA = Form(ActType.DGR, alone="nd", vague=True)
_LAW = Form(ActType.LEGGE, _STATE, "nbd")
_OFFICES = frozenset(("dm", "dduo", "dds", "ddg", "dd"))
_DETERMINA = re.compile(
    rf"(?: dirigenzial[ei]\b| a contrarre\b| d\.d\.|{_OF}(?:responsabil|dirigent|direttor|settor"
    rf"|segretari"
    rf"|capo|funzionari|servizi|area|ufficio|giunta|direzion|amministrator|commissari|presidente"
    rf"|r\.?u\.?p)[a-z]*)"
)
_ORDER = re.compile(
    rf"(?:(?: (?:sindacal[ei]|ministerial[ei]|commissarial[ei]|regional[ei]"
    rf"|contingibil[ei](?: e(?:d)? urgent[ei])?"
    rf"|balneare|comunal[ei]))\b|{_OF}(?:sindaco|ministro|ministero|presidente|commissario|capo"
    rf"|dirigente"
    rf"|prefetto|questore)\b)"
)
_NOTICE = re.compile(rf"(?: pubblic[oi]| regional[ei]|{_OF}{MINISTRY}| d\.d\.(?= )){{0,3}}")
_DIGIT = re.compile(r"\d")
_BRIDGE_END = re.compile(
    r"[ ,]{1,3}(?:(?:- )?n(?:umero|um|ro|r)?[.°]{0,2} {0,2}(?:[ivx]{1,5} ?/ ?)?|(?:del "
    r"|in data )?)\Z"
)
_WITH = re.compile(r"di concerto con (?:il |i |la |l')?(?:ministr|minister)")
_LONGEST_OFFICE = 170
_NO_BRIDGE = re.compile(
    r"[;:!?«»\"|]|\b(?:che|è|ha|hanno|sono|con|il|lo|si|non|dal|entro|ai sensi|vigore|legg[ei]"
    r"|art|artt|articolo"
    r"|comma|pubblicat[a-z]+|approvat[a-z]+|adottat[a-z]+|allegat[a-z]+|prot|decret[a-z]+"
    r"|deliber[a-z]+"
    r"|regolament[a-z]+|direttiv[ae]|avvis[oi]|ordinanz[ae]|determin[a-z]+|circa|fino|cui|oltre"
    r"|almeno"
    r"|tel|via|pagin[ae]|burl)\b|\b[ld]\.(?:r|g|lgs|p|m|l|d)\.?\b|[a-zà-ù]{4,}\. "
)


def read_head(low: str, at: int) -> Head | None:
    """The name of an act at `at` without its number, and whether an office may follow."""
    word = read_head_word(low, at)
    if word is None:
        return None
    name, end = word
    if name in FORMS:
        return _read_abbreviation(low, at, end, name)
    reader = _READERS.get(name)
    return reader(low, at, end) if reader else None


def bridge(low: str, at: int) -> int | None:
    """Where the name of an office that begins at `at` ends, before a number or date."""
    digit = _DIGIT.search(low, at, at + _LONGEST_OFFICE)
    end = _BRIDGE_END.search(low, max(at, digit.start() - 16), digit.start()) if digit else None
    if digit is None or end is None:
        return None
    office = low[at : end.start()]
    if "n" not in end.group() and read_date(low, digit.start()) is None:
        return None
    return None if _NO_BRIDGE.search(_WITH.sub("", office)) else end.start()


def names_unit(low: str, start: int, end: int) -> bool:
    """Whether the stretch names a ministry, which makes a director's decree the ministry's."""
    return _UNIT.search(low, start, end) is not None


def organ_after(low: str, at: int) -> Form | None:
    """The organ named right behind a number: "n. 45 della Giunta comunale"."""
    gap = _OF_ORGAN.match(low, at)
    return _organ(low, gap.end())[0] if gap else None


def _read_abbreviation(low: str, at: int, end: int, name: str) -> Head | None:
    before = low[max(0, at - 2) : at]
    if before[-1:] in ("/", "@", "&", "_", "$") or (
        before[-1:] in (".", "-") and before[:1].isalnum()
    ):
        return None
    form = FORMS[name]
    if name == "l" and not _may_be_law(low, at):
        return None
    if "b" in form.alone and "." not in low[at:end] and name in ("lr", "dpr"):
        form = replace(form, alone=form.alone.replace("b", ""))
    return Head(at, end, form, name in _OFFICES, low.startswith("ll", at))


def _may_be_law(low: str, at: int) -> bool:
    """Whether "l." is a law: no initial of a name, no series of the EU's journal."""
    initial = low[max(0, at - 4) : at]
    if initial.endswith(". ") and initial[-3:-2].isalpha() and not initial[:-3].isalnum():
        return initial[-3] == "c"
    before = low[max(0, at - 40) : at]
    return not (("gu" in before or "g.u" in before or "gazz" in before) and _JOURNAL.search(before))


def _is_of_court(low: str, start: int) -> bool:
    """Whether a court is named right before the stretch that begins at `start`."""
    before = low[max(0, start - 60) : start]
    return any(word in before for word in _COURT_WORDS) and _COURT.search(before) is not None


def _first(
    rows: tuple[tuple[re.Pattern[str], Form, bool], ...], low: str, at: int
) -> tuple[int, Form, bool] | None:
    for pattern, form, may_bridge in rows:
        if match := pattern.match(low, at):
            return match.end(), form, may_bridge
    return None


def _read_decreto(low: str, start: int, end: int) -> Head | None:
    if _JUDGE.match(low, end) or _is_of_court(low, start):
        return None
    plural = low[end - 1] == "i"
    if low.endswith("regio ", max(0, start - 6), start):
        law = _ROYAL_LAW.match(low, end)
        return Head(start - 6, law.end() if law else end, FORMS["rd"], False, plural)
    numbered = low.startswith((" n.", " n "), end) or low[end + 1 : end + 2].isdigit()
    known = None if numbered else _first(_DECREES, low, end)
    if known is None:
        return Head(start, end, _DECREE, low.startswith(" di ", end), plural)
    at, form, office = known
    return Head(start, at, form, office, plural)


def _organ(low: str, at: int) -> tuple[Form | None, int, bool]:
    known = _first(_ORGANS, low, at)
    return (known[1], known[0], known[2]) if known else (None, at, False)


def _read_delibera(low: str, start: int, end: int) -> Head | None:
    plural = low[end - 1] == "i" or low.startswith("delibere", start)
    gap = _OF_ORGAN.match(low, end)
    form, at, office = _organ(low, gap.end()) if gap else (None, end, False)
    if form is None:
        return Head(start, end, _DELIBERA, False, plural)
    return Head(start, at, form, office, plural)


_TOLD = re.compile(
    r" (?:dalla|dal|della|in) (?P<organ>giunta|consiglio)(?P<kind> regionale| comunale)?"
    r"(?: (?:della|di|del) [a-z'-]{3,20}(?: [a-z'-]{3,20})?)??(?: ?,? ?(?:il|in data|l'"
    r"|nella seduta del|con n\.?|con))"
    r"(?= ?\d)"
)
_TOLD_TYPES = {
    ("giunta", " comunale"): ActType.DGC,
    ("consiglio", " comunale"): ActType.DCC,
    ("giunta", " regionale"): ActType.DGR,
    ("consiglio", " regionale"): ActType.DCR,
    ("giunta", ""): ActType.DGR,
    ("consiglio", ""): ActType.DCR,
}


_ORGAN_BEFORE = re.compile(
    r"(?P<organ>giunta|consiglio)(?P<kind> regionale| comunale)[^.;]{0,50} con (?:la |propria "
    r"|sua |successiva ){0,2}\Z"
)


def organ_before(low: str, start: int) -> Form | None:
    """The organ that the sentence names: "approvato dal Consiglio regionale con la delibera"."""
    match = _ORGAN_BEFORE.search(low, max(0, start - 100), start)
    return Form(_TOLD_TYPES[match["organ"], match["kind"]]) if match else None


def _read_deliberata(low: str, start: int, end: int) -> Head | None:
    told = _TOLD.match(low, end)
    if told is None:
        return None
    organ, kind = told["organ"], told["kind"] or ""
    return Head(start, told.end(), Form(_TOLD_TYPES[organ, kind], alone="d", vague=not kind))


def _read_legge(low: str, start: int, end: int) -> Head | None:
    if _STREET.search(low[max(0, start - 16) : start]):
        return None
    known = _first(_LAWS, low, end)
    at, form, _ = known or (end, _LAW, False)
    return Head(start, at, form, False, low[end - 1] == "i")


def _read_determina(low: str, start: int, end: int) -> Head:
    office = _DETERMINA.match(low, end)
    form = _DETERMINA_OFFICE if office else _DETERMINA_PLAIN
    plural = low[end - 1] == "i" or low.startswith("determine", start)
    return Head(start, office.end() if office else end, form, office is not None, plural)


def _read_ordinanza(low: str, start: int, end: int) -> Head | None:
    if _JUDGE.match(low, end) or _is_of_court(low, start):
        return None
    office = _ORDER.match(low, end)
    form = Form(ActType.OTHER)
    if office and "minist" in office.group():
        form = Form(ActType.OTHER, _STATE, "nd")
    at = office.end() if office else end
    return Head(start, at, form, office is not None, low[end - 1] == "e")


def _read_avviso(low: str, start: int, end: int) -> Head | None:
    words = _NOTICE.match(low, end)
    at = words.end() if words else end
    ministry = names_unit(low, max(0, start - 14), at)
    return Head(start, at, Form(ActType.AVVISO, _STATE if ministry else None, ""))


def _read_regolamento(low: str, start: int, end: int) -> Head | None:
    """A regulation that is not of the EU."""
    body = _REGION_BODY.match(low, end)
    if body is None and low[start : start + 10] != "regolament":
        return None
    form = Form(ActType.OTHER, alone="nd" if body and "regional" in body.group() else "")
    return Head(start, body.end() if body else end, form, False, low[end - 1] == "i")


_READERS = {
    "decreto": _read_decreto,
    "delibera": _read_delibera,
    "deliberata": _read_deliberata,
    "legge": _read_legge,
    "determina": _read_determina,
    "ordinanza": _read_ordinanza,
    "avviso": _read_avviso,
    "law": read_law,
    "decree": read_decree,
    "resolution": read_resolution,
    "regolamento": _read_regolamento,
}
