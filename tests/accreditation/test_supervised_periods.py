"""A month or a week without enough supervision: its practice does not count."""

from datetime import date

import pytest

from tests.accreditation.builders import (
    day,
    left,
    limited,
    line,
    prior,
    said,
    standing,
)
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.accreditation.limits import (
    PriorLearning,
    SupervisedPeriod,
)

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
    assert str(result.reason) == (
        "Not counted: March 2026 had 1 h 25 min of supervision; this course asks for 1 h 30 min "
        "in every month with practice with families."
    )
    assert str(result.remedy) == ("5 min more of supervision in March 2026 would count these 12 h.")


def test_a_week_without_any_supervision_at_a_site_says_so() -> None:
    lines = (
        line(minutes=60, site="Hall"),
        line("supervision", 60, site="Mosque"),
        line("supervision", 60, site="Hall", held_on=date(2026, 3, 9)),
    )
    result = said(limited(AT_EACH_SITE), *lines, of=lines[0])
    assert str(result.reason) == (
        "Not counted: the week of 2 March 2026 at Hall had no supervision; this course asks for "
        "30 min in every week at each site with practice with families."
    )
    assert str(result.remedy) == (
        "30 min more of supervision in the week of 2 March 2026 at Hall would count these 1 h."
    )


def test_a_supervised_period_names_all_it_is_about() -> None:
    both = SupervisedPeriod(
        "m", "M", "practice", "supervision", 60, also=("taught",), verified=True
    )
    lesson = line("taught", 30)
    result = said(limited(both), lesson, of=lesson)
    assert str(result.reason) == (
        "Not counted: March 2026 had no supervision; this course asks for 1 h in every month "
        "with practice with families or taught hours."
    )
    assert str(result.remedy) == ("1 h more of supervision in March 2026 would count these 30 min.")


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
