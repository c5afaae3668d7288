import pytest

from corpus.errors import NoText, UnknownFormat
from corpus.types import Format
from ingest.page import BlockKind
from ingest.plain import decode_text, read_markdown, read_text

SHEET = """+++
title = "Cluster Aerospazio"
url = "https://www.esempio.it/a"
+++

# Cluster Aerospazio

Il cluster **lombardo** dell'[aerospazio](https://www.esempio.it) è
riconosciuto.

## Requisiti

1. uno
2. due
   - interno

| Anno | Atto |
|------|------|
| 2013 | X/1051 |
"""


def test_markdown_is_shown_without_marks() -> None:
    found = read_markdown(SHEET.encode(), "aerospazio.md")
    page = found.pages[0]
    assert (found.format, found.title) == (Format.MARKDOWN, "Cluster Aerospazio")
    assert found.url == "https://www.esempio.it/a"
    assert page.text == (
        "Cluster Aerospazio\n\nIl cluster lombardo dell'aerospazio è riconosciuto.\n\nRequisiti\n\n"
        "1. uno\n2. due\n- interno\n\nAnno | Atto\n2013 | X/1051"
    )
    heads = [page.text[b.start : b.end] for b in page.blocks if b.kind is BlockKind.HEADING]
    assert heads == ["Cluster Aerospazio", "Requisiti"]


def test_a_yaml_header() -> None:
    found = read_markdown(
        b"---\ntitle: 'Bandi'\nurl: https://a.it/b\n---\n# Bandi\n\nTesto.", "b.md"
    )
    assert (found.title, found.url, found.pages[0].text) == (
        "Bandi",
        "https://a.it/b",
        "Bandi\n\nTesto.",
    )


def test_scripts_in_markdown_are_not_read() -> None:
    found = read_markdown(b"# Titolo\n\n<script>alert(1)</script>\n\nTesto <b>vero</b>.", "x.md")
    assert found.pages[0].text == "Titolo\n\nTesto vero."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_charset(codec: str) -> None:
    found = read_text("Città, perché: 5 €".encode(codec), "a.txt")
    assert found.pages[0].text == "Città, perché: 5 €"
    assert found.format is Format.TEXT


def test_what_is_no_text() -> None:
    with pytest.raises(UnknownFormat):
        decode_text(bytes(range(256)) * 10)
    with pytest.raises(NoText):
        read_text(b"... --- ...", "a.txt")
