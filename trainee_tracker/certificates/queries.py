"""Reading certificates: through the person asking, or by serial and bytes for anyone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.certificates.frozen import kept_facts
from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateRevocation,
)
from trainee_tracker.certificates.rules import (
    CertificateStatus,
    is_told_why,
    may_end,
    status_from,
    who_can_tell,
)
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.queries import other_leads_of
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.messages import Message
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Person, RoleGrant
from trainee_tracker.people.queries import known_as
from trainee_tracker.people.rules import Role
from trainee_tracker.signatures.models import Signature

PAGE_LENGTH = 50


@dataclass(frozen=True)
class CertificateRow:
    """One certificate in a list; `holder` is the name on the paper, or else the name of today."""

    id: int
    enrolment_id: int
    serial: str
    kind: CertificateKind
    holder: str
    cohort: str
    issued_on: date
    status: CertificateStatus


def certificate_for(person: Person, certificate_id: int) -> Certificate | None:
    """Return a certificate that is the person's own or of a cohort they lead, else None."""
    return db.session.scalar(
        select(Certificate)
        .join(Enrolment, Certificate.enrolment_id == Enrolment.id)
        .join(Cohort, Enrolment.cohort_id == Cohort.id)
        .where(Certificate.id == certificate_id)
        .where(or_(Enrolment.person_id == person.id, _is_led_by(person)))
    )


def certificate_led_by(person: Person, certificate_id: int) -> Certificate | None:
    """Return a certificate of a cohort whose training the person leads, else None."""
    return db.session.scalar(
        select(Certificate)
        .join(Enrolment, Certificate.enrolment_id == Enrolment.id)
        .join(Cohort, Enrolment.cohort_id == Cohort.id)
        .where(Certificate.id == certificate_id, _is_led_by(person))
    )


def _is_led_by(person: Person) -> ColumnElement[bool]:
    led = organisations_where(person, Role.TRAINING_LEAD)
    return or_(Cohort.organisation_id.in_(led), Cohort.partner_id.in_(led))


def own_enrolment(person: Person, enrolment_id: int) -> Enrolment | None:
    """Return the enrolment if it is the person's own, else None."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.person_id == person.id)
    )


def enrolments_in(cohort_id: int, enrolment_ids: Collection[int]) -> Sequence[Enrolment]:
    """Return those of the enrolments that are in the cohort, in the order of their ids."""
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.id.in_(enrolment_ids))
        .order_by(Enrolment.id)
    ).all()


def certificates_for(
    person: Person, *, page: int = 1, length: int = PAGE_LENGTH
) -> tuple[Sequence[CertificateRow], bool]:
    """Return one page of the certificates that are the person's own or of cohorts they lead.

    Newest first; the second value tells whether there are more.
    """
    own = select(Enrolment.id).where(Enrolment.entered_id.in_(known_as(person.id)))
    led = select(Enrolment.id).join(Enrolment.cohort).where(_is_led_by(person))
    newer = aliased(Certificate)
    rows = db.session.execute(
        select(
            Certificate.id,
            Certificate.enrolment_id,
            Certificate.serial,
            Certificate.kind,
            Certificate.issued_on,
            Certificate.facts,
            Certificate.salts,
            Certificate.commitments,
            Person.full_name,
            Cohort.name,
            CertificateRevocation.id.label("revocation_id"),
            newer.id.label("newer_id"),
        )
        .select_from(Certificate)
        .join(Enrolment, Certificate.enrolment_id == Enrolment.id)
        .join(Cohort, Enrolment.cohort_id == Cohort.id)
        .join(Person, Enrolment.person_id == Person.id)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .outerjoin(newer, newer.supersedes_id == Certificate.id)
        .where(Certificate.enrolment_id.in_(own.union_all(led)))
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
        .offset((page - 1) * length)
        .limit(length + 1)
    ).all()
    kept = {row.id: kept_facts(row) for row in rows[:length]}
    return [
        CertificateRow(
            row.id,
            row.enrolment_id,
            row.serial,
            row.kind,
            facts.holder_name if (facts := kept[row.id]) else row.full_name,
            row.name,
            row.issued_on,
            status_from(
                is_revoked=row.revocation_id is not None,
                is_superseded=row.newer_id is not None,
                is_readable=facts is not None,
            ),
        )
        for row in rows[:length]
    ], len(rows) > length


def status_of(certificate: Certificate) -> CertificateStatus:
    """Return whether a certificate still holds."""
    return status_from(
        is_revoked=certificate.revocation is not None,
        is_superseded=successor_of(certificate) is not None,
        is_readable=kept_facts(certificate) is not None,
    )


def successor_of(certificate: Certificate) -> Certificate | None:
    """Return the certificate that stands in this one's place, if any."""
    return db.session.scalar(select(Certificate).where(Certificate.supersedes_id == certificate.id))


def newest_certificate(enrolment_id: int, kind: CertificateKind) -> Certificate | None:
    """Return the certificate of a kind that nothing has superseded, revoked or not."""
    newer = aliased(Certificate)
    return db.session.scalar(
        select(Certificate).where(
            Certificate.enrolment_id == enrolment_id,
            Certificate.kind == kind,
            ~exists().where(newer.supersedes_id == Certificate.id),
        )
    )


def newest_in_place_of(certificate: Certificate) -> Certificate | None:
    """Return the newest certificate that stands in a certificate's place, or None for the newest."""
    newest = newest_certificate(certificate.enrolment_id, certificate.kind)
    return None if newest is None or newest.id == certificate.id else newest


@dataclass(frozen=True)
class PartIn:
    """What somebody may read of a certificate and do with it.

    `reason` is why it was revoked, where they are told, and `who_can_tell` says whom its holder asks;
    `newer` stands in its place.
    """

    is_led: bool
    is_own: bool
    reason: str
    who_can_tell: Message
    newer: Certificate | None
    may_end: bool


def part_in(certificate: Certificate, person: Person) -> PartIn:
    """Return what `person` may read of a certificate and do with it."""
    is_led = certificate_led_by(person, certificate.id) is not None
    is_own = certificate.enrolment.person_id == person.id
    newer = newest_in_place_of(certificate)
    revocation = certificate.revocation
    is_told = is_told_why(leads_training=is_led, is_holder=is_own)
    asks = is_own and revocation is not None
    leads = other_leads_of(certificate.enrolment.cohort, person) if asks else []
    return PartIn(
        is_led=is_led,
        is_own=is_own,
        reason=revocation.reason if revocation is not None and is_told else "",
        who_can_tell=who_can_tell(leads),
        newer=newer,
        may_end=may_end(
            leads_training=is_led,
            is_holder=is_own,
            is_revoked=revocation is not None,
            is_superseded=newer is not None,
        ),
    )


def award_in_force(enrolment_id: int) -> Certificate | None:
    """Return the newest award of an enrolment, revoked or not: the one nothing has superseded."""
    return newest_certificate(enrolment_id, CertificateKind.AWARD)


@dataclass(frozen=True)
class SignedMinutes:
    """How many minutes of a trainee one supervisor signed off, under the name they signed with.

    `last_at` is the instant (UTC) of the last of these signatures.
    """

    signer_id: int
    signer_name: str
    minutes: int
    last_at: datetime


def minutes_signed_off(enrolment_id: int) -> list[SignedMinutes]:
    """Return who signed off how much of what is still signed off, the most first.

    Somebody who signed under two names is named as in their newest signature.
    """
    later = aliased(HoursEvent)
    rows = db.session.execute(
        select(
            Signature.signer_id,
            Signature.signer_name,
            func.sum(HoursEntry.minutes),
            func.max(Signature.recorded_at),
        )
        .join(HoursEvent, HoursEvent.signature_id == Signature.id)
        .join(HoursEntry, HoursEntry.id == HoursEvent.entry_id)
        .where(
            HoursEntry.enrolment_id == enrolment_id,
            HoursEvent.action == HoursAction.SIGNED_OFF,
            ~exists().where(
                later.entry_id == HoursEvent.entry_id, later.sequence > HoursEvent.sequence
            ),
        )
        .group_by(Signature.signer_id, Signature.signer_name)
    )
    found: dict[int, SignedMinutes] = {}
    for row in rows:
        each = SignedMinutes(*row)
        other = found.get(each.signer_id)
        if other is not None:
            newest = max(each, other, key=lambda one: one.last_at)
            each = replace(newest, minutes=each.minutes + other.minutes)
        found[each.signer_id] = each
    return sorted(found.values(), key=lambda one: (-one.minutes, one.signer_id))


def places_of_role(person_id: int, role: Role, at: datetime) -> frozenset[int]:
    """Return the organisations at which somebody held a role at an instant (UTC)."""
    grants = select(RoleGrant.organisation_id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.recorded_at <= at,
        or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at),
    )
    return frozenset(db.session.scalars(grants))
