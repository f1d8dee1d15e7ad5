"""How limits take minutes of single lines away, and what each such line says about it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.accreditation.builders import (
    ACTIVITIES,
    MODULES,
    TODAY,
    line,
    only_requirement,
    standing,
    terms,
)
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.limiting import STAGE_OF
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
from trainee_tracker.accreditation.standing import JudgedLine
from trainee_tracker.accreditation.terms import (
    Activity,
    CreditKind,
    GroupCredit,
    MinimumMinutes,
    Terms,
)

MARCH = date(2026, 3, 2)
"""A Monday."""


def day(number: int) -> date:
    """Return the day so many days after Monday, 2 March 2026."""
    return MARCH + timedelta(days=number)


def limited(*limits: Limit, **changes: Any) -> Terms:
    """Return a small course with these limits."""
    return terms(limits=limits, modules=MODULES, **changes)


def left(course: Terms, *lines: LedgerLine, **given: Any) -> list[int]:
    """Return the counted minutes of the lines in the order in which they are given."""
    counted = {one.entry: one.counted_minutes for one in standing(course, *lines, **given).lines}
    return [counted[one.entry] for one in lines]


def said(course: Terms, *lines: LedgerLine, of: LedgerLine, **given: Any) -> JudgedLine:
    """Return what became of one of the lines."""
    return next(one for one in standing(course, *lines, **given).lines if one.entry == of.entry)


def prior(activity: str, minutes: int, **changes: Any) -> LedgerLine:
    return line(activity, minutes, is_prior_learning=True, **changes)


def test_every_limit_but_those_of_single_days_has_its_stage_and_its_function() -> None:
    assert set(STAGE_OF) == set(STAGES)
    assert set(STAGES) < set(LIMITS.values())


# Supervised periods.

MONTHLY = SupervisedPeriod("monthly", "Monthly", "practice", "supervision", 90)
WEEKLY = SupervisedPeriod("weekly", "Weekly", "practice", "supervision", 1, period="week")
AT_EACH_SITE = SupervisedPeriod(
    "sites", "Sites", "practice", "supervision", 30, period="week", per_site=True
)


@pytest.mark.parametrize(("minutes", "counted"), [(89, 0), (90, 720), (91, 720)])
def test_a_month_counts_from_the_last_minute_of_supervision_it_needs(
    minutes: int, counted: int
) -> None:
    practice = line(minutes=720)
    assert left(limited(MONTHLY), practice, line("supervision", minutes))[0] == counted


def test_a_month_with_too_little_supervision_says_how_much_and_what_would_help() -> None:
    one, other = line(minutes=600), line("family-clinic", 120)
    lines = (one, other, line("supervision", 85))
    result = said(limited(MONTHLY), *lines, of=other)
    assert (result.counted_minutes, result.limit) == (0, "monthly")
    assert result.reason == (
        "Not counted: March 2026 had 1 h 25 min of supervision; this course asks for 1 h 30 min "
        "in every month with practice with families."
    )
    assert result.remedy == ("5 more minutes of supervision in March 2026 would count these 12 h.")


def test_a_week_without_any_supervision_at_a_site_says_so() -> None:
    lines = (
        line(minutes=60, site="Hall"),
        line("supervision", 60, site="Mosque"),
        line("supervision", 60, site="Hall", held_on=date(2026, 3, 9)),
    )
    result = said(limited(AT_EACH_SITE), *lines, of=lines[0])
    assert result.reason == (
        "Not counted: the week of 2 March 2026 at Hall had no supervision; this course asks for "
        "30 min in every week at each site with practice with families."
    )
    assert result.remedy == (
        "30 more minutes of supervision in the week of 2 March 2026 at Hall would count these 1 h."
    )


def test_a_supervised_period_names_all_it_is_about() -> None:
    both = SupervisedPeriod(
        "m", "M", "practice", "supervision", 60, also=("taught",), verified=True
    )
    lesson = line("taught", 30)
    result = said(limited(both), lesson, of=lesson)
    assert result.reason == (
        "Not counted: March 2026 had no supervision; this course asks for 1 h in every month "
        "with practice with families or taught hours."
    )
    assert result.remedy == ("1 h more of supervision in March 2026 would count these 30 min.")


@pytest.mark.parametrize(
    ("limit", "supervised_on", "practised_on", "counts"),
    [
        pytest.param(MONTHLY, date(2026, 3, 1), date(2026, 3, 31), True, id="a month's ends"),
        pytest.param(MONTHLY, date(2026, 3, 31), date(2026, 3, 1), True, id="afterwards too"),
        pytest.param(MONTHLY, date(2026, 2, 28), date(2026, 3, 1), False, id="the month before"),
        pytest.param(MONTHLY, date(2026, 4, 1), date(2026, 3, 31), False, id="the month after"),
        pytest.param(MONTHLY, date(2025, 3, 3), date(2026, 3, 3), False, id="March a year ago"),
        pytest.param(MONTHLY, date(2024, 2, 29), date(2024, 2, 1), True, id="a leap day"),
        pytest.param(WEEKLY, day(0), day(6), True, id="Monday and Sunday"),
        pytest.param(WEEKLY, day(-1), day(0), False, id="the Sunday before"),
        pytest.param(WEEKLY, day(7), day(6), False, id="the Monday after"),
        pytest.param(WEEKLY, date(2025, 12, 29), date(2026, 1, 4), True, id="across the year"),
        pytest.param(WEEKLY, date.min, date.min, True, id="the first day of the calendar"),
    ],
)
def test_a_period_begins_and_ends_with_its_month_or_week(
    limit: SupervisedPeriod, supervised_on: date, practised_on: date, counts: bool
) -> None:
    lines = (line(held_on=practised_on), line("supervision", 90, held_on=supervised_on))
    assert left(limited(limit), *lines)[0] == (60 if counts else 0)


@pytest.mark.parametrize(
    ("practised_at", "supervised_at", "counts"),
    [
        ("Hall", "Hall", True),
        ("Hall", "Mosque", False),
        ("Hall", None, False),
        (None, "Hall", False),
        (None, None, True),
    ],
)
def test_supervision_at_one_site_does_not_open_another(
    practised_at: str | None, supervised_at: str | None, counts: bool
) -> None:
    lines = (line(site=practised_at), line("supervision", 30, site=supervised_at))
    assert left(limited(AT_EACH_SITE), *lines)[0] == (60 if counts else 0)


def test_where_the_site_makes_no_difference_supervision_anywhere_opens_the_week() -> None:
    lines = (line(site="Hall"), line("supervision", 1, site="Mosque"))
    assert left(limited(WEEKLY), *lines) == [60, 1]


def test_supervision_opens_a_period_with_its_credit_and_not_with_its_length() -> None:
    half = (GroupCredit("supervision", CreditKind.HALF),)
    for minutes, counted in ((179, 0), (180, 60)):
        lines = (line(), line("supervision", minutes, present=2))
        assert left(limited(MONTHLY, credits=half), *lines)[0] == counted


def test_supervision_that_waits_opens_nothing_and_its_practice_waits_with_it() -> None:
    course = limited(MONTHLY)
    signed, waiting = line(minutes=50), line(minutes=40, state=LineState.SUBMITTED)
    supervision = line("supervision", 90, state=LineState.SUBMITTED)
    result = standing(course, signed, waiting, supervision)
    assert [one.counted_minutes for one in result.lines] == [0, 0, 0]
    assert [one.waiting_minutes for one in result.lines] == [0, 40, 90]
    assert (result.requirements[0].have, result.requirements[0].waiting) == (0, 90)
    totals = {total.activity: total.waiting_minutes for total in result.totals}
    assert (totals["practice"], totals["supervision"]) == (90, 90)


def test_prior_learning_needs_no_supervision_here() -> None:
    course = limited(MONTHLY, PriorLearning("apel", "APEL", "practice", minutes=600))
    assert left(course, prior("practice", 60), line()) == [60, 0]


def test_prior_learning_of_supervision_does_not_supervise_anything_here() -> None:
    course = limited(MONTHLY, PriorLearning("apel", "APEL", "supervision", minutes=600))
    assert left(course, line(), prior("supervision", 90)) == [0, 90]


# The best window.

YEAR = BestWindow("year", "Year", "practice", 12)


def test_only_the_best_window_counts_and_the_others_say_which_it_is() -> None:
    old, older = line(minutes=90, held_on=date(2025, 6, 1)), line(held_on=date(2024, 6, 1))
    lines = (older, old, line(minutes=60, held_on=date(2026, 5, 31)))
    assert left(limited(YEAR), *lines) == [0, 90, 60]
    result = said(limited(YEAR), *lines, of=older)
    assert result.limit == "year"
    assert result.reason == (
        "Not counted: this course counts what was done within 1 year; most was done "
        "from 1 June 2025 to 31 May 2026."
    )
    assert result.remedy == (
        "It would count if more were done in another such stretch that takes it in."
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
    assert result.reason == (
        "Counted 1 h of 1 h 1 min: the 7 days from 6 March 2026 to 12 March 2026 had more than "
        "40 h of practice with families; this course counts at most 40 h in any 7 days in a row."
    )
    assert result.remedy == (
        "Nothing can make it count, unless a date or the minutes were entered wrongly."
    )


def test_a_rolling_limit_over_several_activities_names_them() -> None:
    both = RollingLimit("r", "R", "practice", 60, days=1, also=("supervision",))
    lines = (line(), line("supervision"))
    result = said(limited(both), *lines, of=lines[1])
    assert result.reason == (
        "Not counted: the 1 days from 3 March 2026 to 3 March 2026 had more than 1 h of practice "
        "with families and supervision; this course counts at most 1 h in any 1 days in a row."
    )


def test_a_rolling_limit_at_the_beginning_of_the_calendar_names_days_that_exist() -> None:
    early = line(minutes=2401, held_on=date.min)
    result = said(limited(FORTY), early, of=early)
    assert result.reason is not None
    assert "the 7 days from 1 January 1 to 1 January 1 had" in result.reason


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


# Caps.


def online(minutes: int, **changes: Any) -> LedgerLine:
    return line(minutes=minutes, mode="online", **changes)


ONLINE = Cap("online", "Online", "practice", minutes=90, modes=("online",))


@pytest.mark.parametrize(("minutes", "counted"), [(29, 29), (30, 30), (31, 30)])
def test_a_cap_leaves_what_fits_and_what_was_held_first(minutes: int, counted: int) -> None:
    lines = (online(minutes, held_on=day(2)), online(60, held_on=day(1)), line(minutes=500))
    assert left(limited(ONLINE), *lines) == [counted, 60, 500]


def test_a_line_over_a_cap_says_what_the_cap_is() -> None:
    lines = (online(60, held_on=day(1)), online(60, held_on=day(2)), online(60, held_on=day(3)))
    results = standing(limited(ONLINE), *lines).lines
    reason = "this course counts at most 1 h 30 min of practice with families, live online."
    assert [one.reason for one in results] == [
        None,
        f"Counted 30 min of 1 h: {reason}",
        f"Not counted: {reason}",
    ]
    assert {one.remedy for one in results[1:]} == {
        "What was held earlier fills this already. If it was something else, correct it."
    }
    assert [one.limit for one in results] == [None, "online", "online"]


def test_a_cap_of_nothing_says_that_it_counts_none() -> None:
    none = Cap("no", "Not live", "practice", minutes=0, modes=("asynchronous",))
    letter = line(mode="asynchronous")
    result = said(limited(none), letter, line(), of=letter)
    assert result.reason == "Not counted: this course counts no practice with families, not live."
    assert result.remedy == "If it was something else, correct the entry."


def test_a_cap_by_share_says_of_how_much_and_rounds_down() -> None:
    third = Cap("third", "A third", "practice", percent=33, of="hours", formats=("group",))
    group = line(minutes=60, format="group")
    result = said(limited(third), group, of=group)
    assert (result.counted_minutes, result.limit) == (19, "third")
    assert result.reason == (
        "Counted 19 min of 1 h: this course counts at most 19 min of practice with families in "
        "group sessions, 33 % of what it asks for."
    )


def test_a_cap_says_of_what_it_is_in_every_respect() -> None:
    cap = Cap(
        "narrow",
        "Narrow",
        "practice",
        minutes=10,
        roles=("lead", "observer"),
        formats=("couple",),
        observed=("reported",),
        also=("taught",),
    )
    one = line(minutes=11, role="lead", format="couple", observed="reported")
    result = said(limited(cap), one, of=one)
    assert result.reason == (
        "Counted 10 min of 11 min: this course counts at most 10 min of practice with families "
        "and taught hours as lead or observer in couple sessions, only reported."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "co-therapist"},
        {"format": "family"},
        {"mode": "in-room"},
        {"observed": "recorded"},
        {"role": None},
        {"activity": "family-clinic"},
        {"activity": "supervision"},
    ],
)
def test_a_narrow_cap_leaves_everything_else_alone(changes: dict[str, Any]) -> None:
    cap = Cap(
        "narrow",
        "Narrow",
        "practice",
        minutes=0,
        roles=("lead",),
        formats=("couple",),
        modes=("online",),
        observed=("live",),
        without=("family-clinic",),
    )
    whole = {"role": "lead", "format": "couple", "mode": "online", "observed": "live"}
    assert left(limited(cap), line(**whole), line(**(whole | changes))) == [0, 60]


# Prior learning.


def test_prior_learning_counts_up_to_its_limit_and_what_was_accepted_first() -> None:
    course = limited(PriorLearning("apel", "APEL", "taught", minutes=90))
    lines = (
        prior("taught", 60, held_on=day(9)),
        prior("taught", 60, held_on=day(1)),
        line("taught", 500),
    )
    assert left(course, *lines) == [30, 60, 500]
    result = said(course, *lines, of=lines[0])
    assert result.reason == (
        "Counted 30 min of 1 h: this course takes at most 1 h 30 min of prior learning "
        "for taught hours."
    )
    assert result.remedy == "The rest has to be done on the course."
    assert result.limit == "apel"


@pytest.mark.parametrize(("percent", "counted"), [(10, 6), (12, 7), (100, 60)])
def test_prior_learning_by_share_is_of_what_is_asked_for_and_rounded_down(
    percent: int, counted: int
) -> None:
    course = limited(PriorLearning("apel", "APEL", "practice", percent=percent, of="hours"))
    assert left(course, prior("practice", 90)) == [counted]


def test_a_course_that_takes_no_prior_learning_says_so() -> None:
    course = limited(PriorLearning("apel", "APEL", "taught", minutes=90))
    elsewhere = prior("practice", 60)
    result = said(course, elsewhere, of=elsewhere)
    assert (result.counted_minutes, result.limit) == (0, None)
    assert result.reason == (
        "Not counted: this course takes no prior learning for practice with families."
    )
    assert result.remedy == "Only what is done on the course counts here."


def test_prior_learning_is_taken_below_its_activity_and_credited_as_it_was_accepted() -> None:
    course = limited(
        PriorLearning("apel", "APEL", "practice", minutes=600),
        credits=(GroupCredit("practice", CreditKind.HALF),),
    )
    lines = (prior("family-clinic", 60, present=4), line("family-clinic", 60, present=4))
    assert left(course, *lines) == [60, 30]


# Several limits at once.

BY_ROLLING = RollingLimit("rolling", "Rolling", "practice", 90)


def test_what_one_limit_cut_short_another_can_take_altogether() -> None:
    course = limited(BY_ROLLING, Cap("cap", "Cap", "practice", minutes=60))
    lines = (line(minutes=60, held_on=day(0)), line(minutes=60, held_on=day(1)))
    result = standing(course, *lines)
    assert [one.counted_minutes for one in result.lines] == [60, 0]
    assert result.requirements[0].have == 60
    assert (result.lines[1].limit, result.lines[1].reason) == (
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
    lines = (online(80, held_on=day(0)), line(minutes=80, held_on=day(1)))
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
    assert result.reason == (
        "Counted 20 min of 1 h: this course counts at most 20 min of practice with families. "
        "Counted 30 min of 1 h: 2 people shared this practice with families; this course counts "
        "half of the time in a group."
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
    assert result.reason == (
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
