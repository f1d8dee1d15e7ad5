"""Who was given or lost a signing role, as far as the person asking is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from trainee_tracker.extensions import db
from trainee_tracker.people.models import (
    Organisation,
    Person,
    RoleAcceptance,
    RoleEnd,
    RoleGrant,
)
from trainee_tracker.people.queries import is_administrator
from trainee_tracker.people.roles import rules
from trainee_tracker.people.roles.partnerships import partnerships
from trainee_tracker.people.roles.queries import leads_in_office
from trainee_tracker.people.roles.rules import Lead, RoleAct
from trainee_tracker.people.rules import Role

NEW_FOR = timedelta(days=14)
"""How long a change of roles is called new on the home page."""


@dataclass(frozen=True)
class RoleChange:
    """One thing that happened to a signing role, by whom and when.

    A role given and accepted is one thing: `by` is who accepted, `given_by` who gave it, at
    `given_at`. Both are empty where nobody did it but the server; `stands` is who stood for an
    acceptance there. `organisation` is empty for the role that is over all. `waits` tells that
    nobody has accepted it yet.
    """

    act: RoleAct
    at: datetime
    person: str
    role: Role
    organisation: str
    by: str
    stands: str
    reason: str
    given_by: str
    given_at: datetime
    waits: bool


def overseen_by(person: Person) -> ColumnElement[bool]:
    """Return which grants of signing roles `person` is told of, as a condition."""
    signing = RoleGrant.role.in_(rules.SIGNING_ROLES)
    if is_administrator(person):
        return signing
    seen = _organisations_overseen_by(person)
    leads = any(lead.person_id == person.id for lead in leads_in_office())
    over_all = and_(RoleGrant.role == Role.ADMINISTRATOR, literal(leads))
    return and_(signing, or_(RoleGrant.organisation_id.in_(seen), over_all))


def _organisations_overseen_by(person: Person) -> set[int]:
    """Return the organisations of whose signing roles a governance lead is told."""
    in_office, pairs = leads_in_office(), partnerships()
    return {
        row.id
        for row in db.session.execute(select(Organisation.id, Organisation.side))
        if any(
            lead.person_id == person.id
            for lead in rules.overseers(Role.SUPERVISOR, row.id, row.side, in_office, pairs)
        )
    }


def _changes(seen: ColumnElement[bool]) -> Any:
    """Return all that happened to the grants `seen`, as one table: act, grant, when, by whom.

    Of a role that somebody accepted as who they are only that grant is shown, not the entered name.
    """
    nobody = cast(null(), Integer)
    entered, later = aliased(RoleGrant), aliased(RoleGrant)
    # Whoever accepted as themselves has the role from who gave it to them as they were entered.
    giver = (
        select(entered.recorded_by_id)
        .where(entered.id == RoleGrant.carries_on_id)
        .correlate(RoleGrant)
        .scalar_subquery()
    )
    is_carried_on = exists().where(later.carries_on_id == RoleGrant.id).correlate(RoleGrant)
    giver_id = case((RoleGrant.carries_on_id.is_(None), RoleGrant.recorded_by_id), else_=giver)
    is_accepted = RoleAcceptance.id.is_not(None)
    given = (
        select(
            case((is_accepted, RoleAct.ACCEPTED.value), else_=RoleAct.GIVEN.value).label("act"),
            literal(1).label("step"),
            RoleGrant.id.label("grant_id"),
            func.coalesce(RoleAcceptance.recorded_at, RoleGrant.recorded_at).label("at"),
            case((is_accepted, RoleAcceptance.recorded_by_id), else_=giver_id).label("by_id"),
            RoleAcceptance.accepted_by_id.label("stands_id"),
            literal("").label("reason"),
            giver_id.label("given_by_id"),
        )
        .outerjoin(RoleAcceptance, RoleAcceptance.grant_id == RoleGrant.id)
        .where(seen, ~is_carried_on)
    )
    ended = [
        select(
            literal(act.value),
            literal(2),
            RoleEnd.grant_id,
            RoleEnd.recorded_at,
            RoleEnd.recorded_by_id,
            nobody,
            RoleEnd.reason,
            nobody,
        )
        .join(RoleGrant, RoleGrant.id == RoleEnd.grant_id)
        .where(seen, RoleEnd.is_declined.is_(act is RoleAct.DECLINED), ~is_carried_on)
        for act in (RoleAct.DECLINED, RoleAct.ENDED)
    ]
    return union_all(given, *ended).subquery()


def count_role_changes(person: Person, *, since: datetime | None = None) -> int:
    """Return how many changes of signing roles `person` is told of, or how many since an instant."""
    changes = _changes(overseen_by(person))
    statement = select(func.count()).select_from(changes)
    if since is not None:
        # What was done by oneself is no news.
        others = or_(changes.c.by_id.is_(None), changes.c.by_id != person.id)
        statement = statement.where(changes.c.at > since, others)
    return db.session.scalar(statement) or 0


def role_changes(person: Person, *, limit: int, offset: int = 0) -> list[RoleChange]:
    """Return who was given or lost a signing role, the newest first, as far as `person` is told."""
    changes = _changes(overseen_by(person))
    # Who stood for a partner's first lead may belong to a network that is none of the reader's.
    sees_all, seen = is_administrator(person), _organisations_overseen_by(person)
    known = {lead.person_id for lead in leads_in_office() if lead.organisation_id in seen}
    holder, by, stands, giver = (aliased(Person) for _each in range(4))
    rows = db.session.execute(
        select(
            changes.c.act,
            changes.c.at,
            holder.full_name,
            RoleGrant.role,
            Organisation.name,
            by.full_name,
            stands.full_name,
            changes.c.stands_id,
            changes.c.reason,
            giver.full_name,
            RoleGrant.recorded_at,
            and_(~RoleGrant.is_accepted, RoleGrant.ended_at.is_(None)),
        )
        .join(RoleGrant, RoleGrant.id == changes.c.grant_id)
        .join(holder, holder.id == RoleGrant.person_id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .outerjoin(by, by.id == changes.c.by_id)
        .outerjoin(stands, stands.id == changes.c.stands_id)
        .outerjoin(giver, giver.id == changes.c.given_by_id)
        .order_by(changes.c.at.desc(), changes.c.grant_id.desc(), changes.c.step.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        RoleChange(
            RoleAct(act),
            at,
            name,
            role,
            "" if role is Role.ADMINISTRATOR else organisation,
            by_name or "",
            stands_name if stands_name and (sees_all or stands_id in known) else "",
            reason,
            given_by or "",
            given_at,
            bool(waits),
        )
        for (
            act,
            at,
            name,
            role,
            organisation,
            by_name,
            stands_name,
            stands_id,
            reason,
            given_by,
            given_at,
            waits,
        ) in rows
    ]


def overseers_of(role: Role, organisation: Organisation) -> list[Lead]:
    """Return the governance leads who are told when a signing role is given there or ends."""
    return rules.overseers(
        role, organisation.id, organisation.side, leads_in_office(), partnerships()
    )
