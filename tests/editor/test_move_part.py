"""Moving one part of a draft up or down its list."""

from __future__ import annotations

from dataclasses import replace

from tests.browser import Browser, Page
from tests.cast import NOW, Cast, request_id
from tests.editor.parts import draft, part_at
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.actions import revise_draft


def press(browser: Browser, course_id: int, name: str, to: str, status: int = 302) -> Page:
    """Press a button of the list of modules, as the list shows it now."""
    page = browser.get(f"/courses/{course_id}/edit/modules")
    sent = {
        each: page.document.xpath(f"//input[@name='{each}']")[0].value
        for each in ("digest", "request_id")
    }
    url = part_at(course_id, "modules", name, "/move")
    return browser.post(url, {**sent, "to": to}, status=status)


def test_a_part_moves_up_and_down_in_its_list(browser: Browser, cast: Cast, course: Course) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    before = [module.key for module in draft(course_id).modules]
    for _press in range(2):
        press(browser, course_id, before[0], "down")
    moved = [*before[1:3], before[0], *before[3:]]
    assert [module.key for module in draft(course_id).modules] == moved
    press(browser, course_id, moved[0], "up")
    page = press(browser, course_id, moved[0], "away", status=200)
    assert "There is a problem" in page.text
    assert [module.key for module in draft(course_id).modules] == moved


def test_moving_from_an_old_page_is_refused(browser: Browser, cast: Cast, course: Course) -> None:
    course_id, old = course.id, queries.draft_digest_of(course)
    changed = replace(queries.draft_terms_of(course), weeks=31)
    revise_draft(course, changed, actor=cast.training_lead, at=NOW)
    browser.sign_in(cast.training_lead)
    page = browser.post(
        part_at(course_id, "modules", "case-study", "/move"),
        {"digest": old, "request_id": request_id("move"), "to": "up"},
        status=409,
    )
    assert "You changed the draft yourself while this page was open" in page.text
    assert draft(course_id) == changed
