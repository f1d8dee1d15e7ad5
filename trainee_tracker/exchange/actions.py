"""Bringing lists in: checked as a whole first, then written as a whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import select

from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.actions import Arrival, Newcomer
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.rules import ensure_enrolment_date
from trainee_tracker.exchange import queries, rules
from trainee_tracker.exchange.rules import Fault
from trainee_tracker.exchange.trainee_list import TraineeList, read_trainee_list
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Conflict, Impossible


@dataclass(frozen=True)
class CheckedList:
    """A list against a cohort: what it says, and the rows whose people are known here already."""

    found: TraineeList
    known: frozenset[int]

    @property
    def is_good(self) -> bool:
        """Say whether everybody on it can be enrolled."""
        return not self.found.faults


def check_list(cohort: Cohort, text: str, *, enrolled_on: date) -> CheckedList:
    """Return what a list would do to `cohort`; writes nothing.

    `enrolled_on` is the day for the rows that do not say their own.
    """
    found = read_trainee_list(text, enrolled_on=enrolled_on)
    people = queries.known_people(cohort, [row.email for row in found.rows])
    faults = list(found.faults)
    for row in found.rows:
        person = people.get(row.email)
        if person is not None and person.is_trainee:
            message = _("This person is in this cohort already. Delete the row.")
            faults.append(Fault(row.number, "email", message))
        if person is not None and person.is_supervisor:
            message = _("This person supervises this cohort, so they cannot train in it.")
            faults.append(Fault(row.number, "email", message))
        try:
            ensure_enrolment_date(row.enrolled_on, cohort.ends_on)
        except Impossible as error:
            faults.append(Fault(row.number, "enrolled_on", str(error)))
    faults.sort(key=lambda fault: fault.number)
    return CheckedList(
        replace(found, faults=tuple(faults)),
        frozenset(row.number for row in found.rows if row.email in people),
    )


def enrol_list(
    cohort: Cohort,
    text: str,
    *,
    enrolled_on: date,
    digest_seen: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> list[Arrival]:
    """Enrol everybody on a list, or nobody; a repeated request enrols nobody a second time.

    Raises NotAllowed: the actor does not lead training here. Stale: the list is not the one that
    had `digest_seen`. Impossible: it has a fault. Conflict: the request came before with another.
    """
    cohorts.ensure_leads(cohort, actor)
    found = read_trainee_list(text, enrolled_on=enrolled_on)
    rules.ensure_as_shown(found.digest, digest_seen)
    row_ids = [str(uuid5(UUID(request_id), str(index))) for index in range(len(found.rows) + 1)]
    done = _enrolled_by(row_ids)
    if not done:
        checked = check_list(cohort, text, enrolled_on=enrolled_on)
        if not checked.is_good:
            raise Impossible("Nobody was enrolled: something in the list changed. Check it again.")
    elif done != set(row_ids[:-1]):
        raise Conflict("This list was sent before with other rows. Check it again.")
    with_ids = zip(found.rows, row_ids, strict=False)
    # In order of their addresses, so that no two lists with the same people wait for each other.
    arrivals = {
        row.number: cohorts.enrol_newcomer(
            cohort,
            Newcomer(row.full_name, row.email, row.other_name, row.other_language),
            enrolled_on=row.enrolled_on,
            actor=actor,
            at=at,
            request_id=row_id,
        )
        for row, row_id in sorted(with_ids, key=lambda each: each[0].email)
    }
    return [arrivals[row.number] for row in found.rows]


def _enrolled_by(row_ids: list[str]) -> set[str]:
    """Return which rows of a request were enrolled before."""
    return set(
        db.session.scalars(select(Enrolment.request_id).where(Enrolment.request_id.in_(row_ids)))
    )
