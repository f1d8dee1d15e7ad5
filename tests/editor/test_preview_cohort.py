"""What a draft would change for each trainee of a cohort."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
