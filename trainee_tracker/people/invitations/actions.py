"""Entering people, inviting them, and what becomes of an invitation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select

from trainee_tracker.append_only import hold, refuse_if_taken
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people import rules
from trainee_tracker.people.account.actions import store_hash
from trainee_tracker.people.acquaintances import (
    acquaintances_of,
    anybody_by_address,
    ensure_meant,
)
from trainee_tracker.people.actions import add_person
from trainee_tracker.people.invitations.links import token_from
from trainee_tracker.people.invitations.models import Invitation, InvitationRefusal, InvitationUse
from trainee_tracker.people.invitations.queries import (
    LinkState,
    invitation_by_token,
    invitation_state,
)
from trainee_tracker.people.invitations.rules import INVITATION_VALIDITY
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.names.actions import request_name
from trainee_tracker.people.names.queries import name_in_force, naming_in_force
from trainee_tracker.people.names.rules import is_another_registration
from trainee_tracker.people.organisations.actions import add_organisation
from trainee_tracker.people.organisations.queries import organisation_by_name
from trainee_tracker.people.passwords.actions import hash_of_new
from trainee_tracker.people.queries import givable_roles, person_by_email
from trainee_tracker.people.roles.actions import grant_role
from trainee_tracker.people.roles.queries import givers_of
from trainee_tracker.people.roles.rules import not_yours_to_give
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Impossible


def enter_person(
    full_name: str,
    email: str,
    *,
    organisation: Organisation,
    actor: Person,
    at: datetime,
    other_name: str = "",
    other_language: str = "",
    also_seen: Select[int] | None = None,
) -> Person:
    """Return whom the actor means by a name and an address: somebody they may see, or somebody new.

    The actor may see whoever holds a role where they lead, and who is among `also_seen`. Everybody
    else is entered as new at `organisation`, whether or not the address opens an account: its owner
    says who they are when they accept. Raises Impossible where somebody whom the actor may see goes
    by another name, or the address is none.
    """
    address = rules.email_key(email)
    # Two leads who enter the same person at once would otherwise enter them twice.
    hold(f"entering {address} at organisation {organisation.id}")
    known = acquaintances_of(actor, [address], also=also_seen).get(address)
    if known is None:
        return add_person(
            full_name,
            email,
            organisation=organisation,
            other_name=other_name,
            other_language=other_language,
            actor=actor,
            at=at,
        )
    ensure_meant(known, full_name, other_name)
    return db.session.get_one(Person, known.id)


def invite(person: Person, *, actor: Person | None, at: datetime) -> str:
    """Return the token of a new single-use link with which `person` accepts, or is let in again.

    Links sent to them before stop working: only the newest is ever open.
    """
    nonce = str(uuid4())
    token = token_from(nonce)
    db.session.add(
        Invitation(
            person_id=person.id,
            nonce=nonce,
            token_hash=rules.token_hash(token),
            expires_at=at + INVITATION_VALIDITY,
            stream_id=person.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id if actor else None,
        )
    )
    db.session.flush()
    return token


def accept_invitation(token: str, password: str, *, registration: str = "", at: datetime) -> Person:
    """Set the password of the person invited by `token`, and use the link up.

    A `registration` given with it is asked for, and stands once somebody else has confirmed it.
    Browsers signed in with an old password are signed out.

    Raises Impossible when the link is unknown, used, refused or out of date, or when its address
    opens the account of somebody who accepts as themselves; UnsuitablePassword when the password
    may not be used.
    """
    invitation = open_invitation(token, at=at)
    person = invitation.person
    known = person_by_email(person.email)
    taken = Impossible(
        say(
            "This e-mail address opens an account already."
            " Open the link again and accept with the password of that account."
        )
    )
    if known is not None and known.id != person.id:
        raise taken
    password_hash = hash_of_new(password, person)
    with refuse_if_taken(taken):
        store_hash(person, password_hash, at=at)
    use_up(invitation, actor=person, at=at)
    _ask_for_registration(person, registration, at=at)
    return person


def _ask_for_registration(person: Person, registration: str, *, at: datetime) -> None:
    """Ask that a registration stands beside somebody's name, unless it does or none was given."""
    if not is_another_registration(registration, person.registration):
        return
    request_name(
        person,
        replace(naming_in_force(person.id), registration=registration),
        replaces_id=name_in_force(person.id).id,
        at=at,
        request_id=str(uuid4()),
    )


def refuse_invitation(token: str, *, at: datetime) -> Person:
    """Refuse the place that an invitation offers; return the person as they were entered.

    Raises Impossible when the link is not open, or when somebody who has joined already would only
    be let in again with it.
    """
    invitation = open_invitation(token, at=at)
    person = invitation.person
    if person.has_joined:
        raise Impossible(
            say("You have joined already, so there is nothing to refuse. Sign in instead.")
        )
    _answer(invitation, InvitationRefusal, actor=person, at=at)
    return person


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """Return the invitation of a link that works; raises Impossible for any other link."""
    invitation = invitation_by_token(token)
    if invitation is None or invitation_state(invitation, at=at) is not LinkState.OPEN:
        raise _used_or_run_out()
    return invitation


def use_up(invitation: Invitation, *, actor: Person, at: datetime) -> None:
    """Write that an invitation was accepted; raises Impossible when it was answered meanwhile."""
    _answer(invitation, InvitationUse, actor=actor, at=at)


def _answer(
    invitation: Invitation,
    answer: type[InvitationUse | InvitationRefusal],
    *,
    actor: Person,
    at: datetime,
) -> None:
    """Write what became of an invitation, once."""
    # Who accepts in one window and refuses in another would otherwise find it open in both.
    hold(f"answer to invitation {invitation.id}")
    if invitation_state(invitation, at=at) is not LinkState.OPEN:
        raise _used_or_run_out()
    db.session.add(
        answer(
            invitation_id=invitation.id,
            stream_id=invitation.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
    )
    db.session.flush()


def _used_or_run_out() -> Impossible:
    return Impossible(
        say("This link has been used or has run out. Ask whoever invited you for a new one.")
    )


def invite_person(
    full_name: str,
    email: str,
    role: Role,
    organisation: Organisation,
    *,
    actor: Person,
    at: datetime,
) -> tuple[Person, str | None]:
    """Give a role to somebody whom the actor knows, or enter them; return them and the token of
    their invitation, which is None for somebody who can sign in already: they need only be told.

    Raises NotAllowed when the actor may not give this role at this organisation or to this person,
    Impossible as `enter_person` does, and for an organisation that has no such role.
    """
    if role not in givable_roles(actor, organisation.id):
        raise not_yours_to_give(
            organisation.name, givers_of(role, organisation.id, besides=actor.id)
        )
    person = enter_person(full_name, email, organisation=organisation, actor=actor, at=at)
    grant_role(person, role, organisation, actor=actor, at=at)
    if person.has_joined:
        return person, None
    return person, invite(person, actor=actor, at=at)


def create_administrator(
    full_name: str, email: str, organisation_name: str, *, at: datetime
) -> tuple[Person, str]:
    """Make somebody administrator of an organisation, both added if need be; return the person
    and the token of the link with which they choose a password.

    A new organisation stands on the community's side until its administrator changes that.
    """
    organisation = organisation_by_name(organisation_name)
    if organisation is None:
        organisation = add_organisation(organisation_name, Side.COMMUNITY, actor=None, at=at)
    known = anybody_by_address(email)
    if known is None:
        person = add_person(full_name, email, organisation=organisation, actor=None, at=at)
    else:
        ensure_meant(known, full_name)
        person = db.session.get_one(Person, known.id)
    grant_role(person, Role.ADMINISTRATOR, organisation, actor=None, at=at)
    return person, invite(person, actor=None, at=at)
