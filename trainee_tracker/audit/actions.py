"""Appending to the chain: by hand for acts that leave no ledger row, by itself for those that do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, inspect, select, text
from sqlalchemy.orm import Session

from trainee_tracker.append_only import LedgerRow, row_digest, row_values
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.rules import GENESIS, Checkpoint, Happening, chained
from trainee_tracker.canonical import canonical
from trainee_tracker.extensions import begin_writing, db

CHAIN_LOCK = 7_146_001
"""The PostgreSQL advisory lock under which the chain grows; SQLite has one writer anyway."""


def record(
    kind: str,
    *,
    actor_id: int | None,
    at: datetime,
    subject_table: str,
    subject_id: int | None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Append one event that leaves no ledger row, such as a sign-in or a role given.

    `kind` is past tense with its room first, for example "people.role_granted".
    """
    append(
        db.session(),
        [Happening(at, actor_id, kind, subject_table, subject_id, None, canonical(facts or {}))],
    )


def wait_for_turn(session: Session) -> None:
    """Wait until no other transaction writes to a ledger, and let none begin until this one ends.

    Whoever judges what the ledgers say and acts on it asks for this first; otherwise somebody
    could take a sign-off back between the judgement and the act. On SQLite the transaction that
    writes holds the only write lock already.
    """
    begin_writing(session)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def append(session: Session, happenings: Sequence[Happening]) -> None:
    """Append `happenings` to the chain inside the running transaction."""
    wait_for_turn(session)
    connection = session.connection()
    row = connection.execute(
        select(AuditEvent.position, AuditEvent.hash).order_by(AuditEvent.position.desc()).limit(1)
    ).first()
    head = Checkpoint(row.position, row.hash) if row else Checkpoint(0, GENESIS)
    connection.execute(
        insert(AuditEvent),
        [
            {
                "position": link.position,
                "at": link.happening.at,
                "actor_id": link.happening.actor_id,
                "kind": link.happening.kind,
                "subject_table": link.happening.subject_table,
                "subject_id": link.happening.subject_id,
                "row_digest": link.happening.row_digest,
                "facts": link.happening.facts,
                "previous_hash": link.previous_hash,
                "hash": link.hash,
            }
            for link in chained(happenings, head)
        ],
    )


@event.listens_for(Session, "after_flush")
def chain_ledger_rows(session: Session, context: Any) -> None:
    """Append every ledger row of this flush to the chain, so that no room can forget to."""
    rows = sorted(
        (row for row in session.new if isinstance(row, LedgerRow)),
        key=lambda row: (row.__class__.__name__, getattr(row, "id", 0)),
    )
    if rows:
        append(session, [_happening(row) for row in rows])


def _happening(row: LedgerRow) -> Happening:
    values = row_values(row)
    table = str(row.__tablename__)  # type: ignore[attr-defined]
    return Happening(
        at=row.recorded_at,
        actor_id=row.recorded_by_id,
        kind=f"{table}.written",
        subject_table=table,
        subject_id=values["id"],
        row_digest=row_digest(inspect(type(row)).local_table, values),
    )
