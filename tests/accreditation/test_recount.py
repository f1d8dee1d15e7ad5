"""The engine agrees with an independent recount, for random courses and random ledgers."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import day, left, limited, line
from tests.accreditation.random_courses import (
    LIMITS,
    REQUIREMENTS,
    TRAINEES,
    busy_cases,
    cases,
    judged,
)
from tests.accreditation.recount_limits import DOES, SIGNED_OR_WAITING
from tests.accreditation.recount_lines import Case
from tests.accreditation.recount_totals import KINDS, Recount
from tests.how_often import often
from trainee_tracker.accreditation.kinds import KINDS as ALL_KINDS
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.accreditation.limits import LIMITS as ALL_LIMITS
from trainee_tracker.accreditation.limits import STAGES, RollingLimit


def agree(case: Case) -> None:
    """Compare every line and every requirement of the engine with the recount."""
    cohort = judged(case)
    recount = Recount(case, TRAINEES)
    if_signed = Recount(case, TRAINEES, SIGNED_OR_WAITING)
    waiting = {one.entry for one in case.lines if one.state is LineState.SUBMITTED}
    for trainee, standing in cohort.standings.items():
        for one in standing.lines:
            assert one.counted_minutes == recount.counted[one.entry], one
            if one.entry in waiting:
                assert one.waiting_minutes == if_signed.counted[one.entry], one
        for requirement, found in zip(case.terms.requirements, standing.requirements, strict=True):
            assert (found.have, found.need) == recount.judged(requirement, trainee), found
            assert found.met is (found.have >= found.need)
            assert found.short == max(0, found.need - found.have)


def test_the_recount_knows_every_kind_and_so_do_the_random_courses() -> None:
    assert set(KINDS) == set(ALL_KINDS)
    assert set(DOES) == {stage.kind for stage in STAGES}
    assert set(REQUIREMENTS) == set(ALL_KINDS.values())
    assert set(LIMITS) == set(ALL_LIMITS.values())


@settings(deadline=None, max_examples=often(30, thorough=1000))
@given(case=cases())
def test_any_course_with_any_ledger(case: Case) -> None:
    agree(case)


CUTTING = [LIMITS[stage] for stage in STAGES]


@settings(deadline=None, max_examples=often(30, thorough=1000))
@given(case=busy_cases(limited=st.lists(st.one_of(*CUTTING), min_size=2, max_size=4)))
def test_several_limits_on_the_same_lines(case: Case) -> None:
    agree(case)


FEW_FOR_EACH_KIND = settings(
    deadline=None,
    max_examples=often(4, thorough=50),
    suppress_health_check=[HealthCheck.filter_too_much],
)


@pytest.mark.parametrize("kind", LIMITS)
@settings(
    deadline=None,
    max_examples=often(4, thorough=50),
    suppress_health_check=[HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_every_kind_of_limit_where_most_lines_count(kind: type, data: st.DataObject) -> None:
    agree(data.draw(busy_cases(limited=st.lists(LIMITS[kind], min_size=1, max_size=2))))


@pytest.mark.parametrize("kind", REQUIREMENTS)
@settings(
    deadline=None,
    max_examples=often(4, thorough=50),
    suppress_health_check=[HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_every_kind_of_requirement_where_most_lines_count(kind: type, data: st.DataObject) -> None:
    agree(data.draw(busy_cases(required=st.lists(REQUIREMENTS[kind], min_size=1, max_size=2))))


@settings(deadline=None, max_examples=often(25, thorough=1000))
@given(
    held=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), min_size=1, max_size=5),
    most=st.integers(1, 6),
    days=st.integers(1, 5),
)
def test_a_rolling_limit_keeps_as_much_as_any_choice_of_minutes_could(
    held: list[tuple[int, int]], most: int, days: int
) -> None:
    course = limited(RollingLimit("r", "Rolling", "practice", most, days))
    lines = [line(minutes=minutes, held_on=day(number)) for number, minutes in held]

    def is_within(kept: tuple[int, ...]) -> bool:
        return all(
            sum(
                minutes
                for (number, _), minutes in zip(held, kept, strict=True)
                if first <= number < first + days
            )
            <= most
            for first in range(10)
        )

    choices = product(*(range(minutes + 1) for _, minutes in held))
    best = max(sum(kept) for kept in choices if is_within(kept))
    found = left(course, *lines)
    assert is_within(tuple(found))
    assert sum(found) == best
