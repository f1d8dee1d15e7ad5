"""The tables of the hours ledger: case codes, logged sessions, entries and their events."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, choice
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.sessions.rules import (
    LARGEST_GROUP,
    MOST_MINUTES,
    PROBLEM_LENGTH,
    Mode,
    Observed,
    RoleInSession,
    SessionFormat,
)
from trainee_tracker.people.models import Person, Site, whoever
from trainee_tracker.signatures.models import Signature


class CaseCode(LedgerRow, ClientMade, Base):
    """A random code, such as F-7K2Q, that stands for a family without pointing to it."""

    __tablename__ = "case_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    opened_by_enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    format: Mapped[SessionFormat] = mapped_column(choice(SessionFormat))


class LoggedSession(LedgerRow, Base):
    """What happened once, whoever took part: minutes are whole, `held_on` is the civil date.

    `present` counts the supervisees in a supervision group; `is_attended` is false when the
    family did not come, and then `minutes` is 0. A correction says it again in a new row whose
    `corrects_id` names the first one, so that a session told twice is still counted once.
    `problem` is the type of problem in the course's own word, `observed` how somebody else saw
    the session; both are kept only where the course asks for them. `entered_id` is the supervisor as
    entered when the session was logged, `supervisor_id` who that is.
    """

    __tablename__ = "logged_sessions"
    __table_args__ = (
        CheckConstraint(f"minutes >= 0 AND minutes <= {MOST_MINUTES}", name="plausible_length"),
        CheckConstraint(f"present >= 1 AND present <= {LARGEST_GROUP}", name="plausible_group"),
        CheckConstraint("minutes > 0 OR NOT is_attended", name="attended_takes_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    activity: Mapped[str] = mapped_column(String(60))
    held_on: Mapped[date]
    minutes: Mapped[int]
    format: Mapped[SessionFormat | None] = mapped_column(choice(SessionFormat))
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    entered_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    case_code_id: Mapped[int | None] = mapped_column(ForeignKey("case_codes.id"), index=True)
    present: Mapped[int]
    is_attended: Mapped[bool]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("logged_sessions.id"), index=True)
    problem: Mapped[str | None] = mapped_column(String(PROBLEM_LENGTH))
    observed: Mapped[Observed | None] = mapped_column(choice(Observed))

    supervisor_id: Mapped[int] = whoever(entered_id)

    cohort: Mapped[Cohort] = relationship(lazy="joined")
    site: Mapped[Site | None] = relationship(lazy="joined")
    supervisor: Mapped[Person] = relationship(
        primaryjoin=lambda: LoggedSession.supervisor_id == foreign(Person.id),
        viewonly=True,
        uselist=False,
        lazy="joined",
    )
    case_code: Mapped[CaseCode | None] = relationship(lazy="joined")


class HoursEntry(LedgerRow, ClientMade, Base):
    """One enrolment's part in a logged session; a correction is a new entry that supersedes."""

    __tablename__ = "hours_entries"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id"),
        CheckConstraint(f"minutes >= 0 AND minutes <= {MOST_MINUTES}", name="plausible_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("logged_sessions.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    role: Mapped[RoleInSession | None] = mapped_column(choice(RoleInSession))
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("hours_entries.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)

    session: Mapped[LoggedSession] = relationship(lazy="joined")
    enrolment: Mapped[Enrolment] = relationship(lazy="joined")
    events: Mapped[list[HoursEvent]] = relationship(
        back_populates="entry", order_by="HoursEvent.sequence", lazy="raise_on_sql"
    )


class HoursEvent(LedgerRow, Base):
    """One step of an entry, numbered from 1; the state is computed from all steps."""

    __tablename__ = "hours_events"
    __table_args__ = (
        UniqueConstraint("entry_id", "sequence"),
        Index("ix_hours_events_action", "action"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entries.id"))
    sequence: Mapped[int]
    action: Mapped[HoursAction] = mapped_column(choice(HoursAction))
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id"), index=True)

    entry: Mapped[HoursEntry] = relationship(back_populates="events", lazy="raise_on_sql")
    signature: Mapped[Signature | None] = relationship(lazy="joined")
    actor: Mapped[Person] = relationship(
        foreign_keys="HoursEvent.recorded_by_id", lazy="joined", viewonly=True
    )
