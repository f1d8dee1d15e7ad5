"""Reads of the hours ledger that other rooms need, through the person who asks."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, and_, or_, select

from trainee_tracker.accreditation.ledger import LedgerLine
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, LoggedSession
from trainee_tracker.hours.rows import EntryRow, entry_row, entry_rows, is_approved_then
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Person
from trainee_tracker.people.rules import Role


def entry_for(person: Person, entry_id: int) -> HoursEntry | None:
    """Return the entry if it is the person's own, or names them as supervisor of that day, or
    belongs to a cohort whose training they lead.

    A supervisor finds it as long as they hold the role at the network of the cohort.
    """
    return db.session.scalar(_open_to(person).where(HoursEntry.id == entry_id))


def own_entry_for(person: Person, entry_id: int) -> HoursEntry | None:
    """Return the entry if it is the person's own: nobody else can change what it says."""
    return db.session.scalar(
        _open_to(person).where(HoursEntry.id == entry_id, Enrolment.person_id == person.id)
    )


def entries_open_to(person: Person, enrolment_id: int) -> frozenset[int]:
    """Return which entries of an enrolment `entry_for` gives to the person: where links may lead."""
    entries = _open_to(person).where(HoursEntry.enrolment_id == enrolment_id)
    return frozenset(db.session.scalars(entries.with_only_columns(HoursEntry.id)))


def _open_to(person: Person) -> Select[HoursEntry]:
    led = organisations_where(person, Role.TRAINING_LEAD)
    supervised = organisations_where(person, Role.SUPERVISOR)
    return (
        select(HoursEntry)
        .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
        .join(Enrolment, Enrolment.id == HoursEntry.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            or_(
                Enrolment.person_id == person.id,
                and_(
                    LoggedSession.supervisor_id == person.id,
                    is_approved_then(),
                    Cohort.organisation_id.in_(supervised),
                ),
                Cohort.organisation_id.in_(led),
                Cohort.partner_id.in_(led),
            ),
        )
    )


def row_of(entry_id: int) -> EntryRow:
    """Return the plain row of an entry that was loaded through the person asking."""
    values = db.session.execute(entry_rows().where(HoursEntry.id == entry_id)).mappings().one()
    return entry_row(values)


def lines_of(enrolment_ids: Collection[int]) -> list[LedgerLine]:
    """Return every entry of these enrolments, in whatever state, as the engine's ledger lines.

    A session told again by a correction keeps the key of the first telling.
    """
    rows = db.session.execute(
        entry_rows()
        .where(HoursEntry.enrolment_id.in_(enrolment_ids))
        .order_by(LoggedSession.held_on, HoursEntry.id)
    ).mappings()
    return [entry_row(row).line for row in rows]
