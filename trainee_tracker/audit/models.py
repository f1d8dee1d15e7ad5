"""The table of the audit chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trainee_tracker.append_only import AppendOnly
from trainee_tracker.extensions import Base, UtcDateTime


class AuditEvent(AppendOnly, Base):
    """One link of the chain: what happened to what, by whom, and the hash of all before it."""

    __tablename__ = "audit_events"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(60), index=True)
    subject_table: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int | None]
    row_digest: Mapped[str | None] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
