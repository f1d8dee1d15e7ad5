"""Trying a draft on a pasted ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.courses.builders import set_draft
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.limits import Cap
from trainee_tracker.accreditation.unchecked_terms import Activity
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db

LEDGER = """trainee,held_on,activity,minutes
Grace,2026-10-01,practice,60
Grace,2026-10-08,practice,60
Naomi,2026-10-01,practice,30
"""


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network; its draft asks for an hour of practice, and caps it at 90 min."""
    found = cast.cohort.version.course
    terms = courses.draft_terms_of(found)
    set_draft(
        found,
        replace(
            terms,
            requirements=(MinimumMinutes("practice-hours", "Practice hours", "practice", 60),),
            governance=(),
            limits=(Cap("cap", "Cap", "practice", minutes=90),),
        ),
    )
    return found


def url(course: Course) -> str:
    return f"/courses/{course.id}/preview/ledger"


def test_a_pasted_ledger_is_judged_by_the_newest_version_and_the_draft(
    browser: Browser, cast: Cast, course: Course
) -> None:
    page = browser.sign_in(cast.training_lead).submit(url(course), {"rows": LEDGER}, status=200)
    assert "“Now” means version 1 of the course" in page.text
    assert "Grace 2 h 1 h 30 min" in page.text
    assert "Would have met everything" in page.text
    assert "Naomi 30 min 30 min" in page.text
    assert "Lines of Grace that change" in page.text
    assert "8 October 2026 Practice with families · 1 h 1 h 30 min" in page.text


def test_faults_of_a_ledger_are_told_by_row_and_what_was_pasted_stays(
    browser: Browser, cast: Cast, course: Course
) -> None:
    rows = LEDGER + "Naomi,someday,gardening,many\n"
    page = browser.sign_in(cast.training_lead).submit(url(course), {"rows": rows}, status=200)
    assert "things in the ledger need correcting" in page.text
    assert "Row 5" in page.text
    assert "someday" in page.response.text
    assert "Would gain" not in page.text


def test_a_row_of_an_activity_that_the_draft_drops_is_judged_and_no_fault(
    browser: Browser, cast: Cast, course: Course
) -> None:
    before = courses.draft_terms_of(course)
    own = Activity("home-visits", "Home visits", parent="practice")
    set_draft(course, replace(before, activities=(*before.activities, own)))
    publish_version(course, actor=cast.training_lead, at=NOW)
    set_draft(course, before)
    rows = LEDGER + "Naomi,2026-10-02,home-visits,15\n"
    page = browser.sign_in(cast.training_lead).submit(url(course), {"rows": rows}, status=200)
    assert "needs correcting" not in page.text
    assert "Naomi 45 min 30 min" in page.text
    assert "2 October 2026 Home visits · 15 min 15 min" in page.text


def test_another_network_s_course_is_not_found(
    browser: Browser, cast: Cast, course: Course
) -> None:
    browser.sign_in(cast.outsider_lead).get(url(course), 404)


def test_nothing_pasted_is_asked_for(browser: Browser, cast: Cast, course: Course) -> None:
    page = browser.sign_in(cast.training_lead).submit(url(course), status=200)
    assert "Paste at least one row and its headings" in page.text


def test_without_a_published_version_the_draft_is_shown_alone(browser: Browser, cast: Cast) -> None:
    course = open_course(
        cast.network,
        "aft-intermediate",
        title="New",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("preview"),
    )
    db.session.commit()
    page = browser.sign_in(cast.training_lead).submit(url(course), {"rows": LEDGER}, status=200)
    assert "Nothing is published yet to compare with" in page.text
    assert "Grace Not known 2 h" in page.text
    assert "no hour is refused for want of a check" in page.text
