"""The chain of an act – what it did to others and others to it – as Mermaid and as SVG."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.act_names import ActName, act_id
from corpus.act_register import ActEntry, Validity
from corpus.claims import Relation, RelationKind

_MOST_ACTS = 40
_SECONDS = 20.0
_LABELS = {
    RelationKind.RECOGNISES: "riconosce",
    RelationKind.AMENDS: "modifica",
    RelationKind.REVOKES: "revoca",
    RelationKind.EXTENDS: "proroga",
    RelationKind.IMPLEMENTS: "attua",
    RelationKind.APPROVES: "approva",
    RelationKind.RECTIFIES: "rettifica",
    RelationKind.CITES: "cita",
}


@dataclass(frozen=True, slots=True)
class Chain:
    """Acts and what ties them: (from, label, to), each once; citations alone tie nothing."""

    acts: tuple[ActEntry, ...]
    ties: tuple[tuple[str, str, str], ...]


def find_chain(entry: ActEntry, entry_of: Callable[[ActName], ActEntry]) -> Chain:
    """The acts that are tied to `entry` by more than a citation, at most `_MOST_ACTS`."""
    known = {entry.act_id: entry}
    waiting = [entry]
    ties: dict[tuple[str, str, str], None] = {}
    while waiting:
        one = waiting.pop(0)
        for subject, relation, target in _strong(one):
            ties[act_id(subject), _label(relation), act_id(target)] = None
            for name in (subject, target):
                if act_id(name) not in known and len(known) < _MOST_ACTS:
                    known[act_id(name)] = entry_of(name)
                    waiting.append(known[act_id(name)])
    shown = [tie for tie in ties if tie[0] in known and tie[2] in known]
    return Chain(tuple(known.values()), tuple(shown))


def _strong(entry: ActEntry) -> Iterator[tuple[ActName, Relation, ActName]]:
    for relation, _ in entry.outward:
        if relation.kind is not RelationKind.CITES:
            yield entry.name, relation, relation.target
    for relation, _ in entry.inward:
        if relation.kind is not RelationKind.CITES and relation.subject is not None:
            yield relation.subject, relation, entry.name


def _label(relation: Relation) -> str:
    label = _LABELS[relation.kind]
    if relation.kind is RelationKind.AMENDS and relation.whole:
        return "sostituisce"
    return label


def act_words(name: ActName) -> str:
    """An act's name for people: "decreto 4638 (2014-05-30)"."""
    number = name.number or "numero non noto"
    return f"{name.type.value} {number} ({name.date or 'data non nota'})"


def to_mermaid(chain: Chain, state: Callable[[ActEntry], Validity]) -> str:
    """The chain as a Mermaid flowchart; acts that are not held have a dashed border."""
    places = {one.act_id: f"a{place}" for place, one in enumerate(chain.acts)}
    lines = ["flowchart TD"]
    for one in chain.acts:
        words = f"{act_words(one.name)}<br/>{one.name.issuer or 'ente non noto'}"
        words += f"<br/>{state(one).state.value}"
        lines.append(f'    {places[one.act_id]}["{_quoted(words)}"]')
    lines += [
        f'    {places[start]} -->|"{label}"| {places[end]}' for start, label, end in chain.ties
    ]
    missing = [places[one.act_id] for one in chain.acts if not one.held]
    if missing:
        lines.append("    classDef missing stroke-dasharray: 5 5")
        lines.append(f"    class {','.join(missing)} missing")
    return "\n".join(lines)


def _quoted(words: str) -> str:
    return words.replace('"', "#quot;")


def to_svg(chain: Chain, state: Callable[[ActEntry], Validity]) -> str | None:
    """The chain as SVG, drawn by graphviz; None where graphviz is not installed or fails."""
    program = shutil.which("dot")
    if program is None:
        return None
    lines = ["digraph { node [shape=box, fontname=sans]; edge [fontname=sans];"]
    for one in chain.acts:
        words = f"{act_words(one.name)}\\n{one.name.issuer or 'ente non noto'}"
        words += f"\\n{state(one).state.value}"
        style = "" if one.held else ", style=dashed"
        lines.append(f'"{_plain(one.act_id)}" [label="{_plain(words)}"{style}];')
    lines += [
        f'"{_plain(start)}" -> "{_plain(end)}" [label="{label}"];'
        for start, label, end in chain.ties
    ]
    try:
        drawn = subprocess.run(  # noqa: S603 - our own words, no shell
            [program, "-Tsvg"],
            input="\n".join([*lines, "}"]),
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return drawn.stdout


def _plain(words: str) -> str:
    return words.replace('"', "'")
