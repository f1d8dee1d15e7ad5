"""The courses of other networks, from which one is chosen to be adapted."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.courses.builders import rename
from trainee_tracker.editor.adapting import queries as adapting
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version

CHOICE = "/courses/adapt"


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which the course of Grace is adapted."""
    return f"/courses/{cast.cohort.version.course_id}/versions/1/adapt"


def test_a_draft_is_nobodys_to_adapt_and_a_version_everybodys(browser: Browser, cast: Cast) -> None:
    draft = open_course(
        cast.network,
        "aft-foundation",
        title="Not yet ready",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("draft"),
    )
    browser.sign_in(cast.outsider_lead)
    assert "Not yet ready" not in browser.get(CHOICE).text
    browser.get(f"/courses/{draft.id}/versions/1/adapt", 404)
    publish_version(draft, actor=cast.training_lead, at=NOW)
    assert "Not yet ready" in browser.get(CHOICE).text
    browser.get(f"/courses/{draft.id}/versions/1/adapt")


def test_who_leads_no_training_finds_no_version(cast: Cast) -> None:
    version = cast.cohort.version
    assert adapting.adaptable_versions(cast.trainee) == []
    assert adapting.adaptable_version(cast.trainee, version.course_id, 1) is None


def test_the_newest_version_is_offered_and_the_others_are_one_step_away(
    browser: Browser, cast: Cast, url: str
) -> None:
    course = cast.cohort.version.course
    rename(course, title="Second year", award="Award", actor=cast.training_lead)
    publish_version(course, actor=cast.training_lead, at=NOW)
    browser.sign_in(cast.outsider_lead)
    newest = url.replace("versions/1", "versions/2")
    assert browser.get(CHOICE).links["Second year"] == newest
    assert browser.get(newest).links["Version 1"] == url


def test_it_is_offered_beside_the_presets(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.outsider_lead).get("/courses/open")
    assert page.links["From another network"] == CHOICE
