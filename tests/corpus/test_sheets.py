"""The shipped sheets: marked as ours, every address and act known, the same bytes when rebuilt."""

import importlib.util
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "corpus" / "sheets").glob("[0-9][0-9]-*.md"))
DOCUMENTS = ROOT / "corpus" / "documents"
KNOWN_ACTS = Path(__file__).with_name("acts_in_sheets.txt")
CLUSTERS = tomllib.loads((ROOT / "corpus" / "clusters.toml").read_text("utf-8"))["cluster"]
ADDRESSES = tomllib.loads((ROOT / "corpus" / "sources.toml").read_text("utf-8"))["source"]
MARK = "Scheda redazionale – non è un documento ufficiale"
ENGLISH_MARK = "Editorial sheet – not an official document"
DEFINITION = re.compile(r'^\[([a-z0-9-]+)\]: <(\S+)> "([^"]+)"$', re.MULTILINE)
MONTHS = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY = rf"\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
NUMBER = r"(?:\d+-)?(?:[IVX]+\s?/\s?)?\d[\d.]*(?:/\d{4}|/Ric)?"
ACT = re.compile(
    r"(?:\b(?:n|no|N)\.|\b(?:d\.g\.r\.|l\.r\.|DGR|delibera|decreto|[Dd]ecree|regionale))\s*"
    rf"({NUMBER})(?!\d|\s(?:{'|'.join(MONTHS)}))(?:\s(?:del |dell'|of )({DAY}))?"
)

each_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)


@cache
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", ROOT / "corpus" / "sheets" / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def page_texts(name: str) -> list[str]:
    pdf = pypdfium2.PdfDocument(DOCUMENTS / f"{name}.pdf")
    texts = []
    for page in pdf:
        assert [round(side) for side in page.get_size()] == [595, 842], "not A4"
        texts.append(page.get_textpage().get_text_range())
    return texts


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def acts_named(body: str) -> set[str]:
    """The acts that a sheet names, as `number` or `number YYYY-MM-DD`."""
    without_labels = re.sub(r"<[^>]*>", "", DEFINITION.sub("", body))
    found = set()
    for number, words in ACT.findall(without_labels):
        day, month, year = words.split() if words else ("", "", "")
        when = f" {year}-{MONTHS.index(month) % 12 + 1:02}-{int(day):02}" if words else ""
        found.add(number.rstrip(".") + when)
    return found


def test_there_are_at_least_eighteen_italian_and_two_english_sheets() -> None:
    languages = [build().read_sheet(path).header["language"] for path in SHEETS]
    assert languages.count("it") >= 18
    assert languages.count("en") == 2


def test_every_pdf_has_its_sheet() -> None:
    assert {path.stem for path in DOCUMENTS.glob("*.pdf")} == {path.stem for path in SHEETS}


@each_sheet
def test_the_header_says_what_the_sheet_is(path: Path) -> None:
    sheet = build().read_sheet(path)
    assert sheet.header["kind"] == "factsheet"
    assert sheet.header["authority"] == "secondary"
    assert sheet.header["sources_checked"] == date(2026, 11, 22)
    assert f"# {sheet.header['title']}\n" in sheet.body
    assert set(sheet.header["clusters"]) <= {cluster["id"] for cluster in CLUSTERS}


@each_sheet
def test_one_to_three_pages_each_marked_as_ours(path: Path) -> None:
    sheet, texts = build().read_sheet(path), page_texts(path.stem)
    assert 1 <= len(texts) <= 3
    for number, text in enumerate(texts, 1):
        assert MARK in text
        assert (ENGLISH_MARK in text) == (sheet.header["language"] == "en")
        assert f"CTL assistant · {sheet.header['title']} · " in text
        assert f"{number}/{len(texts)} · fonti al 22 novembre 2026" in text


@each_sheet
def test_metadata(path: Path) -> None:
    sheet, pdf = build().read_sheet(path), PdfReader(DOCUMENTS / f"{path.stem}.pdf")
    assert pdf.metadata is not None
    assert pdf.metadata.title == sheet.header["title"]
    assert pdf.metadata.author == "Redazione CTL assistant"
    assert pdf.root_object["/Lang"] == sheet.header["language"]
    assert plain(sheet.header["title"]) in plain(page_texts(path.stem)[0])


@each_sheet
def test_building_gives_the_committed_bytes(path: Path) -> None:
    built = build().set_pdf(build().read_sheet(path))
    assert built == (DOCUMENTS / f"{path.stem}.pdf").read_bytes(), "run `make corpus`"


@each_sheet
def test_every_address_is_listed_and_stands_whole_on_a_page(path: Path) -> None:
    body = build().read_sheet(path).body
    defined = {label: url for label, url, _ in DEFINITION.findall(body)}
    used = set(re.findall(r"\[([a-z0-9-]+)\](?!:)", body))
    assert used == set(defined)
    listed = {entry["url"] for entry in ADDRESSES}
    addresses = set(re.findall(r"<(https?://[^>]+)>", body)) | set(defined.values())
    assert set(re.findall(r"https?://[^\s>]+", body)) == addresses
    text = re.sub(r"\s+", "", "".join(page_texts(path.stem)))
    for address in addresses:
        assert address in set(defined.values()) | listed
        assert address in text


@each_sheet
def test_every_section_names_its_origin(path: Path) -> None:
    body = DEFINITION.sub("", build().read_sheet(path).body)
    for section in body.split("\n## ")[1:]:
        title = section.partition("\n")[0]
        assert title.startswith("Come leggere") or re.search(
            r"^> (Font[ei]|Sources?): |\| (Font[ei]|Source) \|$", section, re.MULTILINE
        ), title


@each_sheet
def test_every_origin_has_a_date(path: Path) -> None:
    for _, _, title in DEFINITION.findall(build().read_sheet(path).body):
        assert re.search(r"(\d{4}|data non indicata|undated)( \(dall'indirizzo.*\))?$", title), (
            title
        )


@each_sheet
def test_no_act_beyond_the_checked_list(path: Path) -> None:
    known = set(KNOWN_ACTS.read_text("utf-8").splitlines())
    assert acts_named(build().read_sheet(path).body) <= known


@each_sheet
def test_words_are_not_cut_at_line_ends(path: Path) -> None:
    for text in page_texts(path.stem):
        assert not re.search(r"[\ufb00-\ufb06\ufffe\u0002\u00ad]|\w-\r?\n", text)


def test_no_sheet_gives_a_single_cluster_one_of_the_two_decrees_of_2014() -> None:
    for path in SHEETS[2:11]:
        for sentence in re.split(r"(?<!\bn\.)(?<=[.»])\s", build().read_sheet(path).body):
            if "4638" in sentence or "6980" in sentence:
                assert "4638" in sentence
                assert "6980" in sentence


def test_typst_gets_text_only_as_literals() -> None:
    sign = 'a "b" \\ #let x = 1 $y$ *z* @w'
    assert build().literal(sign) == '"a \\"b\\" \\\\ #let x = 1 $y$ *z* @w"'
    with pytest.raises(ValueError, match="may not hold"):
        list(build().blocks(build().parse("```\n#panic()\n```")))


def test_clusters_carry_names_only() -> None:
    assert len(CLUSTERS) == 10
    fields = {"id", "name_it", "name_en", "aliases", "area_it", "area_en", "area_words"}
    assert all(set(cluster) == fields for cluster in CLUSTERS)
    aliases = [alias.casefold() for cluster in CLUSTERS for alias in cluster["aliases"]]
    assert len(aliases) == len(set(aliases))


def test_addresses_worth_fetching_are_complete() -> None:
    fields = {"url", "title", "publisher", "kind", "authority", "licence", "sha256", "note"}
    assert all(set(entry) == fields for entry in ADDRESSES)
    assert len({entry["url"] for entry in ADDRESSES}) == len(ADDRESSES)
    assert {entry["authority"] for entry in ADDRESSES} <= {"official", "institutional", "secondary"}
