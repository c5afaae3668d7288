"""What a clause says of a call beside its times: state, money, who may apply, who issues it."""

import re
from collections.abc import Iterator

from ingest.call_terms import Clause, Told
from ingest.call_words import (
    AMOUNT,
    ANNOUNCED,
    APPLICANTS,
    AS_OF,
    AS_OF_BEHIND,
    BENEFICIARIES,
    BUDGET,
    BUDGET_AFTER,
    DENIED,
    FORBID,
    FROM_THEN,
    GRANT,
    GRANT_LEAD,
    NO_CALL,
    NOT_BUDGET,
    NOT_GRANT,
    NOT_WHO,
    OPENING_LATER,
    PERCENT,
    STATES,
    TO_WHOM,
    WHO_END,
)

_PAST = re.compile(r"(?:stat|was|were|been|era)")
_LONGEST = 260
_FAR = 110


def read_values(text: str, clause: Clause, named_at: int) -> Iterator[Told]:
    """All that a clause says of its call, times apart; `named_at` is where its name ends, or -1."""
    yield from _read_state(clause)
    yield from _read_budget(text, clause, named_at)
    yield from _read_intensity(text, clause)
    yield from _read_beneficiaries(text, clause)


def told_words(field: str, text: str, start: int, end: int) -> Told | None:
    """The words of a stretch as a value, without the signs and spaces around them."""
    words = text[start:end]
    start += len(words) - len(words.lstrip(' ,;:«"“(-–'))
    words = text[start:end].rstrip(' ,;:.»"”-–\n')
    if words.count("(") < words.count(")"):
        words = words.rstrip(")")
    end = start + len(words)
    if end - start > _LONGEST:
        cut = text.rfind(",", start, start + _LONGEST)
        end = cut if cut > start else text.rfind(" ", start, start + _LONGEST)
    return Told(field, " ".join(text[start:end].split()), start, end) if end > start else None


# --- state ---------------------------------------------------------------------------------------


def _read_state(clause: Clause) -> Iterator[Told]:
    """Whether the clause says that the call is open, closed or announced, and on which day."""
    words = clause.words
    for match in (*STATES.finditer(words), *ANNOUNCED.finditer(words)):
        groups = match.groupdict()
        state = next((name for name, found in groups.items() if found), "announced")
        before = words[: match.start()]
        if DENIED.search(before) or _is_of_other(before) or "quando" in before[-30:]:
            continue
        if state == "open" and _is_no_state(words, match):
            continue
        at = clause.begin + match.start()
        yield Told("state", state, at, clause.begin + match.end(), _as_of(clause, at))
        return


def _is_no_state(words: str, match: re.Match[str]) -> bool:
    """Whether "open" is said of the past, of a time to come, or of those who may apply."""
    behind = TO_WHOM.match(words, match.end()) or FROM_THEN.match(words, match.end())
    later = OPENING_LATER.search(words, 0, match.start())
    return bool(behind or later or _PAST.match(match.group()))


def _is_of_other(before: str) -> bool:
    """Whether something else than the call is open or closed: the list, the platform."""
    return re.search(
        r"\b(?:graduatori|istruttor|piattaform|progett|iscrizion|fase|riunion|lavori|seduta|procedur)"
        r"[^;,:]{0,40}\Z",
        before,
    ) is not None  # fmt: skip


def _as_of(clause: Clause, at: int) -> str | None:
    """The day for which a state is told: "al 22 novembre 2026 il bando è chiuso"."""
    low = clause.low
    for one in clause.moments:
        if one.vague:
            continue
        if one.start < at and AS_OF.search(low, clause.begin, one.start):
            return one.value[:10]
        between = low[at : one.start]
        if one.start > at and len(between) < 40 and AS_OF_BEHIND.search(between):
            return one.value[:10]
    return None


# --- money ----------------------------------------------------------------------------------------


def _read_budget(text: str, clause: Clause, named_at: int) -> Iterator[Told]:
    """The money set aside for the call: each amount that its endowment is said to be."""
    low, found = clause.low, False
    amounts = list(AMOUNT.finditer(low, clause.begin, clause.end))
    for trigger in BUDGET.finditer(low, clause.begin, clause.end):
        if found or FORBID.search(low, max(clause.begin, trigger.start() - 12), trigger.start()):
            break
        last = trigger.end()
        for amount in amounts:
            gap = low[last : amount.start()]
            if amount.start() < trigger.end() or len(gap) > _FAR:
                continue
            if NOT_BUDGET.search(gap) or (found and not re.search(r"\be (?:poi )?a \Z", gap)):
                break
            found = True
            last = amount.end()
            yield Told("budget", _written(text, amount), amount.start(), amount.end())
    if found:
        return
    for amount in amounts:
        gap = low[max(clause.begin, amount.start() - 40) : amount.start()]
        beside = 0 <= named_at <= amount.start() and low[named_at : amount.start()].strip(' »"”,')
        adjacent = beside in ("da", "of", "worth") if beside else False
        headed = re.search(r"\b(?:bando|call|avviso|misura|sportello) (?:\w+ )?da \Z", gap)
        after = BUDGET_AFTER.match(low, amount.end(), clause.end)
        if adjacent or headed or (after and not NOT_BUDGET.search(gap)):
            yield Told("budget", _written(text, amount), amount.start(), amount.end())
            return


def _written(text: str, found: re.Match[str]) -> str:
    return " ".join(text[found.start() : found.end()].split())


def _read_intensity(text: str, clause: Clause) -> Iterator[Told]:
    """How much of the costs the call pays, with its percentage."""
    low = clause.low
    for trigger in GRANT.finditer(low, clause.begin, clause.end):
        percent = PERCENT.search(low, trigger.end(), min(clause.end, trigger.end() + 240))
        if percent is None:
            continue
        amount = AMOUNT.search(low, trigger.end(), percent.start())
        first = min(percent.start(), amount.start() if amount else percent.start())
        if first - trigger.end() > 150 or NOT_GRANT.search(low, trigger.start(), percent.start()):
            continue
        lead = GRANT_LEAD.search(low, max(trigger.end(), first - 40), first)
        start = lead.start() if lead else first
        end = _end_of_grant(low, percent.end(), clause.end)
        told = told_words("intensity", text, start, end)
        if told is not None:
            yield told
        return


def _end_of_grant(low: str, at: int, end: int) -> int:
    stop = re.compile(r"[;»]|\.(?!\d)|, (?:mentre|che|la|il|le|da)\b").search(low, at, end)
    return stop.start() if stop else end


# --- who ------------------------------------------------------------------------------------------


def _read_beneficiaries(text: str, clause: Clause) -> Iterator[Told]:
    """Who may apply, in the words of the clause."""
    low = clause.low
    for match in BENEFICIARIES.finditer(low, clause.begin, clause.end):
        if NOT_WHO.search(low, max(clause.begin, match.start() - 30), match.start()):
            continue
        if NO_CALL.search(low, clause.begin, match.start()):
            continue
        stop = WHO_END.search(low, match.end(), clause.end)
        end = stop.start() if stop else clause.end
        told = told_words("beneficiaries", text, match.end(), end)
        if told is not None and len(told.value) > 2:
            yield told
            return
    who = APPLICANTS.search(low, clause.begin, clause.end)
    if who and not re.search(r"\bdomand|\bnon\b", who["who"]):
        told = told_words("beneficiaries", text, who.start("who"), who.end("who"))
        if told is not None:
            yield told
