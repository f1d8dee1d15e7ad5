"""Requirements where they are only just met, or only just not."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import pytest

from tests.accreditation.builders import (
    ACTIVITIES,
    CONTRACT,
    DBS,
    MARCH_3,
    MODULES,
    MONDAY,
    PRACTICE_HOUR,
    TODAY,
    day,
    judged,
    line,
    only_requirement,
    standing,
    terms,
    texts,
)
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    CompletedCases,
    GovernanceInDate,
    MinimumMinutes,
    RegularSupervision,
    SupervisionRatio,
)
from trainee_tracker.accreditation.ledger import AttendanceFigure, Clearance, CompetenceRating
from trainee_tracker.accreditation.limits import AfterCompetence, Cap, SupervisedPeriod
from trainee_tracker.accreditation.terms import TermsError
from trainee_tracker.accreditation.unchecked_terms import Activity, Competence

MONTHLY = RegularSupervision("monthly", "Monthly", "practice", "supervision", 90)
RATIO = SupervisionRatio("ratio", "Ratio", "practice", "supervision", 60, 480, "month")


# Supervision of one period comes on several days and at several places.


def test_supervision_on_several_days_of_a_month_adds_up() -> None:
    course = terms(requirements=(MONTHLY, PRACTICE_HOUR))
    lines = [line(), line("supervision", 45), line("supervision", 45, held_on=day(8))]
    result = only_requirement(course, *lines)
    assert (result.met, result.have, result.need, result.unit) == (True, 1, 1, "count")


def test_a_month_without_any_supervision_lacks_the_least_that_can_be_asked_for() -> None:
    course = terms(requirements=(replace(MONTHLY, minutes=1), PRACTICE_HOUR))
    result = only_requirement(course, line())
    assert (result.met, result.have, result.need) == (False, 0, 1)
    assert texts(result.missing) == ("1 min more of supervision in March 2026",)


@pytest.mark.parametrize("per", ["course", "month"])
def test_where_sites_do_not_matter_supervision_at_another_site_is_supervision(
    per: Literal["course", "month"],
) -> None:
    course = terms(requirements=(replace(RATIO, per=per), PRACTICE_HOUR))
    lines = [
        line("practice", 240, site="North"),
        line("practice", 240, site="South", held_on=day(9)),
        line("supervision", 60, site="East"),
    ]
    result = only_requirement(course, *lines)
    assert (result.met, result.missing) == (True, ())
    assert result.need == (60 if per == "course" else 1)


def test_practice_on_several_days_of_a_month_asks_for_supervision_together() -> None:
    course = terms(requirements=(RATIO, PRACTICE_HOUR))
    lines = [line("practice", 480, held_on=day(number)) for number in (0, 7)]
    result = only_requirement(course, *lines, line("supervision", 119))
    assert texts(result.missing) == ("1 min more of supervision in March 2026",)
    assert only_requirement(course, *lines, line("supervision", 120)).met


def test_supervision_of_two_sorts_on_one_day_adds_up() -> None:
    activities = (*ACTIVITIES, Activity("peer", "Peer supervision", parent="supervision"))
    course = terms(activities=activities, requirements=(MONTHLY, PRACTICE_HOUR))
    assert only_requirement(course, line(), line("supervision", 45), line("peer", 45)).met
    assert not only_requirement(course, line(), line("supervision", 45), line("peer", 44)).met


# Cases.


def test_sessions_without_a_case_code_are_no_case() -> None:
    wanted = CompletedCases("cases", "Cases", "practice", "supervision", 1, 1)
    result = only_requirement(terms(requirements=(wanted,)), line(), line("supervision"))
    assert (result.met, result.have) == (False, 0)
    assert texts(result.missing) == ("1 more complete case",)


# Governance items.


def test_governance_items_are_counted_one_by_one() -> None:
    course = terms(governance=(DBS, CONTRACT), requirements=(GovernanceInDate("papers", "Papers"),))
    result = only_requirement(course, clearances=[Clearance("amina", DBS.item, MONDAY)])
    assert (result.have, result.need, result.unit) == (1, 2, "count")


def test_a_check_is_in_date_on_its_first_and_on_its_last_day() -> None:
    course = terms(governance=(DBS,), requirements=(GovernanceInDate("papers", "Papers"),))
    for first, last in ((TODAY, None), (TODAY, TODAY), (MONDAY, TODAY)):
        assert only_requirement(course, clearances=[Clearance("amina", DBS.item, first, last)]).met
    tomorrow = Clearance("amina", DBS.item, TODAY + timedelta(days=1))
    assert not only_requirement(course, clearances=[tomorrow]).met


def test_a_check_that_ends_before_it_begins_is_not_said_to_be_in_date_from_today() -> None:
    course = terms(governance=(DBS,), requirements=(GovernanceInDate("papers", "Papers"),))
    wrong = Clearance("amina", DBS.item, TODAY, TODAY - timedelta(days=1))
    result = only_requirement(course, clearances=[wrong])
    assert texts(result.missing) == ("Enhanced DBS check: in date only until 21 November 2026",)


def test_only_the_competences_that_a_gate_names_are_said_to_be_lacking() -> None:
    course = terms(
        modules=MODULES,
        competences=(Competence("empathy", "Empathy"), Competence("harm", "No harm")),
        limits=(AfterCompetence("gate", "Gate", ("practice",), 3, ("empathy",)),),
    )
    seen = [CompetenceRating("amina", "empathy", 2, MONDAY)]
    one = judged(course, line(held_on=MARCH_3), outcomes=seen)
    assert str(one.reason) == "Not counted: on 3 March 2026 “Empathy” was last seen at level 2."
    shown = [CompetenceRating("amina", "empathy", 3, date(2026, 3, 1))]
    assert judged(course, line(held_on=MARCH_3), outcomes=shown).reason is None


# Attendance.


def test_a_session_of_the_day_of_the_standing_was_held_and_counts_as_missed() -> None:
    course = terms(requirements=(AttendancePercent("there", "There", "taught", 80),))
    lines = [line("taught", 60, held_on=MONDAY), line("taught", 60, held_on=TODAY, attended=False)]
    result = only_requirement(course, *lines)
    assert (result.have, result.unit) == (50, "percent")
    later = replace(lines[1], held_on=TODAY + timedelta(days=1))
    assert only_requirement(course, lines[0], later).have == 100


def test_a_module_with_just_enough_attendance_is_not_said_to_lack_any() -> None:
    asked = AttendancePercent("there", "There", "taught", 80, each_module=True)
    course = terms(modules=MODULES, requirements=(asked,))
    reported = [
        AttendanceFigure("amina", 80, "genograms"),
        AttendanceFigure("amina", 79, "case-study"),
    ]
    result = only_requirement(course, outcomes=reported)
    assert texts(result.missing) == (
        "Case study: attendance of 80 %: 79 % is reported, no class was registered",
    )


# What a cohort does together.


def test_a_session_of_which_nothing_counts_adds_nothing_to_what_is_pooled() -> None:
    together = MinimumMinutes("together", "Together", "practice", 60, pooled="session")
    course = terms(
        requirements=(together,), limits=(Cap("none", "None", "practice", 0, modes=("online",)),)
    )
    lines = [line(minutes=59, mode="in-room"), line(minutes=60, mode="online")]
    result = only_requirement(course, *lines)
    assert (result.met, result.have) == (False, 59)


def test_a_trainee_who_did_nothing_yet_stands_with_the_cohort() -> None:
    together = MinimumMinutes("together", "Together", "practice", 60, pooled="person")
    course = terms(requirements=(together,))
    result = standing(course, line(), trainee="zaynab")
    assert result.met
    assert len(result.lines) == 0


@pytest.mark.parametrize("minutes", [1, 60])
def test_an_hour_may_be_as_short_as_a_minute(minutes: int) -> None:
    assert terms(hour_minutes=minutes).hour_minutes == minutes


def test_an_activity_that_is_asked_for_also_cannot_be_left_out_or_supervise_itself() -> None:
    overlap = "“Supervision” is chosen twice"
    without = replace(PRACTICE_HOUR, also=("supervision",), without=("supervision",))
    with pytest.raises(TermsError, match=r"^requirements\[0\]\.without: " + overlap):
        terms(requirements=(without,))
    itself = SupervisedPeriod(
        "monthly", "Monthly", "practice", "supervision", 90, also=("supervision",)
    )
    with pytest.raises(TermsError, match=r"^limits\[0\]\.supervision: " + overlap):
        terms(limits=(itself,))
