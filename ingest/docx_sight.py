"""Which runs of a Word document its reader does not see: hidden, tiny, or of their ground's colour.

A property of a run comes from itself, its style, its paragraph's style or the document's defaults.
A ground that is not told for certain (a style of tables, a shape) hides nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.seen import TINY, WHITE, Colour, are_alike
from ingest.hidden import Hidden

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLAIN_TABLES = ("", "TableGrid", "Grigliatabella", "TableNormal", "Tabellanormale")
_HIGHLIGHTS: dict[str, Colour] = {
    "black": (0, 0, 0),
    "white": WHITE,
    "yellow": (255, 255, 0),
    "lightGray": (192, 192, 192),
    "darkGray": (128, 128, 128),
}
_OFF = ("0", "false", "off")


@dataclass
class Sight:
    """What is seen of a document: its styles, and what was found hidden so far."""

    styles: Mapping[str, Any]
    defaults: Any
    paper: Colour | None = WHITE
    page: int = 1
    hidden: list[Hidden] = field(default_factory=list)
    _known: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def shows(self, run: Any) -> bool:
        """Say whether a reader sees a run."""
        settings = self._settings(run)
        if _is_on(_first(settings, "vanish")) or _is_tiny(_first(settings, "sz")):
            return False
        colour = _colour(_first(settings, "color"), "val")
        if colour is None:
            return True
        ground = self._ground(run, settings)
        return ground is None or not are_alike(colour, ground)

    def note(self, run: Any) -> None:
        """Remember what a run hides."""
        words = "".join(text.text or "" for text in run.iter(f"{_W}t"))
        self.hidden.append(Hidden(self.page, words))

    def _settings(self, run: Any) -> list[Any]:
        """Return the properties that hold for a run, the nearest first."""
        own = run.find(f"{_W}rPr")
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        names = (
            _value(own, "rStyle"),
            _value(paragraph.find(f"{_W}pPr") if paragraph is not None else None, "pStyle"),
        )
        if names not in self._known:
            inherited = [one for name in names for one in self._chain(name)]
            self._known[names] = [*inherited, self.defaults]
        return [one for one in (own, *self._known[names]) if one is not None]

    def _chain(self, name: str) -> Iterator[Any]:
        """Give the properties of runs in a style and in those it is based on."""
        for _ in range(10):
            style = self.styles.get(name)
            if style is None:
                return
            yield style.find(f"{_W}rPr")
            name = _value(style, "basedOn")

    def _ground(self, run: Any, settings: list[Any]) -> Colour | None:
        """Return the colour behind a run; None where it is not known."""
        mark = _first(settings, "highlight")
        if mark is not None and mark.get(f"{_W}val") != "none":
            return _HIGHLIGHTS.get(mark.get(f"{_W}val", ""))
        for shade in self._shades(run, settings):
            if shade is None:
                return None
            if shade.get(f"{_W}fill", "auto") != "auto" or shade.get(f"{_W}themeFill"):
                return _colour(shade, "fill")
            if shade.get(f"{_W}val") not in ("clear", "nil", None):
                return None
        return self.paper

    def _shades(self, run: Any, settings: list[Any]) -> Iterator[Any]:
        """Give what may shade a run, from the nearest; None where that cannot be told."""
        yield from (shade for one in settings if (shade := one.find(f"{_W}shd")) is not None)
        for above in run.iterancestors():
            if above.tag == f"{_W}p":
                yield from self._paragraph_shades(above)
            elif above.tag == f"{_W}tc":
                yield from above.iterfind(f"{_W}tcPr/{_W}shd")
            elif above.tag == f"{_W}tbl":
                yield from above.iterfind(f"{_W}tblPr/{_W}shd")
                if _value(above.find(f"{_W}tblPr"), "tblStyle") not in _PLAIN_TABLES:
                    yield None
            elif above.tag == f"{_W}txbxContent":
                yield None

    def _paragraph_shades(self, paragraph: Any) -> Iterator[Any]:
        """Give what shades a paragraph: itself or its style."""
        yield from paragraph.iterfind(f"{_W}pPr/{_W}shd")
        name = _value(paragraph.find(f"{_W}pPr"), "pStyle")
        for _ in range(10):
            style = self.styles.get(name)
            if style is None:
                return
            yield from style.iterfind(f"{_W}pPr/{_W}shd")
            name = _value(style, "basedOn")


def read_paper(document: Any) -> Colour | None:
    """Return the colour of a document's pages; None where it is not known."""
    ground = document.find(f"{_W}background")
    return WHITE if ground is None else _colour(ground, "color")


def count_unread(body: Any, comments: Any) -> tuple[str, ...]:
    """Say how many comments and deleted stretches were not read."""
    warnings = []
    deleted = sum(1 for name in ("del", "moveFrom") for _ in body.iter(f"{_W}{name}"))
    remarks = 0 if comments is None else sum(1 for _ in comments.iter(f"{_W}comment"))
    if remarks:
        warnings.append(f"commenti del documento Word non letti: {remarks}")
    if deleted:
        warnings.append(f"revisioni eliminate del documento Word non lette: {deleted}")
    return tuple(warnings)


def _value(element: Any, name: str) -> str:
    """Return the `val` of a child, or nothing."""
    child = element.find(f"{_W}{name}") if element is not None else None
    return "" if child is None else child.get(f"{_W}val", "")


def _first(settings: list[Any], name: str) -> Any:
    """Return the nearest property of this name, or None."""
    found = (one.find(f"{_W}{name}") for one in settings)
    return next((one for one in found if one is not None), None)


def _is_on(switch: Any) -> bool:
    """Say whether a switch is on."""
    return switch is not None and switch.get(f"{_W}val", "1") not in _OFF


def _is_tiny(size: Any) -> bool:
    """Say whether a size, in half points, is too small to be read."""
    value = size.get(f"{_W}val", "") if size is not None else ""
    return value.isdigit() and int(value) <= 2 * TINY


def _colour(element: Any, name: str) -> Colour | None:
    """Read a colour; None where it is not told, or leaves the choice to the program."""
    if element is None:
        return None
    value = element.get(f"{_W}{name}", "")
    theme = element.get(f"{_W}themeColor") or element.get(f"{_W}themeFill") or ""
    if theme in ("background1", "bg1", "light1") and value in ("", "auto"):
        return WHITE
    try:
        return (int(value[:2], 16), int(value[2:4], 16), int(value[4:6], 16))
    except ValueError:
        return None
