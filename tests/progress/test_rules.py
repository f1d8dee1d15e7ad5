"""What is kept of a judgement, beside the standing itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.accreditation.builders import MARCH_3, TODAY, line, terms
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.standing import JudgedLine, Standing
from trainee_tracker.messages import say
from trainee_tracker.progress.rules import (
    LedgerPage,
    Summary,
    Together,
    not_counted,
    summary_of,
    together,
)


def judged(of: LedgerLine, counted: int) -> JudgedLine:
    """Return a line of which so many minutes count."""
    reason = None if counted == of.minutes else say("Above the limit.")
    return JudgedLine(of.entry, of.trainee, of.minutes, counted, reason, None)


def summary(*of: tuple[LedgerLine, int]) -> Summary:
    """Return what is kept of lines, each with the minutes that count."""
    lines = [each for each, _counted in of]
    found = tuple(judged(each, counted) for each, counted in of)
    standing = Standing("amina", TODAY, (), (), found)
    return summary_of(terms(), standing, lines, holds_until=None)


def test_what_waits_or_was_declined_is_not_lost() -> None:
    kept = summary(
        (line(minutes=60), 40),
        (line(minutes=30), 0),
        (line(minutes=10, state=LineState.SUBMITTED), 0),
        (line(minutes=5, state=LineState.DECLINED), 0),
    )
    assert kept.not_counted_minutes == 20 + 30
    assert (kept.waiting_entries, kept.waiting_minutes, kept.declined_entries) == (1, 10, 1)


def test_the_oldest_that_waits_is_of_the_earliest_day() -> None:
    first, last = (
        line(state=LineState.SUBMITTED, held_on=day) for day in (date(2026, 3, 1), MARCH_3)
    )
    assert summary((last, 0), (first, 0)).oldest_waiting_on == date(2026, 3, 1)
    assert summary((line(held_on=date(2026, 1, 1)), 60)).oldest_waiting_on is None


def test_a_session_told_twice_is_kept_with_its_longer_part_and_only_practice_is_pooled() -> None:
    kept = summary(
        (line(session="a", minutes=60), 60),
        (line(session="a", minutes=20), 20),
        (line(session="b", minutes=60), 0),
        (line("family-clinic", session="c", minutes=15), 15),
        (line("supervision", session="d", minutes=45), 45),
    )
    assert kept.practice_minutes_by_session == {"a": 60, "c": 15}


def test_of_a_session_a_cohort_has_the_longest_part_once() -> None:
    assert together([{"a": 60, "b": 10}, {"a": 20}]) == Together(90, 70)


def page(counted: int, **changes: Any) -> LedgerPage:
    """Return a line of an hour beside what became of it."""
    of = line(minutes=60, **changes)
    return LedgerPage(of, judged(of, counted))


@pytest.mark.parametrize(
    ("pages", "minutes"),
    [
        ([page(40)], [20]),
        ([page(60)], []),
        ([page(0, state=LineState.SUBMITTED)], []),
        ([page(0, attended=False)], []),
        ([page(50, held_on=date(2026, 3, 1)), page(40)], [20, 10]),
    ],
)
def test_only_what_is_signed_off_and_short_does_not_count_newest_first(
    pages: list[LedgerPage], minutes: list[int]
) -> None:
    assert [each.uncounted_minutes for each in not_counted(pages)] == minutes
