"""How requirements of supervision beside practice are judged: ratio, regularity, cadence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from trainee_tracker.accreditation.causes import PERIODS, period_named
from trainee_tracker.accreditation.evidence import Evidence, stands
from trainee_tracker.accreditation.kinds import (
    Period,
    RegularSupervision,
    Requirement,
    SupervisionCadence,
    SupervisionRatio,
)
from trainee_tracker.accreditation.outlooks import by_decision
from trainee_tracker.accreditation.provisions import until_something_happens
from trainee_tracker.accreditation.requirement_kind import RequirementKind
from trainee_tracker.accreditation.standing import RequirementStanding
from trainee_tracker.accreditation.titles import title_of
from trainee_tracker.messages import (
    Message,
    Minutes,
    Month,
    Own,
    Value,
    say,
    say_again,
    say_many,
)


def judge_supervision_ratio(
    requirement: SupervisionRatio, evidence: Evidence
) -> RequirementStanding:
    """Judge supervision against practice: overall in minutes, by period in periods kept."""
    supervision = title_of(evidence.terms, requirement.supervision)
    if requirement.per == "course":
        practice, had = (
            sum(evidence.minutes_by_day(activity).values())
            for activity in (requirement.activity, requirement.supervision)
        )
        need = _asked_for(requirement, practice)
        missing = say(
            "{more} more of {supervision} for {time} of practice",
            more=Minutes(need - had),
            supervision=supervision,
            time=Minutes(practice),
        )
        return stands(requirement, have=had, need=need, unit="minutes", missing=(missing,))
    groups = _groups(requirement, evidence)
    lacking = [
        _more(_asked_for(requirement, practice) - had, supervision, requirement.per, period, site)
        for (period, site), (practice, had) in groups.items()
        if had < _asked_for(requirement, practice)
    ]
    return stands(
        requirement,
        have=len(groups) - len(lacking),
        need=len(groups),
        unit="count",
        missing=tuple(lacking),
    )


def _more(
    minutes: int, supervision: Own, per: str, period: Month | date, site: str | None
) -> Message:
    """Return how much more supervision a period needs, at a site where one is given."""
    values: dict[str, Value] = {
        "more": Minutes(minutes),
        "supervision": supervision,
        "period": period,
    }
    if per == "month":
        return say_again(say("{more} more of {supervision} in {period}"), **values)
    if site is None:
        return say_again(say("{more} more of {supervision} in the week of {period}"), **values)
    return say_again(
        say("{more} more of {supervision} in the week of {period} at {site}"),
        **values,
        site=Own(site),
    )


def _asked_for(requirement: SupervisionRatio, practice: int) -> int:
    """Return the minutes of supervision that so much practice asks for, rounded up."""
    return -(-practice * requirement.supervision_minutes // requirement.practice_minutes)


def _groups(
    requirement: SupervisionRatio, evidence: Evidence
) -> dict[tuple[Month | date, str | None], tuple[int, int]]:
    """Return practice and supervision by period and site, where there was practice."""
    period: Period = "month" if requirement.per == "month" else "week"
    period_of = PERIODS[period]
    practice: dict[tuple[int, str | None], int] = {}
    supervision: dict[tuple[int, str | None], int] = {}
    for activity, sums in (
        (requirement.activity, practice),
        (requirement.supervision, supervision),
    ):
        for share in evidence.account.counted.below(activity):
            site = share.bucket.sample.site if requirement.per == "week-and-site" else None
            for day, minutes in share.by_day.items():
                group = (period_of[day], site)
                sums[group] = sums.get(group, 0) + minutes
    return {
        (period_named(period, number), site): (minutes, supervision.get((number, site), 0))
        for (number, site), minutes in sorted(
            practice.items(), key=lambda item: (item[0][0], item[0][1] or "")
        )
        if minutes
    }


def judge_regular_supervision(
    requirement: RegularSupervision, evidence: Evidence
) -> RequirementStanding:
    """Judge in how many periods with practice there was enough supervision."""
    period_of = PERIODS[requirement.period]
    had: dict[int, int] = {}
    for day, minutes in evidence.minutes_by_day(requirement.supervision).items():
        period = period_of[day]
        had[period] = had.get(period, 0) + minutes
    periods = sorted({period_of[day] for day in evidence.minutes_by_day(requirement.activity)})
    lacking = tuple(
        _more(
            requirement.minutes - had.get(period, 0),
            title_of(evidence.terms, requirement.supervision),
            requirement.period,
            period_named(requirement.period, period),
            None,
        )
        for period in periods
        if had.get(period, 0) < requirement.minutes
    )
    return stands(
        requirement,
        have=len(periods) - len(lacking),
        need=len(periods),
        unit="count",
        missing=lacking,
    )


def judge_supervision_cadence(
    requirement: SupervisionCadence, evidence: Evidence
) -> RequirementStanding:
    """Judge how many stretches of practice were never too long without supervision."""
    practice = sorted(evidence.minutes_by_day(requirement.activity))
    supervised = sorted(evidence.minutes_by_day(requirement.supervision))
    stretches = list(_stretches(practice, supervised, evidence.as_of.toordinal()))
    named = title_of(evidence.terms, requirement.supervision)
    lacking = tuple(
        say_many(
            "no {supervision} from {first} to {last}, {n} day",
            "no {supervision} from {first} to {last}, {n} days",
            n=last - first,
            supervision=named,
            first=date.fromordinal(first),
            last=date.fromordinal(last),
        )
        if last in supervised
        else say("no {supervision} since {day}", supervision=named, day=date.fromordinal(first))
        for first, last in stretches
        if last - first > requirement.days
    )
    return stands(
        requirement,
        have=len(stretches) - len(lacking),
        need=len(stretches),
        unit="count",
        missing=lacking,
    )


def _stretches(practice: list[int], supervised: list[int], as_of: int) -> Iterator[tuple[int, int]]:
    """Yield from one supervision to the next each stretch that has practice in it.

    The first begins with the first practice; practice after the last supervision makes a stretch
    that lasts until the day of the standing, because supervision is still to come. Practice on a
    day with supervision is within no stretch.
    """
    if not practice:
        return
    ends = sorted({practice[0], *(day for day in supervised if day > practice[0])})
    alone = sorted(set(practice) - set(supervised))
    for start, end in pairwise([*ends, as_of]):
        place = bisect_left(alone, start)
        if place < len(alone) and alone[place] <= end:
            yield start, end


def until_supervision_is_due(
    requirement: SupervisionCadence, as_of: date, held: Iterable[date]
) -> list[date]:
    """Return until when supervision may come after each day; then the cadence is broken."""
    waits = (day + timedelta(days=requirement.days) for day in held if day <= as_of)
    return [last for last in waits if last >= as_of]


OF_SUPERVISION: dict[type[Requirement], RequirementKind] = {
    SupervisionRatio: RequirementKind(
        judge=judge_supervision_ratio,
        forecast=by_decision,
        holds_until=until_something_happens,
        is_kept_by_nobody=True,
    ),
    RegularSupervision: RequirementKind(
        judge=judge_regular_supervision,
        forecast=by_decision,
        holds_until=until_something_happens,
        is_kept_by_nobody=True,
    ),
    SupervisionCadence: RequirementKind(
        judge=judge_supervision_cadence,
        forecast=by_decision,
        holds_until=until_supervision_is_due,
        is_kept_by_nobody=True,
    ),
}
"""The requirements of supervision beside practice."""
