"""The tables of governance items, records and their numbered events."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, choice
from trainee_tracker.governance.items import Level, definition_of, title_of
from trainee_tracker.governance.rules import (
    GovernanceAction,
    RecordFacts,
    Situation,
    Step,
    situation_of,
)
from trainee_tracker.governance.standing import KnownRecord
from trainee_tracker.messages import Message
from trainee_tracker.people.models import Organisation, Person, whoever
from trainee_tracker.people.rules import Side
from trainee_tracker.signatures.models import Signature


class GovernanceItem(LedgerRow, Base):
    """Something a network and its partner trust check of each person, such as a DBS outcome.

    `months_valid` is the usual review period; `evidence` says the least that is kept.
    """

    __tablename__ = "governance_items"
    __table_args__ = (UniqueConstraint("organisation_id", "partner_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    level: Mapped[Level] = mapped_column(choice(Level))
    months_valid: Mapped[int]
    evidence: Mapped[str] = mapped_column(Text)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="joined")
    partner: Mapped[Organisation] = relationship(foreign_keys=[partner_id], lazy="joined")

    @property
    def words(self) -> Message | str:
        """What it is called, in our words or in those of the course that asks for it."""
        return title_of(self.key, self.title)


class GovernanceRecord(LedgerRow, ClientMade, Base):
    """What was found for one person on one item: valid from and to are civil dates, inclusive.

    Only the outcome and the least evidence are kept, never a certificate or its content.
    `entered_id` is who was entered, `subject_id` who that is. `outcome` is a key of the item's
    outcomes; whether it clears is kept beside it, so that what both sides signed means the same
    after the list of outcomes has changed.
    """

    __tablename__ = "governance_records"
    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("governance_items.id"), index=True)
    entered_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(60))
    is_clear: Mapped[bool]
    evidence: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    seen_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    valid_from: Mapped[date]
    valid_to: Mapped[date]

    subject_id: Mapped[int] = whoever(entered_id)

    item: Mapped[GovernanceItem] = relationship(lazy="joined")
    subject: Mapped[Person] = relationship(
        primaryjoin=lambda: GovernanceRecord.subject_id == foreign(Person.id),
        viewonly=True,
        uselist=False,
        lazy="joined",
    )
    events: Mapped[list[GovernanceEvent]] = relationship(
        back_populates="record", order_by="GovernanceEvent.sequence", lazy="selectin"
    )

    @property
    def facts(self) -> RecordFacts:
        """What the rules ask for of what both sides sign."""
        return RecordFacts(self.subject_id, self.is_clear, self.valid_from, self.valid_to, self.id)

    @property
    def situation(self) -> Situation:
        """What its events amount to."""
        return situation_of(self.facts, [event.step for event in self.events])

    @property
    def known(self) -> KnownRecord:
        """The record as the rules of an item's standing want it."""
        return KnownRecord(self.id, self.facts, self.situation)

    @property
    def outcome_title(self) -> Message | str:
        """The outcome in words; its key where no item has it any more."""
        found = definition_of(self.item.key, self.item.title).outcome(self.outcome)
        return found.title if found else self.outcome


class GovernanceEvent(LedgerRow, ClientMade, Base):
    """One step of a record, numbered from 1: proposed, signed by a side, suspended, lifted.

    `effective_on` is the civil date from which a suspension holds or a lift ends it.
    """

    __tablename__ = "governance_events"
    __table_args__ = (UniqueConstraint("record_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("governance_records.id"))
    sequence: Mapped[int]
    action: Mapped[GovernanceAction] = mapped_column(choice(GovernanceAction))
    side: Mapped[Side | None] = mapped_column(choice(Side))
    effective_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id"), index=True)

    record: Mapped[GovernanceRecord] = relationship(back_populates="events", lazy="raise_on_sql")
    signature: Mapped[Signature | None] = relationship(lazy="joined")
    actor: Mapped[Person] = relationship(
        foreign_keys="GovernanceEvent.recorded_by_id", lazy="joined", viewonly=True
    )

    @property
    def step(self) -> Step:
        """The event as the rules see it."""
        return Step(self.sequence, self.action, self.recorded_by_id, self.side, self.effective_on)
