"""The schema that the models describe, and the one that a database has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Table, UniqueConstraint, inspect, text
from sqlalchemy.engine import Connection, Dialect

from trainee_tracker.extensions import Base
from trainee_tracker.messages import Message
from trainee_tracker.schema import rules
from trainee_tracker.schema.rules import Kind, Part, Schema, Spelled

KEPT: Final[dict[str, Schema]] = {}
"""What was read of SQLite's files, by the digest of the statements that each was made by."""

MOST_KEPT: Final = 8
"""A process serves one database; its tests open more."""


def schema_faults(connection: Connection) -> Iterator[Message]:
    """Yield a sentence for each part of the database that is not as the models say."""
    expected = schema_of_models(connection.dialect)
    yield from rules.differences(expected, schema_of_database(connection))


def schema_of_models(dialect: Dialect) -> Schema:
    """Return the schema as the models describe it for this kind of database."""
    return _schema_of_models(dialect, len(Base.metadata.tables))


@lru_cache(maxsize=MOST_KEPT)
def _schema_of_models(dialect: Dialect, _tables: int) -> Schema:
    """Describe the models once for each engine, and again when further models were loaded."""
    return {
        part: told
        for table in Base.metadata.tables.values()
        for part, told in _parts_of_model(table, dialect)
    }


def _parts_of_model(table: Table, dialect: Dialect) -> Iterator[tuple[Part, Spelled]]:
    spell = dialect.identifier_preparer
    # SQLite numbers a row by its integer key whether or not it is asked to.
    counted = table.autoincrement_column if dialect.name != "sqlite" else None
    yield Part(table.name, Kind.TABLE, table.name), rules.NOTHING
    for each in table.columns:
        told = rules.column(
            each.type.compile(dialect),
            is_required=not each.nullable,
            is_counted=each is counted,
        )
        yield Part(table.name, Kind.COLUMN, each.name), told
    yield (
        Part(table.name, Kind.PRIMARY_KEY, table.name),
        rules.names(each.name for each in table.primary_key.columns),
    )
    for constraint in table.constraints:
        name = str(spell.format_constraint(constraint)).strip('"')
        if isinstance(constraint, UniqueConstraint):
            over = rules.names(each.name for each in constraint.columns)
            yield Part(table.name, Kind.UNIQUE, name), over
        elif isinstance(constraint, ForeignKeyConstraint):
            yield Part(table.name, Kind.FOREIGN_KEY, name), _foreign_key_of_model(constraint)
        elif isinstance(constraint, CheckConstraint):
            asks = _in_sql(constraint.sqltext, dialect)
            yield Part(table.name, Kind.CHECK, name), rules.condition(asks)
    for made in table.indexes:
        where = made.dialect_options[dialect.name]["where"]
        told = rules.index(
            (each.name for each in made.columns),
            is_unique=bool(made.unique),
            where=None if where is None else _in_sql(where, dialect),
        )
        yield Part(table.name, Kind.INDEX, str(spell.format_index(made)).strip('"')), told


def _foreign_key_of_model(constraint: ForeignKeyConstraint) -> Message:
    return rules.foreign_key(
        constraint.column_keys,
        constraint.referred_table.name,
        (each.column.name for each in constraint.elements),
        {
            "ondelete": constraint.ondelete,
            "onupdate": constraint.onupdate,
            "deferrable": constraint.deferrable,
            "initially": constraint.initially,
        },
    )


def _in_sql(clause: Any, dialect: Dialect) -> str:
    """Return a condition as it is written into a CREATE statement."""
    compiler = dialect.statement_compiler(dialect, None)
    return str(compiler.process(clause, include_table=False, literal_binds=True))


def schema_of_database(connection: Connection) -> Schema:
    """Return the schema that the database has.

    SQLite keeps the statements that made it, and reading what they mean takes much longer than
    reading them. So the same statements are read once.
    """
    if connection.dialect.name != "sqlite":
        return dict(_parts_of_database(connection))
    statements = connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE type <> 'trigger' ORDER BY rowid")
    )
    digest = hashlib.sha256(repr(statements.fetchall()).encode("utf-8", "replace")).hexdigest()
    if digest not in KEPT:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        KEPT[digest] = dict(_parts_of_database(connection))
    return KEPT[digest]


def _parts_of_database(connection: Connection) -> Iterator[tuple[Part, Spelled]]:
    found = inspect(connection)
    dialect = connection.dialect
    for table in found.get_table_names():
        yield Part(table, Kind.TABLE, table), rules.NOTHING
    for table, columns in _by_table(found.get_multi_columns()):
        for each in columns:
            told = rules.column(
                each["type"].compile(dialect),
                is_required=not each["nullable"],
                is_counted=_is_counted(each),
            )
            yield Part(table, Kind.COLUMN, each["name"]), told
    for table, key in _by_table(found.get_multi_pk_constraint()):
        yield Part(table, Kind.PRIMARY_KEY, table), rules.names(key["constrained_columns"])
    for table, constraints in _by_table(found.get_multi_unique_constraints()):
        for each in constraints:
            yield _named(table, Kind.UNIQUE, each), rules.names(each["column_names"])
    for table, constraints in _by_table(found.get_multi_foreign_keys()):
        for each in constraints:
            told = rules.foreign_key(
                each["constrained_columns"],
                each["referred_table"],
                each["referred_columns"],
                each.get("options", {}),
            )
            yield _named(table, Kind.FOREIGN_KEY, each), told
    for table, constraints in _by_table(found.get_multi_check_constraints()):
        for each in constraints:
            yield _named(table, Kind.CHECK, each), rules.condition(each["sqltext"])
    for table, indexes in _by_table(found.get_multi_indexes()):
        for each in indexes:
            # PostgreSQL keeps a unique constraint as an index too, which is told already.
            if "duplicates_constraint" not in each:
                where = each.get("dialect_options", {}).get(f"{dialect.name}_where")
                told = rules.index(
                    each["column_names"],
                    is_unique=bool(each["unique"]),
                    where=None if where is None else str(where),
                )
                yield _named(table, Kind.INDEX, each), told


def _by_table(found: Any) -> Iterator[tuple[str, Any]]:
    """Yield each table with what was found of it."""
    for (_schema, table), parts in found.items():
        yield table, parts


def _named(table: str, kind: Kind, found: Any) -> Part:
    """Return the part for something that has a name of its own."""
    return Part(table, kind, str(found["name"]))


def _is_counted(column: Any) -> bool:
    """Tell whether PostgreSQL numbers the rows by this column; SQLite says so of none."""
    return "identity" in column or str(column["default"]).startswith("nextval(")
