"""The days between which a check can hold, and which of them a page offers first."""

from __future__ import annotations

from datetime import date

import pytest

from trainee_tracker.governance.validity import day_to_offer

FIRST, LAST = date(2026, 3, 1), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("first", "today", "offered"),
    [
        (FIRST, date(2026, 5, 5), date(2026, 5, 5)),
        (FIRST, date(2026, 1, 1), FIRST),
        (FIRST, date(2027, 1, 1), LAST),
        (None, date(2026, 5, 5), date(2026, 5, 5)),
    ],
)
def test_today_is_offered_or_the_nearest_day_on_which_something_can_happen(
    first: date | None, today: date, offered: date
) -> None:
    assert day_to_offer(first, LAST, today) == offered
