"""The rules of cohorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.rules import Mark, MarkGiven, Phase
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

MONDAY = date(2026, 9, 7)
FRIDAY = date(2026, 9, 11)
SATURDAY = date(2026, 9, 12)
"""The second Saturday of September 2026."""


@pytest.mark.parametrize("led", [{1}, {2}, {1, 2, 3}])
def test_a_lead_of_the_network_or_of_the_partner_may_act(led: set[int]) -> None:
    assert rules.is_led(led, 1, 2)


@pytest.mark.parametrize("led", [set(), {3}])
def test_nobody_else_may_act(led: set[int]) -> None:
    assert not rules.is_led(led, 1, 2)


def test_whoever_leads_on_neither_side_is_told_who_does() -> None:
    assert str(rules.not_a_lead()) == (
        "Only a training lead of the network or of its partner does this. Ask one of them."
    )
    unknown = rules.not_a_lead()
    assert unknown.naming([]) is unknown
    assert str(rules.not_a_lead().naming(["Zaynab", "Priya", "Zaynab"])) == (
        "Only a training lead of the network or of its partner does this. Ask Zaynab or Priya."
    )


def test_a_cohort_needs_both_sides() -> None:
    rules.ensure_sides(is_network=True, is_statutory=True)
    with pytest.raises(Impossible, match="network of the community"):
        rules.ensure_sides(is_network=False, is_statutory=True)
    with pytest.raises(Impossible, match="statutory partner"):
        rules.ensure_sides(is_network=True, is_statutory=False)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_cohort_needs_a_name_that_fits(name: str) -> None:
    with pytest.raises(Impossible):
        rules.ensure_name(name)


def test_a_name_that_fits_is_taken() -> None:
    rules.ensure_name("x" * 200)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "message"),
    [
        (MONDAY, MONDAY, "ends after it starts"),
        (MONDAY, date(2026, 9, 6), "ends after it starts"),
        (date(1026, 9, 7), MONDAY, "Check the year of 7 September 1026"),
        (MONDAY, date(2206, 9, 7), "Check the year"),
        (MONDAY, date(2037, 9, 7), "ten years"),
    ],
)
def test_absurd_dates_are_refused(starts_on: date, ends_on: date, message: str) -> None:
    with pytest.raises(Impossible, match=message):
        rules.ensure_dates(starts_on, ends_on)


def test_plausible_dates_are_taken() -> None:
    rules.ensure_dates(MONDAY, date(2026, 9, 8))


def test_sites_belong_to_the_network_or_the_partner() -> None:
    rules.ensure_sites([1, 2, 2], 1, 2)
    rules.ensure_sites([], 1, 2)
    with pytest.raises(Impossible):
        rules.ensure_sites([1, 3], 1, 2)


@pytest.mark.parametrize(
    ("approved_from", "approved_until", "message"),
    [
        (date(2027, 7, 17), None, "Approve the supervisor from an earlier date"),
        (MONDAY, date(2026, 9, 6), "ends before it begins"),
        (MONDAY, date(2999, 1, 1), "Check the year"),
        (date(1, 1, 1), None, "Check the year"),
    ],
)
def test_an_approval_that_makes_no_sense_is_refused(
    approved_from: date, approved_until: date | None, message: str
) -> None:
    with pytest.raises(Impossible, match=message):
        rules.ensure_approval(approved_from, approved_until, date(2027, 7, 16))


def test_an_approval_of_one_day_is_taken_and_so_is_one_without_end() -> None:
    rules.ensure_approval(MONDAY, MONDAY, date(2027, 7, 16))
    rules.ensure_approval(date(2027, 7, 16), None, date(2027, 7, 16))


@pytest.mark.parametrize(("trainee", "supervisor"), [(True, False), (False, True), (False, False)])
def test_either_is_fine(trainee: bool, supervisor: bool) -> None:
    rules.ensure_not_both(trainee, supervisor, "Abena")


def test_nobody_is_trainee_and_supervisor_of_one_cohort() -> None:
    with pytest.raises(Impossible, match="Abena cannot be a trainee and a supervisor"):
        rules.ensure_not_both(True, True, "Abena")


def test_nobody_joins_after_the_end() -> None:
    rules.ensure_enrolment_date(date(2027, 7, 16), date(2026, 9, 7), date(2027, 7, 16))
    with pytest.raises(Impossible, match="ends on 16 July 2027"):
        rules.ensure_enrolment_date(date(2027, 7, 17), date(2026, 9, 7), date(2027, 7, 16))


def test_nobody_joins_before_the_first_day_of_the_cohort_which_the_refusal_names() -> None:
    rules.ensure_enrolment_date(date(2026, 9, 7), date(2026, 9, 7), date(2027, 7, 16))
    for day in (date(2026, 9, 6), date(2006, 11, 2)):
        with pytest.raises(Impossible, match="first day is 7 September 2026"):
            rules.ensure_enrolment_date(day, date(2026, 9, 7), date(2027, 7, 16))


def test_no_register_before_the_day_of_the_class() -> None:
    rules.ensure_class_held(MONDAY, MONDAY)
    with pytest.raises(Impossible, match="on that day or later"):
        rules.ensure_class_held(SATURDAY, MONDAY)


def test_a_register_taken_meanwhile_is_seen_first() -> None:
    rules.ensure_same_turn(2, None)
    rules.ensure_same_turn(2, 2)
    with pytest.raises(Stale):
        rules.ensure_same_turn(2, 1)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ({1}, "1 has no mark"),
        (set(), "2 have no mark"),
        ({1, 2, 3}, "not in this class"),
    ],
)
def test_everybody_on_the_list_gets_a_mark_and_nobody_else(marked: set[int], message: str) -> None:
    with pytest.raises(Impossible, match=message):
        rules.ensure_everyone_marked({1, 2}, marked)


def test_a_full_register_is_taken() -> None:
    rules.ensure_everyone_marked({1, 2}, {2, 1})


@pytest.mark.parametrize(
    ("mark", "late", "given_mark"),
    [
        (Mark.PRESENT, 0, MarkGiven(Mark.PRESENT, 0, 150)),
        (Mark.PRESENT, 20, MarkGiven(Mark.PRESENT, 0, 150)),
        (Mark.LATE, 20, MarkGiven(Mark.LATE, 20, 130)),
        (Mark.LATE, 149, MarkGiven(Mark.LATE, 149, 1)),
        (Mark.ABSENT, 0, MarkGiven(Mark.ABSENT, 0, 0)),
        (Mark.APOLOGIES, 5, MarkGiven(Mark.APOLOGIES, 0, 0)),
    ],
)
def test_minutes_present_follow_from_the_mark(mark: Mark, late: int, given_mark: MarkGiven) -> None:
    assert rules.mark_given(mark, late, 150) == given_mark


@pytest.mark.parametrize("late", [-5, 0, 150, 1500])
def test_late_is_less_than_the_class_and_more_than_nothing(late: int) -> None:
    with pytest.raises(Impossible, match="from 1 to 149 minutes"):
        rules.mark_given(Mark.LATE, late, 150)


def test_a_result_is_not_decided_in_the_future() -> None:
    rules.ensure_decided(MONDAY, MONDAY)
    with pytest.raises(Impossible, match="still to come"):
        rules.ensure_decided(SATURDAY, MONDAY)
    with pytest.raises(Impossible, match="Check the year"):
        rules.ensure_decided(date(1026, 9, 7), MONDAY)


@pytest.mark.parametrize(
    ("held_on", "registers", "is_to_take"),
    [
        (date(2026, 3, 2), 0, True),
        (date(2026, 3, 1), 0, True),
        (date(2026, 3, 3), 0, False),
        (date(2026, 3, 1), 1, False),
    ],
)
def test_a_register_is_to_be_taken_from_the_day_of_the_class_until_it_is(
    held_on: date, registers: int, is_to_take: bool
) -> None:
    assert rules.has_register_to_take(held_on, registers, date(2026, 3, 2)) is is_to_take


@pytest.mark.parametrize("refusal_of", [rules.own_place, rules.own_result, rules.own_register])
def test_who_may_not_act_for_themselves_is_told_whom_to_ask(
    refusal_of: Callable[[Sequence[str]], NotAllowed],
) -> None:
    assert str(refusal_of(["Ada", "Ben"])).endswith(" Ask Ada or Ben.")
    assert str(refusal_of([])).endswith(" Ask an administrator to invite a second training lead.")


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "phase"),
    [
        (SATURDAY, SATURDAY, Phase.TO_COME),
        (SATURDAY, None, Phase.TO_COME),
        (FRIDAY, FRIDAY, Phase.RUNNING),
        (MONDAY, SATURDAY, Phase.RUNNING),
        (MONDAY, None, Phase.RUNNING),
        (MONDAY, MONDAY, Phase.OVER),
    ],
)
def test_a_stretch_of_days_is_to_come_runs_or_is_over(
    begins_on: date, ends_on: date | None, phase: Phase
) -> None:
    assert rules.phase_of(begins_on, ends_on, FRIDAY) is phase
