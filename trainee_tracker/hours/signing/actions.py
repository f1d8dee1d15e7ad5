"""What a supervisor signs: one decision for each row under one signature, and taking one back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from trainee_tracker.extensions import db
from trainee_tracker.hours import rules
from trainee_tracker.hours.events import append_event, ensure_can_follow, forget_events, lock
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.hours.rules import FaultyFacts, HoursAction, HoursState
from trainee_tracker.hours.signing import queries
from trainee_tracker.hours.signing import rules as signing
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.messages import Own, in_a_row, say, say_many
from trainee_tracker.people.models import Person
from trainee_tracker.reasons import reason_fault
from trainee_tracker.refusals import Impossible, NotAllowed, Stale, sent_before
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Capacity, Meaning, ensure_unchanged


def decide_hours(
    decisions: Sequence[Decision],
    *,
    digest_seen: str,
    actor: Person,
    at: datetime,
    request_id: str | UUID,
) -> Signature:
    """Sign off or decline every row of a queue with one signature; return that signature.

    `digest_seen` is the digest of the sheet that the supervisor read. The caller has confirmed
    their password. A repeated request returns the first signature and does nothing more.

    Raises NotAllowed for a row that is not the actor's to decide, FaultyFacts when a declined row
    has no reason, Stale when a row was decided or changed since the sheet was shown, Conflict
    when the request came before with another sheet. Then nothing at all is signed.
    """
    entry_ids = [decision.entry_id for decision in decisions]
    if not decisions:
        raise Impossible(say("Choose what to do with at least one session."))
    if len(set(entry_ids)) < len(entry_ids):
        raise Impossible(
            say(
                "A session can be decided once only. Open the queue again and choose once for each."
            )
        )
    lock(HoursEntry, entry_ids)
    earlier = _signed_before(str(request_id), digest_seen, actor)
    if earlier is not None:
        return earlier
    sheet = queries.sheet_for(actor, decisions)
    if len(sheet.lines) < len(decisions):
        raise NotAllowed(
            say_many(
                "One of these sessions is not yours to decide. Nothing was signed. Only what is"
                " yours is shown now: look again, then sign it.",
                "{n} of these sessions are not yours to decide. Nothing was signed. Only what is"
                " yours is shown now: look again, then sign it.",
                n=len(decisions) - len(sheet.lines),
            )
        )
    for line in sheet.lines:
        signing.ensure_may_decide(actor.id, queries.what_is_decided(line, actor))
    if sheet.changed:
        raise Stale(in_a_row([*sheet.changed, say("Nothing was signed: look again and sign.")]))
    ensure_unchanged(sheet.shown, digest_seen)
    faults = signing.decision_faults(
        decisions, {line.entry.entry_id: line.entry.facts.held_on for line in sheet.lines}
    )
    if faults:
        raise FaultyFacts({str(entry_id): fault for entry_id, fault in faults.items()})
    streams = _streams_of(entry_ids)
    signature, _is_new = sign(
        actor,
        capacity=Capacity.SUPERVISOR,
        on_behalf_of=networks_of(sheet),
        meaning=Meaning.HOURS_DECIDED,
        shown=sheet.shown,
        # One signature over the trainees of several cohorts is chained in the first of them.
        stream_id=min(streams.values()),
        request_id=str(request_id),
        at=at,
    )
    last = _last_sequences(entry_ids)
    for decision in decisions:
        action = HoursAction.SIGNED_OFF if decision.is_signed_off else HoursAction.DECLINED
        rules.next_state(HoursState.SUBMITTED, action)
        db.session.add(
            HoursEvent(
                entry_id=decision.entry_id,
                sequence=last[decision.entry_id] + 1,
                action=action,
                reason=decision.reason,
                signature_id=signature.id,
                stream_id=streams[decision.entry_id],
                recorded_at=at,
                recorded_by_id=actor.id,
            )
        )
    db.session.flush()
    forget_events(entry_ids)
    return signature


def reverse_hours(
    entry: HoursEntry, *, reason: str, actor: Person, at: datetime, request_id: str | UUID
) -> HoursEvent:
    """Take back a sign-off with a signature of its own; the hours stop counting.

    The caller has confirmed the password. Raises NotAllowed unless the actor gave the sign-off,
    Impossible when the entry is not signed off, FaultyFacts when no reason is given.
    """
    lock(HoursEntry, [entry.id])
    given = db.session.scalar(
        select(HoursEvent)
        .where(HoursEvent.entry_id == entry.id, HoursEvent.action == HoursAction.SIGNED_OFF)
        .order_by(HoursEvent.sequence.desc())
        .limit(1)
    )
    if given is not None and given.recorded_by_id != actor.id:
        raise NotAllowed(
            say(
                "Only {supervisor}, who signed these hours, can take that back. Ask them to do it.",
                supervisor=Own(given.actor.full_name),
            )
        )
    earlier = db.session.scalar(
        select(HoursEvent)
        .join(Signature, Signature.id == HoursEvent.signature_id)
        .where(Signature.request_id == str(request_id), HoursEvent.entry_id == entry.id)
    )
    if earlier is not None and earlier.reason == reason:
        return earlier
    ensure_can_follow(entry.id, HoursAction.REVERSED)
    fault = reason_fault(
        reason, entry.session.held_on, asked=say("Say why you take your sign-off back.")
    )
    if fault is not None:
        raise FaultyFacts({"reason": fault})
    signature, _is_new = sign(
        actor,
        capacity=Capacity.SUPERVISOR,
        on_behalf_of=entry.session.cohort.organisation.name,
        meaning=Meaning.HOURS_REVERSED,
        shown={"entry": entry.id, "signed_off_under": given and given.signature_id, "why": reason},
        stream_id=entry.stream_id,
        request_id=str(request_id),
        at=at,
    )
    return append_event(
        entry, HoursAction.REVERSED, actor=actor, at=at, reason=reason, signature=signature
    )


def _streams_of(entry_ids: Collection[int]) -> dict[int, int]:
    """Return entry -> the stream of its cohort."""
    rows = db.session.execute(
        select(HoursEntry.id, HoursEntry.stream_id).where(HoursEntry.id.in_(entry_ids))
    )
    return dict(rows.all())


def _last_sequences(entry_ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(HoursEvent.entry_id, func.max(HoursEvent.sequence))
        .where(HoursEvent.entry_id.in_(entry_ids))
        .group_by(HoursEvent.entry_id)
    )
    return dict(rows.all())


def _signed_before(request_id: str, digest_seen: str, actor: Person) -> Signature | None:
    """Return the signature that this request made before; raises Conflict for another sheet."""
    earlier = db.session.scalar(select(Signature).where(Signature.request_id == request_id))
    if earlier is None:
        return None
    if earlier.signer_id != actor.id or earlier.shown_digest != digest_seen:
        raise sent_before(earlier.recorded_at)
    return earlier


def networks_of(sheet: queries.SignOffSheet) -> str:
    """Return the networks whose trainees are on the sheet, in at most 200 characters."""
    names = sorted({line.network for line in sheet.lines})
    joined = ", ".join(names)
    # It is written under the signature as it stands, whatever language the page speaks.
    return joined if len(joined) <= 200 else f"{len(names)} networks"
