"""Proving that single events are in a sealed ledger, to somebody who sees nothing else of it.

A proof holds a trainee's own events in full, for each the sibling hashes up to the root of its
stream, and from there up to the root of a seal. It shows that these events are in the ledger as it
was sealed. It does not show that there are no others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection

from trainee_tracker.audit import merkle, raw_rows
from trainee_tracker.audit.actions import columns_of
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.rules import (
    Link,
    SealedStream,
    link_hash,
    seal_root,
)
from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.refusals import Impossible


def proof_of(
    connection: Connection,
    subjects: Collection[tuple[str, int]],
    stream_id: int,
    sealed: Collection[SealedStream],
) -> dict[str, Any]:
    """Return the proof that the events of these rows (table, id) of one stream are in a seal.

    Events after the seal are left out. Raises Impossible when the seal does not know the stream.
    """
    streams = sorted(sealed, key=lambda each: each.stream_id)
    place = next((n for n, each in enumerate(streams) if each.stream_id == stream_id), None)
    if place is None:
        raise Impossible(say("This was opened after the seal. Make another checkpoint first."))
    stream = streams[place]
    wanted = set(subjects)
    leaves: list[bytes] = []
    own: list[Link] = []
    for link in raw_rows.links_of(connection, stream_id):
        if link.position > stream.size:
            break
        leaves.append(merkle.leaf_hash(bytes.fromhex(link.hash)))
        if (link.happening.subject_table, link.happening.subject_id) in wanted:
            own.append(link)
    return {
        "stream": _told(stream),
        "place": place,
        "streams": len(streams),
        "path": _hex(merkle.inclusion([each.leaf() for each in streams], place)),
        "root": seal_root(streams),
        "events": [
            {**columns_of(link), "path": _hex(merkle.inclusion(leaves, link.position - 1))}
            for link in own
        ],
    }


def proof_faults(proof: dict[str, Any], root: str) -> Iterator[Message]:
    """Yield one sentence for each thing in a proof that does not lead to the root of a seal (hex).

    It needs no database: `root` is all that has to be trusted. Raises nothing, whatever it is given.
    """
    try:
        stream = SealedStream(**proof["stream"])
        up = merkle.root_by(stream.leaf(), proof["place"], proof["streams"], _bytes(proof["path"]))
        if up is None or up.hex() != root or proof["root"] != root:
            yield say("The stream is not in the seal.")
        for event in proof["events"]:
            yield from _event_faults(event, stream)
    except (TypeError, ValueError, KeyError, AttributeError):
        yield say("This is not a proof.")


def _event_faults(event: dict[str, Any], stream: SealedStream) -> Iterator[Message]:
    values = {name: value for name, value in event.items() if name != "path"}
    link = raw_rows.link_from(values)
    position = verbatim(link.position)
    if set(values) != EVENT_COLUMNS or link.stream_id != stream.stream_id:
        yield say("Event {position} is not of this stream.", position=position)
    if link_hash(link) != link.hash:
        yield say("Event {position} was changed after it was written.", position=position)
    leaf = merkle.leaf_hash(bytes.fromhex(link.hash))
    up = merkle.root_by(leaf, link.position - 1, stream.size, _bytes(event["path"]))
    if up is None or up.hex() != stream.root:
        yield say("Event {position} is not in the stream.", position=position)


def _told(stream: SealedStream) -> dict[str, Any]:
    return {name: getattr(stream, name) for name in SealedStream.__dataclass_fields__}


EVENT_COLUMNS = set(AuditEvent.__table__.columns.keys())
"""What a proof says of an event: everything that its hash is made of, and its mark."""


def _hex(path: list[bytes]) -> list[str]:
    return [each.hex() for each in path]


def _bytes(path: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in path]
