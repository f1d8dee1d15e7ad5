"""Changing one part of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import Browser
from tests.cast import Cast
from tests.courses.builders import set_draft
from tests.editor.parts import draft, part_at
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.contents import PARTS, name_of
from trainee_tracker.extensions import db


def practice_hours(course_id: int) -> MinimumMinutes:
    found = [each for each in draft(course_id).requirements if each.key == "practice-hours"]
    assert isinstance(found[0], MinimumMinutes)
    return found[0]


@pytest.mark.parametrize("section", PARTS)
def test_opening_and_saving_any_part_changes_nothing(
    browser: Browser, cast: Cast, course: Course, section: str
) -> None:
    course_id, digest = course.id, queries.draft_digest_of(course)
    names = [name_of(section, part) for part in getattr(queries.draft_terms_of(course), section)]
    browser.sign_in(cast.training_lead)
    for name in names:
        browser.submit(part_at(course_id, section, name))
    assert queries.draft_digest_of(db.session.get_one(Course, course_id)) == digest


def test_a_changed_figure_is_unverified_and_says_so(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    page = browser.get(part_at(course_id, "requirements", "practice-hours"))
    assert "Did you read this figure in a public source?" in page.text
    page = browser.submit(page, {"minutes": ["50", "30"]}, follow=True)
    assert "This figure is now shown as unverified." in page.response.text
    changed = practice_hours(course_id)
    assert (changed.minutes, changed.verified) == (3030, False)
    assert "Practice hours: 50 h 30 min" in page.text


def test_a_changed_figure_stays_verified_for_whoever_read_it(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    page = browser.submit(
        part_at(course_id, "requirements", "practice-hours"),
        {"minutes": ["50", ""], "verified": "yes"},
        follow=True,
    )
    assert "unverified" not in page.text
    changed = practice_hours(course_id)
    assert (changed.minutes, changed.verified) == (3000, True)


def test_another_title_leaves_the_figure_verified_and_the_key_as_it_was(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    browser.submit(
        part_at(course_id, "requirements", "practice-hours"), {"title": "Time with families"}
    )
    changed = practice_hours(course_id)
    assert (changed.key, changed.title, changed.verified) == (
        "practice-hours",
        "Time with families",
        True,
    )


def test_times_are_typed_in_hours_of_the_course(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    set_draft(course, replace(queries.draft_terms_of(course), hour_minutes=50))
    browser.sign_in(cast.training_lead)
    page = browser.get(part_at(course_id, "requirements", "practice-hours"))
    assert "hours of 50 minutes" in page.text
    browser.submit(page, {"minutes": ["60", "10"]})
    assert practice_hours(course_id).minutes == 60 * 50 + 10


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["", ""], "Enter a time, for example 1 h 30 min"),
        (["0", "0"], "Enter at least 1 minute"),
        (["many", ""], "Enter the time in whole hours and minutes"),
        (["999999999", ""], "Enter a shorter time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_stays_as_typed(
    browser: Browser, cast: Cast, course: Course, typed: list[str], message: str
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    url = part_at(course_id, "requirements", "practice-hours")
    page = browser.submit(url, {"minutes": typed}, status=200)
    assert message in page.text
    shown = [each.value or "" for each in page.form().xpath(".//input[@name='minutes']")]
    assert shown == typed
    assert practice_hours(course_id).minutes == 3600


@pytest.mark.parametrize(
    ("section", "name", "answers", "message"),
    [
        ("requirements", "weeks", {"months": "3"}, "Answer just one of these two questions"),
        ("requirements", "weeks", {"weeks": ""}, "Answer just one of these two questions"),
        ("limits", "prior", {"of": ""}, "Choose a requirement if you give a percentage"),
        ("limits", "online", {"of": "taught-hours"}, "Choose a requirement if you give"),
        ("limits", "gate", {"modules": []}, "Tick at least one"),
        ("limits", "gate", {"modules": ["made-up"]}, "made-up"),
        ("activities", "clinic", {"parent": "below:clinic"}, "Choose one of the answers shown"),
    ],
)
def test_what_contradicts_itself_is_refused_beside_its_field(
    browser: Browser,
    cast: Cast,
    course: Course,
    section: str,
    name: str,
    answers: dict[str, object],
    message: str,
) -> None:
    course_id, before = course.id, queries.draft_terms_of(course)
    browser.sign_in(cast.training_lead)
    page = browser.submit(part_at(course_id, section, name), answers, status=200)
    assert message in page.text
    assert page.document.find_class("field-error")
    assert draft(course_id) == before


def test_a_shared_activity_keeps_its_place(browser: Browser, cast: Cast, course: Course) -> None:
    page = browser.sign_in(cast.training_lead).get(part_at(course.id, "activities", "practice"))
    assert not page.form().xpath(".//*[@name='parent']")


def test_an_activity_moves_below_another(browser: Browser, cast: Cast, course: Course) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    browser.submit(part_at(course_id, "activities", "clinic"), {"parent": "below:outreach"})
    assert draft(course_id).lineages["clinic"] == ("clinic", "outreach")
