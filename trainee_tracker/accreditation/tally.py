"""Adding lines up in one pass, so that everything after it looks at few sums, not many lines.

Lines that the terms cannot tell apart (same trainee, activity, role and so on) share a bucket
with their credited minutes by day. Whatever a line's day decides, its bucket knows as stretches
of days, so that no line is asked the same question twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from trainee_tracker.accreditation.credit import GroupCredit, credited_minutes
from trainee_tracker.accreditation.days import NEVER, Days, holds
from trainee_tracker.accreditation.exclusion import Record, open_days
from trainee_tracker.accreditation.ledger import LedgerLine, LineState, Who
from trainee_tracker.accreditation.terms import Terms

ON_ITS_WAY = frozenset({LineState.SIGNED_OFF, LineState.SUBMITTED})
"""The states of lines that count, or would once they are signed off."""


class Bucket:
    """Lines that the terms cannot tell apart: `sample` stands for all of them.

    `indexes` are their places among all lines. `by_day` has, for each day that may count, their
    minutes after group credit; of lines that wait for sign-off, what they would bring.
    """

    __slots__ = (
        "by_day",
        "days",
        "earned",
        "first",
        "formula",
        "has_gaps",
        "indexes",
        "last",
        "sample",
        "selected",
    )

    def __init__(self, sample: LedgerLine, record: Record, opened: dict[Any, Days]) -> None:
        """Find out what holds for all lines such as `sample`; `opened` remembers their days."""
        self.sample = sample
        self.indexes: list[int] = []
        self.by_day: dict[int, int] = {}
        self.earned: dict[int, int] = {}
        self.days = NEVER
        if sample.state in ON_ITS_WAY:
            alike = (
                sample.trainee,
                sample.activity,
                sample.role,
                sample.attended,
                sample.is_prior_learning,
            )
            if alike not in opened:
                opened[alike] = open_days(sample, record)
            self.days = opened[alike]
        self.first, self.last = (self.days[0][0], self.days[-1][1]) if self.days else (1, 0)
        self.has_gaps = len(self.days) > 1
        self.formula = formula_of(sample, record.terms) if self.days else None
        self.selected = record.terms.selections(
            sample.activity, sample.role, sample.format, sample.mode, sample.observed
        )

    @property
    def is_waiting(self) -> bool:
        """Say whether these lines wait for sign-off."""
        return self.sample.state is LineState.SUBMITTED

    def credit(self, formula: GroupCredit, minutes: int) -> int:
        """Return what a session of so many minutes earns each of those present."""
        earned = self.earned.get(minutes)
        if earned is None:
            earned = credited_minutes(formula, minutes, self.sample.present)
            self.earned[minutes] = earned
        return earned


def formula_of(line: LedgerLine, terms: Terms) -> GroupCredit | None:
    """Return the group credit formula for a line; prior learning was credited elsewhere."""
    return None if line.is_prior_learning else terms.credit_of[line.activity]


@dataclass(frozen=True)
class Tally:
    """All lines, the ordinal of each one's day, what each is credited, and everyone's buckets.

    `credits` has a number for each line in `lines`: 0 where it may not count at all.
    """

    lines: list[LedgerLine]
    ordinals: list[int]
    credits: list[int]
    buckets: dict[Who, list[Bucket]]


def tally(lines: Iterable[LedgerLine], record: Record, trainees: Iterable[Who]) -> Tally:
    """Take every line through exclusion and credit; only these trainees have their buckets.

    Raises ValueError where an entry is there twice.
    """
    buckets: dict[Who, list[Bucket]] = {trainee: [] for trainee in trainees}
    all_lines = list(lines)
    if len({line.entry for line in all_lines}) < len(all_lines):
        # The same entry twice would be hours out of nothing.
        message = "An entry is there twice among the lines to judge."
        raise ValueError(message)
    ordinals = [line.held_on.toordinal() for line in all_lines]
    credits: list[int] = []
    gathering = _Gathering(record, buckets)
    found = gathering.found
    # This loop runs once for every line there is; `benchmarks/judging.py` watches what it costs.
    for index, line in enumerate(all_lines):
        key = (
            line.trainee,
            line.activity,
            line.role,
            line.format,
            line.mode,
            line.present,
            line.observed,
            line.site,
            line.state,
            line.attended,
            line.is_prior_learning,
        )
        bucket = found.get(key)
        if bucket is None:
            bucket = found[key] = gathering.bucket_of(line)
        bucket.indexes.append(index)
        day = ordinals[index]
        minutes = 0
        if bucket.first <= day <= bucket.last and (not bucket.has_gaps or holds(bucket.days, day)):
            minutes = line.minutes
            if bucket.formula is not None:
                minutes = bucket.credit(bucket.formula, minutes)
            by_day = bucket.by_day
            by_day[day] = by_day.get(day, 0) + minutes
        credits.append(minutes)
    return Tally(all_lines, ordinals, credits, buckets)


class _Gathering:
    """The buckets found so far.

    `found` has them by everything that could tell lines apart, because to look all of it up is
    quicker than to ask which of it these terms look at; that is asked once for each combination.
    """

    def __init__(self, record: Record, buckets: dict[Who, list[Bucket]]) -> None:
        """Begin without any; new ones are added to their trainee's in `buckets`."""
        self.found: dict[tuple[Any, ...], Bucket] = {}
        self._told_apart: dict[Any, Bucket] = {}
        self._opened: dict[Any, Days] = {}
        self._record = record
        self._buckets = buckets
        self._distinctions = attrgetter(*record.terms.distinctions)

    def bucket_of(self, line: LedgerLine) -> Bucket:
        """Return the bucket for lines that the terms cannot tell from this one."""
        name = self._distinctions(line)
        bucket = self._told_apart.get(name)
        if bucket is None:
            bucket = self._told_apart[name] = Bucket(line, self._record, self._opened)
            if line.trainee in self._buckets:
                self._buckets[line.trainee].append(bucket)
        return bucket
