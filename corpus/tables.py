"""The tables of the records, their migrations, and the way from a row to a noun and back."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)

from corpus.types import Authority, Chunk, ChunkKind, Document, Format, Kind, Origin, Page

metadata = MetaData()
meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String))
documents = Table(
    "documents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False, default=0),
    Column("title", Text, nullable=False),
    Column("format", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("language", String, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("url", Text),
    Column("act_id", String),
    Column("act_date", String),
    Column("act_object", Text),
    Column("ingested_at", String, nullable=False),
    Column("replaces", String(16)),
    Column("container", String(16)),
    Column("size", Integer, nullable=False),
    Column("warnings", Text, nullable=False),
)
sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("identity", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False, unique=True),
    Column("document_id", String(16), nullable=False, index=True),
)
pages = Table(
    "pages",
    metadata,
    Column("document_id", String(16), ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("origin", String, nullable=False),
)
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String(16), ForeignKey("documents.id"), nullable=False),
    Column("page", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("lead", Text, nullable=False),
    Column("sentences", Text, nullable=False),
    Column("act_id", String),
    Index("passages_by_document", "document_id", "page", "start"),
    sqlite_autoincrement=True,
)
removals = Table(
    "removals",
    metadata,
    Column("document_id", String(16), primary_key=True),
    Column("version", Integer, primary_key=True),
)
quarantine = Table(
    "quarantine",
    metadata,
    Column("identity", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("document_id", String(16)),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("authority", String),
    Column("sha256", String, nullable=False, default=""),
)


def _of_document(*columns: Column[Any]) -> tuple[Column[Any], ...]:
    """Columns of what a document says: whose it is, and the words that say it."""
    return (
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("document_id", String(16), ForeignKey("documents.id"), nullable=False, index=True),
        Column("page", Integer, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        *columns,
    )


held_acts = Table(
    "held_acts",
    metadata,
    *_of_document(
        Column("act_id", String, nullable=False),
        Column("key", String, nullable=False, index=True),
        Column("last", Integer, nullable=False),
        Column("last_end", Integer, nullable=False),
        Column("first", Integer, nullable=False),
        Column("first_start", Integer, nullable=False),
        Column("object", Text),
        Column("office", Text),
        Column("confidence", Float, nullable=False),
    ),
)
relations = Table(
    "relations",
    metadata,
    *_of_document(
        Column("kind", String, nullable=False),
        Column("subject", String, nullable=False),
        Column("subject_key", String, nullable=False, index=True),
        Column("target", String, nullable=False),
        Column("target_key", String, nullable=False),
        Column("whole", Boolean, nullable=False),
        Column("day", String),
    ),
    Index("relations_by_target", "target_key", "kind", "document_id", "target"),
)
recognitions = Table(
    "recognitions",
    metadata,
    *_of_document(
        Column("standing", String, nullable=False),
        Column("clusters", Text, nullable=False),
        Column("acts", Text, nullable=False),
        Column("changed", Text, nullable=False),
        Column("clustered", Integer, nullable=False),
        Column("since", String),
        Column("until", String),
        Column("months", Integer),
        Column("day", String),
    ),
)
facts = Table(
    "facts",
    metadata,
    *_of_document(
        Column("topic", String, nullable=False),
        Column("subject", String, nullable=False),
        Column("field", String, nullable=False),
        Column("value", Text, nullable=False),
        Column("at_start", Integer),
        Column("at_end", Integer),
        Column("day", String),
    ),
    Index("facts_by_subject", "topic", "subject"),
)
CLAIM_TABLES = (held_acts, relations, recognitions, facts)
catalogued = Table(
    "catalogued",
    metadata,
    Column("document_id", String(16), primary_key=True),
    Column("rules", Integer, nullable=False),
)
corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("topic", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("field", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)


def _create_missing(connection: Connection) -> None:
    metadata.create_all(connection)


MIGRATIONS: Sequence[Callable[[Connection], None]] = (_create_missing, _create_missing)
"""Applied in order; the number of those applied is the schema's version."""


def open_engine(path: Path) -> Engine:
    """An engine on the SQLite file at `path`: write-ahead log, every commit on the disk."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Bring the tables to the present schema, in one transaction."""
    with engine.connect() as connection:
        if _schema_version(connection) >= len(MIGRATIONS):
            return
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        done = _schema_version(connection)
        for migration in MIGRATIONS[done:]:
            migration(connection)
        set_meta(connection, "schema_version", str(len(MIGRATIONS)))
        connection.commit()


def _schema_version(connection: Connection) -> int:
    if not connection.dialect.has_table(connection, "meta"):
        return 0
    return int(get_meta(connection, "schema_version") or 0)


def get_meta(connection: Connection, key: str) -> str | None:
    """A remark kept with the records, or None."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Keep a remark with the records."""
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))


def bump_version(connection: Connection) -> int:
    """Count one more visible change; gives the new version of the library."""
    version = int(get_meta(connection, "library_version") or 0) + 1
    set_meta(connection, "library_version", str(version))
    return version


def document_row(document: Document) -> Mapping[str, object]:
    """The columns of a document, its state apart."""
    return {
        "id": document.id,
        "sha256": document.sha256,
        "version": 0,
        "title": document.title,
        "format": document.format.value,
        "kind": document.kind.value,
        "authority": document.authority.value,
        "language": document.language,
        "pages": document.pages,
        "url": document.url,
        "act_id": document.act_id,
        "act_date": document.act_date,
        "act_object": document.act_object,
        "ingested_at": document.ingested_at,
        "replaces": document.replaces,
        "container": document.container,
        "size": document.size,
        "warnings": json.dumps(document.warnings, ensure_ascii=False),
    }


def to_document(row: Row[Any], sources: tuple[str, ...]) -> Document:
    """The document of a row."""
    return Document(
        id=row.id,
        sha256=row.sha256,
        title=row.title,
        format=Format(row.format),
        kind=Kind(row.kind),
        authority=Authority(row.authority),
        language=row.language,
        pages=row.pages,
        sources=sources,
        url=row.url,
        act_id=row.act_id,
        act_date=row.act_date,
        act_object=row.act_object,
        ingested_at=row.ingested_at,
        replaces=row.replaces,
        container=row.container,
        size=row.size,
        warnings=tuple(json.loads(row.warnings)),
    )


def to_page(row: Row[Any]) -> Page:
    """The page of a row."""
    return Page(row.document_id, row.number, row.text, Origin(row.origin))


def chunk_row(chunk: Chunk) -> dict[str, object]:
    """The columns of a passage, its id apart."""
    return {
        "document_id": chunk.document_id,
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
        "section": json.dumps(chunk.section, ensure_ascii=False),
        "kind": chunk.kind.value,
        "lead": chunk.lead,
        "sentences": json.dumps(chunk.sentences),
        "act_id": chunk.act_id,
    }


def select_chunks() -> Any:
    """Passages with their words cut from the page."""
    text = func.substr(pages.c.text, passages.c.start + 1, passages.c.end - passages.c.start)
    return select(passages, text.label("text")).join(
        pages,
        (pages.c.document_id == passages.c.document_id) & (pages.c.number == passages.c.page),
    )


def to_chunk(row: Row[Any]) -> Chunk:
    """The passage of a row of `select_chunks`."""
    return Chunk(
        document_id=row.document_id,
        page=row.page,
        start=row.start,
        end=row.end,
        text=row.text,
        section=tuple(json.loads(row.section)),
        kind=ChunkKind(row.kind),
        lead=row.lead,
        sentences=tuple((start, end) for start, end in json.loads(row.sentences)),
        act_id=row.act_id,
        id=row.id,
    )


def sources_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Document id → its sources, in the order in which they became known."""
    statement = select(sources.c.document_id, sources.c.source).order_by(sources.c.id)
    if len(ids) <= 500:
        statement = statement.where(sources.c.document_id.in_(ids))
    grouped: dict[str, tuple[str, ...]] = {}
    for document_id, source in connection.execute(statement):
        grouped[document_id] = (*grouped.get(document_id, ()), source)
    return grouped


def drop_document(connection: Connection, document_id: str) -> None:
    """Delete the rows of a document, its sources apart."""
    if connection.execute(select(documents.c.id).filter_by(id=document_id)).first() is None:
        return
    drop_claims(connection, document_id)
    connection.execute(delete(passages).where(passages.c.document_id == document_id))
    connection.execute(delete(pages).where(pages.c.document_id == document_id))
    connection.execute(delete(documents).where(documents.c.id == document_id))


def drop_claims(connection: Connection, document_id: str) -> None:
    """Delete what a document says; what was never catalogued says nothing."""
    made = delete(catalogued).where(catalogued.c.document_id == document_id)
    for table in CLAIM_TABLES if connection.execute(made).rowcount else ():
        connection.execute(delete(table).where(table.c.document_id == document_id))


def redescribe(connection: Connection, document: Document, acts: Mapping[int, str | None]) -> None:
    """Note anew what a document is; `acts` are the acts of its passages, by passage id."""
    row = document_row(document)
    changed = {name: row[name] for name in ("title", "kind", "act_id", "act_date", "act_object")}
    connection.execute(update(documents).where(documents.c.id == document.id).values(**changed))
    for passage_id, act_id in acts.items():
        connection.execute(
            update(passages).where(passages.c.id == passage_id).values(act_id=act_id)
        )


def set_authority(connection: Connection, document_id: str, authority: Authority) -> None:
    """Declare the standing of a document."""
    connection.execute(
        update(documents).where(documents.c.id == document_id).values(authority=authority.value)
    )
