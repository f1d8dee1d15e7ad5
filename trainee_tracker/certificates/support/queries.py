"""Reading which certificates the record no longer supports, through the person who asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, or_, select

from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.certificates.support.models import CertificateKeeping, StoredSupport
from trainee_tracker.certificates.support.recounting import awards_before, keepings_of
from trainee_tracker.certificates.support.rules import Finding, Verdict, kept_since, sides_keeping
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Person
from trainee_tracker.people.rules import Role, Side

PAGE_LENGTH = 20

RANK = case(
    (StoredSupport.verdict == Verdict.UNSUPPORTED, 0),
    (StoredSupport.verdict == Verdict.LOWER, 1),
    else_=2,
)
"""The worst verdict first."""


@dataclass(frozen=True)
class SupportState:
    """What the last recount found of one certificate, and since when."""

    certificate_id: int
    finding: Finding
    is_kept: bool
    found_at: datetime

    @property
    def verdict(self) -> Verdict:
        """What was found."""
        return self.finding.verdict

    @property
    def found_on(self) -> date:
        """The civil day on which this was found first."""
        return civil_date(self.found_at)

    @property
    def is_under_review(self) -> bool:
        """Whether the record does not support it and nobody has decided yet."""
        return self.finding.verdict is not Verdict.SUPPORTED and not self.is_kept


@dataclass(frozen=True)
class SupportRow:
    """One certificate in the list of those that are no longer supported; `kept` by which sides."""

    state: SupportState
    enrolment_id: int
    kind: CertificateKind
    holder: str
    cohort_id: int
    cohort: str
    issued_on: date
    kept: frozenset[Side]


@dataclass(frozen=True)
class PublicSupport:
    """What anyone may learn: whether it is under review, since when, or when it was kept.

    `prints_more` says that a figure on it is higher than what the record has.
    Neither what was found nor why it was kept is part of it.
    """

    is_under_review: bool
    found_on: date
    kept_on: date | None
    prints_more: bool


@dataclass(frozen=True)
class KeepingRow:
    """Who signed that an award is kept, for which side, why and when."""

    side: Side
    who: str
    reason: str
    at: datetime
    finding: Finding


def certificate_overseen_by(person: Person, certificate_id: int) -> Certificate | None:
    """Return a certificate of a partnership whose training or governance the person leads.

    Never one's own: one sees that on another page, and decides nothing of it.
    """
    return _certificate(person, certificate_id, Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD)


def award_to_keep(person: Person, certificate_id: int) -> Certificate | None:
    """Return a certificate of a partnership for a side of which the person leads governance."""
    return _certificate(person, certificate_id, Role.GOVERNANCE_LEAD)


def _certificate(person: Person, certificate_id: int, *roles: Role) -> Certificate | None:
    return db.session.scalar(
        select(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Certificate.id == certificate_id, *_overseen_by(person, *roles))
    )


def _overseen_by(person: Person, *roles: Role) -> list[ColumnElement[bool]]:
    """Select what belongs to a partnership in which the person holds a role, but for their own."""
    at = organisations_where(person, *roles)
    theirs = or_(Cohort.organisation_id.in_(at), Cohort.partner_id.in_(at))
    return [Enrolment.person_id != person.id, theirs]


def no_longer_supported(
    person: Person, *, page: int = 1, length: int = PAGE_LENGTH
) -> tuple[list[SupportRow], bool]:
    """Return one page of what the person oversees and the record does not support, worst first.

    What nobody has decided comes before what both sides keep. The second value tells whether there
    are more. Takes a fixed number of statements.
    """
    rows = db.session.execute(
        select(
            StoredSupport,
            Certificate.enrolment_id,
            Certificate.kind,
            Person.full_name,
            Cohort.id.label("cohort_id"),
            Cohort.name.label("cohort"),
            Certificate.issued_on,
        )
        .join(Certificate, Certificate.id == StoredSupport.certificate_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            StoredSupport.verdict != Verdict.SUPPORTED,
            *_overseen_by(person, Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD),
        )
        .order_by(
            StoredSupport.is_kept,
            RANK,
            StoredSupport.worst.desc(),
            StoredSupport.found_at,
            StoredSupport.certificate_id,
        )
        .offset((page - 1) * length)
        .limit(length + 1)
    ).all()
    shown = rows[:length]
    kept = keepings_of([row.StoredSupport.certificate_id for row in shown])
    found = []
    for row in shown:
        state = _state(row.StoredSupport)
        found.append(
            SupportRow(
                state=state,
                enrolment_id=row.enrolment_id,
                kind=row.kind,
                holder=row.full_name,
                cohort_id=row.cohort_id,
                cohort=row.cohort,
                issued_on=row.issued_on,
                kept=frozenset(sides_keeping(kept[state.certificate_id], state.finding)),
            )
        )
    return found, len(rows) > length


def support_of(certificate_id: int) -> SupportState | None:
    """Return what was found of one certificate; None where it is not compared any more."""
    return supports_of([certificate_id]).get(certificate_id)


def support_by_serial(serial: str) -> PublicSupport | None:
    """Return what anyone may learn of how the record supports the certificate of a serial."""
    stored = db.session.scalars(
        select(StoredSupport)
        .join(Certificate, Certificate.id == StoredSupport.certificate_id)
        .where(Certificate.serial == serial)
    ).one_or_none()
    if stored is None:
        return None
    state = _state(stored)
    return PublicSupport(
        is_under_review=state.is_under_review,
        found_on=state.found_on,
        kept_on=_kept_on(state.certificate_id, state.finding),
        prints_more=any(each.have < each.was for each in state.finding.shortfalls),
    )


def supports_of(certificate_ids: Collection[int]) -> Mapping[int, SupportState]:
    """Return what was found of certificates, by their ids; one statement."""
    return _states(StoredSupport.certificate_id.in_(certificate_ids))


def awards_no_longer_supported_in(cohort_id: int) -> Mapping[int, SupportState]:
    """Return enrolment -> what was found of its award, where the record does not support it."""
    rows = db.session.execute(
        select(Certificate.enrolment_id, StoredSupport)
        .join(Certificate, Certificate.id == StoredSupport.certificate_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Certificate.kind == CertificateKind.AWARD,
            StoredSupport.verdict != Verdict.SUPPORTED,
        )
    )
    return {enrolment_id: _state(stored) for enrolment_id, stored in rows}


def _states(*where: ColumnElement[bool]) -> dict[int, SupportState]:
    rows = db.session.scalars(select(StoredSupport).where(*where))
    return {row.certificate_id: _state(row) for row in rows}


def _state(stored: StoredSupport) -> SupportState:
    return SupportState(
        stored.certificate_id, Finding.from_json(stored.finding), stored.is_kept, stored.found_at
    )


def keeping_rows(certificate: Certificate) -> Sequence[KeepingRow]:
    """Return who signed that this award is kept, or one that it was issued again for; oldest first."""
    rows = db.session.scalars(
        select(CertificateKeeping)
        .where(
            CertificateKeeping.certificate_id.in_(awards_before([certificate.id])[certificate.id])
        )
        .order_by(CertificateKeeping.id)
    )
    return [
        KeepingRow(
            row.side,
            row.signature.signer_name,
            row.reason,
            row.recorded_at,
            Finding.from_json(row.finding),
        )
        for row in rows
    ]


def _kept_on(certificate_id: int, finding: Finding) -> date | None:
    """Return the day since which both sides keep an award in spite of what was found, if they do."""
    since = kept_since(keepings_of([certificate_id])[certificate_id], finding)
    return None if since is None else civil_date(since)
