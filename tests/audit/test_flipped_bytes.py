"""Whatever bytes of the database file are altered: verify names it or nothing that decides changed.

Two hundred copies of one database, each with one random bit flipped.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config import sqlite_module
from tests.audit.test_what_decides import DECIDES_NOTHING
from tests.cast import Cast
from tests.databases import uses_postgresql
from tests.governance.builders import in_force
from tests.hours.builders import submitted
from trainee_tracker.append_only import append_only_tables
from trainee_tracker.extensions import db

FLIPS = 200
SEED = 20261122


def what_decides(file: Path) -> Any:
    """Return everything in the file that decides, or None where it cannot be read at all."""
    connection = sqlite_module().connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    connection.text_factory = bytes
    try:
        return [
            (table, sorted(map(repr, connection.execute(f"SELECT * FROM {table} NOT INDEXED"))))
            for table in append_only_tables()
        ]
    except (sqlite_module().DatabaseError, UnicodeError):
        return None
    finally:
        connection.close()


@pytest.fixture
def filled(app: Flask, cast: Cast) -> Iterator[Path]:
    """The file of a database with hours and checks in it, closed."""
    if uses_postgresql():
        yield Path()
        return
    submitted(cast)
    submitted(cast, minutes=90)
    in_force(cast)
    file = Path(str(db.engine.url.database))
    db.session.remove()
    db.engine.dispose()
    connection = sqlite_module().connect(str(file))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    yield file
    db.session.remove()
    db.engine.dispose()


def test_two_hundred_flipped_bits_are_each_found_or_decide_nothing(
    app: Flask, filled: Path, tmp_path: Path
) -> None:
    if uses_postgresql():
        # Its files are the server's own; what can be altered there is altered by SQL.
        return
    chance = random.Random(SEED)
    whole = tmp_path / "whole.sqlite3"
    shutil.copyfile(filled, whole)
    content = whole.read_bytes()
    before = what_decides(whole)
    runner = app.test_cli_runner()
    changed = 0
    for _flip in range(FLIPS):
        place = chance.randrange(len(content))
        spoilt = bytearray(content)
        spoilt[place] ^= 1 << chance.randrange(8)
        db.session.remove()
        db.engine.dispose()
        for beside in ("-wal", "-shm"):
            filled.with_name(filled.name + beside).unlink(missing_ok=True)
        filled.write_bytes(spoilt)
        answer = runner.invoke(args=["ledger", "verify"])
        assert "Traceback" not in answer.output, (place, answer.output)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), place
        assert answer.output.strip(), place
        if what_decides(filled) != before:
            changed += 1
            assert answer.exit_code == 1, (place, answer.output)
    assert changed > FLIPS // 10, "Most of the file is ledger: the flips have to meet it."
    filled.write_bytes(content)


def test_the_list_of_what_decides_nothing_is_the_one_that_is_tested() -> None:
    assert not set(DECIDES_NOTHING) & set(append_only_tables())
