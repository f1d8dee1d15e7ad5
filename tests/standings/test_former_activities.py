"""What was logged under an activity that a later version of the course does not have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.browser import Browser
from tests.cast import Cast
from tests.hours import builders as hours
from tests.moving.moves import move, publish
from tests.statements import counted
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.extensions import db


def supervised(cast: Cast, day: date) -> None:
    hours.decided(
        cast,
        hours.submitted(
            cast, activity="supervision", minutes=45, role=None, format=None, held_on=day
        ),
    )


def publish_without_supervision(cast: Cast) -> None:
    """Publish version 2, which knows no supervision and asks for every check as before."""
    before = draft_terms_of(cast.cohort.version.course)
    named = ("activity", "supervision")
    publish(
        cast,
        replace(
            before,
            activities=tuple(each for each in before.activities if each.key != "supervision"),
            credits=(),
            limits=(),
            requirements=tuple(
                each
                for each in before.requirements
                if "supervision" not in [getattr(each, name, "") for name in named]
            ),
        ),
    )


def test_after_a_move_nobody_is_asked_to_correct_what_counted_before(
    browser: Browser, cast: Cast
) -> None:
    supervised(cast, date(2026, 11, 2))
    declined = hours.submitted(
        cast, activity="supervision", minutes=30, role=None, format=None, held_on=date(2026, 11, 3)
    )
    hours.decided(cast, declined, reason="That was another group.")
    publish_without_supervision(cast)
    move(cast, cast.cohort.version.course.versions[-1])
    db.session.commit()
    browser.sign_in(cast.trainee)
    page = browser.get(f"/progress/{cast.enrolment.id}")
    told = (
        "Not counted: Systemic supervision was part of this course until 22 November 2026, when "
        "the cohort moved to version 2. Nothing needs doing here."
    )
    assert told in page.text
    assert "is not part of this course" not in page.text
    assert "Not counted: it was declined." in page.text
    assert told in browser.get("/").text


def test_a_course_that_has_every_activity_reads_nothing_of_its_moves(
    browser: Browser, cast: Cast
) -> None:
    supervised(cast, date(2026, 11, 2))
    browser.sign_in(cast.trainee)
    with counted() as statements:
        browser.get(f"/progress/{cast.enrolment.id}")
    assert not any("version_moves.recorded_at" in each for each in statements)
