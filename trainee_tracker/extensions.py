"""The Flask extensions, the column types every room shares, and how a transaction begins to write.

Imports no room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final

from flask import g, has_app_context
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, MetaData, event
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from config import LOCK_TIMEOUT_SECONDS
from trainee_tracker import reach
from trainee_tracker.messages import say

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy.engine import Connection, Dialect
    from sqlalchemy.orm import Session

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table; names every constraint alike so that migrations can find it."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CSRFProtect()
babel = Babel()
login_manager = LoginManager()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database, never naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant and store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[StrEnum], length: int = 40) -> EnumColumn:
    """Return a column type that stores the values of `kind` as text, held by a CHECK constraint."""
    return EnumColumn(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)
"""Whether the work in hand only reads: a page asked for with GET or HEAD, a command that looks."""


@contextmanager
def reading() -> Iterator[None]:
    """Work in transactions that cannot write; also a decorator, for commands that only look."""
    token = is_reading.set(True)
    try:
        yield
    finally:
        if has_app_context():
            # What comes next may write again, in a transaction of its own.
            db.session.rollback()
        is_reading.reset(token)


class _HowFar(Enum):
    """How far a transaction on SQLite has come; kept in the `info` of its connection."""

    ONLY_READS = auto()
    READS_UNTIL_IT_WRITES = auto()
    WRITES = auto()


_HOW_FAR: Final = "how_far"
# The one pragma belongs to a transaction that writes: the end of the one before would undo it.
_READS: Final = re.compile(
    r"\s*(SELECT|VALUES|EXPLAIN|PRAGMA(?!\s+defer_foreign_keys)|WITH)\b", re.IGNORECASE
)
_WRITES_AFTER_ALL: Final = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


def begin_writing(session: Session) -> None:
    """Hold SQLite's write lock from here on, as SELECT ... FOR UPDATE holds rows on PostgreSQL.

    Whoever reads in order to write what follows from it asks for this first. What was read earlier
    in the transaction may have changed meanwhile, as it may on PostgreSQL.

    Raises Busy or OperationalError when somebody else holds the lock for too long.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        _take_write_lock(connection)


@event.listens_for(Engine, "connect")
def prepare_connection(connection: Any, record: Any) -> None:
    """Give every connection the durability, the constraints and the patience that we rely on."""
    module = type(connection).__module__
    cursor = connection.cursor()
    if module.startswith("psycopg"):
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'")
        connection.commit()
    elif module.startswith(("pysqlite3", "sqlite3")):
        # The driver must not begin transactions by itself: `begin_transaction` does.
        connection.isolation_level = None
        cursor.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


@event.listens_for(Engine, "begin")
def begin_transaction(connection: Connection) -> None:
    """Begin by reading; a page that only reads cannot write at all."""
    reads = is_reading.get()
    if connection.dialect.name == "sqlite":
        connection.info[_HOW_FAR] = _HowFar.ONLY_READS
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        connection.exec_driver_sql("BEGIN")
        if not reads:
            connection.info[_HOW_FAR] = _HowFar.READS_UNTIL_IT_WRITES
    elif reads:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


@event.listens_for(Engine, "before_cursor_execute")
def lock_before_writing(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> None:
    """Take SQLite's write lock before the first statement of a transaction that may write."""
    if connection.dialect.name != "sqlite":
        return
    if not _READS.match(statement) or (
        statement.lstrip()[:4].upper() == "WITH" and _WRITES_AFTER_ALL.search(statement)
    ):
        _take_write_lock(connection)


@event.listens_for(Engine, "savepoint")
def lock_before_savepoint(connection: Connection, name: str | None) -> None:
    """Take SQLite's write lock before a savepoint: within one it could no longer be asked for."""
    if connection.dialect.name == "sqlite":
        _take_write_lock(connection)


@event.listens_for(Engine, "commit")
def commit_into_the_file(connection: Connection) -> None:
    """Say that nothing was saved if the file is gone: a commit would still seem to work."""
    if connection.info.get(_HOW_FAR) is _HowFar.WRITES:
        reach.ensure_same_file(connection.info)


def _take_write_lock(connection: Connection) -> None:
    """End the reading transaction and begin one that holds the lock, unless this was done.

    A SQLite transaction that reads and then writes fails at once when somebody else wrote in
    between, however long it would wait; BEGIN IMMEDIATE waits its turn instead. The Session sees
    one transaction, at PostgreSQL's READ COMMITTED.
    """
    if connection.info.get(_HOW_FAR) is not _HowFar.READS_UNTIL_IT_WRITES:
        return
    if _has_waited():
        raise reach.Busy(say("The database is busy. Try again in a minute."))
    reach.ensure_same_file(connection.info)
    # Before the two statements, because they come through here too.
    connection.info[_HOW_FAR] = _HowFar.WRITES
    connection.exec_driver_sql("COMMIT")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except DBAPIError:
        if has_app_context():
            g.has_waited_for_the_database = True
        # Whoever goes on all the same must not write a statement at a time.
        connection.exec_driver_sql("BEGIN")
        connection.info[_HOW_FAR] = _HowFar.READS_UNTIL_IT_WRITES
        raise


def _has_waited() -> bool:
    """Whether this request has waited for the lock in vain: nobody waits twice for one answer."""
    return has_app_context() and bool(g.get("has_waited_for_the_database"))
