"""The window that counts is the one that meets most of what is asked, and of those the fullest."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.accreditation.builders import judged, left, limited, line, standing
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit, credit_for
from trainee_tracker.accreditation.kinds import MinimumMinutes, ModulesPassed, Requirement
from trainee_tracker.accreditation.ledger import LedgerLine, LineState, ModuleOutcome
from trainee_tracker.accreditation.limits import BestWindow, Cap
from trainee_tracker.accreditation.standing import JudgedLine
from trainee_tracker.accreditation.unchecked_terms import Activity

MONTH = BestWindow("month", "Best month", "practice", 1)
LED = MinimumMinutes("led", "Led", "practice", 100, roles=("lead",))
BEFORE = line(minutes=10, held_on=date(2026, 1, 10))
FULLER = line(minutes=150, held_on=date(2026, 8, 3))


def led(minutes: int, number: int = 3, month: int = 3, **changes: Any) -> LedgerLine:
    return line(minutes=minutes, held_on=date(2026, month, number), role="lead", **changes)


CLINIC = line("family-clinic", 40, held_on=date(2026, 3, 3), role="lead")


@pytest.mark.parametrize(
    ("lines", "is_best"),
    [
        pytest.param([led(50), led(50, 10)], True, id="two days together are enough"),
        pytest.param([led(100)], True, id="one day is enough, and only there"),
        pytest.param([led(99), line(minutes=1, held_on=date(2026, 3, 10))], False, id="not led"),
        pytest.param([led(60), led(40), led(9, 10)], True, id="two sessions of one day"),
        pytest.param([led(99)], False, id="a minute too little"),
        pytest.param([led(60), CLINIC], True, id="two sorts of practice on one day"),
    ],
)
@pytest.mark.parametrize("first", [(), (ModulesPassed("modules", "Modules"),)])
def test_the_window_that_meets_what_is_asked_is_better_than_a_fuller_one(
    first: tuple[Requirement, ...], lines: list[LedgerLine], is_best: bool
) -> None:
    course = limited(MONTH, requirements=(*first, LED))
    counted = left(course, BEFORE, *lines, FULLER)
    inside = sum(counted[1:-1])
    assert (inside, counted[0], counted[-1]) == (
        (sum(one.minutes for one in lines), 0, 0) if is_best else (0, 0, 150)
    )


@pytest.mark.parametrize(("minutes", "is_best"), [(40, True), (39, False)])
def test_what_no_window_cuts_helps_each_of_them(minutes: int, is_best: bool) -> None:
    asked = MinimumMinutes(
        "led", "Led", "practice", 100, roles=("lead",), also=("taught", "supervision")
    )
    elsewhere = [line("taught", 30, role="lead"), line("supervision", 30, role="lead")]
    course = limited(MONTH, requirements=(asked,))
    counted = left(course, led(minutes), FULLER, *elsewhere)
    assert counted[:2] == ([minutes, 0] if is_best else [0, 150])


def test_only_what_was_done_once_a_module_was_passed_helps_a_window() -> None:
    asked = MinimumMinutes("after", "After", "practice", 100, after_module="genograms")
    course = limited(MONTH, requirements=(asked,))
    early, late = led(200), led(100, month=8)
    for passed_on, expected in ((date(2026, 8, 3), [0, 100]), (date(2026, 8, 4), [200, 0])):
        outcomes = [ModuleOutcome("amina", "genograms", passed_on)]
        assert left(course, early, late, outcomes=outcomes) == expected


def test_what_the_group_is_asked_for_together_decides_nobodys_window() -> None:
    together = MinimumMinutes("led", "Led", "practice", 100, roles=("lead",), pooled="person")
    assert left(limited(MONTH, requirements=(together,)), led(100), FULLER) == [0, 150]


# What waits, and what is said of it.


def test_what_waits_counts_toward_what_is_asked_once_a_module_was_passed() -> None:
    asked = MinimumMinutes("after", "After", "practice", 100, after_module="genograms")
    outcomes = [ModuleOutcome("amina", "genograms", date(2026, 1, 1))]
    waiting = led(60, state=LineState.SUBMITTED)
    result = standing(limited(requirements=(asked,)), led(30), waiting, outcomes=outcomes)
    assert (result.requirements[0].have, result.requirements[0].waiting) == (30, 60)


@pytest.mark.parametrize(
    ("kind", "words"),
    [(CreditKind.DOUBLE_SHARE, "up to two people"), (CreditKind.HALF, "one person alone")],
)
def test_a_credit_says_for_how_many_it_would_be_in_full(kind: CreditKind, words: str) -> None:
    earned = credit_for(GroupCredit("supervision", kind), "Supervision", 60, 4)
    assert str(earned.remedy) == (
        f"It counts in full for {words}. If fewer people were present, correct the number."
    )


def test_a_line_that_a_limit_cut_also_says_how_a_group_shares_its_time() -> None:
    course = limited(
        Cap("most", "Most", "supervision", minutes=20),
        activities=(Activity("practice", "Practice"), Activity("supervision", "Group: peers")),
        credits=(GroupCredit("supervision", CreditKind.HALF),),
    )
    one = judged(course, line("supervision", 60, present=4))
    assert str(one.reason) == (
        "Counted 20 min of 1 h: this course counts at most 20 min of group: peers. Also, 4 people "
        "shared this group: peers; everyone is credited half of the time."
    )


def test_a_line_that_waits_says_what_a_signature_alone_would_not_bring() -> None:
    course = limited(credits=(GroupCredit("supervision", CreditKind.HALF),))
    waiting = line("supervision", 60, present=4, state=LineState.SUBMITTED, entry="w")
    result = judged(course, waiting)
    assert replace(result, reason=None, remedy=None) == JudgedLine(
        "w", "amina", 60, 0, None, None, waiting_minutes=30
    )
    assert str(result.reason) == "Waiting for sign-off."
    assert str(result.remedy) == (
        "Signing it off would not be enough for all of it. Counted 30 min of 1 h: 4 people shared "
        "this supervision; everyone is credited half of the time."
    )
