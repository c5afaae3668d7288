"""Questions for the acts or calls of some days, and for nothing else."""

import re
from dataclasses import dataclass

from corpus.act_names import ActType
from corpus.clusters import find_clusters, level
from corpus.words import content_words, language, split_words, stem


@dataclass(frozen=True, slots=True)
class DatedList:
    """What is listed: acts of some kinds (all where empty), or calls by a date of theirs.

    `fields` are the dates of calls that count, empty where acts are asked for.
    """

    kinds: frozenset[ActType] = frozenset()
    fields: tuple[str, ...] = ()


_LISTS = re.compile(
    r"^(?:(?:e|ma|and) )?(?:mi |can you |puoi )?(?:qual[ei]|che|quant[ie]|elenc\w+|lista|dimmi"
    r"|mostra\w*|ci sono|sono (?:stati|state|usciti)|which|what|list|show|how many|are there|were"
    r"|tell|i |gli |le |the |bandi|avvisi|atti|decreti|delibere|leggi|calls|acts)"
)
_ACTS: tuple[tuple[re.Pattern[str], frozenset[ActType]], ...] = (
    (re.compile(r"\b(?:atti|provvedimenti|acts|measures)\b"), frozenset()),
    (
        re.compile(r"\b(?:decreti|decrees)\b"),
        frozenset((ActType.DECRETO, ActType.DD, ActType.DM, ActType.DPGR, ActType.DPR)),
    ),
    (
        re.compile(r"\b(?:delibere|deliberazioni|resolutions)\b"),
        frozenset((ActType.DGR, ActType.DCR, ActType.DGC, ActType.DCC)),
    ),
    (
        re.compile(r"\b(?:leggi|laws)\b"),
        frozenset((ActType.LR, ActType.LEGGE, ActType.DLGS, ActType.DL)),
    ),
    (re.compile(r"\b(?:determine|determinazioni)\b"), frozenset((ActType.DETERMINA,))),
)
_CALLS = re.compile(r"\b(?:bandi|avvisi|calls|sportelli)\b")
_CLOSES = re.compile(
    r"\b(?:scad\w+|scadenz\w+|chiud\w+|chius\w+|termin\w+|clos\w+|expir\w+|due|end\w*)\b"
)
_OPENS = re.compile(
    r"\b(?:apr(?:e|ono|iranno|ira)\b|apert[oi] (?:nel|in|a)\b|uscit\w+|open(?:s|ed|ing)?\b)"
)
_PLAIN = split_words(
    """
    atti decreti delibere deliberazioni leggi provvedimenti determine determinazioni bandi avvisi
    sportelli adottati adottate adottato approvati approvate emanati emanate emessi emesse firmati
    firmate pubblicati pubblicate usciti uscite presi prese datati datate data date anno anni mese
    mesi giorno giorni settimana settimane scorso scorsa scorsi passato passata precedente prossimo
    prossima prossimi prossime ultimi ultime ultimo corso corrente oggi ieri domani dopodomani
    adesso attualmente entro fine fa cluster ctl lombardi lombardo lombardia regione regionali
    regionale giunta biblioteca documenti noti elenca elenco elencami lista dimmi mostra mostrami
    scadono scade scadranno scadenza chiudono chiude chiuso chiusi termine aprono apre apriranno
    aperti termini imprese acts decrees resolutions laws calls measures adopted approved issued
    passed signed published dated last past next previous year years month months week weeks day
    days today yesterday tomorrow currently within ago clusters lombardy list show tell me closing
    close closes closed expire expiring open opened opening end due technology tecnologici
    trimestre semestre quarter due tre quattro cinque sei sette otto nove dieci uno una two three
    four five six seven eight nine ten gennaio febbraio marzo aprile maggio giugno luglio agosto
    settembre ottobre novembre dicembre january february march april may june july august september
    october november december
    """
)


def find_dated_list(text: str) -> DatedList | None:
    """The acts or calls that a question lists by their days; None where it asks for more."""
    low = " ".join(level(text[:400]).split())
    if len(text) > 400 or _LISTS.match(low) is None or _asks_more(text, low):
        return None
    if _CALLS.search(low):
        if _CLOSES.search(low):
            return DatedList(fields=("closes", "extended", "recloses"))
        return DatedList(fields=("opens", "reopened")) if _OPENS.search(low) else None
    for pattern, kinds in _ACTS:
        if pattern.search(low):
            return DatedList(kinds)
    return None


def _asks_more(text: str, low: str) -> bool:
    """Whether a question holds a word that tells of what the acts or calls shall be."""
    kept = low
    for one in find_clusters(text, hinted=True):
        kept = f"{kept[: one.start]}{' ' * (one.end - one.start)}{kept[one.end :]}"
    plain = {stem(word) for word in _PLAIN} | _PLAIN
    return any(
        not word.isdigit() and word not in plain and stem(word) not in plain
        for word in content_words(kept, language(text))
    )
