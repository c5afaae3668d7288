import io
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfWriter

from corpus.errors import EncryptedPdf, NoText
from corpus.types import Format, Origin
from ingest.page import BlockKind
from ingest.pdf import read_pdf

Maker = Callable[[str], bytes]
Changer = Callable[[bytes, Callable[[PdfWriter], object]], bytes]

ACT = """
#set page(paper: "a5", header: text(8pt)[Scheda redazionale – non è un documento ufficiale])
#set text(lang: "it", size: 10pt)
Oggetto:
Riconoscimento dei cluster tecnologici lombardi per il triennio

VISTA la legge regionale 7 febbraio 2007, n. 1;
#pagebreak()
DELIBERA

1. di riconoscere i cluster di cui all'allegato A.
"""


def test_pages_text_title_and_language(make_pdf: Maker) -> None:
    found = read_pdf(make_pdf(ACT), "x.pdf")
    assert found.format is Format.PDF
    assert found.title == "Riconoscimento dei cluster tecnologici lombardi per il triennio"
    assert found.language == "it"
    assert [page.number for page in found.pages] == [1, 2]
    assert {page.origin for page in found.pages} == {Origin.EMBEDDED}
    assert "di riconoscere i cluster" in found.pages[1].text
    assert found.warnings == ()


def test_a_metadata_title_counts_only_if_it_stands_on_a_page(make_pdf: Maker) -> None:
    body = "\n= Bando ricerca 2025\nIl testo del bando comincia qui e continua."
    wrong = make_pdf('#set document(title: "Microsoft Word - bozza3.doc")' + body)
    right = make_pdf('#set document(title: "BANDO  RICERCA 2025")' + body)
    assert read_pdf(wrong, "x.pdf").title == "Bando ricerca 2025"
    assert read_pdf(right, "x.pdf").title == "BANDO RICERCA 2025"


def test_headings_are_known_from_letter_sizes(make_pdf: Maker) -> None:
    found = read_pdf(
        make_pdf(
            "= Programma pluriennale\nTesto uno di prova.\n== Misure di sostegno\n"
            + "Altro testo. " * 40
        )
    )
    page = found.pages[0]
    headings = [(b.level, page.text[b.start : b.end]) for b in page.blocks]
    assert headings == [(1, "Programma pluriennale"), (2, "Misure di sostegno")]
    assert {b.kind for b in page.blocks} == {BlockKind.HEADING}


def test_bookmarks_give_levels_where_letters_do_not_differ(
    make_pdf: Maker, change_pdf: Changer
) -> None:
    data = make_pdf("Disposizioni generali\n\nTesto della parte prima, in lettere uguali.")

    def add(writer: PdfWriter) -> None:
        writer.add_outline_item(title="Disposizioni generali", page_number=0)
        writer.add_outline_item(title="Non sta in nessuna pagina", page_number=0)

    page = read_pdf(change_pdf(data, add)).pages[0]
    assert [page.text[b.start : b.end] for b in page.blocks] == ["Disposizioni generali"]


def test_an_owner_password_opens_and_a_user_password_does_not(
    make_pdf: Maker, change_pdf: Changer
) -> None:
    data = make_pdf(ACT)
    owner = change_pdf(data, lambda w: w.encrypt("", "capo", algorithm="RC4-128"))
    user = change_pdf(data, lambda w: w.encrypt("apri", "capo", algorithm="RC4-128"))
    assert len(read_pdf(owner).pages) == 2
    with pytest.raises(EncryptedPdf) as caught:
        read_pdf(user)
    assert caught.value.advice
    assert len(read_pdf(user, "x.pdf", "apri").pages) == 2


def test_pages_without_words_are_named(make_pdf: Maker) -> None:
    found = read_pdf(
        make_pdf(
            "Prima pagina con testo\n#pagebreak()\n#rect()\n#pagebreak()\n#rect()\n"
            "#pagebreak()\nquarta\n#pagebreak()\n#rect()"
        )
    )
    assert found.warnings == ("needs OCR: pages 2-3, 5",)
    assert found.unreadable_pages == (2, 3, 5)
    assert [page.readable for page in found.pages] == [True, False, False, True, False]


def test_a_scan_has_no_text() -> None:
    out = io.BytesIO()
    Image.new("L", (200, 300), 200).save(out, "PDF")
    with pytest.raises(NoText, match="scansione") as caught:
        read_pdf(out.getvalue())
    assert "OCR" in caught.value.advice


def test_an_empty_pdf_is_not_called_a_scan(make_pdf: Maker) -> None:
    with pytest.raises(NoText, match="Nessuna pagina"):
        read_pdf(make_pdf("#rect()"))


def test_a_scan_with_a_stamp_needs_ocr(make_pdf: Maker) -> None:
    picture = io.BytesIO()
    Image.new("L", (40, 60), 200).save(picture, "PNG")
    data = make_pdf(
        f"#let scan = bytes(({','.join(map(str, picture.getvalue()))}))\n"
        "#set page(width: 300pt, height: 400pt, margin: 0pt)\nTesto della prima pagina.\n"
        "#pagebreak()\n#place(image(scan, width: 290pt, height: 390pt))"
        "#place(text(8pt)[Protocollo 123/2014])"
    )
    found = read_pdf(data)
    assert found.warnings == ("needs OCR: pages 2",)
    assert found.pages[1].text == "Protocollo 123/2014"


def test_attachments_are_told_of(make_pdf: Maker, change_pdf: Changer) -> None:
    data = change_pdf(make_pdf(ACT), lambda w: w.add_attachment("fattura.xml", b"<a/>"))
    assert read_pdf(data).warnings == ("allegati del PDF non letti: 1",)


def test_what_was_filled_into_a_form_is_read() -> None:
    from corpus.pageview import span_boxes

    data = form("Cluster Energia")
    page = read_pdf(data).pages[0]
    assert "Cluster Energia" in page.text
    start = page.text.index("Cluster Energia")
    (box,) = span_boxes(data, 1, page.text, start, start + 15)
    assert 100 <= box.left <= 120
    assert 90 <= box.top <= 120


def form(value: str) -> bytes:
    """Write by hand a PDF with one line of text and one filled field."""
    shown = f"/Tx BMC BT /F 12 Tf 2 5 Td ({value}) Tj ET EMC"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    words = "BT /F 12 Tf 20 250 Td (Domanda di contributo) Tj ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Annots [5 0 R]"
        f" /Resources << /Font << /F {font} >> >> >>",
        f"<< /Length {len(words)} >>\nstream\n{words}\nendstream",
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (nome) /F 4 /Rect [100 185 290 205]"
        f" /V ({value}) /AP << /N 6 0 R >> /P 3 0 R >>",
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 190 20] /Length {len(shown)}"
        f" /Resources << /Font << /F {font} >> >> >>\nstream\n{shown}\nendstream",
    ]
    body, places = "%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(parts) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode()
