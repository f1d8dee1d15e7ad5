"""What a supervisor may decide about an entry, and what a decision needs; knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainee_tracker.hours.rules import HoursState
from trainee_tracker.messages import Message, Own, any_of, say
from trainee_tracker.reasons import reason_fault
from trainee_tracker.refusals import NotAllowed


@dataclass(frozen=True)
class Decision:
    """What a supervisor decides about one entry; declining needs a reason."""

    entry_id: int
    is_signed_off: bool
    reason: str = ""


@dataclass(frozen=True)
class Signed:
    """What a decision is about: the people by id and name, and the day of the session.

    `is_approved` says whether the supervisor was approved on that day; if not, `approved_from` is
    the day of their first approval, if any, and `leads` are who could approve them.
    """

    trainee_id: int
    trainee_name: str
    supervisor_id: int
    supervisor_name: str
    held_on: date
    is_approved: bool
    approved_from: date | None = None
    leads: tuple[str, ...] = ()


def ensure_may_decide(actor_id: int, signed: Signed) -> None:
    """Raise NotAllowed unless the actor is the supervisor named, approved, and not the trainee."""
    if actor_id == signed.trainee_id:
        raise NotAllowed(
            say(
                "Nobody signs for themselves. Correct your session of {day} and name another"
                " supervisor, who decides it.",
                day=signed.held_on,
            )
        )
    if actor_id != signed.supervisor_id:
        raise NotAllowed(
            say(
                "{supervisor} decides the session that {trainee} had on {day}. Leave it out and sign"
                " the rest.",
                supervisor=Own(signed.supervisor_name),
                trainee=Own(signed.trainee_name),
                day=signed.held_on,
            )
        )
    if not signed.is_approved:
        raise NotAllowed(_not_approved(signed))


def _not_approved(signed: Signed) -> Message:
    day, trainee = signed.held_on, Own(signed.trainee_name)
    leads = any_of(signed.leads) if signed.leads else say("a training lead of the cohort")
    if signed.approved_from is not None and signed.approved_from > day:
        return say(
            "You are approved as a supervisor from {first}, and {trainee} had this session on {day}."
            " Ask {leads} to approve you from an earlier day, or leave it out and sign the rest.",
            first=signed.approved_from,
            trainee=trainee,
            day=day,
            leads=leads,
        )
    return say(
        "You were not an approved supervisor on {day}, when {trainee} had this session. Ask {leads}"
        " to approve you for that day, or leave it out and sign the rest.",
        day=day,
        trainee=trainee,
        leads=leads,
    )


def waits_for_decision(
    state: HoursState, *, actor_id: int, trainee_id: int, supervisor_id: int
) -> bool:
    """Tell whether an entry waits for this person to decide it."""
    return state is HoursState.SUBMITTED and actor_id == supervisor_id != trainee_id


def can_be_reversed(state: HoursState, *, actor_id: int, supervisor_id: int) -> bool:
    """Tell whether this person can take the sign-off of an entry back."""
    return state is HoursState.SIGNED_OFF and actor_id == supervisor_id


def decision_faults(
    decisions: Sequence[Decision], held_on: Mapping[int, date]
) -> dict[int, Message]:
    """Return for each declined entry without a usable reason a sentence that says what to do.

    `held_on` gives the day of the session of each entry.
    """
    faults = {
        decision.entry_id: reason_fault(
            decision.reason,
            held_on[decision.entry_id],
            asked=say("Say why you decline it, so that the trainee can correct it."),
        )
        for decision in decisions
        if not decision.is_signed_off
    }
    return {entry_id: fault for entry_id, fault in faults.items() if fault is not None}
