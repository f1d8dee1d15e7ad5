"""What changes when module results are recorded again, and why it may; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.messages import Own, say, say_many
from trainee_tracker.reasons import ensure_reason
from trainee_tracker.refusals import Impossible

Decision = tuple[ModuleOutcome, date]
"""How somebody did in a module, and the day on which that was decided."""


def changes(
    standing: Mapping[int, Decision], decided: Mapping[int, Decision]
) -> dict[int, Decision]:
    """Return the decisions (by enrolment) that say something else than what was recorded last."""
    return {each: decision for each, decision in decided.items() if standing.get(each) != decision}


def ensure_asked(is_asked: bool, title: str, moved_at: datetime | None) -> None:
    """Raise Impossible for a module that the course does not have.

    `title` is what the page called it; `moved_at` (UTC) is when the cohort last moved to another
    version, after which a page that was open before asks for what the course no longer does.
    """
    if is_asked:
        return
    if moved_at is None:
        raise Impossible(
            say("“{module}” is not part of the course. Open the cohort again.", module=Own(title))
        )
    raise Impossible(
        say(
            "“{module}” is not part of the course: the cohort moved to another version of it on {at}."
            " Nothing was saved. Open the cohort again.",
            module=Own(title),
            at=moved_at,
        )
    )


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
