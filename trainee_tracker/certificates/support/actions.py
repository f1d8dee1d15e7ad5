"""Keeping an award that the record no longer supports: one signature of each side."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from trainee_tracker.append_only import already_recorded, recorded_before, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.sources import read_anew, streams_read
from trainee_tracker.certificates.support import rules
from trainee_tracker.certificates.support.models import CertificateKeeping
from trainee_tracker.certificates.support.recounting import keepings_of, recount_of
from trainee_tracker.certificates.support.rules import Finding
from trainee_tracker.certificates.validity import ensure_valid
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, say
from trainee_tracker.people.access import sides_led
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles.queries import leads_in_office
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import ForOthers, Impossible, Refused
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.rules import Meaning, ensure_unchanged, lead_of

NO_LONGER: Final = say("This certificate is no longer valid, so there is nothing to keep.")


def shown_to_keep(certificate: Certificate, finding: Finding) -> dict[str, Any]:
    """Return what a governance lead signs: whose award, and what of it is not met any more."""
    facts = CertificateFacts.from_json(certificate.facts)
    return {
        "certificate": certificate.serial,
        "holder": certificate.enrolment.person.full_name,
        "award": facts.award_title,
        "says": list(facts.achieved),
        "not_met": [
            [each.title, each.have, each.need, each.waiting, [str(words) for words in each.missing]]
            for each in finding.unmet
        ],
    }


def side_of(
    certificate: Certificate, finding: Finding, actor: Person, *, besides: str = ""
) -> Side:
    """Return for which side the actor would keep an award; raises what `side_to_keep` raises.

    What the request `besides` has signed itself is left out.
    """
    cohort = certificate.enrolment.cohort
    try:
        return rules.side_to_keep(
            finding,
            keepings_of([certificate.id], besides=besides)[certificate.id],
            sides_led=sides_led(actor, cohort.organisation_id, cohort.partner_id),
            actor_id=actor.id,
            holder_id=certificate.enrolment.person_id,
            is_award=certificate.kind == "award",
        )
    except ForOthers as refusal:
        raise refusal.naming(_who_keeps(certificate)) from None


def _who_keeps(certificate: Certificate) -> list[str]:
    """Return the names of the governance leads of both sides who are not the holder."""
    cohort, holder_id = certificate.enrolment.cohort, certificate.enrolment.person_id
    return [
        lead.name
        for lead in leads_in_office()
        if lead.organisation_id in (cohort.organisation_id, cohort.partner_id)
        and lead.person_id != holder_id
    ]


def why_not_kept(certificate: Certificate, finding: Finding, actor: Person) -> Message | None:
    """Return why the actor cannot sign now that an award is kept, or None where they can."""
    try:
        ensure_valid(certificate, NO_LONGER)
        side_of(certificate, finding, actor)
    except Refused as refusal:
        return refusal.message
    return None


def keep_award(
    certificate: Certificate,
    *,
    reason: str,
    digest_seen: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> CertificateKeeping:
    """Sign for one's side that an award stays although the record no longer supports it.

    It is kept once a governance lead of each side has signed, for what was found and nothing worse.
    `digest_seen` is the digest of `shown_to_keep`; the caller confirmed the password. Raises what
    `side_to_keep` raises; Impossible when the certificate is revoked or replaced; Stale when something
    else is found by now than was shown.
    """
    body = digest_of(["keep", certificate.id, digest_seen, reason, actor.id])
    earlier = recorded_before(CertificateKeeping, request_id, body)
    if earlier is not None:
        return earlier

    def still() -> tuple[Side, Finding]:
        ensure_valid(certificate, NO_LONGER)
        read_anew(certificate.enrolment)
        finding = recount_of(certificate).finding
        ensure_unchanged(shown_to_keep(certificate, finding), digest_seen)
        return side_of(certificate, finding, actor, besides=request_id), finding

    side, finding = rely(streams_read(certificate.enrolment), still)
    earlier = already_recorded(CertificateKeeping, request_id, body)
    if earlier is not None:
        return earlier
    cohort = certificate.enrolment.cohort
    signature, _is_new = sign(
        actor,
        capacity=lead_of(side),
        on_behalf_of=(cohort.organisation if side is Side.COMMUNITY else cohort.partner).name,
        meaning=Meaning.AWARD_KEPT,
        shown={**shown_to_keep(certificate, finding), "reason": reason},
        stream_id=certificate.stream_id,
        request_id=request_id,
        at=at,
    )
    keeping = CertificateKeeping(
        request_id=request_id,
        request_digest=body,
        certificate_id=certificate.id,
        side=side,
        finding=finding.to_json(),
        finding_digest=rules.finding_digest(finding),
        reason=reason,
        signature_id=signature.id,
        stream_id=certificate.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    with refuse_if_taken(
        Impossible(
            say(
                "Somebody signed for this side a moment ago that the award is kept. Look at it again."
            )
        )
    ):
        db.session.add(keeping)
    return keeping
