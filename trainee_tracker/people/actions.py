"""Adding people; giving and ending roles.

Whether the actor may is asked by `end_role`, and where people are entered and invited; `grant_role`
itself is also what enrolling a trainee and approving a supervisor do, whose rooms have their own
rules. How people prove who they are is in `passwords.py` beside this file; its acts can be had from here too.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from trainee_tracker.append_only import hold, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.extensions import db
from trainee_tracker.people import queries, rules
from trainee_tracker.people.models import (
    Account,
    Organisation,
    Person,
    RoleEnd,
    RoleGrant,
)
from trainee_tracker.people.names.actions import add_name
from trainee_tracker.people.names.rules import Naming
from trainee_tracker.people.passwords import (
    TooSoon,
    UnsuitablePassword,
    WrongPassword,
    begin_sign_in,
    change_password,
    confirm_password,
    note_account_change,
    set_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from trainee_tracker.people.rules import AccountPart, Role
from trainee_tracker.refusals import Impossible, NotAllowed

__all__ = [
    "TooSoon",
    "UnsuitablePassword",
    "WrongPassword",
    "add_person",
    "begin_sign_in",
    "change_password",
    "confirm_password",
    "end_role",
    "grant_role",
    "set_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]


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
        raise Impossible(fault)
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


def grant_role(
    person: Person, role: Role, organisation: Organisation, *, actor: Person | None, at: datetime
) -> RoleGrant:
    """Give `person` a role at `organisation`; giving one that they hold changes nothing."""
    # Of two who give it at once the second finds it given: held twice, it would not end at its end.
    hold(f"role {role} of person {person.id} at organisation {organisation.id}")
    held = db.session.scalar(queries.grants_held(person.id, role, organisation.id))
    if held is not None:
        return held
    is_over_all = role is Role.ADMINISTRATOR
    grant = RoleGrant(
        person=person,
        role=role,
        organisation=organisation,
        sequence=queries.count_grants(person.id, role, organisation.id) + 1,
        stream_id=INSTALLATION if is_over_all else organisation.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id if actor else None,
    )
    db.session.add(grant)
    db.session.flush()
    return grant


def carry_on_roles(entered: Person, person: Person, *, at: datetime) -> None:
    """Give `person` each role that was given to them as `entered`, whose own grants end.

    The person accepts; who gave the role is who gave it to them as they were entered.
    """
    given = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == entered.id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    ).all()
    for grant in given:
        db.session.add(
            RoleEnd(
                grant_id=grant.id,
                stream_id=grant.stream_id,
                recorded_at=at,
                recorded_by_id=person.id,
            )
        )
        hold(f"role {grant.role} of person {person.id} at organisation {grant.organisation_id}")
        if db.session.scalar(queries.grants_held(person.id, grant.role, grant.organisation_id)):
            continue
        db.session.add(
            RoleGrant(
                person_id=person.id,
                role=grant.role,
                organisation_id=grant.organisation_id,
                sequence=queries.count_grants(person.id, grant.role, grant.organisation_id) + 1,
                carries_on_id=grant.id,
                stream_id=grant.stream_id,
                recorded_at=at,
                recorded_by_id=person.id,
            )
        )
    db.session.flush()


def end_role(grant: RoleGrant, *, actor: Person, at: datetime) -> None:
    """End a role from this moment on; what its holder did with it stays.

    Raises NotAllowed when the actor may not give this role there, Impossible when it has ended
    already or belongs to the last administrator.
    """
    if grant.role not in queries.givable_roles(actor, grant.organisation_id):
        raise NotAllowed(
            "Only somebody who may give this role ends it: an administrator, or a training lead of"
            " the organisation for roles of its own programme."
        )
    if grant.ended_at is not None:
        raise Impossible("This role has already ended.")

    def is_not_the_last() -> None:
        if queries.is_last_administrator(grant):
            raise Impossible(
                "This is the last administrator."
                " Give somebody else the role first, then end this one."
            )

    # Two administrators who end each other's role at once would both count two.
    rely({grant.stream_id}, is_not_the_last)
    with refuse_if_taken(Impossible("This role has already ended.")):
        db.session.add(
            RoleEnd(
                grant_id=grant.id,
                stream_id=grant.stream_id,
                recorded_at=at,
                recorded_by_id=actor.id,
            )
        )
    db.session.refresh(grant)
