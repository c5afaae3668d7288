"""Who presides over a cluster, did so before, or manages it."""

import re
from collections.abc import Callable, Iterator

from ingest.fact_days import with_clause_day
from ingest.fact_names import (
    Stretch,
    read_body,
    read_person,
    read_person_before,
)
from ingest.fact_views import Found, View
from ingest.fact_words import (
    ADVERB,
    ADVERBS,
    ARTICLE,
    BODY,
    CHAIR,
    DATE,
    FRESH,
    GAP,
    KEEPER,
    MANAGER,
    OF,
    PAST_CHAIR,
    TO,
    X,
    compile_words,
)

TELLING = (
    *(
        "presid",
        "presied",
        "chair",
        "guidat",
        "guida ",
        "succe",
        "subentra",
        "manager",
        "dirett",
        "direct",
    ),
    *("segretari", "secretary", "gestor", "gestit", "proponente", "managing", "managed", "led by"),
    *("headed", "coordinat", "replac", "takes over", "taking over", "testimone", "posto di"),
    *("gestione", "management", "proposer"),
)
"""Words without one of which nothing is read here."""

_IS = r"(?:è|e'|sono|is|resta|rimane|remains)"
_WAS = r"(?:era|was)"
_CHOSEN = (
    r"(?:rielett[oa]|elett[oa]|nominat[oa]|confermat[oa]|designat[oa]|scelt[oa]|acclamat[oa]"
    r"|chiamat[oa]"
    r"|re-elected|reelected|elected|appointed|named|confirmed|chosen)"
)
_BECOMES = (
    rf"(?:(?:è|e'|viene|venne|fu|was|is|has been|have been|sono) ?(?:stat[oa] )?{_CHOSEN}"
    rf"|(?:è |e' )?(?:diventat[oa]|divenut[oa])|diventa|becomes|became|assume|ha assunto|takes over"
    rf"|took over|{_CHOSEN}|is|è|e')"
)
_AT_HELM = r"(?:alla presidenza|la presidenza|alla guida|la guida|as chair|the chair)"
_LONE_END = re.compile(r" {0,3}(?:$|[.,;:)|]|(?:e|ed|and|il|la|nel|per|dal|in|on|for) )")
_LINKS = (
    compile_words(rf"(?P<link>,? ?\(?){FRESH}\Z"),
    compile_words(rf"(?P<link>(?: \([^()]{{1,50}}\))?,? (?:che )?{_BECOMES} (?:anche )?){FRESH}\Z"),
    compile_words(rf"(?P<link>, [^,;:.()]{{1,70}}(?:,| e| ed| and) ){FRESH}\Z"),
)
_PAST_LINK = compile_words(
    rf",? (?P<link>(?:che )?(?:(?:è|e') stat[oa]|fu|era|was|had been)) {FRESH}\Z"
)
_CHOSEN_LINK = compile_words(
    rf" (?:(?:è|e'|viene|was|has been|fu) (?:stat[oa] )?)?{_CHOSEN} {FRESH}\Z"
)
_NEW_LINK = compile_words(r", (?:[^,;:.()]{1,70}, )?(?:il |la |the )?(?:nuov[oa]|new) \Z")
_CHOOSES = compile_words(
    rf"(?<!\w){_CHOSEN} (?:(?:all'unanimità|per acclamazione),? )?(?:(?:il|la|l'|prof\.|dott\."
    rf"|ing\.) ?){{0,2}}\Z"
)
_NOTE_OWNER = compile_words(rf" ?[,–-] (?:{ARTICLE} ?)?{X} ?\)")
_IN_NOTE = compile_words(r" ?\((?:il |la )?\Z")
_AND = re.compile(r" (?:e|ed|and) $")
_UNTIL = compile_words(r" (?:fino|sino|until|till)(?!\w)")
_REACH = 130


class _Role:
    """The patterns by which a role is given to someone."""

    def __init__(self, role: str, *, body: bool = False) -> None:
        led = rf"(?P<role>{role})"
        chosen = rf"(?: stat[oa] {_CHOSEN}| {_CHOSEN})?"
        self.reads: Callable[..., Stretch | None] = _read_any if body else read_person
        self.body = body
        self.any = compile_words(led)
        self.owned = compile_words(
            rf"{led}{BODY}(?: (?:dell'|della|del|di|of) ?[^,;:.()\x01\x03]{{2,50}} (?:e|and))? {OF}"
        )
        self.told = compile_words(
            rf"{led}{BODY} {OF}(?:{GAP}(?:, [^;:.()]{{1,80}}?,|\([^()]{{1,60}}\)))?{GAP} ?,? ?"
            rf"(?:{_IS}|(?P<was>{_WAS})){chosen}{ADVERBS} ?[:,]? "
        )
        self.told_alone = compile_words(
            rf"{led}{BODY}{ADVERBS} ?(?:{_IS}|(?P<was>{_WAS})){chosen}{ADVERBS} "
        )
        self.beside = compile_words(rf"{led}{BODY} {OF}(?P<mark> ?[:,(–-]| )")
        self.label = compile_words(
            rf"(?:^ ?(?:[-•*–] )?|[:;,(|.–-] )(?P<article>(?:il |la |the )?)(?:attuale "
            rf"|current )?{led}{BODY}"
            r"(?: in carica| attuale)?(?P<mark> ?[:|=–-] | )"
        )
        self.whose = compile_words(rf"{X} ?,? (?:il cui|la cui|whose) {led} (?:è|e'|is) ")
        self.newly = compile_words(
            rf"(?P<verb>ha|has) (?:un |una |a )?(?:nuov[oa] |new ){led} ?[:,] "
            r"(?:è |is |it is |si tratta di )?"
        )
        self.chosen = compile_words(
            rf"(?:{_CHOSEN} {FRESH}|(?<!\w)(?:come|quale|as) (?:suo |sua |il |la |its )?){led}"
            rf"(?:{BODY} {OF}|{BODY}) ?[:,]? ?"
        )


def _read_any(text: str, at: int, *, sure: bool = False) -> Stretch | None:
    """A person where a given name tells one, else a body."""
    return read_person(text, at, sure=True) or (None if sure else read_body(text, at))


_CHAIR = _Role(CHAIR)
_PAST = _Role(PAST_CHAIR)
_MANAGER = _Role(MANAGER)
_KEEPER = _Role(KEEPER, body=True)
_HELM = compile_words(
    rf"(?<!\w){_AT_HELM}(?: {OF})?(?: (?:(?:passa|è affidata|è andata) {TO}|(?:goes|passes) to|c'è"
    rf"|è stat[oa] {_CHOSEN}|viene {_CHOSEN}|è|arriva|sale|va|resta|is))?{ADVERBS} ?,? "
)
_TO_HELM = compile_words(
    rf"(?: \([^()]{{1,50}}\))?(?: (?:{_BECOMES}|sale|arriva|va))?"
    rf"(?: all'unanimità| per acclamazione)? ?,? ?{_AT_HELM} {OF}"
)
_HANDS_ON = compile_words(
    rf" (?P<verb>lascia|cede|passa|ha lasciato|ha ceduto|ha passato) (?:la presidenza|la guida"
    rf"|il testimone)(?: {OF})?(?P<to> {TO} )?"
)
_BARE_HELM = compile_words(r" (?:alla presidenza|alla guida)(?= ?(?:[.,;:]|$))")
_LED = compile_words(
    rf"(?:{X},? (?:che è |which is )?|(?<!\w))(?P<start>(?:attualmente |oggi |currently |è |is"
    r" |has been )?)"
    r"(?P<verb>presiedut[oa]|guidat[oa]|chaired|led|headed|gestit[oa]|managed|run)"
    rf"{ADVERBS} ?(?:dall'|(?:dal|dalla|da|by) )"
)
_LEADS = compile_words(
    rf"(?P<who>, che | che |, who | who | )(?:{ADVERB} )?(?P<verb>(?:ha|has) (?:guidato|presieduto"
    rf"|led|chaired)"
    rf"|guida|presiede|guidava|presiedeva|led|chaired|leads|chairs) {ARTICLE}? ?{X}"
)
_KEPT = compile_words(
    rf"la gestione {OF} (?:è|e'|viene) (?:stata )?(?:affidata|curata|assicurata)"
    r" (?:a|da)(?:l|lla|ll')? "
)
_AS_KEEPER = compile_words(
    rf"(?:rappresentat[oa]|coordinat[oa]|represented|coordinated) (?P<by>dall'|(?:dal|dalla|da"
    rf"|by) )"
    rf"(?:[^,;:.\x01\x03]{{3,80}}?) (?:in qualità di|quale|come|as) {KEEPER}"
)
_FOLLOWS = compile_words(
    r"(?:succed(?:e|uto|uta|endo|ette)|subentra(?:t[oa]|ndo)?) (?:ad|al|all'|alla|a) "
    r"|(?:prend(?:e|endo)|ha preso|raccogli(?:e|endo)|ha raccolto) il (?:posto|testimone)"
    r" (?:di|del|da) "
    r"|al posto di |succeed(?:s|ed|ing) |tak(?:es|ing) over from |took over from "
    r"|replac(?:es|ed|ing) "
)


def find_people(view: View) -> list[Found]:
    """The people and bodies that a statement gives a role in a cluster."""
    if not any(word in view.low for word in TELLING):
        return []
    found = [
        *_with_role(view, _PAST, "former_president"),
        *_with_role(view, _CHAIR, "president"),
        *_at_helm(view),
        *_leading(view),
        *_with_role(view, _MANAGER, "manager"),
        *_with_role(view, _KEEPER, "manager"),
        *_keeping(view),
    ]
    return [*found, *_followed(view, found)]


def _made(
    view: View, name: str, who: Stretch | None, owner: str | None, *, near: bool = True
) -> Iterator[Found]:
    if who and owner and view.is_stated(*who):
        made = Found(name, *who, owner)
        yield made if name == "former_president" else with_clause_day(view, made, near=near)


def _with_role(view: View, role: _Role, name: str) -> Iterator[Found]:
    """Every way in which a role is said of someone."""
    if role.any.search(view.low) is None:
        return
    for match in role.told.finditer(view.low):
        who = role.reads(view.text, match.end())
        near = match["was"] is None
        yield from _made(view, _tense(view, match, name), who, view.own(match), near=near)
    for match in role.told_alone.finditer(view.low):
        who = role.reads(view.text, match.end())
        owner = view.headed or view.governed(match.start("role"))
        near = match["was"] is None
        yield from _made(view, _tense(view, match, name), who, owner, near=near)
    for match in role.beside.finditer(view.low):
        who = role.reads(view.text, match.end(), sure=":" not in match["mark"])
        yield from _made(view, name, who, view.owner_at(match.start("own")))
    for match in role.whose.finditer(view.low):
        who = role.reads(view.text, match.end())
        yield from _made(view, name, who, view.own(match))
    yield from _labelled(view, role, name)
    yield from _owned(view, role, name)
    yield from _chosen(view, role, name)
    yield from _noted(view, role, name)


def _tense(view: View, match: re.Match[str], name: str) -> str:
    """A past "era" tells a former president, unless a moment is given at which it was so."""
    if name != "president" or not match["was"]:
        return name
    first, last = view.segment(match.start())
    return name if re.search(DATE, view.low[first:last]) else "former_president"


def _labelled(view: View, role: _Role, name: str) -> Iterator[Found]:
    for match in role.label.finditer(view.low):
        mark = match["mark"].strip()
        if not mark and (match["article"] or not (match.start() == 0 or view.headed)):
            continue
        who = role.reads(view.text, match.end(), sure=not mark)
        if who is None or (not mark and not _LONE_END.match(view.low, who[1])):
            continue
        yield from _made(view, name, who, view.label_owner(match.start(), match.start("role")))


def _owned(view: View, role: _Role, name: str) -> Iterator[Found]:
    """The name before "…, presidente del cluster", "… è stato presidente del cluster"."""
    for match in role.owned.finditer(view.low):
        if _UNTIL.match(view.low, match.end()):
            continue
        first = max(0, match.start() - _REACH)
        before = view.low[first : match.start()]
        past = _PAST_LINK.search(before)
        links = [past] if past else [pattern.search(before) for pattern in _LINKS]
        who = next(filter(None, (_who_before(view.text, first, one) for one in links)), None)
        field = name
        if past and name == "president":
            dated = "era" in past["link"] and re.search(DATE, view.low[match.end() :])
            field = name if dated else "former_president"
        yield from _made(view, field, who, view.owner_at(match.start("own")))


def _who_before(text: str, first: int, link: re.Match[str] | None) -> Stretch | None:
    """The person before a link that was found in the words from `first` on."""
    if link is None:
        return None
    return read_person_before(text, first + link.start(), sure="," not in link["link"][:2])


def _chosen(view: View, role: _Role, name: str) -> Iterator[Found]:
    """Whom "ha eletto presidente …", "… è stato eletto presidente", "…, nuovo presidente" name."""
    for match in role.chosen.finditer(view.low):
        who = role.reads(view.text, match.end(), sure=not role.body)
        own = match.start("own")
        owner = view.owner_at(own) if own >= 0 else view.governed(match.start())
        yield from _made(view, name, who, owner)
    for match in role.newly.finditer(view.low):
        who = role.reads(view.text, match.end(), sure=True)
        yield from _made(view, name, who, view.subject_before(match.start("verb")))
    for match in role.any.finditer(view.low):
        if not _LONE_END.match(view.low, match.end()):
            continue
        first = max(0, match.start() - _REACH)
        before = view.low[first : match.start()]
        link = _CHOSEN_LINK.search(before) or _NEW_LINK.search(before)
        end = first + link.start() if link else match.start()
        who = read_person_before(view.text, end, sure=True)
        if who and (link or _CHOOSES.search(view.low, max(0, who[0] - 60), who[0])):
            yield from _made(view, name, who, view.headed or view.governed(who[0]))


def _noted(view: View, role: _Role, name: str) -> Iterator[Found]:
    """A list of a cluster's people: "Il direttivo del cluster: Anna Prova (presidente), …"."""
    for match in role.any.finditer(view.low):
        start = _IN_NOTE.search(view.low, max(0, match.start() - 8), match.start())
        if start is None or not view.owners:
            continue
        who = read_person_before(view.text, start.start(), sure=True)
        beside = _NOTE_OWNER.match(view.low, match.end())
        if beside:
            yield from _made(view, name, who, view.own(beside))
        elif view.low[match.end() : match.end() + 1] == ")":
            yield from _made(view, name, who, view.governed(match.start()))


def _at_helm(view: View) -> Iterator[Found]:
    if not any(word in view.low for word in ("presidenza", "guida", "chair", "testimone")):
        return
    for match in _HELM.finditer(view.low):
        who = read_person(view.text, match.end(), sure=True)
        own = match.start("own")
        owner = view.owner_at(own) if own >= 0 else view.governed(match.start())
        yield from _made(view, "president", who, owner)
    for match in _HANDS_ON.finditer(view.low):
        own = match.start("own")
        owner = view.owner_at(own) if own >= 0 else view.governed(match.start())
        old = read_person_before(view.text, match.start(), sure=True)
        yield from _made(view, "former_president", old, owner)
        new = read_person(view.text, match.end(), sure=True) if old and match["to"] else None
        yield from _made(view, "president", new, owner)
    for match in _BARE_HELM.finditer(view.low):
        who = read_person_before(view.text, match.start(), sure=True)
        if who and _CHOOSES.search(view.low, max(0, who[0] - 60), who[0]):
            yield from _made(view, "president", who, view.governed(who[0]))
    for match in _TO_HELM.finditer(view.low):
        who = read_person_before(view.text, match.start(), sure=True)
        yield from _made(view, "president", who, view.owner_at(match.start("own")))


def _leading(view: View) -> Iterator[Found]:
    for match in _LED.finditer(view.low):
        own = match.start("own")
        owner = view.owner_at(own) if own >= 0 else _led_subject(view, match)
        kept = match["verb"][:4] in ("gest", "mana", "run")
        reads = _read_any if kept else read_person
        who = reads(view.text, match.end(), sure=not kept)
        yield from _made(view, "manager" if kept else "president", who, owner)
    for match in _LEADS.finditer(view.low):
        past = match["verb"].startswith(("ha ", "has ", "led", "chaired")) or "va" in match["verb"]
        relative = match["who"].strip(" ,") != ""
        end = match.start()
        who = read_person_before(view.text, end, sure=True)
        if who and (relative or not past):
            name = "former_president" if past else "president"
            yield from _made(view, name, who, view.owner_at(match.start("own")))


def _led_subject(view: View, match: re.Match[str]) -> str | None:
    """The subject of "… ed è presieduto da"; after a comma the word before it is meant."""
    joined = _AND.search(view.low, max(0, match.start() - 5), match.start())
    finite = match["start"].strip() in ("è", "is", "has been")
    return view.subject_before(match.start("start")) if joined or finite else None


def _keeping(view: View) -> Iterator[Found]:
    for match in _AS_KEEPER.finditer(view.low):
        who = _read_any(view.text, match.end("by"))
        yield from _made(view, "manager", who, view.only_owner(match.start()))
    for match in _KEPT.finditer(view.low):
        who = _read_any(view.text, match.end())
        yield from _made(view, "manager", who, view.owner_at(match.start("own")))


def _followed(view: View, found: list[Found]) -> Iterator[Found]:
    """Whom the new president follows; the cluster is that of the new one."""
    owners = {one.owner for one in found if one.field == "president"}
    owner = owners.pop() if len(owners) == 1 else None
    if owner is None and any(word in view.low for word in ("presid", "presied", "chair")):
        owner = None if found else view.governed(len(view.low))
    for match in _FOLLOWS.finditer(view.low):
        if owner is None and match.start() <= 2:
            owner = view.chaired
        who = read_person(view.text, match.end(), sure=True)
        yield from _made(view, "former_president", who, owner)
