"""Module results as plain rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, Subquery, and_, func, select

from trainee_tracker.cohorts.models import Enrolment, ModuleResult
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class ResultRow:
    """The decision that stands about one trainee and one module; both None before the first."""

    enrolment_id: int
    full_name: str
    other_name: str
    other_language: str
    outcome: ModuleOutcome | None
    decided_on: date | None


def _last_results(enrolment_ids: Collection[int] | Select[int]) -> Subquery:
    """Select the sequence of the last decision about each of these trainees and each module."""
    return (
        select(
            ModuleResult.enrolment_id,
            ModuleResult.module_key,
            func.max(ModuleResult.sequence).label("sequence"),
        )
        .where(ModuleResult.enrolment_id.in_(enrolment_ids))
        .group_by(ModuleResult.enrolment_id, ModuleResult.module_key)
        .subquery("last_results")
    )


def standing_results(
    enrolment_ids: Collection[int] | Select[int], module_key: str | None = None
) -> Select[ModuleResult]:
    """Select the decisions that stand about these trainees, of one module or of all."""
    last = _last_results(enrolment_ids)
    statement = select(ModuleResult).join(
        last,
        and_(
            last.c.enrolment_id == ModuleResult.enrolment_id,
            last.c.module_key == ModuleResult.module_key,
            last.c.sequence == ModuleResult.sequence,
        ),
    )
    if module_key is not None:
        statement = statement.where(ModuleResult.module_key == module_key)
    return statement


def module_progress(cohort_id: int) -> dict[str, int]:
    """Return how many trainees of a cohort have passed each module, by its key."""
    members = select(Enrolment.id).where(Enrolment.cohort_id == cohort_id)
    results = standing_results(members).where(ModuleResult.outcome == ModuleOutcome.PASSED)
    rows = db.session.execute(
        results.with_only_columns(ModuleResult.module_key, func.count(ModuleResult.id)).group_by(
            ModuleResult.module_key
        )
    )
    return {row[0]: row[1] for row in rows}


def module_results_of(cohort_id: int, module_key: str) -> list[ResultRow]:
    """Return every trainee of a cohort by name, with the decision that stands about a module."""
    members = select(Enrolment.id).where(Enrolment.cohort_id == cohort_id)
    standing = (
        standing_results(members, module_key)
        .with_only_columns(ModuleResult.enrolment_id, ModuleResult.outcome, ModuleResult.decided_on)
        .subquery("standing_results")
    )
    rows = db.session.execute(
        select(
            Enrolment.id,
            Person.full_name,
            Person.other_name,
            Person.other_language,
            standing.c.outcome,
            standing.c.decided_on,
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(standing, standing.c.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Person.full_name, Enrolment.id)
    )
    return [ResultRow(*row) for row in rows]
