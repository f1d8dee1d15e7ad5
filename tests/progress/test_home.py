"""The home page: what needs each person now."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast


def test_a_trainee_sees_the_big_picture_and_what_to_do_next(browser: Browser, cast: Cast) -> None:
    """An empty ledger says what to do."""
    page = browser.sign_in(cast.trainee).get("/")
    assert page.h1 == "Your progress"
    assert "0 min of 60 h" in page.text
    assert "Log a session" in page.links
