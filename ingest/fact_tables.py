"""Tables of clusters: a row tells of one cluster what the header names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.clusters import find_areas
from ingest.fact_names import Stretch, read_body, read_person, read_phrase, read_place
from ingest.fact_traits import FORM, URL, form_found
from ingest.fact_views import Found, View, one_found
from ingest.fact_words import COUNT, DATE, DENIED, FUTURE, NUMBER, OWNER, SUPPOSED, compile_words

_SIGN = " | "
_FIELDS = tuple(
    (name, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for name, words in (
        ("former_president", r"(?:past|ex|former)[ -](?:presidente?|chair)"),
        ("president", r"president[ei]?|chair(?:person|man|woman)?"),
        ("manager", r"cluster manager|direttore|soggetto gestore|gestore|managing body|director"),
        ("legal_form", r"forma giuridica|natura giuridica|legal form|legal status"),
        ("operational_seat", r"sede operativa|operational office"),
        ("seat", r"sede(?: legale)?|registered office|headquarters|seat"),
        ("website", r"sito(?: web| internet)?|website|web ?site"),
        ("members", r"(?:numero (?:di |dei )?)?(?:soci|associati|membri|members|aderenti)"),
        ("label", r"etichetta|label|cluster label"),
        ("founded", r"(?:anno|data|year) (?:di|of) \w+|fondazione|costituzione|founded"),
        ("national_counterpart", r"(?:cluster|corrispondente) nazionale|national cluster"),
        ("european_networks", r"ret[ei] europe[ae]|european networks?"),
    )
)
_LABEL_CELL = re.compile(r"(?:bronze|silver|gold)(?:\s{1,3}label)?(?!\w)")
_DATE_CELL = compile_words(rf"(?:nel |il )?(?P<date>{DATE})")
_COUNT_CELL = compile_words(rf"(?P<count>{COUNT}(?: \w{{4,12}})?)(?= ?(?:$|\||\())")
_OF_CLUSTERS = re.compile(r"\s{0,3}(?:nome del )?(?:cluster|ctl|area)(?!\w)")
_COUNT_HEAD = compile_words(
    r" ?(?:cluster|ctl|area) (?:n\. |numero (?:di |dei )?)?(?:soci|associati|membri|members"
    r"|aderenti)(?!\w)"
)
_LINE_COUNT = compile_words(rf"(?: ?\([^()]{{1,40}}\))? (?P<count>{NUMBER})")
_FORM_CELL = compile_words(FORM)
_NOTE = re.compile(r"\s?\([^()]{1,40}\)")
_URL_CELL = re.compile(URL)
_VERB = re.compile(r"(?<!\w)(?:è|sono|ha|hanno|is|are|has)(?!\w)|[.;:]\s")
_OWNER = re.compile(OWNER)


@dataclass(slots=True)
class Table:
    """The header in force while statements are read in order."""

    fields: tuple[str | None, ...] = ()
    last: str | None = None
    section: tuple[str, ...] = ()
    rows: bool = False
    of_clusters: bool = False

    def read(self, view: View) -> list[Found]:
        """What a row tells; a header is kept for the rows below it."""
        statement = view.statement
        if statement.section != self.section:
            self.section, self.fields, self.last, self.rows = statement.section, (), None, False
        if _SIGN in statement.text:
            return list(self._row(view))
        self.fields, self.rows = (), False
        if statement.lead and _ending_field(statement.lead.lower()):
            self.last = _ending_field(statement.lead.lower())
        if not view.owners and not _VERB.search(view.low) and not _COUNT_HEAD.match(view.low):
            self.last = _ending_field(view.low) or self.last
            if self.last == "national_counterpart":
                return list(_by_area(view))
            return []
        if _COUNT_HEAD.match(view.low):
            return list(_counted_lines(view))
        head = view.low[: max(0, view.text.find("\n"))]
        if _ending_field(head):
            self.last = _ending_field(head)
        elif _VERB.search(view.low):
            self.last = None
        return list(_last_column(view, self.last))

    def _row(self, view: View) -> Iterator[Found]:
        cells = _cells(view.low)
        if not self.rows:
            self.rows = True
            header = view.statement.lead if _SIGN in view.statement.lead else ""
            words = header.lower() or view.low
            self.of_clusters = _OF_CLUSTERS.match(words) is not None
            self.fields = tuple(_field(words[a:b]) for a, b in _cells(words))
            if not header:
                return
        if len(cells) != len(self.fields):
            return
        owners = {*view.owners.values()} or self._areas(view.text[slice(*cells[0])])
        owner = owners.pop() if len(owners) == 1 else None
        for name, (start, end) in zip(self.fields, cells, strict=True):
            if name and not _OWNER.search(view.low, start, end):
                yield from _cell(view, name, (start, end), owner)

    def _areas(self, words: str) -> set[str]:
        """The cluster of a row that has its area in the first column."""
        areas = find_areas(words) if self.of_clusters else []
        return {one.cluster_id for one in areas if one.start == 0 and one.end >= len(words)}


def _cells(words: str) -> list[Stretch]:
    cuts = [m.span() for m in re.finditer(r"\s\|\s", words)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(words)]
    return list(zip(starts, ends, strict=True))


def _field(words: str) -> str | None:
    """The field that a header cell names."""
    if len(words) > 60:
        return None
    return next((name for name, pattern in _FIELDS if pattern.search(words)), None)


def _ending_field(words: str) -> str | None:
    """The field that the last words of a header without signs name."""
    if len(words) > 160:
        return None
    for name in ("legal_form", "national_counterpart"):
        pattern = next(one for field, one in _FIELDS if field == name)
        if any(m.end() >= len(words.rstrip()) for m in pattern.finditer(words)):
            return name
    return None


def _cell(view: View, name: str, cell: Stretch, owner: str | None) -> Iterator[Found]:
    """The value of one cell, read as its field asks; a cell that only says what is not: none."""
    start, end = cell
    words = view.low[start:end]
    if any(guard.search(words) for guard in (DENIED, SUPPOSED, FUTURE)):
        return
    if name == "legal_form":
        form = _FORM_CELL.search(view.low, start, end)
        if form:
            yield from form_found(form, owner)
        return
    yield from one_found(name, _value(view.text[:end], view.low[:end], name, start), owner)


def _value(text: str, low: str, name: str, start: int) -> Stretch | None:
    patterns = {
        "members": (_COUNT_CELL, "count"),
        "founded": (_DATE_CELL, "date"),
        "website": (_URL_CELL, "url"),
    }
    if name in patterns:
        pattern, group = patterns[name]
        match = pattern.match(low, start)
        return match.span(group) if match else None
    if name == "label":
        label = _LABEL_CELL.match(low, start)
        return label.span() if label else None
    if name in ("president", "former_president", "manager"):
        body = read_body(text, start) if name == "manager" else None
        return read_person(text, start) or body
    if name in ("seat", "operational_seat"):
        return read_place(text, start)
    if name == "national_counterpart":
        return read_body(text, start)
    return read_phrase(text, start, len(text))


def _last_column(view: View, last: str | None) -> Iterator[Found]:
    """What a table without signs has in its last column, where that can be told."""
    if last == "legal_form":
        for first, end in _lines(view):
            owners = {
                view.owners[m.start()]
                for m in _OWNER.finditer(view.low)
                if m.end() > first and m.start() < end
            }
            forms = [m for m in _FORM_CELL.finditer(view.low, first, end) if m.end() == end]
            if forms and len(owners) == 1:
                yield from form_found(forms[0], owners.pop())
    elif last and len({*view.owners.values()}) == 1:
        at = max(view.owners)
        name = _OWNER.match(view.low, at)
        if name and view.is_stated(at, len(view.low)):
            begin = name.end() + (view.low[name.end() : name.end() + 1] == ")")
            yield from one_found(last, read_body(view.text, begin), view.owners[at])


def _lines(view: View) -> Sequence[Stretch]:
    """A row that names one cluster as a whole, else its lines: several rows run together."""
    if len({*view.owners.values()}) == 1:
        return [(0, len(view.low.rstrip()))]
    found = []
    start = 0
    for line in view.text.split("\n"):
        found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _counted_lines(view: View) -> Iterator[Found]:
    """The rows below a header such as "Cluster Soci …": a cluster or its area, then the number."""
    start = 0
    for line in view.text.split("\n"):
        areas = find_areas(line)
        if start and areas and areas[0].start == 0:
            match = _LINE_COUNT.match(view.low, start + areas[0].end)
            if match and match.end("count") <= start + len(line):
                yield from one_found("members", match.span("count"), areas[0].cluster_id)
        start += len(line) + 1


def _by_area(view: View) -> Iterator[Found]:
    """A row that names a cluster by its area alone: "Scienze della vita ALISEI"."""
    areas = find_areas(view.text)
    if len({one.cluster_id for one in areas}) == 1 and areas[0].start == 0:
        end = areas[-1].end
        noted = _NOTE.match(view.text, end)
        stretch = read_body(view.text, noted.end() if noted else end)
        if stretch is None or not view.is_stated(*stretch):
            return
        yield from one_found("national_counterpart", stretch, areas[0].cluster_id)
