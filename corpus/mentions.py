"""Finds the acts named in any text – a page, a question, a draft – each with its parts and span.

A cheap regex finds the words by which acts are named (`mention_forms`); small readers then read
what stands right of each: office (`mention_heads`), number and date (`mention_tails`), issuer
(`mention_issuers`). What the text does not say is None; no part is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.act_names import ActName, ActType, act_id, read_act_id, resolve_key, same_act
from corpus.mention_eu import Found, read_commission, read_european, read_urn
from corpus.mention_forms import TRIGGER, Form, Head, plain
from corpus.mention_heads import bridge, names_unit, organ_after, organ_before, read_head
from corpus.mention_issuers import (
    MUNICIPAL_TYPES,
    REGIONAL_TYPES,
    Reading,
    is_municipal,
    is_region_right,
    is_state_near,
    is_state_right,
    read_issuer,
    region_between,
)
from corpus.mention_lists import read_list
from corpus.mention_marks import (
    Bulletin,
    Code,
    Partition,
    find_bulletins,
    find_marks,
    find_partitions,
)
from corpus.mention_tails import Number, Tail, counts_after, read_tail, stops_after
from corpus.words import language

__all__ = [
    "ActMention",
    "ActName",
    "ActType",
    "Bulletin",
    "Code",
    "Partition",
    "act_id",
    "find_bulletins",
    "find_marks",
    "find_mentions",
    "find_partitions",
    "read_act_id",
    "resolve_key",
    "same_act",
]
_DIGIT = re.compile(r"\d")
_LONGEST_NAME = 250  # characters between an act's first letter and its first digit
_FIRST_DATED = "1945"  # older decrees and laws named by their date alone are history, not acts


@dataclass(frozen=True, slots=True)
class ActMention:
    """An act named in a text: `text` stands at `start`; unknown parts are None.

    `date` is YYYY-MM-DD, or YYYY where only the year is written. `confidence` is 1 where type,
    number and day stand, lower where a part is missing or the word used is vague.
    """

    start: int
    end: int
    text: str
    type: ActType
    issuer: str | None
    number: str | None
    date: str | None
    confidence: float

    @property
    def act_id(self) -> str:
        """The canonical id, "?" for each unknown part."""
        return act_id(self)


def find_mentions(text: str) -> list[ActMention]:
    """The acts named in `text`, in order; one mention for each act of a list."""
    low = plain(text)
    reading = Reading(text, low)
    found: list[ActMention] = []
    last = digit = 0
    for match in TRIGGER.finditer(low):
        at = match.start()
        if at < last:
            continue
        if digit < at:
            following = _DIGIT.search(low, at)
            if following is None:
                break
            digit = following.start()
        if digit - at > _LONGEST_NAME:
            continue
        here = _read_at(reading, at)
        if here:
            if here[0].start < last:
                here[0] = replace(here[0], start=last, text=text[last : here[0].end])
            found.extend(here)
            last = here[-1].end
    return found


def _read_at(reading: Reading, at: int) -> list[ActMention]:
    """The mentions whose name begins at `at`."""
    low = reading.low
    letter = low[at]
    special: list[Found] = []
    if letter == "u":
        special = read_urn(low, at)
    elif letter == "c":
        special = read_commission(low, at, at)
    elif low.startswith(("reg", "dir", "decis"), at):
        special = read_european(low, at)
    if special:
        return [_whole(reading.text, one) for one in special]
    head = read_head(low, at)
    return _read_named(reading, head) if head else []


def _whole(text: str, one: Found) -> ActMention:
    number = _written(text, one.number_start, one.number_end)
    kind, words = one.type, text[one.start : one.end]
    sure = one.sure if one.date and len(one.date) > 4 else min(one.sure, 0.95)
    return ActMention(one.start, one.end, words, kind, one.issuer, number, one.date, sure)


def _written(text: str, start: int, end: int) -> str:
    """What stands there without spaces, its dashes made plain."""
    written = "".join(text[start:end].split())
    return written if written.isascii() else re.sub("[–—‐‑−]", "-", written)


def _read_named(reading: Reading, head: Head) -> list[ActMention]:
    low, form, region, at = reading.low, head.form, None, head.at
    tail = read_tail(low, at)
    if tail is None and form.type in _OF_REGIONS and (between := region_between(low, at)):
        region, at = between
        tail = read_tail(low, at)
        if form.type is ActType.LEGGE:
            form = Form(ActType.LR, alone=form.alone)
    if tail is None and head.office and (after := bridge(low, head.at)):
        tail = read_tail(low, after)
    if tail is None or not _suffices(low, head, form, tail):
        return []
    tails = read_list(low, tail, plural=head.plural, noun=head.at - head.start > 8)
    form = _settle_form(low, head, form, tails)
    mentions = list(_mentions(reading.text, head.start, form, tails))
    return _share_issuer(reading, mentions, form, region)


_OF_REGIONS = (REGIONAL_TYPES | {ActType.LEGGE}) - {ActType.DETERMINA, ActType.DD}


def _suffices(low: str, head: Head, form: Form, tail: Tail) -> bool:
    """Whether number and date make an act of a name that may stand there for something else."""
    number = tail.number
    if number is None:
        return _date_suffices(form, tail)
    if number.roman:
        return form.type in _WITH_LEGISLATURE
    if form.alone == "r" or (tail.protocol and form.type not in _WITH_PROTOCOL):
        return False
    if tail.date or number.year:
        return True
    if tail.marked:
        if "n" not in form.alone:
            return False
        foreign = not tail.dated and form.type is ActType.DECRETO and _is_short(low, head)
        if foreign and language(low[max(0, head.start - 150) : tail.end + 150]) == "en":
            return False
        return not form.vague or tail.dated or tail.lost or stops_after(low, number.end)
    return _bare_suffices(low, head, form, number)


_WITH_LEGISLATURE = frozenset((ActType.DGR, ActType.DCR, ActType.DECRETO, ActType.DPGR))
_WITH_PROTOCOL = frozenset((ActType.DECRETO, ActType.DD, ActType.DM, ActType.DETERMINA))


def _is_short(low: str, head: Head) -> bool:
    """Whether the name is "d.d.s." or its like, which elsewhere is a dentist's degree."""
    return low[head.start : head.at].replace(".", "").replace(" ", "") in ("dds", "ddg", "ddr")


def _date_suffices(form: Form, tail: Tail) -> bool:
    if tail.date is None:
        return "p" in form.alone or (tail.lost and "d" in form.alone)
    generic = form.vague or form.type in (ActType.DECRETO, ActType.LEGGE)
    return "d" in form.alone and tail.whole_date and not (generic and tail.date < _FIRST_DATED)


def _bare_suffices(low: str, head: Head, form: Form, number: Number) -> bool:
    """Whether a number without "n.", date or year is the act's: "d.g.r. 1051", not "DGR 5 %"."""
    digits = number.number
    if "b" not in form.alone or len(digits) < 2 or counts_after(low, number.end):
        return False
    if len(digits) < 3 and not stops_after(low, number.end):
        return False
    if digits.isdigit() and 1900 <= int(digits) <= 2040:
        return False
    if "." in low[head.start : head.at] or head.at - head.start > 5:
        return True
    return language(low[max(0, head.start - 150) : number.end + 150]) == "it"


def _settle_form(low: str, head: Head, form: Form, tails: list[Tail]) -> Form:
    """The form with what the words behind the number and around the mention add."""
    start, end = head.start, tails[-1].end
    roman = any(tail.number and tail.number.roman for tail in tails)
    if roman and form.type not in (ActType.DGR, ActType.DCR, ActType.DPGR):
        return Form(ActType.DGR, "lombardia")
    if form.type is ActType.DECRETO and form.issuer is None:
        if is_state_right(low, end) or names_unit(low, head.at, tails[0].start):
            office = re.search("diret|dirigen", low[start : tails[0].start])
            return replace(form, type=ActType.DD if office else ActType.DM, issuer="stato")
    elif form.type is ActType.AVVISO and form.issuer is None:
        return replace(form, issuer="stato") if is_state_right(low, end) else form
    elif form.type is ActType.DD and form.issuer is None:
        near = is_state_near(low, start, end) or names_unit(low, head.at, tails[0].start)
        return replace(form, issuer="stato") if near else form
    elif form.type is ActType.LEGGE and is_region_right(low, end):
        return Form(ActType.LR)
    elif form.vague and form.type in (ActType.DGR, ActType.DCR) and not roman:
        return _settle_organ(low, start, end, form)
    return form


def _settle_organ(low: str, start: int, end: int, form: Form) -> Form:
    """The form of a "delibera" of which the noun does not say whose it is."""
    organ = organ_after(low, end) or organ_before(low, start)
    if organ is not None and not organ.vague:
        return organ
    if not is_municipal(low, start, end):
        return form
    words = low[start:end]
    if "giunta" in words:
        return replace(form, type=ActType.DGC)
    return replace(form, type=ActType.DCC if "consiglio" in words else ActType.OTHER)


def _mentions(text: str, start: int, form: Form, tails: list[Tail]) -> Iterator[ActMention]:
    for tail in tails:
        number, date = _settle_number(text, tail)
        issuer = form.issuer
        if issuer is None and tail.number and tail.number.legislature and number and "/" in number:
            issuer = "lombardia"
        sure = _confidence(form, tail, number, date)
        begin = start if tail is tails[0] else tail.start
        words = text[begin : tail.end]
        yield ActMention(begin, tail.end, words, form.type, issuer, number, date, sure)


def _settle_number(text: str, tail: Tail) -> tuple[str | None, str | None]:
    """Number and date as they are told; a year in the number that the date denies is no year."""
    one = tail.number
    if one is None:
        return None, tail.date
    written = _written(text, one.start, one.end)
    if one.roman:
        date = tail.date or (str(one.year) if one.year else None)
        return one.number, date
    if tail.date and one.year and tail.date[:4] != str(one.year):
        return written, tail.date
    return written[: len(one.number)], tail.date or (str(one.year) if one.year else None)


def _confidence(form: Form, tail: Tail, number: str | None, date: str | None) -> float:
    if number is None:
        sure = 0.5 if date else 0.3
    elif date is None:
        legislature = tail.number is not None and tail.number.legislature
        sure = 0.8 if legislature else 0.6 if tail.marked else 0.5
    else:
        sure = 1.0 if len(date) > 4 else 0.95
    return round(sure * (0.9 if form.vague else 1.0), 2)


def _share_issuer(
    reading: Reading, mentions: list[ActMention], form: Form, region: str | None
) -> list[ActMention]:
    """The mentions of one list with the issuer that the words say for it."""
    if all(one.issuer for one in mentions):
        return mentions
    span = (mentions[0].start, mentions[-1].end)
    kind = form.type
    issuer = region
    if issuer is None and (kind in REGIONAL_TYPES or kind in MUNICIPAL_TYPES):
        issuer = read_issuer(reading, span, kind)
    if issuer is None:
        return mentions
    if kind is ActType.DD:
        kind = ActType.DETERMINA
    return [replace(one, type=kind, issuer=one.issuer or issuer) for one in mentions]
