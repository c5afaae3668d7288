"""By which act a call was approved, who issues it, and which clusters it concerns."""

import re
from collections.abc import Iterator, Sequence

from corpus.act_names import ActName, act_id
from corpus.clusters import find_areas, find_clusters
from ingest.call_terms import Clause, Told
from ingest.cues import ActGroup, leads_by

_APPROVED = re.compile(
    r"\b(?:approvat[oaie]|istituit[oa]|emanat[oa]|adottat[oa]|indett[oa]|approved|adopted|issued)\b"
)
_APPROVING = re.compile(
    r"\b(?:approv(?:a|azione|ò|are|ano)|approvat[oa]|emana|adotta|indice|approv(?:es|al)|issues"
    r"|istituisce (?:il|la|un|l')? ?(?:bando|avviso|call|misura))\b"
)
_OF_PART = re.compile(
    r"\b(?:elementi essenziali|criteri|graduatori|schema|modific|prorog|riap|increment|dotazion"
    r"|risors"
    r"|rifinanzi|esit|elenc|modulistic|rettific|linee guida|essential elements|criteria|ranking"
    r"|sospen|differi|domande)"
)
_HEAD = re.compile(r"\b(?:bando|avviso|call|misura|manifestazione|iniziativa|invito|notice)\b")
_BY_NAME = re.compile(
    r"[»\"”)]?,? ?(?:\((?:cfr\.? )?|di cui al(?:la|l')? |è (?:il |la |l')?|ex |is |of |by "
    r"|emanato con |"
    r"indetto con |con |with )?\Z"
)
_ROW_HEAD = re.compile(
    r"\b(?:bando|avviso)(?: (?:pubblico|attuativo|regionale|della|del|per)){0,3} \Z"
)
_ROW_ISSUER = re.compile(
    r"(?:regione [a-z]+|giunta regionale|mi?ur|mimit|\(anche [^()]{3,40}\)| |\|){1,4}"
)
_INSTITUTION = (
    r"(?:Regione [A-ZÀ-Ý][\w'-]+(?:[ -](?:Romagna|Giulia|d'Aosta|Adige))?"
    r"|Unioncamere(?: [A-ZÀ-Ý]\w+)?"
    r"|Camer[ae] di [Cc]ommercio(?: di [A-ZÀ-Ý]\w+(?:[ -][A-ZÀ-Ý]\w+){0,2})?|Comune di [A-ZÀ-Ý]\w+"
    r"(?: [A-ZÀ-Ý]\w+)?|Ministero [\w' ]{4,50}?(?=[,.;:()]|"
    r" (?:ha|con|è)\b|\Z)|MIUR|MUR|MISE|MIMIT|Invitalia|Commissione [Ee]uropea|Lombardy Region"
    r"|Region of [A-Z]\w+)"
)
_BODIES = rf"{_INSTITUTION}(?:(?: e |, | and ){_INSTITUTION}){{0,3}}"
_ISSUED_BY = re.compile(
    rf"(?:\b[Dd](?:i|el|ella)|\b[Dd]ell'|\bda|\bdal|\bdalla|\bby|\bof) (?P<who>{_BODIES})".replace(
        " ", r"\s"
    )
)
_ISSUING = re.compile(
    rf"(?P<who>{_BODIES})[^.;:]{{0,90}}?\b(?:approva|approvato|pubblica|pubblicato|apre|aperto"
    rf"|riapre"
    r"|riaperto|lancia|lanciato|promuove|promosso|emana|emanato|concede|finanzia|attiva|attivato"
    r"|indice"
    r"|prorogato|proroga|opens|opened|launches|launched|published|publishes|issued)\b".replace(
        " ", r"\s"
    )
)
_GRANTING = re.compile(
    rf"(?:\d+[.)]\s)?(?:[Ll]a )?(?P<who>{_BODIES})[^.;:]{{0,90}}?\b(?:concede|finanzia|eroga"
    rf"|assegna)"
    r" (?:contribut|agevolazion|finanziament)".replace(" ", r"\s")
)
_ISSUED = re.compile(
    r"(?:promoss[oa]|emanat[oa]|pubblicat[oa]|lanciat[oa]|attivat[oa]|finanziat[oa]|era|è|was"
    r"|launched"
    r"|issued|published|promoted)(?: \w+)? \Z"
)
_LINKED = re.compile(
    r"rivol|riservat|destinat|dedicat|aderent|aderisc|associat|\bsoci[oe]?\b|membr|sostien|sostegno"
    r"|finanzia|priorit|coerent|settor|ambit|\bare[ae]\b|tematic|filier|beneficiari|colleg|possono"
    r"|partecipare|aimed|reserved|members|open to|sector|supports|priorities|addressed|thematic"
)
_NOT_LINKED = re.compile(
    r"informar|notific|trasmett|comunicar|aggiornament|ottenut|esclus|diverso da|divers[ao]|not a\b"
    r"|non (?:riguarda|è rivolt)|different from"
)
_ALL = re.compile(
    r"(?<![\w-])(?:cluster tecnologici(?: lombardi| regionali)?|ctl|lombardy technology clusters"
    r"|cluster (?:lombardi|regionali|riconosciuti)|technology clusters)(?! nazional)(?![\w-])"
)
_ANY = re.compile(
    r"(?:membr|\bsoci[oe]?\b|aderent|associat|members)[^.;]{0,60}?(?:\bun[oa]? |\ba |\buno dei )"
    r"(?:cluster tecnologic[oi](?: lombard[oi])?|ctl|lombardy technology clusters?)(?![\w-])"
)
_AREAS = re.compile(r"settor|ambit|\bare[ae]\b|tematic|filier|sector|thematic|nel campo")


# --- act -----------------------------------------------------------------------------------------


def read_acts(
    clause: Clause, named: tuple[int, int] | None, groups: Sequence[ActGroup], own: ActName | None
) -> Iterator[Told]:
    """The act by which the call is approved; `named` is where its name stands in the clause."""
    low = clause.low
    spot = named or _headed(clause)
    if spot is None:
        return
    if own is not None and _approves_itself(clause, spot, groups):
        yield Told("act", act_id(own), *spot)
        return
    for group in groups:
        if len(group.acts) != 1 or not clause.begin <= group.start < clause.end:
            continue
        if _is_of_call(low, clause, spot, group):
            yield Told("act", act_id(group.acts[0]), group.start, group.end)
            return


def _headed(clause: Clause) -> tuple[int, int] | None:
    """Where the clause says "il bando" of the call that is meant."""
    found = _HEAD.search(clause.low, clause.begin, clause.end)
    return found.span() if found else None


def _approves_itself(clause: Clause, spot: tuple[int, int], groups: Sequence[ActGroup]) -> bool:
    """Whether an act says of itself that it approves the call: "di approvare il bando …"."""
    before = clause.before(spot[0])
    found = re.search(
        r"(?:\bdi approvare|\bapprova(?:zione)?\b|\bè approvat[oa])[^.;]{0,40}\Z", before
    )
    if found is None or _OF_PART.search(before, found.start()):
        return False
    return not any(clause.begin <= group.start < spot[0] for group in groups)


def _is_of_call(low: str, clause: Clause, spot: tuple[int, int], group: ActGroup) -> bool:
    if group.start >= spot[1]:
        between = low[spot[1] : group.start]
        if len(between) > 160:
            return False
        if _APPROVED.search(between):
            return leads_by(group.led) and not _OF_PART.search(low, clause.begin, group.start)
        named = _BY_NAME.fullmatch(between) and between.strip(' »"”,)')
        return bool(named) and not _OF_PART.search(low, clause.begin, spot[0])
    between = low[group.end : spot[0]]
    if len(between) > 120:
        return False
    if _APPROVING.search(between):
        return not _OF_PART.search(between)
    headed = _HEAD.match(low, spot[0]) or _ROW_HEAD.search(between)
    return clause.begin == group.start and headed is not None and _is_title(between)


def _is_title(between: str) -> bool:
    """Whether nothing but the issuer stands between an act and the call: a row of a table."""
    words = _ROW_HEAD.sub("", between).strip(" |,:-–")
    return not words or _ROW_ISSUER.fullmatch(words) is not None


# --- issuer ---------------------------------------------------------------------------------------


def read_issuer(text: str, clause: Clause, named: tuple[int, int] | None) -> Iterator[Told]:
    """Who issues the call, in the words of the text."""
    spot = named or _headed(clause)
    if spot is None:
        grants = _GRANTING.match(text, clause.begin, clause.end)
        if grants:
            yield _who(text, grants)
        return
    for match in _ISSUED_BY.finditer(text, spot[1], clause.end):
        between = clause.low[spot[1] : match.start()].strip(' »"”,')
        if not between or _ISSUED.search(between + " "):
            yield _who(text, match)
            return
    for match in _ISSUING.finditer(text, clause.begin, clause.end):
        if named is None and match.start() > clause.begin + 4:
            continue
        if match.start() < spot[0] and spot[0] - match.end() < 60:
            yield _who(text, match)
            return


def _who(text: str, match: re.Match[str]) -> Told:
    start, end = match.span("who")
    return Told("issuer", " ".join(text[start:end].split()), start, end)


def is_masthead(text: str) -> bool:
    """Whether a line is the name of an institution and nothing else."""
    return (
        re.fullmatch(_INSTITUTION, " ".join(text.split()).title().replace("Di ", "di ")) is not None
    )


# --- clusters -------------------------------------------------------------------------------------


def read_clusters(
    text: str, clause: Clause, named: tuple[int, int] | None, who: Told | None
) -> Iterator[Told]:
    """The clusters that the call concerns: named by it, by whom it is for, or by what ties them."""
    low = clause.low
    stretches = [span for span in (named, (who.start, who.end) if who else None) if span]
    if _LINKED.search(clause.words) and not _NOT_LINKED.search(clause.words):
        stretches.append((clause.begin, clause.end))
    seen: set[str] = set()
    for start, end in stretches:
        for told in _clusters_in(text, low, start, end):
            if told.value not in seen:
                seen.add(told.value)
                yield told


def _clusters_in(text: str, low: str, start: int, end: int) -> Iterator[Told]:
    words = text[start:end]
    found = [one for one in find_clusters(words, hinted=True) if one.cluster_id]
    if not found and _AREAS.search(low, start, end):
        found = [one for one in find_areas(words) if one.cluster_id]
    for one in found:
        yield Told("cluster", one.cluster_id, start + one.start, start + one.end)
    whole = _ALL.search(low, start, end) or _ANY.search(low, start, end)
    if whole and not found:
        yield Told("cluster", "*", *whole.span())
