"""What a governance lead is shown before agreeing to fewer checks: what follows, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.agreements.queries import cohorts_on
from trainee_tracker.extensions import db
from trainee_tracker.moving.queries import TraineeMoved, trainees_moved
from trainee_tracker.people.models import Person, RoleGrant
from trainee_tracker.people.rules import Role


@dataclass(frozen=True)
class CohortFollows:
    """What follows for a cohort if it moves: those of its trainees for whom more would count."""

    cohort_id: int
    name: str
    version: int
    trainees: tuple[TraineeMoved, ...]


def what_follows(request: TermsRequest, at: datetime) -> list[CohortFollows]:
    """Return what follows for every cohort of the two organisations that could move there."""
    return [
        CohortFollows(
            cohort.id,
            cohort.name,
            cohort.version.number,
            tuple(
                each for each in trainees_moved(cohort, request.version, at) if each.minutes_gained
            ),
        )
        for cohort in cohorts_on(request)
    ]


def shown_for_agreeing(request: TermsRequest, at: datetime) -> dict[str, Any]:
    """Return exactly what a page shows before somebody agrees, as plain values."""
    return {
        "terms_request": request.id,
        "course": request.version.title,
        "version": request.version.number,
        "terms_digest": request.version.terms_digest,
        "community_side": request.organisation.name,
        "statutory_side": request.partner.name,
        "looser": list(request.sentences),
        "asked_by": request.asker.full_name,
        "asked_at": request.recorded_at,
        "reason": request.reason,
        "follows": [asdict(each) for each in what_follows(request, at)],
    }


def streams_read(request: TermsRequest) -> set[int]:
    """Return the streams in which what `shown_for_agreeing` reads is chained."""
    own = {request.stream_id, request.organisation.stream_id, request.partner.stream_id}
    return own | {each.stream_id for each in cohorts_on(request)}


@dataclass(frozen=True)
class LeadRow:
    """Who leads governance at an organisation."""

    organisation_id: int
    full_name: str


def governance_leads_at(organisation_ids: Iterable[int]) -> Sequence[LeadRow]:
    """Return who leads governance at these organisations now, by name."""
    rows = db.session.execute(
        select(RoleGrant.organisation_id, Person.full_name)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.GOVERNANCE_LEAD,
            RoleGrant.ended_at.is_(None),
            RoleGrant.organisation_id.in_(list(organisation_ids)),
        )
        .distinct()
        .order_by(Person.full_name, RoleGrant.organisation_id)
    )
    return [LeadRow(*row) for row in rows]
