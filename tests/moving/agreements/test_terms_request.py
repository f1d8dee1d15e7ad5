"""The page of a terms request."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.moving.agreeing import (
    agree_both,
)
from trainee_tracker.courses.models import CourseVersion


def test_a_partnership_without_a_cohort_is_told_that_nothing_logged_changes(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = agree_both(cast, unchecked)
    page = browser.sign_in(cast.training_lead).get(f"/terms/{request.id}")
    assert "Nothing that is logged today would begin to count." in page.text
    assert "Both sides have agreed" in page.text
