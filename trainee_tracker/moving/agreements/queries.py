"""What a governance lead is shown before agreeing to fewer checks: what follows, and for whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.agreements.queries import cohorts_on, trainees_on
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.moving.queries import TraineeMoved, trainees_moved
from trainee_tracker.people.roles.queries import leads_in_office
from trainee_tracker.people.roles.rules import Lead


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


def leads_who_can_answer(
    version: CourseVersion, organisation_id: int, partner_id: int, *, asker_id: int | None
) -> list[Lead]:
    """Return who can answer for a side of a request for a version, asked or about to be.

    They are in office at one of the two organisations, did not ask, and do not train on the course.
    """
    trainees = trainees_on(version.course_id, organisation_id, partner_id)
    return [
        lead
        for lead in leads_in_office()
        if lead.organisation_id in (organisation_id, partner_id)
        and lead.person_id != asker_id
        and lead.person_id not in trainees
    ]
