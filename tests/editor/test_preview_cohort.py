"""What a draft would change for each trainee of a cohort."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.achievements import clear
from tests.browser import Browser
from tests.cast import Cast
from tests.courses.builders import set_draft
from tests.hours import builders as hours
from trainee_tracker.accreditation.kinds import EvidenceCounted
from trainee_tracker.accreditation.limits import Cap
from trainee_tracker.accreditation.unchecked_terms import EvidenceKind
from trainee_tracker.clock import today
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course
from trainee_tracker.progress import queries


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network, which the cohort follows."""
    return cast.cohort.version.course


def test_a_line_that_would_count_less_says_why(
    browser: Browser, cast: Cast, course: Course
) -> None:
    hours.decided(cast, hours.submitted(cast, minutes=50))
    version = courses.draft_terms_of(course)
    set_draft(course, replace(version, limits=(Cap("cap", "Cap", "practice", minutes=10),)))
    browser.sign_in(cast.training_lead)
    counted = queries.judge_members(cast.cohort, [cast.enrolment.id], today())
    is_counted = any(
        line.counted_minutes == 50 for line in counted[cast.enrolment.id].standing.lines
    )
    page = browser.get(f"/courses/{course.id}/preview/cohorts/{cast.cohort.id}")
    assert ("Lines of Abena Osei that change" in page.text) == is_counted


def test_a_demand_that_nobody_can_meet_yet_is_shown(
    browser: Browser, cast: Cast, course: Course
) -> None:
    terms = courses.draft_terms_of(course)
    set_draft(
        course,
        replace(
            terms,
            evidence=(EvidenceKind("studies", "Studies"),),
            requirements=(
                *terms.requirements,
                EvidenceCounted("four", "Four case studies", "studies", 4),
            ),
        ),
    )
    page = browser.sign_in(cast.training_lead).get(
        f"/courses/{course.id}/preview/cohorts/{cast.cohort.id}"
    )
    assert "Four case studies Not asked for 0 of 4 Not met" in page.text
    assert "Would lose 0" in page.text


def test_a_cohort_that_is_not_theirs_is_not_found(
    browser: Browser, cast: Cast, course: Course
) -> None:
    other = cast.other_cohort.id
    browser.sign_in(cast.training_lead).get(f"/courses/{course.id}/preview/cohorts/{other}", 404)


def test_an_activity_is_called_as_the_draft_calls_it_or_else_as_before(
    browser: Browser, cast: Cast, course: Course
) -> None:
    """Practice is called otherwise and counts for less; supervision is not known any more."""
    clear(cast, cast.enrolment)
    hours.decided(cast, hours.submitted(cast, minutes=50))
    supervision = hours.submitted(cast, activity="supervision", minutes=45, role=None, format=None)
    hours.decided(cast, supervision)
    before = courses.draft_terms_of(course)
    set_draft(
        course,
        replace(
            before,
            activities=tuple(
                replace(each, title="Work with clients") if each.key == "practice" else each
                for each in before.activities
                if each.key != "supervision"
            ),
            credits=(),
            limits=(Cap("cap", "Cap", "practice", minutes=10),),
            requirements=tuple(
                each
                for each in before.requirements
                if "supervision"
                not in (getattr(each, "activity", ""), getattr(each, "supervision", ""))
            ),
        ),
    )
    page = browser.sign_in(cast.training_lead).get(
        f"/courses/{course.id}/preview/cohorts/{cast.cohort.id}"
    )
    assert "2 November 2026 Work with clients" in page.text
    assert f"2 November 2026 {before.activity_titles['supervision']}" in page.text
