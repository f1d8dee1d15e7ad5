"""An independent recount of what requirements add up, from the minutes of single lines."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.accreditation.recount_limits import (
    SIGNED,
    Counted,
    counted_minutes,
    is_after,
    same_period,
)
from tests.accreditation.recount_lines import (
    Case,
    branch,
    is_about,
    is_competent,
    months_after,
    passed_on,
)
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    CompletedCases,
    EvidenceCounted,
    GovernanceInDate,
    LeastElapsed,
    MinimumMinutes,
    ModulesPassed,
    ObservedCompetence,
    ObservedSessions,
    ProblemTypes,
    RegularSupervision,
    Requirement,
    SupervisionCadence,
    SupervisionRatio,
)
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    EvidenceAccepted,
    LedgerLine,
    LineState,
    Who,
)

Judged = tuple[int, int]
"""What somebody has of a requirement, and what it asks for."""


class Recount:
    """The lines of some people, counted again."""

    def __init__(
        self, case: Case, trainees: Sequence[str], states: Sequence[LineState] = SIGNED
    ) -> None:
        """Count every line of these trainees."""
        self.case = case
        self.terms = case.terms
        self.trainees = trainees
        self.counted: Counted = {}
        for trainee in trainees:
            self.counted |= counted_minutes(case, trainee, states)

    def judged(self, requirement: Requirement, trainee: Who) -> Judged:
        """Return what a trainee (or everyone, where it is pooled) has and needs."""
        return KINDS[requirement.kind](self, requirement, trainee)

    def own(self, trainee: Who) -> list[LedgerLine]:
        """Return a trainee's lines."""
        return [line for line in self.case.lines if line.trainee == trainee]

    def done_here(self, trainee: Who, activity: str) -> list[LedgerLine]:
        """Return a trainee's counted lines of an activity, without prior learning."""
        return [
            line
            for line in self.own(trainee)
            if activity in branch(self.terms, line.activity)
            and not line.is_prior_learning
            and self.counted[line.entry]
        ]

    def total(self, lines: Sequence[LedgerLine]) -> int:
        """Add up what counts of some lines."""
        return sum(self.counted[line.entry] for line in lines)


def minimum(recount: Recount, wanted: MinimumMinutes, trainee: Who) -> Judged:
    lines = []
    for each in recount.trainees if wanted.pooled else [trainee]:
        for line in recount.own(each):
            if not is_about(recount.terms, wanted, line):
                continue
            if is_after(recount.case, wanted, line):
                lines.append(line)
    if wanted.pooled == "session":
        sessions = {line.session for line in lines}
        return sum(
            max(recount.counted[line.entry] for line in lines if line.session == session)
            for session in sessions
        ), wanted.minutes
    return recount.total(lines), wanted.minutes


def attendance(recount: Recount, wanted: AttendancePercent, trainee: Who) -> Judged:
    def percent(module: str | None) -> int:
        figures = [
            one.percent
            for one in recount.case.outcomes
            if isinstance(one, AttendanceFigure) and (one.trainee, one.module) == (trainee, module)
        ]
        if figures:
            return min(figures)
        held = attended = 0
        for line in recount.own(trainee):
            if (
                line.state is LineState.SIGNED_OFF
                and line.held_on <= recount.case.as_of
                and wanted.activity in branch(recount.terms, line.activity)
                and not line.is_prior_learning
                and module in {None, line.module}
            ):
                length = line.minutes if line.planned_minutes is None else line.planned_minutes
                held += length
                attended += min(line.minutes, length) if line.attended else 0
        return floor(Fraction(100 * attended, held)) if held else 0

    if not wanted.each_module:
        return percent(None), wanted.percent
    return min(percent(module.key) for module in recount.terms.modules), wanted.percent


def modules(recount: Recount, wanted: ModulesPassed, trainee: Who) -> Judged:
    keys = wanted.modules or tuple(one.key for one in recount.terms.modules)
    days = [passed_on(recount.case, trainee, key) for key in keys]
    return sum(day is not None and day <= recount.case.as_of for day in days), len(keys)


def governance(recount: Recount, wanted: GovernanceInDate, trainee: Who) -> Judged:
    items = wanted.items or tuple(one.item for one in recount.terms.governance)
    today = recount.case.as_of
    return sum(
        any(
            (one.trainee, one.item) == (trainee, item)
            and one.valid_from <= today <= (one.valid_to or date.max)
            for one in recount.case.clearances
        )
        for item in items
    ), len(items)


def ratio(recount: Recount, wanted: SupervisionRatio, trainee: Who) -> Judged:
    def asked(minutes: int) -> int:
        return ceil(Fraction(minutes * wanted.supervision_minutes, wanted.practice_minutes))

    practice = recount.done_here(trainee, wanted.activity)
    supervision = recount.done_here(trainee, wanted.supervision)
    if wanted.per == "course":
        return recount.total(supervision), asked(recount.total(practice))

    def group(line: LedgerLine, others: list[LedgerLine]) -> list[LedgerLine]:
        if wanted.per == "month":
            return [one for one in others if same_period("month", one.held_on, line.held_on)]
        return [
            one
            for one in others
            if same_period("week", one.held_on, line.held_on) and one.site == line.site
        ]

    groups = {frozenset(one.entry for one in group(line, practice)): line for line in practice}
    kept = [
        recount.total(group(line, supervision)) >= asked(recount.total(group(line, practice)))
        for line in groups.values()
    ]
    return sum(kept), len(kept)


def regular(recount: Recount, wanted: RegularSupervision, trainee: Who) -> Judged:
    days: list[date] = []
    for line in recount.done_here(trainee, wanted.activity):
        if not any(same_period(wanted.period, line.held_on, day) for day in days):
            days.append(line.held_on)
    kept = [
        sum(
            recount.counted[line.entry]
            for line in recount.done_here(trainee, wanted.supervision)
            if same_period(wanted.period, line.held_on, day)
        )
        >= wanted.minutes
        for day in days
    ]
    return sum(kept), len(kept)


def cadence(recount: Recount, wanted: SupervisionCadence, trainee: Who) -> Judged:
    practised = {line.held_on for line in recount.done_here(trainee, wanted.activity)}
    supervised = {line.held_on for line in recount.done_here(trainee, wanted.supervision)}
    if not practised:
        return 0, 0
    have = need = 0
    begin, alone = min(practised), False
    day = begin
    while day <= recount.case.as_of:
        alone = alone or day in practised - supervised
        if day > begin and day in supervised:
            need += alone
            have += alone and (day - begin).days <= wanted.days
            begin, alone = day, False
        day += timedelta(1)
    # Whoever practised since the last supervision has been without it until today.
    need += alone
    have += alone and (recount.case.as_of - begin).days <= wanted.days
    return have, need


def elapsed(recount: Recount, wanted: LeastElapsed, trainee: Who) -> Judged:
    need = wanted.weeks or wanted.months or 0
    held_on = [
        line.held_on
        for line in recount.own(trainee)
        if is_about(recount.terms, wanted, line)
        and not line.is_prior_learning
        and recount.counted[line.entry]
    ]
    if not held_on:
        return 0, need
    have = 0
    after = max(held_on) + timedelta(1)
    if wanted.weeks:
        return (after - min(held_on)).days // 7, need
    while months_after(min(held_on), have + 1) <= after:
        have += 1
    return have, need


def complete(
    recount: Recount, wanted: CompletedCases | ProblemTypes, trainee: Who
) -> list[list[LedgerLine]]:
    """Return the sessions of each complete case."""
    found = []
    practice = recount.done_here(trainee, wanted.activity)
    supervision = recount.done_here(trainee, wanted.supervision)
    for code in {line.case for line in practice + supervision if line.case is not None}:
        sessions = [line for line in practice if line.case == code]
        about = [line for line in supervision if line.case == code]
        seen = {line.observed for line in sessions + about}
        observed = set(getattr(wanted, "observed", ()))
        if (
            len({line.session for line in sessions}) >= wanted.sessions
            and recount.total(about) >= wanted.supervision_minutes
            and (not observed or seen & observed)
        ):
            found.append(sessions)
    return found


def cases(recount: Recount, wanted: CompletedCases, trainee: Who) -> Judged:
    return len(complete(recount, wanted, trainee)), wanted.cases


def problems(recount: Recount, wanted: ProblemTypes, trainee: Who) -> Judged:
    found = {line.problem for case in complete(recount, wanted, trainee) for line in case}
    return len(found - {None}), wanted.types


def observed(recount: Recount, wanted: ObservedSessions, trainee: Who) -> Judged:
    return len(
        {
            line.session
            for line in recount.own(trainee)
            if is_about(recount.terms, wanted, line) and recount.counted[line.entry]
        }
    ), wanted.sessions


def evidence(recount: Recount, wanted: EvidenceCounted, trainee: Who) -> Judged:
    return sum(
        one.count
        for one in recount.case.outcomes
        if isinstance(one, EvidenceAccepted)
        and (one.trainee, one.evidence) == (trainee, wanted.evidence)
        and (one.accepted_on or date.min) <= recount.case.as_of
    ), wanted.count


def competence(recount: Recount, wanted: ObservedCompetence, trainee: Who) -> Judged:
    keys = wanted.competences or tuple(one.key for one in recount.terms.competences)
    today = recount.case.as_of
    return sum(is_competent(recount.case, trainee, key, wanted.level, today) for key in keys), len(
        keys
    )


KINDS: dict[str, Callable[[Recount, Any, Who], Judged]] = {
    "minimum-minutes": minimum,
    "attendance-percent": attendance,
    "modules-passed": modules,
    "governance-in-date": governance,
    "supervision-ratio": ratio,
    "regular-supervision": regular,
    "supervision-cadence": cadence,
    "least-elapsed": elapsed,
    "completed-cases": cases,
    "problem-types": problems,
    "observed-sessions": observed,
    "evidence-counted": evidence,
    "observed-competence": competence,
}
