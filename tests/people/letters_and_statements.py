"""What the tests of this room share: the link of a letter, and a count of SQL statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from trainee_tracker import mail
from trainee_tracker.extensions import db


def newest_link() -> str:
    """Return the path of the link in the newest letter."""
    link = mail.newest(1)[0].links[0]
    return link.removeprefix("http://127.0.0.1:8000")


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collect the SQL statements that run inside the block."""
    statements: list[str] = []

    def note(
        connection: object,
        cursor: object,
        statement: str,
        parameters: object,
        context: object,
        many: bool,
    ) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
