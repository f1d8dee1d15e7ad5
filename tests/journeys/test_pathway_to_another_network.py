"""A pathway goes from one network to the next, and a cohort goes from one version to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import EMAILS, NOW, Cast
from tests.cohorts import builders as cohorts
from tests.hours import builders as hours
from tests.journeys.conftest import OpenWindow
from tests.journeys.visitor import behind_the_scenes
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.terms import terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import Module
from trainee_tracker.canonical import canonical
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.publishing.actions import publish_version


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_lead_of_another_network_takes_the_course_up(open_window: OpenWindow, width: int) -> None:
    omar = open_window(width=width)
    omar.sign_in(EMAILS["outsider_lead"]).open("/courses/open")
    omar.follow("From another network").sees("Intermediate, Grace Network")
    omar.follow("Intermediate, Grace Network").sees("What comes along")
    omar.fill("What do you call this course?", "Family therapy with our mosques")
    omar.press("Adapt the course").sees("This is a draft.", "Adapted from Intermediate, Grace")
    omar.page.get_by_text("It differs in 1 thing").click()
    omar.sees("Title of the course: “Family therapy with our mosques”")
    omar.follow("Publish this draft").sees("Adapted from Intermediate, Grace Network")
    omar.press("Publish version 1").follow("Version 1").sees("Where this course comes from")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_lead_moves_a_cohort_after_reading_what_would_change(
    open_window: OpenWindow, width: int
) -> None:
    with behind_the_scenes() as cast:
        cohorts.plan(cast)
        hours.logged(cast, activity="study", minutes=90, role=None, format=None, site_id=None)
        publish_second_version(cast)
    ruth = open_window(width=width)
    ruth.sign_in(EMAILS["training_lead"]).open("/cohorts").follow("Grace Network 2026")
    ruth.follow("Move to another version").sees("Practice hours: 100 h, was 60 h")
    ruth.sees("Independent study: 1 session of 1 h 30 min in the log stays there")
    ruth.press("Move to version 2", status=200).sees("Write why the cohort moves")
    ruth.fill("Why does the cohort move?", "The accreditor asks for 100 h since September.")
    ruth.press("Move to version 2").sees("Moved from version 1 to version 2")


def publish_second_version(cast: Cast) -> None:
    """Publish a version with more practice, without independent study, with other modules."""
    course = cast.cohort.version.course
    before = draft_terms_of(course)
    after = replace(
        before,
        activities=tuple(each for each in before.activities if each.key != "study"),
        modules=(*before.modules[1:], Module("ethics", "Ethics in one's own community")),
        requirements=tuple(
            replace(each, minutes=6000)
            if isinstance(each, MinimumMinutes) and each.key == "practice-hours"
            else each
            for each in before.requirements
            if getattr(each, "activity", None) != "study"
        ),
    )
    course.draft.terms = canonical(terms_to_dict(after))
    publish_version(course, actor=cast.training_lead, at=NOW)
