"""Databases for tests: built once for each worker, put back as they were for each test.

`DATABASE_URL` picks the kind: a PostgreSQL server's address (as `.ci/postgresql` sets it), or
SQLite without it. Every test gets the same address, holding what the template held when it was
built (the schema by migration, and the cast), so one application could serve them all. Close
connections first (`db.session.remove()`, `db.engine.dispose()`): SQLite's file is replaced, and
PostgreSQL waits for whoever still holds a row.

Measured with 60 tables: SQLite's file is copied in under 1 ms. On PostgreSQL a new database from a
template took 70 ms and TRUNCATE 53 ms; deleting from the tables that hold rows took 5 ms.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from config import database_url, sqlite_module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Build = Callable[[str], None]

KEEP = """
DO $$
DECLARE
    one text;
    holds_rows boolean;
BEGIN
    CREATE SCHEMA {kept};
    CREATE TABLE {kept}.counters AS SELECT sequencename, last_value FROM pg_sequences
        WHERE schemaname = 'public';
    CREATE TABLE {kept}.names (name text);
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', one) INTO holds_rows;
        IF holds_rows THEN
            EXECUTE format('CREATE TABLE {kept}.%I AS TABLE public.%I', 'rows_of_' || one, one);
            INSERT INTO {kept}.names VALUES (one);
        END IF;
    END LOOP;
END $$
"""
"""Copies every row to the schema `kept`, where no search path finds it, and notes the counters."""

RENEW = """
DO $$
DECLARE
    one text;
    holds_rows boolean;
BEGIN
    -- Our triggers refuse to delete; in this role PostgreSQL leaves triggers and foreign keys alone.
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', one) INTO holds_rows;
        IF holds_rows THEN
            EXECUTE format('DELETE FROM public.%I', one);
        END IF;
    END LOOP;
    FOR one IN SELECT name FROM {kept}.names LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM {kept}.%I', one, 'rows_of_' || one);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass, coalesce(last_value, 1),
        last_value IS NOT NULL) FROM {kept}.counters;
END $$
"""
"""Puts rows and counters back as `KEEP` found them, whatever triggers say."""


@dataclass(frozen=True)
class SqliteTemplate:
    """A prepared SQLite file, and where each test finds its copy."""

    original: Path
    copy: Path

    @property
    def url(self) -> str:
        """The address of the copy."""
        return f"sqlite:///{self.copy}"

    def renew(self) -> None:
        """Put a copy of the prepared file where the last test left its own."""
        for name in (f"{self.copy.name}-wal", f"{self.copy.name}-shm"):
            self.copy.with_name(name).unlink(missing_ok=True)
        # A new file, not new content: a connection left open keeps the old one to itself.
        self.copy.unlink(missing_ok=True)
        shutil.copyfile(self.original, self.copy)

    def keep(self, name: str) -> None:
        """Keep what the database holds now under a name, for `put_back`."""
        _copy_content(self.copy, self.original.with_name(f"{name}.sqlite3"))

    def put_back(self, name: str) -> None:
        """Let the database hold what was kept; open connections stay, and read it from then on."""
        _copy_content(self.original.with_name(f"{name}.sqlite3"), self.copy)


@dataclass(frozen=True)
class PostgresqlTemplate:
    """A prepared PostgreSQL database, and the connection that renews it between tests."""

    url: str
    connection: psycopg.Connection[Any]

    def renew(self) -> None:
        """Take away what the last test did, and begin to count where the template did."""
        self.put_back("kept")

    def keep(self, name: str) -> None:
        """Keep what the database holds now under a name, for `put_back`."""
        self.connection.execute(KEEP.format(kept=name))

    def put_back(self, name: str) -> None:
        """Let the database hold what was kept; nobody may be in the middle of a transaction."""
        self.connection.execute(RENEW.format(kept=name))


Template = SqliteTemplate | PostgresqlTemplate


_refused_to: str | None = None


def refuse_databases_to(test: str | None) -> None:
    """Let nobody have a database while a pure test runs, whose name is given; None ends that."""
    global _refused_to
    _refused_to = test


def uses_postgresql() -> bool:
    """Return whether this run is on PostgreSQL; refused to a pure test, which runs on SQLite only."""
    assert _refused_to is None, (
        f"{_refused_to} asks for a database, but neither it nor its fixtures say so:"
        " import what it needs from tests.databases in its own file."
    )
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


@contextmanager
def template_database(build: Build, *, purpose: str = "template") -> Iterator[Template]:
    """Yield a database as `build(url)` has left it, once for each worker; remove it at the end.

    Tests that need another template than everybody's name their `purpose`.
    """
    with empty_database(purpose) as url:
        build(url)
        if not uses_postgresql():
            original = Path(url.removeprefix("sqlite:///"))
            _write_back(original)
            yield SqliteTemplate(original, original.with_name("test.sqlite3"))
            return
        with psycopg.connect(_plain(url), autocommit=True) as connection:
            # A test that leaves a transaction open fails the next one, rather than hang the run.
            connection.execute("SET lock_timeout = '10s'")
            kept = PostgresqlTemplate(url, connection)
            kept.keep("kept")
            yield kept


def fresh_database(template: Template) -> str:
    """Return the address of a database that holds what the template held, and nothing else."""
    template.renew()
    return template.url


@contextmanager
def empty_database(purpose: str) -> Iterator[str]:
    """Yield the address of a database without even a table; remove it at the end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    if not uses_postgresql():
        with tempfile.TemporaryDirectory(prefix="trainee-tracker-", dir=_quick_folder()) as folder:
            file = Path(folder, f"{purpose}.sqlite3")
            # Connecting alone makes no file.
            file.touch(mode=0o600)
            yield f"sqlite:///{file}"
        return
    name = f"test_{purpose}_{worker}_{os.getpid()}"
    server = database_url(os.environ["DATABASE_URL"])
    address = server.render_as_string(hide_password=False)
    with psycopg.connect(_plain(address), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _quick_folder() -> str | None:
    """Return a folder in memory where there is one: every commit waits for the disk otherwise."""
    memory = Path("/dev/shm")
    roomy = 256_000_000  # bytes; containers may give it only 64 MB
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > roomy:
        return str(memory)
    return None


def _copy_content(source: Path, target: Path) -> None:
    """Write what one SQLite file holds into another, also while connections to either are open."""
    # The application's library: two in one process do not see each other's locks.
    connect = sqlite_module().connect
    with closing(connect(source)) as held, closing(connect(target)) as filled:
        held.backup(filled)


def _write_back(file: Path) -> None:
    """Bring everything from the write-ahead log into the file, so that the file alone is whole."""
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _plain(url: str) -> str:
    """Return the address as psycopg itself spells it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
