"""Sending everything for sign-off that was not sent yet."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast, request_id
from tests.hours.builders import logged, steps_of


def test_everything_not_sent_is_sent_at_once(cast: Cast, browser: Browser) -> None:
    entries = [logged(cast), logged(cast)]
    theirs = logged(cast, enrolment=cast.colleague_enrolment)
    page = browser.sign_in(cast.trainee).submit("/hours", follow=True)
    assert "2 sessions sent." in page.text
    assert [len(steps_of(entry)) for entry in (*entries, theirs)] == [2, 2, 1]
    sent = {"request_id": request_id("again")}
    again = browser.post("/hours/submit-all", sent, 200, follow_redirects=True)
    assert "Everything has been sent already." in again.text
