"""Moving one part of a draft up or down its list."""

from __future__ import annotations

from dataclasses import replace

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.editor.parts import draft, part_at
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.actions import revise_draft


def test_a_part_moves_up_and_down_in_its_list(browser: Browser, cast: Cast, course: Course) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    url = f"/courses/{course_id}/edit/modules"
    before = [module.key for module in draft(course_id).modules]
    for act in (f"{before[0]}/move", f"{before[0]}/move"):
        page = browser.get(url)
        digest = page.document.xpath("//input[@name='digest']")[0].value
        browser.post(part_at(course_id, "modules", act), {"digest": digest, "to": "down"})
    moved = [*before[1:3], before[0], *before[3:]]
    assert [module.key for module in draft(course_id).modules] == moved
    digest = browser.get(url).document.xpath("//input[@name='digest']")[0].value
    browser.post(part_at(course_id, "modules", f"{moved[0]}/move"), {"digest": digest, "to": "up"})
    browser.post(
        part_at(course_id, "modules", f"{moved[0]}/move"), {"digest": digest, "to": "away"}
    )
    assert [module.key for module in draft(course_id).modules] == moved


def test_moving_from_an_old_page_is_refused(browser: Browser, cast: Cast, course: Course) -> None:
    course_id, old = course.id, queries.draft_digest_of(course)
    changed = replace(queries.draft_terms_of(course), weeks=31)
    revise_draft(course, changed, actor=cast.training_lead, at=NOW)
    browser.sign_in(cast.training_lead)
    page = browser.post(
        part_at(course_id, "modules", "case-study", "/move"),
        {"digest": old, "to": "up"},
        status=409,
    )
    assert "The draft changed while this page was open" in page.text
    assert draft(course_id) == changed
