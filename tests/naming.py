"""Giving somebody of the cast another name, as a page does it."""

from __future__ import annotations

from tests.cast import NOW
from trainee_tracker.people import actions
from trainee_tracker.people.models import Person


def name_anew(
    person: Person, full_name: str | None = None, *, other_name: str = "", other_language: str = ""
) -> None:
    """Let a person be called so from noon of the test's day on; without a name they keep theirs."""
    actions.change_account(
        person,
        full_name=full_name or person.full_name,
        other_name=other_name,
        other_language=other_language,
        registration=person.registration,
        at=NOW,
    )
