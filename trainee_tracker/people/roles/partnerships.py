"""Which organisations have a cohort together, asked of the rooms above, which alone know cohorts."""

from __future__ import annotations

from collections.abc import Callable

from trainee_tracker.people.roles.rules import Partnerships

ASKED: list[Callable[[], Partnerships]] = []
"""Whom to ask for partnerships."""


def knows_partnerships(known: Callable[[], Partnerships]) -> Callable[[], Partnerships]:
    """Have `known` asked for the pairs of organisations that have a cohort together."""
    ASKED.append(known)
    return known


def partnerships() -> Partnerships:
    """Return (network's id, partner's id) of all that have a cohort together."""
    return frozenset(pair for known in ASKED for pair in known())
