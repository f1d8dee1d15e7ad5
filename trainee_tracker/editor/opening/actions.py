"""Opening a course from a preset, or from another course of the same people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.append_only import already_recorded, refuse_if_taken
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseDraft
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.editor import rules
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.refusals import Stale


def open_course(
    organisation: Organisation,
    preset: str,
    *,
    title: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Course:
    """Open a course of `organisation` from the preset of that key; its terms are a draft.

    Raises NotAllowed: the actor does not lead training there. PresetError: no such preset.
    """
    body = digest_of([actor.id, organisation.id, preset, title])
    return _opened(
        organisation,
        preset,
        lambda: load_preset(preset),
        title=title,
        actor=actor,
        at=at,
        request_id=request_id,
        body=body,
    )


def open_like(
    organisation: Organisation,
    course: Course,
    *,
    title: str,
    actor: Person,
    at: datetime,
    request_id: str,
    from_draft: bool = False,
) -> Course:
    """Open a course of `organisation` that begins with what another course of the actor's asks.

    That is its newest published version, or its draft where `from_draft` is set or nothing is
    published. Raises NotAllowed: the actor does not lead training at both organisations.
    """
    rules.ensure_leads(
        queries.led_by(actor), course.organisation_id, owner=course.organisation.name
    )
    body = digest_of([actor.id, organisation.id, "course", course.id, title, from_draft])
    return _opened(
        organisation,
        course.preset,
        lambda: queries.beginning_of(course, from_draft=from_draft),
        title=title,
        actor=actor,
        at=at,
        request_id=request_id,
        body=body,
    )


def _opened(
    organisation: Organisation,
    preset: str,
    beginning: Callable[[], Terms],
    *,
    title: str,
    actor: Person,
    at: datetime,
    request_id: str,
    body: str,
) -> Course:
    """Open a course whose draft begins as `beginning` says, once for each `request_id`."""
    rules.ensure_leads(queries.led_by(actor), organisation.id, owner=organisation.name)
    earlier = already_recorded(Course, request_id, body)
    if earlier is not None:
        return earlier
    terms = beginning()
    terms = rules.titled(terms, title=title, award=terms.award)
    course = Course(
        request_id=request_id,
        request_digest=body,
        organisation=organisation,
        preset=preset,
        draft=CourseDraft(title=title, terms=canonical(terms_to_dict(terms))),
        stream_id=organisation.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    with refuse_if_taken(Stale(say("This course is being opened already. Look at your courses."))):
        db.session.add(course)
    return course
