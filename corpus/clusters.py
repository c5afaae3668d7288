"""The ten clusters and the ways in which texts name them; no status, act or date stands here."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from corpus.words import split_words, strip_accents

_FILE = Path(__file__).with_name("clusters.toml")
_SLIP = 86.0
"""From this similarity (0 to 100) what a person wrote counts as a slip for a name."""
_TELLING = 4
"""From this length an acronym stands for nothing else."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster: its id and names, as `clusters.toml` gives them."""

    id: str
    name_it: str
    name_en: str
    aliases: tuple[str, ...]
    area_it: str
    area_en: str
    area_words: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        """Every way of writing it, the full names first."""
        return (self.name_it, self.name_en, *self.aliases)


@dataclass(frozen=True, slots=True)
class ClusterMention:
    """A place where a text names a cluster, or a group by its number ("i nove cluster").

    `cluster_id` is "" for a group, whose members the place does not tell; `count` is then its
    number, 0 where none is said.
    """

    start: int
    end: int
    cluster_id: str
    count: int = 0


@cache
def clusters() -> tuple[Cluster, ...]:
    """All clusters, in the order of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["cluster"]
    return tuple(
        Cluster(
            row["id"],
            row["name_it"],
            row["name_en"],
            tuple(row["aliases"]),
            row["area_it"],
            row["area_en"],
            tuple(row["area_words"]),
        )
        for row in rows
    )


def cluster_by_id(cluster_id: str) -> Cluster | None:
    """The cluster of an id, or None."""
    return next((one for one in clusters() if one.id == cluster_id), None)


# --- in texts -----------------------------------------------------------------------------------

_SIGNS = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\n": " ", "\xa0": " "})


def level(text: str) -> str:
    """`text` in lower case without accents, with plain spaces; offsets stay the same."""
    low = text.translate(_SIGNS).lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_SIGNS))
    return low if low.isascii() else _MARKED.sub(lambda m: _bare(m[0]), low)


_MARKED = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=4_096)
def _bare(letter: str) -> str:
    bare = strip_accents(letter)
    return bare if len(bare) == 1 else letter


def _pattern(words: str) -> str:
    """A regex for words with any gap between them, an accent possibly told by an apostrophe."""
    return r" {1,3}".join(re.escape(word) for word in level(words).split())


_KIND = r"(?:cluster|ctl)"
_QUALITY = (
    r"(?: (?:tecnologic[oi]|technology|lombard[oiae]|regional[ei]|regionale|alta tecnologia))"
)
_JOINT = (
    r"(?: (?:del(?:le|la|l')?|dell'|dei|degli|di|per(?: (?:la|le|gli|i|l'))?|per l'|in|on|for|of"
    r"|sull[ae]|sull')| ?[-:(«\"“]){0,2}"
)
_COUNTS = {
    word: number
    for number, words in enumerate(
        (
            *("due two 2", "tre three 3", "quattro four 4", "cinque five 5", "sei six 6"),
            *("sette seven 7", "otto eight 8", "nove nine 9", "dieci ten 10", "undici eleven 11"),
        ),
        start=2,
    )
    for word in words.split()
}
_COUNT = "|".join(sorted(_COUNTS, key=len, reverse=True))
_GROUP = re.compile(
    rf"(?<![\w.])(?:(?P<count>{_COUNT}) (?:nuovi |new |distinti )?"
    r"(?:cluster|ctl|technology clusters|lombardy (?:technology )?clusters|regional clusters)\b"
    r"|(?:i|dei|ai|tutti e|tutti i|the|all) (?P<all>(?:cluster tecnologici (?:lombardi|regionali)"
    r"|cluster lombardi|ctl|lombardy technology clusters)\b))"
)


_ELSEWHERE = re.compile(
    r" (?:nazional[ei]|national|italian[oa]|europe[oa]|pugliese|piemontese|venet[oa]|toscan[oa]"
    r"|emilian[oa]|ligure|campan[oa]|laziale|sicilian[oa]|sard[oa]|umbr[oa]|marchigian[oa]"
    r"|friulan[oa]|trentin[oa]|calabrese|lucan[oa]|abruzzese|molisan[oa]|valdostan[oa]|francese"
    r"|tedesc[oa]|svizzer[oa]|catalan[oa]|spagnol[oa]|(?:d[ei]l(?:la|l')?|dell'|in"
    r"|of) ?(?:regione )?(?:piemonte|puglia|veneto|toscana|emilia|liguria|campania|lazio|sicilia"
    r"|sardegna|umbria|marche|friuli|trentino|calabria|basilicata|abruzzo|molise|valle d'aosta"
    r"|piedmont|apulia|tuscany|catalunya|catalogna|baviera))\b"
)
"""Behind a name: words by which it is a cluster of another region, or a national one."""


@cache
def _named() -> re.Pattern[str]:
    """One pattern for every full name, alias and "cluster della <area>", a group an id."""
    parts = []
    for place, one in enumerate(clusters()):
        names = sorted({*one.names()}, key=len, reverse=True)
        whole = "|".join(_pattern(name) for name in names if not _is_acronym(name))
        areas = "|".join(_pattern(word) for word in sorted(one.area_words, key=len, reverse=True))
        led = rf"{_KIND}{_QUALITY}{{0,3}}{_JOINT} ?(?:le |la |il |gli |tecnologie )?(?:{areas})"
        trailed = rf"(?:{areas}) cluster"
        parts.append(rf"(?P<c{place}>{whole}|{led}|{trailed})")
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)")


@cache
def _first_words() -> re.Pattern[str]:
    """The words with which anything in `_named` begins: cheap to look for."""
    firsts = {"cluster", "ctl"}
    for one in clusters():
        firsts |= {level(name).split()[0] for name in (*one.names(), *one.area_words)}
    whole = "|".join(re.escape(word) for word in sorted(firsts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)")


@cache
def _acronyms() -> tuple[re.Pattern[str], Mapping[str, str]]:
    owners = {name: one.id for one in clusters() for name in one.names() if _is_acronym(name)}
    names = "|".join(re.escape(name) for name in sorted(owners, key=len, reverse=True))
    return re.compile(rf"(?<![\w.&])(?:{names})(?![\w&]|\.[A-Z])"), owners


def _is_acronym(name: str) -> bool:
    return " " not in name and name == name.upper()


def find_clusters(
    text: str, *, hinted: bool | None = None, elsewhere: bool = False
) -> list[ClusterMention]:
    """The clusters and groups of clusters named in `text`, in order, without overlap.

    A short acronym counts only where clusters are spoken of: in `text`, or as `hinted` says.
    With `elsewhere`, also what bears a cluster's name and is said to be of another region.
    """
    if len(text) > _LONGEST_KEPT:
        return _read_clusters(text, hinted, elsewhere)
    return list(_kept_clusters(text, hinted, elsewhere))


_LONGEST_KEPT = 4_000


@lru_cache(maxsize=4_096)
def _kept_clusters(text: str, hinted: bool | None, elsewhere: bool) -> Sequence[ClusterMention]:
    """What several readers of one document ask, found once."""
    return _read_clusters(text, hinted, elsewhere)


def _read_clusters(text: str, hinted: bool | None, elsewhere: bool) -> list[ClusterMention]:
    low = level(text)
    named = _named()
    taken = [
        ClusterMention(*m.span(), clusters()[int(str(m.lastgroup)[1:])].id)
        for first in _first_words().finditer(low)
        if (m := named.match(low, first.start()))
        and (elsewhere or not _ELSEWHERE.match(low, m.end()))
    ]
    for m in _GROUP.finditer(low):
        count = _COUNTS[m["count"]] if m["count"] else 0
        taken.append(ClusterMention(m.start(), m.end(), "", count))
    spoken = hinted if hinted is not None else (bool(taken) or "cluster" in low)
    pattern, owners = _acronyms()
    taken += [
        ClusterMention(*m.span(), owners[m.group()])
        for m in pattern.finditer(text)
        if spoken or len(m.group()) >= _TELLING
    ]
    return _without_overlap(taken)


def _without_overlap(found: Sequence[ClusterMention]) -> list[ClusterMention]:
    """Of those that overlap the longest, of as long ones the first."""
    kept: list[ClusterMention] = []
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


@cache
def _area_pattern() -> re.Pattern[str]:
    parts = []
    for place, one in enumerate(clusters()):
        words = sorted({*one.area_words, one.area_it, one.area_en}, key=len, reverse=True)
        parts.append(rf"(?P<c{place}>{'|'.join(_pattern(word) for word in words)})")
    return re.compile(rf"(?<![\w])(?:{'|'.join(parts)})(?!\w)")


def find_areas(text: str) -> list[ClusterMention]:
    """The clusters named by their areas alone, as a list does: "Agrifood, Aerospazio, Energia"."""
    return _without_overlap(
        [
            ClusterMention(m.start(), m.end(), clusters()[int(str(m.lastgroup)[1:])].id)
            for m in _area_pattern().finditer(level(text))
        ]
    )


# --- as people write them -------------------------------------------------------------------------


@cache
def _choices() -> Mapping[str, str]:
    """Every name in its levelled form → cluster id."""
    return {
        " ".join(level(name).split()): one.id
        for one in reversed(clusters())
        for name in (
            *(one.id, one.id.replace("-", " "), one.area_it, one.area_en),
            *(*one.area_words, *one.names()),
        )
    }


def find_cluster(words: str) -> Cluster | None:
    """The cluster that a person means by `words`: an id, a name, an area, or a slip of one."""
    wanted = " ".join(level(words).replace("?", " ").split())
    if not wanted:
        return None
    exact = _choices().get(wanted)
    if exact is None:
        named = {m.cluster_id for m in find_clusters(words) if m.cluster_id}
        exact = named.pop() if len(named) == 1 else None
    if exact is None and len(wanted) >= 4:
        exact = _nearest(wanted)
    return cluster_by_id(exact) if exact else None


def _nearest(wanted: str) -> str | None:
    """The id of the one cluster whose name is nearly `wanted`, or has all its telling words."""
    best = process.extractOne(wanted, _choices().keys(), scorer=fuzz.ratio, score_cutoff=_SLIP)
    if best:
        return _choices()[best[0]]
    telling = {word for word in re.findall(r"\w{4,}", wanted) if word not in _GENERIC}
    owners = {
        owner
        for name, owner in _choices().items()
        if telling and all(_has_word(name, word) for word in telling)
    }
    return owners.pop() if len(owners) == 1 else None


_GENERIC = split_words(
    """
    cluster tecnologico tecnologici lombardo lombardi lombardia della dello delle degli regionale
    regione region regional fondazione associazione tecnologie technology lombardy association
    """
)


def _has_word(name: str, word: str) -> bool:
    return any(fuzz.ratio(word, other) >= _SLIP for other in re.findall(r"\w{4,}", name))
