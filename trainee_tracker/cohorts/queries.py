"""Cohorts and who belongs to them, through the person who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.cohorts.models import Cohort, CohortSite, Enrolment
from trainee_tracker.cohorts.supervision.queries import supervised_as, supervisors_of
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Organisation, Person, RoleGrant, Site
from trainee_tracker.people.queries import known_as, organisations_on
from trainee_tracker.people.roles.partnerships import knows_partnerships
from trainee_tracker.people.roles.queries import IN_FORCE
from trainee_tracker.people.roles.rules import Partnerships
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.signatures.models import Signature

SEEING_ROLES = (Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD)
"""The roles whose holders see a cohort of their organisation, as network or as partner."""


@dataclass(frozen=True)
class CohortRow:
    """A cohort in a list; `trainees` counts its enrolments."""

    id: int
    name: str
    course: str
    version: int
    network: str
    partner: str
    starts_on: date
    ends_on: date
    trainees: int


@dataclass(frozen=True)
class MemberRow:
    """A trainee of a cohort; `has_joined` is false until they accept their invitation.

    `refused_at` is when they refused it (UTC).
    """

    enrolment_id: int
    person_id: int
    full_name: str
    other_name: str
    other_language: str
    email: str
    enrolled_on: date
    has_joined: bool
    refused_at: datetime | None


@dataclass(frozen=True)
class PersonRow:
    """Somebody to choose from."""

    person_id: int
    full_name: str
    registration: str


def led_by(person: Person) -> frozenset[int]:
    """Return the organisations at which `person` leads training."""
    return organisations_where(person, Role.TRAINING_LEAD)


def _of(organisations: frozenset[int]) -> ColumnElement[bool]:
    """Return which cohorts are of one of these networks or partners."""
    return or_(Cohort.organisation_id.in_(organisations), Cohort.partner_id.in_(organisations))


def cohorts_for(person: Person) -> list[CohortRow]:
    """Return the cohorts that `person` sees as a lead, the latest to start first."""
    partner = aliased(Organisation)
    rows = db.session.execute(
        select(
            Cohort.id,
            Cohort.name,
            CourseVersion.title,
            CourseVersion.number,
            Organisation.name,
            partner.name,
            Cohort.starts_on,
            Cohort.ends_on,
            select(func.count(Enrolment.id))
            .where(Enrolment.cohort_id == Cohort.id)
            .scalar_subquery(),
        )
        .select_from(Cohort)
        .join(CourseVersion, CourseVersion.id == Cohort.course_version_id)
        .join(Organisation, Organisation.id == Cohort.organisation_id)
        .join(partner, partner.id == Cohort.partner_id)
        .where(_of(organisations_where(person, *SEEING_ROLES)))
        .order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)
    )
    return [CohortRow(*row) for row in rows]


def cohort_for(person: Person, cohort_id: int) -> Cohort | None:
    """Return the cohort if `person` leads training or governance at its network or partner."""
    return _cohort(cohort_id, organisations_where(person, *SEEING_ROLES))


def cohort_led_by(person: Person, cohort_id: int) -> Cohort | None:
    """Return the cohort if `person` leads training at its network or partner."""
    return _cohort(cohort_id, led_by(person))


def _cohort(cohort_id: int, organisations: frozenset[int]) -> Cohort | None:
    return db.session.scalar(select(Cohort).where(Cohort.id == cohort_id, _of(organisations)))


def may_manage(person: Person, cohort: Cohort) -> bool:
    """Tell whether `person` leads training at the network or the partner of the cohort."""
    return not led_by(person).isdisjoint({cohort.organisation_id, cohort.partner_id})


def enrolments_of(person: Person) -> Sequence[Enrolment]:
    """Return the enrolments of `person`, the latest cohort first."""
    return db.session.scalars(
        select(Enrolment)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.entered_id.in_(known_as(person.id)))
        .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
    ).all()


def enrolment_for(person: Person, enrolment_id: int) -> Enrolment | None:
    """Return the enrolment if it is theirs, or they lead its cohort or were approved for it.

    A supervisor sees it as long as they hold the role at the network of the cohort, so that what
    they signed stays readable.
    """
    seen = [Enrolment.person_id == person.id, _of(organisations_where(person, *SEEING_ROLES))]
    networks = organisations_where(person, Role.SUPERVISOR)
    if networks:
        supervised = supervised_as(known_as(person.id))
        seen.append(and_(Enrolment.cohort_id.in_(supervised), Cohort.organisation_id.in_(networks)))
    return db.session.scalar(
        select(Enrolment)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.id == enrolment_id, or_(*seen))
    )


def members_of(cohort_id: int) -> list[MemberRow]:
    """Return the trainees of a cohort by name."""
    rows = db.session.execute(
        select(
            Enrolment.id,
            Person.id,
            Person.full_name,
            Person.other_name,
            Person.other_language,
            Person.email,
            Enrolment.enrolled_on,
            Person.has_joined,
            Enrolment.refused_at,
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Person.full_name, Enrolment.id)
    )
    return [MemberRow(*row) for row in rows]


def enrolment_in(cohort: Cohort, enrolment_id: int) -> Enrolment | None:
    """Return an enrolment of `cohort`, which the caller has loaded through the person who asks."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.cohort_id == cohort.id)
    )


def is_among(person: Person, enrolment_ids: Collection[int]) -> bool:
    """Tell whether one of these enrolments is that person's own."""
    own = select(Enrolment.id).where(
        Enrolment.person_id == person.id, Enrolment.id.in_(enrolment_ids)
    )
    return db.session.scalar(own) is not None


def is_member(cohort_id: int, person_id: int, *, besides: str = "") -> bool:
    """Tell whether somebody is a trainee of the cohort; the place of request `besides` is left out."""
    found = select(Enrolment.id).where(
        Enrolment.cohort_id == cohort_id,
        Enrolment.entered_id.in_(known_as(person_id)),
        Enrolment.request_id != besides,
    )
    return db.session.scalar(found.limit(1)) is not None


def networks_open_to(person: Person) -> list[Organisation]:
    """Return the networks for which `person` may open a cohort, by name.

    Who leads training at a trust may open one for any network; who leads at a network, for it.
    """
    networks = organisations_on(Side.COMMUNITY)
    led = led_by(person)
    is_partner = any(each.id in led for each in organisations_on(Side.STATUTORY))
    return networks if is_partner else [each for each in networks if each.id in led]


def other_leads_of(cohort: Cohort, person: Person) -> list[str]:
    """Return the names of who leads training of a cohort beside `person`: at its network first.

    Only of those whom `person` may see.
    """
    rows = db.session.execute(
        select(Person.full_name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            IN_FORCE,
            RoleGrant.role == Role.TRAINING_LEAD,
            RoleGrant.organisation_id.in_((cohort.organisation_id, cohort.partner_id)),
            Person.id != person.id,
            or_(RoleGrant.organisation_id.in_(led_by(person)), Person.id.in_(seen_in(cohort))),
        )
        .order_by(RoleGrant.organisation_id != cohort.organisation_id, Person.id)
    )
    return list(dict.fromkeys(rows.scalars()))


@knows_partnerships
def partnerships() -> Partnerships:
    """Return (network's id, partner's id) of all organisations that have a cohort together."""
    rows = db.session.execute(select(Cohort.organisation_id, Cohort.partner_id))
    return frozenset((network_id, partner_id) for network_id, partner_id in rows)


def may_supervise(cohort: Cohort, *, asked_by: Person) -> list[PersonRow]:
    """Return whom a lead can choose as supervisor, by name.

    They supervise or lead where the lead leads, or took part in a cohort of these two organisations.
    Everybody else is entered by name and address, and accepts. Not the lead who asks: nobody approves
    themselves.
    """
    trainees = select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id)
    able = select(RoleGrant.person_id).where(
        IN_FORCE,
        RoleGrant.role.in_((Role.SUPERVISOR, *SEEING_ROLES)),
        RoleGrant.organisation_id.in_(
            {cohort.organisation_id, cohort.partner_id} & led_by(asked_by)
        ),
    )
    rows = db.session.execute(
        select(Person.id, Person.full_name, Person.registration)
        .where(
            or_(Person.id.in_(able), Person.id.in_(_took_part(cohort))),
            Person.id.not_in(trainees),
            Person.id != asked_by.id,
        )
        .order_by(Person.full_name, Person.id)
    )
    return [PersonRow(*row) for row in rows]


def seen_in(cohort: Cohort) -> Select[int]:
    """Select whom its leads see in a cohort: its trainees, and who took part in it beside them.

    To open a cohort with an organisation shows nobody who is there.
    """
    trainees = select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id)
    return select(Person.id).where(or_(Person.id.in_(trainees), Person.id.in_(_took_part(cohort))))


def _took_part(cohort: Cohort) -> Select[int]:
    """Select who supervised, opened or signed for a cohort of the same two organisations."""
    together = select(Cohort.id).where(
        Cohort.organisation_id == cohort.organisation_id, Cohort.partner_id == cohort.partner_id
    )
    supervised = supervisors_of(together)
    opened = select(Cohort.recorded_by_id).where(Cohort.id.in_(together))
    signed = select(Signature.signer_id).where(
        Signature.stream_id.in_(select(Cohort.stream_id).where(Cohort.id.in_(together)))
    )
    return select(Person.id).where(
        or_(Person.id.in_(supervised), Person.id.in_(opened), Person.id.in_(signed))
    )


def supervisor_choice(cohort: Cohort, person_id: int | None, *, asked_by: Person) -> Person | None:
    """Return somebody out of `may_supervise`; None where nobody was chosen."""
    known = {row.person_id for row in may_supervise(cohort, asked_by=asked_by)}
    return db.session.get(Person, person_id) if person_id in known else None


def sites_of_cohort(cohort_id: int) -> Sequence[Site]:
    """Return the sites of a cohort by name."""
    return db.session.scalars(
        select(Site)
        .join(CohortSite, CohortSite.site_id == Site.id)
        .where(CohortSite.cohort_id == cohort_id)
        .order_by(Site.name, Site.id)
    ).all()
