"""How one item of one trainee stands on a day, given several records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.governance.test_rules import (
    CLARA_SIGNS,
    FACTS,
    FIRST,
    IN_FORCE,
    LAST,
    MAY,
    PROPOSE,
    SUBJECT,
    UNCLEAR,
    WITHDRAW,
    Move,
    lift,
    steps,
    suspend,
)
from trainee_tracker.governance.rules import RecordFacts, State, situation_of
from trainee_tracker.governance.standing import (
    ItemStanding,
    KnownRecord,
    item_standing,
    joined,
    warning_on,
)
from trainee_tracker.people.rules import Side

ONE_DAY = timedelta(days=1)
NEXT = RecordFacts(SUBJECT, is_clear=True, valid_from=LAST + ONE_DAY, valid_to=date(2027, 12, 31))


def known(record_id: int, facts: RecordFacts, *moves: Move) -> KnownRecord:
    return KnownRecord(record_id, facts, situation_of(facts, steps(*moves)))


def test_without_a_record_it_is_missing() -> None:
    assert item_standing([], MAY) == ItemStanding(State.MISSING)
    assert item_standing([known(1, FACTS, PROPOSE, WITHDRAW)], MAY) == ItemStanding(State.MISSING)


def test_adjoining_records_are_in_date_until_the_end_of_the_later() -> None:
    records = [known(1, FACTS, *IN_FORCE), known(2, NEXT, *IN_FORCE)]
    assert item_standing(records, MAY) == ItemStanding(State.IN_DATE, NEXT.valid_to, 1)


def test_a_renewal_that_waits_does_not_lengthen_it() -> None:
    records = [known(1, FACTS, *IN_FORCE), known(2, NEXT, PROPOSE, CLARA_SIGNS)]
    assert item_standing(records, MAY) == ItemStanding(State.IN_DATE, LAST, 1)
    after_it = item_standing(records, LAST + ONE_DAY)
    assert after_it == ItemStanding(State.WAITING_STATUTORY, None, 2)


def test_after_its_end_it_lapsed_on_its_last_day() -> None:
    standing = item_standing([known(1, FACTS, *IN_FORCE)], LAST + ONE_DAY)
    assert standing == ItemStanding(State.LAPSED, LAST, 1)


def test_a_record_that_ended_while_suspended_lapsed_before_the_suspension() -> None:
    records = [known(1, FACTS, *IN_FORCE, suspend(MAY))]
    assert item_standing(records, LAST + ONE_DAY) == ItemStanding(State.LAPSED, MAY - ONE_DAY, 1)
    never = [known(1, FACTS, *IN_FORCE, suspend(FIRST))]
    assert item_standing(never, LAST + ONE_DAY) == ItemStanding(State.LAPSED, LAST, 1)


def test_suspended_says_since_when() -> None:
    records = [known(1, FACTS, *IN_FORCE, suspend(MAY))]
    assert item_standing(records, LAST) == ItemStanding(State.SUSPENDED, MAY, 1)


def test_suspended_twice_it_says_since_when_of_the_stretch_it_is_in() -> None:
    june = date(2026, 6, 1)
    moves = (suspend(MAY), lift(june), lift(june, 3, Side.STATUTORY), suspend(date(2026, 8, 1)))
    records = [known(1, FACTS, *IN_FORCE, *moves)]
    assert item_standing(records, date(2026, 5, 9)).day == MAY
    assert item_standing(records, LAST).day == date(2026, 8, 1)


def test_a_record_that_begins_later_says_when() -> None:
    standing = item_standing([known(1, FACTS, *IN_FORCE)], FIRST - ONE_DAY)
    assert standing == ItemStanding(State.NOT_YET, FIRST, 1)


def test_of_several_the_one_that_asks_most_speaks_and_the_newest_of_several_alike() -> None:
    waiting = known(7, NEXT, PROPOSE)
    unclear = known(8, UNCLEAR, *IN_FORCE)
    assert item_standing([unclear, waiting, known(6, NEXT, PROPOSE)], MAY) == ItemStanding(
        State.WAITING_BOTH, None, 7
    )
    assert item_standing([unclear], MAY) == ItemStanding(State.NOT_CLEARED, None, 8)


@pytest.mark.parametrize(
    ("left", "warning"), [(91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (0, 30)]
)
def test_a_warning_begins_90_60_and_30_days_before_the_last_day(
    left: int, warning: int | None
) -> None:
    day = LAST - timedelta(days=left)
    assert warning_on(LAST, day) == warning
    assert item_standing([known(1, FACTS, *IN_FORCE)], day).warning == warning


def test_no_warning_comes_after_the_end() -> None:
    assert warning_on(LAST, LAST + ONE_DAY) is None


def test_overlapping_and_adjoining_stretches_become_one() -> None:
    day = [FIRST + timedelta(days=number) for number in range(20)]
    assert joined([(day[5], day[6]), (day[0], day[3]), (day[2], day[4]), (day[8], day[9])]) == [
        (day[0], day[6]),
        (day[8], day[9]),
    ]
    assert joined([(day[0], day[9]), (day[2], day[3])]) == [(day[0], day[9])]
