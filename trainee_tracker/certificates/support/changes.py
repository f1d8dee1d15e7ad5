"""What was changed since a certificate was issued, of what it rests on: who changed what when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import aliased

from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.models import CertificateGrounds
from trainee_tracker.certificates.support.rules import Grounds
from trainee_tracker.cohorts.models import (
    Cohort,
    CourseResult,
    Enrolment,
    ModuleResult,
    Register,
    RegisterMark,
    TeachingSession,
)
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent, GovernanceItem, GovernanceRecord
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.hours.models import HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.rows import occasion
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.people.models import Person
from trainee_tracker.people.queries import known_as_all

MOST_SHOWN = 50
"""How many changes of one certificate a page lists, the latest of them."""


class ChangeKind(StrEnum):
    """What was done."""

    CORRECTED = "corrected"
    REVERSED = "reversed"
    REGISTER = "register"
    RESULT = "result"
    SUSPENDED = "suspended"
    LIFTED = "lifted"


@dataclass(frozen=True)
class Change:
    """One act: `about` names the thing (a class, a check); minutes are whole, where it has any."""

    kind: ChangeKind
    at: datetime
    who: str
    held_on: date | None = None
    about: str = ""
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class _Rested:
    """A certificate whose changes are asked for."""

    certificate_id: int
    issued_at: datetime
    members: frozenset[int]
    entries: Mapping[tuple[int, str], str]


def changes_behind(certificate_ids: Collection[int]) -> dict[int, list[Change]]:
    """Return what was changed of what each certificate rests on, the latest first.

    Takes a fixed number of statements, however many certificates and changes there are.
    """
    rested = _rested(certificate_ids) if certificate_ids else []
    if not rested:
        return {}
    members = frozenset(member for each in rested for member in each.members)
    told: list[tuple[int, str | None, int, Change]] = [
        *_of_hours(members),
        *_of_registers(members),
        *_of_results(members),
        *_of_checks(members),
    ]
    found: dict[int, list[Change]] = defaultdict(list)
    for each in rested:
        for enrolment_id, about, row_id, change in told:
            if enrolment_id in each.members and _is_later(
                each, enrolment_id, about, row_id, change
            ):
                found[each.certificate_id].append(change)
        found[each.certificate_id].sort(key=lambda change: change.at, reverse=True)
        del found[each.certificate_id][MOST_SHOWN:]
    return found


def _rested(certificate_ids: Collection[int]) -> list[_Rested]:
    rows = db.session.execute(
        select(Certificate.id, Certificate.recorded_at, CertificateGrounds.grounds)
        .join(CertificateGrounds, CertificateGrounds.certificate_id == Certificate.id)
        .where(Certificate.id.in_(certificate_ids))
    )
    found = []
    for row in rows:
        grounds = Grounds.from_json(row.grounds)
        found.append(
            _Rested(
                row.id,
                row.recorded_at,
                frozenset(int(member) for member in grounds.members),
                {(int(line.trainee), line.occasion): line.entry for line in grounds.lines},
            )
        )
    return found


def _is_later(
    rested: _Rested, enrolment_id: int, about: str | None, row_id: int, change: Change
) -> bool:
    """Say whether a change came after what the certificate rests on.

    An entry and the mark of a register have a number; a later one of the same occasion is higher.
    """
    if about is None:
        return change.at >= rested.issued_at
    entry = rested.entries.get((enrolment_id, about))
    if entry is None:
        return False
    number = int(entry.rpartition("-")[2])
    return row_id > number or (row_id == number and change.kind is not ChangeKind.REGISTER)


def _of_hours(members: Collection[int]) -> Iterator[tuple[int, str | None, int, Change]]:
    newer = aliased(HoursEntry)
    rows = db.session.execute(
        select(
            HoursEntry.enrolment_id,
            occasion().label("occasion"),
            HoursEntry.id,
            HoursEvent.action,
            HoursEvent.recorded_at,
            Person.full_name,
            LoggedSession.held_on,
            HoursEntry.minutes,
            newer.minutes.label("after"),
        )
        .join(HoursEvent, HoursEvent.entry_id == HoursEntry.id)
        .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
        .join(Person, Person.id == HoursEvent.recorded_by_id)
        .outerjoin(newer, newer.supersedes_id == HoursEntry.id)
        .where(
            HoursEntry.enrolment_id.in_(members),
            HoursEvent.action.in_([HoursAction.CORRECTED, HoursAction.REVERSED]),
        )
    )
    for row in rows:
        is_correction = row.action is HoursAction.CORRECTED
        kind = ChangeKind.CORRECTED if is_correction else ChangeKind.REVERSED
        after = row.after if is_correction else None
        change = Change(
            kind,
            row.recorded_at,
            row.full_name,
            held_on=row.held_on,
            before=row.minutes,
            after=after,
        )
        yield row.enrolment_id, str(row.occasion), row.id, change


def _of_registers(members: Collection[int]) -> Iterator[tuple[int, str | None, int, Change]]:
    rows = db.session.execute(
        select(
            RegisterMark.enrolment_id,
            TeachingSession.id.label("class_id"),
            RegisterMark.id,
            Register.recorded_at,
            Person.full_name,
            TeachingSession.held_on,
            TeachingSession.title,
            RegisterMark.minutes_present,
        )
        .join(Register, Register.id == RegisterMark.register_id)
        .join(TeachingSession, TeachingSession.id == Register.teaching_session_id)
        .join(Person, Person.id == Register.recorded_by_id)
        .where(RegisterMark.enrolment_id.in_(members), Register.sequence > 1)
    )
    for row in rows:
        change = Change(
            ChangeKind.REGISTER,
            row.recorded_at,
            row.full_name,
            held_on=row.held_on,
            about=row.title,
            after=row.minutes_present,
        )
        yield row.enrolment_id, f"class-{row.class_id}", row.id, change


def _of_results(members: Collection[int]) -> Iterator[tuple[int, str | None, int, Change]]:
    for model, about in (
        (ModuleResult, ModuleResult.module_key),
        (CourseResult, CourseResult.subject),
    ):
        rows = db.session.execute(
            select(
                model.enrolment_id,
                model.id,
                model.recorded_at,
                Person.full_name,
                model.decided_on,
                about.label("about"),
            )
            .join(Person, Person.id == model.recorded_by_id)
            .where(model.enrolment_id.in_(members), model.sequence > 1)
        )
        for row in rows:
            change = Change(
                ChangeKind.RESULT,
                row.recorded_at,
                row.full_name,
                held_on=row.decided_on,
                about=row.about,
            )
            yield row.enrolment_id, None, row.id, change


def _of_checks(members: Collection[int]) -> Iterator[tuple[int, str | None, int, Change]]:
    people = select(Enrolment.person_id).where(Enrolment.id.in_(members))
    rows = db.session.execute(
        select(
            Enrolment.id.label("enrolment_id"),
            GovernanceEvent.id,
            GovernanceEvent.action,
            GovernanceEvent.recorded_at,
            Person.full_name,
            GovernanceEvent.effective_on,
            GovernanceItem.title,
        )
        .join(GovernanceRecord, GovernanceRecord.id == GovernanceEvent.record_id)
        .join(GovernanceItem, GovernanceItem.id == GovernanceRecord.item_id)
        .join(Enrolment, Enrolment.person_id == GovernanceRecord.subject_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == GovernanceEvent.recorded_by_id)
        .where(
            Enrolment.id.in_(members),
            GovernanceRecord.entered_id.in_(known_as_all(people)),
            GovernanceItem.organisation_id == Cohort.organisation_id,
            GovernanceItem.partner_id == Cohort.partner_id,
            GovernanceEvent.action.in_([GovernanceAction.SUSPENDED, GovernanceAction.LIFT_SIGNED]),
        )
    )
    for row in rows:
        is_suspended = row.action is GovernanceAction.SUSPENDED
        change = Change(
            ChangeKind.SUSPENDED if is_suspended else ChangeKind.LIFTED,
            row.recorded_at,
            row.full_name,
            held_on=row.effective_on,
            about=row.title,
        )
        yield row.enrolment_id, None, row.id, change
