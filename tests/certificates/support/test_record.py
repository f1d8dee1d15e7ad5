"""The page of what an award rests on, beside what the record has by now."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.certificates.support.changing import (
    correct,
    first_practice,
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
