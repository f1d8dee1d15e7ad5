"""Opening a course from a preset."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.courses.preset_files import PresetError, preset_keys
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.extensions import db
from trainee_tracker.refusals import Conflict, NotAllowed

FORM = "/courses/open?preset=aft-foundation"


def courses() -> int:
    return db.session.scalar(select(func.count(Course.id))) or 0


def test_every_preset_is_offered_with_what_it_asks_and_where_it_was_read(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.training_lead).get("/courses/open")
    assert len([link for link in page.links if link.startswith("Choose “")]) == len(preset_keys())
    assert "Taught hours: 60 h" in page.text
    assert "Attendance: 80 % of the time that was held" in page.text
    assert "familytherapy.org.uk" in page.text
    assert "on 22 November 2026" in page.text
    assert "Unverified" in page.text


def test_a_chosen_preset_becomes_a_draft_of_the_leads_organisation(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit(FORM, {"title": "Working with Families, evenings"}, follow=True)
    assert page.h1 == "Working with Families, evenings"
    assert "This is a draft" in page.text
    course = db.session.scalars(select(Course).order_by(Course.id.desc())).first()
    assert course is not None
    assert course.organisation_id == cast.network.id
    assert queries.draft_terms_of(course).title == "Working with Families, evenings"


def test_a_double_click_opens_one_course(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get(FORM)
    before = courses()
    first = browser.submit(page)
    second = browser.submit(page)
    assert courses() == before + 1
    assert first.response.location == second.response.location


def test_the_same_page_sent_again_with_another_title_opens_nothing_and_keeps_it(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.training_lead).get(FORM)
    browser.submit(page)
    again = browser.submit(page, {"title": "Kept as typed"}, status=409)
    assert "You sent this form before" in again.text
    assert "Kept as typed" in again.response.text


def test_the_same_form_with_another_title_is_a_conflict(cast: Cast) -> None:
    def open_it(title: str) -> Course:
        return open_course(
            cast.network,
            "aft-foundation",
            title=title,
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("twice"),
        )

    assert open_it("One").id == open_it("One").id
    with pytest.raises(Conflict):
        open_it("Other")


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "Bad\u202ename"])
def test_a_title_that_cannot_be_kept_is_refused_and_the_form_stays(
    browser: Browser, cast: Cast, title: str
) -> None:
    before = courses()
    page = browser.sign_in(cast.training_lead).get(FORM)
    page = browser.submit(page, {"title": title}, status=200)
    assert "There is a problem" in page.text
    assert courses() == before


def test_an_organisation_of_others_cannot_be_chosen(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get(FORM)
    page = browser.submit(page, {"organisation": str(cast.other_network.id)}, status=200)
    assert "There is a problem" in page.text
    with pytest.raises(NotAllowed):
        open_course(
            cast.other_network,
            "aft-foundation",
            title="Ours",
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("theirs"),
        )


def test_a_preset_that_does_not_exist_is_not_found(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead).get("/courses/open?preset=../config", 404)
    with pytest.raises(PresetError):
        open_course(
            cast.network,
            "none-such",
            title="Ours",
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("none"),
        )
