"""The report says what was measured, and nothing of an answer gets out of its place."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from assistant.cases import read_case
from assistant.evaluate import baseline_of, compare_results, evaluate_cases
from assistant.measures import LOWER_IS_BETTER
from assistant.plots import latency_svg, reliability_svg, seconds_words
from assistant.report import LABELS, lacks, report_html, report_markdown, summary_lines
from assistant.types import Answer, AnswerStatus, Note, NoteKind, Question
from corpus.types import Page

NOTHING = Answer("Quando?", AnswerStatus.NOT_FOUND, "it", confidence=0.35, seconds={"total": 0.25})
ABOUT = {"Domande": "casi.jsonl"}
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=y> ![a](https://cattivo.example/p.png) "
    '[b](javascript:alert(1)) https://cattivo.example www.cattivo.example a@b.example "|\n# T\n&lt;'
)


def no_page(_document: str, _number: int) -> Page:
    raise AssertionError


def report_on(question: str, answer: Answer, **line: Any) -> dict[str, Any]:
    case = read_case({"id": "a", "question": question, "keywords": ["nove|9"]} | line)
    asked: Callable[[Question], Answer] = lambda _: answer  # noqa: E731
    return evaluate_cases([case], asked, no_page)


def with_comparison(report: dict[str, Any]) -> dict[str, Any]:
    results = baseline_of(report)["results"]
    results["a"] = {"status": "answered", "measures": results["a"]["measures"] | {"right": 1.0}}
    return report | {"comparison": compare_results(report, results)}


@pytest.fixture
def hostile() -> dict[str, Any]:
    answer = replace(NOTHING, notes=(Note(NoteKind.SEARCHED, HOSTILE),))
    return with_comparison(report_on(HOSTILE, answer, kind=HOSTILE, lang=HOSTILE))


def test_every_figure_has_its_words() -> None:
    report = report_on("Quando?", NOTHING, expect_status="not_found")
    measured = set(report["scores"][0]["measures"]) | set(report["figures"])
    assert measured <= set(LABELS)
    assert set(LABELS) >= LOWER_IS_BETTER


def test_the_page_loads_and_runs_nothing(hostile: dict[str, Any]) -> None:
    html = report_html(hostile, {"Domande": HOSTILE})
    tree = LexborHTMLParser(html)
    tags = {node.tag for node in tree.css("*")}
    assert not tags & {"script", "img", "a", "iframe", "link", "object", "base", "form"}
    attributes = {name for node in tree.css("*") for name in node.attributes}
    assert not attributes & {"src", "href", "onerror", "style"}
    assert "default-src 'none'" in (tree.css_first("meta[http-equiv]").attributes["content"] or "")
    assert "url(" not in html
    assert "@import" not in html
    assert HOSTILE.split()[0] in tree.css_first("body").text()


def test_markdown_shows_hostile_words_as_they_are(hostile: dict[str, Any]) -> None:
    text = report_markdown(hostile, {"Domande": HOSTILE})
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    html = reader.render(text)
    tags = {node.tag for node in LexborHTMLParser(html).css("body *")}
    assert not tags & {"script", "img", "a", "iframe"}
    assert "https://" not in text
    assert "www." not in text
    shown = LexborHTMLParser(html).css_first("body").text()
    assert "<script>alert(1)</script>" in shown
    assert "https://cattivo.example www.cattivo.example a@b.example" in shown
    rows = [line for line in text.splitlines() if line.startswith("| a |")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [5, 7]


@given(st.text(max_size=200))
def test_any_words_leave_the_report_whole(words: str) -> None:
    report = report_on(words or "?", replace(NOTHING, notes=(Note(NoteKind.SEARCHED, words),)))
    html = report_html(report, ABOUT)
    html.encode()
    assert len(LexborHTMLParser(html).css("table")) == 5
    text = report_markdown(report, ABOUT)
    text.encode()
    assert sum(line.startswith("| a |") for line in text.splitlines()) == 1


def test_the_report_tells_figures_groups_and_what_was_missing() -> None:
    report = report_on("Quanti sono?", NOTHING, documents=["x.pdf"], kind="count", lang="en")
    for made in (report_html(report, ABOUT), report_markdown(report, ABOUT)):
        plain = made.replace("\\", "")
        for words in (
            "casi.jsonl",
            "Risposte giuste",
            "count",
            "en",
            "Quanti sono?",
            "nove oppure 9",
            "non cita nessuno dei documenti attesi",
            "esito diverso",
            "Errore medio di calibrazione",
            "1 su 1",
        ):
            assert words in plain, words
    html = report_html(report, ABOUT)
    assert html.count("<svg") == 2
    assert "Confronto" not in html


def test_the_report_tells_what_changed() -> None:
    report = with_comparison(report_on("Quanti sono?", NOTHING))
    for made in (report_html(report, ABOUT), report_markdown(report, ABOUT)):
        plain = made.replace("\\", "")
        assert "1 casi in comune, 0 nuovi, 0 tolti" in plain
        assert "2000" in plain
        assert "-100,0 punti" in plain
        assert "pochi casi" in plain
        assert "answered, giusta" in plain
    assert any("Confronto su 1 casi" in line for line in summary_lines(report))


def test_an_empty_report_is_a_report() -> None:
    report = evaluate_cases([], lambda _: NOTHING, no_page)
    assert "Valutazione" in report_markdown(report, {})
    assert "</html>" in report_html(report, {})


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ({"right": True, "right_status": True, "missing": [], "cited": True}, 0),
        ({"right": False, "right_status": False, "missing": ["a|b", "c"], "cited": False}, 4),
        ({"right": False, "right_status": True, "missing": [], "cited": None}, 1),
    ],
)
def test_what_is_missing_is_told(score: dict[str, Any], words: int) -> None:
    assert len(lacks(score)) == words


def shapes(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(tag))  # noqa: S314  # our own text


def test_the_reliability_plot_has_a_bar_for_each_bin_with_cases() -> None:
    bins = [
        {"from": n / 10, "to": (n + 1) / 10, "cases": n, "confidence": None, "outcome": None}
        for n in range(10)
    ]
    bins[2] |= {"confidence": 0.25, "outcome": 1.0}
    bins[9] |= {"confidence": 0.95, "outcome": 0.5}
    svg = reliability_svg(bins)
    bars = shapes(svg, "rect")
    heights = [float(bar.get("height") or 0) for bar in bars]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)
    assert len(shapes(svg, "circle")) == 2
    assert shapes(svg, "title")[0].text
    counts = [text.text for text in shapes(svg, "text")]
    assert [str(n) for n in range(10)] == [one for one in counts if one in set("0123456789")][-10:]


def test_the_latency_plot_counts_every_answer() -> None:
    svg = latency_svg([0.1] * 8 + [1.0, 1.0])
    heights = sorted(float(bar.get("height") or 0) for bar in shapes(svg, "rect"))
    assert len(heights) == 2
    assert heights[1] == pytest.approx(4 * heights[0], rel=0.01)
    words = [text.text for text in shapes(svg, "text")]
    assert "p50 0,100" in words
    assert "p95 1,0" in words
    assert shapes(latency_svg([]), "rect") == []
    assert shapes(latency_svg([0.0]), "rect")
    assert seconds_words(12.34) == "12,3"
