"""Relations between acts: the rows of relations.toml, laws of quotes, linear time."""

import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.act_names import ActName, act_id
from corpus.claims import Relation, RelationKind
from ingest.relations import find_relations
from ingest.statements import Reading

READ: dict[str, Any] = tomllib.loads(Path(__file__).with_name("relations.toml").read_text("utf-8"))
ROWS: list[dict[str, Any]] = READ["row"]
WHOLE = frozenset(("revokes", "amends"))
"""Of these it is asked whether all of the act is touched."""


def short(act: ActName | None, own: str | None) -> str:
    if act is None:
        return "-"
    name = act_id(act)
    return "own" if name == own else ":".join(name.split(":")[2:])


def own_of(row: dict[str, Any]) -> str | None:
    return READ["own"][row["own"]] if "own" in row else None


def said(row: dict[str, Any], read_words: Callable[..., Reading]) -> list[Relation]:
    told = {key: row[key] for key in ("object", "title") if key in row}
    return find_relations(read_words(row["text"], own_of(row), row.get("section", ()), **told))


def compare(row: dict[str, Any], found: list[Relation]) -> tuple[list[Any], list[Any]]:
    """What is missing and what is too much, of all kinds but `cites`."""
    own, may = own_of(row), row.get("may", [])
    left = [
        (
            one.kind.value,
            short(one.subject, own),
            short(one.target, own),
            one.whole if one.kind.value in WHOLE else False,
            one.day,
        )
        for one in dict.fromkeys(found)
        if one.kind is not RelationKind.CITES and short(one.target, own) not in may
    ]
    left = list(dict.fromkeys(left))
    missing = []
    for kinds, subject, target, *rest in row.get("relations", []):
        whole, day = (*rest, *(False, None)[len(rest) :])
        match = next(
            (
                one
                for one in left
                if one[0] in kinds.split("|")
                and one[1:3] == (subject, target)
                and (one[3] == whole or row.get("may_whole"))
                and (one[4] == day or (day is None and row.get("may_day")))
            ),
            None,
        )
        if match:
            left.remove(match)
        else:
            missing.append((kinds, subject, target, whole, day))
    return missing, left


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60].replace("\n", " "))
def test_row(row: dict[str, Any], read_words: Callable[..., Reading]) -> None:
    found = said(row, read_words)
    assert compare(row, found) == ([], [])
    named = {short(one.target, own_of(row)) for one in found}
    assert named >= set(row.get("cites", ()))


def test_rows_are_many() -> None:
    assert sum(bool(row.get("relations")) for row in ROWS) >= 110
    assert sum("relations" not in row for row in ROWS) >= 40
    kinds = {kind for row in ROWS for one in row.get("relations", ()) for kind in one[0].split("|")}
    assert kinds == {kind.value for kind in RelationKind} - {"recognises", "cites"}


PIECES = st.sampled_from(
    [
        *("il decreto n. 12 del 3 marzo 2015", "la d.g.r. n. X/707", "l.r. 29/2016", "revoca"),
        *("è revocato", "come modificato da", "e da ultimo", "dal 1° marzo 2020", "di prorogare"),
        *("limitatamente", "non", "in attuazione", "DECRETA", "VISTO", "«", "»", ";", ":", ".\n"),
        *("1. ", "a) ", "\n\n", "d.d.s. 4821/2019", "rettifica", "with effect from 1 May 2016"),
        *("amended by", "decree no. 15 of 4 April 2016", "sono abrogati", "all'articolo 3", "İ"),
    ]
)

WRITTEN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(st.lists(PIECES, min_size=1, max_size=40).map(" ".join), WRITTEN),
    st.sampled_from([None, "lombardia:decreto:900:2020-05-04"]),
)
def test_any_text_gives_sound_relations(
    read_words: Callable[..., Reading], text: str, own: str | None
) -> None:
    reading = read_words("Prima. " + text, own, ("DECRETA",))
    inside = {one.span.page: one.span for one in reading.statements}
    end = max((one.span.end for one in reading.statements), default=0)
    for one in find_relations(reading):
        assert one.quote.page in inside
        assert 0 <= one.quote.start < one.quote.end <= end
        assert one.subject != one.target
        assert one.day is None or len(one.day) == len("2020-01-01")


@pytest.mark.parametrize(
    "unit",
    [
        "il decreto n. 1 revoca il decreto n. 2 e ",
        "come modificato dal decreto n. 3 del 4 maggio 2015, ",
        "è revocato, è abrogato, è sostituito ",
        "di revocare ",
        "l'articolo 3, l'articolo 4, ",
        "non è stato revocato il d.g.r. n. X/12. ",
        "dal 1° marzo 2020 ",
        "« a ",
    ],
)
def test_time_is_linear(takes_linear_time: Callable[..., bool], unit: str) -> None:
    assert takes_linear_time(find_relations, unit)


def test_time_on_one_long_statement_is_linear(read_words: Callable[..., Reading]) -> None:
    reading = read_words("di revocare il decreto n. 1 del 2 marzo 2015 e " * 30)
    start = time.perf_counter()
    find_relations(reading)
    assert time.perf_counter() - start < 1
