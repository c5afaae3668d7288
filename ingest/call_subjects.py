"""Which call each statement of a document is about.

Calls are named by statements, by headings, by rows of tables, by the document's title or by what
its act is about. A shorter name stands for the one longer name of the same document that holds it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.act_names import ActName
from corpus.call_names import CallName, read_call_name, read_key
from corpus.mention_forms import plain
from corpus.mentions import find_marks
from ingest.call_naming import NameRead, extended, find_names, with_edition
from ingest.call_rows import find_labelled, read_label
from ingest.call_tables import TableRow, find_rows, join_pieces
from ingest.call_words import CELL_NOTE, CODE
from ingest.statements import Reading, Statement

_MOST_NAMES = 200
_SHORTEST = 5
_LONGEST_PAGE = 600
"""A document of more statements is no page about one call, unless its title says so."""
_CODED = re.compile(r"\bcodice|\bcode\b|\bcod\.|\brl[a-z][a-z0-9]20")
_OTHERS = re.compile(
    r"\b(?:precedente|scors[ao]|passat[ao]|previous|earlier|analog[ao]|altr[oi]|another|other"
    r"|nessun[oa]?|no|ultim[ao]) (?:bando|edizione|call|avviso|misura|sportello|edition)\b"
    r"|\bnessun'|\bedizioni\b"
    r"|\beditions\b|\baltri (?:\w+ )?(?:bandi|avvisi)\b"
)
"""Words that mean calls other than the one spoken of."""
_SITE = re.compile(r"\s[|–—-]\s")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a statement about the call of `key`; `named` is where its name stands."""

    key: str
    begin: int
    end: int
    named: tuple[int, int] | None = None


class CallSubjects:
    """The calls of a document: who is named where, and whom unnamed words are about."""

    def __init__(self, reading: Reading) -> None:
        """Read tables, then names, then codes; later steps lean on earlier ones."""
        self._reading = reading
        self._strong: dict[str, CallName] = {}
        self._weak: dict[str, CallName] = {}
        self._known: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._resolved: dict[tuple[CallName, bool], str | None] = {}
        self._headed: dict[tuple[str, ...], str | None] = {}
        self.titles: dict[str, tuple[Statement, int, int]] = {}
        self.code_places: dict[str, Statement] = {}
        self._best: dict[str, tuple[bool, bool, bool, int, int]] = {}
        statements = join_pieces(reading.statements)
        self.rows, taken = find_rows(statements)
        for _, row in self.rows:
            self._register_row(row)
        self.plain_statements = [one for place, one in enumerate(statements) if place not in taken]
        self._names: dict[int, list[NameRead]] = {}
        for place, one in enumerate(self.plain_statements):
            self._names[place] = find_names(one.text, one.low)
            self._register(one, self._names[place])
        self._index()
        self._pattern = self._known_pattern()
        for place, one in enumerate(self.plain_statements):
            self._names[place] = self._with_known(one.text, one.low, self._names[place])
        self._owners = self._own_calls()
        self._read_codes()

    # --- reading ---------------------------------------------------------------------------

    def _register_row(self, row: TableRow) -> None:
        words = " ".join(row.statement.text[row.row.start : row.row.end].split())
        name = read_call_name(words)
        self._strong.setdefault(name.key, name)
        self.titles.setdefault(name.key, (row.statement, row.row.start, row.row.end))
        self._know(_core(words))

    def _register(self, statement: Statement, names: Sequence[NameRead]) -> None:
        for one in names:
            if one.name is None:
                continue
            self._weak.setdefault(one.name.key, one.name)
            if one.sure:
                self._know(statement.text[one.start : one.core_end])

    def _index(self) -> None:
        self._by_stem.clear()
        self._resolved.clear()
        for key, name in {**self._weak, **self._strong}.items():
            for stem in name.stems:
                self._by_stem.setdefault(stem, []).append(key)

    def _know(self, words: str) -> None:
        """Remember a bare name by which the call may be named without a word such as "bando"."""
        low = plain(" ".join(words.split())).strip(" ,;:")
        for head in ("bando ", "avviso ", "call ", "misura "):
            rest = low.removeprefix(head)
            low = rest if len(read_call_name(rest).words) > 1 else low
        name = read_call_name(low)
        distinct = len(name.words) > 1 or "." in low or "&" in low
        if distinct and len(low) >= _SHORTEST and len(self._known) < _MOST_NAMES:
            self._known.setdefault(low, low)

    def _known_pattern(self) -> re.Pattern[str] | None:
        if not self._known:
            return None
        ordered = sorted(self._known, key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])")

    def _with_known(self, text: str, low: str, names: list[NameRead]) -> list[NameRead]:
        """The names of a statement with those that stand there without a word such as "bando"."""
        if self._pattern is None:
            return names
        found = list(names)
        for match in self._pattern.finditer(low):
            start, end = match.span()
            if any(one.start < end and start < one.end for one in names):
                continue
            bare = NameRead(start, end, read_call_name(text[start:end]), end, sure=True)
            found.append(with_edition(low, _widen(text, low, bare), start))
        return sorted(found, key=lambda one: one.start)

    def _own_calls(self) -> dict[ActName | None, str]:
        """The call that the document, or each of its acts, is about: by its object or title."""
        found: dict[ActName | None, str] = {}
        document = self._reading.document
        for held in self._reading.acts:
            key = self._only_key(held.object or "")
            if key:
                found[held.act] = key
        for words in (document.act_object, document.title):
            key = self._only_key(words or "")
            if key:
                found.setdefault(None, key)
        if None not in found and (key := self._titled_key()):
            found[None] = key
        return {act: self._in_full(key) for act, key in found.items()}

    def _in_full(self, key: str) -> str:
        """The one longer name that a document about one call has for it, or its name."""
        name = read_key(key)
        if key in self._strong:
            return key
        longer = [
            other
            for other, its in self._weak.items()
            if name.stems < its.stems and name.agrees(its) and name.tells_less(its)
        ]
        if len(longer) != 1:
            return key
        for sure in (True, False):
            self._resolved[name, sure] = longer[0]
        return longer[0]

    def _only_key(self, words: str) -> str | None:
        low = plain(words)
        keys = {self._resolve(one) for one in self._with_known(words, low, find_names(words, low))}
        return keys.pop() if len(keys) == 1 else None

    def _titled_key(self) -> str | None:
        """The title as the name of the call, where the page is a call's own by its labels."""
        if len(self.plain_statements) > _LONGEST_PAGE:
            return None
        labelled = {
            field
            for one in self.plain_statements
            for field in (
                *((read_label(one.low),) if len(one.low) < 60 else ()),
                *(field for field, _, _ in find_labelled(one.text, one.low)),
            )
            if field in ("opens", "closes", "budget", "beneficiaries", "code", "window", "state")
        }
        title = _SITE.split(self._reading.document.title)[0] if self._reading.document.title else ""
        name = read_call_name(title)
        listed = re.search(r"\b(?:bandi|avvisi|calls|misure|elenco|registro)\b", title.lower())
        if len(labelled) < 3 or not name.telling or listed or self.rows:
            return None
        self._strong.setdefault(name.key, name)
        self._index()
        for one in self.plain_statements:
            at = one.text.find(title)
            if at >= 0:
                self.titles.setdefault(name.key, (one, at, at + len(title)))
                break
        return name.key

    def _read_codes(self) -> None:
        """Which call bears which code: one that stands with its name, or in its own document."""
        found: dict[str, dict[str, Statement]] = {}
        for place, one in enumerate(self.plain_statements):
            code = find_code(one.text, one.low)
            if (
                code is None
                and place
                and read_label(self.plain_statements[place - 1].low) == "code"
            ):
                code = find_code(f"codice {one.text}", f"codice {one.low}")
            if code is None:
                continue
            keys = {self._resolve(name) for name in self._names[place]} or {self.own_call(one)}
            if len(keys) == 1 and (key := keys.pop()):
                found.setdefault(key, {}).setdefault(code, one)
        for key, codes in found.items():
            if len(codes) == 1:
                self._codes[key], self.code_places[key] = next(iter(codes.items()))

    # --- answers ------------------------------------------------------------------------------

    def subject(self, key: str) -> str:
        """The key of a call for the register: its code where one is known."""
        code = self._codes.get(key)
        return code.lower() if code else key

    def code(self, key: str) -> str | None:
        """The code of a call."""
        return self._codes.get(key)

    def own_call(self, statement: Statement) -> str | None:
        """The call that the act or document of a statement is about."""
        if statement.own is not None and statement.own in self._owners:
            return self._owners[statement.own]
        return self._owners.get(None)

    def headed_call(self, statement: Statement) -> str | None:
        """The call that the nearest heading with a call's name is about."""
        if statement.section not in self._headed:
            keys = (self._only_key(heading) for heading in reversed(statement.section))
            self._headed[statement.section] = next(filter(None, keys), None)
        return self._headed[statement.section]

    def title(self, key: str) -> tuple[Statement, int, int] | None:
        """Where the document writes the name of a call best: in quotes or capitals, and whole."""
        if not self._best:
            for place in self._names:
                for at, (one, its) in enumerate(self.names(place)):
                    if its is not None and one.name is not None:
                        words = self.plain_statements[place].text[one.start : one.end]
                        whole = one.name.key == its
                        weight = (whole, one.sure, not words.isupper(), -place, -at)
                        self._best[its] = max(self._best.get(its, weight), weight)
        if key in self.titles or key not in self._best:
            return self.titles.get(key)
        *_, place, at = self._best[key]
        name = self._names[-place][-at]
        return self.plain_statements[-place], name.start, name.end

    def known(self) -> list[str]:
        """The keys of all calls that the document names, in order."""
        named = [row.key for _, row in self.rows]
        for place, names in self._names.items():
            named += [key for _, key in self.names(place) if key] if names else []
        return list(dict.fromkeys([*named, *self.titles]))

    def names(self, place: int) -> list[tuple[NameRead, str | None]]:
        """The names in a statement, each with the key of its call."""
        return [(one, self._resolve(one)) for one in self._names[place]]

    def segments(self, place: int, meant: str | None) -> Iterator[Segment]:
        """The stretches of a statement by call; one without a name is about the call meant."""
        statement = self.plain_statements[place]
        named = self.names(place)
        end = len(statement.low)
        if not named:
            if meant is not None and not _OTHERS.search(statement.low):
                yield Segment(meant, 0, end)
            return
        begin = 0
        for at, (_, key) in enumerate(named):
            following = named[at + 1] if at + 1 < len(named) else None
            if following is not None and following[1] == key:
                continue
            stop = following[0].start if following else end
            if key is not None:
                first = next(name for name, other in named if other == key and name.end > begin)
                yield Segment(key, begin, stop, (first.start, first.end))
            begin = stop

    def _resolve(self, one: NameRead) -> str | None:
        """The key of the call that a name means in this document; None where it is not told."""
        name = one.name
        if name is None:
            return None
        if name.key in self._strong:
            return name.key
        mark = (name, one.sure)
        if mark not in self._resolved:
            self._resolved[mark] = self._find_host(name, sure=one.sure)
        return self._resolved[mark]

    def _find_host(self, name: CallName, *, sure: bool) -> str | None:
        """The longer name that a name stands for; itself without one, None with several."""
        near = {key for stem in name.stems for key in self._by_stem.get(stem, ())[:_MOST_NAMES]}
        ordered = sorted(near)
        hosts = [
            key
            for key in ordered
            if key in self._strong and _may_mean(name, self._strong[key], strong=True)
        ] or [
            key
            for key in ordered
            if key in self._weak
            and key != name.key
            and _may_mean(name, self._weak[key], strong=not sure)
        ]
        hosts = _widest(name, hosts, {**self._weak, **self._strong} if len(hosts) > 1 else {})
        if len(hosts) == 1:
            return hosts[0]
        return None if hosts else name.key


def _may_mean(name: CallName, other: CallName, *, strong: bool) -> bool:
    """Whether `name` may be said for the call that `other` names in full."""
    if not name.agrees(other):
        return False
    bare = strong and not other.year and not other.edition
    if not (bare or name.tells_less(other)):
        return False
    if name.stems == other.stems:
        return True
    within = name.stems <= other.stems
    holds = other.stems <= name.stems and other.telling > 0 and len(other.words) > 1
    return strong and (within or holds)


def _widest(name: CallName, keys: list[str], names: dict[str, CallName]) -> list[str]:
    """Of the keys those of the same words, else those whose names lie in no other of them."""
    if len(keys) < 2:
        return keys
    same = [key for key in keys if names[key].stems == name.stems]
    if same:
        return same
    return [
        key
        for key in keys
        if not any(names[key].stems < names[other].stems for other in keys if other != key)
    ]


def _widen(text: str, low: str, bare: NameRead) -> NameRead:
    """A bare name with the edition and the field that stand behind it."""
    match = re.match(
        r",? ?[-(]? ?(?:(?:edizione|annualità|anno|sportello|edition) 20\d\d"
        r"|(?:del(?:l'anno)? )?20\d\d(?![\w/.-]))\)?",
        low[bare.end : bare.end + 30],
    )
    if match and bare.name is not None:
        year = re.search(r"20\d\d", match.group())
        name = replace(bare.name, year=year.group() if year else "")
        return replace(bare, end=bare.end + match.end(), name=name)
    return extended(text, low, bare)


def _core(words: str) -> str:
    """The name of a row without what is in brackets or behind a comma or dash."""
    bare = CELL_NOTE.sub("", " ".join(words.split()))
    return re.split(r" [–-] |, ", bare)[0]


def find_code(text: str, low: str) -> str | None:
    """The code of a call that a statement names, None where there is none or more than one."""
    if not _CODED.search(low):
        return None
    codes = {text[slice(*found.span("code"))].upper() for found in CODE.finditer(low)}
    codes |= {one.code for one in find_marks(text) if one.kind == "call"}
    others = {one.code for one in find_marks(text) if one.kind != "call"}
    codes -= others
    return codes.pop() if len(codes) == 1 else None
