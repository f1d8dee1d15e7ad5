"""The page of a terms request."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.governance.builders import lead_elsewhere
from tests.moving.agreeing import agree_both, ask
from trainee_tracker.cohorts.agreements.queries import looser_at_opening
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.languages import ACCENTS
from trainee_tracker.moving.agreements.queries import shown_for_agreeing
from trainee_tracker.spoken import speaker_of, speaking


def test_a_partnership_without_a_cohort_is_told_that_nothing_logged_changes(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = agree_both(cast, unchecked)
    page = browser.sign_in(cast.training_lead).get(f"/terms/{request.id}")
    assert "Nothing that is logged today would begin to count." in page.text
    assert "Both sides have agreed" in page.text


def test_who_leads_on_neither_side_finds_no_request(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    browser.sign_in(lead_elsewhere(cast, cast.outsider_lead))
    for act in ("", "/agree", "/decline"):
        browser.get(f"/terms/{request.id}{act}", 404)


def test_what_is_asked_for_is_kept_so_that_every_language_can_say_it_and_signed_in_one(
    cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    looser = looser_at_opening(unchecked, cast.network.id, cast.trust.id)
    assert request.sentences == looser
    (first, *_rest) = looser
    with speaking(ACCENTS):
        assert speaker_of(ACCENTS).speak(first).startswith("⟦")
        shown = shown_for_agreeing(request, request.recorded_at)
    assert shown["looser"] == [str(each) for each in looser]
