"""Rows that are written once: the marker, the guard in the session, the triggers, the digest.

A ledger that can be edited proves nothing. Corrections are new rows; this file makes sure of it
twice, in the ORM (a clear Python error) and in the database (a trigger that also stops SQL).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ForeignKey,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapped,
    MappedSQLExpression,
    Session,
    column_property,
    mapped_column,
)

from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.commitments import PERSONAL, committed, personal_columns
from trainee_tracker.extensions import Base, UtcDateTime, begin_writing, db
from trainee_tracker.refusals import Refused, sent_before

Row = TypeVar("Row", bound="ClientMade")

SAME_LOCK: Final = 7_147
"""The space of PostgreSQL's advisory locks in which requests for one thing wait for each other.
"""


class AppendOnlyViolation(RuntimeError):
    """Code tried to change or delete a row that is written once."""


class AppendOnly:
    """Mark a table whose rows are inserted and never updated or deleted."""


class LedgerRow(AppendOnly):
    """An append-only row that the audit chain covers: it says who wrote it and when (UTC).

    `stream_id` is the stream in which it is chained. `commitments` is canonical JSON of personal
    column -> SHA-256 of its salt and value, `salts` that of personal column -> salt (hex).
    """

    stream_id: Mapped[int] = mapped_column(ForeignKey("streams.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # People are known by organisations, and all of them were recorded by people.
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", use_alter=True))
    commitments: Mapped[str] = mapped_column(Text, default="{}")
    salts: Mapped[str] = mapped_column(Text, default="{}")


class ClientMade:
    """A row that carries the UUID its form was given, so that a repeated request lands once."""

    request_id: Mapped[str] = mapped_column(String(36), unique=True)
    # It quotes what was typed, if only as a digest.
    request_digest: Mapped[str] = mapped_column(String(64), info=PERSONAL)


def row_values(row: Any) -> dict[str, Any]:
    """Return the column values of a mapped row by column name."""
    mapper = inspect(type(row))
    return {
        column.name: getattr(row, mapper.get_property_by_column(column).key)
        for column in mapper.local_table.columns
    }


def row_digest(table: Table, values: Mapping[str, Any]) -> str:
    """Return the digest of one row of `table` given its column values by name.

    Personal values are in it through `commitments` alone.
    """
    left_out = {*personal_columns(table), "salts"}
    return digest_of({name: value for name, value in values.items() if name not in left_out})


def already_recorded(model: type[Row], request_id: str, digest: str) -> Row | None:
    """Return the row this request made before, or None when it is new.

    From here on another press of the same button waits until this transaction has ended. Raises
    Conflict when the same id arrived before with another body.
    """
    hold(request_id)
    return recorded_before(model, request_id, digest)


def recorded_before(model: type[Row], request_id: str, digest: str) -> Row | None:
    """Return the row this request made before, if any, without keeping anybody waiting.

    Raises Conflict when the same id arrived before with another body.
    """
    # `request_id` is a column of the concrete model; the mixin alone cannot say so to mypy.
    row = db.session.scalar(select(model).where(model.request_id == request_id))
    if row is not None and row.request_digest != digest:
        raise sent_before(row_values(row)["recorded_at"])
    return row


def hold(what: str) -> None:
    """Let whoever does the same wait until this transaction has ended.

    `what` is the id of a request, or else names what must not be done twice at once.
    """
    session = db.session()
    begin_writing(session)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(what.encode()).digest()[:4], signed=True)
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:space, :key)"), {"space": SAME_LOCK, "key": key}
        )


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
        if not is_taken(error):
            raise
        raise refusal from error


def is_taken(error: IntegrityError) -> bool:
    """Tell whether the database refused a row because one like it is there already."""
    return "unique" in str(error.orig).lower()


def append_only_tables() -> list[str]:
    """Return the names of all tables that are written once, sorted."""
    return sorted(
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, AppendOnly)
    )


def unique_keys(table: Table) -> list[tuple[tuple[str, ...], str | None]]:
    """Return every unique key of `table`: its columns, and the condition of a partial one."""
    found: list[tuple[tuple[str, ...], str | None]] = [
        (tuple(column.name for column in each.columns), None)
        for each in table.constraints
        if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)
    ]
    for index in (each for each in table.indexes if each.unique):
        where = index.dialect_options["sqlite"]["where"]
        found += [
            (tuple(each.name for each in index.columns), None if where is None else str(where))
        ]
    return sorted(found, key=lambda key: key[0])


def trigger_statements(table: str, dialect: str) -> dict[str, str]:
    """Return trigger name -> SQL that makes `table` append-only on `dialect`.

    SQLite's REPLACE deletes the row it meets without asking any DELETE trigger, so there an INSERT
    that meets a row by any unique key is refused before it can. PostgreSQL knows no such statement:
    its constraints refuse the row, and its upserts are updates.
    """
    if dialect == "sqlite":
        refused = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        model = Base.metadata.tables[table]
        met = " OR ".join(_meets(model, key, where) for key, where in unique_keys(model))
        return {
            **{
                f"{table}_no_{verb.lower()}": (
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refused}"
                )
                for verb in ("UPDATE", "DELETE")
            },
            f"{table}_no_replace": (
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} AS kept WHERE {met}) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: a unique key is taken'); END"
            ),
        }
    return {
        f"{table}_no_{verb.lower()}": (
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} "
            f"EXECUTE FUNCTION refuse_change()"
        )
        for verb in ("UPDATE", "DELETE", "TRUNCATE")
    }


def _meets(table: Table, key: tuple[str, ...], where: str | None) -> str:
    """Return the SQL condition that a kept row has the key of the new one."""
    same = [f"kept.{column} = NEW.{column}" for column in key]
    if where is not None:
        names = re.compile(rf"\b({'|'.join(table.columns.keys())})\b")
        same += [names.sub(rf"{row}.\1", where) for row in ("kept", "NEW")]
    return f"({' AND '.join(same)})"


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


@event.listens_for(Session, "before_flush")
def commit_to_personal_values(session: Session, context: Any, instances: Any) -> None:
    """Give every new ledger row the salts of its personal values, and the commitments to them."""
    for row in session.new:
        if isinstance(row, LedgerRow):
            table = inspect(type(row)).local_table
            _fill_in_defaults(row, table)
            values = row_values(row)
            salts, made = committed({name: values[name] for name in personal_columns(table)})
            row.salts, row.commitments = canonical(salts), canonical(made)


def _fill_in_defaults(row: LedgerRow, table: Table) -> None:
    """Give the row the plain defaults of its personal columns, which the INSERT would give later."""
    mapper = inspect(type(row))
    for name in personal_columns(table):
        column = table.columns[name]
        key = mapper.get_property_by_column(column).key
        if getattr(row, key) is None and column.default is not None:
            setattr(row, key, column.default.arg)  # type: ignore[attr-defined]


def newest(
    column: InstrumentedAttribute[Any], owner: Any, owner_id: Any
) -> MappedSQLExpression[Any]:
    """Return a mapped attribute: `column` of the row with the highest `sequence` of its owner.

    `owner` is the foreign key in that row, `owner_id` the key of the model that is being mapped.
    So what stands is read from the history itself, and nothing beside it could be altered.
    """
    history = column.class_
    return column_property(
        select(column)
        .where(owner == owner_id)
        .order_by(history.sequence.desc())
        .limit(1)
        .correlate_except(history)
        .scalar_subquery()
    )
