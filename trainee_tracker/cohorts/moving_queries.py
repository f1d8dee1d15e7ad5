"""Versions to which a cohort may move, what it did on the way, and what a version does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.cohorts.models import (
    Cohort,
    CourseResult,
    Enrolment,
    TeachingSession,
    VersionMove,
)
from trainee_tracker.cohorts.modules.queries import module_progress
from trainee_tracker.cohorts.results.rules import ResultKind
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class MoveRow:
    """One move of a cohort from a version to another."""

    from_number: int
    to_number: int
    at: datetime
    who: str | None
    reason: str


@dataclass(frozen=True)
class UnknownModule:
    """A module of the timetable or of results that a version does not have.

    `classes` counts the classes that teach it, `passed` the trainees who passed it.
    """

    title: str
    classes: int
    passed: int


@dataclass(frozen=True)
class UnknownResult:
    """Evidence or a competence that was recorded and that a version does not have."""

    title: str
    trainees: int


def last_move_number(cohort_id: int) -> int:
    """Return how often a cohort has moved, as the number of its last move."""
    last = select(func.max(VersionMove.sequence)).where(VersionMove.cohort_id == cohort_id)
    return db.session.scalar(last) or 0


def moves_of(cohort_id: int) -> list[MoveRow]:
    """Return the moves of a cohort, the latest first."""
    left, joined = aliased(CourseVersion), aliased(CourseVersion)
    rows = db.session.execute(
        select(
            left.number,
            joined.number,
            VersionMove.recorded_at,
            Person.full_name,
            VersionMove.reason,
        )
        .join(left, left.id == VersionMove.from_version_id)
        .join(joined, joined.id == VersionMove.to_version_id)
        .outerjoin(Person, Person.id == VersionMove.recorded_by_id)
        .where(VersionMove.cohort_id == cohort_id)
        .order_by(VersionMove.id.desc())
    )
    return [MoveRow(*row) for row in rows]


def versions_of_course(cohort: Cohort) -> Sequence[CourseVersion]:
    """Return every published version of the course that a cohort follows, newest first."""
    return db.session.scalars(
        select(CourseVersion)
        .where(CourseVersion.course_id == cohort.version.course_id)
        .order_by(CourseVersion.number.desc())
    ).all()


def has_other_version(cohort: Cohort) -> bool:
    """Tell whether the course that a cohort follows has another published version."""
    other = select(CourseVersion.id).where(
        CourseVersion.course_id == cohort.version.course_id,
        CourseVersion.id != cohort.course_version_id,
    )
    return bool(db.session.scalar(select(other.exists())))


def unknown_modules(cohort: Cohort, before: Terms, after: Terms) -> list[UnknownModule]:
    """Return the modules that were taught or passed and that `after` does not have."""
    taught = db.session.execute(
        select(TeachingSession.module_key, func.count(TeachingSession.id))
        .where(TeachingSession.cohort_id == cohort.id, TeachingSession.module_key.is_not(None))
        .group_by(TeachingSession.module_key)
    )
    classes = {str(key): count for key, count in taught}
    passed = module_progress(cohort.id)
    titles = {module.key: module.title for module in before.modules}
    known = {module.key for module in after.modules}
    return [
        UnknownModule(titles.get(key, key), classes.get(key, 0), passed.get(key, 0))
        for key in sorted({*classes, *passed} - known)
    ]


def unknown_results(cohort: Cohort, before: Terms, after: Terms) -> list[UnknownResult]:
    """Return the evidence and competences on record that `after` does not have."""
    rows = db.session.execute(
        select(
            CourseResult.kind,
            CourseResult.subject,
            func.count(CourseResult.enrolment_id.distinct()),
        )
        .join(Enrolment, Enrolment.id == CourseResult.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            CourseResult.kind.in_((ResultKind.EVIDENCE, ResultKind.COMPETENCE)),
        )
        .group_by(CourseResult.kind, CourseResult.subject)
        .order_by(CourseResult.kind, CourseResult.subject)
    )
    titles, known = _kept_apart(before), _kept_apart(after)
    return [
        UnknownResult(titles.get((kind, subject), subject), trainees)
        for kind, subject, trainees in rows
        if (kind, subject) not in known
    ]


def _kept_apart(terms: Terms) -> dict[tuple[ResultKind, str], str]:
    """Return the titles of kinds of evidence and of competences: both may have the same key."""
    evidence = {(ResultKind.EVIDENCE, each.key): each.title for each in terms.evidence}
    return evidence | {(ResultKind.COMPETENCE, each.key): each.title for each in terms.competences}
