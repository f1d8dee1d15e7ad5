"""The days of the demonstration: how the story tells them, and the holidays of England."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trainee_tracker.demo.days import Calendar, bank_holidays, easter

CALENDAR = Calendar({"week": date(2026, 11, 23), "last class": date(2026, 12, 23)})


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("week", date(2026, 11, 23)),
        ("week + 1 day", date(2026, 11, 24)),
        ("week - 13 weeks", date(2026, 8, 24)),
        ("week + 5 days, open", date(2026, 11, 30)),
        ("week + 5 days, open + 1 week", date(2026, 12, 7)),
        ("last class, open", date(2027, 1, 4)),
        ("week + 1 year, - 10 days", date(2027, 11, 13)),
    ],
)
def test_a_day_is_told_from_another_one(told: str, day: date) -> None:
    assert CALENDAR.day(told) == day


def test_a_time_is_that_of_a_clock_in_london() -> None:
    assert CALENDAR.moment("week, 18:30") == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert CALENDAR.moment("week - 13 weeks, 18:30") == datetime(2026, 8, 24, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("told", ["yesterday", "week + 1 moon", "week, closed", "week + 1"])
def test_a_day_that_cannot_be_read_is_refused(told: str) -> None:
    with pytest.raises((KeyError, TypeError)):
        CALENDAR.day(told)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))],
)
def test_easter(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_a_holiday_on_a_weekend_is_kept_on_the_next_weekday() -> None:
    assert {date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3)} <= bank_holidays(
        2027
    ) | bank_holidays(2028)
