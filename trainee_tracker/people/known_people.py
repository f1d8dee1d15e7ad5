"""The list of people that somebody who leads an organisation sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Row,
)

from trainee_tracker.extensions import db
from trainee_tracker.people.invitations.queries import Asked, newest_invitations
from trainee_tracker.people.models import (
    Person,
)
from trainee_tracker.people.queries import givable_roles, select_known
from trainee_tracker.people.rules import Role


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
