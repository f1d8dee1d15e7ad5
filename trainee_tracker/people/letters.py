"""The letters of this room: what they say, and what the page says once they are on their way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One letter ready to send, in plain values that outlive the transaction."""

    email: str
    name: str
    subject: str
    text: str
    told: str
    """What the page says to whoever acted."""
