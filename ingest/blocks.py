"""The blocks of a page: those that a reader knows, and those that the lines of its text show.

The lines of a PDF or of plain text carry no marks, so what they are is read from how Italian acts
are written: articles, capi, annexes, the operative word, preamble words, numbers and letters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.parts import ANNEX, DECISIONS, annex_id
from ingest.page import Block, BlockKind

KNOWN_LEVELS = 10
"""Headings that a reader knows have lower levels; those found beside them by words have higher."""
_HEAD = 200
"""What a line is shows in its first characters."""
_NUMERAL = r"(?:[IVXLC]{1,7}|\d{1,3})(?:[- ]?(?:bis|ter|quater))?"
_REST = r"(?:\s*$|\s*[-–—:.(\"“«]|\s+[A-ZÀ-Ý])"
_ANNEX_REST = re.compile(
    rf"{_REST}|\s+(?i:al|alla|allo|del|della|dello|to the)\s|\s+(?i:all|dell)['’]"
)
_MARKED: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            rf"(?:TITOLO|Titolo|PARTE|Parte) +"
            rf"(?:{_NUMERAL}|PRIM[AO]|SECOND[AO]|TERZ[AO]){_REST}"
        ),
    ),
    (2, re.compile(rf"(?:CAPO|Capo) +{_NUMERAL}{_REST}")),
    (3, re.compile(rf"(?:SEZIONE|Sezione) +(?:{_NUMERAL}|[A-Z]){_REST}")),
)
_MARKED_LETTERS = frozenset("TPCSADO")
_DECISION = re.compile(rf"(?:{'|'.join(' {0,3}'.join(word) for word in DECISIONS)}) *[:.]?$")
_ARTICLE = re.compile(
    r"(?:ART\.?|Art\.|ARTICOLO|Articolo|ARTICLE|Article) *(?:\d{1,4}|[IVXLC]{1,7}|unico|UNICO)"
    r"(?:[- ]?(?:bis|ter|quater|quinquies|sexies|septies|octies))?[.°]?"
    r"(?= *$| *[-–—:(]| +[A-ZÀ-Ý\"“«])"
)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})[.)]? +(?=[A-ZÀ-Ý\"“«])(.{2,90})$")
_ITEM = re.compile(
    r"(?!n\. ?\d)(?:"
    r"[-–—•*·▪■□◦●○►✓→\uf0b7]|\(?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\)|\d{1,3}\.|[a-z]\."
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?) +(?=\S)|[•▪■●►✓\uf0b7](?=\w)"
    r"|\d{1,2}(?:[.)]| ?[-–—°]) ?(?:di|Di|DI|che|Che|CHE)\b"
)
_MARK = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]$")
_DECIDING = re.compile(r"D[Ii] \w{2,20}(?:[Rr][Ee]|[Rr][Ss][Ii]|[Rr][Nn][Ee])\b|C[Hh][Ee] ")
_CONTENTS = re.compile(r".*\.{4,} *\d{1,4} *$")
_PREAMBLE = re.compile(
    r"(?:VIST[OAIE]|Vist[oaie]|RICHIAMAT[OAIE]|Richiamat[oaie]|PREMESSO|Premesso|CONSIDERAT[OAIE]"
    r"|Considerat[oaie]|RILEVAT[OAIE]|Rilevat[oaie]|RITENUT[OAIE]|Ritenut[oaie]|DATO ATTO|Dato atto"
    r"|TENUTO CONTO|Tenuto conto|ATTESO|Atteso|PRESO ATTO|Preso atto|ACQUISIT[OAIE]|Acquisit[oaie]"
    r"|VERIFICAT[OAIE]|Verificat[oaie]|SU PROPOSTA|Su proposta|OGGETTO|Oggetto|ALL['’]UNANIMITÀ"
    r"|All['’]unanimità|VALUTAT[OAIE]|Valutat[oaie]|PRECISAT[OAIE]|Precisat[oaie]|SENTIT[OAIE]"
    r"|Sentit[oaie]|ACCERTAT[OAIE]|Accertat[oaie]|EVIDENZIAT[OAIE]|Evidenziat[oaie]|UDIT[OAIE]"
    r"|Udit[oaie]|CONSTATAT[OAIE]|Constatat[oaie]|RAVVISAT[OAIE]|Ravvisat[oaie]|ATTES[AIE]"
    r"|Attes[aie]|PREMESS[AIE]|Premess[aie]|vist[oaie](?= (?:il trattato|la proposta|il parere"
    r"|il regolamento|la direttiva|la decisione)\b)|considerando quanto segue"
    r"|Having regard|Whereas(?=:)"
    r"|Font[ei](?=:)|FONT[EI](?=:)|Sources?(?=:)"
    r"|Not[ae](?=:))(?!\w)"
)
_ANNEXES = re.compile(r"(?:elenco (?:degli )?)?(?:allegati|annessi|annexes)\b", re.IGNORECASE)
_LONGEST_HEADING = 120
_SUBJECT = re.compile(r"oggetto *:?$", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:\b(?:di|del|dell[aoe]?|dei|degli|al|all[aoe]?|e|o|ed|con|per|n|nn|art|artt|ex"
    r"|comma|d\.g\.r|d\.d\.u\.o|d\.d\.s|d\.c\.r|l\.r|d\.lgs|in|su|il|la|lo|i|gli|le|un|una|da|dal|dall[aoe]?|c\.d"
    r"|presente|predetta|suddetta|citata|propria)\.?|['’,(/-])$",
    re.I,
)
_ADDRESS = re.compile(r"https?://|www\.")
_ADDRESS_END = re.compile(r"(?:https?://|www\.|/)\S+$")
_NO_TITLE_END = (".", ";", ":", ",")
_LONGEST_TITLE = 80
_BARE = 16
_SENTENCE_END = (".", ";", ":", "!", "?", "»", "”")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words: its place, its first characters, and whether a blank line is above it."""

    start: int
    end: int
    head: str
    tail: str
    gap: bool

    @property
    def length(self) -> int:
        """How long it is."""
        return self.end - self.start


def find_blocks(text: str, known: Sequence[Block], first: int, last: int) -> list[Block]:
    """Return blocks that together hold every word of `text[first:last]`, in order.

    Where the reader knows more than headings its blocks are taken as they are; otherwise the
    lines are read and its headings are added.
    """
    inside = [
        Block(max(b.start, first), min(b.end, last), b.kind, b.level)
        for b in known
        if b.start < last and b.end > first
    ]
    if any(block.kind is not BlockKind.HEADING for block in known):
        return _fill(text, inside, first, last)
    return _read_lines(text, inside, first, last)


def is_act_heading(line: str) -> bool:
    """Say whether a line is the heading of an article, a capo, an annex or the operative part."""
    return is_article(line) or is_division(line) or is_annex(line) or bool(_DECISION.match(line))


def is_article(line: str) -> bool:
    """Say whether a line begins as the heading of an article does."""
    return _ARTICLE.match(line) is not None


def is_division(line: str) -> bool:
    """Say whether a line is the heading of a titolo, parte, capo or sezione."""
    return any(pattern.match(line) for _, pattern in _MARKED)


def is_annex(line: str) -> bool:
    """Say whether a line is the heading of an annex."""
    found = ANNEX.match(line)
    if found is None or len(line) > _LONGEST_HEADING or line.endswith((",", ";")):
        return False
    return _ANNEX_REST.match(line, found.end()) is not None and not (
        line.endswith(".") and len(line) > _LONGEST_HEADING // 2
    )


def _fill(text: str, blocks: Sequence[Block], first: int, last: int) -> list[Block]:
    """Add a paragraph wherever words stand outside every block; find what acts show by words."""
    filled: list[Block] = []
    at = first
    for block in [*blocks, Block(last, last, BlockKind.PARAGRAPH)]:
        if block.start < at:
            continue
        if text[at : block.start].strip():
            filled.append(Block(at, block.start, BlockKind.PARAGRAPH))
        if block.kind is BlockKind.PARAGRAPH and block.end > block.start:
            if filled and _is_title_below(text, filled[-1], block):
                filled[-1] = Block(filled[-1].start, block.end, filled[-1].kind, filled[-1].level)
            else:
                filled += _part_heading(text, block)
        elif block.end > block.start:
            filled.append(block)
        at = block.end
    return filled


def _is_title_below(text: str, last: Block, block: Block) -> bool:
    """Say whether a short paragraph is the title of the article whose bare number is above."""
    if last.level != 4 + KNOWN_LEVELS or last.end - last.start > _BARE:
        return False
    words = text[block.start : block.end].strip()
    title = words[:1].isupper() and "\n" not in words and not words.endswith(_NO_TITLE_END)
    return title and len(words) <= _LONGEST_TITLE


def _part_heading(text: str, block: Block) -> list[Block]:
    """Part the heading of an article, a capo or an annex from the paragraph that holds it."""
    lines = _lines(text, block.start, min(block.end, block.start + 2 * _HEAD))
    if not lines or not is_act_heading(lines[0].head):
        return [block]
    found = _blocks_of(lines[0], None, lines[1] if len(lines) > 1 else None, 0)
    if found[0].kind is not BlockKind.HEADING:
        return [block]
    level = found[0].level + KNOWN_LEVELS
    head = Block(block.start, found[0].end, BlockKind.HEADING, level)
    if not text[head.end : block.end].strip():
        return [Block(block.start, block.end, BlockKind.HEADING, level)]
    return [head, Block(head.end, block.end, BlockKind.PARAGRAPH)]


def _read_lines(text: str, headings: Sequence[Block], first: int, last: int) -> list[Block]:
    """Read what each line is, and put lines that belong together into one block."""
    lines = _lines(text, first, last)
    lengths = sorted(line.length for line in lines)
    full = lengths[len(lengths) * 9 // 10] * 0.8 if lengths else 0.0
    blocks: list[Block] = []
    waiting = list(reversed(headings))
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        while waiting and waiting[-1].end <= line.start:
            waiting.pop()
        shown = waiting[-1].level if waiting and waiting[-1].start <= line.start else 0
        for block in _blocks_of(line, before, after, shown):
            if blocks and _belongs(blocks[-1], block, line, before, after, full):
                old = blocks[-1]
                blocks[-1] = Block(old.start, block.end, old.kind, old.level)
            else:
                blocks.append(block)
    return blocks


def _lines(text: str, first: int, last: int) -> list[_Line]:
    """Return the lines that hold words."""
    lines: list[_Line] = []
    start, gap = first, True
    while start < last:
        end = text.find("\n", start, last)
        end = last if end < 0 else end
        head = text[start : min(end, start + _HEAD)]
        if not head.strip() and text[start:end].strip():
            head = text[start:end].lstrip()[:_HEAD]
        if head.strip():
            tail = text[max(start, end - 150) : end].rstrip()
            lines.append(_Line(start, end, head.strip(), tail, gap))
        gap = not head.strip()
        start = end + 1
    return lines


def _blocks_of(line: _Line, before: _Line | None, after: _Line | None, shown: int) -> list[Block]:
    """Say what a line is by itself; an article's number is parted from words that follow it."""
    open_end = before is not None and not line.gap and _OPEN_END.search(before.tail[-12:])
    wrapped = before if open_end else None
    level, length = _heading_after(line, wrapped) if wrapped else _heading(line, before, after)
    if not level and shown and not _ITEM.match(line.head):
        level, length = shown, 0
    if level and length and length < len(line.head):
        lead = line.end - line.start if line.length < _HEAD else _HEAD
        cut = line.start + (lead - len(line.head) if line.length < _HEAD else 0) + length
        return [
            Block(line.start, cut, BlockKind.HEADING, level),
            Block(cut, line.end, BlockKind.PARAGRAPH),
        ]
    if level:
        return [Block(line.start, line.end, BlockKind.HEADING, level)]
    if " | " in line.head:
        return [Block(line.start, line.end, BlockKind.ROW)]
    if (not wrapped and _is_item(line.head, after)) or _is_contents(line.head):
        return [Block(line.start, line.end, BlockKind.ITEM, 1)]
    return [Block(line.start, line.end, BlockKind.PARAGRAPH)]


def _is_item(head: str, after: _Line | None) -> bool:
    """Say whether a line begins as an item, or is the sign of one whose words stand below."""
    return bool(_ITEM.match(head) or (len(head) <= 4 and after and _MARK.match(head)))


def _is_contents(head: str) -> bool:
    """Say whether a line is one of a table of contents."""
    return "...." in head and _CONTENTS.match(head) is not None


def _heading_after(line: _Line, before: _Line) -> tuple[int, int]:
    """Return the level of a heading below a line that does not end a sentence."""
    head = line.head
    if before.tail.endswith(",") and _DECISION.match(head):
        return 1, 0
    return (2, 0) if _in_capitals(head) and _in_capitals(before.head) else (0, 0)


def _heading(line: _Line, before: _Line | None, after: _Line | None) -> tuple[int, int]:
    """Return the level of a heading (0: none) and how much of the line it is (0: all)."""
    head = line.head
    article = _ARTICLE.match(head) if head[0] == "A" else None
    if article:
        whole = line.length <= 100 and not _goes_on(line, after)
        return 4, 0 if whole else article.end()
    if line.length > _LONGEST_HEADING or _is_contents(head):
        return 0, 0
    level = _marked_level(line, before, after) if head[0] in _MARKED_LETTERS else 0
    if level:
        return level, 0
    numbered = _NUMBERED.match(head) if head[0].isdigit() else None
    if numbered and not _goes_on(line, after) and _stands_alone(numbered, before, after):
        return 3 + numbered[1].count("."), 0
    return (2, 0) if _in_capitals(head) or _SUBJECT.match(head) else (0, 0)


def _marked_level(line: _Line, before: _Line | None, after: _Line | None) -> int:
    """Return the level of a titolo, capo, annex or word that decides; 0 for other lines."""
    head = line.head
    for level, pattern in _MARKED:
        if pattern.match(head) and not head.endswith((",", ";")):
            return level
    annex = is_annex(head) and _opens_annex(line, before, after)
    return int(annex or _DECISION.match(head) is not None)


def _opens_annex(line: _Line, before: _Line | None, after: _Line | None) -> bool:
    """Tell an annex's heading from its name in a list of annexes or in running words."""
    if after is not None and not after.gap:
        if is_annex(after.head) and annex_id(after.head) != annex_id(line.head):
            return False
        if after.head[:1].islower() and not annex_id(line.head):
            return False
    if before is None or line.gap:
        return True
    if _ANNEXES.match(before.head) or is_annex(before.head):
        return False
    ended = before.tail.endswith(_SENTENCE_END) or before.head.upper() == before.head
    return ended or before.length < _HEAD // 3


def _goes_on(line: _Line, after: _Line | None) -> bool:
    """Say whether a line's sentence runs on, or ends as sentences of running text do."""
    if line.tail.endswith((".", ";", ",", ":")) and line.length > 12:
        return True
    return after is not None and not after.gap and after.head[:1].islower()


def _stands_alone(found: re.Match[str], before: _Line | None, after: _Line | None) -> bool:
    """Tell a numbered heading from a numbered point among others."""
    if _DECIDING.match(found[2]):
        return False
    if "." in found[1]:
        return True
    return len(found[2]) <= 70 and not any(
        other is not None and _NUMBERED.match(other.head) and "." not in other.head.split()[0][:-1]
        for other in (before, after)
    )


def _in_capitals(head: str) -> bool:
    """Say whether a short line is written in capitals, as titles are."""
    if len(head) > 100 or head.endswith((",", ";", "-")) or head.upper() != head:
        return False
    if _PREAMBLE.match(head) or _DECIDING.match(head):
        return False
    letters = sum(map(str.isalpha, head))
    return letters >= 4 and letters * 2 >= len(head)


def _belongs(
    last: Block,
    block: Block,
    line: _Line,
    before: _Line | None,
    after: _Line | None,
    full: float,
) -> bool:
    """Say whether a line's block goes on with the one above it."""
    if before is None or block.start != line.start:
        return False
    if last.kind is BlockKind.HEADING:
        return _titles_on(last, block, line, before) or _is_title(last, block, line, after, full)
    if block.kind is not BlockKind.PARAGRAPH or last.kind is BlockKind.ROW:
        return block.level == 2 and not line.gap and _runs_on_in_capitals(before)
    if last.kind is BlockKind.ITEM and last.end == before.end and _MARK.match(before.head):
        return True
    if line.gap or _PREAMBLE.match(line.head):
        return False
    organ = line.head.isupper() and line.head.startswith(("IL ", "LA ", "THE "))
    if organ and not before.head.isupper():
        return False
    if _ADDRESS_END.search(before.tail) and not line.head[:1].islower():
        return _ADDRESS.match(line.head) is not None or line.head[0] in "/-&?=%_#"
    if not before.tail.endswith(_SENTENCE_END) or line.head[:1].islower():
        return True
    return last.kind is BlockKind.ITEM and before.length >= full


def _runs_on_in_capitals(before: _Line) -> bool:
    """Say whether a line of running words in capitals is not at its sentence's end."""
    head = before.head
    return before.length > 40 and head.upper() == head and not before.tail.endswith(_SENTENCE_END)


def _is_title(last: Block, block: Block, line: _Line, after: _Line | None, full: float) -> bool:
    """Say whether a short line is the title of the article whose bare number stands above."""
    if last.level != 4 or last.end - last.start > _BARE or block.kind is not BlockKind.PARAGRAPH:
        return False
    if line.length > min(full * 0.8, _LONGEST_TITLE) or line.tail.endswith(_NO_TITLE_END):
        return False
    first = after.head[:1] if after is not None else ""
    return line.head[:1].isupper() and bool(first) and not first.islower()


def _titles_on(last: Block, block: Block, line: _Line, before: _Line) -> bool:
    """Say whether a line goes on with a heading: "CAPO II" and below it its title."""
    if is_division(line.head):
        return False
    same = block.kind is BlockKind.HEADING and block.level in (last.level, 2)
    size = block.end - last.start
    if same and block.level == last.level and block.level <= 3:
        return not line.gap and size <= 240
    bare = last.end - last.start <= 24
    titled = same or (
        block.kind is BlockKind.PARAGRAPH
        and line.length <= 70
        and line.head[:1] in '(“"«'
        and line.tail.endswith((")", "”", '"', "»"))
    )
    titled = titled and (last.level > 1 or is_division(before.head))
    return bare and titled and size <= 240
