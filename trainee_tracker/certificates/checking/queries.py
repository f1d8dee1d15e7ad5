"""What anyone may learn of an issued certificate, by its serial or its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trainee_tracker.certificates import queries
from trainee_tracker.certificates.frozen import kept_facts
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.rules import CertificateStatus, status_from
from trainee_tracker.clock import civil_date
from trainee_tracker.extensions import db


@dataclass(frozen=True)
class CheckedCertificate:
    """What anyone may learn of an issued certificate.

    `facts` are None where the record cannot be read. `ended_on` is when it stopped being valid.
    `newer` is the serial of the newest one in its place, where that may be shown.
    """

    serial: str
    facts: CertificateFacts | None
    status: CertificateStatus
    ended_on: date | None
    newer: str | None


def checked_by_serial(serial: str) -> CheckedCertificate | None:
    """Return what anyone may learn of the certificate with this normalised serial."""
    return _checked(db.session.scalar(select(Certificate).where(Certificate.serial == serial)))


def checked_by_sha256(sha256: str) -> CheckedCertificate | None:
    """Return what anyone may learn of the certificate whose file has this SHA-256."""
    return _checked(db.session.scalar(select(Certificate).where(Certificate.sha256 == sha256)))


def _checked(certificate: Certificate | None) -> CheckedCertificate | None:
    if certificate is None:
        return None
    facts = kept_facts(certificate)
    successor = queries.successor_of(certificate)
    ended_on = None
    if certificate.revocation is not None:
        ended_on = civil_date(certificate.revocation.recorded_at)
    elif successor is not None:
        # An award issued again bears the date of the first; what counts is when it was replaced.
        ended_on = civil_date(successor.recorded_at)
    return CheckedCertificate(
        certificate.serial,
        facts,
        status_from(
            is_revoked=certificate.revocation is not None,
            is_superseded=successor is not None,
            is_readable=facts is not None,
        ),
        ended_on,
        _newer(certificate, facts),
    )


def _newer(certificate: Certificate, facts: CertificateFacts | None) -> str | None:
    """Return the serial of the newest certificate in the place of one, if a stranger may have it.

    Whoever has the earlier paper knows the name on it. Under another name only the holder hands the
    newer one over.
    """
    newest = queries.newest_in_place_of(certificate)
    now = kept_facts(newest) if newest is not None else None
    if facts is None or now is None or not facts.names_same_holder_as(now):
        return None
    return now.serial
