"""Naming somebody of the cast otherwise, as the pages do it: asked for, and confirmed by another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from tests.cast import EMAILS, NOW
from trainee_tracker.people.models import Person
from trainee_tracker.people.names import actions, queries
from trainee_tracker.people.names.models import NameDecision, NameRequest
from trainee_tracker.people.queries import person_by_email


def ask(person: Person, **changes: Any) -> NameRequest:
    """Let a person ask for another `full_name`, `other_name`, `other_language` or `registration`."""
    return actions.request_name(
        person,
        replace(queries.naming_in_force(person.id), **changes),
        replaces_id=queries.name_in_force(person.id).id,
        at=NOW,
        request_id=str(uuid4()),
    )


def confirm(asked: NameRequest, actor: Person) -> NameDecision:
    """Let somebody confirm what was asked for."""
    return actions.confirm_name(asked, actor=actor, at=NOW, request_id=str(uuid4()))


def name_anew(
    person: Person, full_name: str | None = None, *, other_name: str = "", other_language: str = ""
) -> None:
    """Let a person be called so from noon of the test's day on; without a name they keep theirs."""
    administrator = person_by_email(EMAILS["administrator"])
    assert administrator is not None
    asked = ask(
        person,
        full_name=full_name or person.full_name,
        other_name=other_name,
        other_language=other_language,
    )
    confirm(asked, administrator)
