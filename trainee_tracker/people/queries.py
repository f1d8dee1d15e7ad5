"""Reading people, organisations, invitations and sign-ins, through the person asking."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    literal,
    select,
    true,
)
from sqlalchemy.orm import aliased

from trainee_tracker.extensions import db
from trainee_tracker.people import rules
from trainee_tracker.people.models import (
    Account,
    Organisation,
    Person,
    RoleGrant,
    SamePerson,
)
from trainee_tracker.people.rules import Role, Side

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

    An entry that somebody else accepted as themselves finds nothing. Rows keep the id that was
    entered and are found by its index; who that is (`whoever`) is known only once a row is read.
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


def theirs(person: Person, roles: Collection[Role] = frozenset(Role)) -> ColumnElement[bool]:
    """Select the organisations at which `person` has one of `roles`; all for an administrator."""
    if is_administrator(person):
        return true()
    return Organisation.id.in_({where for role, where in held_by(person) if role in roles})


def person_for(person: Person, person_id: int) -> Person | None:
    """Return somebody who is in `people_for(person)`."""
    return db.session.scalar(
        select(Person).where(
            Person.id.in_(select_known(person).with_only_columns(Person.id).order_by(None)),
            Person.id == person_id,
        )
    )


def is_no_entry() -> ColumnElement[bool]:
    """Select people, but for entries that somebody else accepted as themselves."""
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
        .where(theirs(person, LEADING_ROLES), is_no_entry())
        .order_by(Person.full_name, Person.id, Organisation.name, RoleGrant.id)
    )


def organisations_on(*sides: Side) -> list[Organisation]:
    """Return every organisation on one of `sides`, by name, whoever asks.

    Whoever opens a cohort chooses its partner here, before anybody there holds a role in it.
    """
    return list(
        db.session.scalars(
            select(Organisation)
            .where(Organisation.side.in_(sides))
            .order_by(Organisation.name, Organisation.id)
        )
    )
