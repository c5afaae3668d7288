"""How many members a cluster and its board have, and what membership costs, each with its day."""

import re
from collections.abc import Iterator

from ingest.fact_days import with_clause_day
from ingest.fact_views import Found, View, one_found
from ingest.fact_words import (
    ADVERBS,
    ARTICLE,
    COUNT,
    GAP,
    NUMBER,
    OF,
    TO,
    X,
    compile_words,
)

TELLING = (
    *("soci", "membr", "member", "aderent", "aderiscon", "associat", "affiliat", "iscritt", "enti"),
    *("imprese", "aziende", "realtà", "companies", "organis", "organiz", "soggetti", "entities"),
    *(
        "consiglio direttivo",
        "board",
        "direttivo",
        "consiglio di amm",
        "quota",
        "fee",
        "componenti",
    ),
    *("partner", "attori", "players"),
)

MEMBER_WORDS = (
    r"(?:soci[eo]?|associat[ie]|associates|membri|members?|aderenti|affiliat[ie]|consociat[ie]"
    r"|iscritt[ie]|member (?:companies|organi[sz]ations))"
)
BODIES = (
    r"(?:imprese|aziende|enti/imprese|enti|soggetti|realtà|organizzazioni|organismi|companies"
    r"|organi[sz]ations|entities|players|attori|partner|partners)"
)
MEMBERS = (
    rf"(?:{BODIES} )?{MEMBER_WORDS}(?!\w)(?! fondator| onorar| sostenitor| del consiglio| of the b)"
)
_NEITHER = r"(?<!nuovi\s)(?<!nuove\s)(?<!altri\s)(?<!altre\s)(?<!other\s)(?<!new\s)"
_OF_MEMBERS = rf"(?P<value>{_NEITHER}{COUNT} {MEMBERS})"
_OF_BODIES = (
    rf"(?P<value>{COUNT} (?:{MEMBERS}|{BODIES}(?!\w)(?: (?:e|ed|and) (?:{BODIES}(?!\w)|università"
    r"|universities|atenei|centri di ricerca|research cent(?:re|er)s|associazioni|startup))?))"
)
_HOLDS = (
    r"(?P<verb>conta(?:va)?(?: su)?|può contare su|annovera(?:va)?"
    r"|raccoglie(?:va)?(?: al suo interno)?"
    r"|riunisce|riuniva|raggruppa(?:va)?|aggrega(?:va)?|associa(?:va)?|comprende(?:va)?"
    r"|(?:è|e'|era) (?:composto|composta|costituito|costituita|formato|formata) da"
    r"|counts|brings together|gathers|comprises|includes|is (?:composed|made up) of|consists of"
    r"|groups)"
)
_HAS = r"(?P<verb>ha|aveva|rappresenta|rappresentava|has|had|represents|represented|numbers)"
_NOW = rf"{ADVERBS}(?: ?(?:al suo interno|in tutto|in totale|in all))? ?"
_BY_SUBJECT = (
    compile_words(rf"{X},?{ADVERBS} ?(?:che )?{_HOLDS}{_NOW} {_OF_BODIES}"),
    compile_words(rf"{X},?{ADVERBS} ?(?:che )?{_HAS}{_NOW} {_OF_MEMBERS}"),
    compile_words(rf"(?:^|, )(?:con|with|forte di) {_OF_MEMBERS},? {ARTICLE}? ?{X}"),
    compile_words(
        rf"{X},? (?:con(?: i suoi| le sue| i propri)?|with(?: its)?|forte d(?:i|ei)(?: suoi)?)"
        rf" {_OF_MEMBERS}"
    ),
)
_ALONE = (
    compile_words(rf"(?<!\w){_HOLDS}{_NOW} {_OF_BODIES}"),
    compile_words(rf"(?<!\w){_HAS}{_NOW} {_OF_MEMBERS}"),
    compile_words(
        rf"(?P<verb>(?<!\w)(?:vi|ci) (?:aderiscono|partecipano)"
        rf"|(?<!\w)ne fanno parte){_NOW} {_OF_BODIES}"
    ),
)
_OF_OWNER = (
    compile_words(rf"{_OF_MEMBERS} (?:{OF}|{TO} ?{X.replace('own', 'own2')})"),
    compile_words(
        rf"(?P<value>{COUNT} {BODIES}) (?:(?:attualmente|oggi|currently) )?(?:afferenti|aderenti"
        rf"|associat[ie]|iscritt[ie]|belonging|affiliated) {TO} ?{X}"
    ),
    compile_words(
        rf"{TO} ?{X}{ADVERBS} ?(?:aderiscono|partecipano|sono iscritt[ie]"
        rf"|hanno aderito) {_OF_BODIES}"
    ),
    compile_words(
        rf"(?<!\w){MEMBERS} (?:{OF}|{TO} ?{X.replace('own', 'own2')})[^,;:.()\x01\x03]{{0,80}}?"
        rf"(?: sono| erano| are| were| ammontano a| è salito a| supera(?:va)?(?: i| le)?)"
        rf"(?: {TO})? (?P<value>{COUNT})"
    ),
    compile_words(
        rf"(?:numero (?:dei|di|degli|delle) |number of ){MEMBERS} {OF}{GAP} (?:è|e'|is|era|was|sale"
        rf"|salito|salgono|raggiunge)(?: {TO}| di| of)? (?P<value>{COUNT})"
    ),
    compile_words(
        rf"(?:base (?:sociale|associativa)|compagine sociale|membership) {OF}{ADVERBS} ?"
        rf"(?:(?:conta(?:va)?|(?:è|era) (?:di|composta da)|raggiunge|counts|is) {_OF_BODIES}"
        rf"|(?P<beyond>(?:supera(?:va)?|exceeds|exceeded)(?: i| le| gli)? {COUNT} {BODIES}))"
    ),
)
_PART = re.compile(rf"(?:,| e| ed| and) {NUMBER}")
_ENTRY = compile_words(rf"[:;,] {_OF_MEMBERS}(?= ?[;,.]| ?$)")
_TOTAL = compile_words(rf"(?:per|con|for) (?:un|a) total[e]? (?:di|of) {_OF_MEMBERS}")
_LABEL = compile_words(
    rf"(?:^ ?(?:[-•*–] )?|[:;,|] )(?:numero (?:di |dei )|number of )?{MEMBERS} ?[:|=–-] "
    rf"(?P<value>{COUNT}(?: {MEMBERS})?)"
)
_BOARD = (
    r"(?:consiglio direttivo|consiglio di amministrazione|cda|comitato direttivo|direttivo"
    r"|board of directors|executive board|steering committee|board)"
)
ABOUT_BOARD = re.compile(rf"(?<!\w){_BOARD}(?!\w)")
SEATS = r"(?:membri|componenti|consiglieri|members|directors|persone|nomi|names)"
_BOARD_SIZE = compile_words(
    rf"(?<!\w){_BOARD}(?: {OF})?[^;:.\x01\x03]{{0,60}}?(?:compost[oa] da|format[oa] da"
    rf"|costituit[oa] da"
    rf"|di|conta|ha|è di|of|has|with|con) (?P<value>{COUNT} {SEATS})(?!\w)"
)
_FEE = compile_words(
    r"(?:quota (?:associativa|sociale|annuale di adesione|di adesione)|membership fee)"
)
_AMOUNT = compile_words(
    r"(?:(?:€|euro|eur) ?\d[\d.,]{0,12}\d|(?<![\w.,])\d[\d.,]{0,12} ?(?:mila )?(?:€|euro"
    r"|eur)(?!\w))"
)


_ANY_NUMBER = re.compile(NUMBER)


def find_counts(view: View) -> list[Found]:
    """The numbers of members, the size of the board and the fee that a statement tells."""
    if not any(word in view.low for word in TELLING):
        return []
    if _ANY_NUMBER.search(view.low) is None:
        return []
    found = [*_members(view), *_board(view), *_fees(view)]
    stated = [one for one in found if view.is_stated(one.start, one.end)]
    return [with_clause_day(view, one) for one in _longest(view, stated)]


_NAMES = re.compile(MEMBER_WORDS)
_BOUND = re.compile(r"(?<!\w)(?:minimo|massimo|minimum|maximum|almeno|at least) (?:di |of )?\d")
_BOUNDS = re.compile(
    r"(?<!\w)(?:minimo|massimo|minimum|maximum|fino|almeno|at least|up to|non più|non meno)(?!\w)"
)
_FOUNDING = re.compile(r"(?<!\w)(?:nat[oa]|fondat[oa]|costituit[oa]) con(?!\w)")


def _members(view: View) -> Iterator[Found]:
    for pattern in _BY_SUBJECT:
        for match in pattern.finditer(view.low):
            yield from _member(view, match, view.subject(match))
    for pattern in _ALONE:
        for match in pattern.finditer(view.low):
            yield from _member(view, match, view.subject_before(match.start("verb")))
    for pattern in _OF_OWNER:
        for match in pattern.finditer(view.low):
            other = match.groupdict().get("own2")
            at = match.start("own2") if other else match.start("own")
            yield from _member(view, match, view.owner_at(at))
    for match in _TOTAL.finditer(view.low):
        yield from _member(view, match, view.only_owner(match.start()))
    for match in _ENTRY.finditer(view.low) if view.headed else ():
        yield from _member(view, match, view.headed)
    for match in _LABEL.finditer(view.low):
        owner = view.label_owner(match.start(), match.start("value"))
        yield from one_found("members", match.span("value"), owner)


def _member(view: View, match: re.Match[str], owner: str | None) -> Iterator[Found]:
    """A number of members, unless it is the board of which the clause speaks."""
    first, _ = view.segment(match.start())
    before = view.low[max(first, match.start() - 40) : match.end()]
    board, founding = ABOUT_BOARD.search(before), _FOUNDING.search(before)
    if _PART.match(view.low, match.end()) and not _NAMES.search(match.group()):
        return
    if _BOUND.search(before):
        return
    if board is None and founding is None and not is_year(match["value"] or ""):
        whole = match.groupdict().get("beyond")
        yield from one_found("members", match.span("beyond" if whole else "value"), owner)


def is_year(words: str) -> bool:
    """Whether a number is a year: no count."""
    return re.fullmatch(r"(?:19|20)\d\d", words.strip()) is not None


def _board(view: View) -> Iterator[Found]:
    for match in _BOARD_SIZE.finditer(view.low):
        own = match.start("own")
        if _BOUNDS.search(match.group()):
            continue
        owner = view.owner_at(own) if own >= 0 else view.sole_owner(match.start())
        yield from one_found("board_size", match.span("value"), owner)


def _fees(view: View) -> Iterator[Found]:
    place = _FEE.search(view.low)
    if place:
        _, last = view.segment(place.start())
        for match in _AMOUNT.finditer(view.low, place.end(), last):
            yield from one_found("fee", match.span(), view.sole_owner(place.start()))


def _longest(view: View, found: list[Found]) -> list[Found]:
    """One of those that tell the same number of the same cluster: the one with most words."""
    best: dict[tuple[str, str, str], Found] = {}
    for one in found:
        number = re.search(NUMBER, view.low[one.start : one.end])
        key = one.field, one.owner, number.group() if number else ""
        if key not in best or one.end - one.start > best[key].end - best[key].start:
            best[key] = one
    return list(best.values())
