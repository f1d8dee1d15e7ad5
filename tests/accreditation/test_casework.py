"""Completed cases, their types of problem, and sessions that somebody else saw."""

from typing import Any

import pytest

from tests.accreditation.builders import day, limited, line, only_requirement, terms, texts
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import (
    CompletedCases,
    ObservedSessions,
    ProblemTypes,
    Requirement,
)
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.limits import Cap, PriorLearning
from trainee_tracker.accreditation.standing import RequirementStanding

CASES = CompletedCases("cases", "Cases", "practice", "supervision", 2, 3, 60, verified=True)
OBSERVED = CompletedCases(
    "cases", "Cases", "practice", "supervision", 1, 1, observed=("live", "recorded")
)
TYPES = ProblemTypes("types", "Types", "practice", "supervision", 2, 1, 60, verified=True)
SEEN = ObservedSessions("seen", "Seen", "practice", 2, verified=True)


def met(code: str, sessions: int, **changes: Any) -> list[LedgerLine]:
    """Return so many sessions of practice with a case."""
    return [line(case=code, held_on=day(number), **changes) for number in range(sessions)]


def discussed(code: str | None, minutes: int = 60, **changes: Any) -> LedgerLine:
    """Return a supervision that names a case."""
    return line("supervision", minutes, case=code, **changes)


def judge_one(requirement: Requirement, *lines: LedgerLine) -> RequirementStanding:
    return only_requirement(terms(requirements=(requirement,)), *lines)


@pytest.mark.parametrize(
    ("sessions", "minutes", "have", "phrase"),
    [
        (3, 60, 1, ()),
        (4, 61, 1, ()),
        (2, 60, 0, ("case F-1: 1 more session",)),
        (1, 60, 0, ("case F-1: 2 more sessions",)),
        (3, 59, 0, ("case F-1: 1 min more supervision",)),
        (2, 0, 0, ("case F-1: 1 more session and 1 h more supervision",)),
        (0, 60, 0, ("case F-1: 3 more sessions",)),
    ],
)
def test_a_case_is_complete_with_its_last_session_and_its_last_minute_of_supervision(
    sessions: int, minutes: int, have: int, phrase: tuple[str, ...]
) -> None:
    result = judge_one(CASES, *met("F-1", sessions), discussed("F-1", minutes))
    assert (result.have, result.need, result.unit, result.met) == (have, 2, "count", False)
    short = "1 more complete case" if have else "2 more complete cases"
    assert texts(result.missing) == (short, *phrase)


def test_cases_are_met_when_there_are_as_many_as_asked_for() -> None:
    lines = [*met("F-1", 3), discussed("F-1"), *met("F-2", 3), discussed("F-2")]
    result = judge_one(CASES, *lines)
    assert (result.have, result.met, result.short, result.missing) == (2, True, 0, ())


def test_each_case_that_is_not_complete_says_by_its_code_what_it_lacks() -> None:
    lines = [*met("F-9", 3), *met("F-2", 1), discussed("F-2"), *met("F-1", 3), discussed("F-1")]
    assert texts(judge_one(CASES, *lines).missing) == (
        "1 more complete case",
        "case F-2: 2 more sessions",
        "case F-9: 1 h more supervision",
    )


def test_a_session_is_counted_once_however_many_lines_it_has() -> None:
    twice = [*met("F-1", 3, session="one"), discussed("F-1")]
    assert str(judge_one(CASES, *twice).missing[1]) == "case F-1: 2 more sessions"


@pytest.mark.parametrize(
    "changes",
    [
        {"state": LineState.SUBMITTED},
        {"attended": False},
        {"minutes": 0},
        {"trainee": "benedict"},
        {"case": None},
        {"activity": "taught"},
    ],
)
def test_a_session_of_which_nothing_counts_completes_nothing(changes: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"case": "F-1", "held_on": day(2)} | changes
    lines = [*met("F-1", 2), discussed("F-1"), line(**whole)]
    assert judge_one(CASES, *lines).have == 0
    assert judge_one(CASES, *lines, *met("F-1", 1)).have == 1


@pytest.mark.parametrize("code", [None, "F-2"])
def test_supervision_that_does_not_name_the_case_is_not_the_cases(code: str | None) -> None:
    result = judge_one(CASES, *met("F-1", 3), discussed("F-1", 30), discussed(code, 30))
    assert "case F-1: 30 min more supervision" in texts(result.missing)


def test_supervision_of_a_case_adds_up_after_group_credit() -> None:
    half = (GroupCredit("supervision", CreditKind.HALF),)
    course = terms(requirements=(CASES,), credits=half)
    shared = discussed("F-1", 119, present=2)
    assert str(only_requirement(course, *met("F-1", 3), shared).missing[1]) == (
        "case F-1: 1 min more supervision"
    )


def test_a_session_that_a_limit_takes_away_completes_no_case() -> None:
    course = limited(Cap("cap", "Cap", "practice", minutes=120), requirements=(CASES,))
    result = only_requirement(course, *met("F-1", 3), discussed("F-1"))
    assert str(result.missing[1]) == "case F-1: 1 more session"


def test_work_done_elsewhere_completes_no_case_here() -> None:
    apel = PriorLearning("apel", "APEL", "practice", minutes=600)
    course = limited(apel, requirements=(CASES,))
    lines = met("F-1", 3, is_prior_learning=True)
    assert only_requirement(course, *lines, discussed("F-1")).have == 0


@pytest.mark.parametrize(
    ("how", "where", "have"),
    [
        ("live", "practice", 1),
        ("recorded", "practice", 1),
        ("live", "supervision", 1),
        ("reported", "practice", 0),
        (None, "practice", 0),
    ],
)
def test_a_case_may_need_to_be_seen_in_a_session_or_in_supervision(
    how: str | None, where: str, have: int
) -> None:
    lines = [*met("F-1", 1), line(where, case="F-1", observed=how)]
    result = judge_one(OBSERVED, *lines)
    assert result.have == have
    if not have:
        assert texts(result.missing) == (
            "1 more complete case",
            "case F-1: a session in one of these ways: seen live or seen on a recording",
        )


def test_a_case_that_lacks_everything_says_all_of_it() -> None:
    wanted = CompletedCases(
        "c", "C", "practice", "supervision", 1, 2, 90, observed=("live",), verified=True
    )
    assert texts(judge_one(wanted, *met("F-1", 1)).missing) == (
        "1 more complete case",
        "case F-1: 1 more session, 1 h 30 min more supervision and a session seen live",
    )


# Types of problem.


def test_only_complete_cases_bring_their_types_of_problem() -> None:
    lines = [
        *met("F-1", 1, problem="grief"),
        discussed("F-1"),
        *met("F-2", 1, problem="worry"),
        discussed("F-2", 59),
    ]
    result = judge_one(TYPES, *lines)
    assert (result.have, result.need, result.unit, result.met) == (1, 2, "count", False)
    assert texts(result.missing) == ("complete cases of 1 more type of problem; so far grief",)
    complete = judge_one(TYPES, *lines, discussed("F-2", 1))
    assert (complete.have, complete.met, complete.missing) == (2, True, ())


def test_before_the_first_complete_case_there_is_no_type_of_problem() -> None:
    assert texts(judge_one(TYPES).missing) == ("complete cases of 2 more types of problem",)


def test_types_are_counted_once_and_told_in_order() -> None:
    three = ProblemTypes("t", "T", "practice", "supervision", 3, 1)
    lines = [
        *met("F-1", 1, problem="worry"),
        *met("F-2", 1, problem="worry"),
        *met("F-2", 1, problem="grief"),
        *met("F-3", 1),
    ]
    result = judge_one(three, *lines)
    assert result.have == 2
    assert texts(result.missing) == (
        "complete cases of 1 more type of problem; so far grief and worry",
    )


def test_a_type_of_problem_is_that_of_a_session_and_not_of_its_supervision() -> None:
    lines = [*met("F-1", 1), discussed("F-1", problem="grief")]
    assert judge_one(TYPES, *lines).have == 0


def test_several_requirements_may_ask_for_the_same_cases() -> None:
    course = terms(requirements=(TYPES, CASES))
    lines = [*met("F-1", 3, problem="grief"), discussed("F-1")]
    assert only_requirement(course, *lines).have == 1
    assert only_requirement(terms(requirements=(CASES, TYPES)), *lines).have == 1


# Observed sessions.


@pytest.mark.parametrize(
    ("lines", "have"),
    [
        ([line(observed="live")], 1),
        ([line("family-clinic", observed="live")], 1),
        ([line(observed="recorded")], 0),
        ([line()], 0),
        ([line("supervision", observed="live")], 0),
        ([line(observed="live", minutes=0)], 0),
        ([line(observed="live", state=LineState.SUBMITTED)], 0),
        ([line(observed="live", trainee="benedict")], 0),
        ([line(observed="live", session="one"), line(observed="live", session="one")], 1),
        ([line(observed="live", session="one"), line(observed="live", session="two")], 2),
    ],
)
def test_different_sessions_that_were_seen_are_counted(lines: list[LedgerLine], have: int) -> None:
    result = judge_one(SEEN, *lines)
    assert (result.have, result.need, result.unit) == (have, 2, "count")
    phrases = {0: ("2 more sessions seen live",), 1: ("1 more session seen live",), 2: ()}
    assert texts(result.missing) == phrases[have]


def test_sessions_may_be_seen_in_several_ways() -> None:
    any_way = ObservedSessions("s", "S", "practice", 3, ("recorded", "reported"))
    lines = [line(observed=how) for how in ("live", "recorded", "reported")]
    result = judge_one(any_way, *lines)
    assert result.have == 2
    assert texts(result.missing) == (
        "1 more session in one of these ways: seen on a recording or only reported",
    )


def test_a_session_that_a_limit_takes_away_was_seen_for_nothing() -> None:
    course = limited(Cap("cap", "Cap", "practice", minutes=60), requirements=(SEEN,))
    lines = [line(observed="live", held_on=day(number)) for number in (0, 1)]
    assert only_requirement(course, *lines).have == 1
