"""Fixtures of every test: the application on a fresh copy of one prepared database, and the cast."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import flask_migrate
import hypothesis
import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask, has_request_context

from config import Settings
from tests import cast as cast_module
from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.databases import Template, fresh_database, template_database
from tests.locks import is_writing
from tests.rooms import ONE_OF_EACH_ROOM
from trainee_tracker import create_app
from trainee_tracker.extensions import db
from trainee_tracker.people.passwords import actions as passwords

# Shared machines are slow at times, and slowness is no fault of a rule. On CI the examples are always
# the same, so that a failure there can be repeated here.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
hypothesis.settings.load_profile("house")


class QuickHasher(PasswordHasher):
    """A password takes a third of a second to hash, on purpose; hundreds of tests sign in or sign.

    No page may make others wait for that, so none may have begun to write.
    """

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        assert not (has_request_context() and is_writing())
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        assert not (has_request_context() and is_writing())
        return super().verify(hash, password)


passwords.HASHER = QuickHasher()

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


@pytest.fixture(scope="session")
def one_app(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of one worker: making it anew would compile every template again."""
    return create_app(settings_for(template.url, tmp_path_factory.mktemp("outbox")))


@pytest.fixture
def app(one_app: Flask, template: Template) -> Iterator[Flask]:
    """The application on its own copy of the prepared database, at noon of 22 November 2026."""
    fresh_database(template)
    shutil.rmtree(one_app.config["SETTINGS"].outbox_folder, ignore_errors=True)
    config_before = dict(one_app.config)
    with time_machine.travel(NOW), one_app.app_context():
        yield one_app
        db.session.remove()
        db.engine.dispose()
    one_app.config.clear()
    one_app.config.update(config_before)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the test."""
    return cast_module.load()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which nobody is signed in yet: `browser.sign_in(cast.trainee)`."""
    return Browser(app)
