"""What a cluster is in law and where it is found: legal form and personality, seat, site."""

import re
from collections.abc import Iterator

from corpus.act_names import ActType
from corpus.mentions import find_mentions
from ingest.fact_names import read_place
from ingest.fact_views import Found, View, one_found
from ingest.fact_words import ADVERBS, ARTICLE, BE, BEING, DATE, OF, X, compile_words


def find_traits(view: View) -> list[Found]:
    """The legal form, legal personality, seat and site that a statement tells."""
    found: list[Found] = []
    for words, read in _READERS:
        if any(word in view.low for word in words):
            found += [
                one
                for one in read(view)
                if view.is_stated(one.start, one.end, near=one.field == "website")
            ]
    return found


# --- legal form -----------------------------------------------------------------------------------

_AIM = r"(?:senza (?:scopo|scopi|fini|fine) di lucro|no[\s-]?profit|non[\s-]profit)"
FORM = (
    r"(?P<form>associazione(?: (?:temporanea di scopo|(?:non )?riconosciuta|privata"
    rf"|di promozione sociale|{_AIM})){{0,2}}|fondazione(?: (?:di partecipazione|{_AIM}))?"
    rf"|consorzio(?: {_AIM})?|società consortile(?: a r\.? ?l\.?| a responsabilità limitata"
    r"| per azioni)?|s\.? ?c\.? ?a ?r\.? ?l\.?|a\.?t\.?s\.?(?!\w)|contratto di rete"
    r"|rete d(?:i |')imprese?|ente del terzo settore|(?:(?:non[\s-]profit|not-for-profit|no-profit"
    r"|nonprofit|legally recogni[sz]ed|recogni[sz]ed|private) ){0,2}"
    r"(?:association|foundation|consortium))(?!\w)"
)
_MADE = (
    r"(?:costituit|struttura|organizzat|trasformat|nat|nasc|nacqu|configurat|established|set up"
    r"|formed"
    r"|organi[sz]ed|incorporated|registered|founded)\w{0,3}"
)
_AS = rf"(?:come|in forma di|nella forma di|sotto forma di|in|as|into) (?:{ARTICLE} ?)?"
_FORM_OF_SUBJECT = (
    compile_words(
        rf"{X}(?:, [^,;:.\x01\x03]{{1,60}},|,)?{ADVERBS} ?(?:{BE}|costituisce|diventa"
        rf"|è diventat[oa]|became){ADVERBS} (?:giuridicamente |legally )?{ARTICLE} ?{FORM}"
    ),
    compile_words(
        rf"{X},?{ADVERBS}[^;:.\x01\x03]{{0,50}}?{_MADE}[^;:.\x01\x03]{{0,40}}? {_AS}{FORM}"
    ),
    compile_words(
        rf"{X},?{ADVERBS} ?(?:ha|assume|ha assunto|has) (?:la |the )?(?:forma|natura|veste"
        rf"|legal form|form) (?:giuridica )?(?:di|dell'|della|del|of) ?(?:{ARTICLE} ?)?{FORM}"
    ),
    compile_words(rf"{X}, {FORM}(?=,| costituit| nat[oa]| che | con | fondat| istituit)"),
)
_FORM_OF = compile_words(
    rf"(?:forma giuridica|natura giuridica|legal form|legal status) {OF} ?(?:{BE}|:)"
    rf" (?:quella )?(?:di |della |dell'|del )?(?:{ARTICLE} ?)?{FORM}"
)
_FORM_ALONE = compile_words(
    rf"(?P<verb>(?:{BE}|costituisce) {ARTICLE}|si (?:è )?{_MADE} {_AS}) ?{FORM}"
)
_FORM_LABEL = compile_words(
    r"^ ?(?:[-•*–] )?(?:forma giuridica|natura giuridica|legal form|legal status) ?[:|=–-]"
    rf" (?:{ARTICLE} )?{FORM}"
)
_CHANGED = re.compile(r"(?<!\w)(?:divent|diven|trasform|became|transform|poi(?!\w)|later)")
"""What tells that a form was the first and is no more."""
_KNOWN = re.compile(r"(?<!non\s)(?:riconosciuta|recogni[sz]ed)")


def _forms(view: View) -> Iterator[Found]:
    for pattern in _FORM_OF_SUBJECT:
        for match in pattern.finditer(view.low):
            yield from form_found(match, view.subject(match))
    for match in _FORM_OF.finditer(view.low):
        yield from form_found(match, view.own(match))
    for match in _FORM_ALONE.finditer(view.low):
        yield from form_found(match, view.subject_before(match.start("verb")))
    for match in _FORM_LABEL.finditer(view.low):
        yield from form_found(match, view.topic)


def form_found(match: re.Match[str], owner: str | None) -> Iterator[Found]:
    """The legal form of a match; that of a recognised association tells its personality too."""
    if _CHANGED.search(match.string, match.end(), match.end() + 80):
        return
    yield from one_found("legal_form", match.span("form"), owner)
    known = _KNOWN.search(match["form"])
    if known:
        first = match.start("form")
        stretch = first + known.start(), first + known.end()
        yield from one_found("legal_personality", stretch, owner)


# --- legal personality ----------------------------------------------------------------------------

_PERSON = r"(?:personalit(?:à|a') giuridica|legal personality|legal persons?|persone giuridiche)"
_PERSON_PLACE = compile_words(rf"{_PERSON}|riconoscimento giuridico")
_GAINED = compile_words(
    rf"(?P<words>(?:(?:dal|nel|dall'anno|since|in) {DATE},? )?(?:(?:ha|has)(?: \w{{4,20}})?"
    r"|gode|(?:è|e'|is|was) (?:stat[oa] )?(?:iscritt[oa]|dotat[oa]|entered|registered)|possiede"
    rf"|acquired|obtained|enjoys)[^,;.:\x01\x03]{{0,60}}?{_PERSON}"
    rf"(?: (?:dal|nel|since|in) {DATE})?)"
)
_GRANTED = compile_words(
    r"(?:(?:è|e'|viene|di) ?)?(?:riconosciuta|riconosce|riconoscere|attribuita|acquisita)"
    rf" (?:la |l')?(?P<words>{_PERSON}(?: di diritto privato)?)"
    rf" (?:all'|alla|al|ad|a|del|della) ?{X}"
)
_CONFERRING = (ActType.DECRETO, ActType.DPGR, ActType.DGR, ActType.DM, ActType.OTHER)
_UNDER = compile_words(
    r"(?:ai sensi|in base|in attuazione|di cui|previst[oaie]|secondo|vist[oaie]|richiamat[oaie]"
    r"|pursuant|under|a norma)"
    r"(?: (?:dell'articolo|dell'art\.|dell'|della|del|dal|al|alla|il|la|to|the)){0,2} ?\Z"
)
"""What before an act tells that it is the law followed, not the act that decides."""
_ACT_FOR = compile_words(rf" ?(?:\([^()]{{1,60}}\))? ?(?:,|per|for|di|of|a|to)(?: {ARTICLE})? ?{X}")


def _personality(view: View) -> Iterator[Found]:
    """The act that gives legal personality, or the words that say it was gained."""
    place = _PERSON_PLACE.search(view.low)
    if place is None:
        return
    first, last = view.segment(place.start())
    acts = [
        one
        for one in find_mentions(view.text)
        if one.type in _CONFERRING
        and first <= one.start
        and one.end <= last
        and not _UNDER.search(view.low[max(0, one.start - 40) : one.start])
    ]
    if len({(one.number, one.date) for one in acts}) == 1:
        owner = view.only_owner(place.start())
        yield from one_found("legal_personality", (acts[0].start, acts[0].end), owner)
        return
    for match in () if acts else _GRANTED.finditer(view.low):
        yield from one_found("legal_personality", match.span("words"), view.own(match))
    for one in acts:
        given = _ACT_FOR.match(view.low, one.end)
        if given:
            yield from one_found("legal_personality", (one.start, one.end), view.own(given))
    for match in () if acts else _GAINED.finditer(view.low):
        owner = view.subject_before(match.start("words"))
        yield from one_found("legal_personality", match.span("words"), owner)


# --- seat -----------------------------------------------------------------------------------------

_SEAT = (
    r"(?P<seat>sede(?: legale(?: e operativa| ed operativa)?| centrale| principale| sociale"
    r"| amministrativa| operativa)?"
    r"|registered office|head office|head-?quarters?|operational (?:office|headquarters)"
    r"|operating office|headquartered|based|domiciliat[oa])"
)
_AT = r"(?:a|ad|in|nel|presso|c/o|at)"
_HAS = r"(?:(?:ha|has)(?: oggi| ora| now)? (?:la propria |la sua |la |its |the )?|(?:is|è|e') )"
_SEAT_OF = compile_words(
    rf"{_SEAT} {OF}{ADVERBS} ?(?:(?:{BE}|si trova|è ubicata|è situata) (?:{_AT} )?|{_AT} |: ?)"
)
_SEAT_OF_SUBJECT = (
    compile_words(
        rf"{X}{BEING}(?:,|,? [^,;:.\x01\x03]{{0,40}},)? ?(?<!\w)(?:con|with|avente)"
        rf" (?:la propria |la |its |a |an )?{_SEAT} {_AT} "
    ),
    compile_words(rf"{X},?{ADVERBS} ?{_HAS}?{_SEAT} {_AT} "),
)
_SEAT_ALONE = compile_words(
    rf"(?:{_HAS}|(?:ha|has) [^,;:.\x01\x03]{{1,60}} (?:e|and) ){_SEAT} {_AT} "
)
_SEAT_LABEL = compile_words(
    rf"(?:^ ?(?:[-•*–] )?|[:;,|] )(?:(?P<its>la sua |its )|la nostra |la |the |our )?{_SEAT}"
    rf" ?(?:[:|=–-] (?:{_AT} )?|(?:è|is|are) {_AT} )"
)


def _seats(view: View) -> Iterator[Found]:
    for match in _SEAT_OF.finditer(view.low):
        yield from _seat(view, match, view.own(match))
    for pattern in _SEAT_OF_SUBJECT:
        for match in pattern.finditer(view.low):
            beside = pattern is _SEAT_OF_SUBJECT[0]
            yield from _seat(view, match, view.own(match) if beside else view.subject(match))
    for match in _SEAT_ALONE.finditer(view.low):
        yield from _seat(view, match, view.subject_before(match.start()))
    for match in _SEAT_LABEL.finditer(view.low):
        owner = view.label_owner(match.start(), match.start("seat"))
        if owner is None and match["its"]:
            owner = view.governed(match.start("seat"))
        yield from _seat(view, match, owner)
    for match in _SEAT_ENTRY.finditer(view.low) if view.headed else ():
        yield from _seat(view, match, view.headed)


_SEAT_ENTRY = compile_words(rf"[:;,] {_SEAT} {_AT} ")


def _seat(view: View, match: re.Match[str], owner: str | None) -> Iterator[Found]:
    words = match["seat"]
    name = "operational_seat" if "operati" in words and "legale" not in words else "seat"
    yield from one_found(name, read_place(view.text, match.end()), owner)


# --- site -----------------------------------------------------------------------------------------

URL = (
    r"(?P<url>(?:https?://|www\.)[^\s<>()\"|\x01]{4,200}"
    r"|(?:[\w-]{2,40}\.){1,3}(?:it|eu|com|org|net|info)(?:/[^\s<>()\"|]{0,100})?(?![\w.]))"
)
_SITE = (
    r"(?<![\w-])(?:sito(?: web| internet| ufficiale| istituzionale){0,2}|website|web ?site"
    r"|home ?page|official site)"
)
_SITE_OF = compile_words(
    rf"{_SITE} {OF}{ADVERBS} ?(?:è|e'|is|[:=,|–(-]|at)? ?"
    rf"(?:consultabile |disponibile |raggiungibile )?(?:all'indirizzo |at )? ?{URL}"
)
_SITE_LABEL = compile_words(
    rf"(?:^ ?(?:[-•*–] )?|[:;,|] )(?:il nostro |il |our |the )?{_SITE} ?(?:[:|=,–-]|è|is) {URL}"
)


def _sites(view: View) -> Iterator[Found]:
    for match in _SITE_OF.finditer(view.low):
        yield from _site(view, match, view.own(match))
    for match in _SITE_LABEL.finditer(view.low):
        owner = view.label_owner(match.start(), match.start("url"))
        yield from _site(view, match, owner)


def _site(view: View, match: re.Match[str], owner: str | None) -> Iterator[Found]:
    start, end = match.span("url")
    while view.low[end - 1] in ".,;:'":
        end -= 1
    yield from one_found("website", (start, end), owner)


_READERS = (
    (
        (
            "associa",
            "fondazion",
            "consor",
            "foundation",
            "ats",
            "a.t.s",
            "rete d",
            "scarl",
            "s.c.",
            "consortium",
            "terzo settore",
            "s. c.",
        ),
        _forms,
    ),
    (("personalit", "persone giur", "riconoscimento giur", "legal person"), _personality),
    (("sede", "office", "quarter", "based", "domicilia"), _seats),
    (("sito", "site", "page"), _sites),
)

TELLING = tuple(word for words, _ in _READERS for word in words)
"""Words without one of which nothing is read here."""
