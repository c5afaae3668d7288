"""Answers from the cluster register: how clusters stand, by which acts, and who they are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked import Asked, Wanted
from assistant.choice import Chooser, Lookup, distinct, first_quotes
from assistant.phrases import day_words, note
from assistant.types import AnswerStatus, Note, NoteKind
from corpus.act_names import act_id, same_act
from corpus.act_register import ActRegister
from corpus.claim_records import ClaimRecords
from corpus.claims import Fact, RelationKind, Standing, Topic, Witness
from corpus.cluster_register import ClusterEntry, ClusterRegister
from corpus.clusters import clusters, find_clusters, level
from corpus.field_values import same_value
from corpus.standing import ClusterStatus, Told
from corpus.types import Span

_QUOTES = 3
_LONGEST_LIST = 12
_VALUES = 4
_DENIES = re.compile(r"\bnon (?:è|e') il riconosc|\bnon riguarda|\bis not the recogni")


class ClusterLookup:
    """What the register of clusters answers."""

    def __init__(self, claims: ClaimRecords, chooser: Chooser) -> None:
        """Read from `claims`, quote as `chooser` chooses."""
        self._claims = claims
        self._chooser = chooser

    def _entries(self, asked: Asked) -> list[ClusterEntry]:
        entries = ClusterRegister(self._claims).entries(asked.day)
        wanted = asked.clusters or tuple(one.cluster.id for one in entries)
        return [one for one in entries if one.cluster.id in wanted]

    def standing(self, asked: Asked) -> Lookup | None:
        """How clusters stand on a day: the words of the status, then those that dispute it."""
        spans: list[Span] = []
        notes: list[Note] = []
        partial = False
        entries = self._entries(asked)
        for entry in entries:
            told = self._chooser.ordered(entry.reasons, entry.cluster.id)
            also = self._chooser.ordered(entry.against, entry.cluster.id)
            if not told and not also:
                told = self._chooser.ordered(self._later(entry), entry.cluster.id)
            spans += first_quotes(told, _QUOTES - 1) + first_quotes(also, 1 if told else _QUOTES)
            partial = partial or entry.status is ClusterStatus.UNKNOWN
            notes.append(self._status_note(entry))
            if entry.against:
                notes.append(note(NoteKind.CONFLICT, "disputed", self._chooser.lang))
        if not spans:
            return None
        status = AnswerStatus.PARTIAL if partial else AnswerStatus.ANSWERED
        never = (ClusterStatus.UNKNOWN, ClusterStatus.PROPOSED)
        if asked.granted and len(asked.clusters) == 1 and entries[0].status in never:
            status = AnswerStatus.FALSE_PREMISE
        return Lookup(self._chooser.drafts(spans), tuple(notes), status)

    def _later(self, entry: ClusterEntry) -> list[Told]:
        """What is told of a cluster after the day asked about."""
        told = self._claims.recognitions()
        return [one for one in told if entry.cluster.id in one[0].clusters]

    def _status_note(self, entry: ClusterEntry) -> Note:
        return note(
            NoteKind.MISSING if entry.status is ClusterStatus.UNKNOWN else NoteKind.DENOMINATOR,
            f"status_{entry.status.value}",
            self._chooser.lang,
            cluster=entry.cluster.name_it if self._chooser.lang == "it" else entry.cluster.name_en,
            day=day_words(entry.day, self._chooser.lang),
            until=entry.until or "",
        )

    def recognising(self, asked: Asked) -> Lookup | None:
        """The acts that recognise, update, prolong or revoke, and what is not known of them."""
        entries = self._entries(asked)
        if len(asked.clusters) == 1 and not entries[0].acts:
            return self.standing(asked)
        told: dict[str, list[Told]] = {}
        for entry in entries:
            for act in entry.acts:
                told.setdefault(act.role, []).append(act.told)
        focus = asked.clusters[0] if len(asked.clusters) == 1 else ""
        spans: list[Span] = []
        undetermined = self._chooser.ordered(self._undetermined(asked.clusters), focus)
        if asked.wanted is Wanted.WHICH_ACT:
            spans += first_quotes(undetermined, 1)
        if asked.wanted is Wanted.CHAIN:
            spans += self._implementing(told.get("recognises", []))
        for role in ("recognises", "updates", "extends", "revokes"):
            spans += first_quotes(self._chooser.ordered(told.get(role, []), focus), 1)
        spans += first_quotes(undetermined, 1)
        notes = [self._status_note(entries[0])] if focus else []
        return Lookup(self._chooser.drafts(spans), tuple(notes)) if spans else None

    def named_act(self, asked: Asked) -> Lookup | None:
        """Whether an act recognises a cluster: what is told of both together."""
        entry = self._entries(asked)[0]
        name = next(one for one in asked.acts if one.number)
        mine = [one for one in entry.acts if same_act(one.act, name) != "no"]
        if any(one.jointly for one in mine):
            told = self._chooser.ordered(self._undetermined(asked.clusters), entry.cluster.id)
            spans = [*first_quotes(told, 1), mine[0].told[0].quote]
            status = AnswerStatus.FALSE_PREMISE if asked.granted else AnswerStatus.PARTIAL
            return Lookup(self._chooser.drafts(spans), (), status) if told else None
        if mine:
            return Lookup(self._chooser.drafts(first_quotes([one.told for one in mine], _QUOTES)))
        both = [
            (relation, witness)
            for found in ActRegister(self._claims).find(act_id(name)).entries
            for relation, witness in found.inward
            if self._names_cluster(relation.quote, entry.cluster.id)
        ]
        if not both or not entry.acts:
            return None
        denials = [one for one in both if _DENIES.search(self._chooser.words(one[0].quote))]
        others = self._chooser.ordered([one.told for one in entry.acts], entry.cluster.id)
        spans = [self._chooser.best(denials or both), *first_quotes(others, 1)]
        return Lookup(self._chooser.drafts(spans), (), AnswerStatus.FALSE_PREMISE)

    def _names_cluster(self, span: Span, cluster_id: str) -> bool:
        named = find_clusters(self._chooser.words(span), hinted=True)
        return any(one.cluster_id == cluster_id for one in named)

    def field(self, asked: Asked) -> Lookup | None:
        """The values of a field: all that are told of one cluster, or one of each cluster."""
        told = [one for one in self._claims.facts(Topic.CLUSTER) if one[0].field in asked.fields]
        if not asked.clusters:
            return self._field_of_all(told, asked)
        mine = [one for one in told if one[0].subject in asked.clusters]
        if asked.years:
            dated = [
                one
                for one in mine
                if any(year in self._chooser.words(one[0].quote) for year in asked.years)
            ]
            mine = dated or mine
        values = _by_value(mine)
        if not values:
            return None
        newest = sorted(
            values,
            key=lambda own: max(fact.day or "" for fact, _ in own),
            reverse=True,
        )
        fits = [own for own in newest if _fits(own[0][0], asked.value)]
        status = AnswerStatus.ANSWERED if fits else AnswerStatus.FALSE_PREMISE
        shown = [*fits, *(own for own in newest if own not in fits)]
        spans = distinct(self._chooser.best(own) for own in shown)[:_VALUES]
        several = len(values) > 1 and not set(asked.fields) & {"former_president", "label"}
        notes = [note(NoteKind.CONFLICT, "several_values", self._chooser.lang)] if several else []
        return Lookup(self._chooser.drafts(spans), tuple(notes), status)

    def _field_of_all(self, told: Sequence[tuple[Fact, Witness]], asked: Asked) -> Lookup | None:
        """One quote for each cluster of which the field is told, counted."""
        by_cluster: dict[str, list[tuple[Fact, Witness]]] = {}
        for one in told:
            if not asked.years or (one[0].day or "").startswith(asked.years):
                by_cluster.setdefault(one[0].subject, []).append(one)
        if len(by_cluster) < 2:
            return None
        fitting = {
            subject: [one for one in own if _fits(one[0], asked.value)]
            for subject, own in by_cluster.items()
        }
        shown = [own for own in fitting.values() if own]
        spans = distinct(self._chooser.best(own) for own in shown)
        remark = note(
            NoteKind.DENOMINATOR,
            "value_counted" if asked.value else "field_counted",
            self._chooser.lang,
            found=len(shown),
            told=len(by_cluster),
            known=len(clusters()),
        )
        return Lookup(self._chooser.drafts(spans), (remark,))

    def count(self, asked: Asked) -> Lookup | None:
        """How many clusters there are, where a question states a number that no document tells."""
        groups = {
            int(fact.subject.partition(":")[2])
            for fact, _ in self._claims.facts(Topic.CLUSTER)
            if fact.field == "group"
        }
        if not groups or asked.count in groups:
            return None
        found = self.members(asked)
        return replace(found, status=AnswerStatus.FALSE_PREMISE) if found else None

    def _undetermined(self, clusters: Sequence[str]) -> list[Told]:
        told = self._claims.recognitions()
        return [
            one
            for one in told
            if one[0].standing is Standing.UNDETERMINED
            and (not one[0].clusters or not clusters or set(clusters) & set(one[0].clusters))
        ]

    def _implementing(self, told: Sequence[Told]) -> list[Span]:
        """The words that say which notice the recognising acts follow."""
        register = ActRegister(self._claims)
        for act in {act for claim, _ in told for act in claim.acts}:
            outward = register.entry(act).outward
            found = [one for one in outward if one[0].kind is RelationKind.IMPLEMENTS]
            if found:
                return [self._chooser.best(found)]
        return []

    def others(self, asked: Asked) -> Lookup | None:
        """The clusters that are not recognised: what is told of each, counted."""
        entries = self._entries(asked)
        others = [one for one in entries if one.status is not ClusterStatus.RECOGNISED]
        spans = []
        for one in others:
            told = self._chooser.ordered([*one.reasons, *one.against], one.cluster.id)
            spans += first_quotes(told, _QUOTES if len(others) < _QUOTES else 1)
        if not spans:
            return None
        remark = note(
            NoteKind.DENOMINATOR,
            "others_counted",
            self._chooser.lang,
            found=len(others),
            known=len(entries),
            day=day_words(asked.day, self._chooser.lang),
        )
        return Lookup(self._chooser.drafts(distinct(spans)[:_LONGEST_LIST]), (remark,))

    def members(self, asked: Asked) -> Lookup | None:
        """All clusters that are recognised: the words that list them, counted."""
        entries = self._entries(asked)
        recognised = [one for one in entries if one.status is ClusterStatus.RECOGNISED]
        if not recognised:
            return None
        lists = [
            (fact, witness)
            for fact, witness in self._claims.facts(Topic.CLUSTER)
            if fact.field == "group"
            and {e.cluster.id for e in recognised} <= set(fact.value.split())
        ]
        if lists:
            spans = [self._chooser.best(lists)]
            reasons = [told for one in recognised for told in one.reasons if told[0].count > 0]
            spans += first_quotes(self._chooser.ordered(reasons, ""), 1)
        else:
            spans = [
                span
                for one in recognised[:_LONGEST_LIST]
                for span in first_quotes(self._chooser.ordered(one.reasons, one.cluster.id), 1)
            ]
        spans = distinct(spans)
        remark = note(
            NoteKind.DENOMINATOR,
            "clusters_counted",
            self._chooser.lang,
            found=len(recognised),
            known=len(entries),
            documents=len({span.document_id for span in spans}),
            day=day_words(asked.day, self._chooser.lang),
        )
        return Lookup(self._chooser.drafts(spans), (remark,))


def _by_value(told: Sequence[tuple[Fact, Witness]]) -> list[list[tuple[Fact, Witness]]]:
    """What is told of one cluster, by what it says: values that do not deny each other together."""
    values: list[list[tuple[Fact, Witness]]] = []
    for one in sorted(told, key=lambda one: -len(one[0].value)):
        same = (
            own
            for own in values
            if own[0][0].field == one[0].field
            and same_value(one[0].field, own[0][0].value, one[0].value)
        )
        found = next(same, None)
        if found is None:
            values.append([one])
        else:
            found.append(one)
    return values


def _fits(fact: Fact, wanted: Sequence[str]) -> bool:
    """Whether a value is what a question says or looks for."""
    return not wanted or any(one in _plain(fact.value) for one in wanted)


def _plain(value: str) -> str:
    """A value in the form in which equal ones are equal."""
    return " ".join(level(value).split())
