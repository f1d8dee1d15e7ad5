"""Publishing a version."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.courses.builders import rename, set_draft
from tests.meanwhile import meanwhile
from trainee_tracker.accreditation.kinds import SupervisionRatio
from trainee_tracker.accreditation.unchecked_terms import Translation
from trainee_tracker.append_only import AppendOnlyViolation
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Impossible, NotAllowed


@pytest.fixture
def draft(cast: Cast) -> Course:
    """A course of the network that is not published yet."""
    course = open_course(
        cast.network,
        "aft-foundation",
        title="Foundation",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("draft"),
    )
    db.session.commit()
    return course


def versions(course_id: int) -> list[int]:
    course = db.session.scalars(select(Course).where(Course.id == course_id)).one()
    return [version.number for version in course.versions]


def test_publishing_is_asked_once_more_and_then_done(
    browser: Browser, cast: Cast, draft: Course
) -> None:
    url = f"/courses/{draft.id}/publish"
    page = browser.sign_in(cast.training_lead).get(url)
    assert page.h1 == "Publish version 1?"
    assert "Some figures are unverified" in page.text
    page = browser.submit(page, follow=True)
    assert "Version 1 is published and will not change" in page.text
    assert versions(draft.id) == [1]


def test_a_version_that_asks_for_fewer_checks_says_that_both_sides_have_to_agree(
    browser: Browser, cast: Cast
) -> None:
    course = cast.cohort.version.course
    before = queries.draft_terms_of(course)
    set_draft(course, replace(before, weeks=12))
    url = f"/courses/{course.id}/publish"
    page = browser.sign_in(cast.training_lead).get(url)
    assert "fewer checks" not in page.text
    page = browser.submit(page, follow=True)
    assert "Version 2 is published and will not change. You can open a cohort on it." in page.text
    set_draft(course, replace(before, governance=()))
    page = browser.get(url)
    assert "It asks for fewer checks than before" in page.text
    assert "once a governance lead of each side has agreed" in page.text
    page = browser.submit(page, follow=True)
    assert "Version 3 is published and will not change. It asks for fewer checks" in page.text
    assert "once a governance lead of each side has agreed" in page.text


def test_what_certificates_say_is_shown_before_it_is_published(
    browser: Browser, cast: Cast, draft: Course
) -> None:
    url = f"/courses/{draft.id}/publish"
    assert "What the certificate says" not in browser.sign_in(cast.training_lead).get(url).text
    own = replace(
        queries.draft_terms_of(draft),
        award_wording="has learnt to listen",
        translations=(Translation("pt-BR", "Com famílias", "Certificado"),),
    )
    set_draft(draft, own)
    page = browser.get(url)
    assert "What the certificate says" in page.text
    assert "has learnt to listen" in page.text
    assert "Portuguese (Brazil): Certificado · Com famílias" in page.text
    assert "has learnt to listen" in browser.get(f"/courses/{draft.id}").text


def test_a_sentence_that_no_certificate_can_print_is_refused_and_not_published(
    browser: Browser, cast: Cast, draft: Course
) -> None:
    set_draft(draft, replace(queries.draft_terms_of(draft), award_wording="x" * 400))
    browser.sign_in(cast.training_lead)
    page = browser.submit(f"/courses/{draft.id}/publish", status=409)
    assert "Shorten the sentence of achievement on the certificate to 399" in page.text
    assert versions(draft.id) == []


def test_a_double_click_publishes_one_version(browser: Browser, cast: Cast, draft: Course) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/courses/{draft.id}/publish")
    browser.submit(page)
    browser.submit(page)
    assert versions(draft.id) == [1]


def test_a_draft_that_changed_meanwhile_is_not_published(
    browser: Browser, cast: Cast, draft: Course
) -> None:
    course_id = draft.id
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course_id}/publish")
    rename(draft, title="Renamed", award="Other", actor=cast.training_lead)
    db.session.commit()
    again = browser.submit(page, status=409)
    assert "You changed the draft yourself while this page was open" in again.text
    assert "Renamed" in again.text
    assert versions(course_id) == []
    browser.submit(again)
    assert versions(course_id) == [1]


def test_a_page_with_nothing_new_offers_nothing_to_publish(browser: Browser, cast: Cast) -> None:
    course_id = cast.cohort.version.course_id
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course_id}/publish")
    assert page.h1 == "Already published"


def test_a_changed_draft_becomes_the_next_version_and_the_first_stays(
    cast: Cast, draft: Course
) -> None:
    first = publish_version(draft, actor=cast.training_lead, at=NOW)
    assert publish_version(draft, actor=cast.training_lead, at=NOW) is first
    rename(draft, title="New", award="New award", actor=cast.training_lead)
    second = publish_version(draft, actor=cast.training_lead, at=NOW)
    assert (first.number, second.number) == (1, 2)
    assert queries.terms_of(first).title == "Foundation"
    assert queries.terms_of(second).title == "New"


def test_a_published_version_cannot_be_changed(cast: Cast, draft: Course) -> None:
    version = publish_version(draft, actor=cast.training_lead, at=NOW)
    version.title = "Easier"
    with pytest.raises(AppendOnlyViolation):
        db.session.flush()


def test_only_a_lead_of_the_owner_publishes(cast: Cast, draft: Course) -> None:
    with pytest.raises(NotAllowed):
        publish_version(draft, actor=cast.outsider_lead, at=NOW)


def test_a_course_that_asks_nothing_of_whoever_never_practised_is_not_published(
    cast: Cast, draft: Course
) -> None:
    ratio = SupervisionRatio("ratio", "Ratio", "taught", "study", 60, 480)
    terms = replace(queries.draft_terms_of(draft), requirements=(ratio,))
    revise_draft(draft, terms, actor=cast.training_lead, at=NOW)
    with pytest.raises(Impossible, match="whoever never practised"):
        publish_version(draft, actor=cast.training_lead, at=NOW)


def test_pressing_twice_at_once_publishes_once(app: Flask, cast: Cast, draft: Course) -> None:
    ids = draft.id, cast.training_lead.id
    # Both presses have read the course before either publishes it.
    assert draft.versions == []
    digest = queries.draft_digest_of(draft)

    def press() -> CourseVersion:
        course, actor = db.session.get_one(Course, ids[0]), db.session.get_one(Person, ids[1])
        return publish_version(course, actor=actor, at=NOW, digest_seen=digest)

    meanwhile(app, press)
    assert press().number == 1
    db.session.commit()
    assert versions(ids[0]) == [1]
