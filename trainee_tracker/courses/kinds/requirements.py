"""The words of every kind of requirement: what has to be reached before the award."""

from __future__ import annotations

from trainee_tracker.accreditation.kinds import Requirement
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.kinds.casework import CASEWORK
from trainee_tracker.courses.kinds.decisions import DECISIONS
from trainee_tracker.courses.kinds.hours import HOURS
from trainee_tracker.courses.kinds.shape import RequirementWords
from trainee_tracker.courses.kinds.supervision import SUPERVISION
from trainee_tracker.messages import Message

REQUIREMENT_WORDS: dict[type[Requirement], RequirementWords] = {
    **HOURS,
    **SUPERVISION,
    **CASEWORK,
    **DECISIONS,
}
"""What is said of each kind of requirement."""


def requirement_words(requirement: Requirement, terms: Terms) -> Message:
    """Return what a requirement asks, as a version says it."""
    return REQUIREMENT_WORDS[type(requirement)].sentence(requirement, terms)


def figure_words(requirement: Requirement, terms: Terms, have: int) -> Message | None:
    """Return how a certificate tells what was achieved; None for a rule, which is no amount."""
    figure = REQUIREMENT_WORDS[type(requirement)].figure
    return figure(requirement, terms, have) if figure else None
