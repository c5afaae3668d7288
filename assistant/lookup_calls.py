"""Answers from the register of calls: which are open, announced or closed on a day, for whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from assistant.asked import Asked
from assistant.choice import Chooser, Lookup, distinct
from assistant.periods import Period
from assistant.phrases import day_words, note
from assistant.types import AnswerStatus, NoteKind
from corpus.call_register import Call, CallStatus, Saying, call_on, gather_calls
from corpus.claim_records import ClaimRecords
from corpus.claims import Topic
from corpus.types import Span
from corpus.words import content_words, stem

_ENDS = frozenset(("closes", "state", "extended", "suspended"))
"""What is said of a call's end or state outweighs what is said of its opening."""
_MOST = 12
_LIKE = 0.5
"""So much of a call's name must stand in a question that names it, by words."""
_STATES = {
    "open": (CallStatus.OPEN,),
    "closed": (CallStatus.CLOSED,),
    "announced": (CallStatus.ANNOUNCED,),
}


class CallLookup:
    """What the register of calls answers."""

    def __init__(self, claims: ClaimRecords, chooser: Chooser) -> None:
        """Read from `claims`, quote as `chooser` chooses."""
        self._claims = claims
        self._chooser = chooser

    def calls(self, asked: Asked) -> Lookup | None:
        """The calls in a state on a day, for the clusters asked about, counted."""
        known = self._known()
        wanted = set(asked.clusters)
        states = _STATES.get(asked.state, tuple(CallStatus))
        in_state = [one for one in known if call_on(one, asked.day).status in states]
        own = [one for one in in_state if _concerns(one, wanted, reserved=asked.reserved)]
        untold = [one for one in in_state if not one.clusters] if wanted and not own else []
        shown = (own or untold)[:_MOST]
        if not shown:
            return None
        fields = ("budget",) if asked.state == "" else ()
        spans = [span for one in shown for span in self._quotes(one, asked.day, fields)]
        unsure = sum(call_on(one, asked.day).status is CallStatus.UNKNOWN for one in known)
        day = day_words(asked.day, self._chooser.lang)
        notes = [
            note(
                NoteKind.DENOMINATOR,
                "calls_counted",
                self._chooser.lang,
                found=len(shown),
                known=len(known),
                unsure=unsure,
                day=day,
            )
        ]
        if untold:
            notes.append(note(NoteKind.MISSING, "calls_untold", self._chooser.lang))
        status = AnswerStatus.PARTIAL if untold else AnswerStatus.ANSWERED
        return Lookup(self._chooser.drafts(spans), tuple(notes), status)

    def dated(self, fields: Sequence[str], period: Period, clusters: Sequence[str]) -> Lookup:
        """The calls that close or open in a period, each with the words that say so."""
        known = self._known()
        wanted = set(clusters)
        spans: list[Span] = []
        for call in known:
            told = [
                one
                for name in fields
                for one in call.said.get(name, ())
                if _falls_within(one.fact.value, period)
            ]
            if told and _concerns(call, wanted, reserved=False):
                spans += self._best(told)
        shown = distinct(spans)[:_MOST]
        remark = note(
            NoteKind.DENOMINATOR if shown else NoteKind.SEARCHED,
            "calls_dated" if shown else "calls_dated_none",
            self._chooser.lang,
            found=len(shown),
            known=len(known),
            since=day_words(period[0], self._chooser.lang),
            until=day_words(period[1], self._chooser.lang),
        )
        return Lookup(self._chooser.drafts(shown), (remark,))

    def named(self, asked: Asked) -> Lookup | None:
        """How the call that a question names stands; it may be otherwise than the question says."""
        call = find_named_call(asked.text, self._known())
        if call is None:
            return None
        state = call_on(call, asked.day)
        spans = self._quotes(call, asked.day, ())
        if state.status is CallStatus.UNKNOWN or not spans:
            return None
        agrees = state.status in _STATES.get(asked.state, ())
        denied = asked.granted and not agrees
        status = AnswerStatus.FALSE_PREMISE if denied else AnswerStatus.ANSWERED
        return Lookup(self._chooser.drafts(spans), (), status)

    def _known(self) -> list[Call]:
        return gather_calls(self._claims.facts(Topic.CALL))

    def _quotes(self, call: Call, day: date, fields: Sequence[str]) -> list[Span]:
        """The words from which a call's state follows, and of the fields wanted."""
        told = [one for name in fields for one in call.said.get(name, ())]
        if told:
            return self._best(told)
        state = call_on(call, day)
        given = {(one.fact.field, one.fact.value) for one in state.reasons}
        given.add(("state", state.status.value))
        same = [
            one
            for own in call.said.values()
            for one in own
            if (one.fact.field, one.fact.value) in given
        ]
        tells = Counter(one.fact.quote for one in same)
        most = [one for one in same if one.fact.field in _ENDS] or same
        most = [one for one in most if self._is_sentence(one)] or most
        top = max((tells[one.fact.quote] for one in most), default=0)
        chosen = self._best([one for one in most if tells[one.fact.quote] == top])
        return chosen or self._best(call.said.get("title", ()))

    def _is_sentence(self, one: Saying) -> bool:
        return self._chooser.words(one.fact.quote).rstrip()[-1:] in ".;!?»”"

    def _best(self, told: Sequence[Saying]) -> list[Span]:
        return [self._chooser.best([(one.fact, one.witness) for one in told])] if told else []


def _falls_within(value: str, period: Period) -> bool:
    """Whether a time told – a day, or an hour of it – lies within a period."""
    return period[0].isoformat() <= value[:10] <= period[1].isoformat() and value[4:5] == "-"


def _concerns(call: Call, clusters: set[str], *, reserved: bool) -> bool:
    """Whether a call is for the clusters asked about; without any, whether it is for anybody."""
    if clusters or reserved:
        return bool(set(call.clusters) & (clusters | {"*"}))
    return True


def find_named_call(text: str, calls: Sequence[Call]) -> Call | None:
    """The one call of whose name most stands in a question."""
    said = {stem(word) for word in content_words(text)}
    scored = []
    for call in calls:
        name = {stem(word) for word in content_words(call.title)} - _COMMON
        if len(name & said) >= min(2, len(name)):
            scored.append((len(name & said) / len(name), call))
    scored.sort(key=lambda one: -one[0])
    if not scored or scored[0][0] < _LIKE:
        return None
    alone = len(scored) == 1 or scored[0][0] > scored[1][0]
    return scored[0][1] if alone else None


_COMMON = frozenset(stem(word) for word in ("bando", "avviso", "misura", "call", "manifestazione"))
