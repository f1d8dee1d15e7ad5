"""What can have happened, and what the page asks for each activity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity, Source
from trainee_tracker.cohorts.supervision.rules import Approval
from trainee_tracker.hours.sessions.rules import (
    Mode,
    RoleInSession,
    SessionFacts,
    SessionFormat,
    Setting,
    faults_of,
    relevant,
)

TODAY = date(2026, 11, 22)
TERMS = Terms(
    key="a-course",
    title="A course",
    award="An award",
    source=Source("A body", "its handbook", TODAY, verified=True),
    activities=(
        Activity("taught", "Taught hours"),
        Activity("lecture", "Lecture", parent="taught"),
        Activity("study", "Independent study"),
        Activity("practice", "Practice"),
        Activity("family-clinic", "Family clinic", parent="practice"),
        Activity("supervision", "Supervision"),
    ),
    requirements=(MinimumMinutes("hours", "Practice hours", "practice", 60),),
)
SETTING = Setting(
    trainee_id=1,
    today=TODAY,
    starts_on=date(2026, 9, 7),
    terms=TERMS,
    approvals=(
        Approval(2, "Sam Okafor", date(2026, 9, 7), date(2026, 10, 1)),
        Approval(2, "Sam Okafor", date(2026, 11, 1)),
    ),
    site_ids=frozenset({5}),
    cases={7: SessionFormat.FAMILY},
)
FACTS = SessionFacts(
    held_on=date(2026, 11, 20),
    activity="family-clinic",
    minutes=60,
    supervisor_id=2,
    role=RoleInSession.LEAD,
    format=SessionFormat.FAMILY,
    site_id=5,
    case_code_id=7,
)


def test_a_complete_session_has_nothing_wrong() -> None:
    assert faults_of(FACTS, SETTING) == {}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"held_on": TODAY + timedelta(1)}, "held_on", "23 November 2026 is still to come."),
        (
            {"held_on": date(2026, 9, 6)},
            "held_on",
            "Your time in this cohort began on 7 September 2026.",
        ),
        ({"activity": "taught"}, "activity", "Taught hours come from the register"),
        ({"activity": "lecture"}, "activity", "Taught hours come from the register"),
        ({"activity": "golf"}, "activity", "Choose what you did."),
        ({"minutes": 0}, "minutes", "whole number from 1 to 720"),
        ({"minutes": 721}, "minutes", "whole number from 1 to 720"),
        ({"minutes": 1500}, "minutes", "whole number from 1 to 720"),
        ({"minutes": 5, "is_attended": False}, "minutes", "nobody came has 0 minutes"),
        ({"format": None}, "format", "Choose who was there"),
        ({"role": None}, "role", "Choose the part taken"),
        ({"case_code_id": None}, "case_code_id", "start a new case"),
        ({"case_code_id": 8}, "case_code_id", "from the list"),
        ({"present": 0}, "present", "from 1 to 60"),
        ({"present": 61}, "present", "from 1 to 60"),
        ({"site_id": 6}, "site_id", "Choose a site from the list."),
        ({"supervisor_id": 1}, "supervisor_id", "Nobody signs for themselves."),
        ({"supervisor_id": 9}, "supervisor_id", "one of the approved supervisors"),
        (
            {"held_on": date(2026, 10, 2)},
            "supervisor_id",
            "Sam Okafor was not an approved supervisor on 2 October 2026.",
        ),
        ({"note": "x" * 10_000}, "note", "under 1,000 characters; this has 10,000"),
        ({"note": "Ring 07700 900123"}, "note", "looks like a phone number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    faults = faults_of(replace(FACTS, **changes), SETTING)
    assert list(faults) == [field]
    assert sentence in str(faults[field])


@pytest.mark.parametrize("minutes", [1, 240, 241, 720])
def test_long_sessions_up_to_twelve_hours_stand(minutes: int) -> None:
    assert faults_of(replace(FACTS, minutes=minutes), SETTING) == {}


def test_today_and_the_first_day_of_the_cohort_stand() -> None:
    assert faults_of(replace(FACTS, held_on=TODAY), SETTING) == {}
    assert faults_of(replace(FACTS, held_on=SETTING.starts_on), SETTING) == {}


def test_a_slip_in_the_year_is_seen_even_where_the_cohort_is_old() -> None:
    setting = replace(
        SETTING, starts_on=date(1990, 1, 1), approvals=(Approval(2, "Sam", date(1990, 1, 1)),)
    )
    faults = faults_of(replace(FACTS, held_on=date(2016, 11, 20)), setting)
    assert {field: str(fault) for field, fault in faults.items()} == {
        "held_on": "20 November 2016 is more than six years ago. Check the year."
    }


def test_the_first_thing_wrong_with_a_field_is_the_one_said() -> None:
    faults = faults_of(replace(FACTS, held_on=date(1066, 10, 14)), SETTING)
    assert "Your time in this cohort began" in str(faults["held_on"])


def test_everything_wrong_is_said_at_once() -> None:
    facts = replace(FACTS, held_on=date(2030, 1, 1), minutes=0, role=None, supervisor_id=1)
    assert list(faults_of(facts, SETTING)) == ["held_on", "minutes", "role", "supervisor_id"]


def test_a_missed_appointment_has_no_minutes_whatever_was_typed() -> None:
    facts = relevant(replace(FACTS, is_attended=False), TERMS)
    assert facts.minutes == 0
    assert faults_of(facts, SETTING) == {}


def test_supervision_keeps_the_size_of_the_group_and_nothing_of_a_family() -> None:
    facts = relevant(
        replace(FACTS, activity="supervision", present=4, is_attended=False, mode=Mode.ONLINE),
        TERMS,
    )
    assert (facts.role, facts.case_code_id, facts.is_attended) == (None, None, True)
    assert (facts.present, facts.format, facts.mode) == (4, SessionFormat.GROUP, Mode.ONLINE)
    assert faults_of(facts, SETTING) == {}


def test_supervision_alone_is_individual() -> None:
    facts = relevant(replace(FACTS, activity="supervision"), TERMS)
    assert facts.format is SessionFormat.INDIVIDUAL


def test_study_keeps_neither_group_nor_family() -> None:
    facts = relevant(replace(FACTS, activity="study", present=4), TERMS)
    assert (facts.present, facts.format, facts.role) == (1, None, None)


def test_practice_has_no_group_of_supervisees() -> None:
    assert relevant(replace(FACTS, present=4), TERMS).present == 1


def test_an_activity_of_no_course_is_left_for_the_check_to_refuse() -> None:
    assert relevant(replace(FACTS, activity="golf"), TERMS).activity == "golf"
