"""In what terms ask for fewer checks than others do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import (
    CONTRACT,
    DBS,
    MARCH_3,
    PRACTICE_HOUR,
    TODAY,
    line,
    standing,
    terms,
)
from tests.accreditation.random_courses import (
    CLEARANCES,
    LINES,
    NEEDS,
    NO_LIMITS,
    OUTCOMES,
    REQUIREMENTS,
    SIMPLE_LINES,
    SOME_LIMITS,
    TRAINEES,
    courses,
    ledgers,
)
from tests.how_often import often
from trainee_tracker.accreditation.exclusion import Record, exclusion_of
from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.kinds import GovernanceInDate, MinimumMinutes
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, LineState, Outcome
from trainee_tracker.accreditation.limits import PriorLearning
from trainee_tracker.accreditation.looser import (
    AMONG_THEMSELVES,
    looser_beside,
    looser_checks,
)
from trainee_tracker.accreditation.outcomes import ClearanceBook, OutcomeBook
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity, GovernanceNeed

TAUGHT, PRACTICE, CLINIC, SUPERVISION = terms().activities
STUDY = Activity("study", "Independent study")
IN_DATE = GovernanceInDate("in-date", "Checks in date")
BEFORE = terms(
    activities=(*terms().activities, STUDY),
    governance=(DBS, CONTRACT),
    requirements=(*terms().requirements, IN_DATE),
)


def after(**changes: Any) -> Terms:
    """Return the terms of before with changes."""
    return replace(BEFORE, **changes)


def activities(*others: Activity, without: Sequence[str] = ()) -> tuple[Activity, ...]:
    """Return the activities of before, some left out and others in their place or beside them."""
    left_out = {*without, *(each.key for each in others)}
    return (*(each for each in BEFORE.activities if each.key not in left_out), *others)


HOURS = PRACTICE_HOUR
LOOSER: list[tuple[str, Terms, str]] = [
    (
        "the check is gone",
        after(governance=(CONTRACT,)),
        (
            "Enhanced DBS check is not asked for any more. Until now “Practice with families” did not "
            "count without it."
        ),
    ),
    (
        "the check guards nothing",
        after(governance=(replace(DBS, activities=()), CONTRACT)),
        "Enhanced DBS check is not needed for “Practice with families” any more.",
    ),
    (
        "the check guards a part only",
        after(governance=(replace(DBS, activities=("family-clinic",)), CONTRACT)),
        "Enhanced DBS check is not needed for “Practice with families” any more.",
    ),
    (
        "an activity is moved out of what it guards",
        after(activities=activities(replace(CLINIC, parent="taught"))),
        "Enhanced DBS check is not needed for “Family clinic” any more.",
    ),
    (
        "the check has another key",
        after(governance=(replace(DBS, item="a-form"), CONTRACT)),
        "Enhanced DBS check is not asked for any more.",
    ),
    (
        "the check has another name",
        after(governance=(replace(DBS, title="A form that is filled in"), CONTRACT)),
        "The check “Enhanced DBS check” is now called “A form that is filled in”.",
    ),
    (
        "checks need not be in date for the award",
        after(requirements=BEFORE.requirements[:1]),
        "Enhanced DBS check does not have to be in date any more on the day of the award.",
    ),
    (
        "fewer checks have to be in date for the award",
        after(requirements=(HOURS, replace(IN_DATE, items=(CONTRACT.item,)))),
        "Enhanced DBS check does not have to be in date any more on the day of the award.",
    ),
    (
        "a new activity with families",
        after(activities=activities(Activity("outreach", "Visits at home"))),
        (
            "“Visits at home” is new among the time with families and counts without "
            "Enhanced DBS check or Supervision contract."
        ),
    ),
    (
        "the guarded activity under another key",
        after(
            activities=activities(Activity("indirect", "Practice with families")),
            requirements=(replace(HOURS, activity="indirect"), IN_DATE),
        ),
        (
            "“Practice with families” is now another activity, which counts without Enhanced DBS check "
            "or Supervision contract."
        ),
    ),
    (
        "an activity without checks takes the name of the guarded one",
        after(activities=activities(replace(STUDY, title="Practice with  FAMILIES"))),
        (
            "“Practice with  FAMILIES” is now another activity, which counts without "
            "Enhanced DBS check or Supervision contract."
        ),
    ),
    (
        "hours of practice from what needs no check",
        after(requirements=(replace(HOURS, activity="study"), IN_DATE)),
        (
            "“Practice hours” can be met with time that needs no "
            "Enhanced DBS check or Supervision contract."
        ),
    ),
    (
        "hours of practice also from what needs no check",
        after(requirements=(replace(HOURS, also=("study",)), IN_DATE)),
        (
            "“Practice hours” can be met with time that needs no "
            "Enhanced DBS check or Supervision contract."
        ),
    ),
    (
        "hours of practice under another key from what needs no check",
        after(requirements=(MinimumMinutes("family-hours", "Family hours", "study", 60), IN_DATE)),
        (
            "“Family hours” takes the place of “Practice hours” and can be met with time that needs no "
            "Enhanced DBS check or Supervision contract."
        ),
    ),
    (
        "prior learning of practice",
        after(limits=(PriorLearning("apel", "Prior learning", "practice", minutes=90),)),
        (
            "Up to 1 h 30 min of prior learning count for “Practice with families”, for which no check "
            "of that time is asked."
        ),
    ),
]


@pytest.mark.parametrize(
    ("now", "sentence"), [each[1:] for each in LOOSER], ids=[each[0] for each in LOOSER]
)
def test_every_way_in_which_a_check_is_weakened_is_said(now: Terms, sentence: str) -> None:
    assert sentence in " ".join(map(str, looser_checks(BEFORE, now)))


def test_an_unguarded_activity_with_families_under_another_name_is_said() -> None:
    talks = Activity("outreach", "Community talks")
    before = after(activities=activities(talks))
    now = after(activities=activities(replace(talks, title="Evenings with families")))
    assert tuple(map(str, looser_checks(before, now))) == (
        (
            "“Community talks” is now called “Evenings with families” and counts without "
            "Enhanced DBS check or Supervision contract."
        ),
    )


def test_an_activity_that_is_moved_to_those_with_families_is_new_there() -> None:
    reflection = Activity("reflection", "Reflection", parent="study")
    before = after(activities=activities(reflection), governance=(DBS,))
    now = replace(
        before,
        activities=activities(
            Activity("outreach", "Outreach"), replace(reflection, parent="outreach")
        ),
    )
    said = " ".join(map(str, looser_checks(before, now)))
    assert "“Reflection” is new among the time with families and counts without" in said


def test_a_check_that_blocks_nothing_is_missed_too() -> None:
    before = after(governance=(DBS, replace(CONTRACT, activities=())))
    assert tuple(map(str, looser_checks(before, after(governance=(DBS,))))) == (
        "Supervision contract is not asked for any more.",
    )


AS_STRICT = [
    BEFORE,
    after(title="Another title", weeks=12),
    after(governance=(CONTRACT, DBS)),
    after(governance=(DBS, CONTRACT, GovernanceNeed("interview", "Interview", ("practice",)))),
    after(governance=(replace(DBS, title="enhanced DBS-check"), CONTRACT)),
    after(requirements=(replace(HOURS, minutes=30), IN_DATE)),
    after(requirements=(replace(HOURS, activity="family-clinic"), IN_DATE)),
    after(activities=activities(Activity("home-visits", "Visits", parent="practice"))),
    after(activities=activities(Activity("personal-development", "Reflection"))),
    after(activities=activities(replace(STUDY, title="Reading"))),
    after(activities=activities(without=("family-clinic",))),
    after(limits=(PriorLearning("apel", "Prior learning", "taught", minutes=90),)),
]


@pytest.mark.parametrize("now", AS_STRICT, ids=range(len(AS_STRICT)))
def test_terms_that_keep_every_check_are_not_looser(now: Terms) -> None:
    assert looser_checks(BEFORE, now) == ()


def test_prior_learning_that_was_taken_before_is_not_looser_and_more_of_it_is() -> None:
    apel = PriorLearning("apel", "Prior learning", "practice", minutes=90)
    before = after(limits=(apel,))
    assert looser_checks(before, before) == ()
    assert looser_checks(before, after(limits=(replace(apel, minutes=60),))) == ()
    assert looser_checks(before, after(limits=(replace(apel, minutes=91),)))
    share = replace(apel, minutes=None, percent=50, of="hours")
    assert looser_checks(before, after(limits=(share,))) == ()


def test_another_course_is_asked_for_the_same_checks_of_the_same_kind_of_time() -> None:
    beside = replace(BEFORE, title="The other course")
    assert looser_beside(beside, BEFORE) == ()
    assert tuple(map(str, looser_beside(beside, after(governance=(CONTRACT,))))) == (
        (
            "Enhanced DBS check is not needed for “Practice with families”, "
            "as it is on “The other course”."
        ),
    )
    other = terms(
        activities=(TAUGHT, Activity("practice", "Work"), Activity("calls", "Calls", "practice")),
        governance=(replace(DBS, activities=("calls",)), CONTRACT),
    )
    assert tuple(map(str, looser_beside(beside, other))) == (
        "Enhanced DBS check is not needed for “Work”, as it is on “The other course”.",
    )
    taught_only = terms(activities=(TAUGHT,), requirements=(replace(HOURS, activity="taught"),))
    assert looser_beside(beside, taught_only) == ()
    # What is without a check there may be so here.
    partly = replace(beside, governance=(replace(DBS, activities=("family-clinic",)),))
    assert looser_beside(partly, replace(partly, title="Again")) == ()


MOVED = st.sampled_from(["practice", "taught"]).map(
    lambda parent: (
        TAUGHT,
        Activity("practice", "Practice"),
        Activity("family-clinic", "Family clinic", parent=parent),
        SUPERVISION,
        Activity("live-supervision", "Live supervision", parent="supervision"),
        Activity("study", "Independent study"),
        Activity("outreach", "Outreach"),
    )
)
GUARDED = st.sampled_from(
    [(DBS, CONTRACT), (replace(DBS, activities=("family-clinic",)), CONTRACT)]
)
FEW = st.lists(st.one_of(*REQUIREMENTS.values()), max_size=1)
SAME = st.none()
OUTREACH = SIMPLE_LINES.map(lambda one: replace(one, activity="outreach"))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Terms, Terms]:
    """Draw a course with checks, and what becomes of it: each part stays, or is drawn anew."""
    course = courses(limited=NO_LIMITS | SOME_LIMITS, required=FEW, needs=GUARDED)
    before, other = draw(course), draw(course)
    changes: dict[str, Any] = {}
    tree, governance = draw(SAME | MOVED), draw(SAME | NEEDS | GUARDED)
    if tree is not None:
        changes["activities"] = tree
    if governance is not None:
        changes["governance"] = governance
    if draw(st.booleans()):
        changes["limits"] = other.limits
    return before, replace(before, **changes)


def is_without_check(line: LedgerLine, record: Record) -> bool:
    """Say whether a check is what keeps a line from counting, and nothing else does."""
    unguarded = replace(
        record.terms, governance=tuple(replace(n, activities=()) for n in record.terms.governance)
    )
    return (
        exclusion_of(line, record) is not None
        and exclusion_of(line, replace(record, terms=unguarded)) is None
    )


@settings(deadline=None, max_examples=often(60, thorough=300))
@given(
    pair=pairs(),
    lines=ledgers(SIMPLE_LINES | LINES | OUTREACH, 2, 8),
    clearances=CLEARANCES,
    outcomes=OUTCOMES,
)
def test_where_nothing_is_looser_no_line_without_its_check_begins_to_count(
    pair: tuple[Terms, Terms],
    lines: list[LedgerLine],
    clearances: list[Clearance],
    outcomes: list[Outcome],
) -> None:
    before, now = pair
    assume(looser_checks(before, now) == ())
    record = Record(
        before, TODAY + timedelta(days=900), ClearanceBook(clearances), OutcomeBook(outcomes)
    )
    judged = judge_cohort(now, lines, clearances, outcomes, record.as_of, TRAINEES)
    by_entry = {line.entry: line for line in lines}
    guards = {need.item for needs in before.needs_of.values() for need in needs}
    for each in (one for person in judged.standings.values() for one in person.lines):
        found = by_entry[each.entry]
        if is_without_check(found, record):
            assert each.counted_minutes == 0
        if found.activity not in before.lineages and each.counted_minutes:
            # What the earlier version did not know is among themselves, or has every check.
            root = now.lineages[found.activity][-1]
            assert root in AMONG_THEMSELVES or all(
                record.clearances.is_in_date(found.trainee, item, found.held_on) for item in guards
            )


def test_the_line_of_the_old_attack_counts_only_where_it_is_said() -> None:
    unchecked = line(minutes=500, held_on=MARCH_3, state=LineState.SIGNED_OFF)
    without = after(governance=(), requirements=(HOURS,))
    assert standing(BEFORE, unchecked).lines[0].counted_minutes == 0
    assert standing(without, unchecked).lines[0].counted_minutes == 500
    assert looser_checks(BEFORE, without)
