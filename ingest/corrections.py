"""Corrections by a person: checked, kept, and applied at once to what is held."""

from collections.abc import Mapping
from datetime import date

from corpus.act_names import act_id
from corpus.act_register import read_reference
from corpus.claims import Correction
from corpus.errors import InputError
from corpus.library import Library
from corpus.types import Document, Kind
from ingest.catalogue import recatalogue
from ingest.describe import CORRECTABLE

Signed = tuple[str, str, str]
"""Reason, author, and when (ISO 8601)."""


def correct_held(
    library: Library, document: Document, values: Mapping[str, str], signed: Signed
) -> None:
    """Keep what a person says of a document, and make anew what follows from it.

    An empty value takes a correction back. Raises `InputError` for a field or value that is none;
    then nothing is changed.
    """
    corrections = [
        Correction("document", document.id, field, check_value(field, value), *signed)
        for field, value in values.items()
    ]
    with library.records.writing() as connection:
        for one in corrections:
            library.claims.correct(connection, one)
    recatalogue(library, document)


def check_value(field: str, value: str) -> str:
    """The value as it is kept; raises `InputError` where field or value are none."""
    if field not in CORRECTABLE:
        raise InputError(f"Il campo «{field}» non esiste.", f"Campi: {', '.join(CORRECTABLE)}.")
    if not value:
        return ""
    if field == "kind" and value not in [one.value for one in Kind]:
        kinds = ", ".join(one.value for one in Kind)
        raise InputError(f"Il tipo «{value}» non esiste.", f"Tipi: {kinds}.")
    if field == "act":
        name = read_reference(value)
        if name is None or not (name.number or name.date):
            raise InputError(
                f"«{value}» non nomina un atto.",
                "Scriverlo come lombardia:decreto:4638:2014-05-30 o «decreto n. 4638 del …».",
            )
        return act_id(name)
    if field == "date":
        _check_day(value)
    return value


def _check_day(value: str) -> None:
    try:
        date.fromisoformat(value if len(value) > 4 else f"{value}-01-01")
    except ValueError as error:
        raise InputError(f"«{value}» non è una data.", "Scriverla AAAA-MM-GG.") from error
