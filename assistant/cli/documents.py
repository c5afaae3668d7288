"""Commands about what is held: ingest, documents, remove, page, export, check."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.common import (
    JsonOption,
    LibraryOption,
    advise,
    open_desk_for,
    print_json,
    read_settings,
    say,
    showing_progress,
    writing_to,
)
from assistant.cli.gold import check_after_ingest
from corpus.errors import (
    InputError,
    ModelError,
    NotHeld,
    ProjectError,
    SettingsError,
    StoreError,
)

if TYPE_CHECKING:
    from assistant.desk import Desk
    from ingest.run import IngestReport


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("ingest")(ingest)
    app.command("documents")(documents)
    app.command("remove")(remove)
    app.command("page")(page)
    app.command("export")(export)
    app.command("check")(check)


def ingest(
    offered: Annotated[
        list[str] | None, typer.Argument(help="File, cartelle, indirizzi o elenchi .toml.")
    ] = None,
    sync: Annotated[
        bool, typer.Option("--sync", help="Toglie i documenti i cui file non ci sono più.")
    ] = False,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Lascia i vettori a dopo.")
    ] = False,
    authority: Annotated[
        str | None, typer.Option("--authority", help="Autorità dichiarata dei documenti.")
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Riprova anche i file in quarantena.")
    ] = False,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="File con la parola d'accesso dei PDF.")
    ] = None,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Mette documenti in biblioteca; ogni file ha una riga nel resoconto."""
    from ingest.run import IngestOptions, report_record
    from ingest.run import ingest as run_ingest

    if not offered and not retry:
        raise SettingsError("Manca che cosa ingerire.", "Indicare file, cartelle o indirizzi.")
    settings = read_settings(library)
    options = IngestOptions(
        authority=_authority(authority),
        sync=sync,
        retry=retry,
        password=_password(password_file),
        timeout_seconds=settings.fetch.timeout_seconds,
        max_bytes=settings.fetch.max_bytes,
    )
    with open_desk_for(library, create=True) as desk:
        with showing_progress("Lettura") as progress:
            report = run_ingest(offered or [], desk.library, options, progress)
        failure = None if words_only else _fill_vectors(desk)
        gold = check_after_ingest(desk)
    if json_:
        print_json(report_record(report) | ({} if gold is None else {"gold": gold}))
    else:
        _print_report(report)
    if failure is not None:
        raise failure
    if report.totals["quarantined"]:
        raise typer.Exit(1)


def _fill_vectors(desk: "Desk") -> ProjectError | None:
    """Make the vectors that are missing; a failure is told after the report, never instead."""
    try:
        with showing_progress("Vettori") as progress:
            desk.library.fill_vectors(progress=lambda done, all_: progress(done, all_, ""))
    except (ModelError, StoreError) as error:
        return error
    return None


def _authority(name: str | None) -> Any:
    from corpus.types import Authority

    if name is None:
        return None
    try:
        return Authority(name)
    except ValueError as error:
        choices = ", ".join(one.value for one in Authority)
        raise SettingsError(f"--authority: «{name}» non esiste.", f"Valori: {choices}.") from error


def _password(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"«{path}» non si legge: {error}.", "Controllare il file.") from error


def _print_report(report: "IngestReport") -> None:
    for entry in report.files:
        remark = entry.reason or "; ".join(entry.warnings)
        pages = f"{entry.pages} pag." if entry.document_id else ""
        say(f"{entry.status:12} {entry.source}  {pages} {remark}".rstrip())
    totals = ", ".join(f"{name} {count}" for name, count in report.totals.items())
    say(f"\n{totals} · {report.seconds:.1f} s · versione {report.library_version}")


def documents(library: LibraryOption = None, json_: JsonOption = False) -> None:
    """Elenca i documenti presenti e quanto di essi è già ricercabile."""
    from assistant.wire import document_record

    with open_desk_for(library) as desk:
        records = [document_record(state) for state in desk.documents()]
    if json_:
        print_json(records)
        return
    for record in records:
        vectors = "pronti" if record["vectors_ready"] else f"{record['vectors']}"
        say(
            f"{record['document_id']}  {record['pages']:4} pag.  vettori {vectors:7}"
            f"  {record['authority']:13}  {record['source']}  «{record['title']}»"
        )
    say(f"{len(records)} documenti")


def remove(
    references: Annotated[list[str], typer.Argument(help="Id, inizio di un id, o fonte.")],
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Toglie documenti da tutto: dati, indici, originali."""
    removed: list[str] = []
    missing: list[str] = []
    failure = None
    with open_desk_for(library) as desk:
        for reference in references:
            try:
                removed.append(desk.document(reference).id)
            except NotHeld as error:
                missing.append(str(error))
        if removed:
            version = desk.library.remove(list(dict.fromkeys(removed)))
            failure = _fill_vectors(desk)
        else:
            version = desk.library_version()
    if json_:
        print_json({"removed": removed, "library_version": version})
    else:
        for document_id in removed:
            say(f"tolto {document_id}")
    for reason in missing:
        advise(reason)
    if failure is not None:
        raise failure
    if missing:
        raise typer.Exit(1)


def page(
    reference: Annotated[str, typer.Argument(help="Id, inizio di un id, o fonte.")],
    number: Annotated[int, typer.Argument(help="Pagina, da 1.")],
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Il testo di una pagina, come lo citano le risposte."""
    from assistant.wire import page_record

    with open_desk_for(library) as desk:
        try:
            document = desk.document(reference)
            found = desk.page(document.id, number)
        except NotHeld:
            if json_:
                print_json(None)
            raise
    if json_:
        print_json(page_record(found, document.source))
    else:
        say(found.text)


def export(
    out: Annotated[Path, typer.Argument(help="File .jsonl da scrivere.")],
    library: LibraryOption = None,
) -> None:
    """Scrive ogni pagina della biblioteca, una riga JSON per pagina."""
    from assistant.wire import page_record

    with open_desk_for(library) as desk, writing_to(out) as writing:
        count = 0
        for state in desk.documents():
            document = state.document
            beside = {
                "title": document.title,
                "kind": document.kind.value,
                "authority": document.authority.value,
                "act_id": document.act_id,
            }
            for one in desk.library.records.pages(document.id):
                line = page_record(one, document.source) | beside
                writing.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
    say(f"{count} pagine in {out}")


def check(
    repair: Annotated[bool, typer.Option("--repair", help="Ripara ciò che si può.")] = False,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Confronta dati, parole, vettori, originali e testi delle pagine."""
    from corpus.check import check_library
    from ingest.catalogue import bring_up_to_date

    with open_desk_for(library) as desk:
        if repair:
            bring_up_to_date(desk.library)
        faults = check_library(desk.library, repair=repair)
    left = [fault for fault in faults if not fault.repaired]
    if json_:
        print_json(
            {
                "ok": not left,
                "faults": [
                    {"part": one.part, "what": one.what, "repaired": one.repaired} for one in faults
                ],
            }
        )
    else:
        for one in faults:
            say(f"{'riparato' if one.repaired else 'GUASTO':9} {one.part}: {one.what}")
        say("La biblioteca è in ordine." if not left else f"{len(left)} guasti.")
    if left:
        raise typer.Exit(1)
