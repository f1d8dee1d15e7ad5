"""Sealing: all streams of one moment under one signed root, without holding anybody up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, column, func, select

from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.audit import merkle, raw_rows
from trainee_tracker.audit.models import AuditEvent, Seal, SealHead, Stream
from trainee_tracker.audit.rules import (
    GENESIS,
    INSTALLATION,
    SealedStream,
    seal_root,
    signature_of,
)
from trainee_tracker.audit.verifying import keys_of, snapshot
from trainee_tracker.canonical import canonical
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.refusals import Impossible, Stale


@dataclass(frozen=True)
class Grown:
    """A stream at the moment of a seal, and the frontier of its tree."""

    sealed: SealedStream
    peaks: tuple[bytes, ...]
    has_grown: bool


def seal(*, at: datetime) -> Seal:
    """Seal what every stream holds now; the caller commits.

    One snapshot of the database holds a beginning of each stream, so nobody waits for this; only
    what came since the last seal is read. Raises Impossible while there is nothing to seal, Stale
    when somebody else makes a seal at the same moment.
    """
    with snapshot() as connection:
        grown = [_grown(connection, row) for row in _streams(connection)]
        key = keys_of(connection)[0]
        previous = connection.scalar(select(Seal.root).order_by(Seal.id.desc()).limit(1))
    if not grown:
        raise Impossible(say("Nothing has happened here yet, so there is nothing to seal."))
    root, previous = seal_root(each.sealed for each in grown), previous or GENESIS
    made = Seal(
        streams=len(grown),
        root=root,
        previous_root=previous,
        signature=signature_of(key, root, previous, at.isoformat(timespec="microseconds")),
        stream_id=INSTALLATION,
        recorded_at=at,
        recorded_by_id=None,
    )
    with refuse_if_taken(Stale(say("Somebody else is making a checkpoint just now. Try again."))):
        db.session.add(made)
    db.session.add_all(
        SealHead(
            seal_id=made.id,
            stream_id=each.sealed.stream_id,
            size=each.sealed.size,
            head_hash=each.sealed.head,
            root=each.sealed.root,
            peaks=canonical([peak.hex() for peak in each.peaks]),
        )
        for each in grown
        if each.has_grown
    )
    db.session.flush()
    return made


def sealed_streams(seal_id: int) -> list[SealedStream]:
    """Return every stream as a seal holds it, in order of the streams."""
    newest = (
        select(SealHead.stream_id, func.max(SealHead.seal_id).label("seal_id"))
        .where(SealHead.seal_id <= seal_id)
        .group_by(SealHead.stream_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Stream.id,
            Stream.kind,
            Stream.owner_id,
            SealHead.size,
            SealHead.root,
            SealHead.head_hash,
        )
        .join(newest, newest.c.stream_id == Stream.id)
        .join(
            SealHead,
            (SealHead.stream_id == Stream.id) & (SealHead.seal_id == newest.c.seal_id),
        )
        .order_by(Stream.id)
    )
    return [SealedStream(row[0], row[1].value, *row[2:]) for row in rows]


def _streams(connection: Connection) -> Iterable[Mapping[str, Any]]:
    return list(raw_rows.rows_of(connection, Stream.__table__, order=["id"]))  # type: ignore[arg-type]


def _grown(connection: Connection, stream: Mapping[str, Any]) -> Grown:
    """Go on from the last seal's frontier of a stream to its end."""
    last = connection.execute(
        select(SealHead.size, SealHead.head_hash, SealHead.peaks)
        .where(SealHead.stream_id == stream["id"])
        .order_by(SealHead.seal_id.desc())
        .limit(1)
    ).first()
    size, head = (last.size, last.head_hash) if last else (0, GENESIS)
    peaks = [bytes.fromhex(each) for each in json.loads(last.peaks)] if last else []
    tree = merkle.Frontier(size, peaks)
    for (link,) in raw_rows.plain_rows(
        connection,
        AuditEvent.__tablename__,
        ["hash"],
        column("stream_id") == stream["id"],
        column("position") > size,
        order=["position"],
    ):
        tree.append(merkle.leaf_hash(bytes.fromhex(link)))
        head = link
    sealed = SealedStream(
        stream["id"], stream["kind"], stream["owner_id"], tree.size, tree.root().hex(), head
    )
    return Grown(sealed, tuple(tree.peaks), has_grown=last is None or tree.size > size)
