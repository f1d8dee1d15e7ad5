"""The timetable of a cohort as plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select

from trainee_tracker.cohorts.models import Register, RegisterMark, TeachingSession
from trainee_tracker.cohorts.registers.queries import ATTENDED, last_registers
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Site


@dataclass(frozen=True)
class ClassRow:
    """A class of the timetable; `registers` is how often its register was taken, `attended` how
    many were there and `marked` how many were on it, the last time."""

    id: int
    held_on: date
    starts_at: str
    minutes: int
    title: str
    module_key: str | None
    site: str | None
    registers: int
    attended: int
    marked: int


def classes_of(cohort_id: int) -> list[ClassRow]:
    """Return the timetable of a cohort in the order of time."""
    last = last_registers()
    rows = db.session.execute(
        select(
            TeachingSession.id,
            TeachingSession.held_on,
            TeachingSession.starts_at,
            TeachingSession.minutes,
            TeachingSession.title,
            TeachingSession.module_key,
            Site.name,
            func.coalesce(func.max(last.c.sequence), 0),
            func.coalesce(func.sum(case((RegisterMark.mark.in_(ATTENDED), 1), else_=0)), 0),
            func.count(RegisterMark.id),
        )
        .outerjoin(Site, Site.id == TeachingSession.site_id)
        .outerjoin(last, last.c.class_id == TeachingSession.id)
        .outerjoin(
            Register,
            and_(
                Register.teaching_session_id == TeachingSession.id,
                Register.sequence == last.c.sequence,
            ),
        )
        .outerjoin(RegisterMark, RegisterMark.register_id == Register.id)
        .where(TeachingSession.cohort_id == cohort_id)
        .group_by(TeachingSession.id, Site.name)
        .order_by(TeachingSession.held_on, TeachingSession.starts_at)
    )
    return [ClassRow(*row) for row in rows]
