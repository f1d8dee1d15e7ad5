"""What somebody did with a certificate, in a sentence for whoever wanted to act on it after them."""

from __future__ import annotations

from trainee_tracker.certificates import queries
from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, Own, in_a_row, say
from trainee_tracker.signatures.rules import Meaning


def how_issued(certificate: Certificate) -> Message:
    """Return who issued a certificate and when: "Ruth Mensah issued it on 3 May 2026, 12:03."."""
    at, signature = certificate.recorded_at, certificate.signature
    if certificate.kind is CertificateKind.PROGRESS or signature is None:
        holder = Own(certificate.enrolment.person.full_name)
        return say("{holder} made a newer one on {at}.", holder=holder, at=at)
    lead = Own(signature.signer_name)
    if signature.meaning is Meaning.AWARD_REISSUED:
        return say("{lead} issued it again on {at}.", lead=lead, at=at)
    return say("{lead} issued it on {at}.", lead=lead, at=at)


def how_held(award: Certificate) -> Message:
    """Return whose award was issued already, by whom and when."""
    holder = Own(award.enrolment.person.full_name)
    return in_a_row([say("{holder} holds this award already.", holder=holder), how_issued(award)])


def how_replaced(certificate: Certificate, *, besides: str = "") -> Message | None:
    """Return by whose act another one stands in a certificate's place, or None.

    One that the request `besides` made is left out.
    """
    successor = queries.successor_of(certificate)
    if successor is None or successor.request_id == besides:
        return None
    return in_a_row([how_issued(successor), say("The newer one is under Certificates.")])


def how_ended(certificate: Certificate, *, besides: str = "") -> Message | None:
    """Return by whose act a certificate is no longer valid, or None while it is.

    The database is asked anew; what the request `besides` made in its place is left out.
    """
    db.session.refresh(certificate, ["revocation"])
    if certificate.revocation is None:
        return how_replaced(certificate, besides=besides)
    return say(
        "{lead} revoked it on {at}.",
        lead=Own(certificate.revocation.signature.signer_name),
        at=certificate.revocation.recorded_at,
    )
