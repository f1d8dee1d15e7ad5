"""The page of a published version."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast


def test_a_version_shows_what_it_asks_for(browser: Browser, cast: Cast) -> None:
    course_id = cast.cohort.version.course_id
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course_id}/versions/1")
    assert page.h1 == "Intermediate, Grace Network, version 1"
    assert "It never changes" in page.text
    assert "Practice hours: 60 h" in page.text


def test_a_version_that_was_never_published_is_not_found(browser: Browser, cast: Cast) -> None:
    course_id = cast.cohort.version.course_id
    browser.sign_in(cast.training_lead).get(f"/courses/{course_id}/versions/2", 404)
