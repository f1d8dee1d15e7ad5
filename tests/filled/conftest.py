"""The kept databases, filled at their own migration and brought up to the newest one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import time_machine
from alembic.script import ScriptDirectory
from flask import Flask

from config import PROJECT_FOLDER
from tests.browser import Browser
from tests.conftest import settings_for
from tests.databases import Template, fresh_database, template_database
from tests.filled import rows, story
from tests.filled.rows import Kept
from trainee_tracker import create_app
from trainee_tracker.extensions import db


@pytest.fixture(
    scope="module", params=sorted(rows.FOLDER.glob("*.jsonl")), ids=lambda one: one.stem
)
def file(request: pytest.FixtureRequest) -> Path:
    """The file of one kept database."""
    return Path(request.param)


@pytest.fixture(scope="module")
def kept(file: Path) -> Kept:
    """What the file keeps."""
    found = rows.read(file)
    known = {
        each.revision
        for each in ScriptDirectory(str(PROJECT_FOLDER / "migrations")).walk_revisions()
    }
    assert found.revision in known, (
        f"{file.name} was written at the migration {found.revision}, which is not there any more."
        " Only while that migration is not pinned yet, make it again:"
        " .venv/bin/python -m tests.filled.make"
    )
    return found


def fill(app: Flask, kept: Kept) -> None:
    """Build the database at the migration of what is kept, and put its rows in."""
    flask_migrate.upgrade(revision=kept.revision)
    with db.engine.begin() as connection:
        rows.load(connection, kept)


@pytest.fixture(scope="module")
def upgraded(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """The kept database at the newest migration, made once."""

    def build(url: str) -> None:
        app = create_app(settings_for(url, tmp_path_factory.mktemp("outbox")))
        with app.app_context():
            fill(app, kept)
            flask_migrate.upgrade()
            db.session.remove()
            db.engine.dispose()

    with template_database(build, purpose="filled") as template:
        yield template


@pytest.fixture
def filled_app(upgraded: Template, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of that database, on the day when its story is over."""
    app = create_app(settings_for(fresh_database(upgraded), tmp_path / "outbox"))
    with time_machine.travel(story.ENDED), app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(filled_app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(filled_app)
