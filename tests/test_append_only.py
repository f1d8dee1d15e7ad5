"""Every ledger table refuses to be changed, by the session and by the database itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import CheckConstraint, delete, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.cast import Cast
from trainee_tracker.append_only import (
    AppendOnly,
    AppendOnlyViolation,
    append_only_tables,
    trigger_statements,
)
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import Base, UtcDateTime, db

SAMPLES = {int: 1, str: "x", bool: True, bytes: b"x", date: "2026-11-22"}
MODELS = sorted(
    (m.class_ for m in Base.registry.mappers if issubclass(m.class_, AppendOnly)),
    key=lambda each: each.__name__,
)


@pytest.mark.parametrize("table", append_only_tables())
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_database_carries_a_trigger_for(table: str, verb: str, cast: Cast) -> None:
    """Each table has its triggers, by name, on the running database."""
    dialect = db.engine.dialect.name
    expected = trigger_statements(table, dialect)
    if dialect == "sqlite":
        query = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
        assert verb == "TRUNCATE" or f"{table}_no_{verb.lower()}" in expected
    else:
        query = f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass"
        assert f"{table}_no_{verb.lower()}" in expected
    found = set(db.session.scalars(text(query)))
    assert set(expected) <= found


@pytest.mark.parametrize("name", append_only_tables())
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_a_statement_that_passes_the_session_by_is_refused(
    name: str, verb: str, cast: Cast
) -> None:
    """Bulk statements do not ask the session; the trigger stops them wherever there is a row."""
    table = Base.metadata.tables[name]
    if db.session.execute(select(func.count()).select_from(table)).scalar_one() == 0:
        _insert_plain_row(name)
    key = next(iter(table.primary_key.columns))
    change = update(table).values({key.name: key}) if verb == "UPDATE" else delete(table)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(change)
    db.session.rollback()


def _insert_plain_row(table_name: str) -> None:
    """Insert one row of the right types, constraints and all set aside, to have one to attack."""
    table = Base.metadata.tables[table_name]
    values = {}
    for column in table.columns:
        if column.nullable:
            continue
        if hasattr(column.type, "enums"):
            values[column.name] = column.type.enums[0]
        elif isinstance(column.type, UtcDateTime):
            values[column.name] = "2026-11-22 12:00:00+00:00"
        else:
            values[column.name] = SAMPLES[column.type.python_type]
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                # It is there again after the test, which ends by rolling back.
                db.session.execute(text(f"ALTER TABLE {table_name} DROP CONSTRAINT {check.name}"))
    else:
        db.session.rollback()
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    db.session.execute(text(f"INSERT INTO {table_name} ({columns}) VALUES ({marks})"), values)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = origin"))


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
