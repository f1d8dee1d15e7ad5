"""Who moves a cohort."""

from __future__ import annotations

from trainee_tracker.moving.rules import own_move


def test_a_lead_who_trains_in_the_cohort_is_told_who_can_move_it() -> None:
    assert str(own_move(["Ada", "Ben"])) == "You train in this cohort. Ask Ada or Ben to move it."
    assert str(own_move([])) == (
        "You train in this cohort. Ask an administrator to invite another training lead, who can"
        " move it."
    )
