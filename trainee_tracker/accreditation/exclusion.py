"""What keeps a line from counting at all; what is said of it stands in `exclusion_words.py`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation import exclusion_words as words
from trainee_tracker.accreditation.days import ALWAYS, NEVER, Days
from trainee_tracker.accreditation.exclusion_words import (
    ENDED,
    PENDING,
    SIGNED_OFF_TOO,
    Exclusion,
)
from trainee_tracker.accreditation.ledger import LedgerLine
from trainee_tracker.accreditation.limits import (
    AfterCompetence,
    AfterModules,
    NotOlderThan,
    PriorLearning,
)
from trainee_tracker.accreditation.outcomes import ClearanceBook, OutcomeBook
from trainee_tracker.accreditation.provisions import LimitKind, until_something_happens
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.messages import in_a_row


@dataclass(frozen=True)
class Record:
    """What lines are judged against: the terms, the day of the standing and what was decided."""

    terms: Terms
    as_of: date
    clearances: ClearanceBook
    outcomes: OutcomeBook


class Condition(NamedTuple):
    """Something that a line has to satisfy: on which days it is so, and why not on others.

    Whether a line is excluded and why come from the same conditions, so they cannot disagree.
    `limit` is the key of the course's limit behind it, where there is one.
    """

    days: Days
    explain: Callable[[LedgerLine], Exclusion]
    limit: str | None = None


def exclusion_of(line: LedgerLine, record: Record) -> tuple[Exclusion, str | None] | None:
    """Return why the line does not count at all and the limit behind it, or None where it may.

    Where several things stand in the way, the one is named that a person has to solve first:
    a line that has ended needs a new line; a fault of the session itself comes before waiting
    for a signature, which alone would not make it count.
    """
    if line.state in ENDED:
        return ENDED[line.state], None
    pending = PENDING.get(line.state)
    fault = _fault_of(line, record)
    if fault is None:
        return None if pending is None else (pending, None)
    exclusion, limit = fault
    if pending is None:
        return fault
    remedy = in_a_row([exclusion.remedy, SIGNED_OFF_TOO[line.state]])
    return Exclusion(exclusion.reason, remedy), limit


def _fault_of(line: LedgerLine, record: Record) -> tuple[Exclusion, str | None] | None:
    """Return what keeps the session itself from counting, whether signed off or not."""
    day = line.held_on.toordinal()
    for condition in _conditions(line, record):
        if not days.holds(condition.days, day):
            return condition.explain(line), condition.limit
    return None


def open_days(line: LedgerLine, record: Record) -> Days:
    """Return the days on which a line such as this may count, if it is signed off.

    They are the same for every line of the trainee with the same activity, role and attendance,
    whatever its day.
    """
    return days.every(condition.days for condition in _conditions(line, record))


def _conditions(line: LedgerLine, record: Record) -> Iterator[Condition]:
    """Yield what the line has to satisfy, in the order in which a person would ask."""
    terms = record.terms
    if line.activity not in terms.lineages:
        yield Condition(NEVER, lambda line: words.unknown_activity(line, terms))
        return
    yield Condition(
        days.between(days.FIRST_DAY, record.as_of.toordinal()),
        lambda line: words.not_yet(line, record.as_of),
    )
    yield Condition(ALWAYS if line.attended else NEVER, words.missed)
    yield from _limits(line, record, of_prior_learning=True)
    if line.is_prior_learning:
        # It was done elsewhere: this course's roles, gates and checks were not asked for there.
        is_taken = any(
            isinstance(limit, PriorLearning) and terms.covers(limit.activity, line.activity)
            for limit in terms.limits
        )
        yield Condition(ALWAYS if is_taken else NEVER, lambda line: words.not_taken(line, terms))
        return
    roles = terms.roles_counted[line.activity]
    is_counted_role = not roles or line.role in roles
    yield Condition(
        ALWAYS if is_counted_role else NEVER, lambda line: words.other_role(line, roles, terms)
    )
    yield from _limits(line, record, of_prior_learning=False)
    yield Condition(
        days.every(
            record.clearances.days_in_date(line.trainee, need.item)
            for need in terms.needs_of[line.activity]
        ),
        lambda line: words.without_clearance(line, terms, record.clearances),
    )


def _limits(line: LedgerLine, record: Record, *, of_prior_learning: bool) -> Iterator[Condition]:
    """Yield the conditions of limits on the day alone: those on prior learning too, or the others."""
    for limit in record.terms.limits:
        kind = OF_THE_DAY.get(type(limit))
        is_meant = isinstance(limit, OF_PRIOR_LEARNING) is of_prior_learning
        if kind and is_meant and _is_about(limit, line, record.terms):
            yield kind.acts(limit, line, record)


def _age(limit: NotOlderThan, _line: LedgerLine, record: Record) -> Condition:
    since = days.months_later(record.as_of, -limit.months)
    return Condition(
        days.between(since.toordinal(), days.LAST_DAY),
        lambda line: words.too_old(line, limit, record.as_of),
        limit.key,
    )


def _modules_first(limit: AfterModules, line: LedgerLine, record: Record) -> Condition:
    outcomes = record.outcomes.of(line.trainee)
    opens = outcomes.all_passed_on(limit.modules)
    opened = NEVER if opens is None else ((opens.toordinal(), days.LAST_DAY),)
    return Condition(
        opened, lambda line: words.before_modules(line, limit, record.terms, outcomes), limit.key
    )


def _competence_first(limit: AfterCompetence, line: LedgerLine, record: Record) -> Condition:
    outcomes = record.outcomes.of(line.trainee)
    clear = days.every(
        outcomes.clear_days(competence.key, limit.level)
        for competence in record.terms.competences_of(limit.competences)
    )
    return Condition(
        clear, lambda line: words.not_competent(line, limit, record.terms, outcomes), limit.key
    )


def _is_about(limit: Any, line: LedgerLine, terms: Terms) -> bool:
    """Say whether a limit on some activities (none named: all) is about the line."""
    named: tuple[str, ...] = limit.activities
    return not named or any(terms.covers(each, line.activity) for each in named)


def until_too_old(limit: NotOlderThan, as_of: date, held: Iterable[date]) -> list[date]:
    """Return, for each day on which something was held, the last day on which that still counts."""
    last_days = (_last_day(day, limit.months) for day in held)
    return [last for last in last_days if last >= as_of]


def _last_day(held_on: date, months: int) -> date:
    """Return the last day on which something held on `held_on` is not older than `months`.

    Months differ in length: the end of a short one may be as old as some days of a longer one.
    """
    last = days.months_later(held_on, months)
    while last < date.max and days.months_later(last + timedelta(days=1), -months) <= held_on:
        last += timedelta(days=1)
    return last


OF_THE_DAY: dict[type, LimitKind] = {
    NotOlderThan: LimitKind(acts=_age, holds_until=until_too_old),
    AfterModules: LimitKind(acts=_modules_first, holds_until=until_something_happens),
    AfterCompetence: LimitKind(acts=_competence_first, holds_until=until_something_happens),
}
"""The limits on the day alone (`limits.DAY_LIMITS`): each makes a condition for a line."""

OF_PRIOR_LEARNING = (NotOlderThan,)
"""Those of these limits that hold for what was done elsewhere, too."""
