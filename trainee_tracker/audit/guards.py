"""What keeps rows from being changed or written twice, compared with what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import Connection

from trainee_tracker.append_only import (
    REFUSE_CHANGE_FUNCTION,
    append_only_tables,
    trigger_statements,
)
from trainee_tracker.audit.models import FOLLOWS, FOLLOWS_FUNCTION, FOLLOWS_TRIGGER, AuditEvent
from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.schema.queries import schema_faults

MOST_OF_SQLITE: Final = 20
"""How many of the sentences of SQLite’s own check are passed on."""


def database_faults(connection: Connection) -> Iterator[Message]:
    """Yield what SQLite’s own check of its file finds; PostgreSQL has none to ask."""
    if connection.dialect.name != "sqlite":
        return
    for row in connection.execute(text(f"PRAGMA integrity_check({MOST_OF_SQLITE})")):
        if row[0] != "ok":
            yield say("SQLite’s own check of the file: {found}.", found=verbatim(row[0]))
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield say(
            "Row {row} of {table} refers to a row of {other} that is not there.",
            row=verbatim(row[1]),
            table=verbatim(row[0]),
            other=verbatim(row[2]),
        )


def faults_of_structure(connection: Connection) -> Iterator[Message]:
    """Yield each part of the database, its triggers too, that this version needs to be otherwise."""
    yield from schema_faults(connection)
    yield from trigger_faults(connection)


def triggers_of(table: str, dialect: str) -> dict[str, str]:
    """Return trigger name -> SQL of each trigger that a table that is written once has."""
    follows = {FOLLOWS_TRIGGER: FOLLOWS[dialect]} if table == AuditEvent.__tablename__ else {}
    return trigger_statements(table, dialect) | follows


def trigger_faults(connection: Connection) -> Iterator[Message]:
    """Yield each trigger that keeps a ledger from being changed and is not there as it should be."""
    dialect = connection.dialect.name
    expected = {
        name: sql
        for ledger in append_only_tables()
        for name, sql in triggers_of(ledger, dialect).items()
    }
    if dialect == "sqlite":
        present = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        )
    else:
        # O: it fires for everybody but a replica.
        present = connection.execute(
            text(
                "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgenabled = 'O'"
            )
        )
    found = {row[0]: " ".join(str(row[1]).split()) for row in present}
    for name, sql in expected.items():
        if found.get(name, "").replace(" public.", " ") != " ".join(sql.split()):
            yield say(
                "The trigger {name}, which keeps rows from being changed, was taken away or altered.",
                name=verbatim(name),
            )
    yield from (
        say(
            "The trigger {name} is none of ours: what it does, nobody recorded.",
            name=verbatim(name),
        )
        for name in sorted(found.keys() - expected.keys())
    )
    if dialect == "postgresql":
        yield from _function_faults(connection)


def _function_faults(connection: Connection) -> Iterator[Message]:
    """Yield each function behind the triggers that does something else than it should."""
    for sql in (REFUSE_CHANGE_FUNCTION, FOLLOWS_FUNCTION):
        name = sql.split("FUNCTION ")[1].partition("(")[0]
        body = connection.scalar(
            text("SELECT prosrc FROM pg_proc WHERE proname = :name"), {"name": name}
        )
        if " ".join(str(body).split()) != " ".join(sql.split("$$")[1].split()):
            yield say(
                "The function {name}, which keeps rows from being changed, was altered.",
                name=verbatim(name),
            )
