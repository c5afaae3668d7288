"""Tries each thing that the product needs, and says what works and what to do where it does not."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from assistant.model import Probe
from corpus.embedder import Embedder
from corpus.embedder_choice import choose_embedder
from corpus.errors import ProjectError, StoreError
from corpus.library import Library, open_library
from corpus.locks import FolderLock
from corpus.settings import REMOTE, Settings

_LEAST_FREE = 200_000_000
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PROGRAMS = {
    "tesseract": "Le pagine senza testo (scansioni) non si leggono; installarlo, se servono.",
    "dot": "La catena degli atti resta senza disegno SVG; installare graphviz, se serve.",
}


class State(StrEnum):
    """How a thing stands."""

    WORKS = "works"
    FAILS = "fails"
    ABSENT = "absent"
    """Not there, not asked for, or not complete; the rest works without it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing tried; `code` is the exit code that it asks for (contract)."""

    part: str
    state: State
    what: str
    advice: str = ""
    code: int = 0
    seconds: float | None = None


def examine(settings: Settings, probe: Callable[[], Probe]) -> Iterator[Finding]:
    """Try one thing after another; `probe` asks the configured model for a word."""
    yield Finding("python", State.WORKS, f"Python {platform.python_version()}, {_machine()}.")
    yield from _examine_settings(settings)
    try:
        library = open_library(settings.paths.library, settings.retrieval)
    except (ProjectError, OSError) as error:
        yield _failed("biblioteca", error)
        if settings.retrieval.embeddings.startswith(REMOTE):
            yield _try("modello dei vettori", lambda: _try_endpoint(settings))
    else:
        with closing(library):
            yield from _examine_library(library)
    yield _try("modello", lambda: _ask_model(settings, probe))
    for program, advice in _PROGRAMS.items():
        yield _find_program(program, advice)
    yield _try("spazio", lambda: _measure_space(settings.paths.library))


def exit_code(findings: Sequence[Finding]) -> int:
    """0 where all that is needed works, else what the most basic failure asks for."""
    asked = {finding.code for finding in findings}
    return next((code for code in (2, 3, 4, 1) if code in asked), 0)


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}"


def _try(part: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (ProjectError, OSError, ValueError) as error:
        return _failed(part, error)


def _failed(part: str, error: Exception) -> Finding:
    if isinstance(error, ProjectError):
        return Finding(part, State.FAILS, error.message, error.advice, error.exit_code)
    what = f"Non si legge: {error}."
    return Finding(part, State.FAILS, what, "Eseguire `ctl check --repair`.", StoreError.exit_code)


# --- settings -----------------------------------------------------------------------------------


def _examine_settings(settings: Settings) -> Iterator[Finding]:
    remarks = list(_odd_settings(settings))
    for what, advice in remarks:
        yield Finding("impostazioni", State.ABSENT, what, advice)
    if not remarks:
        yield Finding("impostazioni", State.WORKS, "Le impostazioni si leggono e stanno insieme.")


def _odd_settings(settings: Settings) -> Iterator[tuple[str, str]]:
    """What is allowed and probably not meant."""
    model, retrieval = settings.model, settings.retrieval
    if settings.answer.today is not None:
        day = settings.answer.today.isoformat()
        yield f"Per le risposte oggi è il {day}.", "Togliere CTL_TODAY per il giorno vero."
    if model.name is None and model.base_url and not retrieval.embeddings.startswith(REMOTE):
        yield (
            "C'è l'indirizzo di un servizio ma nessun modello.",
            "Impostare CTL_MODEL per usarlo.",
        )
    open_keys = [one for one in (model, retrieval) if one.api_key and _is_open(one.base_url)]
    if open_keys:
        yield (
            "Una chiave va in chiaro a un'altra macchina (http senza s).",
            "Usare un indirizzo https.",
        )


def _is_open(address: str | None) -> bool:
    """Whether what is sent to an address can be read on its way."""
    try:
        parts = urlsplit(address or "")
        return parts.scheme == "http" and parts.hostname not in _LOOPBACK
    except ValueError:
        return False


# --- the library --------------------------------------------------------------------------------


def _examine_library(library: Library) -> Iterator[Finding]:
    yield _try("biblioteca", lambda: _count_documents(library))
    yield _try("lucchetti", lambda: _name_holders(library.folder))
    yield _try("parole", lambda: _count_words(library))
    yield _try("modello dei vettori", lambda: _time_embedder(library.embedder()))
    yield _try("vettori", lambda: _count_vectors(library))


def _count_documents(library: Library) -> Finding:
    count, folder = len(library.records.documents()), library.folder
    if not count:
        advice = "Aggiungere documenti con `ctl ingest`."
        return Finding("biblioteca", State.ABSENT, f"«{folder}» è vuota.", advice)
    what = f"«{folder}», {count} documenti, versione {library.version()}."
    return Finding("biblioteca", State.WORKS, what)


def _name_holders(folder: Path) -> Finding:
    held = []
    for name, use in (("write", "in scrittura"), ("vectors", "i vettori")):
        holder = FolderLock(folder, name).holder()
        if _is_running(str(holder.get("pid", ""))):
            since = f"«{holder.get('command')}», dalle {holder.get('since')}"
            held.append(f"{use}: processo {holder['pid']} ({since})")
    what = f"Tenuti: {'; '.join(held)}." if held else "Liberi."
    return Finding("lucchetti", State.WORKS, what)


def _is_running(pid: str) -> bool:
    if not pid.isdecimal() or int(pid) < 1:
        return False
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _count_words(library: Library) -> Finding:
    held = library.words().count()
    wanted = len(library.records.passage_ids())
    if held != wanted:
        what, advice = f"{held} passaggi su {wanted}.", "Eseguire `ctl check --repair`."
        return Finding("parole", State.FAILS, what, advice, StoreError.exit_code)
    return Finding("parole", State.WORKS, f"{held} passaggi si trovano per parole.")


def _time_embedder(embedder: Embedder) -> Finding:
    started = time.perf_counter()
    embedder.queries(["Quali cluster sono riconosciuti?"])
    seconds = time.perf_counter() - started
    what = f"«{embedder.id}», una domanda in {seconds * 1000:.0f} ms."
    return Finding("modello dei vettori", State.WORKS, what, seconds=seconds)


def _try_endpoint(settings: Settings) -> Finding:
    """The embeddings endpoint where no library can be opened."""
    return _time_embedder(choose_embedder(settings.retrieval, None, settings.paths.library))


def _count_vectors(library: Library) -> Finding:
    missing, _ = library.missing_vectors()
    wanted = len(library.records.passage_ids())
    made = library.meaning.made_by()
    what = f"{wanted - len(missing)} passaggi su {wanted}"
    what = f"{what}, di «{made}»." if made else f"{what}."
    if library.meaning.draft_recipe() is not None:
        advice = "Finire con `ctl reembed`."
        return Finding("vettori", State.ABSENT, f"{what} Il rifacimento è a metà.", advice)
    if missing:
        advice = "La pagina aperta li completa; altrimenti `ctl check --repair`."
        return Finding("vettori", State.ABSENT, what, advice)
    return Finding("vettori", State.WORKS, what)


# --- the rest -----------------------------------------------------------------------------------


def _ask_model(settings: Settings, probe: Callable[[], Probe]) -> Finding:
    if settings.model.name is None:
        what = "Nessun modello: le risposte sono frasi dei documenti."
        return Finding("modello", State.ABSENT, what, "Impostare CTL_MODEL, se se ne vuole uno.")
    found = probe()
    if not found.ok:
        return Finding("modello", State.FAILS, found.what, code=4, seconds=found.seconds)
    what = f"{found.what.rstrip('.')} ({found.seconds:.1f} s)."
    return Finding("modello", State.WORKS, what, seconds=found.seconds)


def _find_program(program: str, advice: str) -> Finding:
    path = shutil.which(program)
    if path is None:
        return Finding(program, State.ABSENT, "Non è installato.", advice)
    return Finding(program, State.WORKS, f"{path}.")


def _measure_space(folder: Path) -> Finding:
    here = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    free = shutil.disk_usage(here).free
    what = f"{free / 1e9:.1f} GB liberi."
    if free < _LEAST_FREE:
        return Finding("spazio", State.FAILS, what, "Liberare spazio sul disco.", 1)
    return Finding("spazio", State.WORKS, what)
