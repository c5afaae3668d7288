"""Commands on gold questions: gold add, list, remove, check."""

import logging
from functools import partial
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
)
from corpus.errors import SettingsError

_log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.gold import Ask, GoldCheck


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(
        help="Domande di controllo della biblioteca: si rifanno a ogni lettura che la cambia.",
        no_args_is_help=True,
    )
    for name, command in (("add", add), ("list", list_), ("remove", remove), ("check", check)):
        group.command(name)(command)
    app.add_typer(group, name="gold")


def add(
    question: Annotated[str, typer.Argument(help="La domanda.")],
    keyword: Annotated[
        list[str] | None,
        typer.Option("--keyword", help="Parole che la risposta deve avere («a|b»: una delle due)."),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option("--document", help="Documento che la risposta deve citare (id o fonte)."),
    ] = None,
    status: Annotated[
        str, typer.Option("--status", help="Esito atteso («a|b»: uno dei due).")
    ] = "answered|partial",
    name: Annotated[str, typer.Option("--id", help="Nome della domanda; se manca, g1, g2…")] = "",
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Aggiunge una domanda di controllo e ricorda la risposta di oggi, senza modello."""
    from assistant.cases import Case, case_record
    from assistant.gold import GoldShelf
    from assistant.types import Question

    if not question.strip():
        raise SettingsError("La domanda è vuota.", "Scriverla.")
    expected = _statuses(status)
    with open_desk_for(library) as desk:
        sources = tuple(desk.document(one).source for one in document or ())
        shelf = GoldShelf(desk.library.folder)
        given = desk.ask(Question(question), with_model=False)
        words = tuple(keyword or ())
        case = Case(name, question, "gold", expected, words, sources, (), lang=given.lang)
        case = shelf.add(case)
        shelf.remember(case, given, desk.library_version())
    if json_:
        print_json(case_record(case))
    else:
        say(f"{case.id}: {case.question} (oggi: {given.status.value})")


def _asking(desk: "Desk") -> "Ask":
    """Without a model, whose words differ from one time to the next."""
    return partial(desk.ask, with_model=False)


def _statuses(text: str) -> tuple[str, ...]:
    from assistant.types import AnswerStatus

    named = tuple(text.split("|"))
    known = [one.value for one in AnswerStatus]
    if unknown := [one for one in named if one not in known]:
        raise SettingsError(f"--status: «{unknown[0]}» non esiste.", f"Esiti: {', '.join(known)}.")
    return named


def list_(library: LibraryOption = None, json_: JsonOption = False) -> None:
    """Elenca le domande di controllo."""
    from assistant.cases import case_record
    from assistant.gold import GoldShelf

    with open_desk_for(library) as desk:
        cases = GoldShelf(desk.library.folder).cases()
    if json_:
        print_json([case_record(case) for case in cases])
        return
    for case in cases:
        wanted = ", ".join(case.keywords + case.documents)
        say(f"{case.id:6} {case.question}  [{'|'.join(case.expect_status)}] {wanted}".rstrip())
    say(f"{len(cases)} domande di controllo")


def remove(
    name: Annotated[str, typer.Argument(help="Il nome della domanda, come in `ctl gold list`.")],
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Toglie una domanda di controllo."""
    from assistant.cases import case_record
    from assistant.gold import GoldShelf

    with open_desk_for(library) as desk:
        case = GoldShelf(desk.library.folder).remove(name)
    if json_:
        print_json(case_record(case))
    else:
        say(f"tolta {case.id}: {case.question}")


def check(library: LibraryOption = None, json_: JsonOption = False) -> None:
    """Rifà le domande di controllo; esce con 1 se una risposta non è quella attesa."""
    from assistant.gold import GoldShelf, check_record

    with open_desk_for(library) as desk, showing_progress("Domande"):
        shelf = GoldShelf(desk.library.folder)
        checks = shelf.check(_asking(desk), desk.page, desk.library_version())
    wrong = [one for one in checks if not one.score.right]
    if json_:
        print_json(
            {
                "asked": len(checks),
                "right": len(checks) - len(wrong),
                "questions": [check_record(one) for one in checks],
            }
        )
    else:
        for one in checks:
            _say_check(one)
        say(f"{len(checks)} domande di controllo, {len(wrong)} con risposta diversa dall'attesa")
    if wrong:
        raise typer.Exit(1)


def _say_check(one: "GoldCheck") -> None:
    from assistant.gold import change_words

    verdict = "giusta   " if one.score.right else "SBAGLIATA"
    say(f"{verdict} {one.score.case.id:6} {one.score.case.question} ({one.now.status})")
    if one.score.missing:
        say(f"          manca: {', '.join(one.score.missing)}")
    if one.changed:
        say(f"          cambiata: {change_words(one)}")


def check_after_ingest(desk: "Desk") -> dict[str, Any] | None:
    """Ask the gold questions of a library that changed since, and tell what changed on stderr.

    None where there are none, or nothing changed. It waits until every vector is there, for
    answers without them differ for no reason of the documents. An error is told, never raised.
    """
    from assistant.gold import GoldShelf, change_words, changes_record

    shelf = GoldShelf(desk.library.folder)
    if not shelf.exists():
        return None
    try:
        if shelf.remembered()[0] == desk.library_version():
            return None
        if desk.library.missing_vectors()[0]:
            advise("domande di controllo rimandate: mancano vettori. Poi: `ctl gold check`.")
            return {"asked": 0, "wrong": [], "changed": [], "error": "vectors are missing"}
        checks = shelf.check(_asking(desk), desk.page, desk.library_version())
    except Exception as error:  # noqa: BLE001  # the ingest is done: its report must be given
        _log.warning("gold questions", exc_info=True)
        advise(f"domande di controllo non rifatte: {error}")
        return {"asked": 0, "wrong": [], "changed": [], "error": str(error)}
    for one in checks:
        if one.changed:
            advise(f"risposta cambiata – {change_words(one)}.")
    return changes_record(checks)
