"""How an entry goes from logged to signed off; knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from trainee_tracker.refusals import Impossible, NotAllowed, Refused


class HoursAction(StrEnum):
    """What happened to an entry, in the past tense."""

    LOGGED = "logged"
    SUBMITTED = "submitted"
    SIGNED_OFF = "signed_off"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    REVERSED = "reversed"


class HoursState(StrEnum):
    """Where an entry stands after its last event."""

    LOGGED = "logged"
    SUBMITTED = "submitted"
    SIGNED_OFF = "signed_off"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REVERSED = "reversed"


STATE_AFTER: Mapping[HoursAction, HoursState] = {
    HoursAction.LOGGED: HoursState.LOGGED,
    HoursAction.SUBMITTED: HoursState.SUBMITTED,
    HoursAction.SIGNED_OFF: HoursState.SIGNED_OFF,
    HoursAction.DECLINED: HoursState.DECLINED,
    HoursAction.WITHDRAWN: HoursState.WITHDRAWN,
    HoursAction.CORRECTED: HoursState.SUPERSEDED,
    HoursAction.REVERSED: HoursState.REVERSED,
}
"""Every action leads to one state, so the last event of an entry says where it stands."""

ALLOWED: Mapping[HoursState | None, frozenset[HoursAction]] = {
    None: frozenset({HoursAction.LOGGED}),
    HoursState.LOGGED: frozenset(
        {HoursAction.SUBMITTED, HoursAction.WITHDRAWN, HoursAction.CORRECTED}
    ),
    HoursState.SUBMITTED: frozenset(
        {
            HoursAction.SIGNED_OFF,
            HoursAction.DECLINED,
            HoursAction.WITHDRAWN,
            HoursAction.CORRECTED,
        }
    ),
    HoursState.SIGNED_OFF: frozenset({HoursAction.CORRECTED, HoursAction.REVERSED}),
    HoursState.DECLINED: frozenset({HoursAction.CORRECTED, HoursAction.WITHDRAWN}),
    HoursState.WITHDRAWN: frozenset(),
    HoursState.SUPERSEDED: frozenset(),
    HoursState.REVERSED: frozenset({HoursAction.CORRECTED}),
}
"""What can happen to an entry in each state; None stands for an entry that is not there yet."""

_SUBJECT: Mapping[HoursState | None, str] = {
    None: "Hours that were never logged",
    HoursState.LOGGED: "Hours that were not sent yet",
    HoursState.SUBMITTED: "Hours that wait for sign-off",
    HoursState.SIGNED_OFF: "Signed-off hours",
    HoursState.DECLINED: "Declined hours",
    HoursState.WITHDRAWN: "Withdrawn hours",
    HoursState.SUPERSEDED: "Corrected hours",
    HoursState.REVERSED: "Hours whose sign-off was reversed",
}

_VERB: Mapping[HoursAction, str] = {
    HoursAction.LOGGED: "logged a second time",
    HoursAction.SUBMITTED: "sent for sign-off",
    HoursAction.SIGNED_OFF: "signed off",
    HoursAction.DECLINED: "declined",
    HoursAction.WITHDRAWN: "withdrawn",
    HoursAction.CORRECTED: "corrected",
    HoursAction.REVERSED: "reversed",
}

_INSTEAD: Mapping[HoursState | None, str] = {
    None: "log the session first",
    HoursState.LOGGED: "the trainee sends them for sign-off first",
    HoursState.SUBMITTED: "the supervisor decides first",
    HoursState.SIGNED_OFF: "they can be corrected, or reversed by the supervisor who signed",
    HoursState.DECLINED: "correct them first",
    HoursState.WITHDRAWN: "log the session again",
    HoursState.SUPERSEDED: "look at the entry that took their place",
    HoursState.REVERSED: "correct them first",
}


def next_state(state: HoursState | None, action: HoursAction) -> HoursState:
    """Return the state that `action` leads to from `state`.

    Raises Impossible, with a sentence that says what to do instead.
    """
    if action not in ALLOWED[state]:
        raise Impossible(f"{_SUBJECT[state]} cannot be {_VERB[action]}; {_INSTEAD[state]}.")
    return STATE_AFTER[action]


def can_follow(state: HoursState, action: HoursAction) -> bool:
    """Tell whether `action` is possible for an entry that stands in `state`."""
    return action in ALLOWED[state]


def own_steps(state: HoursState, *, is_own: bool) -> frozenset[HoursAction]:
    """Return what a person can do next to an entry that stands in `state`: only to their own."""
    return ALLOWED[state] if is_own else frozenset()


def state_after(actions: Sequence[HoursAction]) -> HoursState:
    """Return where an entry stands after `actions`, in their order.

    Raises Impossible at the first step that cannot follow, or when there is none at all.
    """
    state: HoursState | None = None
    for action in actions:
        state = next_state(state, action)
    if state is None:
        raise Impossible("These hours were never logged; log the session first.")
    return state


def ensure_own(*, actor_id: int, trainee_id: int) -> None:
    """Raise NotAllowed unless the hours are the actor's own."""
    if actor_id != trainee_id:
        raise NotAllowed("These hours belong to somebody else, who alone can do this.")


class FaultyFacts(Refused):
    """Something that was entered cannot be so; `faults` has a sentence for each field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        """Take the sentences by field."""
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)
