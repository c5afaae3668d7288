"""Acts and clusters of the registers as the JSON of the contract."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from assistant.cite import Citer
from assistant.wire import citation_record
from corpus.act_names import act_id
from corpus.act_register import ActEntry, ActMatches, validity_on
from corpus.claims import Correction, Fact, RelationKind
from corpus.cluster_register import ClusterEntry
from corpus.clusters import Cluster
from corpus.standing import Told
from corpus.types import Span

Cite = Callable[[Span], dict[str, Any]]
RecognisedBy = Callable[[ActEntry], Sequence[tuple[str, str, Told]]]


def cite_with(citer: Citer) -> Cite:
    """A function from a span to its citation's record."""
    return lambda span: citation_record(citer.cite(1, citer.quote(span)))


def matches_record(
    found: ActMatches, day: date, cite: Cite, recognised: RecognisedBy
) -> dict[str, Any]:
    """The JSON of `ctl act`."""
    return {
        "query": found.query,
        "as_of": day.isoformat(),
        "matches": [
            act_record(one, day) | relations_record(one, cite, recognised) for one in found.entries
        ],
        "ambiguous": found.ambiguous,
    }


def act_record(entry: ActEntry, day: date) -> dict[str, Any]:
    """One act without its relations, as `ctl acts` lists it."""
    validity = validity_on(entry, day)
    return {
        "act_id": entry.act_id,
        "type": entry.name.type.value,
        "number": entry.name.number,
        "date": entry.name.date,
        "issuer": entry.name.issuer,
        "object": entry.object,
        "document_id": entry.document_id,
        "validity": validity.state.value,
        "valid_from": validity.since,
        "valid_to": validity.until,
        "changed_by": act_id(validity.by) if validity.by else None,
        "citing_documents": entry.citing,
    }


def relations_record(entry: ActEntry, cite: Cite, recognised: RecognisedBy) -> dict[str, Any]:
    """What an act does and what is done to it, each with the words that say so."""
    told: list[dict[str, Any]] = []
    for cluster_id, role, (claim, _) in recognised(entry):
        told.append(
            {
                "kind": RelationKind.RECOGNISES.value,
                "direction": "out",
                "act_id": None,
                "cluster_id": cluster_id,
                "role": role,
                "citation": cite(claim.quote),
            }
        )
    for direction, relations in (("out", entry.outward), ("in", entry.inward)):
        for relation, _ in relations:
            other = relation.target if direction == "out" else relation.subject
            if relation.kind is RelationKind.CITES and direction == "in":
                continue
            told.append(
                {
                    "kind": relation.kind.value,
                    "direction": direction,
                    "act_id": act_id(other) if other else None,
                    "whole": relation.whole,
                    "day": relation.day,
                    "citation": cite(relation.quote),
                }
            )
    cited = [one.quote for one, _ in entry.inward if one.kind is RelationKind.CITES]
    return {"relations": told, "cited_by": [cite(span) for span in dict.fromkeys(cited)]}


# --- clusters -----------------------------------------------------------------------------------


def cluster_record(entry: ClusterEntry, cite: Cite) -> dict[str, Any]:
    """A cluster as `ctl clusters` and `ctl cluster` show it."""
    corrected = {one.field: one for one in entry.corrections}
    return {
        **_names(entry.cluster),
        "as_of": entry.day.isoformat(),
        "status": entry.status.value,
        "status_since": entry.since,
        "status_until": entry.until,
        "status_citations": [cite(claim.quote) for claim, _ in entry.reasons],
        "status_disputed_by": [cite(claim.quote) for claim, _ in entry.against],
        "recognised_by": [
            {
                "act_id": act_id(one.act),
                "role": one.role,
                "effective_from": one.effective_from,
                "effective_to": one.effective_to,
                "jointly": one.jointly,
                "citation": cite(one.told[0].quote),
            }
            for one in entry.acts
        ],
        "manager": _value(entry, corrected, "manager"),
        "website": _value(entry, corrected, "website"),
        "facts": [
            *(_corrected_record(one) for one in entry.corrections),
            *(fact_record(fact, cite) for fact, _ in entry.facts if fact.field != "group"),
        ],
        "conflicts": list(entry.conflicts),
    }


def _names(cluster: Cluster) -> dict[str, Any]:
    return {
        "cluster_id": cluster.id,
        "name": cluster.name_it,
        "name_en": cluster.name_en,
        "aliases": list(cluster.aliases),
        "area": cluster.area_it,
    }


def _value(entry: ClusterEntry, corrected: dict[str, Correction], field: str) -> str | None:
    """The value of a field: a person's, else the newest that a document tells."""
    if field in corrected:
        return corrected[field].value
    told = [fact for fact, _ in entry.facts if fact.field == field]
    return max(told, key=lambda fact: fact.day or "").value if told else None


def fact_record(fact: Fact, cite: Cite) -> dict[str, Any]:
    """A value with the words that say it."""
    return {
        "field": fact.field,
        "value": " ".join(fact.value.split()),
        "date": fact.day,
        "citation": cite(fact.quote),
        "corrected": False,
    }


def _corrected_record(one: Correction) -> dict[str, Any]:
    return {
        "field": one.field,
        "value": one.value,
        "date": one.at[:10],
        "citation": None,
        "corrected": True,
        "reason": one.reason,
        "author": one.author,
    }
