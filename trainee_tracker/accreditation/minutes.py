"""How requirements of time are judged: minimums, attendance, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.evidence import Evidence, stands
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    LeastElapsed,
    MinimumMinutes,
    Requirement,
)
from trainee_tracker.accreditation.ledger import Key, LedgerLine, LineState
from trainee_tracker.accreditation.limiting import Remaining
from trainee_tracker.accreditation.outlooks import by_decision, by_pace, by_time
from trainee_tracker.accreditation.provisions import until_something_happens
from trainee_tracker.accreditation.requirement_kind import RequirementKind
from trainee_tracker.accreditation.standing import Report, RequirementStanding
from trainee_tracker.accreditation.tally import Tally
from trainee_tracker.accreditation.titles import titles_of
from trainee_tracker.accreditation.words import narrowed, quoted
from trainee_tracker.messages import (
    AnyOf,
    Message,
    Minutes,
    Own,
    Percent,
    Value,
    say,
    say_again,
    say_many,
)


def judge_minimum_minutes(requirement: MinimumMinutes, evidence: Evidence) -> RequirementStanding:
    """Judge the minutes of an activity, of one person or of the pool."""
    have = _minutes(requirement, [account.counted for account in evidence.pool], evidence)
    if_signed = _minutes(requirement, [account.if_signed for account in evidence.pool], evidence)
    named = AnyOf(titles_of(evidence.terms, requirement.activity, *requirement.also))
    more, subject = Minutes(requirement.minutes - have), narrowed(named, requirement)
    missing = (
        say("{more} more of {subject}", more=more, subject=subject)
        if requirement.after_module is None
        else say(
            "{more} more of {subject}, held once {module} is passed",
            more=more,
            subject=subject,
            module=quoted(_module_title(requirement.after_module, evidence)),
        )
    )
    return stands(
        requirement,
        have=have,
        need=requirement.minutes,
        unit="minutes",
        waiting=max(0, if_signed - have),
        missing=(missing,),
        report=_prior_learning(requirement, evidence),
    )


def _prior_learning(requirement: MinimumMinutes, evidence: Evidence) -> Report | None:
    """Return how many of the minutes were done elsewhere, which nothing here counted."""
    if requirement.after_module is not None:
        return None  # No module opens the way for it: nobody says when it was done.
    minutes = sum(
        share.minutes
        for account in evidence.pool
        for share in account.counted.matching(requirement)
        if share.bucket.sample.is_prior_learning
    )
    return Report(minutes) if minutes else None


def _module_title(key: str, evidence: Evidence) -> str:
    return next(module.title for module in evidence.terms.modules if module.key == key)


def _minutes(
    requirement: MinimumMinutes, parts_remaining: Iterable[Remaining], evidence: Evidence
) -> int:
    """Return the minutes that these bring toward a requirement, as it pools them."""
    if requirement.pooled == "session":
        return session_minutes(
            requirement,
            parts_remaining,
            evidence.tally,
            requirement.after_module,
        )
    total = 0
    for remaining in parts_remaining:
        for share in remaining.matching(requirement):
            if requirement.after_module is None:
                total += share.minutes
            else:
                since = remaining.opened_by(requirement.after_module, share)
                total += sum(minutes for day, minutes in share.by_day.items() if day >= since)
    return total


def session_minutes(
    part: Any,
    parts_remaining: Iterable[Remaining],
    tally: Tally,
    after_module: str | None = None,
) -> int:
    """Return the minutes of sessions, each once, at the longest that anyone earned in it.

    Four people in one session of an hour are 1 h; added by person they would be 4 h.
    Where a module is given, only lines from the day on which their trainee passed it.
    """
    longest: dict[Key, int] = {}
    for remaining in parts_remaining:
        for share in remaining.matching(part):
            since = remaining.opened_by(after_module, share)
            for index in share.bucket.indexes:
                if tally.ordinals[index] < since:
                    continue
                session = tally.lines[index].session
                longest[session] = max(share.minutes_of(index), longest.get(session, 0))
    return sum(longest.values())


def judge_attendance_percent(
    requirement: AttendancePercent, evidence: Evidence
) -> RequirementStanding:
    """Judge the attended part of all sessions held so far, missed ones included.

    Whether time counts toward a minimum does not matter here: who was there was there. Prior
    learning was nowhere to be attended.
    """
    lines = [
        evidence.tally.lines[index]
        for bucket in evidence.account.buckets
        if bucket.sample.state is LineState.SIGNED_OFF
        and not bucket.sample.is_prior_learning  # No class of this course was held for it.
        and evidence.terms.covers(requirement.activity, bucket.sample.activity)
        for index in bucket.indexes
        if evidence.tally.lines[index].held_on <= evidence.as_of
    ]
    reported = evidence.outcomes.attendance
    if not requirement.each_module:
        have, phrase = _attendance(lines, reported.get(None), requirement.percent)
        registered = [_held(lines)] if None in reported else []
        return _attended(requirement, have, (phrase,), registered)
    found, registered = [], []
    for module in evidence.terms.modules:
        of_module = [line for line in lines if line.module == module.key]
        have, phrase = _attendance(of_module, reported.get(module.key), requirement.percent)
        missing = say("{module}: {missing}", module=Own(module.title), missing=phrase)
        found.append((have, missing))
        if module.key in reported:
            registered.append(_held(of_module))
    lacking = tuple(missing for have, missing in found if have < requirement.percent)
    have = min((have for have, _ in found), default=0)
    return _attended(requirement, have, lacking, registered)


def _attended(
    requirement: AttendancePercent,
    have: int,
    missing: tuple[Message, ...],
    registered_minutes: Sequence[int],
) -> RequirementStanding:
    """Return the standing; `registered_minutes` are those beside each figure that was reported."""
    return stands(
        requirement,
        have=have,
        need=requirement.percent,
        unit="percent",
        missing=missing,
        report=Report(have, all(registered_minutes)) if registered_minutes else None,
    )


def _held(lines: Sequence[LedgerLine]) -> int:
    return sum(line.held_minutes for line in lines)


def _attendance(
    lines: Sequence[LedgerLine], reported: int | None, percent: int
) -> tuple[int, Message]:
    """Return the per cent attended, and what is missing as a phrase."""
    held, asked = _held(lines), Percent(percent)
    if reported is not None and held:
        return reported, say(
            "attendance of {asked}: {reported} is reported", asked=asked, reported=Percent(reported)
        )
    if reported is not None:
        return reported, say(
            "attendance of {asked}: {reported} is reported, no class was registered",
            asked=asked,
            reported=Percent(reported),
        )
    if not held:
        return 0, say("attendance of {asked}: no register has been taken yet", asked=asked)
    attended = sum(min(line.minutes, line.held_minutes) for line in lines if line.attended)
    have = 100 * attended // held
    return have, say(
        "attendance of {asked}: it is {have} now, {attended} of {held}",
        asked=asked,
        have=Percent(have),
        attended=Minutes(attended),
        held=Minutes(held),
    )


def judge_least_elapsed(requirement: LeastElapsed, evidence: Evidence) -> RequirementStanding:
    """Judge the whole weeks or months from the first to the last counted line."""
    held_on = [
        day
        for share in evidence.account.counted.done_here(requirement)
        for day, minutes in share.by_day.items()
        if minutes
    ]
    need = requirement.weeks or requirement.months or 0
    unit = "week" if requirement.weeks else "month"
    have = elapsed(min(held_on), max(held_on), unit) if held_on else 0
    values: dict[str, Value] = {
        "n": need,
        "activities": AnyOf(titles_of(evidence.terms, requirement.activity, *requirement.also)),
        "have": have,
    }
    if held_on:
        values["day"] = date.fromordinal(min(held_on))
    missing = say_again(FROM_FIRST_TO_LAST[unit, bool(held_on)], **values)
    return stands(requirement, have=have, need=need, unit="count", missing=(missing,))


FROM_FIRST_TO_LAST: Final[Mapping[tuple[str, bool], Message]] = {
    ("week", False): say_many(
        "{n} week from the first to the last of {activities}: so far {have}",
        "{n} weeks from the first to the last of {activities}: so far {have}",
        n=0,
    ),
    ("week", True): say_many(
        "{n} week from the first to the last of {activities}: so far {have} since {day}",
        "{n} weeks from the first to the last of {activities}: so far {have} since {day}",
        n=0,
    ),
    ("month", False): say_many(
        "{n} month from the first to the last of {activities}: so far {have}",
        "{n} months from the first to the last of {activities}: so far {have}",
        n=0,
    ),
    ("month", True): say_many(
        "{n} month from the first to the last of {activities}: so far {have} since {day}",
        "{n} months from the first to the last of {activities}: so far {have} since {day}",
        n=0,
    ),
}
"""How long it has to go on, by the unit, and whether anything was done yet."""


def elapsed(first: int, last: int, unit: str) -> int:
    """Return the whole weeks or months from one ordinal to another, both days included."""
    if unit == "week":
        return (last - first + 1) // 7
    count = days.month_number(last) - days.month_number(first) + 1
    while days.last_of_months(first, count) > last:
        count -= 1
    return count


OF_TIME: dict[type[Requirement], RequirementKind] = {
    MinimumMinutes: RequirementKind(
        judge=judge_minimum_minutes,
        forecast=by_pace,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
    AttendancePercent: RequirementKind(
        judge=judge_attendance_percent,
        forecast=by_decision,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
    LeastElapsed: RequirementKind(
        judge=judge_least_elapsed,
        forecast=by_time,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
}
"""The requirements that are a matter of time."""
