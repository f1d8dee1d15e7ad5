"""An independent recount of what limits leave of credited minutes, minute by minute.

Each limit is done as its docstring says it, with no thought of how long that takes.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from tests.accreditation.recount_lines import (
    Case,
    branch,
    credited,
    is_about,
    months_after,
    passed_on,
)
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.ledger import Key, LedgerLine, LineState, Who
from trainee_tracker.accreditation.limits import (
    BestWindow,
    Cap,
    PriorLearning,
    RollingLimit,
    SupervisedPeriod,
)

Counted = dict[Key, int]
"""The minutes of each line that still count, by its entry."""

SIGNED = (LineState.SIGNED_OFF,)
SIGNED_OR_WAITING = (LineState.SIGNED_OFF, LineState.SUBMITTED)
ORDER = ("supervised-period", "best-window", "rolling-limit", "prior-learning", "cap")


def counted_minutes(case: Case, trainee: Who, states: Sequence[LineState] = SIGNED) -> Counted:
    """Return what counts of each of a trainee's lines, after every limit."""
    lines = sorted(
        (line for line in case.lines if line.trainee == trainee),
        key=lambda line: (line.held_on, len(str(line.entry)), str(line.entry)),
    )
    counted = {line.entry: credited(case, line, states) for line in lines}
    for kind in ORDER:
        for limit in case.terms.limits:
            if limit.kind == kind:
                counted = DOES[kind](case, lines, counted, limit)
    return counted


def same_period(period: str, one: date, other: date) -> bool:
    """Say whether two days lie in one calendar month, or in one week from Monday to Sunday."""
    if period == "month":
        return (one.year, one.month) == (other.year, other.month)
    return one - timedelta(one.weekday()) == other - timedelta(other.weekday())


def supervised_periods(
    case: Case, lines: Sequence[LedgerLine], counted: Counted, limit: SupervisedPeriod
) -> Counted:
    left = dict(counted)
    for line in lines:
        if line.is_prior_learning or not is_about(case.terms, limit, line):
            continue
        supervision = sum(
            counted[other.entry]
            for other in lines
            if limit.supervision in branch(case.terms, other.activity)
            and not other.is_prior_learning
            and same_period(limit.period, line.held_on, other.held_on)
            and (not limit.per_site or other.site == line.site)
        )
        if supervision < limit.minutes:
            left[line.entry] = 0
    return left


def best_window(
    case: Case, lines: Sequence[LedgerLine], counted: Counted, limit: BestWindow
) -> Counted:
    about = [
        line for line in lines if not line.is_prior_learning and is_about(case.terms, limit, line)
    ]
    held_on = [line.held_on for line in about if counted[line.entry]]
    if not held_on:
        return counted
    windows = []
    first = min(held_on)
    while first <= max(held_on):
        after = months_after(first, limit.months)
        inside = {line.entry for line in about if first <= line.held_on < after}
        outside = {line.entry for line in about} - inside
        left = counted | dict.fromkeys(outside, 0)
        met = sum(
            sum(
                left[line.entry]
                for line in lines
                if is_about(case.terms, part, line) and is_after(case, part, line)
            )
            >= part.minutes
            for part in case.terms.requirements
            if isinstance(part, MinimumMinutes) and not part.pooled
        )
        windows.append((met, sum(counted[entry] for entry in inside), first, inside))
        first += timedelta(1)
    best = max(windows, key=lambda window: window[:3])[3]
    outside = {line.entry for line in about} - best
    return counted | dict.fromkeys(outside, 0)


def is_after(case: Case, part: MinimumMinutes, line: LedgerLine) -> bool:
    """Say whether a line was held once the module that a minimum names was passed."""
    if part.after_module is None:
        return True
    day = passed_on(case, line.trainee, part.after_module)
    return day is not None and day <= line.held_on and not line.is_prior_learning


def rolling_limit(
    case: Case, lines: Sequence[LedgerLine], counted: Counted, limit: RollingLimit
) -> Counted:
    """Keep one minute after another, where no stretch of days would have too many."""
    left = dict(counted)
    kept: dict[date, int] = {}
    for line in lines:
        if line.is_prior_learning or not is_about(case.terms, limit, line):
            continue
        left[line.entry] = 0
        stretches = [
            [line.held_on + timedelta(step - back) for step in range(limit.days)]
            for back in range(limit.days)
        ]
        for _ in range(counted[line.entry]):
            if any(
                sum(kept.get(day, 0) for day in stretch) >= limit.minutes for stretch in stretches
            ):
                break
            kept[line.held_on] = kept.get(line.held_on, 0) + 1
            left[line.entry] += 1
    return left


def hold_most(counted: Counted, lines: Sequence[LedgerLine], most: int) -> Counted:
    """Keep one minute after another until there are enough."""
    left = dict(counted)
    for line in lines:
        left[line.entry] = 0
        for _ in range(counted[line.entry]):
            if most:
                most -= 1
                left[line.entry] += 1
    return left


def most_minutes(case: Case, limit: Cap | PriorLearning) -> int:
    if limit.minutes is not None:
        return limit.minutes
    [wanted] = [one for one in case.terms.requirements if one.key == limit.of]
    assert isinstance(wanted, MinimumMinutes)
    assert limit.percent is not None
    return int(wanted.minutes * limit.percent / 100 + 1e-9)


def prior_learning(
    case: Case, lines: Sequence[LedgerLine], counted: Counted, limit: PriorLearning
) -> Counted:
    about = [line for line in lines if line.is_prior_learning and is_about(case.terms, limit, line)]
    return hold_most(counted, about, most_minutes(case, limit))


def cap(case: Case, lines: Sequence[LedgerLine], counted: Counted, limit: Cap) -> Counted:
    about = [line for line in lines if is_about(case.terms, limit, line)]
    return hold_most(counted, about, most_minutes(case, limit))


DOES: dict[str, Callable[[Case, Sequence[LedgerLine], Counted, Any], Counted]] = {
    "supervised-period": supervised_periods,
    "best-window": best_window,
    "rolling-limit": rolling_limit,
    "prior-learning": prior_learning,
    "cap": cap,
}
