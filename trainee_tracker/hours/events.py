"""The next step of an entry, and the locks under which steps are written in order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.util import identity_key

from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import begin_writing, db
from trainee_tracker.hours import rules
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.people.models import Person
from trainee_tracker.signatures.models import Signature


def append_event(
    entry: HoursEntry,
    action: HoursAction,
    *,
    actor: Person,
    at: datetime,
    reason: str = "",
    signature: Signature | None = None,
) -> HoursEvent:
    """Write the next event of `entry`; raises Impossible when its state does not allow it."""
    lock(HoursEntry, [entry.id])
    steps = ensure_can_follow(entry.id, action)
    event = HoursEvent(
        entry_id=entry.id,
        sequence=steps + 1,
        action=action,
        reason=reason,
        signature_id=signature.id if signature else None,
        stream_id=entry.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    db.session.add(event)
    db.session.flush()
    forget_events([entry.id])
    return event


def lock(model: type[HoursEntry] | type[Enrolment], ids: Collection[int]) -> None:
    """Make others who would write to these rows wait until this transaction ends.

    SQLite has one writer at a time anyway and ignores it; on PostgreSQL the order of the ids
    keeps two supervisors from waiting for each other for ever. Rows that only refer to these may
    still be written: they need the key, which never changes.
    """
    begin_writing(db.session())
    db.session.execute(
        select(model.id).where(model.id.in_(ids)).order_by(model.id).with_for_update(key_share=True)
    )


def ensure_can_follow(entry_id: int, action: HoursAction) -> int:
    """Return how many steps the entry has; raises Impossible unless `action` can be the next."""
    steps = db.session.scalars(
        select(HoursEvent.action)
        .where(HoursEvent.entry_id == entry_id)
        .order_by(HoursEvent.sequence)
    ).all()
    rules.next_state(rules.state_after(steps), action)
    return len(steps)


def forget_events(entry_ids: Collection[int]) -> None:
    """Have entries already loaded read their events again when next asked."""
    for entry_id in entry_ids:
        entry = db.session.identity_map.get(identity_key(HoursEntry, entry_id))
        if entry is not None:
            db.session.expire(entry, ["events"])
