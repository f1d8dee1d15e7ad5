"""Adding people, with a name that somebody vouches for."""

from __future__ import annotations

from datetime import datetime

from trainee_tracker.extensions import db
from trainee_tracker.people import rules
from trainee_tracker.people.account_changes import note_account_change
from trainee_tracker.people.models import (
    Account,
    Organisation,
    Person,
)
from trainee_tracker.people.names.actions import add_name
from trainee_tracker.people.names.rules import Naming
from trainee_tracker.people.rules import AccountPart
from trainee_tracker.refusals import Impossible


def add_person(
    full_name: str,
    email: str,
    *,
    organisation: Organisation,
    other_name: str = "",
    other_language: str = "",
    registration: str = "",
    actor: Person | None,
    at: datetime,
) -> Person:
    """Add somebody whom `organisation` makes known; they sign in once they accept an invitation.

    Whoever adds them vouches for the name and the registration; without an actor the server does.
    The address may be known already: whoever it is says so when they accept. Raises Impossible when
    it is no address.
    """
    fault = rules.email_fault(email)
    if fault is not None:
        raise Impossible(fault, field="email")
    actor_id = actor.id if actor else None
    person = Person(
        organisation_id=organisation.id,
        stream_id=organisation.stream_id,
        account=Account(email=rules.email_key(email)),
        grants=[],
        recorded_at=at,
        recorded_by_id=actor_id,
    )
    db.session.add(person)
    db.session.flush()
    naming = Naming(full_name, other_name, other_language, registration)
    add_name(person, naming, actor_id=actor_id, at=at)
    note_account_change(person, AccountPart.EMAIL, actor_id=actor_id, at=at)
    return person
