"""Issuing certificates: progress certificates, and awards under a signature."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeGuard
from uuid import UUID, uuid5

from trainee_tracker.accreditation.terms import terms_to_dict
from trainee_tracker.append_only import already_recorded, hold, recorded_before
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries, told
from trainee_tracker.certificates.frozen import kept_facts
from trainee_tracker.certificates.issuing.drawing import (
    TO_ONESELF,
    Earned,
    draw,
    new_serial,
    rely_on_same,
    write_certificate,
)
from trainee_tracker.certificates.issuing.earned import earned_by
from trainee_tracker.certificates.issuing.queries import AwardOffer, awards_held_among
from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.paper.wording import (
    CheckAddress,
    award_facts,
    award_figures,
    own_wording,
    progress_facts,
)
from trainee_tracker.certificates.parties import holder_of, issuer_of, lead_for, signatories
from trainee_tracker.certificates.sources import read_anew, streams_read
from trainee_tracker.certificates.support.queries import support_of
from trainee_tracker.certificates.validity import ensure_valid, is_revoked
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.jobs.actions import ask_for
from trainee_tracker.jobs.models import Job
from trainee_tracker.messages import All, Own, in_a_row, say
from trainee_tracker.people.models import Person
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.queries import judge_enrolments
from trainee_tracker.refusals import Impossible, NotAllowed, Stale
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Capacity, Meaning, ensure_unchanged


def issue_progress(
    enrolment: Enrolment, *, address: CheckAddress, actor: Person, at: datetime, request_id: str
) -> Certificate:
    """Make the progress certificate of a trainee as at the day of `at`.

    It supersedes the one before. Where that is of the same day, says the same and is still valid, it
    is returned instead, so that pressing twice does not leave two serials. Raises NotAllowed when the
    actor is not the trainee. The commit raises Stale when what it says changed while it was drawn,
    and Impossible when the one that was returned is revoked by then.
    """
    if actor.id != enrolment.person_id:
        raise NotAllowed(
            say(
                "Only {trainee} makes this progress certificate. Ask them to make it.",
                trainee=Own(enrolment.person.full_name),
            )
        )
    body = digest_of(["progress", enrolment.id])
    recorded_before(Certificate, request_id, body)
    serial, today = new_serial(), civil_date(at)

    def earned_now() -> Earned:
        read_anew(enrolment)
        judgement = judge_enrolments([enrolment.id], today)[enrolment.id]
        found = progress_facts(
            judgement.terms,
            judgement.standing,
            serial=serial,
            holder=holder_of(enrolment.person),
            issuer=issuer_of(enrolment.cohort),
            issued_on=today,
            address=address,
        )
        return earned_by(judgement, found)

    earned = rely_on_same(streams_read(enrolment), earned_now)
    facts = earned.facts
    before = queries.newest_certificate(enrolment.id, CertificateKind.PROGRESS)
    if _says_already(before, facts):
        return _still_valid(before)
    drawn = draw(facts)
    # One trainee's are made one after the other: two tabs would both supersede the same one.
    hold(f"progress certificate of enrolment {enrolment.id}")
    before = queries.newest_certificate(enrolment.id, CertificateKind.PROGRESS)
    if _says_already(before, facts):
        return _still_valid(before)
    request_id = _unused(request_id, body)
    return write_certificate(
        enrolment, drawn, earned, before, None, body, actor=actor, at=at, request_id=request_id
    )


def _says_already(
    certificate: Certificate | None, facts: CertificateFacts
) -> TypeGuard[Certificate]:
    """Return whether there is a certificate that is valid and says the same, but for its serial."""
    earlier = None if certificate is None else kept_facts(certificate)
    if certificate is None or earlier is None or is_revoked(certificate):
        return False
    state = support_of(certificate.id)
    if state is not None and state.is_under_review:
        # The same figures can come of other sessions; that one rests on what was changed.
        return False
    return replace(earlier, serial=facts.serial, check_url=facts.check_url) == facts


def _still_valid(certificate: Certificate) -> Certificate:
    """Return a certificate that is valid now; the commit raises Impossible if it is not by then."""
    still = partial(ensure_valid, certificate, say("Go back and make another one."))
    rely({certificate.stream_id}, still)
    return certificate


def _unused(request_id: str, body: str) -> str:
    """Return the id for what a request makes now.

    A form may be sent again after what it made was revoked or replaced; that makes a new one.
    """
    while recorded_before(Certificate, request_id, body) is not None:
        request_id = str(uuid5(UUID(request_id), "sent again"))
    return request_id


def issue_awards(
    cohort: Cohort,
    offer: AwardOffer,
    chosen: Collection[int],
    *,
    digest_seen: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Job:
    """Sign for the awards of those chosen of an offer, and ask that they are issued.

    The caller confirmed the password. `digest_seen` is of the whole offer as the page showed it.
    Raises Stale when somebody gave one of them the award meanwhile, saying who, or when anything that
    the page showed has changed; Impossible and NotAllowed as `sign_awards` does.
    """
    held = awards_held_among(chosen)
    if held:
        raise Stale(in_a_row([*held.values(), say("Nothing was signed: look again.")]))
    if digest_of(awards_shown(cohort, offer.enrolments, at)) != digest_seen:
        raise Stale(
            say(
                "A standing changed while this page was open, or somebody issued an award that you had"
                " not chosen. Look again, then sign."
            )
        )
    enrolments = [each for each in offer.enrolments if each.id in set(chosen)]
    signature = sign_awards(
        cohort,
        enrolments,
        digest_seen=digest_of(awards_shown(cohort, enrolments, at)),
        actor=actor,
        at=at,
        request_id=request_id,
    )
    return ask_to_issue(signature, cohort, at=at)


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
    standing changed since it was shown, Impossible when nobody was chosen, NotAllowed when the actor
    leads no training there.
    """
    if not enrolments:
        raise Impossible(say("Choose at least one trainee."), field="enrolments")
    shown = awards_shown(cohort, enrolments, at)
    ensure_unchanged(shown, digest_seen)
    signature, _is_new = sign(
        actor,
        capacity=Capacity.TRAINING_LEAD,
        on_behalf_of=lead_for(cohort, actor).name,
        meaning=Meaning.AWARD_ISSUED,
        shown=shown,
        stream_id=cohort.stream_id,
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


def ask_to_issue(signature: Signature, cohort: Cohort, *, at: datetime) -> Job:
    """Ask that the awards under a signature are issued; the signer sees how far it is."""
    return ask_for(
        "awards",
        f"awards {signature.request_id}",
        owner_id=signature.signer_id,
        subject={"signature": signature.id, "cohort": cohort.name},
        of=len(enrolments_signed(signature)),
        at=at,
    )


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
        "wording": own_wording(terms),
        "printed": list(award_figures(terms, judgement.standing)),
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

    Eligibility is judged here before anybody is kept waiting, and once more at the commit if somebody
    wrote meanwhile: the commit raises then what this raises, or Stale. Raises
    Impossible when something is missing or a valid award is there already, saying who issued it;
    NotAllowed when the trainee would issue it to themselves, the actor leads no training there any
    more or the signature is not their own under awards; Stale when the names, figures or terms are
    no longer those that were signed.
    """
    request_id = str(uuid5(UUID(signature.request_id), f"award of enrolment {enrolment.id}"))
    body = digest_of(["award", enrolment.id, signature.id])
    earlier = recorded_before(Certificate, request_id, body)
    if earlier is not None:
        return earlier
    before = queries.award_in_force(enrolment.id)
    if before is not None and not is_revoked(before):
        raise Impossible(told.how_held(before))
    serial, today = new_serial(), civil_date(at)

    def earned_now() -> Earned:
        read_anew(enrolment)
        if actor.id == enrolment.person_id:
            raise NotAllowed(TO_ONESELF)
        judgement = judge_enrolments([enrolment.id], today)[enrolment.id]
        ensure_eligible(enrolment, judgement)
        # Who led training when they signed may not any more when the last of many is issued.
        lead_for(enrolment.cohort, actor)
        ensure_signed(enrolment, judgement, signature, actor)
        facts = award_facts(
            judgement.terms,
            judgement.standing,
            serial=serial,
            holder=holder_of(enrolment.person),
            issuer=issuer_of(enrolment.cohort),
            signatories=signatories(enrolment, signature),
            issued_on=today,
            address=address,
        )
        return earned_by(judgement, facts)

    earned = rely_on_same(streams_read(enrolment), earned_now)
    drawn = draw(earned.facts)
    earlier = already_recorded(Certificate, request_id, body)
    if earlier is not None:
        return earlier
    return write_certificate(
        enrolment, drawn, earned, before, signature, body, actor=actor, at=at, request_id=request_id
    )


def ensure_signed(
    enrolment: Enrolment, judgement: Judgement, signature: Signature, actor: Person
) -> None:
    """Raise unless the actor signed for just these names, figures and terms of this trainee.

    Between the signature and the last of many awards some seconds pass in which others write.
    """
    if signature.meaning is not Meaning.AWARD_ISSUED or signature.signer_id != actor.id:
        raise NotAllowed(
            say(
                "Only the training lead who signed issues these awards. Ask {lead} to do it.",
                lead=Own(signature.signer_name),
            )
        )
    read_anew(enrolment)
    if award_shown(enrolment, judgement) not in json.loads(signature.shown)["awards"]:
        raise Stale(
            say(
                "The names, figures or course of {holder} changed after you signed. That award was not"
                " issued: look again and sign.",
                holder=Own(enrolment.person.full_name),
            )
        )


def ensure_eligible(enrolment: Enrolment, judgement: Judgement) -> None:
    """Raise Impossible, saying what is missing, unless everything the course asks for is met."""
    if judgement.standing.met:
        return
    missing = [words for each in judgement.standing.requirements for words in each.missing]
    raise Impossible(
        say(
            "{holder} cannot receive the award yet. Still missing: {missing}.",
            holder=Own(enrolment.person.full_name),
            missing=All(tuple(missing)),
        )
    )
