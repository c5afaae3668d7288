"""The `ctl` command: one file per group of commands; this one joins them and maps errors."""

import logging
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from assistant.cli import ask, calls, documents, evaluate, gold, mentions, register, system
from assistant.cli.common import LibraryOption, set_library
from corpus.errors import ProjectError

_SEE_HELP = "Vedere `ctl --help`, o --help dopo il comando."

app = typer.Typer(
    name="ctl",
    help="Risposte sui Cluster Tecnologici Lombardi, ogni frase con la sua citazione.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (documents, ask, register, calls, mentions, evaluate, gold, system):
    group.register(app)


@app.callback()
def _common(
    library: LibraryOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Dice di più su stderr.")] = False,
) -> None:
    set_library(library)
    logging.basicConfig(level=logging.INFO if verbose else logging.ERROR, stream=sys.stderr)


def main(arguments: list[str] | None = None) -> None:
    """Run `ctl`; wrong usage and a `ProjectError` become one line on stderr and an exit code."""
    try:
        if code := app(arguments, standalone_mode=False):
            sys.exit(code)
    except TyperException as error:
        shown = error.format_message()
        helps = shown.startswith("Usage")  # `ctl` alone
        sys.stderr.write(f"{shown}\n" if helps else f"ctl: {shown.rstrip('.')}. {_SEE_HELP}\n")
        sys.exit(error.exit_code)
    except ProjectError as error:
        sys.stderr.write(f"ctl: {error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("ctl: interrotto.\n")
        sys.exit(130)
