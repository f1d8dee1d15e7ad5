"""Stretches of days, months and weeks, to the ends of the calendar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import MONDAY
from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.days import ALWAYS, FIRST_DAY, LAST_DAY, NEVER, Days


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 3), 0, date(2026, 3, 3)),
        (date(2026, 3, 3), 10, date(2027, 1, 3)),
        (date(2026, 3, 3), -3, date(2025, 12, 3)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(1, 1, 31), -1, date.min),
        (date(1, 2, 1), -1, date.min),
        (date(1, 2, 2), -1, date(1, 1, 2)),
        (date(9999, 12, 1), 1, date.max),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_of_the_month_or_its_last(
    day: date, months: int, later: date
) -> None:
    assert days.months_later(day, months) == later


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
        (date(2026, 3, 15), 12, date(2027, 3, 14)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
        (date(9999, 12, 1), 1, date.max),
        (date(9999, 1, 1), 12, date.max),
        (date(9999, 11, 15), 1, date(9999, 12, 14)),
    ],
)
def test_whole_months_end_on_the_day_before_they_would_begin_again(
    first: date, months: int, last: date
) -> None:
    assert days.last_of_months(first.toordinal(), months) == last.toordinal()


@pytest.mark.parametrize("months", [1, 12, 1200])
def test_months_that_reach_past_the_end_of_the_calendar_leave_no_day_out(months: int) -> None:
    assert days.last_of_months(date(9999, 12, 2).toordinal(), months) > LAST_DAY


@settings(deadline=None, max_examples=60)
@given(day=st.dates(), months=st.integers(-1500, 1500))
def test_months_later_never_leaves_its_month(day: date, months: int) -> None:
    later = days.months_later(day, months)
    wanted = days.month_number(day.toordinal()) + months
    found = days.month_number(later.toordinal())
    ends = {days.month_number(FIRST_DAY), days.month_number(LAST_DAY)}
    assert found == wanted or (found in ends and later in {date.min, date.max})
    assert later.day <= day.day or later == date.max


@pytest.mark.parametrize("monday", [MONDAY, date.min, date(2025, 12, 29)])
def test_a_week_is_from_monday_to_sunday(monday: date) -> None:
    assert monday.weekday() == 0
    first = monday.toordinal()
    number = days.week_number(first)
    assert [days.week_number(first + step) - number for step in (0, 6, 7)] == [0, 0, 1]
    assert days.first_of_week(number) == first


@pytest.mark.parametrize("first", [date(2026, 2, 1), date(2028, 2, 1), date(2026, 12, 1)])
def test_a_month_is_from_its_first_to_its_last_day(first: date) -> None:
    number = days.month_number(first.toordinal())
    after = days.months_later(first, 1).toordinal()
    steps = [days.month_number(day) - number for day in (first.toordinal() - 1, after - 1, after)]
    assert steps == [-1, 0, 1]


def test_numbers_of_periods_are_forgotten_before_there_are_too_many() -> None:
    asked: list[int] = []

    class Few(days.Numbers):
        MOST = 3

    few = Few(lambda day: asked.append(day) or day * 2)  # type: ignore[func-returns-value]
    assert [few[day] for day in (1, 2, 3, 1, 2, 3)] == [2, 4, 6, 2, 4, 6]
    assert asked == [1, 2, 3]
    assert few[4] == 8
    assert dict(few) == {4: 8}


PARTS = st.lists(
    st.builds(lambda first, more: (first, first + more), st.integers(1, 30), st.integers(0, 6)),
    max_size=6,
)


def listed(stretches: Days) -> set[int]:
    return {day for first, last in stretches for day in range(first, last + 1)}


@settings(deadline=None, max_examples=60)
@given(one=PARTS, other=PARTS)
def test_stretches_behave_as_sets_of_days(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    a, b = days.either(one), days.either(other)
    assert listed(a) == listed(tuple(one))
    assert listed(days.both(a, b)) == listed(a) & listed(b)
    assert all(days.holds(a, day) is (day in listed(a)) for day in range(40))
    # Kept apart and in order, so that the first and the last day can be read off.
    assert all(last + 1 < start for (_, last), (start, _) in pairwise(a))


def test_all_days_lie_in_all_of_no_stretches() -> None:
    assert days.every([]) == ALWAYS == ((1, date.max.toordinal()),)
    assert days.every([ALWAYS, ((3, 5),), ((5, 9),)]) == ((5, 5),)
    assert days.every([((3, 5),), ((6, 9),)]) == NEVER


def test_days_the_wrong_way_round_are_none() -> None:
    assert days.between(3, 3) == ((3, 3),)
    assert days.between(3, 2) == NEVER


def test_the_calendar_begins_on_a_monday_and_the_engine_counts_on_it() -> None:
    assert date.fromordinal(FIRST_DAY).weekday() == 0
    assert date.fromordinal(LAST_DAY) - date.fromordinal(FIRST_DAY) == timedelta(3652058)
