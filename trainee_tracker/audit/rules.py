"""How a link of the chain is hashed and how a chain is checked; knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from trainee_tracker.canonical import digest_of

GENESIS = "0" * 64
"""The hash that stands before the first link."""


@dataclass(frozen=True)
class Happening:
    """What a link records, before it is chained; `at` is a UTC instant, `facts` canonical JSON."""

    at: datetime
    actor_id: int | None
    kind: str
    subject_table: str
    subject_id: int | None
    row_digest: str | None = None
    facts: str = "{}"


@dataclass(frozen=True)
class Link:
    """One happening with its place in the chain: position from 1, and both hashes (hex)."""

    position: int
    happening: Happening
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Checkpoint:
    """A position and its hash, kept outside the database so that truncation shows."""

    position: int
    hash: str


def link_hash(position: int, happening: Happening, previous_hash: str) -> str:
    """Return the SHA-256 that binds `happening` to its position and to everything before it."""
    return digest_of([position, asdict(happening), previous_hash])


def chained(happenings: Iterable[Happening], head: Checkpoint) -> Iterator[Link]:
    """Yield the links that append `happenings`, in order, after `head`."""
    position, previous = head.position, head.hash
    for happening in happenings:
        position += 1
        link = Link(position, happening, previous, link_hash(position, happening, previous))
        yield link
        previous = link.hash


def chain_faults(links: Iterable[Link], checkpoint: Checkpoint | None = None) -> Iterator[str]:
    """Yield one sentence for each thing wrong with a chain given in order of position.

    With a `checkpoint`, also say whether the chain still passes through it.
    """
    expected, previous = 1, GENESIS
    passes = checkpoint is None or checkpoint.position == 0
    for link in links:
        if link.position != expected:
            yield f"Event {expected} is missing: the next one found is {link.position}."
        if link.previous_hash != previous:
            yield f"Event {link.position} does not follow from the one before it."
        if link.hash != link_hash(link.position, link.happening, link.previous_hash):
            yield f"Event {link.position} was changed after it was written."
        if checkpoint and link.position == checkpoint.position:
            passes = link.hash == checkpoint.hash
        expected, previous = link.position + 1, link.hash
    if checkpoint and not passes:
        yield f"The chain does not pass through the checkpoint at event {checkpoint.position}."
