"""The page of what an award rests on, beside what the record has by now."""

from __future__ import annotations

from tests.audit.attacks import without_triggers
from tests.browser import Browser
from tests.cast import Cast
from tests.certificates.support.changing import (
    correct,
    first_practice,
    keep,
    take_back,
)
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db


def test_a_correction_that_only_waits_does_not_count_and_the_page_says_so(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    correct(first_practice(cast.enrolment), 720)
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}/record")
    assert "Practice hours: 48 h of 60 h; 12 h wait for a signature" in page.text


def test_what_a_decision_that_an_award_is_kept_was_about_is_said_beside_it(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    keep(award, cast.community_lead)
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}/record")
    [reason] = [
        each
        for each in page.document.findall(".//main//p")
        if each.text_content() == "The family confirmed the sessions"
    ]
    assert "48 h of 60 h" in reason.getparent().text_content()


def test_of_what_cannot_be_read_there_is_no_record_and_nothing_to_keep(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    address = f"/certificates/{award.id}"
    without_triggers(f"UPDATE certificates SET facts = '' WHERE id = {award.id}")
    browser.sign_in(cast.community_lead)
    browser.get(f"{address}/record", 404)
    browser.get(f"{address}/keep", 404)
