"""What a requirement may look at: one trainee's lines after limits, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from trainee_tracker.accreditation.exclusion import Record
from trainee_tracker.accreditation.kinds import Requirement
from trainee_tracker.accreditation.ledger import LedgerLine, Who
from trainee_tracker.accreditation.limiting import Remaining
from trainee_tracker.accreditation.outcomes import Outcomes
from trainee_tracker.accreditation.standing import Report, RequirementStanding, Unit
from trainee_tracker.accreditation.tally import Bucket, Tally
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.messages import Message


class Account:
    """One trainee's minutes: those that count, and those that would with waiting lines signed."""

    def __init__(
        self, buckets: Sequence[Bucket], tally: Tally, terms: Terms, passed: Mapping[str, date]
    ) -> None:
        """Apply the limits to what is signed off; `passed` has the day on which each module was passed."""
        self.buckets = buckets
        self._tally = tally
        self._terms = terms
        signed = [bucket for bucket in buckets if not bucket.is_waiting]
        self._passed = passed
        self.counted = Remaining(signed, tally, terms, passed)
        self.cases: dict[tuple[str, str], Any] = {}

    @cached_property
    def if_signed(self) -> Remaining:
        """What would count if every line that waits were signed off."""
        if not any(bucket.is_waiting and bucket.by_day for bucket in self.buckets):
            return self.counted
        return Remaining(self.buckets, self._tally, self._terms, self._passed)


@dataclass(frozen=True)
class Evidence:
    """Everything that a requirement may look at, for one trainee on one day.

    `account` is the trainee's own. `pool` has the accounts whose minutes are added: the trainee's
    alone, or everyone's for what the course pools.
    """

    record: Record
    trainee: Who
    tally: Tally
    account: Account
    pool: Sequence[Account]

    @property
    def terms(self) -> Terms:
        """The terms of the course."""
        return self.record.terms

    @property
    def as_of(self) -> date:
        """The day of the standing."""
        return self.record.as_of

    @property
    def outcomes(self) -> Outcomes:
        """What was decided about the trainee."""
        return self.record.outcomes.of(self.trainee)

    def counted_lines(self, part: Any) -> Iterator[tuple[LedgerLine, int]]:
        """Yield the trainee's own lines that `part` is about and of which something counts."""
        for share in self.account.counted.matching(part):
            for index in share.bucket.indexes:
                if minutes := share.minutes_of(index):
                    yield self.tally.lines[index], minutes

    def minutes_by_day(self, activity: str) -> dict[int, int]:
        """Return the counted minutes of an activity done on this course, by ordinal of the day."""
        by_day: dict[int, int] = {}
        for share in self.account.counted.below(activity):
            for day, minutes in share.by_day.items():
                if minutes:
                    by_day[day] = by_day.get(day, 0) + minutes
        return by_day


def stands(
    requirement: Requirement,
    *,
    have: int,
    need: int,
    unit: Unit,
    missing: tuple[Message, ...],
    waiting: int = 0,
    report: Report | None = None,
) -> RequirementStanding:
    """Return the standing: met where at least as much is there as is asked for."""
    is_met = have >= need
    return RequirementStanding(
        key=requirement.key,
        title=requirement.title,
        met=is_met,
        have=have,
        need=need,
        short=max(0, need - have),
        unit=unit,
        waiting=waiting,
        missing=() if is_met else missing,
        verified=requirement.verified,
        pooled=getattr(requirement, "pooled", None),
        report=report,
    )
