"""Lists of clusters that are recognised: the heading that says so, and the items below it."""

import re
from collections.abc import Iterator

from corpus.claims import Recognition, Standing
from corpus.clusters import find_clusters
from ingest.cues import ActNames
from ingest.recognition_words import BY_REGION, LISTING, NO_CLAIM
from ingest.statements import Statement

_LONGEST_HEADING = 200
_ITEM = re.compile(
    r"\W*(?:\w{1,2}[.)] )?\W*(?:il |la |l'|lo |the )?(?:associazione |fondazione )?\Z"
)


_SAYS = re.compile(
    r"\.\s{0,3}\Z|\b(?:è|e'|sono|ha|hanno|fa|fanno|può|possono|viene|vengono|rientra\w*|verr\w+|sar\w+"
    r"|deve|devono|is|are|was|were|has|have|may|can|will)\b"
)


def is_listing(words: str) -> bool:
    """Whether words (in plain letters) are the heading of a list of the recognised."""
    words = words.strip().rstrip(":").rstrip()
    if len(words) > _LONGEST_HEADING or NO_CLAIM.search(words) or _SAYS.search(words):
        return False
    return LISTING.fullmatch(words) is not None


def still_listing(listing: Statement | None, statement: Statement) -> Statement | None:
    """The heading of a list as long as its items go on."""
    if listing is None or listing.span.page != statement.span.page:
        return None
    return listing if _opens_with(statement) else None


def _opens_with(statement: Statement) -> tuple[str, ...]:
    """The cluster with which a row or an item begins."""
    named = find_clusters(statement.text, hinted=True)
    if not named or not named[0].cluster_id or len(statement.low) > 400:
        return ()
    return (named[0].cluster_id,) if _ITEM.match(statement.low, 0, named[0].start) else ()


def find_listed(
    statement: Statement, names: ActNames, listing: Statement | None
) -> Iterator[Recognition]:
    """That what a list of the recognised names is recognised."""
    heading = listing.low if listing is not None else None
    if heading is None and statement.section:
        last = " ".join(statement.section[-1].lower().split())
        heading = last if is_listing(last) else None
    if heading is None or not (ids := _opens_with(statement)):
        return
    by = [act for group in (names.groups(listing) if listing else ()) for act in group.acts]
    acts = tuple(by) or ((statement.own,) if statement.own else ())
    if acts or BY_REGION.search(heading):
        day = statement.own.date if statement.own else statement.day
        yield Recognition(Standing.RECOGNISED, ids, statement.span, acts, day=day)
