"""A made-up next migration, written as the recipe says, goes over a database that people have filled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from config import PROJECT_FOLDER, ConfigError
from tests.conftest import settings_for
from tests.databases import empty_database, uses_postgresql
from tests.filled import rows
from tests.filled.conftest import fill
from trainee_tracker import create_app
from trainee_tracker.audit.guards import trigger_faults
from trainee_tracker.extensions import db

MADE_UP = '''"""What a test makes up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "made_up"
down_revision = {before!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
{steps}
'''


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Flask]:
    """An application on the newest kept database, as people left it."""
    with empty_database("next") as url:
        app = create_app(settings_for(url, tmp_path / "outbox"))
        with app.app_context():
            fill(app, rows.read(max(rows.FOLDER.glob("*.jsonl"))))
            flask_migrate.upgrade()
            db.session.remove()
            yield app
            db.session.remove()
            db.engine.dispose()


def run(tmp_path: Path, *steps: str) -> None:
    """Run one more migration of these steps."""
    folder = tmp_path / "migrations"
    shutil.copytree(PROJECT_FOLDER / "migrations", folder)
    before = ScriptDirectory(str(folder)).get_current_head()
    code = MADE_UP.format(before=before, steps="\n".join(f"    {each}" for each in steps))
    (folder / "versions" / "made_up.py").write_text(code, "utf-8")
    try:
        flask_migrate.upgrade(directory=str(folder))
    finally:
        db.session.remove()


def count(table: str) -> int:
    """Return how many rows a table has."""
    return int(db.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_a_table_that_others_refer_to_can_be_made_anew(filled: Flask, tmp_path: Path) -> None:
    before = {table: count(table) for table in ("people", "person_names", "enrolments", "sites")}
    db.session.remove()
    run(
        tmp_path,
        'with op.batch_alter_table("sites") as batch:',
        '    batch.alter_column("name", type_=sa.String(300), existing_nullable=False)',
        'with op.batch_alter_table("people") as batch:',
        '    batch.add_column(sa.Column("size", sa.Integer(), nullable=True))',
        '    batch.create_check_constraint("ck_people_size", sa.text("size > 0"))',
    )
    assert {table: count(table) for table in before} == before


def test_a_migration_that_leaves_a_row_without_what_it_refers_to_is_undone(
    filled: Flask, tmp_path: Path
) -> None:
    before = count("cohort_sites")
    db.session.remove()
    on = " ON sites" if uses_postgresql() else ""
    with pytest.raises((ConfigError, DBAPIError)) as refused:
        run(
            tmp_path,
            f'op.execute("DROP TRIGGER sites_no_delete{on}")',
            'op.execute("DELETE FROM sites")',
        )
    assert "sites" in str(refused.value)
    if not uses_postgresql():
        # The same connection serves pages afterwards.
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
    assert count("cohort_sites") == before
    assert count("sites") > 0
    assert list(trigger_faults(db.session.connection())) == []


FURTHER_MODELS = """
import sys
import flask_migrate
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from trainee_tracker import create_app
from trainee_tracker.append_only import LedgerRow
from trainee_tracker.audit.guards import faults_of_structure
from trainee_tracker.extensions import Base, db
from trainee_tracker.people.models import Site

class Visit(LedgerRow, Base):
    __tablename__ = "visits"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)

Site.__table__.append_constraint(UniqueConstraint("name"))
with create_app().app_context():
    flask_migrate.migrate(directory=sys.argv[1], message="visits")
    flask_migrate.upgrade(directory=sys.argv[1])
    with db.engine.connect() as connection:
        faults = list(faults_of_structure(connection))
    db.engine.dispose()
print(faults)
sys.exit(bool(faults))
"""
"""A developer's afternoon: one more ledger, and one more unique key of one that is there."""


def test_the_command_writes_the_triggers_of_a_new_ledger_and_of_one_that_changes(
    filled: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(PROJECT_FOLDER / "migrations", folder)
    address = db.engine.url.render_as_string(hide_password=False)
    db.engine.dispose()
    done = subprocess.run(
        [sys.executable, "-c", FURTHER_MODELS, str(folder)],
        cwd=PROJECT_FOLDER,
        env={**os.environ, "TRAINEE_TRACKER_PROFILE": "test", "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("versions/*_visits.py")
    assert made.name == f"{len(list(folder.glob('versions/*.py'))):04}_visits.py"
    code = made.read_text("utf-8")
    assert "trainee_tracker" not in code
    assert "visits_no_replace" in code
    assert "sites_no_replace" in code
    assert "NEW.name" in code
