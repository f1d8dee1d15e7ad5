"""Plain rows of the hours ledger and the one select that builds them, for lists and signatures."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.cohorts.models import Cohort, Enrolment, Supervision
from trainee_tracker.hours.models import CaseCode, HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.rules import STATE_AFTER, HoursAction, HoursState
from trainee_tracker.hours.sessions.rules import (
    LONG_MINUTES,
    Mode,
    Observed,
    RoleInSession,
    SessionFormat,
)
from trainee_tracker.people.models import Person, Site

Supervisor = aliased(Person)
Trainee = aliased(Person)
LastEvent = aliased(HoursEvent)


@dataclass(frozen=True)
class EntryRow:
    """One hours entry with its session in plain values; `reason` is that of its last event."""

    entry_id: int
    enrolment_id: int
    cohort_id: int
    cohort_name: str
    trainee_id: int
    trainee_name: str
    held_on: date
    activity: str
    minutes: int
    role: RoleInSession | None
    format: SessionFormat | None
    mode: Mode
    site_name: str | None
    supervisor_id: int
    supervisor_name: str
    case_code: str | None
    present: int
    is_attended: bool
    note: str
    correction_reason: str
    last_action: HoursAction
    reason: str
    problem: str | None = None
    observed: Observed | None = None

    @property
    def state(self) -> HoursState:
        """Where the entry stands."""
        return STATE_AFTER[self.last_action]

    @property
    def is_long(self) -> bool:
        """Whether the session is so long that the supervisor should look twice."""
        return self.minutes > LONG_MINUTES

    def facts_shown(self, terms: Terms) -> dict[str, Any]:
        """Return what a signer is shown of this entry, as plain values in plain words.

        What only some courses ask is there where it was answered, so that a sheet of other rows
        has the digest that it always had.
        """
        further = {"problem": self.problem, "observed": self.observed}
        return {
            "entry": self.entry_id,
            "trainee": self.trainee_name,
            "cohort": self.cohort_name,
            "held_on": self.held_on,
            "activity": terms.activity_titles.get(self.activity, self.activity),
            "minutes": self.minutes,
            "role": self.role,
            "format": self.format,
            "mode": self.mode,
            "site": self.site_name,
            "case_code": self.case_code,
            "present": self.present,
            "is_attended": self.is_attended,
            "note": self.note,
            "correction_reason": self.correction_reason,
            **{name: value for name, value in further.items() if value is not None},
        }


def entry_rows(*more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Return the select of `EntryRow`s, with `more` columns after them, not yet filtered."""
    newest = (
        select(func.max(HoursEvent.sequence))
        .where(HoursEvent.entry_id == HoursEntry.id)
        .correlate(HoursEntry)
        .scalar_subquery()
    )
    return (
        select(
            HoursEntry.id.label("entry_id"),
            HoursEntry.enrolment_id,
            LoggedSession.cohort_id,
            Cohort.name.label("cohort_name"),
            Enrolment.person_id.label("trainee_id"),
            Trainee.full_name.label("trainee_name"),
            LoggedSession.held_on,
            LoggedSession.activity,
            HoursEntry.minutes,
            HoursEntry.role,
            LoggedSession.format,
            LoggedSession.mode,
            Site.name.label("site_name"),
            LoggedSession.supervisor_id,
            Supervisor.full_name.label("supervisor_name"),
            CaseCode.code.label("case_code"),
            LoggedSession.present,
            LoggedSession.is_attended,
            HoursEntry.note,
            HoursEntry.reason.label("correction_reason"),
            LastEvent.action.label("last_action"),
            LastEvent.reason,
            LoggedSession.problem,
            LoggedSession.observed,
            *more,
        )
        .select_from(HoursEntry)
        .join(LastEvent, and_(LastEvent.entry_id == HoursEntry.id, LastEvent.sequence == newest))
        .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
        .join(Enrolment, Enrolment.id == HoursEntry.enrolment_id)
        .join(Cohort, Cohort.id == LoggedSession.cohort_id)
        .join(Trainee, Trainee.id == Enrolment.person_id)
        .join(Supervisor, Supervisor.id == LoggedSession.supervisor_id)
        .outerjoin(Site, Site.id == LoggedSession.site_id)
        .outerjoin(CaseCode, CaseCode.id == LoggedSession.case_code_id)
    )


def entry_row(values: RowMapping) -> EntryRow:
    """Return the plain row in one mapping of `entry_rows`; further columns are left out."""
    return EntryRow(**{field.name: values[field.name] for field in fields(EntryRow)})


def occasion() -> ColumnElement[int]:
    """Return the expression for what happened once, whatever corrections said it again."""
    return func.coalesce(LoggedSession.corrects_id, LoggedSession.id)


def is_approved_then() -> ColumnElement[bool]:
    """Return the condition that the supervisor named was approved on the day of the session."""
    return exists().where(
        Supervision.cohort_id == LoggedSession.cohort_id,
        Supervision.supervisor_id == LoggedSession.supervisor_id,
        Supervision.approved_from <= LoggedSession.held_on,
        or_(
            Supervision.approved_until.is_(None),
            Supervision.approved_until >= LoggedSession.held_on,
        ),
    )
