"""What a supervisor may decide about an entry, and what a decision needs; knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainee_tracker.hours.rules import HoursState
from trainee_tracker.reasons import reason_fault
from trainee_tracker.refusals import NotAllowed


@dataclass(frozen=True)
class Decision:
    """What a supervisor decides about one entry; declining needs a reason."""

    entry_id: int
    is_signed_off: bool
    reason: str = ""


def ensure_may_decide(
    *, actor_id: int, trainee_id: int, supervisor_id: int, approved: bool
) -> None:
    """Raise NotAllowed unless the actor is the supervisor named, approved, and not the trainee.

    `approved` says whether the supervisor was approved on the day of the session.
    """
    if actor_id == trainee_id:
        raise NotAllowed("Nobody signs for themselves. Another supervisor has to decide this.")
    if actor_id != supervisor_id:
        raise NotAllowed("These hours name another supervisor, who has to decide them.")
    if not approved:
        raise NotAllowed("You were not yet, or no longer, an approved supervisor on that day.")


def waits_for_decision(
    state: HoursState, *, actor_id: int, trainee_id: int, supervisor_id: int
) -> bool:
    """Tell whether an entry waits for this person to decide it."""
    return state is HoursState.SUBMITTED and actor_id == supervisor_id != trainee_id


def can_be_reversed(state: HoursState, *, actor_id: int, supervisor_id: int) -> bool:
    """Tell whether this person can take the sign-off of an entry back."""
    return state is HoursState.SIGNED_OFF and actor_id == supervisor_id


def decision_faults(decisions: Sequence[Decision], held_on: Mapping[int, date]) -> dict[int, str]:
    """Return for each declined entry without a usable reason a sentence that says what to do.

    `held_on` gives the day of the session of each entry.
    """
    faults = {
        decision.entry_id: reason_fault(
            decision.reason,
            held_on[decision.entry_id],
            asked="Say why you decline it, so that the trainee can correct it.",
        )
        for decision in decisions
        if not decision.is_signed_off
    }
    return {entry_id: fault for entry_id, fault in faults.items() if fault is not None}
