"""Declining terms that ask for fewer checks."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import Cast
from tests.moving.agreeing import (
    agree,
    answers,
    ask,
)
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.refusals import Impossible


def test_declining_takes_a_reason_and_one_side_is_enough(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    browser.sign_in(cast.statutory_lead)
    url = f"/terms/{request.id}/decline"
    browser.submit(url, {"reason": " "}, status=200)
    assert answers() == 0
    page = browser.submit(url, {"reason": "The trust needs the DBS check."}, follow=True)
    assert "Declined" in page.text
    page = browser.sign_in(cast.training_lead).get(f"/terms/{request.id}")
    assert "The trust needs the DBS check." in page.text
    assert "Read and agree" not in page.links
    with pytest.raises(Impossible, match="was declined already"):
        agree(request, cast.community_lead)
