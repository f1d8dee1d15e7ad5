"""Results beside modules as plain rows: what stands, and everything that was recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func, select

from trainee_tracker.cohorts.models import Cohort, CourseResult, Enrolment
from trainee_tracker.cohorts.result_rules import ResultFacts, standing_of
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class RecordedResult:
    """One recorded result with its note, when and by whom; `stands` until another takes its place."""

    facts: ResultFacts
    note: str
    recorded_at: datetime
    recorded_by: str | None
    stands: bool


FACTS = tuple(getattr(CourseResult, field.name) for field in fields(ResultFacts))


def standing_course_results(enrolment_ids: Collection[int]) -> list[ResultFacts]:
    """Return the results beside modules that stand about these trainees, in one statement."""
    rows = db.session.execute(select(*FACTS).where(CourseResult.enrolment_id.in_(enrolment_ids)))
    return standing_of(ResultFacts(*row) for row in rows)


def recorded_results(enrolment_id: int) -> list[RecordedResult]:
    """Return every result beside modules of one trainee, the newest first."""
    rows = db.session.execute(
        select(*FACTS, CourseResult.note, CourseResult.recorded_at, Person.full_name)
        .outerjoin(Person, Person.id == CourseResult.recorded_by_id)
        .where(CourseResult.enrolment_id == enrolment_id)
        .order_by(CourseResult.id.desc())
    ).all()
    found = [(ResultFacts(*row[: len(FACTS)]), *row[len(FACTS) :]) for row in rows]
    standing = {each.id for each in standing_of(facts for facts, *_rest in found)}
    return [
        RecordedResult(facts, note, at, name, facts.id in standing)
        for facts, note, at, name in found
    ]


def last_result(enrolment_id: int) -> int:
    """Return the id of the result recorded last about a trainee; 0 before the first."""
    found = select(func.coalesce(func.max(CourseResult.id), 0)).where(
        CourseResult.enrolment_id == enrolment_id
    )
    return db.session.scalar(found) or 0


def enrolment_in(cohort: Cohort, enrolment_id: int) -> Enrolment | None:
    """Return an enrolment of `cohort`, which the caller has loaded through the person who asks."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.cohort_id == cohort.id)
    )
