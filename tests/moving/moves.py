"""Another version of the cohort's course, and moving the cohort to it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from tests.cast import NOW, Cast, request_id
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.canonical import canonical
from trainee_tracker.cohorts.models import VersionMove
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.moving import actions as moving
from trainee_tracker.people.models import Person

WHY = "The accreditor asks for 100 h since September."


def publish(cast: Cast, terms: Terms) -> CourseVersion:
    """Publish other terms as the next version of the cohort's course."""
    course = cast.cohort.version.course
    course.draft.terms = canonical(terms_to_dict(terms))
    db.session.flush()
    version = publish_version(course, actor=cast.training_lead, at=NOW)
    db.session.commit()
    return version


def publish_newer(cast: Cast) -> CourseVersion:
    """Publish version 2: more practice, no independent study or hours of supervision, one module fewer."""
    before = draft_terms_of(cast.cohort.version.course)
    return publish(
        cast,
        replace(
            before,
            activities=tuple(each for each in before.activities if each.key != "study"),
            modules=tuple(each for each in before.modules if each.key != "first-meetings"),
            requirements=tuple(
                replace(each, minutes=6000)
                if isinstance(each, MinimumMinutes) and each.key == "practice-hours"
                else each
                for each in before.requirements
                if each.key != "supervision-hours"
            ),
        ),
    )


def move(
    cast: Cast,
    version: CourseVersion,
    *,
    name: str = "move",
    reason: str = WHY,
    actor: Person | None = None,
    digest_seen: str | None = None,
) -> VersionMove:
    return moving.move_cohort(
        cast.cohort,
        version,
        reason=reason,
        actor=actor or cast.training_lead,
        at=NOW,
        request_id=request_id(name),
        digest_seen=digest_seen,
    )


def moves() -> int:
    return db.session.scalar(select(func.count(VersionMove.id))) or 0
