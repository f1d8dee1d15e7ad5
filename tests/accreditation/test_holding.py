"""Until when each kind leaves a judgement as it is though nothing new is recorded."""

from __future__ import annotations

from datetime import date

import pytest

from tests.accreditation.everything import EVERYTHING
from trainee_tracker.accreditation.kinds import SupervisionCadence
from trainee_tracker.accreditation.limits import NotOlderThan
from trainee_tracker.accreditation.registry import LIMIT_KINDS, REQUIREMENT_KINDS

AS_OF = date(2026, 3, 10)
CADENCE = SupervisionCadence("c", "Cadence", "practice", "supervision", 14)


def cadence_until(*held: date) -> list[date]:
    return REQUIREMENT_KINDS[SupervisionCadence].holds_until(CADENCE, AS_OF, held)


def recent_until(months: int, *held: date) -> list[date]:
    limit = NotOlderThan("old", "Recent", months)
    return LIMIT_KINDS[NotOlderThan].holds_until(limit, AS_OF, held)


def test_supervision_may_come_so_many_days_after_each_day_but_not_later() -> None:
    assert cadence_until(date(2026, 3, 1)) == [date(2026, 3, 15)]
    assert cadence_until(AS_OF) == [date(2026, 3, 24)]


def test_a_wait_that_ends_on_the_day_itself_still_changes_the_next() -> None:
    assert cadence_until(date(2026, 2, 24)) == [AS_OF]
    assert cadence_until(date(2026, 2, 23)) == []


def test_nobody_waits_after_a_day_that_is_still_to_come() -> None:
    assert cadence_until(date(2026, 3, 11)) == []


@pytest.mark.parametrize(
    ("months", "held", "last"),
    [
        (12, date(2025, 6, 15), date(2026, 6, 15)),
        # The end of a short month is as old as some days of a longer one.
        (1, date(2026, 2, 28), date(2026, 3, 31)),
        (2, date(2026, 1, 31), date(2026, 3, 31)),
    ],
)
def test_time_counts_until_the_last_day_on_which_it_is_not_too_old(
    months: int, held: date, last: date
) -> None:
    assert recent_until(months, held) == [last]


def test_what_is_too_old_tomorrow_holds_today_and_what_is_too_old_already_changes_nothing() -> None:
    assert recent_until(1, date(2026, 2, 10)) == [AS_OF]
    assert recent_until(1, date(2026, 2, 9)) == []


def test_at_the_end_of_the_calendar_nothing_grows_older() -> None:
    assert recent_until(1, date.max) == [date.max]


def test_no_other_kind_changes_by_time_alone() -> None:
    held = [date(2026, 3, 1), AS_OF]
    by_time = [
        type(part)
        for part in EVERYTHING.requirements
        if REQUIREMENT_KINDS[type(part)].holds_until(part, AS_OF, held)
    ] + [
        type(part)
        for part in EVERYTHING.limits
        if LIMIT_KINDS[type(part)].holds_until(part, AS_OF, held)
    ]
    assert by_time == [SupervisionCadence, NotOlderThan]
