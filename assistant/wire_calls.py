"""Calls as the JSON of the contract."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from corpus.call_register import Call, CallStatus, Saying, call_on
from corpus.call_times import is_exact
from corpus.types import Span

Cite = Callable[[Span], dict[str, Any]]


def call_record(call: Call, day: date, cite: Cite) -> dict[str, Any]:
    """A call as it stands on a day (contract: `ctl calls`).

    `clusters` holds "*" where all recognised clusters are meant. `citation` is that of the words
    from which the status follows; `facts` are all values with theirs.
    """
    state = call_on(call, day)
    shown = next(iter(state.reasons), None) or _any(call)
    return {
        "call_id": call.call_id,
        "title": call.title,
        "code": call.value("code"),
        "issuer": call.value_on("issuer", day),
        "act_id": call.value("act"),
        "opens": _time(state.opens),
        "closes": _time(state.closes),
        "budget": call.value_on("budget", day),
        "intensity": call.value_on("intensity", day),
        "beneficiaries": call.value_on("beneficiaries", day),
        "clusters": list(call.clusters),
        "status": state.status.value,
        "extended": state.extended,
        "as_of": day.isoformat(),
        "citation": cite(shown.fact.quote),
        "reasons": [_said(one, cite) for one in state.reasons],
        "conflicts": list(call.conflicts),
        "facts": [_said(one, cite) for field in sorted(call.said) for one in call.said[field]],
    }


def call_records(
    calls: Sequence[Call], day: date, cite: Cite, cluster: str | None = None
) -> list[dict[str, Any]]:
    """The calls, of one cluster only if asked, those that close next first and unknown last."""
    chosen = [one for one in calls if cluster is None or {cluster, "*"} & set(one.clusters)]
    ordered = sorted(chosen, key=lambda one: _urgency(one, day))
    return [call_record(one, day, cite) for one in ordered]


_ORDER = (
    *(CallStatus.OPEN, CallStatus.ANNOUNCED, CallStatus.SUSPENDED),
    *(CallStatus.UNKNOWN, CallStatus.CLOSED),
)


def _urgency(call: Call, day: date) -> tuple[int, str, str]:
    state = call_on(call, day)
    closes = state.closes if state.closes and is_exact(state.closes) else "9999"
    return _ORDER.index(state.status), closes, call.call_id


def _any(call: Call) -> Saying:
    fields = (*("title", "closes", "opens", "state", "act"), *sorted(call.said))
    return next(call.said[field][0] for field in fields if field in call.said)


def _time(value: str | None) -> str | Mapping[str, str] | None:
    """A time of the contract: ISO 8601, or the words of the source where they are vague."""
    if value is None:
        return None
    return value if is_exact(value) else {"text": value}


def _said(one: Saying, cite: Cite) -> dict[str, Any]:
    fact = one.fact
    return {
        "field": fact.field,
        "value": fact.value or None,
        "date": one.day,
        "citation": cite(fact.quote),
    }


def status_words(status: str, *, extended: bool) -> str:
    """The status for people."""
    words = {
        "open": "aperto",
        "announced": "annunciato",
        "closed": "chiuso",
        "suspended": "sospeso",
        "unknown": "non noto",
    }[status]
    return f"{words}, prorogato" if extended else words
