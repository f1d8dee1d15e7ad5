"""The tables of courses, drafts and published versions."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.extensions import Base
from trainee_tracker.people.models import Organisation


class CourseDraft(Base):
    """The terms being drafted for a course's next version: they decide nothing until published.

    `terms` is the JSON of `accreditation.terms`.
    """

    __tablename__ = "course_drafts"

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    terms: Mapped[str] = mapped_column(Text)


class Course(LedgerRow, ClientMade, Base):
    """A course of an organisation, with a draft for its next version.

    `preset` names the preset it began from, `adapted_from_id` the version of another
    organisation's course from which it was adapted. Its title is that of its draft.
    """

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    preset: Mapped[str] = mapped_column(String(60))
    adapted_from_id: Mapped[int | None] = mapped_column(
        # Versions refer to courses and courses to versions: this says which comes afterwards.
        ForeignKey("course_versions.id", use_alter=True)
    )

    title: Mapped[str] = column_property(
        select(CourseDraft.title)
        .where(CourseDraft.course_id == id)
        .correlate_except(CourseDraft)
        .scalar_subquery()
    )

    draft: Mapped[CourseDraft] = relationship(uselist=False, lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    versions: Mapped[list[CourseVersion]] = relationship(
        back_populates="course",
        order_by="CourseVersion.number",
        foreign_keys="CourseVersion.course_id",
    )


class CourseVersion(LedgerRow, Base):
    """A published version: its terms never change, so that whoever joined under them keeps them.

    `terms` is the canonical JSON of `accreditation.terms`, `terms_digest` its SHA-256.
    """

    __tablename__ = "course_versions"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    terms: Mapped[str] = mapped_column(Text)
    terms_digest: Mapped[str] = mapped_column(String(64))

    course: Mapped[Course] = relationship(
        back_populates="versions", foreign_keys=[course_id], lazy="joined"
    )
