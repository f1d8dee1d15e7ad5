"""The list of courses."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def test_a_lead_sees_only_the_courses_of_their_own_organisation(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.training_lead).get("/courses")
    assert "Intermediate, Grace Network" in page.links
    assert "Version 1 published" in page.text
    assert "Hope" not in page.text


def test_an_empty_list_says_how_to_begin(browser: Browser, cast: Cast) -> None:
    roles.grant_role(cast.statutory_lead, Role.TRAINING_LEAD, cast.trust, actor=None, at=now())
    db.session.commit()
    page = browser.sign_in(cast.statutory_lead).get("/courses")
    assert "No courses yet" in page.text
    assert page.links["Open a course"] == "/courses/open"


def test_courses_are_not_for_trainees(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee).get("/courses", 403)
