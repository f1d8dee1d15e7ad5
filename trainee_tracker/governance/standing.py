"""How one item of one trainee stands on a day, given all records of it; knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trainee_tracker.governance.rules import (
    ONE_DAY,
    Interval,
    RecordFacts,
    Situation,
    State,
    intervals_of,
    state_in,
    suspended_stretches,
)

WARNING_DAYS = (30, 60, 90)
"""How many days before the last day in date a warning begins, the most urgent first."""


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """Return overlapping and adjoining stretches as one, in order."""
    whole: list[Interval] = []
    for first, last in sorted(intervals):
        if whole and first <= whole[-1][1] + ONE_DAY:
            whole[-1] = (whole[-1][0], max(whole[-1][1], last))
        else:
            whole.append((first, last))
    return whole


def warning_on(last_day: date, day: date) -> int | None:
    """Return the warning that has begun by `day`: 30, 60 or 90 days before the last day in date."""
    left = (last_day - day).days
    return next((days for days in WARNING_DAYS if 0 <= left <= days), None)


@dataclass(frozen=True)
class KnownRecord:
    """A record with what its steps amount to."""

    record_id: int
    facts: RecordFacts
    situation: Situation


@dataclass(frozen=True)
class ItemStanding:
    """How one item of one trainee stands on a day.

    `day` is the one that matters: the last day in date (now, or before it lapsed), the first of a
    suspension, or the first of a record that begins later. `record_id` is the record that says so.
    """

    state: State
    day: date | None = None
    record_id: int | None = None
    warning: int | None = None


_ORDER = {state: place for place, state in enumerate(State)}


def item_standing(records: Iterable[KnownRecord], on: date) -> ItemStanding:
    """Return how an item stands on a day, given all records of it for one trainee.

    It is in date when any record is. Otherwise the record decides whose state asks most of the
    partners, and of several such records the newest. Withdrawn records are left out.
    """
    known = [each for each in records if not each.situation.is_withdrawn]
    if not known:
        return ItemStanding(State.MISSING)
    states = {each.record_id: state_in(each.facts, each.situation, on) for each in known}
    decisive = min(known, key=lambda each: (_ORDER[states[each.record_id]], -each.record_id))
    state = states[decisive.record_id]
    clear = joined(
        stretch for each in known for stretch in intervals_of(each.facts, each.situation)
    )
    day = _day_that_matters(decisive, state, clear, on)
    warning = warning_on(day, on) if day and state is State.IN_DATE else None
    return ItemStanding(state, day, decisive.record_id, warning)


def _day_that_matters(
    known: KnownRecord, state: State, clear: list[Interval], on: date
) -> date | None:
    facts, now = known.facts, known.situation
    if state is State.IN_DATE:
        return next(last for first, last in clear if first <= on <= last)
    if state is State.SUSPENDED:
        stretches = joined(suspended_stretches(now, facts.valid_to))
        return next(first for first, last in stretches if first <= on <= last)
    if state is State.NOT_YET:
        return facts.valid_from
    if state is State.LAPSED:
        # A record that ended while suspended was last in date on the day before that.
        return max((last for _, last in clear if last < on), default=facts.valid_to)
    return None
