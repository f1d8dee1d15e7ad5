"""What an invitation offers, and why somebody known already could not accept it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.certificates.models import Certificate, CertificateRevocation
from trainee_tracker.certificates.support.models import CertificateKeeping
from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
from trainee_tracker.cohorts.models import (
    Cohort,
    Enrolment,
    ModuleResult,
    RegisterMark,
    VersionMove,
)
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.supervision.queries import is_approved_by, supervised_as
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent, GovernanceRecord
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.messages import Message, say
from trainee_tracker.people import queries as people
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.models import Organisation, Person, RoleGrant
from trainee_tracker.people.rules import Role


@dataclass(frozen=True)
class OfferedRole:
    """A role that somebody is invited to."""

    role: Role
    organisation: str


@dataclass(frozen=True)
class Offer:
    """What the page behind a link shows: who invites, to what, and under which name.

    `has_account` tells whether the address opens the account of somebody, who then accepts as
    themselves; `is_return` that the link lets somebody in again who has joined already.
    """

    person: Person
    invited_by: str
    roles: Sequence[OfferedRole]
    cohorts: Sequence[str]
    has_account: bool
    is_return: bool


def offer_of(invitation: Invitation) -> Offer:
    """Return what an invitation offers."""
    person = invitation.person
    known = people.person_by_email(person.email)
    roles = db.session.execute(
        select(RoleGrant.role, Organisation.name)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    cohorts = db.session.scalars(
        select(Cohort.name)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.entered_id == person.id)
        .order_by(Cohort.id)
    )
    inviter = db.session.get(Person, invitation.recorded_by_id or 0)
    return Offer(
        person=person,
        invited_by=inviter.full_name if inviter else "",
        roles=[OfferedRole(*row) for row in roles],
        cohorts=list(cohorts),
        has_account=known is not None and not person.has_joined,
        is_return=person.has_joined,
    )


def cohorts_of(entered_id: int) -> dict[int, int]:
    """Return cohort -> stream for those in which the person who was entered trains or supervises."""
    rows = db.session.execute(
        select(Cohort.id, Cohort.stream_id).where(
            or_(
                Cohort.id.in_(
                    select(Enrolment.cohort_id).where(Enrolment.entered_id == entered_id)
                ),
                Cohort.id.in_(supervised_as([entered_id])),
            )
        )
    )
    return {row.id: row.stream_id for row in rows}


def streams_of(entered: Person, person: Person) -> set[int]:
    """Return the streams with the rows that say whether these two may be one person."""
    ids = (entered.id, person.id)
    grants = db.session.scalars(select(RoleGrant.stream_id).where(RoleGrant.person_id.in_(ids)))
    cohorts = cohorts_of(entered.id)
    partners = db.session.execute(
        select(Cohort.organisation_id, Cohort.partner_id).where(Cohort.id.in_(cohorts))
    )
    organisations = db.session.scalars(
        select(Organisation.stream_id).where(
            Organisation.id.in_({each for pair in partners for each in pair})
        )
    )
    records = db.session.scalars(
        select(GovernanceRecord.stream_id).where(GovernanceRecord.entered_id == entered.id)
    )
    return {
        entered.stream_id,
        person.stream_id,
        *grants,
        *cohorts.values(),
        *organisations,
        *records,
    }


def conflict_of(entered_id: int, person_id: int) -> Message | None:
    """Return why somebody cannot be the person who was entered, in a sentence, or None.

    They would be twice in one cohort, train and supervise in one, or have signed for themselves.
    """
    if db.session.scalar(select(_is_twice_in_a_cohort(entered_id, person_id))):
        return say(
            "You are in this cohort already. Refuse this invitation, and tell the person who sent"
            " it: somebody entered you twice, or meant somebody else."
        )
    if db.session.scalar(select(_is_on_both_ends(entered_id, person_id))):
        return say(
            "You supervise in this cohort, and nobody supervises a cohort in which they train."
            " Refuse this invitation, and tell the person who sent it."
        )
    if db.session.scalar(select(_has_recorded(entered_id, person_id))):
        return say(
            "You have signed or recorded something about the person who was entered here, and"
            " nobody does that for themselves. Refuse this invitation, and tell the person who sent"
            " it."
        )
    return None


def _is_twice_in_a_cohort(entered_id: int, person_id: int) -> Exists:
    other = aliased(Enrolment)
    return exists().where(
        Enrolment.entered_id == entered_id,
        other.cohort_id == Enrolment.cohort_id,
        other.entered_id.in_(people.known_as(person_id)),
    )


def _is_on_both_ends(entered_id: int, person_id: int) -> ColumnElement[bool]:
    """Return whether the one would train in a cohort that the other supervises."""
    own = people.known_as(person_id)
    return or_(
        exists().where(
            Enrolment.entered_id == entered_id,
            Enrolment.cohort_id.in_(supervised_as(own)),
        ),
        exists().where(
            Enrolment.cohort_id.in_(supervised_as([entered_id])),
            Enrolment.entered_id.in_(own),
        ),
    )


def _has_recorded(entered_id: int, person_id: int) -> ColumnElement[bool]:
    """Return whether somebody wrote a row about the person who was entered, or about their cohort.

    Nobody approves, clears or certifies themselves, or chooses the rules of their own award.
    """
    about = select(Enrolment.id).where(Enrolment.entered_id == entered_id)
    trains_in = select(Enrolment.cohort_id).where(Enrolment.entered_id == entered_id)
    certificates = select(Certificate.id).where(Certificate.enrolment_id.in_(about))
    of_enrolment = (RegisterMark, ModuleResult, CourseResult, Certificate)
    of_certificate = (CertificateKeeping, CertificateRevocation)
    of_terms = and_(
        Cohort.id.in_(trains_in),
        TermsRequest.organisation_id == Cohort.organisation_id,
        TermsRequest.partner_id == Cohort.partner_id,
    )
    return or_(
        exists().where(RoleGrant.person_id == entered_id, RoleGrant.recorded_by_id == person_id),
        exists().where(Enrolment.entered_id == entered_id, Enrolment.recorded_by_id == person_id),
        is_approved_by(entered_id, person_id),
        exists().where(
            VersionMove.cohort_id.in_(trains_in), VersionMove.recorded_by_id == person_id
        ),
        exists().where(of_terms, TermsRequest.recorded_by_id == person_id),
        exists().where(
            of_terms,
            TermsAgreement.terms_request_id == TermsRequest.id,
            TermsAgreement.recorded_by_id == person_id,
        ),
        exists().where(
            GovernanceRecord.entered_id == entered_id,
            GovernanceEvent.record_id == GovernanceRecord.id,
            GovernanceEvent.recorded_by_id == person_id,
        ),
        exists().where(
            HoursEntry.enrolment_id.in_(about),
            HoursEvent.entry_id == HoursEntry.id,
            HoursEvent.recorded_by_id == person_id,
        ),
        *(
            exists().where(each.enrolment_id.in_(about), each.recorded_by_id == person_id)
            for each in of_enrolment
        ),
        *(
            exists().where(each.certificate_id.in_(certificates), each.recorded_by_id == person_id)
            for each in of_certificate
        ),
    )
