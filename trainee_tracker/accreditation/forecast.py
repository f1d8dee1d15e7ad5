"""When each requirement will be met, if things go on as in the last eight weeks.

A forecast compares two standings: today's, and the one eight weeks before. What came in between is
the pace, after everything that does not count. It is a guess for planning, never a promise: no
certificate reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.ledger import LedgerLine
from trainee_tracker.accreditation.outlooks import (
    Outlook,
    Pace,
    RequirementForecast,
    by_decision,
    days_ahead,
)
from trainee_tracker.accreditation.registry import REQUIREMENT_KINDS
from trainee_tracker.accreditation.standing import RequirementStanding, Standing
from trainee_tracker.accreditation.terms import Terms

PACE_DAYS = 56
"""Days: the eight weeks whose pace is taken to go on."""

LEAST_PACE_DAYS = 14
"""Days: who has begun since is not judged by less than two weeks, or one good day would promise
too much."""

MOST_REPEATS = 40
"""How often the last eight weeks are repeated to look ahead: about six years."""


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
    asked = {part.key: part for part in terms.requirements}

    def expected(part: RequirementStanding) -> RequirementForecast:
        if part.met:
            return RequirementForecast(part.key, part.title, Outlook.MET, part.unit)
        requirement = asked.get(part.key)
        kind = REQUIREMENT_KINDS.get(type(requirement)) if requirement else None
        outlook_of = kind.forecast if kind else by_decision
        pace = Pace(
            gained=max(0, part.have - before.get(part.key, 0)),
            # A whole group has no first day of its own.
            span=PACE_DAYS if part.pooled else span,
            as_of=now.as_of,
            deadline=deadline,
        )
        return outlook_of(requirement, part, pace)

    parts = tuple(expected(part) for part in now.requirements)
    return _whole(parts, now.as_of, deadline)


def _whole(parts: Sequence[RequirementForecast], as_of: date, deadline: date | None) -> Forecast:
    """Put the parts together: what makes no progress decides, else what is met last."""
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
    """Return lines that repeat the last eight weeks until everything should be met, and that day.

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
                held_on=days_ahead(line.held_on, PACE_DAYS * number),
            )
            for line in recent
        ]
    return lines, days_ahead(as_of, PACE_DAYS * times)


def held_back(expected: Forecast, ahead: Standing) -> Forecast:
    """Return a forecast in which what limits hold back is not expected any more.

    `ahead` is the standing of the `repeated` lines on their last day.
    """
    met = {part.key for part in ahead.requirements if part.met}
    parts = tuple(
        replace(part, outlook=Outlook.HELD_BACK, on=None)
        if part.is_limited
        and part.on is not None
        and part.on <= ahead.as_of
        and part.key not in met
        else part
        for part in expected.requirements
    )
    return _whole(parts, expected.as_of, expected.deadline)
