"""Fixtures of every test: the application on a fresh copy of one prepared database, and the cast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import time_machine
from flask import Flask

from config import Settings
from tests import cast as cast_module
from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.databases import Template, fresh_database, template_database
from tests.rooms import ONE_OF_EACH_ROOM
from trainee_tracker import create_app
from trainee_tracker.extensions import db

assert ONE_OF_EACH_ROOM, "Tests that speak of every table need every model loaded."


def settings_for(url: str, outbox: Path) -> Settings:
    """Return the settings of a test on the database at `url`."""
    return Settings.from_environment(
        {"TRAINEE_TRACKER_PROFILE": "test", "DATABASE_URL": url, "OUTBOX_DIR": str(outbox)}
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A database built by migration with the cast in it, made once for each worker."""

    def build(url: str) -> None:
        app = create_app(settings_for(url, tmp_path_factory.mktemp("outbox")))
        with app.app_context(), time_machine.travel(cast_module.BEGAN):
            flask_migrate.upgrade()
            cast_module.build()
            db.session.remove()
            db.engine.dispose()

    with template_database(build) as built:
        yield built


@pytest.fixture
def app(template: Template, tmp_path: Path) -> Iterator[Flask]:
    """The application on its own copy of the prepared database, at noon of 22 November 2026."""
    app = create_app(settings_for(fresh_database(template), tmp_path / "outbox"))
    with time_machine.travel(NOW), app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the test."""
    return cast_module.load()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which nobody is signed in yet: `browser.sign_in(cast.trainee)`."""
    return Browser(app)
