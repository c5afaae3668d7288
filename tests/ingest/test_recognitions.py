"""Recognitions of clusters: the rows of recognitions.toml, laws of quotes, linear time."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.act_names import ActName, act_id
from corpus.claims import Recognition, Standing
from corpus.clusters import clusters
from ingest.recognitions import find_recognitions
from ingest.statements import Reading

READ: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("recognitions.toml").read_text("utf-8")
)
ROWS: list[dict[str, Any]] = READ["row"]
IDS = frozenset(cluster.id for cluster in clusters())


def short(act: ActName, own: str | None) -> str:
    name = act_id(act)
    return "own" if name == own else ":".join(name.split(":")[2:])


def own_of(row: dict[str, Any]) -> str | None:
    return READ["own"][row["own"]] if "own" in row else None


def said(row: dict[str, Any], read_words: Callable[..., Reading]) -> list[Recognition]:
    told = {key: row[key] for key in ("object", "title") if key in row}
    return find_recognitions(read_words(row["text"], own_of(row), row.get("section", ()), **told))


def one_by_one(claims: list[Recognition], own: str | None) -> list[dict[str, Any]]:
    """The claims taken apart: one for each cluster and each group."""
    apart = []
    for claim in claims:
        groups = {0: [], -1: ["*"]}.get(claim.count, [f"*{claim.count}"])
        for who in (*claim.clusters, *groups):
            one = {
                "is": claim.standing.value,
                "who": who,
                "by": frozenset(short(act, own) for act in claim.acts),
                "of": frozenset(short(act, own) for act in claim.of),
                **{part: getattr(claim, part) for part in ("since", "until", "months")},
            }
            if one not in apart:
                apart.append(one)
    return apart


def fits(want: dict[str, Any], who: str, one: dict[str, Any]) -> bool:
    if one["is"] not in want["is"].split("|") or one["who"] != who:
        return False
    if want["by"] != "?" and one["by"] != frozenset(want["by"].split()):
        return False
    if "of" in want and one["of"] != frozenset(want["of"].split()):
        return False
    asked = {part for part in ("since", "until", "months") if part in want}
    if one["is"] == "recognised":
        asked |= {"until", "months"}
    return all(one[part] == (want.get(part) or None) for part in asked)


def compare(row: dict[str, Any], found: list[Recognition]) -> tuple[list[Any], list[Any]]:
    """What is missing and what is too much."""
    left = one_by_one(found, own_of(row))
    missing = []
    for want in row.get("claims", []):
        for who in want["who"].split():
            match = next((one for one in left if fits(want, who, one)), None)
            if match:
                left.remove(match)
            else:
                missing.append((want["is"], who, want["by"]))
    if "never" in row:
        return missing, [one for one in left if one["is"] in row["never"]]
    may = row.get("may", [])
    return missing, [
        one for one in left if one["is"] not in may and f"{one['is']} {one['who']}" not in may
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60].replace("\n", " "))
def test_row(row: dict[str, Any], read_words: Callable[..., Reading]) -> None:
    assert compare(row, said(row, read_words)) == ([], [])


def test_rows_are_many() -> None:
    assert sum(bool(row.get("claims")) for row in ROWS) >= 90
    assert sum(not row.get("claims") for row in ROWS) >= 40


PIECES = st.sampled_from(
    [
        *("il Cluster Lombardo della Mobilità", "AFIL", "i nove cluster", "è riconosciuto", "non"),
        *("con decreto n. 12 del 3 marzo 2015", "fino al 31 dicembre 2020", "per tre anni", "LAC"),
        *("di riconoscere quali Cluster Tecnologici:", "\na) ", "\n- ", "la personalità giuridica"),
        *("è in attesa di riconoscimento", "revocato", "prorogato", "sarebbe", "?", ".", ";", "«"),
        *("Fondazione SCC", "riconoscimento", "scaduto", "was recognised", "by decree", "\n\n"),
    ]
)

WRITTEN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(st.lists(PIECES, min_size=1, max_size=40).map(" ".join), WRITTEN),
    st.sampled_from([None, "lombardia:decreto:900:2020-05-04"]),
)
def test_any_text_gives_sound_claims(
    read_words: Callable[..., Reading], text: str, own: str | None
) -> None:
    reading = read_words("Prima. " + text, own, ("DECRETA",))
    end = max((one.span.end for one in reading.statements), default=0)
    for claim in find_recognitions(reading):
        assert 0 <= claim.quote.start < claim.quote.end <= end
        assert claim.clusters or claim.count or claim.of or claim.until or claim.months
        assert set(claim.clusters) <= IDS
        assert len(set(claim.clusters)) == len(claim.clusters)
        assert claim.months is None or claim.months > 0
        assert isinstance(claim.standing, Standing)
        for day in (claim.since, claim.until):
            assert day is None or len(day) == len("2020-01-01")


@pytest.mark.parametrize(
    "unit",
    [
        "AFIL è riconosciuta con decreto n. 1 del 2 marzo 2015 e ",
        "i nove cluster sono riconosciuti, revocati, prorogati, ",
        "- Cluster Lombardo della Mobilità;\n",
        "cluster ",
        "riconosciuto ",
        "non è riconosciuto il cluster energia. ",
    ],
)
def test_time_is_linear(takes_linear_time: Callable[..., bool], unit: str) -> None:
    assert takes_linear_time(find_recognitions, unit)
