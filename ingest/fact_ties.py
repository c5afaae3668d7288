"""What a cluster deals with and to whom it is tied: field, labels, national and European bodies."""

import re
from collections.abc import Iterator

from ingest.fact_names import read_body, read_phrase
from ingest.fact_views import Found, View, one_found
from ingest.fact_words import ADVERBS, ARTICLE, BE, GAP, OF, OWNER, TO, X, compile_words


def find_ties(view: View) -> list[Found]:
    """The field of work, labels and networks that a statement tells."""
    found: list[Found] = []
    for words, read in _READERS:
        if any(word in view.low for word in words):
            found += [one for one in read(view) if view.is_stated(one.start, one.end)]
    return found


# --- field of work --------------------------------------------------------------------------------

_FIELD = (
    r"(?:settor[ei]|camp[oi]|ambit[oi]|filier[ae])"
    r"(?: (?:di|del|della|dell'|dei|delle|degli))?"
)
_DOES = (
    r"(?<!si\s)(?<!\w)(?P<verb>si occupa(?:no)? (?:di|del|della|delle|dello|dell'|dei|degli)|copre"
    r"|riunisce|raggruppa|comprende|abbraccia|è dedicat[oa] (?:alla|alle|agli|all'|al|ai|a)"
    rf"|opera (?:nel|nei|nella|nelle|nell') ?{_FIELD}|è attiv[oa] (?:nel|nei|nella|nelle|nell')"
    rf" ?{_FIELD}|covers|brings together|gathers|deals with|focus(?:s)?es on|is dedicated to"
    r"|is active in|works (?:on|in the fields? of))"
)
_SCOPE = compile_words(rf"{X},?{ADVERBS} ?(?:che )?(?:(?:principalmente|mainly) )?{_DOES}")
_SCOPE_ALONE = compile_words(_DOES)
_COUNTED = re.compile(
    r"\W{0,3}(?:(?:oltre|circa|pi[uù]'?\sdi|quasi|almeno|over|more\sthan|about|around|nearly|some"
    r"|il|i|le|la)\s)?(?:\d|ben\s|cento|un\scentinaio|decine|dozens|hundreds|centinaia)"
)


def _scopes(view: View) -> Iterator[Found]:
    seen: set[int] = set()
    for match in _SCOPE.finditer(view.low):
        seen.add(match.start("verb"))
        yield from _scope(view, match, view.subject(match))
    for match in _SCOPE_ALONE.finditer(view.low):
        if match.start("verb") not in seen:
            yield from _scope(view, match, view.subject_before(match.start("verb")))


def _scope(view: View, match: re.Match[str], owner: str | None) -> Iterator[Found]:
    if not _COUNTED.match(view.low, match.end("verb")):
        _, last = view.segment(match.start("verb"))
        yield from one_found("scope", read_phrase(view.text, match.end("verb"), last), owner)


# --- labels ---------------------------------------------------------------------------------------

_LABEL = compile_words(
    r"(?<!\w)(?P<label>(?:bronze|silver|gold)(?: (?:esca|excellence|management))? label"
    r"|etichetta (?:europea )?(?:di |d')?(?:bronzo|argento|oro)"
    r"|(?<=etichetta\s)(?:bronze|silver|gold)(?! label)"
    r"|label (?:di |d')?(?:bronzo|argento|oro))(?!\w)"
)
_LABEL_TO = compile_words(
    r"(?: (?:è|e'|was|sono) (?:stat[oa] )?(?:andat[oa]|assegnat[oa]|conferit[oa]|attribuit[oa]"
    r"|riconosciut[oa]|awarded|given|granted|assigned))?"
    rf"(?:,? ?\([^()]{{1,60}}\))? ?(?:per|for|{TO}|di|del|dell'|della|of)(?: {ARTICLE})? ?"
    rf"(?P<owners>{OWNER}(?:,? ?(?:e|ed|and)? ?(?:(?:per|for|{TO}|di|del|della) )?(?:{ARTICLE} )?"
    rf"{OWNER}){{0,5}})"
)
_LABEL_FROM = compile_words(
    rf"{X}[^;:.\x01\x03]{{0,90}}?(?:ottenut|ottiene|ottenere|ottenne|ricevut|riceve|conquist"
    r"|possied|vanta|conferit|insignit|assegnat|attribuit|certificat|detiene|holds|awarded"
    r"|received|obtained|granted|earned|won|gained|got|etichetta|:|\|)"
)
_GOT = compile_words(
    r"(?:(?:ha|has) )?(?:ottenuto|ottiene|ottenne|ricevuto|riceve|conquistato|obtained|received"
    r"|won|gained|earned|was awarded|è stato insignito|possiede|vanta|detiene|holds)(?!\w)"
)
_BESIDE = re.compile(
    r"\W*(?:(?:ha|has|possiede)\s)?(?:(?:l'|la\s|il\s|the\s|una\s|a\s)\s?(?:\w{4,15}\W*)?)?"
)
_WISHED = re.compile(
    r"(?<!\w)(?:verso|obiettivo|towards|working|in vista|formato|portare|per la|pers[oa]|lost"
    r"|revocat|scadut|ritirat|withdrawn|expired)"
)


def _labels(view: View) -> Iterator[Found]:
    for match in _LABEL.finditer(view.low):
        given = _LABEL_TO.match(view.low, match.end())
        if given:
            for owner in re.finditer(OWNER, given["owners"]):
                who = view.owner_at(given.start("owners") + owner.start())
                yield from one_found("label", match.span("label"), who)
            continue
        yield from one_found("label", match.span("label"), _holder(view, match.start()))


def _holder(view: View, at: int) -> str | None:
    """The cluster before a label that got it, with no other label between."""
    first, _ = view.segment(at)
    before = view.low[first:at]
    owners = list(re.finditer(OWNER, before))
    if not owners:
        verb = _GOT.search(before)
        if verb:
            return view.subject_before(first + verb.start())
        lone = re.fullmatch(r"\W*(?:etichett[ae]|labels?)?\W*", before)
        return view.topic if lone else None
    last = owners[-1]
    gap = before[last.end() :]
    if _WISHED.search(gap) or _LABEL.search(gap):
        return None
    led = _LABEL_FROM.match(before, last.start()) or _BESIDE.fullmatch(gap)
    return view.owner_at(first + last.start()) if led else None


# --- national and European ------------------------------------------------------------------------

_NATION = r"(?:cluster (?:tecnologico )?nazionale|national (?:technology )?cluster)"
_COUNTERPART = r"(?:corrispondente|omologo|corrispettivo|riferimento|referente) nazionale"
_NATIONAL_OF = compile_words(
    rf"(?:{_COUNTERPART}|national counterpart|national reference) {OF}{ADVERBS} ?,? ?(?:{BE}|:)"
    rf" (?:{ARTICLE} )?(?:{_NATION} )?"
)
_NATIONAL_TIE = compile_words(
    rf"{X}{GAP}(?:legat[oa]|collegat[oa]|aderisce|aderente|conness[oa]|affiliat[oa]|partecipa"
    r"|fa parte|soci[oa]|membro|linked|belongs|member|part|tied|connected) "
    rf"(?:all'|alla|al|ad|a|del|della|dell'|di|to the|to|of the|of) ?{_NATION} "
)
_AT_NATION = compile_words(
    rf"(?:sul piano|a livello|in ambito|at) nazional\w{{1,2}},? (?:{ARTICLE} )?{X}{GAP}(?:legat[oa]"
    r"|collegat[oa]|aderisce|partecipa|fa riferimento|fa parte) (?:all'|alla|al|ad|a|del|di) ?"
)
_NETWORK = r"(?:ret[ei] europe[ae]|european (?:cluster )?(?:networks?|alliances?|partnerships?))"
_NETWORK_OF = compile_words(
    rf"{_NETWORK} (?:(?:collegat[ae]|legat[ae]|a cui aderisce|di cui fa parte|linked) )?"
    rf"(?:(?:{TO}|di|del|della|dell'|of) ?)?(?:{ARTICLE} ?)?{X}"
    r"(?P<gap>[^,;:.()\x01\x03]{0,60}?)(?:è|sono|annota(?:no)?|figura(?:no)?|:|is|are)"
    rf" (?:{ARTICLE} ?)?"
)
_IN_NETWORK = compile_words(
    rf"{X}{GAP}(?:fa parte|aderisce|aderente|partecipa|soci[oa]|membro|member|belongs|part|partner)"
    rf" (?:all'|alla|al|ad|a|del|della|dell'|di|to the|to|of the|of) ?{_NETWORK} "
)
_AT_EUROPE = compile_words(
    r"(?:sul piano|a livello|in ambito|at) europe\w{1,2}(?: level)?,?[^,;:.]{0,60}? "
    r"(?P<verb>annota|aderisce a(?:lla|l)?|fa parte d(?:ella|el|i)|partecipa a(?:lla|l)?"
    r"|è legat[oa]"
    r" a(?:lla|l|d)?|it is (?:a member|part) of(?: the)?) "
)
_FOR_EACH = compile_words(
    rf"(?:,|:| e| ed| and|^) (?P<body>(?:(?:la|il|lo|the) |l')?[^,;:()\x01\x03]{{2,60}}?)"
    rf" (?:per|for)(?: {ARTICLE})? ?(?P<owners>{OWNER}(?:,? (?:e|ed|and) (?:(?:per|for) )?"
    rf"(?:{ARTICLE} )?{OWNER}){{0,4}})"
)


def _nations(view: View) -> Iterator[Found]:
    for match in _NATIONAL_OF.finditer(view.low):
        yield from _body(view, "national_counterpart", match.end(), view.own(match))
    for pattern in (_NATIONAL_TIE, _AT_NATION):
        for match in pattern.finditer(view.low):
            owner = view.own(match) if pattern is _AT_NATION else view.subject(match)
            yield from _body(view, "national_counterpart", match.end(), owner)


def _networks(view: View) -> Iterator[Found]:
    for pattern in (_NETWORK_OF, _IN_NETWORK):
        for match in pattern.finditer(view.low):
            owner = view.own(match) if pattern is _NETWORK_OF else view.subject(match)
            yield from _body(view, "european_networks", match.end(), owner)
    for match in _AT_EUROPE.finditer(view.low):
        owner = view.sole_owner(match.start())
        yield from _body(view, "european_networks", match.end(), owner)
    context = re.search(rf"{_NETWORK}[^:]{{0,120}}:".replace(" ", " {1,4}"), view.low)
    for match in _FOR_EACH.finditer(view.low, context.end() - 1 if context else len(view.low)):
        for one in re.finditer(OWNER, match["owners"]):
            who = view.owner_at(match.start("owners") + one.start())
            stretch = read_body(view.text, *match.span("body"))
            yield from one_found("european_networks", stretch, who)


def _body(view: View, name: str, at: int, owner: str | None) -> Iterator[Found]:
    yield from one_found(name, read_body(view.text, at), owner)


_READERS = (
    (
        (
            "occupa",
            "copre",
            "riunisce",
            "raggruppa",
            "comprende",
            "abbraccia",
            "dedica",
            "opera ",
            "attiv",
            "active",
            "covers",
            "together",
            "gathers",
            "deals",
            "focus",
            "works",
        ),
        _scopes,
    ),
    (("label", "etichetta"), _labels),
    (("nazional", "national"), _nations),
    (("europe",), _networks),
)

TELLING = tuple(word for words, _ in _READERS for word in words)
"""Words without one of which nothing is read here."""
