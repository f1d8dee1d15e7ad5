"""What a course asks about a session beyond what every course does; pure.

A course that counts types of problem, cases in supervision or work seen by somebody else has to
be told of them. Any other course does not ask, so that its form stays short.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trainee_tracker.accreditation.kinds import CompletedCases, ProblemTypes
from trainee_tracker.accreditation.terms import Terms


@dataclass(frozen=True)
class Asked:
    """The activities of a course about which each further question is asked."""

    problem: tuple[str, ...]
    observed: tuple[str, ...]
    case_of_supervision: tuple[str, ...]


def asked_by(terms: Terms) -> Asked:
    """Return what the requirements and limits of a course make it ask."""
    problem: set[str] = set()
    observed: set[str] = set()
    supervised: set[str] = set()
    for part in (*terms.requirements, *terms.limits):
        if isinstance(part, ProblemTypes):
            problem.add(part.activity)
        if isinstance(part, ProblemTypes | CompletedCases) and part.supervision_minutes > 0:
            supervised.add(part.supervision)
        if getattr(part, "observed", ()):
            observed.update(_activities_of(part))
    return Asked(
        problem=_at_or_below(terms, problem, within="practice"),
        observed=_at_or_below(terms, observed),
        case_of_supervision=_at_or_below(terms, supervised, within="supervision"),
    )


def _activities_of(part: Any) -> Iterable[str]:
    """Return the activities whose lines a part looks at."""
    yield part.activity
    yield from getattr(part, "also", ())
    if isinstance(part, CompletedCases):
        yield part.supervision


def _at_or_below(
    terms: Terms, roots: Iterable[str], *, within: str | None = None
) -> tuple[str, ...]:
    """Return the activities that a trainee logs at or below one of `roots`, in the course's order.

    Taught hours come from registers, which say nothing of this.
    """
    return tuple(
        activity.key
        for activity in terms.activities
        if any(terms.covers(root, activity.key) for root in roots)
        and not terms.covers("taught", activity.key)
        and (within is None or terms.covers(within, activity.key))
    )
