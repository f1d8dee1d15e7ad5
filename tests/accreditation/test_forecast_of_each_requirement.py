"""What a forecast promises of each requirement, to the day and to the minute."""

from dataclasses import replace
from datetime import date, timedelta

from tests.accreditation.builders import MODULES, TODAY, line, standing, terms
from trainee_tracker.accreditation.forecast import (
    Forecast,
    as_it_was,
    earlier_day,
    forecast,
)
from trainee_tracker.accreditation.kinds import (
    EvidenceCounted,
    LeastElapsed,
    MinimumMinutes,
    ModulesPassed,
    ObservedSessions,
    Requirement,
)
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.outlooks import Outlook, RequirementForecast
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import EvidenceKind

HOURS = MinimumMinutes("hours", "Hours", "practice", 3000, verified=True)
YEAR = LeastElapsed("year", "A year", "practice", weeks=52)
PAPERS = ModulesPassed("modules", "Modules")
SEEN = ObservedSessions("seen", "Seen", "practice", 20)
LOGS = EvidenceCounted("logs", "Logs", "logs", 20)


def course(*requirements: Requirement) -> Terms:
    return terms(
        requirements=requirements, modules=MODULES, evidence=(EvidenceKind("logs", "Logs"),)
    )


def looked_ahead(asked: Terms, *lines: LedgerLine, deadline: date | None = None) -> Forecast:
    now = standing(asked, *lines)
    earlier = standing(asked, *lines, as_of=earlier_day(TODAY))
    return forecast(asked, now, earlier, deadline=deadline)


def test_everything_that_is_said_of_each_requirement() -> None:
    met = MinimumMinutes("taught", "Taught", "taught", 60)
    recent = [line(minutes=480, held_on=TODAY), line("taught", held_on=TODAY)]
    old = line(minutes=60, held_on=TODAY - timedelta(days=363))
    whole = looked_ahead(course(met, HOURS, PAPERS, YEAR, LOGS), *recent, old)
    assert whole.requirements == (
        RequirementForecast("taught", "Taught", Outlook.MET, "minutes"),
        RequirementForecast(
            "hours", "Hours", Outlook.EXPECTED, "minutes", TODAY + timedelta(days=287), 60
        ),
        RequirementForecast("modules", "Modules", Outlook.BY_DECISION, "count"),
        RequirementForecast("year", "A year", Outlook.MET, "count"),
        RequirementForecast("logs", "Logs", Outlook.BY_DECISION, "count"),
    )
    assert whole.deciding == "hours"
    assert (whole.as_of, whole.deadline, whole.on, whole.is_in_time) == (TODAY, None, None, None)


def test_weeks_that_have_to_pass_have_no_pace() -> None:
    began = line(held_on=TODAY - timedelta(days=181))
    whole = looked_ahead(course(YEAR), began, line(held_on=TODAY), deadline=TODAY)
    (part,) = whole.requirements
    assert part == RequirementForecast(
        "year", "A year", Outlook.TOO_LATE, "count", TODAY + timedelta(days=182)
    )
    assert str(part.in_words) == "by about 23 May 2027, which is too late"
    assert whole.deadline == TODAY


def test_weeks_that_only_have_to_pass_are_told_by_their_day() -> None:
    began = line(held_on=TODAY - timedelta(days=181))
    (part,) = looked_ahead(course(YEAR), began, line(held_on=TODAY)).requirements
    assert part.outlook is Outlook.EXPECTED
    assert str(part.in_words) == "by about 23 May 2027"


def test_who_has_not_begun_does_not_come_nearer_by_waiting() -> None:
    (part,) = looked_ahead(course(YEAR)).requirements
    assert part == RequirementForecast("year", "A year", Outlook.STANDING_STILL, "count")


def test_nothing_added_is_no_pace_however_little_is_lacking() -> None:
    old = line(minutes=2999, held_on=earlier_day(TODAY))
    (part,) = looked_ahead(course(HOURS), old).requirements
    assert part == RequirementForecast("hours", "Hours", Outlook.STANDING_STILL, "minutes", None, 0)


def test_pieces_are_told_in_hundredths() -> None:
    seen = [line(held_on=TODAY, observed="live") for _ in range(16)]
    (part,) = looked_ahead(course(SEEN), *seen).requirements
    assert (part.per_week, part.on) == (200, TODAY + timedelta(days=14))
    assert str(part.in_words) == "by about 6 December 2026, at 2 a week"


def test_a_requirement_that_is_new_to_the_course_began_at_nothing() -> None:
    now = standing(course(HOURS), line(minutes=56, held_on=TODAY))
    earlier = standing(course(PAPERS), as_of=earlier_day(TODAY))
    (part,) = forecast(course(HOURS), now, earlier).requirements
    assert (part.per_week, part.on) == (7, TODAY + timedelta(days=2944))


def test_the_last_decides_wherever_it_is_asked_for() -> None:
    soon = MinimumMinutes("soon", "Soon", "practice", 500)
    recent = line(minutes=480, held_on=TODAY)
    for asked in (course(soon, HOURS), course(HOURS, soon)):
        assert looked_ahead(asked, recent).deciding == "hours"


def test_what_waits_for_sign_off_is_told_beside_the_pace_or_without_one() -> None:
    waiting = line(minutes=90, held_on=TODAY, state=LineState.SUBMITTED)
    (still,) = looked_ahead(course(HOURS), waiting).requirements
    assert (still.outlook, still.waiting) == (Outlook.STANDING_STILL, 90)
    assert str(still.in_words) == (
        "hardly anything was added in the last 8 weeks, so no day can be told (1 h 30 min wait for sign-off)"
    )
    (ahead,) = looked_ahead(course(HOURS), waiting, line(minutes=480, held_on=TODAY)).requirements
    assert (ahead.outlook, ahead.waiting) == (Outlook.EXPECTED, 90)
    assert (
        str(ahead.in_words)
        == "by about 12 September 2027, at 1 h a week (1 h 30 min wait for sign-off)"
    )


def test_a_group_has_the_pace_of_eight_weeks_whenever_a_trainee_began() -> None:
    together = MinimumMinutes("together", "Together", "practice", 3000, pooled="person")
    asked = course(together)
    recent = [line(minutes=480, held_on=TODAY)]
    now, earlier = standing(asked, *recent), standing(asked, *recent, as_of=earlier_day(TODAY))
    (part,) = forecast(asked, now, earlier, began_on=TODAY).requirements
    assert part.per_week == 60


def test_prior_learning_was_there_before_the_pace_began() -> None:
    then = earlier_day(TODAY)
    old = line(held_on=then - timedelta(days=1), is_prior_learning=True)
    recent = line(held_on=TODAY, is_prior_learning=True)
    done_here = line(held_on=TODAY)
    assert as_it_was([old, recent, done_here], TODAY) == [
        old,
        replace(recent, held_on=then),
        done_here,
    ]
