"""An award that was revoked: who reads why, and how it is issued again on purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.certificates.checking.test_check_file import check_bytes
from tests.certificates.conftest import ADDRESS
from tests.certificates.leads import second_lead
from tests.naming import name_anew
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.awards import awards_in
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role

REASON = "The last module was marked on somebody else's paper"


@pytest.fixture
def revoked(cast: Cast, award: Certificate) -> Certificate:
    """The trainee's award, revoked by the training lead."""
    ending.revoke_certificate(
        award,
        reason=REASON,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke the award"),
    )
    db.session.commit()
    return award


def test_the_form_says_to_whom_the_reason_is_told(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}/revoke")
    assert "Kept for the training leads of this cohort" in page.text


def test_the_reason_is_read_by_the_training_leads_of_network_and_partner(
    browser: Browser, cast: Cast, revoked: Certificate
) -> None:
    at_the_trust = second_lead(cast, cast.trust)
    for lead in (cast.training_lead, at_the_trust):
        browser.sign_in(lead)
        for address in (f"/certificates/{revoked.id}", f"/cohorts/{cast.cohort.id}/awards"):
            assert REASON in browser.get(address).text


def test_the_reason_is_on_no_page_of_anybody_else(
    browser: Browser, cast: Cast, revoked: Certificate
) -> None:
    content, serial, certificate_id = revoked.pdf, revoked.serial, revoked.id
    pages = (
        f"/certificates/{certificate_id}",
        "/certificates",
        "/",
        f"/progress/{cast.enrolment.id}",
        f"/cohorts/{cast.cohort.id}/standing",
        f"/cohorts/{cast.cohort.id}/awards",
        f"/cohorts/{cast.cohort.id}",
        f"/check/{serial}",
    )
    others = (
        cast.trainee,
        cast.colleague,
        cast.supervisor,
        cast.community_lead,
        cast.statutory_lead,
        cast.administrator,
        cast.outsider_lead,
        cast.outsider,
    )
    for person in others:
        browser.sign_in(person)
        for address in pages:
            assert "last module was marked" not in browser.send("GET", address).text, (
                person,
                address,
            )
    stranger = Browser(browser.app)
    assert "last module was marked" not in stranger.get(f"/check/{serial}").response.text
    assert "last module was marked" not in check_bytes(stranger, content).response.text


def test_the_holder_is_told_the_day_and_whom_to_ask(
    browser: Browser, cast: Cast, revoked: Certificate
) -> None:
    page = browser.sign_in(cast.trainee).get(f"/certificates/{revoked.id}")
    assert "Revoked on 22 November 2026" in page.text
    assert "A training lead of your cohort can tell you more" in page.text


def test_a_holder_who_leads_training_is_not_told_the_reason(
    browser: Browser, cast: Cast, revoked: Certificate
) -> None:
    roles.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    db.session.commit()
    browser.sign_in(cast.trainee)
    for address in (f"/certificates/{revoked.id}", f"/cohorts/{cast.cohort.id}/awards"):
        page = browser.get(address)
        assert "evoked" in page.text
        assert REASON not in page.text


def test_somebody_whose_award_was_revoked_is_not_ticked_and_shows_when_and_why(
    browser: Browser, cast: Cast, revoked: Certificate
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/awards")
    (box,) = page.document.xpath("//input[@name='enrolments']")
    assert box.get("checked") is None
    assert "Revoked on 22 November 2026 Ruth Mensah revoked it: “" in page.text
    assert REASON in page.text
    forgotten = browser.submit(page, {"password": PASSWORD}, status=200)
    assert "Choose at least one trainee" in forgotten.text
    assert [each.is_held for each in awards_in(cast.cohort).values()] == [False]


def test_an_award_that_was_revoked_is_issued_again_on_purpose(
    browser: Browser, cast: Cast, revoked: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    address = f"/cohorts/{cast.cohort.id}/awards"
    chosen = {"password": PASSWORD, "enrolments": [str(cast.enrolment.id)]}
    page = browser.submit(address, chosen, follow=True)
    assert "1 award was issued" in page.text
    newer = queries.successor_of(revoked)
    assert newer is not None
    assert queries.status_of(revoked) == "revoked"
    old = browser.get(f"/check/{revoked.serial}")
    assert old.h1 == "This certificate is revoked"
    assert browser.get(old.links["Check the newest certificate"]).h1 == "This certificate is valid"


def test_a_superseded_awards_page_says_the_day_on_which_it_was_really_replaced(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    newer = ending.reissue_award(
        award,
        reason="Married",
        digest_seen=digest_of(ending.reissue_shown(award)),
        address=ADDRESS,
        actor=cast.training_lead,
        at=NOW + timedelta(days=9),
        request_id=request_id("married"),
    )
    db.session.commit()
    assert newer.issued_on == award.issued_on
    words = "A newer certificate stands in its place since 1 December 2026"
    public = browser.get(f"/check/{award.serial}")
    assert words in public.text
    assert words in check_bytes(browser, award.pdf).text
    assert words in browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}").text
