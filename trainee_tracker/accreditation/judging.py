"""A ledger judged against the terms of a course.

The order is fixed, and a line's minutes only ever shrink on the way:

1. **Exclusion** (`exclusion.py`): a line that does not count at all leaves here with its reason.
   Lines that ended (declined, withdrawn, superseded, reversed) come first; then what is wrong
   with the session itself: no activity of the course, after the day of the standing, missed, too
   old, prior learning that is not taken, a role that does not count, before a gate, a governance
   item not in date on the day of the session; last, that it still waits to be submitted or
   signed off.
2. **Credit** (`credit.py`): what remains is credited by the group formula of its activity.
3. **Limits** (`limiting.py`), in the order of `limits.STAGES`: periods without enough supervision
   are void; only the best window counts; then rolling limits; then the most prior learning; then
   caps. Each looks at what the one before left. Where there is too much, what was held first
   stays (on one day, what has the first entry).
4. **Totals** (`registry.py`): each requirement adds up what is left.

So for every line 0 <= counted <= credit <= minutes, and for every activity the total shown is
the sum of the counted minutes of its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from trainee_tracker.accreditation.credit import Credit, counted_of, credit_for
from trainee_tracker.accreditation.evidence import Account, Evidence
from trainee_tracker.accreditation.exclusion import Record, exclusion_of
from trainee_tracker.accreditation.exclusion_words import PENDING, Exclusion
from trainee_tracker.accreditation.ledger import (
    Clearance,
    LedgerLine,
    LineState,
    Outcome,
    Who,
    in_order,
)
from trainee_tracker.accreditation.limiting import Cut
from trainee_tracker.accreditation.minutes import session_minutes
from trainee_tracker.accreditation.outcomes import ClearanceBook, OutcomeBook
from trainee_tracker.accreditation.registry import judge_requirement
from trainee_tracker.accreditation.standing import (
    ActivityTotal,
    CohortStanding,
    JudgedLine,
    JudgedLines,
    RequirementStanding,
    Standing,
)
from trainee_tracker.accreditation.tally import Tally, formula_of, tally
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.messages import Message, in_a_row, say

POOLED_ACTIVITY = "practice"
"""The activity that is added up for a whole group: its clinical work."""


def judge(
    terms: Terms,
    lines: Iterable[LedgerLine],
    clearances: Iterable[Clearance],
    outcomes: Iterable[Outcome],
    as_of: date,
    trainee: Who,
) -> Standing:
    """Judge one trainee as of a day.

    Lines of others do not count for the trainee, except toward what the course pools: where it
    pools anything, pass the lines of the whole cohort.
    """
    lines = list(lines)
    everyone = {trainee}
    if any(getattr(requirement, "pooled", None) for requirement in terms.requirements):
        everyone |= {line.trainee for line in lines}
    together = _JudgedTogether(terms, lines, clearances, outcomes, as_of, everyone)
    return together.standing_of(trainee)


def judge_cohort(
    terms: Terms,
    lines: Iterable[LedgerLine],
    clearances: Iterable[Clearance],
    outcomes: Iterable[Outcome],
    as_of: date,
    trainees: Iterable[Who],
) -> CohortStanding:
    """Judge everyone in `trainees` as of a day, and the group as a whole.

    Lines of anybody else are left out. The order of anything given makes no difference.
    """
    together = _JudgedTogether(terms, lines, clearances, outcomes, as_of, trainees)
    return CohortStanding(
        as_of=as_of,
        standings={trainee: together.standing_of(trainee) for trainee in together.accounts},
        requirements=tuple(together.pooled.values()),
        pooled_person_minutes=sum(
            share.minutes
            for account in together.accounts.values()
            for share in account.counted.matching(_Practice)
        ),
        pooled_session_minutes=session_minutes(
            _Practice, [account.counted for account in together.accounts.values()], together.tally
        ),
    )


class _Practice:
    """What is pooled, in the shape of a requirement."""

    activity = POOLED_ACTIVITY


class _JudgedTogether:
    """Everything that is judged together: the lines of some trainees on one day."""

    def __init__(
        self,
        terms: Terms,
        lines: Iterable[LedgerLine],
        clearances: Iterable[Clearance],
        outcomes: Iterable[Outcome],
        as_of: date,
        trainees: Iterable[Who],
    ) -> None:
        """Tally the lines, and apply the limits to each trainee's."""
        self.record = Record(terms, as_of, ClearanceBook(clearances), OutcomeBook(outcomes))
        self.tally = tally(lines, self.record, sorted(set(trainees), key=str))
        self.accounts = {
            trainee: Account(buckets, self.tally, terms, self.record.outcomes.of(trainee).passed)
            for trainee, buckets in self.tally.buckets.items()
        }

    @cached_property
    def pooled(self) -> dict[str, RequirementStanding]:
        """What the course pools, by key: judged once and the same for everyone."""
        everyone = list(self.accounts.values())
        return {
            requirement.key: judge_requirement(
                requirement, Evidence(self.record, "", self.tally, everyone[0], everyone)
            )
            for requirement in self.record.terms.requirements
            if everyone and getattr(requirement, "pooled", None)
        }

    def standing_of(self, trainee: Who) -> Standing:
        """Judge one trainee."""
        account = self.accounts[trainee]
        evidence = Evidence(self.record, trainee, self.tally, account, [account])
        return Standing(
            trainee=trainee,
            as_of=self.record.as_of,
            requirements=tuple(
                self.pooled.get(requirement.key) or judge_requirement(requirement, evidence)
                for requirement in self.record.terms.requirements
            ),
            totals=_totals(account, self.record.terms),
            lines=JudgedLines(
                lambda: _in_order(account, self.tally.lines),
                _LinesInWords(account, self.tally, self.record).on,
            ),
        )


def _in_order(account: Account, lines: Sequence[LedgerLine]) -> Sequence[int]:
    """Return the places of a trainee's lines by date and entry."""
    return sorted(
        (index for bucket in account.buckets for index in bucket.indexes),
        key=lambda index: (lines[index].held_on, in_order(lines[index].entry)),
    )


@dataclass(frozen=True)
class _LinesInWords:
    """Says what became of single lines, and why."""

    account: Account
    tally: Tally
    record: Record

    def on(self, index: int) -> JudgedLine:
        """Return what became of a line, in words."""
        line = self.tally.lines[index]
        exclusion = exclusion_of(line, self.record)
        if exclusion is not None:
            words, limit = exclusion
            if line.state is LineState.SUBMITTED and limit is None:
                return self._waiting(line, index, words)
            return self._judged(line, 0, words.reason, words.remedy, limit)
        counted = self.account.counted.minutes_of(index)
        credit = self._credit(line)
        cut = self.account.counted.cut_of(index)
        if cut is None:
            return self._judged(line, counted, credit.reason, credit.remedy)
        reason, remedy = self._cut(line, cut)
        if counted and credit.why:
            # Its own "Counted ... of ..." would contradict what is left in the end.
            reason = say("{reason} Also, {why}", reason=reason, why=credit.why)
        return self._judged(line, counted, reason, remedy, cut.cause.limit.key)

    def _waiting(self, line: LedgerLine, index: int, words: Exclusion) -> JudgedLine:
        """Say of a line that waits what would still not count once it is signed off."""
        waiting = self.account.if_signed.minutes_of(index)
        if waiting == line.minutes or words is not PENDING[LineState.SUBMITTED]:
            return self._judged(line, 0, words.reason, words.remedy, waiting=waiting)
        cut = self.account.if_signed.cut_of(index)
        credit = self._credit(line)
        why, limit = credit.reason, None
        if cut is not None:
            why, limit = self._cut(line, cut)[0], cut.cause.limit.key
        not_enough = say("Signing it off would not be enough for all of it.")
        remedy = in_a_row([each for each in (not_enough, why) if each is not None])
        return self._judged(line, 0, words.reason, remedy, limit, waiting)

    def _credit(self, line: LedgerLine) -> Credit:
        return credit_for(
            formula_of(line, self.record.terms),
            self.record.terms.activity_titles[line.activity],
            line.minutes,
            line.present,
        )

    def _cut(self, line: LedgerLine, cut: Cut) -> tuple[Message, Message]:
        terms, day = self.record.terms, line.held_on.toordinal()
        why = cut.cause.why(terms, day)
        reason = (
            counted_of(cut.minutes, line.minutes, why)
            if cut.minutes
            else say("Not counted: {why}", why=why)
        )
        return reason, cut.cause.remedy(terms, day)

    def _judged(
        self,
        line: LedgerLine,
        counted: int,
        reason: Message | None,
        remedy: Message | None,
        limit: str | None = None,
        waiting: int = 0,
    ) -> JudgedLine:
        return JudgedLine(
            line.entry, line.trainee, line.minutes, counted, reason, remedy, waiting, limit
        )


def _totals(account: Account, terms: Terms) -> tuple[ActivityTotal, ...]:
    """Add each share to its activity and to all above it."""
    counted = dict.fromkeys(terms.lineages, 0)
    if_signed = dict.fromkeys(terms.lineages, 0)
    for remaining, sums in ((account.counted, counted), (account.if_signed, if_signed)):
        for share in remaining.shares:
            minutes = share.minutes
            for activity in terms.lineages.get(share.bucket.sample.activity, ()):
                sums[activity] += minutes
    return tuple(
        ActivityTotal(
            activity.key,
            activity.title,
            counted[activity.key],
            max(0, if_signed[activity.key] - counted[activity.key]),
        )
        for activity in terms.activities
    )
