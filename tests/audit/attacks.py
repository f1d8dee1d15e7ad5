"""What somebody could do who owns the database: SQL with every trigger and key out of the way."""

from __future__ import annotations

from sqlalchemy import text

from config import sqlite_module
from trainee_tracker.extensions import db


def without_triggers(*statements: str) -> None:
    """Run statements as somebody would who can switch triggers off, and commit."""
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            db.session.connection().exec_driver_sql(statement.replace("%", "%%"))
        db.session.commit()
    else:
        _in_the_file(statements)
    # The session's own rows are as they were before.
    db.session.expire_all()


def _in_the_file(statements: tuple[str, ...]) -> None:
    # A connection of one's own heeds no foreign key unless it is told to.
    other = sqlite_module().connect(str(db.engine.url.database), isolation_level=None)
    other.execute("PRAGMA ignore_check_constraints = ON")
    other.execute("BEGIN IMMEDIATE")
    found = other.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = found.fetchall()
    for name, _table, _sql in triggers:
        other.execute(f"DROP TRIGGER {name}")
    try:
        for statement in statements:
            other.execute(statement)
    except sqlite_module().IntegrityError:
        other.execute("ROLLBACK")
        other.close()
        raise
    left = {name for (name,) in other.execute("SELECT name FROM sqlite_master")}
    for _name, table, sql in triggers:
        if table in left:
            other.execute(sql)
    other.execute("COMMIT")
    other.close()
