"""What somebody did with a certificate, in a sentence for whoever wanted to act on it after them."""

from __future__ import annotations

from trainee_tracker.certificates import queries
from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.extensions import db
from trainee_tracker.filters import instant
from trainee_tracker.signatures.rules import Meaning


def how_issued(certificate: Certificate) -> str:
    """Return who issued a certificate and when: "Ruth Mensah issued it on 3 May 2026, 12:03."."""
    when, signature = instant(certificate.recorded_at), certificate.signature
    if certificate.kind is CertificateKind.PROGRESS or signature is None:
        return f"{certificate.enrolment.person.full_name} made a newer one on {when}."
    again = " again" if signature.meaning is Meaning.AWARD_REISSUED else ""
    return f"{signature.signer_name} issued it{again} on {when}."


def how_held(award: Certificate) -> str:
    """Return whose award was issued already, by whom and when."""
    return f"{award.enrolment.person.full_name} holds this award already: {how_issued(award)}"


def how_replaced(certificate: Certificate, *, besides: str = "") -> str | None:
    """Return by whose act another one stands in a certificate's place, or None.

    One that the request `besides` made is left out.
    """
    successor = queries.successor_of(certificate)
    if successor is None or successor.request_id == besides:
        return None
    return f"{how_issued(successor)} The newer one is under Certificates."


def how_ended(certificate: Certificate, *, besides: str = "") -> str | None:
    """Return by whose act a certificate is no longer valid, or None while it is.

    The database is asked anew; what the request `besides` made in its place is left out.
    """
    db.session.refresh(certificate, ["revocation"])
    if certificate.revocation is None:
        return how_replaced(certificate, besides=besides)
    when = instant(certificate.revocation.recorded_at)
    return f"{certificate.revocation.signature.signer_name} revoked it on {when}."
