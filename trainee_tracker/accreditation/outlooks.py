"""What can be said of one requirement that is not met yet, by the way in which it comes to be met.

Each kind of requirement names one of these ways in the registry (`registry.py`): what grows with
what a trainee does goes on at its pace, what needs time to pass is met as it passes, and the rest
depends on decisions, or on every period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.kinds import LeastElapsed
from trainee_tracker.accreditation.standing import RequirementStanding, Unit
from trainee_tracker.accreditation.words import duration, longdate

MOST_AHEAD_DAYS = 30 * 365
"""Days: what lies further ahead than a working life is as good as never."""


class Outlook(StrEnum):
    """What can be said of a requirement."""

    MET = "met"
    EXPECTED = "expected"
    TOO_LATE = "too-late"
    STANDING_STILL = "standing-still"
    HELD_BACK = "held-back"
    BY_DECISION = "by-decision"


@dataclass(frozen=True)
class RequirementForecast:
    """When one requirement will be met.

    `on` is the expected day, for `expected` and `too-late`. `per_week` is the pace in `unit` for
    each week (rounded down; minutes, or pieces in hundredths where a whole one takes longer than
    a week). `needed_per_week` is the pace that would still meet the deadline. `waiting` is what
    waits for sign-off and would count then; the pace takes no notice of it.
    """

    key: str
    title: str
    outlook: Outlook
    unit: Unit
    on: date | None = None
    per_week: int | None = None
    needed_per_week: int | None = None
    waiting: int = 0

    @property
    def in_words(self) -> str:
        """Return the outlook as the rest of a sentence that begins with the title."""
        waiting = f" ({duration(self.waiting)} wait for sign-off)" if self.waiting else ""
        return f"{self._outlook}{waiting}"

    @property
    def _outlook(self) -> str:
        match self.outlook:
            case Outlook.MET:
                return "met"
            case Outlook.BY_DECISION:
                return "depends on what is decided or recorded, not on a pace"
            case Outlook.STANDING_STILL:
                return f"not in sight: hardly anything was added in the last 8 weeks{self._needs}"
            case Outlook.HELD_BACK:
                return (
                    "not in sight: the same again would not be enough, because this course limits "
                    f"how much of it counts{self._needs}"
                )
            case Outlook.EXPECTED:
                return f"by about {self._day}{self._pace}"
        return f"by about {self._day}{self._pace}, which is too late{self._needs}"

    @property
    def _day(self) -> str:
        return longdate(self.on) if self.on else ""

    @property
    def _pace(self) -> str:
        return "" if self.per_week is None else f", at {self._a_week(self.per_week)}"

    @property
    def _needs(self) -> str:
        if self.needed_per_week is None:
            return ""
        return f"; {self._a_week(self.needed_per_week)} would be in time"

    def _a_week(self, amount: int) -> str:
        each = duration(amount) if self.unit == "minutes" else f"{amount / 100:g}"
        return f"{each} a week"


@dataclass(frozen=True)
class Pace:
    """How much of a requirement was `gained` in the last `span` days before `as_of`.

    `deadline` is the day by which it should be met, where there is one.
    """

    gained: int
    span: int
    as_of: date
    deadline: date | None

    def outlook(self, on: date) -> Outlook:
        """Return whether what is met on that day is in time."""
        is_late = self.deadline is not None and on > self.deadline
        return Outlook.TOO_LATE if is_late else Outlook.EXPECTED


def by_decision(
    _requirement: object, part: RequirementStanding, _pace: Pace
) -> RequirementForecast:
    """Say that no pace leads there: somebody decides it, or it is asked of every period."""
    return RequirementForecast(part.key, part.title, Outlook.BY_DECISION, part.unit)


def by_pace(_requirement: object, part: RequirementStanding, pace: Pace) -> RequirementForecast:
    """Return when as much again and again will be enough."""
    needed = None
    if pace.deadline is not None and pace.deadline > pace.as_of:
        days_left = (pace.deadline - pace.as_of).days
        needed = -(-_in_pieces(part.short, part.unit) * 7 // days_left)
    per_week = _in_pieces(pace.gained, part.unit) * 7 // pace.span
    ahead = -(-part.short * pace.span // pace.gained) if pace.gained else MOST_AHEAD_DAYS
    if ahead >= MOST_AHEAD_DAYS:
        return RequirementForecast(
            part.key,
            part.title,
            Outlook.STANDING_STILL,
            part.unit,
            None,
            per_week,
            needed,
            part.waiting,
        )
    on = days_ahead(pace.as_of, ahead)
    return RequirementForecast(
        part.key, part.title, pace.outlook(on), part.unit, on, per_week, needed, part.waiting
    )


def by_time(requirement: Any, part: RequirementStanding, pace: Pace) -> RequirementForecast:
    """Return when enough weeks or months will have passed, if the trainee goes on until then."""
    asked: LeastElapsed = requirement
    if not part.have:
        return RequirementForecast(part.key, part.title, Outlook.STANDING_STILL, part.unit)
    on = (
        days_ahead(pace.as_of, 7 * part.short)
        if asked.weeks
        else days.months_later(pace.as_of, part.short)
    )
    return RequirementForecast(part.key, part.title, pace.outlook(on), part.unit, on)


def days_ahead(day: date, count: int) -> date:
    """Return the day so many days later, or the last there is."""
    return date.fromordinal(min(days.LAST_DAY, day.toordinal() + count))


def _in_pieces(amount: int, unit: Unit) -> int:
    """Return minutes as they are, and what is counted in hundredths."""
    return amount if unit == "minutes" else 100 * amount
