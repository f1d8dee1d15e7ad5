"""Fixtures of every test: the application on a fresh copy of one prepared database, and the cast."""

from __future__ import annotations

import gc
import os
import shutil
from collections import defaultdict
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Literal

import flask_migrate
import hypothesis
import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask, has_request_context
from playwright.sync_api import Browser as Chromium

from config import Settings
from tests import cast as cast_module
from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.chromium import started_chromium
from tests.databases import (
    Template,
    fresh_database,
    refuse_databases_to,
    template_database,
    uses_postgresql,
)
from tests.done_once import PREPARED
from tests.how_often import often
from tests.kinds import is_on_database, is_property
from tests.locks import is_writing
from tests.rooms import ONE_OF_EACH_ROOM
from trainee_tracker import create_app
from trainee_tracker.extensions import db
from trainee_tracker.jobs.waking import waker_of
from trainee_tracker.people.passwords import actions as passwords

# Shared machines are slow at times, and slowness is no fault of a rule. On CI the examples are always
# the same, so that a failure there can be repeated here.
hypothesis.settings.register_profile(
    "house",
    max_examples=often(40, thorough=1000),
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

UNCOUNTED = {"access", "journeys"}
"""The folders of tests that visit whatever there is: that they pass a line says little about it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test as `pure` or as one on a database; leave pure ones out on PostgreSQL.

    They would only do there what they have done on SQLite. Coverage is not counted while a test tries
    examples that are made up, which would count otherwise each time, or visits whatever there is; that
    also takes half their time.
    """
    for item in items:
        item.add_marker("database" if is_on_database(item) else "pure")
        if is_property(item) or not UNCOUNTED.isdisjoint(item.path.parts):
            item.add_marker("no_cover")
    if uses_postgresql():
        pure = [item for item in items if item.get_closest_marker("pure")]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if not item.get_closest_marker("pure")]


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what stays for the whole run: it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Note how long each file of tests took, for `tests/touched.py`; not where only some of it ran."""
    took: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for each in reports:
            if isinstance(each, pytest.TestReport):
                took[each.nodeid.partition("::")[0]] += each.duration
    is_in_part = config.option.keyword or config.option.markexpr or "::" in "".join(config.args)
    cache = getattr(config, "cache", None)
    if cache is not None and not is_in_part:
        noted = cache.get("quick/seconds", {})
        cache.set("quick/seconds", {**noted, **took})


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Chromium, started once for each worker."""
    with started_chromium() as chromium:
        yield chromium


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Hold a pure test to it: none gets a database."""
    refuse_databases_to(item.nodeid if item.get_closest_marker("pure") else None)
    try:
        return (yield)
    finally:
        refuse_databases_to(None)


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
        PREPARED.begin(template)
        # A job that an earlier test asked for is looked for now, and not beside the first page.
        waker_of(one_app).answer()
        yield one_app
        PREPARED.end()
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
