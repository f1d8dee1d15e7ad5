"""Module results as plain rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, Subquery, and_, func, select
from sqlalchemy.orm import aliased

from trainee_tracker.cohorts.models import Cohort, Enrolment, ModuleResult, VersionMove
from trainee_tracker.cohorts.modules.rules import Decision
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


def title_of(cohort: Cohort, module_key: str, *, also_former: bool = False) -> str | None:
    """Return what a module of the cohort's course is called, None for a key that it does not have.

    With `also_former` the versions that the cohort has left are asked too, the newest first: a page
    may have been open since before the move.
    """
    former = (
        select(CourseVersion)
        .join(VersionMove, VersionMove.from_version_id == CourseVersion.id)
        .where(VersionMove.cohort_id == cohort.id)
        .order_by(VersionMove.sequence.desc())
    )
    for version in [cohort.version, *(db.session.scalars(former) if also_former else ())]:
        for module in terms_of(version).modules:
            if module.key == module_key:
                return module.title
    return None


@dataclass(frozen=True)
class ResultRow:
    """The decision that holds about one trainee and one module; both None before the first."""

    enrolment_id: int
    full_name: str
    other_name: str
    other_language: str
    outcome: ModuleOutcome | None
    decided_on: date | None


def decisions_in_force(rows: Iterable[ResultRow]) -> dict[int, Decision]:
    """Return the decision that holds of everybody who has one, by enrolment."""
    return {
        row.enrolment_id: (row.outcome, row.decided_on)
        for row in rows
        if row.outcome is not None and row.decided_on is not None
    }


@dataclass(frozen=True)
class ResultRecorded:
    """One recorded module result of somebody, and the decision whose place it took, if any."""

    full_name: str
    outcome: ModuleOutcome
    decided_on: date
    before: Decision | None


@dataclass(frozen=True)
class ResultsRecorded:
    """What one act recorded of a module: when, by whom, why something changed, and what."""

    recorded_at: datetime
    recorded_by: str | None
    reason: str
    results: tuple[ResultRecorded, ...]


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


def results_in_force(
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
    results = results_in_force(members).where(ModuleResult.outcome == ModuleOutcome.PASSED)
    rows = db.session.execute(
        results.with_only_columns(ModuleResult.module_key, func.count(ModuleResult.id)).group_by(
            ModuleResult.module_key
        )
    )
    return {row[0]: row[1] for row in rows}


def module_results_of(cohort_id: int, module_key: str) -> list[ResultRow]:
    """Return every trainee of a cohort by name, with the decision that holds about a module."""
    members = select(Enrolment.id).where(Enrolment.cohort_id == cohort_id)
    standing = (
        results_in_force(members, module_key)
        .with_only_columns(ModuleResult.enrolment_id, ModuleResult.outcome, ModuleResult.decided_on)
        .subquery("results_in_force")
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


def last_result(
    enrolment_ids: Collection[int], module_key: str, *, besides: Collection[str] = ()
) -> int:
    """Return the id of the result recorded last of a module; 0 before the first.

    Those that the requests in `besides` made are left out.
    """
    found = select(func.coalesce(func.max(ModuleResult.id), 0)).where(
        ModuleResult.enrolment_id.in_(enrolment_ids),
        ModuleResult.module_key == module_key,
        ModuleResult.request_id.not_in(besides),
    )
    return db.session.scalars(found).one()


def recorded_module_results(cohort_id: int, module_key: str) -> list[ResultsRecorded]:
    """Return everything that was recorded of a module in a cohort, the newest first."""
    recorder = aliased(Person)
    rows = db.session.execute(
        select(
            ModuleResult.enrolment_id,
            Person.full_name,
            ModuleResult.outcome,
            ModuleResult.decided_on,
            ModuleResult.reason,
            ModuleResult.recorded_at,
            recorder.full_name.label("recorded_by"),
        )
        .join(Enrolment, Enrolment.id == ModuleResult.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(recorder, recorder.id == ModuleResult.recorded_by_id)
        .where(Enrolment.cohort_id == cohort_id, ModuleResult.module_key == module_key)
        .order_by(ModuleResult.sequence, ModuleResult.id)
    ).all()
    standing: dict[int, Decision] = {}
    found: dict[tuple[datetime, str | None, str], list[ResultRecorded]] = {}
    for row in rows:
        # What one press of the button recorded has one moment, one person and one reason.
        act = found.setdefault((row.recorded_at, row.recorded_by, row.reason), [])
        before = standing.get(row.enrolment_id)
        act.append(ResultRecorded(row.full_name, row.outcome, row.decided_on, before))
        standing[row.enrolment_id] = (row.outcome, row.decided_on)
    return [
        ResultsRecorded(*act, tuple(sorted(results, key=lambda each: each.full_name)))
        for act, results in sorted(found.items(), key=lambda item: item[0][0])
    ][::-1]
