"""Which clusters a statement may speak of: those it names, those its headings and lead tell.

Reads the statements of a document in order. "Il cluster" or a sentence without a subject means
the headings' one cluster, until another body has been named.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.words import split_words
from ingest.fact_mentions import Mention, blank_names, find_named, join_names
from ingest.fact_names import GIVEN_NAMES
from ingest.fact_views import View
from ingest.fact_words import (
    ADVERB,
    BREAK,
    ENTRY,
    FILLER,
    MEANT,
    MEANT_NOUN,
    NAMED,
    NEXT_TO_MEANT,
    OTHER_ASSOCIATION,
    OTHER_BODY,
    OTHER_CLUSTER,
    OWNER,
    SPOKEN_OF,
    compile_words,
)
from ingest.statements import Reading, Statement

_QUOTES = str.maketrans(dict.fromkeys('«»“”"„', " "))
_BULLET = re.compile(r" {0,3}(?:[-•–—*▪] |\d{1,2}[.)] )")
_ARTICLES = re.compile(
    r"\W{0,3}(?:(?:il|la|lo|l'|the)\s{0,2})?(?:cluster |fondazione |associazione )?"
)
_GOES_ON = compile_words(
    rf"(?:[-•–*] )?(?:(?:{ADVERB}|its?|ha|è|si|conta|riunisce|copre|vi|ne|aderisce|nasce|opera"
    r"|promuove|sviluppa|lavora|collabora|partecipa|sostiene|offre|organizza|coordina|rappresenta|favorisce"
    r"|supporta|fornisce"
    r"|comprende|raggruppa)(?!\w)|[a-zà-ÿ][^:|.]{1,40}(?::| \|) |c/o|tel|fax|e-?mail|pec|c\.? ?f"
    r"|p\.? ?iva|partita|codice|\d{5}|(?:(?:il|la|gli|i|l') ?)?(?:attuale )?(?:presidente|direttore"
    r"|consiglio direttivo|sede|soci|organi|quota)(?!\w))"
)
"""How a statement begins that goes on about the same: without a subject, or as an entry."""
_OWNER = re.compile(OWNER)
_ACRONYM = re.compile(r"(?<![\w.])[A-Z]{3,}(?![\w.])")
_COMMON_ACRONYMS = split_words(
    "PMI MPMI ICT IRCCS CTL PNRR FESR RSA CEO DGR MIUR MUR SME CAP PEC ATS IVA ITS IOT GDO CNR"
    " VARESE MILANO BRESCIA CREMA LECCO BERGAMO MONZA LODI PAVIA COMO CREMONA MANTOVA SONDRIO"
)
_VERB = re.compile(r"(?<!\w)(?:è|ha|sono|hanno|era|conta|is|has|are|was)(?!\w)")
_NOUNS = ("cluster", "associazione", "fondazione", "consorzio", "association", "foundation")
_NEXT_WORD = re.compile(r" {0,3}([\w'’è]*)")


def view_statements(reading: Reading, tells: Callable[[str], bool]) -> Iterator[View]:
    """Views of the statements whose plain words `tells` accepts, each with its clusters."""
    mentions = [find_named(one.text) for one in reading.statements]
    rooms = _Rooms(reading, [one for found in mentions for one in found])
    for one, found in zip(reading.statements, mentions, strict=True):
        kept = rooms.enter(one, found)
        if tells(one.low):
            yield rooms.view(one, kept)
        rooms.leave(one, kept)


class _Rooms:
    """What carries over between statements: the headings' cluster, and who came between."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention]) -> None:
        """Note what the document names, before its statements are read in order."""
        self.title = reading.document.title
        every = [*mentions, *find_named(self.title)]
        self.named = {m.cluster_id for m in every if not m.is_acronym and not m.elsewhere} - {""}
        foreign = {m.cluster_id for m in every if m.elsewhere}
        self.doubtful = foreign - {m.cluster_id for m in every if m.is_proper}
        self.lombard = "lombard" in self.title.lower() or any(
            "lombard" in one.low for one in reading.statements
        )
        self.section: tuple[str, ...] | None = None
        self.topic: str | None = None
        self.led: str | None = None
        self.seen: set[str] = set()
        self.crossed = False
        self.before = ""
        self.ours = True
        """Whether a statement without a subject may still speak of the headings' cluster."""
        self.begun: str | None = None
        self.running: str | None = None
        """The subject of the statement before, for one that begins with its verb or "it"."""

    def enter(self, statement: Statement, found: Sequence[Mention]) -> list[Mention]:
        """Take the next statement's headings in; gives those of its mentions that count."""
        if statement.section != self.section:
            self.section = statement.section
            self.topic = self._headed(statement)
            self.crossed, self.led, self.before, self.ours = False, None, "", True
            self.running = None
        if not (_BULLET.match(statement.low) or ENTRY.match(statement.low) or statement.lead):
            self.led = None
        return [one for one in found if self._counts(one)]

    def _counts(self, one: Mention) -> bool:
        """Whether a name surely means the cluster: a short acronym needs the full name too."""
        if one.elsewhere:
            return False
        if one.is_acronym:
            return one.cluster_id in self.named or sum(map(str.isalnum, one.words)) > 3
        return one.is_proper or (self.lombard and one.cluster_id not in self.doubtful)

    def _headed(self, statement: Statement) -> str | None:
        """The cluster of the headings: the innermost that names any must name just one."""
        for heading in (*reversed(statement.section), self.title):
            mentions = find_named(heading)
            ids = self._ids(mentions)
            others = any(one.elsewhere for one in mentions) or OTHER_CLUSTER.search(heading.lower())
            if ids or others:
                return ids.pop() if len(ids) == 1 and not others else None
        return None

    def _ids(self, mentions: Sequence[Mention]) -> set[str]:
        return {one.cluster_id for one in mentions if one.cluster_id and self._counts(one)}

    def view(self, statement: Statement, mentions: Sequence[Mention]) -> View:
        """The view of a statement that was entered, with the mentions that count."""
        meant = self.led or self._lead_owner(statement) or self.running
        topic = meant
        if meant is None and not self.crossed:
            meant, topic = self.topic, self.topic if self.ours else None
        low = statement.low.translate(_QUOTES)
        if not (mentions or meant or topic or (self._understood() and _has_noun(low))):
            return View(statement, low)
        owners: dict[int, str] = {}
        for start, end, cluster_id in join_names(low, [one for one in mentions if one.cluster_id]):
            low = low[:start] + NAMED + FILLER * (end - start - 1) + low[end:]
            owners[start] = cluster_id
        others = [m.start() for m in OTHER_CLUSTER.finditer(low)]
        others += [m.start() for m in OTHER_BODY.finditer(statement.text) if low[m.start()] > MEANT]
        others += [m.start for m in mentions if not m.cluster_id and low[m.start] > MEANT]
        view = View(statement, low, owners, topic, tuple(sorted(others)))
        view = self._with_meant(view, meant or topic)
        first = _OWNER.search(view.low)
        if first and _begins(statement, first.start()):
            self.begun = view.owner_at(first.start())
        return view

    def _lead_owner(self, statement: Statement) -> str | None:
        ids = self._ids(find_named(statement.lead)) if statement.lead else set()
        return ids.pop() if len(ids) == 1 else None

    def _with_meant(self, view: View, topic: str | None) -> View:
        """Mask "il cluster", "l'associazione" where they can only mean one cluster."""
        low, owners = view.low, dict(view.owners)
        for match in MEANT_NOUN.finditer(view.low):
            start, end = match.span("noun")
            owner = self._meant(view, start, match["kind"], topic)
            if owner and _ends_phrase(view, end):
                low = low[:start] + MEANT + FILLER * (end - start - 1) + low[end:]
                owners[start] = owner
        breaks = tuple(match.span() for match in BREAK.finditer(low))
        return replace(view, low=low, owners=owners, breaks=breaks)

    def _meant(self, view: View, start: int, kind: str, topic: str | None) -> str | None:
        before = {owner for at, owner in view.owners.items() if at < start}
        if view.owners:
            return before.pop() if len(before) == 1 else None
        if kind != "cluster" and _names_association(self.before):
            return None
        return topic or self._understood()

    def _understood(self) -> str | None:
        """In a text whose headings name none: the only cluster that it names, once named."""
        if self.topic is None and not self.crossed and len(self.named) == 1:
            return next(iter(self.seen), None)
        return None

    def leave(self, statement: Statement, mentions: Sequence[Mention]) -> None:
        """Note whom the statement named, for those after it."""
        ids = {one.cluster_id for one in mentions} - {""}
        self.seen |= ids
        home = self.topic or (next(iter(self.named)) if len(self.named) == 1 else None)
        if (ids and ids != {home}) or OTHER_CLUSTER.search(statement.low):
            self.crossed = True
        elif ids:
            self.crossed = False
        goes_on = self.ours and _GOES_ON.match(statement.low) is not None
        self.ours = bool(ids or goes_on) or statement.is_heading or _has_noun(statement.low)
        self.before = blank_names(statement.text, mentions)
        if len(ids) == 1 and _begins(statement, mentions[0].start):
            self.running = mentions[0].cluster_id
        elif self.begun and not ids:
            self.running = self.begun
        elif ids or not self.ours or OTHER_BODY.search(self.before):
            self.running = None
        self.begun = None
        if statement.low.rstrip().endswith(":") or (ids and _is_title(statement)):
            self.led = next(iter(ids)) if len(ids) == 1 else None


def _is_title(statement: Statement) -> bool:
    """Whether a statement stands over what follows: a short line without verb or stop."""
    low = statement.low.rstrip()
    listed = _BULLET.match(low) or ENTRY.match(low) or " | " in low
    return len(low) <= 100 and low[-1] not in ".;,?!" and not listed and not _VERB.search(low)


def _begins(statement: Statement, start: int) -> bool:
    """Whether a name is the first thing of its line, or what a first "Presidente del …" is of."""
    first = statement.text.rfind("\n", 0, start) + 1
    if _ARTICLES.fullmatch(statement.low, first, start):
        return True
    told = SPOKEN_OF.search(statement.low, first, start)
    return told is not None and told.start() - first <= 12


def _names_association(words: str) -> bool:
    """Whether words name an association or body that "l'associazione" may mean as well."""
    acronyms = {match.group() for match in _ACRONYM.finditer(words)}
    return OTHER_ASSOCIATION.search(words) is not None or not acronyms <= _COMMON_ACRONYMS


def _has_noun(low: str) -> bool:
    """Whether a word stands in a plain text by which a cluster may be meant."""
    return any(noun in low for noun in _NOUNS)


def _ends_phrase(view: View, end: int) -> bool:
    """Whether "il cluster" stands alone: no adjective, name or "di …" follows."""
    following = _NEXT_WORD.match(view.low, end)
    word = following[1] if following else ""
    if not word or view.low[end : end + 1] in ".,;:)'?!":
        return True
    if word in NEXT_TO_MEANT:
        return True
    shown = view.text[end:].lstrip()[: len(word)]
    return shown[:1].isupper() and shown.capitalize() in GIVEN_NAMES
