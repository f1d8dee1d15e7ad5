"""The file of an SQLite database: full, read-only, gone, replaced, and who may make it.

These tests make a file of their own, whichever database the others run on.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import flask_migrate
import pytest
import time_machine
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from tests import cast as cast_module
from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.conftest import settings_for
from trainee_tracker import create_app
from trainee_tracker.extensions import db
from trainee_tracker.languages import ACCENTS
from trainee_tracker.reach import Vanished, make_database_file

NOBODY = 65534


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the cast in it."""
    file = tmp_path_factory.mktemp("file") / "original.sqlite3"
    app = create_app(settings_for(f"sqlite:///{file}", file.parent))
    before = os.umask(0)
    try:
        with app.app_context(), time_machine.travel(cast_module.BEGAN):
            flask_migrate.upgrade()
            cast_module.build()
            db.session.execute(text("SELECT 1"))
            sides = [file.with_name(f"{file.name}{end}") for end in ("", "-wal", "-shm")]
            modes = {side.name: stat.S_IMODE(side.stat().st_mode) for side in sides}
            db.session.remove()
            with db.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            db.engine.dispose()
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}, modes
    return file


@pytest.fixture
def file(migrated: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    copy = tmp_path / "a folder #1" / "data base%20.sqlite3"
    copy.parent.mkdir()
    shutil.copy(migrated, copy)
    return copy


@pytest.fixture
def app(file: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on that copy."""
    app = create_app(settings_for(f"sqlite:///{str(file).replace('%', '%25')}", tmp_path / "box"))
    with time_machine.travel(NOW), app.app_context():
        assert app.config["SETTINGS"].database_file == file
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_full_database_keeps_what_was_typed(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    browser.get("/account")
    pages = db.session.scalar(text("PRAGMA page_count"))
    engine = db.engine

    def be_small(connection: object, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    form = browser.get(f"/organisations/{cast.network.id}/add-site")
    db.session.remove()
    engine.dispose()
    event.listen(engine, "connect", be_small)
    kept = None
    for number in range(40):
        # Every site is told to the audit log, until the last page is full.
        fields = dict(form.form("/add-site").form_values())
        fields |= {"name": f"Hall {number}", "request_id": str(uuid4())}
        answer = browser.send("POST", form.url, data=fields)
        if answer.status_code == 503:
            kept = browser._page(answer, form.url, 503)
            break
    assert kept is not None
    assert kept.h1 == "Not saved yet"
    assert "the database needs mending" in kept.text
    browser.get("/account")
    db.session.remove()
    engine.dispose()
    event.remove(engine, "connect", be_small)
    browser.submit(kept, status=302)
    assert f"Hall {number}" in browser.get("/organisations").response.text


@contextmanager
def read_only(file: Path) -> Iterator[None]:
    """Take the right to write away, also from a user who may do everything."""
    everything = os.geteuid() == 0
    for folder in (file.parent, *list(file.parent.parents)[:3]):
        if everything and folder.stat().st_uid == 0:
            folder.chmod(0o755 if folder != file.parent else 0o777)
    file.chmod(0o444)
    if everything:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if everything:
            os.seteuid(0)
        file.chmod(0o600)


def test_a_read_only_file_keeps_what_was_typed(browser: Browser, cast: Cast, file: Path) -> None:
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/organisations/{cast.network.id}/add-site")
    db.session.remove()
    db.engine.dispose()
    with read_only(file):
        kept = browser.submit(form, {"name": "A. Hall"}, action="/add-site", status=503)
        db.session.remove()
        db.engine.dispose()
    assert kept.h1 == "Not saved yet"
    browser.submit(kept, status=302)
    assert "A. Hall" in browser.get("/organisations").response.text


def test_a_vanished_file_is_not_made_anew(browser: Browser, cast: Cast, file: Path) -> None:
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/organisations/{cast.network.id}/add-site")
    kept_aside = file.rename(file.with_name("aside"))
    for _ in range(3):
        kept = browser.submit(form, {"name": "Into the void"}, action="/add-site", status=503)
        assert not file.exists()
    ready = browser.send("GET", "/readyz")
    assert ready.status_code == 503
    assert ready.json == {"status": "database file missing: put it back, then restart the service"}
    assert str(file.parent) not in ready.text
    # The same file, back in its place, is the one that this process knows.
    kept_aside.rename(file)
    assert browser.send("GET", "/readyz").json == {"status": "ready"}
    browser.submit(kept, status=302)


def test_a_replaced_file_is_not_used_before_a_restart(
    browser: Browser, cast: Cast, file: Path
) -> None:
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/organisations/{cast.network.id}/add-site")
    file.rename(file.with_name("aside"))
    shutil.copy(file.with_name("aside"), file)
    for _ in range(3):
        browser.submit(form, {"name": "Into the other"}, action="/add-site", status=503)
    ready = browser.send("GET", "/readyz")
    assert (ready.status_code, ready.json) == (
        503,
        {"status": "database file replaced: restart the service"},
    )
    # What a restart does: every connection is made anew.
    db.session.remove()
    db.engine.dispose()
    assert browser.send("GET", "/readyz").status_code == 200


@pytest.mark.parametrize("moment", ["after_flush", "before_flush"])
def test_a_file_that_vanishes_while_a_page_writes_is_noticed(
    moment: str, browser: Browser, cast: Cast, file: Path
) -> None:
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/organisations/{cast.network.id}/add-site")
    aside = file.with_name("aside")

    def vanish(*_arguments: object) -> None:
        if file.exists():
            file.rename(aside)

    event.listen(Session, moment, vanish)
    try:
        browser.submit(form, {"name": "Into the void"}, action="/add-site", status=503)
    finally:
        event.remove(Session, moment, vanish)
    aside.rename(file)
    assert "Into the void" not in browser.get("/organisations").response.text


def test_connecting_makes_no_file(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/none.sqlite3")
    with pytest.raises(Vanished, match=r"none\.sqlite3 is not there"), engine.connect():
        pass
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [["ledger", "verify"], ["standings", "rebuild"]])
def test_a_command_says_in_a_line_that_the_file_is_not_there(
    command: list[str], tmp_path: Path
) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path / "box"))
    app.config["LANGUAGE"] = ACCENTS.tag
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 1
    (told,) = result.output.splitlines()
    assert told.startswith("Error: ⟦Thé dåtåbåsé fîlé ")
    assert f"{tmp_path}/none.sqlite3" in told
    assert ".venv/bin/flask db upgrade" in told


@pytest.mark.parametrize("command", ["current", "check", "history"])
def test_a_command_that_looks_at_migrations_makes_no_file(command: str, tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path / "box"))
    app.test_cli_runner().invoke(args=["db", command])
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_file_that_is_there_keeps_its_content_and_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "there"
    file.write_text("content")
    file.chmod(0o640)
    make_database_file(file)
    assert file.read_text() == "content"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_database_in_memory_needs_no_file() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a (id integer)"))
        connection.execute(text("INSERT INTO a VALUES (1)"))
        assert connection.scalar(text("SELECT id FROM a")) == 1
    engine.dispose()
