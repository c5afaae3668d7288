"""The truth of the library: documents, pages and passages in SQL (SQLAlchemy Core).

A document is *pending* while its pages are in the records but its words cannot be found yet,
*listed* once they can, *leaving* while it is being removed. Readers see listed documents only.
The library's version grows by one with every change that readers can see.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError

from corpus import tables as t
from corpus.errors import Damaged, NotBuilt, NotHeld, StoreError
from corpus.types import Chunk, Document, Page, Quarantined

PENDING, LISTED, LEAVING = "pending", "listed", "leaving"


def text_digest(text: str) -> str:
    """SHA-256 of a page text, hexadecimal."""
    return sha256(text.encode()).hexdigest()


class Records:
    """The SQL records of one library; reads never lock, writes are one transaction each."""

    def __init__(self, engine: Engine) -> None:
        """Use `open_records` instead."""
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reads; a broken database is told as `Damaged`."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise _damaged(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed whole at the end, rolled back at any failure."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise _damaged(error) from error

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    # --- versions -------------------------------------------------------------------------

    def version(self) -> int:
        """The library's version: 0 when new, one more with every visible change."""
        with self.reading() as connection:
            return int(t.get_meta(connection, "library_version") or 0)

    # --- documents ------------------------------------------------------------------------

    def documents(self, state: str = LISTED) -> list[Document]:
        """Documents in `state`, in the order of their first source."""
        with self.reading() as connection:
            rows = connection.execute(select(t.documents).where(t.documents.c.state == state)).all()
            sources = t.sources_of(connection, [row.id for row in rows])
        found = [t.to_document(row, sources.get(row.id, ())) for row in rows]
        return sorted(found, key=lambda document: (document.source, document.id))

    def document(self, document_id: str) -> Document | None:
        """A listed document by its id, or None."""
        return self.documents_by_id([document_id]).get(document_id)

    def documents_by_id(self, ids: Sequence[str]) -> dict[str, Document]:
        """Listed documents among `ids`."""
        with self.reading() as connection:
            rows = connection.execute(
                select(t.documents).where(t.documents.c.id.in_(ids), t.documents.c.state == LISTED)
            ).all()
            sources = t.sources_of(connection, [row.id for row in rows])
        return {row.id: t.to_document(row, sources.get(row.id, ())) for row in rows}

    def find_document(self, reference: str) -> Document:
        """A listed document by id, unique prefix of an id, or source.

        Raises `NotHeld` when none or more than one fits.
        """
        with self.reading() as connection:
            by_source = connection.execute(
                select(t.sources.c.document_id).where(t.sources.c.source == reference)
            ).scalar()
            prefix = reference.lower()
            ids = [by_source] if by_source else []
            if not ids and prefix and all(sign in "0123456789abcdef" for sign in prefix):
                ids = list(
                    connection.execute(
                        select(t.documents.c.id).where(
                            t.documents.c.id.startswith(prefix), t.documents.c.state == LISTED
                        )
                    ).scalars()
                )
        if len(ids) == 1 and (found := self.document(ids[0])):
            return found
        if len(ids) > 1:
            raise NotHeld(
                f"Più documenti iniziano con «{reference}».", "Scrivere più cifre dell'id."
            )
        raise NotHeld(
            f"Nessun documento «{reference}» nella biblioteca.",
            "`ctl documents` elenca quelli presenti.",
        )

    def add_pending(
        self,
        connection: Connection,
        document: Document,
        pages: Sequence[Page],
        chunks: Sequence[Chunk],
    ) -> list[Chunk]:
        """Write a document whole, not yet listed; the chunks come back with their ids."""
        t.drop_document(connection, document.id)
        connection.execute(insert(t.documents).values(**t.document_row(document), state=PENDING))
        if pages:
            connection.execute(
                insert(t.pages),
                [
                    {
                        "document_id": document.id,
                        "number": page.number,
                        "text": page.text,
                        "sha256": text_digest(page.text),
                        "origin": page.origin.value,
                    }
                    for page in pages
                ],
            )
        if not chunks:
            return []
        connection.execute(insert(t.passages), [t.chunk_row(chunk) for chunk in chunks])
        return self.chunks_of(document.id, connection)

    def list_documents(self, connection: Connection, ids: Iterable[str]) -> int:
        """Make pending documents visible; gives the new version of the library."""
        version = t.bump_version(connection)
        connection.execute(
            update(t.documents)
            .where(t.documents.c.id == bindparam("document"))
            .values(state=LISTED, version=version),
            [{"document": document_id} for document_id in ids],
        )
        return version

    def mark_leaving(self, connection: Connection, document_id: str) -> None:
        """Hide a document that is about to be removed."""
        connection.execute(
            update(t.documents).where(t.documents.c.id == document_id).values(state=LEAVING)
        )
        connection.execute(delete(t.sources).where(t.sources.c.document_id == document_id))

    def remove_documents(self, connection: Connection, ids: Sequence[str]) -> int:
        """Delete documents for good; gives the new version of the library."""
        version = t.bump_version(connection)
        for document_id in ids:
            t.drop_document(connection, document_id)
            connection.execute(insert(t.removals).values(document_id=document_id, version=version))
        return version

    def changes_since(self, version: int) -> tuple[list[str], list[str]]:
        """Ids of documents (listed, removed) after `version` of the library."""
        with self.reading() as connection:
            listed = connection.execute(
                select(t.documents.c.id).where(
                    t.documents.c.version > version, t.documents.c.state == LISTED
                )
            ).scalars()
            removed = connection.execute(
                select(t.removals.c.document_id).where(t.removals.c.version > version)
            ).scalars()
            return list(listed), list(removed)

    # --- sources --------------------------------------------------------------------------

    def source_owner(self, identity: str) -> str | None:
        """Id of the document last found at this place, or None."""
        with self.reading() as connection:
            return connection.execute(
                select(t.sources.c.document_id).where(t.sources.c.identity == identity)
            ).scalar()

    def source_names(self) -> dict[str, tuple[str, str]]:
        """Identity → (source as shown, document id) of every known place."""
        with self.reading() as connection:
            rows = connection.execute(select(t.sources)).all()
        return {row.identity: (row.source, row.document_id) for row in rows}

    def set_source(
        self, connection: Connection, identity: str, source: str, document_id: str
    ) -> str | None:
        """Say which document stands at a place; gives the id of the one it displaced."""
        row = connection.execute(
            select(t.sources).where(t.sources.c.identity == identity)
        ).one_or_none()
        if row is None:
            taken = select(t.sources.c.id).where(t.sources.c.source == source)
            if connection.execute(taken).first():  # another process was first with this name
                source = identity
            connection.execute(
                insert(t.sources).values(identity=identity, source=source, document_id=document_id)
            )
            return None
        connection.execute(
            update(t.sources)
            .where(t.sources.c.identity == identity)
            .values(document_id=document_id)
        )
        return str(row.document_id) if row.document_id != document_id else None

    def drop_source(self, connection: Connection, identity: str) -> None:
        """Forget a place."""
        connection.execute(delete(t.sources).where(t.sources.c.identity == identity))

    def has_sources(self, connection: Connection, document_id: str) -> bool:
        """Whether any place still holds the document."""
        statement = select(func.count()).where(t.sources.c.document_id == document_id)
        return bool(connection.execute(statement).scalar())

    # --- pages and passages ---------------------------------------------------------------

    def page(self, document_id: str, number: int) -> Page | None:
        """One page of a listed document, or None."""
        with self.reading() as connection:
            row = connection.execute(
                select(t.pages)
                .join(t.documents, t.documents.c.id == t.pages.c.document_id)
                .where(
                    t.pages.c.document_id == document_id,
                    t.pages.c.number == number,
                    t.documents.c.state == LISTED,
                )
            ).one_or_none()
        return t.to_page(row) if row else None

    def pages(self, document_id: str) -> list[Page]:
        """All pages of a document, in order."""
        with self.reading() as connection:
            rows = connection.execute(
                select(t.pages)
                .where(t.pages.c.document_id == document_id)
                .order_by(t.pages.c.number)
            ).all()
        return [t.to_page(row) for row in rows]

    def page_digests(self) -> Iterator[tuple[str, int, str, str]]:
        """(document id, page, text, recorded SHA-256) of every page held."""
        with self.reading() as connection:
            rows = connection.execute(
                select(t.pages.c.document_id, t.pages.c.number, t.pages.c.text, t.pages.c.sha256)
            )
            for row in rows:
                yield row.document_id, row.number, row.text, row.sha256

    def chunks_of(self, document_id: str, connection: Connection | None = None) -> list[Chunk]:
        """The passages of one document, in order."""
        statement = (
            t.select_chunks()
            .where(t.passages.c.document_id == document_id)
            .order_by(t.passages.c.page, t.passages.c.start)
        )
        if connection is not None:
            return [t.to_chunk(row) for row in connection.execute(statement)]
        with self.reading() as reading:
            return [t.to_chunk(row) for row in reading.execute(statement)]

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Passages of listed documents by id; ids no longer held are left out."""
        found: dict[int, Chunk] = {}
        with self.reading() as connection:
            for first in range(0, len(ids), 500):
                statement = (
                    t.select_chunks()
                    .join(t.documents, t.documents.c.id == t.passages.c.document_id)
                    .where(
                        t.passages.c.id.in_(ids[first : first + 500]),
                        t.documents.c.state == LISTED,
                    )
                )
                for row in connection.execute(statement):
                    found[row.id] = t.to_chunk(row)
        return found

    def passage_counts(self) -> dict[str, int]:
        """Number of passages of each listed document."""
        with self.reading() as connection:
            rows = connection.execute(
                select(t.passages.c.document_id, func.count())
                .join(t.documents, t.documents.c.id == t.passages.c.document_id)
                .where(t.documents.c.state == LISTED)
                .group_by(t.passages.c.document_id)
            ).all()
        return {row[0]: int(row[1]) for row in rows}

    def passage_ids(self) -> dict[int, str]:
        """Passage id → document id, of listed documents."""
        with self.reading() as connection:
            rows = connection.execute(
                select(t.passages.c.id, t.passages.c.document_id)
                .join(t.documents, t.documents.c.id == t.passages.c.document_id)
                .where(t.documents.c.state == LISTED)
            ).all()
        return {row[0]: row[1] for row in rows}

    # --- quarantine -----------------------------------------------------------------------

    def quarantine(self, entry: Quarantined) -> None:
        """Note a file that could not be read."""
        with self.writing() as connection:
            connection.execute(
                delete(t.quarantine).where(t.quarantine.c.identity == entry.identity)
            )
            connection.execute(
                insert(t.quarantine).values(
                    identity=entry.identity,
                    source=entry.source,
                    document_id=entry.document_id,
                    reason=entry.reason,
                    at=entry.at,
                    authority=entry.authority,
                    sha256=entry.sha256,
                )
            )

    def release(self, connection: Connection, identity: str) -> None:
        """Take a place out of quarantine."""
        connection.execute(delete(t.quarantine).where(t.quarantine.c.identity == identity))

    def quarantined(self) -> list[Quarantined]:
        """All files that could not be read, by source."""
        with self.reading() as connection:
            rows = connection.execute(select(t.quarantine).order_by(t.quarantine.c.source)).all()
        return [Quarantined(*row) for row in rows]

    def integrity(self) -> list[str]:
        """What the database itself says is wrong with it; empty when sound."""
        if self._engine.dialect.name != "sqlite":
            return []
        with self.reading() as connection:
            rows = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
        return [str(row) for row in rows if row != "ok"]


def open_records(folder: Path, *, create: bool = False) -> Records:
    """Open `records.sqlite` in `folder`, migrated to the present schema.

    Raises `NotBuilt` where there is none and `create` is false, `Damaged` where it cannot be read.
    """
    path = folder / "records.sqlite"
    if not path.is_file():
        if not create:
            raise NotBuilt(
                f"Nessuna biblioteca in «{folder}».",
                "Crearla con `ctl ingest corpus/documents` o indicarne un'altra con --library.",
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            problem = f"La biblioteca «{folder}» non si può creare: {error.strerror}."
            raise StoreError(problem, "Indicare un'altra cartella con --library.") from error
    engine = t.open_engine(path)
    try:
        t.migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise _damaged(error) from error
    return Records(engine)


def _damaged(error: DatabaseError) -> Damaged:
    return Damaged(
        f"I dati della biblioteca non si leggono: {error.orig}.",
        "Eseguire `ctl check`, poi ripristinare una copia di records.sqlite.",
    )
