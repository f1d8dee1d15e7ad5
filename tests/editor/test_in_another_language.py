"""What a course asks for, in what it differs and what the editor refuses, read in another language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import Browser, Page
from tests.cast import Cast, request_id
from tests.courses.builders import set_draft
from tests.languages.unmarked import marked_out, shown_texts
from trainee_tracker.accreditation.kinds import GovernanceInDate
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.extensions import db

OURS = (
    "at most",
    "at least",
    "counts",
    "only as",
    "in every",
    "not asked for",
    "No longer",
    ", was ",
    "cannot be removed",
    "Change or remove",
)
"""Words of requirements, limits, differences and refusals."""


@pytest.fixture
def elsewhere(browser: Browser, cast: Cast) -> Browser:
    """The browser of the training lead, who reads everything in the accented language."""
    browser.sign_in(cast.training_lead).submit("/account/language", {"language": "en-XA"})
    return browser


def in_english(page: Page) -> list[str]:
    """Return the texts of a page in which our English stands."""
    texts = [marked_out(each) for each in shown_texts(page.response.text)]
    return [each for each in texts if any(words in each for words in OURS)]


def test_what_a_course_asks_for_is_read_in_any_language(elsewhere: Browser, course: Course) -> None:
    page = elsewhere.get(f"/courses/{course.id}")
    assert "⟦åt möst" in page.text
    assert in_english(page) == []


def test_what_differs_and_which_checks_are_fewer_is_read_in_any_language(
    elsewhere: Browser, cast: Cast, course: Course
) -> None:
    terms = queries.draft_terms_of(course)
    asked = tuple(each for each in terms.requirements if not isinstance(each, GovernanceInDate))
    set_draft(course, replace(terms, governance=(), requirements=asked))
    course_id, cohort_id = course.id, cast.cohort.id
    publishing = elsewhere.get(f"/courses/{course_id}/publish")
    assert "îs ñöt åskéd för åñý möré" in publishing.text
    assert in_english(publishing) == []
    elsewhere.submit(publishing)
    moving = elsewhere.get(f"/cohorts/{cohort_id}/move")
    assert "Nö löñgér å çhéçk" in moving.text
    assert in_english(moving) == []


def test_a_refusal_of_the_editor_is_read_in_any_language(
    elsewhere: Browser, course: Course
) -> None:
    course_id = course.id
    sent = {
        "digest": queries.draft_digest_of(db.session.get_one(Course, course_id)),
        "request_id": request_id("remove"),
    }
    url = f"/courses/{course_id}/edit/activities/parts/practice/remove"
    refused = elsewhere.post(url, sent, status=409)
    assert "çåññöt bé rémövéd" in refused.text
    assert in_english(refused) == []
