"""Facts as columns, and the one select that reads them back, for lists, signatures and the engine."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select
from sqlalchemy.orm import aliased

from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.supervision.queries import supervises_on
from trainee_tracker.hours.models import CaseCode, HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.rules import STATE_AFTER, HoursAction, HoursState
from trainee_tracker.hours.sessions.rules import (
    FACTS,
    LONG_MINUTES,
    OF_EACH_PART,
    SessionFacts,
)
from trainee_tracker.people.models import Person, Site

Supervisor = aliased(Person)
Trainee = aliased(Person)
LastEvent = aliased(HoursEvent)

NAMED: Final = frozenset({"site_id", "case_code_id", "supervisor_id"})
"""The facts that are ids: who reads or signs is shown what they name."""

FACTS_OF_ENGINE: Final = [name for name in FACTS if name in {e.name for e in fields(LedgerLine)}]
"""The facts that the engine knows by the same name."""


@dataclass(frozen=True)
class EntryRow:
    """One hours entry in plain values: what was said, and the names of what it names by id.

    `occasion` stands for what happened once, whatever corrections said it again; `reason` is that
    of the last event.
    """

    entry_id: int
    occasion: int
    enrolment_id: int
    cohort_id: int
    cohort_name: str
    trainee_id: int
    trainee_name: str
    facts: SessionFacts
    site_name: str | None
    supervisor_name: str
    case_code: str | None
    correction_reason: str
    last_action: HoursAction
    reason: str

    @property
    def state(self) -> HoursState:
        """Where the entry stands."""
        return STATE_AFTER[self.last_action]

    @property
    def is_long(self) -> bool:
        """Whether the session is so long that the supervisor should look twice."""
        return self.facts.minutes > LONG_MINUTES

    def facts_shown(self, terms: Terms) -> dict[str, Any]:
        """Return what a signer is shown of this entry, as plain values in plain words."""
        told = self.facts.told()
        named = {"site": self.site_name, "case_code": self.case_code}
        return {
            "entry": self.entry_id,
            "trainee": self.trainee_name,
            "cohort": self.cohort_name,
            **{name: value for name, value in told.items() if name not in NAMED},
            **{name: value for name, value in named.items() if value is not None},
            "activity": terms.activity_titles.get(self.facts.activity, self.facts.activity),
            "correction_reason": self.correction_reason,
        }

    @property
    def line(self) -> LedgerLine:
        """The entry as the engine sees it."""
        known = {name: getattr(self.facts, name) for name in FACTS_OF_ENGINE}
        return LedgerLine(
            entry=self.entry_id,
            session=self.occasion,
            trainee=self.enrolment_id,
            state=LineState(self.state.value),
            attended=self.facts.is_attended,
            site=self.site_name,
            supervisor=self.supervisor_name,
            case=self.case_code,
            **{n: value.value if isinstance(value, Enum) else value for n, value in known.items()},
        )


BESIDE_FACTS: Final = [each.name for each in fields(EntryRow) if each.name != "facts"]


def columns_of_session(facts: SessionFacts) -> dict[str, Any]:
    """Return what a logged session keeps of the facts, by column."""
    kept = {name: getattr(facts, name) for name in FACTS if name not in {"role", "note"}}
    # The row keeps who was entered; `supervisor_id` follows from that.
    return {"entered_id": kept.pop("supervisor_id"), **kept}


def columns_of_entry(facts: SessionFacts) -> dict[str, Any]:
    """Return what the entry of one who took part keeps of the facts, by column."""
    return {name: getattr(facts, name) for name in OF_EACH_PART}


def facts_of(entry: HoursEntry) -> SessionFacts:
    """Return what an entry and its session say."""
    return SessionFacts(
        **{name: getattr(entry if name in OF_EACH_PART else entry.session, name) for name in FACTS}
    )


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
            occasion().label("occasion"),
            HoursEntry.enrolment_id,
            LoggedSession.cohort_id,
            Cohort.name.label("cohort_name"),
            Enrolment.person_id.label("trainee_id"),
            Trainee.full_name.label("trainee_name"),
            Site.name.label("site_name"),
            Supervisor.full_name.label("supervisor_name"),
            CaseCode.code.label("case_code"),
            HoursEntry.reason.label("correction_reason"),
            LastEvent.action.label("last_action"),
            LastEvent.reason,
            *(
                getattr(HoursEntry if name in OF_EACH_PART else LoggedSession, name).label(name)
                for name in FACTS
            ),
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
    return EntryRow(
        facts=SessionFacts(**{name: values[name] for name in FACTS}),
        **{name: values[name] for name in BESIDE_FACTS},
    )


def occasion() -> ColumnElement[int]:
    """Return the expression for what happened once, whatever corrections said it again."""
    return func.coalesce(LoggedSession.corrects_id, LoggedSession.id)


def is_approved_then() -> ColumnElement[bool]:
    """Return the condition that the supervisor named was approved on the day of the session."""
    return supervises_on(
        LoggedSession.supervisor_id, LoggedSession.cohort_id, LoggedSession.held_on
    )
