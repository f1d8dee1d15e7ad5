"""When a job is tried again, and what the timetable asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from trainee_tracker.jobs.rules import (
    SILENT_AFTER,
    TRY_AGAIN_AFTER,
    Appointment,
    Every,
    is_silent,
    next_try,
    percent,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize("tries", range(1, len(TRY_AGAIN_AFTER) + 1))
def test_each_try_waits_longer_than_the_one_before(tries: int) -> None:
    assert next_try(tries, NOON) == NOON + TRY_AGAIN_AFTER[tries - 1]
    assert list(TRY_AGAIN_AFTER) == sorted(set(TRY_AGAIN_AFTER))


def test_after_the_last_try_there_is_none() -> None:
    assert next_try(len(TRY_AGAIN_AFTER) + 1, NOON) is None


@pytest.mark.parametrize(
    ("every", "hour", "now", "due"),
    [
        (Every.DAY, 2, NOON, date(2026, 11, 25)),
        (Every.DAY, 12, NOON, date(2026, 11, 25)),
        (Every.DAY, 13, NOON, date(2026, 11, 24)),
        (Every.WEEK, 3, NOON, date(2026, 11, 23)),
        (Every.WEEK, 3, datetime(2026, 11, 23, 2, 59, tzinfo=UTC), date(2026, 11, 16)),
        (Every.WEEK, 3, datetime(2026, 11, 23, 3, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_what_was_due_last_is_asked_for(every: Every, hour: int, now: datetime, due: date) -> None:
    assert Appointment(every, hour).latest_due(now) == due


def test_a_worker_is_silent_once_it_was_not_heard_of_for_too_long() -> None:
    assert is_silent(None, NOON)
    assert not is_silent(NOON - SILENT_AFTER, NOON)
    assert is_silent(NOON - SILENT_AFTER - timedelta(seconds=1), NOON)


def test_a_share_is_rounded_down_so_that_the_last_step_is_not_missed() -> None:
    assert (percent(199, 200), percent(200, 200), percent(0, 0)) == (99, 100, 100)
