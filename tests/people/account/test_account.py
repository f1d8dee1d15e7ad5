"""One's own account."""

from __future__ import annotations

from flask import Flask

from tests.browser import Browser
from tests.cast import NOW, Cast
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles


def test_a_person_sees_their_roles_and_browsers(browser: Browser, cast: Cast, app: Flask) -> None:
    Browser(app).sign_in(cast.training_lead)
    page = browser.sign_in(cast.training_lead).get("/account")
    assert "Training lead, Grace Network" in page.text
    assert page.text.count("Since 22 November 2026, 12:00") == 2
    assert page.text.count("This one") == 1


def test_a_person_without_a_role_is_told_what_to_do(browser: Browser, cast: Cast) -> None:
    for grant in cast.training_lead.grants:
        roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    assert "You have no role now. Ask " in browser.sign_in(cast.training_lead).get("/account").text
