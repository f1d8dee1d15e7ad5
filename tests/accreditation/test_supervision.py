"""Requirements of supervision beside practice: how much, how regularly, how often."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pytest

from tests.accreditation.builders import (
    MONDAY,
    PRACTICE_HOUR,
    day,
    line,
    only_requirement,
    standing,
    terms,
    texts,
)
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import (
    Period,
    RegularSupervision,
    Requirement,
    SupervisionCadence,
    SupervisionRatio,
)
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.limits import PriorLearning
from trainee_tracker.accreditation.standing import RequirementStanding


def practice(minutes: int = 60, held_on: date = MONDAY, site: str | None = None) -> LedgerLine:
    return line("practice", minutes, held_on=held_on, site=site)


def supervision(minutes: int = 60, held_on: date = MONDAY, site: str | None = None) -> LedgerLine:
    return line("supervision", minutes, held_on=held_on, site=site)


def judge_one(requirement: Requirement, *lines: LedgerLine) -> RequirementStanding:
    return only_requirement(terms(requirements=(requirement,)), *lines)


# The ratio.


def ratio(
    per: Literal["course", "month", "week-and-site"] = "course", hours: int = 8
) -> SupervisionRatio:
    return SupervisionRatio(
        "ratio", "Ratio", "practice", "supervision", 60, 60 * hours, per, verified=True
    )


@pytest.mark.parametrize(
    ("practised", "supervised", "need"),
    [
        pytest.param(480, 59, 60, id="a minute too little"),
        pytest.param(480, 60, 60, id="just enough"),
        pytest.param(481, 60, 61, id="what is asked for is rounded up"),
        pytest.param(488, 61, 61, id="and comes out even again"),
        pytest.param(1, 0, 1, id="from the first minute of practice"),
        pytest.param(0, 45, 0, id="nothing is asked for before there is practice"),
    ],
)
def test_a_ratio_over_the_course_asks_for_supervision_as_practice_grows(
    practised: int, supervised: int, need: int
) -> None:
    result = judge_one(ratio(), practice(practised), supervision(supervised))
    assert (result.have, result.need, result.unit) == (supervised, need, "minutes")
    assert result.met is (supervised >= need)
    assert result.short == max(0, need - supervised)


@pytest.mark.parametrize(
    ("practised", "words"),
    [
        (480, "15 min more of supervision for 8 h of practice"),
        (368, "1 min more of supervision for 6 h 8 min of practice"),
        (960, "1 h 15 min more of supervision for 16 h of practice"),
    ],
)
def test_a_ratio_says_how_much_supervision_it_wants(practised: int, words: str) -> None:
    assert texts(judge_one(ratio(), practice(practised), supervision(45)).missing) == (words,)


def test_a_ratio_over_the_course_looks_neither_at_months_nor_at_sites() -> None:
    lines = (practice(480, site="Hall"), supervision(60, day(200), "Mosque"))
    assert judge_one(ratio(), *lines).met


def test_a_ratio_counts_supervision_after_group_credit() -> None:
    course = terms(requirements=(ratio(),), credits=(GroupCredit("supervision", CreditKind.HALF),))
    shared = line("supervision", 100, present=2)
    assert only_requirement(course, practice(480), shared).have == 50


def test_a_ratio_by_month_wants_every_month_with_practice_to_keep_it() -> None:
    lines = (
        practice(480, date(2026, 1, 31)),
        supervision(60, date(2026, 1, 1)),
        practice(480, date(2026, 2, 1)),
        supervision(59, date(2026, 2, 28)),
        practice(500, date(2026, 3, 31)),
        supervision(600, date(2026, 4, 1)),
    )
    result = judge_one(ratio("month"), *lines)
    assert (result.have, result.need, result.unit, result.met) == (1, 3, "count", False)
    assert texts(result.missing) == (
        "1 min more of supervision in February 2026",
        "1 h 3 min more of supervision in March 2026",
    )


def test_a_ratio_by_week_and_site_wants_supervision_at_each_site() -> None:
    lines = (
        practice(480, day(6), "Mosque"),
        practice(480, day(0), "Hall"),
        supervision(60, day(3), "Hall"),
        practice(240, day(7), "Hall"),
        supervision(60, day(7), "Mosque"),
        practice(60, day(8)),
        supervision(7, day(8)),
    )
    result = judge_one(ratio("week-and-site"), *lines)
    assert (result.have, result.need) == (1, 4)
    assert texts(result.missing) == (
        "1 h more of supervision in the week of 2 March 2026 at Mosque",
        "1 min more of supervision in the week of 9 March 2026",
        "30 min more of supervision in the week of 9 March 2026 at Hall",
    )


def test_a_ratio_by_week_and_site_does_not_care_when_nobody_practised() -> None:
    result = judge_one(ratio("week-and-site"), supervision(60, site="Hall"))
    assert (result.met, result.have, result.need) == (True, 0, 0)
    assert judge_one(ratio("month"), practice(0)).need == 0


def test_a_week_with_as_much_as_is_asked_for_keeps_the_ratio() -> None:
    lines = (practice(480, day(6), "Hall"), supervision(60, day(0), "Hall"))
    assert judge_one(ratio("week-and-site"), *lines).met
    late = (practice(480, day(6), "Hall"), supervision(60, day(7), "Hall"))
    assert not judge_one(ratio("week-and-site"), *late).met


# Regular supervision.


def regular(minutes: int = 90, period: Period = "month") -> RegularSupervision:
    return RegularSupervision(
        "regular", "Regular", "practice", "supervision", minutes, period, verified=True
    )


@pytest.mark.parametrize(
    ("minutes", "met", "missing"),
    [
        (89, False, ("1 min more of supervision in March 2026",)),
        (90, True, ()),
        (0, False, ("1 h 30 min more of supervision in March 2026",)),
    ],
)
def test_every_month_with_practice_wants_so_much_supervision(
    minutes: int, met: bool, missing: tuple[str, ...]
) -> None:
    result = judge_one(regular(), practice(), supervision(minutes))
    assert (result.met, texts(result.missing)) == (met, missing)
    assert (result.have, result.need, result.short) == (int(met), 1, int(not met))


def test_a_month_without_practice_wants_no_supervision_and_every_other_does() -> None:
    lines = (
        practice(60, date(2026, 2, 28)),
        practice(60, date(2026, 2, 1)),
        supervision(90, date(2026, 2, 14)),
        supervision(30, date(2026, 3, 15)),
        practice(60, date(2026, 4, 30)),
        supervision(90, date(2026, 5, 1)),
    )
    result = judge_one(regular(), *lines)
    assert (result.have, result.need) == (1, 2)
    assert texts(result.missing) == ("1 h 30 min more of supervision in April 2026",)


def test_every_week_wants_supervision_from_monday_to_sunday() -> None:
    lines = (practice(60, day(6)), supervision(60, day(0)), practice(60, day(7)))
    result = judge_one(regular(60, "week"), *lines)
    assert (result.have, result.need) == (1, 2)
    assert texts(result.missing) == ("1 h more of supervision in the week of 9 March 2026",)


def test_practice_in_a_month_without_supervision_still_counts() -> None:
    course = terms(requirements=(PRACTICE_HOUR, regular()))
    hours, every_month = standing(course, practice()).requirements
    assert (hours.met, every_month.met) == (True, False)


# The cadence.


def cadence(days: int = 14) -> SupervisionCadence:
    return SupervisionCadence("c", "Cadence", "practice", "supervision", days, verified=True)


@pytest.mark.parametrize(
    ("practised", "supervised", "as_of", "have", "need"),
    [
        pytest.param([], [], 100, 0, 0, id="nobody practised"),
        pytest.param([], [0, 100], 100, 0, 0, id="supervision alone"),
        pytest.param([0], [], 0, 1, 1, id="on the day itself supervision may still come"),
        pytest.param([0], [], 14, 1, 1, id="it may come for fourteen days"),
        pytest.param([0], [], 15, 0, 1, id="and then it is too late"),
        pytest.param([0], [14], 300, 1, 1, id="supervised in time, and nothing since"),
        pytest.param([0], [15], 300, 0, 1, id="supervised a day too late"),
        pytest.param([0, 14], [], 14, 1, 1, id="fourteen days"),
        pytest.param([0, 15], [], 15, 0, 1, id="fifteen days"),
        pytest.param([0, 28], [14], 28, 2, 2, id="supervision in the middle"),
        pytest.param([0, 28], [14], 29, 1, 2, id="nothing since the last practice"),
        pytest.param([0, 29], [14], 29, 1, 2, id="too long until the last practice"),
        pytest.param([0, 29], [15], 29, 1, 2, id="too long until the first supervision"),
        pytest.param([0, 5, 40, 45], [5, 40], 45, 2, 2, id="nobody practised while it was long"),
        pytest.param([0, 5, 6, 40], [5, 40], 40, 1, 2, id="somebody practised while it was long"),
        pytest.param([0, 40], [0, 40], 300, 0, 0, id="supervised on each day of practice"),
        pytest.param([0, 40], [0], 40, 0, 1, id="supervised on the first day only"),
        pytest.param([0, 40], [40], 40, 0, 1, id="supervised on the last day only"),
        pytest.param([10, 20], [0, 24], 300, 1, 1, id="what lies before does not matter"),
        pytest.param([10, 20], [0, 25], 300, 0, 1, id="what comes after comes in time or not"),
        pytest.param([0, 20, 40], [10, 30], 40, 2, 3, id="a stretch of twenty days between"),
        pytest.param([0, 19, 40], [10, 24, 30], 40, 3, 3, id="several, none of them long"),
    ],
)
def test_a_cadence_looks_at_the_stretches_between_supervision_while_practising(
    practised: list[int], supervised: list[int], as_of: int, have: int, need: int
) -> None:
    lines = [practice(60, day(number)) for number in practised]
    lines += [supervision(60, day(number)) for number in supervised]
    result = only_requirement(terms(requirements=(cadence(),)), *lines, as_of=day(as_of))
    assert (result.have, result.need) == (have, need)
    assert result.met is (have == need)


def test_a_broken_cadence_says_from_when_to_when() -> None:
    lines = (practice(60, day(0)), practice(60, day(20)), supervision(60, day(20)))
    result = only_requirement(
        terms(requirements=(cadence(),)), *lines, practice(60, day(50)), as_of=day(50)
    )
    assert texts(result.missing) == (
        "no supervision from 2 March 2026 to 22 March 2026, 20 days",
        "no supervision since 22 March 2026",
    )
    assert (result.unit, result.met, result.short) == ("count", False, 2)


# What none of them looks at.


@pytest.mark.parametrize(
    "requirement", [ratio(), ratio("month"), ratio("week-and-site"), regular(), cadence()]
)
def test_supervision_that_is_not_signed_off_or_was_done_elsewhere_does_not_help(
    requirement: Requirement,
) -> None:
    apel = PriorLearning("apel", "APEL", "supervision", minutes=600)
    course = terms(requirements=(requirement,), limits=(apel,))
    work = (practice(60, day(0)), practice(60, day(20)))
    helps = [line("supervision", 90, held_on=day(number)) for number in (0, 10, 20)]
    assert only_requirement(course, *work, *helps).met
    for changes in ({"state": LineState.SUBMITTED}, {"is_prior_learning": True}):
        assert not only_requirement(course, *work, *(replace(one, **changes) for one in helps)).met


@pytest.mark.parametrize(
    "requirement", [ratio(), ratio("month"), ratio("week-and-site"), regular(), cadence()]
)
def test_practice_that_was_done_elsewhere_asks_for_no_supervision(
    requirement: Requirement,
) -> None:
    apel = PriorLearning("apel", "APEL", "practice", minutes=600)
    course = terms(requirements=(requirement,), limits=(apel,))
    work = [line(held_on=day(number), is_prior_learning=True) for number in (0, 20)]
    assert only_requirement(course, *work).met
    assert not only_requirement(
        course, *(replace(one, is_prior_learning=False) for one in work)
    ).met
