"""Adding people; giving and ending roles; inviting.

Whether the actor may is asked by `invite_person` and `end_role`; `grant_role` itself is also what
enrolling a trainee and approving a supervisor do, whose rooms have their own rules. How people
prove who they are is in `passwords.py` beside this file; its acts can be had from here too.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from trainee_tracker.append_only import hold, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.extensions import db
from trainee_tracker.people import queries, rules
from trainee_tracker.people.models import (
    Account,
    Invitation,
    InvitationUse,
    Organisation,
    Person,
    PersonName,
    RoleEnd,
    RoleGrant,
)
from trainee_tracker.people.organisations.actions import create_organisation
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
from trainee_tracker.people.rules import AccountPart, Role, Side
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

__all__ = [
    "TooSoon",
    "UnsuitablePassword",
    "WrongPassword",
    "accept_invitation",
    "add_person",
    "begin_sign_in",
    "change_account",
    "change_password",
    "confirm_password",
    "create_administrator",
    "end_role",
    "grant_role",
    "invite",
    "invite_person",
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

    Raises Impossible when the e-mail address is no address, or is known already.
    """
    fault = rules.email_fault(email)
    if fault is not None:
        raise Impossible(fault)
    address = rules.email_key(email)
    actor_id = actor.id if actor else None
    with refuse_if_taken(
        Impossible(f"Somebody with the e-mail address {address} is already known here.")
    ):
        person = Person(
            organisation_id=organisation.id,
            stream_id=organisation.stream_id,
            account=Account(email=address),
            grants=[],
            recorded_at=at,
            recorded_by_id=actor_id,
        )
        db.session.add(person)
    name = PersonName(
        full_name=full_name,
        other_name=other_name,
        other_language=other_language,
        registration=registration,
    )
    _add_name(person, name, actor_id=actor_id, at=at)
    note_account_change(person, AccountPart.EMAIL, actor_id=actor_id, at=at)
    return person


def change_account(
    person: Person,
    *,
    full_name: str,
    other_name: str,
    other_language: str,
    registration: str,
    at: datetime,
) -> None:
    """Change how a person is named from now on; what was signed or issued keeps the old name."""
    told = (full_name, other_name, other_language, registration)
    if told == (person.full_name, person.other_name, person.other_language, person.registration):
        return
    name = PersonName(
        full_name=full_name,
        other_name=other_name,
        other_language=other_language,
        registration=registration,
    )
    _add_name(person, name, actor_id=person.id, at=at)


def _add_name(person: Person, name: PersonName, *, actor_id: int | None, at: datetime) -> None:
    """Let a person be named so from now on."""
    last = queries.last_name_number(person.id)
    name.person_id, name.sequence = person.id, last + 1
    name.stream_id, name.recorded_at, name.recorded_by_id = person.stream_id, at, actor_id
    changed = Stale(
        f"Somebody else changed the name of {person.full_name or name.full_name} just now."
        " Look at it again, then change it if it is still wrong."
    )
    with refuse_if_taken(changed):
        db.session.add(name)
    db.session.refresh(person)


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


def invite(person: Person, *, actor: Person | None, at: datetime) -> str:
    """Return the token of a new single-use link with which `person` chooses a password.

    Links sent to them before stop working: only the newest is ever open.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(
        Invitation(
            person_id=person.id,
            token_hash=rules.token_hash(token),
            expires_at=at + rules.INVITATION_VALIDITY,
            stream_id=person.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id if actor else None,
        )
    )
    db.session.flush()
    return token


def invite_person(
    full_name: str,
    email: str,
    role: Role,
    organisation: Organisation,
    *,
    actor: Person,
    at: datetime,
) -> tuple[Person, str | None]:
    """Give a role to somebody new or known; return them and the token of their invitation.

    The token is None for somebody who can sign in already: they only need to be told. Somebody
    known keeps their own name, whatever name was typed.

    Raises NotAllowed when the actor may not give this role at this organisation.
    """
    if role not in queries.givable_roles(actor, organisation.id):
        raise NotAllowed(
            f"Ask an administrator to give this role at {organisation.name}: yours does not give it."
        )
    person = queries.person_by_email(email)
    if person is None:
        person = add_person(full_name, email, organisation=organisation, actor=actor, at=at)
    grant_role(person, role, organisation, actor=actor, at=at)
    if person.has_joined:
        return person, None
    return person, invite(person, actor=actor, at=at)


def accept_invitation(token: str, password: str, *, at: datetime) -> Person:
    """Set the password of the person invited by `token`, and use the link up.

    Browsers signed in with an old password are signed out.

    Raises Impossible when the link is unknown, used or out of date, UnsuitablePassword when the
    password may not be used.
    """
    invitation = queries.invitation_by_token(token)
    if invitation is None or queries.invitation_state(invitation, at=at) != "open":
        raise Impossible("This link has been used or has run out.")
    set_password(invitation.person, password, at=at)
    # Two people pressing at once both read an unused link; only one of them uses it up.
    with refuse_if_taken(Impossible("This link has been used or has run out.")):
        db.session.add(
            InvitationUse(
                invitation_id=invitation.id,
                stream_id=invitation.stream_id,
                recorded_at=at,
                recorded_by_id=invitation.person_id,
            )
        )
    return invitation.person


def create_administrator(
    full_name: str, email: str, organisation_name: str, *, at: datetime
) -> tuple[Person, str]:
    """Make somebody administrator of an organisation, both added if need be; return the person
    and the token of the link with which they choose a password.

    A new organisation stands on the community's side until its administrator changes that.
    """
    organisation = queries.organisation_by_name(organisation_name)
    if organisation is None:
        organisation = create_organisation(organisation_name, Side.COMMUNITY, actor=None, at=at)
    person = queries.person_by_email(email)
    if person is None:
        person = add_person(full_name, email, organisation=organisation, actor=None, at=at)
    grant_role(person, Role.ADMINISTRATOR, organisation, actor=None, at=at)
    return person, invite(person, actor=None, at=at)
