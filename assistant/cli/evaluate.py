"""The command that measures answers: eval."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.common import (
    JsonOption,
    LibraryOption,
    advise,
    open_desk_for,
    print_json,
    say,
    showing_progress,
    writing_to,
)
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.types import Answer, Question

_REPORTS = (".html", ".htm", ".md")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("eval")(evaluate)


def evaluate(
    cases: Annotated[Path, typer.Argument(help="Domande con le risposte attese (.jsonl).")],
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="Risultati precedenti con cui confrontare.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Resoconto da scrivere (.html o .md).")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Salva i risultati per confronti futuri.")
    ] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Senza modello.")] = False,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Misura le risposte su domande di cui si conosce la risposta.

    Con --baseline esce con 1 se una misura è peggiorata oltre l'incertezza.
    """
    from assistant.closeness import Closeness
    from assistant.evaluate import compare_results, evaluate_cases, read_cases, read_results
    from assistant.report import summary_lines

    if report is not None and report.suffix.lower() not in _REPORTS:
        raise SettingsError(f"--report: «{report}» non è .html né .md.", "Cambiare il nome.")
    read = read_cases(cases)
    earlier = None if baseline is None else read_results(baseline)
    with open_desk_for(library) as desk, showing_progress("Domande") as progress:
        similar = Closeness(desk.library.embedder)
        ask = _asking(desk, no_model=no_model)
        found = evaluate_cases(read, ask, desk.page, similar, progress)
    found["set"] = cases.name
    if earlier is not None:
        found["comparison"] = compare_results(found, earlier)
    if report is not None:
        _write_report(report, found, baseline)
    if save is not None:
        _save(save, found)
    if json_:
        print_json(found)
    else:
        for line in summary_lines(found):
            say(line)
    if worse := found.get("comparison", {}).get("worse"):
        advise(f"peggiorato rispetto a «{baseline}»: {', '.join(worse)}. Vedere i casi cambiati.")
        raise typer.Exit(1)


def _asking(desk: "Desk", *, no_model: bool) -> "Callable[[Question], Answer]":
    return partial(desk.ask, with_model=False) if no_model else desk.ask


def _write_report(path: Path, found: dict[str, Any], baseline: Path | None) -> None:
    from assistant.report import report_html, report_markdown

    now = datetime.now().astimezone()
    modes = ", ".join(f"{name} {count}" for name, count in found["modes"].items())
    about = {
        "Domande": found["set"],
        "Misurato": f"{now:%d/%m/%Y %H:%M}",
        "Versione della biblioteca": str(found["library_version"]),
        "Risposte scritte da": modes or "nessuno",
    }
    if baseline is not None:
        about["Confronto"] = baseline.name
    make = report_markdown if path.suffix.lower() == ".md" else report_html
    with writing_to(path) as writing:
        writing.write(make(found, about))


def _save(path: Path, found: dict[str, Any]) -> None:
    """Put the results into a baseline file; what else the file holds stays."""
    from assistant.evaluate import baseline_of, baseline_text, read_record

    kept = read_record(path) if path.is_file() else {}
    with writing_to(path) as writing:
        writing.write(baseline_text(kept | baseline_of(found)))
