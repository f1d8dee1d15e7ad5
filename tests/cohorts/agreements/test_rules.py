"""Who answers for a side where fewer checks are asked for, and what answers amount to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from trainee_tracker.cohorts.agreements.rules import (
    Answer,
    NextStep,
    TermsState,
    ensure_agreed,
    ensure_to_ask,
    side_answering,
    state_of,
)
from trainee_tracker.messages import say
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible, NotAllowed

CLARA, TOM, RUTH = 1, 2, 3
COMMUNITY = Answer(Side.COMMUNITY, True, CLARA)
STATUTORY = Answer(Side.STATUTORY, True, TOM)
DECLINED = Answer(Side.STATUTORY, False, TOM)
GONE = say("DBS is gone.")
BOTH = (Side.STATUTORY, Side.COMMUNITY)


def side(
    held: Collection[Side],
    answers: Sequence[Answer] = (),
    *,
    actor: int = CLARA,
    trains: bool = False,
) -> Side:
    return side_answering(held, answers, actor_id=actor, asker_id=RUTH, trains_there=trains)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], TermsState.WAITING),
        ([COMMUNITY], TermsState.WAITING),
        ([COMMUNITY, STATUTORY], TermsState.AGREED),
        ([COMMUNITY, DECLINED], TermsState.DECLINED),
        ([DECLINED], TermsState.DECLINED),
    ],
)
def test_both_sides_agree_and_one_is_enough_to_decline(
    answers: list[Answer], state: TermsState
) -> None:
    assert state_of(answers) is state


def test_a_lead_answers_for_their_side() -> None:
    assert side([Side.COMMUNITY]) is Side.COMMUNITY
    assert side([Side.STATUTORY], [COMMUNITY], actor=TOM) is Side.STATUTORY
    # Who leads on both sides answers where nobody has answered yet.
    assert side(BOTH) is Side.COMMUNITY
    assert side(BOTH, [COMMUNITY], actor=TOM) is Side.STATUTORY


@pytest.mark.parametrize(
    ("held", "answers", "actor", "trains", "words"),
    [
        ([], [], CLARA, False, "Only a governance lead of the network or of its partner"),
        ([Side.COMMUNITY], [], RUTH, False, "You asked for this"),
        ([Side.COMMUNITY], [], CLARA, True, "You train on this course yourself"),
        (BOTH, [COMMUNITY], CLARA, False, "The other side needs a different person"),
    ],
)
def test_nobody_answers_for_another_side_their_own_request_or_their_own_award(
    held: Collection[Side], answers: list[Answer], actor: int, trains: bool, words: str
) -> None:
    with pytest.raises(NotAllowed, match=words):
        side(held, answers, actor=actor, trains=trains)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([DECLINED], "was declined already"),
        ([COMMUNITY, STATUTORY], "Both sides have agreed to this already"),
        (
            [COMMUNITY],
            "The community side has agreed already. Now the statutory side has to answer",
        ),
    ],
)
def test_what_is_answered_stays_answered(answers: list[Answer], words: str) -> None:
    with pytest.raises(Impossible, match=words):
        side([Side.COMMUNITY], answers, actor=4)


def test_a_refusal_names_the_check_and_who_can_act() -> None:
    ensure_agreed((), version=2, then=NextStep.MOVE)
    with pytest.raises(Impossible) as refused:
        ensure_agreed((GONE, say("So is this.")), version=2, then=NextStep.MOVE)
    assert str(refused.value) == (
        "Version 2 asks for fewer checks than before: DBS is gone. (and 1 more) "
        "A governance lead of each side has to agree first. Ask them, then move the cohort."
    )
    with pytest.raises(Impossible) as refused:
        ensure_agreed((GONE,), version=2, then=NextStep.OPEN)
    assert str(refused.value) == (
        "Version 2 asks for fewer checks than before: DBS is gone. "
        "A governance lead of each side has to agree first. Ask them, then open the cohort."
    )


def test_what_needs_nobody_and_what_is_asked_already_is_not_asked() -> None:
    ensure_to_ask([GONE], None)
    ensure_to_ask([GONE], TermsState.DECLINED)
    with pytest.raises(Impossible, match="Nobody has to agree"):
        ensure_to_ask([], None)
    with pytest.raises(Impossible, match="asked already"):
        ensure_to_ask([GONE], TermsState.WAITING)
