"""What the reader of a list may know of the people on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.queries import members_of, seen_in
from trainee_tracker.cohorts.supervision.queries import supervisors_of
from trainee_tracker.extensions import db
from trainee_tracker.people.acquaintances import Acquaintance, acquaintances_of
from trainee_tracker.people.models import Person
from trainee_tracker.people.same_name import is_same_name


@dataclass(frozen=True)
class Around:
    """Whom the reader of a list knows by its addresses, and who is in the cohort already."""

    known: Mapping[str, Acquaintance]
    trainees: frozenset[int]
    supervisors: frozenset[int]
    members: Collection[tuple[str, str]]
    """Name and address of everybody who trains in the cohort."""

    def namesake_of(self, name: str, email: str) -> str | None:
        """Return the address of a trainee of the same name under another address, or None."""
        return next(
            (
                address
                for member, address in self.members
                if address != email and is_same_name(member, name)
            ),
            None,
        )


def around(cohort: Cohort, emails: Collection[str], *, reader: Person) -> Around:
    """Return what `reader` may know of people under these addresses (in their one spelling)."""
    trainees = db.session.scalars(
        select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id)
    )
    supervisors = db.session.scalars(supervisors_of([cohort.id]))
    return Around(
        known=acquaintances_of(reader, emails, also=seen_in(cohort)),
        trainees=frozenset(trainees),
        supervisors=frozenset(supervisors),
        members=[(each.full_name, each.email) for each in members_of(cohort.id)],
    )
