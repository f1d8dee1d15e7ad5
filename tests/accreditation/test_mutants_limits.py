"""Small faults in limits, each of which would change what somebody's hours count."""

from datetime import date

from tests.accreditation.builders import left, limited, line, standing
from trainee_tracker.accreditation.limits import BestWindow

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
