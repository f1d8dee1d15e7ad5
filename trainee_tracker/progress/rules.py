"""What a stored standing keeps of a judgement, and what a cohort adds up; knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from trainee_tracker.accreditation.judging import POOLED_ACTIVITY
from trainee_tracker.accreditation.ledger import (
    Clearance,
    CompetenceRating,
    EvidenceAccepted,
    LedgerLine,
    LineState,
    ModuleOutcome,
    Outcome,
    in_order,
)
from trainee_tracker.accreditation.registry import LIMIT_KINDS, REQUIREMENT_KINDS
from trainee_tracker.accreditation.standing import JudgedLine, Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.messages import Message, say


@dataclass(frozen=True)
class LedgerPage:
    """One line of a trainee's ledger beside what the course makes of it."""

    line: LedgerLine
    judged: JudgedLine

    @property
    def entry_id(self) -> int | None:
        """The hours entry that the line is of; None for a register or for prior learning."""
        return self.line.entry if isinstance(self.line.entry, int) else None

    @property
    def absence(self) -> Message | None:
        """Who was not there: nobody came to a session, or the trainee missed a class."""
        if self.line.attended:
            return None
        return say("did not attend") if self.entry_id is None else say("nobody came")

    @property
    def uncounted_minutes(self) -> int:
        """How many of the minutes do not count."""
        return self.line.minutes - self.judged.counted_minutes


@dataclass(frozen=True)
class Summary:
    """What is kept of one trainee's standing: minutes are whole, days are civil dates."""

    standing: Standing
    holds_until: date | None
    waiting_entries: int
    waiting_minutes: int
    declined_entries: int
    not_counted_minutes: int
    oldest_waiting_on: date | None
    practice_minutes_by_session: Mapping[str, int]


@dataclass(frozen=True)
class Together:
    """What a cohort did together, in minutes: everyone's part added, and each session once."""

    person_minutes: int
    session_minutes: int


def pools(terms: Terms) -> bool:
    """Tell whether the course asks for anything of the whole group together."""
    return any(getattr(requirement, "pooled", None) for requirement in terms.requirements)


def summary_of(
    terms: Terms, standing: Standing, lines: Sequence[LedgerLine], *, holds_until: date | None
) -> Summary:
    """Return what to keep of `standing`, judged on the `lines` of one trainee."""
    judged = {each.entry: each for each in standing.lines}
    waiting = [line for line in lines if line.state is LineState.SUBMITTED]
    by_session: dict[str, int] = {}
    for line in lines:
        counted = judged[line.entry].counted_minutes
        if counted and terms.covers(POOLED_ACTIVITY, line.activity):
            # As it is kept: the names in JSON are texts.
            session = str(line.session)
            by_session[session] = max(counted, by_session.get(session, 0))
    return Summary(
        standing=replace(standing, lines=()),
        holds_until=holds_until,
        waiting_entries=len(waiting),
        waiting_minutes=sum(line.minutes for line in waiting),
        declined_entries=sum(line.state is LineState.DECLINED for line in lines),
        not_counted_minutes=sum(
            line.minutes - judged[line.entry].counted_minutes
            for line in lines
            if line.state is LineState.SIGNED_OFF
        ),
        oldest_waiting_on=min((line.held_on for line in waiting), default=None),
        practice_minutes_by_session=by_session,
    )


def holds_until(
    terms: Terms,
    as_of: date,
    lines: Iterable[LedgerLine],
    clearances: Iterable[Clearance],
    outcomes: Iterable[Outcome],
) -> date | None:
    """Return the last day on which a judgement as of `as_of` stays true without a new event.

    All that was judged together bears on it: where the course pools, everyone's.
    """
    day = timedelta(days=1)
    # Each day once: where the course pools, this is asked about everyone's lines for everyone.
    held = {line.held_on for line in lines}
    changes = [each - day for each in held if each > as_of]
    changes += [found - day for each in outcomes if (found := _day_of(each)) and found > as_of]
    for limit in terms.limits:
        changes += LIMIT_KINDS[type(limit)].holds_until(limit, as_of, held)
    for requirement in terms.requirements:
        changes += REQUIREMENT_KINDS[type(requirement)].holds_until(requirement, as_of, held)
    for clearance in clearances:
        if clearance.valid_from > as_of:
            changes.append(clearance.valid_from - day)
        if clearance.valid_to is not None and clearance.valid_to >= as_of:
            changes.append(clearance.valid_to)
    return min(changes, default=None)


def _day_of(outcome: Outcome) -> date | None:
    """Return the day from which an outcome bears on a standing; None where it always does."""
    match outcome:
        case ModuleOutcome():
            return outcome.passed_on
        case EvidenceAccepted():
            return outcome.accepted_on
        case CompetenceRating():
            return outcome.rated_on
    # A figure of attendance has no day of its own.
    return None


def together(by_session_of_each: Iterable[Mapping[str, int]]) -> Together:
    """Add up a cohort's counted practice from each trainee's minutes by session."""
    person_minutes = 0
    sessions: dict[str, int] = {}
    for by_session in by_session_of_each:
        for session, minutes in by_session.items():
            person_minutes += minutes
            sessions[session] = max(minutes, sessions.get(session, 0))
    return Together(person_minutes, sum(sessions.values()))


def not_counted(pages: Iterable[LedgerPage]) -> list[LedgerPage]:
    """Return the signed-off lines of which some minutes do not count, newest first."""
    short = [
        page
        for page in pages
        if page.line.state is LineState.SIGNED_OFF
        and page.judged.reason is not None
        and page.line.attended
    ]
    return sorted(
        short, key=lambda page: (page.line.held_on, in_order(page.line.entry)), reverse=True
    )


def checks_not_in_date(terms: Terms, clearances: Iterable[Clearance], day: date) -> list[str]:
    """Return the titles of the checks without which practice on `day` would not count."""
    in_date = {clearance.item for clearance in clearances if clearance.covers(day)}
    return [need.title for need in terms.governance if need.activities and need.item not in in_date]
