"""Moving a cohort to another version of its course: what it would change, and the act itself.

It stands in this room because whoever moves a cohort is shown where that leaves its trainees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from trainee_tracker.accreditation.differences import Difference, differences
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.append_only import already_recorded, recorded_before, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts import moving_queries
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts import rules as cohort_rules
from trainee_tracker.cohorts.models import Cohort, VersionMove
from trainee_tracker.cohorts.moving_queries import UnknownModule, UnknownResult
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.queries import judge_members_under
from trainee_tracker.refusals import Stale

NOT_IN_THE_WAY = (LineState.WITHDRAWN, LineState.SUPERSEDED)
"""Lines that another one replaced or that were taken back: nobody expects them to count."""


@dataclass(frozen=True)
class UnknownActivity:
    """An activity that trainees logged and that a version does not have; minutes as logged."""

    title: str
    entries: int
    minutes: int


@dataclass(frozen=True)
class TraineeChange:
    """How many of the requirements a trainee meets under the version now and the one to come."""

    full_name: str
    met_before: int
    of_before: int
    met_after: int
    of_after: int


@dataclass(frozen=True)
class MoveShown:
    """All that is shown before a cohort moves."""

    from_version: int
    to_version: int
    differences: tuple[Difference, ...]
    activities: Sequence[UnknownActivity]
    modules: Sequence[UnknownModule]
    results: Sequence[UnknownResult]
    trainees: Sequence[TraineeChange]

    @property
    def digest(self) -> str:
        """Return the digest of what the page shows, so that a stale page is noticed."""
        return digest_of(asdict(self))


def move_shown(
    cohort: Cohort, version: CourseVersion, at: datetime, *, leaving: CourseVersion | None = None
) -> MoveShown:
    """Return what moving the cohort to `version` would change, as at the day of `at`.

    `leaving` is the version that it leaves: without it, the one that it follows now.
    """
    leaving = leaving or cohort.version
    before, after = courses.terms_of(leaving), courses.terms_of(version)
    members = cohorts.members_of(cohort.id)
    ids = [each.enrolment_id for each in members]
    now, then = judge_members_under(cohort, ids, civil_date(at), [before, after])
    counted: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for line in (line for each in now.values() for line in each.lines):
        if line.activity not in after.activity_titles and line.state not in NOT_IN_THE_WAY:
            counted[line.activity] += 1
            minutes[line.activity] += line.minutes
    return MoveShown(
        from_version=leaving.id,
        to_version=version.id,
        differences=differences(before, after),
        activities=[
            UnknownActivity(before.activity_titles.get(key, key), counted[key], minutes[key])
            for key in sorted(counted)
        ],
        modules=moving_queries.unknown_modules(cohort, before, after),
        results=moving_queries.unknown_results(cohort, before, after),
        trainees=[
            TraineeChange(
                each.full_name, *_met(now[each.enrolment_id]), *_met(then[each.enrolment_id])
            )
            for each in members
        ],
    )


def _met(judgement: Judgement) -> tuple[int, int]:
    requirements = judgement.standing.requirements
    return sum(each.met for each in requirements), len(requirements)


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
    version is of another course or the one it follows already, or there is no reason, or one that
    could point to a family. Stale: what the actor was shown
    (`digest_seen`) is not so any more, as when somebody else moved the cohort.
    """
    cohort_rules.ensure_leads(cohorts.led_by(actor), cohort.organisation_id, cohort.partner_id)
    cohort_rules.ensure_moves_others(is_member=cohorts.is_member(cohort.id, actor.id))
    body = digest_of([actor.id, cohort.id, version.id, reason])
    earlier = recorded_before(VersionMove, request_id, body)
    if earlier is not None:
        return earlier
    _ensure_moves(cohort, version)
    cohort_rules.ensure_move_reason(reason)
    leaving = cohort.version

    def is_as_shown() -> int:
        if digest_seen is not None:
            shown = move_shown(cohort, version, at, leaving=leaving)
            cohort_rules.ensure_move_as_shown(shown.digest, digest_seen)
        return moving_queries.last_move_number(cohort.id)

    # The number of the move is unique, so of two moves at once only one lands.
    last = rely({cohort.stream_id}, is_as_shown)
    earlier = already_recorded(VersionMove, request_id, body)
    if earlier is not None:
        return earlier
    with refuse_if_taken(Stale("This cohort is being moved already. Look at it again.")):
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
    cohort_rules.ensure_moves(
        cohort.version.course_id, cohort.course_version_id, version.course_id, version.id
    )
