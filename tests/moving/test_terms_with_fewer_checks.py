"""No cohort opens on terms with fewer checks, or moves to them, without both governance leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import BEGAN, NOW, Cast
from tests.cohorts.test_open_cohort import ANSWERS, cohorts, open_it
from tests.hours import builders as hours
from tests.meanwhile import meanwhile
from tests.moving.agreeing import (
    agree,
    agree_both,
    ask,
    decline,
    publish_unchecked,
)
from tests.moving.moves import WHY, move, moves, publish
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.looser import looser_checks
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.canonical import canonical
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.courses.queries import draft_terms_of, terms_of
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.adapting.actions import adapt_course
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.moving.queries import move_shown
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.organisations.actions import add_organisation
from trainee_tracker.people.rules import Side
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.queries import summary_from
from trainee_tracker.refusals import Impossible, Stale


@pytest.fixture
def unchecked(cast: Cast) -> CourseVersion:
    """Version 2, which asks for no check at all."""
    return publish_unchecked(cast)


def practised_without_checks(cast: Cast) -> None:
    """Abena practises for 8 h 20 min on ten days without any check in date; all is signed off."""
    entries = [
        hours.submitted(cast, minutes=50, held_on=date(2026, 11, day)) for day in range(2, 12)
    ]
    hours.decided(cast, *entries)


def counted_practice(cast: Cast) -> int:
    row = db.session.get_one(StoredStanding, cast.enrolment.id)
    db.session.refresh(row)
    standing = summary_from(row).standing
    return next(each.have for each in standing.requirements if each.key == "practice-hours")


def test_a_lead_alone_takes_the_checks_out_and_8_h_20_of_practice_go_on_counting_for_nothing(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    practised_without_checks(cast)
    assert counted_practice(cast) == 0
    url = f"/cohorts/{cast.cohort.id}/move"
    page = browser.sign_in(cast.training_lead).get(url)
    assert "Version 2 asks for fewer checks than before" in page.text
    assert "Enhanced DBS check is not asked for any more." in page.text
    assert "+8 h 20 min" in page.text
    assert not page.document.xpath("//main//form")
    # The same by hand, as somebody would who knows the address and the fields.
    digest = move_shown(cast.cohort, unchecked, NOW).digest
    by_hand = {"reason": WHY, "digest": digest, "request_id": str(uuid4())}
    page = browser.post(f"{url}?to=2", by_hand, status=409)
    assert "A governance lead of each side has to agree first." in page.text
    assert moves() == 0
    assert counted_practice(cast) == 0


def test_with_both_agreed_the_cohort_moves_and_further_ones_need_nothing_more(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    practised_without_checks(cast)
    agree_both(cast, unchecked)
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/cohorts/{cast.cohort.id}/move")
    assert "Both sides have agreed that version 2 asks for fewer checks" in page.text
    browser.submit(page, {"reason": WHY})
    assert counted_practice(cast) == 500
    open_it(cast, version=unchecked)
    db.session.commit()
    assert cohorts() == 3


def test_opening_a_cohort_on_terms_without_a_check_is_refused_and_offers_to_ask(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    page = browser.sign_in(cast.training_lead).get("/cohorts/open")
    page = browser.submit(page, {**ANSWERS, "version": str(unchecked.id)}, status=409)
    assert "Enhanced DBS check is not asked for any more." in page.text
    assert "Foundation, autumn" in page.response.text
    ask_url = page.links["Ask both governance leads"]
    assert cohorts() == 2
    page = browser.submit(ask_url, {"reason": "The trust checks everybody."}, follow=True)
    assert "Both governance leads are asked" in page.text
    again = browser.submit("/cohorts/open", {**ANSWERS, "version": str(unchecked.id)}, status=409)
    assert "See who has answered" in again.links


def test_one_side_is_not_enough(cast: Cast, unchecked: CourseVersion) -> None:
    request = ask(cast, unchecked)
    agree(request, cast.community_lead)
    db.session.commit()
    with pytest.raises(Impossible, match="of each side has to agree"):
        move(cast, unchecked)
    with pytest.raises(Impossible, match="of each side has to agree"):
        open_it(cast, version=unchecked)


def test_a_version_with_the_same_checks_needs_nobody(cast: Cast) -> None:
    same = publish(cast, replace(draft_terms_of(cast.cohort.version.course), weeks=12))
    move(cast, same)
    open_it(cast, version=same)
    db.session.commit()
    assert (moves(), cohorts()) == (1, 3)


def test_a_first_version_is_compared_with_the_preset_that_it_began_from(cast: Cast) -> None:
    version = first_version_without_checks(cast)
    with pytest.raises(Impossible, match="Enhanced DBS check is not asked for any more"):
        open_it(cast, version=version)


def first_version_without_checks(cast: Cast) -> CourseVersion:
    course = open_course(
        cast.network,
        "aft-intermediate",
        title="Another",
        actor=cast.training_lead,
        at=BEGAN,
        request_id=str(uuid4()),
    )
    return published(course, replace(draft_terms_of(course), governance=()), cast)


def published(course: Course, terms: Terms, cast: Cast) -> CourseVersion:
    revise_draft(course, terms, actor=cast.training_lead, at=BEGAN)
    version = publish_version(course, actor=cast.training_lead, at=BEGAN)
    db.session.commit()
    return version


def test_a_course_adapted_from_one_that_lost_its_checks_is_compared_with_its_preset_too(
    cast: Cast,
) -> None:
    """Two networks of one lead: what is loosened in the first would be carried to the second."""
    theirs = cast.other_cohort.version.course
    theirs.draft.terms = draft_without_checks(theirs)
    db.session.flush()
    loosened = publish_version(theirs, actor=cast.outsider_lead, at=BEGAN)
    course = adapt_course(
        loosened,
        cast.network,
        title="Adapted",
        award="",
        actor=cast.training_lead,
        at=BEGAN,
        request_id=str(uuid4()),
    )
    version = publish_version(course, actor=cast.training_lead, at=BEGAN)
    db.session.commit()
    with pytest.raises(Impossible, match="Enhanced DBS check is not asked for any more"):
        open_it(cast, version=version)


def draft_without_checks(course: Course) -> str:
    return canonical(terms_to_dict(replace(draft_terms_of(course), governance=())))


def test_another_course_for_the_same_two_organisations_needs_their_checks_for_practice_too(
    cast: Cast,
) -> None:
    """Else a lead would open a course from a preset that has no checks and enrol everybody there."""
    course = open_course(
        cast.network,
        "bacp-course",
        title="Without checks",
        actor=cast.training_lead,
        at=BEGAN,
        request_id=str(uuid4()),
    )
    version = published(course, draft_terms_of(course), cast)
    with pytest.raises(Impossible, match="as it is on “Intermediate, Grace Network”"):
        open_it(cast, version=version)
    agree_both(cast, version)
    open_it(cast, version=version)


def test_what_was_agreed_for_one_partnership_is_not_agreed_for_another(
    cast: Cast, unchecked: CourseVersion
) -> None:
    agree_both(cast, unchecked)
    with pytest.raises(Impossible, match="of each side has to agree"):
        open_it(cast, version=unchecked, organisation=cast.network, partner=other_trust())


def other_trust() -> Organisation:
    made = add_organisation("Valley Trust", Side.STATUTORY, actor=None, at=BEGAN)
    db.session.commit()
    return made


def test_a_version_no_looser_than_the_agreed_one_needs_nothing_more(
    cast: Cast, unchecked: CourseVersion
) -> None:
    agree_both(cast, unchecked)
    later = publish(cast, replace(terms_of(unchecked), weeks=12))
    open_it(cast, version=later)
    move(cast, later)
    assert moves() == 1


def test_an_agreement_covers_only_what_it_names(cast: Cast, unchecked: CourseVersion) -> None:
    agree_both(cast, unchecked)
    stricter = publish(cast, with_interview(terms_of(cast.cohort.version)))
    move(cast, stricter)
    with pytest.raises(Impossible, match="Interview is not asked for any more"):
        move(cast, unchecked, name="back")


def test_a_check_does_not_go_by_small_steps(cast: Cast) -> None:
    """First hours of something else are asked too, then only those: each step alone looks harmless."""
    before = terms_of(cast.cohort.version)
    practice = next(each for each in before.requirements if each.key == "practice-hours")
    other = MinimumMinutes("family-hours", "Family hours", "study", 3600)
    both = publish(cast, replace(before, requirements=(*before.requirements, other)))
    move(cast, both, name="first")
    rest = tuple(each for each in before.requirements if each is not practice)
    only = publish(cast, replace(before, requirements=(*rest, other)))
    assert looser_checks(terms_of(both), terms_of(only)) == ()
    with pytest.raises(Impossible, match="“Family hours” takes the place of “Practice hours”"):
        move(cast, only, name="second")


def test_after_a_declined_request_nothing_opens_or_moves(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    decline(request, cast.statutory_lead)
    db.session.commit()
    with pytest.raises(Impossible):
        move(cast, unchecked)
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/move")
    assert "It was declined." in page.text
    assert "Ask both governance leads" in page.links


def test_a_page_of_before_the_agreement_moves_nothing(cast: Cast, unchecked: CourseVersion) -> None:
    digest = move_shown(cast.cohort, unchecked, NOW).digest
    agree_both(cast, unchecked)
    with pytest.raises(Stale):
        move(cast, unchecked, digest_seen=digest)


def test_an_answer_that_declines_meanwhile_leaves_the_cohort_where_it_is(
    app: Flask, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    agree(request, cast.community_lead)
    db.session.commit()
    request_id, tom_id = request.id, cast.statutory_lead.id

    def decline_it() -> None:
        decline(db.session.get_one(TermsRequest, request_id), db.session.get_one(Person, tom_id))

    meanwhile(app, decline_it)
    with pytest.raises(Impossible, match="of each side has to agree"):
        move(cast, unchecked)
    db.session.rollback()
    assert moves() == 0


def test_a_stricter_version_published_while_a_cohort_opens_is_seen_before_it_lands(
    app: Flask, cast: Cast
) -> None:
    version, lead_id = cast.cohort.version, cast.training_lead.id
    version_id = version.id

    def publish_stricter() -> None:
        found = db.session.get_one(CourseVersion, version_id)
        actor = db.session.get_one(Person, lead_id)
        revise_draft(found.course, with_interview(terms_of(found)), actor=actor, at=NOW)
        publish_version(found.course, actor=actor, at=NOW)

    def open_and_commit() -> None:
        open_it(cast, version=version)
        # SQLite goes on reading what stood when it began, so there the commit refuses.
        db.session.commit()

    meanwhile(app, publish_stricter)
    with pytest.raises(Impossible, match="Interview is not asked for any more"):
        open_and_commit()
    db.session.rollback()
    assert cohorts() == 2


def with_interview(terms: Terms) -> Terms:
    """Return the terms with one more check for practice."""
    interview = replace(terms.governance[0], item="interview", title="Interview")
    return replace(terms, governance=(*terms.governance, interview))
