"""Publishing the draft of a course."""

from __future__ import annotations

from datetime import datetime

from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.editor import rules
from trainee_tracker.editor.actions import hold_draft
from trainee_tracker.editor.queries import last_edit_of
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


def publish_version(
    course: Course, *, actor: Person, at: datetime, digest_seen: str | None = None
) -> CourseVersion:
    """Publish the draft of `course` as its next version, which never changes again.

    A draft that is already published returns that version, so that a double click lands once.
    Raises NotAllowed: the actor does not lead training at the organisation that owns the course.
    Stale: the draft is not the one that had `digest_seen`. Impossible: it asks for nothing, or a
    certificate could not print what it says.
    """
    rules.ensure_leads(
        queries.led_by(actor), course.organisation_id, owner=course.organisation.name
    )
    hold_draft(course)
    digest = queries.draft_digest_of(course)
    if digest_seen not in (None, digest):
        raise rules.published_otherwise(last_edit_of(course, actor), queries.next_number(course))
    db.session.refresh(course, ["versions"])
    latest = course.versions[-1] if course.versions else None
    if latest is not None and latest.terms_digest == digest:
        return latest
    terms = queries.draft_terms_of(course)
    rules.ensure_asks_something(terms)
    rules.ensure_printable(terms)
    version = CourseVersion(
        course=course,
        number=latest.number + 1 if latest else 1,
        title=course.draft.title,
        terms=course.draft.terms,
        terms_digest=digest,
        stream_id=course.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    db.session.add(version)
    db.session.flush()
    return version
