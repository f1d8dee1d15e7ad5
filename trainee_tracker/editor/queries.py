"""Who changed the draft of a course."""

from __future__ import annotations

from sqlalchemy import select

from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.rules import Edit
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person


def last_edit_of(course: Course, person: Person) -> Edit | None:
    """Return who changed the draft last, and when; None where no person is known to have.

    `person` is who asks.
    """
    found = db.session.execute(
        select(Person.id, Person.full_name, AuditEvent.at)
        .join(Person, Person.id == AuditEvent.actor_id)
        .where(
            AuditEvent.subject_table == "course_drafts",
            AuditEvent.subject_id == course.id,
        )
        .order_by(AuditEvent.position.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    person_id, full_name, at = found
    return Edit(full_name, at, is_own=person_id == person.id)
