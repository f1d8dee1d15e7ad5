"""How a link of a stream's chain is hashed and marked, and how a chain is checked; no database.

Every event belongs to one stream: a cohort for what its people do, an organisation for people,
roles, checks and courses, one for the installation. Positions in a stream are 1, 2, 3 and so on,
and each link binds everything before it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from trainee_tracker.audit import merkle
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.messages import Message, say, verbatim

GENESIS = "0" * 64
"""The hash that stands before the first link of a stream."""

FORMAT = 1
"""The form of a link's hash; a later form gets a higher number, and old links keep theirs."""

INSTALLATION = 1
"""The id of the installation's stream, in which every stream is opened."""

KEY_NAME_LENGTH = 8
"""The hex digits by which a mark says which key made it."""


class StreamKind(StrEnum):
    """Whose events a stream holds."""

    INSTALLATION = "installation"
    ORGANISATION = "organisation"
    COHORT = "cohort"


@dataclass(frozen=True)
class Happening:
    """What a link records, before it is chained; `at` is a UTC instant, `facts` canonical JSON.

    `salt` (hex) keeps somebody who holds a proof from guessing what the events beside theirs say.
    """

    at: datetime
    actor_id: int | None
    kind: str
    subject_table: str
    subject_id: int | None
    salt: str
    row_digest: str | None = None
    facts: str = "{}"


@dataclass(frozen=True)
class Link:
    """One happening with its place: stream, position from 1, the act it belongs to, both hashes.

    `mark` stands on the last link that an act appends to a stream: it is made with a key that the
    application has and the database has not.
    """

    stream_id: int
    position: int
    act_id: str
    happening: Happening
    previous_hash: str
    hash: str
    mark: str | None = None
    format: int = FORMAT


@dataclass(frozen=True)
class Head:
    """Where a stream ends: the last position, its hash and its instant (None while it is empty)."""

    position: int = 0
    hash: str = GENESIS
    at: datetime | None = None


@dataclass(frozen=True)
class SealedStream:
    """One stream as a seal holds it: its size, the root over its links, its last hash (hex)."""

    stream_id: int
    kind: str
    owner_id: int
    size: int
    root: str
    head: str

    def leaf(self) -> bytes:
        """Return the leaf of this stream in the seal's tree."""
        told = [self.stream_id, self.kind, self.owner_id, self.size, self.root, self.head]
        return merkle.leaf_hash(canonical(told).encode())


def link_hash(link: Link) -> str:
    """Return the SHA-256 that binds a link to its stream, its place and everything before it."""
    what = link.happening
    return digest_of(
        [
            link.format,
            link.stream_id,
            link.position,
            what.at,
            what.actor_id,
            link.act_id,
            what.kind,
            what.subject_table,
            what.subject_id,
            what.row_digest,
            what.salt,
            what.facts,
            link.previous_hash,
        ]
    )


def chained(
    stream_id: int, head: Head, happenings: Iterable[Happening], *, act_id: str
) -> Iterator[Link]:
    """Yield the links that append `happenings`, in order, after `head`.

    None is dated before the one it follows: where the clock went back, the link keeps the earlier
    link's instant and says in its facts what the clock said.
    """
    position, previous, newest = head.position, head.hash, head.at
    for happening in happenings:
        position += 1
        dated = _not_before(happening, newest)
        link = _link(stream_id, position, act_id, dated, previous)
        yield link
        previous, newest = link.hash, dated.at


def _not_before(happening: Happening, newest: datetime | None) -> Happening:
    if newest is None or happening.at >= newest:
        return happening
    return with_facts(happening, {CLOCK_SAID: happening.at}, at=newest)


CLOCK_SAID = "clock_said"
"""The fact of a link whose instant is not what the clock said, since that was too early."""

ACROSS = "across"
"""The fact of an act's very last link that names its last links in the streams before it:
[stream, position, hash] of each."""

ERASED = "audit.erased"
"""The kind of the event that tells of personal values erased from its row, in `columns`.

A value that is gone without such an event was destroyed, and is found like any other alteration.
"""

ONWARD = "onward"
"""The fact of an act's last link in a stream that says where it goes on: [stream, position]."""


def with_facts(
    happening: Happening, more: Mapping[str, Any], *, at: datetime | None = None
) -> Happening:
    """Return the happening with more facts, and at another instant if one is given."""
    facts = canonical({**json.loads(happening.facts), **more})
    return replace(happening, facts=facts, at=at or happening.at)


def _link(stream_id: int, position: int, act_id: str, what: Happening, previous: str) -> Link:
    unhashed = Link(stream_id, position, act_id, what, previous, hash="")
    return replace(unhashed, hash=link_hash(unhashed))


def key_name(key: bytes) -> str:
    """Return the short name of `key`, by which a mark says that it was made with it."""
    return hashlib.sha256(b"name of a key: " + key).hexdigest()[:KEY_NAME_LENGTH]


def mark_of(key: bytes, stream_id: int, position: int, link: str) -> str:
    """Return the mark under `key` of the link at a position, given by its hash."""
    # What somebody altered may be no text at all, and then has another mark.
    told = f"{stream_id}|{position}|{link}".encode("utf-8", "surrogatepass")
    return f"{key_name(key)}:{hmac.new(key, told, hashlib.sha256).hexdigest()}"


def signature_of(key: bytes, root: str, previous_root: str, at: str) -> str:
    """Return the keyed signature of a seal: over its root, that of the seal before, and its instant."""
    told = f"seal|{root}|{previous_root}|{at}".encode("utf-8", "surrogatepass")
    return f"{key_name(key)}:{hmac.new(key, told, hashlib.sha256).hexdigest()}"


def seal_root(streams: Iterable[SealedStream]) -> str:
    """Return the root (hex) over all streams in order of their ids."""
    in_order = sorted(streams, key=lambda each: each.stream_id)
    return merkle.root_of(each.leaf() for each in in_order).hex()


@dataclass(frozen=True)
class KnownState:
    """The hash and root (hex) of a stream at one size, as a checkpoint or a seal (`whose`) has
    them.
    """

    whose: Message
    head: str
    root: str


@dataclass
class Verified:
    """What was read: streams, events, rows, and links whose clock had gone back."""

    streams: int = 0
    events: int = 0
    rows: int = 0
    clocks: int = 0
    heads: dict[int, str] = field(default_factory=dict)


@dataclass
class StreamCheck:
    """Reads one stream from its first link to its last and says what is wrong with it.

    `name` is how a sentence calls the stream; `known_states` are by size. Nothing is kept but the
    frontier of the tree, so a stream of any length takes the same memory.
    """

    name: Message
    keys: tuple[bytes, ...]
    known_states: Mapping[int, list[KnownState]] = field(default_factory=dict)
    tree: merkle.Frontier = field(default_factory=merkle.Frontier)
    position: int = 0
    hash: str = GENESIS
    at: Any = None
    clocks: int = 0
    _open_act: str | None = None

    def faults(self, link: Link) -> Iterator[Message]:
        """Yield one sentence for each thing wrong with the next link."""
        if link.position != self.position + 1:
            yield say(
                "{name}: event {position} is missing; the next is {next}.",
                name=self.name,
                position=verbatim(self.position + 1),
                next=verbatim(link.position),
            )
        if link.previous_hash != self.hash:
            yield say(
                "{name}: event {position} does not follow from the one before it.",
                name=self.name,
                position=verbatim(link.position),
            )
        if not _has_its_hash(link):
            yield say(
                "{name}: event {position} was changed after it was written.",
                name=self.name,
                position=verbatim(link.position),
            )
        if self.at is not None and str(link.happening.at) < str(self.at):
            yield say(
                "{name}: event {position} is dated before the one it follows.",
                name=self.name,
                position=verbatim(link.position),
            )
        if self._open_act is not None and link.act_id != self._open_act:
            yield say(
                "{name}: the act that ends with event {position} has no mark.",
                name=self.name,
                position=verbatim(self.position),
            )
        yield from self._mark_faults(link)
        self.clocks += CLOCK_SAID in str(link.happening.facts)
        self._take(link)
        yield from self._seal_faults()

    def end(self) -> Iterator[Message]:
        """Yield what is wrong once the last link was read."""
        if self._open_act is not None:
            yield say(
                "{name}: the act that ends with event {position} has no mark.",
                name=self.name,
                position=verbatim(self.position),
            )
        for size, known_states in self.known_states.items():
            if size > self.position:
                yield (
                    say(
                        "{name}: events after {position} are missing; {whose} has {size} events.",
                        name=self.name,
                        position=verbatim(self.position),
                        whose=known_states[0].whose,
                        size=verbatim(size),
                    )
                )

    def _take(self, link: Link) -> None:
        # A position that is no number any more is said to be missing; then the count goes on.
        follows = isinstance(link.position, int)
        self.position = link.position if follows else self.position + 1
        self.hash, self.at = link.hash, link.happening.at
        self._open_act = None if link.mark else link.act_id
        try:
            self.tree.append(merkle.leaf_hash(bytes.fromhex(link.hash)))
        except (TypeError, ValueError):
            # The sentence about its hash is said already; a leaf that no seal can have stands in.
            self.tree.append(merkle.leaf_hash(b"unreadable"))

    def _mark_faults(self, link: Link) -> Iterator[Message]:
        if link.mark is None:
            return
        known = {key_name(key): key for key in self.keys}
        key = known.get(str(link.mark).partition(":")[0])
        if key is None:
            yield (
                say(
                    "{name}: event {position} was marked with a key that is not known here.",
                    name=self.name,
                    position=verbatim(link.position),
                )
            )
        elif link.mark != mark_of(key, link.stream_id, link.position, link.hash):
            yield say(
                "{name}: event {position} was not written by this application.",
                name=self.name,
                position=verbatim(link.position),
            )

    def _seal_faults(self) -> Iterator[Message]:
        for known_state in self.known_states.get(self.position, ()):
            if (known_state.head, known_state.root) != (self.hash, self.tree.root().hex()):
                yield say(
                    "{name}: event {position} is not the one that {whose} has.",
                    name=self.name,
                    position=verbatim(self.position),
                    whose=known_state.whose,
                )


def _has_its_hash(link: Link) -> bool:
    try:
        return link.hash == link_hash(link)
    except (TypeError, ValueError):
        return False
