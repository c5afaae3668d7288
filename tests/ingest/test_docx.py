from collections.abc import Callable
from typing import Any

import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from corpus.errors import NoText
from corpus.types import Format, Origin
from ingest.docx import read_docx
from ingest.page import BlockKind

Saver = Callable[[Document], bytes]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_paragraphs_lists_and_tables_in_order(new_docx: Document, save_docx: Saver) -> None:
    new_docx.add_heading("Relazione sui cluster", 1)
    new_docx.add_paragraph("I requisiti sono:")
    new_docx.add_paragraph("sede in Lombardia", style="List Bullet")
    new_docx.add_paragraph("almeno dieci soci", style="List Number")
    new_docx.add_paragraph("un programma", style="List Number")
    table = new_docx.add_table(2, 2)
    for cell, words in zip(table._cells, ("Anno", "Fondi", "2014", "€ 10"), strict=True):
        cell.text = words
    new_docx.add_paragraph("Fine.")
    found = read_docx(save_docx(new_docx), "r.docx")
    page = found.pages[0]
    assert (found.format, found.title, page.origin) == (
        Format.DOCX,
        "Relazione sui cluster",
        Origin.DOCX,
    )
    assert page.text == (
        "Relazione sui cluster\n\nI requisiti sono:\n\n- sede in Lombardia\n1. almeno dieci soci\n"
        "2. un programma\n\nAnno | Fondi\n2014 | € 10\n\nFine."
    )
    assert [b.kind for b in page.blocks if b.kind is not BlockKind.ITEM] == [
        BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ROW, BlockKind.ROW, BlockKind.PARAGRAPH,
    ]  # fmt: skip


def test_pages_are_the_parts_between_page_breaks(new_docx: Document, save_docx: Saver) -> None:
    new_docx.add_paragraph("uno").add_run().add_break(WD_BREAK.PAGE)
    new_docx.add_paragraph("due")
    run = new_docx.add_paragraph("due bis").add_run()
    run._r.append(parse_xml(f"<w:lastRenderedPageBreak {W}/>"))
    run.add_break(WD_BREAK.LINE)
    new_docx.add_paragraph("tre").paragraph_format.page_break_before = True
    new_docx.add_section(WD_SECTION.CONTINUOUS)
    new_docx.add_paragraph("tre bis")
    new_docx.add_section(WD_SECTION.NEW_PAGE)
    new_docx.add_paragraph("quattro")
    pages = read_docx(save_docx(new_docx)).pages
    assert [(page.number, page.text) for page in pages] == [
        (1, "uno"), (2, "due\n\ndue bis"), (3, "tre\n\ntre bis"), (4, "quattro"),
    ]  # fmt: skip


def test_tracked_changes_controls_and_notes(new_docx: Document, save_docx: Saver) -> None:
    body = new_docx.element.body
    body.insert(0, parse_xml(
        f"<w:p {W}><w:r><w:t>Vale </w:t></w:r><w:ins><w:r><w:t>il nuovo</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>il vecchio</w:delText></w:r></w:del></w:p>"
    ))  # fmt: skip
    body.insert(1, parse_xml(
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Nel controllo</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    ))  # fmt: skip
    assert read_docx(save_docx(new_docx)).pages[0].text == "Vale il nuovo\n\nNel controllo"


def test_a_title_in_the_properties_must_stand_on_a_page(
    new_docx: Document, save_docx: Saver
) -> None:
    new_docx.core_properties.title = "Modello vuoto"
    new_docx.add_paragraph("Piano triennale dei cluster", style="Title")
    new_docx.add_paragraph("Testo del piano.")
    assert read_docx(save_docx(new_docx)).title == "Piano triennale dei cluster"


def test_an_empty_document_has_no_text(new_docx: Any, save_docx: Saver) -> None:
    with pytest.raises(NoText):
        read_docx(save_docx(new_docx))


def test_footnotes_stand_at_the_foot_of_their_page(new_docx: Document, save_docx: Saver) -> None:
    paragraph = new_docx.add_paragraph("Il cluster è riconosciuto.")
    paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {W} w:id="2"/>'))
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    new_docx.add_paragraph("Seconda pagina.")
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Decreto n. 4638.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    package = new_docx.part.package
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), package)
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    new_docx.part.relate_to(part, link)
    first, second = read_docx(save_docx(new_docx)).pages
    assert first.text == "Il cluster è riconosciuto.\n\nDecreto n. 4638."
    assert second.text == "Seconda pagina."
