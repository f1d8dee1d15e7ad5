"""Adding lines up in one pass, so that everything after it looks at few sums, not many lines.

Lines that the terms cannot tell apart (same trainee, activity, role and so on) share a bucket
with their credited minutes by day. Whatever a line's day decides, its bucket knows as stretches
of days, so that no line is asked the same question twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.credit import GroupCredit, credited_minutes
from trainee_tracker.accreditation.exclusion import Record, open_days
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.terms import Terms


class Bucket:
    """Lines that the terms cannot tell apart: `sample` stands for all of them.

    `indexes` are their places among all lines. `by_day` has, for each day that may count, their
    minutes after group credit; of lines that wait for sign-off, what they would bring.
    """

    __slots__ = ("_selected", "by_day", "days", "earned", "formula", "indexes", "sample")

    def __init__(self, sample: LedgerLine, record: Record) -> None:
        """Find out what holds for all lines such as `sample`."""
        self.sample = sample
        self.indexes: list[int] = []
        self.by_day: dict[int, int] = {}
        self.earned: dict[int, int] = {}
        is_on_its_way = sample.state in {LineState.SIGNED_OFF, LineState.SUBMITTED}
        self.days = open_days(sample, record) if is_on_its_way else days.NEVER
        self.formula = formula_of(sample, record.terms) if self.days else None
        self._selected: dict[tuple[type, str], bool] = {}

    @property
    def is_waiting(self) -> bool:
        """Say whether these lines wait for sign-off."""
        return self.sample.state is LineState.SUBMITTED

    def is_selected(self, part: Any, terms: Terms) -> bool:
        """Say whether a requirement or a limit is about these lines, by its fields.

        `activity`, `also` and `without` name parts of the tree; `roles`, `formats`, `modes` and
        `observed`, where given, what a line has to be.
        """
        # A limit and a requirement may have the same key.
        name = (type(part), part.key)
        found = self._selected.get(name)
        if found is None:
            found = self._selected[name] = selects(part, self.sample, terms)
        return found

    def credit(self, minutes: int) -> int:
        """Return what a session of so many minutes earns each of those present."""
        if self.formula is None:
            return minutes
        earned = self.earned.get(minutes)
        if earned is None:
            earned = credited_minutes(self.formula, minutes, self.sample.present)
            self.earned[minutes] = earned
        return earned


def formula_of(line: LedgerLine, terms: Terms) -> GroupCredit | None:
    """Return the group credit formula for a line; prior learning was credited elsewhere."""
    return None if line.is_prior_learning else terms.credit_of[line.activity]


def selects(part: Any, line: LedgerLine, terms: Terms) -> bool:
    """Say whether a requirement or a limit is about a line (see `Bucket.is_selected`)."""
    lineage = terms.lineages.get(line.activity, ())
    return (
        any(activity in lineage for activity in (part.activity, *getattr(part, "also", ())))
        and not any(activity in lineage for activity in getattr(part, "without", ()))
        and all(
            not wanted or getattr(line, attribute) in wanted
            for attribute, wanted in (
                ("role", getattr(part, "roles", ())),
                ("format", getattr(part, "formats", ())),
                ("mode", getattr(part, "modes", ())),
                ("observed", getattr(part, "observed", ())),
            )
        )
    )


@dataclass(frozen=True)
class Tally:
    """All lines, what each is credited, and the buckets of each trainee.

    `credits` has a number for each line in `lines`: 0 where it may not count at all.
    """

    lines: list[LedgerLine]
    credits: list[int]
    buckets: dict[str, list[Bucket]]


def tally(lines: Iterable[LedgerLine], record: Record, trainees: Iterable[str]) -> Tally:
    """Take every line of these trainees through exclusion and credit; others are left out."""
    buckets: dict[str, list[Bucket]] = {trainee: [] for trainee in trainees}
    all_lines = [line for line in lines if line.trainee in buckets]
    if len({line.entry for line in all_lines}) < len(all_lines):
        # The same entry twice would be hours out of nothing.
        message = "An entry is there twice among the lines to judge."
        raise ValueError(message)
    credits: list[int] = []
    found: dict[tuple[Any, ...], Bucket] = {}
    # This loop runs once for every line there is; `benchmarks/judging.py` watches what it costs.
    for index, line in enumerate(all_lines):
        key = (
            line.trainee,
            line.activity,
            line.role,
            line.format,
            line.mode,
            line.observed,
            line.site,
            line.present,
            line.state,
            line.attended,
            line.is_prior_learning,
        )
        bucket = found.get(key)
        if bucket is None:
            bucket = found[key] = Bucket(line, record)
            buckets[line.trainee].append(bucket)
        bucket.indexes.append(index)
        day = line.held_on.toordinal()
        for first, last in bucket.days:
            if first <= day <= last:
                minutes = line.minutes
                if bucket.formula is not None:
                    minutes = bucket.credit(minutes)
                bucket.by_day[day] = bucket.by_day.get(day, 0) + minutes
                credits.append(minutes)
                break
        else:
            credits.append(0)
    return Tally(all_lines, credits, buckets)
