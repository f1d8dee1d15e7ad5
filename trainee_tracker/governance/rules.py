"""The steps of a governance record, and the days on which it is in date; knows no database.

All days are civil dates and both ends of a stretch belong to it. A record is in date on a day when
the outcome clears, both sides have signed, the day lies within what they signed, and the record is
not suspended on that day. When the signatures came does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from trainee_tracker.governance.told import (
    ADDED_IT,
    LIFTED_ONCE,
    OTHERS_DECIDE,
    OTHERS_WITHDRAW,
    SIGNED_ONCE,
    StepRefusals,
    unreadable,
)
from trainee_tracker.messages import say
from trainee_tracker.people.rules import SIDES, Side
from trainee_tracker.refusals import ForOthers, Impossible, NotAllowed, Refused

ONE_DAY = timedelta(days=1)

Interval = tuple[date, date]
"""A first and a last day, both included."""


class GovernanceAction(StrEnum):
    """What happened to a record, in the past tense."""

    PROPOSED = "proposed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    LIFT_SIGNED = "lift_signed"


class State(StrEnum):
    """How a record, or an item of a trainee, stands on a day.

    Where an item has several records, the one decides whose state comes first in this list.
    """

    IN_DATE = "in_date"
    SUSPENDED = "suspended"
    WAITING_BOTH = "waiting_both"
    WAITING_COMMUNITY = "waiting_community"
    WAITING_STATUTORY = "waiting_statutory"
    NOT_CLEARED = "not_cleared"
    NOT_YET = "not_yet"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"


@dataclass(frozen=True)
class RecordFacts:
    """What both sides sign, as far as the rules ask for it; the number of the record, once it has one."""

    subject_id: int
    is_clear: bool
    valid_from: date
    valid_to: date
    record_id: int | None = None


@dataclass(frozen=True)
class Step:
    """One event of a record, numbered from 1; `effective_on` is a day for suspending and lifting."""

    sequence: int
    action: GovernanceAction
    actor_id: int | None
    side: Side | None = None
    effective_on: date | None = None


@dataclass(frozen=True)
class Lift:
    """One side's agreement that a suspension ends: by whom, and the first day in date again."""

    actor_id: int | None
    back_on: date


@dataclass(frozen=True)
class Situation:
    """What the steps of a record amount to so far.

    `proposed_by` added it; `signed` says who signed for each side; `gaps` are the suspensions that
    ended, each with its last day; `suspended_from` is the first day of the one that has not, and
    `lifts` says which sides agree to end it.
    """

    steps: int = 0
    proposed_by: int | None = None
    signed: Mapping[Side, int | None] = field(default_factory=dict)
    is_withdrawn: bool = False
    suspended_from: date | None = None
    lifts: Mapping[Side, Lift] = field(default_factory=dict)
    gaps: tuple[Interval, ...] = ()

    @property
    def is_in_force(self) -> bool:
        """Whether both sides have signed."""
        return len(self.signed) == len(SIDES)

    @property
    def unsigned(self) -> tuple[Side, ...]:
        """The sides that still have to sign."""
        return tuple(side for side in SIDES if side not in self.signed)

    @property
    def unlifted(self) -> tuple[Side, ...]:
        """The sides that have not agreed to end the suspension."""
        return tuple(side for side in SIDES if side not in self.lifts)


def _ensure_side(facts: RecordFacts, step: Step) -> Side:
    """Return for which side a step is taken; its actor leads there and is not the subject."""
    if step.side not in SIDES:
        raise ForOthers(*OTHERS_DECIDE)
    if step.actor_id == facts.subject_id:
        raise NotAllowed(say("This record is about you. Somebody else has to sign it."))
    return step.side


def _ensure_two_people(
    facts: RecordFacts, step: Step, done: Mapping[Side, int | None], refusals: StepRefusals
) -> Side:
    """Return the side of a step that needs both, each by another person, neither the subject."""
    side = _ensure_side(facts, step)
    if len(done) == len(SIDES):
        raise Impossible(refusals.done_by_both)
    if step.actor_id in done.values():
        raise NotAllowed(refusals.done_by_you)
    if side in done:
        raise Impossible(refusals.done_by_side[side])
    return side


def _day_within(step: Step, first: date, last: date) -> date:
    if step.effective_on is None or not first <= step.effective_on <= last:
        raise Impossible(
            say("Choose a day from {first} to {last}.", first=first, last=last),
            field="effective_on",
        )
    return step.effective_on


def _proposed(facts: RecordFacts, now: Situation, step: Step) -> Situation:
    if now.steps:
        raise Impossible(
            say("This record was added already. Now a governance lead of each side signs it.")
        )
    return replace(now, proposed_by=step.actor_id)


def _signed(facts: RecordFacts, now: Situation, step: Step) -> Situation:
    side = _ensure_two_people(facts, step, now.signed, SIGNED_ONCE)
    if step.actor_id == now.proposed_by:
        raise NotAllowed(ADDED_IT[side])
    return replace(now, signed={**now.signed, side: step.actor_id})


def _withdrawn(facts: RecordFacts, now: Situation, step: Step) -> Situation:
    if now.is_in_force:
        raise Impossible(
            say("Both sides have signed this record. It can be suspended, but no longer withdrawn.")
        )
    if step.actor_id == facts.subject_id:
        raise NotAllowed(say("This record is about you. Somebody else has to withdraw it."))
    if step.side not in SIDES and step.actor_id != now.proposed_by:
        raise ForOthers(*OTHERS_WITHDRAW)
    return replace(now, is_withdrawn=True)


def _suspended(facts: RecordFacts, now: Situation, step: Step) -> Situation:
    _ensure_side(facts, step)
    if not now.is_in_force:
        raise Impossible(say("Both sides have not signed this record yet. Withdraw it instead."))
    if not facts.is_clear:
        raise Impossible(
            say("This check was not passed, so it allows no practice. There is nothing to stop.")
        )
    day = _day_within(step, facts.valid_from, facts.valid_to)
    if now.suspended_from is not None and day >= now.suspended_from:
        raise Impossible(
            say(
                "It is suspended already, from {day}. Choose an earlier day, or leave it as it is.",
                day=now.suspended_from,
            ),
            field="effective_on",
        )
    # Whoever agreed to lift agreed about the suspension they saw, not about this one.
    return replace(now, suspended_from=day, lifts={})


def _lift_signed(facts: RecordFacts, now: Situation, step: Step) -> Situation:
    if now.suspended_from is None:
        raise Impossible(say("This record is not suspended. There is nothing to lift."))
    actors = {side: lift.actor_id for side, lift in now.lifts.items()}
    side = _ensure_two_people(facts, step, actors, LIFTED_ONCE)
    day = _day_within(step, now.suspended_from, facts.valid_to)
    lifts = {**now.lifts, side: Lift(step.actor_id, day)}
    if len(lifts) < len(SIDES):
        return replace(now, lifts=lifts)
    back_on = max(lift.back_on for lift in lifts.values())
    # Lifted from its own first day, a suspension leaves no gap: both sides say it was a mistake.
    gap = () if back_on == now.suspended_from else ((now.suspended_from, back_on - ONE_DAY),)
    return replace(now, suspended_from=None, lifts={}, gaps=(*now.gaps, *gap))


_TRANSITIONS: dict[GovernanceAction, Callable[[RecordFacts, Situation, Step], Situation]] = {
    GovernanceAction.PROPOSED: _proposed,
    GovernanceAction.SIGNED: _signed,
    GovernanceAction.WITHDRAWN: _withdrawn,
    GovernanceAction.SUSPENDED: _suspended,
    GovernanceAction.LIFT_SIGNED: _lift_signed,
}


def after(facts: RecordFacts, now: Situation, step: Step) -> Situation:
    """Return the situation after one more step.

    Raises Impossible or NotAllowed, with a sentence, when the step cannot follow.
    """
    if step.sequence != now.steps + 1:
        raise unreadable(facts.record_id, missing=now.steps + 1)
    if not now.steps and step.action is not GovernanceAction.PROPOSED:
        raise unreadable(facts.record_id, missing=1)
    if now.is_withdrawn:
        raise Impossible(say("This record was withdrawn. Add a new one instead."))
    return replace(_TRANSITIONS[step.action](facts, now, step), steps=step.sequence)


def situation_of(facts: RecordFacts, steps: Iterable[Step]) -> Situation:
    """Return what all steps of a record, in their order, amount to."""
    now = Situation()
    for step in steps:
        now = after(facts, now, step)
    return now


def side_for(held: Collection[Side], done: Collection[Side]) -> Side | None:
    """Return for which side a lead who holds `held` acts, preferring one that is not `done`.

    None when the person leads neither side.
    """
    theirs = [side for side in SIDES if side in held]
    return next((side for side in theirs if side not in done), next(iter(theirs), None))


def step_by(
    facts: RecordFacts,
    now: Situation,
    action: GovernanceAction,
    *,
    actor_id: int,
    held: Collection[Side],
    effective_on: date | None = None,
) -> Step:
    """Return the step that somebody who leads the sides `held` would take.

    Raises Impossible or NotAllowed, with a sentence, when they cannot.
    """
    done: Mapping[GovernanceAction, Collection[Side]] = {
        GovernanceAction.SIGNED: now.signed,
        GovernanceAction.LIFT_SIGNED: now.lifts,
    }
    side = side_for(held, done.get(action, ()))
    step = Step(now.steps + 1, action, actor_id, side, effective_on)
    after(facts, now, step)
    return step


def may_sign(facts: RecordFacts, now: Situation, person_id: int, side: Side) -> bool:
    """Tell whether somebody who leads governance on `side` can sign a record now."""
    try:
        after(facts, now, Step(now.steps + 1, GovernanceAction.SIGNED, person_id, side))
    except Refused:
        return False
    return True


def suspended_stretches(now: Situation, valid_to: date) -> list[Interval]:
    """Return the stretches in which a record is suspended; an open one goes on to `valid_to`."""
    if now.suspended_from is None:
        return list(now.gaps)
    return [*now.gaps, (now.suspended_from, valid_to)]


def clear_intervals(facts: RecordFacts, steps: Iterable[Step]) -> list[Interval]:
    """Return the stretches of days on which a record is in date, in order and apart."""
    return intervals_of(facts, situation_of(facts, steps))


def intervals_of(facts: RecordFacts, now: Situation) -> list[Interval]:
    """Return the same stretches from the situation that the steps amount to."""
    if not facts.is_clear or not now.is_in_force:
        return []
    clear, first = [], facts.valid_from
    for gap_first, gap_last in sorted(suspended_stretches(now, facts.valid_to)):
        if first < gap_first:
            clear.append((first, gap_first - ONE_DAY))
        first = max(first, gap_last + ONE_DAY)
    if first <= facts.valid_to:
        clear.append((first, facts.valid_to))
    return clear


def state_on(facts: RecordFacts, steps: Iterable[Step], day: date) -> State:
    """Return how a record stands on `day`, by everything that is known of it now."""
    return state_in(facts, situation_of(facts, steps), day)


_WAITING = {
    (Side.COMMUNITY,): State.WAITING_COMMUNITY,
    (Side.STATUTORY,): State.WAITING_STATUTORY,
    SIDES: State.WAITING_BOTH,
}


def state_in(facts: RecordFacts, now: Situation, day: date) -> State:
    """Return the same from the situation that the steps amount to."""
    if now.is_withdrawn:
        return State.WITHDRAWN
    if now.unsigned:
        return _WAITING[now.unsigned]
    if not facts.is_clear:
        return State.NOT_CLEARED
    if day < facts.valid_from:
        return State.NOT_YET
    if day > facts.valid_to:
        return State.LAPSED
    stretches = suspended_stretches(now, facts.valid_to)
    if any(first <= day <= last for first, last in stretches):
        return State.SUSPENDED
    return State.IN_DATE
