"""The paper itself, as it is sent."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.certificates.models import Certificate


def test_a_shared_computer_does_not_keep_the_paper(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    browser.sign_in(cast.trainee)
    for address in (
        f"/certificates/{progress.id}.pdf",
        f"/certificates/{progress.id}.pdf?download",
    ):
        answer = browser.send("GET", address)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
