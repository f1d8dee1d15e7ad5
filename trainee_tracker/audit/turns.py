"""Taking turns: the locks of streams, and reading where they end.

An act takes all its locks at once, in ascending order of the streams, after everything slow is
done: so no two acts wait for each other in a circle, and nobody waits for somebody who judges.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Connection, Select, func, select, text
from sqlalchemy.orm import Session, aliased

from trainee_tracker.audit.models import AuditEvent, Stream
from trainee_tracker.audit.rules import Head
from trainee_tracker.extensions import begin_writing

Columns = TypeVarTuple("Columns")

LOCK_SPACE = 7_146
"""The space of PostgreSQL's advisory locks that holds one lock for each stream."""

TURN = "audit.turn"
"""The key in `Session.info` of the turn that the transaction in hand has taken."""


class TurnError(RuntimeError):
    """Code asked for the locks of streams in a way that could lose them or block others for ever."""


@dataclass(frozen=True)
class Turn:
    """The streams that a transaction holds: alone, or together with others that only read them."""

    exclusive: frozenset[int]
    shared: frozenset[int]


def take(session: Session, exclusive: Collection[int], shared: Collection[int] = ()) -> Turn:
    """Wait for the locks of these streams, all in one go, and hold them until the transaction ends.

    `exclusive` are those to which something is appended, `shared` those that were only read. On
    SQLite the one write lock stands for all of them.

    Raises TurnError when the transaction holds a turn already, or when it is inside a savepoint,
    whose end would let the locks go.
    """
    if TURN in session.info:
        raise TurnError("A transaction takes its turn once, with all the streams that it needs.")
    if session.in_nested_transaction():
        raise TurnError("No turn is taken inside a savepoint: rolling it back would end the turn.")
    turn = Turn(frozenset(exclusive), frozenset(shared) - frozenset(exclusive))
    begin_writing(session)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        calls = [
            f"pg_advisory_xact_lock{'' if each in turn.exclusive else '_shared'}"
            f"({LOCK_SPACE}, {int(each)})"
            for each in sorted(turn.exclusive | turn.shared)
        ]
        # A list of calls is evaluated from the first to the last.
        if calls:
            connection.execute(text(f"SELECT {', '.join(calls)}"))
    session.info[TURN] = turn
    return turn


def heads_of(session: Session, stream_ids: Collection[int]) -> Mapping[int, Head]:
    """Return where each of these streams ends; a stream without events has an empty head."""
    columns = (AuditEvent.stream_id, AuditEvent.position, AuditEvent.hash, AuditEvent.at)
    ends = _at_the_ends(select(*columns)).where(Stream.id.in_(stream_ids))
    rows = session.connection().execute(ends)
    found = {row.stream_id: Head(row.position, row.hash, row.at) for row in rows}
    return {each: found.get(each, Head()) for each in stream_ids}


def newest_event_at(connection: Connection) -> datetime | None:
    """Return the instant of the newest event of any stream, or None before the first."""
    newest: datetime | None = connection.scalar(_at_the_ends(select(func.max(AuditEvent.at))))
    return newest


def _at_the_ends(statement: Select[*Columns]) -> Select[*Columns]:
    """Let a statement over events see only the last one of each stream."""
    inner = aliased(AuditEvent)
    last = (
        select(func.max(inner.position))
        .where(inner.stream_id == Stream.id)
        .correlate(Stream)
        .scalar_subquery()
    )
    is_last = (AuditEvent.stream_id == Stream.id) & (AuditEvent.position == last)
    return statement.select_from(Stream).join(AuditEvent, is_last)
