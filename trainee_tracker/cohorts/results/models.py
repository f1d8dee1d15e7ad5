"""The table of what was decided about a trainee beside modules."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.cohorts.results.rules import AMOUNTS, ResultAct, ResultKind
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, choice


def _plausible_amount() -> str:
    """Return the condition that an amount lies within the bounds of its kind."""
    cases = [
        f"WHEN '{kind}' THEN amount BETWEEN {least} AND {most}"
        for kind, (least, most) in AMOUNTS.items()
    ]
    return f"CASE kind {' '.join(cases)} END"


class CourseResult(LedgerRow, ClientMade, Base):
    """What was decided about a trainee beside modules: see `ResultKind` for `subject` and `amount`.

    Of evidence, prior learning and attendance the highest `sequence` stands as the figure so far.
    Every rating of a competence stays until another corrects those of its day: see `ResultAct`.
    """

    __tablename__ = "course_results"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "kind", "subject", "sequence"),
        CheckConstraint(_plausible_amount(), name="plausible_amount"),
        CheckConstraint(
            "NOT is_harmful OR kind = 'competence'", name="harm_is_seen_in_a_competence"
        ),
        CheckConstraint("sequence >= 1", name="numbered_from_one"),
        CheckConstraint("act <> 'corrected' OR kind = 'competence'", name="a_rating_is_corrected"),
        CheckConstraint(
            "act <> 'withdrawn' OR (kind = 'attendance' AND amount = 0)",
            name="attendance_is_withdrawn",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    kind: Mapped[ResultKind] = mapped_column(choice(ResultKind))
    subject: Mapped[str] = mapped_column(String(60))
    amount: Mapped[int]
    is_harmful: Mapped[bool]
    act: Mapped[ResultAct] = mapped_column(choice(ResultAct))
    decided_on: Mapped[date]
    sequence: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
