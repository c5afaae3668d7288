"""What of a web page its reader does not see: by its own style rules, attributes and comments.

Only what the page itself says is known; style sheets of other addresses are not fetched. So letters
as light as the default paper count as unseen only where no such sheet may have coloured the paper.
"""

import colorsys
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from corpus.seen import TINY, WHITE, Colour, are_alike

_MOST_RULES, _MOST_STYLE = 300, 500_000
_DEFAULT_SIZE = 12.0
"""Points: 16 pixels."""
_NAMED: dict[str, Colour] = {
    "white": WHITE,
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "yellow": (255, 255, 0),
    "orange": (255, 165, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
}
_KEPT = frozenset(
    (
        *("display", "visibility", "opacity", "font-size", "font", "color", "background"),
        *("background-color", "background-image", "position", "left", "top", "right", "bottom"),
        *("text-indent", "margin-left", "margin-top", "clip", "clip-path", "width", "height"),
        *("max-width", "max-height", "overflow", "transform", "filter", "content-visibility"),
        "-webkit-text-fill-color",
    )
)
_DECLARATION = re.compile(r"\s*([a-z-]{1,40})\s*:\s*([^;]{1,300})", re.IGNORECASE)
_LENGTH = re.compile(r"(-?\d*\.?\d{1,9})\s{0,4}(px|pt|em|rem|%|vw|vh|cm|mm|in|ex|ch)?(?![\w.])")
_POINTS = {"px": 0.75, "pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "vw": 10.0, "vh": 7.0}
_PARTS = re.compile(r"\d*\.?\d+%?")
_PSEUDO = re.compile(r":(?!first-child|last-child|first-of-type|last-of-type|nth-|not\(|is\()")
_FAR = -300.0
"""Points: this far left of or above the page nothing is seen."""
_Styles = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Look:
    """How text is set at a place of the page; a colour that is not known is None."""

    size: float = _DEFAULT_SIZE
    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = WHITE
    seen: bool = True
    clear: bool = False

    def shows(self) -> bool:
        """Say whether a reader sees text that is so set."""
        if not self.seen or self.clear or self.size <= TINY:
            return False
        known = self.colour is not None and self.ground is not None
        return not (known and are_alike(self.colour or WHITE, self.ground or WHITE))


def drop_unseen(tree: LexborHTMLParser, body: LexborNode) -> list[str]:
    """Take out of a page what its reader does not see; return the words, piece by piece."""
    return _Sight(_style_rules(tree), _has_other_styles(tree)).drop(body)


def find_comments(text: str) -> Iterator[str]:
    """Give the comments of an HTML text."""
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        yield text[at + 4 : end]
        at = text.find("<!--", end + 3)


def _has_other_styles(tree: LexborHTMLParser) -> bool:
    """Say whether a page calls for style sheets that it does not hold."""
    imports = any("@import" in (node.text() or "") for node in tree.css("style"))
    return imports or tree.css_first("link[rel~=stylesheet]") is not None


def _style_rules(tree: LexborHTMLParser) -> dict[int, _Styles]:
    """Return what the page's own style sheets say of each element, by the element's number."""
    ranked: list[tuple[tuple[int, int, int], str, _Styles]] = []
    for sheet in tree.css("style"):
        for selectors, styles in _rules((sheet.text() or "")[:_MOST_STYLE]):
            for selector in selectors.split(",")[:50]:
                if len(ranked) < _MOST_RULES and not _PSEUDO.search(selector):
                    ranked.append((_weight(selector), selector.strip(), styles))
    found: dict[int, _Styles] = {}
    for _, selector, styles in sorted(ranked, key=lambda one: one[0]):
        with suppress(SelectolaxError):
            for node in tree.css(selector) if selector else ():
                _merge(found.setdefault(node.mem_id, {}), styles)
    return found


def _weight(selector: str) -> tuple[int, int, int]:
    """Return how much a selector counts: its ids, its classes and attributes, its tags."""
    marks = selector.count(".") + selector.count("[") + selector.count(":")
    return selector.count("#"), marks, len(re.findall(r"(?:^|[\s>+~])[a-z]", selector, re.I))


def _rules(sheet: str) -> Iterator[tuple[str, _Styles]]:
    """Give the selectors and styles of a sheet's rules that hold on any screen."""
    outer: list[str] = []
    start = 0
    sheet = _without_remarks(sheet)
    for brace in re.finditer(r"[{}]", sheet):
        words = sheet[start : brace.start()].rpartition(";" if brace[0] == "{" else "{")[2]
        start = brace.end()
        if brace[0] == "{":
            outer.append(words.strip())
        elif outer:
            head = outer.pop()
            styles = _declared(words)
            if styles and not head.startswith("@") and all(map(_holds, outer)):
                yield head, styles


def _holds(condition: str) -> bool:
    """Say whether the rules within these braces hold on any screen."""
    plain = " ".join(condition.lower().split())
    return plain in ("@media screen", "@media all") or plain.startswith(("@layer", "@supports"))


def _without_remarks(sheet: str) -> str:
    """Leave out a sheet's remarks."""
    kept = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        kept.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        at = len(sheet) if end < 0 else end + 2
    return "".join((*kept, sheet[at:]))


def _declared(text: str) -> _Styles:
    """Read the declarations that can hide text."""
    styles: _Styles = {}
    for part in text[:20_000].split(";"):
        found = _DECLARATION.match(part)
        if found and found[1].lower() in _KEPT:
            _merge(styles, {found[1].lower(): found[2].strip().lower()})
    return styles


def _merge(styles: _Styles, later: _Styles) -> None:
    """Let later declarations win, but over important ones."""
    for name, value in later.items():
        if "!" in value or "!" not in styles.get(name, ""):
            styles[name] = value


@dataclass
class _Sight:
    """One pass over a tree, without recursion; notes what is not seen, then takes it out."""

    rules: dict[int, _Styles]
    others: bool
    words: list[str] = field(default_factory=list)
    unseen: list[LexborNode] = field(default_factory=list)

    def drop(self, body: LexborNode) -> list[str]:
        """Take out what is not seen below `body`; return its words."""
        waiting = [(body, self._look(body, _Look(), self._styles(body)))]
        while waiting:
            parent, look = waiting.pop()
            node = parent.child
            while node is not None:
                self._take(node, look, waiting)
                node = node.next
        for node in self.unseen:
            node.decompose()
        return [words for words in self.words if words]

    def _take(self, node: LexborNode, look: _Look, waiting: list[tuple[LexborNode, _Look]]) -> None:
        """Judge a text, or an element before its children."""
        tag = node.tag or ""
        if tag == "-text":
            if not look.shows() and (node.text_content or "").strip():
                self._note(node, node.text_content or "")
        elif not tag.startswith(("-", "!")):
            styles = self._styles(node)
            if _is_gone(styles):
                self._note(node, node.text() or "")
            else:
                waiting.append((node, self._look(node, look, styles)))

    def _note(self, node: LexborNode, words: str) -> None:
        """Remember what is not seen."""
        self.words.append(" ".join(words.split()))
        self.unseen.append(node)

    def _styles(self, node: LexborNode) -> _Styles:
        """Return what is said of an element: by old attributes, style sheets, its own style."""
        said = node.attributes
        styles: _Styles = {}
        if "hidden" in said:
            styles["display"] = "none"
        old = {"color": said.get("color"), "background-color": said.get("bgcolor")}
        if node.tag == "body":
            old["color"] = said.get("text")
        styles.update({name: value.strip().lower() for name, value in old.items() if value})
        _merge(styles, self.rules.get(node.mem_id, {}))
        _merge(styles, _declared(said.get("style") or ""))
        return {name: value.partition("!")[0].strip() for name, value in styles.items()}

    def _look(self, node: LexborNode, above: _Look, styles: _Styles) -> _Look:
        """Return how text is set within an element."""
        look = above
        said = node.attributes
        if self.others and look.ground == WHITE and (said.get("class") or said.get("id")):
            look = replace(look, ground=None)
        if not styles:
            return look
        look = replace(look, ground=_ground(styles, look.ground), size=_size(styles, look.size))
        if "visibility" in styles:
            look = replace(look, seen=styles["visibility"] not in ("hidden", "collapse"))
        said_colour = styles.get("-webkit-text-fill-color") or styles.get("color", "inherit")
        if said_colour in ("inherit", "currentcolor"):
            return look
        colour, opacity = _colour(said_colour)
        return replace(look, colour=colour, clear=opacity < 0.08)


def _is_gone(styles: _Styles) -> bool:
    """Say whether an element is not seen, nor anything within it."""
    if not styles:
        return False
    return (
        styles.get("display") == "none"
        or styles.get("content-visibility") == "hidden"
        or _share(styles.get("opacity", "")) < 0.08
        or _share(_argument(styles.get("filter", ""), "opacity")) < 0.08
        or _is_away(styles)
        or _is_cut(styles)
    )


def _is_away(styles: _Styles) -> bool:
    """Say whether an element stands beside the page."""
    places = ["text-indent", "margin-left", "margin-top"]
    if styles.get("position") in ("absolute", "fixed", "relative"):
        places += ["left", "top"]
        if styles["position"] != "relative":
            places += ["right", "bottom"]
    moved = _argument(styles.get("transform", ""), "translate")
    lengths = [_length(styles.get(name, ""), _DEFAULT_SIZE) for name in places]
    lengths += [_length(part, _DEFAULT_SIZE) for part in moved.split(",")]
    scale = _argument(styles.get("transform", ""), "scale")
    return min((size for size in lengths if size is not None), default=0.0) <= _FAR or (
        _share(scale.split(",")[0]) < 0.08
    )


def _is_cut(styles: _Styles) -> bool:
    """Say whether nothing of an element is left to see."""
    sizes = _LENGTH.findall(_argument(styles.get("clip", ""), "rect"))
    if len(sizes) == 4 and styles.get("position") in ("absolute", "fixed"):
        top, right, bottom, left = (float(size) for size, _ in sizes)
        if right - left < 2 or bottom - top < 2:
            return True
    inset = _LENGTH.match(_argument(styles.get("clip-path", ""), "inset"))
    if inset and inset[2] == "%" and float(inset[1]) >= 50:
        return True
    circle = _LENGTH.match(_argument(styles.get("clip-path", ""), "circle"))
    if circle and float(circle[1]) == 0:
        return True
    room = [_length(styles.get(name, ""), 0.0) for name in ("width", "height")]
    room += [_length(styles.get(name, ""), 0.0) for name in ("max-width", "max-height")]
    no_room = any(size is not None and size <= 1.0 for size in room)
    return no_room and styles.get("overflow", "") in ("hidden", "clip")


def _argument(value: str, name: str) -> str:
    """Return what stands in the brackets of a function of CSS, or nothing."""
    found = re.search(rf"{name}[xy3d]{{0,2}}\(([^)]{{0,100}})", value)
    return found[1].strip() if found else ""


def _share(value: str) -> float:
    """Read a number or a percentage as a share; 1 where there is none."""
    found = _PARTS.match(value.strip())
    if not found:
        return 1.0
    return float(found[0].rstrip("%")) / (100 if found[0].endswith("%") else 1)


def _length(value: str, em: float) -> float | None:
    """Read a length in points; `em` is the size that shares are of."""
    found = _LENGTH.match(value.strip())
    if not found:
        return None
    number, unit = float(found[1]), found[2] or ""
    if unit in ("em", "ch", "ex"):
        return number * em
    if unit == "%":
        return number * em / 100
    if unit == "rem":
        return number * _DEFAULT_SIZE
    return number * _POINTS.get(unit, 0.75)


def _size(styles: _Styles, above: float) -> float:
    """Return the size of letters in points."""
    size = _length(styles.get("font-size", ""), above)
    if size is None and "font" in styles:
        found = re.search(r"(?:^|\s)(\d[\w.%]{0,8})(?=[\s/])", styles["font"])
        size = _length(found[1], above) if found else None
    return above if size is None else size


def _ground(styles: _Styles, above: Colour | None) -> Colour | None:
    """Return the colour behind an element's text; None where it is not known."""
    if "url(" in styles.get("background-image", "") or "gradient" in styles.get(
        "background-image", ""
    ):
        return None
    said = styles.get("background-color") or styles.get("background", "")
    if not said or said.split()[0] in ("none", "transparent", "inherit", "initial", "unset"):
        return above
    if "url(" in said or "gradient" in said:
        return None
    found = re.search(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]{0,60}\)", said)
    words = [found[0]] if found else [word for word in said.split() if word in _NAMED]
    colour, opacity = _colour(words[0]) if words else (None, 1.0)
    if opacity < 0.08:
        return above
    return colour if opacity > 0.9 else None


def _colour(value: str) -> tuple[Colour | None, float]:
    """Read a colour, None where it is not known, and how far it covers what is behind it."""
    if value == "transparent":
        return None, 0.0
    if value.startswith("#"):
        return _hex_colour(value[1:])
    parts = [_share(part) for part in _PARTS.findall(value)]
    opacity = parts[3] if len(parts) > 3 else 1.0
    if value.startswith("rgb") and len(parts) > 2:
        scale = 255 if "%" in value.split(",")[0] else 1
        red, green, blue = (min(255, round(part * scale)) for part in parts[:3])
        return (red, green, blue), opacity
    if value.startswith("hsl") and len(parts) > 2:
        shares = colorsys.hls_to_rgb(parts[0] % 360 / 360, min(parts[2], 1), min(parts[1], 1))
        red, green, blue = (round(255 * share) for share in shares)
        return (red, green, blue), opacity
    return _NAMED.get(value), 1.0


def _hex_colour(digits: str) -> tuple[Colour | None, float]:
    """Read #rgb, #rgba, #rrggbb and #rrggbbaa."""
    if not re.fullmatch(r"[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8}", digits):
        return None, 1.0
    full = digits if len(digits) > 4 else "".join(digit * 2 for digit in digits)
    red, green, blue = (int(full[at : at + 2], 16) for at in (0, 2, 4))
    return (red, green, blue), int(full[6:8], 16) / 255 if len(full) == 8 else 1.0
