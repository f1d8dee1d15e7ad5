"""What a draft would change for whom, before it is published."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.browser import Browser
from tests.cast import Cast
from tests.courses.builders import only_practice, set_draft
from tests.hours import builders as hours
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course
from trainee_tracker.extensions import db


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network, which the cohort follows."""
    return cast.cohort.version.course


def test_a_lead_sees_what_a_draft_would_change_and_nothing_is_written(
    browser: Browser, cast: Cast, course: Course
) -> None:
    hours.decided(cast, hours.submitted(cast, minutes=50))
    set_draft(course, only_practice(courses.draft_terms_of(course), 30, cap=40))
    before = rows_in_all_tables()
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course.id}")
    rows = rows_in_all_tables()
    page = browser.get(page.links["See what would change before you publish"])
    assert page.h1 == "See what would change"
    page = browser.get(page.links[cast.cohort.name])
    assert "Would gain 1" in page.text
    assert "Would have met everything" in page.text
    assert "What changes for Abena Osei" in page.text
    assert "40 min of 30 min Met" in page.text
    assert "Taught hours 0 min of 60 h Not met Not asked for" in page.text
    assert rows_in_all_tables() == rows
    assert before["course_versions"] == rows["course_versions"]


def rows_in_all_tables() -> dict[str, int]:
    found = {
        name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) or 0
        for name in db.metadata.tables
    }
    db.session.rollback()
    return found
