"""The queue of a supervisor: what waits for them, through the person who asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.rows import EntryRow, entry_row, entry_rows
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.signing.queries import cohorts_signed_for, waits_for
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class WaitingRow:
    """An entry that waits, with what a supervisor should look at twice."""

    entry: EntryRow
    is_possible_duplicate: bool


@dataclass(frozen=True)
class Group:
    """The rows of one trainee in one month, as the queue shows them together."""

    trainee_name: str
    month: date
    rows: tuple[WaitingRow, ...]

    @property
    def minutes(self) -> int:
        """The minutes of all its rows."""
        return sum(row.entry.facts.minutes for row in self.rows)


def grouped(rows: Sequence[WaitingRow]) -> list[Group]:
    """Return the rows by trainee and month, each group where its oldest row stands."""
    found: dict[tuple[int, date], list[WaitingRow]] = {}
    for row in rows:
        month = row.entry.facts.held_on.replace(day=1)
        found.setdefault((row.entry.trainee_id, month), []).append(row)
    return [
        Group(members[0].entry.trainee_name, month, tuple(members))
        for (_trainee, month), members in found.items()
    ]


def waiting_for(
    supervisor: Person, *, limit: int | None = None, offset: int = 0
) -> list[WaitingRow]:
    """Return what waits for this supervisor's decision, the oldest session first.

    Only sessions that name them, of days on which they were approved, of networks where they are
    a supervisor now, and never their own.
    """
    rows = db.session.execute(
        entry_rows(_is_possible_duplicate().label("is_possible_duplicate"))
        .where(*waits_for(supervisor))
        .order_by(LoggedSession.held_on, HoursEntry.id)
        .limit(limit)
        .offset(offset)
    ).mappings()
    return [WaitingRow(entry_row(row), bool(row["is_possible_duplicate"])) for row in rows]


def titles_of(cohort_ids: Collection[int]) -> dict[int, Mapping[str, str]]:
    """Return for each cohort the words of its course for activities, in one statement."""
    return {
        cohort_id: terms.activity_titles
        for cohort_id, (terms, _network) in cohorts_signed_for(cohort_ids).items()
    }


def _is_possible_duplicate() -> ColumnElement[bool]:
    """Return the condition that the trainee has another live entry like this one that day."""
    other_entry = aliased(HoursEntry)
    other_session = aliased(LoggedSession)
    other_event = aliased(HoursEvent)
    newest = (
        select(func.max(HoursEvent.sequence))
        .where(HoursEvent.entry_id == other_entry.id)
        .correlate(other_entry)
        .scalar_subquery()
    )
    return (
        select(other_entry.id)
        .join(other_session, other_session.id == other_entry.session_id)
        .join(
            other_event,
            and_(other_event.entry_id == other_entry.id, other_event.sequence == newest),
        )
        .where(
            other_entry.enrolment_id == HoursEntry.enrolment_id,
            other_entry.id != HoursEntry.id,
            other_session.held_on == LoggedSession.held_on,
            other_session.activity == LoggedSession.activity,
            other_session.case_code_id.is_not_distinct_from(LoggedSession.case_code_id),
            other_event.action.in_(
                [HoursAction.LOGGED, HoursAction.SUBMITTED, HoursAction.SIGNED_OFF]
            ),
        )
        .correlate(HoursEntry, LoggedSession)
        .exists()
    )
