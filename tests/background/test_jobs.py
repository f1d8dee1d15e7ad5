"""The list of background work, and whether somebody does it."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job


def test_a_silent_worker_is_told_to_administrators_and_to_who_waits(
    browser: Browser, cast: Cast, job: Job
) -> None:
    page = browser.sign_in(cast.administrator).get("/jobs")
    assert "The worker was last heard of on 22 November 2026, 12:00." in page.text
    db.session.execute(db.text("DELETE FROM workers"))
    db.session.commit()
    assert "No worker has been heard of" in browser.get("/jobs").text
    page = browser.sign_in(cast.training_lead).get(f"/jobs/{job.id}")
    assert "Nothing is being done in the background just now" in page.text
    browser.get("/readyz")
