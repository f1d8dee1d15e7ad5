"""The tables of requests to agree to terms with fewer checks, and of their answers."""

from __future__ import annotations

import json

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.cohorts.agreements.rules import Answer, TermsState, state_of
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import Base, choice
from trainee_tracker.kept_messages import message_from_plain
from trainee_tracker.messages import Message
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.rules import Side
from trainee_tracker.signatures.models import Signature


class TermsRequest(LedgerRow, ClientMade, Base):
    """A training lead asks both sides of a partnership to agree to a version with fewer checks.

    `looser` is the canonical JSON of the messages that say in what it is looser, as they were then.
    Requests for one version and partnership are numbered from 1.
    """

    __tablename__ = "terms_requests"
    __table_args__ = (UniqueConstraint("version_id", "organisation_id", "partner_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_versions.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    sequence: Mapped[int]
    looser: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)

    version: Mapped[CourseVersion] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="joined")
    partner: Mapped[Organisation] = relationship(foreign_keys=[partner_id], lazy="joined")
    asker: Mapped[Person] = relationship(
        foreign_keys="TermsRequest.recorded_by_id", lazy="joined", viewonly=True
    )
    agreements: Mapped[list[TermsAgreement]] = relationship(
        back_populates="terms_request", order_by="TermsAgreement.id", lazy="selectin"
    )

    @property
    def sentences(self) -> tuple[Message, ...]:
        """In what the version asks for fewer checks."""
        return tuple(map(message_from_plain, json.loads(self.looser)))

    @property
    def answers(self) -> list[Answer]:
        """What was answered, as the rules want it."""
        return [each.answer for each in self.agreements]

    @property
    def state(self) -> TermsState:
        """What has become of it."""
        return state_of(self.answers)

    @property
    def declined_because(self) -> str:
        """Why a side declined, if one did."""
        return next((each.reason for each in self.agreements if not each.is_agreed), "")

    def organisation_on(self, side: Side) -> Organisation:
        """Return which of the two stands on a side."""
        return self.organisation if side is Side.COMMUNITY else self.partner


class TermsAgreement(LedgerRow, ClientMade, Base):
    """The answer of one side: agreed under a signature, or declined with a reason."""

    __tablename__ = "terms_agreements"
    __table_args__ = (
        UniqueConstraint("terms_request_id", "side"),
        # Two people have to agree, whatever roles one of them holds.
        UniqueConstraint("terms_request_id", "recorded_by_id"),
        CheckConstraint("is_agreed = (signature_id IS NOT NULL)", name="agreed_under_a_signature"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    terms_request_id: Mapped[int] = mapped_column(ForeignKey("terms_requests.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    is_agreed: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id"), index=True)

    terms_request: Mapped[TermsRequest] = relationship(
        back_populates="agreements", lazy="raise_on_sql"
    )
    signature: Mapped[Signature | None] = relationship(lazy="joined")
    actor: Mapped[Person] = relationship(
        foreign_keys="TermsAgreement.recorded_by_id", lazy="joined", viewonly=True
    )

    @property
    def answer(self) -> Answer:
        """It as the rules want it."""
        return Answer(self.side, self.is_agreed, self.recorded_by_id)
