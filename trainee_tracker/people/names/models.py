"""The tables of requests to be named otherwise, and of what was decided about them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, choice
from trainee_tracker.people.models import Person, PersonName
from trainee_tracker.people.names.rules import NameOutcome, Naming


class NameRequest(LedgerRow, ClientMade, Base):
    """How a person asks to be named, in place of the `PersonName` that stood when they asked.

    The highest `sequence` of a person takes the place of those before it. Nothing carries these
    values until somebody else has confirmed them.
    """

    __tablename__ = "name_requests"
    __table_args__ = (UniqueConstraint("person_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sequence: Mapped[int]
    replaces_id: Mapped[int] = mapped_column(ForeignKey("person_names.id"))
    full_name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    other_name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    other_language: Mapped[str] = mapped_column(String(12), default="", info=PERSONAL)
    registration: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    replaces: Mapped[PersonName] = relationship(lazy="joined")
    decision: Mapped[NameDecision | None] = relationship(
        back_populates="asked", uselist=False, lazy="joined"
    )

    @property
    def naming(self) -> Naming:
        """What is asked for."""
        return naming_of(self)


class NameDecision(LedgerRow, ClientMade, Base):
    """What became of a request, decided once: confirmed, declined with a reason, or withdrawn.

    `became_id` is the name that a confirmation gave. Without `recorded_by_id` the server decided.
    """

    __tablename__ = "name_decisions"
    __table_args__ = (
        CheckConstraint(
            "(outcome = 'confirmed') = (became_id IS NOT NULL)", name="confirmed_gives_a_name"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("name_requests.id"), unique=True)
    outcome: Mapped[NameOutcome] = mapped_column(choice(NameOutcome))
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    became_id: Mapped[int | None] = mapped_column(ForeignKey("person_names.id"), unique=True)

    asked: Mapped[NameRequest] = relationship(back_populates="decision", lazy="raise_on_sql")
    actor: Mapped[Person | None] = relationship(
        foreign_keys="NameDecision.recorded_by_id", lazy="joined", viewonly=True
    )


def naming_of(row: NameRequest | PersonName) -> Naming:
    """Return the plain values of a name that stands or is asked for."""
    return Naming(row.full_name, row.other_name, row.other_language, row.registration)
