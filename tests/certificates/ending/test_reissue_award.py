"""Issuing an award again."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import PASSWORD, Cast, request_id
from tests.naming import name_anew
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.extensions import db


def test_a_lead_issues_an_award_again_under_the_corrected_name(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Osei-Mensah", other_name="أبينا أوسي", other_language="ar")
    db.session.commit()
    browser.sign_in(cast.training_lead)
    address = f"/certificates/{award.id}/reissue"
    form = browser.get(address)
    assert "Name Abena Osei Abena Osei-Mensah" in form.text
    assert "Name in another script none أبينا أوسي" in form.text
    why = {"reason": "The name was spelt wrongly", "password": PASSWORD}
    page = browser.submit(form, why, follow=True)
    assert "The award was issued again" in page.text
    assert "Abena Osei-Mensah" in page.text
    old = browser.get(f"/certificates/{award.id}")
    assert "A newer certificate stands in its place" in old.text
    newer = queries.successor_of(award)
    assert newer is not None
    before, after = (CertificateFacts.from_json(each.facts) for each in (award, newer))
    assert (after.achieved, after.signatories, after.issued_on) == (
        before.achieved,
        before.signatories,
        before.issued_on,
    )
    assert newer.signature is not None
    assert newer.signature.meaning == "award_reissued"
    assert "Abena Osei-Mensah" in newer.signature.shown
    refused = browser.get(address)
    assert "no longer valid" in refused.text
    assert refused.links["See the newest one"] == f"/certificates/{newer.id}"
    (digest,) = form.document.xpath("//input[@name='shown_digest']/@value")
    again = {**why, "shown_digest": digest, "request_id": request_id("again")}
    assert "no longer valid" in browser.post(address, again, status=409).text


def test_a_progress_certificate_is_not_issued_again(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    why = {"reason": "The name was spelt wrongly", "password": PASSWORD}
    address = f"/certificates/{progress.id}/reissue"
    assert "Only an award is issued again" in browser.get(address).text
    page = browser.post(address, {**why, "request_id": request_id("by hand")}, status=200)
    assert "Only an award is issued again" in page.text
    assert db.session.scalars(select(func.count(Certificate.id))).one() == 1


def test_a_name_changed_while_the_page_was_open_is_not_signed_unseen(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Osei-Mensah")
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/certificates/{award.id}/reissue")
    name_anew(cast.trainee, "Somebody Else")
    db.session.commit()
    page = browser.submit(
        form, {"reason": "The name was spelt wrongly", "password": PASSWORD}, status=409
    )
    assert "Something changed while this page was open" in page.text
    assert queries.successor_of(award) is None
    assert "Name Abena Osei Somebody Else" in page.text
    page = browser.submit(page, {"password": PASSWORD}, follow=True)
    assert "The award was issued again" in page.text
    newer = queries.successor_of(award)
    assert newer is not None
    assert CertificateFacts.from_json(newer.facts).holder_name == "Somebody Else"


def test_without_the_right_password_nothing_is_issued_again(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    db.session.commit()
    address = f"/certificates/{award.id}/reissue"
    browser.sign_in(cast.training_lead)
    why = {"reason": "The name was spelt wrongly", "password": "not my password"}
    assert "That is not your password." in browser.submit(address, why, status=403).text
    assert queries.successor_of(award) is None


def test_who_does_not_lead_the_training_finds_no_award_to_issue_again(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    browser.sign_in(cast.outsider_lead).get(f"/certificates/{award.id}/reissue", 404)
