"""What limits and credits leave of a line, to the minute, and what is said of the rest."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from tests.accreditation.builders import (
    DBS,
    MONDAY,
    PRACTICE_HOUR,
    day,
    judged,
    left,
    limited,
    line,
    said,
    standing,
)
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit, credit_for
from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.kinds import MinimumMinutes, ModulesPassed
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    Clearance,
    CompetenceRating,
    LineState,
    ModuleOutcome,
    Outcome,
)
from trainee_tracker.accreditation.limits import BestWindow, Cap, SupervisedPeriod
from trainee_tracker.accreditation.outcomes import Outcomes, Seen
from trainee_tracker.accreditation.standing import ActivityTotal, JudgedLine

MONTHLY = SupervisedPeriod("monthly", "Monthly", "practice", "supervision", 90)
MONTH = BestWindow("month", "Best month", "practice", 1)


def test_the_last_day_of_a_window_helps_to_make_it_the_best() -> None:
    lines = [
        line(minutes=60, held_on=date(2026, 3, 3)),
        line(minutes=60, held_on=date(2026, 4, 2)),
        line(minutes=90, held_on=date(2026, 6, 1)),
    ]
    assert left(limited(MONTH), *lines) == [60, 60, 0]


def test_a_window_over_nothing_leaves_everything_else() -> None:
    assert left(limited(MONTH), line("taught", 45)) == [45]
    assert standing(limited(MONTH)).requirements[0].have == 0


def test_what_fits_on_a_day_that_is_cut_short_needs_no_reason() -> None:
    course = limited(Cap("most", "At most an hour", "practice", minutes=60))
    first, second = line(minutes=40), line(minutes=40)
    assert left(course, first, second) == [40, 20]
    assert said(course, first, second, of=first).reason is None
    cut = said(course, first, second, of=second)
    assert (cut.limit, str(cut.reason)) == (
        "most",
        "Counted 20 min of 40 min: this course counts at most 1 h of practice with families.",
    )


def test_supervision_of_a_month_adds_up_over_its_days() -> None:
    lines = [
        line(minutes=60),
        line("supervision", 45, held_on=MONDAY),
        line("supervision", 45, held_on=day(9)),
    ]
    assert left(limited(MONTHLY), *lines) == [60, 45, 45]


def test_where_sites_do_not_matter_what_is_lost_adds_up_over_them() -> None:
    north, south = line(minutes=60, site="North"), line(minutes=60, site="South")
    result = said(limited(MONTHLY), north, south, of=north)
    assert (
        str(result.remedy) == "1 h 30 min more of supervision in March 2026 would count these 2 h."
    )


def test_a_share_is_of_the_requirement_that_it_names() -> None:
    more = MinimumMinutes("more", "More", "taught", 600)
    course = limited(
        Cap("share", "A tenth", "practice", percent=10, of="more"),
        requirements=(PRACTICE_HOUR, more),
    )
    assert left(course, line(minutes=90)) == [60]


# Lines that differ only in what a course looks at are not lumped together.


def test_supervision_in_groups_of_different_sizes_is_credited_by_each_size() -> None:
    course = limited(credits=(GroupCredit("supervision", CreditKind.SHARE),))
    sizes = [line("supervision", 60, present=present) for present in (1, 2, 3)]
    assert left(course, *sizes) == [60, 30, 20]
    assert left(course, *reversed(sizes)) == [20, 30, 60]


@pytest.mark.parametrize(
    ("formula", "present", "minutes"),
    [(None, 4, 60), (CreditKind.FULL, 4, 60), (CreditKind.SHARE, 1, 60), (CreditKind.SHARE, 4, 15)],
)
def test_a_credit_tells_its_minutes(formula: CreditKind | None, present: int, minutes: int) -> None:
    credit = None if formula is None else GroupCredit("supervision", formula)
    earned = credit_for(credit, "Supervision", 60, present)
    assert earned.minutes == minutes
    assert (earned.reason is None) == (earned.remedy is None) == (minutes == 60)


@pytest.mark.parametrize(("present", "minutes"), [(4, 30), (5, 0)])
def test_a_group_that_is_too_large_and_one_that_is_not_say_so(present: int, minutes: int) -> None:
    earned = credit_for(GroupCredit("supervision", CreditKind.HALF, 4), "Supervision", 60, present)
    assert earned.minutes == minutes
    assert earned.reason is not None
    assert ("groups of at most 4" in str(earned.reason)) == (present > 4)


def test_a_missed_session_says_what_to_do_if_it_was_not_missed() -> None:
    one = judged(limited(), line(attended=False))
    assert str(one.remedy) == "If it did take place, have the entry corrected."


def test_a_judged_line_says_whose_it_is_and_how_long_it_was() -> None:
    one = line(minutes=50, entry="first")
    counted = JudgedLine("first", "amina", 50, 50, None, None)
    assert judged(limited(), one) == counted


def test_a_standing_shows_every_activity_with_what_counts_and_what_waits() -> None:
    lines = [line(), line("family-clinic", 30), line(state=LineState.SUBMITTED, minutes=15)]
    result = standing(limited(), *lines)
    assert result.trainee == "amina"
    assert result.totals == (
        ActivityTotal("taught", "Taught hours", 0, 0),
        ActivityTotal("practice", "Practice with families", 90, 15),
        ActivityTotal("family-clinic", "Family clinic", 30, 0),
        ActivityTotal("supervision", "Supervision", 0, 0),
    )


def test_an_entry_that_is_there_twice_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"^An entry is there twice among the lines to judge\.$"):
        standing(limited(), line(entry="one"), line(entry="one"))


def test_what_is_decided_by_others_never_waits_for_a_signature() -> None:
    course = limited(requirements=(ModulesPassed("modules", "Modules"),))
    assert standing(course).requirements[0].waiting == 0


def test_a_cohort_stands_as_of_the_day_that_was_asked_for() -> None:
    assert judge_cohort(limited(), [], [], [], day(5), ["amina"]).as_of == day(5)


def test_practice_counts_at_the_site_that_had_supervision_and_not_at_the_other() -> None:
    course = limited(replace(MONTHLY, per_site=True))
    lines = [line(site="Hall"), line(site="Mosque"), line("supervision", 90, site="Hall")]
    assert left(course, *lines) == [60, 0, 90]
    assert left(course, *reversed(lines)) == [90, 0, 60]


def test_practice_in_the_gap_between_two_checks_does_not_count() -> None:
    course = limited(governance=(DBS,))
    checks = [
        Clearance("amina", DBS.item, date(2026, 1, 1), date(2026, 1, 31)),
        Clearance("amina", DBS.item, date(2026, 3, 1)),
    ]
    lines = [line(held_on=date(2026, month, 15)) for month in (1, 2, 3)]
    assert left(course, *lines, clearances=checks) == [60, 0, 60]
    assert standing(course, *lines, clearances=checks).requirements[0].have == 120


def test_what_counts_on_no_day_does_not_count_on_the_first_day_of_all() -> None:
    result = standing(limited(governance=(DBS,)), line(held_on=date.min))
    assert (result.requirements[0].have, result.lines[0].counted_minutes) == (0, 0)


def test_time_of_different_sorts_after_a_module_adds_up() -> None:
    after = MinimumMinutes("after", "After", "practice", 120, after_module="genograms")
    course = limited(requirements=(after,))
    lines = [line(), line("family-clinic"), line(role="lead", held_on=day(-7))]
    passed = [ModuleOutcome("amina", "genograms", MONDAY)]
    assert standing(course, *lines, outcomes=passed).requirements[0].have == 120


# What was decided beside the hours: whatever the order, the first pass and the lowest figure stand.


def gathered(*outcomes: Outcome) -> Outcomes:
    """Return everything that was decided."""
    everything = Outcomes()
    for outcome in outcomes:
        everything.add(outcome)
    return everything


def test_a_module_is_passed_on_the_first_of_several_days() -> None:
    passed = [ModuleOutcome("amina", "genograms", day(number)) for number in (3, 1, 2)]
    for order in permutations(passed):
        assert gathered(*order).passed == {"genograms": day(1)}


def test_the_lowest_of_several_reported_attendances_stands() -> None:
    figures = [AttendanceFigure("amina", percent, "genograms") for percent in (90, 70, 80)]
    for order in permutations(figures):
        assert gathered(*order).attendance == {"genograms": 70}
    assert gathered(AttendanceFigure("amina", 100)).attendance == {None: 100}


def test_harm_seen_once_on_a_day_was_seen_and_the_lowest_level_stands() -> None:
    ratings = [
        CompetenceRating("amina", "safety", 4, MONDAY, is_harmful=True),
        CompetenceRating("amina", "safety", 2, MONDAY),
        CompetenceRating("amina", "safety", 3, MONDAY),
    ]
    for order in permutations(ratings):
        assert gathered(*order).seen == {"safety": {MONDAY: Seen(2, is_harmful=True)}}
    for rating in ratings:
        seen = Seen(rating.level, is_harmful=rating.is_harmful)
        assert gathered(rating).seen == {"safety": {MONDAY: seen}}
