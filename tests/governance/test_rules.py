"""The steps of a record and the days on which it is in date, compared with a day-by-day model."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.governance.rules import (
    GovernanceAction,
    RecordFacts,
    Situation,
    State,
    Step,
    after,
    clear_intervals,
    may_sign,
    side_for,
    situation_of,
    state_on,
    step_by,
)
from trainee_tracker.governance.validity import last_valid_day, validity
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible, NotAllowed, Refused

SUBJECT, CLARA, TOM, BOTH = 1, 2, 3, 4
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
FACTS = RecordFacts(SUBJECT, is_clear=True, valid_from=FIRST, valid_to=LAST)
UNCLEAR = RecordFacts(SUBJECT, is_clear=False, valid_from=FIRST, valid_to=LAST)
ONE_DAY = timedelta(days=1)

Move = tuple[GovernanceAction, int, Side | None, date | None]

PROPOSE: Move = (GovernanceAction.PROPOSED, BOTH, None, None)
WITHDRAW: Move = (GovernanceAction.WITHDRAWN, CLARA, Side.COMMUNITY, None)
CLARA_SIGNS: Move = (GovernanceAction.SIGNED, CLARA, Side.COMMUNITY, None)
TOM_SIGNS: Move = (GovernanceAction.SIGNED, TOM, Side.STATUTORY, None)
IN_FORCE = [PROPOSE, CLARA_SIGNS, TOM_SIGNS]


def suspend(day: date, who: int = TOM, side: Side | None = Side.STATUTORY) -> Move:
    return GovernanceAction.SUSPENDED, who, side, day


def lift(day: date | None, who: int = CLARA, side: Side | None = Side.COMMUNITY) -> Move:
    return GovernanceAction.LIFT_SIGNED, who, side, day


def steps(*moves: Move) -> list[Step]:
    return [
        Step(number, action, actor, side, day)
        for number, (action, actor, side, day) in enumerate(moves, 1)
    ]


MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)
JULY = date(2026, 7, 1)


def test_only_with_both_sides_is_it_in_date() -> None:
    assert state_on(FACTS, steps(PROPOSE), MAY) is State.WAITING_BOTH
    assert state_on(FACTS, steps(PROPOSE, CLARA_SIGNS), MAY) is State.WAITING_STATUTORY
    assert state_on(FACTS, steps(PROPOSE, TOM_SIGNS), MAY) is State.WAITING_COMMUNITY
    assert state_on(FACTS, steps(*IN_FORCE), MAY) is State.IN_DATE
    assert state_on(FACTS, steps(PROPOSE, TOM_SIGNS, CLARA_SIGNS), MAY) is State.IN_DATE
    assert clear_intervals(FACTS, steps(PROPOSE, CLARA_SIGNS)) == []
    assert clear_intervals(FACTS, steps(*IN_FORCE)) == [(FIRST, LAST)]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (FIRST - ONE_DAY, State.NOT_YET),
        (FIRST, State.IN_DATE),
        (LAST, State.IN_DATE),
        (LAST + ONE_DAY, State.LAPSED),
    ],
)
def test_the_first_and_the_last_day_belong_to_it(day: date, state: State) -> None:
    assert state_on(FACTS, steps(*IN_FORCE), day) is state


def test_an_outcome_that_does_not_clear_is_signed_and_gives_no_day() -> None:
    assert state_on(UNCLEAR, steps(*IN_FORCE), MAY) is State.NOT_CLEARED
    assert clear_intervals(UNCLEAR, steps(*IN_FORCE)) == []


def test_a_withdrawn_record_gives_no_day() -> None:
    withdrawn = steps(PROPOSE, CLARA_SIGNS, WITHDRAW)
    assert state_on(FACTS, withdrawn, MAY) is State.WITHDRAWN
    assert clear_intervals(FACTS, withdrawn) == []


def test_a_suspension_takes_its_days_out_until_both_sides_lift_it() -> None:
    suspended = [*IN_FORCE, suspend(MAY)]
    assert clear_intervals(FACTS, steps(*suspended)) == [(FIRST, MAY - ONE_DAY)]
    assert state_on(FACTS, steps(*suspended), MAY) is State.SUSPENDED
    assert state_on(FACTS, steps(*suspended), MAY - ONE_DAY) is State.IN_DATE
    one_side = [*suspended, lift(JUNE)]
    assert clear_intervals(FACTS, steps(*one_side)) == [(FIRST, MAY - ONE_DAY)]
    both = [*one_side, lift(JULY, TOM, Side.STATUTORY)]
    assert clear_intervals(FACTS, steps(*both)) == [(FIRST, MAY - ONE_DAY), (JULY, LAST)]
    assert state_on(FACTS, steps(*both), JULY - ONE_DAY) is State.SUSPENDED
    assert state_on(FACTS, steps(*both), JULY) is State.IN_DATE


def test_it_is_lifted_from_the_later_of_the_two_days() -> None:
    both = [*IN_FORCE, suspend(MAY), lift(JULY), lift(JUNE, TOM, Side.STATUTORY)]
    assert situation_of(FACTS, steps(*both)).gaps == ((MAY, JULY - ONE_DAY),)


def test_a_suspension_lifted_from_its_own_first_day_leaves_no_gap() -> None:
    both = [*IN_FORCE, suspend(MAY), lift(MAY), lift(MAY, TOM, Side.STATUTORY)]
    assert clear_intervals(FACTS, steps(*both)) == [(FIRST, LAST)]


def test_suspended_from_the_first_day_it_gives_no_day() -> None:
    assert clear_intervals(FACTS, steps(*IN_FORCE, suspend(FIRST))) == []


def test_an_earlier_suspension_needs_new_agreement_from_both() -> None:
    earlier = [*IN_FORCE, suspend(JUNE), lift(JULY), suspend(MAY)]
    now = situation_of(FACTS, steps(*earlier))
    assert now.suspended_from == MAY
    assert now.unlifted == (Side.COMMUNITY, Side.STATUTORY)


def test_suspended_twice_it_misses_both_stretches() -> None:
    twice = [
        *IN_FORCE,
        suspend(MAY),
        lift(JUNE),
        lift(JUNE, TOM, Side.STATUTORY),
        suspend(JULY, CLARA, Side.COMMUNITY),
    ]
    assert clear_intervals(FACTS, steps(*twice)) == [
        (FIRST, MAY - ONE_DAY),
        (JUNE, JULY - ONE_DAY),
    ]


@pytest.mark.parametrize(
    ("moves", "sentence"),
    [
        ([CLARA_SIGNS], "Tell your administrator that step 1 of it is missing."),
        (
            [PROPOSE, PROPOSE],
            "This record was added already. Now a governance lead of each side signs it.",
        ),
        (
            [PROPOSE, CLARA_SIGNS, CLARA_SIGNS],
            "You have signed this record already. Somebody else has to sign",
        ),
        ([PROPOSE, CLARA_SIGNS, TOM_SIGNS, CLARA_SIGNS], "Both sides have signed this record."),
        (
            [PROPOSE, CLARA_SIGNS, (GovernanceAction.SIGNED, CLARA, Side.STATUTORY, None)],
            "You have signed this record already. Somebody else has to sign it for the other side",
        ),
        (
            [PROPOSE, CLARA_SIGNS, (GovernanceAction.SIGNED, BOTH, Side.COMMUNITY, None)],
            "The community side has signed this record already.",
        ),
        (
            [PROPOSE, (GovernanceAction.SIGNED, SUBJECT, Side.COMMUNITY, None)],
            "This record is about you. Somebody else has to sign it.",
        ),
        ([PROPOSE, (GovernanceAction.SIGNED, BOTH, None, None)], "Only a governance lead"),
        (
            [PROPOSE, (GovernanceAction.SIGNED, BOTH, Side.TRAINING_PROVIDER, None)],
            "Only a governance lead",
        ),
        ([*IN_FORCE, WITHDRAW], "Both sides have signed this record."),
        (
            [PROPOSE, (GovernanceAction.WITHDRAWN, SUBJECT, None, None)],
            "This record is about you. Somebody else has to withdraw it.",
        ),
        (
            [PROPOSE, (GovernanceAction.WITHDRAWN, TOM, None, None)],
            "Only a governance lead, or who added the record, can withdraw it. Ask one of them.",
        ),
        ([PROPOSE, WITHDRAW, CLARA_SIGNS], "This record was withdrawn. Add a new one instead."),
        ([PROPOSE, suspend(MAY)], "Both sides have not signed this record yet."),
        ([*IN_FORCE, suspend(FIRST - ONE_DAY)], "Choose a day from 1 January 2026 to 31 December"),
        ([*IN_FORCE, suspend(LAST + ONE_DAY)], "Choose a day from 1 January 2026 to 31 December"),
        ([*IN_FORCE, suspend(MAY), suspend(MAY)], "It is suspended already, from 1 May 2026."),
        ([*IN_FORCE, suspend(MAY), suspend(JUNE)], "It is suspended already, from 1 May 2026."),
        ([*IN_FORCE, suspend(MAY, SUBJECT)], "This record is about you."),
        ([*IN_FORCE, lift(MAY)], "This record is not suspended."),
        ([*IN_FORCE, suspend(MAY), lift(MAY - ONE_DAY)], "Choose a day from 1 May 2026 to 31"),
        ([*IN_FORCE, suspend(MAY), lift(None)], "Choose a day from 1 May 2026 to 31 December"),
        (
            [*IN_FORCE, suspend(MAY), lift(JUNE), lift(JUNE, CLARA, Side.STATUTORY)],
            "You have agreed already that this suspension ends. Somebody else has to agree",
        ),
        (
            [*IN_FORCE, suspend(MAY), lift(JUNE), lift(JUNE, BOTH)],
            "The community side has agreed already that this suspension ends.",
        ),
    ],
)
def test_an_impossible_step_says_why(moves: list[Move], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        situation_of(FACTS, steps(*moves))


def test_a_record_that_cannot_be_read_safely_tells_its_number() -> None:
    with pytest.raises(Impossible, match=r"that step 2 of record 1041 is missing\."):
        situation_of(replace(FACTS, record_id=1041), steps(PROPOSE, TOM_SIGNS, CLARA_SIGNS)[::2])


def test_a_record_that_clears_nobody_cannot_be_suspended() -> None:
    with pytest.raises(Impossible, match="nothing to stop"):
        situation_of(UNCLEAR, steps(*IN_FORCE, suspend(MAY)))


def test_who_added_a_record_can_withdraw_it_without_leading_a_side() -> None:
    by_proposer = (GovernanceAction.WITHDRAWN, BOTH, None, None)
    assert state_on(FACTS, steps(PROPOSE, by_proposer), MAY) is State.WITHDRAWN


def test_a_person_s_next_step_is_for_the_side_they_lead() -> None:
    now = situation_of(FACTS, steps(PROPOSE, CLARA_SIGNS))
    held = {Side.COMMUNITY, Side.STATUTORY}
    step = step_by(FACTS, now, GovernanceAction.SIGNED, actor_id=TOM, held=held)
    assert step == Step(3, GovernanceAction.SIGNED, TOM, Side.STATUTORY)
    with pytest.raises(NotAllowed, match="Somebody else has to sign it"):
        step_by(FACTS, now, GovernanceAction.SIGNED, actor_id=CLARA, held=held)


@pytest.mark.parametrize("side", [Side.COMMUNITY, Side.STATUTORY])
def test_who_added_a_record_signs_it_for_neither_side(side: Side) -> None:
    now = situation_of(FACTS, steps(PROPOSE))
    with pytest.raises(NotAllowed, match=f"somebody else signs it for the {side} side"):
        after(FACTS, now, Step(2, GovernanceAction.SIGNED, BOTH, side))
    assert not may_sign(FACTS, now, BOTH, side)
    assert may_sign(FACTS, now, TOM, side)


def test_a_missing_step_is_noticed() -> None:
    with pytest.raises(Impossible, match="step 1 of it is missing"):
        after(FACTS, Situation(), Step(2, GovernanceAction.PROPOSED, BOTH))


def test_two_sides_by_the_same_person_are_refused_as_not_allowed() -> None:
    with pytest.raises(NotAllowed):
        situation_of(
            FACTS,
            steps(PROPOSE, CLARA_SIGNS, (GovernanceAction.SIGNED, CLARA, Side.STATUTORY, None)),
        )


@pytest.mark.parametrize(
    ("held", "done", "side"),
    [
        ({Side.COMMUNITY}, (), Side.COMMUNITY),
        ({Side.STATUTORY}, (), Side.STATUTORY),
        ({Side.COMMUNITY, Side.STATUTORY}, (), Side.COMMUNITY),
        ({Side.COMMUNITY, Side.STATUTORY}, (Side.COMMUNITY,), Side.STATUTORY),
        ({Side.COMMUNITY}, (Side.COMMUNITY,), Side.COMMUNITY),
        (set(), (), None),
    ],
)
def test_a_lead_of_both_sides_acts_for_the_one_that_is_open(
    held: set[Side], done: tuple[Side, ...], side: Side | None
) -> None:
    assert side_for(held, done) is side


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 5, 5), 12, date(2027, 5, 4)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 12, 31), 36, date(2029, 12, 30)),
        (date(2026, 6, 1), 6, date(2026, 11, 30)),
    ],
)
def test_months_end_on_the_day_before_the_same_date(first: date, months: int, last: date) -> None:
    assert last_valid_day(first, months) == last


def test_without_a_last_day_the_usual_months_hold() -> None:
    assert validity(FIRST, None, 12) == (FIRST, LAST)
    assert validity(FIRST, MAY, 12) == (FIRST, MAY)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(1066, 10, 14), None),
        (date(9999, 12, 31), None),
        (MAY, FIRST),
        (FIRST, date(2226, 12, 31)),
    ],
)
def test_unlikely_days_are_refused(first: date, last: date | None) -> None:
    with pytest.raises(Impossible, match=r"Check (the year|both dates)"):
        validity(first, last, 12)


# --- Any sequence of steps, against a model that looks at one day after the other ---------------

RANGE = [FIRST + timedelta(days=number) for number in range(-3, 24)]
SHORT = RecordFacts(SUBJECT, is_clear=True, valid_from=FIRST, valid_to=FIRST + timedelta(days=20))

ANY_MOVE: st.SearchStrategy[Move] = st.tuples(
    st.sampled_from(list(GovernanceAction)),
    st.sampled_from([SUBJECT, CLARA, TOM, BOTH]),
    st.sampled_from([Side.COMMUNITY, Side.STATUTORY]),
    st.sampled_from(RANGE),
)


def in_date_by_the_slow_model(facts: RecordFacts, taken: Sequence[Step], day: date) -> bool:
    """Walk through the steps with one day in mind: was it, and is it again, in date?"""
    signers: dict[Side, int | None] = {}
    is_withdrawn = False
    was_out = is_out = False
    agreed: dict[Side, date] = {}
    opened: date | None = None
    for step in taken:
        if step.action is GovernanceAction.SIGNED and step.side:
            signers[step.side] = step.actor_id
        elif step.action is GovernanceAction.WITHDRAWN:
            is_withdrawn = True
        elif step.action is GovernanceAction.SUSPENDED and step.effective_on:
            was_out = was_out if opened else is_out
            opened = step.effective_on
            is_out = was_out or day >= step.effective_on
            agreed = {}
        elif step.action is GovernanceAction.LIFT_SIGNED and step.side and step.effective_on:
            agreed[step.side] = step.effective_on
            if len(agreed) == 2 and opened:
                is_out = was_out or opened <= day < max(agreed.values())
                opened = None
    signed = len(set(signers.values()) - {SUBJECT}) == 2
    within = facts.valid_from <= day <= facts.valid_to
    return facts.is_clear and signed and within and not is_withdrawn and not is_out


@given(st.lists(ANY_MOVE, max_size=14), st.booleans())
def test_the_intervals_are_those_of_a_day_by_day_model(moves: list[Move], signed: bool) -> None:
    taken = steps(*(IN_FORCE if signed else [PROPOSE]))
    now = situation_of(SHORT, taken)
    for action, actor, side, day in moves:
        step = Step(now.steps + 1, action, actor, side, day)
        try:
            now = after(SHORT, now, step)
        except Refused:
            continue
        taken.append(step)
    intervals = clear_intervals(SHORT, taken)
    for day in RANGE:
        expected = in_date_by_the_slow_model(SHORT, taken, day)
        assert any(first <= day <= last for first, last in intervals) is expected
        assert (state_on(SHORT, taken, day) is State.IN_DATE) is expected
    assert all(first <= last for first, last in intervals)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(intervals)), (
        "the stretches stand apart and in order"
    )
