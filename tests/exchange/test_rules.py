"""What the headings of a list of trainees mean, and which list was shown."""

from __future__ import annotations

import pytest

from trainee_tracker.exchange import rules
from trainee_tracker.refusals import Stale


def test_headings_are_known_by_many_names() -> None:
    heading = rules.heading_of(
        ["Full Name", " E-mail address ", "", "Phone", "Mail", "Enrolled_On"]
    )
    assert heading.places == {"name": 0, "email": 1, "enrolled_on": 5}
    assert heading.labels["email"] == "E-mail address"
    assert heading.unused == ("Phone",)
    assert heading.twice == ("Mail",)
    assert heading.width == 6
    assert rules.heading_of([]).width == 0


def test_a_list_other_than_the_one_shown_is_refused() -> None:
    rules.ensure_as_shown("a", "a")
    with pytest.raises(Stale, match="Nobody was enrolled"):
        rules.ensure_as_shown("a", "b")
