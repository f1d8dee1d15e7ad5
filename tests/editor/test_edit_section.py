"""Reading and changing what a course says once: its names, its length, where its rules are from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.contents import PARTS, title_of
from trainee_tracker.editor.rules import titled
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def at(course: Course, section: str) -> str:
    return f"/courses/{course.id}/edit/{section}"


@pytest.mark.parametrize("section", PARTS)
def test_every_part_of_a_section_is_there_to_change(
    browser: Browser, cast: Cast, course: Course, section: str
) -> None:
    terms = queries.draft_terms_of(course)
    titles = [title_of(terms, section, part) for part in getattr(terms, section)]
    page = browser.sign_in(cast.training_lead).get(at(course, section))
    assert all(title in page.text for title in titles)
    removals = page.document.xpath("//main//a[contains(@href, '/remove')]/@aria-label")
    assert removals == [f"Remove “{title}”" for title in titles]


def test_the_order_in_which_limits_act_is_explained(
    browser: Browser, cast: Cast, course: Course
) -> None:
    page = browser.sign_in(cast.training_lead).get(at(course, "limits"))
    assert "In which order limits act" in page.text
    assert page.text.index("First, what the day alone") < page.text.index("Last, what is capped")


def test_an_empty_section_says_what_that_means(browser: Browser, cast: Cast) -> None:
    course = cast.cohort.version.course
    page = browser.sign_in(cast.training_lead).get(at(course, "evidence"))
    assert "No work is handed in and counted." in page.text
    assert "Add a kind of work" in page.links


def test_names_and_lengths_are_changed_and_published_versions_keep_theirs(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    answers = {
        "title": "Practice, Lewisham",
        "award": "Practitioner",
        "award_wording": "has listened to families for a year",
        "weeks": "30",
        "session_minutes": ["2", "15"],
        "hour_minutes": "50",
    }
    page = browser.submit(at(course, "basics"), answers, follow=True)
    assert "Saved. It counts from the next version you publish." in page.response.text
    course = db.session.get_one(Course, course_id)
    terms = queries.draft_terms_of(course)
    assert (terms.title, terms.award, terms.weeks) == ("Practice, Lewisham", "Practitioner", 30)
    assert terms.award_wording == "has listened to families for a year"
    assert (terms.session_minutes, terms.hour_minutes) == (135, 50)
    assert course.title == "Practice, Lewisham"
    assert queries.terms_of(course.versions[-1]).title == "Intermediate, Grace Network"
    form = browser.get(at(course, "basics")).form()
    assert [each.value for each in form.xpath(".//*[@name='session_minutes']")] == ["2", "35"]


def test_saving_what_is_there_changes_nothing(browser: Browser, cast: Cast, course: Course) -> None:
    digest, course_id = queries.draft_digest_of(course), course.id
    browser.sign_in(cast.training_lead)
    for section in ("basics", "source"):
        browser.submit(at(course, section))
    assert queries.draft_digest_of(db.session.get_one(Course, course_id)) == digest


def test_an_empty_title_is_refused_beside_its_field_and_the_rest_stays(
    browser: Browser, cast: Cast, course: Course
) -> None:
    browser.sign_in(cast.training_lead)
    answers = {"title": "", "award": "Kept as typed", "hour_minutes": "61"}
    page = browser.submit(at(course, "basics"), answers, status=200)
    assert page.document.get_element_by_id("title-error") is not None
    assert "Enter a number from 1 to 60" in page.text
    assert "Kept as typed" in page.response.text


def test_rules_that_were_read_elsewhere_are_unverified_unless_said_otherwise(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    browser.submit(at(course, "source"), {"where": "our own notes", "read_on": "2026-11-01"})
    source = queries.draft_terms_of(db.session.get_one(Course, course_id)).source
    assert (source.where, source.read_on, source.verified) == (
        "our own notes",
        date(2026, 11, 1),
        False,
    )


def test_a_draft_that_somebody_changed_meanwhile_is_not_overwritten(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    page = browser.sign_in(cast.training_lead).get(at(course, "basics"))
    terms = titled(queries.draft_terms_of(course), title="Theirs", award="Theirs")
    revise_draft(course, terms, actor=cast.training_lead, at=NOW)
    db.session.commit()
    again = browser.submit(page, {"title": "Mine"}, status=409)
    assert "You changed the draft yourself while this page was open" in again.text
    assert "Title of the course: “Mine”, was “Theirs”" in again.text
    assert "Press “Save” to keep yours" in again.text
    assert "Mine" in again.response.text
    assert db.session.get_one(Course, course_id).title == "Theirs"
    browser.submit(again)
    assert db.session.get_one(Course, course_id).title == "Mine"


def test_whoever_changed_the_draft_meanwhile_is_named(
    browser: Browser, cast: Cast, course: Course
) -> None:
    roles.grant_role(cast.supervisor, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    page = browser.sign_in(cast.training_lead).get(at(course, "basics"))
    changed = replace(queries.draft_terms_of(course), weeks=30)
    revise_draft(course, changed, actor=cast.supervisor, at=NOW)
    db.session.commit()
    again = browser.submit(page, {"weeks": "40"}, status=409)
    assert f"{cast.supervisor.full_name} changed the draft while this page was open" in again.text
    assert "Yours would now change this in it: Weeks of teaching: 40 weeks, was 30 weeks." in (
        again.text
    )


def test_there_is_no_section_of_another_name(browser: Browser, cast: Cast, course: Course) -> None:
    browser.sign_in(cast.training_lead).get(at(course, "people"), 404)
    browser.post(at(course, "people"), status=404)
    browser.post(at(course, "modules"), status=404)
