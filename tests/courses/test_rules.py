"""The rules of courses."""

from __future__ import annotations

import pytest

from trainee_tracker.courses import rules
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.refusals import Impossible, NotAllowed, Stale


def test_only_a_lead_of_the_owning_organisation_may_change_a_course() -> None:
    rules.ensure_leads({3, 4}, 4)
    with pytest.raises(NotAllowed, match="organisation that owns the course"):
        rules.ensure_leads({3}, 4)


@pytest.mark.parametrize(
    ("title", "message"),
    [("", "Write the title"), ("  \t", "Write the title"), ("x" * 201, "200 characters")],
)
def test_a_title_that_the_tables_cannot_hold_is_refused(title: str, message: str) -> None:
    with pytest.raises(Impossible, match=message):
        rules.ensure_title(title, "the title")


def test_naming_changes_the_titles_and_nothing_else() -> None:
    terms = load_preset("aft-foundation")
    named = rules.titled(terms, title="Families together", award="Friend of families")
    assert (named.title, named.award) == ("Families together", "Friend of families")
    assert named.requirements == terms.requirements
    assert named.source == terms.source


def test_a_draft_that_changed_since_it_was_shown_is_not_published() -> None:
    rules.ensure_as_shown("a", None)
    rules.ensure_as_shown("a", "a")
    with pytest.raises(Stale):
        rules.ensure_as_shown("a", "b")
