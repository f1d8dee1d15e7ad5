"""What a trainee's pages show of the log: lists, counts and what happened to an entry."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select

from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.queries import row_of
from trainee_tracker.hours.rows import EntryRow, LastEvent, entry_row, entry_rows, occasion
from trainee_tracker.hours.rules import STATE_AFTER, HoursAction, HoursState, own_steps
from trainee_tracker.hours.signing.rules import can_be_reversed, waits_for_decision
from trainee_tracker.people.models import Person
from trainee_tracker.people.queries import known_as
from trainee_tracker.signatures.models import Signature

GONE = (HoursAction.WITHDRAWN, HoursAction.CORRECTED)
"""After these an entry no longer says anything about what happened."""


@dataclass(frozen=True)
class TimelineRow:
    """One event of an entry or of the entries that it corrects, with who did it and as what."""

    entry_id: int
    action: HoursAction
    reason: str
    at: datetime
    who: str
    who_id: int
    capacity: str | None


@dataclass(frozen=True)
class EntryPage:
    """One entry, everything that happened to it, and what the person who reads it can do next.

    `latest_id` is the entry that says now what this one said: itself, or the last correction.
    """

    entry: EntryRow
    timeline: Sequence[TimelineRow]
    is_own: bool
    possible: frozenset[HoursAction]
    may_decide: bool
    may_reverse: bool
    latest_id: int


def page_of(entry: HoursEntry, reader: Person) -> EntryPage:
    """Return the page of an entry that was loaded through its reader."""
    row = row_of(entry.id)
    is_own, supervisor_id = row.trainee_id == reader.id, row.facts.supervisor_id
    return EntryPage(
        entry=row,
        timeline=timeline_of(entry),
        is_own=is_own,
        possible=own_steps(row.state, is_own=is_own),
        may_decide=waits_for_decision(
            row.state,
            actor_id=reader.id,
            trainee_id=row.trainee_id,
            supervisor_id=supervisor_id,
        ),
        may_reverse=can_be_reversed(row.state, actor_id=reader.id, supervisor_id=supervisor_id),
        latest_id=_latest_of(entry),
    )


def _latest_of(entry: HoursEntry) -> int:
    """Return the id of the last of those that tell the same part in the same session."""
    told = select(func.max(HoursEntry.id)).join(
        LoggedSession, LoggedSession.id == HoursEntry.session_id
    )
    return db.session.scalars(told.where(*_tells_the_same(entry))).one()


def _tells_the_same(entry: HoursEntry) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an entry is this one, or one that it corrects or was corrected by."""
    told_first = entry.session.corrects_id or entry.session.id
    return HoursEntry.enrolment_id == entry.enrolment_id, occasion() == told_first


def enrolment_to_log(enrolments: Sequence[Enrolment], day: date) -> Enrolment | None:
    """Return the enrolment to which a session of `day` most likely belongs, or None without any.

    That is the cohort running on that day that started last, else the one that started last.
    """
    latest_first = sorted(enrolments, key=lambda each: each.cohort.starts_on, reverse=True)
    running = [e for e in latest_first if e.cohort.starts_on <= day <= e.cohort.ends_on]
    return next(iter(running or latest_first), None)


def entries_of(
    enrolment_ids: Collection[int],
    *,
    states: Collection[HoursState] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[EntryRow]:
    """Return the entries of these enrolments, newest first; all states unless some are named."""
    rows = db.session.execute(
        entry_rows()
        .where(HoursEntry.enrolment_id.in_(enrolment_ids), *_in_states(states))
        .order_by(LoggedSession.held_on.desc(), HoursEntry.id.desc())
        .limit(limit)
        .offset(offset)
    ).mappings()
    return [entry_row(row) for row in rows]


def unsent_of(person: Person) -> Sequence[HoursEntry]:
    """Return the person's own entries that were logged and not sent yet, oldest first."""
    own = (
        entry_rows()
        .with_only_columns(HoursEntry.id)
        .where(Enrolment.entered_id.in_(known_as(person.id)), *_in_states([HoursState.LOGGED]))
    )
    return db.session.scalars(
        select(HoursEntry).where(HoursEntry.id.in_(own)).order_by(HoursEntry.id)
    ).all()


def _in_states(states: Collection[HoursState]) -> list[ColumnElement[bool]]:
    if not states:
        return []
    return [LastEvent.action.in_([a for a, state in STATE_AFTER.items() if state in states])]


def count_by_state(enrolment_ids: Collection[int]) -> dict[HoursState, int]:
    """Return how many entries of these enrolments stand in each state that has any."""
    rows = db.session.execute(
        entry_rows()
        .with_only_columns(LastEvent.action, func.count())
        .where(HoursEntry.enrolment_id.in_(enrolment_ids))
        .group_by(LastEvent.action)
    )
    return {STATE_AFTER[action]: count for action, count in rows}


def last_entry_of(enrolment_id: int) -> HoursEntry | None:
    """Return the entry that was logged last and still stands, for "same as last time"."""
    latest = (
        entry_rows()
        .with_only_columns(HoursEntry.id)
        .where(HoursEntry.enrolment_id == enrolment_id, LastEvent.action.not_in(GONE))
        .order_by(HoursEntry.id.desc())
        .limit(1)
    )
    return db.session.scalar(select(HoursEntry).where(HoursEntry.id.in_(latest)))


def timeline_of(entry: HoursEntry) -> list[TimelineRow]:
    """Return what happened to the entry and to those it corrects or was corrected by, in order.

    A correction writes one event on each of two entries; the later one, "logged", is left out,
    because the earlier one says the same with its reason.
    """
    rows = db.session.execute(
        select(
            HoursEvent.entry_id,
            HoursEvent.action,
            HoursEvent.reason,
            HoursEvent.recorded_at.label("at"),
            func.coalesce(Signature.signer_name, Person.full_name).label("who"),
            HoursEvent.recorded_by_id.label("who_id"),
            Signature.capacity,
        )
        .join(HoursEntry, HoursEntry.id == HoursEvent.entry_id)
        .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
        .join(Person, Person.id == HoursEvent.recorded_by_id)
        .outerjoin(Signature, Signature.id == HoursEvent.signature_id)
        .where(
            *_tells_the_same(entry),
            or_(
                HoursEvent.action != HoursAction.LOGGED,
                HoursEntry.supersedes_id.is_(None),
            ),
        )
        .order_by(HoursEvent.id)
    ).mappings()
    return [TimelineRow(**row) for row in rows]
