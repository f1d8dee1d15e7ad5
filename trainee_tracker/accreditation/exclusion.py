"""Why a line does not count at all, each reason in one plain sentence with what would help."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from trainee_tracker.accreditation import days, vocabulary
from trainee_tracker.accreditation.days import ALWAYS, NEVER, Days
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.accreditation.limits import (
    AfterCompetence,
    AfterModules,
    NotOlderThan,
    PriorLearning,
)
from trainee_tracker.accreditation.outcomes import ClearanceBook, OutcomeBook
from trainee_tracker.accreditation.provisions import LimitKind, until_something_happens
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import (
    in_sentence,
    listing,
    longdate,
    months,
    with_article,
)


@dataclass(frozen=True)
class Exclusion:
    """Why a line does not count, and what would make it count."""

    reason: str
    remedy: str


ENDED = {
    LineState.DECLINED: Exclusion(
        "Not counted: it was declined.",
        "It would count if it were corrected, submitted again and signed off.",
    ),
    LineState.WITHDRAWN: Exclusion(
        "Not counted: it was withdrawn.",
        "It would count if it were logged again and signed off.",
    ),
    LineState.SUPERSEDED: Exclusion(
        "Not counted: a corrected entry took its place.",
        "Nothing needs doing here: only the corrected entry can count.",
    ),
    LineState.REVERSED: Exclusion(
        "Not counted: its sign-off was reversed.",
        "It would count if it were corrected, submitted again and signed off.",
    ),
}
"""Lines that nothing but a new line can bring to count."""

PENDING = {
    LineState.LOGGED: Exclusion(
        "Not counted yet: it is not submitted for sign-off.",
        "It can count once it is submitted and signed off.",
    ),
    LineState.SUBMITTED: Exclusion(
        "Waiting for sign-off.",
        "It will count once a supervisor signs it off.",
    ),
}
"""Lines that are still on their way."""


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
    return Exclusion(exclusion.reason, f"{exclusion.remedy} It also has to be signed off."), limit


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
        yield Condition(NEVER, lambda line: _unknown_activity(line, terms))
        return
    yield Condition(
        days.between(days.FIRST_DAY, record.as_of.toordinal()),
        lambda line: _not_yet(line, record.as_of),
    )
    yield Condition(ALWAYS if line.attended else NEVER, _missed)
    yield from _limits(line, record, of_prior_learning=True)
    if line.is_prior_learning:
        # It was done elsewhere: this course's roles, gates and checks were not asked for there.
        is_taken = any(
            isinstance(limit, PriorLearning) and terms.covers(limit.activity, line.activity)
            for limit in terms.limits
        )
        yield Condition(ALWAYS if is_taken else NEVER, lambda line: _not_taken(line, terms))
        return
    roles = terms.roles_counted[line.activity]
    is_counted_role = not roles or line.role in roles
    yield Condition(
        ALWAYS if is_counted_role else NEVER, lambda line: _other_role(line, roles, terms)
    )
    yield from _limits(line, record, of_prior_learning=False)
    yield Condition(
        days.every(
            record.clearances.days_in_date(line.trainee, need.item)
            for need in terms.needs_of[line.activity]
        ),
        lambda line: _without_clearance(line, record),
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
        lambda line: _too_old(line, limit, record.as_of),
        limit.key,
    )


def _modules_first(limit: AfterModules, line: LedgerLine, record: Record) -> Condition:
    opens = record.outcomes.of(line.trainee).all_passed_on(limit.modules)
    opened = NEVER if opens is None else ((opens.toordinal(), days.LAST_DAY),)
    return Condition(opened, lambda line: _before_modules(line, limit, record), limit.key)


def _competence_first(limit: AfterCompetence, line: LedgerLine, record: Record) -> Condition:
    outcomes = record.outcomes.of(line.trainee)
    clear = days.every(
        outcomes.clear_days(competence.key, limit.level)
        for competence in record.terms.competences_of(limit.competences)
    )
    return Condition(clear, lambda line: _not_competent(line, limit, record), limit.key)


def _is_about(limit: Any, line: LedgerLine, terms: Terms) -> bool:
    """Say whether a limit on some activities (none named: all) is about the line."""
    named: tuple[str, ...] = limit.activities
    return not named or any(terms.covers(each, line.activity) for each in named)


def _unknown_activity(line: LedgerLine, terms: Terms) -> Exclusion:
    name = in_sentence(str(vocabulary.ACTIVITIES.get(line.activity, f"“{line.activity}”")))
    known = listing([in_sentence(title) for title in terms.activity_titles.values()])
    return Exclusion(
        f"Not counted: {name} is not part of this course.",
        f"This course counts {known}. If it was one of these, correct the entry.",
    )


def _not_yet(line: LedgerLine, as_of: date) -> Exclusion:
    day = longdate(line.held_on)
    return Exclusion(
        f"Not counted yet: {day} is after {longdate(as_of)}, the day of this standing.",
        f"It can count from {day}.",
    )


def _missed(_line: LedgerLine) -> Exclusion:
    return Exclusion(
        "Not counted: the session was missed. It still shows in the attendance figures.",
        "If it did take place, have the entry corrected.",
    )


def _too_old(line: LedgerLine, limit: NotOlderThan, as_of: date) -> Exclusion:
    since = days.months_later(as_of, -limit.months)
    return Exclusion(
        f"Not counted: {longdate(line.held_on)} is too long ago; this course counts nothing "
        f"older than {months(limit.months)}.",
        f"Only what was held since {longdate(since)} counts. If the date is wrong, correct it.",
    )


def _not_taken(line: LedgerLine, terms: Terms) -> Exclusion:
    name = in_sentence(terms.activity_titles[line.activity])
    return Exclusion(
        f"Not counted: this course takes no prior learning for {name}.",
        "Only what is done on the course counts here.",
    )


def _other_role(line: LedgerLine, roles: tuple[str, ...], terms: Terms) -> Exclusion:
    counted = listing([str(vocabulary.ROLES[role]) for role in roles], "or")
    title = terms.activity_titles[line.activity]
    logged = (
        f"this was logged as {vocabulary.ROLES.get(line.role, line.role)}"
        if line.role
        else "no role was logged"
    )
    return Exclusion(
        f"Not counted: {in_sentence(title)} counts on this course only as {counted}; {logged}.",
        f"If the role was {counted}, correct the entry.",
    )


def _before_modules(line: LedgerLine, limit: AfterModules, record: Record) -> Exclusion:
    outcomes = record.outcomes.of(line.trainee)
    passed = outcomes.passed
    late = [
        module
        for module in record.terms.modules
        if module.key in limit.modules and not outcomes.has_passed(module.key, line.held_on)
    ]
    lacking = [
        f"“{module.title}” was passed on {longdate(passed[module.key])}"
        if module.key in passed
        else f"“{module.title}” is not passed yet"
        for module in late
    ]
    names = listing([f"“{module.title}”" for module in late])
    name = in_sentence(record.terms.activity_titles[line.activity])
    return Exclusion(
        f"Not counted: {name} counts on this course only once {names} "
        f"{'is' if len(late) == 1 else 'are'} passed; {listing(lacking)}.",
        f"It would count if {names} had been passed by {longdate(line.held_on)}.",
    )


def _not_competent(line: LedgerLine, limit: AfterCompetence, record: Record) -> Exclusion:
    outcomes = record.outcomes.of(line.trainee)
    lacking = []
    for competence in record.terms.competences_of(limit.competences):
        seen = outcomes.last_seen(competence.key, line.held_on)
        if seen is None:
            lacking.append(f"“{competence.title}” had not been observed yet")
        elif seen[1].is_harmful:
            lacking.append(f"“{competence.title}” was last seen to be harmful")
        elif not seen[1].is_clear(limit.level):
            lacking.append(f"“{competence.title}” was last seen at level {seen[1].level}")
    name = in_sentence(record.terms.activity_titles[line.activity])
    return Exclusion(
        f"Not counted: on {longdate(line.held_on)} {listing(lacking)}.",
        f"Sessions of {name} count from the day on which every competence of this course is seen "
        f"at level {limit.level} or above and without harm.",
    )


def _without_clearance(line: LedgerLine, record: Record) -> Exclusion:
    lacking = [
        in_sentence(need.title)
        for need in record.terms.needs_of[line.activity]
        if not record.clearances.is_in_date(line.trainee, need.item, line.held_on)
    ]
    verb, covers = ("was", "covers") if len(lacking) == 1 else ("were", "cover")
    items = listing([f"no {name}" for name in lacking])
    wanted = listing([with_article(name) for name in lacking])
    return Exclusion(
        f"Not counted: {items} {verb} in date on {longdate(line.held_on)}.",
        f"It would count if both sides sign {wanted} that {covers} that day.",
    )


def until_too_old(limit: NotOlderThan, as_of: date, held: Iterable[date]) -> list[date]:
    """Return for each day on which something was held the last on which it is not too old."""
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
