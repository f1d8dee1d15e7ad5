"""The tables of the streams, of their chained events, and of the seals over all of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from trainee_tracker.append_only import AppendOnly, LedgerRow
from trainee_tracker.audit.rules import GENESIS, StreamKind
from trainee_tracker.extensions import Base, UtcDateTime, choice


class Stream(LedgerRow, Base):
    """A chain of its own: that of the installation, of one organisation or of one cohort.

    Ids are 1, 2, 3 without a gap, and the row is chained in the installation's stream: so a stream
    that was dropped leaves a hole. `owner_id` is the id of the organisation or cohort, 0 for the
    installation.
    """

    __tablename__ = "streams"
    __table_args__ = (UniqueConstraint("kind", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[StreamKind] = mapped_column(choice(StreamKind))
    owner_id: Mapped[int]


class AuditEvent(AppendOnly, Base):
    """One link of a stream's chain: what happened to what, by whom, and the hash of all before it.

    `format` says how the hash is made, `act_id` (a UUID) which events were one act, `row_digest`
    is that of the ledger row written, `mark` stands on the last event of an act in a stream.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        CheckConstraint("position > 0", name="counted_from_one"),
        Index(
            "uq_audit_events_row",
            "subject_table",
            "subject_id",
            unique=True,
            sqlite_where=text("row_digest IS NOT NULL"),
            postgresql_where=text("row_digest IS NOT NULL"),
        ),
    )

    stream_id: Mapped[int] = mapped_column(ForeignKey("streams.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    format: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    act_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(60))
    subject_table: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int | None]
    row_digest: Mapped[str | None] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32))
    facts: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    mark: Mapped[str | None] = mapped_column(String(80))


class Seal(LedgerRow, Base):
    """All streams at one moment under one root (hex), signed with the ledger's key.

    A seal kept elsewhere shows what was cut off or written anew since.
    """

    __tablename__ = "seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    streams: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    # Unique, so that of two checkpoints made at once only one follows from the one before.
    previous_root: Mapped[str] = mapped_column(String(64), unique=True)
    signature: Mapped[str] = mapped_column(String(80))


class SealHead(AppendOnly, Base):
    """One stream in a seal, written only where it grew since the seal before.

    `peaks` is JSON of the frontier of its tree (hex), from which the next seal goes on.
    """

    __tablename__ = "seal_heads"

    seal_id: Mapped[int] = mapped_column(ForeignKey("seals.id"), primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey("streams.id"), primary_key=True)
    size: Mapped[int]
    head_hash: Mapped[str] = mapped_column(String(64))
    root: Mapped[str] = mapped_column(String(64))
    peaks: Mapped[str] = mapped_column(Text)


FOLLOWS_TRIGGER = "audit_events_follows"

FOLLOWS = {
    "sqlite": (
        f"CREATE TRIGGER {FOLLOWS_TRIGGER} BEFORE INSERT ON audit_events "
        f"WHEN (NEW.position = 1 AND NEW.previous_hash <> '{GENESIS}') "
        "OR (NEW.position > 1 AND NOT EXISTS (SELECT 1 FROM audit_events AS before "
        "WHERE before.stream_id = NEW.stream_id AND before.position = NEW.position - 1 "
        "AND before.hash = NEW.previous_hash)) "
        "BEGIN SELECT RAISE(ABORT, 'audit_events is append-only: not the next event'); END"
    ),
    "postgresql": (
        f"CREATE TRIGGER {FOLLOWS_TRIGGER} BEFORE INSERT ON audit_events "
        "FOR EACH ROW EXECUTE FUNCTION refuse_what_does_not_follow()"
    ),
}
"""The trigger that lets only the next event of a stream in, by dialect."""

FOLLOWS_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_what_does_not_follow() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN IF (NEW.position = 1 AND NEW.previous_hash <> '{GENESIS}') "
    "OR (NEW.position > 1 AND NOT EXISTS (SELECT 1 FROM audit_events AS before "
    "WHERE before.stream_id = NEW.stream_id AND before.position = NEW.position - 1 "
    "AND before.hash = NEW.previous_hash)) "
    "THEN RAISE EXCEPTION 'audit_events is append-only: not the next event'; END IF; "
    "RETURN NEW; END $$"
)
"""The PostgreSQL function behind that trigger."""
