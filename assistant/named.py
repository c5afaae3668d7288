"""Which of the acts held a question names, and how surely.

Acts share their numbers: of all that bear the number and year, those count whose type and issuer
the words of the question fit best. Where several fit them as well, all of them stay.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.act_names import ActName, ActType, read_act_id, same_act
from corpus.dates import read_date
from corpus.lexical import WordHit, WordIndex, act_mark, date_mark
from corpus.mention_forms import plain
from corpus.mention_issuers import slug
from corpus.mentions import ActMention

_NUMBERED = 400
"""Passages in which acts of one number name themselves; two or three for each act."""
_WHOLE = 60
_CHOSEN = 20
"""Acts of which further passages are read, at most."""
_LESSER = 0.5
"""What a passage further down counts where an act's own heading answers."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An act as a question names it, in `text[start:end]`; `type` is None where any will do."""

    start: int
    end: int
    type: ActType | None
    issuer: str | None
    number: str | None
    date: str | None

    @property
    def mark(self) -> str:
        """The mark under which acts of its number, or else of its day, are found."""
        if self.number is None:
            return date_mark(self.date or "")
        return act_mark(ActName(self.type or ActType.OTHER, None, self.number, self.date))


def find_named(
    text: str, acts: Sequence[ActMention], words: WordIndex, documents: Sequence[str] | None
) -> dict[int, tuple[str, float]]:
    """Passages of the acts that a question names → their document, and how surely they are meant.

    `acts` are the mentions in `text`; where it asks for an act's own name, object, date or office,
    the passages in which the act names itself count most.
    """
    found: dict[int, tuple[str, float]] = {}
    references = read_references(text, acts)
    for one in references:
        chosen, weights = find_meant(text, one, words, documents)
        _keep(found, chosen, weights, 1.0)
        owners = list(dict.fromkeys(hit.document_id for hit in chosen))[:_CHOSEN]
        if owners and one.number:
            rest = words.search_codes([f"own:{one.mark}"], _WHOLE, owners)
            heading = asks_for_heading(text, references, weights)
            _keep(found, rest, weights, _LESSER if heading else 1.0)
    return found


# --- how acts are named ---------------------------------------------------------------------------

_LOOSE_NAME = re.compile(
    r"""\b(?P<noun>determin\w{1,9}|delib\w{1,10}|det\.|delib\.|decret[oi]|ordinanz[ae]|legg[ei]
    |regolament[oi]|regulation|direttiv[ae]|directive|att[oi]|provvediment[oi]|resolution
    |decision[ei]?|decree|act|order|a\.?d\.?|d\.?[gc]\.?[crm]\.?|d\.?d\.?(?:s|g|u\.?o)?\.?
    |d\.?m\.?|d\.?p\.?(?:g\.?)?r\.?|d\.?l\.?(?:gs\.?)?|l\.?r\.?)
    (?:[ ,]{1,2}(?:dirigenzial[ei]|del|della|dello|dell'|di|the|giunta|consiglio|consiliare|stato
      |comunale|municipale|regionale|provinciale|responsabile|dirigente|direttore|servizio|settore
      |struttura|sindacal[ei]|sindaco|presidente|ministro|ministeriale|direttoriale|legislativo
      |g\.?c\.?|c\.?c\.?|\(?(?:ue|ce|cee|eu|ec)\)?|reg(?:istro|\.)|gen(?:erale|\.)
      |r\.g\.|atto)){0,6}
    [ ,]{1,2}(?:n(?:umero|r|o)?[.°]{0,2}[ ]{0,2})?
    (?P<number>\d{1,7})(?:[ ]?[/-][ ]?(?P<second>(?:19|20)\d\d|\d{1,5}))?(?![\w.,/-]*\d)
    (?:[ ,]{1,2}(?:(?:del(?:l'anno)?|anno|of)[ ])?(?P<year>(?:19|20)\d\d)(?![\w/.-]))?""",
    re.VERBOSE,
)
_BARE = re.compile(r"(?<![\w/.,-])(?P<number>\d{1,6})/(?P<year>(?:19|20)\d\d)(?![\w/-])")
_DAY = re.compile(r"[ ,]{1,2}(?:del|of|in data|dell')[ ]?(?=\d)")
_MONTHS = 12
"""Up to this, "12/2021" is a month."""
_TYPES_OF = (
    ("determin", ActType.DETERMINA),
    ("det", ActType.DETERMINA),
    ("delib", ActType.DGR),
    ("resolution", ActType.DGR),
    ("decre", ActType.DECRETO),
    ("legg", ActType.LEGGE),
    ("dgr", ActType.DGR),
    ("dcr", ActType.DCR),
    ("dgc", ActType.DGC),
    ("dgm", ActType.DGC),
    ("dcc", ActType.DCC),
    ("dm", ActType.DM),
    ("dpgr", ActType.DPGR),
    ("dpr", ActType.DPR),
    ("dlgs", ActType.DLGS),
    ("dl", ActType.DL),
    ("dd", ActType.DECRETO),
    ("lr", ActType.LR),
    ("reg", ActType.REGOLAMENTO_UE),
    ("direct", ActType.DIRETTIVA_UE),
    ("dirett", ActType.DIRETTIVA_UE),
)
_EUROPEAN = frozenset((ActType.REGOLAMENTO_UE, ActType.DIRETTIVA_UE))


def read_references(text: str, acts: Sequence[ActMention]) -> list[Reference]:
    """The acts that a question names: its mentions, and what people write for one in a question."""
    low = plain(text)
    references = [
        Reference(
            act.start,
            act.end,
            act.type,
            act.issuer,
            act.number,
            act.date or _day_behind(low, act.end),
        )
        for act in acts
        if act.number or len(act.date or "") > 4
    ]
    taken = [(act.start, act.end) for act in acts]
    bare = (match for match in _BARE.finditer(low) if int(match["number"]) > _MONTHS)
    for match in (*_LOOSE_NAME.finditer(low), *bare):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            references += _read_loose(low, match)
            taken.append(match.span())
    return references


def _read_loose(low: str, match: re.Match[str]) -> Iterator[Reference]:
    parts = match.groupdict()
    noun, second, number = parts.get("noun") or "", parts.get("second"), match["number"]
    letters = noun.replace(".", "")
    kind = next((kind for word, kind in _TYPES_OF if letters.startswith(word)), None)
    date, end = match["year"], match.end()
    if kind in _EUROPEAN and (other := second or date):
        year = next((one for one in (other, number) if len(one) == 4), None)
        for whole in (f"{number}/{other}", f"{other}/{number}"):
            yield Reference(match.start(), end, kind, None, whole, year)
        return
    if second and len(second) == 4 and second[:2] in ("19", "20"):
        date = second
    elif second:
        number = f"{number}/{second}"
    yield Reference(match.start(), end, kind, None, number, _day_behind(low, end) or date)


def _day_behind(low: str, end: int) -> str | None:
    """The day that follows a name: "n. 45 dell'8 maggio 2020"."""
    lead = _DAY.match(low, end)
    day = read_date(low, lead.end()) if lead else None
    return day.iso if day else None


def find_meant(
    text: str, one: Reference, words: WordIndex, documents: Sequence[str] | None
) -> tuple[list[WordHit], dict[str, float]]:
    """The passages in which the acts meant by a reference name themselves, and how surely."""
    tops = words.search_codes([f"top:{one.mark}"], _NUMBERED, documents)
    weights = weigh_acts(text, one, {hit.act_id for hit in tops if hit.act_id})
    return [hit for hit in tops if hit.act_id in weights], weights


def _keep(
    found: dict[int, tuple[str, float]],
    hits: Iterable[WordHit],
    weights: dict[str, float],
    share: float,
) -> None:
    for hit in hits:
        sure = share * weights.get(hit.act_id or "", 0.0)
        if sure > found.get(hit.passage_id, ("", 0.0))[1]:
            found[hit.passage_id] = hit.document_id, sure


# --- which act ------------------------------------------------------------------------------------

_BEHIND = 40
"""Characters behind a mention in which its organ may stand: "n. 45 del Consiglio comunale"."""
_LOOSE = 0.8
"""How well a word fits a type for which it is only loosely used: "decreto" for a ministry's."""
_TIER = 0.98
"""Acts that fit less than this share of the best are others of the same number."""


def weigh_acts(text: str, act: Reference, held: Iterable[str]) -> dict[str, float]:
    """The ids among `held` that fit a reference best → how surely it means them, 0 to 1."""
    asked = frozenset(slug(text).split("-"))
    name = text[act.start : act.end + _BEHIND].lower()
    fits = {one: fit for one in held if (fit := _fit(act, read_act_id(one), name, asked)) > 0}
    named = {one for one in fits if _names_issuer(read_act_id(one), asked) == 1.0}
    if named:
        fits = {one: fits[one] for one in named}
    elif act.issuer:
        fits = {one: fit for one, fit in fits.items() if _may_issue(act, read_act_id(one), asked)}
    years = _YEAR.findall(text[: act.start] + text[act.end :]) if act.date is None else []
    fits = {one: fits[one] for one in fits if (read_act_id(one).date or "?")[:4] in years} or fits
    best = max(fits.values(), default=0.0)
    whole = bool(act.date or years) and best > 0.75
    return {one: 1.0 if whole else 0.6 for one, fit in fits.items() if fit >= _TIER * best}


_YEAR = re.compile(r"(?<![\w/.,-])(?:19|20)\d\d(?![\w/-])")
_RESOLUTIONS = frozenset((ActType.DGR, ActType.DCR, ActType.DGC, ActType.DCC, ActType.OTHER))
_GIUNTA = frozenset((ActType.DGR, ActType.DGC))
_CONSIGLIO = frozenset((ActType.DCR, ActType.DCC))
_LOCAL = frozenset((ActType.DGC, ActType.DCC))
_REGIONAL = frozenset((ActType.DGR, ActType.DCR))
_RESOLUTION = re.compile(r"delib|d\.? ?[gc]\.? ?[rcm]\b|resolution")
_ORGANS = (
    (re.compile(r"giunta|\bg\. ?[cmr]\.|d\.? ?g\.? ?[crm]\b"), _GIUNTA),
    (re.compile(r"consigli|consiliar|\bc\. ?[cr]\.|d\.? ?c\.? ?[cr]\b"), _CONSIGLIO),
)
_BODIES = (
    (re.compile(r"comunal|municipal|\bcomune\b|\b(?:d\.? ?)?[gc]\.? ?[cm]\b|citt[aà]\b"), _LOCAL),
    (re.compile(r"regional|\bregione\b|\bd\.? ?[gc]\.? ?r\b"), _REGIONAL),
)


def _fit(act: Reference, own: ActName, name: str, asked: frozenset[str]) -> float:
    """How well a mention's number, date and type fit an act, 0 to 1."""
    verdict = same_act(ActName(own.type, None, act.number, act.date), _nameless(own))
    kind = _fit_type(act, own, name, asked) if verdict != "no" else 0.0
    return kind * (1.0 if verdict == "yes" or act.date is None else 0.8)


def _nameless(own: ActName) -> ActName:
    return ActName(own.type, None, own.number, own.date)


def _fit_type(act: Reference, own: ActName, name: str, asked: frozenset[str]) -> float:
    """How well the word used for an act fits its type."""
    if act.type is None:
        return 1.0
    if (act.type in _EUROPEAN) != (own.type in _EUROPEAN):
        return 0.0
    if _RESOLUTION.match(name) and own.type in _RESOLUTIONS:
        return _fit_organ(name, own.type, asked)
    if act.type is own.type:
        return 1.0
    told = same_act(ActName(act.type, None, own.number, own.date), _nameless(own))
    return _LOOSE if told != "no" else 0.0


def _fit_organ(name: str, own: ActType, asked: frozenset[str]) -> float:
    """How well a "delibera" fits: by the organ it names, and the sort of body that it names."""
    around = f"{name} {' '.join(sorted(asked))}"
    fit = 0.9 if own is ActType.OTHER else 1.0
    for words, rows in ((name, _ORGANS), (around, _BODIES)):
        said = [kinds for pattern, kinds in rows if pattern.search(words)]
        if said and own is not ActType.OTHER and not any(own in kinds for kinds in said):
            return 0.0 if rows is _ORGANS else 0.5
    return fit


# --- whose act ------------------------------------------------------------------------------------

_SMALL = frozenset(
    slug("d di del della dei delle dello dell l la lo le il e in al sul sulla").split("-")
)
_KINDS = re.compile(
    r"(comune-di|citta-metropolitana-di|provincia-di|unione|comunita-montana|parco|asl|azienda)-"
)
_WORDS_OF = {
    "stato": frozenset(
        slug("stato ministero ministeriale nazionale statale repubblica").split("-")
    ),
    "ue": frozenset(slug("ue europeo europea europei ce cee commissione").split("-")),
}


def _names_issuer(own: ActName, asked: frozenset[str]) -> float:
    """Which share of an issuer's name stands in the question."""
    if own.issuer is None:
        return 0.0
    if own.issuer in _WORDS_OF:
        return float(bool(_WORDS_OF[own.issuer] & asked))
    kind = _KINDS.match(own.issuer)
    parts = set(own.issuer[kind.end() if kind else 0 :].split("-")) - _SMALL
    if not parts:
        return 0.0
    share = len(parts & asked) / len(parts)
    other = kind and kind[1].startswith("provincia") and "provincia" not in asked
    return 0.9 * share if other else share


def _may_issue(act: Reference, own: ActName, asked: frozenset[str]) -> bool:
    """Whether an act may be of the issuer that a mention names, where no held act is surely."""
    return own.issuer in (None, act.issuer) or _names_issuer(own, asked) >= 0.5


# --- what is asked of it --------------------------------------------------------------------------

_HEADING_WORDS = _SMALL | frozenset(
    slug(
        "oggetto data quando giorno anno adottata adottato approvata approvato emanata emanato"
        " tratta riguarda argomento titolo ufficio settore servizio dirigente chi firmato firmata"
        " firma ha e stata stato emesso emessa numero materia concerne cosa che quale qual era cos"
        " un una atto delibera determina decreto legge comune regione provincia citta"
        " subject object date when about title issued signed the of is what was by which"
        " municipality"
        " region n no nr numero del gennaio febbraio marzo aprile maggio giugno luglio agosto"
        " settembre ottobre novembre dicembre mi dici dimmi puoi dirmi quella quello parla si"
    ).split("-")
)


def asks_for_heading(text: str, acts: Sequence[Reference], meant: Iterable[str]) -> bool:
    """Whether a question wants of acts only what their headings say: object, date, office."""
    rest = list(text)
    for act in acts:
        rest[act.start : act.end] = " " * (act.end - act.start)
    issuers = {read_act_id(one).issuer or "" for one in meant} | {act.issuer or "" for act in acts}
    names = {part for issuer in issuers for part in issuer.split("-")}
    words = (word for word in slug("".join(rest)).split("-") if word and not word.isdigit())
    return all(word in _HEADING_WORDS or word in names for word in words)
