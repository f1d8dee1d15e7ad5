"""How a certificate ends: issued again as it would be now, or revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from trainee_tracker.append_only import already_recorded, recorded_before, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.ending.reissuing import ONLY_AN_AWARD, Reissue, reissue_of
from trainee_tracker.certificates.issuing.drawing import (
    TO_ONESELF,
    draw,
    new_serial,
    write_certificate,
)
from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateRevocation,
)
from trainee_tracker.certificates.paper.wording import (
    CheckAddress,
)
from trainee_tracker.certificates.parties import lead_for
from trainee_tracker.certificates.sources import read_anew, streams_read
from trainee_tracker.certificates.validity import ensure_not_superseded, ensure_valid, is_revoked
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Impossible, NotAllowed
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.rules import Capacity, Meaning, ensure_unchanged

NOT_REPLACED: Final = say("This certificate is no longer valid, so it cannot be replaced.")
NOT_REVOKED: Final = say("This certificate is no longer valid, so there is nothing to revoke.")


def reissue_shown(certificate: Certificate) -> dict[str, Any]:
    """Return what a training lead signs to issue an award again: each part before and after."""
    return reissue_of(certificate).shown()


def reissue_award(
    certificate: Certificate,
    *,
    reason: str,
    digest_seen: str,
    address: CheckAddress,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Certificate:
    """Issue an award again as it would be now; the new one supersedes the old.

    Figures are those of the recount, name and design the present ones; the version, the day and
    who signed for it stay. The new certificate stands under a signature of its own. The caller
    confirmed the password. Raises Impossible unless the certificate is a valid award that the record
    supports or both sides keep, or where nothing would change; NotAllowed when the actor is its
    holder or leads no training there; Stale when it is not what was shown.
    """
    if certificate.kind is not CertificateKind.AWARD:
        raise Impossible(ONLY_AN_AWARD)
    if actor.id == certificate.enrolment.person_id:
        raise NotAllowed(TO_ONESELF)
    cohort = certificate.enrolment.cohort
    lead_for(cohort, actor)
    body = digest_of(["reissue", certificate.id, digest_seen, reason, actor.id])
    earlier = recorded_before(Certificate, request_id, body)
    if earlier is not None:
        return earlier
    enrolment, serial = certificate.enrolment, new_serial()

    def is_still_valid_and_as_shown() -> Reissue:
        lead_for(cohort, actor)
        ensure_valid(certificate, NOT_REPLACED, besides=request_id)
        read_anew(enrolment)
        again = reissue_of(certificate)
        ensure_unchanged(again.shown(), digest_seen)
        again.ensure_possible()
        return again

    again = rely(streams_read(enrolment), is_still_valid_and_as_shown)
    earned = again.under(serial, address)
    drawn = draw(earned.facts)
    earlier = already_recorded(Certificate, request_id, body)
    if earlier is not None:
        return earlier
    signature, _is_new = sign(
        actor,
        capacity=Capacity.TRAINING_LEAD,
        on_behalf_of=lead_for(cohort, actor).name,
        meaning=Meaning.AWARD_REISSUED,
        shown={**again.shown(), "reason": reason},
        stream_id=certificate.stream_id,
        request_id=request_id,
        at=at,
    )
    return write_certificate(
        enrolment,
        drawn,
        earned,
        certificate,
        signature,
        body,
        actor=actor,
        at=at,
        request_id=request_id,
    )


def revoke_certificate(
    certificate: Certificate, *, reason: str, actor: Person, at: datetime, request_id: str
) -> CertificateRevocation:
    """Revoke a certificate for good, with a reason kept for the training leads of the cohort.

    The caller confirmed the password. Raises Impossible when it is revoked or superseded already,
    by whom and when; NotAllowed when the actor is its holder or leads no training there.
    """
    if actor.id == certificate.enrolment.person_id:
        raise NotAllowed(
            say("This certificate is yours. Another training lead of this cohort revokes it.")
        )
    signature, is_new = sign(
        actor,
        capacity=Capacity.TRAINING_LEAD,
        on_behalf_of=lead_for(certificate.enrolment.cohort, actor).name,
        meaning=Meaning.CERTIFICATE_REVOKED,
        shown={"certificate": certificate.serial, "reason": reason},
        stream_id=certificate.stream_id,
        request_id=request_id,
        at=at,
    )
    if not is_new and is_revoked(certificate) and certificate.revocation is not None:
        return certificate.revocation
    ensure_valid(certificate, NOT_REVOKED)
    # Of two revocations only one lands; a new certificate in its place may have come meanwhile.
    rely({certificate.stream_id}, lambda: ensure_not_superseded(certificate, NOT_REVOKED))
    revocation = CertificateRevocation(
        certificate_id=certificate.id,
        reason=reason,
        signature_id=signature.id,
        stream_id=certificate.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    try:
        with refuse_if_taken(Impossible(NOT_REVOKED)):
            db.session.add(revocation)
    except Impossible:
        ensure_valid(certificate, NOT_REVOKED)
        raise
    return revocation
