"""The claims of documents in SQL: written with a document, gone with it, read for the registers."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, delete, func, insert, select

from corpus import tables as t
from corpus.act_names import ActName, act_id, read_act_id, resolve_key
from corpus.claims import (
    Claims,
    Correction,
    Fact,
    HeldAct,
    Recognition,
    Relation,
    RelationKind,
    Standing,
    Topic,
    Witness,
)
from corpus.records import LISTED, Records
from corpus.types import Authority, Document, Span

MOST_CITATIONS = 250
"""So many citations of one act are read at most; `citing_documents` counts them all."""


def put_claims(connection: Connection, document_id: str, claims: Claims, rules: int) -> None:
    """Write what a document says in place of what was written of it; `rules` made it."""
    t.drop_claims(connection, document_id)
    rows: Sequence[tuple[Table, list[dict[str, Any]]]] = (
        (t.held_acts, [_act_row(one) for one in claims.acts]),
        (t.relations, [_relation_row(one) for one in claims.relations]),
        (t.recognitions, [_recognition_row(one) for one in claims.recognitions]),
        (t.facts, [_fact_row(one) for one in claims.facts]),
    )
    for table, own in rows:
        if own:
            connection.execute(insert(table), [{"document_id": document_id, **row} for row in own])
    connection.execute(insert(t.catalogued).values(document_id=document_id, rules=rules))


def _words(span: Span | None) -> dict[str, Any]:
    if span is None:
        return {"page": 1, "start": 0, "end": 0}
    return {"page": span.page, "start": span.start, "end": span.end}


def _act_row(one: HeldAct) -> dict[str, Any]:
    return _words(one.quote) | {
        "act_id": act_id(one.act),
        "key": resolve_key(one.act),
        "first": one.page,
        "first_start": one.start,
        "last": one.last,
        "last_end": one.end,
        "object": one.object,
        "office": one.office,
        "confidence": one.confidence,
    }


def _relation_row(one: Relation) -> dict[str, Any]:
    return _words(one.quote) | {
        "kind": one.kind.value,
        "subject": act_id(one.subject) if one.subject else "",
        "subject_key": resolve_key(one.subject) if one.subject else "",
        "target": act_id(one.target),
        "target_key": resolve_key(one.target),
        "whole": one.whole,
        "day": one.day,
    }


def _recognition_row(one: Recognition) -> dict[str, Any]:
    return _words(one.quote) | {
        "standing": one.standing.value,
        "clusters": " ".join(one.clusters),
        "acts": json.dumps([act_id(act) for act in one.acts]),
        "changed": json.dumps([act_id(act) for act in one.of]),
        "clustered": one.count,
        "since": one.since,
        "until": one.until,
        "months": one.months,
        "day": one.day,
    }


def _fact_row(one: Fact) -> dict[str, Any]:
    return _words(one.quote) | {
        "topic": one.topic.value,
        "subject": one.subject,
        "field": one.field,
        "value": one.value,
        "at_start": one.at.start if one.at else None,
        "at_end": one.at.end if one.at else None,
        "day": one.day,
    }


def _quote(row: Row[Any]) -> Span:
    return Span(row.document_id, row.page, row.start, row.end)


def _names(text: str) -> tuple[ActName, ...]:
    return tuple(read_act_id(one) for one in json.loads(text))


def _to_act(row: Row[Any]) -> HeldAct:
    return HeldAct(
        read_act_id(row.act_id),
        row.first,
        row.first_start,
        row.last,
        row.last_end,
        row.object,
        row.office,
        row.confidence,
        _quote(row) if row.end > row.start else None,
    )


def _to_relation(row: Row[Any]) -> Relation:
    return Relation(
        RelationKind(row.kind),
        read_act_id(row.subject) if row.subject else None,
        read_act_id(row.target),
        _quote(row),
        row.whole,
        row.day,
    )


def _to_recognition(row: Row[Any]) -> Recognition:
    return Recognition(
        Standing(row.standing),
        tuple(row.clusters.split()),
        _quote(row),
        _names(row.acts),
        row.clustered,
        row.since,
        row.until,
        row.months,
        _names(row.changed),
        row.day,
    )


def _to_fact(row: Row[Any]) -> Fact:
    at = None
    if row.at_start is not None:
        at = Span(row.document_id, row.page, row.at_start, row.at_end)
    return Fact(Topic(row.topic), row.subject, row.field, row.value, _quote(row), at, row.day)


class ClaimRecords:
    """What the listed documents of a library say."""

    def __init__(self, records: Records) -> None:
        """Read from the records given."""
        self._records = records

    def held_acts(self, keys: Iterable[str] | None = None) -> list[tuple[HeldAct, Witness]]:
        """The acts that documents are or hold; those with one of `keys` only, where given."""
        statement = _listed(t.held_acts)
        if keys is not None:
            statement = statement.where(t.held_acts.c.key.in_(list(keys)))
        return [(_to_act(row), _witness(row)) for row in self._rows(statement)]

    def acts_of(self, document_id: str) -> list[HeldAct]:
        """The acts that one document is or holds."""
        statement = _listed(t.held_acts).where(t.held_acts.c.document_id == document_id)
        return [_to_act(row) for row in self._rows(statement)]

    def relations(
        self, keys: Sequence[str] | None = None, kind: RelationKind | None = None
    ) -> list[tuple[Relation, Witness]]:
        """The relations in which an act with one of `keys` takes part, or all; of a kind, or all.

        Where `keys` are given, mentions that change nothing in these acts stop at `MOST_CITATIONS`
        of each kind: thousands of acts cite a great law, or implement it.
        """
        columns = t.relations.c
        statement = _listed(t.relations)
        if kind is not None:
            statement = statement.where(columns.kind == kind.value)
        if keys is None:
            return [(_to_relation(row), _witness(row)) for row in self._rows(statement)]
        statement = statement.order_by(None)  # else SQLite walks the table in that order
        light = (RelationKind.CITES.value, RelationKind.IMPLEMENTS.value)
        inward = statement.where(columns.target_key.in_(keys))
        acting = statement.where(columns.subject_key.in_(keys), columns.target_key.not_in(keys))
        rows = [*self._rows(inward.where(columns.kind.not_in(light))), *self._rows(acting)]
        for one in light:
            rows += self._rows(inward.where(columns.kind == one).limit(MOST_CITATIONS))
        rows.sort(key=lambda row: row.id)
        return [(_to_relation(row), _witness(row)) for row in rows]

    def citing_documents(self, key: str, ids: Sequence[str]) -> int:
        """How many listed documents name an act with a key, written in one of the ways `ids`."""
        columns = t.relations.c
        with self._records.reading() as connection:
            unlisted = select(t.documents.c.id).where(t.documents.c.state != LISTED)
            statement = (
                select(func.count(columns.document_id.distinct()))
                .where(columns.target_key == key, columns.target.in_(ids))
                .where(columns.document_id.not_in(unlisted))
            )
            return int(connection.execute(statement).scalar() or 0)

    def recognitions(self) -> list[tuple[Recognition, Witness]]:
        """All that is said of the recognition of clusters."""
        return [
            (_to_recognition(row), _witness(row)) for row in self._rows(_listed(t.recognitions))
        ]

    def facts(
        self, topic: Topic, subjects: Sequence[str] | None = None
    ) -> list[tuple[Fact, Witness]]:
        """The facts on a topic; of `subjects` only, where given."""
        statement = _listed(t.facts).where(t.facts.c.topic == topic.value)
        if subjects is not None:
            statement = statement.where(t.facts.c.subject.in_(subjects))
        return [(_to_fact(row), _witness(row)) for row in self._rows(statement)]

    def counts(self) -> dict[str, int]:
        """How many claims of each kind are held (for `ctl check` and reports)."""
        with self._records.reading() as connection:
            return {
                table.name: len(connection.execute(select(table.c.id)).all())
                for table in t.CLAIM_TABLES
            }

    def uncatalogued(self, rules: int | None = None) -> list[str]:
        """Ids of the listed documents whose claims were not made by `rules`, or by any rules."""
        made = select(t.catalogued.c.document_id)
        if rules is not None:
            made = made.where(t.catalogued.c.rules == rules)
        with self._records.reading() as connection:
            return list(
                connection.execute(
                    select(t.documents.c.id).where(
                        t.documents.c.state == LISTED, t.documents.c.id.not_in(made)
                    )
                ).scalars()
            )

    def beyond_pages(self) -> dict[str, int]:
        """How many claims of each kind quote words that their page does not have."""
        pages = t.pages.c
        found: dict[str, int] = {}
        with self._records.reading() as connection:
            for table in t.CLAIM_TABLES:
                own = table.c
                statement = (
                    select(func.count())
                    .select_from(table)
                    .outerjoin(
                        t.pages,
                        (pages.document_id == own.document_id) & (pages.number == own.page),
                    )
                    .where(own.end > func.coalesce(func.length(pages.text), 0))
                )
                found[table.name] = int(connection.execute(statement).scalar() or 0)
        return found

    # --- corrections ----------------------------------------------------------------------

    def corrections(self, topic: str, subject: str | None = None) -> list[Correction]:
        """The corrections in force, the latest of each field; an empty value takes one back."""
        statement = select(t.corrections).where(t.corrections.c.topic == topic)
        if subject is not None:
            statement = statement.where(t.corrections.c.subject == subject)
        latest: dict[tuple[str, str], Correction] = {}
        with self._records.reading() as connection:
            for row in connection.execute(statement.order_by(t.corrections.c.id)):
                latest[row.subject, row.field] = Correction(
                    row.topic, row.subject, row.field, row.value, row.reason, row.author, row.at
                )
        return [one for one in latest.values() if one.value]

    def correct(self, connection: Connection, correction: Correction) -> None:
        """Keep a correction; the earlier ones stay in the history."""
        connection.execute(
            insert(t.corrections).values(
                topic=correction.topic,
                subject=correction.subject,
                field=correction.field,
                value=correction.value,
                reason=correction.reason,
                author=correction.author,
                at=correction.at,
            )
        )

    def carry_corrections(self, connection: Connection, document: Document) -> None:
        """Give a document the corrections of the one that it replaces, if it replaces one."""
        old, new = document.replaces, document.id
        if old is None:
            return
        columns = t.corrections.c
        rows = connection.execute(
            select(t.corrections).where(columns.topic == "document", columns.subject == old)
        ).all()
        connection.execute(
            delete(t.corrections).where(columns.topic == "document", columns.subject == new)
        )
        for row in rows:
            connection.execute(
                insert(t.corrections).values(
                    topic=row.topic,
                    subject=new,
                    field=row.field,
                    value=row.value,
                    reason=row.reason,
                    author=row.author,
                    at=row.at,
                )
            )

    def _rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        with self._records.reading() as connection:
            return connection.execute(statement).all()


def _listed(table: Table) -> Select[Any]:
    """The rows of listed documents, with what a witness needs."""
    columns = t.documents.c
    return (
        select(
            table,
            columns.authority.label("of_authority"),
            columns.act_id.label("of_act"),
            columns.act_date.label("of_date"),
            columns.ingested_at.label("of_day"),
        )
        .join(t.documents, columns.id == table.c.document_id)
        .where(columns.state == LISTED)
        .order_by(table.c.id)
    )


def _witness(row: Row[Any]) -> Witness:
    seen = str(row.of_day)[:10]
    return Witness(row.document_id, Authority(row.of_authority), row.of_act, row.of_date, seen)
