"""Opening, changing and publishing courses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.append_only import already_recorded, refuse_if_taken
from trainee_tracker.audit.actions import record
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.courses import queries, rules
from trainee_tracker.courses.models import Course, CourseDraft, CourseVersion
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.extensions import begin_writing, db
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
    rules.ensure_leads(queries.led_by(actor), course.organisation_id)
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
    rules.ensure_leads(queries.led_by(actor), organisation.id)
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
        draft=CourseDraft(title=title, terms=_as_text(terms)),
        stream_id=organisation.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    with refuse_if_taken(Stale("This course is being opened already. Look at your courses.")):
        db.session.add(course)
    return course


def revise_draft(
    course: Course, terms: Terms, *, actor: Person, at: datetime, digest_seen: str | None = None
) -> None:
    """Let the draft of `course` say `terms`; versions published before keep what they say.

    Terms that say just what the draft says change nothing, so that a double click lands once.
    Raises NotAllowed: the actor does not lead training at the organisation that owns the course.
    Stale: the draft is not the one that had `digest_seen`. Impossible: a title is too long.
    """
    rules.ensure_leads(queries.led_by(actor), course.organisation_id)
    rules.ensure_title(terms.title, "the title of the course")
    rules.ensure_title(terms.award, "the title of the award")
    text = _as_text(terms)
    hold_draft(course)
    if text == course.draft.terms:
        return
    rules.ensure_as_shown(queries.draft_digest_of(course), digest_seen)
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


def publish_version(
    course: Course, *, actor: Person, at: datetime, digest_seen: str | None = None
) -> CourseVersion:
    """Publish the draft of `course` as its next version, which never changes again.

    A draft that is already published returns that version, so that a double click lands once.
    Raises NotAllowed: the actor does not lead training at the organisation that owns the course.
    Stale: the draft is not the one that had `digest_seen`. Impossible: it asks for nothing, or a
    certificate could not print what it says.
    """
    rules.ensure_leads(queries.led_by(actor), course.organisation_id)
    hold_draft(course)
    digest = queries.draft_digest_of(course)
    rules.ensure_as_shown(digest, digest_seen)
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


def _as_text(terms: Terms) -> str:
    return canonical(terms_to_dict(terms))


def hold_draft(course: Course) -> None:
    """Read the draft afresh, and let nobody else change it until this transaction ends."""
    begin_writing(db.session())
    db.session.refresh(course.draft, with_for_update=True)
