"""What the capacity is called in which somebody signed."""

from __future__ import annotations

from typing import Final

from trainee_tracker.messages import Message, say
from trainee_tracker.signatures.rules import Capacity

CAPACITY_WORDS: Final[dict[str, Message]] = {
    Capacity.SUPERVISOR: say("Supervisor"),
    Capacity.TRAINING_LEAD: say("Training lead"),
    Capacity.COMMUNITY_LEAD: say("Governance lead, community side"),
    Capacity.STATUTORY_LEAD: say("Governance lead, statutory side"),
}


def capacity_words(kept: str) -> Message | str:
    """Return the capacity of a signature in words, from what is kept with it."""
    return CAPACITY_WORDS.get(kept, kept)
