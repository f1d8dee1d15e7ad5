"""An independent recount of single lines: does one count at all, and what is it credited.

Slow, naive and written from the docstrings of the kinds, without the engine: of it, only the
dataclasses are used. What limits take from these minutes is in `recount_limits.py`, what adds
up in `recount_totals.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from trainee_tracker.accreditation.credit import CreditKind
from trainee_tracker.accreditation.ledger import (
    Clearance,
    CompetenceRating,
    LedgerLine,
    LineState,
    ModuleOutcome,
    Outcome,
    Who,
)
from trainee_tracker.accreditation.limits import (
    AfterCompetence,
    AfterModules,
    NotOlderThan,
    PriorLearning,
)
from trainee_tracker.accreditation.terms import Terms


@dataclass(frozen=True)
class Case:
    """Everything that is judged together."""

    terms: Terms
    lines: Sequence[LedgerLine]
    clearances: Sequence[Clearance]
    outcomes: Sequence[Outcome]
    as_of: date


def branch(terms: Terms, activity: str) -> list[str]:
    """Return an activity and everything above it; nothing where the course does not have it."""
    parents = {one.key: one.parent for one in terms.activities}
    steps = []
    step: str | None = activity
    while step in parents:
        steps.append(step)
        step = parents[step]
    return steps


def is_about(terms: Terms, part: Any, line: LedgerLine) -> bool:
    """Say whether a requirement or a limit is about a line."""
    above = set(branch(terms, line.activity))
    if not above & {part.activity, *getattr(part, "also", ())}:
        return False
    if above & set(getattr(part, "without", ())):
        return False
    return all(
        not getattr(part, names, ()) or getattr(line, name) in getattr(part, names)
        for name, names in (
            ("role", "roles"),
            ("format", "formats"),
            ("mode", "modes"),
            ("observed", "observed"),
        )
    )


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later or earlier, or the last day of that month."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in {0, 13}:
            year, month = (year + 1, 1) if month else (year - 1, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def passed_on(case: Case, trainee: Who, module: str) -> date | None:
    """Return the first day on which a trainee passed a module."""
    found = [
        one.passed_on
        for one in case.outcomes
        if isinstance(one, ModuleOutcome) and (one.trainee, one.module) == (trainee, module)
    ]
    return min(found) if found else None


def is_competent(case: Case, trainee: Who, competence: str, level: int, day: date) -> bool:
    """Say whether the latest rating up to a day was clear: none of that day too low or harmful."""
    found = [
        one
        for one in case.outcomes
        if isinstance(one, CompetenceRating)
        and (one.trainee, one.competence) == (trainee, competence)
        and one.rated_on <= day
    ]
    latest = [one for one in found if one.rated_on == max(each.rated_on for each in found)]
    return bool(latest) and all(one.level >= level and not one.is_harmful for one in latest)


def may_count(case: Case, line: LedgerLine) -> bool:
    """Say whether anything of a line may count, once it is signed off."""
    terms = case.terms
    above = branch(terms, line.activity)
    if not above or line.held_on > case.as_of or not line.attended:
        return False
    for limit in terms.limits:
        if (
            isinstance(limit, NotOlderThan)
            and (not limit.activities or set(limit.activities) & set(above))
            and line.held_on < months_after(case.as_of, -limit.months)
        ):
            return False
    if line.is_prior_learning:
        return any(isinstance(one, PriorLearning) and one.activity in above for one in terms.limits)
    own_roles = {one.key: one.roles for one in terms.activities}
    for step in above:
        if own_roles[step]:
            if line.role not in own_roles[step]:
                return False
            break
    return stands_open(case, line, above) and all(
        any(
            (one.trainee, one.item) == (line.trainee, need.item)
            and one.valid_from <= line.held_on
            and (one.valid_to is None or line.held_on <= one.valid_to)
            for one in case.clearances
        )
        for need in terms.governance
        if set(need.activities) & set(above)
    )


def stands_open(case: Case, line: LedgerLine, above: list[str]) -> bool:
    """Say whether every gate before a line is open on its day."""
    for limit in case.terms.limits:
        if isinstance(limit, AfterModules) and set(limit.activities) & set(above):
            for module in limit.modules:
                day = passed_on(case, line.trainee, module)
                if day is None or day > line.held_on:
                    return False
        if isinstance(limit, AfterCompetence) and set(limit.activities) & set(above):
            for competence in limit.competences or [one.key for one in case.terms.competences]:
                if not is_competent(case, line.trainee, competence, limit.level, line.held_on):
                    return False
    return True


def credit(case: Case, line: LedgerLine) -> int:
    """Return what a session earns each of those present, by the formula of its activity."""
    formulas = {one.activity: one for one in case.terms.credits}
    nearest = [step for step in branch(case.terms, line.activity) if step in formulas]
    if line.is_prior_learning or not nearest:
        return line.minutes
    formula = formulas[nearest[0]]
    if formula.largest_group is not None and line.present > formula.largest_group:
        return 0
    if line.present == 1:
        return line.minutes
    match formula.kind:
        case CreditKind.FULL:
            part = Fraction(1)
        case CreditKind.HALF | CreditKind.UNITS:
            part = Fraction(1, 2)
        case CreditKind.SHARE:
            part = Fraction(1, line.present)
        case CreditKind.DOUBLE_SHARE:
            part = min(Fraction(1), Fraction(2, line.present))
        case CreditKind.BACP:
            part = Fraction(1, 2) if line.present <= 4 else Fraction(1, line.present)
    return floor(line.minutes * part)


def credited(case: Case, line: LedgerLine, states: Sequence[LineState]) -> int:
    """Return the minutes of a line before any limit, where lines in these states count."""
    return credit(case, line) if line.state in states and may_count(case, line) else 0
