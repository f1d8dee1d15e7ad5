"""Revoking a certificate."""

from __future__ import annotations

from sqlalchemy import select

from tests.browser import Browser
from tests.cast import PASSWORD, Cast, request_id
from trainee_tracker.certificates.checking import queries as check_queries
from trainee_tracker.certificates.models import Certificate, CertificateRevocation
from trainee_tracker.extensions import db


def test_a_lead_revokes_with_reason_and_password_and_cannot_twice(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    address = f"/certificates/{award.id}/revoke"
    wrong = browser.submit(
        address, {"reason": "Two hours were counted twice", "password": "no"}, status=403
    )
    assert "Two hours were counted twice" in wrong.document.xpath("string(//textarea)")
    page = browser.submit(
        wrong, {"reason": "Two hours were counted twice", "password": PASSWORD}, follow=True
    )
    assert "Revoked on 22 November 2026" in page.text
    assert "Two hours were counted twice" in page.text
    assert "nothing to revoke" in browser.get(address).text
    fields = {"reason": "Once more", "password": PASSWORD, "request_id": request_id("again")}
    again = browser.post(address, fields, status=409)
    assert "nothing to revoke" in again.text
    assert check_queries.checked_by_serial(award.serial).status == "revoked"  # type: ignore[union-attr]


def test_a_second_press_is_answered_as_the_first_and_revokes_once(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    form = browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}/revoke")
    for _press in range(2):
        why = {"reason": "Two hours were counted twice", "password": PASSWORD}
        page = browser.submit(form, why, follow=True)
        assert "The certificate is revoked. Anyone who checks it sees that" in page.text
    assert len(db.session.scalars(select(CertificateRevocation)).all()) == 1


def test_a_trainee_cannot_revoke(browser: Browser, cast: Cast, progress: Certificate) -> None:
    browser.sign_in(cast.trainee).get(f"/certificates/{progress.id}/revoke", 403)
    browser.sign_in(cast.outsider_lead).get(f"/certificates/{progress.id}/revoke", 404)
