"""What happens in the demonstration: the same for the same day, and nothing that cannot be."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from inspect import signature
from itertools import pairwise

import pytest

from tests.demo.recount import hours_of, standing_of
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.accreditation.standing import CohortStanding
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.demo import acts as carrying_out
from trainee_tracker.demo.days import is_quiet, moment
from trainee_tracker.demo.plan import plan_for
from trainee_tracker.demo.reader import people
from trainee_tracker.demo.steps import Meeting, Step

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

FINISHERS = {
    *("yetunde", "kwabena", "oluwaseun", "chinonso", "marcia"),
    *("delroy", "blessing", "celestine", "naa"),
}
KEPT, SHORT, LEAVER = "naa", "winston", "joseph"
"""Of the first network: whose award lost hours, who is short of hours, who left after a year."""

everyday = pytest.mark.parametrize("today", DAYS, ids=str)


@cache
def plan(today: date) -> tuple[Step, ...]:
    return plan_for(today)


def acts(today: date, do: str, cohort: str = "") -> list[Step]:
    """The steps of a kind, in all cohorts or in one."""
    steps = [each for each in plan(today) if each.do == do]
    return [each for each in steps if each.facts["cohort"] == cohort] if cohort else steps


@cache
def standing(today: date, cohort: str, preset: str) -> CohortStanding:
    return standing_of(plan(today), cohort, preset, today)


def meetings(today: date) -> list[Meeting]:
    return [each.facts["meeting"] for each in acts(today, "log_meeting")]


def over(meeting: Meeting) -> datetime:
    """When its people go home; they wait a while for a family that is missing."""
    return meeting.begins + timedelta(minutes=meeting.minutes or 20)


def first_logged(today: date) -> list[Meeting]:
    """The meetings without those that somebody logged a second time by mistake."""
    return [each for each in meetings(today) if not each.key.endswith(" again")]


def test_the_same_day_gives_the_same_plan() -> None:
    assert plan_for(DAYS[0]) == plan_for(DAYS[0])


def test_what_the_partnership_leaves_out_is_asked_for_by_the_preset() -> None:
    for published in acts(DAYS[0], "publish_course"):
        keys = {each.key for each in load_preset(published.facts["preset"]).requirements}
        assert published.facts["left_out"]
        assert set(published.facts["left_out"]) < keys


@everyday
def test_the_first_two_leads_accept_each_other_one_is_accepted_and_one_waits(today: date) -> None:
    invited = acts(today, "invite")
    given = {each.facts["person"] for each in invited if each.facts["role"] == "governance_lead"}
    [pair] = [set(each.facts["leads"]) for each in acts(today, "accept_each_other")]
    assert pair == {"catherine", "emmanuel"}
    later = acts(today, "accept_lead")
    assert [(each.actor, each.facts["lead"]) for each in later] == [("catherine", "imran")]
    assert given - pair - {"imran"} == {"abigail"}


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
    for step in acts(today, "log_meeting"):
        assert over(step.facts["meeting"]) <= step.at


@everyday
def test_nobody_is_at_two_places_at_once(today: date) -> None:
    busy: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for meeting in first_logged(today):
        people = {part.trainee for part in meeting.team}
        if meeting.activity == "supervision":
            people.add(meeting.supervisor)
        for person in people:
            busy[person].append((meeting.begins, over(meeting)))
    for step in acts(today, "take_register"):
        begins = step.at - timedelta(minutes=338 if "practice" in step.facts["cohort"] else 158)
        for trainee in step.facts["marks"]:
            busy[trainee].append((begins, step.at))
    for times in busy.values():
        times.sort()
        for (_, ended), (begins, _) in pairwise(times):
            assert ended <= begins


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
    together = standing(today, "pastors-practice", "aft-intermediate")
    assert together.pooled_person_minutes >= 700 * 60
    assert together.pooled_session_minutes < together.pooled_person_minutes


@everyday
def test_nine_finish_one_is_short_one_left_and_one_award_lost_its_hours(today: date) -> None:
    first = standing(today, "pastors-foundation", "aft-foundation").standings
    second = standing(today, "pastors-practice", "aft-intermediate").standings
    assert {each for each, its in first.items() if its.met} == FINISHERS | {SHORT}
    before = [each for each in plan(today) if not is_late(each, today)]
    then = standing_of(before, "pastors-practice", "aft-intermediate", today).standings
    assert {each for each, its in then.items() if its.met} == FINISHERS
    assert {each for each, its in second.items() if its.met} == FINISHERS - {KEPT}
    assert len(FINISHERS) == 9
    assert LEAVER not in second


def is_late(step: Step, today: date) -> bool:
    """Whether it is a correction that came after the awards."""
    is_kept = step.do == "correct" and step.actor == KEPT
    return is_kept and step.at.date() > today - timedelta(weeks=10)


@everyday
def test_the_other_network_is_in_the_middle_of_it(today: date) -> None:
    first = standing(today, "muslim-foundation", "aft-foundation")
    second = standing(today, "muslim-practice", "aft-intermediate")
    assert all(each.met for each in first.standings.values())
    assert not any(each.met for each in second.standings.values())
    assert second.pooled_person_minutes >= 100 * 60


@everyday
def test_something_waits_and_something_is_old(today: date) -> None:
    lines = hours_of(plan(today), "muslim-practice").values()
    waiting = [each for each in lines if each.state is LineState.SUBMITTED]
    assert len(waiting) >= 6
    assert any(each.held_on < today - timedelta(days=30) for each in waiting)
    assert sum(each.state is LineState.DECLINED for each in lines) >= 2


@everyday
def test_a_lapsed_check_and_a_missing_signature_keep_hours_from_counting(today: date) -> None:
    lines = hours_of(plan(today), "muslim-practice").values()
    signed = [each for each in lines if each.state is LineState.SIGNED_OFF]
    second = standing(today, "muslim-practice", "aft-intermediate").standings
    for trainee, check in (
        ("yusuf", "no enhanced DBS check"),
        ("rafiqul", "no supervision contract"),
    ):
        kept_out = {
            each.entry
            for each in second[trainee].lines
            if each.reason and str(each.reason).startswith(f"Not counted: {check} was in date")
        }
        assert kept_out & {each.entry for each in signed}


@everyday
def test_every_kind_of_history_is_there(today: date) -> None:
    states = Counter(each.state for each in hours_of(plan(today), "pastors-practice").values())
    assert states[LineState.SUPERSEDED] >= 10
    assert states[LineState.DECLINED] == 3
    assert states[LineState.REVERSED] == 2
    assert states[LineState.WITHDRAWN] == 3
    assert states[LineState.SUBMITTED] == states[LineState.LOGGED] == 0


@everyday
def test_one_name_waits_and_every_other_was_confirmed_by_somebody_else(today: date) -> None:
    waiting: set[str] = set()
    for step in plan(today):
        registers = step.do == "join" and people()[step.actor].registration
        if step.do == "request_name" or registers:
            waiting.add(step.actor)
        elif step.do == "confirm_name":
            assert step.actor != step.facts["person"]
            waiting.remove(step.facts["person"])
    assert waiting == {"shirin"}


@everyday
def test_one_class_has_no_register_yet_and_others_are_to_come(today: date) -> None:
    cohort = "muslim-practice"
    planned = [each.facts["first_on"] for each in acts(today, "plan_classes", cohort)]
    taken = {each.facts["held_on"] for each in acts(today, "take_register", cohort)}
    assert len([day for day in planned if day < today and day not in taken]) == 1
    assert len([day for day in planned if day > today]) == 5


@everyday
def test_every_step_is_one_that_can_be_carried_out(today: date) -> None:
    for step in plan(today):
        signature(getattr(carrying_out, step.do)).bind(None, **step.facts)


@everyday
def test_everybody_who_acts_or_is_acted_upon_is_in_the_list_of_people(today: date) -> None:
    for step in plan(today):
        named = [
            step.facts[each] for each in ("person", "trainee", "subject") if each in step.facts
        ]
        assert {step.actor, *named} - {""} <= people().keys()
    everybody = {each.facts["person"] for each in plan(today) if "person" in each.facts}
    assert everybody == people().keys()
