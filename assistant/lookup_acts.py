"""Answers from the register of acts: what changed them, whether they hold, who cites them."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.asked import Asked, Wanted
from assistant.choice import Chooser, Lookup, distinct
from assistant.periods import Period
from assistant.phrases import act_words, day_words, note
from assistant.types import AnswerStatus, Note, NoteKind
from corpus.act_names import ActName, ActType, act_id, same_act
from corpus.act_register import ActEntry, ActRegister, State, validity_on
from corpus.claim_records import ClaimRecords
from corpus.claims import Relation, RelationKind, Witness
from corpus.mentions import ActMention, find_mentions
from corpus.types import Span

_QUOTES = 3
_LONGEST_LIST = 12
_ABOUT = 2
_ARTICLE = 8
"""Characters before the name of an act with which a sentence begins: "Con il ", "1. "."""


class ActLookup:
    """What the register of acts answers."""

    def __init__(self, claims: ClaimRecords, chooser: Chooser) -> None:
        """Read from `claims`, quote as `chooser` chooses."""
        self._register = ActRegister(claims)
        self._chooser = chooser

    def fate(self, asked: Asked) -> Lookup | None:
        """What changed an act or what it changed, and whether it holds."""
        spans: list[Span] = []
        notes: list[Note] = []
        unknown = True
        for entry in self._named(asked.acts):
            validity = validity_on(entry, asked.day)
            if validity.quote is not None:
                spans.append(validity.quote)
            unknown = unknown and validity.state is State.UNKNOWN
            spans += self._by_other(entry)[:_QUOTES]
            if asked.wanted is Wanted.VALIDITY:
                notes.append(self._validity_note(entry, validity.state, asked.day))
        if not spans:
            return None
        partial = asked.wanted is Wanted.VALIDITY and unknown
        status = AnswerStatus.PARTIAL if partial else AnswerStatus.ANSWERED
        return Lookup(self._chooser.drafts(distinct(spans)), tuple(notes), status)

    def _by_other(self, entry: ActEntry) -> list[Span]:
        """What is done to an act, then what it does: one quote for each deed and other act."""
        groups: dict[tuple[str, ActName | None], list[tuple[Relation, Witness]]] = {}
        for told, relations in (("in", entry.inward), ("out", entry.outward)):
            for one in relations:
                if one[0].kind in (RelationKind.CITES, RelationKind.IMPLEMENTS):
                    continue
                other = one[0].subject if told == "in" else one[0].target
                groups.setdefault((told + one[0].kind, other), []).append(one)
        return [self._chooser.best(own) for own in groups.values()]

    def _validity_note(self, entry: ActEntry, state: State, day: date) -> Note:
        kind = NoteKind.MISSING if state is State.UNKNOWN else NoteKind.DENOMINATOR
        return note(
            kind,
            f"validity_{state.value}",
            self._chooser.lang,
            act=act_words(entry.name, self._chooser.lang),
            day=day_words(day, self._chooser.lang),
        )

    def citers(self, asked: Asked) -> Lookup | None:
        """Who cites an act: one quote a document, counted."""
        spans: list[Span] = []
        notes: list[Note] = []
        for entry in self._named(asked.acts):
            own = {witness.document_id for _, witness in entry.held}
            by_document: dict[str, list[tuple[Relation, Witness]]] = {}
            for one in entry.inward:
                if one[1].document_id not in own:
                    by_document.setdefault(one[1].document_id, []).append(one)
            best = {self._chooser.best(told): told[0][1] for told in by_document.values()}
            chosen = sorted(
                best, key=lambda span: (self._chooser.fitness(span, best[span]), span.page)
            )
            shown = chosen[: _LONGEST_LIST if asked.wanted is Wanted.CITERS else _QUOTES]
            spans += shown
            notes.append(
                note(
                    NoteKind.DENOMINATOR,
                    "cited_by",
                    self._chooser.lang,
                    act=act_words(entry.name, self._chooser.lang),
                    shown=len(shown),
                    documents=len(by_document),
                )
            )
        return Lookup(self._chooser.drafts(spans), tuple(notes)) if spans else None

    def _named(self, names: Sequence[ActName]) -> list[ActEntry]:
        found: dict[str, ActEntry] = {}
        for name in names:
            for entry in self._register.find(act_id(name)).entries:
                found[entry.act_id] = entry
        return list(found.values())

    def about(self, asked: Asked) -> Lookup | None:
        """What documents say of an act that none of them is: the sentences that begin with it."""
        named = self._named(asked.acts)
        if len(named) != 1 or named[0].held:
            return None
        told = [*named[0].outward, *named[0].inward]
        own = [one for one in told if self._begins_with(one[0].quote, named[0].name)]
        does = [one for one in own if one[0].kind is not RelationKind.CITES] or own
        if not does:
            return None
        spans = sorted(
            {one[0].quote: one[1] for one in does}.items(),
            key=lambda one: (self._chooser.fitness(*one), one[0].start - one[0].end),
        )
        return Lookup(self._chooser.drafts([span for span, _ in spans[:_ABOUT]]))

    def _begins_with(self, span: Span, name: ActName) -> bool:
        """Whether the words of a span have the act for their subject, as far as its place tells."""
        first = next(iter(find_mentions(self._chooser.words(span))), None)
        return first is not None and first.start <= _ARTICLE and same_act(first, name) == "yes"

    def dated(self, period: Period, kinds: frozenset[ActType]) -> Lookup:
        """The acts that documents name, of a kind and a period: one quote each, oldest first.

        Without any the remark says so.
        """
        entries = [
            one
            for one in self._register.entries()
            if (not kinds or one.name.type in kinds) and _within(one.name.date, period)
        ]
        entries.sort(key=lambda one: (one.name.date or "", one.act_id))
        spans = {entry.act_id: self._naming(entry) for entry in entries}
        shown = [span for span in spans.values() if span is not None]
        remark = note(
            NoteKind.DENOMINATOR if shown else NoteKind.SEARCHED,
            "acts_dated" if shown else "acts_dated_none",
            self._chooser.lang,
            found=len(entries),
            shown=len(distinct(shown)[:_LONGEST_LIST]),
            since=day_words(period[0], self._chooser.lang),
            until=day_words(period[1], self._chooser.lang),
        )
        return Lookup(self._chooser.drafts(distinct(shown)[:_LONGEST_LIST]), (remark,))

    def _naming(self, entry: ActEntry) -> Span | None:
        """Words that name an act: its own heading, else what is best said of it."""
        own = next((held.quote for held, _ in entry.held if held.quote is not None), None)
        told = [*entry.inward, *entry.outward]
        return own or (self._chooser.best(told) if told else None)

    def near(self, names: Iterable[ActMention]) -> Lookup | None:
        """The act that a question nearly names: of another day or issuer than it says."""
        spans = [
            self._chooser.best(entry.inward)
            for one in names
            for entry in self._register.near(ActName(one.type, one.issuer, one.number, one.date))
            if entry.inward
        ]
        if not spans:
            return None
        return Lookup(self._chooser.drafts(spans[:_QUOTES]), (), AnswerStatus.FALSE_PREMISE)

    def not_held(self, names: Iterable[ActMention]) -> tuple[list[Note], bool]:
        """A remark for each act named that no document is, and whether none is known at all."""
        notes: list[Note] = []
        known = False
        for one in names:
            name = ActName(one.type, one.issuer, one.number, one.date)
            if name.number is None:
                known = True
                continue
            entries = self._register.find(act_id(name)).entries
            known = known or bool(entries)
            if any(entry.held for entry in entries):
                continue
            documents = {w.document_id for entry in entries for _, w in entry.inward}
            words = act_words(entries[0].name if len(entries) == 1 else name, self._chooser.lang)
            key = "act_not_held" if documents else "act_unknown"
            notes.append(
                note(NoteKind.MISSING, key, self._chooser.lang, act=words, documents=len(documents))
            )
        return notes, known


def _within(day: str | None, period: Period) -> bool:
    """Whether an act's date lies within a period; of a year alone, whether all of it does."""
    if day is None:
        return False
    first, last = (day, day) if len(day) == 10 else (f"{day[:4]}-01-01", f"{day[:4]}-12-31")
    return period[0].isoformat() <= first and last <= period[1].isoformat()
