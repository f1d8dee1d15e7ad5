"""Opening a course that begins with what another of one's own courses asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.courses.builders import rename, set_draft
from trainee_tracker.accreditation.unchecked_terms import Translation
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.opening.actions import open_like
from trainee_tracker.extensions import db
from trainee_tracker.refusals import NotAllowed


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network, whose draft has another award than its version."""
    found = cast.cohort.version.course
    rename(found, title=found.title, award="Draft award", actor=cast.training_lead)
    db.session.commit()
    return found


@pytest.mark.parametrize(("beginning", "is_draft"), [("newest", False), ("draft", True)])
def test_a_course_begins_with_the_newest_version_or_the_draft_of_another(
    browser: Browser, cast: Cast, course: Course, beginning: str, is_draft: bool
) -> None:
    version_award, title = queries.terms_of(course.versions[-1]).award, course.title
    page = browser.sign_in(cast.training_lead).get("/courses/open")
    page = browser.get(page.links[title])
    page = browser.submit(page, {"title": "A second", "beginning": beginning}, follow=True)
    assert page.h1 == "A second"
    opened = db.session.scalars(select(Course).where(Course.title == "A second")).one()
    terms = queries.draft_terms_of(opened)
    assert terms.award == ("Draft award" if is_draft else version_award)
    assert opened.versions == []


def test_a_course_without_a_difference_is_not_asked_about(browser: Browser, cast: Cast) -> None:
    url = f"/courses/open?course={cast.cohort.version.course_id}"
    page = browser.sign_in(cast.training_lead).get(url)
    assert "Which state of that course" not in page.text
    page = browser.submit(page, {"title": "A third"}, follow=True)
    assert page.h1 == "A third"


ARABIC = Translation("ar", "العمل مع الأسر", "ممارس")
LEFT_OUT = "Translations of the old title were left out: write them anew."


def test_another_title_leaves_the_old_translations_behind_and_says_so(
    browser: Browser, cast: Cast, course: Course
) -> None:
    set_draft(course, replace(queries.draft_terms_of(course), translations=(ARABIC,)))
    browser.sign_in(cast.training_lead)
    url, title = f"/courses/open?course={course.id}", course.title
    page = browser.submit(url, {"title": "A second", "beginning": "draft"}, follow=True)
    assert LEFT_OUT in page.text
    # The version had none, so that nothing was left out.
    page = browser.submit(url, {"title": "A third", "beginning": "newest"}, follow=True)
    assert LEFT_OUT not in page.text
    page = browser.submit(url, {"title": title, "beginning": "draft"}, follow=True)
    assert LEFT_OUT not in page.text
    assert ARABIC.award in page.text


def test_a_course_of_others_is_no_beginning(browser: Browser, cast: Cast, course: Course) -> None:
    browser.sign_in(cast.outsider_lead).get(f"/courses/open?course={course.id}", 404)
    with pytest.raises(NotAllowed):
        open_like(
            cast.other_network,
            course,
            title="Mine",
            actor=cast.outsider_lead,
            at=NOW,
            request_id=request_id("like"),
        )
