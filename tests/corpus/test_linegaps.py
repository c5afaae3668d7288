"""Blocks of a page are parted where the page parts them, and nowhere else."""

from corpus.linegaps import Line, with_gaps

RAW = "Titolo\r\nPrima riga\r\nche prosegue\r\nAltro blocco\r\nnota\r\n"


def lines(*drops: float, heights: tuple[float, ...] = (12, 12, 12, 12, 12)) -> list[Line]:
    starts = [RAW.index(word) for word in ("Titolo", "Prima", "che", "Altro", "nota")]
    tops = [800.0]
    for drop in drops:
        tops.append(tops[-1] - drop)
    return [
        Line(start, height, top, RAW[start].islower(), ends_open=True)
        for start, height, top in zip(starts, heights, tops, strict=True)
    ]


def test_more_room_than_usual_parts_blocks() -> None:
    laid, gaps = with_gaps(RAW, lines(14, 14, 28, 14))
    assert gaps == [RAW.index("Altro")]
    assert laid == RAW.replace("Altro", "\nAltro")


def test_letters_of_another_size_part_blocks() -> None:
    _, gaps = with_gaps(RAW, lines(14, 14, 14, 14, heights=(18, 12, 12, 12, 9)))
    assert gaps == [RAW.index("Prima")]


def test_a_sentence_that_runs_on_is_never_parted() -> None:
    _, gaps = with_gaps(RAW, lines(14, 40, 14, 14))
    assert gaps == []


def test_cells_beside_one_another_and_unknown_heights_part_nothing() -> None:
    assert with_gaps(RAW, lines(0, 0, 0, 0))[1] == []
    assert with_gaps(RAW, lines(14, 14, 28, 14, heights=(0, 0, 0, 0, 0)))[1] == []
