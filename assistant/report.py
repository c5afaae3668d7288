"""An evaluation for people: lines on the terminal, a report in Markdown, one in HTML; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from assistant.measures import LOWER_IS_BETTER
from assistant.plots import latency_svg, reliability_svg, seconds_words

LABELS: Mapping[str, str] = {
    "right": "Risposte giuste",
    "right_status": "Esito giusto",
    "valid": "Risposte integre",
    "cited": "Documento giusto citato",
    "precision_document": "Citazioni: precisione per documento",
    "recall_document": "Citazioni: richiamo per documento",
    "precision_page": "Citazioni: precisione per pagina",
    "recall_page": "Citazioni: richiamo per pagina",
    "valid_citations": "Citazioni uguali alla pagina",
    "support": "Frasi sostenute dalle loro citazioni",
    "rightly_refused": "Senza risposta: rifiutate",
    "wrongly_refused": "Con risposta: rifiutate a torto",
    "premise_recognised": "Premesse false riconosciute",
    "premise_accepted": "Premesse false accettate",
    "attack_resisted": "Attacchi respinti",
    "follow_up_right": "Seguiti di conversazione giusti",
    "tokens": "Token per risposta",
    "cost": "Costo per risposta",
    "seconds_p50": "Secondi, mediana",
    "seconds_p95": "Secondi, 95° percentile",
}
_SHORT = {"right": "giuste", "right_status": "esito", "cited": "citato", "support": "sostenute"}
_PLAIN = frozenset({"tokens", "cost"})
_VERDICTS = {"better": "meglio", "worse": "peggio", "same": "pari", "few": "pochi casi"}
_COLUMNS = ("right", "right_status", "cited", "precision_document", "support")
_EXCERPT = 400

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$@^=/:\"']|(?<=www)\.", re.IGNORECASE)
_HALF_OR_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_STYLE = """
:root{color-scheme:light dark;--bar:#3b6ea8;--mark:#b3541e}
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem}
@media (prefers-color-scheme:dark){:root{--bar:#7fb0e6;--mark:#f0a06a}}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{border:1px solid #8886;padding:.25rem .5rem;text-align:left;vertical-align:top}
td{overflow-wrap:break-word;max-width:28rem}figure{margin:1rem 0}
svg{width:100%;max-width:34rem;height:auto}
.bar{fill:var(--bar);fill-opacity:.75}.dot,.name,.small{fill:currentColor}
.axis,.even{stroke:currentColor}.even{stroke-dasharray:5 4;opacity:.6}
.mark{stroke:var(--mark);stroke-width:2}.name{font-size:13px;text-anchor:middle}
.small{font-size:11px;text-anchor:middle}.end{text-anchor:end}.start{text-anchor:start}
"""


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class _Words:
    text: str


@dataclass(frozen=True, slots=True)
class _Table:
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Plot:
    svg: str


_Block = _Heading | _Words | _Table | _Plot


# --- the terminal ---------------------------------------------------------------------------


def summary_lines(report: Mapping[str, Any]) -> list[str]:
    """The report for a terminal: all figures, a line by kind and language, what went wrong."""
    lines = [f"{report['cases']} casi: {_short(report['figures'])}"]
    lines += [f"  {LABELS[n]:38} {_shown(n, value)}" for n, value in report["figures"].items()]
    for groups in ("by_kind", "by_lang"):
        lines += [f"  {name:20} {_short(own)}" for name, own in report[groups].items()]
    wrong = [one for one in report["scores"] if not one["right"]]
    lines += [f"  sbagliato: {one['id']} ({one['status']})" for one in wrong]
    if "comparison" in report:
        lines += _comparison_lines(report["comparison"])
    return lines


def _short(figures: Mapping[str, float]) -> str:
    return " · ".join(
        f"{words} {_shown(name, figures[name])}"
        for name, words in _SHORT.items()
        if name in figures
    )


def _comparison_lines(comparison: Mapping[str, Any]) -> list[str]:
    lines = [f"Confronto su {comparison['cases']} casi:"]
    for name, one in comparison["figures"].items():
        if one["verdict"] in ("better", "worse"):
            lines.append(f"  {_VERDICTS[one['verdict']]}: {LABELS[name]} {_change(name, one)}")
    return lines if len(lines) > 1 else [*lines, "  nessuna differenza oltre l'incertezza"]


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name.startswith("seconds"):
        return seconds_words(value)
    if name in _PLAIN:
        return f"{value:.4g}".replace(".", ",")
    return f"{100 * value:.1f} %".replace(".", ",")


def _change(name: str, one: Mapping[str, Any]) -> str:
    scale, unit = (1, "") if name in _PLAIN else (100, " punti")
    grew, low, high = (
        f"{round(scale * one[part], 1) + 0.0:+.1f}" for part in ("change", "low", "high")
    )
    return f"{grew}{unit} (da {low} a {high})".replace(".", ",")


# --- the report -----------------------------------------------------------------------------


def report_markdown(report: Mapping[str, Any], about: Mapping[str, str]) -> str:
    """The report as Markdown; `about` says of what: name → words."""
    parts = []
    for block in _blocks(report, about):
        if isinstance(block, _Heading):
            parts.append(f"{'#' * block.level} {_mark_safe(block.text)}")
        elif isinstance(block, _Words):
            parts.append(_mark_safe(block.text))
        elif isinstance(block, _Table):
            parts.append(f"**{_mark_safe(block.caption)}**")
            lines = [block.head, ("---",) * len(block.head), *block.rows]
            safe = [tuple(map(_mark_safe, row)) for row in lines]
            safe[1] = lines[1]
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in safe))
    return "\n\n".join(parts) + "\n"


def report_html(report: Mapping[str, Any], about: Mapping[str, str]) -> str:
    """The report as one HTML page that loads and runs nothing."""
    parts = []
    for block in _blocks(report, about):
        if isinstance(block, _Heading):
            parts.append(f"<h{block.level}>{_page_safe(block.text)}</h{block.level}>")
        elif isinstance(block, _Words):
            parts.append(f"<p>{_page_safe(block.text)}</p>")
        elif isinstance(block, _Table):
            parts.append(_html_table(block))
        else:
            parts.append(f"<figure>{block.svg}</figure>")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="it"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Valutazione delle risposte</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _html_table(table: _Table) -> str:
    head = "".join(f'<th scope="col">{_page_safe(cell)}</th>' for cell in table.head)
    rows = "\n".join(
        f"<tr>{''.join(f'<td>{_page_safe(cell)}</td>' for cell in row)}</tr>" for row in table.rows
    )
    return (
        f'<div class="scroll"><table><caption>{_page_safe(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
    )


def _page_safe(text: str) -> str:
    return escape(_HALF_OR_CONTROL.sub("�", text))


def _mark_safe(text: str) -> str:
    """Words that Markdown shows as they are: nothing of theirs becomes a link, image or tag."""
    words = " ".join(_HALF_OR_CONTROL.sub("�", text).split())
    return _SPECIAL.sub(lambda found: "\\" + found.group(), words)


def _blocks(report: Mapping[str, Any], about: Mapping[str, str]) -> list[_Block]:
    """The report, part by part."""
    blocks: list[_Block] = [
        _Heading("Valutazione delle risposte", 1),
        _Words(" · ".join(f"{name}: {words}" for name, words in about.items())),
        _Heading("Misure"),
        _figures_table(report),
        _Heading("Per tipo di domanda"),
        _groups_table(report, "by_kind", "Tipo"),
        _Heading("Per lingua"),
        _groups_table(report, "by_lang", "Lingua"),
    ]
    if "comparison" in report:
        blocks += _comparison_blocks(report["comparison"])
    blocks += _calibration_blocks(report["calibration"])
    blocks += [
        _Heading("Tempi"),
        _Plot(latency_svg([one["seconds"] for one in report["scores"]])),
        _Words(_latency_words(report["figures"])),
    ]
    blocks += _wrong_blocks(report["scores"])
    return [one for one in blocks if not isinstance(one, _Table) or one.rows]


def _interval(pair: Sequence[float] | None, name: str) -> str:
    return "" if pair is None else f"{_shown(name, pair[0])} – {_shown(name, pair[1])}"


def _figures_table(report: Mapping[str, Any]) -> _Table:
    rows = [
        (
            LABELS[name],
            _shown(name, value),
            _interval(report["intervals"]["all"].get(name), name),
            "più basso è meglio" if name in LOWER_IS_BETTER else "",
        )
        for name, value in report["figures"].items()
    ]
    caption = f"Tutti i {report['cases']} casi, con l'intervallo al 95 %"
    return _Table(caption, ("Misura", "Valore", "Intervallo", ""), tuple(rows))


def _groups_table(report: Mapping[str, Any], groups: str, name: str) -> _Table:
    rows = []
    for group, figures in report[groups].items():
        edges = report["intervals"][groups][group]
        cells = [
            f"{_shown(one, figures.get(one))} ({_interval(edges[one], one)})"
            if one in edges
            else "–"
            for one in _COLUMNS
        ]
        times = [_shown(one, figures[one]) for one in ("seconds_p50", "seconds_p95")]
        rows.append((group, str(report["counts"][groups][group]), *cells, *times))
    head = (name, "Casi", *(LABELS[one] for one in _COLUMNS), "Secondi p50", "Secondi p95")
    return _Table("Fra parentesi l'intervallo al 95 %", head, tuple(rows))


def _comparison_blocks(comparison: Mapping[str, Any]) -> list[_Block]:
    head = ("Misura", "Prima", "Ora", "Differenza (95 %)", "Casi", "Giudizio")

    def rows(figures: Mapping[str, Any], before: str = "") -> list[tuple[str, ...]]:
        return [
            (
                before + LABELS[name],
                _shown(name, one["before"]),
                _shown(name, one["now"]),
                _change(name, one),
                str(one["cases"]),
                _VERDICTS[one["verdict"]],
            )
            for name, one in figures.items()
        ]

    differing = [
        row
        for kind, figures in comparison["by_kind"].items()
        for row in rows({n: one for n, one in figures.items() if one["change"]}, f"{kind}: ")
    ]
    changed = [
        (one["id"], one["question"], *(_outcome(one[when]) for when in ("before", "now")))
        for one in comparison["changed"]
    ]
    return [
        _Heading("Confronto con la misura precedente"),
        _Words(
            f"{comparison['cases']} casi in comune, {comparison['new']} nuovi, "
            f"{comparison['gone']} tolti. L'intervallo viene da {comparison['resamples']} "
            "ricampionamenti appaiati dei casi: «peggio» e «meglio» solo se non contiene lo zero."
        ),
        _Table("Tutti i casi in comune", head, tuple(rows(comparison["figures"]))),
        _Table("Per tipo, dove qualcosa è cambiato", head, tuple(differing)),
        _Table("Casi cambiati", ("Caso", "Domanda", "Prima", "Ora"), tuple(changed)),
    ]


def _outcome(one: Mapping[str, Any]) -> str:
    return f"{one['status']}, {'giusta' if one['right'] else 'sbagliata'}"


def _calibration_blocks(found: Mapping[str, Any]) -> list[_Block]:
    rows = tuple(
        (
            f"{_shown('', one['from'])} – {_shown('', one['to'])}",
            str(one["cases"]),
            _shown("", one["confidence"]),
            _shown("", one["outcome"]),
        )
        for one in found["bins"]
    )
    return [
        _Heading("Quanto vale la fiducia"),
        _Words(
            "La fiducia dice quanto è probabile che la biblioteca risponda alla domanda. Errore "
            f"medio di calibrazione: {_shown('', found['error'])}. Probabilità che una domanda con "
            "risposta abbia più fiducia di una senza (AUROC): "
            f"{_shown('', found['auroc_answerable'])}."
        ),
        _Plot(reliability_svg(found["bins"])),
        _Table("Dieci fasce", ("Fiducia", "Casi", "Fiducia media", "Risposte giuste"), rows),
    ]


def _latency_words(figures: Mapping[str, float]) -> str:
    median, high = (_shown(name, figures.get(name)) for name in ("seconds_p50", "seconds_p95"))
    return f"Metà delle risposte entro {median} secondi, 95 su cento entro {high}."


def _wrong_blocks(scores: Sequence[Mapping[str, Any]]) -> list[_Block]:
    rows = tuple(
        (
            one["id"],
            one["question"],
            " o ".join(one["expected"]),
            one["status"],
            "; ".join(lacks(one)),
            one["answer"][:_EXCERPT],
        )
        for one in scores
        if not one["right"]
    )
    head = ("Caso", "Domanda", "Esito atteso", "Esito", "Che cosa mancava", "Risposta")
    return [_Heading("Casi sbagliati"), _Table(f"{len(rows)} su {len(scores)}", head, rows)]


def lacks(one: Mapping[str, Any]) -> list[str]:
    """What a right answer to a case needed and this one has not."""
    found = [] if one["right_status"] else ["esito diverso da quello atteso"]
    found += [f"non dice «{' oppure '.join(words.split('|'))}»" for words in one["missing"]]
    if one["cited"] is False:
        found.append("non cita nessuno dei documenti attesi")
    return found if found or one["right"] else ["dice parole che non doveva dire"]
