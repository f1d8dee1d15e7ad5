"""Who may not move a cohort, and moves that cannot be."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.moving.moves import WHY, move, moves, publish_newer
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible, NotAllowed, Stale


@pytest.fixture
def newer(cast: Cast) -> CourseVersion:
    """Version 2 of the cohort's course."""
    return publish_newer(cast)


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which the cohort moves."""
    return f"/cohorts/{cast.cohort.id}/move"


def test_only_a_training_lead_of_the_cohort_moves_it(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    with pytest.raises(NotAllowed):
        move(cast, newer, actor=cast.outsider_lead)
    browser.sign_in(cast.outsider_lead).get(url, 404)
    page = browser.sign_in(cast.community_lead).get(f"/cohorts/{cast.cohort.id}")
    assert "Move to another version" not in page.links


def test_a_lead_who_trains_in_the_cohort_does_not_move_it(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    roles.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    db.session.commit()
    with pytest.raises(NotAllowed, match="You train in this cohort"):
        move(cast, newer, actor=cast.trainee)
    page = browser.sign_in(cast.trainee).get(url)
    assert "You train in this cohort. Ask Ruth Mensah to move it." in page.text
    assert not page.document.xpath("//main//form")
    answers = {"reason": WHY, "digest": "0" * 64, "request_id": request_id("own")}
    browser.post(url, answers, status=403)
    assert moves() == 0


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_move_needs_a_reason_that_somebody_reads(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str, reason: str
) -> None:
    page = browser.sign_in(cast.training_lead).submit(url, {"reason": reason}, status=200)
    assert "There is a problem" in page.text
    with pytest.raises(Impossible):
        move(cast, newer, reason=reason)
    assert moves() == 0


def test_a_reason_that_could_point_to_a_client_is_refused(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit(url, {"reason": "Ask jo@mail.example.org"}, status=409)
    assert "“jo@mail.example.org” looks like an e-mail address" in page.text
    assert moves() == 0
    # A handbook bears a date that is no date of birth.
    browser.submit(url, {"reason": "The handbook of 1 September 2024 asks for it."})
    assert moves() == 1


def test_a_version_of_another_course_is_refused(cast: Cast) -> None:
    with pytest.raises(Impossible, match="the course that this cohort follows"):
        move(cast, cast.other_cohort.version)


def test_a_digest_that_was_not_shown_is_stale(cast: Cast, newer: CourseVersion) -> None:
    with pytest.raises(Stale):
        move(cast, newer, digest_seen="0" * 64)
