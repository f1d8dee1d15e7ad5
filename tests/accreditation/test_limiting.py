"""How limits take minutes of single lines away, and what each such line says about it."""

from datetime import date

import pytest

from tests.accreditation.builders import (
    ACTIVITIES,
    TODAY,
    day,
    left,
    limited,
    line,
    only_requirement,
    prior,
    said,
    standing,
)
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.limiting import OF_THE_STAGES
from trainee_tracker.accreditation.limits import (
    LIMITS,
    STAGES,
    BestWindow,
    Cap,
    Limit,
    PriorLearning,
    RollingLimit,
    SupervisedPeriod,
)
from trainee_tracker.accreditation.unchecked_terms import Activity


def test_every_limit_but_those_of_single_days_has_its_stage_and_its_function() -> None:
    assert set(OF_THE_STAGES) == set(STAGES)
    assert set(STAGES) < set(LIMITS.values())


MONTHLY = SupervisedPeriod("monthly", "Monthly", "practice", "supervision", 90)


# The best window.

YEAR = BestWindow("year", "Year", "practice", 12)


def test_only_the_best_window_counts_and_the_others_say_which_it_is() -> None:
    old, older = line(minutes=90, held_on=date(2025, 6, 1)), line(held_on=date(2024, 6, 1))
    lines = (older, old, line(minutes=60, held_on=date(2026, 5, 31)))
    assert left(limited(YEAR), *lines) == [0, 90, 60]
    result = said(limited(YEAR), *lines, of=older)
    assert result.limit == "year"
    assert str(result.reason) == (
        "Not counted: this course counts what was done within 1 year; most was done "
        "from 1 June 2025 to 31 May 2026."
    )
    assert str(result.remedy) == (
        "It would count if most of the work fell into a stretch of 1 year that includes this day."
    )


@pytest.mark.parametrize(
    ("months", "first", "last", "counted"),
    [
        pytest.param(12, date(2025, 6, 1), date(2026, 5, 31), [60, 90], id="the last day"),
        pytest.param(12, date(2025, 6, 1), date(2026, 6, 1), [0, 90], id="a day too far"),
        pytest.param(12, date(2024, 2, 29), date(2025, 2, 27), [60, 90], id="from a leap day"),
        pytest.param(12, date(2024, 2, 29), date(2025, 2, 28), [0, 90], id="a leap day too far"),
        pytest.param(1, date(2026, 1, 31), date(2026, 2, 27), [60, 90], id="a short month"),
        pytest.param(1, date(2026, 1, 31), date(2026, 2, 28), [0, 90], id="a short month's end"),
    ],
)
def test_a_window_is_so_many_calendar_months(
    months: int, first: date, last: date, counted: list[int]
) -> None:
    course = limited(BestWindow("w", "Window", "practice", months))
    assert left(course, line(held_on=first), line(minutes=90, held_on=last)) == counted


def test_of_two_windows_as_good_as_each_other_the_later_one_counts() -> None:
    lines = [line(held_on=date(year, 1, 1)) for year in (2020, 2022, 2024)]
    assert left(limited(YEAR), *lines) == [0, 0, 60]


def test_a_window_of_many_days_beats_one_long_day() -> None:
    lines = [
        line(minutes=100, held_on=date(2020, 1, 1)),
        *(line(minutes=60, held_on=date(2022, 1, number)) for number in (1, 20)),
        line(minutes=110, held_on=date(2024, 1, 1)),
    ]
    assert left(limited(YEAR), *lines) == [0, 60, 60, 0]


def test_a_window_is_found_over_activities_together_and_leaves_others_alone() -> None:
    together = BestWindow("w", "Window", "practice", 12, also=("supervision",))
    lines = (
        line(minutes=70, held_on=date(2020, 1, 1)),
        line(minutes=60, held_on=date(2022, 1, 1)),
        line("supervision", 60, held_on=date(2022, 1, 1)),
        line("taught", 60, held_on=date(2020, 1, 1)),
    )
    assert left(limited(together), *lines) == [0, 60, 60, 60]
    assert left(limited(YEAR), *lines) == [70, 0, 60, 60]


def test_prior_learning_lies_in_no_window() -> None:
    course = limited(YEAR, PriorLearning("apel", "APEL", "practice", minutes=600))
    assert left(course, prior("practice", 60, held_on=date(2020, 1, 1)), line()) == [60, 60]


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_a_window_reaches_the_first_and_the_last_day_of_the_calendar(edge: date) -> None:
    assert left(limited(YEAR), line(held_on=edge), as_of=date.max) == [60]


# Rolling limits.

FORTY = RollingLimit("forty", "40 h", "practice", 2400)


@pytest.mark.parametrize(
    ("minutes", "counted"),
    [(399, [401] * 5 + [395]), (0, [401] * 5 + [0]), (395, [401] * 5 + [395])],
)
def test_what_exceeds_a_rolling_limit_does_not_count(minutes: int, counted: list[int]) -> None:
    lines = [line(minutes=401, held_on=day(number)) for number in range(5)]
    last = line(minutes=minutes, held_on=day(6))
    assert left(limited(FORTY), *lines, last) == counted


@pytest.mark.parametrize(
    ("gap", "counted"),
    [
        pytest.param(6, 0, id="the seventh day still belongs to the stretch"),
        pytest.param(7, 60, id="the eighth day begins a new one"),
    ],
)
def test_a_rolling_limit_forgets_what_lies_seven_days_back(gap: int, counted: int) -> None:
    lines = (line(minutes=2400, held_on=day(3)), line(held_on=day(3 + gap)))
    assert left(limited(FORTY), *lines) == [2400, counted]


def test_a_line_cut_short_by_a_rolling_limit_says_which_days_were_full() -> None:
    full = [line(minutes=2340, held_on=day(4)), line(minutes=61, held_on=day(10))]
    result = said(limited(FORTY), *full, of=full[1])
    assert (result.counted_minutes, result.limit) == (60, "forty")
    assert str(result.reason) == (
        "Counted 1 h of 1 h 1 min: the 7 days from 6 March 2026 to 12 March 2026 had more than "
        "40 h of practice with families; this course counts at most 40 h in any 7 days in a row."
    )
    assert str(result.remedy) == (
        "More than 40 h in 7 days never counts. Check the dates and minutes; if they are right, leave it."
    )


def test_a_rolling_limit_over_several_activities_names_them() -> None:
    both = RollingLimit("r", "R", "practice", 60, days=1, also=("supervision",))
    lines = (line(), line("supervision"))
    result = said(limited(both), *lines, of=lines[1])
    assert str(result.reason) == (
        "Not counted: the 1 day from 3 March 2026 to 3 March 2026 had more than 1 h of practice "
        "with families and supervision; this course counts at most 1 h in any 1 day."
    )


def test_a_rolling_limit_at_the_beginning_of_the_calendar_names_days_that_exist() -> None:
    early = line(minutes=2401, held_on=date.min)
    result = said(limited(FORTY), early, of=early)
    assert result.reason is not None
    assert "the 7 days from 1 January 1 to 1 January 1 had" in str(result.reason)


def test_what_does_not_count_leaves_room_for_what_comes_later() -> None:
    lines = [line(minutes=2000, held_on=day(number)) for number in (0, 3, 7, 10)]
    assert left(limited(FORTY), *lines) == [2000, 400, 2000, 400]


def test_prior_learning_takes_no_room_in_a_rolling_limit() -> None:
    course = limited(FORTY, PriorLearning("apel", "APEL", "practice", minutes=9000))
    assert left(course, prior("practice", 3000), line()) == [3000, 60]


def test_on_one_day_the_first_entry_counts_first_whatever_order_lines_are_given_in() -> None:
    lines = [
        line(minutes=1500, entry=f"e{name}", activity=activity)
        for name, activity in (("2", "practice"), ("1", "family-clinic"), ("3", "practice"))
    ]
    assert left(limited(FORTY), *lines) == [900, 1500, 0]
    assert left(limited(FORTY), *lines[::-1]) == [0, 1500, 900]


# Several limits at once.

BY_ROLLING = RollingLimit("rolling", "Rolling", "practice", 90)


def test_what_one_limit_cut_short_another_can_take_altogether() -> None:
    course = limited(BY_ROLLING, Cap("cap", "Cap", "practice", minutes=60))
    lines = (line(minutes=60, held_on=day(0)), line(minutes=60, held_on=day(1)))
    result = standing(course, *lines)
    assert [one.counted_minutes for one in result.lines] == [60, 0]
    assert result.requirements[0].have == 60
    assert (result.lines[1].limit, str(result.lines[1].reason)) == (
        "cap",
        "Not counted: this course counts at most 1 h of practice with families.",
    )


def test_what_one_limit_cut_short_another_can_cut_shorter() -> None:
    course = limited(BY_ROLLING, Cap("cap", "Cap", "practice", minutes=70))
    lines = (line(minutes=60, held_on=day(0)), line(minutes=60, held_on=day(1)))
    result = standing(course, *lines)
    assert [one.counted_minutes for one in result.lines] == [60, 10]
    assert [one.limit for one in result.lines] == [None, "cap"]


def test_what_one_limit_took_altogether_keeps_its_reason_when_another_takes_the_day() -> None:
    course = limited(BY_ROLLING, Cap("cap", "Cap", "practice", minutes=60))
    lines = (
        line(minutes=60, held_on=day(0)),
        line(minutes=30, held_on=day(1), entry="f1"),
        line(minutes=30, held_on=day(1), entry="f2"),
    )
    result = standing(course, *lines)
    assert [one.counted_minutes for one in result.lines] == [60, 0, 0]
    assert [one.limit for one in result.lines] == [None, "cap", "rolling"]


@pytest.mark.parametrize("turned", [False, True])
def test_limits_of_different_kinds_act_in_their_order_whatever_order_they_are_written_in(
    turned: bool,
) -> None:
    limits: list[Limit] = [MONTHLY, YEAR, BY_ROLLING, Cap("cap", "Cap", "practice", minutes=100)]
    course = limited(*(limits[::-1] if turned else limits))
    lines = (
        line(minutes=900, held_on=date(2024, 3, 1)),
        line(minutes=60, held_on=day(0)),
        line(minutes=60, held_on=day(1)),
        line(minutes=60, held_on=day(8)),
        line("supervision", 90),
    )
    assert left(course, *lines) == [0, 60, 30, 10, 90]
    assert [one.limit for one in standing(course, *lines).lines if one.limit] == [
        "monthly",
        "rolling",
        "cap",
    ]


def test_limits_of_one_kind_act_in_the_order_in_which_the_course_lists_them() -> None:
    small = Cap("small", "Small", "practice", minutes=50, modes=("online",))
    large = Cap("large", "Large", "practice", minutes=100)
    lines = (line(minutes=80, mode="online", held_on=day(0)), line(minutes=80, held_on=day(1)))
    assert left(limited(small, large), *lines) == [50, 50]
    assert left(limited(large, small), *lines) == [50, 20]


def test_a_shared_session_over_a_cap_says_both() -> None:
    course = limited(
        Cap("cap", "Cap", "practice", minutes=20),
        credits=(GroupCredit("practice", CreditKind.HALF),),
    )
    shared = line(minutes=60, present=2)
    result = said(course, shared, of=shared)
    assert result.counted_minutes == 20
    assert str(result.reason) == (
        "Counted 20 min of 1 h: this course counts at most 20 min of practice with families. "
        "Also, 2 people shared this practice with families; everyone is "
        "credited half of the time."
    )


def test_limits_look_at_one_trainee_at_a_time() -> None:
    course = limited(
        Cap("cap", "Cap", "practice", minutes=60),
        requirements=(MinimumMinutes("all", "All", "practice", 600, pooled="person"),),
    )
    lines = [line(minutes=100, trainee=name) for name in ("amina", "benedict")]
    assert only_requirement(course, *lines).have == 120


def test_a_line_that_is_credited_nothing_names_the_group_and_not_the_limit() -> None:
    course = limited(MONTHLY, credits=(GroupCredit("practice", CreditKind.FULL, largest_group=2),))
    crowd = line(present=3)
    result = said(course, crowd, of=crowd)
    assert (result.counted_minutes, result.limit) == (0, None)
    assert str(result.reason) == (
        "Not counted: 3 people shared this practice with families; "
        "this course counts groups of at most 2."
    )


def test_minutes_below_a_limited_activity_are_limited_with_it_and_beside_it_are_not() -> None:
    course = limited(
        Cap("cap", "Cap", "family-clinic", minutes=10),
        activities=(*ACTIVITIES, Activity("home-visit", "Home visit", parent="family-clinic")),
    )
    lines = (line("home-visit", 30), line("practice", 30))
    assert left(course, *lines, as_of=TODAY) == [10, 30]
