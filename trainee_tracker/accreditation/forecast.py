"""When each requirement will be met, if things go on as in the last eight weeks.

A forecast compares two standings: today's, and the one eight weeks before. What came in between is
the pace, after everything that does not count. It is a guess for planning, never a promise: no
certificate reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.kinds import (
    CompletedCases,
    EvidenceCounted,
    LeastElapsed,
    MinimumMinutes,
    ObservedSessions,
    ProblemTypes,
    Requirement,
)
from trainee_tracker.accreditation.ledger import LedgerLine
from trainee_tracker.accreditation.standing import RequirementStanding, Standing, Unit
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import duration, longdate

PACE_DAYS = 56
"""Days: the eight weeks whose pace is taken to go on."""

LEAST_PACE_DAYS = 14
"""Days: who has begun since is not judged by less than two weeks, or one good day would promise
too much."""

MOST_AHEAD_DAYS = 30 * 365
"""Days: what lies further ahead than a working life is as good as never."""

MOST_REPEATS = 40
"""How often the last eight weeks are repeated to look ahead: about six years."""

PACED = (MinimumMinutes, CompletedCases, ProblemTypes, ObservedSessions, EvidenceCounted)
"""Kinds that grow with what a trainee does; the others depend on decisions, or on every period."""


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
class Forecast:
    """When everything will be met, and which requirement decides.

    `on` is None where something stands still, is held back or waits for a decision; `deciding` is
    then the requirement that is stuck, else the one that is met last. `is_in_time` is None without a
    deadline, and where a decision is still to come.
    """

    as_of: date
    deadline: date | None
    requirements: tuple[RequirementForecast, ...]
    deciding: str | None
    on: date | None
    is_in_time: bool | None


def earlier_day(as_of: date) -> date:
    """Return the day whose standing a forecast of `as_of` is compared with."""
    return date.fromordinal(max(days.FIRST_DAY, as_of.toordinal() - PACE_DAYS))


def as_it_was(lines: Iterable[LedgerLine], as_of: date) -> list[LedgerLine]:
    """Return lines to judge as of `earlier_day`: prior learning is no pace, so it was there then."""
    then = earlier_day(as_of)
    return [
        replace(line, held_on=min(line.held_on, then)) if line.is_prior_learning else line
        for line in lines
    ]


def forecast(
    terms: Terms,
    now: Standing,
    earlier: Standing,
    *,
    began_on: date | None = None,
    deadline: date | None = None,
) -> Forecast:
    """Return when each requirement of `now` will be met, at the pace since `earlier`.

    `earlier` is the same record (`as_it_was`) judged as of `earlier_day`. `began_on` is the day of the
    trainee's first line: the pace of somebody who began since is taken from that day.
    """
    span = PACE_DAYS
    if began_on is not None:
        since_then = (now.as_of - began_on).days + 1
        span = max(LEAST_PACE_DAYS, min(PACE_DAYS, since_then))
    before = {part.key: part.have for part in earlier.requirements}
    kinds = {part.key: part for part in terms.requirements}
    parts = tuple(
        _forecast_of(
            part,
            kinds.get(part.key),
            gained=max(0, part.have - before.get(part.key, 0)),
            # A whole group has no first day of its own.
            span=PACE_DAYS if part.pooled else span,
            as_of=now.as_of,
            deadline=deadline,
        )
        for part in now.requirements
    )
    return _whole(parts, now.as_of, deadline)


def _forecast_of(
    part: RequirementStanding,
    kind: Requirement | None,
    *,
    gained: int,
    span: int,
    as_of: date,
    deadline: date | None,
) -> RequirementForecast:
    if part.met:
        return RequirementForecast(part.key, part.title, Outlook.MET, part.unit)
    if isinstance(kind, LeastElapsed):
        return _by_time(part, kind, as_of, deadline)
    if not isinstance(kind, PACED):
        return RequirementForecast(part.key, part.title, Outlook.BY_DECISION, part.unit)
    needed = None
    if deadline is not None and deadline > as_of:
        needed = -(-_in_pieces(part.short, part.unit) * 7 // (deadline - as_of).days)
    pace = _in_pieces(gained, part.unit) * 7 // span
    ahead = -(-part.short * span // gained) if gained else MOST_AHEAD_DAYS
    if ahead >= MOST_AHEAD_DAYS:
        return RequirementForecast(
            part.key,
            part.title,
            Outlook.STANDING_STILL,
            part.unit,
            None,
            pace,
            needed,
            part.waiting,
        )
    on = _ahead(as_of, ahead)
    return RequirementForecast(
        part.key, part.title, _in_time(on, deadline), part.unit, on, pace, needed, part.waiting
    )


def _in_pieces(amount: int, unit: Unit) -> int:
    """Return minutes as they are, and what is counted in hundredths."""
    return amount if unit == "minutes" else 100 * amount


def _by_time(
    part: RequirementStanding, kind: LeastElapsed, as_of: date, deadline: date | None
) -> RequirementForecast:
    """Return when enough weeks or months will have passed, if the trainee goes on until then."""
    if not part.have:
        return RequirementForecast(part.key, part.title, Outlook.STANDING_STILL, part.unit)
    on = _ahead(as_of, 7 * part.short) if kind.weeks else days.months_later(as_of, part.short)
    return RequirementForecast(part.key, part.title, _in_time(on, deadline), part.unit, on)


def _ahead(day: date, count: int) -> date:
    """Return the day so many days later, or the last there is."""
    return date.fromordinal(min(days.LAST_DAY, day.toordinal() + count))


def _in_time(on: date, deadline: date | None) -> Outlook:
    return Outlook.TOO_LATE if deadline is not None and on > deadline else Outlook.EXPECTED


def _whole(parts: Sequence[RequirementForecast], as_of: date, deadline: date | None) -> Forecast:
    """Put the parts together: what stands still decides, else what is met last."""
    outlooks = {part.outlook for part in parts}
    stuck = {Outlook.STANDING_STILL, Outlook.HELD_BACK}
    still = [part for part in parts if part.outlook in stuck]
    dated = [part for part in parts if part.on is not None]
    last = max(dated, key=lambda part: part.on or as_of, default=None)
    deciding = still[0] if still else last
    is_sure = not outlooks & {*stuck, Outlook.BY_DECISION}
    is_in_time = None
    if deadline is not None:
        is_lost = bool(outlooks & {*stuck, Outlook.TOO_LATE})
        is_in_time = False if is_lost else (True if is_sure else None)
    return Forecast(
        as_of=as_of,
        deadline=deadline,
        requirements=tuple(parts),
        deciding=deciding.key if deciding else None,
        on=(last.on if last else as_of) if is_sure else None,
        is_in_time=is_in_time,
    )


def repeated(
    lines: Iterable[LedgerLine], as_of: date, expected: Forecast
) -> tuple[list[LedgerLine], date]:
    """Return lines in which the last eight weeks go on until all is expected, and that day.

    Judged then, they show whether limits would let it come so: a cap that is full does not.
    """
    last = max((part.on for part in expected.requirements if part.on is not None), default=as_of)
    times = min(MOST_REPEATS, -(-(last - as_of).days // PACE_DAYS))
    lines = list(lines)
    then = earlier_day(as_of)
    recent = [line for line in lines if then < line.held_on <= as_of and not line.is_prior_learning]
    for number in range(1, times + 1):
        lines += [
            replace(
                line,
                entry=f"{line.entry} again {number}",
                session=f"{line.session} again {number}",
                held_on=_ahead(line.held_on, PACE_DAYS * number),
            )
            for line in recent
        ]
    return lines, _ahead(as_of, PACE_DAYS * times)


def held_back(expected: Forecast, ahead: Standing) -> Forecast:
    """Return a forecast in which what limits hold back is not expected any more.

    `ahead` is the standing of the `repeated` lines on their last day.
    """
    met = {part.key for part in ahead.requirements if part.met}
    parts = tuple(
        replace(part, outlook=Outlook.HELD_BACK, on=None)
        if part.on is not None and part.on <= ahead.as_of and part.key not in met
        else part
        for part in expected.requirements
    )
    return _whole(parts, expected.as_of, expected.deadline)
