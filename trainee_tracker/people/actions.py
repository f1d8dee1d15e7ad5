"""Adding organisations, sites and people; giving and ending roles; inviting.

Whether the actor may is asked by `invite_person` and `end_role`; `grant_role` itself is also what
enrolling a trainee and approving a supervisor do, whose rooms have their own rules. How people
prove who they are is in `passwords.py` beside this file; its acts can be had from here too.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from trainee_tracker.audit import actions as audit
from trainee_tracker.extensions import db
from trainee_tracker.people import queries, rules
from trainee_tracker.people.models import Invitation, Organisation, Person, RoleGrant, Site
from trainee_tracker.people.passwords import (
    TooSoon,
    UnsuitablePassword,
    WrongPassword,
    begin_sign_in,
    change_password,
    confirm_password,
    set_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Impossible, NotAllowed

__all__ = [
    "TooSoon",
    "UnsuitablePassword",
    "WrongPassword",
    "accept_invitation",
    "add_person",
    "add_site",
    "begin_sign_in",
    "change_account",
    "change_organisation",
    "change_password",
    "confirm_password",
    "create_administrator",
    "create_organisation",
    "end_role",
    "grant_role",
    "invite",
    "invite_person",
    "set_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]


def create_organisation(
    name: str,
    side: Side,
    *,
    brand: str = "#3d2a5c",
    accent: str = "#e3a72f",
    issuer_line: str = "",
    actor: Person | None,
    at: datetime,
) -> Organisation:
    """Add an organisation on `side`; `brand` and `accent` are its colours as `#rrggbb`.

    Raises Impossible when the name is taken or a colour cannot carry words.
    """
    _ensure_colours(brand, accent)
    organisation = Organisation(
        name=name, side=side, brand=brand, accent=accent, issuer_line=issuer_line
    )
    _add(organisation, f"There is already an organisation called {name}.")
    _record("people.organisation_created", organisation, actor, at, name=name, side=side)
    return organisation


def change_organisation(
    organisation: Organisation,
    *,
    name: str,
    side: Side,
    brand: str,
    accent: str,
    issuer_line: str,
    actor: Person,
    at: datetime,
) -> None:
    """Change what is known of an organisation; certificates already issued keep what they say.

    Raises Impossible when the name is taken or a colour cannot carry words.
    """
    _ensure_colours(brand, accent)
    taken = select(Organisation.id).where(
        Organisation.name == name, Organisation.id != organisation.id
    )
    if db.session.scalar(taken) is not None:
        raise Impossible(f"There is already an organisation called {name}.")
    before = {"name": organisation.name, "side": organisation.side}
    organisation.name, organisation.side = name, side
    organisation.brand, organisation.accent = brand, accent
    organisation.issuer_line = issuer_line
    db.session.flush()
    _record(
        "people.organisation_changed",
        organisation,
        actor,
        at,
        before=before,
        name=name,
        side=side,
    )


def add_site(organisation: Organisation, name: str, *, actor: Person | None, at: datetime) -> Site:
    """Add a place where the organisation meets families or holds classes.

    Raises Impossible when the organisation has a site of that name.
    """
    site = Site(organisation_id=organisation.id, name=name)
    _add(site, f"{organisation.name} already has a site called {name}.")
    _record("people.site_added", site, actor, at, organisation=organisation.id, name=name)
    return site


def add_person(
    full_name: str,
    email: str,
    *,
    other_name: str = "",
    other_language: str = "",
    registration: str = "",
    actor: Person | None,
    at: datetime,
) -> Person:
    """Add somebody, who cannot sign in before they accept an invitation.

    Raises Impossible when the e-mail address is no address, or is known already.
    """
    fault = rules.email_fault(email)
    if fault is not None:
        raise Impossible(fault)
    person = Person(
        full_name=full_name,
        email=rules.email_key(email),
        other_name=other_name,
        other_language=other_language,
        registration=registration,
        created_at=at,
        grants=[],
    )
    _add(person, f"Somebody with the e-mail address {person.email} is already known here.")
    _record("people.person_added", person, actor, at)
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
    person.full_name, person.registration = full_name, registration
    person.other_name, person.other_language = other_name, other_language
    db.session.flush()
    _record("people.account_changed", person, person, at)


def grant_role(
    person: Person, role: Role, organisation: Organisation, *, actor: Person | None, at: datetime
) -> RoleGrant:
    """Give `person` a role at `organisation`; giving one that they hold changes nothing."""
    held = db.session.scalar(queries.grants_held(person.id, role, organisation.id))
    if held is not None:
        return held
    try:
        with db.session.begin_nested():
            grant = RoleGrant(
                person=person,
                role=role,
                organisation=organisation,
                granted_by_id=actor.id if actor else None,
                granted_at=at,
            )
            db.session.add(grant)
    except IntegrityError:
        # Somebody else gave the same role a moment ago.
        return db.session.scalars(queries.grants_held(person.id, role, organisation.id)).one()
    _record(
        "people.role_granted",
        grant,
        actor,
        at,
        person=person.id,
        role=role,
        organisation=organisation.id,
    )
    return grant


def end_role(grant: RoleGrant, *, actor: Person, at: datetime) -> None:
    """End a role from this moment on; what its holder did with it stays.

    Raises NotAllowed when the actor may not give this role there, Impossible when it has ended
    already or belongs to the last administrator.
    """
    if grant.role not in queries.givable_roles(actor, grant.organisation_id):
        raise NotAllowed("Only somebody who may give this role may end it.")
    # Two administrators who end each other's role at once would both count two.
    audit.wait_for_turn(db.session())
    db.session.refresh(grant)
    if grant.ended_at is not None:
        raise Impossible("This role has already ended.")
    if grant.role is Role.ADMINISTRATOR and queries.count_administrators() == 1:
        raise Impossible(
            "This is the last administrator. Give somebody else the role first, then end this one."
        )
    grant.ended_at = at
    db.session.flush()
    _record(
        "people.role_ended",
        grant,
        actor,
        at,
        person=grant.person_id,
        role=grant.role,
        organisation=grant.organisation_id,
    )


def invite(person: Person, *, actor: Person | None, at: datetime) -> str:
    """Return the token of a new single-use link with which `person` chooses a password.

    Links sent to them before stop working.
    """
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.person_id == person.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > at,
        )
        .values(expires_at=at)
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        person_id=person.id,
        token_hash=rules.token_hash(token),
        invited_by_id=actor.id if actor else None,
        created_at=at,
        expires_at=at + rules.INVITATION_VALIDITY,
    )
    db.session.add(invitation)
    db.session.flush()
    _record("people.invited", invitation, actor, at, person=person.id)
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
        raise NotAllowed(f"You may not give this role at {organisation.name}.")
    person = queries.person_by_email(email)
    if person is None:
        person = add_person(full_name, email, actor=actor, at=at)
    grant_role(person, role, organisation, actor=actor, at=at)
    if person.password_hash is not None:
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
    # Two people pressing at once both read an unused link; only one of them changes the row.
    used = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
        .values(used_at=at)
        .returning(Invitation.id)
    )
    if used.first() is None:
        raise Impossible("This link has been used or has run out.")
    _record("people.invitation_accepted", invitation, invitation.person, at)
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
        person = add_person(full_name, email, actor=None, at=at)
    grant_role(person, Role.ADMINISTRATOR, organisation, actor=None, at=at)
    return person, invite(person, actor=None, at=at)


def _ensure_colours(brand: str, accent: str) -> None:
    fault = rules.colour_fault(brand, carries_text=True) or rules.colour_fault(
        accent, carries_text=False
    )
    if fault is not None:
        raise Impossible(fault)


def _add(row: Organisation | Site | Person, if_taken: str) -> None:
    """Insert `row`; raises Impossible(`if_taken`) when its name or address is taken."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Impossible(if_taken) from None


def _record(
    kind: str,
    row: Organisation | Site | Person | RoleGrant | Invitation,
    actor: Person | None,
    at: datetime,
    **facts: object,
) -> None:
    audit.record(
        kind,
        actor_id=actor.id if actor else None,
        at=at,
        subject_table=row.__tablename__,
        subject_id=row.id,
        facts=facts,
    )
