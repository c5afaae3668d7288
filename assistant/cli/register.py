"""Commands of the registers: acts, act, clusters, cluster, register set, document set."""

import getpass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.common import (
    JsonOption,
    LibraryOption,
    advise,
    open_desk_for,
    print_json,
    read_day,
    say,
    writing_to,
)
from corpus.errors import NotHeld, SettingsError

if TYPE_CHECKING:
    from assistant.desk import Desk
    from corpus.act_register import ActEntry

AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Lo stato in quel giorno (AAAA-MM-GG).")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Perché il valore è questo.")]
AuthorOption = Annotated[
    str | None, typer.Option("--author", help="Chi corregge (altrimenti l'utente di sistema).")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("acts")(acts)
    app.command("act")(act)
    app.command("clusters")(clusters)
    app.command("cluster")(cluster)
    for name, command, words in (
        ("register", register_set, "Corregge il registro dei cluster (`register set`)."),
        ("document", document_set, "Corregge che cosa è un documento (`document set`)."),
    ):
        group = typer.Typer(help=words, no_args_is_help=True)
        group.command("set")(command)
        group.callback()(_group)
        app.add_typer(group, name=name)


def _group() -> None:
    """Keep `set` a command of its own though it is the only one."""


def acts(
    as_of: AsOfOption = None, library: LibraryOption = None, json_: JsonOption = False
) -> None:
    """Elenca gli atti che la biblioteca contiene o nomina, con la validità."""
    from assistant.wire_register import act_record

    with open_desk_for(library) as desk:
        day = _day(desk, as_of)
        records = [act_record(one, day) for one in desk.acts()]
    if json_:
        print_json(records)
        return
    for one in records:
        held = "presente" if one["document_id"] else f"citato da {one['citing_documents']}"
        say(f"{one['act_id']:46}  {one['validity']:10}  {held:12}  {one['object'] or ''}"[:160])
    missing = sum(one["document_id"] is None for one in records)
    say(f"{len(records)} atti, {missing} citati e non presenti")


def act(
    reference: Annotated[str, typer.Argument(help="L'atto, comunque scritto.")],
    graph: Annotated[
        bool, typer.Option("--graph", help="La catena dell'atto: Mermaid, e SVG con graphviz.")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Con --graph: file in cui scrivere l'SVG.")
    ] = None,
    as_of: AsOfOption = None,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Che cosa si sa di un atto: validità, legami con altri atti, chi lo cita."""
    with open_desk_for(library) as desk:
        day = _day(desk, as_of)
        found = desk.act(reference)
        record = desk.act_record(found, day)
        if graph and found.entries:
            record["graph"] = _graph(desk, found.entries[0], day, svg)
    if json_:
        print_json(record)
    elif graph and "graph" in record:
        say(record["graph"]["mermaid"])
        if record["graph"]["svg"] and svg is None:
            say("\n" + record["graph"]["svg"])
    else:
        for one in record["matches"]:
            _print_act(one)
    if not record["matches"]:
        advise(f"Nessun atto «{reference}» è presente o citato. `ctl acts` elenca quelli noti.")
        raise typer.Exit(1)
    if record["ambiguous"] and not json_:
        advise("Più atti corrispondono: aggiungere ente, anno o data.")


def _graph(desk: "Desk", entry: "ActEntry", day: date, svg: Path | None) -> dict[str, Any]:
    from assistant.chain import to_mermaid, to_svg
    from corpus.act_register import validity_on

    chain = desk.chain(entry)
    drawn = to_svg(chain, lambda one: validity_on(one, day))
    if svg is not None:
        if drawn is None:
            raise SettingsError("L'SVG chiede graphviz.", "Installare graphviz, o omettere --svg.")
        with writing_to(svg) as writing:
            writing.write(drawn)
    return {"mermaid": to_mermaid(chain, lambda one: validity_on(one, day)), "svg": drawn}


def _print_act(one: dict[str, Any]) -> None:
    held = one["document_id"] or "non presente in biblioteca"
    say(f"{one['act_id']}  [{one['validity']}]  {held}")
    if one["object"]:
        say(f"  oggetto: {one['object']}")
    for relation in one["relations"]:
        arrow = "→" if relation["direction"] == "out" else "←"
        other = relation["act_id"] or relation.get("cluster_id") or "atto non nominato"
        words = " ".join(relation["citation"]["quote"].split())
        say(f"  {arrow} {relation['kind']} {other}: «{words[:220]}» ({_where(relation)})")
    say(f"  citato {len(one['cited_by'])} volte in {one['citing_documents']} documenti")


def _where(record: dict[str, Any]) -> str:
    cited = record["citation"]
    return f"{cited['source']}, p. {cited['page']}, {cited['authority']}"


def clusters(
    as_of: AsOfOption = None, library: LibraryOption = None, json_: JsonOption = False
) -> None:
    """Lo stato dei cluster in un giorno, con gli atti e le parole che lo dicono."""
    with open_desk_for(library) as desk:
        records = desk.cluster_records(_day(desk, as_of))
    if json_:
        print_json(records)
        return
    for one in records:
        acts_ = ", ".join(each["act_id"] for each in one["recognised_by"])
        say(f"{one['cluster_id']:22} {one['status']:11} {one['name']}  {acts_}")


def cluster(
    name: Annotated[str, typer.Argument(help="Il cluster: id, sigla, nome o area.")],
    as_of: AsOfOption = None,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Che cosa si sa di un cluster in un giorno, ogni valore con la sua citazione."""
    with open_desk_for(library) as desk:
        try:
            record = desk.cluster_record(name, _day(desk, as_of))
        except NotHeld:
            if json_:
                print_json(None)
            raise
    if json_:
        print_json(record)
        return
    say(f"{record['name']} ({record['cluster_id']})")
    say(f"stato al {record['as_of']}: {record['status']}")
    for one in record["status_citations"]:
        say(f"  «{' '.join(one['quote'].split())[:300]}» ({one['source']}, p. {one['page']})")
    for one in record["status_disputed_by"]:
        say(f"  ma: «{' '.join(one['quote'].split())[:300]}» ({one['source']}, p. {one['page']})")
    for one in record["recognised_by"]:
        together = ", insieme ad altri atti" if one["jointly"] else ""
        say(f"atto: {one['act_id']} ({one['role']} dal {one['effective_from']}{together})")
    for one in record["facts"]:
        origin = _where(one) if one["citation"] else f"corretto da {one['author']}"
        say(f"{one['field']}: {one['value']}  [{one['date'] or 'senza data'}; {origin}]")
    if record["conflicts"]:
        say(f"valori discordi: {', '.join(record['conflicts'])}")


def _day(desk: "Desk", text: str | None) -> date:
    return read_day("--as-of", text) or desk.today()


def register_set(
    name: Annotated[str, typer.Argument(help="Il cluster: id, sigla, nome o area.")],
    values: Annotated[list[str], typer.Argument(help="CAMPO=VALORE; vuoto toglie la correzione.")],
    reason: ReasonOption,
    author: AuthorOption = None,
    library: LibraryOption = None,
) -> None:
    """Fissa valori di un cluster: vincono su quelli letti, e restano dopo ogni lettura."""
    with open_desk_for(library) as desk:
        for field, value in _pairs(values):
            desk.correct_cluster(name, field, value, _signed(reason, author))
    say("fatto")


def document_set(
    reference: Annotated[str, typer.Argument(help="Id, inizio di un id, o fonte.")],
    values: Annotated[
        list[str], typer.Argument(help="CAMPO=VALORE: title, kind, act, date, object.")
    ],
    reason: ReasonOption,
    author: AuthorOption = None,
    library: LibraryOption = None,
) -> None:
    """Fissa che cosa è un documento: titolo, tipo, atto, data, oggetto."""
    from ingest.corrections import correct_held

    with open_desk_for(library) as desk:
        document = desk.document(reference)
        correct_held(desk.library, document, dict(_pairs(values)), _signed(reason, author))
    say("fatto")


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for one in values:
        field, equals, value = one.partition("=")
        if not equals or not field.strip():
            raise SettingsError(f"«{one}» non è CAMPO=VALORE.", "Scriverlo come title=Titolo.")
        pairs.append((field.strip(), value.strip()))
    return pairs


def _signed(reason: str, author: str | None) -> tuple[str, str, str]:
    """The reason, who gives it, and when."""
    if not reason.strip():
        raise SettingsError("La motivazione è vuota.", "Scrivere perché con --reason.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return reason.strip(), author or getpass.getuser(), now
