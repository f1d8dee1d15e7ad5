"""What waits for a supervisor, and the sheet that they sign."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, select

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.queries import other_leads_of
from trainee_tracker.cohorts.supervision.queries import first_approval
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import terms_in
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, LoggedSession
from trainee_tracker.hours.queries import entry_for
from trainee_tracker.hours.rows import EntryRow, LastEvent, entry_row, entry_rows, is_approved_then
from trainee_tracker.hours.rules import HoursAction, HoursState
from trainee_tracker.hours.signing.rules import Decision, Signed
from trainee_tracker.messages import Message, Own, say, say_again
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.queries import known_as
from trainee_tracker.people.rules import Role

MEANWHILE: Mapping[HoursState, Message] = {
    HoursState.LOGGED: say("{trainee}, {day}, is not sent for sign-off."),
    HoursState.SIGNED_OFF: say("{trainee}, {day}, has been signed off meanwhile."),
    HoursState.DECLINED: say("{trainee}, {day}, has been declined meanwhile."),
    HoursState.WITHDRAWN: say("{trainee}, {day}, has been withdrawn by the trainee meanwhile."),
    HoursState.SUPERSEDED: say("{trainee}, {day}, has been corrected by the trainee meanwhile."),
    HoursState.REVERSED: say("{trainee}, {day}, has been signed off and reversed meanwhile."),
}
"""What is said of a row that does not wait any more."""


@dataclass(frozen=True)
class Backlog:
    """How much waits for a supervisor in all."""

    entries: int
    trainees: int
    oldest_on: date | None


@dataclass(frozen=True)
class SheetLine:
    """One row of what is signed: the entry, what its course calls things, and the decision."""

    entry: EntryRow
    terms: Terms
    decision: Decision
    network: str
    is_approved: bool

    def shown(self) -> dict[str, Any]:
        """Return this row as the signer sees it, in plain values."""
        return {
            **self.entry.facts_shown(self.terms),
            "decision": "sign_off" if self.decision.is_signed_off else "decline",
            "reason": self.decision.reason,
        }


@dataclass(frozen=True)
class SheetPart:
    """The rows of a sheet that are decided alike."""

    is_signed_off: bool
    lines: tuple[SheetLine, ...]

    @property
    def minutes(self) -> int:
        """The minutes of all its rows."""
        return sum(line.entry.facts.minutes for line in self.lines)


@dataclass(frozen=True)
class SignOffSheet:
    """Everything that one signature would stand under."""

    lines: tuple[SheetLine, ...]

    @cached_property
    def shown(self) -> list[dict[str, Any]]:
        """What the signer sees, as plain values."""
        return [line.shown() for line in self.lines]

    @cached_property
    def digest(self) -> str:
        """The digest of what the signer sees."""
        return digest_of(self.shown)

    @property
    def still_waiting(self) -> SignOffSheet:
        """The sheet without the rows that do not wait any more."""
        return SignOffSheet(
            tuple(line for line in self.lines if line.entry.state is HoursState.SUBMITTED)
        )

    @property
    def parts(self) -> tuple[SheetPart, ...]:
        """What is signed off, then what is declined, where there is any."""
        parts = (
            SheetPart(decided, tuple(e for e in self.lines if e.decision.is_signed_off is decided))
            for decided in (True, False)
        )
        return tuple(part for part in parts if part.lines)

    @property
    def changed(self) -> tuple[Message, ...]:
        """One sentence for each row that does not wait any more."""
        return tuple(
            say_again(
                MEANWHILE[line.entry.state],
                trainee=Own(line.entry.trainee_name),
                day=line.entry.facts.held_on,
            )
            for line in self.lines
            if line.entry.state is not HoursState.SUBMITTED
        )


def backlog_of(supervisor: Person) -> Backlog:
    """Return how much waits for this supervisor."""
    row = db.session.execute(
        entry_rows()
        .with_only_columns(
            func.count(),
            func.count(func.distinct(Enrolment.person_id)),
            func.min(LoggedSession.held_on),
        )
        .where(*waits_for(supervisor))
    ).one()
    return Backlog(*row)


def entry_named_in(supervisor: Person, entry_id: int) -> HoursEntry | None:
    """Return the entry if it names this person as supervisor, and is open to them."""
    found = entry_for(supervisor, entry_id)
    return found if found and found.session.supervisor_id == supervisor.id else None


def sheet_for(supervisor: Person, decisions: Sequence[Decision]) -> SignOffSheet:
    """Return the sheet of these decisions, in their order, in two statements.

    Rows that do not name this supervisor, or are of a network where they are no supervisor any
    more, are left out: to them they do not exist.
    """
    found = {
        row["entry_id"]: row
        for row in db.session.execute(
            entry_rows(is_approved_then().label("is_approved")).where(
                HoursEntry.id.in_([decision.entry_id for decision in decisions]),
                LoggedSession.entered_id.in_(known_as(supervisor.id)),
                _at_network_of(supervisor),
            )
        ).mappings()
    }
    cohorts = cohorts_signed_for({row["cohort_id"] for row in found.values()})
    return SignOffSheet(
        tuple(
            SheetLine(
                entry=entry_row(row),
                terms=cohorts[row["cohort_id"]][0],
                decision=decision,
                network=cohorts[row["cohort_id"]][1],
                is_approved=row["is_approved"],
            )
            for decision in decisions
            if (row := found.get(decision.entry_id)) is not None
        )
    )


def what_is_decided(line: SheetLine, supervisor: Person) -> Signed:
    """Return what a decision is about, as the rules ask for it.

    Who could approve the supervisor is asked for only where they were not approved on that day.
    """
    entry = line.entry
    signed = Signed(
        trainee_id=entry.trainee_id,
        trainee_name=entry.trainee_name,
        supervisor_id=entry.facts.supervisor_id,
        supervisor_name=entry.supervisor_name,
        held_on=entry.facts.held_on,
        is_approved=line.is_approved,
    )
    if line.is_approved:
        return signed
    cohort = db.session.get_one(Cohort, entry.cohort_id)
    return replace(
        signed,
        approved_from=first_approval(cohort.id, supervisor.id),
        leads=tuple(other_leads_of(cohort, supervisor)),
    )


def cohorts_signed_for(cohort_ids: Collection[int]) -> dict[int, tuple[Terms, str]]:
    """Return for each cohort the terms of its course and its network's name, in one statement."""
    rows = db.session.execute(
        select(Cohort.id, CourseVersion.terms, Organisation.name)
        .select_from(Cohort)
        .join(CourseVersion, CourseVersion.id == Cohort.course_version_id)
        .join(Organisation, Organisation.id == Cohort.organisation_id)
        .where(Cohort.id.in_(cohort_ids))
    )
    return {cohort_id: (terms_in(text), network) for cohort_id, text, network in rows}


def waits_for(supervisor: Person) -> list[ColumnElement[bool]]:
    """Return the conditions under which a row of `entry_rows` waits for this supervisor."""
    return [
        LoggedSession.entered_id.in_(known_as(supervisor.id)),
        LastEvent.action == HoursAction.SUBMITTED,
        Enrolment.person_id != supervisor.id,
        is_approved_then(),
        _at_network_of(supervisor),
    ]


def _at_network_of(supervisor: Person) -> ColumnElement[bool]:
    """Return the condition that they are a supervisor at the network of the cohort now."""
    return Cohort.organisation_id.in_(organisations_where(supervisor, Role.SUPERVISOR))
