"""How an entry goes from logged to signed off; knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from trainee_tracker.messages import Message, in_a_row, say
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

_CANNOT: Mapping[HoursAction, Message] = {
    HoursAction.LOGGED: say("These hours cannot be logged a second time."),
    HoursAction.SUBMITTED: say("These hours cannot be sent for sign-off."),
    HoursAction.SIGNED_OFF: say("These hours cannot be signed off."),
    HoursAction.DECLINED: say("These hours cannot be declined."),
    HoursAction.WITHDRAWN: say("These hours cannot be withdrawn."),
    HoursAction.CORRECTED: say("These hours cannot be corrected."),
    HoursAction.REVERSED: say("The sign-off of these hours cannot be taken back."),
}

_INSTEAD: Mapping[HoursState | None, Message] = {
    None: say("They were never logged: log the session first."),
    HoursState.LOGGED: say("They were not sent yet: the trainee sends them for sign-off first."),
    HoursState.SUBMITTED: say("They wait for sign-off: the supervisor decides first."),
    HoursState.SIGNED_OFF: say(
        "They are signed off: the trainee can correct them, and the supervisor who signed can take"
        " the sign-off back."
    ),
    HoursState.DECLINED: say("They were declined: the trainee corrects them first."),
    HoursState.WITHDRAWN: say("They were withdrawn: the trainee logs the session again."),
    HoursState.SUPERSEDED: say("They were corrected: look at the entry that took their place."),
    HoursState.REVERSED: say("Their sign-off was taken back: the trainee corrects them first."),
}


def next_state(state: HoursState | None, action: HoursAction) -> HoursState:
    """Return the state that `action` leads to from `state`.

    Raises Impossible, with a sentence that says what to do instead.
    """
    if action not in ALLOWED[state]:
        raise Impossible(in_a_row([_CANNOT[action], _INSTEAD[state]]))
    return STATE_AFTER[action]


def can_follow(state: HoursState, action: HoursAction) -> bool:
    """Tell whether `action` is possible for an entry that stands in `state`."""
    return action in ALLOWED[state]


def ensure_corrects(state: HoursState, *, is_same: bool) -> None:
    """Raise Impossible where an entry cannot be corrected, or a correction would change nothing.

    What was declined, or whose sign-off was taken back, may be told again as it was: there is no
    other way to send it again, and the reason answers the supervisor.
    """
    next_state(state, HoursAction.CORRECTED)
    if is_same and state not in {HoursState.DECLINED, HoursState.REVERSED}:
        raise Impossible(
            say(
                "Nothing here differs from what you logged before, so nothing was saved. Change what"
                " is wrong, or go back and leave the session as it is."
            )
        )


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
        raise Impossible(say("These hours were never logged. Log the session first."))
    return state


def ensure_own(*, actor_id: int, trainee_id: int) -> None:
    """Raise NotAllowed unless the hours are the actor's own."""
    if actor_id != trainee_id:
        raise NotAllowed(
            say(
                "These hours belong to somebody else. Only the trainee who logged them can do this."
            )
        )


class FaultyFacts(Refused):
    """Something that was entered cannot be so; `faults` has a sentence for each field."""

    status_code = 200
    """The form is shown again, just as where a field of it cannot be read."""

    def __init__(self, faults: Mapping[str, Message]) -> None:
        """Take the sentences by field."""
        only = next(iter(faults)) if len(faults) == 1 else None
        super().__init__(in_a_row(faults.values()), field=only)
        self.faults = dict(faults)
