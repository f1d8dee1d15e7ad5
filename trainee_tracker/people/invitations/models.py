"""The tables of invitations, and of what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    String,
    exists,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    MappedSQLExpression,
    column_property,
    mapped_column,
    relationship,
)

from trainee_tracker.append_only import LedgerRow
from trainee_tracker.extensions import Base, UtcDateTime
from trainee_tracker.people.models import Person


class InvitationRefusal(LedgerRow, Base):
    """That whoever was invited refused, at `recorded_at`."""

    __tablename__ = "invitation_refusals"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), unique=True)


class InvitationUse(LedgerRow, Base):
    """That an invitation was accepted, at `recorded_at`."""

    __tablename__ = "invitation_uses"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), unique=True)


class Invitation(LedgerRow, Base):
    """A single-use link, known only by the SHA-256 of its token, with which a person joins.

    The token follows from `nonce` and a key that the database has not (`links.py`). A later
    invitation of the same person takes its place.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(36))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    used_at: Mapped[datetime | None] = column_property(
        select(InvitationUse.recorded_at)
        .where(InvitationUse.invitation_id == id)
        .correlate_except(InvitationUse)
        .scalar_subquery()
    )
    refused_at: Mapped[datetime | None] = column_property(
        select(InvitationRefusal.recorded_at)
        .where(InvitationRefusal.invitation_id == id)
        .correlate_except(InvitationRefusal)
        .scalar_subquery()
    )

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")


def refused_by(entered: Any) -> MappedSQLExpression[datetime | None]:
    """Return a mapped attribute: when the person whom `entered` refers to refused (UTC), or None.

    Whoever was invited again afterwards has not refused.
    """
    # The table itself, since the classes that refer to it are still being made.
    later = Invitation.__table__.alias()
    return column_property(
        select(InvitationRefusal.recorded_at)
        .join(Invitation, Invitation.id == InvitationRefusal.invitation_id)
        .where(
            Invitation.person_id == entered,
            ~exists().where(later.c.person_id == Invitation.person_id, later.c.id > Invitation.id),
        )
        .correlate_except(InvitationRefusal, Invitation)
        .scalar_subquery()
    )
