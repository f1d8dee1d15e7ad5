"""The usual items: their outcomes, titles and places."""

from __future__ import annotations

from trainee_tracker.governance.items import DEFAULT_ITEMS, Level, definition_of, place_of, title_of
from trainee_tracker.messages import say


def test_every_default_item_can_be_cleared_and_can_be_not_cleared() -> None:
    for key, item in DEFAULT_ITEMS.items():
        assert {outcome.clears for outcome in item.outcomes} == {True, False}, key
        assert 1 <= item.months_valid <= 36
        assert item.key == key
    assert {
        "enhanced-dbs",
        "supervision-contract",
        "safeguarding",
        "data-security",
        "indemnity",
        "code-of-ethics",
        "readiness-to-practise",
    } <= set(DEFAULT_ITEMS)


def test_a_title_is_ours_only_while_it_is_in_our_words() -> None:
    assert title_of("enhanced-dbs", "Enhanced DBS check") == say("Enhanced DBS check")
    assert title_of("enhanced-dbs", "DBS, seen by the dean") == "DBS, seen by the dean"
    assert title_of("ministry-reference", "Reference of a minister") == "Reference of a minister"


def test_an_item_of_a_course_s_own_has_plain_outcomes() -> None:
    own = definition_of("ministry-reference", "Reference of a minister")
    assert own.level is Level.BLOCKER
    assert own.title == "Reference of a minister"
    assert own.outcome("in-place") is not None
    assert own.outcome("cleared") is None
    assert definition_of("enhanced-dbs", "Anything") is DEFAULT_ITEMS["enhanced-dbs"]
    assert sorted(["zeal", "indemnity", "enhanced-dbs"], key=place_of) == [
        "enhanced-dbs",
        "indemnity",
        "zeal",
    ]
