"""What the registers, headings and known gaps say to a question, before passages are asked."""

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.asked import Wanted, find_stranger, read_asked
from assistant.choice import Chooser, Lookup
from assistant.headings import read_headings
from assistant.lookup import Registers
from assistant.phrases import note
from assistant.premise import find_contradiction
from assistant.premise_register import PremiseCheck
from assistant.question import Query
from assistant.retrieve import Retrieval
from assistant.types import AnswerStatus, Draft, Filters, Note, NoteKind, Question
from assistant.untold import find_untold
from corpus.clusters import clusters
from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Consulted:
    """What the registers say to a question; `draft` is None where passages shall answer.

    `unknown`: the question is about acts that no document is or names. `disputable`: what
    passages say of a dispute belongs to the answer too. `choices`: questions to choose from, where
    the status is `unclear`.
    """

    draft: Draft | None = None
    notes: tuple[Note, ...] = ()
    status: AnswerStatus = AnswerStatus.ANSWERED
    unknown: bool = False
    disputable: bool = False
    choices: tuple[str, ...] = ()


_SURE = 0.97
"""The confidence of what a register answers: the words are there, and read by rules."""


_DISPUTE = re.compile(
    r"controvers|discord|non concord|in modi diversi|disput|disagree|different ways", re.IGNORECASE
)


def add_disputes(draft: Draft, written: Draft) -> Draft:
    """The draft of a register, and what passages say of a dispute about it."""
    told = {span for one in draft.sentences for span in one.spans}
    more = [
        replace(one, group=one.group + len(draft.sentences))
        for one in written.sentences
        if _DISPUTE.search(one.text) and told.isdisjoint(one.spans)
    ]
    return replace(draft, sentences=(*draft.sentences, *more))


def consult(
    query: Query, retrieval: Retrieval, library: Library, today: date, question: Question
) -> Consulted:
    """What the registers, headings and known gaps say to the question, if anything."""
    if query.filters != Filters():
        return Consulted()
    registers = Registers(library, query.lang)
    asked = read_asked(query.text, query.acts, today, question.as_of, question.text)
    found = registers.in_period(query.text, query.period)
    if found is None and asked:
        found = registers.look_up(asked)
    if asked and asked.wanted is Wanted.FIELD and asked.clusters and not asked.years:
        untold = find_untold(asked, retrieval)
        more = (untold,) if untold else ()
        found = replace(found, sentences=(*found.sentences, *more)) if found else Lookup(more)
        found = found if found.sentences else None
    notes, known = registers.not_held(query.acts)
    unknown = bool(query.acts) and not known
    if unknown and (nearly := registers.near(query.acts)):
        found, unknown = nearly, False
    stranger = _stranger(query, library) if found is None and not query.acts else None
    if stranger is not None:
        return Consulted(notes=(*notes, stranger), unknown=True)
    if found is None and not unknown and (heading := read_headings(query, library)):
        found = Lookup(heading)
    if not unknown:
        found = _contradict(query, retrieval, library, found, today) or found
    if found is None:
        return Consulted(notes=tuple(notes), unknown=unknown)
    draft = Draft(found.sentences, _SURE)
    disputable = asked is not None and asked.wanted is Wanted.FIELD
    return Consulted(draft, (*found.notes, *notes), found.status, unknown, disputable)


def _contradict(
    query: Query, retrieval: Retrieval, library: Library, found: Lookup | None, day: date
) -> Lookup | None:
    """What contradicts a question's premise, by the registers or else by passages."""
    if found is not None and found.status is AnswerStatus.FALSE_PREMISE:
        return None
    check = PremiseCheck(library.claims, Chooser(library, query.lang))
    if denied := check.contradict(query.text, day):
        return denied
    told = None if found else find_contradiction(query, retrieval, library.words().stems)
    return Lookup((told,), (), AnswerStatus.FALSE_PREMISE) if told else None


def _stranger(query: Query, library: Library) -> Note | None:
    """A remark where the question is about a cluster of which no document speaks."""
    name, ways = find_stranger(query.text)
    if not name or any(library.words().search_phrase(way, 1) for way in ways):
        return None
    known = len(clusters())
    return note(NoteKind.MISSING, "cluster_unknown", query.lang, cluster=name, known=known)
