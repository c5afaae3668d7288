"""The order of the steps from files to the library, and the report of what became of each."""

import os
import stat
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from corpus.claims import Acquisition
from corpus.errors import InputError, ProjectError
from corpus.library import Library
from corpus.types import Authority, Document, Quarantined
from ingest.catalogue import RULES, bring_up_to_date, catalogue
from ingest.describe import describe
from ingest.fetch import Fetched, fetch
from ingest.find import Found, absolute, find_files, path_of
from ingest.page import ReadDocument
from ingest.read import read_file
from ingest.structure import cut_document

_GROUP_SECONDS = 0.8
_GROUP_DOCUMENTS = 64
_GROUP_PASSAGES = 4_000
_LARGEST_FILE = 400_000_000

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, the source just done)."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What became of one file (contract: `files` of `ctl ingest`)."""

    source: str
    document_id: str | None
    status: str
    reason: str | None = None
    pages: int = 0
    passages: int = 0
    ocr_pages: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    ocr_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of all files of a run."""

    library_version: int
    seconds: float
    files: tuple[FileEntry, ...]
    removed: int = 0

    @property
    def totals(self) -> dict[str, int]:
        """Number of files by status, and of documents removed."""
        counted = dict.fromkeys(("added", "unchanged", "updated", "removed", "quarantined"), 0)
        for entry in self.files:
            counted[entry.status] += 1
        counted["removed"] = self.removed
        return counted


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to ingest: what to declare of the files, and what to do beside reading them."""

    authority: Authority | None = None
    sync: bool = False
    retry: bool = False
    password: str | None = None
    timeout_seconds: float = 30.0
    max_bytes: int = 50_000_000


@dataclass(slots=True)
class _Group:
    """Documents read but not yet on the shelf."""

    taken: list[Acquisition] = field(default_factory=list)
    entries: list[FileEntry] = field(default_factory=list)
    since: float = 0.0

    @property
    def due(self) -> bool:
        passages = sum(len(one.chunks) for one in self.taken)
        return bool(self.taken) and (
            time.monotonic() - self.since > _GROUP_SECONDS
            or len(self.taken) >= _GROUP_DOCUMENTS
            or passages >= _GROUP_PASSAGES
        )


def ingest(
    offered: Sequence[str],
    library: Library,
    options: IngestOptions,
    progress: Progress = lambda _done, _all, _name: None,
) -> IngestReport:
    """Take files, folders, addresses and address lists in; every file gets exactly one entry.

    A document is reported once it is in the records and findable by words. Raises `Locked` where
    another process keeps writing.
    """
    started = time.perf_counter()
    bring_up_to_date(library)
    found = list(find_files(offered, library, retry=options.retry))
    run = _Run(library, options)
    entries: list[FileEntry] = []
    for one in found:
        entries += run.take(one)
        progress(len(entries) + len(run.group.taken), len(found), one.source)
    entries += run.flush()
    removed = _remove_missing(offered, found, library) if options.sync else 0
    order = {one.source: place for place, one in enumerate(found)}
    entries.sort(key=lambda entry: order.get(entry.source, 0))
    seconds = round(time.perf_counter() - started, 3)
    return IngestReport(library.version(), seconds, tuple(entries), removed)


class _Run:
    """One run over the files: reads each, shelves them in groups."""

    def __init__(self, library: Library, options: IngestOptions) -> None:
        self.library = library
        self.options = options
        self.group = _Group()
        self.quarantined = {entry.identity for entry in library.records.quarantined()}

    def take(self, one: Found) -> list[FileEntry]:
        """Read one file; gives the entries that are settled by now."""
        started = time.perf_counter()
        settled: list[FileEntry] = []
        try:
            data, url, declared = self._bytes_of(one)
            document_id = sha256(data).hexdigest()[:16]
            if self._is_held(document_id):
                settled += self.flush()
                if self._is_held(document_id):  # else it has just lost its last place
                    settled.append(self._again(one, document_id, data, started))
                    return settled
            acquisition = self._catalogue(
                one, data, *_acquire(one, data, url, declared, self.options)
            )
        except ProjectError as error:
            settled.append(self._quarantine(one, error, started))
            return settled
        self._add(acquisition, started)
        if self.group.due:
            settled += self.flush()
        return settled

    def _bytes_of(self, one: Found) -> tuple[bytes, str | None, Authority | None]:
        if one.fault is not None:
            raise one.fault
        if one.address is not None:
            fetched: Fetched = fetch(
                one.address, self.options.timeout_seconds, self.options.max_bytes
            )
            return fetched.data, one.address.url, fetched.authority
        return _read_bytes(one.path or Path(one.identity)), None, None

    def _catalogue(
        self, one: Found, data: bytes, document: Document, read: ReadDocument
    ) -> Acquisition:
        """Cut a document into passages, and read what it says."""
        old = self.library.records.source_owner(one.identity)
        corrections = [
            correction
            for document_id in dict.fromkeys((old, document.id))
            if document_id
            for correction in self.library.claims.corrections("document", document_id)
        ]
        pages = read.page_texts(document.id)
        cut = cut_document(document.id, read.pages)
        document, chunks, claims = catalogue(document, pages, cut, corrections)
        return Acquisition(document, data, pages, chunks, one.identity, one.source, claims, RULES)

    def _is_held(self, document_id: str) -> bool:
        if any(one.document.id == document_id for one in self.group.taken):
            return True
        return self.library.records.document(document_id) is not None

    def _add(self, acquisition: Acquisition, started: float) -> None:
        if not self.group.taken:
            self.group.since = time.monotonic()
        old = self.library.records.source_owner(acquisition.identity)
        document = acquisition.document
        if old is not None:
            document = replace(document, replaces=old)
        self.group.taken.append(replace(acquisition, document=document))
        self.group.entries.append(
            FileEntry(
                acquisition.source,
                document.id,
                "updated" if old else "added",
                pages=document.pages,
                passages=len(acquisition.chunks),
                warnings=document.warnings,
                seconds=round(time.perf_counter() - started, 4),
            )
        )

    def flush(self) -> list[FileEntry]:
        """Put what has been read on the shelf."""
        group, self.group = self.group, _Group()
        if group.taken:
            self.library.add(group.taken)
        return group.entries

    def _again(self, one: Found, document_id: str, data: bytes, started: float) -> FileEntry:
        """The same bytes once more: note where, unless it is the place they are known from."""
        library = self.library
        document = library.records.find_document(document_id)
        library.restore_original(document, data)
        old = library.records.source_owner(one.identity)
        warnings: tuple[str, ...] = ()
        if old != document_id:
            warnings = (f"same bytes as {document.source}",)
            library.add_source(document_id, one.identity, one.source)
        elif one.identity in self.quarantined:
            library.release(one.identity)
        if self.options.authority not in (None, document.authority):
            library.set_authority(document_id, self.options.authority)
        return FileEntry(
            one.source,
            document_id,
            "updated" if old and old != document_id else "unchanged",
            pages=document.pages,
            passages=len(library.records.chunks_of(document_id)),
            warnings=warnings or document.warnings,
            seconds=round(time.perf_counter() - started, 4),
        )

    def _quarantine(self, one: Found, error: ProjectError, started: float) -> FileEntry:
        if not isinstance(error, InputError):
            raise error
        reason = str(error)
        seconds = round(time.perf_counter() - started, 4)
        if one.path is not None and not os.path.lexists(one.path):
            self.library.release(one.identity)
            return FileEntry(one.source, None, "quarantined", reason, seconds=seconds)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Quarantined(one.identity, one.source, None, reason, now)
        if one.address is not None:
            entry = replace(entry, authority=one.address.authority, sha256=one.address.sha256)
        self.library.records.quarantine(entry)
        return FileEntry(one.source, None, "quarantined", reason, seconds=seconds)


def _acquire(
    one: Found,
    data: bytes,
    url: str | None,
    declared: Authority | None,
    options: IngestOptions,
) -> tuple[Document, ReadDocument]:
    """Read a file, and note what kind of document it is."""
    read = read_file(data, one.source, options.password)
    document = describe(read, sha256(data).hexdigest(), len(data))
    authority = options.authority or declared or document.authority
    url = url or document.url
    return replace(document, url=url, sources=(one.source,), authority=authority), read


def _read_bytes(path: Path) -> bytes:
    """The bytes of a regular file; raises `InputError` for anything else."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("Non è un file.", "Offrire file o cartelle.")
        if status.st_size > _LARGEST_FILE:
            raise InputError(
                f"Il file ha {status.st_size // 1_000_000} MB.",
                f"Il massimo è {_LARGEST_FILE // 1_000_000} MB: dividerlo.",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"Il file non si legge: {error.strerror or error}.", "Controllare i permessi."
        ) from error


def _remove_missing(offered: Sequence[str], found: Sequence[Found], library: Library) -> int:
    """Forget places under the folders given whose files have gone."""
    folders = [f"{absolute(name)}{os.sep}" for name in offered if Path(name).is_dir()]
    present = {one.identity for one in found}
    closed = [f"{one.path}{os.sep}" for one in found if one.fault is not None]
    removed = 0
    for identity in library.records.source_names():
        path = str(path_of(identity))
        inside = path.startswith(tuple(folders)) and not path.startswith(tuple(closed))
        if inside and identity not in present and library.forget_source(identity):
            removed += 1
    return removed


def report_record(report: IngestReport) -> dict[str, object]:
    """The JSON of `ctl ingest`."""
    return {
        "library_version": report.library_version,
        "seconds": report.seconds,
        "files": [
            {
                "source": entry.source,
                "document_id": entry.document_id,
                "status": entry.status,
                "reason": entry.reason,
                "pages": entry.pages,
                "passages": entry.passages,
                "ocr_pages": entry.ocr_pages,
                "warnings": list(entry.warnings),
                "seconds": entry.seconds,
                "ocr_seconds": entry.ocr_seconds,
            }
            for entry in report.files
        ],
        "totals": report.totals,
    }
