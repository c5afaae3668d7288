"""The command that names the acts in a text: mentions."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.common import BatchOption, JsonOption, OutOption, print_json, run_batch, say
from corpus.errors import InputError, SettingsError

if TYPE_CHECKING:
    from corpus.mentions import ActMention


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("mentions")(mentions)


def mentions(
    file: Annotated[
        str | None, typer.Argument(help="Il file di testo; «-» legge dallo standard input.")
    ] = None,
    batch: BatchOption = None,
    out: OutOption = None,
    json_: JsonOption = False,
) -> None:
    """Trova gli atti nominati in un testo, ciascuno con le sue parti."""
    from corpus.mentions import find_mentions

    if batch is not None:
        run_batch(
            batch,
            out,
            lambda line: {
                "id": line.get("id"),
                "mentions": [_record(one) for one in find_mentions(_text(line))],
            },
        )
        return
    found = find_mentions(_read_text(file))
    if json_:
        print_json([_record(one) for one in found])
        return
    for one in found:
        say(f"{one.start:7}-{one.end:<7} {one.confidence:.2f}  {one.act_id}")
        say("     " + " ".join(one.text.split()))


def _text(line: dict[str, Any]) -> str:
    text = line.get("text")
    if not isinstance(text, str):
        raise InputError("Una riga non ha un `text` che sia testo.", "Correggere la riga.")
    return text


def _read_text(file: str | None) -> str:
    """The text of the file or of stdin, its line ends unchanged, so that offsets hold."""
    if file is None and sys.stdin.isatty():
        raise SettingsError("Manca il testo.", "Indicare un file, «-» o --batch.")
    try:
        raw = sys.stdin.buffer.read() if file in (None, "-") else Path(str(file)).read_bytes()
        return raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"«{file or '-'}» non si legge: {error}.", "Controllare il file."
        ) from error


def _record(one: "ActMention") -> dict[str, Any]:
    """A mention as the contract writes it."""
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "act_id": one.act_id,
        "type": one.type.value,
        "issuer": one.issuer,
        "number": one.number,
        "date": one.date,
        "confidence": one.confidence,
    }
