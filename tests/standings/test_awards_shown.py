"""Who holds an award is said wherever a trainee's standing is."""

from __future__ import annotations

from datetime import date, timedelta

from tests.achievements import finish
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.statements import counted
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db

AWARDED = "Awarded on 22 November 2026"
REVOKED = "Award revoked on 24 November 2026"


def revoke(cast: Cast, award: Certificate) -> None:
    """Revoke the award two days later."""
    ending.revoke_certificate(
        award,
        reason="A secret reason",
        actor=cast.training_lead,
        at=NOW + timedelta(days=2),
        request_id=request_id("revoke"),
    )
    db.session.commit()


def test_the_grid_shows_who_holds_an_award(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    assert award.issued_on == date(2026, 11, 22)
    for person in (cast.training_lead, cast.community_lead, cast.statutory_lead):
        page = browser.sign_in(person).get(f"/cohorts/{cast.cohort.id}/standing")
        assert page.text.count("Awarded 22 November 2026") == 1
        assert page.text.count("Under way") == 1
        assert "All met" not in page.text
        assert "1 holds the award" in page.text


def test_the_grid_shows_whose_award_was_revoked_and_when(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    revoke(cast, award)
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/standing")
    assert "Award revoked 24 November 2026" in page.text
    assert "Awarded" not in page.text
    assert "0 hold the award" in page.text


def test_the_award_costs_the_grid_no_statement_for_each_trainee(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    with counted() as statements:
        browser.get(f"/cohorts/{cast.cohort.id}/standing")
    assert len([each for each in statements if "FROM certificates" in each]) == 1


def test_who_may_not_open_the_certificate_is_offered_no_link_to_it(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    for person, links in (
        (cast.training_lead, True),
        (cast.supervisor, False),
        (cast.community_lead, False),
    ):
        page = browser.sign_in(person).get(f"/progress/{cast.enrolment.id}")
        assert AWARDED in page.text
        assert ("See the certificate" in page.links) is links


def test_without_an_award_nothing_is_said_of_one(browser: Browser, cast: Cast) -> None:
    finish(cast, cast.enrolment)
    page = browser.sign_in(cast.trainee).get("/")
    assert "as soon as your training lead has issued it" in page.text
    assert "Award" not in browser.get(f"/progress/{cast.enrolment.id}").text
