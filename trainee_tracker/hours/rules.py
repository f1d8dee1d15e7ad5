"""What can be logged, and how an entry goes from logged to signed off; knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from trainee_tracker.identifiers import identifier_fault
from trainee_tracker.refusals import Impossible, NotAllowed, Refused

MOST_MINUTES = 720
"""The longest single session that can be logged: twelve hours."""

LONG_MINUTES = 240
"""A session longer than this is allowed, and the supervisor is told that it is long."""

NOTE_LENGTH = 1000
REASON_LENGTH = 500
PROBLEM_LENGTH = 60
"""Characters of a type of problem: a word or a few, such as low mood."""
LARGEST_GROUP = 60
"""Most people in one supervision group: a guard against a slip of the thumb."""

CODE_LETTERS = "23456789CDFGHJKMNPQRTVWXY"
"""What a case code is made of: nothing that is read as something else, no vowel to make a word."""

CODE_LENGTH = 4

NEW_CASE = 0
"""Stands where the id of a case code would, for a case that is opened by logging the session."""


class RoleInSession(StrEnum):
    """The trainee's part in a session."""

    LEAD = "lead"
    CO_THERAPIST = "co-therapist"
    REFLECTING_TEAM = "reflecting-team"
    OBSERVER = "observer"


class SessionFormat(StrEnum):
    """Who was met."""

    INDIVIDUAL = "individual"
    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"


class Mode(StrEnum):
    """How people met."""

    IN_ROOM = "in-room"
    ONLINE = "online"
    ASYNCHRONOUS = "asynchronous"


class Observed(StrEnum):
    """How somebody else saw a session; the words are those of `accreditation.vocabulary`."""

    LIVE = "live"
    RECORDED = "recorded"
    REPORTED = "reported"


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


def ensure_own(*, actor_id: int, trainee_id: int) -> None:
    """Raise NotAllowed unless the hours are the actor's own."""
    if actor_id != trainee_id:
        raise NotAllowed("These hours belong to somebody else, who alone can do this.")


def case_code(session_format: SessionFormat, letters: str) -> str:
    """Return a case code such as F-7K2Q from `letters` drawn by chance."""
    return f"{session_format.value[0].upper()}-{letters}"


class FaultyFacts(Refused):
    """Something that was entered cannot be so; `faults` has a sentence for each field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        """Take the sentences by field."""
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True)
class SessionFacts:
    """What a trainee says happened: whole minutes, the civil date, ids of what it names."""

    held_on: date
    activity: str
    minutes: int
    supervisor_id: int
    mode: Mode = Mode.IN_ROOM
    role: RoleInSession | None = None
    format: SessionFormat | None = None
    site_id: int | None = None
    case_code_id: int | None = None
    present: int = 1
    is_attended: bool = True
    note: str = ""
    problem: str | None = None
    observed: Observed | None = None

    def told(self) -> dict[str, Any]:
        """Return what was said, by name; what the course does not ask for is left out.

        A request that was sent before a course could ask so much keeps its digest.
        """
        further = {"problem", "observed"}
        return {
            name: value
            for name, value in asdict(self).items()
            if value is not None or name not in further
        }


@dataclass(frozen=True)
class Decision:
    """What a supervisor decides about one entry; declining needs a reason."""

    entry_id: int
    is_signed_off: bool
    reason: str = ""


def reason_fault(reason: str, held_on: date, *, asked: str) -> str | None:
    """Return what is wrong with a reason, or None; `asked` is the sentence for an empty one."""
    if not reason.strip():
        return asked
    if len(reason) > REASON_LENGTH:
        return f"Keep the reason under {REASON_LENGTH} characters; this has {len(reason):,}."
    return identifier_fault(reason, held_on)


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
