"""Commands that answer: search, ask, verify."""

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.common import (
    ActOption,
    AuthorityOption,
    BatchOption,
    ClusterOption,
    DocumentOption,
    JsonOption,
    KindOption,
    LibraryOption,
    OutOption,
    SinceOption,
    UntilOption,
    advise,
    make_filters,
    open_desk_for,
    print_json,
    read_day,
    run_batch,
    say,
)
from corpus.errors import InputError, ModelUnavailable, SettingsError

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.types import Answer, Question


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("search")(search)
    app.command("ask")(ask)
    app.command("verify")(verify)


def search(
    query: Annotated[str | None, typer.Argument(help="Che cosa cercare.")] = None,
    limit: Annotated[int, typer.Option("-k", min=1, max=1000, help="Quanti passaggi.")] = 10,
    batch: BatchOption = None,
    out: OutOption = None,
    kind: KindOption = None,
    authority: AuthorityOption = None,
    cluster: ClusterOption = None,
    act: ActOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    document: DocumentOption = None,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Cerca passaggi per parole e per significato."""
    from assistant.wire import passage_record, search_record

    texts = {
        "kind": kind,
        "authority": authority,
        "cluster": cluster,
        "act": act,
        "document": document,
    }
    filters = make_filters(texts, since, until)
    if query is None and batch is None:
        raise SettingsError("Manca che cosa cercare.", "Indicare parole o --batch.")
    with open_desk_for(library) as desk:
        if batch is not None:
            failed = []

            def answer_line(line: dict[str, Any]) -> dict[str, Any]:
                started = time.perf_counter()
                try:
                    hits = desk.search(str(line.get("question", "")), limit, filters)
                except InputError as error:
                    hits = []
                    failed.append(f"{line.get('id')}: {error}")
                return {
                    "id": line.get("id"),
                    "hits": [passage_record(hit) for hit in hits],
                    "seconds": round(time.perf_counter() - started, 4),
                }

            run_batch(batch, out, answer_line)
            _tell_failed(failed)
            return
        started = time.perf_counter()
        try:
            hits = desk.search(query or "", limit, filters)
        except InputError:
            if json_:
                print_json(search_record(query or "", [], time.perf_counter() - started))
            raise
        seconds = time.perf_counter() - started
    if json_:
        print_json(search_record(query or "", hits, seconds))
        return
    for hit in hits:
        say(f"{hit.rank:3}  {hit.score:.3f}  {hit.document.source} p. {hit.chunk.page}")
        say("     " + " ".join(hit.chunk.text.split())[:300])


def ask(
    question: Annotated[str | None, typer.Argument(help="La domanda.")] = None,
    batch: BatchOption = None,
    out: OutOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Risponde per quel giorno (AAAA-MM-GG).")
    ] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Senza modello.")] = False,
    require_model: Annotated[
        bool, typer.Option("--require-model", help="Fallisce se il modello non risponde.")
    ] = False,
    kind: KindOption = None,
    authority: AuthorityOption = None,
    cluster: ClusterOption = None,
    act: ActOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    document: DocumentOption = None,
    library: LibraryOption = None,
    json_: JsonOption = False,
) -> None:
    """Risponde a una domanda, ogni frase con la sua citazione."""
    from assistant.types import Question
    from assistant.wire import answer_record

    texts = {
        "kind": kind,
        "authority": authority,
        "cluster": cluster,
        "act": act,
        "document": document,
    }
    filters = make_filters(texts, since, until)
    day = read_day("--as-of", as_of)
    if question is None and batch is None:
        raise SettingsError("Manca la domanda.", "Indicarla, o usare --batch.")
    if no_model and require_model:
        raise SettingsError("--no-model e --require-model si escludono.", "Sceglierne uno.")
    with open_desk_for(library) as desk:
        if require_model and not desk.settings.model.name:
            raise ModelUnavailable(
                "Nessun modello è configurato.",
                "Indicarne uno con CTL_MODEL o chiedere senza --require-model.",
            )
        if batch is not None:
            basis = Question("", filters=filters, as_of=day)
            failed = []

            def answer_line(line: dict[str, Any]) -> dict[str, Any]:
                given = _answer(desk, _question(line, basis), with_model=not no_model)
                _require(given, required=require_model)
                record = answer_record(given)
                if record["status"] == "failed":
                    failed.append(f"{line.get('id')}: {record['answer']}")
                return record | {"id": line.get("id")}

            run_batch(batch, out, answer_line)
            _tell_failed(failed)
            return
        asked = Question(question or "", filters=filters, as_of=day)
        given = desk.ask(asked, with_model=not no_model)
        _require(given, required=require_model)
    if json_:
        print_json(answer_record(given))
    else:
        _print_answer(given)


def _tell_failed(failed: list[str]) -> None:
    """Say which lines of a batch could not be used; part of the work failed."""
    if failed:
        advise(f"{len(failed)} righe senza risposta, la prima {failed[0]}")
        raise typer.Exit(1)


def _question(line: dict[str, Any], basis: "Question") -> "Question":
    from dataclasses import replace

    from assistant.types import Turn

    history = line.get("history") or []
    if not isinstance(history, list):
        raise InputError("`history` non è un elenco.", "Correggere la riga.")
    turns = tuple(
        Turn(str(turn.get("role", "user")), str(turn.get("content", "")))
        for turn in history
        if isinstance(turn, dict)
    )
    name = line.get("id")
    return replace(
        basis,
        text=str(line.get("question", "")),
        id=None if name is None else str(name),
        history=turns,
    )


def _require(given: "Answer", *, required: bool) -> None:
    """Fail where a model was required and the answer had to do without."""
    failed = [one.text for one in given.notes if one.kind.value == "fallback"]
    if required and failed:
        raise ModelUnavailable(failed[0], "`ctl doctor` dice che cosa non va.")


def _answer(desk: "Desk", question: "Question", *, with_model: bool) -> "Answer":
    """An answer to a line of a batch; a line that cannot be used fails alone."""
    from assistant.types import Answer, AnswerStatus, Note, NoteKind

    try:
        return desk.ask(question, with_model=with_model)
    except InputError as error:
        remark = Note(NoteKind.MISSING, str(error))
        return Answer(question.text, AnswerStatus.FAILED, "it", id=question.id, notes=(remark,))


def _print_answer(given: "Answer") -> None:
    from assistant.wire import answer_text

    say(answer_text(given))
    for one in given.citations:
        words = " ".join(one.quote.text.split())
        say(f"\n[{one.n}] {one.title}, p. {one.quote.span.page} ({one.authority}) – {one.source}")
        say(f"    «{words}»")
    if not given.sentences:
        for passage in given.nearest:
            words = " ".join(passage.chunk.text.split())[:200]
            say(f"\n  · {passage.document.title}, p. {passage.chunk.page}: {words}…")


def verify(batch: BatchOption = None, out: OutOption = None) -> None:
    """Controlla citazioni e frasi con le funzioni che controllano le risposte."""
    from assistant.verify import verify_line

    if batch is None:
        raise SettingsError("Manca --batch.", "Indicare il file con le righe da controllare.")
    run_batch(batch, out, verify_line)
