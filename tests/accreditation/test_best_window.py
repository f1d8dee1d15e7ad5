"""Which window is the best where the course asks for more than time."""

from datetime import date

from tests.accreditation.builders import line, standing, terms
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.ledger import LineState, ModuleOutcome
from trainee_tracker.accreditation.limits import BestWindow, Cap
from trainee_tracker.accreditation.unchecked_terms import Module

COURSE = terms(
    modules=(Module("qualification", "Qualifying course"),),
    requirements=(
        MinimumMinutes("all", "All", "practice", 450),
        MinimumMinutes("after", "After", "practice", 150, after_module="qualification"),
        MinimumMinutes("pool", "Pool", "practice", 100, pooled="person"),
        MinimumMinutes("supervision", "Supervision", "supervision", 60),
    ),
    limits=(BestWindow("window", "Window", "practice", 36),),
)
QUALIFIED = [ModuleOutcome("amina", "qualification", date(2023, 1, 1))]


def test_the_window_with_which_most_is_met_is_better_than_the_fullest() -> None:
    lines = [
        line(minutes=500, held_on=date(2016, 5, 1)),
        line(minutes=450, held_on=date(2024, 5, 1)),
    ]
    found = standing(COURSE, *lines, outcomes=QUALIFIED)
    assert [part.have for part in found.requirements[:2]] == [450, 450]
    assert [one.counted_minutes for one in found.lines] == [0, 450]


def test_where_no_window_meets_more_the_fullest_is_best() -> None:
    lines = [
        line(minutes=500, held_on=date(2016, 5, 1)),
        line(minutes=450, held_on=date(2024, 5, 1)),
    ]
    found = standing(COURSE, *lines)
    assert [one.counted_minutes for one in found.lines] == [500, 0]


def test_of_windows_that_meet_as_much_the_fuller_is_best() -> None:
    lines = [
        line(minutes=450, held_on=date(2023, 5, 1)),
        line(minutes=451, held_on=date(2026, 7, 1)),
    ]
    found = standing(COURSE, *lines, outcomes=QUALIFIED)
    assert [one.counted_minutes for one in found.lines] == [0, 451]


def test_a_line_that_waits_says_what_signing_it_off_would_not_mend() -> None:
    course = terms(
        requirements=(MinimumMinutes("all", "All", "practice", 450),),
        limits=(Cap("cap", "Cap", "practice", minutes=60),),
    )
    full = line(minutes=60, held_on=date(2026, 3, 1))
    waiting = line(minutes=50, held_on=date(2026, 3, 2), state=LineState.SUBMITTED)
    said = standing(course, full, waiting).lines[1]
    assert (str(said.reason), said.waiting_minutes, said.limit) == (
        "Waiting for sign-off.",
        0,
        "cap",
    )
    assert str(said.remedy) == (
        "Signing it off would not be enough for all of it. Not counted: this course counts at "
        "most 1 h of practice with families."
    )
