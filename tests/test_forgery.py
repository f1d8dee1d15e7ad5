"""Nothing is written for a request without a valid token; and what was typed is not lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_wtf.csrf import CSRFError

from tests.browser import Browser
from tests.cast import Cast
from tests.naming import name_anew
from trainee_tracker import create_app
from trainee_tracker.extensions import db
from trainee_tracker.people.access import ensure_declared
from trainee_tracker.people.models import Account, Person


def test_a_commit_without_a_token_is_stopped(app: Flask, cast: Cast) -> None:
    person_id = cast.trainee.id
    db.session.commit()
    with app.test_request_context("/account", method="POST"):
        with pytest.raises(CSRFError):
            name_anew(db.session.get_one(Person, person_id), "Forged")
        db.session.rollback()
        db.session.get_one(Account, person_id).email = "forged@grace.example"
        with pytest.raises(CSRFError):
            db.session.commit()
        db.session.rollback()
    person = db.session.get_one(Person, person_id)
    assert (person.full_name, person.email) == ("Abena Osei", "abena@grace.example")


def test_an_expired_form_keeps_what_was_typed(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    page = browser.submit(
        "/account/name",
        {"full_name": "Abena Osei-Mensah", "csrf_token": "expired"},
        action="/account/name",
        status=200,
    )
    assert "Nothing was lost: press the button again" in page.text
    typed = page.document.xpath("string(//input[@name='full_name']/@value)")
    assert typed == "Abena Osei-Mensah"


def test_an_application_with_an_undeclared_page_is_not_served(app: Flask) -> None:
    other = create_app(app.config["SETTINGS"])
    other.view_functions["hole"] = lambda: "open"
    with pytest.raises(RuntimeError, match="No access rule on: hole"):
        ensure_declared(other)
