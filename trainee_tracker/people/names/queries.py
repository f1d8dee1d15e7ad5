"""Reading names, requests and who may decide about them, through the person asking."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import (
    Select,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, selectinload

from trainee_tracker.extensions import db
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import (
    Organisation,
    Person,
    PersonName,
    RoleGrant,
)
from trainee_tracker.people.names.models import NameDecision, NameRequest, naming_of
from trainee_tracker.people.names.rules import LEADING, NameOutcome, Naming, Situation, vouches_for
from trainee_tracker.people.rules import Role


def name_in_force(person_id: int) -> PersonName:
    """Return the name that stands of a person; raises NoResultFound for somebody without one."""
    return db.session.scalars(
        select(PersonName)
        .where(PersonName.person_id == person_id)
        .order_by(PersonName.sequence.desc())
        .limit(1)
    ).one()


def voucher_of(name: PersonName) -> Person | None:
    """Return who entered or confirmed a name, or None where the server did."""
    return db.session.get(Person, name.recorded_by_id) if name.recorded_by_id else None


def voucher_shown_to(reader: Person, name: PersonName) -> Person | None:
    """Return who vouches for a name, if `reader` may read who that is."""
    voucher = voucher_of(name)
    return voucher if voucher is not None and is_shown_to(reader, voucher) else None


def is_shown_to(reader: Person, person: Person) -> bool:
    """Tell whether `reader` may read that `person` decided: somebody of an organisation where they
    have a role themselves, or an administrator.

    Else a lead of one network would learn who leads another, and who is known there.
    """
    is_public = organisations_where(person, Role.ADMINISTRATOR)
    sees_all = organisations_where(reader, Role.ADMINISTRATOR)
    shared = organisations_where(reader, *Role) & known_at(person)
    return bool(is_public or sees_all or shared or reader.id == person.id)


def last_request(person_id: int) -> NameRequest | None:
    """Return what a person asked for last, whatever became of it."""
    return db.session.scalar(
        select(NameRequest)
        .where(NameRequest.person_id == person_id)
        .order_by(NameRequest.sequence.desc())
        .limit(1)
    )


def waiting_request(person_id: int) -> NameRequest | None:
    """Return the request of a person that waits to be decided, if any."""
    last = last_request(person_id)
    return last if last is not None and last.decision is None else None


def declined_request(person_id: int) -> NameRequest | None:
    """Return what a person asked for last, if somebody declined it."""
    last = last_request(person_id)
    made = last.decision if last is not None else None
    return last if made is not None and made.outcome is NameOutcome.DECLINED else None


def situation_of(asked: NameRequest, reader: Person | None) -> Situation:
    """Return what has become of a request, as it is in the database now and as `reader` may know it;
    without a reader the server asks."""
    db.session.refresh(asked, ["decision"])
    made = asked.decision
    decider = made.actor if made else None
    is_shown = (
        reader is None
        or reader.id == asked.person_id
        or (decider is not None and is_shown_to(reader, decider))
    )
    return Situation(
        person=asked.person.full_name,
        is_newest=last_request(asked.person_id) is asked,
        is_about_what_stands=name_in_force(asked.person_id).id == asked.replaces_id,
        outcome=made.outcome if made else None,
        decided_by=decider.full_name if is_shown and decider else None,
        reason=made.reason if made else "",
    )


def naming_in_force(person_id: int) -> Naming:
    """Return how a person is named, in plain values."""
    return naming_of(name_in_force(person_id))


def known_at(person: Person) -> frozenset[int]:
    """Return the ids of the organisations that know a person: by a role, or from the beginning."""
    return organisations_where(person, *Role) | {person.organisation_id}


def roles_seen_by(reader: Person, person: Person) -> list[tuple[Role, str]]:
    """Return (role, organisation) for the roles of `person` where `reader` leads; an administrator
    sees all."""
    sees_all = bool(organisations_where(reader, Role.ADMINISTRATOR))
    led = organisations_where(reader, *LEADING)
    return sorted(
        (grant.role, grant.organisation.name)
        for grant in person.grants
        if grant.is_in_force and (sees_all or grant.organisation_id in led)
    )


def streams_of(organisation_ids: Collection[int]) -> set[int]:
    """Return the ids of the streams in which the roles at these organisations are chained."""
    return set(
        db.session.scalars(
            select(Organisation.stream_id).where(Organisation.id.in_(organisation_ids))
        )
    )


def vouches(reader: Person, person: Person) -> bool:
    """Tell whether `reader` may decide how `person` is named."""
    return vouches_for(
        is_oneself=reader.id == person.id,
        is_administrator=bool(organisations_where(reader, Role.ADMINISTRATOR)),
        leads_at=organisations_where(reader, *LEADING),
        known_at=known_at(person),
    )


def with_roles_as_they_are(person_id: int) -> Person:
    """Return a person with the roles that they hold in the database now."""
    return db.session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .options(selectinload(Person.grants))
        .execution_options(populate_existing=True)
    ).one()


def vouchers_for(person: Person) -> list[Person]:
    """Return who may decide how `person` is named and can sign in, by name."""
    # This only keeps short what is looked through; `vouches` decides.
    leads_there = RoleGrant.role.in_(LEADING) & RoleGrant.organisation_id.in_(known_at(person))
    asked = select(RoleGrant.person_id).where(
        or_(RoleGrant.role == Role.ADMINISTRATOR, leads_there)
    )
    found = db.session.scalars(
        select(Person)
        .where(Person.id.in_(asked), Person.has_joined)
        .options(selectinload(Person.grants))
        .order_by(Person.full_name, Person.id)
    )
    return [each for each in found if vouches(each, person)]


def vouchers_shown_to(reader: Person, person: Person) -> list[str]:
    """Return the names of who may decide how `person` is named, of those that `reader` may read."""
    return [each.full_name for each in vouchers_for(person) if is_shown_to(reader, each)]


def requests_to_confirm(reader: Person) -> list[NameRequest]:
    """Return the requests that wait and that `reader` may decide, the oldest first."""
    later = aliased(NameRequest)
    waiting = _requests().where(
        ~exists().where(NameDecision.asked_id == NameRequest.id),
        ~exists().where(
            later.person_id == NameRequest.person_id, later.sequence > NameRequest.sequence
        ),
    )
    if not organisations_where(reader, Role.ADMINISTRATOR):
        # This only keeps the list short; `vouches` decides.
        led = organisations_where(reader, *LEADING)
        has_a_role = exists().where(
            RoleGrant.person_id == NameRequest.person_id, RoleGrant.organisation_id.in_(led)
        )
        made_known = NameRequest.person.has(Person.organisation_id.in_(led))
        waiting = waiting.where(or_(made_known, has_a_role))
    found = db.session.scalars(waiting.order_by(NameRequest.id))
    return [each for each in found if vouches(reader, each.person)]


def request_for(reader: Person, request_id: int) -> NameRequest | None:
    """Return a request that `reader` may decide, or could have decided; never one of their own."""
    asked = db.session.scalar(_requests().where(NameRequest.id == request_id))
    return asked if asked is not None and vouches(reader, asked.person) else None


def own_request(person: Person, request_id: int) -> NameRequest | None:
    """Return a request that `person` made."""
    return db.session.scalar(
        select(NameRequest).where(NameRequest.id == request_id, NameRequest.person_id == person.id)
    )


def _requests() -> Select[NameRequest]:
    return select(NameRequest).options(selectinload(NameRequest.person).selectinload(Person.grants))


def last_name_number(person_id: int) -> int:
    """Return how often a person was named, as the number of their last name."""
    return (
        db.session.scalar(
            select(func.max(PersonName.sequence)).where(PersonName.person_id == person_id)
        )
        or 0
    )
