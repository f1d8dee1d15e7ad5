"""How each kind of requirement is judged: one function each, in a table by kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.exclusion import ClearanceBook
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    GovernanceInDate,
    MinimumMinutes,
    ModulesPassed,
    Requirement,
)
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.standing import JudgedLine, RequirementStanding, Unit
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import duration, in_sentence, listing, longdate


class WeighedLine(NamedTuple):
    """A line of the ledger and what the course makes of it."""

    line: LedgerLine
    judged: JudgedLine


class PooledMinutes(NamedTuple):
    """Minutes that count, and minutes that would once they are signed off."""

    counted: int
    waiting: int


@dataclass(frozen=True)
class Evidence:
    """Everything that a requirement may look at, for one trainee on one day.

    `lines` are the trainee's own, `pool` those of everyone judged together. `passed` gives for
    each module that the trainee passed the day.
    """

    terms: Terms
    trainee: str
    as_of: date
    lines: Sequence[WeighedLine]
    pool: Sequence[WeighedLine]
    book: ClearanceBook
    passed: Mapping[str, date]


def person_minutes(lines: Iterable[WeighedLine]) -> PooledMinutes:
    """Add up every line: four people in one session of an hour are 4 h."""
    counted = waiting = 0
    for _, judged in lines:
        counted += judged.counted_minutes
        waiting += judged.waiting_minutes
    return PooledMinutes(counted, waiting)


def session_minutes(lines: Iterable[WeighedLine]) -> PooledMinutes:
    """Count each session once, at the longest that anyone earned in it: the same four are 1 h."""
    counted: dict[str, int] = {}
    in_all: dict[str, int] = {}
    for line, judged in lines:
        earned = judged.counted_minutes
        hoped = earned + judged.waiting_minutes
        counted[line.session] = max(earned, counted.get(line.session, 0))
        in_all[line.session] = max(hoped, in_all.get(line.session, 0))
    total = sum(counted.values())
    return PooledMinutes(total, sum(in_all.values()) - total)


def judge_minimum_minutes(requirement: MinimumMinutes, evidence: Evidence) -> RequirementStanding:
    """Judge the minutes of an activity, of one person or of the pool."""
    lines = evidence.pool if requirement.pooled else evidence.lines
    matching = (weighed for weighed in lines if _matches(requirement, weighed.line, evidence.terms))
    add_up = session_minutes if requirement.pooled == "session" else person_minutes
    counted, waiting = add_up(matching)
    short = max(0, requirement.minutes - counted)
    title = in_sentence(evidence.terms.activity_titles[requirement.activity])
    missing = f"{duration(short)} more of {title}{_narrowed(requirement)}"
    return _standing(
        requirement,
        have=counted,
        need=requirement.minutes,
        unit="minutes",
        waiting=waiting,
        missing=(missing,),
    )


def _matches(requirement: MinimumMinutes, line: LedgerLine, terms: Terms) -> bool:
    return (
        terms.covers(requirement.activity, line.activity)
        and (not requirement.roles or line.role in requirement.roles)
        and (not requirement.formats or line.format in requirement.formats)
        and (not requirement.modes or line.mode in requirement.modes)
    )


def _narrowed(requirement: MinimumMinutes) -> str:
    """Return the words for the roles, formats and modes that alone add up."""
    words = ""
    if requirement.roles:
        words += f" as {listing([vocabulary.ROLES[role] for role in requirement.roles], 'or')}"
    if requirement.formats:
        names = [vocabulary.FORMATS[name] for name in requirement.formats]
        words += f" in {listing(names, 'or')} sessions"
    if requirement.modes:
        words += f", {listing([vocabulary.MODES[mode] for mode in requirement.modes], 'or')}"
    return words


def judge_attendance_percent(
    requirement: AttendancePercent, evidence: Evidence
) -> RequirementStanding:
    """Judge the attended part of all sessions held so far, missed ones included.

    Whether time counts toward a minimum does not matter here: who was there was there.
    """
    attended = held = 0
    for line, _ in evidence.lines:
        if (
            line.state is LineState.SIGNED_OFF
            and line.held_on <= evidence.as_of
            and evidence.terms.covers(requirement.activity, line.activity)
        ):
            held += line.held_minutes
            attended += min(line.minutes, line.held_minutes) if line.attended else 0
    if held:
        have = 100 * attended // held
        missing = (
            f"attendance of {requirement.percent} %: it is {have} % now, "
            f"{duration(attended)} of {duration(held)}"
        )
    else:
        have = 0
        missing = f"attendance of {requirement.percent} %: no register has been taken yet"
    return _standing(
        requirement, have=have, need=requirement.percent, unit="percent", missing=(missing,)
    )


def judge_modules_passed(requirement: ModulesPassed, evidence: Evidence) -> RequirementStanding:
    """Judge how many of the modules are passed by the day of the standing."""
    modules = [
        module
        for module in evidence.terms.modules
        if not requirement.modules or module.key in requirement.modules
    ]
    missing = tuple(
        module.title
        for module in modules
        if evidence.passed.get(module.key, date.max) > evidence.as_of
    )
    return _standing(
        requirement,
        have=len(modules) - len(missing),
        need=len(modules),
        unit="count",
        missing=missing,
    )


def judge_governance_in_date(
    requirement: GovernanceInDate, evidence: Evidence
) -> RequirementStanding:
    """Judge how many of the governance items are in date on the day of the standing."""
    needs = [
        need
        for need in evidence.terms.governance
        if not requirement.items or need.item in requirement.items
    ]
    missing = tuple(
        f"{need.title}: {_lapse(need.item, evidence)}"
        for need in needs
        if not evidence.book.is_in_date(evidence.trainee, need.item, evidence.as_of)
    )
    return _standing(
        requirement, have=len(needs) - len(missing), need=len(needs), unit="count", missing=missing
    )


def _lapse(item: str, evidence: Evidence) -> str:
    """Say since when or until when an item is not in date."""
    stretches = evidence.book.of(evidence.trainee, item)
    coming = [part.valid_from for part in stretches if part.valid_from > evidence.as_of]
    if coming:
        return f"in date only from {longdate(min(coming))}"
    past = [part.valid_to for part in stretches if part.valid_to is not None]
    return f"in date only until {longdate(max(past))}" if past else "not in place yet"


def _standing(
    requirement: Requirement,
    *,
    have: int,
    need: int,
    unit: Unit,
    missing: tuple[str, ...],
    waiting: int = 0,
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
    )


JUDGES: dict[str, Callable[[Any, Evidence], RequirementStanding]] = {
    MinimumMinutes.kind: judge_minimum_minutes,
    AttendancePercent.kind: judge_attendance_percent,
    ModulesPassed.kind: judge_modules_passed,
    GovernanceInDate.kind: judge_governance_in_date,
}
"""The function for every kind of requirement."""


def judge_requirement(requirement: Requirement, evidence: Evidence) -> RequirementStanding:
    """Judge one requirement, whichever kind it is."""
    return JUDGES[requirement.kind](requirement, evidence)
