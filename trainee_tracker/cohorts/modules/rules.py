"""What changes when module results are recorded again, and why it may; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.messages import say_many
from trainee_tracker.reasons import ensure_reason

Decision = tuple[ModuleOutcome, date]
"""How somebody did in a module, and the day on which that was decided."""


def changes(
    standing: Mapping[int, Decision], decided: Mapping[int, Decision]
) -> dict[int, Decision]:
    """Return the decisions (by enrolment) that say something else than what was recorded last."""
    return {each: decision for each, decision in decided.items() if standing.get(each) != decision}


def ensure_accounted_for(
    changed: Collection[int], standing: Collection[int], decided_on: date, reason: str
) -> None:
    """Raise Impossible where a result that holds is changed without a good reason.

    `changed` and `standing` are enrolments: a first result needs none.
    """
    corrected = len(set(changed) & set(standing))
    if corrected:
        ensure_reason(
            reason,
            decided_on,
            asked=say_many(
                "One result of this module was recorded before. Say why that changes.",
                "{n} results of this module were recorded before. Say why that changes.",
                n=corrected,
            ),
            field="reason",
        )
