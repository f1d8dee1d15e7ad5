"""Reading people, organisations, invitations and sign-ins, through the person asking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    case,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import aliased, joinedload, selectinload

from trainee_tracker.extensions import db
from trainee_tracker.people import rules
from trainee_tracker.people.invitations.queries import Asked, newest_invitations
from trainee_tracker.people.models import (
    Account,
    Organisation,
    OrganisationState,
    PasswordFailure,
    Person,
    PersonName,
    RoleGrant,
    SamePerson,
    SignIn,
    Site,
)
from trainee_tracker.people.rules import Role, Side, Tries

LEADING_ROLES = frozenset({Role.ADMINISTRATOR, Role.TRAINING_LEAD})
"""The roles whose holders see who else is known at their organisation."""


def held_by(person: Person) -> list[tuple[Role, int]]:
    """Return (role, organisation id) for every role by which `person` may act now.

    A governance lead who waits to be accepted holds no right by that role.
    """
    return [(grant.role, grant.organisation_id) for grant in person.grants if grant.is_in_force]


def givable_roles(person: Person, organisation_id: int) -> frozenset[Role]:
    """Return the roles that `person` may give at this organisation."""
    return rules.roles_givable_at(held_by(person), organisation_id)


def is_administrator(person: Person) -> bool:
    """Tell whether `person` looks after every organisation."""
    return any(role is Role.ADMINISTRATOR for role, _where in held_by(person))


def person_by_email(email: str) -> Person | None:
    """Return who signs in with an e-mail address, however it is spelled; they have joined."""
    return db.session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Account.email == rules.email_key(email), Account.password_hash.is_not(None))
    )


def identity_of(person_id: int) -> int:
    """Return who the person with this id is: themselves, or as whom they accepted their place."""
    same = select(SamePerson.same_as_id).where(SamePerson.person_id == person_id)
    return db.session.scalar(same) or person_id


def known_as(person_id: int) -> CompoundSelect[int]:
    """Select the ids under which rows refer to somebody: their own, and those that were entered.

    Whoever is somebody else by now has no row left. Rows are found by it with the index of what was
    entered; who it is that a row refers to (`whoever`) is known only once the row is read.
    """
    return _entered_as(select(literal(person_id).label("id")))


def known_as_all(people: Collection[int] | Select[int]) -> CompoundSelect[int]:
    """Select the same ids of all these people, given by their ids or a select of them."""
    one = aliased(Person)
    return _entered_as(select(one.id).where(one.id.in_(people)))


def _entered_as(people: Select[int]) -> CompoundSelect[int]:
    asked = people.cte()
    own = select(asked.c.id).where(asked.c.id.not_in(select(SamePerson.person_id)))
    entered = select(SamePerson.person_id).where(SamePerson.same_as_id.in_(select(asked.c.id)))
    return entered.union_all(own)


def organisation_by_name(name: str, *, besides: int | None = None) -> Organisation | None:
    """Return the organisation called exactly `name`, leaving the one with the id `besides` out."""
    return db.session.scalar(
        select(Organisation)
        .where(
            Organisation.id.in_(
                select(OrganisationState.organisation_id).where(OrganisationState.name == name)
            ),
            Organisation.name == name,
            Organisation.id != (besides or 0),
        )
        .order_by(Organisation.id)
        .limit(1)
    )


def last_state_of(organisation: Organisation) -> OrganisationState | None:
    """Return what stands of an organisation, or None for one that was added just now."""
    return db.session.scalar(
        select(OrganisationState)
        .where(OrganisationState.organisation_id == organisation.id)
        .order_by(OrganisationState.sequence.desc())
        .limit(1)
    )


def last_name_number(person_id: int) -> int:
    """Return how often a person was named, as the number of their last name."""
    return (
        db.session.scalar(
            select(func.max(PersonName.sequence)).where(PersonName.person_id == person_id)
        )
        or 0
    )


def organisation_by_id(organisation_id: int) -> Organisation | None:
    """Return an organisation whoever asks: for its colours, which are public."""
    return db.session.get(Organisation, organisation_id)


def _organisations(among: ColumnElement[bool]) -> Select[Organisation]:
    return select(Organisation).where(among).order_by(Organisation.name, Organisation.id)


def _theirs(person: Person, roles: Collection[Role] = frozenset(Role)) -> ColumnElement[bool]:
    """Return which organisations are `person`'s by one of `roles`; all are an administrator's."""
    if is_administrator(person):
        return true()
    return Organisation.id.in_({where for role, where in held_by(person) if role in roles})


def organisations_for(person: Person) -> list[Organisation]:
    """Return the organisations at which `person` holds a role, by name; administrators see all."""
    return list(db.session.scalars(_organisations(_theirs(person))))


def organisations_led_by(person: Person, *, with_sites: bool = False) -> list[Organisation]:
    """Return the organisations whose people `person` may invite, by name."""
    statement = _organisations(_theirs(person, LEADING_ROLES))
    if with_sites:
        statement = statement.options(selectinload(Organisation.sites))
    return list(db.session.scalars(statement))


def organisation_led_by(person: Person, organisation_id: int) -> Organisation | None:
    """Return one of `organisations_led_by(person)`, with its sites."""
    return db.session.scalar(
        _organisations(_theirs(person, LEADING_ROLES))
        .where(Organisation.id == organisation_id)
        .options(selectinload(Organisation.sites))
    )


def organisations_on(*sides: Side) -> list[Organisation]:
    """Return every organisation on one of `sides`, by name, whoever asks.

    Whoever opens a cohort chooses its partner here, before anybody there holds a role in it.
    """
    return list(db.session.scalars(_organisations(Organisation.side.in_(sides))))


def sites_of(organisation_ids: Collection[int]) -> list[Site]:
    """Return the sites of these organisations, by organisation and name."""
    return list(
        db.session.scalars(
            select(Site)
            .join(Site.organisation)
            .where(Site.organisation_id.in_(organisation_ids))
            .order_by(Organisation.name, Site.name, Site.id)
        )
    )


@dataclass(frozen=True)
class KnownRole:
    """A role that somebody holds now, as the list of people shows it."""

    grant_id: int
    role: Role
    organisation: str
    is_endable: bool


@dataclass(frozen=True)
class KnownPerson:
    """One line of the list of people.

    `invited_until` is when their open link runs out, `refused_at` when they refused it (UTC).
    """

    id: int
    full_name: str
    other_name: str
    other_language: str
    email: str
    has_joined: bool
    invited_until: datetime | None
    refused_at: datetime | None
    roles: tuple[KnownRole, ...]


def people_for(person: Person, *, at: datetime | None = None) -> list[KnownPerson]:
    """Return who holds a role at the organisations that `person` leads, by name.

    An administrator also sees people without any role. Two statements, whatever their number.
    """
    rows = db.session.execute(select_known(person)).all()
    asked = newest_invitations({row.id for row in rows}) if at is not None else {}
    roles: dict[int, list[KnownRole]] = {}
    for row in rows:
        held = roles.setdefault(row.id, [])
        if row.grant_id is not None:
            may_end = row.role in givable_roles(person, row.organisation_id)
            held.append(KnownRole(row.grant_id, row.role, row.organisation, may_end))
    people = {row.id: row for row in rows}
    return [_known(row, asked.get(id_), at, tuple(roles[id_])) for id_, row in people.items()]


def person_for(person: Person, person_id: int) -> Person | None:
    """Return somebody who is in `people_for(person)`."""
    return db.session.scalar(
        select(Person).where(
            Person.id.in_(select_known(person).with_only_columns(Person.id).order_by(None)),
            Person.id == person_id,
        )
    )


def is_no_entry() -> ColumnElement[bool]:
    """Return which people are not merely how somebody else was entered."""
    return Person.id.not_in(select(SamePerson.person_id))


def select_known(person: Person) -> Select[*tuple[Any, ...]]:
    """Select who holds a role where `person` leads, a row for each role."""
    return (
        select(
            Person.id,
            Person.full_name,
            Person.other_name,
            Person.other_language,
            Person.email,
            Person.has_joined,
            RoleGrant.id.label("grant_id"),
            RoleGrant.role,
            RoleGrant.organisation_id,
            Organisation.name.label("organisation"),
        )
        .select_from(Person)
        .outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & RoleGrant.ended_at.is_(None))
        .outerjoin(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(_theirs(person, LEADING_ROLES), is_no_entry())
        .order_by(Person.full_name, Person.id, Organisation.name, RoleGrant.id)
    )


def _known(
    row: Row[*tuple[Any, ...]],
    asked: Asked | None,
    at: datetime | None,
    roles: tuple[KnownRole, ...],
) -> KnownPerson:
    return KnownPerson(
        id=row.id,
        full_name=row.full_name,
        other_name=row.other_name,
        other_language=row.other_language,
        email=row.email,
        has_joined=bool(row.has_joined),
        invited_until=asked.until if asked and at and asked.is_open(at) else None,
        refused_at=asked.refused_at if asked and not row.has_joined else None,
        roles=roles,
    )


def sign_in_by_token(token: str, *, at: datetime) -> SignIn | None:
    """Return the sign-in that a cookie's token stands for, if it is neither ended nor too old.

    Every page asks, and then what the person may do: so their roles come in the same statement.
    """
    roles = joinedload(SignIn.person).joinedload(Person.grants).joinedload(RoleGrant.organisation)
    return (
        db.session.scalars(
            select(SignIn)
            .where(
                SignIn.token_hash == rules.token_hash(token),
                SignIn.ended_at.is_(None),
                SignIn.expires_at > at,
            )
            .options(roles)
        )
        .unique()
        .one_or_none()
    )


def sign_ins_of(person: Person, *, at: datetime) -> list[SignIn]:
    """Return the browsers in which `person` is signed in now, newest first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(
                SignIn.person_id == person.id,
                SignIn.ended_at.is_(None),
                SignIn.expires_at > at,
            )
            .order_by(SignIn.started_at.desc(), SignIn.id.desc())
        )
    )


def tries_since(since: datetime, *, account_hash: str, address_hash: str) -> tuple[Tries, Tries]:
    """Return the wrong passwords from this address: for this account, and for any account."""
    is_here = PasswordFailure.account_hash == account_hash
    row = db.session.execute(
        select(
            func.count(case((is_here, 1))),
            func.max(case((is_here, PasswordFailure.at))),
            func.count(),
            func.max(PasswordFailure.at),
        ).where(PasswordFailure.address_hash == address_hash, PasswordFailure.at > since)
    ).one()
    return Tries(row[0], row[1]), Tries(row[2], row[3])
