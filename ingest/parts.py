"""The place of each block of a page in an act: heading path, part, point, paragraph, letter.

Acts show their parts by words more than by headings: recitals, the word that decides, numbered
points, articles and their paragraphs, annexes. What carries over from page to page is `ActState`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from corpus.parts import (
    OPERATIVE_LABEL,
    POINT_LABEL,
    PREAMBLE_LABEL,
    Part,
    annex_id,
    part_of,
)
from ingest import part_words as words
from ingest.blocks import KNOWN_LEVELS, is_annex, is_article, is_division
from ingest.page import Block, BlockKind
from ingest.part_words import Decision, Run, find_decision

_ANNEX_LEVEL = -1
_PART_LEVEL = 0
_AHEAD = 12
"""So many blocks below a recital a word that decides makes it one, inside the decisions too."""
_ANNOUNCED = 30
"""So many blocks below the organ or the act's title a recital may begin."""
_SILENT = 80
"""After so many blocks without a recital the preamble has ended unseen."""
_LONGEST_TITLE = 160


class _Entry(NamedTuple):
    """A heading in force."""

    level: int
    words: str
    part: Part


@dataclass(slots=True)
class ActState:
    """The headings in force and the place in the act, as they carry over to the next page."""

    path: list[_Entry] = field(default_factory=list)
    section: tuple[str, ...] = ()
    part: Part = Part.BODY
    stage: Part = Part.BODY
    """The part inside the annex, or of the act outside any."""
    run: Run | None = None
    title: tuple[str, ...] = ()
    announced: int = 0
    silent: int = 0
    closed: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """Point, paragraph and letter that have been reached."""
        return self.run.marks if self.run else ()

    def enter(self, level: int, heading: str, part: Part | None = None) -> None:
        """Take a heading into the path; it ends those of its level and below."""
        while self.path and self.path[-1].level >= level:
            self.path.pop()
        self.path.append(_Entry(level, heading, part or part_of((heading,))))
        self._settle()

    def leave(self, part: Part, *, inside: int = 0) -> None:
        """End the innermost part of this kind; `inside` 1: only the headings in it."""
        for at in range(len(self.path) - 1, -1, -1):
            if self.path[at].part is part:
                if at + inside < len(self.path):
                    del self.path[at + inside :]
                    self._settle()
                return

    def restart(self, title: tuple[str, ...], *, known: bool) -> None:
        """Forget the act before; the headings that a reader knows around it stay."""
        self.path = [one for one in self.path if known and 1 <= one.level < KNOWN_LEVELS]
        self.announced, self.closed, self.title = _ANNOUNCED, False, title
        self._settle()

    def _settle(self) -> None:
        self.section = tuple(entry.words for entry in self.path)
        parts = [entry.part for entry in self.path if entry.part is not Part.BODY]
        self.part = parts[0] if parts else Part.BODY
        self.stage = parts[-1] if parts and parts[-1] is not Part.ANNEX else Part.BODY
        if self.run is not None:
            self.run.marks = ()
            if self.stage is not Part.OPERATIVE or self.run.label != POINT_LABEL:
                self.run = None


@dataclass(frozen=True, slots=True)
class Place:
    """A block with its place; `cut` tells that a chunk begins here.

    1: with the headings above it; 2: without them. `marks` are point, paragraph, letter.
    """

    block: Block
    section: tuple[str, ...]
    part: Part
    marks: tuple[str, ...] = ()
    cut: int = 0


def place_blocks(
    text: str, blocks: Sequence[Block], state: ActState, *, known: bool, trusted: bool
) -> list[Place]:
    """Say of each block where in the act it stands; one that holds two parts is parted.

    Blocks are given without the spaces around them.

    `known`: the reader told the blocks and their headings; `trusted`: an annex ends where these
    headings say, as on a web page.
    """
    page = _Page(text, blocks, state, known=known, trusted=trusted)
    places: list[Place] = []
    for index, block in enumerate(blocks):
        rest: Block | None = block
        while rest is not None:
            first, decision, rest = page.part(index, rest)
            places.append(page.place(index, first, decision))
    return places


class _Page:
    """The blocks of one page on their way to their places."""

    def __init__(
        self, text: str, blocks: Sequence[Block], state: ActState, *, known: bool, trusted: bool
    ) -> None:
        self.text = text
        self.blocks = blocks
        self.state = state
        self.known = known
        self.level = KNOWN_LEVELS if known else _PART_LEVEL
        self.trusted = trusted
        self.searched = 0

    @cached_property
    def decisions(self) -> list[int]:
        """The blocks that hold a word that decides."""
        found = enumerate(self.blocks)
        return [i for i, b in found if find_decision(self.text, b.start, b.end, Part.PREAMBLE)]

    @cached_property
    def recites(self) -> bool:
        """Whether the recitals of this page, taken together, are those of an act."""
        count = sure = 0
        for block in self.blocks:
            found = words.RECITAL.match(self.text, block.start, block.end)
            if found is None or found["low"]:
                continue
            count += 1
            capital = found["word"] is None or found["word"].isupper()
            ended = self.text[block.end - 1] in ";:,"
            sure += capital + ended
            if sure > 1:
                return True
        return bool(count and self.decisions) or (count > 1 and sure > 0)

    # --- parting ------------------------------------------------------------------------------

    def part(self, index: int, block: Block) -> tuple[Block, Decision | None, Block | None]:
        """What of a block stands in one part, the decision that it is, and what is left."""
        state = self.state
        heading = block.kind is BlockKind.HEADING
        stage = state.stage
        recital = words.RECITAL.match(self.text, block.start, block.end)
        if stage is Part.BODY and recital and self._recites(index, recital):
            stage = Part.PREAMBLE
        acts = heading or state.announced or stage is not Part.BODY
        if acts and block.start >= self.searched:
            found = find_decision(self.text, block.start, block.end, stage)
            if found and found.start > block.start:
                return self._cut(block, found.start, block.kind, found.start, block.kind)
            if found:
                end = found.end
                end = end if self.text[end : block.end].strip(" \n:.;,") else block.end
                kind = BlockKind.PARAGRAPH if heading else block.kind
                head, _, rest = self._cut(block, end, BlockKind.HEADING, end, kind)
                return head, found, rest
            self.searched = block.end
        after = 0
        if state.run and state.stage is Part.OPERATIVE and not heading:
            after = state.run.next_inside(self.text, block.start, block.end)
        if after:
            return self._cut(block, after, block.kind, after, BlockKind.ITEM)
        return block, None, None

    def _cut(
        self, block: Block, end: int, kind: BlockKind, start: int, other: BlockKind
    ) -> tuple[Block, None, Block | None]:
        """Two blocks of one, without the spaces between them."""
        words = self.text[block.start : end].rstrip()
        first = Block(block.start, block.start + len(words), kind, block.level)
        left = self.text[start : block.end].lstrip()
        rest = Block(block.end - len(left), block.end, other, block.level) if left else None
        return first, None, rest

    # --- placing ------------------------------------------------------------------------------

    def place(self, index: int, block: Block, decision: Decision | None) -> Place:
        """The place of a block that stands in one part."""
        state = self.state
        state.announced = max(0, state.announced - 1)
        if decision is not None and self._decides(index, block):
            shown = self.trusted and 0 < block.level < KNOWN_LEVELS
            self._decide(block.level if shown else self.level, decision.label)
            cut = 1
        elif block.kind is BlockKind.HEADING and decision is None:
            block, cut = self._place_heading(index, block)
        else:
            kind = BlockKind.PARAGRAPH if block.kind is BlockKind.HEADING else block.kind
            block = Block(block.start, block.end, kind, block.level)
            cut = self._place_body(index, block)
        return Place(block, state.section, state.part, state.marks, cut)

    def _decides(self, index: int, block: Block) -> bool:
        """Tell the word above the decisions from an act's title: "DELIBERA / N. 45"."""
        whole = self.blocks[index]
        after = self.text[block.end : min(whole.end, block.end + 60)].strip(" \n:.;,")
        if not after and index + 1 < len(self.blocks):
            following = self.blocks[index + 1]
            after = self.text[following.start : min(following.end, following.start + 60)].strip()
        if words.NO_DECISION.match(after):
            return False
        if self.state.announced or self.state.stage is not Part.BODY:
            return True
        return bool(words.POINT.match(after) or words.DECIDING.match(after))

    def _decide(self, level: int, label: str) -> None:
        """Open the operative part."""
        state = self.state
        state.leave(Part.PREAMBLE)
        state.enter(level, label, Part.OPERATIVE)
        state.run = Run(POINT_LABEL)
        state.announced = 0

    def _place_heading(self, index: int, block: Block) -> tuple[Block, int]:
        """Take a heading into the path, with what it says of the parts."""
        state = self.state
        head = " ".join(self.text[block.start : block.end].split())
        annex = is_annex(head)
        if annex and (block.level < KNOWN_LEVELS or not self.trusted or self._in_act()):
            return block, self._enter_annex(index, block, head)
        section = words.BULLETIN_SECTION.match(head) is not None and self._in_act()
        if section:
            state.restart((), known=self.known)
        if section or self._begins_act(block):
            state.enter(block.level, head, Part.BODY)
            return block, 2
        recital = words.RECITAL.match(head)
        if (
            annex
            or (state.run and state.run.expects(head))
            or (recital and self._recites(index, recital))
        ):
            body = Block(block.start, block.end, BlockKind.PARAGRAPH)
            return body, self._place_body(index, body)
        if words.PREMISES.match(head) and state.stage is Part.BODY and state.announced:
            state.enter(self.level, PREAMBLE_LABEL, Part.PREAMBLE)
            return block, 0
        self._close(head)
        self._note_organ(head)
        self._leave_preamble(block, head)
        state.enter(block.level, head)
        if is_article(head):
            state.run = Run(words.paragraph_label(head, state.section))
        return block, 0

    def _in_act(self) -> bool:
        """Whether an act has been read so far, or its annex: elsewhere an annex is only named."""
        state = self.state
        return state.closed or state.stage is Part.OPERATIVE or state.part is Part.ANNEX

    def _enter_annex(self, index: int, block: Block, head: str) -> int:
        """Open an annex; its name repeated at the head of a page is not one more."""
        state = self.state
        annexes = [entry.words for entry in state.path if entry.part is Part.ANNEX]
        if index < 2 and annexes and annex_id(annexes[-1]) == annex_id(head):
            return 0
        shown = self.trusted and block.level < KNOWN_LEVELS
        state.enter(block.level if shown else _ANNEX_LEVEL, head, Part.ANNEX)
        state.announced, state.closed = 0, False
        return 2

    def _begins_act(self, block: Block) -> bool:
        """Start anew at the title of an act, below the decisions of another or its annex."""
        state, text = self.state, self.text
        begun = self._in_act()
        if not begun and (state.title or state.stage is not Part.BODY):
            return False
        if block.end - block.start > 3 * _LONGEST_TITLE:
            return False
        find = words.ACT_TITLE.match if begun else words.ACT_TITLE.search
        found = find(text, block.start, block.end)
        if found is None:
            return False
        title = tuple(re.findall(r"\d+", found.group()))
        if not begun:
            if found.start() == block.start or text[found.start() - 1] == "\n":
                state.title, state.announced = title, _ANNOUNCED
            return False
        above = text[max(0, block.start - _LONGEST_TITLE) : block.start].split("\n")
        near = [line.strip() for line in above if line.strip()][-2:]
        if title == state.title or any(is_annex(line) for line in near):
            return False
        state.restart(title, known=self.known)
        return True

    def _leave_preamble(self, block: Block, head: str) -> None:
        """End the preamble where articles begin; they are what is decided."""
        state = self.state
        if state.stage is not Part.PREAMBLE:
            return
        article = is_article(head) or is_division(head)
        if state.part is Part.ANNEX or article or head[:1].isdigit():
            annexed = state.part is Part.ANNEX
            state.leave(Part.PREAMBLE)
            if article and not annexed and block.level > self.level:
                state.enter(self.level, OPERATIVE_LABEL, Part.OPERATIVE)
                state.announced = 0

    def _close(self, head: str) -> None:
        """End the decisions where signatures and certificates begin."""
        if self.state.stage is Part.OPERATIVE and words.CLOSING.match(head):
            self.state.leave(Part.OPERATIVE)
            self.state.closed = True

    def _note_organ(self, head: str) -> None:
        """Note that the organ that decides is named: recitals may follow."""
        state = self.state
        if state.stage is Part.BODY and not state.closed and words.ORGAN.match(head):
            state.announced = _ANNOUNCED

    def _place_body(self, index: int, block: Block) -> int:
        """Find the part, point, paragraph and letter of a block that is no heading; its cut."""
        state, text = self.state, self.text
        if block.kind is BlockKind.ROW:
            return 0
        start, end = block.start, block.end
        recital = words.RECITAL.match(text, start, end)
        if recital and self._recites(index, recital):
            self._recite(text[start:end] if end - start < _LONGEST_TITLE else "")
            return 0
        if state.stage is Part.PREAMBLE:
            state.silent += 1
            if state.silent > _SILENT:
                state.leave(Part.PREAMBLE)
        if block.kind is BlockKind.PARAGRAPH:
            if self._begins_act(block):
                return 2
            short = text[start : min(end, start + 121)]
            self._close(short)
            if len(short) <= 120 and not short.endswith((".", ";")):
                self._note_organ(short)
        if state.run is None or not state.run.follow(text, start, end):
            return 0
        state.silent = 0
        return self._open_point(state.run)

    def _open_point(self, run: Run) -> int:
        """End what headings stand among the points; a point begins a chunk."""
        if run.label != POINT_LABEL:
            return 0
        marks = run.marks
        self.state.leave(Part.OPERATIVE, inside=1)
        run.marks = marks
        return 1

    def _recites(self, index: int, found: re.Match[str]) -> bool:
        """Whether what begins like a recital is one."""
        state = self.state
        if state.stage is Part.OPERATIVE:
            at = bisect_right(self.decisions, index)
            near = at < len(self.decisions) and self.decisions[at] <= index + _AHEAD
            return near and not found["low"]
        if state.stage is Part.PREAMBLE or state.announced:
            return True
        return not found["low"] and not state.closed and self.recites

    def _recite(self, short: str) -> None:
        """Open the preamble, unless it is open."""
        state = self.state
        state.silent = 0
        if state.stage is not Part.PREAMBLE:
            state.leave(Part.OPERATIVE)
            state.enter(self.level, PREAMBLE_LABEL, Part.PREAMBLE)
        if words.WHEREAS.search(short):
            state.run = Run(words.WHEREAS_LABEL)
        elif state.run is None or state.run.label != words.WHEREAS_LABEL:
            state.run = None
