"""Asks back where a question does not say whom or what it means, with questions to choose from.

Only where the answers would differ: a question of which cluster, call or act is meant is asked
only if the library knows several, and the questions offered name those that it knows.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.fields import field_asked
from assistant.named import find_meant, read_references
from assistant.phrases import act_words
from assistant.question import Query
from assistant.types import Filters, Question
from corpus.act_names import read_act_id
from corpus.call_register import gather_calls
from corpus.call_states import Call
from corpus.claims import Topic
from corpus.cluster_register import ClusterRegister
from corpus.clusters import find_areas, find_clusters, level
from corpus.library import Library
from corpus.words import content_words, split_words, stem

_MOST = 5
_FEWEST = 2
"""Things of one kind that a library must know before it asks which of them is meant."""
_SHOWN_ACTS = 3
"""Acts of one number that an answer shows side by side: so few need no asking back."""

_CLUSTERS = "cluster"
_CALLS = "call"
_ASKED: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        _CLUSTERS,
        re.compile(r"\bqual[ei]? att|\bche att|\bnumero del decret|\bqual[ei] decret|\bwhich act"),
        "Con quale atto è stat{o} riconosciut{o} {the}?",
        "By which act was {name} recognised?",
    ),
    (
        _CLUSTERS,
        re.compile(r"\briconosc|\brecogni[sz]"),
        "È riconosciut{o} come cluster {the}?",
        "Is {name} recognised?",
    ),
    (
        _CLUSTERS,
        re.compile(r"\bpresid|\bpresied|\bchairs?\b"),
        "Chi è il presidente {of}?",
        "Who is the president of {name}?",
    ),
    (
        _CLUSTERS,
        re.compile(r"\bsed[ei]\b|\bdove\b|\bindirizz|\bwhere\b|\bseat\b|\baddress"),
        "Dove ha sede {the}?",
        "Where is the seat of {name}?",
    ),
    (
        _CLUSTERS,
        re.compile(r"\bsoci\b|\bmembri|\baderent|\bassociat|\bmembers\b"),
        "Quanti soci ha {the}?",
        "How many members does {name} have?",
    ),
    (
        _CLUSTERS,
        re.compile(r"\bfondat|\bnat[oa]\b|\bcostituit|\bnasc|\bfounded\b|\bestablished\b"),
        "Quando è stat{o} fondat{o} {the}?",
        "When was {name} founded?",
    ),
    (
        _CALLS,
        re.compile(r"\bscad|\bchiu[ds]|\btermin[ei]\b|\bentro\b|\bdeadline|\bclos|\bexpir"),
        "Quando scade il bando «{name}»?",
        "When does the call «{name}» close?",
    ),
    (
        _CALLS,
        re.compile(r"\bapert|\baprir|\bapre\b|\bopen"),
        "Il bando «{name}» è ancora aperto?",
        "Is the call «{name}» still open?",
    ),
    (
        _CALLS,
        re.compile(r"\bcost|\bdotazion|\bbudget|\bimport|\bcontribut|\brisors|\bcost|\bfund"),
        "Qual è la dotazione del bando «{name}»?",
        "What is the budget of the call «{name}»?",
    ),
)
"""What is asked, of which kind of thing, and the whole question in Italian and English."""
_ATTRIBUTES = frozenset(
    stem(level(word))
    for word in split_words(
        "riconosciuto riconosciuta riconoscimento scade scadenza scadere presidente presiede"
        " costa costare costo numero decreto atto provvedimento sede trova situato indirizzo soci"
        " membri aderenti associati fondato fondata nato nata costituito costituita istituito bando"
        " avviso misura cluster fondazione associazione aperto chiuso dotazione budget importo"
        " contributo termine domanda domande presentare attuale attualmente oggi adesso ente"
        " chiama quello quella altro altra legale"
    )
)
_ATTRIBUTES_EN = split_words(
    "recognised recognized president chair chairs seat address located based members founded"
    " established deadline close closes closed open opens expire expires cost budget decree act"
    " number cluster call foundation association currently today one other"
)
_MANY = re.compile(
    r"\b(?:i|gli|le|quali|quanti|quante|tutti|tutte|ogni|the|which|how many|all|list"
    r"|elenc\w+) (?:\w+ )?"
    r"(?:cluster|ctl|clusters|bandi|avvisi|misure|calls|atti|decreti|acts|decrees|fondazioni)\b"
    r"|\bci sono\b|\bc'?e\b|\besist|\bthere (?:is|are)\b"
)
_LONGEST = 60
"""Characters from which a question surely says what it means."""
_RECOGNITION = re.compile(
    r"(?:e |and )?(?:che )?(?:cos'?e|cosa (?:e|significa)|come (?:si ottiene|funziona|si chiede"
    r"|avviene)|what is|how does)? ?(?:il |the )?(?:riconoscimento|recognition)\W*(?:work\W*)?"
)


def find_unclear(query: Query, question: Question, library: Library) -> tuple[str, ...]:
    """Whole questions to choose from, where a question may mean several; else ()."""
    if query.filters != Filters() or question.filters != Filters():
        return ()
    low = level(query.text).strip()
    if _RECOGNITION.fullmatch(low):
        return _recognitions(library, query.lang)
    if query.acts or query.codes or query.phrases or query.numbers:
        return _of_act(query, library)
    if len(low) > _LONGEST or _names_something(query, low):
        return ()
    return _choose(low, question, query.lang, library)


def _names_something(query: Query, low: str) -> bool:
    """Whether a question has a word that tells which thing it is about."""
    if find_clusters(query.text, hinted=True) or find_areas(query.text) or _MANY.search(low):
        return True
    if query.lang == "it":
        return any(stem(level(one)) not in _ATTRIBUTES for one in content_words(query.text))
    return any(level(one) not in _ATTRIBUTES_EN for one in content_words(query.text, "en"))


def _choose(low: str, question: Question, lang: str, library: Library) -> tuple[str, ...]:
    day = question.as_of or question.today or date.today()  # noqa: DTZ011 - the reader's own day
    asked = next((one for one in _ASKED if one[1].search(low)), None)
    if asked is None:
        asked = None if content_words(low) else _ASKED[1]
    if asked is None:
        return ()
    kind, _, italian, english = asked
    wanted = _kind_named(low) or kind
    names = _calls(library, low) if wanted == _CALLS else _clusters(library, day, low)
    if len(names) < _FEWEST:
        return ()
    form = english if lang == "en" else italian
    return tuple(form.format(name=name, **_grammar(name)) for name in names[:_MOST])


def _grammar(name: str) -> dict[str, str]:
    """The Italian words that depend on the first word of a name."""
    first = level(name).split(" ")[0]
    if first == "associazione":
        return {"the": f"l'{name}", "of": f"dell'{name}", "o": "a"}
    if first == "fondazione":
        return {"the": f"la {name}", "of": f"della {name}", "o": "a"}
    return {"the": f"il {name}", "of": f"del {name}", "o": "o"}


def _kind_named(low: str) -> str:
    """Of which kind the thing is that a question calls by no name."""
    if re.search(r"\b(?:bando|avviso|misura|call)\b", low):
        return _CALLS
    return (
        _CLUSTERS if re.search(r"\b(?:cluster|fondazione|associazione|foundation)\b", low) else ""
    )


def _clusters(library: Library, day: date, low: str) -> list[str]:
    """The names of the clusters of which the library tells what is asked, or else anything."""
    known = ClusterRegister(library.claims).entries(day)
    fields = set(field_asked(low))
    told = [one for one in known if fields & {fact.field for fact, _ in one.facts}]
    return [one.cluster.name_it for one in (told or known) if one.facts or one.reasons]


def _calls(library: Library, low: str) -> list[str]:
    """The titles of the calls whose end is told, the latest first."""
    calls = gather_calls(library.claims.facts(Topic.CALL))
    field = "budget" if re.search(r"cost|dotazion|budget|import|contribut|fund", low) else "closes"
    told = [one for one in calls if field in one.said]
    return list(dict.fromkeys(one.title for one in sorted(told, key=_last_day, reverse=True)))


def _last_day(call: Call) -> str:
    best = call.best("closes")
    return best.fact.value if best else ""


# --- which act, which recognition -----------------------------------------------------------------


def _of_act(query: Query, library: Library) -> tuple[str, ...]:
    """Questions about each of the acts held that bear the one number a question names."""
    references = read_references(query.text, query.acts)
    if len(references) != 1 or references[0].number is None:
        return ()
    _, weights = find_meant(query.text, references[0], library.words(), None)
    if len(weights) <= _SHOWN_ACTS:
        return ()
    place = references[0]
    names = _distinct(act_words(read_act_id(one), query.lang) for one in sorted(weights))
    before, behind = query.text[: place.start], query.text[place.end :]
    return tuple(f"{before}{name}{behind}" for name in names[:_MOST])


def _distinct(names: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(names))


def _recognitions(library: Library, lang: str) -> tuple[str, ...]:
    """Which recognition is meant: as a cluster, or of legal personality."""
    fields = {fact.field for fact, _ in library.claims.facts(Topic.CLUSTER)}
    if not library.claims.recognitions() or "legal_personality" not in fields:
        return ()
    if lang == "en":
        return (
            "By which acts were the Lombardy technology clusters recognised?",
            "Which clusters have legal personality?",
        )
    return (
        "Con quali atti sono stati riconosciuti i Cluster Tecnologici Lombardi?",
        "Quali cluster hanno la personalità giuridica?",
    )
