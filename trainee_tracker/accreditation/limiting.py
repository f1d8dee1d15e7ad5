"""Limits at work: how minutes that were credited come not to count, and why.

Everything here looks at one trainee at a time. Each stage only ever takes minutes away, so that
for every line 0 <= counted <= credit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.causes import (
    Cause,
    OutsideWindow,
    OverCap,
    OverPriorLearning,
    OverRollingLimit,
    Unsupervised,
)
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.limits import (
    STAGES,
    BestWindow,
    Cap,
    PriorLearning,
    RollingLimit,
    SupervisedPeriod,
)
from trainee_tracker.accreditation.tally import Bucket, Tally
from trainee_tracker.accreditation.terms import Terms

PERIODS: dict[str, Callable[[int], int]] = {"month": days.month_number, "week": days.week_number}
"""For each word for a period the number that its days share."""


class Share:
    """A bucket and what is left of its minutes on each day."""

    __slots__ = ("bucket", "by_day")

    def __init__(self, bucket: Bucket, by_day: dict[int, int]) -> None:
        """Begin with what was credited."""
        self.bucket = bucket
        self.by_day = by_day

    @property
    def minutes(self) -> int:
        """Return what is left in all."""
        return sum(self.by_day.values())


@dataclass(frozen=True)
class Cut:
    """What a limit leaves of a line's credit, and the cause."""

    minutes: int
    cause: Cause


Keep = dict[int, tuple[int, Cause]]
"""For a day how many of its minutes may stay, and why not more."""


class Settlement:
    """One trainee's shares after every limit of the course, and the lines that lost minutes."""

    def __init__(self, buckets: Iterable[Bucket], tally: Tally, terms: Terms) -> None:
        """Let every limit act, in the order of `STAGES`."""
        acting = [limit for stage in STAGES for limit in terms.limits if isinstance(limit, stage)]
        self.shares = [
            Share(bucket, dict(bucket.by_day) if acting else bucket.by_day) for bucket in buckets
        ]
        self.cuts: dict[int, Cut] = {}
        self._tally = tally
        self._terms = terms
        for limit in acting:
            STAGE_OF[type(limit)](self, limit)

    def minutes_of(self, index: int) -> int:
        """Return what is left of a line."""
        cut = self.cuts.get(index)
        return self._tally.credits[index] if cut is None else cut.minutes

    def matching(self, part: Any) -> list[Share]:
        """Return the shares that a requirement or a limit is about, prior learning included."""
        return [share for share in self.shares if share.bucket.is_selected(part, self._terms)]

    def done_here(self, part: Any) -> list[Share]:
        """Return the shares that a limit is about, without prior learning."""
        return [share for share in self.matching(part) if not share.bucket.sample.is_prior_learning]

    def below(self, activity: str) -> list[Share]:
        """Return the shares of an activity and everything below it, without prior learning."""
        return [
            share
            for share in self.shares
            if self._terms.covers(activity, share.bucket.sample.activity)
            and not share.bucket.sample.is_prior_learning
        ]

    def keep(self, shares: Sequence[Share], keep: Keep) -> None:
        """Leave these shares together only so many minutes on the days in `keep`.

        Of the lines of a day those with the first entries stay, so that the order in which lines
        are given makes no difference.
        """
        if not keep:
            return
        lines = self._tally.lines
        affected = sorted(
            (lines[index].held_on.toordinal(), lines[index].entry, index, number)
            for number, share in enumerate(shares)
            for index in share.bucket.indexes
            if lines[index].held_on.toordinal() in keep and self.minutes_of(index)
        )
        room = {day: minutes for day, (minutes, _) in keep.items()}
        for day, _, index, number in affected:
            had = self.minutes_of(index)
            left = min(had, room[day])
            room[day] -= left
            if left < had:
                self.cuts[index] = Cut(left, keep[day][1])
                shares[number].by_day[day] -= had - left


def _by_day(shares: Iterable[Share]) -> dict[int, int]:
    """Return the minutes of several shares together, for each day on which there are any."""
    total: dict[int, int] = {}
    for share in shares:
        for day, minutes in share.by_day.items():
            if minutes:
                total[day] = total.get(day, 0) + minutes
    return total


def require_supervised_periods(settlement: Settlement, limit: SupervisedPeriod) -> None:
    """Void the practice of each period (at each site) that had too little supervision."""
    period_of = PERIODS[limit.period]
    sites: dict[str | None, list[Share]] = {}
    for share in settlement.done_here(limit):
        sites.setdefault(share.bucket.sample.site if limit.per_site else None, []).append(share)
    supervision = settlement.below(limit.supervision)
    for site, shares in sites.items():
        had: dict[int, int] = {}
        for share in supervision:
            if not limit.per_site or share.bucket.sample.site == site:
                for day, minutes in share.by_day.items():
                    had[period_of(day)] = had.get(period_of(day), 0) + minutes
        void: dict[int, list[int]] = {}
        practice = _by_day(shares)
        for day in practice:
            if had.get(period_of(day), 0) < limit.minutes:
                void.setdefault(period_of(day), []).append(day)
        for period, void_days in void.items():
            cause = Unsupervised(
                limit,
                min(void_days),
                site,
                had=had.get(period, 0),
                lost=sum(practice[day] for day in void_days),
            )
            settlement.keep(shares, dict.fromkeys(void_days, (0, cause)))


def keep_best_window(settlement: Settlement, limit: BestWindow) -> None:
    """Leave only the best window; of equally good ones the latest."""
    shares = settlement.done_here(limit)
    practice = _by_day(shares)
    held_on = sorted(practice)
    if not held_on or held_on[-1] <= _window_end(held_on[0], limit.months):
        return
    best = (0, 0)
    minutes = end = 0
    for start in held_on:
        last = _window_end(start, limit.months)
        while end < len(held_on) and held_on[end] <= last:
            minutes += practice[held_on[end]]
            end += 1
        best = max(best, (minutes, start))
        minutes -= practice[start]
    start = best[1]
    last = _window_end(start, limit.months)
    cause = OutsideWindow(limit, start, last)
    outside = [day for day in held_on if not start <= day <= last]
    settlement.keep(shares, dict.fromkeys(outside, (0, cause)))


def _window_end(first: int, months: int) -> int:
    """Return the last day of a window that begins on `first`."""
    return days.months_later(date.fromordinal(first), months).toordinal() - 1


def hold_rolling_limit(settlement: Settlement, limit: RollingLimit) -> None:
    """Leave at most so many minutes in any stretch of days, what was held first counting first."""
    shares = settlement.done_here(limit)
    practice = _by_day(shares)
    held_on = sorted(practice)
    keep: Keep = {}
    window = oldest = 0
    left: list[int] = []
    for day in held_on:
        while held_on[oldest] <= day - limit.days:
            window -= left[oldest]
            oldest += 1
        room = limit.minutes - window
        if practice[day] > room:
            keep[day] = (room, OverRollingLimit(limit, day))
        left.append(min(practice[day], room))
        window += left[-1]
    settlement.keep(shares, keep)


def hold_cap(settlement: Settlement, limit: Cap) -> None:
    """Leave at most so many minutes, what was held first counting first."""
    most = most_minutes(limit, settlement._terms)
    _hold_most(settlement, settlement.matching(limit), most, OverCap(limit, most))


def hold_prior_learning(settlement: Settlement, limit: PriorLearning) -> None:
    """Leave at most so much prior learning, what was accepted first counting first."""
    most = most_minutes(limit, settlement._terms)
    prior = [share for share in settlement.matching(limit) if share.bucket.sample.is_prior_learning]
    _hold_most(settlement, prior, most, OverPriorLearning(limit, most))


def _hold_most(settlement: Settlement, shares: Sequence[Share], most: int, cause: Cause) -> None:
    if sum(share.minutes for share in shares) <= most:
        return
    practice = _by_day(shares)
    keep: Keep = {}
    for day in sorted(practice):
        if practice[day] > most:
            keep[day] = (most, cause)
        most -= min(most, practice[day])
    settlement.keep(shares, keep)


def most_minutes(limit: Cap | PriorLearning, terms: Terms) -> int:
    """Return how many minutes a limit leaves: its own number, or a share of a requirement's."""
    if limit.minutes is not None:
        return limit.minutes
    minimum = next(
        part.minutes
        for part in terms.requirements
        if part.key == limit.of and isinstance(part, MinimumMinutes)
    )
    return minimum * (limit.percent or 0) // 100


STAGE_OF: dict[type, Callable[[Settlement, Any], None]] = {
    SupervisedPeriod: require_supervised_periods,
    BestWindow: keep_best_window,
    RollingLimit: hold_rolling_limit,
    PriorLearning: hold_prior_learning,
    Cap: hold_cap,
}
"""What each kind of limit does."""
