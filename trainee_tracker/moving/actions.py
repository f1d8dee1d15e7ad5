"""Moving a cohort to another version of its course."""

from __future__ import annotations

from datetime import datetime

from trainee_tracker.append_only import already_recorded, recorded_before, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.actions import ensure_leads
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.agreements.rules import NextStep, ensure_agreed
from trainee_tracker.cohorts.models import Cohort, VersionMove
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.moving import queries, rules
from trainee_tracker.moving.queries import move_shown
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Stale


def move_cohort(
    cohort: Cohort,
    version: CourseVersion,
    *,
    reason: str,
    actor: Person,
    at: datetime,
    request_id: str,
    digest_seen: str | None = None,
) -> VersionMove:
    """Let `cohort` follow `version` from now on; every standing is judged again with the commit.

    What was logged, decided and issued stays as it is. Raises NotAllowed: the actor leads
    training neither at the network nor at the partner, or trains in the cohort. Impossible: the
    version is of another course or the one it follows already, or it asks for fewer checks and both
    sides have not agreed to that, or there is no reason, or one that could point to a family.
    Stale: what the actor was shown (`digest_seen`) is not so any more, as when somebody else moved
    the cohort.
    """
    ensure_leads(cohort, actor)
    body = digest_of([actor.id, cohort.id, version.id, reason])
    earlier = recorded_before(VersionMove, request_id, body)
    if earlier is not None:
        return earlier
    # Counted before the cohort is read: whoever moves it after this takes the number.
    last = queries.last_move_number(cohort.id)
    _ensure_moves(cohort, version)
    rules.ensure_move_reason(reason)
    leaving = cohort.version

    def moves_others() -> None:
        if cohorts.is_member(cohort.id, actor.id):
            raise rules.own_move(cohorts.other_leads_of(cohort, actor))

    def ensure_checks_agreed() -> None:
        looser = agreements.looser_at_move(cohort, version)
        missing = agreements.not_agreed(version, cohort.organisation_id, cohort.partner_id, looser)
        ensure_agreed(missing, version=version.number, then=NextStep.MOVE)

    def is_as_shown() -> None:
        if digest_seen is not None:
            shown = move_shown(cohort, version, at, leaving=leaving)
            rules.ensure_move_as_shown(shown.digest, digest_seen)

    # Whoever was entered there may say at this moment that it is the actor.
    rely({cohort.stream_id}, moves_others)
    rely({cohort.organisation.stream_id}, ensure_checks_agreed)
    # The number of the move is unique, so of two moves at once only one lands.
    rely({cohort.stream_id}, is_as_shown)
    earlier = already_recorded(VersionMove, request_id, body)
    if earlier is not None:
        return earlier
    taken = Stale(say("This cohort is being moved already. Look at it again."))
    with refuse_if_taken(taken):
        move = VersionMove(
            request_id=request_id,
            request_digest=body,
            cohort_id=cohort.id,
            sequence=last + 1,
            from_version_id=leaving.id,
            to_version_id=version.id,
            reason=reason,
            stream_id=cohort.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
        db.session.add(move)
    db.session.refresh(cohort)
    return move


def _ensure_moves(cohort: Cohort, version: CourseVersion) -> None:
    """Raise Impossible unless the cohort, which somebody may have moved since, can go there."""
    db.session.refresh(cohort)
    rules.ensure_moves(
        cohort.version.course_id, cohort.course_version_id, version.course_id, version.id
    )
