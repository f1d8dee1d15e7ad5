"""Every ledger table refuses to be changed, by the session and by the database itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Table, delete, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.cast import Cast
from tests.databases import uses_postgresql
from trainee_tracker.append_only import (
    AppendOnly,
    AppendOnlyViolation,
    append_only_tables,
    trigger_statements,
    unique_keys,
)
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import Base, UtcDateTime, begin_writing, db

SAMPLES = {int: 1, str: "x", bool: True, bytes: b"x", date: "2026-11-22"}
MODELS = sorted(
    (m.class_ for m in Base.registry.mappers if issubclass(m.class_, AppendOnly)),
    key=lambda each: each.__name__,
)
KEYS = [
    (name, key)
    for name in append_only_tables()
    for key, _where in unique_keys(Base.metadata.tables[name])
]
"""Every unique key of every ledger table."""

REPLACING = ("INSERT OR REPLACE INTO", "REPLACE INTO")
"""SQLite's statements that delete the row which they meet."""


@pytest.mark.parametrize("table", append_only_tables())
def test_the_database_carries_the_triggers_of(table: str, cast: Cast) -> None:
    """Each table has its triggers, by name, on the running database."""
    expected = trigger_statements(table, db.engine.dialect.name)
    verbs = ("update", "delete", "truncate" if uses_postgresql() else "replace")
    assert set(expected) == {f"{table}_no_{verb}" for verb in verbs}
    if uses_postgresql():
        query = f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass"
    else:
        query = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
    assert set(expected) <= set(db.session.scalars(text(query)))


@pytest.mark.parametrize("name", append_only_tables())
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_a_statement_that_passes_the_session_by_is_refused(
    name: str, verb: str, cast: Cast
) -> None:
    """Bulk statements do not ask the session; the trigger stops them wherever there is a row."""
    table = Base.metadata.tables[name]
    with a_row_of(table):
        key = next(iter(table.primary_key.columns))
        change = update(table).values({key.name: key}) if verb == "UPDATE" else delete(table)
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(change)


@pytest.mark.parametrize("name", append_only_tables())
def test_no_table_is_emptied_at_once(name: str, cast: Cast) -> None:
    # SQLite's own TRUNCATE is a DELETE without a condition.
    statement = f"TRUNCATE {name} CASCADE" if uses_postgresql() else f"DELETE FROM {name}"
    with a_row_of(Base.metadata.tables[name]), pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))


@pytest.mark.parametrize(("name", "key"), KEYS, ids=lambda each: str(each).replace("'", ""))
def test_an_insert_that_meets_a_row_by_a_unique_key_is_refused(
    name: str, key: tuple[str, ...], cast: Cast
) -> None:
    """Whatever the statement is called: the row that was there stays as it was."""
    table = Base.metadata.tables[name]
    with a_row_of(table) as kept:
        if any(kept[column] is None for column in key):
            sample = _filled(table, key)
            missing = {column: sample[column] for column in key if kept[column] is None}
            kept = _another(table, (), kept) | missing
            _insert(table, kept)
        before = _all_rows(table)
        for statement in _statements_that_meet(table, key, kept):
            with (
                pytest.raises(DBAPIError, match=r"append-only|unique|duplicate"),
                db.session.begin_nested(),
            ):
                db.session.execute(text(statement), _bound(_another(table, key, kept)))
            assert _all_rows(table) == before, statement


def _statements_that_meet(
    table: Table, key: tuple[str, ...], kept: dict[str, Any]
) -> Iterator[str]:
    values = _another(table, key, kept)
    columns, marks = ", ".join(values), ", ".join(f":{each}" for each in values)
    yield f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"
    other = next((each for each in values if each not in key), next(iter(values)))
    where = next((where for each, where in unique_keys(table) if each == key), None)
    target = f"({', '.join(key)}) {f'WHERE {where}' if where else ''}"
    yield (
        f"INSERT INTO {table.name} ({columns}) VALUES ({marks}) "
        f"ON CONFLICT {target} DO UPDATE SET {other} = excluded.{other}"
    )
    if not uses_postgresql():
        for verb in REPLACING:
            yield f"{verb} {table.name} ({columns}) VALUES ({marks})"


def _another(table: Table, key: tuple[str, ...], kept: dict[str, Any]) -> dict[str, Any]:
    """Return a row that meets the kept one by `key` and by no other key, where that can be."""
    values = dict(kept)
    for other, _where in unique_keys(table):
        free = [column for column in other if column not in key]
        if free and not set(other) <= set(key):
            column = table.columns[free[0]]
            # A key that is empty is met by nobody, and may say which rows a partial key is about.
            if values[column.name] is not None:
                values[column.name] = _different(column, values[column.name])
    return {name: value for name, value in values.items() if value is not None or name in key}


def _different(column: Any, value: Any) -> Any:
    if hasattr(column.type, "enums"):
        return next(each for each in column.type.enums if each != str(value))
    if column.type.python_type is int:
        return (value or 0) + 987
    if column.type.python_type is date:
        return date(2001, 1, 1)
    return "0" * 35 + "z" if column.name == "request_id" else "another"


@contextmanager
def a_row_of(table: Table) -> Iterator[dict[str, Any]]:
    """Make sure that the table has a row, and yield it; constraints and all are set aside."""
    begin_writing(db.session())
    if not uses_postgresql():
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
    if db.session.scalar(select(func.count()).select_from(table)) == 0:
        _insert(table, _filled(table, ()))
    row = db.session.execute(select(table)).mappings().first()
    assert row is not None
    yield dict(row)
    db.session.rollback()


def _filled(table: Table, also: tuple[str, ...]) -> dict[str, Any]:
    """Return values of the right types for every column that needs one, and for some more."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.nullable and column.name not in also and column.name != "row_digest":
            continue
        if hasattr(column.type, "enums"):
            values[column.name] = column.type.enums[0]
        elif isinstance(column.type, UtcDateTime):
            values[column.name] = "2026-11-22 12:00:00+00:00"
        else:
            values[column.name] = SAMPLES[column.type.python_type]
    return values


def _insert(table: Table, values: dict[str, Any]) -> None:
    if uses_postgresql():
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                # It is there again after the test, which ends by rolling back.
                drop = f"ALTER TABLE {table.name} DROP CONSTRAINT IF EXISTS {check.name}"
                db.session.execute(text(drop))
    given = {name: value for name, value in values.items() if value is not None}
    columns, marks = ", ".join(given), ", ".join(f":{name}" for name in given)
    insert = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"
    db.session.execute(text(insert), _bound(given))
    if uses_postgresql():
        db.session.execute(text("SET LOCAL session_replication_role = origin"))


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as a plain statement takes them."""
    return {
        name: str(value) if not isinstance(value, int | bytes | str | None) else value
        for name, value in values.items()
    }


def _all_rows(table: Table) -> list[Any]:
    return sorted(map(str, db.session.execute(text(f"SELECT * FROM {table.name}")).all()))


def test_the_session_refuses_a_changed_row_with_a_clear_error(cast: Cast) -> None:
    """The guard speaks before the trigger has to."""
    cast.enrolment.enrolled_on = cast.enrolment.enrolled_on + timedelta(days=1)
    with pytest.raises(AppendOnlyViolation, match="never changed"):
        db.session.flush()
    db.session.rollback()


def test_the_session_refuses_a_deleted_row_with_a_clear_error(cast: Cast) -> None:
    """The guard speaks before the trigger has to."""
    db.session.delete(db.session.get(Enrolment, cast.enrolment.id))
    with pytest.raises(AppendOnlyViolation, match="never deleted"):
        db.session.flush()
    db.session.rollback()


def test_every_ledger_model_has_its_own_table() -> None:
    """No ledger table is reached through two models, one of which lacks the guard."""
    tables = [inspect(model).local_table for model in MODELS]
    assert len(tables) == len(set(tables)) == len(append_only_tables())
