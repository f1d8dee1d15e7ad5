"""Steps of an entry, who may take them, and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.hours import rules
from trainee_tracker.hours.rules import FaultyFacts, HoursAction, HoursState
from trainee_tracker.hours.sessions.rules import CODE_LETTERS, SessionFormat, case_code
from trainee_tracker.hours.signing.rules import (
    Decision,
    Signed,
    can_be_reversed,
    decision_faults,
    ensure_may_decide,
    waits_for_decision,
)
from trainee_tracker.messages import say
from trainee_tracker.refusals import Impossible, NotAllowed

TRAINEE, SUPERVISOR = 1, 2

DAY = date(2026, 11, 2)

# Every step there is, written out a second time by hand: from, act, to.
STEPS = """
- logged logged
logged submitted submitted
logged withdrawn withdrawn
logged corrected superseded
submitted signed_off signed_off
submitted declined declined
submitted withdrawn withdrawn
submitted corrected superseded
signed_off corrected superseded
signed_off reversed reversed
declined corrected superseded
declined withdrawn withdrawn
reversed corrected superseded
"""
MODEL = {tuple(line.split()[:2]): line.split()[2] for line in STEPS.strip().splitlines()}
SIGNED_OFF_AFTER_DECLINED = (
    r"^These hours cannot be signed off\. They were declined: the trainee corrects them first\.$"
)
STATES: list[HoursState | None] = [None, *HoursState]


def model_state(actions: Sequence[HoursAction]) -> str | None:
    """Return the state by the table above, or None when a step is not in it."""
    state = "-"
    for action in actions:
        step = MODEL.get((state, action.value))
        if step is None:
            return None
        state = step
    return None if state == "-" else state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", HoursAction)
def test_each_step_is_possible_exactly_where_the_table_has_it(
    state: HoursState | None, action: HoursAction
) -> None:
    expected = MODEL.get((state.value if state else "-", action.value))
    if expected is not None:
        assert rules.next_state(state, action) == expected
        return
    with pytest.raises(Impossible) as refusal:
        rules.next_state(state, action)
    sentence = str(refusal.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "cannot be" in sentence
    assert ". They " in sentence or ". Their " in sentence
    assert ": " in sentence
    assert "_" not in sentence


def test_a_refusal_says_what_to_do_instead() -> None:
    with pytest.raises(Impossible, match=SIGNED_OFF_AFTER_DECLINED):
        rules.next_state(HoursState.DECLINED, HoursAction.SIGNED_OFF)


@given(st.lists(st.sampled_from(HoursAction), max_size=7))
def test_any_sequence_of_actions_is_refused_or_ends_where_the_model_does(
    actions: list[HoursAction],
) -> None:
    expected = model_state(actions)
    if expected is None:
        with pytest.raises(Impossible):
            rules.state_after(actions)
    else:
        assert rules.state_after(actions) == expected


@given(st.lists(st.sampled_from(HoursAction), min_size=1, max_size=7))
def test_the_last_action_alone_says_where_an_entry_stands(actions: list[HoursAction]) -> None:
    if model_state(actions) is not None:
        assert rules.state_after(actions) is rules.STATE_AFTER[actions[-1]]


SESSION = Signed(
    trainee_id=TRAINEE,
    trainee_name="Abena Osei",
    supervisor_id=SUPERVISOR,
    supervisor_name="Sam Okafor",
    held_on=DAY,
    is_approved=True,
)


@pytest.mark.parametrize(
    ("actor", "approved", "sentence"),
    [
        (1, True, "Nobody signs for themselves"),
        (3, True, "Sam Okafor decides the session that Abena Osei had on 2 November 2026"),
        (2, False, "not an approved supervisor on 2 November 2026"),
    ],
)
def test_only_the_approved_supervisor_named_may_decide(
    actor: int, approved: bool, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        ensure_may_decide(actor, replace(SESSION, is_approved=approved))


def test_a_trainee_named_as_their_own_supervisor_may_not_decide() -> None:
    with pytest.raises(NotAllowed, match="Nobody signs for themselves"):
        ensure_may_decide(TRAINEE, replace(SESSION, supervisor_id=TRAINEE))


def test_who_was_approved_later_is_told_from_when_and_whom_to_ask() -> None:
    signed = replace(SESSION, is_approved=False, leads=("Ruth Mensah", "Ada Cole"))
    with pytest.raises(NotAllowed) as later:
        ensure_may_decide(SUPERVISOR, replace(signed, approved_from=date(2026, 11, 4)))
    assert str(later.value.message) == (
        "You are approved as a supervisor from 4 November 2026, and Abena Osei had this session on"
        " 2 November 2026. Ask Ruth Mensah or Ada Cole to approve you from an earlier day, or leave"
        " it out and sign the rest."
    )
    with pytest.raises(NotAllowed, match="Ask Ruth Mensah or Ada Cole to approve you for that day"):
        ensure_may_decide(SUPERVISOR, replace(signed, approved_from=date(2026, 10, 1)))
    with pytest.raises(NotAllowed, match="Ask a training lead of the cohort to approve you"):
        ensure_may_decide(SUPERVISOR, replace(signed, leads=()))


def test_the_approved_supervisor_named_may_decide() -> None:
    ensure_may_decide(SUPERVISOR, SESSION)


def test_only_the_trainee_acts_on_their_own_hours() -> None:
    rules.ensure_own(actor_id=1, trainee_id=1)
    with pytest.raises(NotAllowed, match="somebody else"):
        rules.ensure_own(actor_id=2, trainee_id=1)


def test_case_codes_begin_with_the_letter_of_their_format() -> None:
    codes = [case_code(each, "7K2Q") for each in SessionFormat]
    assert codes == ["I-7K2Q", "C-7K2Q", "F-7K2Q", "G-7K2Q"]


def test_case_codes_are_made_of_nothing_that_is_read_as_something_else() -> None:
    assert not set(CODE_LETTERS) & set("01OILSZBUAEaeiou")


def test_only_declined_rows_without_a_usable_reason_are_faulty() -> None:
    decisions = [
        Decision(1, is_signed_off=True),
        Decision(2, is_signed_off=False),
        Decision(3, is_signed_off=False, reason="Please add the case code."),
    ]
    faults = decision_faults(decisions, {1: DAY, 2: DAY, 3: DAY})
    assert list(faults) == [2]
    assert "Say why you decline it" in str(faults[2])


def test_faulty_facts_read_as_their_sentences() -> None:
    minutes, role = say("Enter the minutes."), say("Choose your part.")
    refusal = FaultyFacts({"minutes": minutes, "role": role})
    assert str(refusal) == "Enter the minutes. Choose your part."
    assert refusal.faults["role"] == role
    assert refusal.field is None


def test_a_single_fault_names_its_field() -> None:
    fault = say("Enter the minutes.")
    refusal = FaultyFacts({"minutes": fault})
    assert (refusal.message, refusal.field) == (fault, "minutes")


@pytest.mark.parametrize("state", list(HoursState))
def test_only_ones_own_hours_have_a_next_step(state: HoursState) -> None:
    assert rules.own_steps(state, is_own=True) == rules.ALLOWED[state]
    assert rules.own_steps(state, is_own=False) == frozenset()
    possible = {action for action in HoursAction if rules.can_follow(state, action)}
    assert possible == rules.ALLOWED[state]


@pytest.mark.parametrize("state", list(HoursState))
@pytest.mark.parametrize("actor", [TRAINEE, SUPERVISOR, 7])
def test_what_a_supervisor_can_do_next_is_told_by_state_and_person(
    state: HoursState, actor: int
) -> None:
    is_named = actor == SUPERVISOR
    waits = waits_for_decision(state, actor_id=actor, trainee_id=TRAINEE, supervisor_id=SUPERVISOR)
    assert waits is (is_named and state is HoursState.SUBMITTED)
    reversible = can_be_reversed(state, actor_id=actor, supervisor_id=SUPERVISOR)
    assert reversible is (is_named and state is HoursState.SIGNED_OFF)


def test_nobody_waits_for_their_own_decision() -> None:
    assert not waits_for_decision(
        HoursState.SUBMITTED, actor_id=TRAINEE, trainee_id=TRAINEE, supervisor_id=TRAINEE
    )


def test_hours_that_were_never_logged_stand_nowhere() -> None:
    with pytest.raises(Impossible, match="never logged"):
        rules.state_after([])
