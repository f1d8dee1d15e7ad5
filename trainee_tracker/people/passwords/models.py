"""The table of wrong passwords, by which the next try has to wait; it decides nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Index,
    String,
)
from sqlalchemy.orm import (
    Mapped,
    mapped_column,
)

from trainee_tracker.extensions import Base, UtcDateTime


class PasswordFailure(Base):
    """One wrong password: the account and the network address are kept as SHA-256 only."""

    __tablename__ = "password_failures"
    __table_args__ = (Index("ix_password_failures_address_at", "address_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
