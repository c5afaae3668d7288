"""Conversations in two languages: what the question that follows is understood as."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.followup import complete_question
from assistant.types import Turn
from corpus.clusters import level

HERE = Path(__file__).parent
ROWS = [
    row
    for name in ("conversations.toml", "conversations_fair.toml")
    for row in tomllib.loads((HERE / name).read_text(encoding="utf-8"))["row"]
]


def history_of(row: dict[str, Any]) -> tuple[Turn, ...]:
    roles = ("user", "assistant")
    return tuple(Turn(roles[at % 2], said) for at, said in enumerate(row["before"]))


def wrong(row: dict[str, Any]) -> str:
    """Why a row's completed question is not as it must be; "" where it is."""
    completed = complete_question(row["asked"], history_of(row))
    found = completed.text
    if completed.lang != row.get("lang", ""):
        return f"language {completed.lang}"
    low = level(found)
    if row.get("same"):
        return "" if found == row["asked"] else f"not the same: {found}"
    lost = [words for words in row["holds"] if level(words) not in low]
    more = [words for words in row["lacks"] if level(words) in low]
    return f"lost {lost}, more {more}: {found}" if lost or more else ""


def test_there_are_enough_conversations() -> None:
    assert len(ROWS) >= 60
    assert sum(bool(row.get("same")) for row in ROWS) >= 6


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["asked"])
def test_what_a_question_is_understood_as(row: dict[str, Any]) -> None:
    assert wrong(row) == ""
