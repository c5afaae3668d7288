"""Commands that see whether all works, and make all vectors anew: doctor, reembed."""

import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import (
    JsonOption,
    LibraryOption,
    print_json,
    read_settings,
    say,
    showing_progress,
)

if TYPE_CHECKING:
    from assistant.model import Probe
    from corpus.settings import Settings

_MARKS = {"works": "✓", "fails": "✗", "absent": "–"}


def doctor(library: LibraryOption = None, json_: JsonOption = False) -> None:
    """Prova ogni cosa che serve e dice che cosa funziona e che cosa fare."""
    from assistant.doctor import Finding, examine, exit_code

    chosen = read_settings(library)
    findings: list[Finding] = []
    for finding in examine(chosen, lambda: _probe(chosen)):
        findings.append(finding)
        if not json_:
            told = f"{finding.what} {finding.advice}".strip().replace("\n", " ")
            say(f"{_MARKS[finding.state]} {finding.part:20} {told}")
    code = exit_code(findings)
    if json_:
        parts = [
            {
                "part": one.part,
                "state": one.state.value,
                "what": one.what,
                "advice": one.advice,
                "seconds": one.seconds,
            }
            for one in findings
        ]
        print_json({"ok": code == 0, "parts": parts})
    if code:
        raise typer.Exit(code)


def _probe(chosen: "Settings") -> "Probe":
    """Ask the model, on the account of the library's day; of none where there is no library."""
    from datetime import date

    from assistant.journal import Journal
    from assistant.model import probe_model

    today = chosen.answer.today or date.today()  # noqa: DTZ011 - the reader's own day
    with tempfile.TemporaryDirectory() as spare:
        folder = chosen.paths.library
        account = folder if (folder / "records.sqlite").is_file() else Path(spare)
        with closing(Journal(account)) as journal:
            return probe_model(chosen.model, journal, today)


def reembed(
    whole: Annotated[
        bool, typer.Option("--all", help="Anche se i vettori sono già di questo modello.")
    ] = False,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Rifà tutti i vettori con il modello di CTL_EMBEDDINGS; se interrotto, riprende da dov'era."""
    from corpus.library import open_library

    chosen = read_settings(library)
    with closing(open_library(chosen.paths.library, chosen.retrieval)) as opened:
        meaning = opened.meaning
        with showing_progress("Vettori") as progress:
            made = meaning.remake(
                lambda: False, lambda done, of: progress(done, of, ""), whole=whole
            )
        name = meaning.made_by()
    if json_:
        print_json({"embedder": name, "made": made or 0})
    elif made is None:
        say(f"I vettori sono già di «{name}»." if name else "Nessun passaggio da cercare.")
    else:
        say(f"{made} passaggi hanno i vettori di «{name}».")
