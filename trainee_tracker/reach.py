"""Whether the database is within reach: the file that SQLite opens, and the faults that tell.

SQLite makes an empty file where it finds none, and goes on writing into one that has been taken
away. Here a file is made by `flask db upgrade` alone, and a process that finds another file than
the one it opened refuses to use either.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from click import ClickException
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import Pool

from trainee_tracker.messages import Message, say, verbatim

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

FILE: Final = "file"
"""Under this name a connection remembers its file: its path, and its device and inode."""


class OutOfReach(ClickException):
    """The database cannot be used; `said` is the message for whoever runs the site."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.said = said


class Vanished(OutOfReach):
    """The file of the database is not there, or is not the one that this process opened."""

    def __init__(self, said: Message, *, told_to_anyone: Message) -> None:
        super().__init__(said)
        self.told_to_anyone = told_to_anyone
        """The same without the place of the file."""


class Busy(OutOfReach):
    """Somebody else held the write lock for longer than anybody should wait."""


class Trouble(StrEnum):
    """Why nothing could be read or saved, as far as it matters to the person who waits."""

    BUSY = "busy"
    """It may be over in a moment: somebody else was writing."""
    BROKEN = "broken"
    """Somebody has to mend it: no space, no file, no server, no right to write."""


_opened: WeakKeyDictionary[Dialect, tuple[int, int]] = WeakKeyDictionary()
"""The file that each engine opened first; an engine has a dialect of its own."""


def make_database_file(path: Path) -> None:
    """Make an empty database that only this user can read, unless it is there."""
    try:
        # SQLite gives its -wal and -shm files the permissions of this one.
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    os.fchmod(handle, 0o600)
    os.close(handle)


@event.listens_for(Engine, "do_connect")
def open_what_is_there(dialect: Dialect, record: Any, cargs: Any, cparams: Any) -> None:
    """Open SQLite's file only if it is there, and is the one that this engine knows.

    Raises Vanished if it is not.
    """
    path = str(cargs[0]) if cargs else ""
    if dialect.name != "sqlite" or path in {"", ":memory:"} or path.startswith("file:"):
        return
    found = _identity(path)
    if _opened.setdefault(dialect, found) != found:
        raise _replaced(path)
    record.info[FILE] = (path, found)
    cargs[0] = f"{Path(path).absolute().as_uri()}?mode=rw"
    cparams["uri"] = True


@event.listens_for(Engine, "engine_disposed")
def forget_file(engine: Engine) -> None:
    """Let an engine that begins anew open another file."""
    _opened.pop(engine.dialect, None)


@event.listens_for(Pool, "checkout")
def ensure_file(connection: Any, record: Any, fairy: Any) -> None:
    """Hand out no connection whose file is gone; raises Vanished."""
    ensure_same_file(record.info)


def ensure_same_file(info: Any) -> None:
    """Raise Vanished unless the file of a connection with this `info` is still in its place."""
    if FILE in info:
        path, opened = info[FILE]
        if _identity(path) != opened:
            raise _replaced(path)


def trouble(error: BaseException, *, is_reading: bool) -> Trouble | None:
    """Return why the database did not do what was asked, or None when it is not to blame.

    `is_reading`: the transaction was one that may not write, so that a refused write is our fault.
    """
    if isinstance(error, Busy | PoolTimeout):
        return Trouble.BUSY
    if isinstance(error, OutOfReach):
        return Trouble.BROKEN
    if not isinstance(error, DBAPIError):
        return None
    if error.connection_invalidated:
        return Trouble.BROKEN
    name = getattr(error.orig, "sqlite_errorname", "")
    state = getattr(error.orig, "sqlstate", None)
    if name in BUSY_NAMES or state in BUSY_STATES:
        return Trouble.BUSY
    if is_reading and (name == "SQLITE_READONLY" or state == "25006"):
        return None
    if name.startswith(BROKEN_NAMES) or (state or "").startswith(BROKEN_STATES):
        return Trouble.BROKEN
    # psycopg gives no state to a server that did not answer at all.
    is_unanswered = type(error.orig).__module__.startswith("psycopg") and state is None
    if is_unanswered and type(error.orig).__name__ == "OperationalError":
        return Trouble.BROKEN
    return None


BUSY_NAMES: Final = {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_TIMEOUT", "SQLITE_LOCKED"}
BROKEN_NAMES: Final = (
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
    "SQLITE_PERM",
    "SQLITE_PROTOCOL",
    "SQLITE_NOMEM",
)
BUSY_STATES: Final = {"55P03", "40P01", "40001"}
"""PostgreSQL: no lock in time, a deadlock, two that cannot both be."""
BROKEN_STATES: Final = ("08", "25006", "3D", "28", "53", "57", "58")
"""PostgreSQL: no connection, read-only, no such database, no access, no space, ended, disk."""


def _identity(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        raise Vanished(
            say(
                "The database file {path} is not there. Put it back, or make one with: {command}."
                " Then restart the service.",
                path=verbatim(path),
                command=verbatim(".venv/bin/flask db upgrade"),
            ),
            told_to_anyone=say("database file missing: put it back, then restart the service"),
        ) from None
    return status.st_dev, status.st_ino


def _replaced(path: str) -> Vanished:
    return Vanished(
        say(
            "The database file {path} was replaced while the site was running."
            " Restart the service, so that it uses the new one.",
            path=verbatim(path),
        ),
        told_to_anyone=say("database file replaced: restart the service"),
    )
