"""Changing the draft of a course."""

from __future__ import annotations

from datetime import datetime

from trainee_tracker.accreditation.differences import differences
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.audit.actions import record
from trainee_tracker.canonical import canonical
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor import rules
from trainee_tracker.editor.queries import last_edit_of
from trainee_tracker.extensions import begin_writing, db
from trainee_tracker.messages import Message
from trainee_tracker.people.models import Person


def revise_draft(
    course: Course,
    terms: Terms,
    *,
    actor: Person,
    at: datetime,
    digest_seen: str | None = None,
    button: Message = rules.SAVE,
) -> None:
    """Let the draft of `course` say `terms`; versions published before keep what they say.

    `button` is what the button says that asks for it. Terms that say just what the draft says
    change nothing, so that a double click lands once. Raises NotAllowed: the actor does not lead
    training at the organisation that owns the course. Stale: the draft is not the one that had
    `digest_seen`. Impossible: a title is too long.
    """
    rules.ensure_leads(
        queries.led_by(actor), course.organisation_id, owner=course.organisation.name
    )
    rules.ensure_title(terms.title, rules.Printed.COURSE)
    rules.ensure_title(terms.award, rules.Printed.AWARD)
    text = canonical(terms_to_dict(terms))
    hold_draft(course)
    if text == course.draft.terms:
        return
    if digest_seen not in (None, queries.draft_digest_of(course)):
        found = differences(queries.draft_terms_of(course), terms)
        raise rules.changed_meanwhile(
            last_edit_of(course, actor), [each.sentence for each in found], button=button
        )
    course.draft.title = terms.title
    course.draft.terms = text
    db.session.flush()
    db.session.expire(course, ["title"])
    record(
        "courses.draft_edited",
        stream_id=course.stream_id,
        actor_id=actor.id,
        at=at,
        subject_table="course_drafts",
        subject_id=course.id,
        facts={"draft": queries.draft_digest_of(course)},
    )


def hold_draft(course: Course) -> None:
    """Read the draft afresh, and let nobody else change it until this transaction ends."""
    begin_writing(db.session())
    db.session.refresh(course.draft, with_for_update=True)
