"""A migration that was changed after it had run somewhere: who notices, and what they are told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.schema import CreateIndex

from config import PROJECT_FOLDER
from tests.cast import NOW
from tests.conftest import settings_for
from tests.databases import empty_database
from trainee_tracker import create_app, doctor
from trainee_tracker.extensions import Base, db
from trainee_tracker.findings import Verdict

INDEX = "uq_accounts_email_of_joined"

AS_IT_WAS = f"""

as_it_is_now = upgrade


def upgrade() -> None:
    as_it_is_now()
    op.drop_index("{INDEX}", "accounts")
"""
"""What turns the newest migration into the one of yesterday, which did not make that index yet."""


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Flask]:
    """An installation that was made while the newest migration was another one of the same name."""
    yesterday = tmp_path / "migrations"
    shutil.copytree(PROJECT_FOLDER / "migrations", yesterday)
    newest = max(yesterday.glob("versions/*.py"))
    newest.write_text(newest.read_text("utf-8") + AS_IT_WAS, "utf-8")
    with empty_database("inplace") as url:
        app = create_app(settings_for(url, tmp_path / "outbox"))
        with app.app_context():
            flask_migrate.upgrade(directory=str(yesterday))
            db.session.remove()
            yield app
            db.session.remove()
            db.engine.dispose()


def mend() -> None:
    """Make the index that is missing."""
    # The page asked before has left a transaction that cannot write.
    db.session.rollback()
    (index,) = (each for each in Base.metadata.tables["accounts"].indexes if each.name == INDEX)
    db.session.execute(CreateIndex(index))
    db.session.commit()


def test_the_upgrade_sees_nothing_to_do_and_the_doctor_names_each_part(installed: Flask) -> None:
    upgraded = installed.test_cli_runner().invoke(args=["db", "upgrade"])
    assert upgraded.exit_code == 0
    findings = doctor.examine(installed)
    named = [str(one.sentence) for one in findings if one.verdict is Verdict.WRONG]
    assert (
        f"The index {INDEX} of accounts is missing; it should be: unique over email, of rows with"
        " password_hash is not null."
    ) in named
    (advice,) = [each for each in doctor.refusals(installed) if "newest migration" in each]
    assert "not built as this version needs it" in advice
    assert "Make a backup first" in advice
    mend()
    assert not any("newest migration" in each for each in doctor.refusals(installed))


def test_it_is_not_ready_and_says_so_without_naming_a_part(installed: Flask) -> None:
    answer = installed.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "database built otherwise: run flask doctor"},
    )


def test_the_schema_is_looked_at_once_a_minute(installed: Flask) -> None:
    client = installed.test_client()
    with time_machine.travel(NOW, tick=False) as clock:
        assert client.get("/readyz").status_code == 503
        mend()
        # What was found is still believed.
        assert client.get("/readyz").status_code == 503
        clock.shift(timedelta(seconds=61))
        assert client.get("/readyz").status_code == 200


def test_a_clock_that_was_set_back_does_not_make_a_look_last(installed: Flask) -> None:
    client = installed.test_client()
    with time_machine.travel(NOW, tick=False) as clock:
        assert client.get("/readyz").status_code == 503
        mend()
        clock.shift(timedelta(days=-1))
        assert client.get("/readyz").status_code == 200


def test_the_verification_of_the_ledger_names_it_too(installed: Flask) -> None:
    verified = installed.test_cli_runner().invoke(args=["ledger", "verify"])
    assert verified.exit_code == 1
    assert f"The index {INDEX} of accounts is missing" in verified.output


def test_a_ledger_that_lost_a_trigger_is_not_ready(installed: Flask) -> None:
    mend()
    on = " ON sites" if db.engine.dialect.name == "postgresql" else ""
    db.session.execute(text(f"DROP TRIGGER sites_no_update{on}"))
    db.session.commit()
    assert installed.test_client().get("/readyz").status_code == 503
