"""What can be said of one requirement that is not met yet, by the way in which it comes to be met.

Each kind of requirement names one of these ways in the registry (`registry.py`): what grows with
what a trainee does goes on at its pace, what needs time to pass is met as it passes, and the rest
depends on decisions, or on every period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.kinds import LeastElapsed
from trainee_tracker.accreditation.standing import RequirementStanding, Unit
from trainee_tracker.messages import Message, Minutes, Value, Verbatim, say

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
    waits for sign-off and would count then; the pace takes no notice of it. `is_limited` is False
    where the same sessions again are no more of it, so that they cannot show what limits hold back.
    """

    key: str
    title: str
    outlook: Outlook
    unit: Unit
    on: date | None = None
    per_week: int | None = None
    needed_per_week: int | None = None
    waiting: int = 0
    is_limited: bool = True

    @property
    def in_words(self) -> Message:
        """Return the outlook, as it follows the title and a colon."""
        if not self.waiting:
            return self._with_needs
        return say(
            "{outlook} ({time} wait for sign-off)",
            outlook=self._with_needs,
            time=Minutes(self.waiting),
        )

    @property
    def _with_needs(self) -> Message:
        hopeless = {Outlook.TOO_LATE, Outlook.STANDING_STILL, Outlook.HELD_BACK}
        if self.needed_per_week is None or self.outlook not in hopeless:
            return self._outlook
        amount = self._amount(self.needed_per_week)
        if self.outlook is Outlook.HELD_BACK:
            return say(
                "the same again would not be enough, because a limit of this course lets no more of"
                " it count; {amount} a week of what still counts would be in time",
                amount=amount,
            )
        return say(
            "{outlook}; {amount} a week would be in time", outlook=self._outlook, amount=amount
        )

    @property
    def _outlook(self) -> Message:
        is_late = self.outlook is Outlook.TOO_LATE
        if self.on is None or self.outlook not in {Outlook.EXPECTED, Outlook.TOO_LATE}:
            return WITHOUT_A_DAY[self.outlook]
        if self.per_week is None:
            day = {"day": self.on}
            if is_late:
                return say("by about {day}, which is too late", **day)
            return say("by about {day}", **day)
        pace: dict[str, Value] = {"day": self.on, "amount": self._amount(self.per_week)}
        if is_late:
            return say("by about {day}, at {amount} a week, which is too late", **pace)
        return say("by about {day}, at {amount} a week", **pace)

    def _amount(self, amount: int) -> Minutes | Verbatim:
        """Return minutes, or hundredths as whole pieces with the rest after a point."""
        return Minutes(amount) if self.unit == "minutes" else Verbatim(f"{amount / 100:g}")


WITHOUT_A_DAY: Final[Mapping[Outlook, Message]] = {
    Outlook.MET: say("met"),
    Outlook.BY_DECISION: say("depends on what is accepted or decided, not on a pace"),
    Outlook.STANDING_STILL: say(
        "hardly anything was added in the last 8 weeks, so no day can be told"
    ),
    Outlook.HELD_BACK: say(
        "the same again would not be enough, because a limit of this course lets no more of it"
        " count"
    ),
}
"""What is said of a requirement that nothing tells a day for."""


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
    """Return when enough will be there if as much is added in every such stretch of days."""
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


def by_new_cases(requirement: object, part: RequirementStanding, pace: Pace) -> RequirementForecast:
    """Return when as much again will be enough; the same sessions again make no new case."""
    return replace(by_pace(requirement, part, pace), is_limited=False)


def days_ahead(day: date, count: int) -> date:
    """Return the day so many days later, or the last there is."""
    return date.fromordinal(min(days.LAST_DAY, day.toordinal() + count))


def _in_pieces(amount: int, unit: Unit) -> int:
    """Return minutes as they are, and what is counted in hundredths."""
    return amount if unit == "minutes" else 100 * amount
