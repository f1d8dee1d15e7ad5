"""The letters of this room: what they say, and what the page says once they are on their way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Letter:
    """One letter ready to send, in plain values that outlive the transaction."""

    email: str
    name: str
    subject: str
    text: str
    if_sent: str
    if_not_sent: str
