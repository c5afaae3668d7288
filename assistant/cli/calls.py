"""The command of the calls: calls."""

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.common import (
    ClusterOption,
    JsonOption,
    LibraryOption,
    advise,
    open_desk_for,
    print_json,
    read_day,
    say,
)
from corpus.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("calls")(calls)


def calls(
    open_on: Annotated[
        str | None, typer.Option("--open-on", help="Solo i bandi aperti in quel giorno.")
    ] = None,
    cluster: ClusterOption = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", help="File iCalendar con aperture e scadenze.")
    ] = None,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Elenca i bandi: stato, apertura, chiusura, dotazione, ciascuno con la sua citazione."""
    from assistant.wire_calls import call_records
    from corpus.call_calendar import to_ics

    wanted = _cluster_id(cluster)
    with open_desk_for(library) as desk:
        day = read_day("--open-on", open_on) or desk.today()
        cite = desk.cite(day)
        known = desk.calls()
        records = call_records(known, day, cite, wanted)
        shown = [one for one in records if open_on is None or one["status"] == "open"]
        if ics is not None:
            chosen = {one["call_id"] for one in shown}
            _write(ics, to_ics([one for one in known if one.call_id in chosen], day, cite))
    if json_:
        print_json(shown)
    else:
        _print(shown, day.isoformat())
    unsure = sum(one["status"] == "unknown" for one in records)
    if open_on is not None and unsure and not json_:
        others = "un altro bando" if unsure == 1 else f"altri {unsure} bandi"
        advise(f"di {others} le fonti non dicono se fosse aperto il {day}.")


def _cluster_id(name: str | None) -> str | None:
    if name is None:
        return None
    from corpus.clusters import find_cluster

    found = find_cluster(name)
    if found is None:
        raise InputError(f"Nessun cluster «{name}».", "`ctl clusters` elenca quelli noti.")
    return found.id


def _write(path: Path, calendar: bytes) -> None:
    try:
        path.write_bytes(calendar)
    except OSError as error:
        raise InputError(
            f"«{path}» non si scrive: {error.strerror}.", "Indicare un altro file."
        ) from error


def _print(records: list[dict[str, Any]], day: str) -> None:
    from assistant.wire_calls import status_words

    for one in records:
        say(f"{one['title']}  [{status_words(one['status'], extended=one['extended'])}]")
        say(f"  dal {_shown(one['opens'])} al {_shown(one['closes'])}"
            f"  dotazione: {one['budget'] or 'non nota'}")  # fmt: skip
        cited = one["citation"]
        words = " ".join(cited["quote"].split())
        say(f"  «{words[:220]}» ({cited['source']}, p. {cited['page']}, {cited['authority']})")
        if one["conflicts"]:
            say(f"  valori discordi: {', '.join(one['conflicts'])}")
    say(f"{len(records)} band{'o' if len(records) == 1 else 'i'}, stato al {day}")


def _shown(moment: Any) -> str:
    if moment is None:
        return "giorno non noto"
    if isinstance(moment, dict):
        return f"«{moment['text']}»"
    return str(moment)[:16].replace("T", " ore ")
