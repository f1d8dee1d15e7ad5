"""The list of cohorts."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast, lead_governance
from trainee_tracker.clock import now
from trainee_tracker.cohorts import queries
from trainee_tracker.extensions import db
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def test_a_lead_sees_only_the_cohorts_of_their_organisation(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get("/cohorts")
    assert "Grace Network 2026" in page.links
    assert "Running" in page.text
    assert "7 September 2026 to 16 July 2027" in page.text
    assert "Hope" not in page.text


def test_a_governance_lead_of_the_partner_sees_its_cohorts_and_opens_none(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.statutory_lead).get("/cohorts")
    assert {"Grace Network 2026", "Hope Network 2026"} <= page.links.keys()
    assert "Open a cohort" not in page.links


def test_an_empty_list_says_how_to_begin(browser: Browser, cast: Cast) -> None:
    at = now()
    elsewhere = organisations.add_organisation("Elsewhere", cast.trust.side, actor=None, at=at)
    roles.grant_role(cast.outsider, Role.TRAINING_LEAD, elsewhere, actor=None, at=at)
    lead_governance(cast, cast.colleague, elsewhere)
    db.session.commit()
    page = browser.sign_in(cast.outsider).get("/cohorts")
    assert page.links["Open a cohort"] == "/cohorts/open"
    page = browser.sign_in(cast.colleague).get("/cohorts")
    assert "As soon as a training lead opens a cohort" in page.text


def test_trainees_and_supervisors_have_no_list_of_cohorts(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee).get("/cohorts", 403)
    browser.sign_in(cast.supervisor).get("/cohorts", 403)
    assert queries.cohorts_for(cast.trainee) == []
