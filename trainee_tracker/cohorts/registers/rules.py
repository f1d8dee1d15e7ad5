"""What changes when a register is corrected, and why it may; knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.messages import say
from trainee_tracker.reasons import ensure_reason

Marked = tuple[Mark, int]
"""A mark and the minutes late, which are 0 unless the mark is `Mark.LATE`."""


@dataclass(frozen=True)
class MarkChange:
    """What a correction changes for one trainee; `before` is None for who had no mark yet."""

    enrolment_id: int
    before: Marked | None
    after: Marked


def changes_between(
    before: Mapping[int, Marked], after: Mapping[int, Marked]
) -> tuple[MarkChange, ...]:
    """Return for whom (by enrolment) a later taking of a register says something else."""
    return tuple(
        MarkChange(enrolment_id, before.get(enrolment_id), marked)
        for enrolment_id, marked in after.items()
        if before.get(enrolment_id) != marked
    )


def ensure_correction(held_on: date, reason: str) -> None:
    """Raise Impossible for a correction whose reason is missing, too long, or could point."""
    ensure_reason(
        reason,
        held_on,
        asked=say(
            "Say why the register of {day} is corrected. It was taken before, and hours follow from"
            " it.",
            day=held_on,
        ),
        field="reason",
    )
