"""The list of certificates."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.governance.builders import make_governance_lead
from trainee_tracker.certificates.models import Certificate


def test_the_list_shows_newest_first_with_its_status(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    page = browser.sign_in(cast.training_lead).get("/certificates")
    assert "Abena Osei" in page.text
    assert "Valid" in page.text
    assert browser.get("/certificates?page=2").text.endswith("as soon as the first one is made.")


def test_an_empty_list_says_when_something_appears(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.outsider_lead).get("/certificates")
    assert "No certificates yet" in page.text


def test_only_a_lead_is_led_to_issuing_awards(browser: Browser, cast: Cast) -> None:
    there = f"/cohorts/{cast.cohort.id}/awards"
    page = browser.sign_in(cast.training_lead).get("/certificates")
    assert any(each.startswith(there) for each in page.links.values())
    page = browser.sign_in(cast.trainee).get("/certificates")
    assert "Issue awards" not in page.text


def test_a_governance_lead_who_trains_is_led_to_no_page_that_issues_awards(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(make_governance_lead(cast, cast.trainee)).get("/certificates")
    assert not [each for each in page.links.values() if each.endswith("/awards")]
