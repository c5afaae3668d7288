"""The facsimiles: marked on every page, read back word by word; expected.toml agrees with them."""

import importlib.util
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from markdown_it.tree import SyntaxTreeNode

from corpus.act_names import read_act_id
from corpus.library import Library
from corpus.mentions import find_mentions
from corpus.types import Authority
from ingest.acts import find_own_act
from ingest.read import read_file
from ingest.run import IngestReport

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "facsimiles"
EXPECTED: dict[str, Any] = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
NAMES = [document["name"] for document in EXPECTED["document"]]
CLUSTERS = tomllib.loads((ROOT / "corpus" / "clusters.toml").read_text("utf-8"))["cluster"]
REAL = {
    "stato:legge:241:1990-08-07",
    "stato:dpr:361:2000-02-10",
    "stato:dlgs:33:2013-03-14",
    "ue:regolamento_ue:651/2014:2014-06-17",
}
"""Acts of the State and the Union that are truly so numbered."""
STATUSES = {
    "cluster": {"recognised", "proposed", "expired", "revoked", "unknown"},
    "act": {"in_force", "superseded", "expired", "revoked", "unknown"},
    "call": {"announced", "open", "closed", "suspended", "unknown"},
}
KINDS = {
    *("recognises", "amends", "revokes", "extends", "implements", "approves", "rectifies"),
    "cites",
}

each_name = pytest.mark.parametrize("name", NAMES)


@cache
def build() -> ModuleType:
    """The builder, loaded once under a name that other tests may ask for."""
    name = "facsimiles_build"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, FOLDER / "build.py")
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@cache
def pages_of(name: str) -> list[str]:
    return [page.text for page in read_file(build().facsimile(name), name).pages]


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def words_of(stem: str) -> str:
    """A facsimile's whole text without blanks, its head and foot lines left out."""
    (name,) = (one for one in NAMES if one.rpartition(".")[0] == stem)
    mark, running = build().MARK, build().facsimiles()[name].running
    kept = []
    for page in pages_of(name):
        lines = [line for line in page.splitlines() if line not in ("FAC-SIMILE", running)]
        kept += [line for line in lines if not line.startswith(mark)]
    return solid("".join(kept))


def choices(values: str) -> set[str]:
    return set(values.split("|"))


# --- what is built -------------------------------------------------------------------------------


def test_every_facsimile_is_expected_and_in_order_of_date() -> None:
    assert list(build().facsimiles()) == NAMES


def test_all_are_written_where_asked_and_nowhere_else(tmp_path: Path) -> None:
    written = build().build_facsimiles(tmp_path / "new")
    assert [path.name for path in written] == NAMES
    assert all(path.read_bytes() == build().facsimile(path.name) for path in written)
    assert {path.suffix for path in FOLDER.iterdir()} <= {".py", ".md", ".typ", ".toml", ""}


@each_name
def test_same_bytes_each_time(name: str) -> None:
    one = build().facsimiles()[name]
    made = build().set_html(one) if name.endswith(".html") else build().set_pdf(one)
    assert made == build().facsimile(name)


@each_name
def test_one_to_three_pages_each_marked(name: str) -> None:
    pages = pages_of(name)
    assert 1 <= len(pages) <= 3
    for number, page in enumerate(pages, 1):
        assert build().MARK in page
        if name.endswith(".pdf"):
            assert page.startswith("FAC-SIMILE\n")
            assert page.count("FAC-SIMILE") == 2
            last = f"{build().MARK} · pagina {number} di {len(pages)}"
            assert page.splitlines()[-1] == last


@each_name
def test_issuer_is_the_region_that_does_not_exist(name: str) -> None:
    assert "Regione Esempio" in pages_of(name)[0] or b"Regione Esempio" in build().facsimile(name)
    assert not re.search(r"Regione Lombardia|Giunta (?:lombarda|della Lombardia)", words_of_all())
    assert build().facsimiles()[name].day.year in range(2031, 2037)


def words_of_all() -> str:
    return "\n".join(page for name in NAMES for page in pages_of(name))


def test_all_are_taken_for_demonstrations(
    library: Library, shelve: Callable[..., IngestReport]
) -> None:
    shelve({name: build().facsimile(name) for name in NAMES})
    found = [state.document for state in library.documents()]
    assert len(found) == len(NAMES)
    assert {document.authority for document in found} == {Authority.DEMONSTRATION}


def leaves(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    if node.type == "inline":
        yield node
    for child in node.children:
        yield from leaves(child)


def plain(node: SyntaxTreeNode) -> str:
    """The words that an inline node shows."""
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type == "softbreak":
        return " "
    return "".join(plain(child) for child in node.children)


@each_name
def test_every_paragraph_is_read_back_unbroken(name: str) -> None:
    read = words_of(name.rpartition(".")[0])
    told = [plain(node) for node in leaves(build().parse(build().facsimiles()[name].body))]
    assert len(told) > 8
    assert [words for words in told if solid(words) not in read] == []


@pytest.mark.parametrize("document", EXPECTED["document"], ids=lambda one: one["name"])
def test_names_its_own_act(document: dict[str, Any]) -> None:
    """The gazette holds several acts below a masthead on another page; its first act is found."""
    name, acts = document["name"], document["acts"]
    found = find_own_act(pages_of(name), name)
    if not acts:
        assert found is None
        return
    assert found
    wanted = read_act_id(acts[0])
    assert (found.type, found.number, found.date) == (wanted.type, wanted.number, wanted.date)
    if len(acts) == 1:
        assert found.issuer == wanted.issuer
        assert (found.confidence <= 0.6) == document.get("annex", False)


def test_no_number_could_pass_for_a_real_act() -> None:
    for name in NAMES:
        for page in pages_of(name):
            for mention in find_mentions(page):
                marked = (mention.number or "").startswith("FS")
                short = mention.act_id.rsplit("-", 2)[0]
                assert marked or any(act.startswith(short) for act in REAL), mention.act_id
            assert not re.search(r"identificativo atto n\. (?!FS-)", page, re.IGNORECASE)


def test_clusters_bear_names_that_the_register_knows() -> None:
    known = [n for one in CLUSTERS for n in (one["name_it"], one["name_en"], *one["aliases"])]
    texts = " ".join(words_of_all().split()).casefold()
    named = {one["id"] for one in CLUSTERS if any(n.casefold() in texts for n in known_of(one))}
    assert named == {one["id"] for one in EXPECTED["cluster"]}
    written = set(re.findall(r"\((LE2C|LAC|CLM|LGCA|SCC|TAV|AFIL|CAT\.AL)\)", words_of_all()))
    assert written <= set(known)


def known_of(cluster: dict[str, Any]) -> list[str]:
    return [cluster["name_it"], cluster["name_en"], *cluster["aliases"]]


@pytest.mark.parametrize(
    ("header", "body", "fault"),
    [
        ('title = "a"\ndate = 2031-01-01\nnumber = 7', "words", "header"),
        ('title = "a"\ndate = 2031-01-01\nformat = "docx"', "words", "header"),
        ('title = "a"\ndate = 2031-01-01\nlook = "poster"', "words", "header"),
    ],
)
def test_unknown_headers_are_refused(tmp_path: Path, header: str, body: str, fault: str) -> None:
    path = tmp_path / "one.md"
    path.write_text(f"+++\n{header}\n+++\n{body}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        build().read_facsimile(path)


def test_typst_gets_text_only_as_literals() -> None:
    with pytest.raises(ValueError, match="may not hold"):
        list(build().blocks(build().parse("```\n#panic()\n```"), "act"))
    (call,) = build().blocks(build().parse('Testo #panic() "x" \\$y\\$'), "act")
    assert call == 'passage("Testo #panic() \\"x\\" $y$")'


# --- what is expected ----------------------------------------------------------------------------


def test_every_cluster_is_asked_for_on_the_days_around_each_change() -> None:
    assert {one["id"] for one in EXPECTED["cluster"]} == {one["id"] for one in CLUSTERS}
    for cluster in EXPECTED["cluster"]:
        rows = cluster["at"]
        days = [row["on"] for row in rows]
        assert len(rows) >= 10
        assert days == sorted(set(days))
        assert {row["status"] for row in rows} <= STATUSES["cluster"]
        for before, after in pairwise(rows):
            if before["status"] != after["status"]:
                assert after["on"] - before["on"] == timedelta(days=1), (cluster["id"], after)


def test_reasons_are_no_younger_than_the_day() -> None:
    days = {name.rpartition(".")[0]: one.day for name, one in build().facsimiles().items()}
    for cluster in EXPECTED["cluster"]:
        for row in cluster["at"]:
            assert all(days[stem] <= row["on"] for stem in row["by"]), (cluster["id"], row)
            assert row["by"] or row["status"] == "unknown"
    for fact in EXPECTED["fact"]:
        assert all(stem in days for stem in fact["by"])


def quotes() -> Iterator[tuple[str, str]]:
    """Every quote of expected.toml with the facsimile in which it stands."""
    for one in (*EXPECTED["cluster"], *EXPECTED["call"]):
        for said in one["says"]:
            yield said["by"], said["words"]
    holder = {act: doc["name"] for doc in EXPECTED["document"] for act in doc["acts"]}
    for act in EXPECTED["act"]:
        stem = holder[act["id"]].rpartition(".")[0]
        if "object" in act:
            yield stem, act["object"]
        yield from ((stem, one["words"]) for one in act["relations"] if "words" in one)
        yield from ((one["by"], one["words"]) for one in act["validity"])
    for fact in EXPECTED["fact"]:
        yield from ((stem, fact["value"]) for stem in fact["by"])


def test_every_quote_stands_in_its_facsimile() -> None:
    told = list(quotes())
    assert len(told) > 80
    missing = [(stem, words) for stem, words in told if solid(words) not in words_of(stem)]
    assert missing == []


def test_acts_relations_and_validity_are_well_told() -> None:
    held = {act for document in EXPECTED["document"] for act in document["acts"]}
    away = {one["act"] for one in EXPECTED["not_held"]}
    codes = {f"call:{call['code']}" for call in EXPECTED["call"]}
    clusters = {f"cluster:{one['id']}" for one in CLUSTERS}
    assert {act["id"] for act in EXPECTED["act"]} == held
    for act in EXPECTED["act"]:
        for relation in act["relations"]:
            assert choices(relation["kind"]) <= KINDS
            assert relation["to"] in held | away | codes | clusters
            assert not choices(relation["kind"]) & set(act["never"])
        changes = [change["from"] for change in act["validity"]]
        assert changes == sorted(changes)
        assert set(changes) <= set(EXPECTED["validity"]["asked_on"])
        for change in act["validity"]:
            assert choices(change["value"]) <= STATUSES["act"]
            before = change["from"] - timedelta(days=1)
            assert before in EXPECTED["validity"]["asked_on"]
    cited = {one["to"] for act in EXPECTED["act"] for one in act["relations"]}
    assert away <= cited
    assert away - REAL == {"esempio:lr:FS-900:2028-05-05"}


def test_what_is_cited_and_not_held_stands_there() -> None:
    for one in EXPECTED["not_held"]:
        wanted = read_act_id(one["act"])
        for name in NAMES:
            found = {m.number for page in pages_of(name) for m in find_mentions(page)}
            assert (wanted.number in found) == (name.rpartition(".")[0] in one["cited_by"]), name


def test_calls_are_asked_for_on_the_days_around_each_change() -> None:
    held = {act for document in EXPECTED["document"] for act in document["acts"]}
    for call in EXPECTED["call"]:
        rows = call["at"]
        assert len(rows) >= 10
        assert [row["on"] for row in rows] == sorted({row["on"] for row in rows})
        assert call["act"] in held
        for before, after in pairwise(rows):
            if before != {**after, "on": before["on"]}:
                assert after["on"] - before["on"] == timedelta(days=1), after
        for row in rows[1:]:
            assert choices(row["status"]) <= STATUSES["call"]
            assert row["opens"] < row["closes"]
            running = row["opens"].date() <= row["on"] <= row["closes"].date()
            assert (row["status"] in ("open", "suspended")) == running


def test_removals_change_answers_that_are_asked_for() -> None:
    stems = {name.rpartition(".")[0] for name in NAMES}
    status: dict[tuple[str, date], str] = {
        (cluster["id"], row["on"]): row["status"]
        for cluster in EXPECTED["cluster"]
        for row in cluster["at"]
    }
    for removal in EXPECTED["removal"]:
        assert set(removal["without"]) <= stems
        for row in removal["clusters"]:
            assert row["status"] != status[row["id"], row["on"]]
