"""The journal of a library: what was asked of models, day by day (`journal.sqlite`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from assistant.types import Usage
from corpus.errors import Damaged

_METADATA = MetaData()
_SPENT = Table(
    "model_usage",
    _METADATA,
    Column("day", String, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Float, nullable=False),
)
_WAIT_SECONDS = 10


class Journal:
    """What the models were used for; many threads and processes may write at once."""

    def __init__(self, folder: Path) -> None:
        """Keep the journal of the library in `folder`; nothing is opened before the first use."""
        self._path = folder / "journal.sqlite"
        self._engine = create_engine(
            f"sqlite:///{self._path}", connect_args={"timeout": _WAIT_SECONDS}
        )
        event.listen(self._engine, "begin", _begin_writing)
        self._made = False

    def close(self) -> None:
        """Free the file."""
        self._engine.dispose()

    def spent(self, day: date) -> Usage:
        """What was used on a day, reservations among it."""
        with self._writing() as connection:
            return _spent(connection, day)

    def reserve(self, day: date, tokens: int, limit: int) -> bool:
        """Set `tokens` aside for a call unless the day's `limit` (0: none) would be passed.

        They count as read until `settle` puts what was really used in their place, so that a kill
        in between never makes room for more than the limit.
        """
        with self._writing() as connection:
            held = _spent(connection, day)
            if limit and held.input_tokens + held.output_tokens + tokens > limit:
                return False
            _add(connection, day, Usage(tokens, 0, 0.0, 0))
            return True

    def settle(self, day: date, reserved: int, used: Usage) -> None:
        """Put what a call really used in the place of what was reserved for it."""
        with self._writing() as connection:
            real = Usage(used.input_tokens - reserved, used.output_tokens, used.cost, used.calls)
            _add(connection, day, real)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                if not self._made:
                    _METADATA.create_all(connection)
                    self._made = True
                yield connection
        except DatabaseError as error:
            raise Damaged(
                f"Il diario della biblioteca ({self._path.name}) non si usa: {error.orig}.",
                "Liberare spazio o spostare il file: ne sarà fatto uno nuovo.",
            ) from error


def _begin_writing(connection: Connection) -> None:
    """Take the file's lock at once, so that reading and adding are one step."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _spent(connection: Connection, day: date) -> Usage:
    row = connection.execute(select(_SPENT).where(_SPENT.c.day == day.isoformat())).first()
    if row is None:
        return Usage()
    return Usage(row.input_tokens, row.output_tokens, row.cost, row.calls)


def _add(connection: Connection, day: date, more: Usage) -> None:
    held = {
        "calls": more.calls,
        "input_tokens": more.input_tokens,
        "output_tokens": more.output_tokens,
        "cost": more.cost,
    }
    new = insert(_SPENT).values(day=day.isoformat(), **held)
    sums = {name: _SPENT.c[name] + new.excluded[name] for name in held}
    connection.execute(new.on_conflict_do_update(index_elements=["day"], set_=sums))
