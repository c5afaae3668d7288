"""Who may hold an answer that the library does not: known sites and pages, none invented."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from assistant.phrases import note
from assistant.question import Query
from assistant.retrieve import Retrieval
from assistant.types import Note, NoteKind
from corpus.cluster_register import ClusterRegister
from corpus.clusters import cluster_by_id, find_clusters
from corpus.library import Library
from corpus.text import stems

_SOURCES = Path(__file__).parents[1] / "corpus" / "sources.toml"
_MOST = 3
_NEAREST = 3
_SHARED = 2
"""So many words of a page's title must stand in the question."""


def suggest_holders(query: Query, retrieval: Retrieval, library: Library, day: date) -> Note | None:
    """A remark naming who may know, or None where nobody is known.

    The sites of the clusters that the question names, as the documents give them; then official
    pages on its subject (`corpus/sources.toml`); then where the nearest documents were published.
    """
    found = list(dict.fromkeys(_holders(query, retrieval, library, day)))[:_MOST]
    if not found:
        return None
    return note(NoteKind.SEARCHED, "holders", query.lang, holders="; ".join(found))


def _holders(query: Query, retrieval: Retrieval, library: Library, day: date) -> Iterator[str]:
    register = ClusterRegister(library.claims)
    for cluster_id in dict.fromkeys(
        one.cluster_id for one in find_clusters(query.text, hinted=True) if one.cluster_id
    ):
        cluster = cluster_by_id(cluster_id)
        facts = register.entry(cluster, day).facts if cluster else ()
        websites = [fact.value for fact, _ in facts if fact.field == "website"]
        if cluster and websites:
            yield f"{cluster.name_it} ({websites[0]})"
    wanted = set(stems(query.text))
    pages = [(len(wanted & words), title, url) for words, title, url in _official_pages()]
    for shared, title, url in sorted(pages, key=lambda one: (-one[0], one[1])):
        if shared >= _SHARED:
            yield f"{title} ({url})"
    for passage in retrieval.passages[:_NEAREST]:
        if passage.document.url:
            yield f"{passage.document.title} ({passage.document.url})"


@cache
def _official_pages() -> tuple[tuple[frozenset[str], str, str], ...]:
    """The words of their titles, titles and addresses of the pages of public bodies."""
    rows = tomllib.loads(_SOURCES.read_text(encoding="utf-8"))["source"]
    return tuple(
        (frozenset(stems(row["title"])), row["title"], row["url"])
        for row in rows
        if row["authority"] in ("official", "institutional")
    )
