"""What a question asks of the registers: a cluster's standing, its acts, an act's fate, a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.fields import field_asked, value_asked
from corpus.act_names import ActName
from corpus.clusters import find_areas, find_cluster, find_clusters, level
from corpus.dates import read_date
from corpus.mentions import ActMention
from corpus.values import number_of
from corpus.words import split_words


class Wanted(StrEnum):
    """What is wanted of the registers."""

    STANDING = "standing"
    RECOGNISING_ACTS = "recognising_acts"
    WHICH_ACT = "which_act"
    CLUSTERS = "clusters"
    OTHER_CLUSTERS = "other_clusters"
    CHAIN = "chain"
    CHANGES = "changes"
    VALIDITY = "validity"
    CITERS = "citers"
    HELD = "held"
    ABOUT = "about"
    CALLS = "calls"
    COUNT = "count"
    NAMED_ACT = "named_act"
    FIELD = "field"
    CALL_STATE = "call_state"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the registers: `clusters` are ids, () for all; `day` the one asked about.

    `state` is the state of calls that is asked for: "open", "closed", "announced", or "" for any.
    `count` is a number of clusters that the question states. `granted`: the question takes what
    it says for granted ("perché …", "quando è stato …"), so that a denial contradicts it.
    `fields` are those of a cluster that are asked for, `value` what one of them is said to be or
    shall be, `years` those that the question names.
    `reserved`: only calls for clusters alone. `text` is the question.
    """

    wanted: Wanted
    day: date
    clusters: tuple[str, ...] = ()
    acts: tuple[ActName, ...] = ()
    state: str = ""
    count: int = 0
    granted: bool = False
    fields: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    reserved: bool = False
    text: str = ""


_RECOGNISED = re.compile(r"\briconosc|\brecogni[sz]|\briconosciment|\bstato (?:del|attuale)")
_OTHER_MEANING = re.compile(
    r"personalita|giuridic|legal person|filier|supply chain|etichett|label\b|bollino|marchio|modell"
)
_ELSEWHERE = re.compile(
    r"\b(?:pugli|piemont|venet[oai]\b|toscan|emilian|sicilian|campan[oai]\b|lazial|ligur|abruzz"
    r"|calabr|sardegn|sard[oai]\b|umbr[oiae]\b|marchigian|friulan|trentin|lucan|molisan|tuscan|apuli"
    r"|sicil|italian[oai]? cluster|cluster italian)"
)
"""Clusters of other regions; a cluster of Lombardy may bear nearly the same name."""
_BY_WHICH = re.compile(
    r"\b(?:con|da|in|in base a|tramite|per) (?:qual[ei]|che) (?:\w+ )?(?:att[oi]|decret[oi]"
    r"|provvediment[oi]|deliber\w+|norm\w+)"
    r"|\b(?:by|with|under|through) (?:which|what) (?:\w+ )?(?:acts?|decrees?|resolutions?)"
    r"|\bqual[ei] (?:sono (?:gli|i) )?(?:att[oi]|decret[oi]|provvediment[oi])\b[^?]{0,40}"
    r"(?:di riconosc|riconosc|ricon\w+ )|\bwhich (?:acts?|decrees?)\b[^?]{0,40}recogni"
    r"|(?:att[oi]|decret[oi]|provvediment[oi]) d[ie]l? riconosc"
    r"|(?:decret[oi]|att[oi]|provvediment[oi]|decree|act)\b[^?]{0,40}"
    r"\b(?:che|con cui|con il quale|that)\b[^?]{0,30}(?:riconosc|recogni)"
)
_WHICH_OF = re.compile(
    r"qual[ei] (?:dei|tra i|fra i|di quest[ie]) (?:due |2 )?(?:decret|att|provvediment)"
    r"|which of the (?:two|2)|primo o (?:nel )?secondo"
    r"|(?:decret\w+|decrees?) (?:n\. ?|no\. ?)?\d{3,5}\b[^?]{0,60}"
    r"\b(?:o|oppure|or)\b (?:\w+ ){0,4}\d{3,5}"
)
_YES_NO = re.compile(
    r"^(?:ma |e |allora |and |so )?(?:il |lo |la |l'|the )?(?:[\w.&'-]+ ){0,7}?"
    r"(?:e'?|è|era|erano|sono|risulta\w*|risultava\w*|fa parte|is|are|was|were|has|have)\b"
    r"[^?]{0,90}(?:riconosc|recogni)|^(?:e'?|è|era|is|was|has|risulta)\b"
    r"|\bstato d[ie]l? riconosc|\bsai se\b|\bsapere se\b|\bverificare se\b|whether\b"
)
_ASKS_WHAT = re.compile(
    r"(?:e |ma |and )?(?:qual[ei']?|chi|cosa|che cosa|quando|dove|perche|come|quant\w+|con qual[ei]"
    r"|in (?:che|quale)|da quando|what|which|who|when|where|why|how|by wh\w+)\b"
)
_WHEN = re.compile(
    r"\b(?:quando|da quando|in (?:che|quale) (?:anno|data|mese|giorno)|since when|when"
    r"|in (?:what|which) year)\b"
)
_LIST = re.compile(
    r"\b(?:quali|elenc\w+|lista|quanti|tutti|list|which|how many|name|what are)\b[^?]{0,60}"
    r"(?:cluster|ctl)"
)
_EACH = re.compile(
    r"\b(?:quali|che|which|what|tutti i|ogni|each|ciascun\w*) (?:\w+ )?(?:cluster|ctl|clusters)\b"
    r"|\bi cluster\b|\bthe clusters\b|\bcluster lombardi\b|\bquelli lombardi\b"
)
_UNRECOGNISED = re.compile(
    r"\bnon (?:\w+ ){0,3}(?:riconosc|ricon\b)|\bin attesa\b|\bancora da riconosc|\bsenza riconosc"
    r"|\b(?:not|un)(?: \w+){0,2} ?recogni|\bawait|\bwithout recogni|\bpending\b"
)
_ABOUT = re.compile(
    r"\ba (?:che )?cosa serv|\b(?:che )?cosa (?:fa|ha fatto|dispone|stabilisce|prevede|approva"
    r"|riguarda|dice|contiene|decide)\b|\bdi (?:che )?cosa (?:tratta|parla|si occupa)"
    r"|\bche cos'e|\bcos'e\b|\bche cos'? e\b|\boggetto\b|\bwhat (?:does|did|is)\b|\bpurpose\b"
    r"|\bwhat .{0,40}(?:about|for)\b"
)
_OF_ACTS = re.compile(r"\b(?:att[oi]|decret[oi]|deliber\w+|provvediment[oi]|acts?|decrees?)\b")
_OTHER_LIST = re.compile(
    r"etichett|label|bollino|president|fondazion|associazion|foundation|association|sed[ei]\b"
    r"|soci|membri|member|band[oi]|call\b|nazional|national|tecnolog\w+ (?:si|dell)|vinto|won\b"
    r"|rete|reti|network|quota|fee|sito|website|vantagg|\bconosc|region[ei] (?!lombard)|document"
)
_ARE_SO_MANY = re.compile(
    r"\b(?:cluster|ctl)\b[^?.]{0,60}\b(?:sono|erano|are|were) (?:in )?(?P<number>[a-z]+|\d{1,2})\b"
    r"|\b(?P<of>[a-z]+|\d{1,2}) (?:dei|degli|of the) (?:\w+ )?(?:cluster|ctl)\b"
)
_THE_CLUSTERS = re.compile(r"\bi (?:\w+ )?cluster\b|\b(?:ai|dei|nove) cluster\b|\bctl\b|clusters\b")
_CHAIN = re.compile(
    r"\b(?:catena|sequenza|successione|cronologia|storia|iter|chain|sequence|history)\b"
    r"[^?]{0,40}(?:att[oi]|decret|riconosc|acts?|decrees?|recogni)"
)
_CHANGES = re.compile(
    r"\b(?:modific|aggiorn|cambi|sostitu|revoc|abrog|prorog|rettific|annull|amend|updat|chang"
    r"|revok|repeal|replac|extend)"
)
_VALID = re.compile(
    r"\b(?:in vigore|vigent|valid|efficac|ancora (?:attiv|applicab)|in force|still (?:apply|appl))"
)
_CITERS = re.compile(
    r"\b(?:cit(?:a|ano|ato|ata|ati)|richiam(?:a|ano|ato)|menzion|nomin(?:a|ano)|riferi"
    r"|cite|cites|mention|refer)"
)
_HELD = re.compile(
    r"\b(?:abbiamo|avete|possied|presente|disponibil|in biblioteca|in archivio|do we (?:hold|have)"
    r"|available|in the library|testo (?:integrale|completo))"
)
_CALLS = re.compile(
    r"\b(?:band[oi]|avvis[oi]|call|calls|sportell[oi]|misur[ae]|manifestazion[ei] di interesse)\b"
)
_OPEN = re.compile(r"(?<!ha )(?<!hanno )\b(?:apert[oi]|attiv[oi]|in corso|open|disponibil[ie])\b")
_CLOSED = re.compile(r"\b(?:chius[oi]|scadut[oi]|conclus[oi]|closed|expired)\b")
_SOON = re.compile(r"\b(?:prossim[oi]|annunciat[oi]|in arrivo|futur[oi]|upcoming|announced)\b")
_STATES_OF_ONE = re.compile(
    r"\b(?:bando|avviso|misura|call|manifestazione|sportello)\b[^?]{3,90}\b(?:e|era|risulta|is|was)"
    r" (?:ancora |gia |tuttora |still |already )?(?:apert[oa]|chius[oa]|scadut[oa]|in corso|open"
    r"|closed)\b"
)
_RESERVED = re.compile(
    r"\b(?:solo|soltanto|riservat\w+|destinat\w+|esclusiv\w+|only|reserved)\b[^?]{0,20}"
    r"\b(?:cluster|ctl|clusters)\b"
)
_ALL_CALLS = re.compile(
    r"\b(?:tutti i|elenc\w+|quali|all(?: the)?|list|which) (?:\w+ )?(?:bandi|calls)\b"
)
_ASKS_CALLS = re.compile(
    r"\b(?:qual[ei]|elenc\w+|lista|quanti|tutti i|ci sono|c'e|esiste|esistono|which|list|are there"
    r"|is there|how many|what)\b"
)
_GRANTED = re.compile(
    r"\b(?:perche|come mai|per (?:quale|che) (?:motivo|ragione)|visto che|dato che|poiche|siccome"
    r"|in che cosa|in quanto|why|given that|since the|how come)\b"
)
_STATED = re.compile(
    r"(?!(?:chi|che cosa|cosa|qual|quant|quando|dove|come|perche|who|what|when|where|which|how|why)"
    r"\w*\b)[^?:;]{12,200}[:;] [^?]{3,200}\?"
)
"""A question that states something first: what it says is taken for granted."""
_YEAR = re.compile(r"\b(?:nel|a fine|alla fine del|in|al|end of) ((?:19|20)\d\d)\b")


def read_asked(
    text: str,
    acts: Sequence[ActMention],
    today: date,
    as_of: date | None = None,
    own: str = "",
) -> Asked | None:
    """What a question asks of the registers, or None where passages answer it.

    `own` are its own words, where `text` is completed from the conversation.
    """
    low = level(text)
    day = _day(text, low, acts, today, as_of)
    ids = _clusters(text, areas=_CALLS.search(low) is not None)
    names = tuple(ActName(one.type, one.issuer, one.number, one.date) for one in acts)
    count = _count(text)
    fields: tuple[str, ...] = ()
    wanted = (
        _of_calls(low)
        or (Wanted.COUNT if count else None)
        or _of_named_act(low, ids, names)
        or _of_clusters(low, ids)
        or _of_acts(low, names)
        or (Wanted.FIELD if (fields := _fields(low, level(own), ids)) else None)
    )
    if wanted is None:
        return None
    state = _state(low) if wanted in (Wanted.CALLS, Wanted.CALL_STATE) else ""
    is_stated = _STATED.match(low) is not None
    granted = (
        is_stated
        or _GRANTED.search(low) is not None
        or (wanted in (Wanted.STANDING, Wanted.RECOGNISING_ACTS) and not _is_yes_no(low))
    )
    years = tuple(dict.fromkeys(re.findall(r"\b(?:19|20)\d\d\b", low)))
    return Asked(
        wanted,
        day,
        ids,
        names,
        state,
        count,
        granted,
        fields,
        value_asked(text, fields),
        years,
        _RESERVED.search(low) is not None,
        text,
    )


_SOLE_CLUSTER = re.compile(
    r"\b(?:il|un|del|al|dal|col) (cluster (?:lombardo )?"
    r"(?:(?:d[ei]l(?:l[aoe])?|dei|degli|d[ei]|per (?:la|il|le|i|gli)) |dell')?([a-z]{3,}))\b"
    r"|\b(?:the|a) (([a-z]{3,}(?: and [a-z]{3,})?) cluster)\b"
)
_NO_NAME = split_words(
    "che cui era sono stato non tecnologico tecnologici lombardo regionale nazionale europeo quando"
    " riconosciuto ha piu viene puo deve technology regional lombardy national new tenth nuovo"
    " decimo"
)


def find_stranger(text: str) -> tuple[str, tuple[str, ...]]:
    """The one cluster that a question names and nobody knows: as it stands, and ways to say it.

    ("", ()) where it names none, or one that is known.
    """
    low = level(text)
    match = _SOLE_CLUSTER.search(low)
    if match is None or _RECOGNISED.search(low) is None or _clusters(text, areas=True):
        return "", ()
    whole, name = (match[1], match[2]) if match[1] else (match[3], match[4])
    if name in _NO_NAME:
        return "", ()
    heads = ("", "del ", "della ", "dello ", "dell'", "dei ", "delle ", "degli ", "di ")
    return whole, (whole, *(f"cluster {head}{name}" for head in heads), f"{name} cluster")


def _state(low: str) -> str:
    """The state of calls that a question asks for or states, "" where none."""
    if _CLOSED.search(low):
        return "closed"
    if _SOON.search(low):
        return "announced"
    return "open" if _OPEN.search(low) else ""


def _is_yes_no(low: str) -> bool:
    return _YES_NO.search(low) is not None and _ASKS_WHAT.match(low) is None


def _count(text: str) -> int:
    """The number of Lombard clusters that a question states; 0 where it states none."""
    stated = [m.count for m in find_clusters(text, hinted=True) if m.count > 0]
    low = level(text)
    if "lombard" not in low and "ctl" not in low and "riconosc" not in low:
        return 0
    told = _ARE_SO_MANY.search(low)
    if told and (number := number_of(told["number"] or told["of"])):
        stated.append(number)
    return stated[0] if stated and not re.search(r"band[oi]|soci|impres", low) else 0


def _of_named_act(low: str, ids: Sequence[str], names: Sequence[ActName]) -> Wanted | None:
    """Whether it asks of an act whether, why or how it recognises a cluster."""
    named = len(ids) == 1 and any(one.number for one in names)
    if not named or _WHICH_OF.search(low) or len(names) > 1:
        return None
    spoken = _RECOGNISED.search(low) or re.search(r"\bc'e\b|\bsolo\b|\bsoltanto\b|\bfigura\b", low)
    return Wanted.NAMED_ACT if spoken else None


def _of_calls(low: str) -> Wanted | None:
    if _CALLS.search(low) is None:
        return None
    stated = _state(low)
    if _STATES_OF_ONE.search(low):
        return Wanted.CALL_STATE
    if stated and _ASKS_CALLS.search(low):
        return Wanted.CALLS
    return Wanted.CALLS if _ALL_CALLS.search(low) and _RESERVED.search(low) else None


def _of_clusters(low: str, ids: Sequence[str]) -> Wanted | None:
    named = bool(ids) or "cluster" in low or "ctl" in low
    if not named or _OTHER_MEANING.search(low) or (ids and _ELSEWHERE.search(low)):
        return None
    if _CHAIN.search(low):
        return Wanted.CHAIN
    if _WHICH_OF.search(low):
        return Wanted.WHICH_ACT
    if _RECOGNISED.search(low) is None:
        lists = _LIST.search(low) and not ids and not _OTHER_LIST.search(low)
        return Wanted.CLUSTERS if lists and re.search(r"lombard|ctl|recogn", low) else None
    if _BY_WHICH.search(low) and (ids or _THE_CLUSTERS.search(low)):
        return Wanted.RECOGNISING_ACTS
    of_acts = re.search(
        r"\b(?:att[oi]|decret[oi]|deliber\w+|provvediment[oi]|dell'atto|acts?)\b", low
    )
    if not ids and not of_acts and _LIST.search(low) and not _OTHER_LIST.search(low):
        return Wanted.OTHER_CLUSTERS if _UNRECOGNISED.search(low) else Wanted.CLUSTERS
    asks = _is_yes_no(low) or _WHEN.search(low) or _GRANTED.search(low)
    if ids and asks and "?" not in low[:-1]:
        return Wanted.STANDING
    return None


def _of_acts(low: str, names: Sequence[ActName]) -> Wanted | None:
    if not any(one.number for one in names):
        return None
    if _CITERS.search(low):
        return Wanted.CITERS
    if _HELD.search(low):
        return Wanted.HELD
    if _VALID.search(low):
        return Wanted.VALIDITY
    if _CHANGES.search(low):
        return Wanted.CHANGES
    sole = len([one for one in names if one.number]) == 1
    return Wanted.ABOUT if sole and _ABOUT.search(low) else None


def _fields(low: str, own: str, ids: Sequence[str]) -> tuple[str, ...]:
    """The fields that a question asks for of one cluster, or of all that have them."""
    if len(ids) == 1 or (not ids and _EACH.search(low)):
        return field_asked(own) or field_asked(low)
    return ()


def _clusters(text: str, *, areas: bool) -> tuple[str, ...]:
    found = [m.cluster_id for m in find_clusters(text, hinted=True) if m.cluster_id]
    if not found and (areas or "cluster" in level(text)):
        found = [m.cluster_id for m in find_areas(text)]
    if not found and (sole := _SOLE_CLUSTER.search(level(text))):
        name = sole[2] or sole[4]
        nearly = find_cluster(name) if name not in _NO_NAME else None
        found = [nearly.id] if nearly else []
    return tuple(dict.fromkeys(found))


def _day(text: str, low: str, acts: Sequence[ActMention], today: date, as_of: date | None) -> date:
    """The day asked about: the one given, else the one that the question names, else today."""
    if as_of is not None:
        return as_of
    for match in re.finditer(r"(?<![\w./])\d{1,2}(?=[ °./-])", low):
        if any(one.start <= match.start() < one.end for one in acts):
            continue
        read = read_date(text.lower(), match.start())
        if read is not None and read.iso:
            return date.fromisoformat(read.iso)
    year = _YEAR.search(low)
    if year and not any(one.start <= year.start(1) < one.end for one in acts):
        return min(date(int(year[1]), 12, 31), max(today, date(int(year[1]), 1, 1)))
    return today
