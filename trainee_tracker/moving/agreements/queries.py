"""What a governance lead is shown before agreeing to fewer checks: what follows, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trainee_tracker.accreditation.plain_json import to_plain
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.agreements.queries import (
    cohorts_on,
    streams_at_opening,
    trainees_on,
)
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.moving.queries import TraineeMoved, trainees_moved
from trainee_tracker.people.roles.queries import leads_in_office
from trainee_tracker.people.roles.rules import Lead


@dataclass(frozen=True)
class CohortFollows:
    """For which trainees of a cohort more time would count if it moved to the version."""

    cohort_id: int
    name: str
    version: int
    trainees: tuple[TraineeMoved, ...]


def what_follows(request: TermsRequest, at: datetime) -> list[CohortFollows]:
    """Return, for every cohort that could move to the version, for whom more time would count."""
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


def shown_for_agreeing(
    request: TermsRequest, at: datetime, *, follows: Sequence[CohortFollows] | None = None
) -> dict[str, Any]:
    """Return exactly what a page shows before somebody agrees, as plain values in English.

    `follows` is `what_follows` where it is known already: it judges every trainee.
    """
    known = what_follows(request, at) if follows is None else follows
    return {
        "terms_request": request.id,
        "course": request.version.title,
        "version": request.version.number,
        "terms_digest": request.version.terms_digest,
        "community_side": request.organisation.name,
        "statutory_side": request.partner.name,
        "looser": [str(each) for each in request.sentences],
        "asked_by": request.asker.full_name,
        "asked_at": request.recorded_at,
        "reason": request.reason,
        "follows": to_plain(known),
    }


def streams_read(request: TermsRequest) -> set[int]:
    """Return the streams in which is chained what is shown before agreeing, and who may answer.

    Cohorts on the version itself are among them: who trains there does not answer either. So is the
    stream of the network, in which the request is chained.
    """
    at_opening = streams_at_opening(request.version, request.organisation, request.partner_id)
    return {request.partner.stream_id, *at_opening}


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
