"""Rows that are written once: the marker, the guard in the session, the triggers, the digest.

A ledger that can be edited proves nothing. Corrections are new rows; this file makes sure of it
twice, in the ORM (a clear Python error) and in the database (a trigger that also stops SQL).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, FromClause, String, event, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from trainee_tracker.canonical import digest_of
from trainee_tracker.extensions import Base, UtcDateTime, db
from trainee_tracker.refusals import Conflict, Refused

Row = TypeVar("Row", bound="ClientMade")

ADDED_LATER = {"added_later": True}
"""The `info` of a column that a ledger gained after rows were written.

While it is empty it is left out of a row's digest, so that rows from before keep theirs.
"""


class AppendOnlyViolation(RuntimeError):
    """Code tried to change or delete a row that is written once."""


class AppendOnly:
    """Mark a table whose rows are inserted and never updated or deleted."""


class LedgerRow(AppendOnly):
    """An append-only row that the audit chain covers: it says who wrote it and when (UTC)."""

    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ClientMade:
    """A row that carries the UUID its form was given, so that a repeated request lands once."""

    request_id: Mapped[str] = mapped_column(String(36), unique=True)
    request_digest: Mapped[str] = mapped_column(String(64))


def row_values(row: Any) -> dict[str, Any]:
    """Return the column values of a mapped row by column name."""
    mapper = inspect(type(row))
    return {
        column.name: getattr(row, mapper.get_property_by_column(column).key)
        for column in mapper.local_table.columns
    }


def row_digest(table: FromClause, values: Mapping[str, Any]) -> str:
    """Return the digest of one row of `table` given its column values by name."""
    return digest_of(
        {
            name: value
            for name, value in values.items()
            if value is not None or not table.columns[name].info.get("added_later")
        }
    )


def already_recorded(model: type[Row], request_id: str, digest: str) -> Row | None:
    """Return the row this request made before, or None when it is new.

    Raises Conflict when the same id arrived before with another body.
    """
    # `request_id` is a column of the concrete model; the mixin alone cannot say so to mypy.
    row = db.session.scalar(select(model).where(model.request_id == request_id))
    if row is not None and row.request_digest != digest:
        raise Conflict(
            "This form was sent before with other answers. Open it again and send it once more."
        )
    return row


@contextmanager
def refuse_if_taken(refusal: Refused) -> Iterator[None]:
    """Flush the rows added in this block, or raise `refusal` where one like them is there already.

    Two people can pass the same check at once; the unique constraint then decides, and the slower
    one is told in a sentence. The savepoint keeps the rest of the transaction usable.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if "unique" not in str(error.orig).lower():
            raise
        raise refusal from error


def append_only_tables() -> list[str]:
    """Return the names of all tables that are written once, sorted."""
    return sorted(
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, AppendOnly)
    )


def trigger_statements(table: str, dialect: str) -> dict[str, str]:
    """Return trigger name -> SQL that makes `table` append-only on `dialect`."""
    if dialect == "sqlite":
        return {
            f"{table}_no_{verb.lower()}": (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
            for verb in ("UPDATE", "DELETE")
        }
    return {
        f"{table}_no_{verb.lower()}": (
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} "
            f"EXECUTE FUNCTION refuse_change()"
        )
        for verb in ("UPDATE", "DELETE", "TRUNCATE")
    }


REFUSE_CHANGE_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
"""The PostgreSQL function behind every append-only trigger."""


@event.listens_for(Session, "before_flush")
def refuse_changes(session: Session, context: Any, instances: Any) -> None:
    """Stop a flush that would update or delete a row that is written once."""
    for row in session.deleted:
        if isinstance(row, AppendOnly):
            raise AppendOnlyViolation(f"{type(row).__name__} rows are never deleted.")
    for row in session.dirty:
        # Collections are left out: appending to a relationship would mark the parent as modified.
        if isinstance(row, AppendOnly) and session.is_modified(row, include_collections=False):
            raise AppendOnlyViolation(f"{type(row).__name__} rows are never changed.")
