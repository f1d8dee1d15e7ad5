"""Comparing what the database holds with its chains: each fault is one sentence, whatever it is.

It only reads, in one snapshot, and keeps nothing but where it is: so a ledger of any size takes the
same memory, and writers are not kept waiting.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, column, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from trainee_tracker.audit import merkle, raw_rows
from trainee_tracker.audit.guards import database_faults, faults_of_structure
from trainee_tracker.audit.models import AuditEvent, SealHead, Stream
from trainee_tracker.audit.rows import comes_before, row_faults
from trainee_tracker.audit.rules import (
    ACROSS,
    GENESIS,
    ONWARD,
    KnownState,
    Link,
    SealedStream,
    StreamCheck,
    StreamKind,
    Verified,
    key_name,
    seal_root,
    signature_of,
)
from trainee_tracker.extensions import Base, db, is_reading
from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.reach import OutOfReach


def readable(part: Iterator[Message]) -> Iterator[Message]:
    """Yield the sentences of a part, and one more where something in it cannot be read at all.

    Whatever somebody altered must end in a sentence, so every error becomes one, but for a database
    that is out of reach.
    """
    try:
        yield from part
    except OutOfReach:
        # Nothing was altered: there is nothing to read at all.
        raise
    except Exception as error:
        # The driver's own message names no value, only what the database met.
        met = error.orig if isinstance(error, DBAPIError) else type(error).__name__
        yield say("The database cannot be read any further here: {met}.", met=verbatim(met))


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Yield a connection that reads one moment of the database and cannot write."""
    reading = is_reading.set(True)
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with raw_rows.lenient_text(connection):
                yield connection
    finally:
        is_reading.reset(reading)


def ledger_faults(
    connection: Connection, kept: Sequence[SealedStream] = (), *, verified: Verified | None = None
) -> Iterator[Message]:
    """Yield one sentence for everything that is not as it was written.

    `kept` are the streams of a checkpoint that was kept elsewhere. What was read is counted in
    `verified`.
    """
    told = verified or Verified()
    missing = set(Base.metadata.tables) - set(inspect(connection).get_table_names())
    if missing:
        yield from (
            say("The table {name} is missing.", name=verbatim(name)) for name in sorted(missing)
        )
        return
    parts = (
        database_faults(connection),
        faults_of_structure(connection),
        stream_faults(connection, kept, told),
        row_faults(connection, told),
        seal_faults(connection),
    )
    for part in parts:
        yield from readable(part)


def stream_faults(
    connection: Connection, kept: Sequence[SealedStream], told: Verified
) -> Iterator[Message]:
    """Yield what is wrong with the streams: one missing, shortened, reordered or altered."""
    streams: Table = Stream.__table__  # type: ignore[assignment]
    known = list(raw_rows.rows_of(connection, streams, order=["id"]))
    names = {row["id"]: _stream_name(row) for row in known}
    for expected, row in enumerate(known, start=1):
        if row["id"] != expected:
            yield say(
                "Stream {stream} is missing: the next one found is {found}.",
                stream=verbatim(expected),
                found=verbatim(row["id"]),
            )
            break
    for (stray,) in raw_rows.plain_rows(
        connection, AuditEvent.__tablename__, ["stream_id"], distinct=True
    ):
        if stray not in names:
            yield say(
                "There are events of a stream {stream}, which was never opened.",
                stream=verbatim(stray),
            )
    elsewhere: dict[int, list[SealedStream]] = defaultdict(list)
    for each in kept:
        elsewhere[each.stream_id].append(each)
        if each.stream_id not in names:
            yield say(
                "Stream {stream} of the checkpoint is missing.",
                stream=verbatim(each.stream_id),
            )
    for stream_id, name in names.items():
        check = StreamCheck(
            name, keys_of(connection), _passages(connection, stream_id, elsewhere[stream_id])
        )
        for link in raw_rows.links_of(connection, stream_id):
            yield from check.faults(link)
            yield from _crossing_faults(connection, name, link)
            told.events += 1
        yield from check.end()
        told.clocks += check.clocks
        told.streams += 1


def keys_of(connection: Connection) -> tuple[bytes, ...]:
    """Return the keys with which events and seals may be marked."""
    keys: tuple[bytes, ...] = connection.get_execution_options()["ledger_keys"]
    return keys


def _stream_name(row: Mapping[str, Any]) -> Message:
    owner = verbatim(row["owner_id"])
    match row["kind"]:
        case StreamKind.INSTALLATION:
            return say("The installation’s stream")
        case StreamKind.ORGANISATION:
            return say("The stream of organisation {owner}", owner=owner)
        case StreamKind.COHORT:
            return say("The stream of cohort {owner}", owner=owner)
    return say("The stream of {kind} {owner}", kind=verbatim(row["kind"]), owner=owner)


def _passages(
    connection: Connection, stream_id: int, kept: Sequence[SealedStream]
) -> dict[int, list[KnownState]]:
    found: dict[int, list[KnownState]] = defaultdict(list)
    for each in kept:
        if each.size:
            found[each.size].append(KnownState(say("the checkpoint"), each.head, each.root))
    for seal_id, size, head, root in raw_rows.plain_rows(
        connection,
        SealHead.__tablename__,
        ["seal_id", "size", "head_hash", "root"],
        column("stream_id") == stream_id,
        order=["seal_id"],
    ):
        # A size that is no number any more is a fault of the seal, which is said with the seals.
        if isinstance(size, int):
            found[size].append(KnownState(say("seal {seal}", seal=verbatim(seal_id)), head, root))
    return found


def _crossing_faults(connection: Connection, name: Message, link: Link) -> Iterator[Message]:
    """Yield a sentence where an act goes on in another stream and is not found there."""
    if link.happening.facts == "{}":
        return
    try:
        facts = json.loads(link.happening.facts)
        places = [tuple(each) for each in facts.get(ACROSS, [])]
        if ONWARD in facts:
            places.append((*facts[ONWARD], None))
        for stream_id, position, expected in places:
            found = list(
                raw_rows.plain_rows(
                    connection,
                    AuditEvent.__tablename__,
                    ["act_id", "hash"],
                    column("stream_id") == stream_id,
                    column("position") == position,
                )
            )
            if not found or found[0][0] != link.act_id or expected not in (None, found[0][1]):
                yield (
                    say(
                        "{name}: the act of event {position} goes on in stream {stream}, where its"
                        " event {other} is missing.",
                        name=name,
                        position=verbatim(link.position),
                        stream=verbatim(stream_id),
                        other=verbatim(position),
                    )
                )
    except (TypeError, ValueError, KeyError, AttributeError):
        yield say(
            "{name}: what event {position} says cannot be read.",
            name=name,
            position=verbatim(link.position),
        )


def seal_faults(connection: Connection) -> Iterator[Message]:
    """Yield each seal that does not follow from its streams and the seal before it."""
    streams: Table = Stream.__table__  # type: ignore[assignment]
    owners = {row["id"]: row for row in raw_rows.rows_of(connection, streams, order=["id"])}
    heads: Iterator[Sequence[Any]] = raw_rows.plain_rows(
        connection,
        SealHead.__tablename__,
        ["seal_id", "stream_id", "size", "head_hash", "root", "peaks"],
        order=["seal_id", "stream_id"],
    )
    pending = next(heads, None)
    present: dict[int, SealedStream] = {}
    previous = GENESIS
    seals: Table = Base.metadata.tables["seals"]
    for seal in raw_rows.rows_of(connection, seals, order=["id"]):
        while pending is not None and not comes_before(seal["id"], pending[0]):
            _seal_id, stream_id, size, head, root, peaks = pending
            if not _goes_on_from(size, peaks, root):
                yield say(
                    "Seal {seal}: what it goes on from in stream {stream} was altered.",
                    seal=verbatim(pending[0]),
                    stream=verbatim(stream_id),
                )
            owner = owners.get(stream_id, {"kind": "", "owner_id": 0})
            present[stream_id] = SealedStream(
                stream_id, owner["kind"], owner["owner_id"], size, root, head
            )
            pending = next(heads, None)
        yield from _faults_of_seal(seal, present, previous, keys_of(connection))
        previous = seal["root"]


def _goes_on_from(size: Any, peaks: Any, root: Any) -> bool:
    """Tell whether the frontier kept for the next seal gives the root of this one."""
    try:
        tree = merkle.Frontier(size, [bytes.fromhex(each) for each in json.loads(peaks)])
        return bool(tree.root().hex() == root and len(tree.peaks) == size.bit_count())
    except (TypeError, ValueError, AttributeError):
        return False


def _faults_of_seal(
    seal: Mapping[str, Any],
    present: Mapping[int, SealedStream],
    previous: str,
    keys: Sequence[bytes],
) -> Iterator[Message]:
    try:
        root = seal_root(present.values())
    except (TypeError, ValueError):
        root = ""
    if seal["root"] != root or seal["streams"] != len(present):
        yield say(
            "Seal {seal} does not hold the streams that it was made over.",
            seal=verbatim(seal["id"]),
        )
    if seal["previous_root"] != previous:
        yield say("Seal {seal} does not follow from the seal before it.", seal=verbatim(seal["id"]))
    known = {key_name(key): key for key in keys}
    key = known.get(str(seal["signature"]).partition(":")[0])
    if key is None:
        yield say(
            "Seal {seal} was signed with a key that is not known here.",
            seal=verbatim(seal["id"]),
        )
    elif seal["signature"] != signature_of(
        key, str(seal["root"]), str(seal["previous_root"]), str(seal["recorded_at"])
    ):
        yield say("Seal {seal} was not signed by this application.", seal=verbatim(seal["id"]))
