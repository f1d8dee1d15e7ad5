"""Issuing, re-issuing and revoking certificates."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from trainee_tracker.accreditation.terms import terms_to_dict
from trainee_tracker.append_only import already_recorded
from trainee_tracker.audit.actions import wait_for_turn
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.facts import CertificateFacts
from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateRevocation,
)
from trainee_tracker.certificates.parties import holder_of, issuer_of, signatories
from trainee_tracker.certificates.rules import SERIAL_BYTES, CertificateStatus, serial_from
from trainee_tracker.certificates.wording import (
    CheckAddress,
    award_facts,
    award_statement,
    progress_facts,
)
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.queries import judge_enrolments
from trainee_tracker.refusals import Impossible, NotAllowed, Stale
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Meaning, ensure_unchanged


def issue_progress(
    enrolment: Enrolment, *, address: CheckAddress, actor: Person, at: datetime, request_id: str
) -> Certificate:
    """Make the progress certificate of a trainee as at the day of `at`.

    The same facts asked for twice on a day are one certificate, so that pressing twice does not
    leave two serials. Raises NotAllowed when the actor is not the trainee.
    """
    if actor.id != enrolment.person_id:
        raise NotAllowed("A trainee makes their own progress certificate.")
    body = digest_of(["progress", enrolment.id])
    wait_for_turn(db.session())
    earlier = already_recorded(Certificate, request_id, body)
    if earlier is not None:
        return earlier
    today = civil_date(at)
    judgement = judge_enrolments([enrolment.id], today)[enrolment.id]
    facts = progress_facts(
        judgement.terms,
        judgement.standing,
        serial=new_serial(),
        holder=holder_of(enrolment.person),
        issuer=issuer_of(enrolment.cohort),
        issued_on=today,
        address=address,
    )
    last = queries.latest_progress(enrolment.id, today)
    if last is not None and _same_but_serial(CertificateFacts.from_json(last.facts), facts):
        return last
    return _write(enrolment, facts, None, None, body, actor=actor, at=at, request_id=request_id)


def sign_awards(
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    *,
    digest_seen: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Signature:
    """Sign that these trainees are to receive their award.

    The caller confirmed the password and then calls `issue_award` for each. Raises Stale when a
    standing changed since it was shown, Impossible when nobody was chosen.
    """
    if not enrolments:
        raise Impossible("Choose at least one trainee.")
    wait_for_turn(db.session())
    shown = awards_shown(cohort, enrolments, at)
    ensure_unchanged(shown, digest_seen)
    signature, _is_new = sign(
        actor,
        capacity="training lead",
        on_behalf_of=cohort.organisation.name,
        meaning=Meaning.AWARD_ISSUED,
        shown=shown,
        request_id=request_id,
        at=at,
    )
    return signature


def awards_shown(cohort: Cohort, enrolments: Sequence[Enrolment], at: datetime) -> dict[str, Any]:
    """Return exactly what a training lead signs: each trainee's names, award, terms and figures."""
    judgements = judge_enrolments([each.id for each in enrolments], civil_date(at))
    return {
        "cohort": cohort.id,
        "awards": [
            award_shown(each, judgements[each.id])
            for each in sorted(enrolments, key=lambda one: one.id)
        ],
    }


def enrolments_signed(signature: Signature) -> list[int]:
    """Return the enrolments whose awards a signature stands under."""
    return [each["enrolment"] for each in json.loads(signature.shown)["awards"]]


def award_shown(enrolment: Enrolment, judgement: Judgement) -> dict[str, Any]:
    """Return what a training lead signs of one trainee, as plain values.

    The terms are part of it, so that nobody is given the award of other rules than those signed
    for when the cohort moves in between.
    """
    terms = judgement.terms
    return {
        "enrolment": enrolment.id,
        "version": enrolment.cohort.course_version_id,
        "terms": digest_of(terms_to_dict(terms)),
        "holder": enrolment.person.full_name,
        "other_name": enrolment.person.other_name,
        "other_language": enrolment.person.other_language,
        "course": terms.title,
        "award": terms.award,
        "sentence": award_statement(terms, judgement.standing),
        "translations": [[each.language, each.title, each.award] for each in terms.translations],
        "unverified": not terms.is_verified,
        "is_met": judgement.standing.met,
        "figures": [[each.key, each.have, each.need] for each in judgement.standing.requirements],
    }


def issue_award(
    enrolment: Enrolment,
    *,
    signature: Signature,
    address: CheckAddress,
    actor: Person,
    at: datetime,
) -> Certificate:
    """Issue the award of one trainee under the training lead's signature.

    Eligibility is judged here, inside the transaction that writes the certificate. Raises
    Impossible when something is missing or a valid award is there already, NotAllowed when the
    trainee would issue it to themselves or the signature is not the actor's own under awards,
    Stale when the names, figures or terms are no longer those that were signed.
    """
    if actor.id == enrolment.person_id:
        raise NotAllowed("Nobody issues an award to themselves.")
    request_id = str(uuid5(UUID(signature.request_id), f"award of enrolment {enrolment.id}"))
    body = digest_of(["award", enrolment.id, signature.id])
    wait_for_turn(db.session())
    earlier = already_recorded(Certificate, request_id, body)
    if earlier is not None:
        return earlier
    before = queries.standing_award(enrolment.id)
    if before is not None and not _is_revoked(before):
        raise Impossible(f"{enrolment.person.full_name} holds this award already.")
    judgement = judge_enrolments([enrolment.id], civil_date(at))[enrolment.id]
    ensure_eligible(enrolment, judgement)
    ensure_signed(enrolment, judgement, signature, actor)
    facts = award_facts(
        judgement.terms,
        judgement.standing,
        serial=new_serial(),
        holder=holder_of(enrolment.person),
        issuer=issuer_of(enrolment.cohort),
        signatories=signatories(enrolment, signature),
        issued_on=civil_date(at),
        address=address,
    )
    return _write(
        enrolment, facts, before, signature, body, actor=actor, at=at, request_id=request_id
    )


def ensure_signed(
    enrolment: Enrolment, judgement: Judgement, signature: Signature, actor: Person
) -> None:
    """Raise unless the actor signed for just these names, figures and terms of this trainee.

    Between the signature and the last of many awards some seconds pass in which others write.
    """
    if signature.meaning is not Meaning.AWARD_ISSUED or signature.signer_id != actor.id:
        raise NotAllowed("Only the training lead who signed issues these awards.")
    # The cohort may have moved to another version meanwhile, which this request has not seen.
    db.session.refresh(enrolment.cohort, ["course_version_id"])
    if award_shown(enrolment, judgement) not in json.loads(signature.shown)["awards"]:
        raise Stale(
            f"The names, figures or course of {enrolment.person.full_name} changed after you signed. "
            "That award was not issued: look again and sign."
        )


def _is_revoked(certificate: Certificate) -> bool:
    """Ask the database anew: somebody may have revoked it while this request was under way."""
    db.session.refresh(certificate, ["revocation"])
    return certificate.revocation is not None


def ensure_eligible(enrolment: Enrolment, judgement: Judgement) -> None:
    """Raise Impossible, saying what is missing, unless everything the course asks for is met."""
    if judgement.standing.met:
        return
    missing = [words for each in judgement.standing.requirements for words in each.missing]
    raise Impossible(
        f"{enrolment.person.full_name} cannot receive the award yet. "
        f"Still missing: {'; '.join(missing)}."
    )


def reissue_shown(certificate: Certificate) -> dict[str, Any]:
    """Return what a training lead signs to issue an award again: the names, before and after."""
    facts = CertificateFacts.from_json(certificate.facts)
    holder = holder_of(certificate.enrolment.person)
    return {
        "serial": certificate.serial,
        "award": facts.award_title,
        "was": [facts.holder_name, facts.holder_name_other or ""],
        "becomes": [holder.name, holder.other_name],
    }


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
    """Issue an award again under the holder's present name; the new one supersedes the old.

    What was achieved and who signed for it stay as they were frozen; the new certificate stands
    under a signature of its own. The caller confirmed the password. Raises Impossible unless the
    certificate is a valid award, Stale when the names are not those that were shown.
    """
    if certificate.kind is not CertificateKind.AWARD:
        raise Impossible("Only an award is issued again; make a new progress certificate instead.")
    if actor.id == certificate.enrolment.person_id:
        raise NotAllowed("Nobody issues an award to themselves.")
    wait_for_turn(db.session())
    body = digest_of(["reissue", certificate.id])
    earlier = already_recorded(Certificate, request_id, body)
    if earlier is not None:
        return earlier
    _ensure_valid(certificate, "This certificate is no longer valid, so it cannot be replaced.")
    shown = reissue_shown(certificate)
    ensure_unchanged(shown, digest_seen)
    signature, _is_new = sign(
        actor,
        capacity="training lead",
        on_behalf_of=certificate.enrolment.cohort.organisation.name,
        meaning=Meaning.AWARD_REISSUED,
        shown={**shown, "reason": reason},
        request_id=request_id,
        at=at,
    )
    serial = new_serial()
    holder = holder_of(certificate.enrolment.person)
    facts = replace(
        CertificateFacts.from_json(certificate.facts),
        serial=serial,
        holder_name=holder.name,
        holder_name_other=holder.other_name or None,
        holder_other_lang=(holder.other_language or "und") if holder.other_name else None,
        check_url=address.of(serial),
        check_host_text=address.as_text,
    )
    return _write(
        certificate.enrolment,
        facts,
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
    """Revoke a certificate for good, with a reason kept for those who lead the cohort.

    The caller confirmed the password. Raises Impossible when it is revoked or superseded already,
    NotAllowed when the actor is its holder.
    """
    if actor.id == certificate.enrolment.person_id:
        raise NotAllowed("Nobody revokes their own certificate.")
    signature, is_new = sign(
        actor,
        capacity="training lead",
        on_behalf_of=certificate.enrolment.cohort.organisation.name,
        meaning=Meaning.CERTIFICATE_REVOKED,
        shown={"certificate": certificate.serial, "reason": reason},
        request_id=request_id,
        at=at,
    )
    if not is_new and _is_revoked(certificate) and certificate.revocation is not None:
        return certificate.revocation
    _ensure_valid(
        certificate, "This certificate is no longer valid, so there is nothing to revoke."
    )
    revocation = CertificateRevocation(
        certificate_id=certificate.id,
        reason=reason,
        signature_id=signature.id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    db.session.add(revocation)
    db.session.flush()
    return revocation


def _ensure_valid(certificate: Certificate, otherwise: str) -> None:
    db.session.refresh(certificate, ["revocation"])
    if queries.status_of(certificate) is not CertificateStatus.VALID:
        raise Impossible(otherwise)


def new_serial() -> str:
    """Return a serial that nobody can guess."""
    return serial_from(secrets.token_bytes(SERIAL_BYTES))


def _same_but_serial(one: CertificateFacts, other: CertificateFacts) -> bool:
    return replace(one, serial=other.serial, check_url=other.check_url) == other


def _write(
    enrolment: Enrolment,
    facts: CertificateFacts,
    supersedes: Certificate | None,
    signature: Signature | None,
    body: str,
    *,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Certificate:
    # WeasyPrint takes a second to import, so only a process that issues pays for it.
    from trainee_tracker.certificates import pdf

    content = pdf.render(facts)
    certificate = Certificate(
        request_id=request_id,
        request_digest=body,
        enrolment_id=enrolment.id,
        kind=CertificateKind(facts.kind),
        serial=facts.serial,
        issued_on=facts.issued_on,
        facts=facts.to_json(),
        template_version=pdf.TEMPLATE_VERSION,
        pdf=content,
        sha256=hashlib.sha256(content).hexdigest(),
        supersedes_id=supersedes.id if supersedes else None,
        signature_id=signature.id if signature else None,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate
