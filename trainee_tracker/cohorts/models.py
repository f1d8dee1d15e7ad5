"""The tables of cohorts, enrolments, supervision, classes, registers and results."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, foreign, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import Base, choice
from trainee_tracker.people.invitations.models import refused_by
from trainee_tracker.people.models import Organisation, Person, Site, whoever


class VersionMove(LedgerRow, ClientMade, Base):
    """The act by which a cohort left one published version for another, with the reason.

    Moves of a cohort are numbered from 1; the highest `sequence` stands.
    """

    __tablename__ = "version_moves"
    __table_args__ = (
        UniqueConstraint("cohort_id", "sequence"),
        CheckConstraint("from_version_id <> to_version_id", name="goes_somewhere"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    sequence: Mapped[int]
    from_version_id: Mapped[int] = mapped_column(ForeignKey("course_versions.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("course_versions.id"))
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)


class Cohort(LedgerRow, ClientMade, Base):
    """A group of a network that follows one course version, with the partner that teaches it.

    `organisation` is the network (community side), `partner` the trust (statutory side). It is the
    first row of a stream of its own. It follows `opened_version_id` until it moves.
    """

    __tablename__ = "cohorts"
    __table_args__ = (CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opened_version_id: Mapped[int] = mapped_column(ForeignKey("course_versions.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    course_version_id: Mapped[int] = column_property(
        func.coalesce(
            select(VersionMove.to_version_id)
            .where(VersionMove.cohort_id == id)
            .order_by(VersionMove.sequence.desc())
            .limit(1)
            .correlate_except(VersionMove)
            .scalar_subquery(),
            opened_version_id,
        )
    )

    version: Mapped[CourseVersion] = relationship(
        primaryjoin=lambda: Cohort.course_version_id == foreign(CourseVersion.id),
        viewonly=True,
        uselist=False,
        lazy="joined",
    )
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="joined")
    partner: Mapped[Organisation] = relationship(foreign_keys=[partner_id], lazy="joined")


class CohortSite(LedgerRow, Base):
    """A site where a cohort meets families or holds classes."""

    __tablename__ = "cohort_sites"
    __table_args__ = (UniqueConstraint("cohort_id", "site_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))

    site: Mapped[Site] = relationship(lazy="joined")


class Enrolment(LedgerRow, ClientMade, Base):
    """A trainee's place in a cohort from `enrolled_on`.

    It is of whoever was entered: `person_id` is who they are, and `refused_at` (UTC) when they
    refused it, if they did.
    """

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("cohort_id", "entered_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    entered_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    enrolled_on: Mapped[date]

    person_id: Mapped[int] = whoever(entered_id)
    refused_at: Mapped[datetime | None] = refused_by(entered_id)

    cohort: Mapped[Cohort] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(
        primaryjoin=lambda: Enrolment.person_id == foreign(Person.id),
        viewonly=True,
        uselist=False,
        lazy="joined",
    )


class Supervision(LedgerRow, ClientMade, Base):
    """A supervisor approved for a cohort, from a date and, where known, until one (inclusive).

    It is of whoever was entered: `supervisor_id` is who they are.
    """

    __tablename__ = "supervisions"
    __table_args__ = (UniqueConstraint("cohort_id", "entered_id", "approved_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    entered_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    approved_from: Mapped[date]
    approved_until: Mapped[date | None]

    supervisor_id: Mapped[int] = whoever(entered_id)

    cohort: Mapped[Cohort] = relationship(lazy="joined")
    supervisor: Mapped[Person] = relationship(
        primaryjoin=lambda: Supervision.supervisor_id == foreign(Person.id),
        viewonly=True,
        uselist=False,
        lazy="joined",
    )


class TeachingSession(LedgerRow, Base):
    """One class of the timetable: a date, a start time ("18:30"), its length in minutes."""

    __tablename__ = "teaching_sessions"
    __table_args__ = (
        UniqueConstraint("cohort_id", "held_on", "starts_at"),
        CheckConstraint("minutes > 0 AND minutes <= 720", name="plausible_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    held_on: Mapped[date]
    starts_at: Mapped[str] = mapped_column(String(5))
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    module_key: Mapped[str | None] = mapped_column(String(60))

    cohort: Mapped[Cohort] = relationship(lazy="joined")


class Register(LedgerRow, ClientMade, Base):
    """One taking of a class's register; a later one, numbered higher, stands in its place.

    `reason` says why it does; it is "" in the first one.
    """

    __tablename__ = "registers"
    __table_args__ = (UniqueConstraint("teaching_session_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teaching_session_id: Mapped[int] = mapped_column(ForeignKey("teaching_sessions.id"))
    sequence: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)

    marks: Mapped[list[RegisterMark]] = relationship(lazy="selectin")


class RegisterMark(LedgerRow, Base):
    """What one taking of a register says of one trainee; `minutes_present` is what they attended."""

    __tablename__ = "register_marks"
    __table_args__ = (
        UniqueConstraint("register_id", "enrolment_id"),
        CheckConstraint("minutes_present >= 0 AND minutes_late >= 0", name="no_negative_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("registers.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    minutes_late: Mapped[int]
    minutes_present: Mapped[int]


class ModuleResult(LedgerRow, ClientMade, Base):
    """A decision about one trainee and one module; the highest `sequence` stands.

    `reason` says why it takes the place of the one before; it is "" in the first one.
    """

    __tablename__ = "module_results"
    __table_args__ = (UniqueConstraint("enrolment_id", "module_key", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    module_key: Mapped[str] = mapped_column(String(60))
    sequence: Mapped[int]
    outcome: Mapped[ModuleOutcome] = mapped_column(choice(ModuleOutcome))
    decided_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
