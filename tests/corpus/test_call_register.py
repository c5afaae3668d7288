"""Calls from facts: which sayings are of one call, and how a call stands at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from corpus.call_calendar import to_ics
from corpus.call_names import call_key, read_call_name, read_key
from corpus.call_register import Call, CallState, call_on, gather_calls
from corpus.call_times import ROME, closing_bounds, opening_bounds, write_moment
from corpus.claims import Fact, Topic, Witness
from corpus.types import Authority, Span

Said = tuple[Fact, Witness]
OPENS, CLOSES = "2031-01-20T10:00:00+01:00", "2031-03-05T16:00:00+01:00"


class Teller:
    """Writes what documents say, each saying at a place of its own."""

    def __init__(self) -> None:
        self.places = count()

    def says(
        self,
        document: str,
        values: Sequence[tuple[str, str]],
        name: str = "Rete Ricerca",
        day: str | None = None,
        authority: Authority = Authority.SECONDARY,
        code: str | None = None,
    ) -> list[Said]:
        witness = Witness(document, authority, None, None)
        told = [("title", name), *values, *([("code", code)] if code else [])]
        return [
            (self._fact(document, call_key(name, code), field, value, day), witness)
            for field, value in told
        ]

    def _fact(self, document: str, key: str, field: str, value: str, day: str | None) -> Fact:
        place = next(self.places)
        return Fact(Topic.CALL, key, field, value, Span(document, 1, place, place + 1), None, day)


@pytest.fixture
def teller() -> Teller:
    return Teller()


def one_call(facts: Sequence[Said]) -> Call:
    calls = gather_calls(facts)
    assert len(calls) == 1
    return calls[0]


def at(call: Call, day: str) -> CallState:
    asked = datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
    return call_on(call, asked)


def statuses(call: Call, days: str) -> list[str]:
    return [at(call, day).status.value for day in days.split()]


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bando per il consolidamento dei 9 CTL (riapertura 2031)",
         "consolidamento-9-cluster-tecnologici-lombardi"),
        ("bando per il consolidamento dei nove Cluster Tecnologici Lombardi",
         "consolidamento-9-cluster-tecnologici-lombardi"),
        ("«Cluster per l'Innovazione – Edizione 2031»", "cluster-innovazione-2031"),
        ("Rete Ricerca – seconda edizione (annunciata)", "rete-ricerca-ed2"),
        ("Rete Ricerca, III edizione", "rete-ricerca-ed3"),
        ("Ri.Uso, settore alimentare", "riuso-alimentare"),
        ("BANDO PER LA PRESENTAZIONE DI DOMANDE SULLE FILIERE VERDI", "filiere-verdi"),
        ("PR FESR 2021-2027 Rete Ricerca", "pr-fesr-rete-ricerca"),
        ("Sostegno alle reti (avviso del 2031)", "sostegno-reti-2031"),
        ("Collabora & Cresci", "collabora-cresci"),
    ],
)  # fmt: skip
def test_call_key(name: str, key: str) -> None:
    assert call_key(name) == key
    assert read_key(key) == read_call_name(name)


def test_a_code_is_the_key() -> None:
    assert call_key("Rete Ricerca", "RLX12031000123") == "rlx12031000123"


@given(st.text(max_size=80))
def test_any_name_has_a_key(name: str) -> None:
    key = call_key(name)
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


# --- moments --------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 23), st.integers(0, 59))
def test_moments_are_italian_time(day: date, hour: int, minute: int) -> None:
    written = write_moment(day, hour, minute)
    found = datetime.fromisoformat(written)
    assert (found.date(), found.hour, found.minute) == (day, hour, minute)
    assert found.utcoffset() in (timedelta(hours=1), timedelta(hours=2))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("fine settembre 2012", "2012-09-01", "2012-09-30"),
        ("primavera 2026", "2026-01-01", "2026-12-31"),
        ("inverno 2026", "2026-01-01", "2027-03-31"),
        ("secondo semestre 2026", "2026-07-01", "2026-12-31"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("gennaio 2019", "2019-01-01", "2019-01-31"),
        ("24 giugno", None, None),
        ("esaurimento delle risorse", None, None),
    ],
)
def test_bounds_of_vague_words(words: str, first: str | None, last: str | None) -> None:
    opens, closes = opening_bounds(words), closing_bounds(words)
    assert (opens.earliest and opens.earliest.date().isoformat()) == first
    assert (opens.latest and opens.latest.date().isoformat()) == last
    assert (closes.latest and closes.latest.date().isoformat()) == last


# --- how a call stands ----------------------------------------------------------------------------


def test_a_window_with_hours(teller: Teller) -> None:
    call = one_call(teller.says("a", [("opens", OPENS), ("closes", CLOSES)]))
    assert statuses(call, "2031-01-19 2031-01-20 2031-02-01 2031-03-05 2031-03-06") == [
        *("announced", "open", "open", "open", "closed"),
    ]
    assert statuses(call, "2031-01-20T09:59 2031-01-20T10:00 2031-03-05T16:00") == [
        *("announced", "open", "open"),
    ]
    assert statuses(call, "2031-03-05T16:01 2031-03-05T15:30+00:00") == ["closed", "closed"]


def test_days_without_hours_count_whole(teller: Teller) -> None:
    call = one_call(teller.says("a", [("opens", "2031-01-20"), ("closes", "2031-03-05")]))
    assert statuses(call, "2031-01-20T00:00 2031-03-05T23:59 2031-03-06T00:00") == [
        *("open", "open", "closed"),
    ]


def test_nothing_follows_from_half_a_window(teller: Teller) -> None:
    opening = one_call(teller.says("a", [("opens", "2031-01-20")]))
    assert statuses(opening, "2031-01-19 2031-01-20 2031-01-21") == ["announced", "open", "unknown"]
    closing = one_call(teller.says("b", [("closes", "2031-03-05")]))
    assert statuses(closing, "2031-01-19 2031-03-05 2031-03-06") == ["unknown", "unknown", "closed"]
    nothing = one_call(teller.says("c", [("budget", "1 milione di euro")]))
    assert statuses(nothing, "2031-01-19") == ["unknown"]


def test_vague_times_decide_where_they_must(teller: Teller) -> None:
    call = one_call(teller.says("a", [("opens", "2031"), ("closes", "fine settembre 2033")]))
    assert statuses(call, "2030-12-31 2031-06-01 2032-01-01 2033-09-15 2033-10-01") == [
        *("announced", "unknown", "open", "unknown", "closed"),
    ]
    lost = one_call(teller.says("b", [("opens", "15 giugno"), ("closes", "29 settembre")]))
    assert statuses(lost, "2031-07-01 2090-01-01") == ["unknown", "unknown"]


def test_an_opening_to_come_is_announced_once_it_is_told(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)], day="2031-01-07")
    call = one_call(facts)
    assert statuses(call, "2031-01-06 2031-01-07 2031-02-01") == ["unknown", "announced", "open"]


def test_an_extension_counts_from_its_act(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    facts += teller.says("b", [("extended", "2031-04-30T12:00:00+02:00")], day="2031-02-20")
    call = one_call(facts)
    before, after = at(call, "2031-02-19"), at(call, "2031-02-20")
    assert (before.closes, before.extended) == (CLOSES, False)
    assert (after.closes, after.extended) == ("2031-04-30T12:00:00+02:00", True)
    assert statuses(call, "2031-03-06 2031-04-30 2031-05-01") == ["open", "open", "closed"]


def test_a_late_extension_leaves_days_closed(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    facts += teller.says("b", [("extended", "2031-04-30")], day="2031-03-10")
    call = one_call(facts)
    assert statuses(call, "2031-03-05 2031-03-07 2031-03-10 2031-04-30 2031-05-01") == [
        *("open", "closed", "open", "open", "closed"),
    ]
    assert not at(call, "2031-03-07").extended


def test_an_extension_told_afterwards_or_without_a_date(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    for day in (None, "2032-01-01"):
        call = one_call(facts + teller.says("b", [("extended", "2031-04-30")], day=day))
        assert statuses(call, "2031-04-01 2031-05-01") == ["open", "closed"]


def test_no_extension_ends_earlier(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    facts += teller.says("b", [("extended", "2031-02-10")], day="2031-02-01")
    state = at(one_call(facts), "2031-03-01")
    assert (state.status.value, state.extended, state.closes) == ("open", False, CLOSES)


def test_the_new_closing_repeated_by_others_is_no_conflict(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    facts += teller.says("b", [("extended", "2031-04-30")], day="2031-02-20")
    facts += teller.says("c", [("closes", "2031-04-30")], day="2031-04-01")
    call = one_call(facts)
    assert call.conflicts == ()
    assert at(call, "2031-02-01").closes == CLOSES


def test_a_reopening_changes_the_call(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    again = [("reopened", "2032-02-01T10:00:00+01:00"), ("recloses", "2032-03-15")]
    facts += teller.says("b", again, day="2032-01-15")
    call = one_call(facts)
    days = "2031-03-05 2032-01-14 2032-01-20 2032-02-01 2032-03-15 2032-03-16"
    assert statuses(call, days) == ["open", "closed", "closed", "open", "open", "closed"]
    assert at(call, "2032-01-14").closes == CLOSES
    assert at(call, "2032-01-20").opens == "2032-02-01T10:00:00+01:00"


def test_a_reopened_window_is_extended_by_itself(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    again = [("reopened", "2032-02-01"), ("recloses", "2032-03-15")]
    facts += teller.says("b", again, day="2032-01-15")
    call = one_call(facts + teller.says("c", [("extended", "2032-04-30")]))
    assert statuses(call, "2031-06-01 2032-04-01 2032-05-01") == ["closed", "open", "closed"]


def test_a_reopening_without_its_day_counts_from_its_act(teller: Teller) -> None:
    facts = teller.says("a", [("reopened", ""), ("recloses", "2031-05-17")], day="2031-04-19")
    call = one_call(facts + teller.says("b", [("closes", "2031-05-17")]))
    assert statuses(call, "2031-04-18 2031-04-19 2031-05-17 2031-05-18") == [
        *("unknown", "open", "open", "closed"),
    ]
    assert at(call, "2031-05-01").opens is None


def test_a_suspension_holds_until_it_is_resumed(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    facts += teller.says("b", [("state", "suspended")], day="2031-02-01")
    held = one_call(facts)
    assert statuses(held, "2031-01-31 2031-02-01 2031-03-05 2031-03-06") == [
        *("open", "suspended", "suspended", "closed"),
    ]
    facts += teller.says("c", [("resumed", "2031-02-20")], day="2031-02-15")
    assert statuses(one_call(facts), "2031-02-19 2031-02-20") == ["suspended", "open"]


def test_a_reopening_ends_a_suspension(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    facts += teller.says("b", [("state", "suspended")], day="2031-02-01")
    again = [("reopened", "2031-06-01"), ("recloses", "2031-07-01")]
    call = one_call(facts + teller.says("c", again, day="2031-05-01"))
    assert statuses(call, "2031-02-10 2031-06-10") == ["suspended", "open"]


def test_closed_stays_closed_and_tells_nothing_of_before(teller: Teller) -> None:
    call = one_call(teller.says("a", [("state", "closed")], day="2031-11-22"))
    assert statuses(call, "2031-11-21 2031-11-22 2032-01-01") == ["unknown", "closed", "closed"]


def test_closed_in_a_month_counts_from_its_end(teller: Teller) -> None:
    call = one_call(teller.says("a", [("state", "closed")], day="2031-11"))
    assert statuses(call, "2031-11-15 2031-11-30") == ["unknown", "closed"]


def test_open_on_a_day_is_open_that_day_only(teller: Teller) -> None:
    call = one_call(teller.says("a", [("state", "open")], day="2031-02-10"))
    assert statuses(call, "2031-02-09 2031-02-10 2031-02-11") == ["unknown", "open", "unknown"]


def test_open_on_a_day_and_a_closing_make_a_window(teller: Teller) -> None:
    call = one_call(teller.says("a", [("state", "open"), ("closes", CLOSES)], day="2031-02-10"))
    assert statuses(call, "2031-02-09 2031-02-20 2031-03-06") == ["unknown", "open", "closed"]


def test_closed_before_its_time(teller: Teller) -> None:
    window = [("opens", OPENS), ("closes", CLOSES)]
    facts = teller.says("a", window) + teller.says("b", [("state", "closed")], day="2031-02-10")
    assert statuses(one_call(facts), "2031-02-09 2031-02-10") == ["open", "closed"]
    weak = teller.says("a", window, authority=Authority.OFFICIAL)
    weak += teller.says("b", [("state", "closed")], day="2031-02-10")
    assert statuses(one_call(weak), "2031-02-10") == ["open"]


def test_closed_before_it_opens_means_another_edition(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    facts += teller.says("b", [("state", "closed")], day="2030-12-01")
    assert statuses(one_call(facts), "2031-02-10") == ["open"]


def test_only_announced(teller: Teller) -> None:
    undated = one_call(teller.says("a", [("state", "announced")]))
    assert statuses(undated, "2031-01-01") == ["announced"]
    dated = one_call(teller.says("b", [("state", "announced")], day="2031-01-10"))
    assert statuses(dated, "2031-01-09 2031-01-10 2032-01-01") == [
        *("unknown", "announced", "announced"),
    ]
    window = teller.says("c", [("state", "announced"), ("opens", OPENS), ("closes", CLOSES)])
    assert statuses(one_call(window), "2031-02-01 2031-04-01") == ["open", "closed"]


def test_each_status_has_its_reasons(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS), ("closes", CLOSES)])
    call = one_call(facts)
    assert [one.fact.field for one in at(call, "2031-02-01").reasons] == ["opens", "closes"]
    assert [one.fact.field for one in at(call, "2031-04-01").reasons] == ["closes", "opens"]
    facts += teller.says("b", [("state", "suspended")], day="2031-02-01")
    assert at(one_call(facts), "2031-02-02").reasons[0].fact.value == "suspended"


# --- values side by side --------------------------------------------------------------------------


def test_official_words_weigh_more_than_new_ones(teller: Teller) -> None:
    facts = teller.says("new", [("closes", "2031-03-31")], day="2031-03-01")
    facts += teller.says(
        "old", [("closes", "2031-03-05")], day="2031-01-01", authority=Authority.OFFICIAL
    )
    call = one_call(facts)
    assert [one.fact.value for one in call.said["closes"]] == ["2031-03-05", "2031-03-31"]
    assert call.conflicts == ("closes",)
    assert at(call, "2031-03-01").closes == "2031-03-05"


def test_among_equals_the_newest_source_weighs_more(teller: Teller) -> None:
    facts = teller.says("a", [("budget", "1 milione di euro")], day="2031-01-01")
    facts += teller.says("b", [("budget", "2 milioni di euro")], day="2031-02-01")
    call = one_call(facts)
    assert call.value("budget") == "2 milioni di euro"
    assert call.value_on("budget", date(2031, 1, 15)) == "1 milione di euro"
    assert call.conflicts == ()


def test_budgets_of_one_time_deny_each_other(teller: Teller) -> None:
    facts = teller.says("a", [("budget", "1 milione di euro")])
    facts += teller.says("b", [("budget", "1.000.000 €")])
    assert one_call(facts).conflicts == ()
    assert one_call(facts + teller.says("c", [("budget", "3 milioni di euro")])).conflicts == (
        "budget",
    )


def test_an_hour_is_no_conflict_with_its_day(teller: Teller) -> None:
    facts = teller.says("a", [("closes", "2031-03-05")], day="2031-03-01")
    facts += teller.says("b", [("closes", CLOSES)], day="2031-01-01")
    call = one_call(facts)
    assert call.conflicts == ()
    assert at(call, "2031-02-01").closes == CLOSES


def test_words_that_have_nothing_in_common(teller: Teller) -> None:
    facts = teller.says("a", [("beneficiaries", "CTL riconosciuti")])
    facts += teller.says("b", [("beneficiaries", "i Cluster Tecnologici Lombardi riconosciuti")])
    assert one_call(facts).conflicts == ()
    facts += teller.says("c", [("beneficiaries", "capofila ed enti")])
    assert one_call(facts).conflicts == ("beneficiaries",)


def test_clusters(teller: Teller) -> None:
    named = one_call(teller.says("a", [("act", "?:decreto:1:2031"), ("cluster", "energia")]))
    assert named.clusters == ("energia",)
    all_of_them = teller.says("b", [("state", "open"), ("cluster", "energia"), ("cluster", "*")])
    assert one_call(all_of_them).clusters == ("*",)


# --- which sayings are of one call ----------------------------------------------------------------


def keys(facts: Sequence[Said]) -> list[str]:
    return [call.call_id for call in gather_calls(facts)]


def test_a_code_joins_what_names_part(teller: Teller) -> None:
    facts = teller.says("a", [("opens", OPENS)], "Rete Ricerca", code="RLX12031000123")
    facts += teller.says("b", [("closes", CLOSES)], "Ricerca in rete", code="RLX12031000123")
    facts += teller.says("c", [("budget", "1 milione di euro")], "Rete Ricerca")
    assert keys(facts) == ["rlx12031000123"]


def test_editions_stay_apart(teller: Teller) -> None:
    names = (
        "Rete – Edizione 2031",
        "Rete – Edizione 2032",
        "Rete – seconda edizione",
        "Rete – terza edizione",
    )
    facts: list[Said] = []
    for place, name in enumerate(names):
        facts += teller.says(str(place), [("budget", "1 milione di euro")], name)
    assert keys(facts) == ["rete-2031", "rete-2032", "rete-ed2", "rete-ed3"]


def test_sectors_stay_apart_and_a_bare_name_joins_neither(teller: Teller) -> None:
    facts = teller.says("a", [("opens", "2031-09-30")], "Ri.Uso, costruzioni e bonifiche")
    facts += teller.says("b", [("opens", "2031-10-15")], "Ri.Uso, settore alimentare")
    facts += teller.says("c", [("budget", "9 milioni di euro")], "Ri.Uso")
    assert len(keys(facts)) == 3


def test_a_shorter_name_joins_by_a_common_day(teller: Teller) -> None:
    facts = teller.says("a", [("closes", "2031-05-17")], "Bando per il consolidamento dei nove CTL")
    facts += teller.says(
        "b", [("closes", "2031-05-17")], "bando per il consolidamento dei nove cluster"
    )
    facts += teller.says(
        "c", [("closes", "2031-05-17")], "call for the consolidation of the nine clusters"
    )
    assert keys(facts) == ["consolidamento-9-cluster-tecnologici-lombardi"]


def test_a_year_joins_by_the_year_of_its_days(teller: Teller) -> None:
    facts = teller.says("a", [("closes", "2031-11-28")], "Collabora & Cresci del 2031")
    facts += teller.says("b", [("opens", "2031-10-08")], "Collabora & Cresci")
    assert keys(facts) == ["collabora-cresci-2031"]


def test_an_act_joins(teller: Teller) -> None:
    act = ("act", "lombardia:decreto:2239:2031-03-17")
    facts = teller.says("a", [act], "Avviso per il riconoscimento dei cluster")
    facts += teller.says(
        "b", [act], "Avviso per il riconoscimento dei Cluster Tecnologici Lombardi"
    )
    assert len(keys(facts)) == 1


def test_one_document_that_uses_both_names_keeps_them_apart(teller: Teller) -> None:
    facts = teller.says("a", [("closes", "2031-11-28")], "Collabora & Cresci")
    facts += teller.says("a", [("closes", "2031-11-28")], "Collabora & Cresci, incremento")
    assert len(keys(facts)) == 2


def test_one_name_in_far_times_is_two_calls(teller: Teller) -> None:
    facts = teller.says("a", [("closes", "2028-05-17")], "Voucher Digitali")
    facts += teller.says("b", [("closes", "2031-05-17")], "Voucher Digitali")
    assert keys(facts) == ["voucher-digitali-2028", "voucher-digitali-2031"]


def test_different_codes_are_different_calls(teller: Teller) -> None:
    facts = teller.says("a", [("closes", "2031-05-17")], "Voucher", code="RLX12031000123")
    facts += teller.says("b", [("closes", "2031-05-17")], "Voucher", code="RLX12031000124")
    assert keys(facts) == ["rlx12031000123", "rlx12031000124"]


def test_a_name_alone_is_no_call(teller: Teller) -> None:
    assert keys(teller.says("a", [("cluster", "energia")], "Rete Ricerca")) == []


def test_facts_of_other_topics_are_left(teller: Teller) -> None:
    fact, witness = teller.says("a", [("opens", OPENS)])[1]
    assert gather_calls([(replace(fact, topic=Topic.CLUSTER), witness)]) == []


# --- laws -----------------------------------------------------------------------------------------

NAMES = [
    *(
        "Rete Ricerca",
        "Rete Ricerca 2031",
        "Rete Ricerca – seconda edizione",
        "Rete Ricerca e Sviluppo",
    ),
    *("Ri.Uso", "Ri.Uso, settore alimentare", "Bando per il consolidamento delle reti"),
]
VALUES = [
    *(("opens", "2031-01-20"), ("opens", OPENS), ("closes", "2031-03-05"), ("closes", "24 giugno")),
    *(
        ("closes", "2033-03-05"),
        ("extended", "2031-04-30"),
        ("reopened", ""),
        ("recloses", "2032-03-15"),
    ),
    *(("state", "closed"), ("state", "open"), ("state", "suspended"), ("state", "announced")),
    *(
        ("budget", "1 milione di euro"),
        ("act", "lombardia:decreto:7:2031-01-07"),
        ("resumed", "2031-05-01"),
    ),
]
SAYINGS = st.tuples(
    st.sampled_from(["a", "b", "c", "d"]),
    st.sampled_from(NAMES),
    st.sampled_from(VALUES),
    st.sampled_from([None, "2031-02-01", "2031", "2032-01-15"]),
    st.sampled_from([None, None, "RLX12031000123", "RLX12031000124"]),
    st.sampled_from(list(Authority)),
)


def facts_of(sayings: Sequence[Any]) -> list[Said]:
    teller = Teller()
    found: list[Said] = []
    for document, name, value, day, code, _ in sayings:
        found += teller.says(document, [value], name, day, code=code)
    ranks = {document: authority for document, *_, authority in sayings}
    return [
        (fact, replace(witness, authority=ranks[witness.document_id])) for fact, witness in found
    ]


@given(st.lists(SAYINGS, max_size=14), st.randoms())
def test_the_order_of_facts_is_nothing(sayings: list[Any], chance: Any) -> None:
    facts = facts_of(sayings)
    mixed = list(facts)
    chance.shuffle(mixed)
    assert gather_calls(mixed) == gather_calls(facts)


@given(st.lists(SAYINGS, max_size=10), st.lists(SAYINGS, max_size=6))
def test_a_document_taken_away_leaves_the_calls_as_they_were(
    before: list[Any], more: list[Any]
) -> None:
    facts = facts_of(before)
    added = [
        (
            replace(fact, quote=replace(fact.quote, document_id="z")),
            replace(witness, document_id="z"),
        )
        for fact, witness in facts_of(more)
    ]
    together = [*facts, *added]
    left = [pair for pair in together if pair[1].document_id != "z"]
    assert gather_calls(left) == gather_calls(facts)


@given(st.lists(SAYINGS, max_size=14), st.dates(date(2030, 1, 1), date(2034, 1, 1)))
def test_every_saying_is_of_one_call_at_most(sayings: list[Any], day: date) -> None:
    facts = facts_of(sayings)
    calls = gather_calls(facts)
    said = [one for call in calls for its in call.said.values() for one in its]
    assert len(said) == len(set(said))
    assert {(one.fact, one.witness) for one in said} <= set(facts)
    assert len({call.call_id for call in calls}) == len(calls)
    for call in calls:
        state = call_on(call, day)
        assert set(state.reasons) <= set(said)


# --- calendar -------------------------------------------------------------------------------------


def cite(span: Span) -> dict[str, Any]:
    return {
        "quote": f"parole\na {span.start}",
        "title": "Pagina",
        "page": span.page,
        "url": "https://esempio.it/a",
    }


def test_calendar(teller: Teller) -> None:
    facts = teller.says(
        "a", [("opens", OPENS), ("closes", "2031-03-05")], "Rete; Ricerca", day="2031-01-07"
    )
    facts += teller.says("b", [("closes", "24 giugno")], "Filiere Verdi")
    data = to_ics(gather_calls(facts), date(2031, 1, 8), cite)
    assert data == to_ics(gather_calls(facts[::-1]), date(2031, 1, 8), cite)
    calendar = Calendar.from_ical(data)
    assert len(calendar.timezones) == 1
    opening, closing = sorted(calendar.events, key=lambda event: str(event["uid"]))
    assert str(opening["uid"]) == "rete-ricerca-apertura@ctl-assistant"
    assert str(opening["summary"]) == "Apertura: Rete; Ricerca"
    assert opening.start == datetime(2031, 1, 20, 10, tzinfo=ROME)
    assert closing.start == date(2031, 3, 5)
    assert "«parole a 2»" in str(closing["description"])
    assert "Pagina, p. 1, fonte del 2031-01-07" in str(closing["description"])


def test_calendar_of_nothing() -> None:
    assert Calendar.from_ical(to_ics([], date(2031, 1, 8), cite)).events == []
