"""Bringing lists in: written as a whole or not at all."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.actions import Arrival, Newcomer
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.exchange import queries, rules
from trainee_tracker.exchange.trainee_list import read_trainee_list
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Conflict, Impossible


def confirm_enrolments(
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
        checked = queries.check_list(cohort, text, enrolled_on=enrolled_on, reader=actor)
        if not checked.is_good:
            raise Impossible(
                say("Nobody was enrolled: something in the list changed. Check it again.")
            )
    elif done != set(row_ids[:-1]):
        raise Conflict(say("This list was sent before with other rows. Check it again."))
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
