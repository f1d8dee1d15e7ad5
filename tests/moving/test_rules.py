"""Who moves a cohort."""

from __future__ import annotations

from trainee_tracker.moving.rules import no_other_version, own_move


def test_who_publishes_another_version_is_named_where_that_is_known() -> None:
    assert "Publish another version" in str(no_other_version("Grace", [], may_publish=True))
    assert str(no_other_version("Grace", ["Ada", "Ben"], may_publish=False)) == (
        "This course belongs to Grace. Only a training lead there publishes another version: ask Ada"
        " or Ben."
    )
    assert str(no_other_version("Grace", [], may_publish=False)) == (
        "This course belongs to Grace. Only a training lead there publishes another version."
    )


def test_a_lead_who_trains_in_the_cohort_is_told_who_can_move_it() -> None:
    assert str(own_move(["Ada", "Ben"])) == "You train in this cohort. Ask Ada or Ben to move it."
    assert str(own_move([])) == (
        "You train in this cohort. Ask an administrator to invite another training lead, who can"
        " move it."
    )
