"""Somebody else at the database: who holds a lock, and who only wants to write a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import text, update
from sqlalchemy.engine import make_url

from config import sqlite_module
from trainee_tracker import extensions
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Account

PATIENCE = 1
"""How long a request waits in these tests, in seconds."""


def be_impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every connection made from now on wait for `PATIENCE` only."""
    monkeypatch.setattr(extensions, "LOCK_TIMEOUT_SECONDS", PATIENCE)
    db.session.commit()
    db.engine.dispose()


@contextmanager
def somebody_else_writing(table: str) -> Iterator[None]:
    """Hold what a writer to `table` holds, in a connection that is none of the application's."""
    db.session.commit()
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        # The same library: two in one process do not see each other's locks.
        other = sqlite_module().connect(str(url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()
        return
    plain = make_url(str(url)).set(drivername="postgresql", password=url.password)
    with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
        connection.execute(f"LOCK TABLE {table} IN SHARE MODE".encode())
        yield
        connection.rollback()


def write_a_moment(person_id: int) -> None:
    """Write to a row in a connection of its own; fails if anybody is in the way."""
    with db.engine.connect() as other:
        other.execute(
            update(Account).where(Account.person_id == person_id).values(email="written meanwhile")
        )
        other.rollback()


def is_writing() -> bool:
    """Tell whether the session's transaction has begun to write."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return connection.info["how_far"] is extensions._HowFar.WRITES
    return connection.scalar(text("SELECT pg_current_xact_id_if_assigned()")) is not None
