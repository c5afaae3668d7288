"""Where a text names a call: in quotes, by a name in capitals, or by what the call is for.

A name stands behind a word such as "bando" or "call". What stands there without telling one call
from others ("il bando regionale", "bandi per le imprese") is no name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.call_names import EDITION, CallName, edition_number, read_call_name
from corpus.words import split_words


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name at `start`: what it tells, None where calls are meant that the words do not tell.

    `core_end` is where the bare name ends, without edition and purpose. `sure` names stand in
    quotes or capitals; others only say what the call is for.
    """

    start: int
    end: int
    name: CallName | None
    core_end: int
    sure: bool


_HEAD = re.compile(
    r"(?<![\w-])(?P<head>bando|avviso pubblico|avviso|call for (?:proposals|applications)"
    r"|call(?! cent| conf)|misura|manifestazione (?:di |d')interesse|invito|iniziativa|sportello"
    r")(?!\w)"
)
_BODY = (
    r"(?:(?:d(?:i|ella|el|al|alla|a) )?(?:regione|comune|provincia|ministero)(?: [a-zà-ù]+)?"
    r"|mi?ur|mise|mimit|unioncamere(?: lombardia)?|finlombarda|invitalia|inail|camera di commercio)"
)
_FILL = re.compile(
    r"(?: (?:pubblic[oa]|regionale|nazionale|europe[oa]|congiunt[oa]|unic[oa]|nuov[oa]|a sportello"
    r"|denominat[oa]|intitolat[oa]|chiamat[oa]|dal titolo|titled|called|named|attuativ[oa]"
    r"|relativ[oa]|a valere|sulla|della|del|alla|al|misura|iniziativa|bando|avviso"
    r"|(?P<year>20\d\d)(?: di| del(?:la)?)?|n\. ?\d{1,3}))"
)
_OPEN = {"«": "»", '"': '"', "“": "”", "„": "”"}
_SENTENCE = re.compile(
    r"(?<!\w\.\w)[.;] ?\Z|[?!;]|\b(?:è|sono|sarà|dovranno|devono|può|is|are|must)\b"
)
_INSTITUTIONS = split_words(
    """
    regione comune provincia ministero miur mur mise mimit unioncamere finlombarda invitalia inail
    camera camere commissione giunta fondazione lombardia europea unione finlombardia eu ue
    """
)
_PROGRAMMES = re.compile(r"\b(?:pnrr|por|pr|fesr|fse|fsc|feasr|asse|azione)\b[+ ]?")
_LINKS = (
    r"(?:e|ed|di|d[ei]l|della|dei|degli|delle|per|in|nel|nella|a|ai|al|alla|alle|da|con|su|and|of|for"
    r"|to)"
)
_ARTICLES = r"(?:la|le|lo|il|i|gli|the)"
_JOINERS = rf"(?:{_LINKS}|{_ARTICLES})"
_PIECE = r"(?:[A-ZÀ-Ý0-9][\w.&’'+-]*[\w+]|[A-ZÀ-Ý]|&|\+)"
_ELIDED = r"(?:[Ll]|[Dd]ell|[Aa]ll|[Nn]ell|[Ss]ull|[Dd])[’']"
_BETWEEN = rf"(?:{_LINKS}\s(?:{_ARTICLES}\s)?){{0,2}}"
_NEXT = re.compile(rf"\s{_BETWEEN}(?:{_ELIDED})?(?P<token>{_PIECE})")
_NEXT_CAPS = re.compile(rf"\s(?i:{_BETWEEN})(?:{_ELIDED})?(?P<token>{_PIECE})(?![a-zà-ù])")
_FIRST = re.compile(rf"\s(?:{_ELIDED})?(?P<token>{_PIECE})")
_CAPS_END = split_words(
    """
    APPROVAZIONE PROROGA RIAPERTURA SOSPENSIONE RETTIFICA MODIFICA INCREMENTO RIFINANZIAMENTO
    CUI DECRETO DELIBERA CODICE ALLEGATO DIFFERIMENTO CHIUSURA GRADUATORIA ESITI PRESA
    DETERMINAZIONI RICONOSCIMENTO AI SENSI DIRIGENTE
    """
)
_MONTHS_NEXT = re.compile(
    r"\s(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre"
    r"|dicembre|january|february|march|april|june|july|august|september|october|november|december"
    r"|milion|mila|mln|euro|%)",
    re.IGNORECASE,
)
_EDITION_AFTER = re.compile(
    rf"(?:,? ?[-(]? ?(?:{EDITION.replace('?P<ordinal>', '?:')}|(?:edizione|annualità|anno|sportello"
    r"|edition) 20\d\d)|,? ?\(?(?:del(?:l'anno)? )?(?:19|20)\d\d(?![\w/.-]))\)?"
)
_EDITION_BEFORE = re.compile(
    rf"(?:{EDITION}|(?:edizione|annualità|sportello) (?P<year>20\d\d)|(?<![\w/.-])(?P<bare>20\d\d))"
    r" ?(?:del(?:la|l')?|dell'|di|of(?: the)?)? ?[«\"“]?\Z"
)
_OTHER_EDITIONS = re.compile(
    r"(?:\bedizioni|\beditions|\baltr[ei] edizion[ei]|\b(?:precedente|scorsa|passata|ultima"
    r"|previous|last)(?: edizione| edition)?|\w+ e (?:della |la )?\w+ edizion[ei])"
    r" ?(?:del(?:la|l')?|dell'|di|of(?: the)?)? ?[«\"“]?\Z"
)
_PURPOSE = re.compile(
    r"[ ](?:per|di|a|al|all[ao]|allo|agli|alle|sull[ao]|sul|for|on|of)(?= )|[ ](?:all'|dell'|sull')"
)
_FIELD_OF = re.compile(r"[ ,(-]{1,3}(?:(?:del|per il|nel|di) )?(?:settore|comparto|ambito)(?= )")
_WORD = re.compile(r"[\w&][\w&.'-]*")
_LIST = re.compile(r", (?:[\w'-]+ ){1,3}(?:e|ed|and) ")
_STOP = split_words(
    """
    è e' sono era erano ha hanno sarà saranno viene vengono venne fu può possono risulta risultano
    prevede prevedeva prevedono che cui da entro fino dal dalla approvato approvata emanato emanata
    pubblicato pubblicata riaperto riaperta aperto aperta scaduto scade scadrà chiude chiuso apre
    chiuderà aprirà promosso promossa finanziato finanziata ai presso mediante tramite partire non
    n ex rimane resta destina mette finanzia sostiene riguarda is was were are has have had which
    that closed closes opened opens with from until by approved published regione unioncamere
    ministero finlombarda regionale comune provincia prorogato prorogata sospeso sospesa differito
    rivolto rivolta riservato riservata dedicato dedicata cofinanziato relativo relativa nonché se
    ma sta stato stata verrà verranno dovrà dovranno deve devono potrà si ne ci come quale il la lo
    i gli le un una ed nel nella con gara concorso selezione appalto asta vendita mobilità scade
    bando avviso call misura domanda domande questo questa tale prima dopo anche già ancora offre
    nasce nascono punta mira intende vuole permette consente arriva parte torna premia concede
    assegna eroga stanzia raccoglie coinvolge fissa stabilisce richiede ammette include comprende
    dispone finanzierà sosterrà rientra attua promuove mettono ottenuto hanno seguirà conta vale
    """
) - split_words("il la lo i gli le un una ed ai di nel nella")  # fmt: skip
_NO_PURPOSE = re.compile(
    r" (?:di|per|a|al|alla) (?:gara|concorso|selezione|mobilità|asta|vendita|appalto|cui"
    r"|convocazione|affidamento|procedura|locazione|assunzione|partire)\b"
    r"|[ ](?:di|del|della) (?:regione|comune)\b"
)
_INFINITIVE = re.compile(r" ?[a-z]{3,}(?:are|ere|ire|urre|orre)(?: |\Z)")
_WITH_OF = ("misura", "manifestazione di interesse", "manifestazione d'interesse")
_QUOTED_ONLY = ("iniziativa", "sportello")
_LONGEST = 160
_MOST_WORDS = 14


def find_names(text: str, low: str) -> list[NameRead]:
    """The calls named in a sentence, in order; `low` is its plain form."""
    found: list[NameRead] = []
    for match in _HEAD.finditer(low):
        if found and match.start() < found[-1].end:
            continue
        one = _read_name(text, low, match)
        if one is not None:
            found.append(one)
    return found


def _read_name(text: str, low: str, head: re.Match[str]) -> NameRead | None:
    at, year = _skip_fill(text, low, head.end())
    one = _quoted(text, low, at) or _capitalised(text, low, head, at)
    if one is None and head["head"] not in _QUOTED_ONLY:
        one = _described(text, low, head, at)
    if one is None or one.name is None:
        return one
    if year and not one.name.year:
        one = replace(one, name=replace(one.name, year=year))
    return with_edition(low, one, head.start())


def with_edition(low: str, one: NameRead, at: int) -> NameRead:
    """The name with the edition that is told before it; none where several are meant."""
    before = low[max(0, at - 50) : at]
    if one.name is None or _OTHER_EDITIONS.search(before):
        return replace(one, name=None)
    told = _EDITION_BEFORE.search(before)
    if told is None:
        return one
    if told["ordinal"]:
        return replace(one, name=replace(one.name, edition=edition_number(told["ordinal"])))
    return replace(one, name=replace(one.name, year=one.name.year or told["year"] or told["bare"]))


def _skip_fill(text: str, low: str, at: int) -> tuple[int, str]:
    """Where the name begins behind words such as "regionale" or "2024 di", and their year."""
    year = ""
    for _ in range(6):
        match = _FILL.match(low, at)
        if match is None or (text[at + 1].isupper() and not text[at + 1 : at + 3].isupper()):
            break
        year = match["year"] or year
        at = match.end()
    return at, year


def _quoted(text: str, low: str, at: int) -> NameRead | None:
    body = re.compile(rf"(?: {_BODY}){{0,2}} ?").match(low, at)
    begin = body.end() if body else at
    if low[begin : begin + 1] not in _OPEN:
        begin = at + (low[at : at + 1] == " ")
    opening = low[begin : begin + 1]
    if opening not in _OPEN:
        return None
    end = text.find(_OPEN[opening], begin + 1, begin + _LONGEST)
    words = text[begin + 1 : end]
    if end < 0 or not words.strip() or _SENTENCE.search(words.lower()):
        return None
    if not (words.strip()[0].isupper() or words.strip()[0].isdigit()):
        return None
    return _named(text, low, begin + 1, end, sure=True)


def _named(text: str, low: str, start: int, end: int, *, sure: bool) -> NameRead | None:
    """The name of `text[start:end]`, with the edition behind it, if it tells a call."""
    core = _EDITION_AFTER.search(low, start, end)
    core_end = core.start() if core and core.start() > start else end
    stop = end + (text[end : end + 1] in ("»", '"', "”"))
    after = _EDITION_AFTER.match(low, stop)
    words = text[start:end] + (f" {after.group().strip(' ,(-')}" if after else "")
    name = read_call_name(words)
    if not (name.telling or (sure and len(name.words) > 1)) or len(words) > _LONGEST:
        return None
    return NameRead(start, after.end() if after else stop, name, core_end, sure)


def _capitalised(text: str, low: str, head: re.Match[str], at: int) -> NameRead | None:
    """The name in capitals that stands at `at`: "Collabora & Innova", "BANDO RICERCA E SALUTE"."""
    capitals = text[head.start() : head.end()].isupper()
    first = _FIRST.match(text, at)
    if first is None or low[first.start("token") : first.end()] in _INSTITUTIONS:
        return None
    if re.fullmatch(_JOINERS, low[first.start("token") : first.end()]):
        return None
    end = _end_of_capitals(text, first.start("token"), first.end(), capitals=capitals)
    start = first.end() - len(first.group().lstrip())
    words = text[start:end]
    if not _PROGRAMMES.sub("", low[start:end]).strip(" 0123456789-+/"):
        return None
    if text[head.start()].isupper() and not capitals and head.end() == at:
        start = head.start()
    one = _named(text, low, start, end, sure=True)
    if one is None or not any(c.isalpha() for c in words):
        return None
    return extended(text, low, one)


def _end_of_capitals(text: str, start: int, end: int, *, capitals: bool) -> int:
    pattern = _NEXT_CAPS if capitals else _NEXT
    while end - start < _LONGEST:
        match = pattern.match(text, end)
        if match is None:
            break
        token = match["token"]
        if token.lower() in _INSTITUTIONS or (capitals and token in _CAPS_END):
            break
        number = token.isdigit() and not (len(token) == 4 and token[:2] in ("19", "20"))
        if (number or token[0].isdigit()) and _MONTHS_NEXT.match(text, match.end()):
            break
        end = match.end()
    return end


def extended(text: str, low: str, one: NameRead) -> NameRead:
    """A name with the field or purpose that tells it from others of its measure."""
    field = _FIELD_OF.match(low, one.end)
    purpose = _PURPOSE.match(low, one.end) if field is None else None
    begin = field or (purpose if purpose and purpose.group().strip() in ("per", "for") else None)
    if begin is None or one.name is None:
        return one
    if field is None and _INFINITIVE.match(low, begin.end()):
        return one
    end = _end_of_words(low, begin.end())
    more = read_call_name(text[begin.end() : end])
    if not more.telling or (field is None and more.telling < 2):
        return one
    name = read_call_name(f"{text[one.start : one.end]} {text[begin.end() : end]}")
    name = replace(name, year=name.year or one.name.year, edition=name.edition or one.name.edition)
    return replace(one, end=end, name=name)


def _described(text: str, low: str, head: re.Match[str], at: int) -> NameRead | None:
    """The call by its purpose: "bando per il consolidamento dei nove cluster"."""
    body = re.compile(rf"(?: {_BODY}){{0,2}}").match(low, at)
    at = body.end() if body else at
    purpose = _PURPOSE.match(low, at)
    if purpose is None or _NO_PURPOSE.match(low, at) or _INFINITIVE.match(low, purpose.end()):
        return None
    kind = head["head"]
    if purpose.group().strip() in ("di", "of", "dell'", "a") and kind not in _WITH_OF:
        return None
    if kind == "misura" and re.search(r"\b(?:nella|in|qualsiasi|ogni) \Z", low[: head.start()]):
        return None
    end = _end_of_words(low, purpose.end())
    name = read_call_name(text[head.start() : end])
    if not name.telling or (name.telling < 2 and len(name.words) < 2):
        return None
    return _named(text, low, head.start(), end, sure=False)


def _end_of_words(low: str, at: int) -> int:
    """Where the words that say a purpose end: at a stop, a verb or an act."""
    end = at
    for number, (begin, stop) in enumerate(_words(low, at)):
        gap = low[end:begin]
        listed = gap == ", " and _LIST.match(low, end)
        if number >= _MOST_WORDS or (gap.strip() and not listed):
            break
        word = low[begin:stop].strip("'.")
        if low.startswith((" e per ", " and for "), end) and end > at:
            break
        if word in _STOP or (word.isdigit() and len(word) != 1):
            break
        end = stop
    while True:
        trimmed = re.search(rf" {_JOINERS}\Z| (?:un|una|dall|nel|nella|ed)\Z", low[at:end])
        if trimmed is None:
            return end
        end = at + trimmed.start()


def _words(low: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(low, at):
        stop = match.end() - (low[match.end() - 1] == ".")
        yield match.start(), stop
