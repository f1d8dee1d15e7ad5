"""A database that refuses a write: one wait, one page that keeps what was typed, nothing written."""

from __future__ import annotations

import io
import time
from contextvars import Context
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload
from wtforms.fields.core import UnboundField

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.conftest import settings_for
from tests.databases import uses_postgresql
from tests.locks import PATIENCE, be_impatient, somebody_else_writing
from trainee_tracker import create_app, extensions
from trainee_tracker.clock import now
from trainee_tracker.extensions import db, reading
from trainee_tracker.fields import SecretField
from trainee_tracker.form import Form
from trainee_tracker.people.access import public
from trainee_tracker.people.models import Person, Site
from trainee_tracker.people.passwords import actions as passwords
from trainee_tracker.people.sign_in.models import SignIn
from trainee_tracker.reach import Busy, Trouble, trouble
from trainee_tracker.terminal import in_words

TYPED = {"name": 'O\'Sei Hall "the second"'}


def test_a_locked_database_waits_once_and_keeps_what_was_typed(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/organisations/{cast.network.id}/add-site")
    be_impatient(monkeypatch)
    with somebody_else_writing("sites, audit_events"):
        began = time.perf_counter()
        kept = browser.submit(form, TYPED, action="/add-site", status=503)
        assert PATIENCE <= time.perf_counter() - began < PATIENCE + 0.9
    assert kept.h1 == "Not saved yet"
    assert "this page keeps it" in kept.text
    assert kept.response.headers["Retry-After"] == "5"
    assert kept.response.headers["Cache-Control"] == "no-store"
    assert db.session.scalars(select(Site).where(Site.name == TYPED["name"])).all() == []
    # One press is enough: the request had proved that it came from a form of ours.
    browser.submit(kept, status=302)
    assert len(db.session.scalars(select(Site).where(Site.name == TYPED["name"])).all()) == 1


@pytest.fixture
def nowhere(app: Flask, browser: Browser, cast: Cast, tmp_path: Path) -> Browser:
    """The same browser, signed in, after the database has gone for good."""
    browser.sign_in(cast.trainee)
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    gone = "postgresql://nobody@127.0.0.1:1/gone" if uses_postgresql() else "sqlite:////no/where"
    other = Browser(create_app(settings_for(gone, tmp_path)))
    other.client.set_cookie("session", cookie.value)
    return other


def test_a_page_of_a_database_that_is_gone_says_so_and_offers_to_try_again(
    nowhere: Browser,
) -> None:
    page = nowhere.get("/account?from=menu", status=503)
    assert page.h1 == "This page cannot be shown just now"
    assert page.links == {"Try again": "/account?from=menu"}
    assert not page.document.findall(".//main//form")
    assert page.response.headers["Retry-After"] == "120"


def test_a_form_that_somebody_else_made_up_is_shown_again_before_it_is_sent(
    browser: Browser, nowhere: Browser
) -> None:
    typed = {"full_name": 'Abena O\'Sei "the second"', "registration": "A-77"}
    answer = nowhere.send("POST", "/account/name", data={**typed, "csrf_token": "made up"})
    kept = browser._page(answer, "/account/name", 503)
    assert kept.document.xpath("string(//main//input[@name='csrf_token']/@value)") == ""
    assert "made up" not in answer.text
    again = browser.submit(kept, status=200)
    assert "Nothing was lost: press the button again" in again.text
    assert again.document.xpath("string(//input[@name='full_name']/@value)") == typed["full_name"]


def test_neither_password_nor_file_is_kept_and_the_page_says_so(nowhere: Browser) -> None:
    fields = {
        "password": "quiet rivers",
        "new_password": "seven slow herons",
        "reason": "Left\nthe network",
        "file": (io.BytesIO(b"trainee,email"), "people.csv"),
    }
    answer = nowhere.send("POST", "/account/password", data=fields)
    kept = nowhere._page(answer, "/account/password", 503)
    assert "quiet rivers" not in answer.text
    assert "See what you wrote" not in kept.text
    assert "herons" not in answer.text
    assert "Your password is not kept" in kept.text
    assert "The file cannot be kept" in kept.text
    fields_kept = dict(kept.form().form_values())
    assert fields_kept.pop("csrf_token") == ""
    assert {key: text.replace("\r\n", "\n") for key, text in fields_kept.items()} == {
        "reason": "Left\nthe network"
    }


def test_every_field_for_a_password_says_so_in_its_name() -> None:
    """The page that keeps what was typed knows secrets by their names."""
    secrets = [
        f"{form.__name__}.{name}"
        for form in every_form()
        for name, field in vars(form).items()
        if isinstance(field, UnboundField)
        and issubclass(field.field_class, SecretField)
        and "password" not in name
    ]
    assert secrets == []


def every_form() -> set[type[Form]]:
    found, known = [Form], set()
    while found:
        for one in found.pop().__subclasses__():
            if one not in known and one.__module__.startswith("trainee_tracker"):
                found.append(one)
                known.add(one)
    assert len(known) > 20
    return known


def test_what_somebody_wrote_can_be_read_on_the_page(nowhere: Browser) -> None:
    note = "We drew a family tree,\nand spoke of the <grandmother>. " * 200
    answer = nowhere.send("POST", "/hours/log", data={"note": note, "minutes": "50"})
    page = nowhere._page(answer, "/hours/log", 503)
    (shown,) = page.document.findall(".//blockquote")
    assert shown.text_content() == note.strip()[:2_000]


def test_a_button_without_fields_offers_to_try_again(nowhere: Browser) -> None:
    page = nowhere._page(nowhere.send("POST", "/hours/submit-all", data={}), "/", 503)
    assert "this page keeps it" not in page.text
    assert "Try again" in page.text


def test_signing_in_waits_once_when_somebody_else_writes(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"email": "abena@grace.example", "csrf_token": browser.csrf_token()}
    be_impatient(monkeypatch)
    for password in (PASSWORD, "wrong"):
        with somebody_else_writing("sign_ins, password_failures"):
            began = time.perf_counter()
            answer = browser.send("POST", "/sign-in", data={**fields, "password": password})
            assert time.perf_counter() - began < PATIENCE + 0.9
        assert answer.status_code == 503
        assert "abena@grace.example" in answer.text
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_refusal_that_cannot_be_noted_is_no_bare_fault(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password is counted once the page has been rolled back, which is a write too."""
    other = create_app(app.config["SETTINGS"])
    person_id = cast.trainee.id

    @other.post("/confirm")
    @public
    def confirm() -> str:
        person = db.session.get_one(Person, person_id)
        passwords.confirm_password(person, "wrong", address=None, at=now())
        return "confirmed"

    monkeypatch.setattr(extensions, "LOCK_TIMEOUT_SECONDS", PATIENCE)
    with somebody_else_writing("password_failures"):
        answer = Context().run(other.test_client().post, "/confirm")
    assert answer.status_code == 503
    assert Context().run(other.test_client().post, "/confirm").status_code == 403
    with other.app_context():
        db.engine.dispose()


def test_a_page_that_only_reads_does_not_wait_for_a_writer(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    with somebody_else_writing("person_names, audit_events"):
        browser.get("/account")


def test_a_fault_of_ours_is_not_blamed_on_the_database(app: Flask) -> None:
    with pytest.raises(DBAPIError) as caught:
        db.session.execute(text("SELECT no_such_column"))
    db.session.rollback()
    assert trouble(caught.value, is_reading=False) is None
    with reading(), pytest.raises(DBAPIError) as caught:
        db.session.execute(text("UPDATE accounts SET email = 'x'"))
    assert trouble(caught.value, is_reading=True) is None


def test_a_second_write_of_one_request_does_not_wait_again(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_impatient(monkeypatch)
    trainee = db.session.get_one(Person, cast.trainee.id, options=[joinedload(Person.account)])
    with somebody_else_writing("accounts"):
        for wait in (PATIENCE, 0 if not uses_postgresql() else PATIENCE):
            began = time.perf_counter()
            trainee.account.email = "waits@grace.example"
            with pytest.raises((DBAPIError, Busy)) as caught:
                db.session.flush()
            assert wait <= time.perf_counter() - began < wait + 0.9
            assert trouble(caught.value, is_reading=False) is Trouble.BUSY
            db.session.rollback()


def test_a_command_that_cannot_write_says_so_in_a_line(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_impatient(monkeypatch)
    words = ["create-administrator", "--name", "A", "--email", "a@b.example", "--organisation", "O"]
    with somebody_else_writing("organisations"):
        began = time.perf_counter()
        result = app.test_cli_runner().invoke(args=words)
        assert time.perf_counter() - began < PATIENCE + 0.9
    assert result.exit_code == 1
    assert result.output.startswith("Error: Somebody else was writing to the database")
    assert len(result.output.splitlines()) == 1
    db.session.rollback()
    # The next command begins with nothing kept from this one.
    g.__dict__.clear()
    assert app.test_cli_runner().invoke(args=words).exit_code == 0


def test_a_fault_of_ours_in_a_command_is_not_put_into_other_words(app: Flask) -> None:
    @in_words
    def broken() -> None:
        db.session.execute(text("SELECT no_such_column"))

    with pytest.raises(DBAPIError):
        broken()
