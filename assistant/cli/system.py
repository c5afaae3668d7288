"""Commands about the product itself: settings, serve."""

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.common import (
    JsonOption,
    LibraryOption,
    given_settings,
    print_json,
    read_settings,
    say,
)
from assistant.cli.doctor import doctor, reembed
from corpus.errors import SettingsError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("settings")(settings)
    app.command("serve")(serve)
    app.command("doctor")(doctor)
    app.command("reembed")(reembed)


def settings(library: LibraryOption = None, json_: JsonOption = False) -> None:
    """Mostra ogni impostazione e da dove viene; i segreti sono coperti."""
    from corpus.settings import list_settings, load_settings

    given = given_settings(library)
    listed = list_settings(load_settings(**given), given)
    if json_:
        print_json(
            [
                {
                    "key": one.key,
                    "value": one.value,
                    "origin": one.origin,
                    "names": list(one.names),
                    "description": one.description,
                }
                for one in listed
            ]
        )
        return
    for one in listed:
        say(f"{one.key:26} {one.value or '–':22} {one.origin:13} {one.names[0]}")


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Indirizzo su cui ascoltare.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Porta su cui ascoltare.")] = None,
    library: LibraryOption = None,
) -> None:
    """Apre la pagina; riempie una biblioteca nuova con i documenti forniti."""
    given = {"host": host, "port": port}
    web: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    chosen = read_settings(library, web=web)
    if chosen.web.host not in _LOOPBACK:
        raise SettingsError(
            f"{chosen.web.host} non è un indirizzo di questa sola macchina.",
            "Senza accesso con parola d'ordine si ascolta solo su 127.0.0.1: togliere --host.",
        )
    from assistant.desk import open_desk
    from assistant.serve import serve as run

    desk = open_desk(chosen, create=True)
    try:
        desk.library.embedder()  # refuses vectors of another one here, not at each question
        if desk.library_version() == 0:
            _fill_new(desk, chosen.paths.documents)
        else:
            _renew(desk)
        desk.start_background()
        run(desk, chosen.web.host, chosen.web.port)
    finally:
        desk.close()


def _renew(desk: Any) -> None:
    """Read anew what held documents say, where an earlier version read it by other rules."""
    from ingest.catalogue import bring_up_to_date

    renewed = bring_up_to_date(desk.library)
    if renewed:
        say(f"Registri aggiornati da {renewed} documenti.")


def _fill_new(desk: Any, folder: Path) -> None:
    from ingest.run import IngestOptions, ingest

    if not folder.is_dir():
        return
    say(f"Biblioteca nuova: leggo {folder} …")
    report = ingest([str(folder)], desk.library, IngestOptions())
    totals = report.totals
    say(f"{totals['added']} documenti aggiunti, {totals['quarantined']} in quarantena.")
