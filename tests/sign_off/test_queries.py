"""What a supervisor finds in the queue, together with what, and what may be logged twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.hours.builders import case_of, decided, facts, logged, request_id, submitted
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.sessions.rules import SessionFormat
from trainee_tracker.sign_off.queries import grouped, waiting_for

DAY = date(2026, 10, 12)
WITHOUT_CASE: dict[str, Any] = {"activity": "supervision", "role": None, "format": None}


def withdrawn(cast: Cast) -> None:
    actions.withdraw_hours(logged(cast, held_on=DAY), reason="Twice", actor=cast.trainee, at=NOW)


def corrected(cast: Cast) -> None:
    """Have a session of that day corrected to the day after."""
    entry: HoursEntry = submitted(cast, held_on=DAY)
    actions.correct_hours(
        entry,
        facts(cast, held_on=DAY + timedelta(days=1)),
        reason="Another day",
        submit=False,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )


@pytest.mark.parametrize(
    ("base", "other", "is_possible_duplicate"),
    [
        ({}, lambda cast: logged(cast, held_on=DAY), True),
        ({}, lambda cast: decided(cast, submitted(cast, held_on=DAY)), True),
        ({}, lambda cast: decided(cast, submitted(cast, held_on=DAY), reason="No"), False),
        ({}, withdrawn, False),
        ({}, corrected, False),
        ({}, lambda cast: logged(cast, held_on=DAY + timedelta(days=1)), False),
        ({}, lambda cast: logged(cast, held_on=DAY, case_code_id=couple(cast)), False),
        (WITHOUT_CASE, lambda cast: logged(cast, held_on=DAY, **WITHOUT_CASE), True),
        (
            WITHOUT_CASE,
            lambda cast: logged(cast, held_on=DAY, **WITHOUT_CASE | {"activity": "study"}),
            False,
        ),
        (
            WITHOUT_CASE,
            lambda cast: logged(
                cast, enrolment=cast.colleague_enrolment, held_on=DAY, **WITHOUT_CASE
            ),
            False,
        ),
    ],
)
def test_two_live_sessions_of_one_trainee_day_activity_and_case_may_be_the_same(
    cast: Cast, base: dict[str, Any], other: Callable[[Cast], object], is_possible_duplicate: bool
) -> None:
    entry = submitted(cast, held_on=DAY, **base)
    other(cast)
    db.session.commit()
    [row] = waiting_for(cast.supervisor)
    assert row.entry.entry_id == entry.id
    assert row.is_possible_duplicate is is_possible_duplicate


def couple(cast: Cast) -> int:
    """Return the code of another case of the trainee."""
    return case_of(cast.enrolment, SessionFormat.COUPLE).id


def test_two_that_both_wait_are_both_marked_and_no_third_of_another_day(cast: Cast) -> None:
    submitted(cast, held_on=DAY)
    submitted(cast, held_on=DAY)
    submitted(cast, held_on=DAY + timedelta(days=1))
    rows = waiting_for(cast.supervisor)
    assert [row.is_possible_duplicate for row in rows] == [True, True, False]
    assert waiting_for(cast.outsider_supervisor) == []


def test_a_group_is_of_one_trainee_and_month_and_adds_up_its_minutes(cast: Cast) -> None:
    submitted(cast, held_on=DAY, minutes=50)
    submitted(cast, held_on=DAY + timedelta(days=1), minutes=40)
    submitted(cast, held_on=date(2026, 11, 2), minutes=30)
    submitted(cast, enrolment=cast.colleague_enrolment, held_on=DAY, minutes=60)
    groups = [
        (group.trainee_name, group.month, group.minutes)
        for group in grouped(waiting_for(cast.supervisor))
    ]
    assert groups == [
        ("Abena Osei", date(2026, 10, 1), 90),
        ("Kofi Boateng", date(2026, 10, 1), 60),
        ("Abena Osei", date(2026, 11, 1), 30),
    ]
