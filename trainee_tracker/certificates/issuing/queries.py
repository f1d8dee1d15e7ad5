"""What a training lead sees before awards are issued: who is ready, and what the others miss."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainee_tracker.certificates import queries, told
from trainee_tracker.certificates.awards import AwardState, awards_in
from trainee_tracker.certificates.issuing.rules import is_ready_for_award
from trainee_tracker.certificates.support.queries import (
    SupportState,
    awards_no_longer_supported_in,
)
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.messages import Message
from trainee_tracker.people.models import Person
from trainee_tracker.progress.queries import CohortGrid, TraineeRow, cohort_grid


@dataclass(frozen=True)
class AwardOffer:
    """A cohort with who is ready for the award and who is not, as one training lead sees it."""

    grid: CohortGrid
    awards: Mapping[int, AwardState]
    supports: Mapping[int, SupportState]
    ready: Sequence[TraineeRow]
    others: Sequence[TraineeRow]
    """First who misses something, then whose award has to be looked at, then who holds one.
    """
    enrolments: Sequence[Enrolment]
    """Those of `ready`."""

    @property
    def never_given(self) -> list[int]:
        """Return who is ready and never had it: to give back one that was revoked is a decision."""
        return [row.enrolment_id for row in self.ready if row.enrolment_id not in self.awards]


def award_offer(cohort: Cohort, reader: Person, today: date) -> AwardOffer:
    """Return who of a cohort is ready for the award on a day, and who is not."""
    grid, awards = cohort_grid(cohort, today), awards_in(cohort, reader)
    held = {enrolment_id for enrolment_id, award in awards.items() if award.is_held}
    ready = [
        row
        for row in grid.rows
        if is_ready_for_award(
            is_met=row.summary.standing.met,
            holds_award=row.enrolment_id in held,
            is_oneself=row.person_id == reader.id,
        )
    ]
    supports = awards_no_longer_supported_in(cohort.id)
    return AwardOffer(
        grid=grid,
        awards=awards,
        supports=supports,
        ready=ready,
        others=sorted(
            (row for row in grid.rows if row not in ready),
            key=lambda row: (row.enrolment_id in held, row.enrolment_id not in supports),
        ),
        enrolments=queries.enrolments_in(cohort.id, [row.enrolment_id for row in ready]),
    )


def awards_held_among(enrolment_ids: Collection[int]) -> dict[int, Message]:
    """Return, for those of the enrolments that hold a valid award, who issued it and when."""
    found = {each: queries.award_in_force(each) for each in enrolment_ids}
    return {
        each: told.how_held(award)
        for each, award in found.items()
        if award is not None and award.revocation is None
    }
