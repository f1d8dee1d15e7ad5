"""Reading the browsers in which somebody is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import joinedload

from trainee_tracker.extensions import db
from trainee_tracker.people import rules
from trainee_tracker.people.models import (
    Person,
    RoleGrant,
)
from trainee_tracker.people.sign_in.models import SignIn


def sign_in_by_token(token: str, *, at: datetime) -> SignIn | None:
    """Return the sign-in that a cookie's token stands for, if it is neither ended nor too old.

    Every page asks, then what the person may do and which language they chose: so their roles and
    their account come in the same statement.
    """
    person = joinedload(SignIn.person)
    roles = person.joinedload(Person.grants).joinedload(RoleGrant.organisation)
    return (
        db.session.scalars(
            select(SignIn)
            .where(
                SignIn.token_hash == rules.token_hash(token),
                SignIn.ended_at.is_(None),
                SignIn.expires_at > at,
            )
            .options(roles, person.joinedload(Person.account))
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
