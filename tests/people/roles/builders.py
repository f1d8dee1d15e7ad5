"""Governance leads who wait, and organisations that change, made through the actions of pages."""

from __future__ import annotations

from tests.cast import NOW, PASSWORD, Cast, request_id
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.account import actions as account
from trainee_tracker.people.models import (
    Organisation,
    Person,
    RoleAcceptance,
    RoleGrant,
)
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Side


def newcomer(cast: Cast, organisation: Organisation, email: str = "eve@new.example") -> Person:
    person = people.add_person("Eve Park", email, organisation=organisation, actor=None, at=NOW)
    account.set_password(person, PASSWORD, at=NOW)
    db.session.commit()
    return person


def accept(grant: RoleGrant, actor: Person, name: str = "accept") -> RoleAcceptance:
    made = roles.accept_role(grant, actor=actor, at=NOW, request_id=request_id(name))
    db.session.commit()
    return made


def change_side(organisation: Organisation, side: Side, actor: Person) -> None:
    organisations.change_organisation(
        organisation,
        name=organisation.name,
        side=side,
        brand=organisation.brand,
        accent=organisation.accent,
        issuer_line=organisation.issuer_line,
        actor=actor,
        at=NOW,
    )
