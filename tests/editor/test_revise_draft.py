"""Changing what the draft of a course says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import NOW, Cast
from tests.meanwhile import meanwhile
from trainee_tracker.accreditation.kinds import EvidenceCounted
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import EvidenceKind
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.canonical import canonical
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseDraft
from trainee_tracker.editor import actions as editor_actions
from trainee_tracker.editor.actions import hold_draft, revise_draft
from trainee_tracker.extensions import db
from trainee_tracker.refusals import Impossible, NotAllowed, Stale


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network, whose draft is published as version 1."""
    return cast.cohort.version.course


def with_case_studies(terms: Terms) -> Terms:
    """Return the terms with four case studies and another title."""
    return replace(
        terms,
        title="Practice, with case studies",
        evidence=(EvidenceKind("case-studies", "Case studies"),),
        requirements=(
            *terms.requirements,
            EvidenceCounted("four-studies", "Four case studies", "case-studies", 4),
        ),
    )


def edits_of(course: Course) -> int | None:
    """Count the edits of these tests; the cast edited the draft too, before it published it."""
    db.session.commit()
    return db.session.scalar(
        select(func.count()).where(
            AuditEvent.kind == "courses.draft_edited",
            AuditEvent.subject_id == course.id,
            AuditEvent.at >= NOW,
        )
    )


def test_a_revised_draft_says_the_new_terms_and_the_version_keeps_the_old(
    cast: Cast, course: Course
) -> None:
    before = queries.draft_terms_of(course)
    after = with_case_studies(before)
    seen = queries.draft_digest_of(course)
    revise_draft(course, after, actor=cast.training_lead, at=NOW, digest_seen=seen)
    assert queries.draft_terms_of(course) == after
    assert course.title == "Practice, with case studies"
    assert queries.terms_of(course.versions[-1]) == before
    assert not queries.is_draft_published(course)
    assert edits_of(course) == 1


def test_the_same_terms_change_nothing_even_from_an_old_page(cast: Cast, course: Course) -> None:
    after = with_case_studies(queries.draft_terms_of(course))
    seen = queries.draft_digest_of(course)
    for _press in range(2):
        revise_draft(course, after, actor=cast.training_lead, at=NOW, digest_seen=seen)
    assert edits_of(course) == 1


def test_a_draft_that_somebody_changed_meanwhile_is_not_overwritten(
    cast: Cast, course: Course
) -> None:
    before = queries.draft_terms_of(course)
    seen = queries.draft_digest_of(course)
    revise_draft(course, with_case_studies(before), actor=cast.training_lead, at=NOW)
    with pytest.raises(Stale, match="changed the draft yourself while this page was open"):
        revise_draft(
            course,
            replace(before, weeks=30),
            actor=cast.training_lead,
            at=NOW,
            digest_seen=seen,
        )
    assert queries.draft_terms_of(course) == with_case_studies(before)


def test_a_draft_that_changes_while_a_request_waits_for_its_turn_is_not_overwritten(
    app: Flask, cast: Cast, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = queries.draft_terms_of(course)
    seen = queries.draft_digest_of(course)
    theirs = canonical(terms_to_dict(with_case_studies(before)))

    course_id = course.id

    def another_lead() -> None:
        db.session.get_one(CourseDraft, course_id).terms = theirs

    def let_another_lead_go_first(course: Course) -> None:
        monkeypatch.undo()
        meanwhile(app, another_lead)
        hold_draft(course)

    monkeypatch.setattr(editor_actions, "hold_draft", let_another_lead_go_first)
    with pytest.raises(Stale, match="changed the draft yourself while this page was open"):
        revise_draft(
            course, replace(before, weeks=30), actor=cast.training_lead, at=NOW, digest_seen=seen
        )
    assert course.draft.terms == theirs


def test_only_a_lead_of_the_owner_revises(cast: Cast, course: Course) -> None:
    terms = with_case_studies(queries.draft_terms_of(course))
    with pytest.raises(NotAllowed):
        revise_draft(course, terms, actor=cast.outsider_lead, at=NOW)


def test_a_title_that_no_certificate_could_print_is_refused(cast: Cast, course: Course) -> None:
    terms = replace(queries.draft_terms_of(course), title="x" * 201)
    with pytest.raises(Impossible, match="Shorten the title of the course"):
        revise_draft(course, terms, actor=cast.training_lead, at=NOW)
