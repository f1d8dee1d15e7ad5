"""What is known of the people on a list, for a lead who may enrol them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select

from trainee_tracker.cohorts.models import Cohort, Enrolment, Supervision
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who is known under an address, and what they are in the cohort already."""

    email: str
    is_trainee: bool
    is_supervisor: bool


def known_people(cohort: Cohort, emails: Collection[str]) -> dict[str, KnownPerson]:
    """Return who is known under these addresses (in their one spelling), by address."""
    rows = db.session.execute(
        select(
            Person.email,
            exists().where(Enrolment.person_id == Person.id, Enrolment.cohort_id == cohort.id),
            exists().where(
                Supervision.supervisor_id == Person.id, Supervision.cohort_id == cohort.id
            ),
        )
        .select_from(Person)
        .where(Person.email.in_(emails))
    )
    return {row[0]: KnownPerson(*row) for row in rows}
