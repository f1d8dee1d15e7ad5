"""The parts of others in a session, as somebody could send them."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast


def test_a_part_that_does_not_exist_is_no_fault_of_ours(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    colleague = f"with_{cast.colleague_enrolment.id}"
    page = browser.submit("/hours/log", {colleague: "king"}, action="/hours/log", status=200)
    assert "There is a problem" in page.text
