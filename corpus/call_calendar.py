"""Calls as an iCalendar file: an event for each opening and each deadline that is exact.

The only user of `icalendar`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from icalendar import Calendar, Event

from corpus.call_sightings import Saying
from corpus.call_states import Call, call_on
from corpus.call_times import read_moment
from corpus.types import Span

_PRODUCER = "-//CTL assistant//bandi//IT"
_HOST = "ctl-assistant"


def to_ics(calls: Sequence[Call], day: date, cite: Callable[[Span], Mapping[str, Any]]) -> bytes:
    """The openings and deadlines that count on a day; the same calls give the same bytes.

    `cite` gives the citation of a span: `quote`, `title`, `page`, `url`.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Bandi")
    stamp = datetime.combine(day, time(), UTC)
    for call in calls:
        for event in _events(call, day, cite):
            event.add("dtstamp", stamp)
            calendar.add_component(event)
    if any(isinstance(one.get("dtstart").dt, datetime) for one in calendar.events):
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _events(call: Call, day: date, cite: Callable[[Span], Mapping[str, Any]]) -> Iterator[Event]:
    state = call_on(call, day)
    for name, words, saying in (
        ("apertura", "Apertura", state.opening),
        ("scadenza", "Scadenza", state.closing),
    ):
        moment = read_moment(saying.fact.value) if saying is not None else None
        if saying is None or moment is None:
            continue
        event = Event()
        event.add("uid", f"{call.call_id}-{name}@{_HOST}")
        event.add("summary", f"{words}: {call.title}")
        event.add("dtstart", moment)
        event.add("description", _description(saying, cite(saying.fact.quote)))
        event.add("transp", "TRANSPARENT")
        if url := cite(saying.fact.quote).get("url"):
            event.add("url", url)
        yield event


def _description(saying: Saying, citation: Mapping[str, Any]) -> str:
    """The words that tell the time and where they stand."""
    words = " ".join(str(citation["quote"]).split())
    where = f"{citation['title']}, p. {citation['page']}"
    told = f", fonte del {saying.day}" if saying.day else ""
    return f"«{words}»\n{where}{told}"
