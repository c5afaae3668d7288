"""Answers from the registers: which quotes say it, in which order, and what to tell beside them.

Nothing is worded here but remarks: each sentence is a quote of a page, and `verify` must accept
it like any other.
"""

from collections.abc import Iterable

from assistant.asked import Asked, Wanted
from assistant.choice import Chooser, Lookup
from assistant.dated_lists import find_dated_list
from assistant.lookup_acts import ActLookup
from assistant.lookup_calls import CallLookup
from assistant.lookup_clusters import ClusterLookup
from assistant.periods import Period
from assistant.types import Note
from corpus.clusters import find_clusters
from corpus.library import Library
from corpus.mentions import ActMention


class Registers:
    """The registers of one library, for the questions of one language."""

    def __init__(self, library: Library, lang: str) -> None:
        """Read from `library`; quotes in `lang` come before others that say the same."""
        chooser = Chooser(library, lang)
        self._acts = ActLookup(library.claims, chooser)
        self._calls = CallLookup(library.claims, chooser)
        self._clusters = ClusterLookup(library.claims, chooser)

    def look_up(self, asked: Asked) -> Lookup | None:
        """What the registers answer to a question, or None where they hold nothing on it."""
        answers = {
            Wanted.STANDING: self._clusters.standing,
            Wanted.RECOGNISING_ACTS: self._clusters.recognising,
            Wanted.WHICH_ACT: self._clusters.recognising,
            Wanted.CHAIN: self._clusters.recognising,
            Wanted.CLUSTERS: self._clusters.members,
            Wanted.OTHER_CLUSTERS: self._clusters.others,
            Wanted.COUNT: self._clusters.count,
            Wanted.NAMED_ACT: self._clusters.named_act,
            Wanted.FIELD: self._clusters.field,
            Wanted.CALLS: self._calls.calls,
            Wanted.CALL_STATE: self._calls.named,
            Wanted.CHANGES: self._acts.fate,
            Wanted.VALIDITY: self._acts.fate,
            Wanted.CITERS: self._acts.citers,
            Wanted.ABOUT: self._acts.about,
            Wanted.HELD: self._acts.citers,
        }
        answer = answers.get(asked.wanted)
        return answer(asked) if answer else None

    def in_period(self, text: str, period: Period | None) -> Lookup | None:
        """The acts or calls of a period, where a question asks for a list of them and no more."""
        if period is None or (asked := find_dated_list(text)) is None:
            return None
        if asked.fields:
            named = find_clusters(text, hinted=True)
            clusters = tuple(dict.fromkeys(m.cluster_id for m in named if m.cluster_id))
            return self._calls.dated(asked.fields, period, clusters)
        return self._acts.dated(period, asked.kinds)

    def near(self, names: Iterable[ActMention]) -> Lookup | None:
        """The act that a question nearly names: of another day or issuer than it says."""
        return self._acts.near(names)

    def not_held(self, names: Iterable[ActMention]) -> tuple[list[Note], bool]:
        """A remark for each act named that no document is, and whether none is known at all."""
        return self._acts.not_held(names)
