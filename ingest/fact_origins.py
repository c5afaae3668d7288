"""How a cluster came to be: when it was founded, by whom."""

import re
from collections.abc import Iterator

from ingest.fact_names import Stretch
from ingest.fact_views import Found, View, one_found
from ingest.fact_words import ADVERBS, ARTICLE, BE, BEING, COUNT, DATE, OF, X, compile_words

TELLING = (
    *("fondat", "fondaz", "costitu", "istitu", "creat", "nat", "nasc", "nacque", "forma", "fond"),
    *("establish", "found", "set up", "formed", "born", "incorporat", "launch", "iniziativa"),
)

_VERB = (
    r"(?P<verb>(?:fondat|costituit|istituit|creat|nat)[oa]|(?<!\w)nasce|(?<!\w)nacque|established"
    r"|founded|set up|created|formed|incorporated|constituted|born)(?!\w)"
)
_AUX = (
    r"(?:(?:che )?(?:si )?(?:è|e'|fu|viene|venne|was|is|has been) (?:stat[oa] )?"
    r"(?:(?:ufficialmente|formalmente|officially|formally) )?)?"
)
_WITHIN = r"[^;:.()\x01\x03]{0,90}?"
_BY_SUBJECT = compile_words(
    rf"{X}(?P<insert>, {_WITHIN},)?,?{BEING}{ADVERBS} ?(?P<aux>{_AUX}){_VERB}"
    r"(?P<rest>[^;:.\x01\x03]{0,240})"
)
_ALONE = compile_words(rf"(?P<aux>{_AUX}){_VERB}(?P<rest>[^;:.\x01\x03]{{0,240}})")
_BEFORE_SUBJECT = compile_words(
    rf"^ ?(?:[-•*–] )?{_VERB}(?P<rest>[^;:.\x01\x03]{{0,160}}?),? (?:{ARTICLE} )?{X}"
)
_FINITES = ("nasce", "nacque")
_FINITE = re.compile(r"(?<!\w)(?:è|ha|sono|hanno|is|has|was|are|che|who|which)(?!\w)")
_DATED_BEFORE = compile_words(
    rf"(?:nel|il|a|in|on|dal) (?P<date>{DATE}),?(?: {_WITHIN})? (?:si )?(?:è|viene|venne|fu|was"
    rf"|nasce"
    rf"|nacque) ?(?:stat[oa] )?(?:(?:ufficialmente|formalmente) )?"
    rf"(?:(?:fondat|costituit|istituit|creat|nat)[oa] )?(?:{ARTICLE} ?)?{X}"
)
_DATE_OF = compile_words(
    r"(?:data|anno|date|year) (?:di|of) (?:costituzione|fondazione|nascita|istituzione|foundation"
    rf"|establishment|creation) {OF}{ADVERBS} ?(?:{BE}|:)? ?(?:{ARTICLE} ?)?(?P<date>{DATE})"
)
_SINCE = compile_words(
    r"(?:dalla (?:sua )?|since the |since its )?(?P<what>costituzione|fondazione|nascita|foundation"
    rf"|establishment) {OF},? (?P<when>avvenuta |risale |avvenne |dates back )?"
    rf"(?:nel|il|al|a|in|on|to) (?P<date>{DATE})"
)
_LABEL = compile_words(
    r"^ ?(?:[-•*–] )?(?:(?:data|anno|date|year) (?:di|of) (?:costituzione|fondazione|nascita"
    r"|istituzione|foundation|establishment)|founded|established|fondazione|costituzione"
    rf"|anno di nascita) ?[:|=–-] (?P<date>{DATE})"
)
_DATE_IN = compile_words(DATE)
_CLAUSE_END = re.compile(
    r",? (?:che|which|who|ed? (?:riconosciut|ha |conta|oggi|si |è |presiedut|guidat)|and (?:is|has"
    r"|now|today))"
    r"|, (?:si|è|ha|conta|rappresenta|riunisce|il|la|oggi|attualmente|currently|today|it) "
    r"|, [\x01\x03]"
)
_BY = re.compile(
    r"(?<!\w)(?:(?:(?:su|per|dall'|on the|at the) ?)(?:iniziativa|initiative)"
    r" {1,3}(?:dell'|della|dello|del|dei|degli|delle|di|of the|of) ?"
    r"|(?:dall'|dallo|dalla|dal|dagli|dalle|dai|da|by the|by) ?)"
)
_REGION = re.compile(r"(?:region[ei]|giunta|lombardy region|regional government)(?!\w)")
_FOUNDERS_OF = compile_words(
    rf"(?:soci fondatori|fondatori|enti fondatori|founders|founding members) {OF}{ADVERBS} ?"
    rf"(?:{BE}|:|figurano) ?(?:{ARTICLE} ?)?"
)
_FOUNDERS_LABEL = compile_words(
    r"^ ?(?:[-•*–] )?(?:soci fondatori|fondatori|founders|founding members) ?[:|=–-] "
)


def find_origins(view: View) -> list[Found]:
    """When a cluster was founded, and by whom, as a statement tells."""
    if not any(word in view.low for word in TELLING):
        return []
    found = [*_told(view), *_dated(view), *_founders(view)]
    return [one for one in found if view.is_stated(one.start, one.end)]


def _told(view: View) -> Iterator[Found]:
    """What stands with a verb of founding: "è stato costituito", "Nato nel …, il cluster"."""
    seen: set[int] = set()
    for match in _BY_SUBJECT.finditer(view.low):
        seen.add(match.start("verb"))
        if match["aux"] or not match["insert"] or match["verb"] in _FINITES:
            yield from _deed(view, match, view.subject(match))
    for match in _BEFORE_SUBJECT.finditer(view.low):
        seen.add(match.start("verb"))
        if not _FINITE.search(match["rest"]):
            yield from _deed(view, match, view.subject(match))
    for match in _ALONE.finditer(view.low):
        finite = match["aux"] or match["verb"] in _FINITES
        if finite and match.start("verb") not in seen:
            yield from _deed(view, match, view.subject_before(match.start()))


def _deed(view: View, match: re.Match[str], owner: str | None) -> Iterator[Found]:
    """The day and the doers in the words after the verb."""
    first, last = match.span("rest")
    stop = _CLAUSE_END.search(view.low, first, last)
    last = stop.start() if stop else last
    day = _DATE_IN.search(view.low, first, min(last, first + 90))
    if day:
        yield from one_found("founded", day.span(), owner)
    by = _BY.search(view.low, first, last)
    if by and "," not in view.low[first : by.start()]:
        yield from one_found("founders", _doers(view, by.end(), last), owner)


def _doers(view: View, start: int, last: int) -> Stretch | None:
    """The names, or the counted bodies, that founded; a purpose or place is none."""
    while start < last and view.text[start] in " «\n":
        start += 1
    end = last
    when = re.compile(r",? (?:nel|il|in data|a|con|per|quale|come|in|with|as) ").search(
        view.low, start, last
    )
    if when:
        end = when.start()
    while end > start and not view.text[end - 1].isalnum():
        end -= 1
    if _REGION.match(view.low, start) or _DATE_IN.match(view.low, start):
        return None
    named = view.text[start : start + 1].isupper() or _COUNTED.match(view.low, start)
    return (start, end) if named and end - start > 2 else None


_COUNTED = compile_words(COUNT)


def _dated(view: View) -> Iterator[Found]:
    for pattern in (_DATED_BEFORE, _DATE_OF, _SINCE):
        for match in pattern.finditer(view.low):
            if (
                pattern is not _SINCE
                or match["when"]
                or match.group().startswith(("dalla", "since"))
            ):
                yield from one_found("founded", match.span("date"), view.own(match))
    for match in _LABEL.finditer(view.low):
        yield from one_found("founded", match.span("date"), view.topic)


def _founders(view: View) -> Iterator[Found]:
    for pattern in (_FOUNDERS_OF, _FOUNDERS_LABEL):
        for match in pattern.finditer(view.low):
            owner = view.own(match) if pattern is _FOUNDERS_OF else view.topic
            _, last = view.segment(match.start())
            colon = view.low.find(":", match.end(), last)
            stretch = _doers(view, match.end(), colon if colon >= 0 else last)
            yield from one_found("founders", stretch, owner)
