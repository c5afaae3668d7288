import io
import threading
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from corpus.errors import EncryptedPdf, InputError, UnreadableFile
from corpus.pageview import MAX_PIXELS, open_pdf, page_size, render_page, span_boxes
from corpus.text import normalise
from corpus.types import Box

WORD = typst.compile(
    b"#set page(width: 300pt, height: 400pt, margin: 0pt, fill: white)\n"
    b"#place(dx: 60pt, dy: 90pt, text(14pt)[Riconoscimento])"
)
LINES = typst.compile(
    '#set page(width: 220pt, height: 300pt, margin: 20pt)\n#set text(lang: "it", hyphenate: true)\n'
    "#set par(justify: true)\nLa Giunta regionale ha riconosciuto i Cluster Tecnologici "
    "Lombardi con deliberazione della Giunta, individuando responsabilità, caratteristiche e "
    "funzionamento della aggregazione. L'efficienza è un obiettivo.".encode()
)


def turned(data: bytes, angle: int, crop: tuple[float, ...] | None) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(data)))
    page = writer.pages[0]
    if crop:
        page.cropbox = RectangleObject(crop)
    page.rotate(angle)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def text_of(data: bytes) -> str:
    with open_pdf(data) as pdf:
        return normalise(pdf.raw_text(1))


def dark_area(png: bytes, scale: float) -> tuple[float, float, float, float]:
    picture = Image.open(io.BytesIO(png)).convert("L").point(lambda level: 255 * (level < 128))
    area = picture.getbbox()
    assert area is not None
    return tuple(side / scale for side in area)  # type: ignore[return-value]


@pytest.mark.parametrize("crop", [None, (30, 50, 290, 380)])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_box_covers_the_word_on_turned_and_cropped_pages(
    angle: int, crop: tuple[float, ...] | None
) -> None:
    data = turned(WORD, angle, crop)
    text = text_of(data)
    assert text == "Riconoscimento"
    (box,) = span_boxes(data, 1, text, 0, len(text))
    left, top, right, bottom = dark_area(render_page(data, 1, dpi=144), 2.0)
    assert box.left - 1 <= left < right <= box.right + 1
    assert box.top - 1 <= top < bottom <= box.bottom + 1
    area = (box.right - box.left) * (box.bottom - box.top)
    assert area < 2.5 * (right - left) * (bottom - top)
    width, height = page_size(data, 1)
    assert (width < height) == (angle in (0, 180))


def test_a_quote_over_a_hyphenated_line_end_has_one_box_for_each_line() -> None:
    text = text_of(LINES)
    quote = next(
        w
        for w in ("riconosciuto i Cluster Tecnologici Lombardi con deliberazione della Giunta",)
        if w in text.replace("\n", " ")
    )
    start = text.replace("\n", " ").index(quote)
    boxes = span_boxes(LINES, 1, text, start, start + len(quote))
    tops = [round(box.top) for box in boxes]
    assert len(boxes) >= 2
    assert tops == sorted(set(tops))


def test_boxes_are_found_when_the_stored_text_differs() -> None:
    text = text_of(LINES)
    stored = "Intestazione aggiunta\n" + text.replace("\n", " ")
    start = stored.index("Giunta regionale")
    assert span_boxes(LINES, 1, stored, start, start + 16) == span_boxes(
        LINES, 1, text, text.index("Giunta"), text.index("Giunta") + 16
    )
    assert span_boxes(LINES, 1, "parole mai scritte", 0, 18) == []
    assert span_boxes(LINES, 1, text, 5, 5) == []


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_every_word_of_a_page_has_a_box_on_the_page(data: st.DataObject) -> None:
    text = text_of(LINES)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    boxes = span_boxes(LINES, 1, text, start, end)
    assert bool(boxes) == bool(text[start:end].strip())
    for box in boxes:
        assert 0 <= box.left < box.right <= 220
        assert 0 <= box.top < box.bottom <= 300


def test_marks_are_yellow_and_the_active_one_is_stronger() -> None:
    box = Box(10, 10, 60, 30)
    plain, marked, active = (
        Image.open(io.BytesIO(render_page(WORD, 1, 72, marks, chosen)))
        for marks, chosen in (((), None), ([[box]], None), ([[box]], 0))
    )
    assert plain.getpixel((30, 20)) == (255, 255, 255)
    weak, strong = marked.getpixel((30, 20)), active.getpixel((30, 20))
    assert isinstance(weak, tuple)
    assert isinstance(strong, tuple)
    assert weak[2] < 200 < weak[0]
    assert strong[2] < weak[2]
    assert plain.size == (300, 400)
    beyond = render_page(WORD, 1, 72, [[Box(-50, -50, 1000, 1000), Box(500, 500, 600, 600)]], 0)
    assert Image.open(io.BytesIO(beyond)).size == (300, 400)


def test_a_huge_page_is_rendered_smaller() -> None:
    data = typst.compile(b"#set page(width: 8000pt, height: 6000pt)\nciao")
    picture = Image.open(io.BytesIO(render_page(data, 1, dpi=200)))
    assert picture.width * picture.height <= MAX_PIXELS
    assert abs(picture.width / picture.height - 8 / 6) < 0.01


def test_broken_locked_and_missing_files_say_so(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(WORD)))
    writer.encrypt("segreta", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(EncryptedPdf, match="password"):
        open_pdf(out.getvalue())
    with open_pdf(out.getvalue(), "segreta") as pdf:
        assert pdf.raw_text(1) == "Riconoscimento"
    with pytest.raises(UnreadableFile):
        open_pdf(b"%PDF-1.7 niente")
    with pytest.raises(UnreadableFile):
        open_pdf(tmp_path / "manca.pdf")
    with pytest.raises(InputError, match="2"):
        render_page(WORD, 2)


def test_a_file_on_disk_and_its_bytes_are_alike(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(WORD)
    assert render_page(path, 1, 50) == render_page(WORD, 1, 50)


def test_threads_may_share_the_reader() -> None:
    failures: list[AssertionError] = []

    def work() -> None:
        try:
            for _ in range(10):
                assert text_of(WORD) == "Riconoscimento"
                render_page(WORD, 1, 40)
        except AssertionError as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
