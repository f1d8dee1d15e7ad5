"""Changing, moving and removing one part of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.courses.builders import set_draft, with_one_of_everything
from trainee_tracker.accreditation.kinds import GovernanceInDate, MinimumMinutes
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.parts.rules import PARTS, name_of
from trainee_tracker.extensions import db


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network, with one of everything in its draft."""
    found = cast.cohort.version.course
    set_draft(found, with_one_of_everything(queries.draft_terms_of(found)))
    return found


def at(course_id: int, section: str, name: str, act: str = "") -> str:
    return f"/courses/{course_id}/edit/{section}/parts/{name}{act}"


def draft(course_id: int) -> Terms:
    return queries.draft_terms_of(db.session.get_one(Course, course_id))


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
        browser.submit(at(course_id, section, name))
    assert queries.draft_digest_of(db.session.get_one(Course, course_id)) == digest


def test_a_changed_figure_is_unverified_and_says_so(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    page = browser.get(at(course_id, "requirements", "practice-hours"))
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
    browser.submit(
        at(course_id, "requirements", "practice-hours"), {"minutes": ["50", ""], "verified": "yes"}
    )
    changed = practice_hours(course_id)
    assert (changed.minutes, changed.verified) == (3000, True)


def test_another_title_leaves_the_figure_verified_and_the_key_as_it_was(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    browser.submit(at(course_id, "requirements", "practice-hours"), {"title": "Time with families"})
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
    page = browser.get(at(course_id, "requirements", "practice-hours"))
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
    url = at(course_id, "requirements", "practice-hours")
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
    page = browser.submit(at(course_id, section, name), answers, status=200)
    assert message in page.text
    assert page.document.find_class("field-error")
    assert draft(course_id) == before


def test_a_shared_activity_keeps_its_place(browser: Browser, cast: Cast, course: Course) -> None:
    page = browser.sign_in(cast.training_lead).get(at(course.id, "activities", "practice"))
    assert not page.form().xpath(".//*[@name='parent']")


def test_an_activity_moves_below_another(browser: Browser, cast: Cast, course: Course) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    browser.submit(at(course_id, "activities", "clinic"), {"parent": "below:outreach"})
    assert draft(course_id).lineages["clinic"] == ("clinic", "outreach")


def test_a_part_moves_up_and_down_in_its_list(browser: Browser, cast: Cast, course: Course) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    url = f"/courses/{course_id}/edit/modules"
    before = [module.key for module in draft(course_id).modules]
    for act in (f"{before[0]}/move", f"{before[0]}/move"):
        page = browser.get(url)
        digest = page.document.xpath("//input[@name='digest']")[0].value
        browser.post(at(course_id, "modules", act), {"digest": digest, "to": "down"})
    moved = [*before[1:3], before[0], *before[3:]]
    assert [module.key for module in draft(course_id).modules] == moved
    digest = browser.get(url).document.xpath("//input[@name='digest']")[0].value
    browser.post(at(course_id, "modules", f"{moved[0]}/move"), {"digest": digest, "to": "up"})
    browser.post(at(course_id, "modules", f"{moved[0]}/move"), {"digest": digest, "to": "away"})
    assert [module.key for module in draft(course_id).modules] == moved


def test_moving_from_an_old_page_is_refused(browser: Browser, cast: Cast, course: Course) -> None:
    course_id, old = course.id, queries.draft_digest_of(course)
    changed = replace(queries.draft_terms_of(course), weeks=31)
    revise_draft(course, changed, actor=cast.training_lead, at=NOW)
    browser.sign_in(cast.training_lead)
    page = browser.post(
        at(course_id, "modules", "case-study", "/move"), {"digest": old, "to": "up"}, status=409
    )
    assert "The draft changed while this page was open" in page.text
    assert draft(course_id) == changed


def test_a_part_is_removed_once_that_is_confirmed(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    page = browser.get(at(course_id, "limits", "rolling", "/remove"))
    assert "at most 40 h in any 7 days in a row" in page.text
    browser.submit(page)
    assert "rolling" not in [limit.key for limit in draft(course_id).limits]
    browser.get(at(course_id, "limits", "rolling", "/remove"), 404)
    browser.get(at(course_id, "limits", "rolling"), 404)


@pytest.mark.parametrize(
    ("section", "name", "user"),
    [
        ("activities", "practice", "Practice hours"),
        ("activities", "clinic", "Clinic hours"),
        ("modules", "case-study", "Gate"),
        ("governance", "enhanced-dbs", "Checked"),
        ("competences", "listening", "Safe"),
        ("evidence", "case-studies", "Studies"),
        ("requirements", "taught-hours", "Prior"),
    ],
)
def test_what_something_else_names_is_not_removed(
    browser: Browser, cast: Cast, course: Course, section: str, name: str, user: str
) -> None:
    course_id, terms = course.id, queries.draft_terms_of(course)
    terms = replace(
        terms,
        requirements=(
            *terms.requirements,
            GovernanceInDate("checked", "Checked", ("enhanced-dbs",)),
        ),
    )
    set_draft(course, terms)
    url = at(course_id, section, name, "/remove")
    page = browser.sign_in(cast.training_lead).get(url)
    assert "It cannot be removed yet" in page.text
    assert user in page.text
    digest = queries.draft_digest_of(db.session.get_one(Course, course_id))
    refused = browser.post(url, {"digest": digest}, status=409)
    assert "cannot be removed" in refused.text
    assert f"“{user}”" in refused.text
    assert draft(course_id) == terms


def test_the_last_requirement_stays(browser: Browser, cast: Cast, course: Course) -> None:
    course_id, terms = course.id, queries.draft_terms_of(course)
    only = replace(terms, requirements=terms.requirements[1:2], limits=())
    set_draft(course, only)
    browser.sign_in(cast.training_lead)
    url = at(course_id, "requirements", only.requirements[0].key, "/remove")
    page = browser.submit(url, status=409)
    assert "A course asks for at least one thing" in page.text
    assert draft(course_id) == only


def test_somebody_else_removed_it_meanwhile(browser: Browser, cast: Cast, course: Course) -> None:
    course_id, terms = course.id, queries.draft_terms_of(course)
    browser.sign_in(cast.training_lead)
    page = browser.get(at(course_id, "limits", "rolling", "/remove"))
    set_draft(course, replace(terms, weeks=40))
    again = browser.submit(page, status=409)
    assert "The draft changed while this page was open" in again.text
    assert "rolling" in [limit.key for limit in draft(course_id).limits]
