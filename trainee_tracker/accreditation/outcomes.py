"""What was decided about each trainee beside the hours, quick to look up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.days import Days
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    Clearance,
    EvidenceAccepted,
    ModuleOutcome,
    Outcome,
    Who,
)


class ClearanceBook:
    """The days on which each trainee's governance items are in date, quick to look up."""

    def __init__(self, clearances: Iterable[Clearance]) -> None:
        """Sort the clearances by trainee and item."""
        self._by_item: dict[tuple[Who, str], list[Clearance]] = {}
        for clearance in clearances:
            key = (clearance.trainee, clearance.item)
            self._by_item.setdefault(key, []).append(clearance)

    def of(self, trainee: Who, item: str) -> list[Clearance]:
        """Return every stretch of days on which the item was, is or will be in date."""
        return self._by_item.get((trainee, item), [])

    def is_in_date(self, trainee: Who, item: str, day: date) -> bool:
        """Say whether the trainee's item is in date on that day (of the session, not today)."""
        return any(clearance.covers(day) for clearance in self.of(trainee, item))

    def days_in_date(self, trainee: Who, item: str) -> Days:
        """Return all days on which the trainee's item is in date."""
        return days.either(
            (
                clearance.valid_from.toordinal(),
                days.LAST_DAY if clearance.valid_to is None else clearance.valid_to.toordinal(),
            )
            for clearance in self.of(trainee, item)
            if clearance.valid_to is None or clearance.valid_from <= clearance.valid_to
        )


@dataclass(frozen=True)
class Seen:
    """How a competence was seen on a day: the lowest level, and whether harm was seen."""

    level: int
    is_harmful: bool

    def is_clear(self, level: int) -> bool:
        """Say whether the competence was shown at `level` or above, without harm."""
        return self.level >= level and not self.is_harmful


@dataclass(frozen=True)
class Outcomes:
    """Everything decided about one trainee.

    `passed` has the first day on which each module was passed, `attendance` the per cent that a
    provider reports for a module (None: overall), `seen` how each competence was seen by day.
    """

    passed: dict[str, date] = field(default_factory=dict)
    attendance: dict[str | None, int] = field(default_factory=dict)
    evidence: list[EvidenceAccepted] = field(default_factory=list)
    seen: dict[str, dict[date, Seen]] = field(default_factory=dict)

    def has_passed(self, module: str, day: date) -> bool:
        """Say whether a module was passed by a day, that day included."""
        return module in self.passed and self.passed[module] <= day

    def all_passed_on(self, modules: Iterable[str]) -> date | None:
        """Return the day on which the last of some modules was passed, None where one is not."""
        passed_on = [self.passed.get(module) for module in modules]
        known = [day for day in passed_on if day is not None]
        return max(known) if known and len(known) == len(passed_on) else None

    def pieces(self, evidence: str, as_of: date) -> int:
        """Return how many pieces of a kind of evidence were accepted by a day."""
        return sum(
            piece.count
            for piece in self.evidence
            if piece.evidence == evidence
            and (piece.accepted_on is None or piece.accepted_on <= as_of)
        )

    def last_seen(self, competence: str, as_of: date) -> tuple[date, Seen] | None:
        """Return the latest day on or before `as_of` on which a competence was rated, and how."""
        by_day = self.seen.get(competence, {})
        latest = max((day for day in by_day if day <= as_of), default=None)
        return None if latest is None else (latest, by_day[latest])

    def clear_days(self, competence: str, level: int) -> Days:
        """Return all days on which the latest rating of a competence was clear."""
        by_day = self.seen.get(competence, {})
        rated_on = sorted(by_day)
        until = [day.toordinal() - 1 for day in rated_on[1:]] + [days.LAST_DAY]
        return days.either(
            (day.toordinal(), last)
            for day, last in zip(rated_on, until, strict=False)
            if by_day[day].is_clear(level)
        )

    def add(self, outcome: Outcome) -> None:
        """Take in one outcome; the order of several makes no difference."""
        match outcome:
            case ModuleOutcome():
                day = self.passed.get(outcome.module, outcome.passed_on)
                self.passed[outcome.module] = min(outcome.passed_on, day)
            case AttendanceFigure():
                percent = self.attendance.get(outcome.module, outcome.percent)
                self.attendance[outcome.module] = min(outcome.percent, percent)
            case EvidenceAccepted():
                self.evidence.append(outcome)
            case _:
                by_day = self.seen.setdefault(outcome.competence, {})
                seen = Seen(outcome.level, outcome.is_harmful)
                other = by_day.get(outcome.rated_on, seen)
                by_day[outcome.rated_on] = Seen(
                    min(seen.level, other.level), seen.is_harmful or other.is_harmful
                )


class OutcomeBook:
    """The outcomes of each trainee."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        """Sort the outcomes by trainee."""
        self._by_trainee: dict[Who, Outcomes] = {}
        for outcome in outcomes:
            self._by_trainee.setdefault(outcome.trainee, Outcomes()).add(outcome)

    def of(self, trainee: Who) -> Outcomes:
        """Return what was decided about a trainee; nothing, perhaps."""
        return self._by_trainee.get(trainee, Outcomes())
