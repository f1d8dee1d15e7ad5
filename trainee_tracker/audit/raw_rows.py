"""Reading ledger rows and links as the database has them, so that nothing stored there can surprise.

The mapped classes raise where a stored value is none of theirs: an unknown word, half a date. What
looks for alterations has to read those too. Values come as the digests spell them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, Date, Table, column, select, table
from sqlalchemy.engine import Connection

from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.rules import Happening, Link
from trainee_tracker.extensions import UtcDateTime

AT_A_TIME: Final = 1_000
"""How many rows are fetched together, so that a ledger of any size takes the same memory."""


@contextmanager
def lenient_text(connection: Connection) -> Iterator[None]:
    """Let text that is no UTF-8 be read all the same, for as long as the block runs (SQLite)."""
    if connection.dialect.name != "sqlite":
        yield
        return
    plain: Any = connection.connection.dbapi_connection
    before = plain.text_factory
    plain.text_factory = _decoded
    try:
        yield
    finally:
        plain.text_factory = before


def _decoded(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


def rows_of(
    connection: Connection, model: Table, *, order: Sequence[str], where: Sequence[Any] = ()
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in order, each as column -> value as a digest spells it."""
    names = list(model.columns.keys())
    spell = {name: _speller(model, name) for name in names}
    columns: list[Any] = [column(name) for name in names]
    statement = (
        select(*columns)
        .select_from(table(model.name))
        .where(*where)
        .order_by(*(column(name) for name in order))
    )
    for row in _streamed(connection, statement):
        yield {name: spell[name](value) for name, value in zip(names, row, strict=True)}


def links_of(connection: Connection, stream_id: int) -> Iterator[Link]:
    """Yield the links of a stream in order of position."""
    events: Table = AuditEvent.__table__  # type: ignore[assignment]
    for row in rows_of(
        connection, events, order=["position"], where=[column("stream_id") == stream_id]
    ):
        yield link_from(row)


def link_from(row: Mapping[str, Any]) -> Link:
    """Return a link from the spelled columns of its row."""
    return Link(
        stream_id=row["stream_id"],
        position=row["position"],
        act_id=row["act_id"],
        happening=Happening(
            at=row["at"],
            actor_id=row["actor_id"],
            kind=row["kind"],
            subject_table=row["subject_table"],
            subject_id=row["subject_id"],
            salt=row["salt"],
            row_digest=row["row_digest"],
            facts=row["facts"],
        ),
        previous_hash=row["previous_hash"],
        hash=row["hash"],
        mark=row["mark"],
        format=row["format"],
    )


def plain_rows(
    connection: Connection,
    name: str,
    columns: Sequence[str],
    *where: ColumnElement[bool],
    order: Sequence[str] = (),
    distinct: bool = False,
) -> Iterator[Sequence[Any]]:
    """Yield some columns of a table as the database has them, each combination once if `distinct`."""
    wanted: list[Any] = [column(each) for each in columns]
    statement = (
        select(*wanted)
        .select_from(table(name))
        .where(*where)
        .order_by(*(column(each) for each in order))
    )
    yield from _streamed(connection, statement.distinct() if distinct else statement)


def _streamed(connection: Connection, statement: Any) -> Iterator[Sequence[Any]]:
    # Closed also where the reading ends early, because something cannot be read any further.
    with closing(connection.execute(statement, execution_options={"yield_per": AT_A_TIME})) as rows:
        for row in rows:
            yield tuple(row)


def _speller(model: Table, name: str) -> Any:
    kind = model.columns[name].type
    if isinstance(kind, UtcDateTime):
        return _instant
    if isinstance(kind, Date):
        return _day
    if isinstance(kind, Boolean):
        return _truth
    return _as_it_is


def _instant(value: Any) -> Any:
    """Return an instant as digests spell it; SQLite keeps it as text with a space and no zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, str) and value[10:11] == " ":
        return f"{value[:10]}T{value[11:]}+00:00"
    return value


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _truth(value: Any) -> Any:
    """Return a truth value; SQLite keeps it as 1 or 0, and anything else is none."""
    return {0: False, 1: True}.get(value, value) if isinstance(value, int) else value


def _as_it_is(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
