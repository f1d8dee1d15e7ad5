"""Limits at work: how minutes that were credited come not to count, and why.

Everything here looks at one trainee at a time. Each stage only ever takes minutes away, so that
for every line 0 <= counted <= credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.causes import (
    PERIODS,
    Cause,
    OutsideWindow,
    OverCap,
    OverPriorLearning,
    OverRollingLimit,
    Unsupervised,
)
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.ledger import Key
from trainee_tracker.accreditation.limits import (
    STAGES,
    BestWindow,
    Cap,
    PriorLearning,
    RollingLimit,
    SupervisedPeriod,
)
from trainee_tracker.accreditation.provisions import LimitKind, until_something_happens
from trainee_tracker.accreditation.tally import Bucket, Tally
from trainee_tracker.accreditation.terms import Terms


class Cut(NamedTuple):
    """How many minutes may stay, of a line or of all lines of a day, and why not more."""

    minutes: int
    cause: Cause


Keep = dict[int, Cut]
"""For a day (an ordinal) how many of its minutes may stay."""


class Share:
    """A bucket and what limits left of it.

    `by_day` has the minutes left on each day, `voids` the days of which nothing is left, `cuts`
    the single lines of which less is left than they were credited, by their index. `minutes` are
    what is left in all, once every limit has acted.
    """

    __slots__ = ("bucket", "by_day", "credits", "cuts", "minutes", "ordinals", "voids")

    def __init__(self, bucket: Bucket, tally: Tally, *, is_limited: bool) -> None:
        """Begin with what was credited; where nothing limits it, that is the end, too."""
        self.bucket = bucket
        self.by_day = dict(bucket.by_day) if is_limited else bucket.by_day
        self.voids: dict[int, Cut] = {}
        self.cuts: dict[int, Cut] = {}
        self.credits = tally.credits
        self.ordinals = tally.ordinals
        self.minutes = 0

    def cut_of(self, index: int) -> Cut | None:
        """Return what cut a line short, or None where all of its credit is left."""
        if not self.credits[index]:
            return None
        cut = self.cuts.get(index)
        if cut is not None and not cut.minutes:
            return cut
        # Of a line that was cut short, a later limit may have taken the rest with its whole day.
        return self.voids.get(self.ordinals[index]) or cut

    def minutes_of(self, index: int) -> int:
        """Return what is left of a line."""
        if self.voids or self.cuts:
            cut = self.cut_of(index)
            if cut is not None:
                return cut.minutes
        return self.credits[index]


class Remaining:
    """What the limits of a course leave of one trainee's shares."""

    def __init__(
        self, buckets: Iterable[Bucket], tally: Tally, terms: Terms, passed: Mapping[str, date]
    ) -> None:
        """Let every limit act, in the order of `STAGES`; `passed` has the modules by day."""
        acting = [limit for stage in STAGES for limit in terms.limits if isinstance(limit, stage)]
        self.shares = [Share(bucket, tally, is_limited=bool(acting)) for bucket in buckets]
        self._tally = tally
        self.terms = terms
        self._passed = passed
        for limit in acting:
            OF_THE_STAGES[type(limit)].acts(self, limit)
        for share in self.shares:
            share.minutes = sum(share.by_day.values())

    @cached_property
    def _share_of(self) -> dict[int, Share]:
        return {index: share for share in self.shares for index in share.bucket.indexes}

    def cut_of(self, index: int) -> Cut | None:
        """Return what cut a line short, or None where all of its credit is left."""
        return self._share_of[index].cut_of(index)

    def minutes_of(self, index: int) -> int:
        """Return what is left of a line, 0 where it is not among these shares.

        For very many lines, ask their shares.
        """
        share = self._share_of.get(index)
        return 0 if share is None else share.minutes_of(index)

    def opened_by(self, module: str | None, share: Share) -> int:
        """Return the day from which a passed module lets a share count; one after the last if none.

        Prior learning never does: the day on which it was accepted does not say when it was done.
        """
        if module is None:
            return days.FIRST_DAY
        passed_on = self._passed.get(module)
        if passed_on is None or share.bucket.sample.is_prior_learning:
            return days.LAST_DAY + 1
        return passed_on.toordinal()

    def matching(self, part: Any) -> list[Share]:
        """Return the shares that a requirement or a limit is about, prior learning included."""
        return [share for share in self.shares if share.bucket.selected.is_about(part)]

    def done_here(self, part: Any) -> list[Share]:
        """Return the shares that a limit is about, without prior learning."""
        return [share for share in self.matching(part) if not share.bucket.sample.is_prior_learning]

    def below(self, activity: str) -> list[Share]:
        """Return the shares of an activity and everything below it, without prior learning."""
        return [
            share
            for share in self.shares
            if self.terms.covers(activity, share.bucket.sample.activity)
            and not share.bucket.sample.is_prior_learning
        ]

    def keep(self, shares: Sequence[Share], keep: Keep) -> None:
        """Leave these shares together only so many minutes on the days in `keep`.

        Of the lines of a day those with the first entries stay (`in_turn`), so that the order in
        which lines are given makes no difference.
        """
        if not keep:
            return
        for share in shares:
            by_day, voids = share.by_day, share.voids
            for day, minutes in by_day.items():
                cut = keep.get(day)
                if cut is not None and minutes and not cut.minutes:
                    voids[day] = cut
                    by_day[day] = 0
        contested = {day: cut for day, cut in keep.items() if cut.minutes}
        if contested:
            self._share_out(shares, contested)

    def _share_out(self, shares: Sequence[Share], keep: Keep) -> None:
        """Give what may stay of a day to its lines in turn."""
        ordinals, lines = self._tally.ordinals, self._tally.lines
        contested: dict[int, list[int]] = {day: [] for day in keep}
        share_of: dict[int, Share] = {}
        for share in shares:
            for index in share.bucket.indexes:
                day = ordinals[index]
                if day in contested:
                    contested[day].append(index)
                    share_of[index] = share
        for day, indexes in contested.items():
            room, cause = keep[day]
            for index in sorted(indexes, key=lambda index: in_turn(lines[index].entry)):
                share = share_of[index]
                had = share.minutes_of(index)
                left = min(had, room)
                room -= left
                if left < had:
                    share.cuts[index] = Cut(left, cause)
                    share.by_day[day] -= had - left


def in_turn(entry: Key) -> tuple[int, str]:
    """Return what sorts entries as they were made: 9 before 10, which as a text comes first."""
    name = str(entry)
    return len(name), name


def _by_day(shares: Iterable[Share]) -> dict[int, int]:
    """Return the minutes of several shares together, for each day on which there are any."""
    total: dict[int, int] = {}
    for share in shares:
        for day, minutes in share.by_day.items():
            if minutes:
                total[day] = total.get(day, 0) + minutes
    return total


def require_supervised_periods(remaining: Remaining, limit: SupervisedPeriod) -> None:
    """Void the practice of each period (at each site) that had too little supervision."""
    period_of = PERIODS[limit.period]
    sites: dict[str | None, list[Share]] = {}
    for share in remaining.done_here(limit):
        sites.setdefault(share.bucket.sample.site if limit.per_site else None, []).append(share)
    supervision: dict[str | None, dict[int, int]] = {}
    for share in remaining.below(limit.supervision):
        site = share.bucket.sample.site if limit.per_site else None
        had = supervision.setdefault(site, {})
        for day, minutes in share.by_day.items():
            period = period_of[day]
            had[period] = had.get(period, 0) + minutes
    for site, shares in sites.items():
        had = supervision.get(site, {})
        supervised = {period for period, minutes in had.items() if minutes >= limit.minutes}
        lost: dict[int, int] = {}
        cut = Cut(0, Unsupervised(limit, site, had, lost))
        for share in shares:
            for day, minutes in share.by_day.items():
                period = period_of[day]
                if period not in supervised and minutes:
                    lost[period] = lost.get(period, 0) + minutes
                    share.voids[day] = cut
                    share.by_day[day] = 0


def keep_best_window(remaining: Remaining, limit: BestWindow) -> None:
    """Leave only the best window; of equally good ones the latest."""
    shares = remaining.done_here(limit)
    practice = _by_day(shares)
    held_on = sorted(practice)
    if not held_on or held_on[-1] <= _window_end(held_on[0], limit.months):
        return
    asked = _asked_of_windows(remaining, shares)
    inside = [have for _, have, _ in asked]
    windows: list[tuple[int, int, int]] = []
    minutes = end = 0
    for start in held_on:
        last = _window_end(start, limit.months)
        while end < len(held_on) and held_on[end] <= last:
            minutes += practice[held_on[end]]
            for place, (by_day, _, _) in enumerate(asked):
                inside[place] += by_day.get(held_on[end], 0)
            end += 1
        met = sum(have >= need for have, (_, _, need) in zip(inside, asked, strict=True))
        windows.append((met, minutes, start))
        minutes -= practice[start]
        for place, (by_day, _, _) in enumerate(asked):
            inside[place] -= by_day.get(start, 0)
    start = max(windows)[2]
    last = _window_end(start, limit.months)
    cause = OutsideWindow(limit, start, last)
    outside = [day for day in held_on if not start <= day <= last]
    remaining.keep(shares, dict.fromkeys(outside, Cut(0, cause)))


def _asked_of_windows(
    remaining: Remaining, shares: Sequence[Share]
) -> list[tuple[dict[int, int], int, int]]:
    """Return for each minimum of one person what a window brings, what else there is, the need.

    What a window brings is by day, of those shares that it cuts; what else there is stays
    whichever window is taken.
    """
    asked = []
    cut = {id(share) for share in shares}
    for part in remaining.terms.requirements:
        if not isinstance(part, MinimumMinutes) or part.pooled:
            continue
        by_day: dict[int, int] = {}
        rest = 0
        for share in remaining.matching(part):
            since = remaining.opened_by(part.after_module, share)
            for day, minutes in share.by_day.items():
                if day < since:
                    continue
                if id(share) in cut:
                    by_day[day] = by_day.get(day, 0) + minutes
                else:
                    rest += minutes
        asked.append((by_day, rest, part.minutes))
    return asked


def _window_end(first: int, months: int) -> int:
    """Return the last day of a window that begins on `first`."""
    return days.last_of_months(first, months)


def hold_rolling_limit(remaining: Remaining, limit: RollingLimit) -> None:
    """Leave at most so many minutes in any stretch of days, what was held first counting first."""
    shares = remaining.done_here(limit)
    practice = _by_day(shares)
    if not _may_exceed(limit, practice):
        return
    held_on = sorted(practice)
    keep: Keep = {}
    cause = OverRollingLimit(limit)
    window = oldest = 0
    left: list[int] = []
    for day in held_on:
        while held_on[oldest] <= day - limit.days:
            window -= left[oldest]
            oldest += 1
        room = limit.minutes - window
        if practice[day] > room:
            keep[day] = Cut(room, cause)
        left.append(min(practice[day], room))
        window += left[-1]
    remaining.keep(shares, keep)


def _may_exceed(limit: RollingLimit, practice: dict[int, int]) -> bool:
    """Say whether any stretch might hold too much, by a quick look at blocks of as many days.

    Every stretch lies within two neighbouring blocks.
    """
    blocks: dict[int, int] = {}
    for day, minutes in practice.items():
        block = day // limit.days
        blocks[block] = blocks.get(block, 0) + minutes
    return any(
        minutes + blocks.get(block + 1, 0) > limit.minutes for block, minutes in blocks.items()
    )


def hold_cap(remaining: Remaining, limit: Cap) -> None:
    """Leave at most so many minutes, what was held first counting first."""
    most = most_minutes(limit, remaining.terms)
    _hold_most(remaining, remaining.matching(limit), most, OverCap(limit, most))


def hold_prior_learning(remaining: Remaining, limit: PriorLearning) -> None:
    """Leave at most so much prior learning, what was accepted first counting first."""
    most = most_minutes(limit, remaining.terms)
    prior = [share for share in remaining.matching(limit) if share.bucket.sample.is_prior_learning]
    _hold_most(remaining, prior, most, OverPriorLearning(limit, most))


def _hold_most(remaining: Remaining, shares: Sequence[Share], most: int, cause: Cause) -> None:
    practice = _by_day(shares)
    if sum(practice.values()) <= most:
        return
    keep: Keep = {}
    for day in sorted(practice):
        if practice[day] > most:
            keep[day] = Cut(most, cause)
        most -= min(most, practice[day])
    remaining.keep(shares, keep)


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


OF_THE_STAGES: dict[type, LimitKind] = {
    SupervisedPeriod: LimitKind(require_supervised_periods, until_something_happens),
    BestWindow: LimitKind(keep_best_window, until_something_happens),
    RollingLimit: LimitKind(hold_rolling_limit, until_something_happens),
    PriorLearning: LimitKind(hold_prior_learning, until_something_happens),
    Cap: LimitKind(hold_cap, until_something_happens),
}
"""The other limits (`limits.STAGES`): each takes minutes away from what was credited."""
