"""What was changed since a certificate was issued, of what it rests on: who changed what when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.accreditation.kinds import AttendancePercent
from trainee_tracker.accreditation.ledger import Key, Who
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.models import CertificateGrounds
from trainee_tracker.certificates.support.rules import Grounds
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import (
    Cohort,
    Enrolment,
    ModuleResult,
    Register,
    RegisterMark,
    TeachingSession,
)
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import ResultAct, ResultKind, questions_of
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import terms_in
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
    MODULE = "module"
    RESULT = "result"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    LIFTED = "lifted"


@dataclass(frozen=True)
class Change:
    """One act: `about` names the thing (a class, a check, what was decided), `reason` says why.

    `before` and `after` are minutes, or for a result (of kind `result`) what was accepted, rated or
    reported; `was` and `becomes` the mark of a register or the outcome of a module. `counted` is
    the per cent that the registers gave before a first figure took their place.
    """

    kind: ChangeKind
    at: datetime
    who: str
    held_on: date | None = None
    about: str = ""
    before: int | None = None
    after: int | None = None
    was: Mark | ModuleOutcome | None = None
    becomes: Mark | ModuleOutcome | None = None
    result: ResultKind | None = None
    counted: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Rested:
    """A certificate whose changes are asked for; `counted` has what it counted, by requirement."""

    certificate_id: int
    issued_at: datetime
    members: frozenset[int]
    entries: Mapping[tuple[Who, Key], Key]
    terms: Terms
    counted: Mapping[str, int]

    def told(self, change: Change) -> Change:
        """Return a change with the title of what was decided, and what was counted before it."""
        if change.kind is ChangeKind.MODULE:
            titles = {each.key: each.title for each in self.terms.modules}
            return replace(change, about=titles.get(change.about, change.about))
        if change.result is None:
            return change
        titles = {
            each.subject: each.title
            for each in questions_of(self.terms)
            if each.kind is change.result
        }
        is_first = change.result is ResultKind.ATTENDANCE and change.before is None
        asked = (
            each.key
            for each in self.terms.requirements
            if isinstance(each, AttendancePercent) and not each.each_module
        )
        counted = self.counted.get(next(asked, "")) if is_first else None
        return replace(change, about=titles.get(change.about, change.about), counted=counted)


def changes_behind(certificate_ids: Collection[int]) -> dict[int, list[Change]]:
    """Return what was changed of what each certificate rests on, the latest first.

    Takes a fixed number of statements, however many certificates and changes there are.
    """
    rested = _rested(certificate_ids) if certificate_ids else []
    if not rested:
        return {}
    members = frozenset(member for each in rested for member in each.members)
    told: list[tuple[int, Key | None, int, Change]] = [
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
                found[each.certificate_id].append(each.told(change))
        found[each.certificate_id].sort(key=lambda change: change.at, reverse=True)
        del found[each.certificate_id][MOST_SHOWN:]
    return found


def _rested(certificate_ids: Collection[int]) -> list[_Rested]:
    rows = db.session.execute(
        select(
            Certificate.id,
            Certificate.recorded_at,
            CertificateGrounds.grounds,
            CourseVersion.terms,
        )
        .join(CertificateGrounds, CertificateGrounds.certificate_id == Certificate.id)
        .join(CourseVersion, CourseVersion.id == CertificateGrounds.course_version_id)
        .where(Certificate.id.in_(certificate_ids))
    )
    found = []
    for row in rows:
        grounds = Grounds.from_json(row.grounds)
        found.append(
            _Rested(
                row.id,
                row.recorded_at,
                frozenset(grounds.members),
                {(line.trainee, line.occasion): line.entry for line in grounds.lines},
                terms_in(row.terms),
                {each.key: each.have for each in grounds.figures},
            )
        )
    return found


def _is_later(
    rested: _Rested, enrolment_id: int, about: Key | None, row_id: int, change: Change
) -> bool:
    """Say whether a change came after what the certificate rests on.

    An entry and the mark of a register have a number; a later one of the same occasion is higher.
    """
    if about is None:
        # A rating of a later day is about what came after the certificate.
        is_rating = change.result is ResultKind.COMPETENCE
        if is_rating and change.held_on and change.held_on > civil_date(rested.issued_at):
            return False
        return change.at >= rested.issued_at
    entry = rested.entries.get((enrolment_id, about))
    if entry is None:
        return False
    number = entry if isinstance(entry, int) else int(entry.rpartition("-")[2])
    return row_id > number or (row_id == number and change.kind is not ChangeKind.REGISTER)


def _of_hours(members: Collection[int]) -> Iterator[tuple[int, Key | None, int, Change]]:
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
            HoursEvent.reason,
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
            reason=row.reason,
        )
        yield row.enrolment_id, row.occasion, row.id, change


def _of_registers(members: Collection[int]) -> Iterator[tuple[int, Key | None, int, Change]]:
    """Yield each taking of a register that changed what stood of a trainee."""
    before, mark_before = aliased(Register), aliased(RegisterMark)
    rows = db.session.execute(
        select(
            RegisterMark.enrolment_id,
            TeachingSession.id.label("class_id"),
            RegisterMark.id,
            Register.recorded_at,
            Register.reason,
            Person.full_name,
            TeachingSession.held_on,
            TeachingSession.title,
            RegisterMark.mark,
            RegisterMark.minutes_present,
            mark_before.mark.label("was"),
            mark_before.minutes_present.label("minutes_before"),
        )
        .join(Register, Register.id == RegisterMark.register_id)
        .join(TeachingSession, TeachingSession.id == Register.teaching_session_id)
        .join(Person, Person.id == Register.recorded_by_id)
        .outerjoin(
            before,
            and_(
                before.teaching_session_id == Register.teaching_session_id,
                before.sequence == Register.sequence - 1,
            ),
        )
        .outerjoin(
            mark_before,
            and_(
                mark_before.register_id == before.id,
                mark_before.enrolment_id == RegisterMark.enrolment_id,
            ),
        )
        .where(RegisterMark.enrolment_id.in_(members), Register.sequence > 1)
    )
    for row in rows:
        if (row.was, row.minutes_before) == (row.mark, row.minutes_present):
            continue
        change = Change(
            ChangeKind.REGISTER,
            row.recorded_at,
            row.full_name,
            held_on=row.held_on,
            about=row.title,
            before=row.minutes_before,
            after=row.minutes_present,
            was=row.was,
            becomes=row.mark,
            reason=row.reason,
        )
        yield row.enrolment_id, f"class-{row.class_id}", row.id, change


def _of_results(members: Collection[int]) -> Iterator[tuple[int, Key | None, int, Change]]:
    yield from _of_modules(members)
    before = aliased(CourseResult)
    rows = db.session.execute(
        select(CourseResult, Person.full_name, before.act.label("was"), before.amount)
        .join(Person, Person.id == CourseResult.recorded_by_id)
        .outerjoin(
            before,
            and_(
                before.enrolment_id == CourseResult.enrolment_id,
                before.kind == CourseResult.kind,
                before.subject == CourseResult.subject,
                before.sequence == CourseResult.sequence - 1,
            ),
        )
        .where(
            CourseResult.enrolment_id.in_(members),
            # The first rating or report bears on what was there already; other firsts only add.
            or_(
                CourseResult.sequence > 1,
                CourseResult.kind.in_([ResultKind.ATTENDANCE, ResultKind.COMPETENCE]),
            ),
        )
    )
    for result, who, act_before, amount_before in rows:
        is_gone = result.act is ResultAct.WITHDRAWN
        change = Change(
            ChangeKind.WITHDRAWN if is_gone else ChangeKind.RESULT,
            result.recorded_at,
            who,
            held_on=result.decided_on,
            about=result.subject,
            before=None if act_before is ResultAct.WITHDRAWN else amount_before,
            after=None if is_gone else result.amount,
            result=result.kind,
            reason=result.note,
        )
        yield result.enrolment_id, None, result.id, change


def _of_modules(members: Collection[int]) -> Iterator[tuple[int, Key | None, int, Change]]:
    before = aliased(ModuleResult)
    rows = db.session.execute(
        select(ModuleResult, Person.full_name, before.outcome)
        .join(Person, Person.id == ModuleResult.recorded_by_id)
        .join(
            before,
            and_(
                before.enrolment_id == ModuleResult.enrolment_id,
                before.module_key == ModuleResult.module_key,
                before.sequence == ModuleResult.sequence - 1,
            ),
        )
        .where(ModuleResult.enrolment_id.in_(members))
    )
    for result, who, outcome_before in rows:
        change = Change(
            ChangeKind.MODULE,
            result.recorded_at,
            who,
            held_on=result.decided_on,
            about=result.module_key,
            was=outcome_before,
            becomes=result.outcome,
            reason=result.reason,
        )
        yield result.enrolment_id, None, result.id, change


def _of_checks(members: Collection[int]) -> Iterator[tuple[int, Key | None, int, Change]]:
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
            GovernanceEvent.reason,
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
            reason=row.reason,
        )
        yield row.enrolment_id, None, row.id, change
