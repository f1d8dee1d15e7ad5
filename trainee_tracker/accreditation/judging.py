"""A ledger judged against the terms of a course.

The order is fixed, and a line's minutes only ever shrink on the way:

1. **Exclusion** (`exclusion.py`): a line that does not count at all leaves here with its reason.
   Lines that ended (declined, withdrawn, superseded, reversed) come first; then what is wrong
   with the session itself: no activity of the course, after the day of the standing, missed, a
   role that does not count, a governance item not in date on the day of the session; last, that
   it still waits to be submitted or signed off.
2. **Credit** (`credit.py`): what remains is credited by the group formula of its activity.
3. **Totals** (`requirements.py`): each requirement adds up what is left.

So for every line 0 <= counted <= credit <= minutes, and for every activity the total shown is
the sum of the counted minutes of its lines.
"""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from trainee_tracker.accreditation.credit import Credit, credit_for
from trainee_tracker.accreditation.exclusion import PENDING, ClearanceBook, exclusion_of
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, LineState, ModuleOutcome
from trainee_tracker.accreditation.requirements import (
    Evidence,
    WeighedLine,
    judge_requirement,
    person_minutes,
    session_minutes,
)
from trainee_tracker.accreditation.standing import (
    ActivityTotal,
    CohortStanding,
    JudgedLine,
    RequirementStanding,
    Standing,
)
from trainee_tracker.accreditation.terms import Terms

POOLED_ACTIVITY = "practice"
"""What a group is proud of together: its clinical work."""


def judge(
    terms: Terms,
    lines: Iterable[LedgerLine],
    clearances: Iterable[Clearance],
    outcomes: Iterable[ModuleOutcome],
    as_of: date,
    trainee: str,
) -> Standing:
    """Judge one trainee as of a day.

    Lines of others do not count for the trainee, except toward what the course pools: where it
    pools anything, pass the lines of the whole cohort.
    """
    lines = list(lines)
    everyone = {line.trainee for line in lines} | {trainee}
    return judge_cohort(terms, lines, clearances, outcomes, as_of, everyone).standings[trainee]


def judge_cohort(
    terms: Terms,
    lines: Iterable[LedgerLine],
    clearances: Iterable[Clearance],
    outcomes: Iterable[ModuleOutcome],
    as_of: date,
    trainees: Iterable[str],
) -> CohortStanding:
    """Judge everyone in `trainees` as of a day, and the group as a whole.

    Lines of anybody else are left out. The order of anything given makes no difference.
    """
    everyone = sorted(set(trainees))
    own: dict[str, list[WeighedLine]] = {trainee: [] for trainee in everyone}
    book = ClearanceBook(clearances)
    pool = [_weighed(line, terms, book, as_of) for line in _in_order(lines) if line.trainee in own]
    for weighed in pool:
        own[weighed.line.trainee].append(weighed)
    passed = _first_passes(outcomes)
    for_all = Evidence(terms, "", as_of, (), pool, book, {})
    pooled = {
        requirement.key: judge_requirement(requirement, for_all)
        for requirement in terms.requirements
        if getattr(requirement, "pooled", None)
    }
    standings = {
        trainee: _standing(
            Evidence(terms, trainee, as_of, own[trainee], pool, book, passed.get(trainee, {})),
            pooled,
        )
        for trainee in everyone
    }
    practice = [w for w in pool if terms.covers(POOLED_ACTIVITY, w.line.activity)]
    return CohortStanding(
        as_of=as_of,
        standings=standings,
        requirements=tuple(pooled.values()),
        pooled_person_minutes=person_minutes(practice).counted,
        pooled_session_minutes=session_minutes(practice).counted,
    )


def _in_order(lines: Iterable[LedgerLine]) -> list[LedgerLine]:
    """Return the lines by date, each once: the same entry twice would be hours out of nothing."""
    in_order = sorted(lines, key=attrgetter("held_on", "entry"))
    if len({line.entry for line in in_order}) < len(in_order):
        message = "An entry is there twice among the lines to judge."
        raise ValueError(message)
    return in_order


def _weighed(line: LedgerLine, terms: Terms, book: ClearanceBook, as_of: date) -> WeighedLine:
    """Take one line through exclusion and credit."""
    exclusion = exclusion_of(line, terms, book, as_of)
    if exclusion is None:
        credit = _credit(line, terms)
        judged = JudgedLine(
            line.entry, line.trainee, line.minutes, credit.minutes, credit.reason, credit.remedy
        )
    else:
        is_only_waiting = exclusion is PENDING[LineState.SUBMITTED]
        waiting = _credit(line, terms).minutes if is_only_waiting else 0
        judged = JudgedLine(
            line.entry, line.trainee, line.minutes, 0, exclusion.reason, exclusion.remedy, waiting
        )
    return WeighedLine(line, judged)


def _credit(line: LedgerLine, terms: Terms) -> Credit:
    return credit_for(
        terms.credit_of[line.activity],
        terms.activity_titles[line.activity],
        line.minutes,
        line.present,
    )


def _first_passes(outcomes: Iterable[ModuleOutcome]) -> dict[str, dict[str, date]]:
    """Return for each trainee the day on which each module was first passed."""
    passed: dict[str, dict[str, date]] = {}
    for outcome in outcomes:
        days = passed.setdefault(outcome.trainee, {})
        days[outcome.module] = min(outcome.passed_on, days.get(outcome.module, date.max))
    return passed


def _standing(evidence: Evidence, pooled: dict[str, RequirementStanding]) -> Standing:
    """Judge one trainee; what the course pools is judged once and the same for everyone."""
    return Standing(
        trainee=evidence.trainee,
        as_of=evidence.as_of,
        requirements=tuple(
            pooled.get(requirement.key) or judge_requirement(requirement, evidence)
            for requirement in evidence.terms.requirements
        ),
        totals=_totals(evidence),
        lines=tuple(weighed.judged for weighed in evidence.lines),
    )


def _totals(evidence: Evidence) -> tuple[ActivityTotal, ...]:
    """Add each line to its activity and to all above it."""
    terms = evidence.terms
    counted = dict.fromkeys(terms.lineages, 0)
    waiting = dict.fromkeys(terms.lineages, 0)
    for line, judged in evidence.lines:
        for activity in terms.lineages.get(line.activity, ()):
            counted[activity] += judged.counted_minutes
            waiting[activity] += judged.waiting_minutes
    return tuple(
        ActivityTotal(activity.key, activity.title, counted[activity.key], waiting[activity.key])
        for activity in terms.activities
    )
