"""What a question takes for granted of a cluster or call and the registers contradict."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.choice import Chooser, Lookup, distinct, first_quotes
from assistant.lookup_calls import find_named_call
from assistant.premise import find_granted
from assistant.types import AnswerStatus
from corpus.call_register import Saying, gather_calls
from corpus.claim_records import ClaimRecords
from corpus.claims import Fact, Topic, Witness
from corpus.cluster_register import ClusterEntry, ClusterRegister
from corpus.clusters import find_clusters, level
from corpus.standing import ClusterStatus
from corpus.types import Span
from corpus.values import values

_QUOTES = 2
_IN_YEAR = r"[^,;:?]{0,40}?\b(?:nel|in|dal|nell'anno|since)(?: lontano)? ((?:19|20)\d\d)\b"
_RECOGNISED = re.compile(r"\b(?:riconosciut\w|recogni[sz]ed)\b" + _IN_YEAR)
_FOUNDED = re.compile(
    r"\b(?:fondat\w|nat[oa]|costituit\w|istituit\w|founded|established)\b" + _IN_YEAR
)
_REVOKED = re.compile(
    r"\b(?:revocat\w|revoca|annullat\w|decadut\w|revoked)\b[^?]{0,30}"
    r"\b(?:riconosciment\w|recognition)\b"
    r"|\b(?:riconosciment\w|recognition)\b[^?]{0,40}\b(?:revocat\w|annullat\w|decadut\w|revoked)\b"
)
_YEAR = re.compile(r"\b(?:nel|in|fine|anno) ((?:19|20)\d\d)\b")
_ENDS = re.compile(
    r"\b(?:scadut\w|scad(?:e|eva)|scadenza|chius\w|chiu(?:de|deva)|termine|closed|closes|deadline)\b"
)
_REACH = 120
"""Characters behind the words for an end in which its day is looked for."""


class PremiseCheck:
    """Holds questions against the registers of one library."""

    def __init__(self, claims: ClaimRecords, chooser: Chooser) -> None:
        """Read from `claims`, quote as `chooser` chooses."""
        self._claims = claims
        self._chooser = chooser

    def contradict(self, text: str, day: date) -> Lookup | None:
        """The words that contradict what a question takes for granted, if any do."""
        if not list(find_granted(text)):
            return None
        spans = self._of_cluster(text, day) or self._of_call(text)
        if not spans:
            return None
        drafts = self._chooser.drafts(distinct(spans)[:_QUOTES])
        return Lookup(drafts, (), AnswerStatus.FALSE_PREMISE)

    def _of_cluster(self, text: str, day: date) -> list[Span]:
        ids = {one.cluster_id for one in find_clusters(text, hinted=True)} - {""}
        if len(ids) != 1:
            return []
        entries = ClusterRegister(self._claims).entries(day)
        entry = next(one for one in entries if one.cluster.id in ids)
        low = level(text)
        recognised = entry.status is ClusterStatus.RECOGNISED
        told = self._chooser.ordered(entry.reasons, entry.cluster.id)
        if recognised and not entry.against and _REVOKED.search(low):
            return first_quotes(told, _QUOTES)
        year = _RECOGNISED.search(low)
        if recognised and year and not self._is_told(entry, year[1]):
            return first_quotes(told, _QUOTES)
        year = _FOUNDED.search(low)
        facts = [one for one in entry.facts if one[0].field == "founded"]
        if year and facts and not self._tells(facts, year[1]):
            return [self._chooser.best(facts)]
        return []

    def _is_told(self, entry: ClusterEntry, year: str) -> bool:
        """Whether the recognition is put, or disputed to be, in the year; True where none is."""
        days = [entry.since or ""]
        days += [one.act.date or "" for one in entry.acts if one.role == "recognises"]
        disputed = " ".join(self._chooser.words(claim.quote) for claim, _ in entry.against)
        known = {day[:4] for day in days if day}
        return not known or year in known or year in disputed

    def _tells(self, facts: Sequence[tuple[Fact, Witness]], year: str) -> bool:
        return any(
            year in fact.value or year in self._chooser.words(fact.quote) for fact, _ in facts
        )

    def _of_call(self, text: str) -> list[Span]:
        """The words on a call's end, where the question gives a day on which none puts it."""
        low = level(text)
        end = _ENDS.search(low)
        if end is None:
            return []
        near = text[end.end() : end.end() + _REACH]
        asked = [one.key for one in values(near) if one.kind in ("date", "month")]
        asked += _YEAR.findall(level(near))
        call = find_named_call(text, gather_calls(self._claims.facts(Topic.CALL)))
        if not asked or call is None or asked[0][:4] in call.title:
            return []
        fields = ("closes", "recloses", "extended")
        told = [one for field in fields for one in call.said.get(field, ())]
        if not told or any(self._puts(one, asked[0]) for one in told):
            return []
        return [self._chooser.best([(one.fact, one.witness) for one in told])]

    def _puts(self, one: Saying, asked: str) -> bool:
        """Whether what is said puts the end on the day, month or year asked about."""
        keys = [value.key for value in values(self._chooser.words(one.fact.quote))]
        return any(key.startswith(asked) for key in (one.fact.value, *keys))
