"""Recording results beside modules, as the pages do, and what was recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from tests.cast import NOW, Cast, request_id
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.results import actions
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import Answer, ResultKind, Subject
from trainee_tracker.extensions import db

DAY = date(2026, 11, 20)
STUDIES: Subject = (ResultKind.EVIDENCE, "case-study")
WARMTH: Subject = (ResultKind.COMPETENCE, "warmth")
TAUGHT: Subject = (ResultKind.PRIOR_LEARNING, "taught")
OVERALL: Subject = (ResultKind.ATTENDANCE, "")


def url_of(enrolment: Enrolment) -> str:
    """Return the address of the page on which results of somebody are recorded."""
    return f"/cohorts/{enrolment.cohort_id}/trainees/{enrolment.id}/results"


def recorded() -> list[tuple[str, str, int, int]]:
    """Return kind, subject, number and amount of everything recorded, in its order."""
    return [
        (row.kind.value, row.subject, row.sequence, row.amount)
        for row in db.session.scalars(select(CourseResult).order_by(CourseResult.id))
    ]


def record(
    cast: Cast, enrolment: Enrolment, answers: dict[Subject, Answer], name: str = "r", **how: Any
) -> list[CourseResult]:
    """Record results under the request called `name`, as the training lead unless `how` says."""
    given: dict[str, Any] = {
        "decided_on": DAY,
        "note": "Seen by Ruth",
        "actor": cast.training_lead,
        "at": NOW,
    } | how
    results = actions.record_results(enrolment, answers, request_id=request_id(name), **given)
    db.session.commit()
    return results
