"""Reads of who supervises a cohort; the only place, beside the act of approving, that does so.

An approval is of whoever was entered: where somebody is given by id, it is found under every id by
which that person is known.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    exists,
    func,
    or_,
    select,
)

from trainee_tracker.cohorts.models import Supervision
from trainee_tracker.cohorts.supervision.rules import Approval
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.people.queries import known_as


def approvals_in(cohort_id: int) -> tuple[Approval, ...]:
    """Return every approval of a supervisor for a cohort, by name and date."""
    rows = db.session.execute(
        select(
            Supervision.supervisor_id,
            Person.full_name,
            Supervision.approved_from,
            Supervision.approved_until,
            Person.registration,
        )
        .select_from(Supervision)
        .join(Person, Person.id == Supervision.supervisor_id)
        .where(Supervision.cohort_id == cohort_id)
        .order_by(Person.full_name, Person.id, Supervision.approved_from)
    )
    return tuple(Approval(*row) for row in rows)


def supervises_on(
    supervisor_id: SQLColumnExpression[int],
    cohort_id: SQLColumnExpression[int],
    day: SQLColumnExpression[date],
) -> ColumnElement[bool]:
    """Return the condition that a supervisor was approved for a cohort on a day.

    In the database it says what `Approval.covers` says of one approval.
    """
    return exists().where(
        Supervision.cohort_id == cohort_id,
        Supervision.supervisor_id == supervisor_id,
        Supervision.approved_from <= day,
        or_(Supervision.approved_until.is_(None), Supervision.approved_until >= day),
    )


def is_supervisor(cohort_id: int, person_id: int) -> bool:
    """Tell whether somebody is, was or will be a supervisor of the cohort."""
    found = select(Supervision.id).where(
        Supervision.cohort_id == cohort_id, Supervision.entered_id.in_(known_as(person_id))
    )
    return db.session.scalar(found.limit(1)) is not None


def first_approval(cohort_id: int, person_id: int) -> date | None:
    """Return the day from which somebody was first approved for the cohort, or None."""
    found = select(func.min(Supervision.approved_from)).where(
        Supervision.cohort_id == cohort_id, Supervision.entered_id.in_(known_as(person_id))
    )
    return db.session.scalar(found)


def is_approved_from(cohort_id: int, person_id: int, day: date, *, besides: str) -> bool:
    """Tell whether somebody was approved from that very day, but by request `besides`."""
    found = select(Supervision.id).where(
        Supervision.cohort_id == cohort_id,
        Supervision.entered_id.in_(known_as(person_id)),
        Supervision.approved_from == day,
        Supervision.request_id != besides,
    )
    return db.session.scalar(found.limit(1)) is not None


def supervised_as(entered_ids: Collection[int] | CompoundSelect[int]) -> Select[int]:
    """Select the cohorts for which somebody was approved who was entered under one of these ids."""
    return select(Supervision.cohort_id).where(Supervision.entered_id.in_(entered_ids))


def supervisors_of(cohort_ids: Collection[int] | Select[int]) -> Select[int]:
    """Select who is, was or will be a supervisor of one of these cohorts."""
    return select(Supervision.supervisor_id).where(Supervision.cohort_id.in_(cohort_ids))


def is_approved_by(entered_id: int, person_id: int) -> ColumnElement[bool]:
    """Return the condition that somebody recorded an approval of the person who was entered."""
    return exists().where(
        Supervision.entered_id == entered_id, Supervision.recorded_by_id == person_id
    )
