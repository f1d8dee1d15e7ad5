"""The list of cohorts."""

from tests.browser import Browser
from tests.cast import Cast


def test_leads_see_the_cohorts_of_their_organisation_only(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get("/cohorts")
    assert "Grace Network 2026" in page.links
    assert "Hope" not in page.text
    assert "Running" in page.text


def test_a_governance_lead_of_the_partner_sees_both_of_its_cohorts(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.statutory_lead).get("/cohorts")
    assert {"Grace Network 2026", "Hope Network 2026"} <= page.links.keys()
    assert "Open a cohort" not in page.links


def test_pages(browser: Browser, cast: Cast) -> None:
    b = browser.sign_in(cast.training_lead)
    for url in (
        "/courses",
        "/courses/open",
        "/courses/open?preset=aft-foundation",
        "/courses/1",
        "/courses/1/versions/1",
        "/courses/1/publish",
        "/cohorts",
        "/cohorts/open",
        "/cohorts/1",
        "/cohorts/1/supervisors/approve",
        "/cohorts/1/enrol",
        "/cohorts/1/teaching",
        "/cohorts/1/modules/case-study",
        "/cohorts/1/enrol-list",
    ):
        b.get(url)
