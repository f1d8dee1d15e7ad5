"""Carrying a published version to a new course of another organisation."""

from __future__ import annotations

from datetime import datetime

from trainee_tracker.accreditation.terms import terms_to_dict
from trainee_tracker.append_only import already_recorded, refuse_if_taken
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseDraft, CourseVersion
from trainee_tracker.editor import rules
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.refusals import Stale


def adapt_course(
    version: CourseVersion,
    organisation: Organisation,
    *,
    title: str,
    award: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Course:
    """Open a course of `organisation` whose draft asks for all that `version` asks for.

    Carried are the terms alone: modules, requirements, limits, checks and the wording of
    certificates; their translations too, unless the title or the award changes (`rules.titled`).
    Without an `award` its title stays. Raises NotAllowed: the actor
    does not lead training at `organisation`. Impossible: the version is its own already, or a
    title is empty or too long.
    """
    rules.ensure_leads(queries.led_by(actor), organisation.id, owner=organisation.name)
    rules.ensure_of_another(version.course.organisation_id, organisation.id)
    body = digest_of([actor.id, "adapt", version.id, organisation.id, title, award])
    earlier = already_recorded(Course, request_id, body)
    if earlier is not None:
        return earlier
    terms = queries.terms_of(version)
    text = canonical(terms_to_dict(rules.titled(terms, title=title, award=award or terms.award)))
    course = Course(
        request_id=request_id,
        request_digest=body,
        organisation=organisation,
        preset=version.course.preset,
        draft=CourseDraft(title=title, terms=text),
        adapted_from_id=version.id,
        stream_id=organisation.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    with refuse_if_taken(Stale(say("This course is being opened already. Look at your courses."))):
        db.session.add(course)
    return course
