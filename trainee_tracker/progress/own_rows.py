"""Which ledger rows are about one trainee, so that a proof can show just those."""

from __future__ import annotations

from sqlalchemy import select

from trainee_tracker.audit.rows import ledger_tables
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, HoursEvent


def own_rows(enrolment_id: int) -> list[tuple[str, int]]:
    """Return (table, id) of every ledger row of an enrolment: its own row, hours, marks, results."""
    found = [("enrolments", enrolment_id)]
    for name, table in ledger_tables().items():
        if "enrolment_id" in table.columns:
            ids = select(table.c.id).where(table.c.enrolment_id == enrolment_id)
            found += [(name, each) for each in db.session.scalars(ids)]
    entries = select(HoursEntry.id).where(HoursEntry.enrolment_id == enrolment_id)
    steps = select(HoursEvent.id).where(HoursEvent.entry_id.in_(entries))
    sessions = select(HoursEntry.session_id).where(HoursEntry.enrolment_id == enrolment_id)
    found += [("hours_events", each) for each in db.session.scalars(steps)]
    found += [("logged_sessions", each) for each in db.session.scalars(sessions.distinct())]
    return found
