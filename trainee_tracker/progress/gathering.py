"""Gathering everything that bears on standings from the rooms below; part of `queries.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from trainee_tracker.accreditation.forecast import (
    Forecast,
    as_it_was,
    earlier_day,
    forecast,
    held_back,
    repeated,
)
from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, Outcome, Who, in_order
from trainee_tracker.accreditation.standing import Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.cohorts.registers.queries import register_lines
from trainee_tracker.cohorts.results.queries import decisions_about
from trainee_tracker.cohorts.results.rules import outcomes_of, prior_learning_lines
from trainee_tracker.governance import queries as governance
from trainee_tracker.hours import queries as hours
from trainee_tracker.progress.rules import LedgerPage, Summary, holds_until, pools, summary_of


@dataclass(frozen=True)
class Gathered:
    """Lines, clearances and outcomes by enrolment."""

    lines: Mapping[Who, Sequence[LedgerLine]]
    clearances: Mapping[Who, Sequence[Clearance]]
    outcomes: Mapping[Who, Sequence[Outcome]]

    def standings(
        self, terms: Terms, members: Collection[int], as_of: date
    ) -> Mapping[Who, Standing]:
        """Judge these enrolments together as of a day, and return everyone's standing."""
        return self._judged(
            terms, members, as_of, [line for member in members for line in self.lines[member]]
        )

    def standings_then(
        self, terms: Terms, members: Collection[int], as_of: date
    ) -> Mapping[Who, Standing]:
        """Judge these enrolments as of the day that a forecast of `as_of` is compared with."""
        lines = [line for member in members for line in self.lines[member]]
        return self._judged(terms, members, earlier_day(as_of), as_it_was(lines, as_of))

    def standings_ahead(
        self, terms: Terms, members: Collection[int], expected: Forecast
    ) -> Mapping[Who, Standing]:
        """Judge these enrolments as they would be if the last eight weeks went on."""
        lines = [line for member in members for line in self.lines[member]]
        repeats, until = repeated(lines, expected.as_of, expected)
        return self._judged(terms, members, until, repeats)

    def _judged(
        self, terms: Terms, members: Collection[int], as_of: date, lines: Sequence[LedgerLine]
    ) -> Mapping[Who, Standing]:
        return judge_cohort(
            terms,
            lines,
            [clearance for member in members for clearance in self.clearances[member]],
            [outcome for member in members for outcome in self.outcomes[member]],
            as_of,
            members,
        ).standings


def gather(enrolment_ids: Collection[int]) -> Gathered:
    """Read what bears on these enrolments, in a fixed number of statements."""
    lines: dict[Who, list[LedgerLine]] = defaultdict(list)
    decided = decisions_about(enrolment_ids)
    for line in (
        *hours.lines_of(enrolment_ids),
        *register_lines(enrolment_ids),
        *prior_learning_lines(decided.results),
    ):
        lines[line.trainee].append(line)
    clearances: dict[Who, list[Clearance]] = defaultdict(list)
    for clearance in governance.clearances(enrolment_ids):
        clearances[clearance.trainee].append(clearance)
    outcomes: dict[Who, list[Outcome]] = defaultdict(list)
    for outcome in (*decided.passed, *outcomes_of(decided.results)):
        outcomes[outcome.trainee].append(outcome)
    return Gathered(lines, clearances, outcomes)


@dataclass(frozen=True)
class Judgement:
    """One enrolment judged afresh: the terms, the standing and all that is behind it.

    `members` are the enrolments that were judged together with it.
    """

    terms: Terms
    standing: Standing
    enrolment_id: int
    gathered: Gathered
    members: Collection[int]

    @property
    def lines(self) -> Sequence[LedgerLine]:
        """The trainee's own lines."""
        return self.gathered.lines[self.enrolment_id]

    @property
    def clearances(self) -> Sequence[Clearance]:
        """The days on which the trainee's governance items are in date."""
        return self.gathered.clearances[self.enrolment_id]

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """What was decided about the trainee."""
        return self.gathered.outcomes[self.enrolment_id]

    @cached_property
    def pages(self) -> list[LedgerPage]:
        """Every line beside its judgement, newest first."""
        judged = {each.entry: each for each in self.standing.lines}
        newest_first = sorted(
            self.lines, key=lambda line: (line.held_on, in_order(line.entry)), reverse=True
        )
        return [LedgerPage(line, judged[line.entry]) for line in newest_first]

    @property
    def summary(self) -> Summary:
        """What is stored of this judgement."""
        # Somebody else's hour that grows too old is one less in the pool.
        bearing = self.members if pools(self.terms) else [self.enrolment_id]
        return summary_of(
            self.terms,
            self.standing,
            self.lines,
            holds_until=holds_until(
                self.terms,
                self.standing.as_of,
                (line for each in bearing for line in self.gathered.lines[each]),
                (clearance for each in bearing for clearance in self.gathered.clearances[each]),
                (outcome for each in bearing for outcome in self.gathered.outcomes[each]),
            ),
        )

    def forecast(self, deadline: date | None) -> Forecast:
        """Say when each requirement is met, at the pace of the last eight weeks."""
        earlier = self.gathered.standings_then(self.terms, self.members, self.standing.as_of)
        expected = forecast(
            self.terms,
            self.standing,
            earlier[self.enrolment_id],
            began_on=min((line.held_on for line in self.lines), default=None),
            deadline=deadline,
        )
        ahead = self.gathered.standings_ahead(self.terms, self.members, expected)
        return held_back(expected, ahead[self.enrolment_id])


def judgements(
    gathered: Gathered, wanted: Iterable[int], terms: Terms, members: Collection[int], as_of: date
) -> dict[int, Judgement]:
    """Judge `members`, all of one cohort, together, and return the wanted ones."""
    standings = gathered.standings(terms, members, as_of)
    return {
        member: Judgement(terms, standings[member], member, gathered, members)
        for member in set(wanted) & set(members)
    }
