"""Removing one part of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import Browser
from tests.cast import Cast, request_id
from tests.courses.builders import set_draft
from tests.editor.parts import draft, part_at
from trainee_tracker.accreditation.kinds import GovernanceInDate
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.extensions import db


def test_a_part_is_removed_once_that_is_confirmed(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    page = browser.get(part_at(course_id, "limits", "rolling", "/remove"))
    assert "at most 40 h in any 7 days in a row" in page.text
    browser.submit(page)
    assert "rolling" not in [limit.key for limit in draft(course_id).limits]
    browser.get(part_at(course_id, "limits", "rolling", "/remove"), 404)
    page = browser.get(part_at(course_id, "limits", "rolling"), 404)
    assert "This part is not in the draft any more. You changed the draft last" in page.text
    assert page.links["What does not count"] == f"/courses/{course_id}/edit/limits"


@pytest.mark.parametrize(
    ("section", "name", "user"),
    [
        ("activities", "practice", "Practice hours"),
        ("activities", "clinic", "Clinic hours"),
        ("modules", "case-study", "Gate"),
        ("governance", "enhanced-dbs", "Checked"),
        ("competences", "listening", "Safe"),
        ("evidence", "case-studies", "Studies"),
        ("requirements", "taught-hours", "Prior"),
    ],
)
def test_what_something_else_names_is_not_removed(
    browser: Browser, cast: Cast, course: Course, section: str, name: str, user: str
) -> None:
    course_id, terms = course.id, queries.draft_terms_of(course)
    terms = replace(
        terms,
        requirements=(
            *terms.requirements,
            GovernanceInDate("checked", "Checked", ("enhanced-dbs",)),
        ),
    )
    set_draft(course, terms)
    url = part_at(course_id, section, name, "/remove")
    page = browser.sign_in(cast.training_lead).get(url)
    assert "It cannot be removed yet" in page.text
    assert user in page.text
    digest = queries.draft_digest_of(db.session.get_one(Course, course_id))
    refused = browser.post(url, {"digest": digest, "request_id": request_id("remove")}, status=409)
    assert "cannot be removed" in refused.text
    assert f"“{user}”" in refused.text
    assert draft(course_id) == terms


def test_the_last_requirement_stays(browser: Browser, cast: Cast, course: Course) -> None:
    course_id, terms = course.id, queries.draft_terms_of(course)
    only = replace(terms, requirements=terms.requirements[1:2], limits=())
    set_draft(course, only)
    browser.sign_in(cast.training_lead)
    url = part_at(course_id, "requirements", only.requirements[0].key, "/remove")
    page = browser.submit(url, status=409)
    assert "A course asks for at least one thing" in page.text
    assert draft(course_id) == only


def test_somebody_else_removed_it_meanwhile(browser: Browser, cast: Cast, course: Course) -> None:
    course_id, terms = course.id, queries.draft_terms_of(course)
    browser.sign_in(cast.training_lead)
    page = browser.get(part_at(course_id, "limits", "rolling", "/remove"))
    set_draft(course, replace(terms, weeks=40))
    again = browser.submit(page, status=409)
    assert "You changed the draft yourself while this page was open" in again.text
    assert "rolling" in [limit.key for limit in draft(course_id).limits]
