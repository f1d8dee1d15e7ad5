"""What holds for every ledger, and for a cohort judged together."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import (
    ACTIVITIES,
    CONTRACT,
    TODAY,
    line,
    standing,
    terms,
)
from tests.accreditation.recount import minutes_that_count
from tests.how_often import often
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.judging import judge, judge_cohort
from trainee_tracker.accreditation.kinds import AttendancePercent, MinimumMinutes
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, LineState
from trainee_tracker.accreditation.plain_json import PlainDataError
from trainee_tracker.accreditation.standing import standing_from_dict, standing_to_dict
from trainee_tracker.accreditation.unchecked_terms import Activity
from trainee_tracker.accreditation.vocabulary import ROLES

COURSE = terms(
    activities=(
        Activity("taught", "Taught hours"),
        Activity("practice", "Practice", roles=("lead", "co-therapist", "reflecting-team")),
        Activity("family-clinic", "Family clinic", parent="practice"),
        Activity("supervision", "Supervision"),
    ),
    governance=(CONTRACT,),
    credits=(GroupCredit("supervision", CreditKind.BACP, largest_group=8),),
    requirements=(
        MinimumMinutes("practice", "Practice", "practice", 300),
        MinimumMinutes("clinic", "Clinic", "family-clinic", 60),
        MinimumMinutes("supervision", "Supervision", "supervision", 60),
        MinimumMinutes("together", "Together", "practice", 900, pooled="person"),
        MinimumMinutes("sessions", "Sessions", "practice", 600, pooled="session"),
        AttendancePercent("attendance", "Attendance", "taught", 80),
    ),
)
TRAINEES = ("amina", "benedict", "chidi")
DAYS = st.dates(date(2026, 11, 1), date(2026, 11, 30))


LINES = st.builds(
    LedgerLine,
    entry=st.just(""),
    session=st.sampled_from(["one", "two", "three", "four"]),
    trainee=st.sampled_from(TRAINEES),
    held_on=DAYS,
    activity=st.sampled_from(["taught", "practice", "family-clinic", "supervision", "study"]),
    minutes=st.integers(0, 240),
    role=st.sampled_from([None, *ROLES]),
    present=st.integers(1, 10),
    attended=st.sampled_from([True, True, False]),
    state=st.sampled_from([LineState.SIGNED_OFF] * 6 + list(LineState)),
)
"""Everything that can happen to a line, with enough lines that count."""

LEDGERS = st.lists(LINES, max_size=8).map(
    lambda lines: [replace(one, entry=f"e{number}") for number, one in enumerate(lines)]
)
CONTRACTS = st.lists(
    st.builds(
        lambda trainee, start, days: Clearance(
            trainee,
            "supervision-contract",
            start,
            None if days is None else start + timedelta(days=days),
        ),
        st.sampled_from(TRAINEES),
        DAYS,
        st.none() | st.integers(0, 20),
    ),
    max_size=5,
)
"""Some stretches of days with a supervision contract, overlapping or not."""


def for_any_ledger(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test with many ledgers; without a deadline, which a busy machine would miss."""
    return settings(deadline=None, max_examples=often(25, thorough=100))(
        given(ledger=LEDGERS, clearances=CONTRACTS)(test)
    )


@for_any_ledger
def test_every_line_agrees_with_an_independent_recount(
    ledger: list[LedgerLine], clearances: list[Clearance]
) -> None:
    cohort = judge_cohort(COURSE, ledger, clearances, [], TODAY, TRAINEES)
    found = {
        one.entry: one.counted_minutes for each in cohort.standings.values() for one in each.lines
    }
    expected = {one.entry: minutes_that_count(one, clearances, TODAY) for one in ledger}
    assert found == expected
    practice = [one for one in ledger if one.activity in {"practice", "family-clinic"}]
    assert cohort.pooled_person_minutes == sum(expected[one.entry] for one in practice)
    assert cohort.pooled_session_minutes == sum(
        max(expected[one.entry] for one in practice if one.session == session)
        for session in {one.session for one in practice}
    )
    assert [pooled.have for pooled in cohort.requirements] == [
        cohort.pooled_person_minutes,
        cohort.pooled_session_minutes,
    ]


@for_any_ledger
def test_counted_minutes_are_never_negative_nor_more_than_logged_and_are_always_explained(
    ledger: list[LedgerLine], clearances: list[Clearance]
) -> None:
    for one in standing(COURSE, *ledger, clearances=clearances).lines:
        not_counted = one.minutes - one.counted_minutes
        assert 0 <= one.counted_minutes <= one.minutes
        assert 0 <= one.waiting_minutes <= not_counted
        assert (one.reason is None) == (one.remedy is None)
        if not_counted:
            assert one.reason


@for_any_ledger
def test_totals_are_the_sum_of_the_lines_below_them(
    ledger: list[LedgerLine], clearances: list[Clearance]
) -> None:
    result = standing(COURSE, *ledger, clearances=clearances)
    counted = {one.entry: one.counted_minutes for one in result.lines}
    waiting = {one.entry: one.waiting_minutes for one in result.lines}
    below = {"practice": {"practice", "family-clinic"}}
    for total in result.totals:
        entries = [
            one.entry
            for one in ledger
            if one.trainee == "amina"
            and one.activity in below.get(total.activity, {total.activity})
        ]
        assert total.counted_minutes == sum(counted[entry] for entry in entries)
        assert total.waiting_minutes == sum(waiting[entry] for entry in entries)
    totals = {total.activity: total.counted_minutes for total in result.totals}
    have = {part.key: part.have for part in result.requirements}
    assert have["practice"] == totals["practice"]
    assert have["clinic"] == totals["family-clinic"]
    assert have["supervision"] == totals["supervision"]


@settings(deadline=None, max_examples=often(25, thorough=100))
@given(ledger=LEDGERS, clearances=CONTRACTS, data=st.data())
def test_the_order_of_the_lines_changes_nothing(
    ledger: list[LedgerLine], clearances: list[Clearance], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(ledger))
    mixed = data.draw(st.permutations(clearances))
    once = judge_cohort(COURSE, ledger, clearances, [], TODAY, TRAINEES)
    again = judge_cohort(COURSE, shuffled, mixed, [], TODAY, TRAINEES[::-1])
    assert once == again


@for_any_ledger
def test_one_more_signed_line_never_lowers_what_a_trainee_has(
    ledger: list[LedgerLine], clearances: list[Clearance]
) -> None:
    more = LedgerLine("more", "more", "amina", date(2026, 11, 3), "practice", 50, role="lead")
    before = standing(COURSE, *ledger, clearances=clearances)
    after = standing(COURSE, *ledger, more, clearances=clearances)
    for old, new in zip(before.requirements, after.requirements, strict=True):
        assert new.have >= old.have


@for_any_ledger
def test_disjoint_ledgers_add_up(ledger: list[LedgerLine], clearances: list[Clearance]) -> None:
    half = len(ledger) // 2
    parts = [
        standing(COURSE, *part, clearances=clearances).requirements[0].have
        for part in (ledger[:half], ledger[half:], ledger)
    ]
    assert parts[0] + parts[1] == parts[2]


@for_any_ledger
def test_one_trainee_judged_alone_stands_as_in_the_cohort(
    ledger: list[LedgerLine], clearances: list[Clearance]
) -> None:
    cohort = judge_cohort(COURSE, ledger, clearances, [], TODAY, TRAINEES)
    for trainee in TRAINEES:
        alone = judge(COURSE, ledger, clearances, [], TODAY, trainee)
        assert alone == cohort.standings[trainee]


@for_any_ledger
def test_a_standing_survives_storing(ledger: list[LedgerLine], clearances: list[Clearance]) -> None:
    result = standing(COURSE, *ledger, clearances=clearances)
    stored = json.loads(json.dumps(standing_to_dict(result)))
    assert stored["met"] is result.met
    assert standing_from_dict(stored) == result


def test_a_stored_standing_whose_sentences_are_texts_is_not_read() -> None:
    stored = standing_to_dict(standing(COURSE))
    stored["requirements"][0]["missing"] = ["60 h of practice"]
    with pytest.raises(PlainDataError, match=r"missing\[0\]: This is not a table of named values"):
        standing_from_dict(stored)


def test_a_trainee_is_eligible_only_where_every_requirement_is_met() -> None:
    course = terms(
        requirements=(
            MinimumMinutes("practice", "Practice", "practice", 60),
            MinimumMinutes("supervision", "Supervision", "supervision", 60),
        )
    )
    assert not standing(course).met
    assert not standing(course, line("practice")).met
    assert standing(course, line("practice"), line("supervision")).met


def test_hours_of_another_trainee_do_not_make_one_eligible() -> None:
    assert not standing(terms(), line(trainee="benedict")).met
    assert standing(terms(), line(trainee="benedict")).lines == ()


def test_those_who_are_not_judged_do_not_swell_the_pool() -> None:
    lines = [line(trainee="amina"), line(trainee="stranger")]
    cohort = judge_cohort(terms(), lines, [], [], TODAY, ["amina"])
    assert cohort.pooled_person_minutes == 60
    assert list(cohort.standings) == ["amina"]


def test_a_cohort_without_pooled_requirements_still_shows_what_it_did_together() -> None:
    lines = [line("family-clinic", session="one", trainee=name) for name in TRAINEES]
    cohort = judge_cohort(terms(), lines, [], [], TODAY, TRAINEES)
    assert cohort.requirements == ()
    assert (cohort.pooled_person_minutes, cohort.pooled_session_minutes) == (180, 60)


def test_a_course_without_practice_has_nothing_pooled() -> None:
    course = terms(
        activities=ACTIVITIES[:1], requirements=(MinimumMinutes("t", "Taught", "taught", 60),)
    )
    cohort = judge_cohort(course, [line("practice")], [], [], TODAY, ["amina"])
    assert (cohort.pooled_person_minutes, cohort.pooled_session_minutes) == (0, 0)


def test_a_pooled_requirement_stands_the_same_for_everyone() -> None:
    course = terms(requirements=(MinimumMinutes("pool", "Pool", "practice", 120, pooled="person"),))
    lines = [line(trainee="amina"), line(trainee="benedict")]
    cohort = judge_cohort(course, lines, [], [], TODAY, TRAINEES)
    assert all(each.met for each in cohort.standings.values())


def test_the_same_entry_twice_is_refused_and_not_counted_twice() -> None:
    one = line()
    with pytest.raises(ValueError, match="twice"):
        standing(terms(), one, one)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"minutes": -1}, "fewer than 0 minutes"),
        ({"planned_minutes": -1}, "fewer than 0 minutes"),
        ({"present": 0}, "nobody present"),
    ],
)
def test_a_line_that_no_session_can_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        line(**changes)


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 3, 29), date(2026, 10, 25)])
def test_a_leap_day_and_the_days_the_clocks_change_are_days_like_any_other(day: date) -> None:
    covered = [Clearance("amina", "supervision-contract", day, day)]
    course = terms(governance=(CONTRACT,))
    around = [line(held_on=day + timedelta(days=step)) for step in (-1, 0, 1)]
    result = standing(course, *around, clearances=covered, as_of=date(2028, 12, 31))
    assert [one.counted_minutes for one in result.lines] == [0, 60, 0]


def test_judged_lines_are_a_sequence_like_any_other() -> None:
    entries = ["e1", "e2", "e3"]
    lines = [
        line(entry=entry, held_on=TODAY - timedelta(days=3 - n)) for n, entry in enumerate(entries)
    ]
    found = standing(terms(), *lines[::-1]).lines
    assert len(found) == 3
    assert [one.entry for one in found] == entries
    assert [one.entry for one in found[1:]] == entries[1:]
    assert found[-1].entry == "e3"
    assert found == list(found)
    assert found != list(found)[::-1]
    something_else: object = 3
    assert found != something_else
    assert repr(found) == repr(tuple(found))
