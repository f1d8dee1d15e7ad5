"""The page of a job: how far it is, for whoever asked for it."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState


def test_it_says_how_far_it_is_and_renews_itself_without_javascript(
    browser: Browser, cast: Cast, job: Job
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/jobs/{job.id}")
    assert "Awards of Grace 2026" in page.text
    assert "37 of 100" in page.text
    assert "You can leave this page and come back" in page.text
    assert page.document.xpath("//progress/@value") == ["37"]
    assert page.document.xpath("//noscript//meta[@http-equiv='refresh']")


def test_once_it_has_ended_the_page_stays_as_it_is(browser: Browser, cast: Cast, job: Job) -> None:
    job.state, job.done, job.remarks = JobState.DONE, 100, '["Abena Osei was not issued."]'
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/jobs/{job.id}")
    assert "99 awards were issued." in page.text
    assert "Abena Osei was not issued." in page.text
    assert not page.document.xpath("//noscript//meta")


def test_nobody_else_sees_it(browser: Browser, cast: Cast, job: Job) -> None:
    browser.sign_in(cast.administrator).get(f"/jobs/{job.id}", 404)
    assert "Grace 2026" not in browser.get("/jobs").text
