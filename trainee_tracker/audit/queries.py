"""Reading the chain, and comparing the ledger with it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from trainee_tracker.append_only import LedgerRow, row_digest
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.rules import GENESIS, Checkpoint, Happening, Link, chain_faults
from trainee_tracker.extensions import Base, db


def links() -> Iterator[Link]:
    """Yield the whole chain in order of position, as plain values."""
    table = AuditEvent.__table__
    for row in db.session.execute(select(table).order_by(AuditEvent.position)):
        yield Link(
            row.position,
            Happening(
                row.at,
                row.actor_id,
                row.kind,
                row.subject_table,
                row.subject_id,
                row.row_digest,
                row.facts,
            ),
            row.previous_hash,
            row.hash,
        )


def head() -> Checkpoint:
    """Return the last position and hash, to be kept somewhere else as a checkpoint."""
    row = db.session.execute(
        select(AuditEvent.position, AuditEvent.hash).order_by(AuditEvent.position.desc()).limit(1)
    ).first()
    return Checkpoint(row.position, row.hash) if row else Checkpoint(0, GENESIS)


def ledger_faults(checkpoint: Checkpoint | None = None) -> Iterator[str]:
    """Yield one sentence for each fault of the chain, and for each ledger row that left it."""
    yield from chain_faults(links(), checkpoint)
    yield from row_faults()


def row_faults() -> Iterator[str]:
    """Yield one sentence for each ledger row that was changed, removed or slipped in."""
    digests: dict[tuple[str, int], str] = {
        (row.subject_table, row.subject_id): row.row_digest
        for row in db.session.execute(
            select(AuditEvent.subject_table, AuditEvent.subject_id, AuditEvent.row_digest).where(
                AuditEvent.row_digest.is_not(None)
            )
        )
    }
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__name__):
        if not issubclass(mapper.class_, LedgerRow):
            continue
        table = mapper.local_table
        for row in db.session.execute(select(table)):
            key = (str(table.description), row.id)
            expected = digests.pop(key, None)
            if expected is None:
                yield f"Row {row.id} of {key[0]} was never recorded in the audit log."
            elif expected != row_digest(table, dict(row._mapping)):
                yield f"Row {row.id} of {key[0]} was changed after it was written."
    for table_name, row_id in digests:
        yield f"Row {row_id} of {table_name} is missing."
