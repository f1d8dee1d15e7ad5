"""The fixtures of the access tests: the cast and its things, made once and only read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
import time_machine

from tests import cast as cast_module
from tests.access import places
from tests.access.visits import Credentials, Visits, credentials_of
from tests.cast import BEGAN, EMAILS, NOW
from tests.conftest import settings_for
from tests.databases import fresh_database, template_database
from trainee_tracker import create_app
from trainee_tracker.extensions import db
from trainee_tracker.people.sign_in.browsers import begin

ARRIVED = NOW - timedelta(minutes=5)
"""When everybody signed in; every test begins at noon again, and a cookie may not be younger."""


@pytest.fixture(scope="session")
def all_visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """The application, a browser of each member, and the words of the table's addresses."""
    outbox: Path = tmp_path_factory.mktemp("outbox")
    words: dict[str, str] = {}
    credentials: dict[str, Credentials] = {}

    def build(url: str) -> None:
        app = create_app(settings_for(url, outbox))
        with app.app_context():
            with time_machine.travel(BEGAN):
                flask_migrate.upgrade()
                cast_module.build()
            with time_machine.travel(ARRIVED):
                cast = cast_module.load()
                words.update(places.build(cast))
                tokens = {each: begin(getattr(cast, each), at=ARRIVED) for each in EMAILS}
                db.session.commit()
            db.session.remove()
        with time_machine.travel(ARRIVED):
            credentials["anonymous"] = credentials_of(app, None)
            credentials.update({each: credentials_of(app, token) for each, token in tokens.items()})
        with app.app_context():
            db.engine.dispose()

    with template_database(build, purpose="access") as template:
        app = create_app(settings_for(fresh_database(template), outbox))
        yield Visits(app, template, words, credentials)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def visits(all_visits: Visits) -> Iterator[Visits]:
    """The same at noon of 22 November 2026; a test that writes puts the database back."""
    with time_machine.travel(NOW):
        yield all_visits
