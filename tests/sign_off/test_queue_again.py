"""Coming back to the address of a form of the queue."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast

QUEUE = "/hours/sign-off"


def test_the_address_of_a_review_leads_to_the_queue(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.supervisor)
    for address in (f"{QUEUE}/review", f"{QUEUE}/decide"):
        assert browser.get(address, 302).response.location == QUEUE
