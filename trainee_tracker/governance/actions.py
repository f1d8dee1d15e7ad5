"""Proposing, signing, withdrawing, suspending and lifting; nothing here commits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from trainee_tracker.append_only import already_recorded
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.cohorts.queries import is_member, other_leads_of
from trainee_tracker.extensions import begin_writing, db
from trainee_tracker.governance import queries
from trainee_tracker.governance.items import ItemDefinition
from trainee_tracker.governance.models import GovernanceEvent, GovernanceItem, GovernanceRecord
from trainee_tracker.governance.overviews import offered_items
from trainee_tracker.governance.rules import GovernanceAction, Step
from trainee_tracker.governance.told import may_not_add
from trainee_tracker.governance.validity import validity
from trainee_tracker.messages import Own, say
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible, NotAllowed
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Meaning, ensure_unchanged, lead_of


def propose_record(
    cohort: Cohort,
    subject: Person,
    item_key: str,
    *,
    outcome: str,
    valid_from: date,
    valid_to: date | None = None,
    evidence: str = "",
    seen_by: str = "",
    actor: Person,
    at: datetime,
    request_id: str,
) -> GovernanceRecord:
    """Write down what was found for a trainee of `cohort`, for both sides to sign.

    Without `valid_to` it holds for the item's usual number of months. Raises NotAllowed: the actor
    leads neither governance nor training of this partnership, or is the subject. Raises
    Impossible: the subject is not in the cohort, no such item or outcome, or unlikely dates.
    """
    # Two first records of one item at once would otherwise both adopt it.
    begin_writing(db.session())
    db.session.execute(
        select(Organisation.id)
        .where(Organisation.id == cohort.organisation_id)
        .with_for_update(key_share=True)
    )
    found_and_kept = [outcome, valid_from, valid_to, evidence, seen_by]
    digest = digest_of([cohort.id, subject.id, item_key, found_and_kept, actor.id])
    earlier = already_recorded(GovernanceRecord, request_id, digest)
    if earlier is not None:
        return earlier
    if not queries.leads(actor, cohort.organisation_id, cohort.partner_id):
        raise may_not_add().naming(other_leads_of(cohort, actor))
    if actor.id == subject.id:
        raise NotAllowed(say("This record is about you. Somebody else has to add it."))
    if not is_member(cohort.id, subject.id):
        raise Impossible(
            say(
                "{person} is not enrolled in {cohort}, so nothing is recorded here. Open a cohort in"
                " which they are.",
                person=Own(subject.full_name),
                cohort=Own(cohort.name),
            )
        )
    definition = offered_items(cohort).get(item_key)
    if definition is None:
        raise Impossible(say("Choose one of the checks that the partners or the course ask for."))
    found = definition.outcome(outcome)
    if found is None:
        raise Impossible(say("Choose one of the outcomes shown."), field="outcome")
    first, last = validity(valid_from, valid_to, definition.months_valid)
    record = GovernanceRecord(
        item=_adopted_item(cohort, definition, actor=actor, at=at),
        entered_id=subject.id,
        outcome=found.key,
        is_clear=found.clears,
        evidence=evidence,
        seen_by=seen_by,
        valid_from=first,
        valid_to=last,
        request_id=request_id,
        request_digest=digest,
        stream_id=cohort.organisation.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    db.session.add(record)
    db.session.flush()
    step = queries.step_for(actor, record, GovernanceAction.PROPOSED)
    _append(record, step, at=at, request=(request_id, digest))
    return record


def sign_record(
    record: GovernanceRecord, *, digest_seen: str, actor: Person, at: datetime, request_id: str
) -> GovernanceEvent:
    """Sign a record for the side that the actor leads.

    `digest_seen` is the digest of `queries.shown_for_signing`; the caller confirmed the password.
    Raises NotAllowed: not a governance lead of either side, the subject, who added the record, or
    the signer of the other side. Raises Impossible: withdrawn, or this side has signed. Raises
    Stale: it changed.
    """
    return _act(
        record,
        GovernanceAction.SIGNED,
        meaning=Meaning.GOVERNANCE_SIGNED,
        digest_seen=digest_seen,
        actor=actor,
        at=at,
        request_id=request_id,
    )


def suspend_record(
    record: GovernanceRecord,
    *,
    effective_on: date,
    reason: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> GovernanceEvent:
    """Take a record out of date from `effective_on`; either side does it alone.

    Raises NotAllowed: not a governance lead of either side, or the subject. Raises Impossible: it
    is not signed by both sides, clears nobody, is suspended by then, or the day lies outside it.
    """
    return _act(
        record,
        GovernanceAction.SUSPENDED,
        meaning=Meaning.GOVERNANCE_SUSPENDED,
        effective_on=effective_on,
        reason=reason,
        actor=actor,
        at=at,
        request_id=request_id,
    )


def lift_suspension(
    record: GovernanceRecord,
    *,
    effective_on: date,
    digest_seen: str,
    reason: str = "",
    actor: Person,
    at: datetime,
    request_id: str,
) -> GovernanceEvent:
    """Agree, for one's side, that a suspension ends on `effective_on`, the first day in date again.

    It ends once both sides have agreed, on the later of their two days. `digest_seen` is the
    digest of `queries.shown_for_lifting`. Raises as `sign_record` does.
    """
    return _act(
        record,
        GovernanceAction.LIFT_SIGNED,
        meaning=Meaning.GOVERNANCE_LIFTED,
        effective_on=effective_on,
        reason=reason,
        digest_seen=digest_seen,
        actor=actor,
        at=at,
        request_id=request_id,
    )


def withdraw_record(
    record: GovernanceRecord, *, reason: str, actor: Person, at: datetime, request_id: str
) -> GovernanceEvent:
    """Take back a record that both sides have not signed yet.

    Raises NotAllowed: the actor neither proposed it nor leads governance on a side, or is the
    subject. Raises Impossible: both sides have signed, or it was withdrawn already.
    """
    digest = _event_digest(record, GovernanceAction.WITHDRAWN, actor, None, reason)
    _lock(record)
    earlier = already_recorded(GovernanceEvent, request_id, digest)
    if earlier is not None:
        return earlier
    step = queries.step_for(actor, record, GovernanceAction.WITHDRAWN)
    return _append(record, step, at=at, request=(request_id, digest), reason=reason)


def _act(
    record: GovernanceRecord,
    action: GovernanceAction,
    *,
    meaning: Meaning,
    actor: Person,
    at: datetime,
    request_id: str,
    effective_on: date | None = None,
    reason: str = "",
    digest_seen: str | None = None,
) -> GovernanceEvent:
    """Append one signed event, unless this request made it before."""
    digest = _event_digest(record, action, actor, effective_on, reason)
    _lock(record)
    earlier = already_recorded(GovernanceEvent, request_id, digest)
    if earlier is not None:
        return earlier
    step = queries.step_for(actor, record, action, effective_on)
    is_lift = action is GovernanceAction.LIFT_SIGNED
    shown = queries.shown_for_lifting(record) if is_lift else queries.shown_for_signing(record)
    if digest_seen is not None:
        ensure_unchanged(shown, digest_seen)
    item = record.item
    signature, _is_new = sign(
        actor,
        capacity=lead_of(step.side),
        on_behalf_of=(item.organisation if step.side is Side.COMMUNITY else item.partner).name,
        meaning=meaning,
        shown={**shown, "effective_on": effective_on, "reason": reason},
        stream_id=record.stream_id,
        request_id=request_id,
        at=at,
    )
    return _append(
        record, step, at=at, request=(request_id, digest), reason=reason, signature=signature
    )


def _append(
    record: GovernanceRecord,
    step: Step,
    *,
    at: datetime,
    request: tuple[str, str],
    reason: str = "",
    signature: Signature | None = None,
) -> GovernanceEvent:
    """Append a step that the rules took, with the id and the digest of the request."""
    event = GovernanceEvent(
        sequence=step.sequence,
        action=step.action,
        side=step.side,
        effective_on=step.effective_on,
        reason=reason,
        signature=signature,
        request_id=request[0],
        request_digest=request[1],
        stream_id=record.stream_id,
        recorded_at=at,
        recorded_by_id=step.actor_id,
    )
    record.events.append(event)
    db.session.flush()
    return event


def _lock(record: GovernanceRecord) -> None:
    """Hold the record and read its events afresh, so that two leads at once come one by one.

    SQLite lets only one write at a time and ignores the lock.
    """
    begin_writing(db.session())
    db.session.execute(
        select(GovernanceRecord.id)
        .where(GovernanceRecord.id == record.id)
        .with_for_update(key_share=True)
    )
    db.session.refresh(record, ["events"])


def _event_digest(
    record: GovernanceRecord,
    action: GovernanceAction,
    actor: Person,
    effective_on: date | None,
    reason: str,
) -> str:
    return digest_of([record.id, action, actor.id, effective_on, reason])


def _adopted_item(
    cohort: Cohort, definition: ItemDefinition, *, actor: Person, at: datetime
) -> GovernanceItem:
    """Return the partnership's own row of an item, made the first time it is used."""
    item = db.session.scalar(
        select(GovernanceItem).where(
            GovernanceItem.organisation_id == cohort.organisation_id,
            GovernanceItem.partner_id == cohort.partner_id,
            GovernanceItem.key == definition.key,
        )
    )
    if item is not None:
        return item
    item = GovernanceItem(
        organisation_id=cohort.organisation_id,
        partner_id=cohort.partner_id,
        key=definition.key,
        # The ledger keeps English; pages find the words again by the key.
        title=str(definition.title),
        level=definition.level,
        months_valid=definition.months_valid,
        evidence=str(definition.evidence),
        stream_id=cohort.organisation.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    db.session.add(item)
    db.session.flush()
    return item
