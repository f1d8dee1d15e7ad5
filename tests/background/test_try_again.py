"""What failed is tried again by whoever asked for it."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.jobs.kinds_for_tests import kind_of_job
from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState, fault_kept
from trainee_tracker.messages import say


def test_what_failed_says_why_and_is_tried_again(browser: Browser, cast: Cast, job: Job) -> None:
    job.state, job.fault = JobState.FAILED, fault_kept(say("The mail server does not answer."))
    db.session.commit()
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/jobs/{job.id}")
    assert "The mail server does not answer." in page.text
    with kind_of_job("awards", lambda job, progress: None):
        again = browser.submit(page, {}, follow=True)
    assert "It is tried again now" in again.text
    assert "Done" in again.text
