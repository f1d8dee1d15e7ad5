"""Reading organisations and sites, through the person asking."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import (
    ColumnElement,
    Select,
    select,
)
from sqlalchemy.orm import selectinload

from trainee_tracker.extensions import db
from trainee_tracker.people.models import (
    Organisation,
    OrganisationState,
    Person,
    Site,
)
from trainee_tracker.people.queries import LEADING_ROLES, theirs


def organisation_by_name(name: str, *, besides: int | None = None) -> Organisation | None:
    """Return the organisation called exactly `name`, leaving the one with the id `besides` out."""
    return db.session.scalar(
        select(Organisation)
        .where(
            Organisation.id.in_(
                select(OrganisationState.organisation_id).where(OrganisationState.name == name)
            ),
            Organisation.name == name,
            # Without an id this asks for a row that has one, as every row does.
            Organisation.id != besides,
        )
        .order_by(Organisation.id)
        .limit(1)
    )


def last_state_of(organisation: Organisation) -> OrganisationState | None:
    """Return what was written last of an organisation, or None for one that was added just now."""
    return db.session.scalar(
        select(OrganisationState)
        .where(OrganisationState.organisation_id == organisation.id)
        .order_by(OrganisationState.sequence.desc())
        .limit(1)
    )


def organisation_by_id(organisation_id: int) -> Organisation | None:
    """Return an organisation whoever asks: for its colours, which are public."""
    return db.session.get(Organisation, organisation_id)


def _organisations(among: ColumnElement[bool]) -> Select[Organisation]:
    return select(Organisation).where(among).order_by(Organisation.name, Organisation.id)


def organisations_for(person: Person) -> list[Organisation]:
    """Return the organisations at which `person` holds a role, by name; administrators see all."""
    return list(db.session.scalars(_organisations(theirs(person))))


def organisations_led_by(person: Person, *, with_sites: bool = False) -> list[Organisation]:
    """Return the organisations whose people `person` may invite, by name."""
    statement = _organisations(theirs(person, LEADING_ROLES))
    if with_sites:
        statement = statement.options(selectinload(Organisation.sites))
    return list(db.session.scalars(statement))


def organisation_led_by(person: Person, organisation_id: int) -> Organisation | None:
    """Return one of `organisations_led_by(person)`, with its sites."""
    return db.session.scalar(
        _organisations(theirs(person, LEADING_ROLES))
        .where(Organisation.id == organisation_id)
        .options(selectinload(Organisation.sites))
    )


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
