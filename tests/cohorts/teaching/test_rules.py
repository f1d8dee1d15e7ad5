"""The rules of a timetable."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.cohorts.teaching import rules
from trainee_tracker.cohorts.teaching.rules import PlannedClass, Repeat
from trainee_tracker.refusals import Impossible

MONDAY = date(2026, 9, 7)
SATURDAY = date(2026, 9, 12)
"""The second Saturday of September 2026."""


def planned(
    held_on: date = MONDAY,
    starts_at: str = "18:30",
    minutes: int = 150,
    title: str = "Class",
) -> PlannedClass:
    return PlannedClass(held_on, starts_at, minutes, title, None)


def test_weekly_classes_leave_holidays_out_and_add_one_at_the_end() -> None:
    dates = rules.class_dates(MONDAY, 3, Repeat.WEEKLY, [date(2026, 9, 14), date(2026, 9, 15)])
    assert dates == [date(2026, 9, 7), date(2026, 9, 21), date(2026, 9, 28)]


def test_fortnightly_classes() -> None:
    assert rules.class_dates(MONDAY, 2, Repeat.FORTNIGHTLY) == [MONDAY, date(2026, 9, 21)]


def test_monthly_classes_keep_their_place_in_the_month() -> None:
    assert rules.class_dates(SATURDAY, 5, Repeat.MONTHLY) == [
        date(2026, 9, 12),
        date(2026, 10, 10),
        date(2026, 11, 14),
        date(2026, 12, 12),
        date(2027, 1, 9),
    ]


def test_a_fifth_saturday_becomes_the_last_of_a_shorter_month() -> None:
    fifth = date(2026, 10, 31)
    assert rules.class_dates(fifth, 3, Repeat.MONTHLY) == [
        fifth,
        date(2026, 11, 28),
        date(2026, 12, 26),
    ]


@given(
    first_on=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    count=st.integers(1, rules.MOST_CLASSES),
    repeat=st.sampled_from(Repeat),
)
def test_classes_are_on_the_same_weekday_in_order(
    first_on: date, count: int, repeat: Repeat
) -> None:
    dates = rules.class_dates(first_on, count, repeat)
    assert len(dates) == count
    assert dates == sorted(set(dates))
    assert {day.weekday() for day in dates} == {first_on.weekday()}
    if repeat is Repeat.MONTHLY:
        assert len({(day.year, day.month) for day in dates}) == count


@pytest.mark.parametrize("count", [0, -1, rules.MOST_CLASSES + 1])
def test_no_class_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(Impossible, match="between 1 and 120"):
        rules.class_dates(MONDAY, count, Repeat.WEEKLY)


def test_classes_that_never_end_are_refused() -> None:
    with pytest.raises(Impossible, match="too long"):
        rules.class_dates(date(2100, 12, 1), 12, Repeat.MONTHLY)


def test_a_long_timetable_shows_what_is_near_today_first() -> None:
    days = rules.class_dates(MONDAY, 12, Repeat.WEEKLY)

    def shown(today: date) -> list[int]:
        return [days.index(day) + 1 for day in days[rules.near_today(days, today)]]

    assert shown(date(2026, 1, 1)) == [1, 2, 3, 4, 5, 6]
    assert shown(days[4]) == [3, 4, 5, 6, 7, 8]
    assert shown(date(2027, 1, 1)) == [7, 8, 9, 10, 11, 12]
    assert days[:8][rules.near_today(days[:8], MONDAY)] == days[:8]


def test_modules_are_spread_in_order_over_the_classes() -> None:
    assert rules.spread(["a", "b"], 5) == ["a", "a", "a", "b", "b"]
    assert rules.spread(["a", None, "b"], 3) == ["a", None, "b"]
    assert rules.spread([], 2) == [None, None]


def test_a_class_is_called_after_its_module_its_number_or_what_somebody_wrote() -> None:
    titles = {"a": "Families as systems"}

    def plan(modules: list[str | None], wanted: tuple[str, ...] = ()) -> list[str]:
        return [
            each.title
            for each in rules.plan_classes(
                [MONDAY, SATURDAY],
                starts_at="18:30",
                minutes=150,
                modules=modules,
                module_titles=titles,
                titles=wanted,
            )
        ]

    assert plan(["a"]) == ["Families as systems", "Families as systems"]
    assert plan(["a", None]) == ["Families as systems", "Class 2"]
    assert plan([], ("Welcome", "Genograms")) == ["Welcome", "Genograms"]
    with pytest.raises(Impossible, match="a title, or none"):
        plan([], ("Welcome",))
    with pytest.raises(Impossible, match="modules of this course"):
        plan(["b"])


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ([planned(starts_at="25:00")], "such as 18:30"),
        ([planned(minutes=0)], "from 1 to 720"),
        ([planned(minutes=1500)], "from 1 to 720"),
        ([planned(title=" ")], "title of 1 to"),
        ([planned(title="x" * 201)], "title of 1 to"),
        ([planned(), planned(date(2027, 7, 17))], "17 July 2027 lies outside"),
        ([planned(date(2026, 9, 6))], "6 September 2026 lies outside"),
    ],
)
def test_a_timetable_that_cannot_be_is_refused(classes: list[PlannedClass], message: str) -> None:
    with pytest.raises(Impossible, match=message):
        rules.ensure_timetable(classes, MONDAY, date(2027, 7, 16))


def test_a_timetable_inside_the_cohorts_time_is_taken() -> None:
    rules.ensure_timetable([planned(), planned(date(2027, 7, 16))], MONDAY, date(2027, 7, 16))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("00:00", True),
        ("18:30", True),
        ("23:59", True),
        ("24:00", False),
        ("18:60", False),
        ("9:30", False),
        ("1830", False),
        ("١٨:٣٠", False),
        ("18:3x", False),
        ("", False),
        (":", False),
    ],
)
def test_a_clock_has_two_digits_each(text: str, is_one: bool) -> None:
    assert rules.is_clock(text) is is_one


@given(st.text())
def test_no_text_at_all_breaks_the_clock(text: str) -> None:
    assert rules.is_clock(text) in {True, False}


def test_two_classes_never_begin_at_the_same_moment() -> None:
    rules.ensure_free([planned(), planned(starts_at="20:30")], [(SATURDAY, "18:30")])
    with pytest.raises(Impossible, match="7 September 2026 at 18:30"):
        rules.ensure_free([planned()], [(MONDAY, "18:30")])
    with pytest.raises(Impossible):
        rules.ensure_free([planned(), planned()], [])
