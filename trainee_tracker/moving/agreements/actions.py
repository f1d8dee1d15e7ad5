"""Asking both sides to agree to fewer checks, agreeing and declining; nothing here commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from trainee_tracker.append_only import already_recorded, recorded_before, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.cohorts import rules as cohort_rules
from trainee_tracker.cohorts.actions import ensure_leads_one_of
from trainee_tracker.cohorts.agreements import queries, rules
from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.kept_messages import to_plain_message
from trainee_tracker.messages import Message, say
from trainee_tracker.moving.agreements.queries import (
    leads_who_can_answer,
    shown_for_agreeing,
    streams_read,
)
from trainee_tracker.people.access import sides_led
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.rules import Side
from trainee_tracker.reasons import ensure_reason
from trainee_tracker.refusals import Refused, Stale
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.rules import Meaning, ensure_unchanged, lead_of


def ask_terms(
    version: CourseVersion,
    organisation: Organisation,
    partner: Organisation,
    *,
    reason: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> TermsRequest:
    """Ask a governance lead of each side to agree to a version that asks for fewer checks.

    What is missing or looser is kept as it is now. Raises NotAllowed: the actor leads training on
    neither side. Impossible: nothing is left to agree to, it was asked already, or there is no
    reason, or one that could point to a family.
    """
    ensure_leads_one_of(organisation, partner, actor)
    ensure_reason(reason, None, asked=say("Write why fewer checks are enough."), field="reason")
    body = digest_of([actor.id, version.id, organisation.id, partner.id, reason])
    earlier = recorded_before(TermsRequest, request_id, body)
    if earlier is not None:
        return earlier

    def looser() -> tuple[int, tuple[Message, ...]]:
        for each in (organisation, partner):
            db.session.refresh(each, ["side"])
        cohort_rules.ensure_sides(
            organisation.side is Side.COMMUNITY, partner.side is Side.STATUTORY
        )
        # At the end of the act its own row is there, too.
        last = queries.last_request(version.id, organisation.id, partner.id, besides=request_id)
        found = queries.looser_at_opening(version, organisation.id, partner.id)
        missing = queries.not_agreed(version, organisation.id, partner.id, found)
        rules.ensure_to_ask(missing, last.state if last else None)
        return (last.sequence if last else 0), found

    streams = queries.streams_at_opening(version, organisation, partner.id)
    last_number, sentences = rely(streams, looser)
    # What takes long was looked at before anybody else has to wait.
    earlier = already_recorded(TermsRequest, request_id, body)
    if earlier is not None:
        return earlier
    taken = Stale(say("Somebody else is asking for this at the same moment. Look at it again."))
    with refuse_if_taken(taken):
        request = TermsRequest(
            request_id=request_id,
            request_digest=body,
            version=version,
            organisation=organisation,
            partner=partner,
            sequence=last_number + 1,
            looser=canonical([to_plain_message(each) for each in sentences]),
            reason=reason,
            stream_id=organisation.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
        db.session.add(request)
    return request


def agree_terms(
    request: TermsRequest, *, digest_seen: str, actor: Person, at: datetime, request_id: str
) -> TermsAgreement:
    """Agree for one's side, under a signature, to what a request names.

    `digest_seen` is the digest of `shown_for_agreeing`; the caller confirmed the password. Raises
    NotAllowed: not a governance lead of a side, who asked for it, who trains on the course, or who
    agreed for the other side. Impossible: it is decided. Stale: something else follows by now.
    """
    body = digest_of([request.id, actor.id, True])
    earlier = recorded_before(TermsAgreement, request_id, body)
    if earlier is not None:
        return earlier
    side = _rely_on_side(request, actor, besides=request_id)

    def as_shown() -> dict[str, Any]:
        shown = shown_for_agreeing(request, at)
        ensure_unchanged(shown, digest_seen)
        return shown

    shown = rely(streams_read(request), as_shown)
    earlier = already_recorded(TermsAgreement, request_id, body)
    if earlier is not None:
        return earlier
    signature, _is_new = sign(
        actor,
        capacity=lead_of(side),
        on_behalf_of=request.organisation_on(side).name,
        meaning=Meaning.TERMS_AGREED,
        shown=shown,
        stream_id=request.stream_id,
        request_id=request_id,
        at=at,
    )
    return _answer(
        request,
        TermsAgreement(
            request_id=request_id,
            request_digest=body,
            side=side,
            is_agreed=True,
            reason="",
            signature=signature,
        ),
        actor=actor,
        at=at,
    )


def decline_terms(
    request: TermsRequest, *, reason: str, actor: Person, at: datetime, request_id: str
) -> TermsAgreement:
    """Decline a request for one's side, with a reason; one side is enough.

    Raises as `agree_terms`, and Impossible for no reason, or one that could point to a family.
    """
    ensure_reason(reason, None, asked=say("Write why you decline."), field="reason")
    body = digest_of([request.id, actor.id, False, reason])
    earlier = recorded_before(TermsAgreement, request_id, body)
    if earlier is not None:
        return earlier
    side = _rely_on_side(request, actor, besides=request_id)
    earlier = already_recorded(TermsAgreement, request_id, body)
    if earlier is not None:
        return earlier
    return _answer(
        request,
        TermsAgreement(
            request_id=request_id, request_digest=body, side=side, is_agreed=False, reason=reason
        ),
        actor=actor,
        at=at,
    )


def side_of(request: TermsRequest, person: Person, *, besides: str = "") -> Side:
    """Return the side for which `person` could answer a request now.

    What the form `besides` answered is left out: at the end of its act it is there already. Raises
    as the rules do, naming who can answer instead.
    """
    try:
        return _side_of(request, person, besides=besides)
    except rules.AnotherAnswers as refusal:
        places = {request.organisation_on(side).id for side in refusal.sides}
        able = leads_who_can_answer(
            request.version,
            request.organisation_id,
            request.partner_id,
            asker_id=request.recorded_by_id,
        )
        raise refusal.naming(
            lead.name
            for lead in able
            if lead.organisation_id in places and lead.person_id != person.id
        ) from None


def _side_of(request: TermsRequest, person: Person, *, besides: str = "") -> Side:
    db.session.refresh(request, ["agreements"])
    return rules.side_answering(
        sides_led(person, request.organisation_id, request.partner_id),
        [each.answer for each in request.agreements if each.request_id != besides],
        actor_id=person.id,
        asker_id=request.recorded_by_id,
        trains_there=queries.trains_on(person.id, request),
    )


def may_answer(request: TermsRequest, person: Person) -> bool:
    """Tell whether `person` can answer a request now."""
    try:
        _side_of(request, person)
    except Refused:
        return False
    return True


def _rely_on_side(request: TermsRequest, actor: Person, *, besides: str) -> Side:
    """Return the side that the actor answers for, and have it asked again at the end of the act."""
    return rely(streams_read(request), lambda: side_of(request, actor, besides=besides))


def _answer(
    request: TermsRequest, answer: TermsAgreement, *, actor: Person, at: datetime
) -> TermsAgreement:
    """Add the answer; raises Stale when somebody of the same side answers at the same moment."""
    taken = Stale(say("Somebody else of your side is answering this. Look at it again."))
    with refuse_if_taken(taken):
        answer.terms_request_id = request.id
        answer.stream_id = request.stream_id
        answer.recorded_at = at
        answer.recorded_by_id = actor.id
        db.session.add(answer)
    db.session.expire(request, ["agreements"])
    return answer
