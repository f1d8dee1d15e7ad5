"""The registers of classes as plain rows, and the ledger lines that follow from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Select, Subquery, and_, func, select
from sqlalchemy.orm import aliased

from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.cohorts.models import (
    Cohort,
    Enrolment,
    Register,
    RegisterMark,
    TeachingSession,
)
from trainee_tracker.cohorts.registers.rules import MarkChange, Marked, changes_between
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person, Site

ATTENDED = (Mark.PRESENT, Mark.LATE)


@dataclass(frozen=True)
class RegisterLine:
    """A trainee who was in the cohort on the day of a class, with the mark that holds."""

    enrolment_id: int
    full_name: str
    other_name: str
    other_language: str
    mark: Mark | None
    minutes_late: int


@dataclass(frozen=True)
class NamedChange:
    """What a correction changed for one trainee, by name."""

    full_name: str
    change: MarkChange


@dataclass(frozen=True)
class RegisterTaken:
    """One taking of a register: when, by whom, why it was corrected, and what that changed.

    `counts` is how many had which mark. The first one has no reason, and changes nothing.
    """

    sequence: int
    recorded_at: datetime
    recorded_by: str | None
    reason: str
    counts: Mapping[Mark, int]
    changes: tuple[NamedChange, ...]


def last_registers() -> Subquery:
    """Select the sequence of the last register of each class."""
    return (
        select(
            Register.teaching_session_id.label("class_id"),
            func.max(Register.sequence).label("sequence"),
        )
        .group_by(Register.teaching_session_id)
        .subquery("last_registers")
    )


def register_list(teaching_session: TeachingSession) -> list[RegisterLine]:
    """Return who belongs on the register of a class, by name, with the marks that stand.

    Somebody enrolled after that day was not missed, and is not on it.
    """
    last = (
        select(RegisterMark.enrolment_id, RegisterMark.mark, RegisterMark.minutes_late)
        .join(Register, Register.id == RegisterMark.register_id)
        .where(
            Register.teaching_session_id == teaching_session.id,
            Register.sequence == last_sequence(teaching_session.id).scalar_subquery(),
        )
        .subquery("last_marks")
    )
    rows = db.session.execute(
        select(
            Enrolment.id,
            Person.full_name,
            Person.other_name,
            Person.other_language,
            last.c.mark,
            func.coalesce(last.c.minutes_late, 0),
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(last, last.c.enrolment_id == Enrolment.id)
        .where(
            Enrolment.cohort_id == teaching_session.cohort_id,
            Enrolment.enrolled_on <= teaching_session.held_on,
            Enrolment.refused_at.is_(None),
        )
        .order_by(Person.full_name, Enrolment.id)
    )
    return [RegisterLine(*row) for row in rows]


def last_sequence(teaching_session_id: int) -> Select[int]:
    """Select how often the register of a class was taken; 0 before the first time."""
    return select(func.coalesce(func.max(Register.sequence), 0)).where(
        Register.teaching_session_id == teaching_session_id
    )


def marks_in_force(lines: Iterable[RegisterLine]) -> dict[int, Marked]:
    """Return the mark that holds of everybody on a register who has one, by enrolment."""
    return {
        line.enrolment_id: (line.mark, line.minutes_late) for line in lines if line.mark is not None
    }


def registers_of(teaching_session_id: int) -> list[RegisterTaken]:
    """Return every taking of the register of a class, the one that holds first."""
    taker = aliased(Person)
    rows = db.session.execute(
        select(
            Register.sequence,
            Register.recorded_at,
            taker.full_name.label("recorded_by"),
            Register.reason,
            RegisterMark.enrolment_id,
            RegisterMark.mark,
            RegisterMark.minutes_late,
            Person.full_name,
        )
        .join(RegisterMark, RegisterMark.register_id == Register.id)
        .join(Enrolment, Enrolment.id == RegisterMark.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(taker, taker.id == Register.recorded_by_id)
        .where(Register.teaching_session_id == teaching_session_id)
        .order_by(Register.sequence, Person.full_name, Enrolment.id)
    )
    found: list[RegisterTaken] = []
    before: dict[int, Marked] = {}
    for sequence, of_one in groupby(rows, key=attrgetter("sequence")):
        marks = list(of_one)
        names = {row.enrolment_id: row.full_name for row in marks}
        after = {row.enrolment_id: (row.mark, row.minutes_late) for row in marks}
        changes = changes_between(before, after) if found else ()
        found.append(
            RegisterTaken(
                sequence,
                marks[0].recorded_at,
                marks[0].recorded_by,
                marks[0].reason,
                Counter(mark for mark, _late in after.values()),
                tuple(NamedChange(names[each.enrolment_id], each) for each in changes),
            )
        )
        before = after
    return found[::-1]


def register_lines(enrolment_ids: Collection[int]) -> list[LedgerLine]:
    """Return a ledger line for every mark that holds: minutes present of minutes held."""
    last = last_registers()
    rows = db.session.execute(
        select(
            RegisterMark.id,
            RegisterMark.enrolment_id,
            RegisterMark.mark,
            RegisterMark.minutes_present,
            TeachingSession.id.label("class_id"),
            TeachingSession.held_on,
            TeachingSession.minutes,
            TeachingSession.module_key,
            Site.name.label("site"),
        )
        .join(Register, Register.id == RegisterMark.register_id)
        .join(
            last,
            and_(
                last.c.class_id == Register.teaching_session_id,
                last.c.sequence == Register.sequence,
            ),
        )
        .join(TeachingSession, TeachingSession.id == Register.teaching_session_id)
        .outerjoin(Site, Site.id == TeachingSession.site_id)
        .where(RegisterMark.enrolment_id.in_(enrolment_ids))
        .order_by(TeachingSession.held_on, TeachingSession.starts_at, RegisterMark.id)
    )
    return [
        LedgerLine(
            entry=f"register-{row.id}",
            session=f"class-{row.class_id}",
            trainee=row.enrolment_id,
            held_on=row.held_on,
            activity="taught",
            minutes=row.minutes_present,
            planned_minutes=row.minutes,
            attended=row.mark in ATTENDED,
            # A class at a site is held in a room; of one without, nobody said where it was.
            mode=None if row.site is None else "in-room",
            site=row.site,
            state=LineState.SIGNED_OFF,
            module=row.module_key,
        )
        for row in rows
    ]


def class_for(cohort: Cohort, teaching_session_id: int) -> TeachingSession | None:
    """Return a class of `cohort`, which the caller has loaded through the person who asks."""
    return db.session.scalar(
        select(TeachingSession).where(
            TeachingSession.id == teaching_session_id, TeachingSession.cohort_id == cohort.id
        )
    )
