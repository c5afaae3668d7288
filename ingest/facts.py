"""The values of the register that a document tells of clusters, and which clusters make a group."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.claims import Fact, Topic
from corpus.clusters import find_areas, find_clusters
from corpus.text import fold
from corpus.types import Span
from ingest import fact_counts, fact_origins, fact_people, fact_sides, fact_ties, fact_traits
from ingest.fact_mentions import names_cluster
from ingest.fact_tables import Table
from ingest.fact_topics import view_statements
from ingest.fact_views import Found, View
from ingest.statements import Reading, Statement

_READERS = (
    fact_people.find_people,
    fact_traits.find_traits,
    fact_origins.find_origins,
    fact_counts.find_counts,
    fact_ties.find_ties,
)
_WORDS = frozenset(
    word
    for one in (fact_people, fact_traits, fact_ties, fact_origins, fact_counts)
    for word in (*one.TELLING, " | ", "giuridica", "legal")
)
_TELLING = tuple(
    sorted(word for word in _WORDS if not any(part in word for part in _WORDS - {word}))
)
_CLOSE = 4
_LINE = re.compile(r"[^\s\n][^\n]*")
_ENTRY = re.compile(r"(?:[-•–*]\s)?[A-ZÀ-Ý][^:|.]{1,40}(?::|\s\|)\s")
"""A line such as "Sede: Milano" or a row with signs between its cells."""
_LONGEST_LIST = 40
"""A list of clusters has fewer lines than this."""
_LEADS = re.compile(
    r":\s*$|(?<!\w)(?:tabell[ae]|elenc\w{1,3}|seguent[ei]|table|following|lists?)(?!\w)"
)
_LISTED = re.compile(r"\s{0,3}(?:[-•–*▪]|\d{1,2}[.)])\s")


def find_facts(reading: Reading) -> list[Fact]:
    """What the statements of a document tell of clusters, each value with the words that say it."""
    if not names_cluster(reading):
        return []
    table = Table()

    def tells(low: str) -> bool:
        return table.last is not None or any(word in low for word in _TELLING)

    apart = tuple(line for one in reading.statements for line in _lines_apart(one))
    facts: dict[tuple[str, str, str, str | None], Fact] = {}
    chaired: tuple[int, str] | None = None
    for view in view_statements(replace(reading, statements=apart), tells):
        if chaired and 0 <= view.statement.span.start - chaired[0] < _CLOSE:
            view = replace(view, chaired=chaired[1])
        chaired = None
        for one in (*table.read(view), *_read(view)):
            if one.field == "president":
                chaired = view.statement.span.end, one.owner
            fact = _fact(view.statement, one)
            key = fact.subject, fact.field, fold(fact.value), fact.day
            facts.setdefault(key, fact)
    return list(facts.values())


_ROWS = 250
"""Characters from which a statement of several lines without a stop is several rows."""


def _lines_apart(statement: Statement) -> list[Statement]:
    """The lines of a statement where they are entries or rows of their own, else the whole."""
    lines = list(_LINE.finditer(statement.text))
    if sum(_ENTRY.match(line.group()) is not None for line in lines) < 2:
        return [statement]
    return [
        replace(
            statement,
            span=statement.place(*line.span()),
            text=line.group(),
            low=statement.low[line.start() : line.end()],
        )
        for line in lines
    ]


def _read(view: View) -> Iterator[Found]:
    if not (view.owners or view.topic or view.chaired):
        return
    sides = fact_sides.find_sides(view)
    yield from sides
    told = {one.field for one in sides}
    for read in _READERS:
        yield from (one for one in read(view) if one.field not in told)


def _fact(statement: Statement, one: Found) -> Fact:
    day = statement.day if one.day is None else one.day or None
    return Fact(
        topic=Topic.CLUSTER,
        subject=one.owner,
        field=one.field,
        value=statement.text[one.start : one.end],
        quote=_quote(statement, one),
        at=statement.place(one.start, one.end),
        day=day,
    )


def _quote(statement: Statement, one: Found) -> Span:
    """The words that tell a value: the statement, or its line where rows run into each other."""
    text = statement.text
    if len(text) < _ROWS or text.count("\n") < 3 or text.rstrip()[-1] in ".;:!?»”)":
        return statement.span
    start = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    return statement.place(start, len(text) if end < 0 else end)


# --- which clusters are "the nine" ----------------------------------------------------------------


def find_members_of_group(reading: Reading) -> list[tuple[int, tuple[str, ...], Span]]:
    """Lists that say which clusters a group of a given number are: (number, ids, where).

    Only a list that names exactly as many clusters as it says counts.
    """
    if not names_cluster(reading):
        return []
    found: list[tuple[int, tuple[str, ...], Span]] = []
    for place, statement in enumerate(reading.statements):
        counts = {m.count: m for m in find_clusters(statement.text) if m.count}
        for count, group in counts.items():
            ids = _named(statement.text[group.end :])
            if len(ids) == count:
                found.append((count, ids, statement.span))
            elif not ids and _LEADS.search(statement.low):
                listed = _listed(reading.statements, place, count)
                found += [listed] if listed else []
    return _shortest(found)


def _shortest(
    found: Sequence[tuple[int, tuple[str, ...], Span]],
) -> list[tuple[int, tuple[str, ...], Span]]:
    """One of those that say the same, with the fewest words."""
    best: dict[tuple[int, frozenset[str]], tuple[int, tuple[str, ...], Span]] = {}
    for one in sorted(found, key=lambda group: group[2].end - group[2].start):
        best.setdefault((one[0], frozenset(one[1])), one)
    return list(best.values())


def _named(words: str) -> tuple[str, ...]:
    """The clusters that words name, by name or by area, in order."""
    places = {one.start: one.cluster_id for one in find_areas(words)}
    places |= {one.start: one.cluster_id for one in find_clusters(words, hinted=True)}
    ids = [places[at] for at in sorted(places) if places[at]]
    return tuple(dict.fromkeys(ids))


def _listed(
    statements: Sequence[Statement], place: int, count: int
) -> tuple[int, tuple[str, ...], Span] | None:
    """The clusters of the list or table that follows a statement which leads to it."""
    lead = statements[place]
    ids: list[str] = []
    last = lead
    for one in statements[place + 1 : place + 1 + _LONGEST_LIST]:
        if one.section != lead.section or one.span.page != lead.span.page:
            break
        if one.low.rstrip().endswith(".") and not _LISTED.match(one.low):
            break
        named = _named(one.text)
        ids += [name for name in named if name not in ids]
        last = one if named else last
        if len(ids) >= count:
            break
    if len(ids) != count:
        return None
    span = Span(lead.span.document_id, lead.span.page, lead.span.start, last.span.end)
    return count, tuple(ids), span
