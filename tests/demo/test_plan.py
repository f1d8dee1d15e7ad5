"""The plan of the demonstration: the same for the same day, and nothing in it that cannot be."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from tests.demo.recount import hours_of, standing_of
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.accreditation.standing import CohortStanding
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.demo import black_pastors, muslim_network, partnership
from trainee_tracker.demo import steps as s
from trainee_tracker.demo.clinics import ends
from trainee_tracker.demo.days import bank_holidays, easter, is_quiet, moment
from trainee_tracker.demo.plan import plan_for
from trainee_tracker.people.rules import Role

DAYS = [
    date(2026, 11, 22),
    date(2026, 12, 27),
    date(2027, 1, 4),
    date(2027, 3, 29),
    date(2027, 6, 1),
    date(2027, 8, 19),
    date(2028, 2, 29),
]
"""Any day can be the first on which somebody looks: also one just after a holiday."""

everyday = pytest.mark.parametrize("today", DAYS, ids=str)


@cache
def plan(today: date) -> tuple[s.Step, ...]:
    return plan_for(today)


@cache
def standing(today: date, cohort: str, preset: str) -> CohortStanding:
    return standing_of(plan(today), cohort, preset, today)


def meetings(today: date) -> list[s.Meeting]:
    return [each.meeting for each in plan(today) if isinstance(each, s.LogMeeting)]


def first_logged(today: date) -> list[s.Meeting]:
    """The meetings without those that somebody logged a second time by mistake."""
    return [each for each in meetings(today) if not each.key.endswith(" again")]


def test_the_same_day_gives_the_same_plan() -> None:
    assert plan_for(DAYS[0]) == plan_for(DAYS[0])


def test_what_the_partnership_leaves_out_is_asked_for_by_the_preset() -> None:
    for published in (each for each in plan(DAYS[0]) if isinstance(each, s.PublishCourse)):
        keys = {each.key for each in load_preset(published.preset).requirements}
        assert published.left_out
        assert set(published.left_out) < keys


@everyday
def test_the_first_two_leads_accept_each_other_one_is_accepted_and_one_waits(today: date) -> None:
    given = {
        each.person.key
        for each in plan(today)
        if isinstance(each, s.Invite) and each.role is Role.GOVERNANCE_LEAD
    }
    first = [each for each in plan(today) if isinstance(each, s.AcceptEachOther)]
    later = [each for each in plan(today) if isinstance(each, s.AcceptLead)]
    [pair] = [set(each.leads) for each in first]
    assert pair == {partnership.STATUTORY_LEAD.key, black_pastors.GOVERNANCE_LEAD.key}
    assert [(each.actor, each.lead) for each in later] == [
        (partnership.STATUTORY_LEAD.key, muslim_network.GOVERNANCE_LEAD.key)
    ]
    assert given - pair - {each.lead for each in later} == {black_pastors.WAITING_LEAD.key}


@everyday
def test_nothing_happens_today_or_later(today: date) -> None:
    assert max(each.at for each in plan(today)) < moment(today, "00:00")


@everyday
def test_steps_come_in_order_of_time(today: date) -> None:
    instants = [each.at for each in plan(today)]
    assert instants == sorted(instants)
    assert {each.tzinfo for each in instants} == {UTC}


@everyday
def test_nobody_logs_a_meeting_before_it_ended(today: date) -> None:
    for step in plan(today):
        if isinstance(step, s.LogMeeting):
            assert step.meeting.begins + ends(step.meeting) <= step.at


@everyday
def test_nobody_is_at_two_places_at_once(today: date) -> None:
    busy: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for meeting in first_logged(today):
        people = {part.trainee for part in meeting.team}
        if meeting.activity == "supervision":
            people.add(meeting.supervisor)
        for person in people:
            busy[person].append((meeting.begins, meeting.begins + ends(meeting)))
    for step in plan(today):
        if isinstance(step, s.TakeRegister):
            begins = step.at - timedelta(minutes=338 if "practice" in step.cohort else 158)
            for trainee in step.marks:
                busy[trainee].append((begins, step.at))
    for times in busy.values():
        times.sort()
        for (_, over), (begins, _) in pairwise(times):
            assert over <= begins


@everyday
def test_meetings_are_such_as_people_have(today: date) -> None:
    for meeting in meetings(today):
        assert not is_quiet(meeting.held_on)
        if meeting.is_attended:
            assert 45 <= meeting.minutes <= 90
        else:
            assert meeting.minutes == 0
        assert len({part.trainee for part in meeting.team}) == len(meeting.team)
        assert meeting.supervisor not in {part.trainee for part in meeting.team}
        if meeting.activity == "practice":
            assert meeting.case
            assert meeting.format
            assert meeting.team[0].role == "lead"


@everyday
def test_a_family_is_met_at_most_once_a_week(today: date) -> None:
    per_week = Counter(
        (each.case, each.held_on.isocalendar()[:2]) for each in first_logged(today) if each.case
    )
    assert set(per_week.values()) == {1}


@everyday
def test_the_finished_network_pools_over_700_hours(today: date) -> None:
    together = standing(today, black_pastors.YEAR_TWO, "aft-intermediate")
    assert together.pooled_person_minutes >= 700 * 60
    assert together.pooled_session_minutes < together.pooled_person_minutes


@everyday
def test_nine_finish_one_is_short_one_left_and_one_award_lost_its_hours(today: date) -> None:
    first = standing(today, black_pastors.YEAR_ONE, "aft-foundation").standings
    second = standing(today, black_pastors.YEAR_TWO, "aft-intermediate").standings
    assert {each for each, its in first.items() if its.met} == {*black_pastors.SECOND_YEAR}
    before = [
        each for each in plan(today) if not (isinstance(each, s.Correct) and is_late(each, today))
    ]
    then = standing_of(before, black_pastors.YEAR_TWO, "aft-intermediate", today).standings
    assert {each for each, its in then.items() if its.met} == {*black_pastors.FINISHERS}
    finished = {*black_pastors.FINISHERS} - {black_pastors.KEPT}
    assert {each for each, its in second.items() if its.met} == finished
    assert len(black_pastors.FINISHERS) == 9
    assert black_pastors.LEAVER not in second


def is_late(step: s.Correct, today: date) -> bool:
    """Whether a correction came after the awards."""
    return step.actor == black_pastors.KEPT and step.at.date() > today - timedelta(weeks=10)


@everyday
def test_the_other_network_is_in_the_middle_of_it(today: date) -> None:
    first = standing(today, muslim_network.YEAR_ONE, "aft-foundation")
    second = standing(today, muslim_network.YEAR_TWO, "aft-intermediate")
    assert all(each.met for each in first.standings.values())
    assert not any(each.met for each in second.standings.values())
    assert second.pooled_person_minutes >= 100 * 60


@everyday
def test_something_waits_and_something_is_old(today: date) -> None:
    lines = hours_of(plan(today), muslim_network.YEAR_TWO).values()
    waiting = [each for each in lines if each.state is LineState.SUBMITTED]
    assert len(waiting) >= 6
    assert any(each.held_on < today - timedelta(days=30) for each in waiting)
    assert sum(each.state is LineState.DECLINED for each in lines) >= 2


@everyday
def test_a_lapsed_check_and_a_missing_signature_keep_hours_from_counting(today: date) -> None:
    lines = hours_of(plan(today), muslim_network.YEAR_TWO).values()
    signed = [each for each in lines if each.state is LineState.SIGNED_OFF]
    second = standing(today, muslim_network.YEAR_TWO, "aft-intermediate").standings
    for trainee, check in (
        (muslim_network.LAPSED, "no enhanced DBS check"),
        (muslim_network.HALF_SIGNED, "no supervision contract"),
    ):
        kept_out = {
            each.entry
            for each in second[trainee].lines
            if each.reason and each.reason.startswith(f"Not counted: {check} was in date")
        }
        assert kept_out & {each.entry for each in signed}


@everyday
def test_every_kind_of_history_is_there(today: date) -> None:
    states = Counter(each.state for each in hours_of(plan(today), black_pastors.YEAR_TWO).values())
    assert states[LineState.SUPERSEDED] >= 10
    assert states[LineState.DECLINED] == 3
    assert states[LineState.REVERSED] == 2
    assert states[LineState.WITHDRAWN] == 3
    assert states[LineState.SUBMITTED] == states[LineState.LOGGED] == 0


@everyday
def test_one_name_waits_and_every_other_was_confirmed_by_somebody_else(today: date) -> None:
    waiting: set[str] = set()
    for step in plan(today):
        if isinstance(step, s.RequestName) or (isinstance(step, s.Join) and step.registration):
            waiting.add(step.actor)
        elif isinstance(step, s.ConfirmName):
            assert step.actor != step.person
            waiting.remove(step.person)
    assert waiting == {muslim_network.RENAMING}


@everyday
def test_one_class_has_no_register_yet_and_others_are_to_come(today: date) -> None:
    planned = [
        each.first_on
        for each in plan(today)
        if isinstance(each, s.PlanClasses) and each.cohort == muslim_network.YEAR_TWO
    ]
    taken = {
        each.held_on
        for each in plan(today)
        if isinstance(each, s.TakeRegister) and each.cohort == muslim_network.YEAR_TWO
    }
    assert len([day for day in planned if day < today and day not in taken]) == 1
    assert len([day for day in planned if day > today]) == 5


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
