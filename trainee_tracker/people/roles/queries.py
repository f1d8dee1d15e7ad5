"""Roles as they were given, accepted and ended, through the person asking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, selectinload

from trainee_tracker.extensions import db
from trainee_tracker.messages import Message
from trainee_tracker.people.models import Organisation, Person, RoleEnd, RoleGrant
from trainee_tracker.people.queries import givable_roles, held_by
from trainee_tracker.people.roles import rules
from trainee_tracker.people.roles.partnerships import partnerships
from trainee_tracker.people.roles.rules import Candidate, Lead
from trainee_tracker.people.rules import INVITABLE_BY, Role, Side

IN_FORCE = and_(RoleGrant.ended_at.is_(None), RoleGrant.is_accepted)
"""Selects the roles by which their holders may act now."""


def grants_held(person_id: int, role: Role, organisation_id: int) -> Select[RoleGrant]:
    """Select the grant, if any, by which somebody holds a role, or waits for it, at an organisation."""
    return select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.organisation_id == organisation_id,
        RoleGrant.ended_at.is_(None),
    )


def count_grants(person_id: int, role: Role, organisation_id: int) -> int:
    """Return how often somebody was given a role at an organisation, ended ones included."""
    return db.session.scalars(
        select(func.count(RoleGrant.id)).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.organisation_id == organisation_id,
        )
    ).one()


def grant_endable_by(person: Person, grant_id: int) -> RoleGrant | None:
    """Return a role that has not ended and that `person` may end, with its holder."""
    grant = db.session.get(RoleGrant, grant_id, options=[selectinload(RoleGrant.person)])
    if grant is None or grant.ended_at is not None:
        return None
    return grant if grant.role in givable_roles(person, grant.organisation_id) else None


def is_last_administrator(grant: RoleGrant) -> bool:
    """Tell whether nobody would be administrator any more once this grant ended."""
    other = select(RoleGrant.id).where(
        RoleGrant.role == Role.ADMINISTRATOR,
        RoleGrant.ended_at.is_(None),
        RoleGrant.id != grant.id,
    )
    return grant.role is Role.ADMINISTRATOR and db.session.scalar(other.limit(1)) is None


def givers_of(role: Role, organisation_id: int, *, besides: int) -> list[str]:
    """Return the names of who can give a role at an organisation, but for the person `besides`."""
    able = [giver for giver, given in INVITABLE_BY.items() if role in given]
    # An administrator acts at every organisation.
    is_there = or_(
        RoleGrant.organisation_id == organisation_id, RoleGrant.role == Role.ADMINISTRATOR
    )
    return list(
        db.session.scalars(
            select(Person.full_name)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                IN_FORCE,
                RoleGrant.role.in_(able),
                is_there,
                Person.has_joined,
                Person.id != besides,
            )
            # Who is near is asked first.
            .order_by(RoleGrant.role == Role.ADMINISTRATOR, Person.id)
        )
    )


def without_a_role(person: Person) -> Message | None:
    """Return whom somebody without a role can ask for one; None for everybody else."""
    if any(grant.ended_at is None for grant in person.grants):
        return None
    givers = givers_of(Role.TRAINEE, person.organisation_id, besides=person.id)
    return rules.ask_for_a_role(givers)


def _leads(*where: ColumnElement[bool]) -> list[Lead]:
    rows = db.session.execute(
        select(
            RoleGrant.person_id,
            Person.full_name,
            RoleGrant.organisation_id,
            Organisation.name,
            Organisation.side,
        )
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(
            RoleGrant.role == Role.GOVERNANCE_LEAD,
            RoleGrant.ended_at.is_(None),
            *where,
        )
        .order_by(RoleGrant.id)
    )
    return [Lead(*row) for row in rows]


def leads_in_office() -> list[Lead]:
    """Return every governance lead who can act, whoever asks; one statement.

    Who was accepted and has not joined can sign in nowhere, so nobody is left to wait for them.
    """
    return _leads(RoleGrant.is_accepted.is_(True), Person.has_joined.is_(True))


def leads_left_without(grant: RoleGrant) -> list[Lead]:
    """Return who else is in office where a governance lead's role would end."""
    return [
        lead
        for lead in leads_in_office()
        if lead.organisation_id == grant.organisation_id and lead.person_id != grant.person_id
    ]


def governance_led_by(person_id: int) -> list[Lead]:
    """Return where somebody leads governance, or waits to be accepted."""
    return _leads(RoleGrant.person_id == person_id)


def leads_at(organisation_id: int) -> list[Lead]:
    """Return who leads governance at an organisation, or waits to be accepted."""
    return _leads(RoleGrant.organisation_id == organisation_id)


def has_cohort(organisation_id: int) -> bool:
    """Tell whether an organisation has a cohort together with another."""
    return bool(rules.partners_of(organisation_id, partnerships()))


def candidate_of(grant: RoleGrant) -> Candidate:
    """Return a governance lead who waits, as the rules of accepting want it."""
    return _candidate(grant, givers_of_grants([grant.id])[grant.id].id)


def _candidate(grant: RoleGrant, giver_id: int | None) -> Candidate:
    return Candidate(
        grant.person_id,
        grant.person.full_name,
        grant.organisation_id,
        grant.organisation.side,
        giver_id,
    )


@dataclass(frozen=True)
class Giver:
    """Who gave a role, and under which name its holder was entered; all empty for the server.

    `entered_as` is empty where the role was given to the holder themselves.
    """

    id: int | None
    name: str
    entered_as: str


def givers_of_grants(grant_ids: Collection[int]) -> dict[int, Giver]:
    """Return grant -> who gave it, also to somebody as they were entered; one statement."""
    entered, giver, holder = aliased(RoleGrant), aliased(Person), aliased(Person)
    giver_id = case(
        (RoleGrant.carries_on_id.is_(None), RoleGrant.recorded_by_id),
        else_=entered.recorded_by_id,
    )
    rows = db.session.execute(
        select(RoleGrant.id, giver_id, giver.full_name, holder.full_name)
        .outerjoin(entered, entered.id == RoleGrant.carries_on_id)
        .outerjoin(giver, giver.id == giver_id)
        .outerjoin(holder, holder.id == entered.person_id)
        .where(RoleGrant.id.in_(grant_ids))
    )
    return {each: Giver(who, name or "", as_ or "") for each, who, name, as_ in rows}


def accepters_of(grant: RoleGrant) -> list[Lead]:
    """Return who may accept a governance lead now."""
    return rules.accepters(candidate_of(grant), leads_in_office(), partnerships())


def opposite_leads_of(grant: RoleGrant) -> list[Lead]:
    """Return the leads in office of a grant's other side, whoever gave it."""
    side = grant.organisation.side
    return rules.opposite_leads(grant.organisation_id, side, leads_in_office(), partnerships())


def waiting_grants(*where: ColumnElement[bool]) -> list[RoleGrant]:
    """Return the governance leads who wait to be accepted, the oldest first, with their names."""
    return list(
        db.session.scalars(
            select(RoleGrant)
            .where(RoleGrant.ended_at.is_(None), ~RoleGrant.is_accepted, *where)
            .options(selectinload(RoleGrant.person))
            .order_by(RoleGrant.id)
        )
    )


@dataclass(frozen=True)
class WaitingLead:
    """A governance lead who waits; `accepters` may accept, and `given_by` is empty for the server."""

    grant_id: int
    name: str
    email: str
    organisation: str
    given_by: str
    given_at: datetime
    accepters: tuple[Lead, ...]


def _waiting(grants: Collection[RoleGrant]) -> list[WaitingLead]:
    """Return what pages show of those who wait; three statements, however many."""
    if not grants:
        return []
    in_office, pairs = leads_in_office(), partnerships()
    givers = givers_of_grants([grant.id for grant in grants])
    return [
        WaitingLead(
            grant.id,
            grant.person.full_name,
            grant.person.email,
            grant.organisation.name,
            givers[grant.id].name,
            grant.recorded_at,
            tuple(
                rules.accepters(_candidate(grant, givers[grant.id].id), in_office, pairs),
            ),
        )
        for grant in grants
    ]


def roles_to_accept(person: Person) -> list[WaitingLead]:
    """Return the governance leads whom `person` may accept, the oldest first."""
    if not any(role is Role.GOVERNANCE_LEAD for role, _where in held_by(person)):
        return []
    return [
        each
        for each in _waiting(waiting_grants())
        if any(lead.person_id == person.id for lead in each.accepters)
    ]


def own_waiting(person: Person) -> list[WaitingLead]:
    """Return the roles of `person` that wait to be accepted, with who may do it."""
    if not any(grant.waits for grant in person.grants):
        return []
    return _waiting(waiting_grants(RoleGrant.person_id == person.id))


def waiting_at(organisation_ids: Collection[int]) -> dict[int, WaitingLead]:
    """Return grant -> who waits at these organisations, for a list of people that is theirs."""
    found = _waiting(waiting_grants(RoleGrant.organisation_id.in_(organisation_ids)))
    return {each.grant_id: each for each in found}


def grant_answerable_by(person: Person, grant_id: int) -> RoleGrant | None:
    """Return a governance lead's role if `person` leads governance on its other side.

    One that was answered already is found too, so that a button pressed twice is no fault.
    """
    if not any(role is Role.GOVERNANCE_LEAD for role, _where in held_by(person)):
        return None
    grant = db.session.get(RoleGrant, grant_id, options=[selectinload(RoleGrant.person)])
    if grant is None or grant.role is not Role.GOVERNANCE_LEAD:
        return None
    return grant if person.id in {lead.person_id for lead in opposite_leads_of(grant)} else None


def end_of(grant: RoleGrant) -> RoleEnd | None:
    """Return the end of a role, if it has ended."""
    return db.session.scalar(select(RoleEnd).where(RoleEnd.grant_id == grant.id))


def waiting_for(grant: RoleGrant) -> WaitingLead:
    """Return what the page shows of one who waits."""
    return _waiting([grant])[0]


def sides_without_a_lead(connection: Connection) -> list[Side]:
    """Return the sides, of those that sign, that have an organisation and nobody in office."""
    there = set(connection.scalars(select(Organisation.side).select_from(Organisation)))
    held = set(
        connection.scalars(
            select(Organisation.side)
            .join(RoleGrant, RoleGrant.organisation_id == Organisation.id)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(RoleGrant.role == Role.GOVERNANCE_LEAD, IN_FORCE, Person.has_joined)
        )
    )
    return [side for side in rules.OTHER_SIDE if side in there and side not in held]
