"""Who holds an award and whose was revoked, for the pages about trainees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, select
from sqlalchemy.orm import aliased

from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateRevocation,
)
from trainee_tracker.certificates.rules import is_told_why
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.queries import may_manage
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.signatures.models import Signature


@dataclass(frozen=True)
class AwardState:
    """The newest award of a trainee: which day it bears, who issued it, and whether it was revoked.

    `recorded_at` is the instant (UTC) at which `signer` issued it. `reason` is empty for everybody
    but those who may read it.
    """

    certificate_id: int
    issued_on: date
    recorded_at: datetime
    signer: str
    revoked_on: date | None
    revoked_by: str
    reason: str

    @property
    def is_held(self) -> bool:
        """Return whether it has not been revoked."""
        return self.revoked_on is None


def awards_in(cohort: Cohort, reader: Person | None = None) -> dict[int, AwardState]:
    """Return enrolment -> the newest award, for those of a cohort who were ever given one.

    Why one was revoked is in it only where there is a `reader` who is told that. Takes one
    statement.
    """
    leads = reader is not None and may_manage(reader, cohort)
    reader_id = reader.id if reader is not None else None
    return {
        row.enrolment_id: _state(
            row, is_told_why(leads_training=leads, is_holder=row.person_id == reader_id)
        )
        for row in _newest_awards(Enrolment.cohort_id == cohort.id)
    }


def award_of(enrolment: Enrolment) -> AwardState | None:
    """Return the newest award of one trainee, if any; why one was revoked is left out."""
    found = _newest_awards(Enrolment.id == enrolment.id)
    return _state(found[0], tells_why=False) if found else None


def _newest_awards(which: ColumnElement[bool]) -> Sequence[Row[*tuple[Any, ...]]]:
    newer = aliased(Certificate)
    issuing, revoking = aliased(Signature), aliased(Signature)
    return db.session.execute(
        select(
            Certificate.id,
            Certificate.enrolment_id,
            Enrolment.person_id,
            Certificate.issued_on,
            Certificate.recorded_at,
            issuing.signer_name,
            CertificateRevocation.recorded_at.label("revoked_at"),
            CertificateRevocation.reason,
            revoking.signer_name.label("revoked_by"),
        )
        .join(Enrolment, Certificate.enrolment_id == Enrolment.id)
        .join(issuing, Certificate.signature_id == issuing.id)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .outerjoin(revoking, CertificateRevocation.signature_id == revoking.id)
        .where(
            which,
            Certificate.kind == CertificateKind.AWARD,
            ~exists().where(newer.supersedes_id == Certificate.id),
        )
    ).all()


def _state(row: Row[*tuple[Any, ...]], tells_why: bool) -> AwardState:
    return AwardState(
        row.id,
        row.issued_on,
        row.recorded_at,
        row.signer_name,
        None if row.revoked_at is None else civil_date(row.revoked_at),
        row.revoked_by or "",
        (row.reason or "") if tells_why else "",
    )
