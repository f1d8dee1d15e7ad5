"""What differs for one person between two judgements of the same lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.accreditation.builders import line
from tests.cast import Cast
from tests.hours import builders as hours
from trainee_tracker.accreditation.standing import JudgedLine, RequirementStanding, Standing
from trainee_tracker.clock import today
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.preview.rules import Preview
from trainee_tracker.messages import say
from trainee_tracker.progress import queries
from trainee_tracker.progress.comparison.rules import Effect, compare


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network, which the cohort follows."""
    return cast.cohort.version.course


def standing(met: bool, *, have: int = 60, counted: int = 60, key: str = "hours") -> Standing:
    part = RequirementStanding(key, "Hours", met, have, 60, 0, "minutes", 0, (), True)
    line = JudgedLine("1", "Abena", 60, counted, None if counted == 60 else say("Capped."), None)
    return Standing("Abena", today(), (part,), (), (line,))


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (False, True, Effect.GAINS),
        (True, False, Effect.LOSES),
        (True, True, Effect.STAYS_MET),
        (False, False, Effect.STAYS_UNMET),
        (None, True, Effect.STAYS_MET),
        (None, False, Effect.STAYS_UNMET),
    ],
)
def test_who_gains_and_who_loses(
    app: object, before: bool | None, after: bool, effect: Effect
) -> None:
    earlier = None if before is None else standing(before)
    found = compare("Abena", [], earlier, standing(after))
    assert found.effect is effect
    preview = Preview((found,))
    assert [preview.count(each) for each in Effect] == [each is effect for each in Effect]


def test_a_requirement_that_is_new_or_dropped_is_told(app: object) -> None:
    found = compare("Abena", [], standing(True, key="old"), standing(False, key="new"))
    told = [(each.before is None, each.after is None) for each in found.requirements]
    assert told == [(True, False), (False, True)]
    assert found.is_changed
    assert found.requirements_met == (1, 0)


def test_the_same_terms_change_nothing_for_anybody(cast: Cast, course: Course) -> None:
    hours.decided(cast, hours.submitted(cast, minutes=50))
    ids = [cast.enrolment.id]
    both = [courses.terms_of(course.versions[-1]), courses.draft_terms_of(course)]
    before, after = (
        each[ids[0]] for each in queries.judge_members_under(cast.cohort, ids, today(), both)
    )
    found = compare("Abena", before.lines, before.standing, after.standing)
    assert not found.is_changed
    assert found.counted_before == found.counted_after


def test_of_many_changed_lines_a_page_shows_the_first_and_counts_the_others(app: object) -> None:
    lines = [line(entry=f"{number}", held_on=date(2026, 3, number + 1)) for number in range(3)]
    judged = tuple(JudgedLine(each.entry, "Abena", 60, 60, None, None) for each in lines)
    less = tuple(replace(each, counted_minutes=0, reason=say("Capped.")) for each in judged)
    found = compare(
        "Abena",
        lines,
        replace(standing(True), lines=judged),
        replace(standing(False), lines=less),
    )
    assert [each.line.entry for each in found.first_lines(2)] == ["0", "1"]
    assert (found.further_lines(2), found.further_lines(3), found.further_lines(20)) == (1, 0, 0)
