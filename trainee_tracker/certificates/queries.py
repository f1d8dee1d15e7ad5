"""Reading certificates: through the person asking, or by serial and bytes for anyone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.certificates.facts import CertificateFacts
from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateRevocation,
)
from trainee_tracker.certificates.rules import CertificateStatus
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Person
from trainee_tracker.people.rules import Role
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Meaning

PAGE_LENGTH = 50


@dataclass(frozen=True)
class CheckedCertificate:
    """What anyone may learn of an issued certificate; `ended_on` is when it stopped being valid."""

    facts: CertificateFacts
    status: CertificateStatus
    ended_on: date | None
    sha256: str


@dataclass(frozen=True)
class CertificateRow:
    """One certificate in a list."""

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


def certificates_for(person: Person, *, page: int = 1) -> tuple[Sequence[CertificateRow], bool]:
    """Return one page of the certificates that are the person's own or of cohorts they lead.

    Newest first; the second value tells whether there are more.
    """
    newer = aliased(Certificate)
    rows = db.session.execute(
        select(
            Certificate.id,
            Certificate.enrolment_id,
            Certificate.serial,
            Certificate.kind,
            Certificate.issued_on,
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
        .where(or_(Enrolment.person_id == person.id, _is_led_by(person)))
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
        .offset((page - 1) * PAGE_LENGTH)
        .limit(PAGE_LENGTH + 1)
    ).all()
    return [
        CertificateRow(
            row.id,
            row.enrolment_id,
            row.serial,
            row.kind,
            row.full_name,
            row.name,
            row.issued_on,
            status_from(is_revoked=bool(row.revocation_id), is_superseded=bool(row.newer_id)),
        )
        for row in rows[:PAGE_LENGTH]
    ], len(rows) > PAGE_LENGTH


def status_from(*, is_revoked: bool, is_superseded: bool) -> CertificateStatus:
    """Return the status that follows; a revoked certificate stays revoked when it is replaced."""
    if is_revoked:
        return CertificateStatus.REVOKED
    return CertificateStatus.SUPERSEDED if is_superseded else CertificateStatus.VALID


def status_of(certificate: Certificate) -> CertificateStatus:
    """Return where a certificate stands now."""
    return status_from(
        is_revoked=certificate.revocation is not None,
        is_superseded=successor_of(certificate) is not None,
    )


def successor_of(certificate: Certificate) -> Certificate | None:
    """Return the certificate that stands in this one's place, if any."""
    return db.session.scalar(select(Certificate).where(Certificate.supersedes_id == certificate.id))


def checked_by_serial(serial: str) -> CheckedCertificate | None:
    """Return what anyone may learn of the certificate with this normalised serial."""
    return _checked(db.session.scalar(select(Certificate).where(Certificate.serial == serial)))


def checked_by_sha256(sha256: str) -> CheckedCertificate | None:
    """Return what anyone may learn of the certificate whose file has this SHA-256."""
    return _checked(db.session.scalar(select(Certificate).where(Certificate.sha256 == sha256)))


def _checked(certificate: Certificate | None) -> CheckedCertificate | None:
    if certificate is None:
        return None
    ended_on = None
    successor = successor_of(certificate)
    if certificate.revocation is not None:
        ended_on = civil_date(certificate.revocation.recorded_at)
    elif successor is not None:
        ended_on = successor.issued_on
    return CheckedCertificate(
        CertificateFacts.from_json(certificate.facts),
        status_from(
            is_revoked=certificate.revocation is not None, is_superseded=successor is not None
        ),
        ended_on,
        certificate.sha256,
    )


def standing_award(enrolment_id: int) -> Certificate | None:
    """Return the newest award of an enrolment, revoked or not: the one nothing has superseded."""
    newer = aliased(Certificate)
    return db.session.scalar(
        select(Certificate).where(
            Certificate.enrolment_id == enrolment_id,
            Certificate.kind == CertificateKind.AWARD,
            ~exists().where(newer.supersedes_id == Certificate.id),
        )
    )


def awarded_in(cohort_id: int) -> dict[int, int]:
    """Return enrolment -> certificate for every valid award of a cohort."""
    newer = aliased(Certificate)
    rows = db.session.execute(
        select(Certificate.enrolment_id, Certificate.id)
        .join(Enrolment, Certificate.enrolment_id == Enrolment.id)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Certificate.kind == CertificateKind.AWARD,
            CertificateRevocation.id.is_(None),
            ~exists().where(newer.supersedes_id == Certificate.id),
        )
    )
    return {row.enrolment_id: row.id for row in rows}


def award_signature(person: Person, request_id: str) -> Signature | None:
    """Return the signature under awards that the person's request made before, if it did."""
    return db.session.scalar(
        select(Signature).where(
            Signature.request_id == request_id,
            Signature.signer_id == person.id,
            Signature.meaning == Meaning.AWARD_ISSUED,
        )
    )


@dataclass(frozen=True)
class SignedMinutes:
    """How many minutes of a trainee one supervisor signed off, under the name they signed with."""

    signer_id: int
    signer_name: str
    minutes: int


def minutes_signed_off(enrolment_id: int) -> list[SignedMinutes]:
    """Return who signed off how much of what still stands signed off, the most first."""
    later = aliased(HoursEvent)
    rows = db.session.execute(
        select(
            Signature.signer_id,
            func.max(Signature.signer_name),
            func.sum(HoursEntry.minutes).label("minutes"),
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
        .group_by(Signature.signer_id)
        .order_by(func.sum(HoursEntry.minutes).desc(), Signature.signer_id)
    )
    return [SignedMinutes(*row) for row in rows]


def latest_progress(enrolment_id: int, issued_on: date, *, besides: str = "") -> Certificate | None:
    """Return the last progress certificate made for an enrolment on a day.

    The one that the request `besides` made is left out.
    """
    return db.session.scalar(
        select(Certificate)
        .where(
            Certificate.enrolment_id == enrolment_id,
            Certificate.kind == CertificateKind.PROGRESS,
            Certificate.issued_on == issued_on,
            Certificate.request_id != besides,
        )
        .order_by(Certificate.id.desc())
        .limit(1)
    )
