"""The page of a job: how far it is, for whoever asked for it."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState, fault_kept, remarks_kept
from trainee_tracker.jobs.working import WENT_WRONG
from trainee_tracker.languages import ACCENTS
from trainee_tracker.messages import Own, say_again
from trainee_tracker.people.posting import NOT_TAKEN
from trainee_tracker.spoken import speak, speaker_of

NAMED = say_again(NOT_TAKEN, name=Own("Abena Osei"))


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
    job.state, job.done, job.remarks = JobState.DONE, 100, remarks_kept([NAMED])
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/jobs/{job.id}")
    assert "99 awards were issued." in page.text
    assert speak(NAMED) in page.text
    assert not page.document.xpath("//noscript//meta")


def test_what_it_has_to_say_is_told_in_the_language_of_whoever_reads_it(
    browser: Browser, cast: Cast, job: Job
) -> None:
    job.state, job.done, job.fault = JobState.FAILED, 1, fault_kept(WENT_WRONG)
    job.remarks = remarks_kept([NAMED])
    db.session.commit()
    browser.sign_in(cast.training_lead).submit("/account/language", {"language": "en-XA"})
    page = browser.get(f"/jobs/{job.id}")
    accented = speaker_of(ACCENTS)
    assert accented.speak(WENT_WRONG) in page.text
    assert accented.speak(NAMED) in page.text
    assert accented.speak(WENT_WRONG) in browser.get("/jobs").text


def test_nobody_else_sees_it(browser: Browser, cast: Cast, job: Job) -> None:
    browser.sign_in(cast.administrator).get(f"/jobs/{job.id}", 404)
    assert "Grace 2026" not in browser.get("/jobs").text
