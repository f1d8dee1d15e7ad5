"""Every row of a database as lines of text that both databases are filled from.

The first line says at which migration the rows were written. Then each table has a line that names
it and its columns, and each of its rows a line of JSON: instants and days as text, bytes in base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Date, DateTime, LargeBinary, MetaData, Table, select, text
from sqlalchemy.engine import Connection

FOLDER: Final = Path(__file__).parent
OF_ALEMBIC: Final = "alembic_version"
NOTE: Final = "Every person, address, password and key in this file is made up for tests."


@dataclass(frozen=True)
class Kept:
    """The rows that a file keeps: at which migration, and those of each table by its columns."""

    revision: str
    columns: dict[str, list[str]]
    rows: dict[str, list[list[Any]]]


def read(file: Path) -> Kept:
    """Return what a file keeps."""
    first, *lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    kept = Kept(first["revision"], {}, {})
    table = ""
    for line in lines:
        if isinstance(line, dict):
            table = line["table"]
            kept.columns[table], kept.rows[table] = line["columns"], []
        else:
            kept.rows[table].append(line)
    return kept


def lines_of(connection: Connection, revision: str) -> Iterator[str]:
    """Yield the lines that keep every row of a database, ordered so that a change of one shows."""
    yield json.dumps({"revision": revision, "note": NOTE})
    for table in tables_of(connection):
        yield json.dumps({"table": table.name, "columns": [each.name for each in table.columns]})
        for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
            yield json.dumps([_as_text(value) for value in row], ensure_ascii=False)


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables that a database has, as it says itself, by name."""
    found = MetaData()
    found.reflect(connection)
    return [each for name, each in sorted(found.tables.items()) if name != OF_ALEMBIC]


def load(connection: Connection, kept: Kept) -> None:
    """Put the rows into a database that is empty and stands at their migration."""
    if connection.dialect.name == "sqlite":
        # Some tables refer to each other: SQLite compares them at the commit.
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    else:
        # In this role PostgreSQL leaves triggers and foreign keys alone; the tests compare them.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    for table in tables_of(connection):
        if not kept.rows.get(table.name):
            continue
        columns = [table.columns[name] for name in kept.columns[table.name]]
        values = [
            {
                each.name: _as_value(value, each.type)
                for each, value in zip(columns, row, strict=True)
            }
            for row in kept.rows[table.name]
        ]
        connection.execute(table.insert(), values)
    if connection.dialect.name == "postgresql":
        count_on(connection)


def count_on(connection: Connection) -> None:
    """Let PostgreSQL number the next row of each table after those that are there."""
    for table in tables_of(connection):
        for column in table.primary_key.columns:
            name = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": table.name, "column": column.name},
            )
            if name is not None:
                highest = f"SELECT max({column.name}) FROM {table.name}"
                connection.execute(
                    text(
                        f"SELECT setval(:name, coalesce(({highest}), 1), ({highest}) IS NOT NULL)"
                    ),
                    {"name": name},
                )


def _as_text(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        # SQLite gives it back without the zone, which is always UTC.
        return (
            (value.replace(tzinfo=UTC) if value.tzinfo is None else value)
            .astimezone(UTC)
            .isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _as_value(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value
