"""The moves of a cohort from one version of its course to another, and whether it could move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from trainee_tracker.cohorts.models import Cohort, VersionMove
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


def last_moved_at(cohort_id: int) -> datetime | None:
    """Return when a cohort last moved (UTC), None where it never did."""
    return db.session.scalar(
        select(func.max(VersionMove.recorded_at)).where(VersionMove.cohort_id == cohort_id)
    )


def has_other_version(cohort: Cohort) -> bool:
    """Tell whether the course that a cohort follows has another published version."""
    other = select(CourseVersion.id).where(
        CourseVersion.course_id == cohort.version.course_id,
        CourseVersion.id != cohort.course_version_id,
    )
    return bool(db.session.scalar(select(other.exists())))
