"""The small pieces of HTML that answers and pages share; here every foreign word is escaped."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from assistant.ui.wording import Texts
from corpus.types import Authority

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def escape(text: object) -> str:
    """Make any text safe inside an element and inside a quoted attribute."""
    return html.escape(_CONTROL.sub(" ", str(text)), quote=True)


def safe_url(url: str | None) -> str | None:
    """Return the address if it may become a link (http and https only), else None."""
    if not url or _CONTROL.search(url) or any(sign.isspace() for sign in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


@dataclass(frozen=True, slots=True)
class Marks:
    """Which words of a page are highlighted, and which of them the reader asked for."""

    spans: tuple[tuple[int, int], ...] = ()
    active: int | None = None
    n: int | None = None

    @property
    def focus(self) -> tuple[int, int] | None:
        """The span that the reader asked for."""
        return None if self.active is None else self.spans[self.active]

    def query(self) -> str:
        """The marks as the query of an address; empty without marks."""
        pairs = [pair for start, end in self.spans for pair in (("start", start), ("end", end))]
        if self.active is not None:
            pairs.append(("active", self.active))
        return f"?{urlencode(pairs)}" if pairs else ""


NO_MARKS = Marks()


def open_attributes(
    document_id: str, page: int, marks: Marks = NO_MARKS, n: int | None = None
) -> str:
    """Return the attributes by which page.js knows what a button opens."""
    number = f' data-n="{n}"' if n is not None else ""
    return (
        f'data-open="{escape(document_id)}" data-page="{page}"'
        f' data-marks="{escape(marks.query())}"{number}'
    )


def authority_badge(authority: str, words: Texts) -> str:
    """Show how far a document's word goes."""
    if authority not in set(Authority):
        return f'<span class="ctl-badge">{escape(authority)}</span>'
    known = Authority(authority)
    return (
        f'<span class="ctl-badge ctl-authority-{known.value}"'
        f' title="{escape(words.authority_hint[known])}">{escape(words.authority[known])}</span>'
    )


def validity_badge(validity: str, words: Texts) -> str:
    """Show whether an act still holds; nothing where that is unknown."""
    if validity not in words.validity:
        return ""
    return (
        f'<span class="ctl-badge ctl-validity-{validity}">{escape(words.validity[validity])}</span>'
    )


def act_label(act_id: str | None, words: Texts) -> str:
    """Name an act as people write it; nothing for none, the id itself if it is no act id."""
    if not act_id:
        return ""
    parts = act_id.split(":")
    if len(parts) != 4:
        return act_id
    issuer, kind, number, date = parts
    name = words.acts.get(kind, words.acts["other"])
    label = name if number == "?" else f"{name} {number}"
    if date != "?":
        label = words.act_line.format(act=label, date=date_label(date, words.date_line, words))
    place = issuer.replace("-", " ").capitalize()
    return label if issuer in {"?", "stato", "ue"} else f"{label} ({place})"


def date_label(date: str, form: str, words: Texts) -> str:
    """Write an ISO date (or the date of an ISO time) in a form; anything else stays as it is."""
    parts = date[:10].split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return date
    year, month, day = (int(part) for part in parts)
    if not 1 <= month <= 12:
        return date
    return form.format(day=day, month=words.months[month - 1], number=month, year=year)


def link(address: str, text: str, *, css: str = "") -> str:
    """Make a link in a new tab; the caller vouches for the address."""
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer"'
        f' class="{css}">{escape(text)}</a>'
    )
