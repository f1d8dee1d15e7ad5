"""When requirements will be met, if things go on as they did."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.accreditation.builders import MODULES, TODAY, line, standing, terms
from trainee_tracker.accreditation.forecast import (
    Forecast,
    as_it_was,
    earlier_day,
    forecast,
    held_back,
    repeated,
)
from trainee_tracker.accreditation.kinds import (
    CompletedCases,
    EvidenceCounted,
    LeastElapsed,
    MinimumMinutes,
    ModulesPassed,
    ObservedSessions,
)
from trainee_tracker.accreditation.ledger import EvidenceAccepted, LedgerLine, LineState, Outcome
from trainee_tracker.accreditation.limits import Cap, PriorLearning
from trainee_tracker.accreditation.outlooks import Outlook
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import EvidenceKind

PRACTICE = MinimumMinutes("practice", "Practice", "practice", 3000, verified=True)
SUPERVISION = MinimumMinutes("supervision", "Supervision", "supervision", 600, verified=True)


def weekly(weeks: int, minutes: int = 60, activity: str = "practice") -> list[LedgerLine]:
    """Return one session a week up to today."""
    return [
        line(activity, minutes, held_on=TODAY - timedelta(days=7 * week)) for week in range(weeks)
    ]


def expected(
    course: Terms,
    *lines: LedgerLine,
    began_on: date | None = None,
    deadline: date | None = None,
    outcomes: Iterable[Outcome] = (),
) -> Forecast:
    """Forecast Amina's record as of today."""
    outcomes = list(outcomes)
    now = standing(course, *lines, outcomes=outcomes)
    earlier = standing(course, *lines, outcomes=outcomes, as_of=earlier_day(TODAY))
    return forecast(course, now, earlier, began_on=began_on, deadline=deadline)


def test_the_pace_of_the_last_eight_weeks_goes_on() -> None:
    # 20 weeks of an hour: 1,200 of 3,000 minutes, so 30 more weeks at 60 a week.
    (part,) = expected(terms(requirements=(PRACTICE,)), *weekly(20)).requirements
    assert part.outlook is Outlook.EXPECTED
    assert part.per_week == 60
    assert part.on == TODAY + timedelta(days=210)
    assert str(part.in_words) == "by about 20 June 2027, at 1 h a week"


def test_what_was_done_before_the_eight_weeks_is_no_pace() -> None:
    old = line(minutes=600, held_on=earlier_day(TODAY))
    whole = expected(terms(requirements=(PRACTICE,)), old)
    assert whole.requirements[0].outlook is Outlook.STANDING_STILL
    assert whole.requirements[0].per_week == 0
    assert whole.on is None
    assert whole.deciding == "practice"
    new = line(minutes=600, held_on=earlier_day(TODAY) + timedelta(days=1))
    again = expected(terms(requirements=(PRACTICE,)), new)
    assert again.requirements[0].on == TODAY + timedelta(days=4 * 56)


def test_eight_weeks_are_56_days_and_end_where_the_calendar_begins() -> None:
    assert earlier_day(date(2026, 2, 26)) == date(2026, 1, 1)
    assert earlier_day(date(1, 1, 20)) == date(1, 1, 1)


@pytest.mark.parametrize(
    ("days_ago", "span"), [(55, 56), (54, 55), (100, 56), (27, 28), (13, 14), (12, 14), (0, 14)]
)
def test_who_began_since_has_the_pace_of_the_time_since_but_of_two_weeks_at_least(
    days_ago: int, span: int
) -> None:
    began_on = TODAY - timedelta(days=days_ago)
    recent = line(minutes=100, held_on=TODAY)
    (part,) = expected(terms(requirements=(PRACTICE,)), recent, began_on=began_on).requirements
    assert part.on == TODAY + timedelta(days=29 * span)
    assert part.per_week == 700 // span


def test_the_requirement_that_is_met_last_decides() -> None:
    course = terms(requirements=(PRACTICE, SUPERVISION))
    whole = expected(course, *weekly(20), *weekly(8, 30, "supervision"))
    assert [part.on for part in whole.requirements] == [
        TODAY + timedelta(days=210),
        TODAY + timedelta(days=84),
    ]
    assert whole.deciding == "practice"
    assert whole.on == TODAY + timedelta(days=210)
    assert whole.is_in_time is None


def test_what_stands_still_decides_whatever_comes_later() -> None:
    whole = expected(terms(requirements=(PRACTICE, SUPERVISION)), *weekly(20))
    assert whole.deciding == "supervision"
    assert whole.on is None
    assert str(whole.requirements[1].in_words) == (
        "hardly anything was added in the last 8 weeks, so no day can be told"
    )


def test_a_deadline_is_kept_on_its_last_day_and_missed_the_day_after() -> None:
    course, lines = terms(requirements=(PRACTICE,)), weekly(20)
    on = TODAY + timedelta(days=210)
    kept = expected(course, *lines, deadline=on)
    assert kept.is_in_time is True
    assert kept.requirements[0].outlook is Outlook.EXPECTED
    missed = expected(course, *lines, deadline=on - timedelta(days=1))
    assert missed.is_in_time is False
    assert missed.requirements[0].outlook is Outlook.TOO_LATE
    assert missed.requirements[0].on == on
    # 1,800 minutes in 209 days: 60 and a bit more each week.
    assert missed.requirements[0].needed_per_week == 61
    assert str(missed.requirements[0].in_words) == (
        "by about 20 June 2027, at 1 h a week, which is too late; 1 h 1 min a week would be in time"
    )


def test_a_deadline_that_has_passed_leaves_nothing_to_hurry_for() -> None:
    whole = expected(terms(requirements=(PRACTICE,)), *weekly(20), deadline=TODAY)
    assert whole.is_in_time is False
    assert whole.requirements[0].needed_per_week is None
    assert str(whole.requirements[0].in_words) == (
        "by about 20 June 2027, at 1 h a week, which is too late"
    )


def test_standing_still_before_a_deadline_says_what_would_be_needed() -> None:
    deadline = TODAY + timedelta(days=70)
    whole = expected(terms(requirements=(SUPERVISION,)), deadline=deadline)
    assert whole.is_in_time is False
    assert str(whole.requirements[0].in_words) == (
        "hardly anything was added in the last 8 weeks, so no day can be told; 1 h a week would be in time"
    )


def test_what_is_met_needs_no_day() -> None:
    whole = expected(terms(requirements=(SUPERVISION,)), *weekly(10, 60, "supervision"))
    assert whole.requirements[0].outlook is Outlook.MET
    assert str(whole.requirements[0].in_words) == "met"
    assert (whole.on, whole.deciding) == (TODAY, None)
    late = expected(
        terms(requirements=(SUPERVISION,)), *weekly(10, 60, "supervision"), deadline=TODAY
    )
    assert late.is_in_time is True


def test_what_somebody_has_to_decide_has_no_pace_and_leaves_the_whole_open() -> None:
    course = terms(requirements=(PRACTICE, ModulesPassed("m", "Modules")), modules=MODULES)
    deadline = TODAY + timedelta(days=1000)
    whole = expected(course, *weekly(20), deadline=deadline)
    assert whole.requirements[1].outlook is Outlook.BY_DECISION
    assert str(whole.requirements[1].in_words) == (
        "depends on what is accepted or decided, not on a pace"
    )
    assert (whole.on, whole.is_in_time, whole.deciding) == (None, None, "practice")


def test_pieces_of_work_have_a_pace_in_hundredths() -> None:
    course = terms(
        requirements=(ObservedSessions("o", "Observed", "practice", 4),),
    )
    seen = [line(held_on=TODAY - timedelta(days=3), observed="live") for _ in range(2)]
    (part,) = expected(course, *seen).requirements
    assert part.per_week == 25
    assert part.on == TODAY + timedelta(days=56)
    assert str(part.in_words) == "by about 17 January 2027, at 0.25 a week"


@pytest.mark.parametrize(
    ("asks", "on"),
    [
        ({"weeks": 30}, TODAY + timedelta(days=7 * 11)),
        ({"months": 12}, date(2027, 7, 22)),
    ],
)
def test_time_that_has_to_pass_needs_only_time(asks: dict[str, Any], on: date) -> None:
    course = terms(requirements=(LeastElapsed("t", "Time", "practice", **asks),))
    (part,) = expected(course, *weekly(20)).requirements
    assert part.outlook is Outlook.EXPECTED
    assert part.on == on
    assert part.per_week is None
    (late,) = expected(course, *weekly(20), deadline=on - timedelta(days=1)).requirements
    assert late.outlook is Outlook.TOO_LATE
    (idle,) = expected(course).requirements
    assert idle.outlook is Outlook.STANDING_STILL


def test_a_pace_of_a_lifetime_is_none() -> None:
    course = terms(requirements=(MinimumMinutes("p", "P", "practice", 10**6),))
    (part,) = expected(course, line(minutes=1, held_on=TODAY)).requirements
    assert part.outlook is Outlook.STANDING_STILL


def test_a_forecast_never_runs_past_the_calendar() -> None:
    last = date(9999, 12, 1)
    course = terms(requirements=(PRACTICE,))
    lines = [line(minutes=60, held_on=last)]
    now = standing(course, *lines, as_of=last)
    earlier = standing(course, *lines, as_of=earlier_day(last))
    assert forecast(course, now, earlier).requirements[0].on == date.max


def test_a_requirement_that_the_course_does_not_know_is_left_to_decisions() -> None:
    course = terms(requirements=(PRACTICE,))
    now = standing(course)
    other = terms(requirements=(SUPERVISION,))
    assert forecast(other, now, now).requirements[0].outlook is Outlook.BY_DECISION


def test_what_waits_for_sign_off_is_said_beside_the_pace() -> None:
    waiting = line(minutes=90, held_on=TODAY, state=LineState.SUBMITTED)
    (part,) = expected(terms(requirements=(PRACTICE,)), *weekly(20), waiting).requirements
    assert str(part.in_words) == (
        "by about 20 June 2027, at 1 h a week (1 h 30 min wait for sign-off)"
    )
    (still,) = expected(terms(requirements=(PRACTICE,)), waiting).requirements
    assert str(still.in_words).endswith("so no day can be told (1 h 30 min wait for sign-off)")


def test_prior_learning_that_was_just_accepted_is_no_pace() -> None:
    course = terms(
        requirements=(PRACTICE,), limits=(PriorLearning("apel", "APEL", "practice", minutes=600),)
    )
    prior = line(minutes=600, held_on=TODAY, is_prior_learning=True)
    old = as_it_was([prior, line(held_on=TODAY)], TODAY)
    assert [one.held_on for one in old] == [earlier_day(TODAY), TODAY]
    now = standing(course, prior)
    earlier = standing(course, *as_it_was([prior], TODAY), as_of=earlier_day(TODAY))
    assert forecast(course, now, earlier).requirements[0].outlook is Outlook.STANDING_STILL


def test_a_whole_group_has_one_pace_whoever_joined_last() -> None:
    course = terms(requirements=(replace(PRACTICE, pooled="person"),))
    joined = TODAY - timedelta(days=9)
    assert expected(course, *weekly(20), began_on=joined).requirements == (
        expected(course, *weekly(20)).requirements
    )


def looked_ahead(course: Terms, *lines: LedgerLine, deadline: date | None = None) -> Forecast:
    """Forecast Amina's record, and see whether limits would let it come so."""
    whole = expected(course, *lines, deadline=deadline)
    repeats, until = repeated(lines, TODAY, whole)
    return held_back(whole, standing(course, *repeats, as_of=until))


def test_a_cap_that_fills_up_holds_back_what_a_pace_alone_would_promise() -> None:
    cap = Cap("cap", "Cap", "practice", minutes=2000)
    course = terms(requirements=(PRACTICE,), limits=(cap,))
    whole = looked_ahead(course, *weekly(20), deadline=TODAY + timedelta(days=1000))
    (part,) = whole.requirements
    assert (part.outlook, part.on) == (Outlook.HELD_BACK, None)
    assert str(part.in_words) == (
        "the same again would not be enough, because a limit of this course lets no more of it "
        "count; 13 min a week of what still counts would be in time"
    )
    assert (whole.on, whole.deciding, whole.is_in_time) == (None, "practice", False)


def test_what_no_limit_holds_back_is_expected_as_before() -> None:
    course = terms(requirements=(PRACTICE, SUPERVISION))
    lines = [*weekly(20), *weekly(10, 60, "supervision")]
    assert looked_ahead(course, *lines) == expected(course, *lines)


def test_the_last_eight_weeks_are_repeated_until_all_is_expected_and_no_longer() -> None:
    course = terms(requirements=(PRACTICE,))
    prior = line(minutes=10, held_on=TODAY, is_prior_learning=True)
    old = line(minutes=600, held_on=earlier_day(TODAY))
    new = line(minutes=600, held_on=earlier_day(TODAY) + timedelta(days=1))
    whole = expected(course, prior, old, new)
    lines, until = repeated([prior, old, new], TODAY, whole)
    # 1,800 minutes at 600 each time are missing.
    assert until == TODAY + timedelta(days=3 * 56)
    assert [one.held_on for one in lines[3:]] == [
        new.held_on + timedelta(days=56 * number) for number in (1, 2, 3)
    ]
    assert len({one.entry for one in lines}) == len({one.session for one in lines}) == 6
    assert repeated([new], TODAY, expected(course)) == ([new], TODAY)


def test_a_look_ahead_is_never_longer_than_forty_times_and_leaves_the_rest_open() -> None:
    course = terms(requirements=(MinimumMinutes("p", "P", "practice", 3000),))
    lines = [line(minutes=60, held_on=TODAY)]
    whole = expected(course, *lines)
    _, until = repeated(lines, TODAY, whole)
    assert until == TODAY + timedelta(days=40 * 56)
    assert looked_ahead(course, *lines) == whole


def test_what_is_accepted_depends_on_that_and_no_limit_holds_it_back() -> None:
    course = terms(
        requirements=(PRACTICE, EvidenceCounted("e", "Case studies", "case-study", 4)),
        evidence=(EvidenceKind("case-study", "Case studies"),),
    )
    accepted = [EvidenceAccepted("amina", "case-study", 2, TODAY - timedelta(days=3))]
    whole = expected(course, *weekly(20), outcomes=accepted)
    repeats, until = repeated(weekly(20), TODAY, whole)
    ahead = standing(course, *repeats, outcomes=accepted, as_of=until)
    part = held_back(whole, ahead).requirements[1]
    assert part.outlook is Outlook.BY_DECISION
    assert str(part.in_words) == "depends on what is accepted or decided, not on a pace"


def test_the_same_case_again_is_no_new_case_and_no_limit_holds_cases_back() -> None:
    asked = CompletedCases("cases", "Cases", "practice", "supervision", cases=2, sessions=2)
    met = [line(case="F-1", held_on=TODAY - timedelta(days=each)) for each in (1, 8)]
    (part,) = looked_ahead(terms(requirements=(asked,)), *met).requirements
    assert (part.outlook, part.on) == (Outlook.EXPECTED, TODAY + timedelta(days=56))
