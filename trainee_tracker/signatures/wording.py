"""What the capacity is called in which somebody signed."""

from __future__ import annotations

from typing import Final

from trainee_tracker.messages import Message, say
from trainee_tracker.people.rules import Role
from trainee_tracker.people.wording import ROLE_TITLES
from trainee_tracker.signatures.rules import Capacity

CAPACITY_WORDS: Final[dict[str, Message]] = {
    Capacity.SUPERVISOR: ROLE_TITLES[Role.SUPERVISOR],
    Capacity.TRAINING_LEAD: ROLE_TITLES[Role.TRAINING_LEAD],
    Capacity.COMMUNITY_LEAD: say("Governance lead, community side"),
    Capacity.STATUTORY_LEAD: say("Governance lead, statutory side"),
}


def capacity_words(kept: str) -> Message | str:
    """Return the capacity of a signature in words, from what is kept with it."""
    return CAPACITY_WORDS.get(kept, kept)
